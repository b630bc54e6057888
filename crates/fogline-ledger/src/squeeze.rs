//! Zstandard with one context a thread: making one takes longer than compressing a report with it.

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};

/// A level of compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Zstandard's default, at which most of the gain is had.
    Usual = 3,
    /// The quickest: for what is written often and can be made again.
    Quick = 1,
}

/// Bytes that something may unpack to; what can be acquired is less.
const LIMIT: usize = 1 << 31;

thread_local! {
    static USUAL: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(Level::Usual as i32).ok());
    static QUICK: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(Level::Quick as i32).ok());
    static OPENER: RefCell<Option<Decompressor<'static>>> = RefCell::new(Decompressor::new().ok());
}

/// Compressed; `None` if there is no memory left for it.
pub(crate) fn compress(plain: &[u8], level: Level) -> Option<Vec<u8>> {
    let compressor = match level {
        Level::Usual => &USUAL,
        Level::Quick => &QUICK,
    };
    compressor.with_borrow_mut(|compressor| compressor.as_mut()?.compress(plain).ok())
}

/// The same bytes again, of which there are `length`; `None` if these are other bytes.
pub(crate) fn decompress(packed: &[u8], length: u64) -> Option<Vec<u8>> {
    let length = usize::try_from(length).ok().filter(|length| *length <= LIMIT)?;
    OPENER.with_borrow_mut(|opener| opener.as_mut()?.decompress(packed, length).ok())
}

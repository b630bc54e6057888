//! A sign of life for work that takes a while.

use std::{
    io::{self, IsTerminal},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

/// Texts shorter than this are done before anyone wonders.
const WORTH_SHOWING: usize = 1 << 20;

/// Does the work, turning a spinner with the elapsed time on standard error if the text is long and someone watches.
///
/// A text is annotated in one call, so there is no honest share of it to show.
pub(crate) fn busy<T>(what: &str, bytes: usize, work: impl FnOnce() -> T) -> T {
    if bytes < WORTH_SHOWING || !io::stderr().is_terminal() {
        return work();
    }
    spin(format!("{what} {}", HumanBytes(bytes as u64)), work)
}

/// Does the work, turning a spinner with the elapsed time on standard error if someone watches.
pub(crate) fn spin<T>(what: impl Into<String>, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    let spinner = ProgressBar::new_spinner().with_message(what.into());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed}") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(Duration::from_millis(120));
    let done = work();
    spinner.finish_and_clear();
    done
}

/// A bar of bytes read, with rate and remaining time, on standard error if someone watches. Gone when dropped.
pub(crate) struct Bar {
    bytes: Arc<AtomicU64>,
    done: Arc<AtomicBool>,
    painter: Option<JoinHandle<()>>,
}

impl Bar {
    const STEP: Duration = Duration::from_millis(200);

    /// A bar for so many bytes; without a length where that is not known.
    pub(crate) fn new(length: Option<u64>) -> Self {
        let (bytes, done) = (Arc::<AtomicU64>::default(), Arc::<AtomicBool>::default());
        let painter = io::stderr().is_terminal().then(|| {
            let (bytes, done) = (Arc::clone(&bytes), Arc::clone(&done));
            thread::spawn(move || paint(length, &bytes, &done))
        });
        Self { bytes, done, painter }
    }

    /// Where the bytes read are counted.
    pub(crate) fn bytes(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(painter) = self.painter.take() {
            painter.thread().unpark();
            let _ = painter.join();
        }
    }
}

fn paint(length: Option<u64>, bytes: &AtomicU64, done: &AtomicBool) {
    // Short work ends before anyone wonders.
    thread::park_timeout(5 * Bar::STEP);
    let bar = length.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template = if length.is_some() {
        "{wide_bar} {bytes} of {total_bytes}, {binary_bytes_per_sec}, {eta} left"
    } else {
        "{spinner} {bytes}, {binary_bytes_per_sec}"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    while !done.load(Ordering::Relaxed) {
        bar.set_position(bytes.load(Ordering::Relaxed));
        thread::park_timeout(Bar::STEP);
    }
    bar.finish_and_clear();
}

/// A bar of things that were looked at, on standard error if someone watches. Gone when dropped.
pub(crate) struct Counted(Option<ProgressBar>);

impl Counted {
    /// A bar for so many of something.
    pub(crate) fn new(what: &'static str, all: usize) -> Self {
        let bar = io::stderr().is_terminal().then(|| ProgressBar::new(all as u64).with_message(what));
        if let (Some(bar), Ok(style)) =
            (&bar, ProgressStyle::with_template("{wide_bar} {pos} of {len} {msg}, {eta} left"))
        {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// So many more were looked at.
    pub(crate) fn more(&self, more: usize) {
        if let Some(bar) = &self.0 {
            bar.inc(more as u64);
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

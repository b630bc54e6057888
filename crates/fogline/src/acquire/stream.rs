//! Bytes as they come: looked at before they are taken, counted, and never held beyond a limit.

use std::{
    fmt,
    io::{self, BufRead, Read},
};

use super::Reason;

const BLOCK: usize = 64 << 10;

/// Why no more can be read, or not this record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) reason: Reason,
    pub(super) detail: String,
}

impl Fault {
    pub(super) fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into() }
    }

    /// Longer than a record may be.
    pub(super) fn too_large(limit: u64) -> Self {
        Self::new(Reason::TooLarge, format!("longer than {limit} bytes, the most that one record may have"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Fault {}

/// A fault travels through readers that know only I/O errors.
impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        Self::other(fault)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        if let Some(fault) = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            return fault.clone();
        }
        let reason = match error.kind() {
            io::ErrorKind::UnexpectedEof => Reason::Truncated,
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Reason::Malformed,
            _ => Reason::Io,
        };
        Self::new(reason, error.to_string())
    }
}

/// A source of bytes with a buffer and a position.
pub(super) struct Stream<'s> {
    inner: Box<dyn Read + 's>,
    buffer: Vec<u8>,
    /// What has been read and not taken.
    start: usize,
    end: usize,
    position: u64,
    /// Met while looking ahead; told when the bytes before it are taken.
    error: Option<io::Error>,
    ended: bool,
}

/// What [`Stream::line`] met.
pub(super) struct Line {
    /// Its length with its end, kept or not.
    pub(super) length: u64,
    /// Whether it was longer than allowed; its bytes were then passed over.
    pub(super) too_large: bool,
}

impl<'s> Stream<'s> {
    pub(super) fn new(inner: impl Read + 's) -> Self {
        Self { inner: Box::new(inner), buffer: Vec::new(), start: 0, end: 0, position: 0, error: None, ended: false }
    }

    /// How many bytes have been taken.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    fn ahead(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Reads more behind what is there; `false` at the end, or where an error waits.
    fn more(&mut self) -> bool {
        if self.ended || self.error.is_some() {
            return false;
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() - self.end < BLOCK {
            self.buffer.resize(self.end + BLOCK, 0);
        }
        loop {
            match self.inner.read(self.buffer.get_mut(self.end..).unwrap_or_default()) {
                Ok(read) => {
                    self.end += read;
                    self.ended = read == 0;
                    return read > 0;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.error = Some(error);
                    return false;
                }
            }
        }
    }

    /// The next bytes, up to so many, without taking them; fewer only before the end or an error.
    pub(super) fn peek(&mut self, length: usize) -> &[u8] {
        while self.ahead().len() < length && self.more() {}
        let ahead = self.ahead();
        ahead.get(..length).unwrap_or(ahead)
    }

    /// The next byte, without taking it.
    pub(super) fn next(&mut self) -> io::Result<Option<u8>> {
        Ok(self.fill_buf()?.first().copied())
    }

    /// Takes a line with its end into `line`, if it is no longer than allowed; `None` at the end.
    pub(super) fn line(&mut self, limit: u64, line: &mut Vec<u8>) -> io::Result<Option<Line>> {
        line.clear();
        let mut length = 0;
        loop {
            let ahead = self.fill_buf()?;
            if ahead.is_empty() {
                break;
            }
            // The standard library's search for a byte is fast in every build.
            let part = (&mut &*ahead).skip_until(b'\n')?;
            let ended = ahead.get(part.saturating_sub(1)) == Some(&b'\n');
            length += part as u64;
            if length <= limit {
                line.extend_from_slice(ahead.get(..part).unwrap_or_default());
            } else if !line.is_empty() {
                *line = Vec::new();
            }
            self.consume(part);
            if ended {
                break;
            }
        }
        Ok((length > 0).then_some(Line { length, too_large: length > limit }))
    }

    /// Puts back what was taken last.
    pub(super) fn give_back(&mut self, bytes: &[u8]) {
        let ahead = [bytes, self.ahead()].concat();
        (self.start, self.end, self.buffer) = (0, ahead.len(), ahead);
        self.position -= bytes.len() as u64;
    }

    /// Takes all that is left.
    pub(super) fn rest(&mut self, limit: u64) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        self.by_ref().take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(Fault::too_large(limit)) } else { Ok(bytes) }
    }

    /// Takes so many bytes, or fewer before the end.
    pub(super) fn up_to(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.by_ref().take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Passes over so many bytes, and says how many there were.
    pub(super) fn skip(&mut self, length: u64) -> io::Result<u64> {
        io::copy(&mut self.by_ref().take(length), &mut io::sink())
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.ahead().is_empty()
            && !self.more()
            && let Some(error) = self.error.take()
        {
            return Err(error);
        }
        Ok(self.ahead())
    }

    fn consume(&mut self, length: usize) {
        let taken = length.min(self.ahead().len());
        self.start += taken;
        self.position += taken as u64;
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives what it holds one byte at a time, then an error.
    struct Broken(&'static [u8]);

    impl Read for Broken {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let (first, rest) = self.0.split_first().ok_or(io::ErrorKind::UnexpectedEof)?;
            out.fill(*first);
            self.0 = rest;
            Ok(1.min(out.len()))
        }
    }

    #[test]
    fn looking_ahead_takes_nothing() {
        let mut stream = Stream::new(&b"one\ntwo"[..]);
        assert_eq!(stream.peek(3), b"one");
        assert_eq!(stream.peek(100), b"one\ntwo");
        assert_eq!(stream.position(), 0);
        let mut line = Vec::new();
        assert_eq!(stream.line(10, &mut line).unwrap().unwrap().length, 4);
        assert_eq!((line.as_slice(), stream.position()), (&b"one\n"[..], 4));
        assert_eq!(stream.rest(3).unwrap(), b"two");
        assert!(stream.line(10, &mut line).unwrap().is_none());
        stream.give_back(b"two");
        assert_eq!((stream.position(), stream.rest(3).unwrap().as_slice()), (4, &b"two"[..]));
    }

    #[test]
    fn a_long_line_is_passed_over_and_the_next_is_read() {
        let mut stream = Stream::new(io::repeat(b'x').take(1 << 20).chain(&b"\nnext"[..]));
        let mut line = Vec::new();
        let long = stream.line(100, &mut line).unwrap().unwrap();
        assert!(long.too_large && line.capacity() == 0);
        assert_eq!(long.length, (1 << 20) + 1);
        assert!(!stream.line(100, &mut line).unwrap().unwrap().too_large);
        assert_eq!(line, b"next");
    }

    #[test]
    fn an_error_is_told_after_the_bytes_before_it() {
        let mut stream = Stream::new(Broken(b"abc"));
        assert_eq!(stream.peek(10), b"abc");
        assert_eq!(stream.rest(10).unwrap_err().reason, Reason::Truncated);
    }

    #[test]
    fn faults_pass_through_io_errors() {
        let fault = Fault::too_large(3);
        assert_eq!(Fault::from(io::Error::from(fault.clone())), fault);
        assert_eq!(Fault::from(io::Error::from(io::ErrorKind::InvalidData)).reason, Reason::Malformed);
    }
}

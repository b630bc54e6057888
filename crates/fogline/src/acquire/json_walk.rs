//! JSON read piece by piece: a list of any length is walked one element at a time, each within a limit.

use std::io::BufRead;

use super::{
    Reason,
    stream::{Fault, Stream},
};

/// Longest name of a member of an object.
const LONGEST_KEY: usize = 64 << 10;

/// A walk through JSON. Brackets are entered and left by the caller; values are taken as the bytes they are.
pub(super) struct JsonWalk<'w, 's> {
    pub(super) stream: &'w mut Stream<'s>,
}

impl JsonWalk<'_, '_> {
    /// Passes over white space; the byte behind it, or `None` at the end.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Fault> {
        loop {
            let ahead = self.stream.fill_buf()?;
            let blank = ahead.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let found = ahead.get(blank).copied();
            let ended = ahead.is_empty();
            self.stream.consume(blank);
            if found.is_some() || ended {
                return Ok(found);
            }
        }
    }

    /// Passes over white space and this byte, if it comes next.
    pub(super) fn take(&mut self, byte: u8) -> Result<bool, Fault> {
        let found = self.peek()? == Some(byte);
        self.stream.consume(usize::from(found));
        Ok(found)
    }

    /// Whether another element stands before the closing bracket, which is passed over.
    pub(super) fn another(&mut self, close: u8, first: &mut bool) -> Result<bool, Fault> {
        let first = std::mem::replace(first, false);
        let comma = !first && self.take(b',')?;
        match self.peek()? {
            None => Err(Fault::new(Reason::Truncated, "ends before its brackets are closed")),
            Some(b) if b == close => {
                self.stream.consume(1);
                Ok(false)
            }
            Some(_) if first || comma => Ok(true),
            Some(b) => Err(self.unexpected(b)),
        }
    }

    fn unexpected(&self, byte: u8) -> Fault {
        let detail = format!("`{}` at byte {} breaks the JSON", byte.escape_ascii(), self.stream.position());
        Fault::new(Reason::Malformed, detail)
    }

    /// The name of an object's member, with the colon behind it.
    pub(super) fn key(&mut self) -> Result<String, Fault> {
        if let Some(b) = self.peek()?.filter(|b| *b != b'"') {
            return Err(self.unexpected(b));
        }
        let raw = self.value(LONGEST_KEY as u64)?.ok_or_else(|| Fault::too_large(LONGEST_KEY as u64))?;
        if !self.take(b':')? {
            return Err(Fault::new(Reason::Malformed, "a name without a value"));
        }
        Ok(serde_json::from_slice(&raw).unwrap_or_default())
    }

    /// The bytes of the next value; `None` if there are more than allowed, and they have been passed over.
    pub(super) fn value(&mut self, limit: u64) -> Result<Option<Vec<u8>>, Fault> {
        let (mut bytes, mut length) = (Vec::new(), 0_u64);
        let mut reader = Balance::default();
        match self.peek()? {
            None => return Err(Fault::new(Reason::Truncated, "ends where a value should stand")),
            Some(b @ (b',' | b':' | b']' | b'}')) => return Err(self.unexpected(b)),
            Some(_) => {}
        }
        loop {
            let ahead = self.stream.fill_buf()?;
            if ahead.is_empty() {
                if reader.within == Within::Scalar {
                    break;
                }
                return Err(Fault::new(Reason::Truncated, "ends within a value"));
            }
            let part = ahead.iter().position(|b| reader.ends_before(*b)).unwrap_or(ahead.len());
            length += part as u64;
            if length <= limit {
                bytes.extend_from_slice(ahead.get(..part).unwrap_or_default());
            } else {
                bytes = Vec::new();
            }
            let done = part < ahead.len();
            self.stream.consume(part);
            if done || reader.within == Within::Done {
                break;
            }
        }
        Ok((length <= limit).then_some(bytes))
    }
}

/// Follows brackets and strings to where a value ends.
#[derive(Default)]
struct Balance {
    depth: u64,
    within: Within,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Nothing yet, or brackets.
    #[default]
    Brackets,
    String,
    /// Behind a backslash in a string.
    Escape,
    /// A number or a name, which ends before what is none of it.
    Scalar,
    /// Behind the last byte.
    Done,
}

impl Balance {
    /// Whether the value ended with the byte before this one.
    fn ends_before(&mut self, b: u8) -> bool {
        let closed = |depth: u64, open| if depth == 0 { Within::Done } else { open };
        self.within = match (self.within, b) {
            (Within::Done, _) => return true,
            (Within::String, b'\\') => Within::Escape,
            (Within::String, b'"') => closed(self.depth, Within::Brackets),
            (Within::String | Within::Escape, _) | (Within::Brackets, b'"') => Within::String,
            (Within::Scalar, b) if b.is_ascii_whitespace() || b",:{}[]\"".contains(&b) => return true,
            (Within::Scalar, _) => Within::Scalar,
            (Within::Brackets, b'{' | b'[') => {
                self.depth += 1;
                Within::Brackets
            }
            (Within::Brackets, b'}' | b']') => {
                self.depth = self.depth.saturating_sub(1);
                closed(self.depth, Within::Brackets)
            }
            (Within::Brackets, _) if self.depth == 0 => Within::Scalar,
            (Within::Brackets, _) => Within::Brackets,
        };
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(json: &str) -> Result<Vec<String>, Fault> {
        let mut stream = Stream::new(json.as_bytes());
        let mut walk = JsonWalk { stream: &mut stream };
        assert!(walk.take(b'[')?);
        let (mut found, mut first) = (Vec::new(), true);
        while walk.another(b']', &mut first)? {
            found.push(walk.value(20)?.map_or("too large".into(), |bytes| String::from_utf8(bytes).unwrap()));
        }
        Ok(found)
    }

    #[test]
    fn elements_are_taken_as_they_stand() {
        let json = r#" [ {"a": "}\"]"} , [1,[2]],"x\\",12.5 , null,{"b": "much longer than allowed"}] "#;
        let expected = [r#"{"a": "}\"]"}"#, "[1,[2]]", r#""x\\""#, "12.5", "null", "too large"];
        assert_eq!(elements(json).unwrap(), expected);
        assert_eq!(elements("[]").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_is_broken_is_told_apart_from_what_is_cut() {
        for cut in ["[1, 2", "[", "[{\"a\": ", "[\"abc"] {
            assert_eq!(elements(cut).unwrap_err().reason, Reason::Truncated, "{cut}");
        }
        for broken in ["[1 2]", "[1, :]", "[1}"] {
            assert_eq!(elements(broken).unwrap_err().reason, Reason::Malformed, "{broken}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("[{}{}]", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(elements(&deep).unwrap(), ["too large"]);
    }
}

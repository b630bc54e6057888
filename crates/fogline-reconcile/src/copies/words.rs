//! A text as words that can be compared: case, accents, typography and ways of writing numbers folded, each word a hash.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A word of a text, folded.
#[expect(clippy::struct_excessive_bools, reason = "they do not depend on one another")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// Hash of its folded letters and digits.
    pub(super) hash: u64,
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Whether it begins with a digit.
    pub(super) figure: bool,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether it stands in quotation marks.
    pub(super) quoted: bool,
    /// Whether a sentence begins with it.
    pub(super) first: bool,
}

/// The words of a text, in order. Hyphens part words and apostrophes do not; `1,566` is `1566`; a line ends a quotation.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut chars = text.char_indices().peekable();
    let mut first = true;
    let mut quote: Option<char> = None;
    while let Some((start, c)) = chars.next() {
        if !c.is_alphanumeric() {
            match c {
                '\n' => (first, quote) = (true, None),
                '.' | '!' | '?' | '…' => first = true,
                '"' | '“' | '”' | '„' | '«' | '»' => quote = quote_after(quote, c),
                _ => {}
            }
            continue;
        }
        let mut hash = Hash::new();
        let figure = c.is_ascii_digit();
        hash.char(c);
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            if next.is_alphanumeric() {
                hash.char(next);
            } else if figure && let Some(decimal) = within_number(text.get(at..).unwrap_or_default()) {
                if decimal {
                    hash.byte(b'.');
                }
            } else if !(is_silent(next) || is_combining_mark(next)) {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        words.push(Word {
            hash: hash.finish(),
            start,
            end,
            figure,
            capital: c.is_uppercase(),
            quoted: quote.is_some(),
            first,
        });
        first = false;
    }
    words
}

/// What is open after a quotation mark: `“` closes what `„` opened, and opens otherwise.
fn quote_after(open: Option<char>, mark: char) -> Option<char> {
    match (open, mark) {
        (_, '”' | '»') | (Some('"'), '"') | (Some('„'), '“') => None,
        (open, '"') => open.xor(Some('"')),
        (_, mark) => Some(mark),
    }
}

/// Characters inside a word that say nothing: apostrophes, soft hyphens, marks of direction.
fn is_silent(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '′' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// Whether a number goes on after a mark, and then whether the mark parts its decimals.
fn within_number(rest: &str) -> Option<bool> {
    let mut chars = rest.chars();
    let mark = chars.next().filter(|c| matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}'))?;
    match (chars.take_while(char::is_ascii_digit).take(4).count(), mark) {
        (3, _) => Some(false),
        (1 | 2, '.' | ',') => Some(true),
        _ => None,
    }
}

/// The hash of a piece of text, folded as words are: of an outlet's name.
pub(super) fn hash_of(text: &str) -> u64 {
    combine(words(text).iter().map(|word| word.hash))
}

/// One hash of several.
pub(super) fn combine(hashes: impl IntoIterator<Item = u64>) -> u64 {
    mix(hashes.into_iter().fold(0x9e37_79b9_7f4a_7c15, |sum, hash| (sum.rotate_left(23) ^ hash).wrapping_mul(FACTOR)))
}

const FACTOR: u64 = 0xd6e8_feb8_6659_fd93;

/// Spreads the bits of a hash (the finaliser of SplitMix64, Steele et al. 2014).
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// FNV-1a over folded characters: the same on every machine.
struct Hash(u64);

impl Hash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    fn char(&mut self, c: char) {
        if c.is_ascii() {
            self.byte(c.to_ascii_lowercase() as u8);
            return;
        }
        for c in c.to_lowercase() {
            match c {
                'ё' => self.code('е'),
                // Letters of their own, though Unicode can take them apart.
                'а'..='я' | 'і' | 'ї' | 'є' | 'ґ' => self.code(c),
                c => std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).for_each(|c| self.code(c)),
            }
        }
    }

    fn code(&mut self, c: char) {
        if c.is_ascii() {
            self.byte(c.to_ascii_lowercase() as u8);
        } else {
            (c as u32).to_le_bytes().into_iter().take(3).for_each(|byte| self.byte(byte));
        }
    }

    fn finish(self) -> u64 {
        mix(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<u64> {
        words(text).iter().map(|word| word.hash).collect()
    }

    #[test]
    fn typography_and_case_do_not_count() {
        assert_eq!(hashes("“O’Malley’s” RE-TYPED café — now"), hashes("\"O'Malley's\" re-typed CAFE - now"));
        assert_eq!(hashes("Семёнов ещё"), hashes("семенов еще"));
        assert_ne!(hashes("Київ"), hashes("Киів"));
    }

    #[test]
    fn numbers_are_read_however_they_are_grouped() {
        assert_eq!(hashes("1,566 of 20.5"), hashes("1566 of 20,5"));
        assert_eq!(hashes("1\u{a0}566"), hashes("1566"));
        assert_eq!(words("in 2022, 14 fell").len(), 4);
        assert_ne!(hashes("1566"), hashes("1567"));
    }

    #[test]
    fn quotations_end_where_they_close_or_at_the_end_of_the_line() {
        let quoted = |text: &str| words(text).iter().map(|word| word.quoted).collect::<Vec<_>>();
        assert_eq!(quoted("he «said so» then"), [false, true, true, false]);
        assert_eq!(quoted("er „sagte es“ dann"), [false, true, true, false]);
        assert_eq!(quoted("he \"said so\" then"), [false, true, true, false]);
        assert_eq!(quoted("“open to the end\nnext"), [true, true, true, true, false]);
    }

    #[test]
    fn sentences_begin_after_stops_and_lines() {
        let first: Vec<bool> = words("One two. Three\nfour").iter().map(|word| word.first).collect();
        assert_eq!(first, [true, false, true, true]);
    }
}

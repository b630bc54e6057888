//! What is asked for: words that must all occur, `"phrases"`, beginnings of words (`shell*`), and `-words` that must not.

use crate::{
    error::{LedgerError, Result},
    veil::Veil,
};

use super::{Token, stem, tokens};

/// Something that is looked for: stems one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    stems: Vec<String>,
    /// Whether the last stands for all words that begin so.
    prefix: bool,
    not: bool,
}

/// A query, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Query {
    parts: Vec<Part>,
}

impl Query {
    /// Reads a query.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut parts = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let not = rest.starts_with('-');
            rest = rest.strip_prefix('-').unwrap_or(rest);
            let (body, after) = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => {
                    rest.split_at_checked(rest.find(char::is_whitespace).unwrap_or(rest.len())).unwrap_or((rest, ""))
                }
            };
            let prefix = body.ends_with('*');
            let words: Vec<_> = tokens(body).map(|token| token.folded).collect();
            let last = words.len().saturating_sub(1);
            let stems: Vec<_> = words
                .iter()
                .enumerate()
                .map(|(i, word)| if prefix && i == last { word.clone() } else { stem(word) })
                .collect();
            if !stems.is_empty() {
                parts.push(Part { stems, prefix, not });
            }
            rest = after.trim_start();
        }
        if parts.iter().all(|part| part.not) {
            return Err(LedgerError::Query(
                "nothing to look for: give a word, a \"phrase\" or the beginning of a word, as shell*".to_owned(),
            ));
        }
        Ok(Self { parts })
    }

    /// As SQLite's FTS5 takes it.
    pub(crate) fn fts(&self, veil: &Veil) -> Result<String> {
        if veil.hides() && self.parts.iter().any(|part| part.prefix) {
            return Err(LedgerError::Query(
                "the index of a sealed ledger knows whole words only: leave out the *".to_owned(),
            ));
        }
        let written = |part: &Part| {
            let stems: Vec<_> = part.stems.iter().map(|stem| veil.word(stem)).collect();
            format!("\"{}\"{}", stems.join(" "), if part.prefix { " *" } else { "" })
        };
        let (without, with): (Vec<&Part>, Vec<&Part>) = self.parts.iter().partition(|part| part.not);
        let mut out = with.into_iter().map(written).collect::<Vec<_>>().join(" AND ");
        for part in without {
            out = format!("({out}) NOT {}", written(part));
        }
        Ok(out)
    }

    /// Where in a text what is looked for stands, in code points, in order.
    pub(crate) fn matches(&self, text: &str) -> Vec<(usize, usize)> {
        let words: Vec<(Token, String)> = tokens(text)
            .map(|token| {
                let stem = stem(&token.folded);
                (token, stem)
            })
            .collect();
        let mut found = Vec::new();
        for part in self.parts.iter().filter(|part| !part.not) {
            for window in words.windows(part.stems.len()) {
                if let (true, [(first, _), ..], [.., (last, _)]) = (part.fits(window), window, window) {
                    found.push((first.start, last.end));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Part {
    fn fits(&self, window: &[(Token, String)]) -> bool {
        let last = self.stems.len().saturating_sub(1);
        self.stems.iter().zip(window).enumerate().all(|(i, (wanted, (_, stem)))| {
            if self.prefix && i == last { stem.starts_with(wanted.as_str()) } else { stem == wanted }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fts(text: &str) -> String {
        Query::parse(text).unwrap().fts(&Veil::default()).unwrap()
    }

    #[test]
    fn queries_are_understood() {
        assert_eq!(fts("Shells fell"), "\"shell\" AND \"fell\"");
        assert_eq!(fts("\"shells fell\" kinder*"), "\"shell fell\" AND \"kinder\" *");
        assert_eq!(fts("обстріли -школи"), "(\"обстріл\") NOT \"школ\"");
        assert_eq!(fts("Су-25"), "\"су 25\"");
        assert_eq!(fts("\"open end"), "\"open end\"");
        for nothing in ["", " ", "-shell", "\"\"", "* - !"] {
            assert!(Query::parse(nothing).is_err(), "{nothing}");
        }
        let veil = Veil::new(Some(crate::crypt::Key([1; 32])));
        assert!(Query::parse("shell*").unwrap().fts(&veil).is_err());
    }

    #[test]
    fn matches_stand_in_the_text() {
        let find = |query: &str, text: &str| Query::parse(query).unwrap().matches(text);
        assert_eq!(find("shell", "The shelling. Shells!"), [(4, 12), (14, 20)]);
        assert_eq!(find("\"two shells\"", "two, shells; shells two"), [(0, 11)]);
        assert_eq!(find("kinder*", "a kindergarten"), [(2, 14)]);
        assert_eq!(find("a -b", "b"), []);
    }

    proptest! {
        /// Whatever is typed is a query that SQLite understands, or an error.
        #[test]
        fn any_text_is_a_query_or_an_error(text in ".{0,40}") {
            if let Ok(query) = Query::parse(&text) {
                let raw = rusqlite::Connection::open_in_memory().unwrap();
                raw.execute_batch("CREATE VIRTUAL TABLE words USING fts5 (stem, tokenize = \"unicode61 remove_diacritics 0\")").unwrap();
                let fts = query.fts(&Veil::default()).unwrap();
                let found = raw.query_row("SELECT count(*) FROM words WHERE words MATCH ?1", [&fts], |row| row.get::<_, i64>(0));
                prop_assert!(found.is_ok(), "{}: {:?}", fts, found);
                query.matches(&text);
            }
        }
    }
}

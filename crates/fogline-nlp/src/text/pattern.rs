//! The tokenizer's regular expressions, written for Python's `re`.
//!
//! They need lookarounds, hence a backtracking engine, which must not be let loose on long or hostile text. Each
//! expression is therefore screened by a linear-time one: the same expression without its lookarounds, which matches
//! wherever the exact one does. The exact one runs only where the screen has found a beginning, and only there.
//!
//! Where all that matters is whether a text begins with a match, a second linear-time expression spares the exact one
//! most of its work: the same without the alternatives that have lookarounds, which matches only where the exact one does.
//! A text so long that the exact one gives up on it is judged by the first.

use std::{ops::Range, sync::OnceLock};

use fancy_regex::{RegexBuilder, RegexInput};

/// Steps the exact expression may take at one place; one that needs more counts as not matching there.
const STEPS: usize = 100_000;
/// Steps for every byte that an expression may take which is tried at one place of a long text only.
const STEPS_PER_BYTE: usize = 64;
/// Matches nothing.
const NEVER: &str = r"[^\s\S]";

/// One of the tokenizer's expressions.
pub(crate) struct Pattern {
    exact: fancy_regex::Regex,
    screen: Option<regex::Regex>,
}

impl Pattern {
    /// Compiles a Python expression.
    pub(crate) fn new(python: &str) -> Result<Self, String> {
        let rust = translate(python)?;
        let exact = exact(&rust, STEPS)?;
        let screen = replace_lookarounds(&rust, "").map(|loose| regex::Regex::new(&loose)).transpose();
        Ok(Self { exact, screen: screen.map_err(|error| error.to_string())? })
    }

    /// `re.search` from a byte position on: the leftmost match.
    pub(crate) fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let Some(screen) = &self.screen else {
            return self.exact.find_from_pos(text, from).ok().flatten().map(|found| found.range());
        };
        let mut from = from;
        while let Some(start) = screen.find_at(text, from).map(|found| found.start()) {
            let input = RegexInput::new(text).from_pos(start).anchored(true);
            if let Ok(Some(found)) = self.exact.find_input(input) {
                return Some(found.range());
            }
            from = start + text.get(start..)?.chars().next()?.len_utf8();
        }
        None
    }
}

/// An expression that a text may begin with.
pub(crate) struct Beginning {
    rust: String,
    /// Matches wherever the exact expression does, and perhaps elsewhere.
    loose: Option<regex::Regex>,
    /// Matches only where the exact expression does, but perhaps not everywhere.
    strict: Option<regex::Regex>,
    /// The exact expression by the number of binary digits of the text's length, on which its steps depend.
    exact: [OnceLock<Option<fancy_regex::Regex>>; usize::BITS as usize + 1],
}

impl Beginning {
    /// Compiles a Python expression.
    pub(crate) fn new(python: &str) -> Result<Self, String> {
        let rust = format!(r"\A(?:{})", translate(python)?);
        exact(&rust, STEPS)?;
        let linear = |instead| {
            let linear = replace_lookarounds(&rust, instead).map(|linear| regex::Regex::new(&linear));
            linear.transpose().map_err(|error| error.to_string())
        };
        let (loose, strict) = (linear("")?, linear(NEVER)?);
        Ok(Self { rust, loose, strict, exact: [const { OnceLock::new() }; usize::BITS as usize + 1] })
    }

    /// `re.match`: whether the expression matches at the start of the text.
    pub(crate) fn is_of(&self, text: &str) -> bool {
        if self.loose.as_ref().is_some_and(|loose| !loose.is_match(text)) {
            return false;
        }
        if self.strict.as_ref().is_some_and(|strict| strict.is_match(text)) {
            return true;
        }
        let digits = usize::BITS - text.len().leading_zeros();
        let steps = STEPS.saturating_add(STEPS_PER_BYTE.saturating_mul(1 << digits.min(usize::BITS - 1)));
        let exact = self.exact[digits as usize].get_or_init(|| exact(&self.rust, steps).ok());
        exact.as_ref().is_some_and(|exact| exact.is_match(text).unwrap_or(self.loose.is_some()))
    }
}

fn exact(rust: &str, steps: usize) -> Result<fancy_regex::Regex, String> {
    RegexBuilder::new(rust).backtrack_limit(steps).build().map_err(|error| error.to_string())
}

/// Letters that have a meaning for Python after a backslash, and the same one for Rust.
const ESCAPES: &str = "afnrtvxuUbBdDsSwWA";
/// What may follow `(?`: groups, lookarounds and flags. References to groups and conditions on them need none of these.
const GROUPS: [&str; 7] = [":", "=", "!", "<=", "<!", "P<", ">"];
const FLAGS: &str = "aiLmsux-";

/// Python's syntax in Rust's, where they differ: inside character classes, Rust gives `[`, `&&`, `--` and `~~` a meaning
/// that Python does not, and `\Z` is spelt `\z`. What Python does not know is refused, and so are references to groups.
fn translate(python: &str) -> Result<String, String> {
    let mut out = String::with_capacity(python.len() + 16);
    let mut chars = python.chars();
    let mut class = None::<usize>; // characters read since `[`
    while let Some(c) = chars.next() {
        let rest = chars.as_str();
        match (c, class) {
            ('\\', _) => {
                match chars.next() {
                    Some('Z') if class.is_none() => out.push_str("\\z"),
                    // Python takes an escaped letter of any other script, or sign, for itself.
                    Some(escaped) if !escaped.is_ascii() => out.push(escaped),
                    Some(escaped) if escaped.is_ascii_alphanumeric() && !ESCAPES.contains(escaped) => {
                        return Err(format!("\\{escaped} is not supported in an expression"));
                    }
                    Some(escaped) => out.extend(['\\', escaped]),
                    None => return Err("an expression ends in a backslash".into()),
                }
                class = class.map(|read| read + 1);
                continue;
            }
            ('(', None) if rest.starts_with('?') => {
                let kind = rest.get(1..).unwrap_or_default();
                if !GROUPS.iter().any(|group| kind.starts_with(group)) && !kind.starts_with(|flag| FLAGS.contains(flag))
                {
                    let shown: String = rest.chars().take(3).collect();
                    return Err(format!("({shown} is not supported in an expression"));
                }
            }
            ('[', None) => {
                out.push('[');
                class = Some(0);
                if rest.starts_with('^') {
                    out.extend(chars.next());
                }
                continue;
            }
            (']', Some(1..)) => class = None,
            ('[' | '&' | '~', Some(_)) => out.push('\\'),
            // Two hyphens: the first begins the class, or makes a range that the second ends.
            ('-', Some(0)) if rest.starts_with('-') => out.push('\\'),
            ('-', Some(_)) if rest.starts_with('-') => {
                chars.next();
                out.push_str(r"-\");
            }
            _ => {}
        }
        if c == ']' && class == Some(0) {
            out.push('\\');
        }
        out.push(c);
        class = class.map(|read| read + 1);
    }
    Ok(out)
}

/// The expression with something else in place of every lookahead and lookbehind, or `None` where there are none or one
/// is repeated.
fn replace_lookarounds(pattern: &str, instead: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    let (mut class, mut found) = (false, false);
    while let Some(c) = rest.chars().next() {
        if !class && ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|opening| rest.starts_with(opening)) {
            rest = rest.get(group_length(rest)?..)?;
            if rest.starts_with(['*', '+', '?', '{']) {
                return None;
            }
            out.push_str(instead);
            found = true;
            continue;
        }
        match c {
            '[' => class = true,
            ']' => class = false,
            _ => {}
        }
        let length = if c == '\\' { 1 + rest.chars().nth(1).map_or(0, char::len_utf8) } else { c.len_utf8() };
        out.push_str(rest.get(..length)?);
        rest = rest.get(length..)?;
    }
    found.then_some(out)
}

/// Length in bytes of the group that the text begins with.
fn group_length(text: &str) -> Option<usize> {
    let (mut depth, mut class, mut escaped) = (0, false, false);
    for (index, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '(' if !class => depth += 1,
            ')' if !class => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_read_as_python_reads_them() {
        for (python, text, expected) in [
            (r"[[]", "a[b", Some(1..2)),
            (r"[&&a]", "x&", Some(1..2)),
            (r"[]a]", "]", Some(0..1)),
            (r"[+--]", "x,", Some(1..2)),
            (r"[--/]", "x.", Some(1..2)),
            (r"a\Z", "ba", Some(1..2)),
            (r"[^]]", "]x", Some(1..2)),
            (r"[\•·]\…", "•…", Some(0..6)),
        ] {
            assert_eq!(Pattern::new(python).unwrap().find(text, 0), expected, "{python}");
        }
    }

    #[test]
    fn references_to_groups_are_refused() {
        for python in [
            r"a\99999999999999999999",
            r"(a)\1",
            r"\k<9999>",
            r"\g<1>",
            "(a)(?(1)b|c)",
            "(?P<a>b)(?P=a)",
            "(?1)",
            "(?P>a)",
            "a\\",
        ] {
            assert!(Pattern::new(python).is_err(), "{python}");
        }
        for python in ["(?i)a", "(?P<a>b)", "(?<!a)b(?=c)", "(?>a)", "[(?1)]", r"\(\?1\)"] {
            assert!(Pattern::new(python).is_ok(), "{python}");
        }
    }

    #[test]
    fn the_screen_lets_every_exact_match_through() {
        let pattern = Pattern::new(r"(?<=[0-9])[+\-\*^](?=[0-9-])|(?<=[a-z])\.(?=[A-Z])|x(?!y)").unwrap();
        assert!(pattern.screen.is_some());
        assert_eq!(pattern.find("a-b 3-4", 0), Some(5..6));
        assert_eq!(pattern.find("end.Start", 0), Some(3..4));
        assert_eq!(pattern.find("xyx", 0), Some(2..3));
        assert_eq!(pattern.find("xy.-", 0), None);
    }

    #[test]
    fn repeated_lookarounds_are_left_to_the_exact_engine() {
        assert_eq!(replace_lookarounds("(?=a)?b", ""), None);
        assert_eq!(replace_lookarounds("ab", ""), None);
        assert_eq!(replace_lookarounds("(?<=[)a])b(?!(c|d))", ""), Some("b".into()));
    }

    #[test]
    fn beginnings_are_found_in_long_texts_too() {
        let host = r"^(?:\S+@)?(?:(?!10\.)\d+(?:\.\d+){3}|(?:[a-z]+\.)+[a-z]{2,6})(?:/\S*)?$";
        let beginning = Beginning::new(host).unwrap();
        for length in [10, 20_000, 600_000] {
            let path = "ab/".repeat(length / 3);
            for (host, expected) in
                [("a.com", true), ("x@1.2.3.4", true), ("1.2.3.4", true), ("10.2.3.4", false), ("a", false)]
            {
                assert_eq!(beginning.is_of(&format!("{host}/{path}")), expected, "{host} and {length} bytes");
            }
        }
        // Too long for the exact expression: the screen decides.
        let path = "ab/".repeat(1_000_000);
        assert!(beginning.is_of(&format!("x@1.2.3.4/{path}")));
        assert!(!beginning.is_of(&format!("x@1.2.3/{path}")));
        assert!(!beginning.is_of(" a.com"));
        assert!(Beginning::new("ab+").unwrap().is_of("abbc"));
        assert!(!Beginning::new("ab+").unwrap().is_of("cab"));
    }
}

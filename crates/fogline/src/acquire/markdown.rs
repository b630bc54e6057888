//! Markdown: which characters are marks and no part of the words. The text itself stays as it is.

use crate::span::Span;

/// How far a link may reach, in bytes: a bound on the work for hostile text.
const REACH: usize = 500;

/// What Markdown tells of a text.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    /// The marks, in order.
    pub(super) marks: Vec<Span>,
    /// Where the lines of headings of the first level stand.
    pub(super) titles: Vec<Span>,
    /// The block of `name: value` lines at the beginning, with its fences.
    pub(super) front: Option<Span>,
}

/// Finds the marks of a text.
pub(super) fn read(text: &str) -> Markdown {
    let mut out = Markdown::default();
    let mut at = front(text);
    if at > 0 {
        out.front = Some(Span::new(0, at));
        out.marks.push(Span::new(0, at));
    }
    let mut code = false;
    let mut before = Span::new(at, at);
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        let words = span.of(text);
        let bare = words.trim_start();
        let start = span.start + words.len() - bare.len();
        let is_fence = bare.starts_with("```") || bare.starts_with("~~~");
        if is_fence || is_rule(bare) || is_reference(bare) {
            code ^= is_fence;
            if bare.starts_with('=') && !before.is_empty() {
                out.titles.push(before);
            }
            out.marks.push(Span::new(start, span.end));
        } else if !code {
            let marks = opening(bare);
            if bare.get(..marks).is_some_and(|marks| marks.trim_end().ends_with('#')) && bare.starts_with("# ") {
                out.titles.push(span);
            }
            if marks > 0 {
                out.marks.push(Span::new(start, start + marks));
            }
            inline(text, Span::new(start + marks, span.end), &mut out.marks);
        }
        before = span;
    }
    out.marks.retain(|mark| !mark.is_empty());
    out
}

/// The values of the lines at the beginning, by name.
pub(super) fn values(front: &str) -> impl Iterator<Item = (&str, &str)> {
    front.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (!value.is_empty()).then_some((name.trim(), value))
    })
}

/// The length of the block between lines of `---` that a text begins with.
fn front(text: &str) -> usize {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        match (number, line.trim_end()) {
            (0, "---") => {}
            (1.., "---") => return at,
            (1.., words) if words.is_empty() || words.contains(':') || words.starts_with([' ', '-', '#']) => {}
            _ => return 0,
        }
    }
    0
}

/// A line of marks alone: a rule, the line under a heading, the line that parts a table's head.
fn is_rule(line: &str) -> bool {
    let marks = line.bytes().filter(|b| !b.is_ascii_whitespace());
    line.len() >= 2 && marks.clone().all(|b| b"-*_=|:".contains(&b)) && marks.count() >= 2
}

/// `[name]: address`.
fn is_reference(line: &str) -> bool {
    line.starts_with('[') && line.split_once("]: ").is_some_and(|(_, rest)| rest.trim_start().starts_with("http"))
}

/// The length of the marks that a line opens with: of quotations, of lists and of headings.
fn opening(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = line.get(at..).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mark = match rest.as_bytes() {
            [b'>', ..] => 1,
            [b'-' | b'*' | b'+' | b'|', b' ', ..] => 2,
            [b'#', ..] => {
                let level = rest.bytes().take_while(|b| *b == b'#').count();
                if level <= 6 && rest.as_bytes().get(level) == Some(&b' ') { level + 1 } else { 0 }
            }
            _ if (1..=3).contains(&digits)
                && matches!(rest.as_bytes().get(digits..digits + 2), Some([b'.' | b')', b' '])) =>
            {
                digits + 2
            }
            _ => 0,
        };
        if mark == 0 {
            return at;
        }
        at += mark;
        let rest = line.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start().len();
    }
}

/// Adds the marks within a line: of emphasis, code, links, pictures and tags.
fn inline(text: &str, line: Span, marks: &mut Vec<Span>) {
    let words = line.of(text);
    let table = words.matches('|').count() > 1;
    // Behind the words of a link, where its address stands.
    let mut ends: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(end) = ends.last().copied().filter(|end| end.start <= at) {
            ends.pop();
            marks.push(end.shifted(line.start));
            at = end.end.max(at);
            continue;
        }
        let Some(next) = rest.find(['\\', '`', '*', '_', '~', '!', '[', '<', '|', '#', ']']) else { return };
        at += next;
        if ends.last().is_some_and(|end| end.start <= at) {
            continue;
        }
        let rest = words.get(at..).unwrap_or_default();
        let Some(c) = rest.chars().next() else { return };
        let run = if "[]<".contains(c) { 1 } else { rest.chars().take_while(|other| *other == c).count() };
        let before = words.get(..at).and_then(|before| before.chars().next_back());
        let after = rest.get(run..).and_then(|after| after.chars().next());
        let between = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
        let alone = before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace);
        // What begins among the words of a link has to end there.
        let within = |length: usize| ends.last().is_none_or(|outer| at + length <= outer.start);
        let length = match c {
            '\\' if after.is_some_and(|after| after.is_ascii_punctuation()) && run == 1 => {
                marks.push(Span::new(at, at + 1).shifted(line.start));
                at += 2;
                continue;
            }
            '`' => run,
            '~' if run == 2 => run,
            '*' if !alone && !between(char::is_numeric) => run,
            '_' if !alone && !between(char::is_alphanumeric) => run,
            '|' if table => run,
            '#' if alone && after.is_none() => run,
            '!' if after == Some('[') && run == 1 && link(rest.get(1..).unwrap_or_default()).is_some() => 1,
            '<' => Some(tag(rest)).filter(|end| within(*end)).unwrap_or(0),
            '[' => match link(rest).filter(|(_, end)| within(*end)) {
                Some((0, end)) => end,
                Some((words_end, end)) => {
                    ends.push(Span::new(at + words_end, at + end));
                    1
                }
                None => 0,
            },
            _ => 0,
        };
        if length > 0 {
            marks.push(Span::new(at, at + length).shifted(line.start));
        }
        at += if length > 0 { length } else { run };
    }
    marks.extend(ends.into_iter().rev().map(|end| end.shifted(line.start)));
}

/// Of a link, where its words end and where it ends; of a note's number, which has none, 0 and its end.
fn link(text: &str) -> Option<(usize, usize)> {
    let near = text.get(..text.floor_char_boundary(REACH)).unwrap_or(text);
    let mut depth = 0_u32;
    let close = near.bytes().position(|b| {
        depth += u32::from(b == b'[');
        depth -= u32::from(b == b']' && depth > 0);
        depth == 0
    })?;
    if near.starts_with("[^") {
        return Some((0, close + 1));
    }
    let rest = near.get(close + 1..)?;
    let end = match rest.as_bytes().first()? {
        b'(' => rest.find(')')?,
        b'[' => rest.find(']')?,
        _ => return None,
    };
    Some((close, close + 1 + end + 1))
}

/// The length of a tag of HTML; 0 for anything else.
fn tag(text: &str) -> usize {
    let near = text.get(..text.floor_char_boundary(200)).unwrap_or(text);
    let name = near.get(1..).unwrap_or_default().trim_start_matches('/');
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.starts_with("http");
    near.find('>').filter(|_| is_tag).map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::without;

    fn words(text: &str) -> String {
        without(text, &read(text).marks).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_are_no_words() {
        for (text, expected) in [
            ("Two **people** died", "Two people died"),
            ("_Two_ people, __both__ of ***Kyiv***", "Two people, both of Kyiv"),
            ("# Title here", "Title here"),
            ("## Part ##", "Part"),
            ("Title\n=====\nText", "Title Text"),
            ("> Two died\n> - in Kyiv", "Two died in Kyiv"),
            ("1. One fell\n* Two rose", "One fell Two rose"),
            ("Said [the mayor](https://example.org/a_b) on *Monday*", "Said the mayor on Monday"),
            ("See [**this** report][1].\n\n[1]: https://example.org", "See this report ."),
            ("![A burnt house](a.jpg) stands[^2]", "A burnt house stands"),
            ("a `code_name` and snake_case, 3*4 and 5 * 6", "a code_name and snake_case, 3*4 and 5 * 6"),
            ("\\*not a mark\\* and <b>bold</b><br>", "*not a mark * and bold"),
            ("| Town | Dead |\n|---|---|\n| Kyiv | 3 |", "Town Dead Kyiv 3"),
            ("#5 fell at 19:00. [Updated] -5 degrees", "#5 fell at 19:00. [Updated] -5 degrees"),
            ("---\ntitle: A\n---\nText", "Text"),
            ("[[](]()", "[]("),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        assert_eq!(values("---\ntitle: \"A: b\"\n---").collect::<Vec<_>>(), [("title", "A: b")]);
        let text = "\n# One\nText\n\nTwo\n===\n## Three";
        let titles: Vec<_> = read(text).titles.iter().map(|title| title.of(text)).collect();
        assert_eq!(titles, ["# One", "Two"]);
    }

    proptest! {
        #[test]
        fn marks_stand_in_order_between_characters(text in "([a-z0-9 .\n#*_`>|!<(~\\\\é\\[\\]-]|\\)|http://|\\]\\(){0,60}") {
            let mut at = 0;
            for mark in read(&text).marks {
                prop_assert!(mark.start >= at && mark.end > mark.start && text.get(mark.range()).is_some());
                at = mark.end;
            }
        }
    }

    #[test]
    fn time_grows_with_length_only() {
        for part in ["[", "![", "**a", "[a](", "<a", "`", "> ", "| "] {
            let started = std::time::Instant::now();
            read(&part.repeat(100_000));
            assert!(started.elapsed().as_secs() < 20, "{part}");
        }
    }
}

//! Plain text: what each of its parts is. The text itself is taken unchanged.

use sha2::{Digest, Sha256};

use super::{
    Body, Form, Record, dates,
    furniture::{Class, Line, dateline::dateline, judge, letters},
    markdown::{self, Markdown},
    replies,
};
use crate::{
    document::{Document, Published, PublishedBasis, Segment, SegmentKind, without},
    span::Span,
};

/// How far into a text a dateline may stand, in lines of the report.
const HEAD: usize = 3;

/// Reads a record of plain text.
pub(super) fn document(record: Record) -> Document {
    let (text, offsets) = match record.body {
        Body::Text { text, offsets } | Body::Html { html: text, offsets } => (text, offsets),
    };
    let form = match record.form {
        Form::Plain => Written::default(),
        Form::Markdown => Written { markdown: markdown::read(&text), ..Written::default() },
        Form::Mail => Written { others: replies::others(&text), ..Written::default() },
    };
    let mut facts = record.facts;
    let (segments, title) = segments(&text, &form, facts.title.as_deref());
    for (name, value) in form.markdown.front.iter().flat_map(|front| markdown::values(front.of(&text))) {
        match name {
            "title" => facts.title = facts.title.or_else(|| Some(value.to_owned())),
            "date" => {
                let written = dates::written(value);
                facts.published =
                    facts.published.or(written.map(|at| Published { at, basis: PublishedBasis::Metadata }));
            }
            _ => {}
        }
    }
    facts.title = facts.title.or(title);
    Document {
        reference: record.reference,
        sha256: Sha256::digest(&record.original).into(),
        original: record.original,
        segments,
        text: text.into(),
        offsets,
        facts,
        media: record.media,
        post: record.post,
        marks: form.markdown.marks,
    }
}

/// What the form of a text tells of its parts.
#[derive(Default)]
struct Written {
    markdown: Markdown,
    /// Parts that others wrote, or that sign it.
    others: Vec<Span>,
}

impl Written {
    /// Whether a part of a text belongs to something else than the report.
    fn is_apart(&self, unit: Span) -> bool {
        self.markdown.front.iter().chain(&self.others).any(|part| part.contains(unit))
    }
}

/// The segments of a text, in order, each trimmed of the white space around it; and the title that its form tells.
fn segments(text: &str, form: &Written, title: Option<&str>) -> (Vec<Segment>, Option<String>) {
    let seen = without(text, &form.markdown.marks);
    let units = units(text, &seen);
    let own = units.iter().filter(|unit| !form.is_apart(**unit));
    // Where several begin like it, "NAME:" is a turn in a conversation and no place.
    let transcript = own.clone().filter(|unit| is_turn(unit.of(&seen))).count() > 1;
    let lines: Vec<Line> = own.map(|unit| Line::read(unit.of(&seen))).collect();
    let mut judged = judge(&lines).into_iter().zip(&lines);
    let title = title.map(letters).filter(|title| !title.is_empty());
    let mut told = None;
    let mut out: Vec<Segment> = Vec::new();
    let mut read = 0;
    for unit in units {
        let words = unit.of(&seen);
        if form.is_apart(unit) {
            push(&mut out, text, SegmentKind::Boilerplate, unit);
            continue;
        }
        let Some((kind, line)) = judged.next() else { continue };
        if let Some(kind) = kind {
            push(&mut out, text, kind, unit);
            continue;
        }
        let is_title = form.markdown.titles.iter().any(|title| title.contains(unit) || unit.contains(*title));
        if read == 0 && (is_title || title.as_ref().is_some_and(|title| *title == letters(words))) {
            if is_title && told.is_none() {
                told = Some(words.trim().to_owned());
            }
            push(&mut out, text, SegmentKind::Headline, unit);
            continue;
        }
        if read == 0 && (line.date || line.words == 0) {
            push(&mut out, text, SegmentKind::Boilerplate, unit);
            continue;
        }
        let place = if read < HEAD && !(transcript && is_turn(words)) { dateline(words).unwrap_or(0) } else { 0 };
        if place > 0 {
            push(&mut out, text, SegmentKind::Dateline, Span::new(unit.start, unit.start + place));
        }
        push(&mut out, text, SegmentKind::Body, Span::new(unit.start + place, unit.end));
        read += 1;
    }
    (out, told)
}

/// Whether a part begins with a name in capitals and a colon, as a turn in a transcript does.
fn is_turn(words: &str) -> bool {
    const LONGEST: usize = 40;
    words.trim_start().split_once(": ").is_some_and(|(name, _)| {
        name.len() <= LONGEST
            && name.chars().any(char::is_alphabetic)
            && !name.chars().any(|c| c.is_lowercase() || c.is_ascii_digit())
    })
}

/// Adds a part, without the white space around it; joins it to the one before where both are of a kind.
fn push(out: &mut Vec<Segment>, text: &str, kind: SegmentKind, span: Span) {
    let words = span.of(text);
    let start = span.start + words.len() - words.trim_start().len();
    let end = start + words.trim().len();
    if start >= end {
        return;
    }
    // Parts that are not read follow each other without a gap.
    if let Some(last) = out.last_mut()
        && !last.kind.is_read()
        && !kind.is_read()
    {
        last.span.end = start;
    }
    match out.last_mut() {
        Some(last) if last.kind == kind && kind != SegmentKind::Dateline => last.span.end = end,
        _ => out.push(Segment { kind, span: Span::new(start, end) }),
    }
}

/// The lines of a text that hold something, and of long lines the last sentences where those are no part of the report.
/// `seen` is the text as it is read.
fn units(text: &str, seen: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let span = Span::new(at, at + line.len());
        at = span.end;
        if line.trim().is_empty() {
            continue;
        }
        let cut = tail(span.of(seen)).map(|cut| span.start + cut);
        if let Some(cut) = cut {
            out.push(Span::new(span.start, cut));
            out.push(Span::new(cut, span.end));
        } else {
            out.push(span);
        }
    }
    out
}

/// Where the last sentences of a line begin that are an appeal, a pointer or a credit by themselves.
fn tail(line: &str) -> Option<usize> {
    let mut cut = None;
    let mut end = line.trim_end().len();
    for _ in 0..4 {
        let head = line.get(..end).unwrap_or_default();
        let Some(start) = sentence_start(head) else { break };
        let sentence = Line::read(head.get(start..).unwrap_or_default());
        // More is asked than of a line by itself.
        let Some((class, _)) = sentence.class(-1.0) else { break };
        if matches!(class, Class::Byline | Class::Published | Class::Share | Class::Advert) || sentence.words < 2 {
            break;
        }
        cut = Some(start);
        end = line.get(..start).unwrap_or_default().trim_end().len();
    }
    cut
}

/// Where the last sentence of a line begins; `None` if it is the only one.
fn sentence_start(line: &str) -> Option<usize> {
    let (mut next, mut after) = (None::<char>, None::<char>);
    for (at, c) in line.char_indices().rev().take(600) {
        // A full stop, a space, and something that can begin a sentence.
        let begins =
            next.is_some_and(char::is_whitespace) && after.is_some_and(|a| !a.is_lowercase() && !a.is_numeric());
        if begins && matches!(c, '.' | '!' | '?' | '…' | '"' | '”' | '»' | ')') {
            return Some(at + c.len_utf8());
        }
        (next, after) = (Some(c), next);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offsets::OffsetMap;

    fn kinds(text: &str) -> Vec<(&'static str, &str)> {
        let (segments, _) = segments(text, &Written::default(), Some("Shells hit a school"));
        segments.iter().map(|s| (s.kind.name(), s.span.of(text))).collect()
    }

    #[test]
    fn a_wire_item_falls_into_its_parts() {
        let text = "Shells hit a school\nKYIV, Feb 17 (Northwire) - Two people were hurt on Thursday, officials said.\n\
                    The army denied it.\n(Reporting by Anna Petrenko; editing by John Hill)\n";
        assert_eq!(
            kinds(text),
            [
                ("headline", "Shells hit a school"),
                ("dateline", "KYIV, Feb 17 (Northwire) -"),
                ("body", "Two people were hurt on Thursday, officials said.\nThe army denied it."),
                ("credit", "(Reporting by Anna Petrenko; editing by John Hill)"),
            ]
        );
    }

    #[test]
    fn an_appeal_runs_to_its_end() {
        let text = "The mayor said the town had no water.\nUPI contributed reporting.\nA note from the editor\n\
                    Our newsroom works under fire. The authorities have closed three of our offices this year.\n\
                    Each gift, large or small, keeps us going.\nRemind me later";
        assert_eq!(
            kinds(text),
            [
                ("body", "The mayor said the town had no water."),
                ("credit", "UPI contributed reporting."),
                (
                    "appeal",
                    "A note from the editor\nOur newsroom works under fire. The authorities have closed three of our \
                 offices this year.\nEach gift, large or small, keeps us going.\nRemind me later"
                ),
            ]
        );
    }

    #[test]
    fn reports_of_appeals_stay() {
        for text in [
            "We call on all partners to support us, the minister said.\n\"Help us, please,\" she told reporters.\nNobody answered.",
            "Подпишите соглашение, призвал посол.\nСтороны соглашение подписали.",
            "Your army has lost, the channel wrote to readers in the town.\nPeople laughed.",
        ] {
            assert!(kinds(text).iter().all(|(kind, _)| *kind == "body"), "{text}");
        }
    }

    #[test]
    fn a_speech_is_no_appeal() {
        let text = "Dear readers of history, our country has stood for a thousand years.\nWe ask you to support our army, which \
                    defends your homes.\nHelp us to keep the peace that we all need so much.\nYour support will be remembered by \
                    our children for many years.\nWe will not leave you alone in the days to come.";
        assert!(
            kinds(text).iter().filter(|(kind, _)| *kind == "body").map(|(_, words)| words.len()).sum::<usize>() * 2
                > text.len()
        );
    }

    #[test]
    fn lists_of_other_reports_are_related() {
        let text = "Drills will end on Sunday, the minister said.\nRelated stories\nTroops leave the border\nThree held in the capital\n";
        assert_eq!(kinds(text)[1], ("related", "Related stories\nTroops leave the border\nThree held in the capital"));
        let inside =
            "Drills will end on Sunday.\nRead also: Troops leave the border\nNobody was hurt, the ministry said.";
        assert_eq!(kinds(inside).len(), 3);
    }

    #[test]
    fn posts_lose_their_last_line_only() {
        let text = "Обстрел Еленовки. Двое раненых, сообщил мэр.\n\n👉 Подписывайтесь на наш канал";
        assert_eq!(
            kinds(text),
            [("body", "Обстрел Еленовки. Двое раненых, сообщил мэр."), ("appeal", "👉 Подписывайтесь на наш канал"),]
        );
        let one = "Обстріл тривав годину, повідомив мер. Підписуйтесь на наш телеграм-канал!";
        assert_eq!(
            kinds(one),
            [("body", "Обстріл тривав годину, повідомив мер."), ("appeal", "Підписуйтесь на наш телеграм-канал!")]
        );
    }

    fn written(text: &str, form: Form) -> Document {
        let body = Body::Text { text: text.to_owned(), offsets: OffsetMap::identity(text.len(), 0) };
        document(Record { form, ..Record::new("x", text.as_bytes(), body) })
    }

    fn parts(document: &Document) -> Vec<(&'static str, &str)> {
        document.segments.iter().map(|s| (s.kind.name(), s.span.of(&document.text))).collect()
    }

    #[test]
    fn the_marks_of_markdown_are_not_read() {
        let doc = written(
            "# Shells hit a *school*\n\nTwo **people** died.\n\n---\n\n**Subscribe to our channel**",
            Form::Markdown,
        );
        assert_eq!(
            parts(&doc),
            [
                ("headline", "# Shells hit a *school*"),
                ("body", "Two **people** died.\n\n---"),
                ("appeal", "**Subscribe to our channel**"),
            ]
        );
        assert_eq!(doc.facts.title.as_deref(), Some("Shells hit a  school"));
        assert!(doc.without_marks().text.contains("Two   people   died."));
        let doc = written("---\ntitle: Shells hit a school\ndate: 2022-02-17\n---\nTwo died.", Form::Markdown);
        assert_eq!(parts(&doc)[1], ("body", "Two died."));
        assert_eq!(doc.facts.title.as_deref(), Some("Shells hit a school"));
        assert_eq!(doc.facts.published.map(|published| published.at.rfc3339()).as_deref(), Some("2022-02-17"));
    }

    #[test]
    fn a_mail_is_read_without_what_it_answers() {
        let doc = written("It is quiet here.\n\n> Three soldiers died.\n\n-- \nAnna Petrenko", Form::Mail);
        assert_eq!(
            parts(&doc),
            [("body", "It is quiet here."), ("boilerplate", "> Three soldiers died.\n\n-- \nAnna Petrenko")]
        );
        assert_eq!(parts(&written("> Three soldiers died.", Form::Plain))[0].0, "body");
    }
}

//! Plain text: what each of its parts is. The text itself is taken unchanged.

use sha2::{Digest, Sha256};

use super::{
    Body, Record,
    furniture::{Class, Line, dateline::dateline, judge, letters},
};
use crate::{
    document::{Document, Segment, SegmentKind},
    span::Span,
};

/// How far into a text a dateline may stand, in lines of the report.
const HEAD: usize = 3;

/// Reads a record of plain text.
pub(super) fn document(record: Record) -> Document {
    let (text, offsets) = match record.body {
        Body::Text { text, offsets } | Body::Html { html: text, offsets } => (text, offsets),
    };
    Document {
        reference: record.reference,
        sha256: Sha256::digest(&record.original).into(),
        original: record.original,
        segments: segments(&text, record.facts.title.as_deref()),
        text: text.into(),
        offsets,
        facts: record.facts,
        media: record.media,
        post: record.post,
    }
}

/// The segments of a text: in order, each trimmed of the white space around it.
fn segments(text: &str, title: Option<&str>) -> Vec<Segment> {
    let units = units(text);
    let lines: Vec<Line> = units.iter().map(|unit| Line::read(unit.of(text))).collect();
    let kinds = judge(&lines);
    let title = title.map(letters).filter(|title| !title.is_empty());
    let mut out: Vec<Segment> = Vec::new();
    let mut read = 0;
    for ((unit, kind), line) in units.into_iter().zip(kinds).zip(&lines) {
        let words = unit.of(text);
        if let Some(kind) = kind {
            push(&mut out, text, kind, unit);
            continue;
        }
        if read == 0 && title.as_ref().is_some_and(|title| *title == letters(words)) {
            push(&mut out, text, SegmentKind::Headline, unit);
            continue;
        }
        if read == 0 && line.date {
            push(&mut out, text, SegmentKind::Boilerplate, unit);
            continue;
        }
        let place = if read < HEAD { dateline(words).unwrap_or(0) } else { 0 };
        if place > 0 {
            push(&mut out, text, SegmentKind::Dateline, Span::new(unit.start, unit.start + place));
        }
        push(&mut out, text, SegmentKind::Body, Span::new(unit.start + place, unit.end));
        read += 1;
    }
    out
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
fn units(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let span = Span::new(at, at + line.len());
        at = span.end;
        if line.trim().is_empty() {
            continue;
        }
        let cut = tail(line).map(|cut| span.start + cut);
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

    fn kinds(text: &str) -> Vec<(&'static str, &str)> {
        segments(text, Some("Shells hit a school")).iter().map(|s| (s.kind.name(), s.span.of(text))).collect()
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
}

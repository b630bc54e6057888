//! Why a sentence was read as it was, for people.

use std::io::{self, Write};

use anstyle::Style;
use fogline::{
    document::Document,
    read::{
        Rule,
        events::{Event, Fate, Sign},
        statements::{Proposal, Share, Statement, Verdict},
    },
    reading::{Reading, Why},
    span::Span,
};

use super::{
    account::{cut, event_row, statement_row},
    columns::shown,
};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Writes what was decided at one place, then what was not.
pub(crate) fn write_why(document: &Document, reading: &Reading, why: &Why<'_>, out: &mut impl Write) -> io::Result<()> {
    let view = View { document, reading };
    writeln!(out, "{BOLD}{}{BOLD:#}", view.whole(why.sentence))?;
    if let Some(reason) = why.unread {
        writeln!(out, "\nThis sentence gave nothing: {}.", reason.replace('_', " "))?;
    }
    for (number, statement) in &why.statements {
        view.statement(*number, statement, out)?;
    }
    for (number, event) in &why.events {
        view.event(*number, event, out)?;
    }
    if !why.proposals.is_empty() || !why.signs.is_empty() {
        writeln!(out, "\n{BOLD}Not kept{BOLD:#}")?;
    }
    for proposal in &why.proposals {
        view.proposal(proposal, out)?;
    }
    for sign in &why.signs {
        view.sign(sign, out)?;
    }
    if why.statements.is_empty() && why.events.is_empty() && why.proposals.is_empty() && why.signs.is_empty() {
        writeln!(out, "No word of the lexicons proposes a statement or an event here.")?;
    }
    Ok(())
}

struct View<'v> {
    document: &'v Document,
    reading: &'v Reading,
}

impl View<'_> {
    fn exact(&self, span: Span) -> String {
        format!("\"{}\"", cut(span.of(&self.document.text)))
    }

    fn whole(&self, span: Span) -> String {
        shown(&span.of(&self.document.text).split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
    }

    fn contents(&self, content: &[Span]) -> String {
        content.iter().map(|span| self.exact(*span)).collect::<Vec<_>>().join(" ")
    }

    fn statement(&self, number: usize, one: &Statement, out: &mut impl Write) -> io::Result<()> {
        let [chain, act, content] = statement_row(number, one, self.reading, self.document);
        writeln!(out, "\n{BOLD}Statement{BOLD:#} {chain}; {act}; {content}")?;
        match (&one.cue, one.rule.as_ref()) {
            (Some(cue), rule) => by_rule(&format!("cue {} ", self.exact(cue.span)), rule, out)?,
            (None, _) => writeln!(out, "    without a cue: {}", speaker(one))?,
        }
        if let Some(span) = one.speaker.span {
            writeln!(out, "    source {}, {}", self.exact(span), speaker(one))?;
        }
        writeln!(out, "    {}", sum(&one.why))?;
        if let Some(confidence) = &one.confidence {
            let side = match (confidence.side, one.side.as_deref()) {
                (None, _) => "side not known".to_owned(),
                (Some(sure), Some(side)) => format!("side {side}, sure {sure:.2}"),
                (Some(sure), None) => format!("side left open, sure only {sure:.2}"),
            };
            let open = if one.factuality.is_none() { "left open, sure only" } else { "sure" };
            writeln!(out, "    {side}; whether it asserts or denies: {open} {:.2}", confidence.polarity)?;
            writeln!(out, "    {DIM}{}{DIM:#}", listed(&confidence.why))?;
        }
        Ok(())
    }

    fn event(&self, number: usize, event: &Event, out: &mut impl Write) -> io::Result<()> {
        let [kind, said, parts] = event_row(event, self.reading, self.document);
        let tense = event.tense.map_or(String::new(), |tense| format!(", {}", tense.name()));
        writeln!(out, "\n{BOLD}Event {}{BOLD:#}: {kind}; {said}{tense}; {parts}", number + 1)?;
        by_rule("", Some(&event.rule), out)?;
        for ground in &event.grounds {
            let words = ground.words.map_or(String::new(), |words| format!("{}, ", self.exact(words)));
            writeln!(out, "    {} {}: {words}{}", ground.of, ground.value, ground.by)?;
        }
        Ok(())
    }

    fn proposal(&self, one: &Proposal, out: &mut impl Write) -> io::Result<()> {
        if one.verdict == Verdict::Empty {
            writeln!(out, "  {}", self.exact(one.cue))?;
        } else {
            let source = one.source.map_or("nobody".to_owned(), |source| self.exact(source));
            writeln!(out, "  {source} | {} | {}", self.exact(one.cue), self.contents(&one.content))?;
        }
        by_rule("", one.rule.as_ref(), out)?;
        if !one.why.is_empty() {
            writeln!(out, "    {}", sum(&one.why))?;
        }
        let verdict = match one.verdict {
            Verdict::Kept => return Ok(()),
            Verdict::Empty => "nothing stands where the row looks for what was said".to_owned(),
            Verdict::Below => format!("its sum is not above zero; it lacks {:.2}", -one.sum()),
            Verdict::Another { sum } => format!("another reading of the same cue stands in its place, with {sum:+.2}"),
            Verdict::Within { cue } => format!("it stands within what {} introduces", self.exact(cue)),
        };
        writeln!(out, "    {BOLD}not kept{BOLD:#}: {verdict}")
    }

    fn sign(&self, sign: &Sign, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "  {}", self.exact(sign.span))?;
        by_rule("", Some(&sign.rule), out)?;
        let verdict = match sign.fate {
            Fate::Kept => return Ok(()),
            Fate::Describes => "it helps or describes another word".to_owned(),
            Fate::Name => "it is part of a name".to_owned(),
            Fate::Undescribed => "none of the words that the row asks for stands with it".to_owned(),
            Fate::Lacking => "it lacks what the row asks for: an object, someone, an infinitive".to_owned(),
            Fate::PartOf { noun } => format!("it is part of another noun, {}", self.exact(noun)),
            Fate::Within { words } => format!("it is part of {}, which tells of the event", self.exact(words)),
            Fate::Unless { word } => format!("with {} it is nothing of the kind", self.exact(word)),
            Fate::Result { of } => format!("it is what {} did", self.exact(of)),
            Fate::Counted { with } => format!("it is counted with {}", self.exact(with)),
            Fate::Topic => "a noun alone, without anyone, anything, a place or a time: a topic".to_owned(),
            Fate::Spoken => "an act of speech, which the statement that it makes tells".to_owned(),
            Fate::Untold => "no statement tells of it".to_owned(),
        };
        writeln!(out, "    {BOLD}not kept{BOLD:#}: {verdict}")
    }
}

/// The row that decided.
fn by_rule(cue: &str, rule: Option<&Rule>, out: &mut impl Write) -> io::Result<()> {
    let Some(rule) = rule else { return writeln!(out, "    {cue}") };
    writeln!(out, "    {cue}by {}, row {} ({}): {}", rule.file, rule.id, rule.class, rule.why)?;
    writeln!(out, "    {DIM}as in: {}{DIM:#}", rule.example)
}

fn speaker(one: &Statement) -> String {
    let how = match one.resolution() {
        "author" => "the outlet's own voice",
        "explicit" => "named",
        "carried_over" => "carried over from what was said before",
        "metonym" => "by the name of a place",
        other => return format!("as {other}"),
    };
    how.to_owned()
}

fn listed(shares: &[Share]) -> String {
    shares.iter().map(|share| format!("{} {:+.2}", share.feature, share.weight)).collect::<Vec<_>>().join(", ")
}

fn sum(shares: &[Share]) -> String {
    format!("{} = {:+.2}", listed(shares), shares.iter().map(|share| share.weight).sum::<f64>())
}

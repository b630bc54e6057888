//! The table of statements: who says what, in exact words.

use fogline_reconcile::report::Span;

use super::{Cell, Column, Kind, Table, column};
use crate::{Input, input::word};

const COLUMNS: &[Column] = &[
    column("document", Kind::Text, "#meta+document", "the report, as the input calls it"),
    column("statement", Kind::Text, "#meta+id", "id of the statement in it"),
    column("sha256", Kind::Text, "#meta+hash", "SHA-256 of the report's original bytes"),
    column("outlet", Kind::Text, "#meta+outlet", "name of the outlet"),
    column("outlet_side", Kind::Text, "#meta+outlet+side", "side on which the outlet stands, by the packs"),
    column("uri", Kind::Text, "#meta+url", "address of the report"),
    column("published", Kind::Instant, "#date+published", "when the report was published"),
    column("lang", Kind::Text, "#meta+lang", "language of the report"),
    column("start", Kind::Whole, "#meta+start", "where the words begin, in code points of the report's text"),
    column("end", Kind::Whole, "#meta+end", "where the last of the words end"),
    column("words", Kind::Texts, "#description+quote", "the exact words, one text a span"),
    column("speaker", Kind::Text, "#actor+id", "id of who speaks; empty for an outlet without a name"),
    column("speaker_name", Kind::Text, "#actor+name", "name of who speaks"),
    column(
        "resolution",
        Kind::Text,
        "#meta+resolution",
        "how the speaker is told; `author` for the outlet's own voice",
    ),
    column("side", Kind::Text, "#actor+side", "the speaker's side; empty where that is not sure"),
    column("speech_act", Kind::Text, "#event+act", "what is done by saying it"),
    column("factuality", Kind::Text, "#status+factuality", "how certain the speaker makes it"),
    column("evidential", Kind::Text, "#meta+evidential", "how the speaker knows"),
    column("hops", Kind::Whole, "#meta+hops+num", "steps from the origin to the outlet"),
    column("parent", Kind::Text, "#meta+parent", "the statement that this one stands in"),
    column("accused", Kind::Texts, "#actor+accused", "ids of those who are accused"),
    column("events", Kind::Texts, "#meta+events", "ids of the events that it tells of"),
    column("said_start", Kind::Instant, "#date+said+start", "from when it was said"),
    column("said_end", Kind::Instant, "#date+said+end", "until when it was said"),
    column("incidents", Kind::Texts, "#meta+incidents", "ids of the incidents that it is part of"),
    column("reviewed", Kind::Text, "#meta+reviewed", "`machine`, `reviewed` or `by_hand`"),
    column("retracted", Kind::Flag, "#status+retracted", "whether who published it took it back, as people recorded"),
];

/// The statements, in the order of reports.
pub fn statements(input: &Input<'_>) -> Table {
    let of = input.memberships();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for report in input.reports {
        let document = &report.document;
        for one in &report.statements {
            let key = (document.reference.as_str(), one.id.as_str());
            let speaker = one.speaker.actor.as_deref().and_then(|id| report.actor(id));
            rows.push(vec![
                (&document.reference).into(),
                (&one.id).into(),
                (&document.id).into(),
                document.outlet.as_ref().into(),
                document.side.as_ref().into(),
                document.uri.as_ref().into(),
                document.published.as_ref().into(),
                document.lang.as_ref().into(),
                one.content.iter().map(|span| span.start).min().into(),
                one.content.iter().map(|span| span.end).max().into(),
                one.content.iter().map(|span: &Span| span.exact.clone()).collect::<Vec<_>>().into(),
                one.speaker.actor.as_ref().into(),
                speaker.map(|actor| &actor.name).into(),
                (&one.speaker.resolution).into(),
                one.side.as_ref().into(),
                (&one.speech_act).into(),
                one.factuality.as_ref().into(),
                one.evidential.as_ref().into(),
                one.hops.into(),
                one.parent.as_ref().into(),
                (&one.accused).into(),
                (&one.events).into(),
                one.said.start.as_ref().into(),
                one.said.end.as_ref().into(),
                of.statements.get(&key).cloned().unwrap_or_default().into(),
                word(of.said.get(&key).map_or(one.reviewed, |said| said.reviewed)).into(),
                one.retracted.into(),
            ]);
        }
    }
    Table { name: "statements", columns: COLUMNS.to_vec(), rows }
}

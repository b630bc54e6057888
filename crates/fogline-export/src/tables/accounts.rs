//! The table of accounts: what each side says of each incident.

use fogline_reconcile::incidents::Said;

use super::{Cell, Column, Kind, Table, column};
use crate::{Input, input::word};

const COLUMNS: &[Column] = &[
    column("incident", Kind::Text, "#meta+id", "id of the incident"),
    column("side", Kind::Text, "#actor+side", "the side; empty where it is not known who speaks for whom"),
    column("position", Kind::Text, "#status+position", "how it stands to what is said to have happened"),
    column("first_said", Kind::Instant, "#date+first", "when its first report was published"),
    column("last_said", Kind::Instant, "#date+last", "when its last report was published"),
    column("statements", Kind::Texts, "#meta+statements", "its statements, as REPORT#STATEMENT"),
    column(
        "retracted",
        Kind::Texts,
        "#meta+statements+retracted",
        "those of them that were taken back, as people recorded",
    ),
    column("languages", Kind::Texts, "#meta+languages", "languages of the reports that it rests on"),
    column("reviewed", Kind::Text, "#meta+reviewed", "`machine`, `reviewed` or `by_hand`"),
];

/// The accounts, those first who spoke first.
pub fn accounts(input: &Input<'_>) -> Table {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for incident in input.incidents {
        for one in &incident.accounts {
            let named = |said: &Said| format!("{}#{}", said.document, said.statement);
            let statements = one.statements.iter().map(named);
            let retracted = one.statements.iter().filter(|said| said.is_taken_back()).map(named);
            rows.push(vec![
                (&incident.id).into(),
                one.side.as_ref().into(),
                word(one.position).into(),
                one.first_said.as_ref().into(),
                one.last_said.as_ref().into(),
                statements.collect::<Vec<_>>().into(),
                retracted.collect::<Vec<_>>().into(),
                (&one.languages).into(),
                word(one.reviewed).into(),
            ]);
        }
    }
    Table { name: "accounts", columns: COLUMNS.to_vec(), rows }
}

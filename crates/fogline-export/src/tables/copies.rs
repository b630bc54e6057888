//! The table of copies: which report prints the text of which.

use super::{Column, Kind, Table, column};
use crate::Input;

const COLUMNS: &[Column] = &[
    column("origin", Kind::Text, "#meta+origin", "the report that the text goes back to"),
    column("document", Kind::Text, "#meta+id", "a report that prints it"),
    column("relation", Kind::Text, "#meta+relation", "identical, reprint, excerpt, rewrite, update or translation"),
    column("score", Kind::Number, "#meta+score", "how sure that is, from 0 to 1"),
];

/// The copies.
pub fn copies(input: &Input<'_>) -> Table {
    let rows = input.copies.iter().flat_map(|group| {
        group.members.iter().map(|member| {
            vec![(&group.origin).into(), (&member.reference).into(), (&member.relation).into(), member.score.into()]
        })
    });
    Table { name: "copies", columns: COLUMNS.to_vec(), rows: rows.collect() }
}

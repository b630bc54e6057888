//! An annotated text in the forms people and programs read.

mod account;
mod assessments;
mod columns;
mod commitments;
mod conllu;
mod corrections;
mod feats;
mod figures;
mod history;
mod incidents;
mod json;
mod narratives;
mod news;
mod observer;
mod pack;
mod parts;
mod responses;
mod retractions;
mod rows;
mod summary;
mod table;
mod tree;
mod why;

use std::io::{self, IsTerminal};

use clap::ValueEnum;
use fogline_nlp::Doc;

pub(crate) use assessments::assessment_list;
pub(crate) use columns::{Columns, shown};
pub(crate) use commitments::commitment_list;
pub(crate) use conllu::write_conllu;
pub(crate) use corrections::{correction_effect, correction_list};
pub(crate) use figures::figure_list;
pub(crate) use history::incident_history;
pub(crate) use incidents::{copy_list, incident_accounts, incident_list, incident_reasons};
pub(crate) use json::write_json;
pub(crate) use narratives::narrative_list;
pub(crate) use news::news;
pub(crate) use observer::observer_record;
pub(crate) use pack::pack_diff;
pub(crate) use parts::EMPTY;
pub(crate) use responses::response_list;
pub(crate) use retractions::retraction_list;
pub(crate) use rows::row_lines;
pub(crate) use summary::write_summary;
pub(crate) use table::write_table;
pub(crate) use why::write_why;

/// How a command that works on the ledger writes its outcome.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The form that was asked for; else text on a terminal and JSON elsewhere.
pub(crate) fn form(asked: Option<Form>) -> Form {
    asked.unwrap_or(if io::stdout().is_terminal() { Form::Text } else { Form::Json })
}

/// Empty stands for "not known" in a pipeline's strings.
fn known(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}

/// `B-` and `I-` before the label of each token of a name, empty outside names.
fn name_tags(doc: &Doc) -> Vec<String> {
    let mut tags = vec![String::new(); doc.len()];
    for name in doc.entities() {
        for (place, tag) in tags.iter_mut().take(name.end).skip(name.start).enumerate() {
            *tag = format!("{}-{}", if place == 0 { 'B' } else { 'I' }, name.label);
        }
    }
    tags
}

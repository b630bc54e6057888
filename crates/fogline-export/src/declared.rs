//! What stands beside an export: what it is, what is lost in it, what its columns mean.

use fogline_reconcile::public::Policy;

use crate::{Input, tables::Table};

/// What an export says of itself, to be written beside it as `NAME.README.txt`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// What the form is.
    pub title: String,
    /// From what it was made.
    pub made_from: Vec<String>,
    /// What is lost or left out, and why.
    pub lost: Vec<String>,
    /// Columns with what they mean.
    pub columns: Vec<(String, String)>,
}

impl Declared {
    /// The beginnings of a declaration: as of when, under which rules, in which form.
    pub(crate) fn new(title: &str, input: &Input<'_>) -> Self {
        let mut made_from = vec![
            format!("As known at {}. Rules {}.", input.as_of, input.rules),
            match input.head {
                Some(head) => {
                    format!("Head of the ledger's chain: {head}. `fogline verify --head {head}` checks against it.")
                }
                None => "Made without a ledger: there is no chain to check against.".to_owned(),
            },
        ];
        if input.public {
            made_from.push(format!("Public form. {}", Policy::bundled().stated()));
            made_from.push(
                "People who hold no known office are not named. What was masked stands in square brackets; offsets are \
                 those of the reports as they were."
                    .to_owned(),
            );
        } else {
            made_from.push("Not for publication: places, names and words are those of the reports.".to_owned());
        }
        Self { title: title.to_owned(), made_from, ..Self::default() }
    }

    pub(crate) fn table(mut self, table: &Table) -> Self {
        self.columns.extend(table.columns.iter().map(|column| (column.name.to_owned(), column.about.to_owned())));
        self
    }

    pub(crate) fn loses(mut self, what: impl Into<String>) -> Self {
        self.lost.push(what.into());
        self
    }

    /// The text of the companion file.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n\n", self.title);
        for line in &self.made_from {
            out.extend([line, "\n"]);
        }
        if !self.lost.is_empty() {
            out.push_str("\nLost or left out:\n");
            for line in &self.lost {
                out.extend(["- ", line, "\n"]);
            }
        }
        if !self.columns.is_empty() {
            out.push_str("\nColumns:\n");
            for (name, about) in &self.columns {
                out.extend([name, ": ", about, "\n"]);
            }
        }
        out
    }
}

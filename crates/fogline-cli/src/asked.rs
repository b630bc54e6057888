//! Which ledger a question is asked of, as of when, and in what form it is answered.

use fogline_ask::{Need, View, time::moment};
use fogline_ledger::standing::Known;
use jiff::Timestamp;

use crate::{
    ledger::Place,
    output::{Form, form},
};

/// Which ledger, as of when, in what form.
#[derive(clap::Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    pub(crate) place: Place,

    /// What was known then: only what the ledger had recorded by this time, as 2022-02-17T09:00:00+02:00 or 2022-02-17
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) as_of: Option<Timestamp>,

    /// What had been published by then, whenever it was recorded
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) as_published: Option<Timestamp>,

    /// How to write the answer: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

impl Asked {
    /// The form of the answer.
    pub(crate) fn form(&self) -> Form {
        form(self.format)
    }

    /// The time that is looked at.
    pub(crate) fn known(&self) -> Known {
        Known { as_of: self.as_of, as_published: self.as_published }
    }

    /// What a question needs.
    pub(crate) fn view(&self, need: Need<'_>) -> anyhow::Result<View> {
        Ok(View::answering(&self.place.open_read_only()?, need, self.known())?)
    }
}

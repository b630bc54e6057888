//! How far coders agree, from the records.

use fogline_ledger::Ledger;
use fogline_reconcile::{
    coding::{
        Assignment, Coded, Kept, Work, machine,
        table::{Material, Table, table},
    },
    report::Report,
};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::{Result, unknown};

/// Of what the agreement is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema, clap::Args)]
#[schemars(rename = "AgreementAsked")]
pub struct Wanted {
    /// Only of this assignment
    #[arg(long, value_name = "NUMBER")]
    pub assignment: Option<i64>,

    /// Also give the values that it is computed from, for another program to compute the same
    #[arg(long)]
    #[serde(default)]
    pub values: bool,
}

/// The agreement on all assignments of which a coding is finished and which may be shown. What was erased is left out.
pub fn agreement(
    ledger: &Ledger,
    work: &Work,
    wanted: &Wanted,
    is_shown: impl Fn(&Kept<Assignment>) -> bool,
) -> Result<Table> {
    if let Some(number) = wanted.assignment.filter(|number| work.assignment(*number).is_none()) {
        return Err(unknown(format!("there is no assignment {number}")));
    }
    let chosen = work.assignments.iter().filter(|one| wanted.assignment.is_none_or(|number| number == one.record));
    let chosen: Vec<_> = chosen.filter(|one| !work.finished(one).is_empty() && is_shown(one)).collect();
    let mut read: Vec<(Option<Report>, Coded)> = Vec::with_capacity(chosen.len());
    for one in &chosen {
        read.push(match one.what.reading {
            // As it was read, and not as it was corrected since.
            Some(reading) => {
                let report = ledger.reading(reading)?.report()?;
                let coded = machine::coded(&report);
                (Some(report), coded)
            }
            None => (None, Coded { statuses: one.what.statuses.clone(), ..Coded::default() }),
        });
    }
    let material: Vec<Material<'_>> = chosen
        .iter()
        .zip(&read)
        .map(|(one, (report, machine))| Material {
            assignment: one.record,
            subject: &one.what.subject,
            fields: &one.what.fields,
            report: report.as_ref(),
            people: work.finished(one).into_iter().map(|own| (own.what.coder.as_str(), &own.what.coded)).collect(),
            machine,
            decided: work.adjudication(one.record).map(|own| &own.what.decided),
        })
        .collect();
    Ok(table(&material, wanted.values))
}

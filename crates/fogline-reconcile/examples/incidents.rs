//! Readings in (`fogline read --format json`, a line each, on standard input), incidents out as JSON: the whole derivation
//! without a ledger.

use std::{collections::BTreeMap, io::BufRead};

use fogline::packs::Pack;
use fogline_reconcile::{
    incidents::{self, Decisions, Incident, mention::Mention},
    report::Report,
    sides::Sides,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sides = Sides::new(Pack::bundled()?);
    let mut blocks = BTreeMap::<String, Vec<Mention>>::new();
    for line in std::io::stdin().lock().lines() {
        let report: Report = serde_json::from_str(&line?)?;
        for mention in incidents::mentions(&report, &sides, &report.document.id) {
            blocks.entry(incidents::block(&mention)).or_default().push(mention);
        }
    }
    let all: Vec<Incident> =
        blocks.into_values().flat_map(|block| incidents::incidents(block, &sides, &Decisions::default())).collect();
    serde_json::to_writer(std::io::stdout().lock(), &all)?;
    Ok(())
}

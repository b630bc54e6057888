//! Readings in (`fogline read --format json`, a line each, on standard input), all that is derived of them out as JSON: the
//! whole derivation without a ledger.

use std::io::BufRead;

use fogline::packs::Pack;
use fogline_reconcile::{derive::derive, report::Report};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut reports: Vec<Report> = Vec::new();
    for line in std::io::stdin().lock().lines() {
        reports.push(serde_json::from_str(&line?)?);
    }
    serde_json::to_writer(std::io::stdout().lock(), &derive(&mut reports, &[], Pack::bundled()?))?;
    Ok(())
}

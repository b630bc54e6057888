//! What follows from the records and is kept up to date with them.

use fogline_ledger::Ledger;

/// Brings what is derived up to date after a batch: `new` are the documents that have a new reading.
///
/// Full text needs nothing here, as the ledger indexes what it records. What is computed over several reports joins here.
pub(crate) fn update(ledger: &mut Ledger, new: &[i64]) -> anyhow::Result<()> {
    debug_assert!(new.is_empty() || !ledger.is_behind()?, "full text was indexed with the records");
    Ok(())
}

//! What follows from the records and is kept up to date with them.

use fogline_ledger::Ledger;

/// Brings all that is derived up to date with the records; called after each batch of new documents.
pub(crate) fn update(ledger: &mut Ledger, new: &[i64]) -> anyhow::Result<()> {
    let _ = (ledger, new);
    Ok(())
}

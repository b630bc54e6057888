//! What follows from the records and is kept up to date with them.

use fogline::packs::Pack;
use fogline_ledger::{Ledger, standing};

/// Takes in a batch of new readings, when it is recorded.
pub(crate) fn update(ledger: &mut Ledger) -> anyhow::Result<()> {
    Ok(standing::take_in(ledger, Pack::bundled()?)?)
}

/// Brings copies and incidents up to date, when all is recorded.
pub(crate) fn settle(ledger: &mut Ledger) -> anyhow::Result<()> {
    Ok(standing::settle(ledger, Pack::bundled()?)?)
}

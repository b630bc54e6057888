//! What the ledger derives, in the forms that other tools read.

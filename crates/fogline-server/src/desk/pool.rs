//! Connections that all see the ledger as it was at one moment.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use fogline_ledger::Ledger;

use super::held;
use crate::error::{Fault, Result};

/// Connections that nobody uses, and that see whatever is written.
pub(super) type Spare = Arc<Mutex<Vec<Ledger>>>;

/// Connections of one moment.
pub(super) struct Pool {
    free: Mutex<Vec<Ledger>>,
    freed: Condvar,
    spare: Spare,
}

impl Pool {
    /// Connections that see the same.
    pub(super) fn new(all: Vec<Ledger>, spare: Spare) -> Self {
        Self { free: Mutex::new(all), freed: Condvar::new(), spare }
    }

    /// One of them, as soon as one is free.
    pub(super) fn lend(&self) -> Lent<'_> {
        let mut free = held(&self.free);
        loop {
            if let Some(ledger) = free.pop() {
                return Lent { pool: self, ledger: Some(ledger) };
            }
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut spare = held(&self.spare);
        for ledger in held(&self.free).drain(..) {
            if spare.len() < super::AT_ONCE && ledger.let_go().is_ok() {
                spare.push(ledger);
            }
        }
    }
}

/// A connection that is given back when it is dropped.
pub(super) struct Lent<'p> {
    pool: &'p Pool,
    ledger: Option<Ledger>,
}

impl Lent<'_> {
    /// The connection.
    pub(super) fn ledger(&self) -> Result<&Ledger> {
        self.ledger.as_ref().ok_or(Fault::Broken)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(ledger) = self.ledger.take() {
            held(&self.pool.free).push(ledger);
            self.pool.freed.notify_one();
        }
    }
}

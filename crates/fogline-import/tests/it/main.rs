//! Tables as a coder publishes them, good and bad.

#![expect(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod hostile;
mod tables;

use std::io::Cursor;

use fogline_import::{
    BadRow, ImportError, Intake, Mapping, Spots,
    rows::{self, Head, Limits, Row, Take, Which},
};
use fogline_reconcile::rows::Coded;

/// All that a table has.
#[derive(Default)]
struct All {
    head: Option<Head>,
    rows: Vec<Result<Row, BadRow>>,
}

impl Take for All {
    fn head(&mut self, head: Head) -> Result<(), ImportError> {
        self.head = Some(head);
        Ok(())
    }

    fn row(&mut self, row: Result<Row, BadRow>) -> bool {
        self.rows.push(row);
        true
    }
}

fn read(bytes: &[u8]) -> Result<(Head, Vec<Result<Row, BadRow>>), ImportError> {
    let mut all = All::default();
    rows::read(Cursor::new(bytes), Which::default(), Limits::default(), &mut all)?;
    Ok((all.head.unwrap(), all.rows))
}

/// What the rows of a table say, by a mapping.
fn taken(bytes: &[u8], mapping: &Mapping, spots: Option<&dyn Spots>) -> Vec<Result<(Row, Coded), BadRow>> {
    let (head, rows) = read(bytes).unwrap();
    let mut intake = Intake::new(mapping.bind(&head.columns).unwrap(), spots);
    rows.into_iter().map(|row| row.and_then(|row| intake.take(row))).collect()
}

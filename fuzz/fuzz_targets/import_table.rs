//! Any bytes are read as a table, a workbook or delimited text: each row has as many cells as the head or is set aside, the same
//! way twice, and a mapping that is guessed from it can be read and says something or nothing of every row.

#![no_main]

use std::io::Cursor;

use fogline_import::{
    BadRow, ImportError, Mapping,
    mapping::guess::guess,
    rows::{self, Head, Limits, Row, Take},
};
use libfuzzer_sys::fuzz_target;

#[derive(Default, PartialEq, Debug)]
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
        let many = self.head.as_ref().map_or(0, |head| head.columns.len());
        assert!(row.is_err() || row.as_ref().is_ok_and(|row| row.cells.len() == many));
        self.rows.push(row);
        true
    }
}

fn read(data: &[u8]) -> (All, bool) {
    let mut all = All::default();
    let limits = Limits { unpacked: 16 << 20, strings: 4 << 20, ..Limits::default() };
    let done = rows::read(Cursor::new(data), rows::Which::default(), limits, &mut all).is_ok();
    (all, done)
}

fuzz_target!(|data: &[u8]| {
    let (all, done) = read(data);
    assert_eq!((&all, done), (&read(data).0, done));
    let Some(head) = &all.head else { return };
    let cells: Vec<Vec<String>> = all.rows.iter().flatten().map(|row| row.cells.clone()).collect();
    let text = guess(&head.columns, &cells).toml("fuzzed");
    let mapping = Mapping::parse("fuzzed", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    if let Ok(bound) = mapping.bind(&head.columns) {
        for row in &cells {
            let _ = bound.facts(row);
        }
    }
});

//! Tables that mean harm, or that something went wrong with.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use fogline_import::{
    BadRow, ImportError, Reason,
    rows::{self, Head, Limits, Row, Take, Which},
};
use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{All, read};

/// A workbook of these parts, besides those that it cannot do without.
fn book(sheet: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, text) in parts.iter().chain(others) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

const HEAD: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>x</t></is></c></row>";

#[test]
fn formulas_without_a_value_and_errors_are_faults() {
    let rows = format!(
        "{HEAD}<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><f>WEBSERVICE(\"http://example.org\")</f></c></row>\
         <row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"B3\" t=\"e\"><v>#N/A</v></c></row>\
         <row r=\"4\"><c r=\"A4\"><v>3</v></c><c r=\"B4\" t=\"s\"><v>99</v></c></row>\
         <row r=\"5\"><c r=\"A5\"><v>4</v></c><c r=\"B5\" t=\"str\"><f>CMD()</f><v>kept &amp; shown</v></c></row>"
    );
    let (_, rows) = read(&book(&sheet(&rows), &[])).unwrap();
    let reasons: Vec<Option<Reason>> = rows.iter().map(|row| row.as_ref().err().map(|bad| bad.reason)).collect();
    assert_eq!(reasons, [Some(Reason::Formula), Some(Reason::Formula), Some(Reason::WrongType), None]);
    assert_eq!(rows[3].as_ref().unwrap().cells, ["4", "kept & shown"]);
    for (row, name) in rows.iter().zip(["`B2`", "`B3`", "`B4`"]) {
        assert!(row.as_ref().unwrap_err().detail.contains(name), "{row:?}");
    }
}

#[test]
fn macros_are_told_and_never_opened() {
    let bytes = book(&sheet(HEAD), &[("xl/vbaProject.bin", "Sub AutoOpen()")]);
    assert!(read(&bytes).unwrap().0.has_macros);
}

#[test]
fn more_strings_than_there_are_cost_nothing() {
    let strings = "<sst uniqueCount=\"99999999999999\"><si><t>a</t></si></sst>";
    let rows = format!("{HEAD}<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c></row>");
    let (_, rows) = read(&book(&sheet(&rows), &[("xl/sharedStrings.xml", strings)])).unwrap();
    assert_eq!(rows[0].as_ref().unwrap().cells, ["a", ""]);
}

#[test]
fn a_bomb_is_stopped() {
    let rows = format!("{HEAD}<row r=\"2\"><c r=\"A2\" t=\"str\"><v>{}</v></c></row>", " ".repeat(40 << 20));
    let error = read(&book(&sheet(&rows), &[])).unwrap_err();
    assert!(matches!(error, ImportError::TooLarge(_)), "{error}");
    let strings = format!("<sst>{}</sst>", "<si><t>aaaaaaaaaaaaaaaa</t></si>".repeat(100_000));
    let limits = Limits { strings: 1 << 20, ..Limits::default() };
    let mut all = All::default();
    let error = rows::read(
        Cursor::new(book(&sheet(HEAD), &[("xl/sharedStrings.xml", &strings)])),
        Which::default(),
        limits,
        &mut all,
    )
    .unwrap_err();
    assert!(error.to_string().contains("strings"), "{error}");
}

#[test]
fn a_million_empty_columns_are_none() {
    let cells: String = (0..1_000_000).map(|_| "<c/>").collect();
    let rows = format!(
        "<row r=\"1\"><c t=\"inlineStr\"><is><t>id</t></is></c>{cells}</row><row r=\"2\"><c><v>1</v></c>{cells}</row>"
    );
    let (head, rows) = read(&book(&sheet(&rows), &[])).unwrap();
    assert_eq!((head.columns.len(), rows[0].as_ref().unwrap().cells.len()), (1, 1));
    // A cell beyond what a sheet can have is no reason to make room up to it.
    let rows = format!("{HEAD}<row r=\"2\"><c r=\"ZZZZZZZ2\"><v>1</v></c></row>");
    assert_eq!(read(&book(&sheet(&rows), &[])).unwrap().1[0].as_ref().unwrap_err().reason, Reason::TooLong);
    let commas = ",".repeat(1_000_000);
    let (head, rows) = read(format!("id{commas}\n1{commas}\n").as_bytes()).unwrap();
    assert_eq!((head.columns.len(), rows[0].as_ref().unwrap().cells.as_slice()), (1, &["1".to_owned()][..]));
    let names = "x,".repeat(1_000_000);
    assert!(matches!(read(names.as_bytes()), Err(ImportError::TooLarge(_))));
}

#[test]
fn what_is_no_table_is_told() {
    let told = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    assert!(told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").contains(".xls"));
    assert!(told(b"PK\x03\x04 and nothing else").contains("workbook"));
    assert!(told(b"").contains("empty"));
    assert!(told(&(0..=255).collect::<Vec<u8>>()).contains("no text"));
    assert!(told(&book("<worksheet><sheetData/></worksheet>", &[])).contains("empty"));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.txt", SimpleFileOptions::default()).unwrap();
    assert!(told(&zip.finish().unwrap().into_inner()).contains("xl/workbook.xml"));
}

/// Two gigabytes of one line, that are nowhere.
struct Endless {
    at: u64,
    length: u64,
}

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        const START: &[u8] = b"id,x\n1,\"";
        let mut read = 0;
        while read < out.len() && self.at < self.length {
            if let Some(byte) = START.get(usize::try_from(self.at).unwrap_or(usize::MAX)) {
                out[read] = *byte;
                read += 1;
                self.at += 1;
            } else {
                let many = (out.len() - read).min(usize::try_from(self.length - self.at).unwrap_or(usize::MAX));
                out[read..read + many].fill(b'x');
                read += many;
                self.at += many as u64;
            }
        }
        Ok(read)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Start(at) => self.at = at,
            _ => return Err(io::ErrorKind::Unsupported.into()),
        }
        Ok(self.at)
    }
}

#[test]
fn a_line_of_two_gigabytes_is_refused_and_not_held() {
    let mut all = All::default();
    rows::read(Endless { at: 0, length: 2 << 30 }, Which::default(), Limits::default(), &mut all).unwrap();
    let bad = all.rows[0].as_ref().unwrap_err();
    assert_eq!((bad.number, bad.reason), (2, Reason::TooLong));
    assert!(bad.cells.iter().map(String::len).sum::<usize>() < 1 << 20);
}

struct Count(usize);

impl Take for Count {
    fn head(&mut self, head: Head) -> Result<(), ImportError> {
        self.0 = head.columns.len();
        Ok(())
    }

    fn row(&mut self, row: Result<Row, BadRow>) -> bool {
        assert!(row.is_err() || row.is_ok_and(|row| row.cells.len() == self.0));
        true
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        let _ = rows::read(Cursor::new(bytes), Which::default(), Limits::default(), &mut Count(0));
    }

    #[test]
    fn any_cells_come_back_as_they_are(table in prop::collection::vec(prop::collection::vec("\\PC{0,8}|[\"\n,; ]{0,4}", 3), 1..6)) {
        let mut text = "a,b,c\n".to_owned();
        for row in &table {
            let cells: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text += &(cells.join(",") + "\n");
        }
        let (_, rows) = read(text.as_bytes()).unwrap();
        let back: Vec<Vec<String>> = rows.into_iter().map(|row| row.unwrap().cells).collect();
        prop_assert_eq!(back, table);
    }

    #[test]
    fn any_sheet_is_read_or_refused(cells in "(<row( r=\"[0-9]{1,9}\")?>(<c( r=\"[A-Z]{1,9}[0-9]{1,3}\")?( t=\"(s|b|e|n|str|inlineStr)\")?( s=\"[0-9]\")?>(<f>x</f>)?(<v>[0-9a-z.&;-]{0,6}</v>)?</c>){0,4}</row>|</?[a-z]{1,3}>){0,6}") {
        let _ = rows::read(Cursor::new(book(&sheet(&cells), &[])), Which::default(), Limits::default(), &mut Count(0));
    }
}

//! The cells of a sheet.

use jiff::{SignedDuration, civil};
use quick_xml::events::{BytesStart, Event};

use super::{
    super::{Head, Limits, Row, Take, checked, too_long},
    parts::{Book, Part, attribute, referred},
};
use crate::{BadRow, ImportError, Reason, serial::day_of};

/// Which sheet it is.
pub(super) struct Of {
    pub(super) name: String,
    pub(super) has_macros: bool,
}

/// A cell as it is read.
#[derive(Default)]
struct CellAt {
    column: usize,
    kind: Option<String>,
    style: Option<String>,
    value: Option<String>,
    inline: Option<String>,
    formula: bool,
}

/// A row as it is read.
#[derive(Default)]
struct RowAt {
    number: u64,
    cells: Vec<(usize, String)>,
    /// Bytes of its cells.
    bytes: u64,
    fault: Option<(Reason, String)>,
}

pub(super) fn read(
    mut part: Part<'_>,
    book: &Book,
    strings: &[Box<str>],
    of: &Of,
    limits: Limits,
    take: &mut dyn Take,
) -> Result<(), ImportError> {
    let (mut row, mut cell, mut last) = (RowAt::default(), CellAt::default(), 0);
    let mut many: Option<usize> = None;
    let (mut text, mut within) = (String::new(), "");
    let (mut data, mut guide) = (false, false);
    while let Some(event) = part.next()? {
        match event {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "sheetData" => data = true,
                "row" if data => {
                    let number = attribute(&tag, "r").and_then(|number| number.parse().ok()).unwrap_or(last + 1);
                    row = RowAt { number, ..RowAt::default() };
                }
                "c" if data => cell = begun(&tag, row.cells.last().map_or(0, |(column, _)| column + 1)),
                "v" if data => (within, text) = ("v", String::new()),
                "t" if data && !guide => (within, text) = ("t", String::new()),
                "rPh" => guide = true,
                "f" if data => cell.formula = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().into_inner() {
                "sheetData" => break,
                "v" if within == "v" => {
                    cell.value = Some(std::mem::take(&mut text));
                    within = "";
                }
                "t" if within == "t" => {
                    // Text with formats stands in several pieces.
                    cell.inline.get_or_insert_default().push_str(&std::mem::take(&mut text));
                    within = "";
                }
                "rPh" => guide = false,
                "c" if data => ended(std::mem::take(&mut cell), &mut row, book, strings, limits),
                "row" if data => {
                    last = row.number;
                    let row = std::mem::take(&mut row);
                    if row.fault.is_none() && row.cells.iter().all(|(_, text)| text.is_empty()) {
                        continue;
                    }
                    match many {
                        None => {
                            let columns = checked(head(row)?, limits)?;
                            many = Some(columns.len());
                            let (sheet, has_macros) = (Some(of.name.clone()), of.has_macros);
                            take.head(Head { columns, sheet, encoding: None, has_macros })?;
                        }
                        Some(many) => {
                            if !take.row(row_of(row, many, limits)) {
                                return Ok(());
                            }
                        }
                    }
                }
                _ => {}
            },
            Event::Text(words) if !within.is_empty() => text.push_str(&words.xml10_content()),
            Event::CData(words) if !within.is_empty() => text.push_str(&words.xml10_content()),
            Event::GeneralRef(reference) if !within.is_empty() => text.push_str(&referred(&reference)),
            _ => {}
        }
    }
    if many.is_none() {
        return Err(ImportError::NoTable(format!("sheet `{}` is empty", of.name)));
    }
    Ok(())
}

fn begun(tag: &BytesStart<'_>, next: usize) -> CellAt {
    let column = attribute(tag, "r").and_then(|name| column(&name)).unwrap_or(next);
    CellAt { column, kind: attribute(tag, "t"), style: attribute(tag, "s"), ..CellAt::default() }
}

/// The number of a column by a cell's name: `B7` stands in column 1.
fn column(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(8).fold(0, |sum: usize, b| sum * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

/// A cell as a spreadsheet names it: that of column 1 in row 6 is `B6`.
fn cell_name(column: usize, row: u64) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

fn ended(cell: CellAt, row: &mut RowAt, book: &Book, strings: &[Box<str>], limits: Limits) {
    let name = cell_name(cell.column, row.number);
    let mut fault = |reason, detail: String| {
        row.fault.get_or_insert((reason, detail));
    };
    let text = match (cell.kind.as_deref(), cell.value) {
        (Some("inlineStr"), _) => cell.inline.unwrap_or_default(),
        (Some("e"), value) => {
            let value = value.unwrap_or_default();
            fault(Reason::Formula, format!("`{name}` is the error {value}"));
            value
        }
        (_, None) => {
            if cell.formula {
                fault(
                    Reason::Formula,
                    format!("`{name}` is a formula whose value was not kept; open it, save it, and import it again"),
                );
            }
            String::new()
        }
        (Some("s"), Some(value)) => {
            let known = value.trim().parse::<usize>().ok().and_then(|at| strings.get(at));
            known.map_or_else(
                || {
                    let why = format!("`{name}` points to string {value}, which the workbook does not have");
                    fault(Reason::WrongType, why);
                    value.clone()
                },
                ToString::to_string,
            )
        }
        (Some("b"), Some(value)) => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        (None | Some("n"), Some(value)) if book.shows_days(cell.style.as_deref()) => {
            day(&value, book.from_1904).unwrap_or(value)
        }
        (_, Some(value)) => value,
    };
    row.bytes += text.len() as u64;
    if row.bytes > limits.row || cell.column >= limits.columns && !text.is_empty() {
        fault(
            Reason::TooLong,
            format!("the row is longer than {} bytes or wider than {} columns", limits.row, limits.columns),
        );
        return;
    }
    // Columns stand in order in any sheet that a program wrote.
    if !text.is_empty() {
        row.cells.push((cell.column, text));
    }
}

/// A serial number as the day, or the day and time, that its cell shows; the day 60 of 1900 never was.
fn day(serial: &str, from_1904: bool) -> Option<String> {
    let serial: f64 = serial.trim().parse().ok()?;
    let date = day_of(serial, from_1904)?;
    let seconds = (serial.fract() * 86_400.0).round();
    if seconds < 1.0 {
        return Some(date.to_string());
    }
    let at = date.to_datetime(civil::Time::midnight()).checked_add(SignedDuration::from_secs(seconds as i64)).ok()?;
    Some(at.strftime("%Y-%m-%dT%H:%M:%S").to_string())
}

fn head(row: RowAt) -> Result<Vec<String>, ImportError> {
    if let Some((_, detail)) = row.fault {
        return Err(ImportError::NoTable(format!("its head: {detail}")));
    }
    Ok(placed(&row.cells))
}

/// Cells at their columns, with empty ones between.
fn placed(cells: &[(usize, String)]) -> Vec<String> {
    let wide = cells.iter().map(|(column, _)| column + 1).max().unwrap_or_default();
    let mut all = vec![String::new(); wide];
    for (column, text) in cells {
        if let Some(cell) = all.get_mut(*column) {
            cell.clone_from(text);
        }
    }
    all
}

fn row_of(row: RowAt, many: usize, limits: Limits) -> Result<Row, BadRow> {
    let RowAt { number, fault, cells, .. } = row;
    let mut cells = placed(&cells);
    if let Some((reason, detail)) = fault {
        return Err(BadRow { number, reason, detail, cells });
    }
    if let Some(bad) = too_long(number, &cells, limits) {
        return Err(bad);
    }
    if cells.len() > many {
        let name = cell_name(cells.len() - 1, number);
        let detail = format!("`{name}` has something in it, and only {many} columns have names");
        return Err(BadRow { number, reason: Reason::Cells, detail, cells });
    }
    cells.resize(many, String::new());
    Ok(Row { number, cells })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_days_show_the_day() {
        assert_eq!(super::day("44609", false).as_deref(), Some("2022-02-17"));
        assert_eq!(super::day("44609.375", false).as_deref(), Some("2022-02-17T09:00:00"));
        assert_eq!(super::day("x", false), None);
    }

    #[test]
    fn cells_have_names() {
        assert_eq!(
            [cell_name(0, 1), cell_name(25, 9), cell_name(26, 10), cell_name(16383, 1)],
            ["A1", "Z9", "AA10", "XFD1"]
        );
    }

    #[test]
    fn columns_have_numbers() {
        assert_eq!(
            [column("A1"), column("Z9"), column("AA10"), column("XFD1"), column("7")],
            [Some(0), Some(25), Some(26), Some(16383), None]
        );
    }
}

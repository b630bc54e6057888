//! Aligned columns for a terminal.

use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{self, Write},
};

use unicode_width::UnicodeWidthStr;

/// A cell wider than this does not widen its column: one long address would push everything off the screen.
const WIDEST: usize = 32;

/// Rows of `N` cells, two spaces between columns. Cells are never cut.
pub(crate) struct Columns<const N: usize> {
    headings: [&'static str; N],
    widths: [usize; N],
}

impl<const N: usize> Columns<N> {
    /// Columns as wide as their headings.
    pub(crate) fn new(headings: [&'static str; N]) -> Self {
        Self { headings, widths: headings.map(UnicodeWidthStr::width) }
    }

    /// Widens the columns for a row that will be written.
    pub(crate) fn fit(&mut self, row: &[Cow<'_, str>; N]) {
        for (width, cell) in self.widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width().min(WIDEST));
        }
    }

    /// Writes the headings.
    pub(crate) fn write_headings(&self, out: &mut impl Write) -> io::Result<()> {
        self.write(&self.headings.map(Cow::Borrowed), out)
    }

    /// Writes one row; nothing trails its last cell.
    pub(crate) fn write(&self, row: &[Cow<'_, str>; N], out: &mut impl Write) -> io::Result<()> {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(self.widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width()) + 2));
        }
        writeln!(out, "{}", line.trim_end())
    }
}

/// A text as a cell: one line, with nothing in it that could steer the terminal; `-` if there is none.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    if text.is_empty() {
        return "-".into();
    }
    if text.chars().all(char::is_whitespace) || text.chars().any(needs_escape) {
        return text.chars().fold(String::new(), escape).into();
    }
    text.into()
}

/// Control characters, line and paragraph separators, and marks that turn the direction of the line.
fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn escape(mut cell: String, c: char) -> String {
    match c {
        '\n' => cell.push_str("\\n"),
        '\r' => cell.push_str("\\r"),
        '\t' => cell.push_str("\\t"),
        ' ' => cell.push('␣'),
        c if needs_escape(c) || c.is_whitespace() => {
            let _ = write!(cell, "\\u{{{:x}}}", u32::from(c)); // writing to a String cannot fail
        }
        c => cell.push(c),
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rows: &[[&str; 3]]) -> String {
        let mut columns = Columns::new(["i", "text", "tag"]);
        let rows: Vec<_> = rows.iter().map(|row| row.map(Cow::Borrowed)).collect();
        for row in &rows {
            columns.fit(row);
        }
        let mut out = Vec::new();
        for row in &rows {
            columns.write(row, &mut out).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn width_is_what_the_eye_sees() {
        // Wide characters take two places, a combining mark none.
        let cells = [["0", "обстріл", "NN"], ["1", "東京", "NNP"], ["2", "e\u{301}te\u{301}", "-"]];
        assert_eq!(lines(&cells), "0  обстріл  NN\n1  東京     NNP\n2  e\u{301}te\u{301}      -\n");
    }

    #[test]
    fn a_very_long_cell_is_whole_and_moves_only_its_own_row() {
        let long = "x".repeat(50);
        let out = lines(&[["0", &long, "NN"], ["1", "y", "NN"]]);
        assert_eq!(out, format!("0  {long}  NN\n1  {:<32}  NN\n", "y"));
    }

    #[test]
    fn cells_cannot_steer_the_terminal() {
        assert_eq!(shown("\n\n"), "\\n\\n");
        assert_eq!(shown("  "), "␣␣");
        assert_eq!(shown("\u{a0}"), "\\u{a0}");
        assert_eq!(shown("a\u{1b}[31m"), "a\\u{1b}[31m");
        assert_eq!(shown("\u{202e}abc"), "\\u{202e}abc");
        assert_eq!(shown(""), "-");
        assert_eq!(shown("Kyiv's"), "Kyiv's");
    }
}

//! Going through a sheet row by row: what is shown, and what an answer does.

use std::fmt::Write;

use fogline_reconcile::visible::visible;

use super::{NO, Row, Sheet, YES};

/// A sheet that a person goes through.
#[derive(Debug, Clone)]
pub struct Sorting {
    sheet: Sheet,
    /// The row that is shown.
    at: usize,
    /// What was answered: which row was shown, and how it was before.
    done: Vec<(usize, Row)>,
    /// Sides that can be chosen, those added as they came at the end.
    sides: Vec<String>,
}

/// What an answer has led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The sheet is other than before.
    Changed,
    /// Another row is shown, and nothing is changed.
    Moved,
    /// It is not known what is meant.
    Unclear,
    /// The person goes.
    Quit,
}

/// What can be answered.
pub const HELP: &str = "\
number  its side            n ID [name]  a new side            y  take it in without a side
x  leave it out             s  later                           u  take the last answer back
a TEXT  another name of     r TEXT  its office or role         f DAY  from     o TEXT  source     q  quit";

impl Sorting {
    /// Begins with the first row that is still open.
    pub fn new(sheet: Sheet) -> Self {
        let sides = sheet.sides();
        let mut own = Self { sheet, at: 0, done: Vec::new(), sides };
        own.at = own.open_from(0);
        own
    }

    /// The sheet as it stands.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// How many rows are still open.
    pub fn left(&self) -> usize {
        self.sheet.open()
    }

    fn open_from(&self, from: usize) -> usize {
        let next = self.sheet.rows.iter().enumerate().skip(from).find(|(_, row)| row.is_open());
        next.map_or(self.sheet.rows.len(), |(at, _)| at)
    }

    /// The row that is asked about, as a person is shown it; nothing when all were seen.
    pub fn shown(&self) -> Option<String> {
        let row = self.sheet.rows.get(self.at)?;
        let mut out = format!("\n{} {}", row.kind, visible(&row.name));
        if !row.reports.is_empty() {
            let _ = write!(out, "  ({} reports, {} statements)", row.reports, row.statements);
        }
        for (what, cell) in [("role", &row.role), ("as", &row.same), ("from", &row.from), ("source", &row.source)] {
            if !cell.is_empty() {
                let _ = write!(out, "\n  {what}: {}", visible(cell));
            }
        }
        if !row.example.is_empty() {
            let _ = write!(out, "\n  {}", visible(&row.example));
        }
        let sides: Vec<String> = self.sides.iter().enumerate().map(|(at, side)| format!("{} {side}", at + 1)).collect();
        let _ = write!(out, "\n  {} left · {} · ? help\n> ", self.left(), sides.join("  "));
        Some(out)
    }

    /// Takes in an answer.
    pub fn answer(&mut self, line: &str) -> Step {
        let line = line.trim();
        let (word, rest) = line.split_once(' ').map_or((line, ""), |(word, rest)| (word, rest.trim()));
        match (word, rest) {
            ("q", "") => Step::Quit,
            ("s" | "", "") => {
                self.at = self.open_from(self.at + 1);
                Step::Moved
            }
            ("u", "") => {
                let Some((at, row)) = self.done.pop() else { return Step::Unclear };
                // A side that came with the answer goes with it.
                if row.kind == NEW {
                    self.sheet.rows.remove(at);
                    for (other, _) in &mut self.done {
                        *other -= usize::from(*other > at);
                    }
                    self.sides = self.sheet.sides();
                    return self.answer("u");
                }
                if let Some(own) = self.sheet.rows.get_mut(at) {
                    *own = row;
                }
                self.at = at;
                Step::Changed
            }
            ("x", "") => self.sided(NO),
            ("y", "") => self.sided(YES),
            ("n", rest) if !rest.is_empty() => {
                let (id, name) = rest.split_once(' ').unwrap_or((rest, rest));
                if self.sides.iter().any(|side| side == id) || id.contains([';', ',']) {
                    return Step::Unclear;
                }
                if self.sided(id) != Step::Changed {
                    return Step::Unclear;
                }
                // Sides stand together, so that the rows below keep their order.
                let last = self.sheet.rows.iter().rposition(|row| matches!(row.kind.as_str(), "pack" | "side"));
                let at = last.map_or(0, |at| at + 1);
                let side =
                    Row { kind: "side".to_owned(), name: name.to_owned(), same: id.to_owned(), ..Row::default() };
                self.sheet.rows.insert(at, side);
                for (other, _) in &mut self.done {
                    *other += usize::from(*other >= at);
                }
                self.at += 1;
                self.done.push((at, Row { kind: NEW.to_owned(), ..Row::default() }));
                self.sides.push(id.to_owned());
                Step::Changed
            }
            ("a", text) if !text.is_empty() => self.filled(|row| &mut row.same, text),
            ("r", text) if !text.is_empty() => self.filled(|row| &mut row.role, text),
            ("f", text) if !text.is_empty() => self.filled(|row| &mut row.from, text),
            ("o", text) if !text.is_empty() => self.filled(|row| &mut row.source, text),
            (numbers, "") => {
                let number = |text: &str| self.sides.get(text.trim().parse::<usize>().ok()?.checked_sub(1)?).cloned();
                let chosen: Option<Vec<String>> = numbers.split([',', ';']).map(number).collect();
                match chosen {
                    Some(sides) => self.sided(&sides.join(";")),
                    None => Step::Unclear,
                }
            }
            _ => Step::Unclear,
        }
    }

    fn sided(&mut self, side: &str) -> Step {
        let Some(row) = self.sheet.rows.get_mut(self.at) else { return Step::Unclear };
        self.done.push((self.at, row.clone()));
        side.clone_into(&mut row.side);
        self.at = self.open_from(self.at + 1);
        Step::Changed
    }

    fn filled(&mut self, cell: impl Fn(&mut Row) -> &mut String, text: &str) -> Step {
        let Some(row) = self.sheet.rows.get_mut(self.at) else { return Step::Unclear };
        self.done.push((self.at, row.clone()));
        text.clone_into(cell(row));
        Step::Changed
    }
}

/// Marks in what was done that a row was added.
const NEW: &str = "new side";

#[cfg(test)]
mod tests {
    use super::*;

    fn sorting() -> Sorting {
        let row = |kind: &str, name: &str| Row { kind: kind.to_owned(), name: name.to_owned(), ..Row::default() };
        let rows = vec![row("pack", "P"), row("person", "A"), row("person", "B"), row("label", "c")];
        Sorting::new(Sheet { rows, ..Sheet::default() })
    }

    fn side(sorting: &Sorting, name: &str) -> String {
        sorting.sheet().rows.iter().find(|row| row.name == name).unwrap().side.clone()
    }

    #[test]
    fn sides_are_named_as_they_come_and_taken_back() {
        let mut own = sorting();
        let before = own.sheet().clone();
        assert!(own.shown().unwrap().contains("person A"));
        assert_eq!(own.answer("n GOV The government"), Step::Changed);
        assert!(own.shown().unwrap().contains("person B") && own.shown().unwrap().contains("1 GOV"));
        assert_eq!(own.answer("1"), Step::Changed);
        assert_eq!((side(&own, "A"), side(&own, "B"), own.left()), ("GOV".to_owned(), "GOV".to_owned(), 1));
        assert_eq!(own.answer("u"), Step::Changed);
        assert_eq!(side(&own, "B"), "");
        assert_eq!(own.answer("u"), Step::Changed);
        assert_eq!(*own.sheet(), before);
        assert_eq!(own.answer("u"), Step::Unclear);
    }

    #[test]
    fn what_is_not_known_changes_nothing() {
        let mut own = sorting();
        let before = own.sheet().clone();
        for unclear in ["7", "0", "1", "-1", "z", "n", "a", "1;9", "99999999999999999999"] {
            assert_eq!(own.answer(unclear), Step::Unclear, "{unclear}");
        }
        assert_eq!(own.answer("s"), Step::Moved);
        assert_eq!(*own.sheet(), before);
        assert_eq!(own.answer("q"), Step::Quit);
        assert_eq!(own.answer("n GOV"), Step::Changed);
        assert_eq!(own.answer("n REB"), Step::Changed);
        assert_eq!(own.shown(), None, "the last of those that were not passed over");
        assert_eq!(own.answer("1"), Step::Unclear);
        // Whoever comes back begins with what is open.
        let mut later = Sorting::new(own.sheet().clone());
        assert!(later.shown().unwrap().contains("person A"));
        assert_eq!(later.answer("1;2"), Step::Changed);
        assert_eq!((side(&later, "A"), later.left()), ("GOV;REB".to_owned(), 0));
    }
}

//! The beginning of a mapping: what the names of columns and the first rows tell. A person looks at it and mends it.

use std::{collections::BTreeMap, fmt::Write, sync::LazyLock};

use serde::Deserialize;

use super::Style;

/// Words of columns and months: `lexicon/columns.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    names: BTreeMap<String, Vec<String>>,
    pub(super) months: BTreeMap<String, Vec<String>>,
}

impl Words {
    /// The words that come with Fogline.
    ///
    /// # Panics
    /// Never for the bundled file, which a test reads.
    pub(super) fn bundled() -> &'static Self {
        static WORDS: LazyLock<Words> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../../lexicon/columns.toml"))
                .unwrap_or_else(|error| panic!("lexicon/columns.toml: {error}"))
        });
        &WORDS
    }
}

/// What columns can be, in the order in which they are asked for, and whether several can be the same.
pub const PARTS: [(&str, bool); 20] = [
    ("id", false),
    ("day", false),
    ("from", false),
    ("to", false),
    ("day_precision", false),
    ("place", false),
    ("division", false),
    ("country", false),
    ("latitude", false),
    ("longitude", false),
    ("place_precision", false),
    ("kind", true),
    ("actors", true),
    ("killed", false),
    ("killed_low", false),
    ("killed_high", false),
    ("injured", false),
    ("sources", true),
    ("notes", true),
    ("url", true),
];

/// What stands in a mapping that was only begun where it says who coded the rows.
pub const TEMPLATE_CODER: &str = "CODER";

/// A mapping that is not finished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Who coded the rows.
    pub coder: String,
    /// Columns by what they are.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Styles of days.
    pub styles: Vec<Style>,
    /// Values of the columns that tell how precise something is.
    pub values: BTreeMap<String, Vec<String>>,
}

/// What the names of columns tell, with the first rows.
pub fn guess(columns: &[String], rows: &[Vec<String>]) -> Draft {
    let words = Words::bundled();
    let folded: Vec<String> = columns.iter().map(|name| folded(name)).collect();
    let mut taken = vec![false; columns.len()];
    let mut draft = Draft { coder: TEMPLATE_CODER.to_owned(), ..Draft::default() };
    for (part, several) in PARTS {
        if part == "from" && draft.columns.contains_key("day") {
            continue;
        }
        let known = words.names.get(part).map(Vec::as_slice).unwrap_or_default();
        for word in known {
            let Some(at) = folded.iter().position(|name| name == word) else { continue };
            let Some(free) = taken.get_mut(at).filter(|taken| !**taken) else { continue };
            *free = true;
            draft.columns.entry(part.to_owned()).or_default().extend(columns.get(at).cloned());
            if !several {
                break;
            }
        }
    }
    draft.look(columns, rows);
    draft
}

impl Draft {
    /// Looks at the first rows: in which styles days are written, and which values tell how precise something is.
    pub fn look(&mut self, columns: &[String], rows: &[Vec<String>]) {
        let of = |part: &str| {
            let names = self.columns.get(part).into_iter().flatten();
            let at: Vec<usize> = names.filter_map(|name| columns.iter().position(|own| own == name)).collect();
            let cells = rows.iter().flat_map(|row| at.iter().filter_map(|at| row.get(*at)));
            cells.map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>()
        };
        let days: Vec<String> = ["day", "from", "to"].into_iter().flat_map(of).collect();
        let reads = |style: &Style| !days.is_empty() && days.iter().all(|day| style.read(day).is_some());
        self.styles = Style::ALL.into_iter().filter(reads).collect();
        for part in ["day_precision", "place_precision"] {
            let mut values = of(part);
            values.sort();
            values.dedup();
            values.truncate(20);
            if !values.is_empty() {
                self.values.insert(part.to_owned(), values);
            }
        }
    }

    /// As a file to be looked at, with what a person has to decide.
    pub fn toml(&self, name: &str) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "# Which column is what. Who did what to whom is never made of the order of actors.");
        let _ = writeln!(out, "name = {}\ncoder = {}", quoted(name), quoted(&self.coder));
        let _ = writeln!(out, "# On what terms the rows may be used, and whether they may be passed on.");
        let _ = writeln!(
            out,
            "licence = \"\"\nredistribution = false\n# separator = \";\"   # between several names in one cell"
        );
        let _ = writeln!(out, "\n[columns]");
        for (part, several) in PARTS {
            match self.columns.get(part).map(Vec::as_slice) {
                None | Some([]) => {
                    let none = if several { "[]" } else { "\"\"" };
                    let _ = writeln!(out, "# {part} = {none}");
                }
                Some(names) if several => {
                    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
                    let _ = writeln!(out, "{part} = [{}]", names.join(", "));
                }
                Some([first, ..]) => {
                    let _ = writeln!(out, "{part} = {}", quoted(first));
                }
            }
        }
        let styles: Vec<String> = self.styles.iter().map(|style| quoted(style.name())).collect();
        let open = self.styles.contains(&Style::DayFirst) && self.styles.contains(&Style::MonthFirst);
        let _ = writeln!(
            out,
            "\n[days]\n# iso, day_first (17/02/2022), month_first (02/17/2022), day_month_name (17 February 2022), excel_serial (44609)"
        );
        if open {
            let _ = writeln!(
                out,
                "# The first rows can be read with the day or the month first: leave one of the two, or rows that can be\n# read as two days are set aside."
            );
        }
        let _ = writeln!(out, "styles = [{}]", styles.join(", "));
        let usual = [
            ("day_precision", "day, week, month or year", "day"),
            ("place_precision", "site, near, district, division or country", "site"),
        ];
        for (part, words, first) in usual {
            let Some(values) = self.values.get(part) else { continue };
            let _ = writeln!(out, "\n# What each value stands for: {words}.\n[{part}]");
            for value in values {
                let _ = writeln!(out, "{} = {}", quoted(value), quoted(first));
            }
        }
        let _ = writeln!(
            out,
            "\n# What kinds of event can be accounts of: violence, protest, coercion, ceasefire, withdrawal, build_up, exercise,\n# recognition, relief, information.\n# [[kinds.row]]\n# says = [\"Shelling\"]\n# families = [\"violence\"]\n# weapons = [\"artillery\"]"
        );
        out
    }
}

/// A text as a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A column's name as words are compared with it.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

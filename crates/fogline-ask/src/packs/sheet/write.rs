//! From candidates to the text of a sheet.

use fogline::names::fold;
use fogline_reconcile::visible::is_hidden;

use super::{COLUMNS, Row, Sheet};
use crate::packs::{Candidate, Candidates, Sort};

/// What a sheet begins with, for whoever opens it.
const HEAD: &str = "\
# What the reports name, to be sorted into the sides of a conflict. Lines that begin with # are passed over.
# side: GOV, or GOV;REB for a label that both use. `no` leaves a row out, `yes` takes in a place or an outlet without a side.
# role: of a side party, observer, media or unknown; of a person the office and where, as Defence Minister @ Norland Defence
#   Ministry; of a label its neutral counterpart; of an outlet its class; of a state's other name adjective, people or capital.
# as: an id (of a new state three capital letters), or the name of another row that this is another name of; of a label whom it
#   is said of; of an agreement its parties, divided by ;
# from: the first day, 2021-03-01, or both, 2021-03-01..2021-06-30; of an agreement the day on which it was made.
# source: where it is written. Rows can be added and left out; nothing is taken in that has no side.
";

/// The rows with which every sheet begins: its title, and the sides that every conflict has.
pub fn heads(title: &str) -> Vec<Row> {
    let side = |id: &str, name: &str, role: &str| Row {
        kind: "side".to_owned(),
        name: name.to_owned(),
        same: id.to_owned(),
        role: role.to_owned(),
        ..Row::default()
    };
    vec![
        Row { kind: "pack".to_owned(), name: title.to_owned(), ..Row::default() },
        side("OBS", "Monitors", "observer"),
        side("MEDIA", "Media in their own voice", "media"),
        side("UNKNOWN", "Not known", "unknown"),
    ]
}

/// The sheet of a new pack, with all candidates for a person to sort.
pub fn draft(candidates: &Candidates, title: &str) -> Sheet {
    Sheet { rows: heads(title).into_iter().chain(candidates.all().map(row)).collect(), ..Sheet::default() }
}

/// A sheet with what of a draft is new to it, and how many rows that are. What a person has filled in stays; numbers and examples of
/// rows that are still open become those of the draft.
pub fn grown(before: Option<Sheet>, draft: Sheet) -> (Sheet, usize) {
    let Some(mut sheet) = before else {
        let rows = draft.rows.len();
        return (draft, rows);
    };
    let mut added = 0;
    for row in draft.rows.into_iter().filter(|row| !matches!(row.kind.as_str(), "pack" | "side")) {
        let is_same =
            |own: &&mut Row| fold(&own.name) == fold(&row.name) && (own.kind == "place") == (row.kind == "place");
        match sheet.rows.iter_mut().find(is_same) {
            Some(own) if own.is_open() => {
                (own.reports, own.statements, own.example) = (row.reports, row.statements, row.example);
            }
            Some(_) => {}
            None => {
                added += 1;
                sheet.rows.push(row);
            }
        }
    }
    (sheet, added)
}

/// A candidate as a row that nobody has sorted yet.
pub fn row(one: &Candidate) -> Row {
    let related = || one.related.iter().map(|other| other.name.as_str()).collect::<Vec<_>>().join("; ");
    let (kind, role, same) = match one.sort {
        Sort::Actor if one.kind == "adjective" => ("state", "adjective".to_owned(), one.same_as.clone()),
        Sort::Actor => (one.kind.as_str(), one.offices.first().cloned().unwrap_or_default(), one.same_as.clone()),
        Sort::Outlet => ("outlet", one.kind.clone(), None),
        Sort::Place if one.kind == "adm1" => ("place", "division".to_owned(), one.same_as.clone()),
        Sort::Place => ("place", String::new(), one.same_as.clone()),
        Sort::Label => ("label", String::new(), None),
        Sort::Agreement => ("agreement", String::new(), Some(related())),
    };
    let used_by =
        if one.sort == Sort::Label && !one.related.is_empty() { format!("({}) ", related()) } else { String::new() };
    let example = one.examples.first().map(|example| format!("{used_by}{} [{}]", example.words, example.document));
    Row {
        line: 0,
        kind: kind.to_owned(),
        name: one.name.clone(),
        reports: one.reports.to_string(),
        statements: one.statements.to_string(),
        side: String::new(),
        role,
        same: same.unwrap_or_default(),
        from: String::new(),
        source: String::new(),
        example: example.unwrap_or_default(),
        more: Vec::new(),
    }
}

/// A sheet as text: columns divided by tabs. No cell ends a line, hides a character, or begins a formula.
pub fn written(sheet: &Sheet) -> String {
    let mut out: String = sheet.remarks.iter().map(|line| format!("{line}\n")).collect();
    if sheet.remarks.is_empty() {
        out.push_str(HEAD);
    }
    let heads: Vec<String> =
        COLUMNS.iter().map(ToString::to_string).chain(sheet.more.iter().map(|head| escaped(head))).collect();
    out.push_str(&heads.join("\t"));
    out.push('\n');
    for row in &sheet.rows {
        let cells = [
            &row.kind,
            &row.name,
            &row.reports,
            &row.statements,
            &row.side,
            &row.role,
            &row.same,
            &row.from,
            &row.source,
            &row.example,
        ];
        let cells: Vec<String> = cells.into_iter().chain(&row.more).map(|cell| escaped(cell)).collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}

/// A cell that no spreadsheet runs, with hidden characters as their codes, so that it can be read back as it was.
pub(super) fn escaped(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    if cell.starts_with(['=', '+', '-', '@', '\'', '#', '"', '＝', '＋', '－', '＠']) {
        out.push('\'');
    }
    for letter in cell.chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            hidden if is_hidden(hidden) || matches!(hidden, '\u{2028}' | '\u{2029}' | '\u{85}') => {
                out.extend([format!("\\u{{{:X}}}", u32::from(hidden))]);
            }
            plain => out.push(plain),
        }
    }
    out
}

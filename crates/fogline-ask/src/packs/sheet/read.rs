//! From the text of a sheet to its rows.

use fogline::{faults::Fault, resolve::who::ActorKind};

use super::{COLUMNS, Row, Sheet};

/// The name by which faults call the sheet.
const FILE: &str = "sorting.tsv";
/// Kinds of rows that are no kinds of actors.
const OTHERS: [&str; 8] = ["pack", "side", "bloc", "adjective", "outlet", "place", "label", "agreement"];

/// The rows of a sheet, in whatever order its columns stand.
///
/// # Errors
/// Everything that cannot be read, each with its line.
pub fn parse(text: &str) -> Result<Sheet, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut heads: Option<Vec<Option<usize>>> = None;
    let mut others = Vec::new();
    let mut sheet = Sheet::default();
    for (line, cells) in records(text.trim_start_matches('\u{feff}')) {
        let mut fault = |fault: String| faults.push(Fault { file: FILE.to_owned(), line, fault });
        let cells = match cells {
            Ok(cells) => cells,
            Err(wrong) => {
                fault(wrong.to_owned());
                continue;
            }
        };
        if cells.first().is_some_and(|first| first.starts_with('#')) {
            if heads.is_none() {
                sheet.remarks.push(cells.join("\t"));
            }
            continue;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(own) = &heads else {
            let found = COLUMNS.map(|name| cells.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name)));
            let missing: Vec<&str> = ["kind", "name", "side"]
                .into_iter()
                .filter(|name| !COLUMNS.iter().zip(&found).any(|(own, at)| own == name && at.is_some()))
                .collect();
            if !missing.is_empty() {
                let why = format!(
                    "the first row has no column {}: it names the columns, divided by tabs: {}",
                    missing.join(" and none "),
                    COLUMNS.join(", ")
                );
                fault(why);
                break;
            }
            others.extend((0..cells.len()).filter(|at| !found.contains(&Some(*at))));
            sheet.more.extend(others.iter().filter_map(|at| cells.get(*at)).cloned());
            heads = Some(found.to_vec());
            continue;
        };
        let all = own.iter().map(|at| at.and_then(|at| cells.get(at)).map_or("", String::as_str)).map(plain);
        let all = match all.collect::<Result<Vec<String>, String>>() {
            Ok(all) => all,
            Err(wrong) => {
                fault(wrong);
                continue;
            }
        };
        let mut all = all.into_iter();
        let mut cell = || all.next().map(|cell| cell.trim_matches(' ').to_owned()).unwrap_or_default();
        let row = Row {
            line,
            kind: cell(),
            name: cell(),
            reports: cell(),
            statements: cell(),
            side: cell(),
            role: cell(),
            same: cell(),
            from: cell(),
            source: cell(),
            example: cell(),
            more: others.iter().map(|at| cells.get(*at).cloned().unwrap_or_default()).collect(),
        };
        if !OTHERS.contains(&row.kind.as_str()) && ActorKind::named(&row.kind).is_none() {
            let kinds: Vec<&str> = ActorKind::ALL.iter().map(|kind| kind.name()).chain(OTHERS).collect();
            fault(format!("no kind of row is called `{}`; there are {}", row.kind, kinds.join(", ")));
        } else if row.name.trim().is_empty() {
            fault(format!("this row of kind {} has no name", row.kind));
        } else {
            sheet.rows.push(row);
        }
    }
    if heads.is_none() && faults.is_empty() {
        let why = format!("it is empty; its first row names the columns, divided by tabs: {}", COLUMNS.join(", "));
        faults.push(Fault { file: FILE.to_owned(), line: 0, fault: why });
    }
    if faults.is_empty() { Ok(sheet) } else { Err(faults) }
}

type Cells = Result<Vec<String>, &'static str>;

/// The lines of a text, each with its number and its cells. A cell in quotation marks, as spreadsheets write them, may hold tabs,
/// line ends, and quotation marks written twice.
fn records(text: &str) -> Vec<(usize, Cells)> {
    let mut out = Vec::new();
    let (mut line, mut begun) = (1, 1);
    let mut cells: Vec<String> = Vec::new();
    let mut cell = String::new();
    let (mut quoted, mut begins) = (false, true);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        line += usize::from(letter == '\n');
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if begins => quoted = true,
            '\t' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\r' if !quoted && letters.peek() == Some(&'\n') => continue,
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell));
                out.push((begun, Ok(std::mem::take(&mut cells))));
                begun = line;
            }
            other => cell.push(other),
        }
        begins = matches!(letter, '\t' | '\n') && !quoted;
    }
    if quoted {
        out.push((begun, Err("a quotation mark opens a cell here, and none closes it")));
    } else if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        out.push((begun, Ok(cells)));
    }
    out
}

/// A cell as it was before it was escaped.
fn plain(cell: &str) -> Result<String, String> {
    let mut rest = cell.trim_matches(' ');
    if let Some(own) = rest.strip_prefix('\'')
        && own.starts_with(['=', '+', '-', '@', '\'', '#', '"', '＝', '＋', '－', '＠'])
    {
        rest = own;
    }
    let mut out = String::with_capacity(rest.len());
    let mut letters = rest.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('\\') => out.push('\\'),
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('u') => {
                let code: String = letters.by_ref().skip(1).take_while(|letter| *letter != '}').collect();
                let letter = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
                out.push(letter.ok_or_else(|| format!("`\\u{{{code}}}` is the code of no character"))?);
            }
            other => {
                let other = other.map_or_else(String::new, String::from);
                return Err(format!("`\\{other}` means nothing here; a backslash of its own is written twice"));
            }
        }
    }
    Ok(out)
}

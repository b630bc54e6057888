//! Rows of coders' tables: which the ledger has now or had at a time, what they say, and which incidents they could be accounts of.
//!
//! A newer import of the same coder takes the place of rows of the same id, and what was before stays for whoever asks of a time
//! before it. Nothing of a row goes into a status, and no row is a report, an origin or a side. Links are made anew whenever they
//! are asked for. `import.rs` takes tables in.

mod import;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use fogline_import::{Batch, Mapping, SetAside, mapping::Bound};
use fogline_ledger::{Kind, Ledger, LedgerError, standing::Known};
use fogline_reconcile::{
    corrections::{Change, standing},
    incidents::Incident,
    rows::{Coded, Decided, Link, Linker, State, Target},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use import::{Imported, Plan, Wanted};

use crate::{
    Need, View,
    correct::named::holders,
    error::{Result, unknown},
};

/// An import, as its rows name it.
#[derive(Debug, Clone)]
pub struct Import {
    /// Names it.
    pub id: String,
    /// What the file was called.
    pub file: String,
    /// Who coded its rows.
    pub coder: String,
    /// On what terms they may be used.
    pub licence: Option<String>,
    /// Whether they may be passed on.
    pub redistribution: bool,
    /// The sheet.
    pub sheet: Option<String>,
    /// Names of the columns.
    pub columns: Vec<String>,
    mapping: Mapping,
}

/// A row that holds, with where it is kept; its cells are fetched when they are shown.
#[derive(Debug, Clone)]
struct At {
    /// Number of the record.
    seq: i64,
    /// Which of the record's rows.
    index: usize,
    /// Which import.
    import: usize,
    /// Its number in the table.
    number: u64,
    since: Timestamp,
    /// What it says, without words that only are shown.
    facts: Coded,
    link: Link,
}

/// The rows that a ledger has at a time, in the order in which they came.
#[derive(Debug, Default)]
pub struct Rows {
    imports: Vec<Import>,
    rows: Vec<At>,
}

/// A coder, with how much of it the ledger has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RowCoder")]
pub struct Coder {
    /// Its name.
    pub name: String,
    /// How many rows of it hold.
    pub rows: usize,
    /// On what terms they may be used.
    pub licence: Option<String>,
    /// Whether they may be passed on.
    pub redistribution: bool,
}

/// Which rows.
#[derive(Debug, Clone, Default, clap::Args, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "RowFilter")]
pub struct Filter {
    /// Of this coder, as ACLED
    #[arg(long, value_name = "NAME")]
    pub coder: Option<String>,

    /// Only those that are linked to no incident
    #[arg(long)]
    pub unlinked: bool,

    /// Only those that are, or could be, accounts of this incident
    #[arg(long, value_name = "ID")]
    pub incident: Option<String>,
}

/// A row as it is shown: its coder's, and no word of a report.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "CodedRow")]
pub struct Row {
    /// Who coded it.
    pub coder: String,
    /// On what terms it may be used.
    pub licence: Option<String>,
    /// Whether the coder lets it be passed on.
    pub redistribution: bool,
    /// The file that it came in.
    pub file: String,
    /// The sheet.
    pub sheet: Option<String>,
    /// Its number: of CSV the line on which it begins, of a sheet its row.
    pub number: u64,
    /// When it was recorded.
    pub recorded_at: String,
    /// What it says.
    pub says: Coded,
    /// Which incident it could be an account of.
    pub link: Link,
    /// Its own columns with what stands in them, in their order.
    pub cells: Vec<Cell>,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RowCell")]
pub struct Cell {
    /// Name of its column.
    pub column: String,
    /// What stands there.
    pub value: String,
}

impl Rows {
    /// The rows of a time, not linked yet.
    pub fn of(ledger: &Ledger, as_of: Option<Timestamp>) -> Result<Self> {
        let mut rows = Self::default();
        // Where the newest row of each id stands.
        let mut newest: HashMap<(String, String), usize> = HashMap::new();
        let mut held: Vec<bool> = Vec::new();
        for entry in ledger.each_note(Kind::Rows, as_of)? {
            let entry = entry?;
            let batch = batch(entry.seq, &entry.body)?;
            let import = rows.import(&batch, entry.seq)?;
            let Some(own) = rows.imports.get(import) else { continue };
            let own = own.clone();
            let bound = bound(&own, entry.seq)?;
            for (index, row) in batch.rows.iter().enumerate() {
                let facts = says(&bound, row.number, &row.cells);
                let at = rows.rows.len();
                if let Some(before) = newest.insert((own.coder.clone(), facts.id.clone()), at)
                    && let Some(held) = held.get_mut(before)
                {
                    *held = false;
                }
                held.push(true);
                let facts = Coded { notes: Vec::new(), url: Vec::new(), sources: Vec::new(), ..facts };
                let (seq, number, since) = (entry.seq, row.number, entry.recorded_at);
                rows.rows.push(At { seq, index, import, number, since, facts, link: Link::default() });
            }
            for id in batch.gone {
                let last = newest.remove(&(own.coder.clone(), id));
                if let Some(held) = last.and_then(|at| held.get_mut(at)) {
                    *held = false;
                }
            }
        }
        let mut held = held.into_iter();
        rows.rows.retain(|_| held.next().unwrap_or_default());
        Ok(rows)
    }

    /// The rows of a view's time, linked to its incidents, of which it needs all.
    pub fn linked(ledger: &Ledger, view: &View) -> Result<Self> {
        Ok(Self::of(ledger, view.known.as_of)?.linked_to(view))
    }

    /// The same rows, linked to the incidents of a view, of which it needs all.
    #[must_use]
    pub fn linked_to(mut self, view: &View) -> Self {
        if self.rows.is_empty() {
            return self;
        }
        let decided = decided(&view.incidents, view);
        let linker = Linker::new(view.incidents.iter().map(Target::from).collect());
        for row in &mut self.rows {
            let coder = self.imports.get(row.import).map_or("", |import| import.coder.as_str());
            row.link = linker.link(&row.facts, decided.get(&(coder, row.facts.id.as_str())));
        }
        self
    }

    fn import(&mut self, batch: &Batch, seq: i64) -> Result<usize> {
        if let Some(at) = self.imports.iter().position(|own| own.id == batch.import) {
            return Ok(at);
        }
        let mapping = Mapping::parse("kept", &batch.mapping).map_err(|error| damaged(seq, &error.to_string()))?;
        self.imports.push(Import {
            id: batch.import.clone(),
            file: batch.file.clone(),
            coder: batch.coder.clone(),
            licence: mapping.licence.clone().filter(|licence| !licence.is_empty()),
            redistribution: mapping.redistribution,
            sheet: batch.sheet.clone(),
            columns: batch.columns.clone(),
            mapping,
        });
        Ok(self.imports.len() - 1)
    }

    /// Ids of the rows of a coder that a mapping of this name tells of.
    fn ids<'a>(&'a self, coder: &'a str, mapping: &'a str) -> impl Iterator<Item = &'a str> {
        let own: Vec<bool> =
            self.imports.iter().map(|import| import.coder == coder && import.mapping.name == mapping).collect();
        let rows = self.rows.iter().filter(move |row| own.get(row.import).copied().unwrap_or_default());
        rows.map(|row| row.facts.id.as_str())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Who coded them, each once, in the order in which they came.
    pub fn coders(&self) -> Vec<&str> {
        let mut coders: Vec<&str> = Vec::new();
        for import in &self.imports {
            if !coders.contains(&import.coder.as_str()) {
                coders.push(&import.coder);
            }
        }
        coders
    }

    /// Who coded how many of them, and on what terms the newest may be used.
    pub fn by_coder(&self) -> Vec<Coder> {
        let of = |name: &str| {
            let own = |row: &&At| self.imports.get(row.import).is_some_and(|import| import.coder == name);
            let import = self.imports.iter().rfind(|import| import.coder == name);
            Coder {
                name: name.to_owned(),
                rows: self.rows.iter().filter(own).count(),
                licence: import.and_then(|import| import.licence.clone()),
                redistribution: import.is_some_and(|import| import.redistribution),
            }
        };
        self.coders().into_iter().map(of).collect()
    }

    /// Where those stand that a filter lets through. A coder that has no row is refused with those that have.
    pub fn found(&self, filter: &Filter) -> Result<Vec<usize>> {
        let coder = filter.coder.as_deref().map(|name| self.coder(name)).transpose()?;
        let takes = |row: &At| {
            let coded = self.imports.get(row.import).map(|import| import.coder.as_str());
            coder.is_none_or(|coder| coded == Some(coder))
                && (!filter.unlinked || row.link.incident.is_none())
                && filter.incident.as_deref().is_none_or(|id| tells_of(&row.link, id))
        };
        Ok(self.rows.iter().enumerate().filter(|(_, row)| takes(row)).map(|(at, _)| at).collect())
    }

    fn coder(&self, name: &str) -> Result<&str> {
        let coders = self.coders();
        coders.iter().find(|own| own.eq_ignore_ascii_case(name)).copied().ok_or_else(|| {
            let known = if coders.is_empty() { "no rows".to_owned() } else { format!("rows of {}", coders.join(", ")) };
            unknown(format!("there are no rows of `{name}`; the ledger has {known}"))
        })
    }

    /// What names the place of a row in their order, for pages.
    pub fn place(&self, at: usize) -> String {
        self.rows.get(at).map_or_else(String::new, |row| format!("{}-{}", row.seq, row.index))
    }

    /// Behind which of some rows a place lies that [`Rows::place`] gave.
    pub fn behind(&self, found: &[usize], place: &str) -> Option<usize> {
        let (seq, index) = place.split_once('-')?;
        let last = (seq.parse::<i64>().ok()?, index.parse::<usize>().ok()?);
        Some(found.partition_point(|at| self.rows.get(*at).is_some_and(|row| (row.seq, row.index) <= last)))
    }

    /// How many of some rows are linked in which way.
    pub fn states(&self, found: &[usize]) -> BTreeMap<State, usize> {
        let mut states = BTreeMap::new();
        for row in found.iter().filter_map(|at| self.rows.get(*at)) {
            *states.entry(row.link.state).or_default() += 1;
        }
        states
    }

    /// The columns of some rows: those of all their tables, in the order in which they first stand. Two of one table that are called
    /// the same are two.
    pub fn columns(&self, found: &[usize]) -> Vec<String> {
        let (mut columns, mut known, mut seen) = (Vec::new(), HashSet::new(), HashSet::new());
        let rows = found.iter().filter_map(|at| self.rows.get(*at));
        let tables = rows.filter(|row| seen.insert(row.import)).filter_map(|row| self.imports.get(row.import));
        for table in tables {
            let mut times = HashMap::<&str, usize>::new();
            for name in &table.columns {
                let nth = times.entry(name).or_default();
                if known.insert((name.as_str(), *nth)) {
                    columns.push(name.clone());
                }
                *nth += 1;
            }
        }
        columns
    }

    /// Goes through some rows as they are shown, in their order; one record is at hand at a time.
    pub fn each<E: From<crate::AskError>>(
        &self,
        ledger: &Ledger,
        found: &[usize],
        mut show: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut held: Option<(i64, Batch)> = None;
        let mut mapped: Option<(usize, Bound<'_>)> = None;
        for row in found.iter().filter_map(|at| self.rows.get(*at)) {
            let Some(import) = self.imports.get(row.import) else { continue };
            let batch = match held.take() {
                Some((seq, batch)) if seq == row.seq => batch,
                _ => batch(row.seq, &ledger.note(Kind::Rows, row.seq).map_err(crate::AskError::from)?.body)?,
            };
            if let Some(kept) = batch.rows.get(row.index) {
                let own = match mapped.take() {
                    Some((of, own)) if of == row.import => own,
                    _ => bound(import, row.seq)?,
                };
                let says = says(&own, row.number, &kept.cells);
                mapped = Some((row.import, own));
                let cells = import.columns.iter().zip(&kept.cells);
                let cells = cells.map(|(column, value)| Cell { column: column.clone(), value: value.clone() });
                show(Row {
                    coder: import.coder.clone(),
                    licence: import.licence.clone(),
                    redistribution: import.redistribution,
                    file: import.file.clone(),
                    sheet: import.sheet.clone(),
                    number: row.number,
                    recorded_at: row.since.to_string(),
                    says,
                    link: row.link.clone(),
                    cells: cells.collect(),
                })?;
            }
            held = Some((row.seq, batch));
        }
        Ok(())
    }

    /// Some rows as they are shown.
    pub fn shown(&self, ledger: &Ledger, found: &[usize]) -> Result<Vec<Row>> {
        let mut shown = Vec::with_capacity(found.len());
        self.each::<crate::AskError>(ledger, found, |row| {
            shown.push(row);
            Ok(())
        })?;
        Ok(shown)
    }
}

/// The rows that are, or could be, accounts of an incident, as it was known at a time.
pub fn of_incident(ledger: &Ledger, id: &str, known: Known) -> Result<Vec<Row>> {
    if ledger.each_note(Kind::Rows, known.as_of)?.next().is_none() {
        return Ok(Vec::new());
    }
    let view = View::answering(ledger, Need::Incidents, known)?;
    let rows = Rows::linked(ledger, &view)?;
    let found = rows.found(&Filter { incident: Some(id.to_owned()), ..Filter::default() })?;
    rows.shown(ledger, &found)
}

/// Rows that were set aside, with the import that they were in.
pub fn set_aside(ledger: &Ledger, as_of: Option<Timestamp>) -> Result<Vec<SetAside>> {
    let mut all = Vec::new();
    for entry in ledger.each_note(Kind::Quarantine, as_of)? {
        // What else could not be read has another form.
        all.extend(serde_json::from_slice::<SetAside>(&entry?.body).ok());
    }
    Ok(all)
}

/// Refuses a row that the ledger does not have.
pub(crate) fn known(ledger: &Ledger, coder: &str, row: &str) -> Result<()> {
    let rows = Rows::of(ledger, None)?;
    let coder = rows.coder(coder)?;
    let has =
        |one: &At| one.facts.id == row && rows.imports.get(one.import).is_some_and(|import| import.coder == coder);
    if rows.rows.iter().any(has) { Ok(()) } else { Err(unknown(format!("{coder} has no row `{row}`"))) }
}

/// Whether a link is to an incident, or leaves open whether it is.
fn tells_of(link: &Link, id: &str) -> bool {
    link.incident.as_deref() == Some(id)
        || link.state == State::Ambiguous && link.candidates.iter().any(|one| one.incident == id)
}

/// What people have decided of rows, by coder and id of the row.
fn decided<'v>(incidents: &[Incident], view: &'v View) -> BTreeMap<(&'v str, &'v str), Decided> {
    let mut all = BTreeMap::<(&str, &str), Decided>::new();
    let standing = standing(&view.recorded);
    let of_rows = |change: &'v Change| match change {
        Change::LinkRow { coder, row, mention } => Some((coder.as_str(), row.as_str(), mention, true)),
        Change::UnlinkRow { coder, row, mention } => Some((coder.as_str(), row.as_str(), mention, false)),
        _ => None,
    };
    let changes: Vec<_> = standing
        .iter()
        .filter_map(|one| Some((of_rows(&one.correction.change)?, one.correction.by.as_str())))
        .collect();
    if changes.is_empty() {
        return all;
    }
    let holders = holders(incidents, view);
    for ((coder, row, mention, confirmed), by) in changes {
        let Some(incident) = holders.get(mention) else { continue };
        let own = all.entry((coder, row)).or_default();
        if confirmed {
            own.confirmed = Some((incident.id.clone(), by.to_owned()));
        } else {
            own.undone.insert(incident.id.clone());
        }
    }
    all
}

fn batch(seq: i64, body: &[u8]) -> Result<Batch> {
    serde_json::from_slice(body).map_err(|error| damaged(seq, &error.to_string()))
}

fn bound(import: &Import, seq: i64) -> Result<Bound<'_>> {
    import.mapping.bind(&import.columns).map_err(|error| damaged(seq, &error.to_string()))
}

/// What a row says. It was read when it was taken in; where it no longer can be, its number names it and nothing is said of it.
fn says(bound: &Bound<'_>, number: u64, cells: &[String]) -> Coded {
    bound.facts(cells).unwrap_or_else(|_| Coded { id: format!("row {number}"), ..Coded::default() })
}

fn damaged(seq: i64, problem: &str) -> crate::AskError {
    LedgerError::Damaged { seq, problem: problem.to_owned() }.into()
}

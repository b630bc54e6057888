//! A table into the ledger.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::{self, Read, Seek, SeekFrom},
};

use fogline_import::{
    BadRow, Batch, ImportError, Intake, Kept, Mapping, SetAside, Spots, Totals,
    mapping::guess::TEMPLATE_CODER,
    rows::{self, Head, Limits, Row, Take, Which},
};
use fogline_ledger::{DocId, Kind, Ledger, Note};
use jiff::Timestamp;

use super::{batch, bound, says};
use crate::error::Result;

/// Rows of one record, and bytes of their cells, at most.
const ROWS: u64 = 1000;
const BYTES: usize = 2 << 20;

/// How a table is to be imported.
#[derive(Default)]
pub struct Wanted<'w> {
    /// What the file is called.
    pub file: &'w str,
    /// The mapping; without it, one that comes with Fogline and fits the columns.
    pub mapping: Option<Mapping>,
    /// Who coded the rows, where it is not as the mapping says.
    pub coder: Option<&'w str>,
    /// The encoding of text, where it is not the one that its letters tell.
    pub encoding: Option<&'w str>,
    /// Whether the table is all that the coder has of this mapping: rows of it that are not in the table no longer hold.
    pub replaces: bool,
    /// Where places lie, by which coordinates in each other's place are found.
    pub spots: Option<&'w dyn Spots>,
}

/// A table that can be imported: its head was read, and a mapping fits it.
pub struct Plan<'w> {
    wanted: Wanted<'w>,
    mapping: Mapping,
    coder: String,
    head: Head,
    /// Names the import.
    id: String,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    /// Names the import.
    pub import: String,
    /// Who coded the rows.
    pub coder: String,
    /// The mapping.
    pub mapping: String,
    /// Rows that are new or changed.
    pub stored: u64,
    /// Rows that the ledger had, as they are.
    pub known: u64,
    /// Rows that were set aside.
    pub quarantined: u64,
    /// Why, and how many for each reason.
    pub reasons: BTreeMap<String, u64>,
    /// The first of them: number of the row, reason, and what is wrong.
    pub examples: Vec<(u64, String, String)>,
    /// Rows of the coder that no longer hold, as a complete table does not have them any more.
    pub gone: u64,
    /// Why no row was taken away though that was asked for; none where it was.
    pub kept: Option<String>,
    /// Kinds of event that the mapping tells nothing of, with how many rows have each: their rows are stored and linked by place and
    /// day alone.
    pub unknown_kinds: BTreeMap<String, u64>,
    /// The encoding of text; none of a workbook.
    pub encoding: Option<String>,
    /// Whether the same file was imported before in the same way and all of it holds: nothing is recorded then.
    pub again: bool,
    /// Whether the file holds macros, which were not run.
    pub has_macros: bool,
}

/// Examples that are told.
const EXAMPLES: usize = 10;

/// Kinds of event that are told by name at most.
const KINDS: usize = 20;

impl<'w> Plan<'w> {
    /// Reads the head of a table and finds a mapping that fits it. Nothing is recorded.
    pub fn of<R: Read + Seek>(mut from: R, mut wanted: Wanted<'w>) -> Result<Self> {
        let bytes = hashed(&mut from).map_err(ImportError::from)?;
        let own = wanted.mapping.take();
        let which =
            Which { sheet: own.as_ref().and_then(|mapping| mapping.sheet.as_deref()), encoding: wanted.encoding };
        from.seek(SeekFrom::Start(0)).map_err(ImportError::from)?;
        let (head, _) = rows::sample(&mut from, which, Limits::default(), 0)?;
        let mapping = match own {
            Some(mapping) => mapping,
            None => Mapping::recognised(&head.columns)?,
        };
        mapping.bind(&head.columns)?;
        let coder = wanted.coder.map_or_else(|| mapping.coder.clone(), str::to_owned);
        if coder == TEMPLATE_CODER {
            let fault = format!("`coder` is still `{TEMPLATE_CODER}`: say there, or with --coder, who coded the rows");
            return Err(ImportError::Mapping { name: mapping.name.clone(), fault }.into());
        }
        let named = [&bytes.0[..], mapping.text.as_bytes(), b"\0", coder.as_bytes()].concat();
        Ok(Self { wanted, coder, head, id: DocId::of(&named).to_string(), mapping })
    }

    /// Imports the table. Rows that hold as they are already are not recorded again; of others the newest holds. A run that was cut
    /// off is continued by the same again.
    pub fn import<R: Read + Seek>(&self, ledger: &mut Ledger, mut from: R, now: Timestamp) -> Result<Imported> {
        let Self { wanted, mapping, coder, head, id } = self;
        let known = Known::of(ledger, id, coder)?;
        let done = Imported {
            import: id.clone(),
            coder: coder.clone(),
            mapping: mapping.name.clone(),
            encoding: head.encoding.clone(),
            has_macros: head.has_macros,
            ..Imported::default()
        };
        let start = Batch {
            import: id.clone(),
            file: wanted.file.to_owned(),
            coder: coder.clone(),
            mapping: mapping.text.clone(),
            encoding: head.encoding.clone(),
            sheet: head.sheet.clone(),
            columns: head.columns.clone(),
            ..Batch::default()
        };
        let mut taking = Taking {
            ledger,
            intake: Intake::new(mapping.bind(&head.columns)?, wanted.spots),
            known,
            start,
            replaces: wanted.replaces.then_some(mapping.name.as_str()),
            met: HashSet::new(),
            rows: Vec::new(),
            bad: Vec::new(),
            bytes: 0,
            read: 0,
            done,
            now,
            failed: None,
        };
        from.seek(SeekFrom::Start(0)).map_err(ImportError::from)?;
        let which = Which { sheet: mapping.sheet.as_deref(), encoding: wanted.encoding };
        rows::read(&mut from, which, Limits::default(), &mut taking)?;
        taking.finish()
    }
}

fn hashed(from: &mut impl Read) -> io::Result<DocId> {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    let mut block = vec![0; 64 << 10];
    loop {
        let read = from.read(&mut block)?;
        if read == 0 {
            return Ok(DocId(hash.finalize().into()));
        }
        hash.update(block.get(..read).unwrap_or_default());
    }
}

/// What the ledger has of a coder, as hashes.
#[derive(Default)]
struct Known {
    /// Of each id's newest row.
    rows: HashMap<[u8; 16], [u8; 16]>,
    /// Whether the same import came to its end before.
    complete: bool,
}

impl Known {
    fn of(ledger: &Ledger, import: &str, coder: &str) -> Result<Self> {
        let mut known = Self::default();
        let mut imports = super::Rows::default();
        for entry in ledger.each_note(Kind::Rows, None)? {
            let entry = entry?;
            let batch = batch(entry.seq, &entry.body)?;
            known.complete |= batch.import == import && batch.totals.is_some();
            if batch.coder != coder {
                continue;
            }
            let at = imports.import(&batch, entry.seq)?;
            let Some(own) = imports.imports.get(at) else { continue };
            let bound = bound(own, entry.seq)?;
            for row in &batch.rows {
                known
                    .rows
                    .insert(short(&[says(&bound, row.number, &row.cells).id]), content(&batch.columns, &row.cells));
            }
            for id in &batch.gone {
                known.rows.remove(&short(std::slice::from_ref(id)));
            }
        }
        Ok(known)
    }
}

/// The first bytes of a hash over texts, each behind its length.
fn short(texts: &[String]) -> [u8; 16] {
    let mut all = Vec::new();
    for text in texts {
        all.extend_from_slice(&(text.len() as u64).to_le_bytes());
        all.extend_from_slice(text.as_bytes());
    }
    let mut out = [0; 16];
    out.iter_mut().zip(DocId::of(&all).0).for_each(|(own, byte)| *own = byte);
    out
}

fn content(columns: &[String], cells: &[String]) -> [u8; 16] {
    short(&[columns, cells].concat())
}

/// Takes all rows in and records them batch by batch.
struct Taking<'t> {
    ledger: &'t mut Ledger,
    intake: Intake<'t>,
    known: Known,
    start: Batch,
    /// Of which mapping rows that the table does not have no longer hold.
    replaces: Option<&'t str>,
    /// Ids of its rows, where that is asked.
    met: HashSet<[u8; 16]>,
    rows: Vec<Kept>,
    bad: Vec<BadRow>,
    bytes: usize,
    read: u64,
    done: Imported,
    now: Timestamp,
    failed: Option<crate::AskError>,
}

impl Take for Taking<'_> {
    fn head(&mut self, _: Head) -> Result<(), ImportError> {
        Ok(())
    }

    fn row(&mut self, row: Result<Row, BadRow>) -> bool {
        self.read += 1;
        self.bytes += size(row.as_ref().map_or_else(|bad| &bad.cells, |row| &row.cells));
        match row.and_then(|row| self.intake.take(row)) {
            Ok((row, facts)) => {
                let content = content(&self.start.columns, &row.cells);
                if let Some(kind) = self.intake.unknown_kind(&facts) {
                    let kinds = &mut self.done.unknown_kinds;
                    let kind =
                        if kinds.len() < KINDS || kinds.contains_key(&kind) { kind } else { "others".to_owned() };
                    *kinds.entry(kind).or_default() += 1;
                }
                let id = short(&[facts.id]);
                if self.replaces.is_some() {
                    self.met.insert(id);
                }
                if self.known.rows.insert(id, content) == Some(content) {
                    self.done.known += 1;
                } else {
                    self.done.stored += 1;
                    self.rows.push(Kept { number: row.number, cells: row.cells });
                }
            }
            Err(bad) => {
                self.done.quarantined += 1;
                *self.done.reasons.entry(bad.reason.code().to_owned()).or_default() += 1;
                if self.done.examples.len() < EXAMPLES {
                    self.done.examples.push((bad.number, bad.reason.code().to_owned(), bad.detail.clone()));
                }
                self.bad.push(bad);
            }
        }
        // Where one record ends and the next begins depends on the table alone: a run that goes on where another was cut off sets
        // aside the same.
        if self.read.is_multiple_of(ROWS) || self.bytes >= BYTES {
            self.failed = self.record(None).err();
        }
        self.failed.is_none()
    }
}

fn size(cells: &[String]) -> usize {
    cells.iter().map(String::len).sum()
}

impl Taking<'_> {
    /// Records what is at hand: first what was set aside, which is kept once however often it is met.
    fn record(&mut self, totals: Option<Totals>) -> Result<()> {
        self.bytes = 0;
        let start = &self.start;
        if !self.bad.is_empty() {
            let aside = SetAside {
                import: start.import.clone(),
                file: start.file.clone(),
                coder: start.coder.clone(),
                sheet: start.sheet.clone(),
                rows: std::mem::take(&mut self.bad),
            };
            let body = serde_json::to_vec(&aside)?;
            self.ledger
                .append_note(&Note { kind: Kind::Quarantine, about: None, quotes: &[], body: &body }, self.now)?;
        }
        if !self.rows.is_empty() || totals.is_some() {
            let batch = Batch { rows: std::mem::take(&mut self.rows), totals, ..start.clone() };
            let body = serde_json::to_vec(&batch)?;
            self.ledger.append_note(&Note { kind: Kind::Rows, about: None, quotes: &[], body: &body }, self.now)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Imported> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.start.gone = self.gone()?;
        self.done.gone = self.start.gone.len() as u64;
        let Imported { stored, known, quarantined, gone, .. } = self.done;
        self.done.again = self.known.complete && stored == 0 && gone == 0;
        if !self.done.again {
            self.record(Some(Totals { stored, known, quarantined }))?;
        }
        Ok(self.done)
    }

    /// Ids of rows that a complete table does not have any more. A row that was set aside could be any of them.
    fn gone(&mut self) -> Result<Vec<String>> {
        let Some(mapping) = self.replaces else { return Ok(Vec::new()) };
        if self.done.quarantined > 0 {
            self.done.kept = Some(format!(
                "{} rows were set aside, so it is not known which the table has no more; mend them and import it again",
                self.done.quarantined
            ));
            return Ok(Vec::new());
        }
        let rows = super::Rows::of(self.ledger, None)?;
        Ok(rows
            .ids(&self.start.coder, mapping)
            .filter(|id| !self.met.contains(&short(&[(*id).to_owned()])))
            .map(str::to_owned)
            .collect())
    }
}

//! Making, opening and adding to a ledger.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::{
    audit::Acting,
    body, chain, crypt,
    crypt::{Key, Work, sha256},
    derived::{self, Derived, IndexEntry},
    draft::{Basis, BasisHead, DocId, Draft, Drafter},
    error::{At, LedgerError, Result},
    keys::{self, Keys},
    lock::WriterLock,
    once::Once,
    record::{End, Kind, NewRecord, Row},
    store::{Mode, Schema},
    veil::Veil,
};

/// A commit returns when the disk has it.
const SCHEMA: Schema = Schema {
    steps: &[include_str!("../migrations/records.001.sql")],
    pragmas: "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
              PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA cache_size = -8000;",
};

/// Name of the file of records.
pub(crate) const FILE: &str = "ledger.sqlite";

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) dir: PathBuf,
    pub(crate) path: PathBuf,
    pub(crate) id: [u8; 16],
    pub(crate) records: Connection,
    pub(crate) keys: Keys,
    /// Always there in a ledger that is opened to write.
    pub(crate) derived: Option<Derived>,
    /// Who is to be named behind what is written.
    pub(crate) acting: Option<Acting>,
    /// Held by the process that writes.
    lock: Option<WriterLock>,
}

/// What became of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is a new record.
    Stored(i64),
    /// The ledger had it.
    Known(i64),
    /// The ledger had it, and it was erased: it is not stored again.
    Erased(i64),
}

/// What came of adding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appended {
    /// What became of each, in order.
    pub outcomes: Vec<Outcome>,
    /// Set when the clock stands before the last record: the time that was recorded instead, which is that record's.
    pub clock_behind: Option<Timestamp>,
}

/// Something to be kept that is no report.
#[derive(Debug, Clone, Copy)]
pub struct Note<'n> {
    /// What it is: a correction, a brief, a pack, a record of coding, or input that could not be read.
    pub kind: Kind,
    /// The document whose words it may hold: it stands under that document's key, and is erased with it.
    pub about: Option<DocId>,
    /// Further documents whose words it quotes: it is erased when one of them is.
    pub quotes: &'n [DocId],
    /// What is kept, as JSON or in any other form.
    pub body: &'n [u8],
}

/// Head of a note's body.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct NoteHead {
    /// Numbers of the documents that it quotes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) quotes: Vec<i64>,
    /// Hash of the request that it was sent with, where it was sent with a key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sent: Option<[u8; 32]>,
}

impl Ledger {
    /// Makes an empty ledger in a folder, which is made if it is not there; with a passphrase, a sealed one.
    pub fn init(dir: &Path, passphrase: Option<&str>, now: Timestamp) -> Result<()> {
        fs::create_dir_all(dir).at(dir)?;
        let _lock = WriterLock::take(dir)?;
        let (records, keys) = (dir.join(FILE), dir.join(keys::FILE));
        if records.exists() {
            return Err(LedgerError::Exists(dir.to_owned()));
        }
        if keys.exists() && Keys::count(&keys)? > 0 {
            return Err(LedgerError::OtherLedger(keys));
        }
        let id = crypt::random::<16>()?;
        // Each file takes its place when it is whole, the one by which a ledger is recognised last.
        let (new_records, new_keys) = (dir.join("ledger.sqlite.new"), dir.join("keys.sqlite.new"));
        for path in [&new_records, &new_keys] {
            if path.exists() {
                fs::remove_file(path).at(path)?;
            }
        }
        Keys::create(&new_keys, &id, passphrase, Work::USUAL)?;
        let connection = SCHEMA.open(&new_records, Mode::Create)?;
        connection
            .execute("INSERT INTO ledger (id, created) VALUES (?1, ?2)", (id, now.as_microsecond()))
            .at(&new_records)?;
        connection.close().map_err(|(_, error)| error).at(&new_records)?;
        let _ = fs::remove_file(dir.join("keys.sqlite.new-journal"));
        fs::rename(&new_keys, &keys).at(&keys)?;
        fs::rename(&new_records, &records).at(&records)?;
        fs::File::open(dir).and_then(|dir| dir.sync_all()).at(dir)
    }

    /// Opens a ledger for reading and writing. One process may do so at a time.
    pub fn open(dir: &Path, passphrase: Option<&str>) -> Result<Self> {
        if !dir.join(FILE).exists() {
            return Err(LedgerError::Missing(dir.to_owned()));
        }
        let lock = WriterLock::take(dir)?;
        let mut ledger = Self::connect(dir, passphrase, Mode::Write)?;
        ledger.lock = Some(lock);
        ledger.derived = Some(Derived::open(&dir.join(derived::FILE), &ledger.id, ledger.veil())?);
        ledger.finish_erasures()?;
        ledger.catch_up()?;
        Ok(ledger)
    }

    /// Opens a ledger to look into it. Any number of processes may, also while one writes.
    pub fn open_read_only(dir: &Path, passphrase: Option<&str>) -> Result<Self> {
        if !dir.join(FILE).exists() {
            return Err(LedgerError::Missing(dir.to_owned()));
        }
        let mut ledger = Self::connect(dir, passphrase, Mode::Read)?;
        ledger.derived = Derived::open_read_only(&dir.join(derived::FILE), &ledger.id, ledger.veil());
        Ok(ledger)
    }

    /// The id of the ledger in a folder, which stands open to whoever has the files.
    pub(crate) fn id_in(dir: &Path) -> Result<[u8; 16]> {
        let path = dir.join(FILE);
        if !path.exists() {
            return Err(LedgerError::Missing(dir.to_owned()));
        }
        SCHEMA.open(&path, Mode::Read)?.query_row("SELECT id FROM ledger", [], |row| row.get(0)).at(&path)
    }

    /// Sees of what is recorded and derived what is there now, until it is let go ([`Ledger::let_go`]), whatever others write
    /// meanwhile. What is held keeps the logs of the files from being emptied.
    pub fn hold(&self) -> Result<()> {
        // What is derived first: where that has come to the last record that is seen then, it is of these records.
        self.derived()?.hold()?;
        self.records.execute_batch("BEGIN; SELECT seq FROM record ORDER BY seq DESC LIMIT 1").at(&self.path)
    }

    /// Sees what others write from now on.
    pub fn let_go(&self) -> Result<()> {
        if let Some(derived) = &self.derived {
            derived.let_go()?;
        }
        if self.records.is_autocommit() { Ok(()) } else { self.records.execute_batch("ROLLBACK").at(&self.path) }
    }

    /// Works with all as it is now, whatever others write meanwhile.
    pub(crate) fn held<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.derived.is_none() || !self.records.is_autocommit() {
            return work();
        }
        self.hold()?;
        let done = work();
        self.let_go()?;
        done
    }

    /// Bytes of the logs beside the files, which grow for as long as what they replace is held.
    pub fn logged(dir: &Path) -> u64 {
        let log = |file: &str| fs::metadata(dir.join(format!("{file}-wal"))).map_or(0, |log| log.len());
        log(FILE) + log(derived::FILE)
    }

    fn connect(dir: &Path, passphrase: Option<&str>, mode: Mode) -> Result<Self> {
        let path = dir.join(FILE);
        let records = SCHEMA.open(&path, mode)?;
        let id: [u8; 16] = records.query_row("SELECT id FROM ledger", [], |row| row.get(0)).at(&path)?;
        let keys = Keys::open(&dir.join(keys::FILE), &id, passphrase, mode)?;
        Ok(Self { dir: dir.to_owned(), path, id, records, keys, derived: None, acting: None, lock: None })
    }

    /// Bounds the file of records to so many pages; beyond, adding to it fails as on a full disk.
    pub fn limit_pages(&self, pages: i64) -> Result<()> {
        self.records.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).at(&self.path)
    }

    /// Whether it takes a passphrase to open the ledger in a folder; `false` if there is none.
    pub fn is_sealed(dir: &Path) -> Result<bool> {
        let path = dir.join(keys::FILE);
        if path.exists() { Keys::is_sealed(&path) } else { Ok(false) }
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Makes drafts for this ledger, on other threads too.
    pub fn drafter(&self) -> Drafter {
        Drafter { veil: self.veil() }
    }

    /// What lies over all that is derived.
    pub(crate) fn veil(&self) -> Veil {
        Veil::new(self.keys.derived())
    }

    /// Where the chain ends: the hash to be written down elsewhere, and how many records it covers.
    pub fn head(&self) -> Result<(String, i64)> {
        let end = self.end()?;
        Ok((DocId(end.hash).to_string(), end.seq))
    }

    /// The last record that anything can follow from, its hash and its number: who wrote it, and how people code it, changes nothing
    /// in what is told.
    pub fn told(&self) -> Result<(String, i64)> {
        let last = self
            .records
            .prepare_cached(
                "SELECT hash, seq FROM record WHERE kind NOT IN ('audit', 'assignment', 'coding', 'adjudication') \
                 ORDER BY seq DESC LIMIT 1",
            )
            .and_then(|mut statement| statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional())
            .at(&self.path)?;
        let (hash, seq) = last.unwrap_or_else(|| (chain::genesis(&self.id), 0));
        Ok((DocId(hash).to_string(), seq))
    }

    /// The head of the chain as it was at a time; none where nothing had been recorded.
    pub fn head_at(&self, as_of: Timestamp) -> Result<Option<String>> {
        let last = self.last_at(Some(as_of))?;
        if last == 0 {
            return Ok(None);
        }
        let hash: Vec<u8> =
            self.records.query_row("SELECT hash FROM record WHERE seq = ?1", [last], |row| row.get(0)).at(&self.path)?;
        Ok(hash.try_into().ok().map(|hash| DocId(hash).to_string()))
    }

    pub(crate) fn end(&self) -> Result<End> {
        End::read(&self.records, &self.id).at(&self.path)
    }

    /// Whether a document is in the ledger, by its original bytes; asked before the costly work of reading it.
    pub fn known(&self, id: DocId) -> Result<Option<Outcome>> {
        let Some(seq) = self.find(Kind::Document, &id.0)? else { return Ok(None) };
        Ok(Some(if self.is_erased(seq)? { Outcome::Erased(seq) } else { Outcome::Known(seq) }))
    }

    /// The ids of all documents, erased ones too.
    pub fn known_ids(&self) -> Result<Vec<DocId>> {
        self.records
            .prepare_cached("SELECT id FROM record WHERE kind = 'document'")
            .and_then(|mut statement| statement.query_map([], |row| Ok(DocId(row.get(0)?)))?.collect())
            .at(&self.path)
    }

    pub(crate) fn find(&self, kind: Kind, id: &[u8]) -> Result<Option<i64>> {
        self.records
            .prepare_cached("SELECT seq FROM record WHERE kind = ?1 AND id = ?2")
            .and_then(|mut statement| statement.query_row((kind.name(), id), |row| row.get(0)).optional())
            .at(&self.path)
    }

    pub(crate) fn is_erased(&self, document: i64) -> Result<bool> {
        self.records
            .prepare_cached("SELECT 1 FROM record WHERE subject = ?1 AND kind = 'erasure'")
            .and_then(|mut statement| statement.exists([document]))
            .at(&self.path)
    }

    /// Adds reports, all of them or none. What the ledger has already is left as it is. When this returns, they are on the
    /// disk.
    pub fn append(&mut self, drafts: &[Draft], now: Timestamp) -> Result<Appended> {
        self.must_write()?;
        let (mut outcomes, mut fresh, mut taken) = (Vec::with_capacity(drafts.len()), Vec::new(), BTreeSet::new());
        for draft in drafts {
            let known = if taken.contains(&draft.id) { None } else { self.known(draft.id)? };
            if known.is_none() && taken.insert(draft.id) {
                fresh.push(draft);
            }
            outcomes.push(known);
        }
        let clock_behind = self.clock_behind(now)?;
        // Keys come first: a record without its key would be lost, a key without its record is only of no use.
        self.keys.put(fresh.iter().map(|draft| (draft.id.0.as_slice(), draft.key)))?;
        let at = now.as_microsecond();
        let stored = self.write(|transaction, end| {
            fresh.iter().map(|draft| add(transaction, end, at, draft)).collect::<rusqlite::Result<Vec<_>>>()
        })?;
        let entries: Vec<_> = fresh.iter().zip(&stored).map(|(draft, seq)| (*seq, &draft.entry)).collect();
        self.index(&entries)?;
        let numbers: BTreeMap<_, _> = fresh.iter().zip(&stored).map(|(draft, seq)| (draft.id, *seq)).collect();
        let outcomes = outcomes
            .into_iter()
            .zip(drafts)
            .filter_map(|(known, draft)| {
                // The first of those that are the same is stored, the others are known by then.
                let new = |seq: i64| if taken.remove(&draft.id) { Outcome::Stored(seq) } else { Outcome::Known(seq) };
                known.or_else(|| numbers.get(&draft.id).copied().map(new))
            })
            .collect();
        Ok(Appended { outcomes, clock_behind })
    }

    /// Adds a reading of a document that the ledger has, of a newer engine, lexicon or pack. The ones before stay.
    pub fn add_reading(&mut self, id: DocId, reading: &[u8], basis: &Basis, now: Timestamp) -> Result<i64> {
        self.must_write()?;
        let (document, key) = self.key_of(id)?;
        let packed = body::pack(&BasisHead { basis: basis.clone() }, &[reading]);
        let sealed = key.seal(&packed, &Row::about(Kind::Reading.name(), &id.0))?;
        let record = NewRecord {
            kind: Kind::Reading,
            id: None,
            subject: Some(document),
            basis: Some(&basis.hash()),
            key: &id.0,
            body: &sealed,
        };
        let entry = IndexEntry::new(reading, &self.veil())?;
        let seq = self.write(|transaction, end| end.append(transaction, now.as_microsecond(), &record))?;
        self.index(&[(document, &entry)])?;
        Ok(seq)
    }

    /// Adds a correction, a brief, a pack, or that something could not be read. The same input that could not be read is kept
    /// once.
    pub fn append_note(&mut self, note: &Note<'_>, now: Timestamp) -> Result<Outcome> {
        self.append_note_once(note, None, now)
    }

    /// Adds a note as [`append_note`](Self::append_note) does, under the key that it was sent with; it is for the caller to look
    /// first whether that was [recorded before](Self::recorded_before).
    pub fn append_note_once(&mut self, note: &Note<'_>, once: Option<&Once>, now: Timestamp) -> Result<Outcome> {
        self.must_write()?;
        let own = (note.kind == Kind::Quarantine).then(|| sha256(note.body));
        let same = once.map(|once| once.key).or(own);
        if let Some(known) = same.as_ref().map(|id| self.find(note.kind, id)).transpose()?.flatten() {
            return Ok(Outcome::Known(known));
        }
        let mut quotes = Vec::new();
        for id in note.quotes {
            quotes.push(self.key_of(*id)?.0);
        }
        let own = crypt::random::<16>()?;
        let (subject, key_id, key) = match note.about {
            Some(id) => {
                let (document, key) = self.key_of(id)?;
                (Some(document), id.0.to_vec(), key)
            }
            None => (None, own.to_vec(), Key::new()?),
        };
        let packed = body::pack(&NoteHead { quotes, sent: once.map(|once| once.sent) }, &[note.body]);
        let sealed = key.seal(&packed, &Row::about(note.kind.name(), &key_id))?;
        if note.about.is_none() {
            self.keys.put([(key_id.as_slice(), key)])?;
        }
        let record = NewRecord {
            kind: note.kind,
            id: same.as_ref().map(<[u8; 32]>::as_slice),
            subject,
            basis: None,
            key: &key_id,
            body: &sealed,
        };
        self.write(|transaction, end| end.append(transaction, now.as_microsecond(), &record)).map(Outcome::Stored)
    }

    /// The number and the key of a document that was not erased.
    pub(crate) fn key_of(&self, id: DocId) -> Result<(i64, Key)> {
        let document = self.find(Kind::Document, &id.0)?.ok_or_else(|| LedgerError::NoDocument(id.to_string()))?;
        match self.keys.get(&id.0)? {
            Some(key) => Ok((document, key)),
            None => Err(self.gone(document, &id.to_string())),
        }
    }

    /// The time of the last record, if the clock stands before it.
    pub(crate) fn clock_behind(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        let last = self.end()?.recorded_at;
        Ok((last > now.as_microsecond()).then(|| Timestamp::from_microsecond(last).ok()).flatten())
    }

    pub(crate) fn must_write(&self) -> Result<()> {
        if self.lock.is_some() { Ok(()) } else { Err(LedgerError::OpenedForReading) }
    }

    /// Adds records in one transaction.
    pub(crate) fn write<T>(
        &mut self,
        add: impl FnOnce(&Transaction<'_>, &mut End) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let (path, id) = (&self.path, &self.id);
        let transaction = self.records.transaction_with_behavior(TransactionBehavior::Immediate).at(path)?;
        let mut end = End::read(&transaction, id).at(path)?;
        let before = end.seq;
        let added = add(&transaction, &mut end).at(path)?;
        if let Some(acting) = self.acting.as_ref().filter(|_| end.seq > before) {
            let audit = acting.sealed(before + 1, end.seq)?;
            self.keys.put([(audit.key_id.as_slice(), audit.key)])?;
            let (kind, key, body) = (Kind::Audit, &audit.key_id, &audit.body);
            let record = NewRecord { kind, id: None, subject: None, basis: None, key, body };
            end.append(&transaction, end.recorded_at, &record).at(path)?;
        }
        transaction.commit().at(path)?;
        Ok(added)
    }
}

/// The records of one report.
fn add(transaction: &Transaction<'_>, end: &mut End, at: i64, draft: &Draft) -> rusqlite::Result<i64> {
    let key = draft.id.0;
    let base = NewRecord { kind: Kind::Document, id: Some(&key), subject: None, basis: None, key: &key, body: &[] };
    let document = end.append(transaction, at, &NewRecord { body: &draft.document, ..base.clone() })?;
    let parts = draft.annotation.iter().map(|part| (Kind::Annotation, part));
    for (kind, (basis, body)) in parts.chain([(Kind::Reading, &draft.reading)]) {
        let record = NewRecord { kind, id: None, subject: Some(document), basis: Some(basis), body, ..base.clone() };
        end.append(transaction, at, &record)?;
    }
    Ok(document)
}

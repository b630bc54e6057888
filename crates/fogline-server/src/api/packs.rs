//! Packs: which there are, what the reports name that none of them knows, and a person's own made, checked, tried out and taken.

use std::{borrow::Cow, collections::BTreeMap};

use axum::{Extension, Json, extract::State};
use fogline::{
    faults::Fault as Wrong,
    packs::{self, Pack, SideRole},
};
use fogline_ask::packs::{
    Candidate, Candidates,
    diff::Differing,
    make,
    sheet::{self, Row, Sheet, written},
};
use fogline_ledger::standing::{self, Known};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Shared,
    asked::{Answer, Has, Path, Query, Sent, WhenRecorded},
    incidents::answer,
};
use crate::{
    accounts::Who,
    error::{Fault, Result},
};

/// Candidates of each sort that are given at most.
const MOST: usize = 500;
/// Letters that the name of a pack, or of a file in it, may have.
const LETTERS: usize = 64;
/// Files that a pack may have.
const FILES: usize = 32;

/// A pack that reports are read with.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PackListed")]
pub(crate) struct Listed {
    /// Its name.
    id: String,
    /// Whether it is on record in the ledger, and not the one that comes with Fogline.
    own: bool,
    /// Whether every report is read with it.
    always: bool,
    /// Its sides.
    sides: Vec<Side>,
    /// How many actors it knows.
    actors: usize,
    /// How many words of parties for others.
    labels: usize,
    /// How many agreements.
    agreements: usize,
}

/// A side of a pack.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PackSide")]
struct Side {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// What it is to the conflict.
    #[schemars(extend("enum" = ["party", "observer", "media", "unknown"]))]
    role: &'static str,
}

impl Listed {
    fn of(pack: &Pack) -> Self {
        let bundled = Pack::bundled().unwrap_or_default();
        Self {
            id: pack.id.clone(),
            own: !bundled.iter().any(|one| one.id == pack.id && one.files == pack.files),
            always: pack.always,
            sides: pack.sides.iter().map(Side::of).collect(),
            actors: pack.actors.len(),
            labels: pack.labels.len(),
            agreements: pack.agreements.len(),
        }
    }
}

impl Side {
    fn of(side: &packs::Side) -> Self {
        let role = match side.role {
            SideRole::Party => "party",
            SideRole::Observer => "observer",
            SideRole::Media => "media",
            SideRole::Unknown => "unknown",
        };
        Self { id: side.id.clone(), name: side.name.clone(), role }
    }
}

/// The packs that reports are read with.
pub(crate) async fn list(
    State(desk): State<Shared>,
    Query(when): Query<WhenRecorded>,
    Has(has): Has,
) -> Result<Answer<Vec<Listed>>> {
    desk.ask(when.known()?, move |asked| {
        let all = asked.snapshot.base.packs.iter().map(Listed::of).collect();
        Ok(answer(asked.snapshot, has, all))
    })
    .await
}

/// A pack with its files.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PackDraft")]
pub(crate) struct Draft {
    /// Its name: letters, digits, `-` and `_`.
    #[schemars(length(min = 1, max = 64), regex(pattern = r"^[A-Za-z0-9_-]+$"))]
    id: String,
    /// Contents of its files by their names, as `pack.toml`.
    files: BTreeMap<String, String>,
}

impl Draft {
    /// The files as packs are made of them.
    fn files(&self) -> Result<BTreeMap<String, Cow<'static, str>>> {
        let plain = |name: &str| {
            let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            !name.is_empty() && name.len() <= LETTERS && name.chars().all(letter)
        };
        if !plain(&self.id) || self.id == "general" {
            let why = format!(
                "`{}` cannot be the name of a pack: it has letters, digits, `-` and `_` alone, and is not `general`",
                self.id
            );
            return Err(Fault::Wrong(why));
        }
        if self.files.len() > FILES {
            return Err(Fault::Wrong(format!("a pack has {FILES} files at most")));
        }
        if let Some(name) = self.files.keys().find(|name| !name.strip_suffix(".toml").is_some_and(plain)) {
            return Err(Fault::Wrong(format!("`{name}` is no name of a file of a pack, as `pack.toml`")));
        }
        Ok(self.files.iter().map(|(name, text)| (name.clone(), Cow::Owned(text.clone()))).collect())
    }

    /// The pack, if it is sound.
    fn pack(&self) -> Result<Pack> {
        Pack::parse(&self.id, self.files()?).map_err(|error| Fault::Wrong(error.to_string()))
    }
}

/// Names a pack.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Named {
    /// Its name.
    id: String,
}

/// A pack with its files, as it holds now.
pub(crate) async fn one(State(desk): State<Shared>, Path(named): Path<Named>, Has(has): Has) -> Result<Answer<Draft>> {
    desk.ask(Known::default(), move |asked| {
        let pack = asked.snapshot.base.packs.iter().find(|pack| pack.id == named.id);
        let pack = pack.ok_or_else(|| fogline_ask::AskError::Unknown(format!("there is no pack `{}`", named.id)))?;
        let files = pack.files.iter().map(|(name, text)| (name.clone(), text.clone().into_owned())).collect();
        Ok(answer(asked.snapshot, has, Draft { id: pack.id.clone(), files }))
    })
    .await
}

/// What the reports name that no pack knows, ready to be sorted.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PackFound")]
#[expect(clippy::struct_field_names, reason = "the names are those of the answer")]
pub(crate) struct Found {
    /// Reports that were looked at.
    reports: usize,
    /// The rows with which every sheet begins: its title, and the sides that every conflict has.
    heads: Vec<Row>,
    /// Candidates, each with its row, by sort, what most reports name first. Of a sort 500 at most.
    found: Vec<Listing>,
}

/// A candidate with its row.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PackListing")]
struct Listing {
    /// What the reports tell of it.
    candidate: Candidate,
    /// Its row, as it is before a person fills it in.
    row: Row,
}

/// What the reports name that no pack knows, or that is on no side.
pub(crate) async fn found(
    State(desk): State<Shared>,
    Query(when): Query<WhenRecorded>,
    Has(has): Has,
) -> Result<Answer<Found>> {
    let known = when.known()?;
    desk.ask(known, move |asked| {
        let all = asked.candidates()?;
        let Candidates { reports, actors, outlets, places, labels, agreements } = &*all;
        let lists = [actors, outlets, places, labels, agreements].into_iter();
        let listed = lists.flat_map(|list| list.iter().take(MOST));
        let found = Found {
            reports: *reports,
            heads: sheet::heads(""),
            found: listed.map(|one| Listing { row: sheet::row(one), candidate: one.clone() }).collect(),
        };
        Ok(answer(asked.snapshot, has, found))
    })
    .await
}

/// A fault in a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PackFault")]
struct Told {
    /// The file.
    file: String,
    /// Line in it, from 1; of rows that are sent, the number of the row. 0 where the whole is meant.
    line: usize,
    /// What is wrong, and what to do.
    fault: String,
}

fn told(faults: Vec<Wrong>) -> Vec<Told> {
    faults.into_iter().map(|Wrong { file, line, fault }| Told { file, line, fault }).collect()
}

/// What was found in a pack's files.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PackChecked")]
pub(crate) struct Checked {
    /// What keeps it from being used.
    faults: Vec<Told>,
    /// What is probably not meant so; only looked for where there are no faults.
    warnings: Vec<Told>,
}

/// Checks the files of a pack. Nothing is kept.
pub(crate) async fn check(State(desk): State<Shared>, Sent { read: draft, .. }: Sent<Draft>) -> Result<Json<Checked>> {
    let files = draft.files()?;
    let others = desk.ask(Known::default(), |asked| Ok(asked.snapshot.base.packs.clone())).await?;
    let checked = desk.work(move |_| {
        let found = Pack::check(&draft.id, files.clone());
        let clashes = Pack::parse(&draft.id, files).map(|pack| packs::clashes(&pack, &others)).unwrap_or_default();
        let warnings = found.warnings.into_iter().chain(clashes).collect();
        Ok(Checked { faults: told(found.faults), warnings: told(warnings) })
    });
    Ok(Json(checked.await?))
}

/// Rows that a person has sorted, and the files that are there.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "PackSorted")]
pub(crate) struct Sorted {
    /// The rows, as those of `sorting.tsv`.
    rows: Vec<Row>,
    /// Files by their names, in which what is written by hand stays.
    #[serde(default)]
    files: BTreeMap<String, String>,
}

/// Files that were made of rows.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PackMade")]
pub(crate) struct Made {
    /// The rows as `sorting.tsv`.
    sheet: String,
    /// The files by their names; none where there are faults.
    files: BTreeMap<String, String>,
    /// Rows that nobody has sorted yet.
    open: usize,
    /// What is written by hand and stays.
    kept: Vec<String>,
    /// What is wrong in the rows.
    faults: Vec<Told>,
}

/// Makes the files of a pack of rows. Nothing is kept.
pub(crate) async fn made(State(desk): State<Shared>, Sent { read: sorted, .. }: Sent<Sorted>) -> Result<Json<Made>> {
    let made = desk.work(move |_| {
        let Sorted { mut rows, files } = sorted;
        for (number, row) in rows.iter_mut().enumerate() {
            row.line = number + 1;
        }
        let sheet = Sheet { rows, ..Sheet::default() };
        let text = written(&sheet);
        Ok(match make::make(&sheet, &files) {
            Ok(made) => Made { sheet: text, files: made.files, open: made.open, kept: made.kept, faults: Vec::new() },
            Err(faults) => {
                let open = sheet.open();
                Made { sheet: text, files: BTreeMap::new(), open, kept: Vec::new(), faults: told(faults) }
            }
        })
    });
    Ok(Json(made.await?))
}

/// What would change if a pack were taken. Nothing is recorded.
pub(crate) async fn diff(State(desk): State<Shared>, Sent { read: draft, .. }: Sent<Draft>) -> Result<Json<Differing>> {
    let pack = draft.pack()?;
    let differing = desk.work(move |desk| {
        let ledger = desk.beside()?;
        desk.reader()?.supposing(&ledger, pack)
    });
    Ok(Json(differing.await?))
}

/// What came of a pack that was taken.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PackTaken")]
pub(crate) struct Taken {
    /// Whether it was put on record; not where the same is there already.
    recorded: bool,
    /// Reports that were read without it, and wait to be read again by whoever runs the ledger.
    waiting: usize,
}

/// Puts a pack on record: whatever is added from then on and names its conflict is read with it.
pub(crate) async fn take(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Sent { read: draft, .. }: Sent<Draft>,
) -> Result<Json<Taken>> {
    let pack = draft.pack()?;
    let taken = desk.write(&who, move |desk, ledger| {
        // The same pack sent twice is recorded once.
        let recorded = ledger.keep_pack(&pack, Timestamp::now())?;
        standing::settle(ledger, &ledger.packs(None)?)?;
        if recorded && let Ok(reader) = desk.reader() {
            reader.forget();
        }
        Ok(Taken { recorded, waiting: if recorded { ledger.count_reports()? } else { 0 } })
    });
    Ok(Json(taken.await?))
}

//! What analysts judge, recorded and listed apart from what is derived: nothing that is answered elsewhere rests on it.

use std::collections::{BTreeMap, BTreeSet};

use fogline_ledger::{DocId, Kind, Ledger, LedgerError, Note, Once, Outcome, standing};
use fogline_reconcile::{
    assessments::{self, Assessment, Confidence, Evidence, Grade, Held, Likelihood, Recorded, Subject},
    incidents::Key,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Need, View,
    correct::named::{holder, holders, mention, report},
    error::{Result, refused, unknown},
};

/// Letters that a judgement may have.
const LETTERS: usize = 4000;

/// A judgement that somebody makes.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
pub struct Judgement {
    /// What is judged: an incident by its id, or a statement as DOC#s1
    #[arg(value_name = "ABOUT")]
    pub about: String,

    /// The judgement in words
    #[arg(long, value_name = "TEXT")]
    pub text: String,

    /// How likely it is: almost no chance, very unlikely, unlikely, roughly even chance, likely, very likely, almost certain
    #[arg(long, value_name = "WORDS", conflicts_with = "confidence")]
    pub likelihood: Option<Likelihood>,

    /// How sure you are: low, moderate, high. Never together with a likelihood
    #[arg(long, value_name = "LEVEL")]
    pub confidence: Option<Confidence>,

    /// Grade by the Admiralty code, as B2: the source from A to F, what it says from 1 to 6; F6 unless given
    #[arg(long, value_name = "GRADE")]
    #[schemars(with = "Option<String>")]
    pub grade: Option<Grade>,

    /// A report or statement that it rests on, as DOC or DOC#s1; can be given several times
    #[arg(long, value_name = "DOC#s1")]
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// A judgement with who makes it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(rename = "AssessmentWish")]
pub struct Wish {
    /// The judgement.
    #[serde(flatten)]
    pub what: Judgement,
    /// Who judges; whoever has an account signs with its name in any case.
    #[serde(default)]
    pub by: String,
    /// Number of an earlier assessment that it takes the place of.
    pub instead_of: Option<i64>,
}

/// An assessment with where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ListedAssessment")]
pub struct Listed {
    /// Number of its record.
    pub record: i64,
    /// When it was recorded.
    pub at: String,
    /// The incident that it is of, as incidents stand now; none where no report tells of it any more, and of statements.
    pub incident: Option<String>,
    /// The statement that it is of; none of incidents.
    pub statement: Option<Cited>,
    /// The judgement in words.
    pub text: String,
    /// How likely, or how sure.
    pub held: Option<Held>,
    /// Least and greatest chance that its word of likelihood stands for, of 100.
    pub chance: Option<(u8, u8)>,
    /// Grade by the Admiralty code; none where neither source nor content was judged.
    pub grade: Option<Grade>,
    /// What its letter says of the source.
    pub source: Option<String>,
    /// What its figure says of what is said.
    pub content: Option<String>,
    /// What it rests on.
    pub evidence: Vec<Cited>,
    /// Who judged.
    pub by: String,
    /// Number of the assessment that it took the place of.
    pub instead_of: Option<i64>,
    /// Number of the record by which it holds no more: of another judgement, or of its being taken back.
    pub replaced_by: Option<i64>,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

/// A report, or a statement of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "AssessmentCitation")]
pub struct Cited {
    /// What the input calls the report; its id where it is not at hand.
    pub document: String,
    /// The statement; none for all of the report.
    pub statement: Option<String>,
}

/// Records a judgement. `once` where it was sent with a key.
pub fn assess(ledger: &mut Ledger, wish: &Wish, once: Option<&Once>) -> Result<i64> {
    let what = &wish.what;
    signed(&wish.by)?;
    let text = what.text.trim();
    if text.is_empty() || text.chars().count() > LETTERS {
        return Err(refused(format!("a judgement is made in words, {LETTERS} letters at most")));
    }
    let held = match (what.likelihood, what.confidence) {
        (Some(_), Some(_)) => {
            return Err(refused(
                "a judgement has a likelihood or a confidence, never both: the one is of the world, the other of whoever judges",
            ));
        }
        (likelihood, confidence) => likelihood.map(Held::Likelihood).or(confidence.map(Held::Confidence)),
    };
    standing::settle(ledger, &ledger.packs(None)?)?;
    let of_report = what.about.contains('#');
    let own = of_report.then(|| part(&what.about).0);
    let reports: Vec<&str> = own.into_iter().chain(what.evidence.iter().map(|name| part(name).0)).collect();
    let incidents: Vec<&str> = (!of_report).then_some(what.about.as_str()).into_iter().collect();
    let need = Need::Named { reports: &reports, incidents: &incidents };
    let view = View::answering(ledger, need, standing::Known::default())?;
    let of = match part(&what.about) {
        (name, Some(id)) => match statement(name, id, &view) {
            Ok(key) => Subject::Statement(key),
            Err(_) => Subject::Incident(mention(&what.about, &view)?),
        },
        (_, None) => Subject::Incident(mention(&what.about, &view)?),
    };
    let evidence = what.evidence.iter().map(|name| evidence(name, &view)).collect::<Result<Vec<_>>>()?;
    let (text, grade) = (text.to_owned(), what.grade.unwrap_or_default());
    let all = recorded(ledger, None)?;
    if let Some(number) = wish.instead_of {
        let earlier = replaceable(&all, number, &wish.by)?;
        if !same(&earlier.of, &of, &view) {
            return Err(refused(format!(
                "assessment {number} is not of `{}`: a judgement takes the place only of one of the same incident or statement",
                what.about
            )));
        }
    }
    append(
        ledger,
        &Assessment { of, text, held, grade, evidence, by: wish.by.clone(), instead_of: wish.instead_of },
        once,
    )
}

/// Takes back an assessment, which stays on record.
pub fn withdraw(ledger: &mut Ledger, number: i64, by: &str, why: &str) -> Result<i64> {
    signed(by)?;
    let all = recorded(ledger, None)?;
    replaceable(&all, number, by)?;
    let assessment = Assessment {
        of: Subject::Withdrawn,
        text: why.trim().to_owned(),
        held: None,
        grade: Grade::default(),
        evidence: Vec::new(),
        by: by.to_owned(),
        instead_of: Some(number),
    };
    append(ledger, &assessment, None)
}

fn signed(by: &str) -> Result<()> {
    if by.trim().is_empty() {
        return Err(refused("a judgement is signed: it needs a person, who stays on record"));
    }
    Ok(())
}

/// An assessment that holds and that this person made: nobody takes the place of another's judgement.
fn replaceable<'a>(all: &'a [Recorded], number: i64, by: &str) -> Result<&'a Assessment> {
    let found = assessments::standing(all).into_iter().find(|one| one.seq == number);
    let one = found.ok_or_else(|| unknown(format!("there is no assessment {number} that still holds")))?;
    if one.assessment.by.trim() != by.trim() {
        return Err(refused(format!(
            "assessment {number} is {}'s, who alone can replace it or take it back; record your own beside it",
            one.assessment.by
        )));
    }
    Ok(&one.assessment)
}

/// Whether two judgements are of one thing: of a statement, or of mentions that one incident holds.
fn same(one: &Subject, other: &Subject, view: &View) -> bool {
    let incident = |subject: &Subject| match subject {
        Subject::Incident(key) => holder(key, &view.incidents, view).map(|incident| incident.id.as_str()),
        _ => None,
    };
    one == other || incident(one).is_some_and(|id| incident(other) == Some(id))
}

/// A name that people write, cut into that of the report and what of it.
fn part(name: &str) -> (&str, Option<&str>) {
    name.rsplit_once('#').map_or((name, None), |(document, id)| (document, Some(id)))
}

fn statement(name: &str, id: &str, view: &View) -> Result<Key> {
    let report = report(name, view)?;
    if report.statements.iter().any(|one| one.id == id) {
        return Ok((report.document.id.clone(), id.to_owned()));
    }
    Err(unknown(format!("report `{name}` has no statement `{id}`")))
}

fn evidence(name: &str, view: &View) -> Result<Evidence> {
    Ok(match part(name) {
        (document, Some(id)) => {
            let (document, statement) = statement(document, id, view)?;
            Evidence { document, statement: Some(statement) }
        }
        (document, None) => Evidence { document: report(document, view)?.document.id.clone(), statement: None },
    })
}

fn append(ledger: &mut Ledger, one: &Assessment, once: Option<&Once>) -> Result<i64> {
    let id = |id: &str| id.parse::<DocId>().map_err(|()| refused(format!("`{id}` is no id of a document")));
    let own = one.of.document();
    // What is judged can quote what it rests on, and goes with it where that is erased.
    let documents: BTreeSet<&str> =
        own.into_iter().chain(one.evidence.iter().map(|one| one.document.as_str())).collect();
    let quotes = documents.into_iter().map(id).collect::<Result<Vec<_>>>()?;
    let body = serde_json::to_vec(one)?;
    let note = Note { kind: Kind::Assessment, about: None, quotes: &quotes, body: &body };
    match ledger.append_note_once(&note, once, Timestamp::now())? {
        Outcome::Stored(seq) | Outcome::Known(seq) => Ok(seq),
        Outcome::Erased(_) => Err(refused("the document was erased, and nothing can be recorded of it")),
    }
}

/// All assessments of a ledger, as known at a time.
pub fn recorded(ledger: &Ledger, as_of: Option<Timestamp>) -> Result<Vec<Recorded>> {
    let read = |entry: fogline_ledger::Entry| {
        let assessment = serde_json::from_slice(&entry.body)
            .map_err(|error| LedgerError::Damaged { seq: entry.seq, problem: error.to_string() })?;
        Ok(Recorded { seq: entry.seq, at: entry.recorded_at.to_string(), assessment })
    };
    ledger.notes(Kind::Assessment, as_of)?.into_iter().map(read).collect()
}

/// Ids of the reports that assessments are of: what listing them needs as [`Need::Named`].
pub fn reports(all: &[Recorded]) -> Vec<&str> {
    let mut all: Vec<&str> = all.iter().filter_map(|one| one.assessment.of.document()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What is asked about, as judgements name it.
enum About<'a> {
    Incident(&'a str),
    Report(&'a str, Option<&'a str>),
}

/// What a name is that people write: an incident by its id or the beginning of it, a report, or a statement of one. The view has to
/// have been made for an incident of the name.
fn about<'a>(name: &'a str, view: &'a View) -> Result<About<'a>> {
    match view.incident(name) {
        Ok(incident) => return Ok(About::Incident(&incident.id)),
        Err(error @ crate::AskError::Refused(_)) => return Err(error),
        Err(_) => {}
    }
    let report = |name: &str| view.heads.iter().find(|head| head.is_called(name) || head.id == name);
    if let Some(head) = report(name) {
        return Ok(About::Report(&head.reference, None));
    }
    match part(name) {
        (document, Some(id)) => report(document).map(|head| About::Report(&head.reference, Some(id))),
        _ => None,
    }
    .ok_or_else(|| unknown(format!("there is no incident, report or statement `{name}`")))
}

/// Those that hold, the latest first, and with `every` also those that hold no more; of one incident, report or statement alone
/// where it is named.
pub fn list(all: &[Recorded], name: Option<&str>, every: bool, view: &View) -> Result<Vec<Listed>> {
    let wanted = name.map(|name| about(name, view)).transpose()?;
    let cited = all.iter().flat_map(|one| {
        let evidence = one.assessment.evidence.iter().map(|one| one.document.as_str());
        evidence.chain(one.assessment.of.document())
    });
    let names = view.names_of(cited);
    let name = |id: &str| names.get(id).copied().unwrap_or(id).to_owned();
    let holders = holders(&view.incidents, view);
    let after: BTreeMap<i64, &Recorded> =
        all.iter().filter_map(|one| Some((one.assessment.instead_of?, one))).collect();
    let listed = all.iter().rev().filter(|one| one.assessment.of != Subject::Withdrawn).map(|one| {
        let own = &one.assessment;
        let cited = |document: &str, statement: Option<&String>| Cited {
            document: name(document),
            statement: statement.cloned(),
        };
        let grade = Some(own.grade).filter(|grade| grade.is_judged());
        let after = after.get(&one.seq);
        Listed {
            record: one.seq,
            at: one.at.clone(),
            incident: match &own.of {
                Subject::Incident(key) => holders.get(key).map(|incident| incident.id.clone()),
                _ => None,
            },
            statement: match &own.of {
                Subject::Statement((document, statement)) => Some(cited(document, Some(statement))),
                _ => None,
            },
            text: own.text.clone(),
            held: own.held,
            chance: match own.held {
                Some(Held::Likelihood(likelihood)) => Some(likelihood.range()),
                _ => None,
            },
            grade,
            source: grade.map(|grade| grade.source().to_owned()),
            content: grade.map(|grade| grade.content().to_owned()),
            evidence: own.evidence.iter().map(|one| cited(&one.document, one.statement.as_ref())).collect(),
            by: own.by.clone(),
            instead_of: own.instead_of,
            replaced_by: after.map(|one| one.seq),
            withdrawn: after.is_some_and(|one| one.assessment.of == Subject::Withdrawn),
        }
    });
    let is_wanted = |one: &Listed| match &wanted {
        None => true,
        Some(About::Incident(id)) => one.incident.as_deref() == Some(*id),
        Some(About::Report(document, statement)) => one.statement.as_ref().is_some_and(|cited| {
            cited.document == *document && statement.is_none_or(|id| cited.statement.as_deref() == Some(id))
        }),
    };
    Ok(listed.filter(|one| (every || one.replaced_by.is_none()) && is_wanted(one)).collect())
}

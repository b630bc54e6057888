//! Assigning reports and incidents to coders.

use fogline_ledger::{
    Kind, Ledger, Once,
    accounts::{Accounts, Role},
    standing::Known,
};
use fogline_reconcile::coding::{Assignment, Field, MACHINE, Of, Subject, machine};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::append;
use crate::{
    Need, View,
    error::{Result, refused, unknown},
};

/// Who is to code what.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "AssignmentWish")]
pub struct Assigning {
    /// Reports, by what the input calls them or the beginning of their ids.
    #[serde(default)]
    pub reports: Vec<String>,
    /// Incidents, by their ids.
    #[serde(default)]
    pub incidents: Vec<String>,
    /// Who is to code each of them.
    pub coders: Vec<String>,
    /// Which fields; without any, all that the subject has.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Whether coders may see what the machine made of it while they code.
    #[serde(default)]
    pub sighted: bool,
    /// Who assigns; whoever has an account signs with its name in any case.
    #[serde(default)]
    pub by: String,
}

/// What was assigned.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Assigned {
    /// Numbers of the records, in the order of the reports and then the incidents.
    pub assignments: Vec<i64>,
}

/// Records an assignment for each report and incident: all of them, or none where one of them is not known. `once` where it was
/// sent with a key, under which the first of them stands.
pub fn assign(ledger: &mut Ledger, wish: &Assigning, once: Option<&Once>, now: Timestamp) -> Result<Assigned> {
    let coders = coders(wish)?;
    can_code(ledger, &coders)?;
    if wish.reports.is_empty() && wish.incidents.is_empty() {
        return Err(refused("there is nothing to assign: name reports or incidents"));
    }
    let reports: Vec<&str> = wish.reports.iter().map(String::as_str).collect();
    let incidents: Vec<&str> = wish.incidents.iter().map(String::as_str).collect();
    let view = View::answering(ledger, Need::Named { reports: &reports, incidents: &incidents }, Known::default())?;
    let mut all = Vec::new();
    for name in reports {
        let same = view.heads.iter().filter(|head| head.is_called(name)).count();
        if same > 1 {
            return Err(refused(format!("{same} reports are called `{name}`; name one by its id")));
        }
        let document = view.report(name)?.document.id.clone();
        let reading = ledger.reading_of(ledger.document_of(&document)?, None)?;
        let reading = reading.ok_or_else(|| unknown(format!("nothing was read in the report `{name}`")))?.seq;
        let subject = Subject::Report { document };
        all.push(assignment(subject, wish, &coders, Some(reading), None)?);
    }
    for name in incidents {
        let incident = view.incident(name)?;
        let mut documents: Vec<String> =
            incident.documents().filter_map(|name| Some(view.head_of(name)?.id.clone())).collect();
        documents.sort();
        documents.dedup();
        let subject = Subject::Incident { incident: incident.id.clone(), documents };
        all.push(assignment(subject, wish, &coders, None, Some(machine::statuses(incident)))?);
    }
    let assignments = all
        .iter()
        .enumerate()
        .map(|(at, one)| append(ledger, Kind::Assignment, &one.subject, one, once.filter(|_| at == 0), now))
        .collect::<Result<_>>()?;
    Ok(Assigned { assignments })
}

fn coders(wish: &Assigning) -> Result<Vec<String>> {
    if wish.by.trim().is_empty() {
        return Err(refused("an assignment needs a person who makes it, and who stays on record"));
    }
    let mut coders: Vec<String> = wish.coders.iter().map(|name| name.trim().to_owned()).collect();
    coders.sort();
    coders.dedup();
    if coders.is_empty() || coders.iter().any(String::is_empty) {
        return Err(refused("an assignment needs coders, each with a name"));
    }
    if coders.iter().any(|name| name == MACHINE) {
        return Err(refused(format!("`{MACHINE}` codes everything already, and takes no assignment")));
    }
    Ok(coders)
}

/// Refuses who could never code: where a ledger has accounts, one codes by one's own.
fn can_code(ledger: &Ledger, coders: &[String]) -> Result<()> {
    let accounts = Accounts::all_in(ledger.dir())?;
    let codes = |name: &String| accounts.iter().any(|own| own.name == *name && own.role >= Role::Analyst);
    let others: Vec<String> = coders.iter().filter(|name| !codes(name)).map(|name| format!("`{name}`")).collect();
    if accounts.is_empty() || others.is_empty() {
        return Ok(());
    }
    Err(refused(format!(
        "this ledger has accounts, and none that may code is called {}; name accounts of the role analyst or admin",
        others.join(" or ")
    )))
}

fn assignment(
    subject: Subject,
    wish: &Assigning,
    coders: &[String],
    reading: Option<i64>,
    statuses: Option<fogline_reconcile::coding::Statuses>,
) -> Result<Assignment> {
    let taken = |field: &Field| subject.takes(field.of());
    if let Some(other) =
        wish.fields.iter().find(|field| !taken(field) && (wish.reports.is_empty() || wish.incidents.is_empty()))
    {
        let what = if subject.takes(Of::Incident) { "an incident" } else { "a report" };
        return Err(refused(format!("{what} has no field `{}` to code", other.name())));
    }
    let asked = |field: &Field| wish.fields.is_empty() || wish.fields.contains(field);
    let fields: Vec<Field> = Field::ALL.iter().copied().filter(|field| taken(field) && asked(field)).collect();
    if fields.is_empty() {
        return Err(refused("none of the fields can be coded of all that is assigned"));
    }
    Ok(Assignment {
        subject,
        coders: coders.to_vec(),
        fields,
        blind: !wish.sighted,
        by: wish.by.clone(),
        reading,
        statuses,
    })
}

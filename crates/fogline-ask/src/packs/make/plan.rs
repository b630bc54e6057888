//! From rows to what they mean: which rows are one actor, what each stands for, and every fault by line.

use std::collections::BTreeMap;

use fogline::{document::OutletKind, faults::Fault, names::fold, packs::Pack};
use fogline_reconcile::visible::is_hidden;
use jiff::civil::Date;

use super::names::{is_code, is_id, slug};
use crate::packs::sheet::{NO, Row, Sheet, YES, sides};

/// What a sheet says, ready to be written.
#[derive(Debug, Default)]
pub(super) struct Plan<'s> {
    pub(super) title: String,
    pub(super) sides: Vec<Side<'s>>,
    pub(super) blocs: Vec<(&'s Row, Vec<String>)>,
    pub(super) actors: Vec<Actor<'s>>,
    pub(super) divisions: Vec<String>,
    pub(super) countries: Vec<String>,
    pub(super) areas: Vec<&'s str>,
    pub(super) labels: Vec<Label<'s>>,
    pub(super) agreements: Vec<Agreement<'s>>,
}

/// A side.
#[derive(Debug)]
pub(super) struct Side<'s> {
    pub(super) id: String,
    pub(super) name: &'s str,
    pub(super) role: &'static str,
    pub(super) countries: Vec<String>,
    pub(super) actors: Vec<String>,
}

/// An actor with all of its rows.
#[derive(Debug)]
pub(super) struct Actor<'s> {
    pub(super) id: String,
    pub(super) row: &'s Row,
    /// Further rows of it.
    pub(super) others: Vec<&'s Row>,
    /// Whether the general pack knows it, so that only its side is this pack's.
    pub(super) is_known: bool,
    pub(super) sides: Vec<Dated>,
    /// Office, organisation, first and last day.
    pub(super) roles: Vec<(String, String, String, String)>,
}

/// Something that holds for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) what: String,
    pub(super) from: String,
    pub(super) to: String,
}

/// A word for others.
#[derive(Debug)]
pub(super) struct Label<'s> {
    pub(super) row: &'s Row,
    pub(super) used_by: Vec<String>,
    pub(super) of: Option<String>,
}

/// An agreement.
#[derive(Debug)]
pub(super) struct Agreement<'s> {
    pub(super) row: &'s Row,
    pub(super) id: String,
    pub(super) made: String,
    pub(super) parties: Vec<String>,
    /// Text and events that would violate it.
    pub(super) measures: Vec<(String, Vec<String>)>,
}

/// Where faults go.
struct Faults(Vec<Fault>);

impl Faults {
    fn at(&mut self, row: &Row, fault: impl Into<String>) {
        self.0.push(Fault { file: "sorting.tsv".to_owned(), line: row.line, fault: fault.into() });
    }
}

/// Kinds of rows that are no actors.
const NO_ACTORS: [&str; 6] = ["pack", "side", "bloc", "place", "label", "agreement"];

fn is_actor(row: &Row) -> bool {
    !NO_ACTORS.contains(&row.kind.as_str())
}

/// What the sheet says.
pub(super) fn plan(sheet: &Sheet) -> Result<Plan<'_>, Vec<Fault>> {
    let mut faults = Faults(Vec::new());
    let general = Pack::bundled().ok().and_then(<[Pack]>::first);
    let mut plan = Plan::default();
    heads(sheet, &mut plan, &mut faults);
    let known_sides: Vec<String> = plan.sides.iter().map(|side| side.id.clone()).collect();
    for row in sheet.rows.iter().filter(|row| !matches!(row.kind.as_str(), "pack" | "side") && !row.is_left_out()) {
        plain(row, &mut faults);
        for side in sides(&row.side).iter().filter(|side| !known_sides.contains(side)) {
            let told = format!(
                "no row of kind `side` has the id `{side}` in its column `as`; there are {}",
                known_sides.join(", ")
            );
            faults.at(row, told);
        }
    }
    actors(sheet, general, &mut plan, &mut faults);
    let found = Known::new(&plan.actors, general);
    for row in sheet.rows.iter().filter(|row| !row.is_open() && !row.is_left_out()) {
        match row.kind.as_str() {
            "bloc" => plan.blocs.push((row, sides(&row.side))),
            "place" => place(row, &mut plan, &mut faults),
            "label" => plan.labels.push(label(row, &found, &mut faults)),
            "agreement" => plan.agreements.push(agreement(row, &found, &mut faults)),
            _ => {}
        }
    }
    if faults.0.is_empty() {
        Ok(plan)
    } else {
        faults.0.sort_by_key(|fault| fault.line);
        Err(faults.0)
    }
}

/// The pack's title and its sides.
fn heads<'s>(sheet: &'s Sheet, plan: &mut Plan<'s>, faults: &mut Faults) {
    for row in &sheet.rows {
        match row.kind.as_str() {
            "pack" => {
                plain(row, faults);
                row.name.clone_into(&mut plan.title);
            }
            "side" if !row.is_left_out() => {
                plain(row, faults);
                let role = match row.role.trim() {
                    "" | "party" => "party",
                    "observer" => "observer",
                    "media" => "media",
                    "unknown" => "unknown",
                    other => {
                        faults.at(row, format!("`{other}` is no role of a side: party, observer, media or unknown"));
                        continue;
                    }
                };
                let id = row.same.trim().to_owned();
                if !is_side(&id) {
                    faults.at(row, "a side needs a short id in the column `as`, as GOV: letters, digits, `-` and `_`");
                } else if plan.sides.iter().any(|side| side.id == id) {
                    faults.at(row, format!("side `{id}` is there twice"));
                } else {
                    plan.sides.push(Side { id, name: &row.name, role, countries: Vec::new(), actors: Vec::new() });
                }
            }
            _ => {}
        }
    }
    if plan.title.trim().is_empty() {
        plan.title.push_str("A conflict");
    }
}

fn is_side(id: &str) -> bool {
    is_id(id) && !id.eq_ignore_ascii_case(NO) && !id.eq_ignore_ascii_case(YES)
}

/// A name that is to be written must show all that it is.
fn plain(row: &Row, faults: &mut Faults) {
    for (what, cell) in [("name", &row.name), ("column `as`", &row.same), ("role", &row.role), ("source", &row.source)]
    {
        if let Some(hidden) = cell.chars().find(|c| is_hidden(*c) || matches!(c, '\u{2028}' | '\u{2029}')) {
            let told = format!(
                "its {what} holds a character that does not show (U+{:04X}); write it without, or put `no` in `side`",
                u32::from(hidden)
            );
            faults.at(row, told);
        }
    }
    days(row, faults);
}

/// First and last day of a row; empty where open.
fn days(row: &Row, faults: &mut Faults) -> (String, String) {
    let (from, to) = row.from.split_once("..").unwrap_or((row.from.as_str(), ""));
    let (from, to) = (from.trim(), to.trim());
    for day in [from, to].into_iter().filter(|day| !day.is_empty() && day.parse::<Date>().is_err()) {
        faults.at(row, format!("`{day}` is no date of the form 2021-03-01 in the column `from`"));
    }
    if !to.is_empty() && to < from {
        faults.at(row, format!("it ends on {to}, before it begins on {from}"));
    }
    (from.to_owned(), to.to_owned())
}

/// Gathers the rows of each actor.
fn actors<'s>(sheet: &'s Sheet, general: Option<&Pack>, plan: &mut Plan<'s>, faults: &mut Faults) {
    let rows: Vec<&Row> = sheet.rows.iter().filter(|row| is_actor(row)).collect();
    let mut by_name = BTreeMap::<String, &Row>::new();
    for row in &rows {
        let is_taken = !row.is_open() && !row.is_left_out();
        let own = by_name.entry(fold(&row.name)).or_insert(row);
        // Of rows of one name the one that is taken in stands for it.
        if is_taken && (own.is_open() || own.is_left_out()) {
            *own = row;
        }
    }
    let target = |row: &Row| {
        by_name.get(&fold(row.same.trim())).copied().filter(|other| other.line != row.line || other.name != row.name)
    };
    let mut by_id = BTreeMap::<String, usize>::new();
    for row in rows.iter().filter(|row| !row.is_open() && !row.is_left_out() && target(row).is_none()) {
        let same = row.same.trim();
        if !same.is_empty() && !is_id(same) {
            faults.at(
                row,
                format!("`{same}` is neither the name of another row nor an id: letters, digits, `.`, `-` and `_`"),
            );
            continue;
        }
        let is_known = general.is_some_and(|pack| pack.actor(same).is_some());
        if row.kind == "state" && !is_code(same) && !is_known {
            let told = "a state needs its code in the column `as`: three capital letters by ISO 3166-1, which leaves those from XAA to XZZ to users";
            faults.at(row, told);
            continue;
        }
        let id = match (same.is_empty(), row.kind.as_str()) {
            (false, _) => same.to_owned(),
            (true, "person") => format!("person.{}", slug(&row.name)),
            (true, "outlet") => format!("outlet.{}", slug(&row.name)),
            _ => slug(&row.name),
        };
        if slug(&id).is_empty() {
            faults.at(row, format!("no id can be made of `{}`; write one in the column `as`", row.name));
            continue;
        }
        // The first row of an id stands for it, and the others are further names of it.
        if let Some(at) = by_id.get(&id) {
            if let Some(actor) = plan.actors.get_mut(*at) {
                actor.others.push(row);
            }
            continue;
        }
        by_id.insert(id.clone(), plan.actors.len());
        plan.actors.push(Actor { id, row, others: Vec::new(), is_known, sides: Vec::new(), roles: Vec::new() });
    }
    for row in rows.iter().filter(|row| !row.is_left_out()) {
        let Some(mut other) = target(row) else {
            // Another name of what has this id.
            let own = row.is_open().then(|| by_id.get(row.same.trim())).flatten();
            if let Some(actor) = own.and_then(|at| plan.actors.get_mut(*at)) {
                actor.others.push(row);
            }
            continue;
        };
        // What is another name of another name, up to where it ends.
        for _ in 0..rows.len() {
            match target(other) {
                Some(next) if next.line == row.line && next.name == row.name => {
                    faults.at(
                        row,
                        format!(
                            "`{}` and `{}` are names of each other; one of them stands for itself",
                            row.name, other.name
                        ),
                    );
                    break;
                }
                Some(next) => other = next,
                None => break,
            }
        }
        if let Some(actor) = plan.actors.iter_mut().find(|actor| std::ptr::eq(actor.row, other)) {
            actor.others.push(row);
        } else if !row.is_open() && !other.is_left_out() {
            let told = format!("it is another name of `{}`, whose row says no side; fill that in", other.name);
            faults.at(row, told);
        }
    }
    tell(plan, general, faults);
}

/// What the rows of each actor say of it.
fn tell(plan: &mut Plan<'_>, general: Option<&Pack>, faults: &mut Faults) {
    let found = Known::new(&plan.actors, general);
    let mut told = Vec::new();
    for actor in &plan.actors {
        let (mut sided, mut roles) = (Vec::<Dated>::new(), Vec::new());
        for row in std::iter::once(actor.row).chain(actor.others.iter().copied()) {
            let (from, to) = days(row, &mut Faults(Vec::new()));
            for side in sides(&row.side) {
                let own = Dated { what: side, from: from.clone(), to: to.clone() };
                if !sided.contains(&own) {
                    sided.push(own);
                }
            }
            if actor.row.kind != "person" || row.role.trim().is_empty() {
                continue;
            }
            for role in row.role.split(';').map(str::trim).filter(|role| !role.is_empty()) {
                let (office, organisation) = role.split_once('@').unwrap_or((role, ""));
                let (office, organisation) = (office.trim(), organisation.trim());
                let id = if organisation.is_empty() { Some(String::new()) } else { found.id(organisation) };
                match id {
                    Some(id) => roles.push((office.to_owned(), id, from.clone(), to.clone())),
                    None => faults.at(row, format!("no row that is taken in and no pack knows `{organisation}`, where the office `{office}` is held")),
                }
            }
        }
        told.push((sided, roles));
    }
    for (actor, (sided, roles)) in plan.actors.iter_mut().zip(told) {
        let state = actor.row.kind == "state";
        if state || actor.is_known {
            for one in &sided {
                if let Some(side) = plan.sides.iter_mut().find(|side| side.id == one.what) {
                    if state { side.countries.push(actor.id.clone()) } else { side.actors.push(actor.id.clone()) }
                }
            }
        }
        (actor.sides, actor.roles) = (sided, roles);
    }
}

/// Ids by name and by themselves.
struct Known<'k> {
    by_name: BTreeMap<String, String>,
    general: Option<&'k Pack>,
}

impl<'k> Known<'k> {
    fn new(actors: &[Actor<'_>], general: Option<&'k Pack>) -> Self {
        let mut by_name = BTreeMap::new();
        for actor in actors {
            by_name.insert(fold(&actor.id), actor.id.clone());
            for row in std::iter::once(actor.row).chain(actor.others.iter().copied()) {
                by_name.entry(fold(&row.name)).or_insert_with(|| actor.id.clone());
            }
        }
        Self { by_name, general }
    }

    /// The id of what is called so, here or in the general pack; an office of a state known here is `UKR.mod`.
    fn id(&self, name: &str) -> Option<String> {
        if let Some(id) = self.by_name.get(&fold(name)) {
            return Some(id.clone());
        }
        let general = self.general?;
        if general.actor(name).is_some() {
            return Some(name.to_owned());
        }
        let state = name.split_once('.').map(|(state, _)| state).filter(|state| is_code(state));
        if state.is_some_and(|state| general.actor(state).is_some() || self.by_name.contains_key(&fold(state))) {
            return Some(name.to_owned());
        }
        let called = |actor: &&fogline::packs::PackActor| actor.names.iter().any(|(_, own)| fold(own) == fold(name));
        general.actors.iter().find(called).map(|actor| actor.id.clone())
    }
}

fn place<'s>(row: &'s Row, plan: &mut Plan<'s>, faults: &mut Faults) {
    let same = row.same.trim();
    if row.role.trim() == "capital" {
        return faults.at(
            row,
            "a capital is a name of its state: a row of kind `state` with the role `capital` and the state in `as`",
        );
    }
    let code = same.split_once('.').filter(|(country, rest)| {
        country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()) && !rest.is_empty()
    });
    plan.areas.push(&row.name);
    match code {
        Some((country, _)) => {
            // A place has the code of the division that it lies in, of which the rest need not belong to the conflict.
            if row.role.trim() == "division" && !plan.divisions.iter().any(|known| known == same) {
                plan.divisions.push(same.to_owned());
            }
            if !plan.countries.iter().any(|known| known == country) {
                plan.countries.push(country.to_owned());
            }
        }
        None if same.is_empty() => {}
        None => faults
            .at(row, format!("`{same}` is no division: country, point, code, as UA.14; without one leave `as` empty")),
    }
}

fn label<'s>(row: &'s Row, found: &Known<'_>, faults: &mut Faults) -> Label<'s> {
    let used_by = sides(&row.side);
    if used_by.is_empty() {
        faults.at(row, "a label needs the sides that use it in the column `side`");
    }
    if row.role.trim().is_empty() {
        faults.at(row, "a label needs its neutral counterpart in the column `role`, as `fighters of the Front`");
    }
    let of = row.same.trim();
    let id = if of.is_empty() { None } else { found.id(of) };
    if id.is_none() && !of.is_empty() {
        faults.at(row, format!("no row that is taken in and no pack knows `{of}`, whom the label is said of"));
    }
    Label { row, used_by, of: id }
}

fn agreement<'s>(row: &'s Row, found: &Known<'_>, faults: &mut Faults) -> Agreement<'s> {
    let (made, _) = days(row, &mut Faults(Vec::new()));
    if made.is_empty() {
        faults.at(row, "an agreement needs the day on which it was made in the column `from`");
    }
    if row.source.trim().is_empty() {
        faults.at(row, "an agreement needs a source: where its text is");
    }
    let mut parties = Vec::new();
    for name in row.same.split(';').map(str::trim).filter(|name| !name.is_empty()) {
        match found.id(name) {
            Some(id) if parties.contains(&id) => {}
            Some(id) => parties.push(id),
            None => {
                faults.at(row, format!("no row that is taken in and no pack knows `{name}`, who is named as a party"));
            }
        }
    }
    let measures = row.role.split(';').map(str::trim).filter(|measure| !measure.is_empty()).map(|measure| {
        let (text, events) = measure.strip_suffix(']').and_then(|own| own.rsplit_once('[')).unwrap_or((measure, ""));
        let events = events.split(',').map(str::trim).filter(|event| !event.is_empty()).map(str::to_owned);
        (text.trim().to_owned(), events.collect())
    });
    Agreement { row, id: slug(&row.name), made, parties, measures: measures.collect() }
}

/// The class of an outlet, as packs call it.
pub(super) fn class(row: &Row) -> Option<OutletKind> {
    OutletKind::named(row.role.trim())
}

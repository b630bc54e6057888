//! From what a sheet means to entries of files, each as the text that stands there.

use std::fmt::Write;

use fogline::document::OutletKind;
use fogline_reconcile::visible::visible;

use super::{
    names::{languages, list, quoted, slug},
    plan::{self, Actor, Plan},
};
use crate::packs::sheet::Row;

/// The files that are made, in the order in which a reader would go through them, with what stands at their head.
pub(super) const FILES: &[(&str, &str)] = &[
    (
        "pack.toml",
        "# The conflict: its sides, what their actors are, and the names by which a report tells that it is about it.",
    ),
    ("states.toml", "# States that the general pack does not have."),
    ("institutions.toml", "# Institutions, forces, groups and monitors."),
    (
        "persons.toml",
        "# Persons by the office that they hold; the side follows from the office on the day, unless it is given.",
    ),
    ("media.toml", "# Outlets, by the criterion of packs/general/outlets.toml."),
    (
        "labels.toml",
        "# Words that one side uses for another, with who uses them and a neutral counterpart. They are quotes, never codes.",
    ),
    (
        "agreements.toml",
        "# What the parties have agreed on, with the event that would break each measure (PLOVER event/mode).",
    ),
    ("areas.toml", "# Where the conflict is. Form: packs/general/areas.toml."),
];

/// An entry of a file.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) file: &'static str,
    /// What it is known by in its file.
    pub(super) key: String,
    pub(super) text: String,
    /// Whether it stands before all tables of the file.
    pub(super) first: bool,
}

fn block(file: &'static str, key: impl Into<String>, text: String) -> Block {
    Block { file, key: key.into(), text, first: false }
}

/// All entries, in the order of the sheet.
pub(super) fn blocks(plan: &Plan<'_>) -> Vec<Block> {
    let mut out = vec![head(plan)];
    out.extend(plan.sides.iter().map(side));
    for (row, sides) in &plan.blocs {
        let text =
            format!("[[bloc]]\nid = {}\nsides = {}\n", quoted(&row.name), list(sides.iter().map(String::as_str)));
        out.push(block("pack.toml", format!("bloc {}", row.name), text));
    }
    for actor in plan.actors.iter().filter(|actor| !actor.is_known) {
        out.push(match actor.row.kind.as_str() {
            "state" => state(actor),
            "outlet" => outlet(actor),
            "person" => named("persons.toml", actor),
            _ => named("institutions.toml", actor),
        });
    }
    out.extend(plan.labels.iter().map(label));
    out.extend(plan.agreements.iter().map(agreement));
    if !plan.divisions.is_empty() || !plan.countries.is_empty() {
        let countries = list(plan.countries.iter().map(String::as_str));
        let divisions = list(plan.divisions.iter().map(String::as_str));
        let text = format!(
            "# Countries whose places a report of this conflict means first, and first-level divisions that it lies in.\n\
             countries = {countries}\ndivisions = {divisions}\n"
        );
        out.push(Block { first: true, ..block("areas.toml", "countries", text) });
    }
    out
}

fn head(plan: &Plan<'_>) -> Block {
    let parties: Vec<&str> = plan
        .sides
        .iter()
        .filter(|side| side.role == "party")
        .flat_map(|side| &side.countries)
        .map(String::as_str)
        .collect();
    let mut text = format!("[pack]\ntitle = {}\n", quoted(&plan.title));
    if !parties.is_empty() {
        let _ = writeln!(text, "parties = {}", list(parties));
    }
    if !plan.areas.is_empty() {
        text.push_str("\n[pack.areas]\n");
        text.push_str(&by_language(&plan.areas.iter().copied()));
    }
    block("pack.toml", "pack", text)
}

/// Names in a list for each language that they can be of.
fn by_language<'n>(names: &(impl Iterator<Item = &'n str> + Clone)) -> String {
    let mut out = String::new();
    for lang in ["en", "ru", "uk"] {
        let mut own: Vec<&str> = names.clone().filter(|name| languages(name).contains(&lang)).collect();
        let mut seen = std::collections::BTreeSet::new();
        own.retain(|name| seen.insert(*name));
        if !own.is_empty() {
            let _ = writeln!(out, "{lang} = {}", list(own));
        }
    }
    out
}

fn side(side: &plan::Side<'_>) -> Block {
    let mut text = format!("[[side]]\nid = {}\nname = {}\n", quoted(&side.id), quoted(side.name));
    if side.role != "party" {
        let _ = writeln!(text, "role = {}", quoted(side.role));
    }
    for (key, ids) in [("countries", &side.countries), ("actors", &side.actors)] {
        if !ids.is_empty() {
            let _ = writeln!(text, "{key} = {}", list(ids.iter().map(String::as_str)));
        }
    }
    // What inputs call those that have no name of their own here.
    let words: &[&str] = match side.role {
        "observer" => &["monitor", "observer", "independent"],
        "media" => &["media", "press", "wire", "newspaper", "outlet"],
        "unknown" => &["unknown"],
        _ => &[],
    };
    if !words.is_empty() {
        let _ = writeln!(text, "words = {}", list(words.iter().copied()));
    }
    block("pack.toml", format!("side {}", side.id), text)
}

/// What a row was sorted by, as a remark.
fn remark(row: &Row) -> String {
    let mut out = String::new();
    let count = |number: &str, what: &str| (!number.is_empty()).then(|| format!("{number} {what}"));
    let counts: Vec<String> =
        [count(&row.reports, "reports"), count(&row.statements, "statements")].into_iter().flatten().collect();
    let example = visible(&row.example);
    let parts: Vec<String> = [counts.join(", "), example].into_iter().filter(|part| !part.is_empty()).collect();
    if !parts.is_empty() {
        let _ = writeln!(out, "# {}", visible(&parts.join(": ")));
    }
    out
}

fn state(actor: &Actor<'_>) -> Block {
    let of = |role: &str| -> Vec<&str> {
        let own = |row: &&&Row| {
            row.role.trim() == role
                || (role.is_empty() && !["adjective", "people", "capital"].contains(&row.role.trim()))
        };
        actor.others.iter().filter(own).map(|row| row.name.as_str()).collect()
    };
    let names: Vec<&str> = std::iter::once(actor.row.name.as_str()).chain(of("")).collect();
    let joined = |names: &[&str], lang: &str| {
        let own: Vec<&str> = names.iter().copied().filter(|name| languages(name).contains(&lang)).collect();
        quoted(&own.join("|"))
    };
    let mut text = remark(actor.row);
    let _ = write!(
        text,
        "[state.{}]\nen = {}\nru = {}\nuk = {}\n",
        actor.id,
        joined(&names, "en"),
        joined(&names, "ru"),
        joined(&names, "uk")
    );
    let (adjectives, people, capitals) = (of("adjective"), of("people"), of("capital"));
    for (key, lang) in [("adj", "en"), ("adj_ru", "ru"), ("adj_uk", "uk")] {
        if adjectives.iter().any(|name| languages(name).contains(&lang)) {
            let _ = writeln!(text, "{key} = {}", joined(&adjectives, lang));
        }
    }
    if !people.is_empty() {
        let _ = writeln!(text, "people = {}", joined(&people, "en"));
    }
    if !capitals.is_empty() {
        let in_each = ["en", "ru", "uk"].map(|lang| {
            let own: Vec<&str> = capitals.iter().copied().filter(|name| languages(name).contains(&lang)).collect();
            own.join("|")
        });
        let _ = writeln!(text, "capital = {}", quoted(in_each.join("; ").trim_end_matches([';', ' '])));
    }
    block("states.toml", format!("state {}", actor.id), text)
}

/// The first lines of an actor.
fn begun(actor: &Actor<'_>) -> String {
    let mut text = remark(actor.row);
    let _ = write!(
        text,
        "[[actor]]\nid = {}\nname = {}\nkind = {}\n",
        quoted(&actor.id),
        quoted(&actor.row.name),
        quoted(&actor.row.kind)
    );
    let country = actor.id.split_once('.').map(|(country, _)| country).filter(|country| super::names::is_code(country));
    if let Some(country) = country {
        let _ = writeln!(text, "country = {}", quoted(country));
    }
    text
}

/// Rows of sides with their days.
fn sides(actor: &Actor<'_>) -> String {
    let rows: Vec<String> =
        actor.sides.iter().map(|one| list([one.what.as_str(), one.from.as_str(), one.to.as_str()])).collect();
    if rows.is_empty() { String::new() } else { format!("sides = [{}]\n", rows.join(", ")) }
}

fn source(actor: &Actor<'_>) -> String {
    let rows = std::iter::once(actor.row).chain(actor.others.iter().copied());
    let mut all: Vec<&str> = Vec::new();
    for source in rows.map(|row| row.source.trim()).filter(|source| !source.is_empty()) {
        if !all.contains(&source) {
            all.push(source);
        }
    }
    if all.is_empty() { String::new() } else { format!("source = {}\n", quoted(&all.join("; "))) }
}

fn named(file: &'static str, actor: &Actor<'_>) -> Block {
    let mut text = begun(actor);
    let sectors: &[&str] = match actor.row.kind.as_str() {
        "armed_force" => &["MIL"],
        "non_state_armed_group" => &["REB"],
        "monitoring_mission" => &["OBS"],
        _ => &[],
    };
    if !sectors.is_empty() {
        let _ = writeln!(text, "sectors = {}", list(sectors.iter().copied()));
    }
    text.push_str(&sides(actor));
    let is_person = actor.row.kind == "person";
    // A piece of an organisation's name is borne by others too: it means it only beside the whole.
    let whole = slug(&actor.row.name);
    let is_piece = |name: &str| {
        let piece = slug(name);
        !is_person && piece != whole && format!("-{whole}-").contains(&format!("-{piece}-"))
    };
    let others = || actor.others.iter().map(|row| row.name.as_str()).filter(|name| *name != actor.row.name);
    let pieces: Vec<&str> = others().filter(|name| is_piece(name)).collect();
    let own = std::iter::once(actor.row.name.as_str()).filter(|name| languages(name) != ["en"]);
    let names: Vec<&str> = own.chain(others().filter(|name| !is_piece(name))).collect();
    text.push_str(&by_language(&names.iter().copied()));
    if !pieces.is_empty() {
        let _ = writeln!(text, "ambiguous = {}", list(pieces));
    }
    if !actor.roles.is_empty() {
        let rows: Vec<String> =
            actor.roles.iter().map(|(office, id, from, to)| list([office.as_str(), id, from, to])).collect();
        let _ = writeln!(text, "roles = [{}]", rows.join(", "));
    }
    text.push_str(&source(actor));
    block(file, format!("actor {}", actor.id), text)
}

fn outlet(actor: &Actor<'_>) -> Block {
    let mut text = begun(actor);
    let class = plan::class(actor.row).unwrap_or(OutletKind::Unknown);
    let _ = writeln!(text, "class = {}", quoted(class.name()));
    text.push_str(&sides(actor));
    let others = actor.others.iter().map(|row| row.name.as_str());
    text.push_str(&by_language(&others.collect::<Vec<_>>().into_iter()));
    let written = actor.row.source.trim();
    let mut facts = Vec::new();
    if class == OutletKind::StateMedia {
        facts.extend(["funding", "control"].map(|about| list([about, "state", "", "", written])));
    }
    if !written.is_empty() && class == OutletKind::PartyChannel {
        facts.extend(
            actor
                .sides
                .iter()
                .map(|one| list(["party", one.what.as_str(), one.from.as_str(), one.to.as_str(), written])),
        );
    }
    if !facts.is_empty() {
        let _ = writeln!(text, "facts = [{}]", facts.join(", "));
    }
    text.push_str(&source(actor));
    block("media.toml", format!("actor {}", actor.id), text)
}

fn label(label: &plan::Label<'_>) -> Block {
    let row = label.row;
    let mut text = format!("{}[[label]]\n{}", remark(row), by_language(&std::iter::once(row.name.as_str())));
    let used_by = list(label.used_by.iter().map(String::as_str));
    let _ = write!(text, "used_by = {used_by}\nneutral = {}\n", quoted(row.role.trim()));
    if let Some(of) = &label.of {
        let _ = writeln!(text, "of = {}", quoted(of));
    }
    block("labels.toml", format!("label {}", row.name), text)
}

fn agreement(agreement: &plan::Agreement<'_>) -> Block {
    let row = agreement.row;
    let mut text = format!(
        "{}[[agreement]]\nid = {}\nname = {}\nmade = {}\nparties = {}\nsource = {}\n",
        remark(row),
        quoted(&agreement.id),
        quoted(&row.name),
        quoted(&agreement.made),
        list(agreement.parties.iter().map(String::as_str)),
        quoted(row.source.trim())
    );
    for (number, (measure, events)) in agreement.measures.iter().enumerate() {
        let _ = write!(text, "[[agreement.measure]]\nid = \"M{}\"\ntext = {}\n", number + 1, quoted(measure));
        if !events.is_empty() {
            let _ = writeln!(text, "violated_by = {}", list(events.iter().map(String::as_str)));
        }
    }
    block("agreements.toml", format!("agreement {}", agreement.id), text)
}

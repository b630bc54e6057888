//! From what a pack's files hold to what it says, with everything that does not fit together.

use std::{collections::BTreeSet, ops::Range};

use jiff::civil::Date;

use toml::Spanned;

use super::{
    Agreement, Bloc, Label, Measure, NameKind, Named, Outlet, OutletFact, Pack, PackActor, Role, Side, SideRole, Sided,
    schema,
};
use crate::{
    document::OutletKind,
    faults::{At, Fault},
    lang::Lang,
    resolve::who::ActorKind,
};

/// PLOVER's sectors, and `OBS` for monitors.
const SECTORS: [&str; 26] = [
    "GOV", "MIL", "COP", "JUD", "LEG", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC", "OBS",
];

/// Letters and digits that a line which an outlet repeats must have.
const LINE: usize = 8;

/// A file with its name and text.
type Parsed<'f> = (&'f str, &'f str, schema::File);

impl At<'_, '_> {
    fn date(&mut self, entry: Range<usize>, date: &str) -> Option<Date> {
        if date.is_empty() {
            return None;
        }
        let parsed = date.parse().ok();
        if parsed.is_none() {
            self.fault(entry, date, format!("`{date}` is no date of the form 2022-02-17"));
        }
        parsed
    }

    /// Refuses names that are empty or go over several lines.
    fn names<'n, T>(&mut self, entry: &Spanned<T>, names: impl IntoIterator<Item = &'n String>) {
        for name in names {
            if name.trim().is_empty() {
                self.fault(entry.span(), name, "a name is empty".to_owned());
            } else if name.chars().any(char::is_control) {
                self.fault(entry.span(), name, format!("a name goes over several lines: {name:?}"));
            }
        }
    }

    /// Refuses rows that have more cells than anyone reads.
    fn cells<T>(&mut self, entry: &Spanned<T>, what: &str, heads: &[&str], rows: &[Vec<String>]) {
        for row in rows.iter().filter(|row| row.len() > heads.len()) {
            let word = row.get(heads.len()).map_or("", String::as_str);
            let (many, most, heads) = (row.len(), heads.len(), heads.join(", "));
            let fault = format!("a row of {what} has {most} cells at most, {heads}; this one has {many}");
            self.fault(entry.span(), word, fault);
        }
    }

    /// From and to of a row, from a column on.
    fn dates(&mut self, entry: &Range<usize>, row: &[String], column: usize) -> (Option<Date>, Option<Date>) {
        let mut cell = |i: usize| row.get(i).and_then(|date| self.date(entry.clone(), date));
        let (from, to) = (cell(column), cell(column + 1));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            self.fault(entry.clone(), &to.to_string(), format!("ends on {to}, before it begins on {from}"));
        }
        (from, to)
    }
}

/// Fills a pack from its parsed files.
pub(super) fn fill(pack: &mut Pack, files: &[Parsed<'_>], general: Option<&Pack>, faults: &mut Vec<Fault>) {
    let mut headed = false;
    for (file, text, parsed) in files {
        let mut at = At { file, text, faults };
        if let Some(head) = &parsed.pack {
            if headed {
                at.fault(0..0, "", "a second [pack]".to_owned());
            }
            headed = true;
            pack.always = head.always;
            for (lang, names) in [(Lang::En, &head.areas.en), (Lang::Ru, &head.areas.ru), (Lang::Uk, &head.areas.uk)] {
                for name in names {
                    pack.areas.add(name, lang, ());
                }
            }
            pack.parties.clone_from(&head.parties);
            if head.title.trim().is_empty() {
                at.fault(0..text.len(), &head.title, "a pack needs a title".to_owned());
            }
        }
        sides(pack, parsed, &mut at);
    }
    if !headed {
        faults.push(Fault { file: "pack.toml".to_owned(), line: 0, fault: "no file has a [pack]".to_owned() });
    }
    for (file, text, parsed) in files {
        let mut at = At { file, text, faults };
        for (code, state) in &parsed.state {
            add_state(pack, code, state, &mut at);
        }
        for entry in &parsed.actor {
            let actor = entry.as_ref();
            at.names(entry, [&actor.id, &actor.name]);
            at.names(entry, [&actor.en, &actor.ru, &actor.uk, &actor.ambiguous, &actor.metonyms].into_iter().flatten());
            at.cells(entry, "roles", &["office", "organisation", "from", "to", "source"], &actor.roles);
            at.cells(entry, "sides", &["side", "from", "to"], &actor.sides);
            at.cells(entry, "facts", &["about", "value", "from", "to", "source"], &actor.facts);
            add_actor(pack, actor, entry.span(), &mut at);
        }
    }
    for (file, text, parsed) in files {
        let mut at = At { file, text, faults };
        for entry in &parsed.bloc {
            blocs(pack, files, entry, &mut at);
            pack.blocs.push(Bloc { id: entry.as_ref().id.clone(), sides: entry.as_ref().sides.clone() });
        }
        for entry in &parsed.side {
            for id in entry.as_ref().actors.iter().filter(|id| !is_known(pack, general, id)) {
                at.fault(entry.span(), id, format!("no actor `{id}`"));
            }
        }
        references(pack, parsed, general, &mut at);
        labels(pack, parsed, general, &mut at);
        agreements(pack, parsed, general, &mut at);
    }
}

fn sides(pack: &mut Pack, parsed: &schema::File, at: &mut At<'_, '_>) {
    for entry in &parsed.side {
        let schema::Side { id, name, countries, actors, words, role } = entry.as_ref();
        if !is_side(id) {
            let fault =
                format!("`{id}` is no id of a side: letters, digits, `-`, `_`, `+` and `.`, and none of none, no, yes");
            at.fault(entry.span(), id, fault);
        }
        at.names(entry, [name]);
        if pack.sides.iter().any(|side| side.id == *id) {
            at.fault(entry.span(), id, format!("side `{id}` is there twice"));
        }
        for country in countries {
            if let Some(other) = pack.sides.iter().find(|side| side.countries.contains(country)) {
                at.fault(entry.span(), country, format!("country `{country}` is already on side `{}`", other.id));
            }
        }
        pack.sides.push(Side {
            id: id.clone(),
            name: name.clone(),
            countries: countries.clone(),
            actors: actors.clone(),
            words: words.clone(),
            role: match role.as_deref().map(|role| (role, SideRole::named(role))) {
                None => SideRole::Party,
                Some((_, Some(role))) => role,
                Some((role, None)) => {
                    at.fault(entry.span(), role, format!("`{role}` is none of party, observer, media, unknown"));
                    SideRole::Party
                }
            },
        });
    }
}

/// Whether a side can be called so where sides are told apart by commas and spaces, and from nobody's.
fn is_side(id: &str) -> bool {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_+.".contains(letter);
    !id.is_empty() && id.chars().all(is_plain) && !["none", "no", "yes"].contains(&id.to_lowercase().as_str())
}

fn references_to_sides(pack: &Pack, sides: &[String], entry: Range<usize>, at: &mut At<'_, '_>) {
    for side in sides {
        if !pack.sides.iter().any(|known| known.id == *side) {
            at.fault(entry.clone(), side, format!("no side `{side}`"));
        }
    }
}

/// What a bloc is made of: sides, and neither itself nor another bloc, which could hold this one again.
fn blocs(pack: &Pack, files: &[Parsed<'_>], entry: &toml::Spanned<schema::Bloc>, at: &mut At<'_, '_>) {
    let bloc = entry.as_ref();
    for side in bloc.sides.iter().filter(|side| !pack.sides.iter().any(|known| known.id == **side)) {
        let is_bloc = files.iter().flat_map(|(.., file)| &file.bloc).any(|other| other.as_ref().id == *side);
        let fault = match (*side == bloc.id, is_bloc) {
            (true, _) => format!("bloc `{side}` holds itself; name the sides that it is made of"),
            (_, true) => format!("`{side}` is a bloc, and a bloc is made of sides; name those of `{side}` instead"),
            _ => format!("no side `{side}`"),
        };
        at.fault(entry.span(), side, fault);
    }
    if pack.blocs.iter().any(|known| known.id == bloc.id) {
        at.fault(entry.span(), &bloc.id, format!("bloc `{}` is there twice", bloc.id));
    }
}

fn add_state(pack: &mut Pack, code: &str, entry: &toml::Spanned<schema::State>, at: &mut At<'_, '_>) {
    let state = entry.as_ref();
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        at.fault(entry.span(), code, format!("`{code}` is no ISO 3166-1 alpha-3 code"));
    }
    let split = |list: &str| -> Vec<String> {
        list.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let mut capitals = state.capital.split(';').map(split);
    let mut capital = || capitals.next().unwrap_or_default();
    let rows = [
        (Lang::En, NameKind::Name, split(&state.en)),
        (Lang::Ru, NameKind::Name, split(&state.ru)),
        (Lang::Uk, NameKind::Name, split(&state.uk)),
        (Lang::En, NameKind::Adjective, split(&state.adj)),
        (Lang::Ru, NameKind::Adjective, split(&state.adj_ru)),
        (Lang::Uk, NameKind::Adjective, split(&state.adj_uk)),
        (Lang::En, NameKind::People, split(&state.people)),
        (Lang::En, NameKind::Metonym, capital()),
        (Lang::Ru, NameKind::Metonym, capital()),
        (Lang::Uk, NameKind::Metonym, capital()),
    ];
    let names: Vec<(Lang, String)> = rows
        .iter()
        .filter(|(_, by, _)| *by == NameKind::Name)
        .flat_map(|(lang, _, names)| names.iter().map(move |name| (*lang, name.clone())))
        .collect();
    let Some(name) = names.first().map(|(_, name)| name.clone()) else {
        return at.fault(entry.span(), "", format!("state `{code}` has no English name"));
    };
    let actor = PackActor {
        id: code.to_owned(),
        name,
        kind: ActorKind::State,
        country: Some(code.to_owned()),
        sectors: vec!["GOV".to_owned()],
        names,
        sides: Vec::new(),
        roles: Vec::new(),
        parent: None,
        outlet: None,
        source: None,
    };
    let Some(index) = insert(pack, actor, entry.span(), at) else { return };
    for (lang, by, names) in rows {
        for name in names {
            pack.names.add(&name, lang, Named { actor: index, by });
        }
    }
}

fn insert(pack: &mut Pack, actor: PackActor, entry: Range<usize>, at: &mut At<'_, '_>) -> Option<usize> {
    let index = pack.actors.len();
    if pack.by_id.contains_key(&actor.id) {
        at.fault(entry, &actor.id, format!("actor `{}` is there twice", actor.id));
        return None;
    }
    pack.by_id.insert(actor.id.clone(), index);
    pack.actors.push(actor);
    Some(index)
}

fn add_actor(pack: &mut Pack, entry: &schema::Actor, span: Range<usize>, at: &mut At<'_, '_>) {
    let kind = ActorKind::named(&entry.kind).unwrap_or_else(|| {
        at.fault(span.clone(), &entry.kind, format!("no kind of actor is called `{}`", entry.kind));
        ActorKind::Unknown
    });
    for sector in entry.sectors.iter().filter(|sector| !SECTORS.contains(&sector.as_str())) {
        at.fault(span.clone(), sector, format!("PLOVER has no sector `{sector}`"));
    }
    let mut roles = Vec::new();
    for row in &entry.roles {
        let (from, to) = at.dates(&span, row, 2);
        let cell = |i: usize| row.get(i).filter(|cell| !cell.is_empty()).cloned();
        let Some(office) = cell(0) else {
            at.fault(span.clone(), "", "a role needs an office".to_owned());
            continue;
        };
        roles.push(Role { office, organisation: cell(1), from, to, source: cell(4) });
    }
    let mut sided = Vec::new();
    for row in &entry.sides {
        let (from, to) = at.dates(&span, row, 1);
        if let Some(side) = row.first() {
            references_to_sides(pack, std::slice::from_ref(side), span.clone(), at);
            sided.push(Sided { side: side.clone(), from, to });
        }
    }
    let outlet = outlet(entry, kind, &span, at);
    let mut names = Vec::new();
    for (lang, list) in [(Lang::En, &entry.en), (Lang::Ru, &entry.ru), (Lang::Uk, &entry.uk)] {
        names.extend(list.iter().map(|name| (lang, name.clone())));
    }
    if !names.iter().any(|(_, name)| *name == entry.name) {
        names.insert(0, (Lang::En, entry.name.clone()));
    }
    let actor = PackActor {
        id: entry.id.clone(),
        name: entry.name.clone(),
        kind,
        country: entry.country.clone(),
        sectors: entry.sectors.clone(),
        names: names.clone(),
        sides: sided,
        roles,
        parent: entry.parent.clone(),
        outlet,
        source: entry.source.clone(),
    };
    let Some(index) = insert(pack, actor, span.clone(), at) else { return };
    hosts(pack, index, &entry.hosts, &span, at);
    for (lang, name) in names {
        pack.names.add(&name, lang, Named { actor: index, by: NameKind::Name });
    }
    let any_language = [(&entry.ambiguous, NameKind::Ambiguous), (&entry.metonyms, NameKind::Metonym)];
    for (name, by) in any_language.iter().flat_map(|(names, by)| names.iter().map(move |name| (name, *by))) {
        for lang in [Lang::Ru, Lang::Uk].into_iter().filter(|_| !name.is_ascii()).chain([Lang::En]) {
            pack.names.add(name, lang, Named { actor: index, by });
        }
    }
}

fn outlet(entry: &schema::Actor, kind: ActorKind, span: &Range<usize>, at: &mut At<'_, '_>) -> Option<Outlet> {
    let mut facts = Vec::new();
    for row in &entry.facts {
        let (from, to) = at.dates(span, row, 2);
        let cell = |i: usize| row.get(i).cloned().unwrap_or_default();
        let about = cell(0);
        if !["funding", "control", "party"].contains(&about.as_str()) {
            at.fault(span.clone(), &about, format!("`{about}` is none of funding, control, party"));
        }
        if cell(4).is_empty() {
            at.fault(span.clone(), &about, format!("what is said of {about} needs a source"));
        }
        facts.push(OutletFact { about, value: cell(1), from, to, source: cell(4) });
    }
    let Some(class) = &entry.class else {
        if kind == ActorKind::Outlet {
            at.fault(span.clone(), &entry.id, format!("outlet `{}` needs a class", entry.id));
        }
        for written in entry.hosts.iter().chain(&entry.lines) {
            at.fault(
                span.clone(),
                written,
                format!("`{}` is no outlet of a class, so it has no hosts or lines", entry.id),
            );
        }
        return None;
    };
    let class = OutletKind::named(class).unwrap_or_else(|| {
        at.fault(span.clone(), class, format!("no class of outlet is called `{class}`"));
        OutletKind::Unknown
    });
    // One criterion for every state: funded and editorially controlled by it.
    let says = |about: &str| facts.iter().any(|fact| fact.about == about && fact.value == "state");
    if class == OutletKind::StateMedia && !(says("funding") && says("control")) {
        let fault = format!("`{}` is state media without funding and control by a state, each with a source", entry.id);
        at.fault(span.clone(), &entry.id, fault);
    }
    for line in entry.lines.iter().filter(|line| line.chars().filter(|c| c.is_alphanumeric()).count() < LINE) {
        at.fault(span.clone(), line, format!("the line `{line}` is too short to be told from a report's own"));
    }
    Some(Outlet { class, facts, hosts: entry.hosts.clone(), lines: entry.lines.clone() })
}

/// Notes where an outlet's pages stand.
fn hosts(pack: &mut Pack, index: usize, hosts: &[String], span: &Range<usize>, at: &mut At<'_, '_>) {
    for host in hosts {
        if !is_host(host) {
            let fault =
                format!("`{host}` is no host: `example.org`, in small letters, without scheme, `www.` and path");
            at.fault(span.clone(), host, fault);
        } else if pack.by_host.insert(host.clone(), index).is_some() {
            at.fault(span.clone(), host, format!("host `{host}` is there twice"));
        }
    }
}

/// Whether a pack writes a host so: two labels or more of small Latin letters, digits and inner hyphens.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(plain) && !label.starts_with('-') && !label.ends_with('-')
    };
    host.contains('.') && host.split('.').all(is_label) && !host.starts_with("www.")
}

/// Whether an id is known here or in the general pack.
fn is_known(pack: &Pack, general: Option<&Pack>, id: &str) -> bool {
    pack.by_id.contains_key(id) || general.is_some_and(|general| general.by_id.contains_key(id))
}

/// An actor that is part of itself.
fn circle(pack: &Pack, entry: &Spanned<schema::Actor>, at: &mut At<'_, '_>) {
    let actor = entry.as_ref();
    let mut above = actor.parent.as_deref();
    let mut steps = 0;
    while let Some(parent) = above.filter(|_| steps <= pack.actors.len()) {
        if parent == actor.id {
            let told =
                format!("`{}` is part of itself by way of its `parent`; one of them belongs to no other", actor.id);
            return at.fault(entry.span(), actor.parent.as_deref().unwrap_or_default(), told);
        }
        above = pack.actor(parent).and_then(|parent| parent.parent.as_deref());
        steps += 1;
    }
}

fn references(pack: &Pack, parsed: &schema::File, general: Option<&Pack>, at: &mut At<'_, '_>) {
    for entry in &parsed.actor {
        circle(pack, entry, at);
        let actor = entry.as_ref();
        let organisations = actor.roles.iter().filter_map(|row| row.get(1)).filter(|id| !id.is_empty());
        for id in organisations.chain(&actor.parent) {
            // An office of a state, `UKR.mfa`, comes from the table of offices.
            let state = id.split('.').next().unwrap_or_default();
            if !is_known(pack, general, id) && !is_known(pack, general, state) {
                at.fault(entry.span(), id, format!("no actor `{id}`"));
            }
        }
        for host in actor.hosts.iter().filter(|host| general.is_some_and(|pack| pack.by_host.contains_key(*host))) {
            at.fault(entry.span(), host, format!("host `{host}` is already in the general pack"));
        }
    }
}

fn labels(pack: &mut Pack, parsed: &schema::File, general: Option<&Pack>, at: &mut At<'_, '_>) {
    for entry in &parsed.label {
        let label = entry.as_ref();
        at.names(entry, [&label.en, &label.ru, &label.uk].into_iter().flatten());
        references_to_sides(pack, &label.used_by, entry.span(), at);
        if let Some(of) = &label.of
            && !is_known(pack, general, of)
        {
            at.fault(entry.span(), of, format!("no actor `{of}`"));
        }
        let words = [(Lang::En, &label.en), (Lang::Ru, &label.ru), (Lang::Uk, &label.uk)];
        pack.labels.push(Label {
            words: words.iter().flat_map(|(lang, words)| words.iter().map(|word| (*lang, word.clone()))).collect(),
            used_by: label.used_by.clone(),
            neutral: label.neutral.clone(),
            of: label.of.clone(),
            alleges: label.alleges,
        });
    }
}

fn agreements(pack: &mut Pack, parsed: &schema::File, general: Option<&Pack>, at: &mut At<'_, '_>) {
    let mut seen = BTreeSet::new();
    for entry in &parsed.agreement {
        let agreement = entry.as_ref();
        at.names(entry, [&agreement.id, &agreement.name]);
        if agreement.made.trim().is_empty() {
            at.fault(entry.span(), "", format!("agreement `{}` needs the day on which it was made", agreement.id));
        }
        if !seen.insert(&agreement.id) {
            at.fault(entry.span(), &agreement.id, format!("agreement `{}` is there twice", agreement.id));
        }
        for party in agreement.parties.iter().filter(|party| !is_known(pack, general, party)) {
            at.fault(entry.span(), party, format!("no actor `{party}`"));
        }
        let in_force = agreement.in_force.as_ref().and_then(|date| at.date(entry.span(), date));
        let ended = agreement.ended.as_ref().and_then(|date| at.date(entry.span(), date));
        let Some(made) = at.date(entry.span(), &agreement.made) else { continue };
        if ended.is_some_and(|ended| ended < in_force.unwrap_or(made)) {
            let fault = format!("agreement `{}` ends before it holds", agreement.id);
            at.fault(entry.span(), agreement.ended.as_deref().unwrap_or_default(), fault);
        }
        let measures = agreement.measure.iter().map(|measure| Measure {
            id: measure.id.clone(),
            text: measure.text.clone(),
            violated_by: measure.violated_by.clone(),
        });
        pack.agreements.push(Agreement {
            id: agreement.id.clone(),
            name: agreement.name.clone(),
            made,
            in_force,
            ended,
            parties: agreement.parties.clone(),
            measures: measures.collect(),
            source: agreement.source.clone(),
        });
    }
}

//! From reports to candidates: one report after the other, of which only names and counts stay.

use std::collections::{BTreeMap, BTreeSet};

use fogline::{
    code_points::CodePoints,
    lang::Lang,
    names::fold,
    packs::{Pack, words::Words},
    resolve::who::ActorKind,
    span::Span,
};
use fogline_ledger::{Ledger, standing};
use fogline_reconcile::{
    corrections,
    report::{self, Actor, Report, Statement, day},
};
use jiff::Timestamp;

use super::{Candidate, Candidates, Example, Related, Sort};
use crate::error::Result;

/// Examples of each candidate, each of another report.
const EXAMPLES: usize = 3;
/// Offices, and others beside a candidate, that are told.
const BESIDE: usize = 5;
/// Code points of an example.
const WORDS: usize = 240;
/// Words of a quotation that can be a name for others.
const SHORT: usize = 3;

/// The candidates in the reports of a ledger, as it was known at a time; without one, now. One report is at hand at a time.
pub fn candidates(ledger: &Ledger, as_of: Option<Timestamp>) -> Result<Candidates> {
    let packs = ledger.packs(as_of)?;
    let recorded = standing::recorded(ledger, as_of)?;
    let standing = corrections::standing(&recorded);
    let about = corrections::about(&standing);
    let mut gathering = Gathering::new(&packs);
    for read in ledger.reports(as_of)? {
        let mut report = read?.report()?;
        if let Some(own) = about.get(report.document.id.as_str()) {
            corrections::apply(&mut report, own);
        }
        gathering.add(&report);
    }
    Ok(gathering.finish())
}

/// What candidates are told apart by: what they are, and their name as the reader folds it.
type Key = (Sort, String);

/// Candidates as they come together. Neither the order of reports nor their number of times changes what comes of it.
pub struct Gathering {
    /// States and outlets that packs know, by name.
    states: BTreeMap<String, String>,
    outlets: BTreeSet<String>,
    /// Reports that were taken in.
    reports: BTreeSet<String>,
    found: BTreeMap<Key, Found>,
}

/// What is known of one of them.
#[derive(Debug, Default)]
struct Found {
    names: BTreeMap<String, usize>,
    kinds: BTreeMap<String, usize>,
    known: Option<String>,
    country: Option<String>,
    offices: BTreeMap<String, usize>,
    related: BTreeMap<String, usize>,
    within: Option<String>,
    reports: usize,
    statements: usize,
    first: Option<String>,
    examples: BTreeSet<Example>,
}

impl Found {
    fn keep(&mut self, example: Example) {
        self.examples.insert(example);
        while self.examples.len() > EXAMPLES {
            self.examples.pop_last();
        }
    }
}

/// One report being looked at.
struct Scene<'r> {
    report: &'r Report,
    points: Points<'r>,
    words: &'static Words,
    day: Option<String>,
}

impl Scene<'_> {
    /// Where a name stands, with its sentence.
    fn example(&self, span: &report::Span) -> Example {
        let own = self.report.document.sentences.iter().find(|one| one.start <= span.start && span.start < one.end);
        let (from, to) = own.map_or((span.start, span.end), |one| (one.start, one.end.max(span.end)));
        let from = if to - from > WORDS { from.max(span.start.saturating_sub(WORDS / 2)) } else { from };
        let to = to.min(from + WORDS).max(span.end);
        Example {
            published: self.report.document.published.clone(),
            document: self.report.document.reference.clone(),
            start: span.start,
            end: span.end,
            exact: span.exact.clone(),
            words: self.points.cut(from, to).split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// A span of bytes as the contract has it.
    fn span(&self, bytes: Span) -> report::Span {
        report::Span {
            start: self.points.forth.at(bytes.start),
            end: self.points.forth.at(bytes.end),
            exact: bytes.of(&self.report.document.text).to_owned(),
        }
    }
}

/// A text by code points.
struct Points<'r> {
    text: &'r str,
    forth: CodePoints<'r>,
    /// The byte at which each code point begins; `None` where all are of one byte.
    back: Option<Vec<u32>>,
}

impl<'r> Points<'r> {
    fn new(text: &'r str) -> Self {
        let back = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at as u32).collect());
        Self { text, forth: CodePoints::new(text), back }
    }

    fn byte(&self, point: usize) -> usize {
        match &self.back {
            None => point.min(self.text.len()),
            Some(back) => back.get(point).map_or(self.text.len(), |at| *at as usize),
        }
    }

    fn bytes(&self, start: usize, end: usize) -> Span {
        Span::new(self.byte(start), self.byte(end))
    }

    fn cut(&self, start: usize, end: usize) -> &'r str {
        self.bytes(start, end).of(self.text)
    }
}

impl Gathering {
    /// Nothing yet; the packs tell who is known and on a side.
    pub fn new(packs: &[Pack]) -> Self {
        let (mut states, mut outlets) = (BTreeMap::new(), BTreeSet::new());
        for actor in packs.iter().flat_map(|pack| &pack.actors) {
            let names = || actor.names.iter().map(|(_, name)| fold(name)).chain([fold(&actor.name)]);
            match actor.kind {
                ActorKind::State => states.extend(names().map(|name| (name, actor.id.clone()))),
                ActorKind::Outlet => outlets.extend(names()),
                _ => {}
            }
        }
        Self { states, outlets, reports: BTreeSet::new(), found: BTreeMap::new() }
    }

    /// Takes in a report.
    pub fn add(&mut self, report: &Report) {
        let document = &report.document;
        if !self.reports.insert(document.id.clone()) {
            return;
        }
        let lang = Lang::of_code(document.lang.as_deref().unwrap_or_default());
        let scene = Scene {
            report,
            points: Points::new(&document.text),
            words: Words::of(lang),
            day: document.published.as_deref().and_then(day).map(|day| day.to_string()),
        };
        self.outlet(&scene);
        self.actors(&scene);
        self.places(&scene);
        self.labels(&scene);
        self.agreements(&scene);
    }

    /// Counts one report, with where it names the candidate.
    fn note(&mut self, scene: &Scene<'_>, sort: Sort, key: String, spans: &[&report::Span]) -> &mut Found {
        let found = self.found.entry((sort, key)).or_default();
        found.reports += 1;
        if let Some(day) = &scene.day
            && found.first.as_ref().is_none_or(|first| day < first)
        {
            found.first = Some(day.clone());
        }
        if let Some(first) = spans.iter().min() {
            found.keep(scene.example(first));
        }
        found
    }

    fn outlet(&mut self, scene: &Scene<'_>) {
        let document = &scene.report.document;
        let Some(name) = document.outlet.as_ref().filter(|name| !name.trim().is_empty()) else { return };
        let key = fold(name);
        if self.outlets.contains(&key) || document.side.is_some() {
            return;
        }
        let title = report::Span::default();
        let found = self.note(scene, Sort::Outlet, key, &[]);
        *found.names.entry(name.clone()).or_default() += 1;
        let kind = document.outlet_kind.clone().unwrap_or_else(|| "unknown".to_owned());
        *found.kinds.entry(kind).or_default() += 1;
        found.statements += scene.report.statements.iter().filter(|one| one.speaker.resolution == "author").count();
        found.keep(Example { words: document.title.clone().unwrap_or_default(), ..scene.example(&title) });
    }

    fn actors(&mut self, scene: &Scene<'_>) {
        let report = scene.report;
        for actor in &report.actors {
            let Some((key, kind)) = proposed(actor) else { continue };
            // A pronoun leads to a name, and is none.
            let named: Vec<&report::Span> = actor
                .mentions
                .iter()
                .filter(|one| one.exact.chars().any(char::is_uppercase) || kind == "collective")
                .collect();
            if named.is_empty() {
                continue;
            }
            let offices: BTreeSet<String> = named
                .iter()
                .filter(|_| kind == "person")
                .filter_map(|span| {
                    let bytes = scene.points.bytes(span.start, span.end);
                    Some(scene.words.office(&report.document.text, bytes)?.of(&report.document.text).to_owned())
                })
                .collect();
            let speaks =
                |one: &&Statement| one.speaker.actor.as_deref() == Some(&actor.id) || one.accused.contains(&actor.id);
            let statements = report.statements.iter().filter(speaks).count();
            let name = bare(&actor.name).to_owned();
            let found = self.note(scene, Sort::Actor, key, &named);
            *found.names.entry(name).or_default() += 1;
            *found.kinds.entry(kind.to_owned()).or_default() += 1;
            found.known = found.known.take().or_else(|| Some(actor.pack_id.as_ref()?.split_once('/')?.1.to_owned()));
            found.country = found.country.take().or_else(|| actor.plover.country.clone());
            found.statements += statements;
            for office in offices {
                *found.offices.entry(office).or_default() += 1;
            }
        }
    }

    fn places(&mut self, scene: &Scene<'_>) {
        let mut by_key = BTreeMap::<String, Vec<&report::Place>>::new();
        let mut states = BTreeMap::<String, Vec<&report::Place>>::new();
        for place in &scene.report.places {
            let (Some(country), Some(_)) = (&place.country, &place.gazetteer_id) else { continue };
            if place.precision.as_deref() == Some("country") {
                if !self.states.contains_key(&fold(&place.name)) {
                    states.entry(fold(&place.name)).or_default().push(place);
                }
                continue;
            }
            let Some(division) = place.admin1.as_deref().filter(|code| *code != "00") else { continue };
            let code = format!("{country}.{division}");
            let key =
                if place.precision.as_deref() == Some("adm1") { code } else { format!("{code} {}", fold(&place.name)) };
            by_key.entry(key).or_default().push(place);
        }
        for (key, places) in states {
            let spans: Vec<&report::Span> = places.iter().filter_map(|place| place.span.as_ref()).collect();
            let found = self.note(scene, Sort::Actor, format!("state:{key}"), &spans);
            *found.kinds.entry("state".to_owned()).or_default() += 1;
            for place in places.iter().take(1) {
                *found.names.entry(place.name.clone()).or_default() += 1;
            }
        }
        for (key, places) in by_key {
            let spans: Vec<&report::Span> = places.iter().filter_map(|place| place.span.as_ref()).collect();
            let code = key.split(' ').next().unwrap_or_default().to_owned();
            let is_division = code == key;
            let found = self.note(scene, Sort::Place, key, &spans);
            for place in places.iter().take(1) {
                *found.names.entry(place.name.clone()).or_default() += 1;
                let kind = if is_division { "adm1" } else { place.precision.as_deref().unwrap_or("settlement") };
                *found.kinds.entry(kind.to_owned()).or_default() += 1;
            }
            found.within = Some(code);
        }
    }

    fn labels(&mut self, scene: &Scene<'_>) {
        let report = scene.report;
        let mut uses = BTreeMap::<String, Vec<(report::Span, BTreeSet<String>)>>::new();
        for (at, one) in report.statements.iter().enumerate() {
            if one.speaker.resolution == "author" {
                continue;
            }
            let user =
                one.speaker.actor.as_deref().and_then(|id| report.actor(id)).map(|actor| bare(&actor.name).to_owned());
            // Words of a statement that stands in this one are that one's.
            let inner: Vec<&report::Span> = report
                .statements
                .iter()
                .enumerate()
                .filter(|(other, inner)| *other != at && inner.parent.as_deref() == Some(&one.id))
                .flat_map(|(_, inner)| &inner.content)
                .collect();
            let mut spans: Vec<report::Span> = Vec::new();
            for part in &one.content {
                let bytes = scene.points.bytes(part.start, part.end);
                spans.extend(scene.words.loaded(&report.document.text, bytes).into_iter().map(|span| scene.span(span)));
            }
            spans.extend(one.quotes.iter().filter(|quote| is_fragment(&quote.exact, scene.words)).cloned());
            for span in spans {
                if inner.iter().any(|inner| inner.start <= span.start && span.end <= inner.end) {
                    continue;
                }
                let key = fold(bare(&span.exact));
                uses.entry(key).or_default().push((span, user.iter().cloned().collect()));
            }
        }
        for (key, mut spans) in uses {
            spans.sort();
            spans.dedup_by(|a, b| a.0 == b.0);
            let users: BTreeSet<String> = spans.iter().flat_map(|(_, users)| users.clone()).collect();
            let names: BTreeSet<String> = spans.iter().map(|(span, _)| bare(&span.exact).to_owned()).collect();
            let number = spans.len();
            let where_: Vec<&report::Span> = spans.iter().map(|(span, _)| span).collect();
            let found = self.note(scene, Sort::Label, key, &where_);
            found.statements += number;
            *found.kinds.entry("label".to_owned()).or_default() += 1;
            for name in names {
                *found.names.entry(name).or_default() += 1;
            }
            for user in users {
                *found.related.entry(user).or_default() += 1;
            }
        }
    }

    fn agreements(&mut self, scene: &Scene<'_>) {
        let report = scene.report;
        let text = &report.document.text;
        let mut by_name = BTreeMap::<String, (Vec<report::Span>, BTreeSet<String>)>::new();
        for sentence in &report.document.sentences {
            let stretch = scene.points.bytes(sentence.start, sentence.end);
            let named = scene.words.agreements(text, stretch);
            if named.is_empty() {
                continue;
            }
            let signs = scene.words.tells_of_signing(text, stretch);
            let in_sentence = |span: &report::Span| sentence.start <= span.start && span.end <= sentence.end;
            let actors =
                report.actors.iter().filter(|one| proposed(one).is_some() && one.mentions.iter().any(in_sentence));
            let actors = actors.map(|one| bare(&one.name).to_owned());
            let states = report.places.iter().filter(|one| one.precision.as_deref() == Some("country"));
            let states = states.filter(|one| one.span.as_ref().is_some_and(in_sentence)).map(|one| one.name.clone());
            let parties: BTreeSet<String> = if signs { actors.chain(states).collect() } else { BTreeSet::new() };
            for span in named {
                let entry = by_name.entry(fold(span.of(text))).or_default();
                entry.0.push(scene.span(span));
                entry.1.extend(parties.iter().filter(|party| fold(party) != fold(span.of(text))).cloned());
            }
        }
        for (key, (spans, parties)) in by_name {
            let names: BTreeSet<String> = spans.iter().map(|span| span.exact.clone()).collect();
            let holds = |one: &&Statement| {
                one.content.iter().any(|part| spans.iter().any(|span| part.start <= span.start && span.end <= part.end))
            };
            let statements = report.statements.iter().filter(holds).count();
            let spans: Vec<&report::Span> = spans.iter().collect();
            let found = self.note(scene, Sort::Agreement, key, &spans);
            found.statements += statements;
            *found.kinds.entry("agreement".to_owned()).or_default() += 1;
            for name in names {
                *found.names.entry(name).or_default() += 1;
            }
            for party in parties {
                *found.related.entry(party).or_default() += 1;
            }
        }
    }

    /// All that was found.
    pub fn finish(self) -> Candidates {
        let mut all: Vec<(Key, Candidate)> = self
            .found
            .into_iter()
            .map(|(key, found)| {
                let own = made(&key, found, &self.states);
                (key, own)
            })
            .collect();
        // A name that the gazetteer knows too, and that has no word of an organisation, is the place.
        let places: BTreeSet<String> =
            all.iter().filter(|((sort, _), _)| *sort == Sort::Place).map(|(_, one)| fold(&one.name)).collect();
        all.retain(|((sort, _), one)| {
            *sort != Sort::Actor || one.kind != "institution" || !places.contains(&fold(&one.name))
        });
        // A private person is nobody's candidate.
        let surnames: Vec<String> = all
            .iter()
            .filter(|(_, one)| one.kind == "person" && !one.offices.is_empty())
            .filter_map(|(_, one)| Some(fold(one.name.split_whitespace().next_back()?)))
            .collect();
        all.retain(|(_, one)| {
            let is_surname =
                || !one.name.contains(' ') && surnames.iter().filter(|own| **own == fold(&one.name)).count() == 1;
            one.kind != "person" || one.same_as.is_some() || !one.offices.is_empty() || is_surname()
        });
        let mut all: Vec<Candidate> = all.into_iter().map(|(_, one)| one).collect();
        let adjectives = adjectives(&all);
        propose_same(&mut all);
        all.extend(adjectives);
        let mut out = Candidates { reports: self.reports.len(), ..Candidates::default() };
        for one in all {
            match one.sort {
                Sort::Actor => out.actors.push(one),
                Sort::Outlet => out.outlets.push(one),
                Sort::Place => out.places.push(one),
                Sort::Label => out.labels.push(one),
                Sort::Agreement => out.agreements.push(one),
            }
        }
        let by_number = |a: &Candidate, b: &Candidate| {
            (b.reports, b.statements, &a.name, &a.kind).cmp(&(a.reports, a.statements, &b.name, &b.kind))
        };
        for list in [&mut out.actors, &mut out.outlets, &mut out.labels, &mut out.agreements] {
            list.sort_by(by_number);
        }
        by_division(&mut out.places);
        out
    }
}

/// Whether an actor of a report is to be sorted: its key and its kind.
fn proposed(actor: &Actor) -> Option<(String, &str)> {
    let is_of_general = actor.pack_id.as_deref().is_none_or(|id| id.starts_with("general/"));
    if actor.side.is_some() || !is_of_general || actor.id.starts_with("publisher.") {
        return None;
    }
    match actor.kind.as_str() {
        "anonymous" | "civilians" | "outlet" => None,
        // Nouns that nobody resolved: only those that name someone.
        "unknown" => {
            let name = bare(&actor.name);
            let armed = name.split_whitespace().next().is_some_and(|first| first.starts_with(char::is_uppercase));
            (armed && name.contains(' ')).then(|| (format!("named:{}", fold(name)), "collective"))
        }
        kind => Some((actor.id.clone(), kind)),
    }
}

/// A name without an article and the marks around it.
fn bare(name: &str) -> &str {
    let name = name.trim().trim_matches(['"', '“', '”', '«', '»', '„', ',', '.']);
    let (first, rest) = name.split_once(' ').unwrap_or(("", name));
    if matches!(first, "the" | "The" | "a" | "A" | "an" | "An") { rest } else { name }
}

/// Whether a quotation is a name for others and no sentence: a few words in small letters.
fn is_fragment(quote: &str, words: &Words) -> bool {
    let all: Vec<&str> = bare(quote).split_whitespace().collect();
    let begins_small = all.first().is_some_and(|first| first.starts_with(char::is_lowercase));
    let plain = |word: &&str| word.chars().all(|c| c.is_alphabetic() || c == '-') && !words.is_everyday(word);
    begins_small && (2..=SHORT).contains(&all.len()) && all.iter().all(plain)
}

/// The most frequent first; of those as frequent the longest, then by their letters.
fn ranked(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by(|(a, n), (b, m)| (m, b.chars().count(), a).cmp(&(n, a.chars().count(), b)));
    all
}

fn made((sort, key): &Key, found: Found, states: &BTreeMap<String, String>) -> Candidate {
    let mut names = ranked(found.names).into_iter().map(|(name, _)| name);
    let name = names.next().unwrap_or_default();
    let kind = ranked(found.kinds).into_iter().next().map(|(kind, _)| kind).unwrap_or_default();
    let known = found.known.or_else(|| states.get(&fold(&name)).filter(|_| kind == "state").cloned());
    Candidate {
        sort: *sort,
        same_as: known.or(found.within).or_else(|| {
            // An office of a state keeps the id that the reader gives it: `UKR.mod`.
            let (country, _) = key.split_once('.').filter(|_| *sort == Sort::Actor)?;
            let is_code = country.len() == 3 && country.bytes().all(|byte| byte.is_ascii_uppercase());
            is_code.then(|| key.clone())
        }),
        kind,
        names: names.collect(),
        name,
        country: found.country,
        offices: ranked(found.offices).into_iter().map(|(office, _)| office).take(BESIDE).collect(),
        related: ranked(found.related)
            .into_iter()
            .map(|(name, reports)| Related { name, reports })
            .take(BESIDE)
            .collect(),
        reports: found.reports,
        statements: found.statements,
        first: found.first,
        examples: found.examples.into_iter().collect(),
    }
}

/// Names that are probably short ones of another candidate: a surname of one person, the end of one organisation's name.
fn propose_same(all: &mut [Candidate]) {
    let actors: Vec<(String, String, bool)> = all
        .iter()
        .filter(|one| one.sort == Sort::Actor && one.kind != "state")
        .map(|one| (fold(&one.name), one.name.clone(), one.kind == "person"))
        .collect();
    for one in all.iter_mut().filter(|one| one.sort == Sort::Actor && one.same_as.is_none() && one.kind != "state") {
        let own = fold(&one.name);
        let (is_person, one_word) = (one.kind == "person", !own.contains(' '));
        let longer = actors.iter().filter(|(name, _, person)| {
            let ends = name.len() > own.len()
                && name.ends_with(&own)
                && name.as_bytes().get(name.len() - own.len() - 1) == Some(&b' ');
            // The reader can take a surname for an organisation, and not the other way round.
            ends && (*person == is_person || (*person && one_word))
        });
        let longer: Vec<&String> = longer.map(|(_, name, _)| name).collect();
        if let [only] = longer.as_slice() {
            one.same_as = Some((*only).clone());
        }
    }
}

/// Letters that a state and its adjective share at least.
const SHARED: usize = 4;

/// Words that are probably adjectives of states that no pack knows: `Norlandian` of `Norland`, as names and offices have them.
fn adjectives(all: &[Candidate]) -> Vec<Candidate> {
    let mut found = BTreeMap::<(String, String), Candidate>::new();
    let states = || all.iter().filter(|one| one.sort == Sort::Actor && one.kind == "state" && one.same_as.is_none());
    for one in all.iter().filter(|one| matches!(one.sort, Sort::Actor | Sort::Outlet) && one.kind != "state") {
        for words in std::iter::once(&one.name).chain(&one.offices) {
            for word in words.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)) {
                for state in states().filter(|state| is_adjective(&fold(word), &fold(&state.name))) {
                    let own = found.entry((fold(word), state.name.clone())).or_insert_with(|| Candidate {
                        kind: "adjective".to_owned(),
                        name: word.to_owned(),
                        names: Vec::new(),
                        same_as: Some(state.name.clone()),
                        offices: Vec::new(),
                        reports: 0,
                        statements: 0,
                        ..one.clone()
                    });
                    own.sort = Sort::Actor;
                    own.reports = own.reports.max(one.reports);
                }
            }
        }
    }
    found.into_values().collect()
}

fn is_adjective(word: &str, state: &str) -> bool {
    let shared = word.chars().zip(state.chars()).take_while(|(a, b)| a == b).count();
    let (own, of) = (word.chars().count(), state.chars().count());
    word != state && shared >= SHARED && shared + 2 >= of && own <= of + 4 && word.ends_with(['n', 'e', 'i', 'h', 'c'])
}

/// Divisions, those of most reports first, each with its places behind it.
fn by_division(places: &mut Vec<Candidate>) {
    let mut by_code = BTreeMap::<String, (Option<Candidate>, Vec<Candidate>)>::new();
    for one in places.drain(..) {
        let entry = by_code.entry(one.same_as.clone().unwrap_or_default()).or_default();
        if one.kind == "adm1" { entry.0 = Some(one) } else { entry.1.push(one) }
    }
    let mut all: Vec<(Candidate, Vec<Candidate>)> = Vec::new();
    for (code, (division, mut own)) in by_code {
        own.sort_by(|a, b| (b.reports, &a.name).cmp(&(a.reports, &b.name)));
        let most = own.first().map(|one| one.name.clone()).unwrap_or_default();
        let mut division = division.or_else(|| {
            let first = own.first()?.clone();
            Some(Candidate {
                kind: "adm1".to_owned(),
                name: format!("region of {most}"),
                names: Vec::new(),
                same_as: Some(code),
                ..first
            })
        });
        if let Some(division) = &mut division {
            division.related =
                own.iter().take(BESIDE).map(|one| Related { name: one.name.clone(), reports: one.reports }).collect();
        }
        all.extend(division.map(|division| (division, own)));
    }
    let weight = |(division, own): &(Candidate, Vec<Candidate>)| {
        own.iter().map(|one| one.reports).sum::<usize>() + division.reports
    };
    all.sort_by(|a, b| (weight(b), &a.0.same_as).cmp(&(weight(a), &b.0.same_as)));
    places.extend(all.into_iter().flat_map(|(division, own)| std::iter::once(division).chain(own)));
}

#[cfg(test)]
mod tests {
    use fogline_reconcile::report::{Document, Place, Plover, Sentence, Speaker};
    use proptest::prelude::*;

    use super::*;

    /// A report of these words, each sentence one of them, with its actors and who says which sentence.
    fn report(number: usize, sentences: &[&str], actors: &[(&str, &str, &str)], says: &[(&str, usize)]) -> Report {
        let text = sentences.join(" ");
        let mut at = 0;
        let mut spans = Vec::new();
        for sentence in sentences {
            let len = sentence.chars().count();
            spans.push(Sentence { start: at, end: at + len, lang: Some("en".to_owned()) });
            at += len + 1;
        }
        let find = |words: &str| -> Vec<report::Span> {
            text.match_indices(words)
                .map(|(at, exact)| {
                    let start = text.get(..at).unwrap_or_default().chars().count();
                    report::Span { start, end: start + exact.chars().count(), exact: exact.to_owned() }
                })
                .collect()
        };
        let content = |sentence: usize| {
            let one = &spans[sentence];
            let exact: String = text.chars().skip(one.start).take(one.end - one.start).collect();
            report::Span { start: one.start, end: one.end, exact }
        };
        Report {
            actors: actors
                .iter()
                .map(|(id, name, kind)| Actor {
                    id: (*id).to_owned(),
                    name: (*name).to_owned(),
                    kind: (*kind).to_owned(),
                    plover: Plover::default(),
                    mentions: find(name),
                    ..Actor::default()
                })
                .collect(),
            statements: says
                .iter()
                .enumerate()
                .map(|(order, (actor, sentence))| Statement {
                    id: format!("s{order}"),
                    speaker: Speaker {
                        actor: Some((*actor).to_owned()),
                        resolution: "explicit".to_owned(),
                        ..Speaker::default()
                    },
                    content: vec![content(*sentence)],
                    ..Statement::default()
                })
                .collect(),
            places: find("Norland")
                .into_iter()
                .map(|span| Place {
                    name: "Norland".to_owned(),
                    span: Some(span),
                    gazetteer_id: Some("geonames:1".to_owned()),
                    country: Some("XN".to_owned()),
                    precision: Some("country".to_owned()),
                    ..Place::default()
                })
                .collect(),
            document: Document {
                reference: format!("r{number}"),
                id: format!("{number:064}"),
                outlet: Some(if number.is_multiple_of(2) { "Lake Voice" } else { "Norhaven Post" }.to_owned()),
                published: Some(format!("2021-03-{:02}T10:00:00Z", 1 + number % 9)),
                lang: Some("en".to_owned()),
                text,
                sentences: spans,
                ..Document::default()
            },
            ..Report::default()
        }
    }

    fn reports() -> Vec<Report> {
        let minister = ("person:anna-berg", "Anna Berg", "person");
        let farmer = ("person:jor-lind", "Jor Lind", "person");
        let front = ("org:lake-front", "Lake Front", "institution");
        let short = ("org:front", "Front", "institution");
        vec![
            report(
                0,
                &[
                    "Norlandic Defence Minister Anna Berg spoke.",
                    "She fought \u{201c}lake rats\u{201d} and the lowland bandits.",
                ],
                &[minister, ("org:norlandic-army", "Norlandic army", "armed_force")],
                &[(minister.0, 1)],
            ),
            report(
                1,
                &[
                    "A farmer, Jor Lind, a father of two, saw the é Lake Front.",
                    "Norland and the Lake Front signed the Orm Accord.",
                ],
                &[farmer, front],
                &[(farmer.0, 0)],
            ),
            report(
                2,
                &["The Front denied it.", "Berg, it said, lied."],
                &[short, ("person:berg", "Berg", "person")],
                &[(short.0, 0)],
            ),
            report(3, &["The Orm Accord holds, the Lake Front said."], &[front], &[(front.0, 0)]),
        ]
    }

    fn gathered<'r>(reports: impl Iterator<Item = &'r Report>) -> Candidates {
        let mut own = Gathering::new(Pack::bundled().unwrap());
        reports.for_each(|report| own.add(report));
        own.finish()
    }

    #[test]
    fn what_reports_name_is_listed_with_its_words() {
        let found = gathered(reports().iter());
        let actor = |name: &str| found.actors.iter().find(|one| one.name == name);
        let berg = actor("Anna Berg").unwrap();
        assert_eq!((berg.offices.as_slice(), berg.reports), (["Norlandic Defence Minister".to_owned()].as_slice(), 1));
        assert!(berg.examples[0].words.contains("Norlandic Defence Minister Anna Berg spoke."));
        assert_eq!(actor("Jor Lind"), None, "a private person is not proposed");
        assert_eq!(actor("Berg").unwrap().same_as.as_deref(), Some("Anna Berg"));
        assert_eq!(actor("Front").unwrap().same_as.as_deref(), Some("Lake Front"));
        let front = actor("Lake Front").unwrap();
        assert_eq!((front.reports, front.statements, front.first.as_deref()), (2, 1, Some("2021-03-02")));
        assert_eq!(front.examples[0].exact, "Lake Front");
        assert_eq!(actor("Norland").unwrap().kind, "state");
        assert_eq!(actor("Norlandic").unwrap().same_as.as_deref(), Some("Norland"));
        let labels: Vec<&str> = found.labels.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(labels, ["lake rats", "lowland bandits"]);
        assert_eq!(found.labels[0].related[0].name, "Anna Berg");
        let accord = &found.agreements[0];
        assert_eq!((accord.name.as_str(), accord.reports), ("Orm Accord", 2));
        let parties: Vec<&str> = accord.related.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(parties, ["Lake Front", "Norland"]);
        let outlets: Vec<(&str, usize)> = found.outlets.iter().map(|one| (one.name.as_str(), one.reports)).collect();
        assert_eq!(outlets, [("Lake Voice", 2), ("Norhaven Post", 2)]);
        for (report, one) in
            reports().iter().flat_map(|report| found.all().flat_map(|one| &one.examples).map(move |one| (report, one)))
        {
            if one.document == report.document.reference && one.end > 0 {
                let words: String = report.document.text.chars().skip(one.start).take(one.end - one.start).collect();
                assert_eq!(words, one.exact);
            }
        }
    }

    #[test]
    fn whoever_is_on_a_side_is_not_listed_again() {
        let mut all = reports();
        for one in &mut all {
            one.actors
                .iter_mut()
                .filter(|actor| actor.name == "Lake Front")
                .for_each(|actor| actor.side = Some("REB".to_owned()));
        }
        assert!(gathered(all.iter()).actors.iter().all(|one| one.name != "Lake Front"));
    }

    proptest! {
        #[test]
        fn neither_the_order_of_reports_nor_copies_of_one_change_anything(order in Just((0..4_usize).collect::<Vec<_>>()).prop_shuffle(), again in 0..4_usize) {
            let all = reports();
            let shuffled = order.iter().chain([&again]).map(|at| &all[*at]);
            prop_assert_eq!(gathered(shuffled), gathered(all.iter()));
        }
    }
}

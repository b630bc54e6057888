//! From material to the sections of a brief.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::context;

use super::{
    Brief, Item, Line, SCHEMA, Section,
    cites::Cites,
    coverage::coverage,
    incident::{citation, exact, upper},
    material::Material,
    words::Words,
};
use crate::{
    incidents::{Incident, Said, mention::Reviewed},
    public::Policy,
    report::{Citation, seconds},
    visible::{quoted, visible},
};

/// A brief in the making.
pub(super) struct Draft<'m> {
    pub(super) material: &'m Material<'m>,
    pub(super) words: &'static Words,
    pub(super) cites: Cites<'m>,
}

/// The situation report of some material.
pub fn brief(material: &Material<'_>) -> Brief {
    let words = Words::bundled();
    let mut draft = Draft { material, words, cites: Cites::new(material.reports, material.incidents) };
    let sections = words
        .sections
        .iter()
        .map(|heading| Section {
            id: heading.id.clone(),
            title: heading.title.clone(),
            empty: heading.empty.clone(),
            items: draft.section(&heading.id),
        })
        .collect();
    let in_window = material.reports.iter().filter(|report| {
        report.document.published.as_deref().is_some_and(|published| material.window.holds(published))
    });
    let public = material.public.is_some();
    let more = if public { words.limits.public.as_slice() } else { &[] };
    Brief {
        schema: SCHEMA.to_owned(),
        public,
        window: material.window.clone(),
        area: material.area.clone(),
        as_of: material.as_of.clone(),
        head: material.head.clone(),
        rules: material.rules.clone(),
        precision: public.then(|| Policy::bundled().stated()),
        sections,
        citations: draft.cites.list(),
        coverage: coverage(in_window, material.sides),
        withheld: material.public.clone().unwrap_or_default(),
        limits: words.limits.all.iter().chain(more).cloned().collect(),
    }
}

impl Draft<'_> {
    fn section(&mut self, id: &str) -> Vec<Item> {
        match id {
            "new" => self.new_ones(),
            "unanswered" => self.unanswered(),
            "figures" => self.figures(),
            "commitments" => self.commitments(),
            "warnings" => self.warnings(),
            "monitors" => self.monitors(),
            "access" => self.access(),
            roll_up => self.of_roll_up(roll_up),
        }
    }

    fn new_ones(&mut self) -> Vec<Item> {
        let material = self.material;
        let first = |incident: &&Incident| {
            let said = incident.accounts.iter().flat_map(|account| &account.statements);
            let moment = said.filter_map(|said| said.published.as_deref()).min_by_key(|moment| seconds(moment));
            moment.is_some_and(|moment| material.window.holds(moment))
        };
        let all: Vec<&Incident> = material.incidents.iter().filter(first).collect();
        all.into_iter()
            .filter_map(|incident| {
                Some(Item { incident: Some(incident.id.clone()), lines: vec![self.headline(incident)?] })
            })
            .collect()
    }

    fn of_roll_up(&mut self, section: &str) -> Vec<Item> {
        let material = self.material;
        let here = |incident: &&Incident| {
            let of = match incident.roll_up.as_str() {
                "corroborated_occurrence" => "corroborated",
                "contested" => "contested",
                "agreed" => "agreed",
                "retracted" => "retracted",
                _ => "one_sided",
            };
            of == section && is_touched(material, incident)
        };
        let all: Vec<&Incident> = material.incidents.iter().filter(here).collect();
        let mut items: Vec<Item> = all.into_iter().filter_map(|incident| self.incident(incident)).collect();
        if section == "retracted" {
            items.extend(self.taken_back());
        }
        items
    }

    /// Statements of which people recorded that who published them took them back.
    fn taken_back(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        for report in self.material.reports {
            for statement in report.statements.iter().filter(|one| one.retracted) {
                let actor = statement.speaker.actor.as_deref().and_then(|id| report.actor(id));
                let speaker = match actor.filter(|_| statement.speaker.resolution != "author") {
                    Some(actor) if actor.pack_id.is_some() => visible(&actor.name),
                    Some(actor) => quoted(&actor.name),
                    None => self.words.word("outlet_voice"),
                };
                let (outlet, published) = (report.document.outlet.as_deref(), report.document.published.as_deref());
                let text = Words::sentence(
                    "statement",
                    context! { speaker, outlet => outlet.map(visible), published => published.map(visible),
                    words => exact(statement.content.iter().map(|span| span.exact.as_str())) },
                );
                let cite = Citation { document: report.document.reference.clone(), statement: statement.id.clone() };
                let line = self.line("statement", 0, text, &[cite]);
                items.extend(line.map(|line| Item { incident: None, lines: vec![line] }));
            }
        }
        items
    }

    /// Accusations without an answer. In the public form only those of which a person says that an answer was sought, and
    /// only where what was read was read with a parse.
    fn unanswered(&mut self) -> Vec<Item> {
        let material = self.material;
        let open: Vec<&Incident> = material
            .incidents
            .iter()
            .filter(|one| one.responsibility == "one_sided_unanswered" && is_touched(material, one))
            .collect();
        let mut items = Vec::new();
        for incident in open {
            let parsed = incident.accounts.iter().all(|account| !self.partly_read(account));
            let may_show = |side: Option<&str>| {
                let sought = side.is_some_and(|side| incident.answers_sought.contains_key(side));
                material.public.is_none() || sought && parsed
            };
            let heard: BTreeSet<&str> = incident
                .accounts
                .iter()
                .filter(|account| !account.statements.is_empty())
                .filter_map(|account| account.side.as_deref())
                .collect();
            let silent: BTreeSet<Option<&str>> = incident
                .accused
                .iter()
                .map(|party| party.side.as_deref())
                .chain(incident.accounts.iter().map(|account| account.side.as_deref()))
                .filter(|side| side.is_some_and(|side| !heard.contains(side)) && may_show(*side))
                .collect();
            let mut lines = Vec::new();
            for side in silent {
                let (reports, languages) = self.read();
                let text = Words::sentence(
                    "unanswered",
                    context! { label => upper(&visible(&incident.label)), side => self.side(side), reports, languages,
                    from => visible(&material.window.from), to => visible(&material.window.to) },
                );
                let cites = self.accusing(incident, side);
                lines.extend(self.line("unanswered", 0, text, &cites));
            }
            if !lines.is_empty() {
                items.push(Item { incident: Some(incident.id.clone()), lines });
            }
        }
        items
    }

    /// How many reports of the window were read, and in which languages.
    fn read(&self) -> (usize, String) {
        let mut languages = BTreeMap::<Option<&str>, usize>::new();
        for report in self.material.reports {
            if report.document.published.as_deref().is_some_and(|moment| self.material.window.holds(moment)) {
                *languages.entry(report.document.lang.as_deref()).or_default() += 1;
            }
        }
        let unknown = self.words.word("no_language");
        let list: Vec<String> = languages
            .iter()
            .map(|(lang, number)| format!("{} {number}", lang.map_or_else(|| unknown.clone(), visible)))
            .collect();
        (languages.values().sum(), list.join(", "))
    }

    /// A sentence, if there are words for it to rest on.
    pub(super) fn line(&mut self, kind: &str, level: usize, text: String, of: &[Citation]) -> Option<Line> {
        let mut cites: Vec<usize> = of.iter().filter_map(|citation| self.cites.number(citation)).collect();
        cites.sort_unstable();
        cites.dedup();
        if cites.is_empty() || text.is_empty() {
            return None;
        }
        let reviewed = of.iter().map(|citation| self.cites.reviewed(citation)).min().unwrap_or_default();
        let mark = match reviewed {
            Reviewed::Machine => "machine",
            Reviewed::Reviewed => "reviewed",
            Reviewed::ByHand => "by_hand",
        };
        let taken_back = of.iter().all(|citation| self.cites.is_retracted(citation));
        let marks = [Some(mark), taken_back.then_some("taken_back")].into_iter().flatten();
        let marks = marks.map(|mark| self.words.word(mark)).collect();
        Some(Line { kind: kind.to_owned(), level, text, cites, reviewed, marks })
    }

    /// A side in words.
    pub(super) fn side(&self, side: Option<&str>) -> String {
        side.map_or_else(|| self.words.word("no_side"), |side| visible(self.material.sides.name(side)))
    }

    /// Sides in words, with commas.
    pub(super) fn side_list(&self, sides: &[String]) -> String {
        sides.iter().map(|side| self.side(Some(side))).collect::<Vec<_>>().join(", ")
    }

    /// Who speaks: by name where a pack knows them, else as the report writes it, in quotation marks.
    pub(super) fn speaker(&self, said: &Said) -> String {
        let Some(name) = &said.speaker else { return self.words.word("outlet_voice") };
        let report = self.cites.report(&said.document);
        let actor = report.and_then(|report| {
            let statement = report.statement(&said.statement)?;
            report.actor(statement.speaker.actor.as_deref()?)
        });
        let known = actor.is_some_and(|actor| actor.pack_id.is_some() && actor.name == *name);
        if known { visible(name) } else { quoted(name) }
    }
}

/// Whether something was said of an incident in the window.
pub(super) fn is_touched(material: &Material<'_>, incident: &Incident) -> bool {
    let mut said = incident.accounts.iter().flat_map(|account| &account.statements);
    said.any(|said| said.published.as_deref().is_some_and(|moment| material.window.holds(moment)))
}

/// The statements of an incident in the window that pass a test, in order of time.
pub(super) fn said_in_window<'m>(
    material: &Material<'m>,
    incident: &'m Incident,
    test: impl Fn(&Said) -> bool,
) -> Vec<(&'m Said, Citation)> {
    let said = incident.accounts.iter().flat_map(|account| &account.statements);
    said.filter(|said| test(said) && said.published.as_deref().is_some_and(|moment| material.window.holds(moment)))
        .map(|said| (said, citation(said)))
        .collect()
}

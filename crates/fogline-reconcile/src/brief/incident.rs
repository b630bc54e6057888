//! What a brief tells of one incident: who says what, those first who spoke first, with equal room for each.

use minijinja::context;

use super::{Item, Line, build::Draft, words::Words};
use crate::{
    incidents::{Account, Incident, Said, mention::Stance},
    report::{Citation, seconds},
    visible::{quoted, visible},
};

/// The statement of an account, as a citation.
pub(super) fn citation(said: &Said) -> Citation {
    Citation { document: said.document.clone(), statement: said.statement.clone() }
}

/// When something was, in words: a day or from and to.
pub(super) fn when(incident: &Incident) -> Option<String> {
    match (&incident.time.start, &incident.time.end) {
        (Some(start), Some(end)) if start != end => Some(format!("{start} to {end}")),
        (Some(day), _) | (None, Some(day)) => Some(day.clone()),
        (None, None) => None,
    }
}

/// Reports, origins and sides, always together.
fn counts(incident: &Incident) -> String {
    let (min, max) = (incident.origins.min, incident.origins.max);
    let origins = if max > min { format!("{min} to {max}") } else { min.to_string() };
    let values = context! { reports => incident.reports, origins, sides => incident.sides.len() };
    Words::sentence("counts", values)
}

impl Draft<'_> {
    /// The sentence that names an incident with its statuses and its three numbers.
    pub(super) fn headline(&mut self, incident: &Incident) -> Option<Line> {
        let rests: Vec<Citation> = incident.why.iter().flat_map(|reason| reason.rests_on.clone()).collect();
        let said = || incident.accounts.iter().flat_map(|account| &account.statements).map(citation);
        let cites = if rests.is_empty() { said().take(1).collect() } else { rests };
        let text = Words::sentence(
            "headline",
            context! {
                label => upper(&visible(&incident.label)),
                when => when(incident),
                occurrence => self.words.occurrence(&incident.occurrence),
                responsibility => self.words.responsibility(&incident.responsibility),
                counts => counts(incident),
            },
        );
        self.line("headline", 0, text, &cites)
    }

    /// An incident with all accounts.
    pub(super) fn incident(&mut self, incident: &Incident) -> Option<Item> {
        let mut lines: Vec<Line> = self.headline(incident).into_iter().collect();
        // Those first who spoke first, whoever they are; who was not heard comes last.
        let mut accounts: Vec<&Account> = incident.accounts.iter().collect();
        accounts.sort_by_key(|account| account.first_said.as_deref().and_then(seconds).unwrap_or(i64::MAX));
        for account in accounts {
            lines.extend(self.account(incident, account));
        }
        lines.extend(self.denials(incident));
        lines.extend(self.details(incident));
        lines.extend(self.labels(incident));
        (!lines.is_empty()).then(|| Item { incident: Some(incident.id.clone()), lines })
    }

    fn account(&mut self, incident: &Incident, account: &Account) -> Vec<Line> {
        let side = self.side(account.side.as_deref());
        let position = serde_json::to_value(account.position).ok();
        let position = self.words.position(position.as_ref().and_then(|value| value.as_str()).unwrap_or_default());
        let own: Vec<Citation> = account.statements.iter().map(citation).collect();
        // Of those who are accused and were not heard, it is the accusation that is cited.
        let cites = if own.is_empty() { self.accusing(incident, account.side.as_deref()) } else { own };
        let text = Words::sentence("account", context! { side => side, position });
        let mut lines: Vec<Line> = self.line("account", 1, text, &cites).into_iter().collect();
        if let Some(line) = lines.first_mut().filter(|_| self.partly_read(account)) {
            line.marks.push(self.words.word("partly_read"));
        }
        let shown = self.words.statements;
        for said in account.statements.iter().take(shown) {
            lines.extend(self.statement(said));
        }
        let further: Vec<Citation> = account.statements.iter().skip(shown).map(citation).collect();
        if !further.is_empty() {
            let text = Words::sentence("further", context! { number => further.len() });
            lines.extend(self.line("further", 2, text, &further));
        }
        lines
    }

    /// A statement in its exact words.
    pub(super) fn statement(&mut self, said: &Said) -> Option<Line> {
        let text = Words::sentence(
            "statement",
            context! {
                speaker => self.speaker(said),
                outlet => said.outlet.as_deref().map(visible),
                published => said.published.as_deref().map(visible),
                words => exact(said.words.iter().map(|words| words.exact.as_str())),
            },
        );
        self.line("statement", 2, text, &[citation(said)])
    }

    /// Whether an account rests on languages alone that are read without a parse.
    pub(super) fn partly_read(&self, account: &Account) -> bool {
        !account.languages.is_empty() && account.languages.iter().all(|lang| self.words.without_parse.contains(lang))
    }

    /// The statements that accuse someone of a side.
    pub(super) fn accusing(&self, incident: &Incident, side: Option<&str>) -> Vec<Citation> {
        let said: Vec<&Said> = incident.accounts.iter().flat_map(|account| &account.statements).collect();
        let accuses = |said: &&&Said| {
            let report = self.cites.report(&said.document);
            let accused = report.and_then(|report| Some((report, report.statement(&said.statement)?)));
            accused.is_some_and(|(report, statement)| {
                let of_side = |id: &String| report.actor(id).is_some_and(|actor| actor.side.as_deref() == side);
                statement.accused.iter().any(of_side)
            })
        };
        let found: Vec<Citation> = said.iter().filter(accuses).map(|said| citation(said)).collect();
        if !found.is_empty() {
            return found;
        }
        let asserting = said.iter().filter(|said| said.stance == Stance::Asserts && said.speech_act == "accuse");
        let rule =
            incident.why.iter().filter(|reason| reason.rule.starts_with('R')).flat_map(|one| one.rests_on.clone());
        asserting.map(|said| citation(said)).chain(rule).collect()
    }

    fn denials(&mut self, incident: &Incident) -> Option<Line> {
        let denying = incident
            .accounts
            .iter()
            .filter(|account| account.side.as_ref().is_some_and(|side| incident.denied_by.contains(side)));
        let said = denying.flat_map(|account| &account.statements).filter(|said| said.stance == Stance::Denies);
        let cites: Vec<Citation> = said.map(citation).collect();
        let text = Words::sentence("denied", context! { sides => self.side_list(&incident.denied_by) });
        self.line("denied", 1, text, &cites)
    }

    fn details(&mut self, incident: &Incident) -> Vec<Line> {
        let mut lines = Vec::new();
        for (slot, detail) in &incident.details {
            // Kinds that the list does not name are words of one report's reading.
            let Some(name) = self.words.slot.get(slot) else { continue };
            let status = serde_json::to_value(detail.status).ok();
            let values: Vec<minijinja::Value> = detail
                .values
                .iter()
                .map(|one| {
                    context! { value => visible(&one.value).replace('_', " "), sides => self.side_list(&one.sides), superseded => one.superseded }
                })
                .collect();
            let cites: Vec<Citation> = detail.values.iter().flat_map(|value| value.statements.clone()).collect();
            let status = self.words.detail(status.as_ref().and_then(|value| value.as_str()).unwrap_or_default());
            let text = Words::sentence("detail", context! { slot => name, status, values });
            lines.extend(self.line("detail", 1, text, &cites));
        }
        lines
    }

    fn labels(&mut self, incident: &Incident) -> Vec<Line> {
        let mut lines = Vec::new();
        for one in &incident.characterisation {
            let said = incident.accounts.iter().flat_map(|account| &account.statements);
            let used: Vec<(Citation, String)> = said
                .filter_map(|said| {
                    let statement = self.cites.report(&said.document)?.statement(&said.statement)?;
                    let label = statement.labels.iter().find(|label| label.neutral == one.label)?;
                    Some((citation(said), label.span.exact.clone()))
                })
                .collect();
            let Some((_, word)) = used.first() else { continue };
            let text = Words::sentence(
                "label",
                context! { words => quoted(word), neutral => visible(&one.label), used => self.side_list(&one.used_by),
                rejected => self.side_list(&one.rejected_by) },
            );
            let cites: Vec<Citation> = used.iter().map(|(citation, _)| citation.clone()).collect();
            lines.extend(self.line("label", 1, text, &cites));
        }
        lines
    }
}

/// Exact words, each span in its own quotation marks.
pub(super) fn exact<'s>(words: impl Iterator<Item = &'s str>) -> String {
    words.map(quoted).collect::<Vec<_>>().join(" … ")
}

/// With a capital letter.
pub(super) fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

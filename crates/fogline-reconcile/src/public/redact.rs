//! Redacted words, gone from a report and from all that was derived of it, before anything leaves.
//!
//! What is hidden stands as blocks, a block for a letter, so that offsets stay what they are. Hidden are the words chosen,
//! wherever they stand in their report, and whoever is named by them: of a person all names in all reports, and the id.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Redaction, mask::occurrences, policy::Policy, rewritten};
use crate::report::{Actor, Report};

/// What stands for a letter.
const BLOCK: char = '█';

/// What is hidden, in all reports and in each.
#[derive(Debug, Default)]
pub struct Redacted {
    /// By what the input calls the report.
    reports: BTreeMap<String, Hidden>,
    /// Names hidden wherever they stand.
    names: Vec<Vec<char>>,
    /// Redacted words with a capital letter, hidden in what is said across reports.
    across: Vec<Vec<char>>,
    /// What stands for the ids of those who are hidden.
    ids: BTreeMap<String, String>,
}

/// What is hidden in one report.
#[derive(Debug, Default)]
struct Hidden {
    /// Which letters of its text.
    letters: Vec<bool>,
    words: Vec<Vec<char>>,
}

impl Redacted {
    /// What redactions hide in some reports.
    pub fn new(reports: &[Report], redactions: &[Redaction]) -> Self {
        let mut out = Self::default();
        if redactions.is_empty() {
            return out;
        }
        for report in reports {
            for one in redactions.iter().filter(|one| one.document == report.document.reference) {
                out.hide(report, one);
            }
        }
        let (ids, names) = (&out.ids, &out.names);
        for report in reports {
            let hidden = out.reports.entry(report.document.reference.clone()).or_default();
            let text: Vec<char> = report.document.text.chars().collect();
            hidden.letters.resize(text.len(), false);
            let mentions =
                report.actors.iter().filter(|actor| ids.contains_key(&actor.id)).flat_map(|one| &one.mentions);
            let named = hidden.words.iter().chain(names);
            let named = named.flat_map(|word| occurrences(&text, word).into_iter().map(|at| (at, at + word.len())));
            let spans = named.chain(mentions.map(|span| (span.start, span.end)));
            for (start, end) in spans.collect::<Vec<_>>() {
                hidden.letters.iter_mut().take(end).skip(start).for_each(|letter| *letter = true);
            }
        }
        out
    }

    fn hide(&mut self, report: &Report, one: &Redaction) {
        let text: Vec<char> = report.document.text.chars().collect();
        let words: Vec<char> = text.iter().skip(one.start).take(one.end.saturating_sub(one.start)).copied().collect();
        let hidden = self.reports.entry(report.document.reference.clone()).or_default();
        hidden.letters.resize(text.len(), false);
        hidden.letters.iter_mut().take(one.end).skip(one.start).for_each(|letter| *letter = true);
        if words.iter().any(|letter| letter.is_alphanumeric()) {
            if words.iter().any(|letter| letter.is_uppercase()) {
                self.across.push(words.clone());
            }
            hidden.words.push(words);
        }
        for actor in report.actors.iter().filter(|actor| is_named_by(actor, one)) {
            let number = self.ids.len() + 1;
            self.ids.entry(actor.id.clone()).or_insert_with(|| format!("redacted.{number}"));
            self.names.push(actor.name.chars().collect());
        }
    }

    /// The reports of which something is hidden.
    pub fn touches(&self, reference: &str) -> bool {
        self.reports.get(reference).is_some_and(|hidden| hidden.letters.contains(&true) || !hidden.words.is_empty())
    }

    /// The same without what is hidden; nothing of what cannot be written without it.
    pub fn all<T: Serialize + DeserializeOwned + Clone>(&self, values: &[T]) -> Vec<T> {
        if self.reports.is_empty() {
            return values.to_vec();
        }
        rewritten(values, |json| self.walk(json, None))
    }

    /// `inside` is what is hidden in the report whose part this is.
    fn walk<'h>(&'h self, value: &mut Value, inside: Option<&'h Hidden>) {
        match value {
            Value::String(text) => self.hide_in(text, inside),
            Value::Array(all) => all.iter_mut().for_each(|one| self.walk(one, inside)),
            Value::Object(fields) => {
                let named = |value: &Value| value.as_str().and_then(|name| self.reports.get(name));
                let own = fields.get("document").and_then(|of| named(of).or_else(|| named(of.get("ref")?)));
                let inside = own.or_else(|| named(fields.get("ref")?)).or(inside);
                let at = fields.get("start").and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
                for (field, one) in fields.iter_mut() {
                    match (field.as_str(), inside, one) {
                        ("exact", Some(hidden), Value::String(exact)) => hidden.block(exact, at.unwrap_or(usize::MAX)),
                        ("text", Some(hidden), Value::String(text)) => hidden.block(text, 0),
                        // What reports are found by.
                        ("ref" | "document" | "to_document" | "sha256", _, Value::String(_)) => {}
                        ("uri", _, one) if self.is_told_in(one) => *one = Value::Null,
                        (_, _, one) => self.walk(one, inside),
                    }
                }
            }
            _ => {}
        }
    }

    fn hide_in(&self, text: &mut String, inside: Option<&Hidden>) {
        if let Some(id) = self.ids.get(text.as_str()) {
            text.clone_from(id);
            return;
        }
        let mut letters: Vec<char> = text.chars().collect();
        let words = inside.map_or(&self.across, |hidden| &hidden.words);
        let found = words.iter().chain(&self.names).flat_map(|word| {
            let at = occurrences(&letters, word);
            at.into_iter().flat_map(move |at| at..at + word.len())
        });
        let found: Vec<usize> = found.collect();
        if !found.is_empty() {
            for at in found {
                if let Some(letter) = letters.get_mut(at) {
                    *letter = BLOCK;
                }
            }
            *text = letters.into_iter().collect();
        }
    }

    /// Whether an address has a hidden name in it, with other marks between its words.
    fn is_told_in(&self, uri: &Value) -> bool {
        let Some(uri) = uri.as_str() else { return false };
        let plain: Vec<char> =
            uri.replace("%20", " ").chars().map(|one| if one.is_alphanumeric() { one } else { ' ' }).collect();
        self.names.iter().chain(&self.across).any(|name| !occurrences(&plain, name).is_empty())
    }
}

impl Hidden {
    /// Puts blocks for the hidden letters of words that stand at a place of the report's text.
    fn block(&self, words: &mut String, start: usize) {
        let is_hidden =
            |at: usize| start.checked_add(at).and_then(|at| self.letters.get(at)).is_some_and(|hidden| *hidden);
        *words = words.chars().enumerate().map(|(at, one)| if is_hidden(at) { BLOCK } else { one }).collect();
    }
}

/// Whether redacted words name someone: they stand in a name, or are of more and have a person's name in them.
fn is_named_by(actor: &Actor, one: &Redaction) -> bool {
    let is_person = Policy::bundled().persons.kinds.contains(&actor.kind);
    actor.mentions.iter().any(|mention| {
        let within = mention.start <= one.start && one.end <= mention.end;
        within || is_person && one.start <= mention.start && mention.end <= one.end
    })
}

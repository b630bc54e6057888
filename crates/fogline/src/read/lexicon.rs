//! Files of the lexicon folder: rows of words with an example and a counterexample, classes of words, and what is wrong in
//! them. Every reader of such a file goes through [`Sheet`], which holds to what all of them have in common.

use std::{
    collections::BTreeMap,
    ops::{Deref, Range},
};

use hashbrown::HashSet;
use serde::{Deserialize, de::DeserializeOwned};
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error, ValueDeserializer},
};

use super::Rule;
use crate::faults::{At, Fault};

/// A file by its name in the project, with its text.
pub(super) type File<'f> = (&'static str, &'f str);

/// A file that comes with Fogline, by its name in the project.
macro_rules! bundled {
    ($name:literal) => {
        ($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../", $name)))
    };
}
pub(super) use bundled;

/// Why nothing is expected to be wrong in the bundled files.
pub(super) const SOUND: &str = "a test reads every bundled lexicon";

/// Words that behave alike: what a file of its kind says of them, and what every row tells people.
#[derive(Debug)]
pub(super) struct Row<T> {
    pub(super) own: T,
    why: String,
    /// Something that is read by the row.
    pub(super) example: String,
    /// Something that is not.
    #[cfg_attr(not(test), expect(dead_code, reason = "run as a test"))]
    pub(super) not: String,
    /// What a decision names it by.
    pub(super) id: String,
    /// Its class, as a decision tells it.
    label: String,
    file: &'static str,
}

impl<T> Row<T> {
    /// The row as a decision names it.
    pub(super) fn rule(&'static self) -> Rule {
        Rule { id: &self.id, file: self.file, class: &self.label, why: &self.why, example: &self.example }
    }
}

impl<T> Deref for Row<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.own
    }
}

/// What a row of some kind is called by.
pub(super) trait Own: DeserializeOwned {
    /// The kind of row, and its class.
    fn name(&self, kind: &str) -> (Vec<String>, String);

    /// Its words; it is called by the first, and by as many more as tell it from the rows before.
    fn words(&self) -> impl Iterator<Item = &String>;
}

/// A file as it is read, part by part, with what is wrong in it.
pub(super) struct Sheet<'f> {
    file: &'static str,
    text: &'f str,
    /// The parts that nobody has asked for yet.
    parts: DeTable<'f>,
    taken: HashSet<String>,
    faults: Vec<Fault>,
}

impl<'f> Sheet<'f> {
    pub(super) fn new((file, text): File<'f>) -> Self {
        let (parts, errors) = DeTable::parse_recoverable(text);
        let mut sheet = Self { file, text, parts: DeTable::new(), taken: HashSet::new(), faults: Vec::new() };
        for error in &errors {
            sheet.at().error(error);
        }
        let parts = parts.into_inner();
        parts.values().for_each(|part| sheet.lists(part));
        sheet.parts = parts;
        sheet
    }

    fn at(&mut self) -> At<'f, '_> {
        At { file: self.file, text: self.text, faults: &mut self.faults }
    }

    /// Notes a fault at the word, or at the beginning of the row that has it.
    pub(super) fn fault(&mut self, row: &Range<usize>, word: &str, fault: String) {
        match word {
            "" => self.at().note(row.start, fault),
            _ => self.at().fault(row.clone(), word, fault),
        }
    }

    /// Notes what the file as a whole lacks.
    pub(super) fn lacks(&mut self, fault: String) {
        self.faults.push(Fault { file: self.file.to_owned(), line: 0, fault });
    }

    /// Every list has words, each once, in small letters and without stray white space.
    fn lists(&mut self, value: &Spanned<DeValue<'f>>) {
        match value.get_ref() {
            DeValue::Table(table) => table.values().for_each(|value| self.lists(value)),
            DeValue::Array(values) => {
                if values.is_empty() {
                    self.fault(&value.span(), "", "the list is empty: give it words, or leave it out".to_owned());
                }
                let mut seen = HashSet::new();
                for value in values {
                    let Some(word) = value.get_ref().as_str() else {
                        self.lists(value);
                        continue;
                    };
                    if word.trim().is_empty() || word.split_whitespace().collect::<Vec<_>>().join(" ") != word {
                        let fault = format!("`{word}` has stray white space: write words with one space between them");
                        self.fault(&value.span(), "", fault);
                    }
                    if word.chars().any(char::is_uppercase) {
                        self.fault(&value.span(), "", format!("`{word}` has a capital: write it in small letters"));
                    }
                    if !seen.insert(word) {
                        self.fault(&value.span(), "", format!("`{word}` is in the list twice: take one away"));
                    }
                }
            }
            _ => {}
        }
    }

    /// The rows of a kind, each with the place where it stands.
    pub(super) fn rows<T: Own>(&mut self, kind: &str) -> Vec<(Range<usize>, Row<T>)> {
        let Some(rows) = self.parts.remove(kind) else { return Vec::new() };
        let whole = rows.span();
        let DeValue::Array(rows) = rows.into_inner() else {
            self.fault(&whole, "", format!("`{kind}` is a list of rows: write [[{kind}]]"));
            return Vec::new();
        };
        rows.into_iter().filter_map(|row| self.row(kind, row)).collect()
    }

    fn row<T: Own>(&mut self, kind: &str, row: Spanned<DeValue<'f>>) -> Option<(Range<usize>, Row<T>)> {
        let span = row.span();
        let DeValue::Table(mut table) = row.into_inner() else {
            self.fault(&span, "", format!("a row of `{kind}` is a table: write [[{kind}]]"));
            return None;
        };
        let mut told = |key: &str, what: &str| {
            let text =
                table.remove(key).and_then(|text| text.get_ref().as_str().map(str::to_owned)).unwrap_or_default();
            if text.trim().is_empty() {
                self.fault(&span, "", format!("the row has no `{key}`: {what}"));
            }
            text
        };
        let why = told("why", "say what its words have in common");
        let example = told("example", "give a sentence that it reads");
        let not = told("not", "give a sentence with one of its words, or one like it, that it does not read");
        let own: T = self.made(table, &span)?;
        let (parts, label) = own.name(kind);
        if own.words().next().is_none() {
            self.fault(&span, "", "the row has no words: give it some, or take it away".to_owned());
        }
        let id = rule_id(&mut self.taken, &parts.join("."), own.words().map(String::as_str));
        Some((span, Row { own, why, example, not, id, label, file: self.file }))
    }

    /// A part of the file, where it has one.
    pub(super) fn given<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        let part = self.parts.remove(key)?;
        let span = part.span();
        match part.into_inner() {
            DeValue::Table(table) => self.made(table, &span),
            other => match T::deserialize(ValueDeserializer::from(Spanned::new(span, other))) {
                Ok(made) => Some(made),
                Err(error) => {
                    self.at().error(&error);
                    None
                }
            },
        }
    }

    /// A part of the file; what it would be without any words where the file has none.
    pub(super) fn part<T: DeserializeOwned + Default>(&mut self, key: &str) -> T {
        self.given(key).unwrap_or_default()
    }

    /// All parts that nobody asked for.
    pub(super) fn rest<T: DeserializeOwned + Default>(&mut self) -> T {
        let parts = std::mem::take(&mut self.parts);
        self.made(parts, &(0..0)).unwrap_or_default()
    }

    /// What a table says. Whatever is wrong in one key is noted and left out, so that the next fault is found too.
    fn made<T: Deserialize<'f>>(&mut self, mut table: DeTable<'f>, span: &Range<usize>) -> Option<T> {
        let mut sound = true;
        loop {
            let value = Spanned::new(span.clone(), DeValue::Table(table.clone()));
            let error = match T::deserialize(ValueDeserializer::from(value)) {
                Ok(made) => return Some(made),
                Err(error) => error,
            };
            let guilty = guilty(&table, &error);
            // Where a key was left out, it is no wonder that it is missed.
            if sound || guilty.is_some() {
                self.at().error(&error);
            }
            table.remove(guilty?.as_str());
            sound = false;
        }
    }

    /// A table of words by class, of classes that are known.
    pub(super) fn table(&mut self, key: &str, known: &[&str]) -> BTreeMap<String, Vec<Spanned<String>>> {
        let lists: BTreeMap<String, Vec<Spanned<String>>> = self.part(key);
        for (class, words) in lists.iter().filter(|(class, _)| !known.contains(&class.as_str())) {
            let place = words.first().map(Spanned::span).unwrap_or_default();
            self.fault(&place, "", format!("[{key}] has no class `{class}`; there are {}", known.join(", ")));
        }
        lists
    }

    /// Words with their classes. A word of two classes is a fault, as only one can be its own.
    pub(super) fn classes<C: Clone>(
        &mut self,
        lists: impl IntoIterator<Item = (C, Vec<Spanned<String>>)>,
    ) -> BTreeMap<String, C> {
        let mut classes = BTreeMap::new();
        let mut lists: Vec<_> = lists.into_iter().collect();
        lists.sort_by_key(|(_, words)| words.first().map(|word| word.span().start));
        for (class, words) in lists {
            for word in words.iter().filter(|word| classes.contains_key(word.as_ref().as_str())) {
                let fault = format!("`{}` has another class already: keep it in one of them", word.as_ref());
                self.fault(&word.span(), "", fault);
            }
            classes.extend(words.into_iter().map(|word| (word.into_inner(), class.clone())));
        }
        classes
    }

    /// What was made of the file, if nothing is wrong in it.
    pub(super) fn finish<T>(mut self, made: T) -> Result<T, Vec<Fault>> {
        for key in std::mem::take(&mut self.parts).keys() {
            let fault = format!("such a file has no part `{}`: take it away, or mend its name", key.get_ref());
            self.fault(&key.span(), "", fault);
        }
        self.faults.sort_by_key(|fault| fault.line);
        if self.faults.is_empty() { Ok(made) } else { Err(self.faults) }
    }
}

/// The key of a table that an error is about.
fn guilty(table: &DeTable<'_>, error: &Error) -> Option<String> {
    let at = error.span()?.start;
    let here = |(key, value): &(&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        key.span().contains(&at) || value.span().contains(&at)
    };
    table.iter().find(here).map(|(key, _)| key.get_ref().clone().into_owned())
}

/// Faults, a line each.
#[cfg(test)]
pub(super) fn told(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("\n{fault}")).collect()
}

/// A row's name: its kind, then its first word, and as many more as tell it from the rows before.
fn rule_id<'w>(taken: &mut HashSet<String>, kind: &str, words: impl Iterator<Item = &'w str>) -> String {
    let mut id = kind.to_owned();
    for word in words {
        id = format!("{id}.{}", word.trim_start_matches('@').replace(' ', "_"));
        if taken.insert(id.clone()) {
            break;
        }
    }
    id
}

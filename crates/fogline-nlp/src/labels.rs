//! The strings that a pipeline's annotations are made of: tags, relations, features, entity types.

use std::collections::BTreeMap;

/// A string of [`Labels`]; the default is the empty string, which stands for "not set".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Label(pub(crate) u16);

/// Every label of a pipeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Labels(Vec<Box<str>>);

impl Labels {
    /// Labels by number; the first must be empty.
    pub(crate) fn new(strings: Vec<Box<str>>) -> Self {
        Self(strings)
    }

    /// All strings by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// The string, empty for a label of another table.
    pub(crate) fn get(&self, label: Label) -> &str {
        self.0.get(usize::from(label.0)).map_or("", |string| string)
    }
}

/// Collects labels while a pipeline is loaded.
#[derive(Debug)]
pub(crate) struct LabelsBuilder {
    strings: Vec<Box<str>>,
    numbers: BTreeMap<Box<str>, usize>,
}

impl Default for LabelsBuilder {
    fn default() -> Self {
        Self { strings: vec!["".into()], numbers: BTreeMap::from([("".into(), 0)]) }
    }
}

impl LabelsBuilder {
    /// The label of a string.
    pub(crate) fn intern(&mut self, string: &str) -> Label {
        let next = self.strings.len();
        let number = *self.numbers.entry(string.into()).or_insert(next);
        if number == next {
            self.strings.push(string.into());
        }
        Label(number as u16)
    }

    /// The labels whose strings satisfy a condition.
    pub(crate) fn find(&self, condition: impl Fn(&str) -> bool) -> Vec<(Label, String)> {
        let numbered = self.strings.iter().enumerate().filter(|(_, string)| condition(string));
        numbered.map(|(number, string)| (Label(number as u16), string.to_string())).collect()
    }

    /// All of them, if there are not too many.
    pub(crate) fn build(self) -> Result<Labels, String> {
        let most = usize::from(u16::MAX);
        if self.strings.len() > most {
            return Err(format!("uses {} different labels; supported: up to {most}", self.strings.len()));
        }
        Ok(Labels(self.strings))
    }
}

//! Lemmas by lookup or by rules with exceptions and an index of known forms, as spaCy's `Lemmatizer` finds them.

use hashbrown::{HashMap, HashSet};
use rmpv::ValueRef;

use crate::{
    model::msgpack::{entries, get, hash, items, text},
    text::{hash::string_id, python},
};

/// How a pipeline finds lemmas.
pub(crate) enum Lemmatizer {
    /// A table from forms, as string ids, to lemmas.
    Lookup(HashMap<u64, Box<str>>),
    /// Rules by part of speech.
    Rules { tables: HashMap<u64, Table>, english: bool },
}

/// The rules of one part of speech.
#[derive(Default)]
pub(crate) struct Table {
    /// Known lemmas, as string ids.
    index: HashSet<u64>,
    exceptions: HashMap<Box<str>, Vec<Box<str>>>,
    /// Endings and what replaces them.
    rules: Vec<(Box<str>, Box<str>)>,
}

impl Lemmatizer {
    /// Decodes a lookup lemmatizer's `lookups.bin`.
    pub(crate) fn lookup(tables: &ValueRef<'_>) -> Result<Self, String> {
        let table = get(tables, "lemma_lookup").ok_or("has no table `lemma_lookup`")?;
        let rows = entries(table).iter().map(|(form, lemma)| Some((id(form)?, text(lemma)?.into())));
        Ok(Self::Lookup(rows.collect::<Option<_>>().ok_or("has a malformed table `lemma_lookup`")?))
    }

    /// Decodes a rule lemmatizer's `lookups.bin`; `english` adds the test for base forms that spaCy has for English.
    pub(crate) fn rules(tables: &ValueRef<'_>, english: bool) -> Result<Self, String> {
        let mut by_pos = HashMap::<u64, Table>::new();
        let part = |name: &str| get(tables, name).map(entries).ok_or(format!("has no table `{name}`"));
        for (pos, rules) in part("lemma_rules")? {
            let rules = items(rules).iter().map(|rule| match items(rule) {
                [old, new] => Some((text(old)?.into(), text(new)?.into())),
                _ => None,
            });
            table_of(&mut by_pos, pos)?.rules =
                rules.collect::<Option<_>>().ok_or("has a malformed table `lemma_rules`")?;
        }
        for (pos, forms) in part("lemma_exc").unwrap_or_default() {
            let rows = entries(forms).iter().map(|(form, lemmas)| {
                Some((
                    text(form)?.into(),
                    items(lemmas).iter().map(|lemma| text(lemma).map(Into::into)).collect::<Option<_>>()?,
                ))
            });
            table_of(&mut by_pos, pos)?.exceptions =
                rows.collect::<Option<_>>().ok_or("has a malformed table `lemma_exc`")?;
        }
        for (pos, forms) in part("lemma_index").unwrap_or_default() {
            table_of(&mut by_pos, pos)?.index = items(forms).iter().filter_map(text).map(string_id).collect();
        }
        Ok(Self::Rules { tables: by_pos, english })
    }

    /// The lemma of a form with this part of speech (`NOUN`, say) and these features (`Number=Sing|…`).
    pub(crate) fn lemma(&self, form: &str, pos: &str, morph: &str) -> String {
        match self {
            Self::Lookup(table) => table.get(&string_id(form)).map_or(form, |lemma| lemma).to_owned(),
            Self::Rules { tables, english } => {
                if matches!(pos, "" | "EOL" | "SPACE") || *english && is_base_form(pos, morph) {
                    return form.to_lowercase();
                }
                match tables.get(&string_id(&pos.to_lowercase())).filter(|table| !table.is_empty()) {
                    Some(table) => table.apply(form),
                    None if pos == "PROPN" => form.to_owned(),
                    None => form.to_lowercase(),
                }
            }
        }
    }
}

impl Table {
    fn is_empty(&self) -> bool {
        self.index.is_empty() && self.exceptions.is_empty() && self.rules.is_empty()
    }

    fn apply(&self, form: &str) -> String {
        let lower = form.to_lowercase();
        let (mut forms, mut unknown) = (Vec::<String>::new(), Vec::<String>::new());
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let candidate = format!("{stem}{new}");
            if candidate.is_empty() {
                continue;
            }
            if self.index.contains(&string_id(&candidate)) {
                forms.insert(0, candidate);
            } else if candidate.chars().all(python::is_alpha) {
                unknown.push(candidate);
            } else {
                forms.push(candidate);
            }
        }
        // The last exception that no rule gave comes first.
        let mut exceptions = self.exceptions.get(lower.as_str()).into_iter().flatten();
        let exception = exceptions.rfind(|exception| !forms.iter().any(|form| **form == ***exception));
        match exception {
            Some(exception) => exception.to_string(),
            None => forms.into_iter().chain(unknown).next().unwrap_or_else(|| form.to_owned()),
        }
    }
}

/// The rules of a part of speech.
fn table_of<'t>(tables: &'t mut HashMap<u64, Table>, pos: &ValueRef<'_>) -> Result<&'t mut Table, String> {
    Ok(tables.entry(id(pos).ok_or("has a malformed part of speech")?).or_default())
}

/// A string's id, whether the table gives the id or the string.
fn id(value: &ValueRef<'_>) -> Option<u64> {
    hash(value).or_else(|| text(value).map(string_id))
}

/// Whether an English form needs no analysis.
fn is_base_form(pos: &str, morph: &str) -> bool {
    let feature = |name: &str| morph.split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let form = feature("VerbForm");
    match pos {
        "NOUN" if feature("Number") == Some("Sing") => true,
        "VERB" if form == Some("Fin") && feature("Tense") == Some("Pres") && feature("Number").is_none() => true,
        _ => matches!(form, Some("Inf" | "None")) || feature("Degree") == Some("Pos"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_prefer_exceptions_then_known_forms() {
        let boxed = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect::<Vec<_>>();
        let table = Table {
            index: ["shell", "shelle"].map(string_id).into(),
            exceptions: HashMap::from([("men".into(), vec!["man".into()])]),
            rules: boxed(&[("s", ""), ("ed", "e"), ("ed", ""), ("men", "m-n")]),
        };
        let lemmatizer = Lemmatizer::Rules { tables: HashMap::from([(string_id("noun"), table)]), english: true };
        let lemma = |form: &str| lemmatizer.lemma(form, "NOUN", "Number=Plur");
        assert_eq!(lemma("Shelled"), "shell"); // the known form found last comes first
        assert_eq!(lemma("grads"), "grad"); // no known form: what the first rule gives
        assert_eq!(lemma("Men"), "man");
        assert_eq!(lemma("Kyiv"), "Kyiv");
        assert_eq!(lemmatizer.lemma("Shells", "NOUN", "Number=Sing"), "shells");
        assert_eq!(lemmatizer.lemma("Kyiv", "PROPN", ""), "Kyiv");
        assert_eq!(lemmatizer.lemma("The", "DET", ""), "the");
    }
}

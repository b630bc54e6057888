//! spaCy's `AttributeRuler`: token patterns that set tags, parts of speech, features, lemmas and relations.
//!
//! Patterns are matched against the annotations as the ruler finds them; where several apply to a token, later ones
//! override earlier ones. What the patterns of one token come to depends on the word and its annotations alone and is
//! kept by them.

use hashbrown::HashMap;
use rmpv::ValueRef;

use crate::{
    doc::Pos,
    labels::{Label, LabelsBuilder},
    model::msgpack::{self, entries, get, items, text},
    text::{LexId, Lexicon, Pattern, hash::string_id, python},
};

/// What a pattern looks at.
#[derive(Debug, Clone, Copy)]
enum Attribute {
    Orth,
    Lower,
    Norm,
    Shape,
    Tag,
    Pos,
    Morph,
    Dep,
    Flag(fn(&str) -> bool),
}

impl Attribute {
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "ORTH" | "TEXT" => Self::Orth,
            "LOWER" => Self::Lower,
            "NORM" => Self::Norm,
            "SHAPE" => Self::Shape,
            "TAG" => Self::Tag,
            "POS" => Self::Pos,
            "MORPH" => Self::Morph,
            "DEP" => Self::Dep,
            "IS_SPACE" => Self::Flag(|text| !text.is_empty() && text.chars().all(python::is_space)),
            "IS_ALPHA" => Self::Flag(|text| !text.is_empty() && text.chars().all(python::is_alpha)),
            "IS_DIGIT" => Self::Flag(|text| !text.is_empty() && text.chars().all(python::is_digit)),
            "IS_PUNCT" => Self::Flag(|text| text.chars().all(python::is_punct)),
            "IS_ASCII" => Self::Flag(str::is_ascii),
            "IS_LOWER" => Self::Flag(|text| python::is_cased(text, false)),
            "IS_UPPER" => Self::Flag(|text| python::is_cased(text, true)),
            "IS_TITLE" => Self::Flag(python::is_title),
            _ => return None,
        })
    }
}

const SUPPORTED: &str = "ORTH, TEXT, LOWER, NORM, SHAPE, TAG, POS, MORPH, DEP, IS_SPACE, IS_ALPHA, IS_DIGIT, IS_PUNCT, IS_ASCII, IS_LOWER, \
     IS_UPPER, IS_TITLE, each as a value, IN, NOT_IN or REGEX, and no operators";

/// A condition on one attribute.
enum Test {
    In(Vec<u64>),
    NotIn(Vec<u64>),
    Regex(Pattern),
    Is(bool),
}

/// Conditions on one token.
type Spec = Vec<(Attribute, Test)>;

/// One pattern with what it sets.
struct Rule {
    specs: Vec<Spec>,
    /// Which of the matched tokens is changed.
    target: usize,
    effects: Effects,
}

/// Annotations to set.
#[derive(Debug, Clone, Default)]
struct Effects {
    tag: Option<Label>,
    pos: Option<Pos>,
    morph: Option<Label>,
    dep: Option<Label>,
    lemma: Option<Box<str>>,
}

impl Effects {
    /// Puts another's settings over these.
    fn overlay(&mut self, other: &Self) {
        self.tag = other.tag.or(self.tag);
        self.pos = other.pos.or(self.pos);
        self.morph = other.morph.or(self.morph);
        self.dep = other.dep.or(self.dep);
        if other.lemma.is_some() {
            self.lemma.clone_from(&other.lemma);
        }
    }
}

/// The annotations of one token that patterns look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Facts {
    pub(crate) lex: LexId,
    pub(crate) tag: Label,
    pub(crate) pos: Pos,
    pub(crate) morph: Label,
    pub(crate) dep: Label,
}

/// A pipeline's ruler.
pub(crate) struct AttributeRuler {
    rules: Vec<Rule>,
    /// String id by label, for comparing them like words.
    ids: Vec<u64>,
}

/// What the rules of one token come to, by its facts: a cache, which no result depends on.
#[derive(Debug, Default)]
pub(crate) struct RulerCache(HashMap<Facts, Outcome>);

/// The rules that match a token by itself, merged; and those of several tokens that may begin with it.
#[derive(Debug, Default)]
struct Outcome {
    effects: Effects,
    alone: Vec<u32>,
    begins: Vec<u32>,
}

impl RulerCache {
    /// Must be called whenever lexeme ids are given out anew.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Where the ruler reads and writes: one token's annotations.
pub(crate) trait Annotations {
    fn facts(&self, token: usize) -> Facts;
    fn text(&self, token: usize) -> &str;
    fn set_tag(&mut self, token: usize, tag: Label);
    fn set_pos(&mut self, token: usize, pos: Pos);
    fn set_morph(&mut self, token: usize, morph: Label);
    fn set_dep(&mut self, token: usize, dep: Label);
    fn set_lemma(&mut self, token: usize, lemma: &str);
}

impl AttributeRuler {
    /// Decodes a `patterns` file.
    pub(crate) fn decode(file: &[u8], labels: &mut LabelsBuilder) -> Result<Self, String> {
        let value = msgpack::decode(file)?;
        let mut rules = Vec::new();
        for (number, entry) in items(&value).iter().enumerate() {
            let fault = |fault: String| format!("pattern {number}: {fault}");
            let attrs = get(entry, "attrs").map(entries).unwrap_or_default();
            let effects = effects(attrs, labels).map_err(fault)?;
            let index = get(entry, "index").and_then(msgpack::int).unwrap_or(0);
            for pattern in get(entry, "patterns").map(items).unwrap_or_default() {
                let specs: Vec<Spec> = items(pattern).iter().map(spec).collect::<Result<_, _>>().map_err(fault)?;
                let distance = usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX);
                let target = if index < 0 { specs.len().checked_sub(distance) } else { Some(distance) };
                let target = target.filter(|target| *target < specs.len());
                let target = target.ok_or_else(|| fault(format!("changes token {index} of {}", specs.len())))?;
                rules.push(Rule { specs, target, effects: effects.clone() });
            }
        }
        Ok(Self { rules, ids: Vec::new() })
    }

    /// Learns the final labels, once all components are loaded.
    pub(crate) fn finish(&mut self, labels: impl Iterator<Item = u64>) {
        self.ids = labels.collect();
    }

    /// Applies the rules to a document of `length` tokens.
    pub(crate) fn apply(&self, length: usize, doc: &mut impl Annotations, lexicon: &Lexicon, cache: &mut RulerCache) {
        // Rules of several tokens are matched first: all rules look at the annotations as they were.
        let mut found = Vec::<(usize, u32)>::new();
        for token in 0..length {
            let facts = doc.facts(token);
            if !cache.0.contains_key(&facts) {
                let outcome = self.outcome(&facts, doc.text(token), lexicon);
                cache.0.insert(facts, outcome);
            }
            for rule in cache.0.get(&facts).into_iter().flat_map(|outcome| &outcome.begins) {
                let Rule { specs, target, .. } = &self.rules[*rule as usize];
                let matches = |k: usize| {
                    token + k < length && self.matches(&specs[k], &doc.facts(token + k), doc.text(token + k), lexicon)
                };
                if (1..specs.len()).all(matches) {
                    found.push((token + target, *rule));
                }
            }
        }
        found.sort_unstable();
        let mut found = found.into_iter().peekable();
        for token in 0..length {
            let Some(outcome) = cache.0.get(&doc.facts(token)) else { continue };
            if found.peek().is_none_or(|(target, _)| *target != token) {
                set(doc, token, &outcome.effects);
                continue;
            }
            let mut rules = outcome.alone.clone();
            while let Some((_, rule)) = found.next_if(|(target, _)| *target == token) {
                rules.push(rule);
            }
            rules.sort_unstable();
            set(doc, token, &self.merge(&rules));
        }
    }

    fn outcome(&self, facts: &Facts, text: &str, lexicon: &Lexicon) -> Outcome {
        let mut outcome = Outcome::default();
        for (number, rule) in self.rules.iter().enumerate() {
            if rule.specs.first().is_some_and(|spec| self.matches(spec, facts, text, lexicon)) {
                let list = if rule.specs.len() == 1 { &mut outcome.alone } else { &mut outcome.begins };
                list.push(number as u32);
            }
        }
        outcome.effects = self.merge(&outcome.alone);
        outcome
    }

    fn merge(&self, rules: &[u32]) -> Effects {
        let mut merged = Effects::default();
        for rule in rules {
            merged.overlay(&self.rules[*rule as usize].effects);
        }
        merged
    }

    fn matches(&self, spec: &Spec, facts: &Facts, text: &str, lexicon: &Lexicon) -> bool {
        let lexeme = lexicon.get(facts.lex);
        let label = |label: Label| self.ids.get(usize::from(label.0)).copied().unwrap_or(0);
        spec.iter().all(|(attribute, test)| {
            let id = match attribute {
                Attribute::Orth => lexeme.orth,
                Attribute::Lower => lexeme.lower,
                Attribute::Norm => lexeme.norm,
                Attribute::Shape => lexeme.shape,
                Attribute::Tag => label(facts.tag),
                Attribute::Pos => string_id(facts.pos.name()),
                Attribute::Morph => label(facts.morph),
                Attribute::Dep => label(facts.dep),
                Attribute::Flag(is) => u64::from(is(text)),
            };
            match test {
                Test::In(ids) => ids.contains(&id),
                Test::NotIn(ids) => !ids.contains(&id),
                Test::Is(yes) => (id != 0) == *yes,
                Test::Regex(pattern) => match attribute {
                    Attribute::Lower => pattern.find(&text.to_lowercase(), 0).is_some(),
                    Attribute::Shape => pattern.find(&python::shape(text), 0).is_some(),
                    _ => pattern.find(text, 0).is_some(),
                },
            }
        })
    }
}

fn set(doc: &mut impl Annotations, token: usize, effects: &Effects) {
    if let Some(tag) = effects.tag {
        doc.set_tag(token, tag);
    }
    if let Some(pos) = effects.pos {
        doc.set_pos(token, pos);
    }
    if let Some(morph) = effects.morph {
        doc.set_morph(token, morph);
    }
    if let Some(dep) = effects.dep {
        doc.set_dep(token, dep);
    }
    if let Some(lemma) = &effects.lemma {
        doc.set_lemma(token, lemma);
    }
}

fn spec(value: &ValueRef<'_>) -> Result<Spec, String> {
    let mut spec = Vec::new();
    for (name, value) in entries(value) {
        let name = text(name).unwrap_or_default();
        let attribute = Attribute::named(name).ok_or_else(|| format!("looks at `{name}`; supported: {SUPPORTED}"))?;
        let id = |value: &ValueRef<'_>| text(value).map(string_id);
        let one = |value: &ValueRef<'_>| match value {
            ValueRef::Boolean(yes) => Some(Test::Is(*yes)),
            value => id(value).map(|id| Test::In(vec![id])),
        };
        match entries(value) {
            [] => spec.push((attribute, one(value).ok_or_else(|| format!("`{name}` has a malformed value"))?)),
            tests => {
                for (test, value) in tests {
                    let ids = || items(value).iter().map(id).collect::<Option<Vec<_>>>();
                    let of_words = matches!(attribute, Attribute::Orth | Attribute::Lower | Attribute::Shape);
                    let test = match text(test).unwrap_or_default() {
                        "IN" => ids().map(Test::In),
                        "NOT_IN" => ids().map(Test::NotIn),
                        "REGEX" if of_words => text(value).map(Pattern::new).transpose()?.map(Test::Regex),
                        other => return Err(format!("tests `{name}` by `{other}`; supported: {SUPPORTED}")),
                    };
                    spec.push((attribute, test.ok_or_else(|| format!("`{name}` has a malformed value"))?));
                }
            }
        }
    }
    Ok(spec)
}

fn effects(attrs: &[(ValueRef<'_>, ValueRef<'_>)], labels: &mut LabelsBuilder) -> Result<Effects, String> {
    let mut effects = Effects::default();
    for (name, value) in attrs {
        let name = text(name).unwrap_or_default();
        let value = text(value).ok_or_else(|| format!("sets `{name}` to something else than text"))?;
        match name.to_ascii_uppercase().as_str() {
            "TAG" => effects.tag = Some(labels.intern(value)),
            "POS" => {
                let pos = Pos::named(value).ok_or_else(|| format!("sets the unknown part of speech `{value}`"))?;
                effects.pos = Some(pos);
            }
            "MORPH" => effects.morph = Some(labels.intern(&normal_features(value))),
            "DEP" => effects.dep = Some(labels.intern(value)),
            "LEMMA" => effects.lemma = Some(value.into()),
            _ => return Err(format!("sets `{name}`; supported: TAG, POS, MORPH, DEP, LEMMA")),
        }
    }
    Ok(effects)
}

/// Features in spaCy's normal form: sorted, values too; `_` for none becomes empty.
pub(crate) fn normal_features(features: &str) -> String {
    let mut pairs: Vec<String> = features
        .split('|')
        .filter(|pair| !pair.is_empty() && *pair != "_")
        .map(|pair| {
            let Some((field, values)) = pair.split_once('=') else { return pair.to_owned() };
            let mut values: Vec<_> = values.split(',').collect();
            values.sort_unstable();
            format!("{field}={}", values.join(","))
        })
        .collect();
    pairs.sort_unstable();
    pairs.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_put_in_order() {
        assert_eq!(normal_features("Number=Sing|Case=Nom,Acc"), "Case=Acc,Nom|Number=Sing");
        assert_eq!(normal_features("_"), "");
    }
}

//! A paragraph's words as names are looked for in them.

use std::ops::Range;

use super::words::PlaceWords;
use crate::{annotate::Paragraph, gazetteer::fold, lang::Lang, span::Span};

/// What the model takes a word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Country, town, division.
    Gpe,
    /// Other place.
    Loc,
    /// Building, road.
    Facility,
    /// People of a country, creed or party.
    Norp,
    /// Organisation.
    Org,
    /// Person.
    Person,
    /// Event, law, product, work of art, language.
    Other,
    /// Time or number.
    Value,
}

impl Label {
    fn named(label: &str) -> Self {
        match label {
            "GPE" => Self::Gpe,
            "LOC" => Self::Loc,
            "FAC" => Self::Facility,
            "NORP" => Self::Norp,
            "ORG" => Self::Org,
            "PERSON" => Self::Person,
            "DATE" | "TIME" | "PERCENT" | "MONEY" | "QUANTITY" | "ORDINAL" | "CARDINAL" => Self::Value,
            _ => Self::Other,
        }
    }

    /// Whether it is one of a place.
    pub(super) fn is_place(self) -> bool {
        matches!(self, Self::Gpe | Self::Loc | Self::Facility)
    }
}

/// A word.
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) lower: String,
    /// Its part of a name's key.
    pub(super) key: String,
    pub(super) capital: bool,
    /// Whether letters or digits are in it.
    pub(super) inked: bool,
    /// Part of speech, where a model read it.
    pub(super) pos: &'static str,
    /// The name that it is part of, by its index.
    pub(super) name: Option<usize>,
}

/// A name that the model found.
pub(super) struct Name {
    pub(super) words: Range<usize>,
    pub(super) label: Label,
}

/// A paragraph made ready.
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    pub(super) paragraph: &'t Paragraph,
    pub(super) words: Vec<Word<'t>>,
    pub(super) names: Vec<Name>,
    pub(super) lang: Lang,
    pub(super) lexicon: &'static PlaceWords,
    /// Whether it is all in capitals, so that these say nothing.
    pub(super) shouted: bool,
    /// Whether it is a dateline, which says where a report was written.
    pub(super) dateline: bool,
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t str, paragraph: &'t Paragraph, dateline: bool) -> Option<Self> {
        let lang = paragraph.sentences.first().map_or(Lang::Other, |sentence| sentence.lang);
        let lexicon = PlaceWords::of(lang)?;
        let mut names = Vec::new();
        if let Some(doc) = &paragraph.parse {
            names.extend(
                doc.entities().map(|name| Name { words: name.start..name.end, label: Label::named(name.label) }),
            );
        }
        let mut of_names = vec![None; paragraph.words.len()];
        for (at, name) in names.iter().enumerate().rev() {
            if let Some(own) = of_names.get_mut(name.words.clone()) {
                own.fill(Some(at));
            }
        }
        let words: Vec<Word> = paragraph
            .words
            .iter()
            .enumerate()
            .map(|(i, span)| {
                let word = span.of(text);
                Word {
                    text: word,
                    lower: word.to_lowercase(),
                    key: fold::plain(word),
                    capital: word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase),
                    inked: word.chars().any(char::is_alphanumeric),
                    pos: paragraph.token(i).map_or("", |token| token.pos()),
                    name: of_names.get(i).copied().flatten(),
                }
            })
            .collect();
        let letters = |upper: bool| {
            words
                .iter()
                .flat_map(|word| word.text.chars())
                .filter(|c| c.is_alphabetic() && c.is_uppercase() == upper)
                .count()
        };
        let shouted = letters(true) > 2 * letters(false);
        Some(Self { text, paragraph, words, names, lang, lexicon, shouted, dateline })
    }

    pub(super) fn word(&self, i: usize) -> Option<&Word<'t>> {
        self.words.get(i)
    }

    /// The word `by` words before another.
    pub(super) fn before(&self, i: usize, by: usize) -> Option<&Word<'t>> {
        self.words.get(i.checked_sub(by)?)
    }

    pub(super) fn label_at(&self, i: usize) -> Option<Label> {
        self.names.get(self.word(i)?.name?).map(|name| name.label)
    }

    /// The name that holds a word.
    pub(super) fn name_at(&self, i: usize) -> Option<&Name> {
        self.names.get(self.word(i)?.name?)
    }

    pub(super) fn span(&self, words: Range<usize>) -> Option<Span> {
        self.paragraph.span_of(words)
    }

    /// The key of a run of words, as folding its text gives it.
    pub(super) fn key(&self, words: Range<usize>) -> String {
        let span = self.span(words);
        fold::plain(span.map(|span| span.of(self.text)).unwrap_or_default())
    }

    /// Whether a word begins a sentence.
    pub(super) fn starts_sentence(&self, i: usize) -> bool {
        self.paragraph.sentences.binary_search_by_key(&i, |sentence| sentence.words.start).is_ok()
            || self.before(i, 1).is_some_and(|word| matches!(word.text, "\"" | "“" | "«" | ":" | "'" | "‘" | "—"))
    }
}

//! Words that tell of events, and what became of each.

use crate::{read::Rule, span::Span};

/// A word of the lexicon of events in a document, with what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// Where it stands.
    pub span: Span,
    /// The row that has it.
    pub rule: Rule,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a word that could tell of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is an event.
    Kept,
    /// It helps or describes another word: "the shelled town".
    Describes,
    /// It is part of a name.
    Name,
    /// None of the words that its row asks for stands with it.
    Undescribed,
    /// It lacks what its row asks for: an object, a person, an infinitive.
    Lacking,
    /// It is part of another noun: "attack helicopters".
    PartOf {
        /// That noun.
        noun: Span,
    },
    /// It is part of a phrase that tells of the event: "opened *fire*".
    Within {
        /// The phrase.
        words: Span,
    },
    /// A word depends on it with which it is nothing of the kind.
    Unless {
        /// That word.
        word: Span,
    },
    /// It tells what another event did: "shelled the town, *killing* two".
    Result {
        /// The trigger of that event.
        of: Span,
    },
    /// It is a part that is counted with the whole: "200 violations, including 50 *explosions*".
    Counted {
        /// The whole.
        with: Span,
    },
    /// A noun alone, without anyone, anything, a place or a time: a topic.
    Topic,
    /// An act of speech, which the statement that it makes tells.
    Spoken,
    /// No statement tells of it.
    Untold,
}

/// What decided something of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// What it decided: polarity, modality, tense, actor or type.
    pub of: &'static str,
    /// As which value.
    pub value: &'static str,
    /// The word that decided.
    pub words: Option<Span>,
    /// How that word stands to the event, or what else decided.
    pub by: &'static str,
}

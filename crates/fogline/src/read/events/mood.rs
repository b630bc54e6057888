//! Whether, when and how surely something happened.

use super::lexicon::{Governs, Moods};
use crate::read::clauses::Clauses;

/// Whether something is said to be so (contract.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the contract's own")]
pub enum Polarity {
    Positive,
    Negative,
}

impl Polarity {
    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
        }
    }
}

/// How an event stands to what is the case (domain.md 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the contract's own")]
pub enum Modality {
    Actual,
    Attempted,
    Hypothetical,
    Possible,
    Probable,
    Promised,
    Announced,
    Requested,
    Intended,
}

impl Modality {
    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Attempted => "attempted",
            Self::Hypothetical => "hypothetical",
            Self::Possible => "possible",
            Self::Probable => "probable",
            Self::Promised => "promised",
            Self::Announced => "announced",
            Self::Requested => "requested",
            Self::Intended => "intended",
        }
    }
}

/// When an event is said to happen (domain.md 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the contract's own")]
pub enum Tense {
    Past,
    Ongoing,
    Future,
    Historical,
}

impl Tense {
    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Ongoing => "ongoing",
            Self::Future => "future",
            Self::Historical => "historical",
        }
    }
}

/// What the words around a trigger say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mood {
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    pub(super) tense: Option<Tense>,
    /// The words that decided: what, as which value, the word, and how it stands to the event.
    pub(super) grounds: Vec<(&'static str, &'static str, usize, &'static str)>,
}

type State = (Polarity, Modality, Option<Tense>);

impl Mood {
    fn state(&self) -> State {
        (self.polarity, self.modality, self.tense)
    }

    /// Keeps the word that changed something since a state.
    fn note(&mut self, before: State, word: usize, by: &'static str) {
        if self.polarity != before.0 {
            self.grounds.push(("polarity", self.polarity.name(), word, by));
        }
        if self.modality != before.1 {
            self.grounds.push(("modality", self.modality.name(), word, by));
        }
        if let Some(tense) = self.tense.filter(|_| self.tense != before.2) {
            self.grounds.push(("tense", tense.name(), word, by));
        }
    }
}

/// Reads the words around a trigger: its own, then those that govern it, as far up as its clause goes.
pub(super) fn of(clauses: &Clauses<'_>, moods: &Moods, trigger: usize, invented: bool) -> Mood {
    let mut mood = Mood { polarity: Polarity::Positive, modality: Modality::Actual, tense: None, grounds: Vec::new() };
    let mut at = trigger;
    let noun = !matches!(clauses.token(trigger).pos(), "VERB" | "AUX");
    for step in 0..8 {
        own(clauses, moods, at, step == 0 && noun, invented, &mut mood);
        let head = clauses.head(at);
        if head == at {
            break;
        }
        let dep = clauses.dep(at);
        // What is said, thought or told of is not made less actual by its cue.
        let governed = match dep {
            "acl" => clauses.children(at).any(|child| clauses.token(child).tag() == "TO"),
            "xcomp" | "dobj" | "pobj" | "pcomp" | "prep" | "attr" | "acomp" | "nsubjpass" | "ccomp" | "oprd"
            | "compound" | "amod" | "nmod" | "aux" | "dative" | "conj" => true,
            _ => false,
        };
        if !governed {
            if dep == "nsubj" && mood.tense.is_none() {
                tense(clauses, moods, head, &mut mood);
            }
            break;
        }
        if let Some(governs) = moods.governors.get(clauses.token(head).lemma()) {
            let infinitive = clauses.children(at).any(|child| clauses.token(child).tag() == "TO");
            let before = mood.state();
            apply(*governs, dep, infinitive || noun, &mut mood);
            mood.note(before, head, "governs it");
        }
        if dep == "ccomp" {
            break;
        }
        at = head;
    }
    if mood.tense == Some(Tense::Future) && mood.modality == Modality::Actual {
        let before = mood.state();
        mood.modality = Modality::Probable;
        mood.note(before, trigger, "is to come");
    }
    mood
}

fn apply(governs: Governs, dep: &str, open: bool, mood: &mut Mood) {
    let set = |mood: &mut Mood, modality: Modality, future: bool| {
        if mood.modality == Modality::Actual {
            mood.modality = modality;
        }
        if future {
            mood.tense = Some(Tense::Future);
        }
    };
    if dep == "ccomp" && !open && governs != Governs::Possible {
        return;
    }
    match governs {
        Governs::Attempted => set(mood, Modality::Attempted, false),
        Governs::Intended => set(mood, Modality::Intended, true),
        Governs::Requested => set(mood, Modality::Requested, true),
        Governs::Promised => set(mood, Modality::Promised, true),
        Governs::Announced => set(mood, Modality::Announced, true),
        Governs::Possible if dep == "ccomp" => {}
        Governs::Possible => set(mood, Modality::Possible, true),
        Governs::Suspected => {}
        Governs::Denied => {
            if dep != "ccomp" && dep != "nsubjpass" {
                mood.polarity = Polarity::Negative;
            }
        }
    }
}

/// What hangs on a word itself.
fn own(clauses: &Clauses<'_>, moods: &Moods, i: usize, noun: bool, invented: bool, mood: &mut Mood) {
    for child in clauses.children(i) {
        let before = mood.state();
        let word = clauses.lower(child);
        let dep = clauses.dep(child);
        if dep == "neg" || (dep == "det" && moods.negators.contains(&word)) {
            mood.polarity = Polarity::Negative;
        }
        if noun && matches!(dep, "amod" | "compound") {
            if moods.possible_adjectives.contains(&word) {
                (mood.modality, mood.tense) = (Modality::Possible, Some(Tense::Future));
            }
            if !invented && moods.false_adjectives.contains(&word) {
                mood.polarity = Polarity::Negative;
            }
        }
        if dep == "mark"
            && moods.conditional.contains(&word)
            && clauses.dep(i) == "advcl"
            && mood.modality == Modality::Actual
        {
            mood.modality = Modality::Hypothetical;
        }
        mood.note(before, child, "beside it");
    }
    if matches!(clauses.token(i).pos(), "VERB" | "AUX") {
        tense(clauses, moods, i, mood);
    }
}

fn tense(clauses: &Clauses<'_>, moods: &Moods, verb: usize, mood: &mut Mood) {
    let mut perfect = false;
    let mut be = None;
    let mut to = false;
    for child in clauses.children(verb).filter(|child| *child < verb) {
        let word = clauses.lower(child);
        let token = clauses.token(child);
        if !clauses.dep(child).starts_with("aux") {
            continue;
        }
        perfect |= token.lemma() == "have";
        to |= token.tag() == "TO";
        if token.lemma() == "be" && clauses.dep(child) == "aux" {
            be = Some(token.tag());
        }
        let before = mood.state();
        if token.tag() == "MD" && mood.tense.is_none() {
            if moods.future.contains(&word) {
                mood.tense = Some(Tense::Future);
            } else if moods.possible.contains(&word) && mood.modality == Modality::Actual {
                (mood.modality, mood.tense) = (Modality::Possible, Some(Tense::Future));
            } else if moods.hypothetical.contains(&word) && mood.modality == Modality::Actual {
                (mood.modality, mood.tense) = (Modality::Hypothetical, Some(Tense::Future));
            }
        }
        mood.note(before, child, "auxiliary");
    }
    if mood.tense.is_some() {
        return;
    }
    let before = mood.state();
    mood.tense = match clauses.token(verb).tag() {
        "VBD" => Some(Tense::Past),
        "VBN" if !to || perfect => Some(Tense::Past),
        "VBG" if be.is_some_and(|tag| tag == "VBD") => Some(Tense::Past),
        "VBG" if be.is_some() => Some(Tense::Ongoing),
        "VBZ" | "VBP" => Some(Tense::Ongoing),
        _ => None,
    };
    mood.note(before, verb, "form of the verb");
}

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
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Positive, Self::Negative];

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
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Actual,
        Self::Attempted,
        Self::Hypothetical,
        Self::Possible,
        Self::Probable,
        Self::Promised,
        Self::Announced,
        Self::Requested,
        Self::Intended,
    ];

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
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Past, Self::Ongoing, Self::Future, Self::Historical];

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
    /// Whether it is only what something else is done for.
    pub(super) aim: bool,
    /// Whether someone says no to it.
    pub(super) refused: bool,
    /// The negation that stands at the trigger itself.
    pub(super) negation: Option<usize>,
    /// The words that decided: what, as which value, the word, and how it stands to the event.
    pub(super) grounds: Vec<(&'static str, &'static str, usize, &'static str)>,
}

/// What a word that says what something is done for stands to the event as, among its grounds.
pub(super) const PURPOSE: &str = "is what something else is done for";

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

    /// What a verb makes of what its own phrase tells: "announced a ceasefire".
    pub(super) fn by_own_verb(&mut self, moods: &Moods, lemma: &str) {
        match moods.governors.get(lemma) {
            Some(Governs::Announced) => self.less_sure(Modality::Announced),
            Some(Governs::Promised) => self.less_sure(Modality::Promised),
            Some(Governs::Requested) => self.less_sure(Modality::Requested),
            _ => {}
        }
    }

    /// The first word that takes from what is actual counts.
    fn less_sure(&mut self, modality: Modality) {
        if self.modality == Modality::Actual {
            self.modality = modality;
        }
    }
}

/// How far up from a trigger words are read.
const REACH: usize = 8;

/// Reads the words around a trigger: its own, then those that govern it, as far up as its clause goes.
pub(super) fn of(clauses: &Clauses<'_>, moods: &Moods, trigger: usize, invented: bool) -> Mood {
    let mut mood = Mood {
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        tense: None,
        aim: false,
        refused: false,
        negation: None,
        grounds: Vec::new(),
    };
    let mut at = trigger;
    let noun = !matches!(clauses.token(trigger).pos(), "VERB" | "AUX");
    for step in 0..REACH {
        own(clauses, moods, at, step == 0 && noun, invented, &mut mood);
        if step == 0 {
            mood.negation = clauses.child(at, &["neg"]);
        }
        let head = clauses.head(at);
        if head == at {
            let before = mood.state();
            asked(clauses, at, &mut mood);
            mood.note(before, at, "is asked");
            break;
        }
        let dep = clauses.dep(at);
        let infinitive = is_infinitive(clauses, at);
        // "stopped so as not to hurt civilians": what it is done for neither happened nor failed to.
        if let Some(word) = explicit_purpose(clauses, moods, at, mood.polarity) {
            let before = mood.state();
            mood.aim = true;
            mood.less_sure(Modality::Intended);
            mood.tense = mood.tense.or(Some(Tense::Future));
            mood.note(before, word, PURPOSE);
            break;
        }
        // What is said, thought or told of is not made less actual by its cue.
        let governed = match dep {
            "acl" | "advcl" => infinitive,
            // "would be preceded by a raid".
            "agent" | "xcomp" | "dobj" | "pobj" | "pcomp" | "prep" | "attr" | "acomp" | "nsubjpass" | "ccomp"
            | "oprd" | "compound" | "amod" | "nmod" | "aux" | "dative" | "conj" => true,
            _ => false,
        };
        let before = mood.state();
        if dep == "prep" && moods.negators.contains(&clauses.lower(at)) {
            mood.polarity = Polarity::Negative;
        }
        if matches!(dep, "acl" | "ccomp" | "csubj" | "relcl") && is_untrue(clauses, moods, at, head) {
            mood.polarity = Polarity::Negative;
        }
        mood.note(before, if dep == "prep" { at } else { head }, "says that it is not so");
        if !governed {
            // "the attack did not happen", "reports of an attack proved false".
            if matches!(dep, "nsubj" | "nsubjpass") && (noun || at == trigger) && is_no_subject(clauses, moods, head) {
                mood.polarity = Polarity::Negative;
            }
            // "an assault is likely".
            if dep == "nsubj"
                && noun
                && let Some(how_sure) = predicate(clauses, moods, head)
            {
                mood.less_sure(how_sure);
                mood.tense = mood.tense.or(Some(Tense::Future));
                mood.note(before, head, "says how sure it is");
            }
            if matches!(dep, "nsubj" | "nsubjpass") && at == trigger && mood.tense.is_none() {
                tense(clauses, moods, head, &mut mood);
            }
            break;
        }
        if moods.open.contains(clauses.token(head).lemma()) && clauses.is_negated(head) {
            let before = mood.state();
            mood.less_sure(Modality::Possible);
            mood.note(before, head, "does not say whether it is so");
            break;
        }
        // Of what is condemned or witnessed it is taken that it happened; a clause of its own says for itself.
        let lemma = clauses.token(head).lemma();
        let presumes =
            moods.presuming.contains(lemma) && !(moods.perceiving.contains(lemma) && clauses.is_negated(head));
        let own_clause = dep == "pcomp" && clauses.child(at, &["nsubj", "nsubjpass"]).is_some();
        if own_clause || noun && !infinitive && presumes {
            break;
        }
        let before = mood.state();
        let objects = matches!(dep, "dobj" | "nsubjpass");
        if objects
            && clauses.children(head).any(|child| {
                matches!(clauses.dep(child), "oprd" | "acomp" | "ccomp")
                    && moods.false_adjectives.contains(clauses.token(child).lemma())
            })
        {
            mood.polarity = Polarity::Negative;
        }
        // "They are to leave": it is settled, and still to come.
        if dep == "xcomp" && infinitive && moods.settled.contains(&clauses.lower(head)) {
            mood.less_sure(Modality::Announced);
            mood.tense = Some(Tense::Future);
        }
        match governor(clauses, moods, at, head, infinitive) {
            Some(governs) => {
                // "told them that it had seen no attack" asks for nothing.
                let modal = clauses.children(at).any(|child| clauses.token(child).tag() == "MD");
                let tells = *governs == Governs::Requested
                    && dep == "ccomp"
                    && (modal || clauses.is_finite(at) && clauses.token(at).tag() != "VB");
                apply(*governs, dep, infinitive || noun && !tells, infinitive, &mut mood);
            }
            // "a pretext to invade": what a noun is for is not said to have happened.
            None if infinitive && (dep == "acl" || purpose(clauses, moods, at, head)) => {
                mood.aim |= mood.modality == Modality::Actual;
                mood.less_sure(Modality::Intended);
                mood.tense = mood.tense.or(Some(Tense::Future));
            }
            None => {}
        }
        let eventual = || format!("{} {}", clauses.lower(clauses.head(head)), clauses.token(head).lemma());
        if clauses.dep(head) == "pobj" && moods.eventual.contains(&eventual()) {
            mood.less_sure(Modality::Hypothetical);
        }
        mood.note(before, head, "governs it");
        if matches!(dep, "ccomp" | "advcl") {
            break;
        }
        at = head;
    }
    if mood.tense == Some(Tense::Future) {
        let before = mood.state();
        mood.less_sure(Modality::Probable);
        mood.note(before, trigger, "is to come");
    }
    // "any attack" need not exist; "did not hear any attack" says that there was none.
    let any = clauses.child(trigger, &["det"]).is_some_and(|det| moods.indefinite.contains(&clauses.lower(det)));
    if any && mood.polarity == Polarity::Positive && matches!(mood.modality, Modality::Actual | Modality::Probable) {
        mood.modality = Modality::Hypothetical;
    }
    mood
}

fn is_infinitive(clauses: &Clauses<'_>, verb: usize) -> bool {
    clauses.children(verb).any(|child| clauses.token(child).tag() == "TO")
}

/// What the word above makes of an event: by itself, with the preposition between, as in "call for", or with its particle.
fn governor<'m>(
    clauses: &Clauses<'_>,
    moods: &'m Moods,
    at: usize,
    head: usize,
    infinitive: bool,
) -> Option<&'m Governs> {
    let lemma = clauses.token(head).lemma();
    let with = |word: String| moods.governors.get(format!("{lemma} {word}").as_str());
    let between = || {
        let word = if infinitive { Some("to".to_owned()) } else { None };
        word.or_else(|| (clauses.dep(at) == "prep").then(|| clauses.lower(at)))
    };
    // "was called off".
    let particle = || clauses.child(head, &["prt"]).map(|particle| clauses.lower(particle));
    moods.governors.get(lemma).or_else(|| between().and_then(with)).or_else(|| particle().and_then(with))
}

/// How sure a predicate says that its subject is: "is likely", "remains possible".
fn predicate(clauses: &Clauses<'_>, moods: &Moods, verb: usize) -> Option<Modality> {
    let adjective = clauses.child(verb, &["acomp", "attr", "oprd"])?;
    let word = clauses.lower(adjective);
    match (moods.probable.contains(&word), moods.possible_adjectives.contains(&word)) {
        (true, _) => Some(Modality::Probable),
        (_, true) => Some(Modality::Possible),
        _ => None,
    }
}

/// Whether an infinitive tells what something is for and not what happened: "came to attack", not "began to attack".
fn purpose(clauses: &Clauses<'_>, moods: &Moods, at: usize, head: usize) -> bool {
    let implied = moods.implied.contains(clauses.token(head).lemma());
    let perfect = clauses
        .children(at)
        .any(|child| child < at && clauses.dep(child) == "aux" && clauses.token(child).lemma() == "have");
    !implied && !perfect
}

/// The last word of those that say in so many words that a clause is what something is done for: before an infinitive, or
/// before a clause of its own that says what is not to be.
fn explicit_purpose(clauses: &Clauses<'_>, moods: &Moods, at: usize, polarity: Polarity) -> Option<usize> {
    let pair = |last: usize| {
        let first = last.checked_sub(1)?;
        moods.purpose.contains(&format!("{} {}", clauses.lower(first), clauses.lower(last))).then_some(last)
    };
    let to = clauses.children(at).find(|child| *child < at && clauses.token(*child).tag() == "TO");
    if let Some(to) = to {
        let before = to.checked_sub(1)?;
        return pair(if moods.negators.contains(&clauses.lower(before)) { before.checked_sub(1)? } else { before });
    }
    let mark = clauses.child(at, &["mark"]).filter(|mark| *mark < at && polarity == Polarity::Negative)?;
    pair(mark)
}

/// Whether what a clause says is called untrue, or there is no sign of it: "it is not true that", "no evidence that".
fn is_untrue(clauses: &Clauses<'_>, moods: &Moods, clause: usize, head: usize) -> bool {
    let negated = |i: usize| {
        clauses.children(i).any(|child| {
            clauses.dep(child) == "neg" || clauses.dep(child) == "det" && moods.negators.contains(&clauses.lower(child))
        })
    };
    let said_false = |i: usize| moods.false_adjectives.contains(clauses.token(i).lemma());
    if clauses.dep(clause) == "acl" {
        let marked = clauses.child(clause, &["mark"]).is_some() || clauses.token(clause).tag() != "VBN";
        return marked && negated(head) && !is_infinitive(clauses, clause);
    }
    if clauses.dep(clause) == "relcl" {
        return false;
    }
    // "No evidence has been found that they fired".
    let subject = || clauses.child(head, &["nsubjpass"]).filter(|subject| *subject < head);
    if clauses.dep(clause) == "ccomp" && clauses.child(clause, &["mark"]).is_some() && subject().is_some_and(negated) {
        return true;
    }
    clauses.children(head).filter(|child| matches!(clauses.dep(*child), "acomp" | "attr")).any(|child| {
        said_false(child) || negated(child) || moods.truth.contains(clauses.token(child).lemma()) && negated(head)
    })
}

/// Whether a verb says of its subject that it did not happen or is untrue.
fn is_no_subject(clauses: &Clauses<'_>, moods: &Moods, verb: usize) -> bool {
    let negated = clauses.child(verb, &["neg"]).is_some();
    let untrue = clauses.children(verb).any(|child| {
        matches!(clauses.dep(child), "acomp" | "oprd" | "attr" | "ccomp")
            && moods.false_adjectives.contains(clauses.token(child).lemma())
    });
    untrue != negated && (untrue || moods.occurs.contains(clauses.token(verb).lemma()))
}

/// A question does not say that it is so.
fn asked(clauses: &Clauses<'_>, top: usize, mood: &mut Mood) {
    let sentence = clauses.sentence(top);
    let last = sentence.rev().find(|i| {
        !clauses.token(*i).text().trim().is_empty() && !matches!(clauses.token(*i).text(), "\"" | "”" | "’" | "'" | "»")
    });
    if last.is_some_and(|last| clauses.token(last).text() == "?") {
        mood.less_sure(Modality::Hypothetical);
    }
}

fn apply(governs: Governs, dep: &str, open: bool, infinitive: bool, mood: &mut Mood) {
    let set = |mood: &mut Mood, modality: Modality, future: bool| {
        mood.less_sure(modality);
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
        Governs::Announced => set(mood, Modality::Announced, infinitive),
        Governs::Imagined => set(mood, Modality::Hypothetical, false),
        Governs::Possible if dep == "ccomp" => {}
        Governs::Possible => set(mood, Modality::Possible, true),
        Governs::Suspected => set(mood, Modality::Possible, false),
        Governs::Denied | Governs::Refused => {
            // "the attack was foiled", not "the man was stopped": what is told by a noun.
            if dep != "ccomp" && (dep != "nsubjpass" || open && !infinitive) {
                mood.polarity = Polarity::Negative;
                mood.refused |= governs == Governs::Refused;
            }
        }
    }
}

/// What hangs on a word itself.
fn own(clauses: &Clauses<'_>, moods: &Moods, i: usize, noun: bool, invented: bool, mood: &mut Mood) {
    let before = mood.state();
    let mut past = false;
    let mut doubt = None;
    // "attacks that have not occurred", "accounts of attacks on men that have not occurred".
    let unreal =
        |verb: usize| moods.occurs.contains(clauses.token(verb).lemma()) && clauses.child(verb, &["neg"]).is_some();
    let told_unreal = |noun: usize| clauses.children(noun).any(|child| clauses.dep(child) == "relcl" && unreal(child));
    if noun {
        let nouns = |i: usize| matches!(clauses.token(i).pos(), "NOUN" | "PROPN");
        let above = std::iter::successors(Some(i), |at| {
            let head = clauses.head(*at);
            (matches!(clauses.dep(*at), "pobj" | "prep" | "conj") && head != *at).then_some(head)
        });
        let below = clauses.children(i).filter(|child| clauses.dep(*child) == "prep");
        let below = below.filter_map(|preposition| clauses.child(preposition, &["pobj"]));
        if above.take(5).filter(|at| nouns(*at)).chain(below).any(told_unreal) {
            mood.polarity = Polarity::Negative;
        }
    }
    mood.note(before, i, "is said not to have occurred");
    for child in clauses.children(i) {
        let before = mood.state();
        let word = clauses.lower(child);
        let dep = clauses.dep(child);
        let negates = |i: usize| moods.negators.contains(&clauses.lower(i));
        if dep == "neg"
            || (dep == "det" && moods.negators.contains(&word))
            // "Nobody fired", "No gun fired", "None of the guns fired".
            || (matches!(dep, "nsubj" | "nsubjpass")
                && (negates(child) || clauses.child(child, &["det", "neg"]).is_some_and(negates)))
        {
            mood.polarity = Polarity::Negative;
        }
        // "no ceasefire violations": the parser hangs the word on the noun before.
        if noun && dep == "compound" && clauses.child(child, &["det"]).is_some_and(negates) {
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
        if matches!(dep, "amod" | "advmod") && moods.alleged.contains(&word) {
            mood.less_sure(Modality::Possible);
        }
        if dep == "mark" {
            let clause = clauses.dep(i);
            if moods.conditional.contains(&word) && matches!(clause, "advcl" | "ccomp") {
                doubt = Some(true);
            } else if moods.temporal.contains(&word) && clause == "advcl" {
                doubt = doubt.or(Some(false));
            }
        }
        past |= dep.starts_with("aux") && matches!(clauses.token(child).tag(), "VBD");
        mood.note(before, child, "beside it");
    }
    let before = mood.state();
    past |= clauses.token(i).tag() == "VBD";
    // "Had the army fired, ...": an auxiliary before its subject, in no question.
    if matches!(clauses.dep(i), "advcl" | "ccomp")
        && let (Some(aux), Some(subject)) =
            (clauses.child(i, &["aux", "auxpass"]), clauses.child(i, &["nsubj", "nsubjpass"]))
        && aux < subject
    {
        doubt = Some(true);
    }
    // Before an army came: it did. Until it comes, if it came: it need not have.
    if doubt.is_some_and(|always| always || !past) {
        mood.less_sure(Modality::Hypothetical);
    }
    mood.note(before, i, "in a clause of condition or time");
    if matches!(clauses.token(i).pos(), "VERB" | "AUX") {
        tense(clauses, moods, i, mood);
    }
}

fn tense(clauses: &Clauses<'_>, moods: &Moods, verb: usize, mood: &mut Mood) {
    let before = mood.state();
    let mut perfect = false;
    let mut be = None;
    let mut to = false;
    let mut modal = None;
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
        let sees = moods.able.contains(&word) && moods.perceiving.contains(clauses.token(verb).lemma());
        if token.tag() == "MD" && mood.tense.is_none() && !sees {
            modal = Some((child, word));
        }
    }
    if let Some((at, word)) = modal {
        // "would have fired", "may have fired": of what is past.
        let when = if perfect { Tense::Past } else { Tense::Future };
        if moods.future.contains(&word) {
            mood.tense = Some(Tense::Future);
        } else if moods.possible.contains(&word) {
            mood.tense = Some(when);
            mood.less_sure(Modality::Possible);
        } else if moods.hypothetical.contains(&word) || moods.obliging.contains(&word) {
            mood.tense = Some(when);
            mood.less_sure(Modality::Hypothetical);
        }
        mood.note(before, at, "auxiliary");
    }
    if mood.tense.is_some() {
        return;
    }
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

//! What is said to have happened: triggers, with who does it, to whom, where, when, by what, how many, and whether.

mod lexicon;
mod mood;
mod signs;

use std::{collections::BTreeMap, ops::Range};

pub use mood::{Modality, Polarity, Tense};
pub use signs::{Fate, Ground, Sign};

use fogline_nlp::Token;

use super::{
    Rule,
    clauses::Clauses,
    statements::{By, Source, source_of},
};
use crate::{
    annotate::Annotation,
    document::Document,
    resolve::{
        places::PlaceMention,
        quantities::{Quantity, QuantityKind},
        when::TimeMention,
        who::{Actor, ActorKind},
    },
    span::Span,
};
pub(super) use lexicon::Events;

/// Something that is said to have happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The words that tell of it.
    pub trigger: Span,
    /// PLOVER event type, if it is one of PLOVER's.
    pub kind: Option<String>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Who did it, as numbers of the reading's actors.
    pub actor: Vec<usize>,
    /// Words for who did it, where no actor of the reading bears them.
    pub(super) unnamed: Option<Span>,
    /// To whom.
    pub recipient: Vec<usize>,
    /// What was struck.
    pub object_struck: Option<String>,
    /// With what.
    pub weapon: Option<String>,
    /// Where, as the number of a place mention.
    pub place: Option<usize>,
    /// When, as the number of a time mention.
    pub time: Option<usize>,
    /// How many, as numbers of quantities.
    pub quantities: Vec<usize>,
    /// Whether it is said to be so.
    pub polarity: Polarity,
    /// How it stands to what is the case.
    pub modality: Modality,
    /// When it is said to happen.
    pub tense: Option<Tense>,
    /// Whether the words are an act of speech, which the statement that they make already tells.
    pub speech: bool,
    /// Whether its trigger is a noun.
    pub noun: bool,
    /// The sentence that it stands in.
    pub sentence: Span,
    /// The trigger with what depends on it.
    pub extent: Span,
    /// The row of the lexicon that found it.
    pub rule: Rule,
    /// What decided the rest.
    pub grounds: Vec<Ground>,
}

/// What has been resolved in a document.
pub struct Resolved<'r> {
    /// Actors.
    pub actors: &'r [Actor],
    /// Places.
    pub places: &'r [PlaceMention],
    /// Times.
    pub times: &'r [TimeMention],
    /// Counts.
    pub quantities: &'r [Quantity],
}

/// Finds the events of a document, and every word that could have told of one, kept or not.
pub fn events(document: &Document, annotation: &Annotation, resolved: &Resolved<'_>) -> (Vec<Event>, Vec<Sign>) {
    let lexicon = Events::english();
    let mut mentions = BTreeMap::new();
    for (number, actor) in resolved.actors.iter().enumerate() {
        mentions.extend(actor.mentions.iter().map(|mention| (mention.span, number)));
    }
    let mut out = Vec::new();
    let mut signs = Vec::new();
    for paragraph in &annotation.paragraphs {
        let Some(clauses) = Clauses::new(&document.text, paragraph) else { continue };
        let reader = Reader { clauses: &clauses, lexicon, resolved, mentions: &mentions };
        let (events, found) = reader.read();
        out.extend(events);
        signs.extend(found);
    }
    (out, signs)
}

struct Reader<'a> {
    clauses: &'a Clauses<'a>,
    lexicon: &'static Events,
    resolved: &'a Resolved<'a>,
    mentions: &'a BTreeMap<Span, usize>,
}

/// A word that tells of an event.
struct Trigger {
    word: usize,
    words: Range<usize>,
    row: usize,
    /// The verb that lends itself to a noun: *launched* an attack.
    light: Option<usize>,
    fate: Fate,
}

impl Reader<'_> {
    fn read(&self) -> (Vec<Event>, Vec<Sign>) {
        let clauses = self.clauses;
        let mut triggers = Vec::<Trigger>::new();
        for i in 0..clauses.len() {
            let found = match clauses.token(i).pos() {
                "VERB" => self.verb(i),
                "NOUN" | "PROPN" => self.noun(i),
                "ADJ" if matches!(clauses.token(i).tag(), "VBN" | "VBG") => self.verb(i),
                _ => None,
            };
            triggers.extend(found);
        }
        let kept = |triggers: &[Trigger], rule: &dyn Fn(&Trigger) -> bool| -> Vec<(usize, Range<usize>)> {
            let kept = triggers.iter().filter(|one| one.fate == Fate::Kept && rule(one));
            kept.map(|one| (one.word, one.words.clone())).collect()
        };
        // A verb and the noun it acts on that tell of the same: the verb's phrase is the event.
        let phrases = kept(&triggers, &|one| one.words.len() > 1);
        drop_where(&mut triggers, |one| {
            let (_, words) = phrases.iter().find(|(word, words)| *word != one.word && words.contains(&one.word))?;
            Some(Fate::Within { words: clauses.span(words)? })
        });
        drop_where(&mut triggers, |one| {
            let unless = &self.row(one).unless;
            let word = clauses
                .children(one.word)
                .find(|child| unless.iter().any(|word| word == clauses.token(*child).lemma()))?;
            Some(Fate::Unless { word: clauses.span(&(word..word + 1))? })
        });
        let strong: Vec<usize> =
            kept(&triggers, &|one| !self.row(one).harm).into_iter().map(|(word, _)| word).collect();
        drop_where(&mut triggers, |one| {
            let of = self.result_of(one.word, &strong).filter(|_| self.row(one).harm)?;
            Some(Fate::Result { of: clauses.span(&(of..of + 1))? })
        });
        let mut events = Vec::new();
        for trigger in triggers.iter_mut().filter(|one| one.fate == Fate::Kept) {
            match self.event(trigger) {
                Some(event) => events.push(event),
                None => trigger.fate = Fate::Topic,
            }
        }
        let signs = triggers.iter().filter_map(|one| {
            Some(Sign { span: clauses.span(&one.words)?, rule: self.row(one).rule(), fate: one.fate })
        });
        (events, signs.collect())
    }

    fn row(&self, trigger: &Trigger) -> &'static lexicon::Row {
        &self.lexicon.rows[trigger.row]
    }

    /// The event that did what a verb of harm tells: "shelled the town, killing two".
    fn result_of(&self, verb: usize, strong: &[usize]) -> Option<usize> {
        let clauses = self.clauses;
        let head = clauses.head(verb);
        let below = matches!(clauses.dep(verb), "advcl" | "conj" | "acl" | "relcl") && strong.contains(&head);
        let subject = || clauses.child(verb, &["nsubj"]).filter(|subject| strong.contains(subject));
        if below { Some(head) } else { subject() }
    }

    /// A verb, alone or with the word that makes it an event.
    fn verb(&self, i: usize) -> Option<Trigger> {
        let clauses = self.clauses;
        let helps = matches!(clauses.dep(i), "aux" | "auxpass" | "amod" | "compound");
        let fate = if helps { Fate::Describes } else { Fate::Kept };
        let lemma = clauses.token(i).lemma();
        if let Some(phrases) = self.lexicon.phrases.get(lemma) {
            for child in clauses.children(i) {
                let of = |child: usize| {
                    let token = clauses.token(child);
                    let lower = clauses.lower(child);
                    phrases.iter().find(|(word, _)| *word == lower || *word == token.lemma()).map(|(_, row)| *row)
                };
                let near = child > i || matches!(clauses.dep(child), "nsubjpass");
                if !near
                    || !matches!(
                        clauses.dep(child),
                        "prt"
                            | "dobj"
                            | "prep"
                            | "advmod"
                            | "nsubjpass"
                            | "acomp"
                            | "attr"
                            | "npadvmod"
                            | "oprd"
                            | "xcomp"
                            | "dative"
                            | "agent"
                    )
                {
                    continue;
                }
                if let Some(row) = of(child) {
                    return Some(Trigger { word: i, words: i.min(child)..i.max(child) + 1, row, light: None, fate });
                }
                let below = clauses.child(child, &["pobj"]).filter(|_| clauses.dep(child) == "prep");
                if let Some((below, row)) = below.and_then(|below| Some((below, of(below)?))) {
                    return Some(Trigger { word: i, words: i..below.max(i) + 1, row, light: None, fate });
                }
            }
        }
        // The model's lemmas are by rule and now and then wrong; the table may list forms.
        let row = *self.lexicon.verbs.get(lemma).or_else(|| self.lexicon.verbs.get(clauses.lower(i).as_str()))?;
        Some(Trigger { word: i, words: i..i + 1, row, light: None, fate })
    }

    fn noun(&self, i: usize) -> Option<Trigger> {
        let clauses = self.clauses;
        let token = clauses.token(i);
        let named = token.pos() == "PROPN" && token.entity_label().is_some();
        let fate = if named { Fate::Name } else { Fate::Kept };
        let lemma = token.lemma().to_lowercase();
        let head = clauses.head(i);
        let occurs = matches!(clauses.dep(i), "nsubj" | "nsubjpass")
            && (self.lexicon.moods.occurs.contains(clauses.token(head).lemma())
                || matches!(clauses.token(head).tag(), "VBD" | "VBN"));
        let light = Some(head).filter(|verb| (clauses.dep(i) == "dobj" || occurs) && *verb != i);
        if let Some(compounds) = self.lexicon.compounds.get(lemma.as_str()) {
            for (before, row) in compounds {
                let from = i.checked_sub(before.len());
                let is_here = from.is_some_and(|from| {
                    before
                        .iter()
                        .enumerate()
                        .all(|(by, word)| clauses.lower(from + by) == *word || clauses.token(from + by).lemma() == word)
                });
                if is_here {
                    return Some(Trigger { word: i, words: i - before.len()..i + 1, row: *row, light, fate });
                }
            }
        }
        let rows =
            self.lexicon.nouns.get(lemma.as_str()).or_else(|| self.lexicon.nouns.get(clauses.lower(i).as_str()))?;
        let trigger = |row: usize, fate: Fate| Some(Trigger { word: i, words: i..i + 1, row, light, fate });
        if named {
            return trigger(*rows.first()?, fate);
        }
        let described = rows.iter().copied().find(|row| {
            let when = &self.lexicon.rows[*row].when;
            when.is_empty() || clauses.children(i).any(|child| when.contains(&clauses.lower(child)))
        });
        let Some(row) = described else { return trigger(*rows.first()?, Fate::Undescribed) };
        // Part of another noun: "attack helicopters" are none.
        if clauses.dep(i) == "compound" {
            let head = clauses.head(i);
            if !self.lexicon.moods.counted.contains(clauses.token(head).lemma()) {
                return trigger(row, Fate::PartOf { noun: clauses.span(&(head..head + 1))? });
            }
            let light = Some(clauses.head(head)).filter(|verb| clauses.dep(head) == "dobj" && *verb != head);
            return Some(Trigger { word: head, words: i..head + 1, row, light, fate });
        }
        trigger(row, fate)
    }

    /// The actor that a noun stands for, with those joined to it.
    fn party(&self, head: usize) -> Vec<usize> {
        let clauses = self.clauses;
        let mut found = Vec::new();
        let mut heads = vec![head];
        let mut at = head;
        while let Some(next) = clauses.child(at, &["conj"]) {
            if heads.contains(&next) {
                break;
            }
            heads.push(next);
            at = next;
        }
        for head in heads {
            let Some(own) = clauses.span(&(head..head + 1)) else { continue };
            let words: Vec<usize> = clauses
                .below(head)
                .into_iter()
                .filter(|i| *i <= head || clauses.dep(*i) == "appos" || clauses.head(*i) == head)
                .collect();
            let run = clauses.runs(&words).into_iter().find(|run| run.contains(&head)).unwrap_or(head..head + 1);
            let Some(span) = clauses.span(&run) else { continue };
            let near = |wanted: Span| {
                self.mentions
                    .range(Span::new(wanted.start.saturating_sub(120), 0)..Span::new(wanted.end, 0))
                    .filter(move |(mention, _)| mention.overlaps(wanted))
            };
            let holding = near(own).max_by_key(|(mention, _)| mention.len()).map(|(_, actor)| *actor);
            let actor = holding.or_else(|| {
                // "Ukrainian troops", "the separatists' gunners": whose they are.
                near(span).next_back().map(|(_, actor)| *actor)
            });
            found.extend(actor);
        }
        found.dedup();
        found
    }

    fn event(&self, trigger: &Trigger) -> Option<Event> {
        let clauses = self.clauses;
        let row = self.row(trigger);
        let word = trigger.word;
        let verbal = clauses.token(word).pos() == "VERB";
        let unnamed = if verbal { self.unnamed(word) } else { None };
        let Parties { mut actor, mut recipient, struck: mut object, by } =
            if verbal { self.of_verb(trigger) } else { self.of_noun(trigger) };
        if row.mutual {
            actor.append(&mut recipient);
        }
        actor.dedup();
        recipient.retain(|one| !actor.contains(one));
        let sentence = clauses.paragraph.sentences.get(clauses.sentence_of(word))?.span;
        let invented = row.mode.as_deref() == Some("misinformation");
        let mood = mood::of(clauses, &self.lexicon.moods, word, invented);
        let reach = self.reach(trigger);
        let spans: Vec<Span> = clauses.runs(&reach).iter().filter_map(|run| clauses.span(run)).collect();
        let within = |span: Span| spans.iter().any(|own| own.overlaps(span));
        let at = clauses.span(&trigger.words)?;
        let one = |word: usize| clauses.span(&(word..word + 1));
        let mut grounds: Vec<Ground> =
            mood.grounds.iter().map(|(of, value, word, by)| Ground { of, value, words: one(*word), by }).collect();
        if let Some((word, by)) = by.filter(|_| !actor.is_empty()) {
            grounds.push(Ground { of: "actor", value: "named", words: one(word), by });
        }
        let distance =
            |span: Span| if span.start >= at.end { span.start - at.end } else { at.start.saturating_sub(span.end) };
        let place = self
            .resolved
            .places
            .iter()
            .enumerate()
            .filter(|(_, place)| within(place.span) && sentence.contains(place.span) && self.is_where(place.span))
            .min_by_key(|(_, place)| distance(place.span))
            .map(|(number, _)| number);
        let time = self
            .resolved
            .times
            .iter()
            .enumerate()
            .filter(|(_, time)| {
                sentence.contains(time.span) && (within(time.span) || spans.len() == 1 && sentence.contains(time.span))
            })
            .min_by_key(|(_, time)| (!within(time.span), distance(time.span)))
            .filter(|(_, time)| within(time.span))
            .map(|(number, _)| number);
        let quantities: Vec<usize> = self
            .resolved
            .quantities
            .iter()
            .enumerate()
            .filter(|(_, quantity)| {
                sentence.contains(quantity.span) && within(quantity.span) && counts(quantity.kind, row.kind.as_deref())
            })
            .map(|(number, _)| number)
            .collect();
        // Victims are to whom it was done.
        if recipient.is_empty() && row.kind.as_deref() == Some("ASSAULT") {
            object = object.or_else(|| self.struck(&reach));
        }
        // A noun alone, without anyone, anything, a place or a time, is a topic and no event.
        let bare = trigger.words.len() == 1
            && actor.is_empty()
            && recipient.is_empty()
            && quantities.is_empty()
            && object.is_none();
        if !verbal && bare && place.is_none() && time.is_none() && trigger.light.is_none() && row.kind.is_some() {
            return None;
        }
        let weapon = reach
            .iter()
            .filter(|i| !trigger.words.contains(i))
            .find_map(|i| self.lexicon.moods.weapons.get(clauses.token(*i).lemma()).cloned())
            .filter(|_| row.kind.as_deref() == Some("ASSAULT"))
            .or_else(|| row.weapon.clone());
        let mut modes: Vec<String> = row.mode.iter().cloned().collect();
        if modes.is_empty() && row.kind.as_deref() == Some("ASSAULT") {
            modes.extend(weapon.as_deref().and_then(mode_of).map(str::to_owned));
        }
        let mut kind = row.kind.clone();
        // A retreat that is only announced or promised is a concession (domain.md 0.1).
        if kind.as_deref() == Some("RETREAT")
            && matches!(
                mood.modality,
                Modality::Announced | Modality::Promised | Modality::Intended | Modality::Probable
            )
        {
            kind = Some("CONCEDE".to_owned());
            modes.clear();
            grounds.push(Ground { of: "type", value: "CONCEDE", words: None, by: "a retreat that is only announced" });
        }
        let object_struck =
            if kind.as_deref() == Some("ASSAULT") { object.or_else(|| self.struck(&reach)) } else { None };
        Some(Event {
            trigger: at,
            rule: row.rule(),
            grounds,
            unnamed: unnamed.filter(|_| actor.is_empty()),
            kind,
            modes,
            contexts: row.contexts.clone(),
            actor,
            recipient,
            object_struck,
            weapon,
            place,
            time,
            quantities,
            polarity: mood.polarity,
            modality: mood.modality,
            tense: mood.tense,
            speech: row.speech,
            noun: !verbal,
            sentence,
            extent: clauses.span(&clauses.noun(word)).unwrap_or(at),
        })
    }

    /// Whether a place is where something is: not part of a name, and not a capital that acts.
    fn is_where(&self, span: Span) -> bool {
        let words = self.clauses.paragraph.words_in(span);
        let Some(last) = words.end.checked_sub(1).filter(|last| *last < self.clauses.len()) else { return false };
        matches!(
            self.clauses.dep(last),
            "pobj" | "conj" | "appos" | "dobj" | "nsubjpass" | "npadvmod" | "compound" | "ROOT"
        ) || self.clauses.dep(last) == "nsubj" && !self.mentions.keys().any(|mention| mention.overlaps(span))
    }

    /// The words that say more of an event: its own, and those of the verb that it is the object or subject of.
    fn reach(&self, trigger: &Trigger) -> Vec<usize> {
        let clauses = self.clauses;
        let mut words = clauses.below(trigger.word);
        let mut at = trigger.word;
        for _ in 0..3 {
            let head = clauses.head(at);
            let lends = matches!(
                clauses.dep(at),
                "dobj" | "nsubj" | "nsubjpass" | "attr" | "pobj" | "prep" | "xcomp" | "conj" | "compound"
            );
            if head == at || !lends {
                break;
            }
            if matches!(clauses.token(head).pos(), "VERB" | "AUX") {
                for child in clauses.children(head) {
                    if matches!(clauses.dep(child), "prep" | "npadvmod" | "advmod" | "advcl") {
                        words.extend(clauses.below(child));
                    }
                }
            }
            at = head;
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    fn struck(&self, words: &[usize]) -> Option<String> {
        words.iter().find_map(|i| self.lexicon.moods.struck.get(self.clauses.token(*i).lemma()).cloned())
    }

    /// The subject or agent of a verb by its words, where it is someone: no weapon, and no event itself.
    fn unnamed(&self, verb: usize) -> Option<Span> {
        let clauses = self.clauses;
        let source = doer(clauses, verb)?;
        if !matches!(source.by, By::Subject | By::Agent | By::Governor) {
            return None;
        }
        let token = clauses.token(source.head);
        let lemma = token.lemma();
        let thing = self.lexicon.moods.weapons.contains_key(lemma)
            || self.lexicon.moods.struck.contains_key(lemma)
            || self.lexicon.nouns.contains_key(lemma)
            || !matches!(token.pos(), "NOUN" | "PROPN");
        if thing { None } else { clauses.span(&source.words) }
    }

    fn of_verb(&self, trigger: &Trigger) -> Parties {
        let clauses = self.clauses;
        let verb = trigger.word;
        let token = clauses.token(verb);
        let passive = clauses.view.is_passive(token) || clauses.dep(verb) == "acl" && token.tag() == "VBN";
        let (actor, object) = if passive {
            let agent = clauses.view.agent(token).map(Token::i);
            let object = if clauses.dep(verb) == "acl" {
                Some(clauses.head(verb))
            } else {
                clauses.view.subject(token).map(Token::i)
            };
            (agent, object)
        } else {
            let subject = doer(clauses, verb).map(|source| source.head);
            (subject, clauses.child(verb, &["dobj", "dative"]))
        };
        let mut recipient = object.map(|object| self.party(object)).unwrap_or_default();
        let mut struck = object.and_then(|object| self.struck(&clauses.below(object)));
        if recipient.is_empty() {
            // Behind a preposition: on, at, against, with.
            for child in clauses.children(verb).filter(|child| clauses.dep(*child) == "prep") {
                if !matches!(
                    clauses.lower(child).as_str(),
                    "on" | "at" | "against" | "with" | "to" | "from" | "for" | "into" | "upon"
                ) {
                    continue;
                }
                if let Some(noun) = clauses.child(child, &["pobj"]) {
                    recipient = self.party(noun);
                    struck = struck.or_else(|| self.struck(&clauses.below(noun)));
                    if !recipient.is_empty() {
                        break;
                    }
                }
            }
            if recipient.is_empty()
                && let Some(object) = object
            {
                for child in clauses.below(object).into_iter().filter(|child| clauses.dep(*child) == "pobj") {
                    recipient = self.party(child);
                    if !recipient.is_empty() {
                        break;
                    }
                }
            }
        }
        Parties {
            actor: actor.map(|actor| self.party(actor)).unwrap_or_default(),
            recipient,
            struck,
            by: actor.map(|actor| (actor, if passive { "agent of the verb" } else { "subject of the verb" })),
        }
    }

    fn of_noun(&self, trigger: &Trigger) -> Parties {
        let clauses = self.clauses;
        let noun = trigger.word;
        let mut actor = Vec::new();
        let mut recipient = Vec::new();
        let mut struck = None;
        let mut doer_at = None;
        for child in clauses.children(noun) {
            match clauses.dep(child) {
                "poss" => (actor, doer_at) = (self.party(child), Some((child, "whose it is"))),
                "amod" | "compound" | "nmod" if actor.is_empty() => {
                    (actor, doer_at) = (self.party(child), Some((child, "describes the noun")));
                }
                "prep" => {
                    let Some(object) = clauses.child(child, &["pobj"]) else { continue };
                    match clauses.lower(child).as_str() {
                        "by" | "from" => {
                            let by = self.party(object);
                            if !by.is_empty() {
                                (actor, doer_at) = (by, Some((object, "behind its preposition")));
                            }
                        }
                        "on" | "of" | "against" | "at" | "with" | "to" | "into" | "between" | "for" => {
                            struck = struck.or_else(|| self.struck(&clauses.below(object)));
                            let to = self.party(object);
                            recipient.extend(to);
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        if actor.is_empty()
            && let Some(light) = trigger.light
        {
            let token = clauses.token(light);
            if clauses.dep(noun) == "dobj" && !clauses.view.is_passive(token) {
                let source = doer(clauses, light);
                doer_at = source.as_ref().map(|source| (source.head, "subject of the verb that it is the object of"));
                actor = source.map(|source| self.party(source.head)).unwrap_or_default();
            }
        }
        Parties { actor, recipient, struck, by: doer_at }
    }
}

/// Who takes part in an event.
struct Parties {
    actor: Vec<usize>,
    recipient: Vec<usize>,
    struck: Option<String>,
    /// The word that names the actor, and how it stands to the trigger.
    by: Option<(usize, &'static str)>,
}

/// Gives a fate to those triggers still kept for which a rule has one.
fn drop_where(triggers: &mut [Trigger], rule: impl Fn(&Trigger) -> Option<Fate>) {
    for trigger in triggers.iter_mut().filter(|one| one.fate == Fate::Kept) {
        if let Some(fate) = rule(trigger) {
            trigger.fate = fate;
        }
    }
}

/// Who does what a verb tells. Behind a noun with an infinitive ("makes attempts to fire", "the potential of the army to
/// fire") it is whose noun that is.
fn doer(clauses: &Clauses<'_>, verb: usize) -> Option<Source> {
    let source = source_of(clauses, verb)?;
    if source.by != By::Described || clauses.token(verb).tag() != "VB" {
        return Some(source);
    }
    let noun = source.head;
    let of = clauses.children(noun).filter(|child| clauses.lower(*child) == "of");
    let owner = clauses.child(noun, &["poss"]).or_else(|| of.into_iter().find_map(|of| clauses.child(of, &["pobj"])));
    match owner {
        Some(head) => Some(Source { words: clauses.noun(head), head, by: By::Owner }),
        None if clauses.dep(noun) == "dobj" => source_of(clauses, clauses.head(noun)),
        None => None,
    }
}

/// Whether a count of that kind belongs to an event of that type.
fn counts(kind: QuantityKind, event: Option<&str>) -> bool {
    let harm = matches!(
        kind,
        QuantityKind::Killed
            | QuantityKind::Injured
            | QuantityKind::Missing
            | QuantityKind::Damage
            | QuantityKind::Explosions
    );
    !harm || matches!(event, Some("ASSAULT" | "COERCE") | None)
}

/// The mode of an assault by its weapon.
fn mode_of(weapon: &str) -> Option<&'static str> {
    Some(match weapon {
        "artillery" | "mortar" | "rocket" | "tank" | "anti_tank" => "heavy_weapons",
        "small_arms" => "firearms",
        "grenade" | "explosive" | "mine" => "explosives",
        "drone" => "drone",
        "bomb" => "aerial",
        "chemical" => "unconventional",
        _ => return None,
    })
}

/// Whether an actor can be accused: not an outlet, not a place's people.
pub(super) fn can_act(kind: ActorKind) -> bool {
    !matches!(kind, ActorKind::Outlet | ActorKind::Civilians | ActorKind::MonitoringMission)
}

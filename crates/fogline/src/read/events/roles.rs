//! Who does what to whom: the parties of a trigger.

use super::{
    Reader, Sense,
    triggers::{Trigger, antecedent, object as object_of},
};
use crate::{
    read::{
        clauses::Clauses,
        keep_first,
        statements::{By, Source, source_of},
    },
    span::Span,
};

/// Those on one side of an event: actors, and words for someone whom no actor bears.
#[derive(Default)]
pub(super) struct Party {
    pub(super) actors: Vec<usize>,
    pub(super) words: Option<Span>,
    /// The noun that stands for them.
    pub(super) noun: Option<usize>,
}

impl Party {
    pub(super) fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.words.is_none()
    }

    fn or(self, other: impl FnOnce() -> Self) -> Self {
        if self.is_empty() { other() } else { self }
    }
}

/// The parties of a trigger, and what was struck.
#[derive(Default)]
pub(super) struct Roles {
    pub(super) actor: Party,
    pub(super) recipient: Party,
    pub(super) struck: Option<String>,
}

impl Reader<'_> {
    /// Actors whose mention overlaps a stretch, in order.
    pub(super) fn mentioned(&self, wanted: Span) -> impl DoubleEndedIterator<Item = (Span, usize)> + '_ {
        /// A mention that overlaps a stretch begins no further before it.
        const LONGEST: usize = 160;
        self.mentions
            .range(Span::new(wanted.start.saturating_sub(LONGEST), 0)..Span::new(wanted.end, 0))
            .filter(move |(mention, _)| mention.overlaps(wanted))
            .map(|(mention, actor)| (*mention, *actor))
    }

    /// Whether a noun stands for someone: an actor, or a noun for persons.
    pub(super) fn is_someone(&self, noun: usize) -> bool {
        let clauses = self.clauses;
        self.lexicon.is_person(clauses.token(noun).lemma())
            || clauses.span(&(noun..noun + 1)).is_some_and(|own| {
                self.mentioned(own)
                    .any(|(_, actor)| self.resolved.actors.get(actor).is_some_and(|actor| super::is_people(actor.kind)))
            })
    }

    /// The actors that a noun stands for, with those joined to it.
    fn actors(&self, head: usize) -> Vec<usize> {
        let clauses = self.clauses;
        let mut found = Vec::new();
        for head in joined(clauses, head) {
            let head = self.counted(head);
            let Some(own) = clauses.span(&(head..head + 1)) else { continue };
            let holding = self.mentioned(own).max_by_key(|(mention, _)| mention.len()).map(|(_, actor)| actor);
            // "Ukrainian troops", "the separatists' gunners": whose they are.
            let actor = holding.or_else(|| {
                let mut words: Vec<usize> =
                    clauses.below(head).into_iter().filter(|i| *i <= head || clauses.head(*i) == head).collect();
                let again = clauses.children(head).filter(|child| clauses.dep(*child) == "appos");
                words.extend(again.flat_map(|child| clauses.below(child)));
                words.sort_unstable();
                words.dedup();
                let run = clauses.runs(&words).into_iter().find(|run| run.contains(&head)).unwrap_or(head..head + 1);
                clauses.span(&run).and_then(|span| self.mentioned(span).next_back()).map(|(_, actor)| actor)
            });
            found.extend(actor);
            // "French and Egyptian warships": the other whose noun it is.
            let shared = clauses
                .children(head)
                .filter(|child| matches!(clauses.dep(*child), "amod" | "nmod" | "compound"))
                .flat_map(|child| {
                    let joined = clauses.children(child).filter(|next| clauses.dep(*next) == "conj");
                    std::iter::once(child).chain(joined.collect::<Vec<_>>())
                });
            for word in shared {
                let Some(span) = clauses.span(&(word..word + 1)) else { continue };
                found.extend(self.mentions.get(&span).filter(|_| holding.is_some()));
            }
        }
        keep_first(&mut found);
        found
    }

    /// Who is counted or grouped by a noun: "dozens of soldiers", "members of the council".
    pub(super) fn counted(&self, head: usize) -> usize {
        const DEEP: usize = 4;
        let clauses = self.clauses;
        let mut at = head;
        for _ in 0..DEEP {
            let token = clauses.token(at);
            let groups = self.lexicon.amounts.contains(token.lemma()) || token.tag() == "CD";
            let of = clauses.children(at).filter(|child| self.lexicon.roles.owner.contains(&clauses.lower(*child)));
            let next = of.filter(|_| groups).find_map(|of| clauses.child(of, &["pobj"]));
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// Those whom a noun stands for, by an actor or by its own words.
    pub(super) fn party(&self, head: usize) -> Party {
        let actors = self.actors(head);
        let words = if actors.is_empty() { self.words_for(head) } else { None };
        Party { actors, words, noun: Some(head) }
    }

    /// The words of a noun for persons or of a name that no actor bears.
    fn words_for(&self, head: usize) -> Option<Span> {
        let clauses = self.clauses;
        let token = clauses.token(head);
        let name =
            token.pos() == "PROPN" && !matches!(token.entity_label(), Some("DATE" | "TIME" | "GPE" | "LOC" | "FAC"));
        let people = self.lexicon.is_person(token.lemma()) || self.lexicon.troops.contains(token.lemma());
        let person = token.pos() == "NOUN" && people;
        (name || person).then(|| clauses.span(&clauses.noun(head))).flatten()
    }

    pub(super) fn struck(&self, words: &[usize]) -> Option<String> {
        let clauses = self.clauses;
        let mut nouns = words.iter().filter(|i| matches!(clauses.token(**i).pos(), "NOUN" | "PROPN"));
        nouns.find_map(|i| self.lexicon.moods.struck.get(clauses.token(*i).lemma())).cloned()
    }

    /// The subject or agent of a verb by its words, where it is someone: no weapon, and no event itself. Troops can be struck, and
    /// they strike.
    fn doer_words(&self, source: &Source) -> Option<Span> {
        let clauses = self.clauses;
        if !matches!(source.by, By::Subject | By::Agent | By::Governor) {
            return None;
        }
        let token = clauses.token(source.head);
        let lemma = token.lemma();
        let someone = self.lexicon.is_person(lemma) || self.lexicon.troops.contains(lemma);
        let thing = !someone
            && (self.lexicon.moods.weapons.contains_key(lemma)
                || self.lexicon.moods.struck.contains_key(lemma)
                || self.lexicon.is_deed(lemma))
            || !matches!(token.pos(), "NOUN" | "PROPN")
            // "No soldiers fired", "neither side".
            || clauses
                .child(source.head, &["det"])
                .is_some_and(|det| self.lexicon.moods.negators.contains(&clauses.lower(det)));
        if thing { None } else { clauses.span(&source.words) }
    }

    /// Who does what a verb tells. Behind a noun with an infinitive ("makes attempts to fire", "the potential of the army to
    /// fire") it is whose noun that is.
    pub(super) fn doer(&self, verb: usize) -> Option<Source> {
        let clauses = self.clauses;
        // "is willing to": the subject stands at the verb of the predicate.
        let verb = if clauses.token(verb).pos() == "ADJ" { clauses.head(verb) } else { verb };
        // A clause that a noun introduces has its own subject: "claims that the army fired".
        let own = clauses.child(verb, &["nsubj"]).filter(|_| !clauses.view.is_passive(clauses.token(verb)));
        let mut source = match own {
            Some(head) => Source { words: clauses.noun(head), head, by: By::Subject },
            // Who hears shelling does not shell.
            None if clauses.token(verb).tag() == "VBG"
                && clauses.dep(verb) == "xcomp"
                && self.lexicon.perceive.contains(clauses.token(clauses.head(verb)).lemma()) =>
            {
                return None;
            }
            // "A school was hit, the army said, killing four", "said that shelling went on": who does what is said, if anybody,
            // and not who says it.
            None if clauses.token(verb).tag() == "VBG"
                && clauses.dep(verb) == "advcl"
                && clauses.cues.verbs.contains_key(clauses.token(clauses.head(verb)).lemma()) =>
            {
                return clauses.child(clauses.head(verb), &["ccomp"]).and_then(|said| self.doer(said));
            }
            None => source_of(clauses, verb)?,
        };
        let head = antecedent(clauses, verb, source.head);
        if head != source.head {
            // Without the clause that hangs on it.
            source = Source { words: head..head + 1, head, by: source.by };
        }
        if source.by != By::Described || clauses.token(verb).tag() != "VB" {
            return Some(source);
        }
        let noun = source.head;
        let mut of = clauses.children(noun).filter(|child| self.lexicon.roles.owner.contains(&clauses.lower(*child)));
        let owner = clauses.child(noun, &["poss"]).or_else(|| of.find_map(|of| clauses.child(of, &["pobj"])));
        match owner {
            Some(head) => Some(Source { words: clauses.noun(head), head, by: By::Owner }),
            None if clauses.dep(noun) == "dobj" => source_of(clauses, clauses.head(noun)),
            None => None,
        }
    }

    /// Those who do what a verb tells.
    fn doers(&self, verb: usize) -> Party {
        let clauses = self.clauses;
        let Some(mut source) = self.doer(verb) else { return Party::default() };
        // "the army, whose planes bombed it": whose they are.
        let whose = clauses.child(source.head, &["poss"]).filter(|poss| clauses.token(*poss).tag() == "WP$");
        let means = self.lexicon.is_own(clauses.token(source.head).lemma());
        let owner =
            whose.filter(|_| means && source.by == By::Subject).map(|whose| (whose, antecedent(clauses, verb, whose)));
        if let Some((_, owner)) = owner.filter(|(whose, owner)| whose != owner) {
            source = Source { words: owner..owner + 1, head: owner, by: source.by };
        }
        let actors = self.actors(source.head);
        let words = if actors.is_empty() { self.doer_words(&source) } else { None };
        Party { actors, words, noun: Some(source.head) }
    }

    pub(super) fn of_verb(&self, trigger: &Trigger) -> Roles {
        let clauses = self.clauses;
        let verb = trigger.word;
        let object = object_of(clauses, verb);
        let row = self.row(trigger);
        // A thing that is given is nobody to whom it is done, nor are one's own forces.
        let own = |noun: usize| row.sense == Some(Sense::Own) && self.lexicon.is_own(clauses.token(noun).lemma());
        let done_to =
            object.filter(|object| !own(*object) && (!trigger.words.contains(object) || self.is_someone(*object)));
        let mut struck = object.and_then(|object| self.struck(&clauses.below(object)));
        let dative = clauses.child(verb, &["dative"]);
        let mut recipient = match dative {
            Some(dative) => self.party(clauses.child(dative, &["pobj"]).unwrap_or(dative)),
            None => Party::default(),
        };
        recipient = recipient.or(|| done_to.map(|object| self.party(object)).unwrap_or_default());
        if recipient.actors.is_empty() {
            // Behind a preposition: on, at, against, with.
            for child in clauses.children(verb).filter(|child| clauses.dep(*child) == "prep") {
                if !self.lexicon.roles.of_verb.contains(&clauses.lower(child)) {
                    continue;
                }
                // "heading to their garrisons" is done to nobody.
                if let Some(noun) = clauses.child(child, &["pobj"]).filter(|noun| !own(*noun)) {
                    struck = struck.or_else(|| self.struck(&clauses.below(noun)));
                    let to = self.party(noun);
                    if recipient.is_empty() || !to.actors.is_empty() {
                        recipient = to;
                    }
                    if !recipient.actors.is_empty() {
                        break;
                    }
                }
            }
            if recipient.actors.is_empty()
                && let Some(object) = object.filter(|object| !own(*object))
            {
                let roles = &self.lexicon.roles;
                let behind = |child: &usize| {
                    let word = clauses.lower(clauses.head(*child));
                    clauses.dep(*child) == "pobj"
                        && [&roles.of_noun, &roles.of_verb, &roles.doer].iter().any(|words| words.contains(&word))
                };
                for child in clauses.below(object).into_iter().filter(behind) {
                    let to = self.actors(child);
                    if !to.is_empty() {
                        recipient = Party { actors: to, words: None, noun: Some(child) };
                        break;
                    }
                }
            }
        }
        // What is agreed or refused says to whom: "agreed to host the envoys".
        if recipient.is_empty()
            && let Some(next) = clauses.child(verb, &["xcomp"])
            && clauses.token(next).pos() == "VERB"
        {
            let inner =
                Trigger { word: next, words: next..next + 1, row: trigger.row, light: None, fate: trigger.fate };
            recipient = self.of_verb(&inner).recipient;
        }
        // Whom the harm befell that it did: "shelled the school, injuring two teachers".
        if recipient.is_empty() {
            let harmed = clauses
                .children(verb)
                .filter(|child| matches!(clauses.dep(*child), "advcl" | "conj"))
                .find_map(|child| self.is_harm(child).then(|| object_of(clauses, child)).flatten())
                .or_else(|| {
                    let above = clauses.head(verb);
                    let befell = self.is_harm(above) && self.did_harm(above) == Some(verb);
                    befell.then(|| object_of(clauses, above)).flatten()
                });
            recipient = harmed.map(|harmed| self.party(harmed)).unwrap_or_default();
        }
        let mut actor = self.doers(verb);
        // "Troops were deployed": whose they are.
        if actor.is_empty()
            && self.doer(verb).is_none()
            && let Some(object) = object.filter(|object| own(*object))
        {
            actor = self.party(object);
        }
        Roles { actor, recipient, struck }
    }

    pub(super) fn of_noun(&self, trigger: &Trigger) -> Roles {
        let clauses = self.clauses;
        let noun = trigger.word;
        let row = self.row(trigger);
        let mut out = Roles::default();
        for child in clauses.children(noun) {
            match clauses.dep(child) {
                "poss" => out.actor = self.party(child),
                "amod" | "compound" | "nmod" if out.actor.is_empty() => {
                    out.actor = Party { actors: self.actors(child), words: None, noun: Some(child) };
                }
                "prep" => {
                    let Some(object) = clauses.child(child, &["pobj"]) else { continue };
                    let word = clauses.lower(child);
                    if self.lexicon.roles.doer.contains(&word) {
                        let by = self.party(object);
                        if !by.is_empty() {
                            out.actor = by;
                        }
                    } else if self.lexicon.roles.of_noun.contains(&word) {
                        let to = self.party(object);
                        if row.sense == Some(Sense::Own) && self.lexicon.is_own(clauses.token(object).lemma()) {
                            if out.actor.is_empty() {
                                out.actor = to;
                            }
                            continue;
                        }
                        out.struck = out.struck.or_else(|| self.struck(&clauses.below(object)));
                        out.recipient.actors.extend(to.actors);
                        out.recipient.words = out.recipient.words.or(to.words);
                    }
                }
                _ => {}
            }
        }
        // "The rebels were responsible for the attack", "claimed responsibility for it".
        let behind = clauses.head(noun);
        let blamed = clauses.head(behind);
        if out.actor.is_empty()
            && clauses.dep(noun) == "pobj"
            && clauses.dep(behind) == "prep"
            && self.lexicon.culpable.contains(clauses.token(blamed).lemma())
        {
            out.actor = self.doers(clauses.head(blamed));
        }
        // "The blast killed two farmers": whom it harmed.
        let head = clauses.head(noun);
        if out.recipient.is_empty() && clauses.dep(noun) == "nsubj" && self.is_harm(head) {
            out.recipient = object_of(clauses, head).map(|object| self.party(object)).unwrap_or_default();
        }
        if out.actor.is_empty()
            && let Some(light) = trigger.light
        {
            let token = clauses.token(light);
            if clauses.dep(noun) == "dobj" && !clauses.view.is_passive(token) {
                if self.lexicon.lends(token.lemma()) {
                    out.actor = self.doers(light);
                } else if self.lexicon.undergo.contains(token.lemma()) && out.recipient.is_empty() {
                    out.recipient = self.doers(light);
                }
            } else if clauses.view.is_passive(token)
                && let Some(agent) = clauses.view.agent(token).filter(|_| self.lexicon.lends(token.lemma()))
            {
                out.actor = self.party(agent.i());
            }
        }
        out
    }
}

/// Whether an apposition is one of a list: "Norland, Sudland and Westland".
fn is_listed(clauses: &Clauses<'_>, word: usize) -> bool {
    clauses.dep(word) == "appos"
        && clauses.token(word).pos() == "PROPN"
        && clauses.token(clauses.head(word)).pos() == "PROPN"
        && clauses.child(word, &["cc"]).is_some()
        && clauses.child(word, &["conj"]).is_some()
}

/// A noun and those joined to it.
fn joined(clauses: &Clauses<'_>, head: usize) -> Vec<usize> {
    let mut heads = vec![head];
    let mut at = 0;
    while let Some(&head) = heads.get(at) {
        at += 1;
        let more: Vec<usize> = clauses
            .children(head)
            .filter(|child| {
                (clauses.dep(*child) == "conj" || is_listed(clauses, *child))
                    && matches!(clauses.token(*child).pos(), "NOUN" | "PROPN" | "PRON" | "ADJ")
            })
            .filter(|child| !heads.contains(child))
            .collect();
        heads.extend(more);
    }
    heads
}

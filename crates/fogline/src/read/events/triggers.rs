//! Which words tell of an event, and by which row of the lexicon.

use std::ops::Range;

use super::{
    Reader,
    lexicon::{Phrase, Row, Sense},
    signs::Fate,
};
use crate::read::clauses::Clauses;

/// A word that tells of an event.
pub(super) struct Trigger {
    pub(super) word: usize,
    pub(super) words: Range<usize>,
    pub(super) row: usize,
    /// The verb that lends itself to a noun: *launched* an attack.
    pub(super) light: Option<usize>,
    /// What became of it.
    pub(super) fate: Fate,
}

/// Gives a fate to those triggers still kept for which a rule has one.
fn drop_where(triggers: &mut [Trigger], rule: impl Fn(&Trigger) -> Option<Fate>) {
    for trigger in triggers.iter_mut().filter(|one| one.fate == Fate::Kept) {
        if let Some(fate) = rule(trigger) {
            trigger.fate = fate;
        }
    }
}

/// How a verb's word can stand to it.
const BESIDE: [&str; 11] =
    ["prt", "dobj", "prep", "advmod", "nsubjpass", "acomp", "attr", "npadvmod", "oprd", "dative", "agent"];

impl Reader<'_> {
    /// Every trigger of the paragraph, in order, with what became of it.
    pub(super) fn triggers(&self) -> Vec<Trigger> {
        let clauses = self.clauses;
        let mut triggers = Vec::<Trigger>::new();
        for i in 0..clauses.len() {
            let found = match self.clauses.token(i).pos() {
                // "shelling incidents": a form of a verb that stands before a noun as nouns do.
                "VERB" if matches!(self.clauses.dep(i), "compound" | "amod") => self.noun(i),
                "VERB" => self.verb(i),
                "NOUN" | "PROPN" => self.noun(i),
                "ADJ" if matches!(self.clauses.token(i).tag(), "VBN" | "VBG") => self.verb(i),
                "ADJ" => self.adjective(i),
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
            let (_, words) = phrases.iter().find(|(word, words)| {
                *word != one.word && words.contains(&one.word) && words.len() > one.words.len()
            })?;
            Some(Fate::Within { words: clauses.span(words)? })
        });
        // "200 violations, including 50 explosions": the part is counted with the whole.
        let nouns: Vec<usize> = kept(&triggers, &|_| true).into_iter().map(|(word, _)| word).collect();
        drop_where(&mut triggers, |one| {
            let by = clauses.head(one.word);
            let part = clauses.dep(one.word) == "pobj" && self.lexicon.part.contains(&clauses.lower(by));
            let whole = |at: &usize| nouns.iter().any(|noun| *noun != one.word && noun == at);
            let verb = Some(clauses.head(by)).filter(|_| part)?;
            let beside = || clauses.children(verb).find(|child| *child < one.word && whole(child));
            let with = Some(verb).filter(whole).or_else(beside)?;
            Some(Fate::Counted { with: clauses.span(&(with..with + 1))? })
        });
        drop_where(&mut triggers, |one| {
            let unless = &self.row(one).unless;
            let excluded = |child: &usize| unless.iter().any(|word| word == clauses.token(*child).lemma());
            let behind = clauses.children(one.word).filter(|child| clauses.dep(*child) == "prep");
            let behind = behind.filter_map(|preposition| clauses.child(preposition, &["pobj"]));
            // What a verb that asks for more goes into: "fell into the sea".
            let behind = behind.filter(|noun| !one.words.contains(noun) && !self.row(one).needs.is_empty());
            let word = clauses.children(one.word).chain(behind).find(excluded)?;
            Some(Fate::Unless { word: clauses.span(&(word..word + 1))? })
        });
        // Nor does what ends kill.
        let does = |one: &Trigger| {
            let row = self.row(one);
            row.sense != Some(Sense::Harm) && row.mode.as_deref() != Some("ceasefire")
        };
        let strong: Vec<usize> = kept(&triggers, &does).into_iter().map(|(word, _)| word).collect();
        drop_where(&mut triggers, |one| {
            let of = self.result_of(one.word, &strong).filter(|_| self.row(one).sense == Some(Sense::Harm))?;
            Some(Fate::Result { of: clauses.span(&(of..of + 1))? })
        });
        // "a crater and two holes": one damage.
        let damage = kept(&triggers, &|one| self.row(one).sense == Some(Sense::Damage));
        drop_where(&mut triggers, |one| {
            let same = self.row(one).sense == Some(Sense::Damage);
            let first = damage.iter().map(|(word, _)| *word).take_while(|word| *word < one.word).find(|word| {
                same && clauses.sentence_of(*word) == clauses.sentence_of(one.word) && self.listed(*word, one.word)
            })?;
            Some(Fate::Counted { with: clauses.span(&(first..first + 1))? })
        });
        // "A mortar round hit the roof": what hit is no event of its own.
        let struck = kept(&triggers, &|one| {
            self.row(one).kind.as_deref() == Some("ASSAULT") && clauses.token(one.word).pos() == "VERB"
        });
        drop_where(&mut triggers, |one| {
            let verb = clauses.head(one.word);
            let does = clauses.dep(one.word) == "nsubj" && struck.iter().any(|(word, _)| *word == verb);
            let counts = !self.row(one).when.is_empty() && self.is_missile(one.word);
            let words = struck.iter().find(|(word, _)| *word == verb && does && counts)?;
            Some(Fate::Within { words: clauses.span(&words.1)? })
        });
        // "backed a resolution calling for": one request.
        let spoken: Vec<Range<usize>> =
            kept(&triggers, &|one| self.row(one).sense == Some(Sense::Speech) && one.words.len() > 1)
                .into_iter()
                .map(|(_, words)| words)
                .collect();
        drop_where(&mut triggers, |one| {
            let describes =
                self.row(one).sense == Some(Sense::Speech) && matches!(clauses.dep(one.word), "acl" | "relcl");
            let head = Some(clauses.head(one.word)).filter(|_| describes)?;
            let words = spoken.iter().find(|words| words.contains(&head) && !words.contains(&one.word))?;
            Some(Fate::Within { words: clauses.span(words)? })
        });
        // "killing three and wounding ten" is one.
        let harm: Vec<usize> = kept(&triggers, &|one| self.row(one).sense == Some(Sense::Harm))
            .into_iter()
            .map(|(word, _)| word)
            .collect();
        drop_where(&mut triggers, |one| {
            let head = Some(clauses.head(one.word))
                .filter(|_| self.row(one).sense == Some(Sense::Harm) && clauses.dep(one.word) == "conj")?;
            let again = harm.contains(&head) && clauses.child(one.word, &["nsubj", "nsubjpass"]).is_none();
            Some(Fate::Result { of: clauses.span(&(head..head + 1)).filter(|_| again)? })
        });
        triggers
    }

    pub(super) fn row(&self, trigger: &Trigger) -> &'static Row {
        &self.lexicon.rows[trigger.row]
    }

    /// The first of some rows whose words around are there; a noun has to be described as they say.
    fn fitting(&self, rows: &[usize], i: usize) -> Option<usize> {
        rows.iter().copied().find(|row| {
            let Some(row) = self.lexicon.rows.get(*row) else { return false };
            let clauses = self.clauses;
            let described = |child: usize| {
                row.when.iter().any(|word| *word == clauses.lower(child) || word == clauses.token(child).lemma())
            };
            let noun = matches!(clauses.token(i).pos(), "NOUN" | "PROPN");
            (row.when.is_empty() || !noun || clauses.children(i).any(described))
                && (row.near.is_empty()
                    || clauses.sentence(i).any(|word| row.near.iter().any(|near| near == clauses.token(word).lemma())))
        })
    }

    /// The event that did what a verb of harm tells: "shelled the town, killing two".
    fn result_of(&self, verb: usize, strong: &[usize]) -> Option<usize> {
        let clauses = self.clauses;
        // "killed one and wounded two": the first tells of both.
        let mut first = verb;
        while clauses.dep(first) == "conj" && clauses.head(first) != first && self.is_harm(clauses.head(first)) {
            first = clauses.head(first);
        }
        let head = clauses.head(first);
        let below = matches!(clauses.dep(first), "advcl" | "conj" | "acl" | "relcl") && strong.contains(&head);
        // "Two were hurt when a shell hit the bus."
        let did = || self.did_harm(first).filter(|did| strong.contains(did));
        let subject = || clauses.child(first, &["nsubj"]).filter(|subject| strong.contains(subject));
        if below { Some(head) } else { subject().or_else(did) }
    }

    /// The verb that tells what did the harm that another tells: "were hurt *when* a shell *hit* the bus".
    pub(super) fn did_harm(&self, verb: usize) -> Option<usize> {
        let clauses = self.clauses;
        if !clauses.view.is_passive(clauses.token(verb)) {
            return None;
        }
        let links = |clause: usize| {
            clauses.children(clause).any(|word| word < clause && self.lexicon.befell.contains(&clauses.lower(word)))
        };
        clauses.children(verb).find(|child| *child > verb && clauses.dep(*child) == "advcl" && links(*child))
    }

    /// Whether a verb tells of harm that something else does.
    pub(super) fn is_harm(&self, verb: usize) -> bool {
        let rows = self.lexicon.verbs.get(self.clauses.token(verb).lemma());
        rows.into_iter()
            .flatten()
            .any(|row| self.lexicon.rows.get(*row).is_some_and(|row| row.sense == Some(Sense::Harm)))
    }

    /// What a verb is done to.
    pub(super) fn object(&self, verb: usize) -> Option<usize> {
        object(self.clauses, verb)
    }

    /// A verb, alone or with the word that makes it an event.
    fn verb(&self, i: usize) -> Option<Trigger> {
        let clauses = self.clauses;
        let helps = matches!(clauses.dep(i), "aux" | "auxpass" | "amod" | "compound");
        let fate = if helps { Fate::Describes } else { Fate::Kept };
        // The model's lemmas are by rule and now and then wrong; the tables may list forms.
        let (lemma, form) = (clauses.token(i).lemma(), clauses.lower(i));
        let phrases = self.lexicon.phrases.get(lemma).or_else(|| self.lexicon.phrases.get(form.as_str()));
        if let Some(trigger) = phrases.and_then(|phrases| self.phrase(i, phrases)) {
            return Some(Trigger { fate, ..trigger });
        }
        let listed = self.lexicon.verbs.get(lemma).or_else(|| self.lexicon.verbs.get(form.as_str()))?;
        let rows: Vec<usize> = listed
            .iter()
            .copied()
            .filter(|row| self.lexicon.rows.get(*row).is_some_and(|row| self.has(i, &row.needs)))
            .collect();
        let (row, fate) = match (self.fitting(&rows, i), rows.first()) {
            (Some(row), _) => (row, fate),
            (None, Some(row)) => (*row, Fate::Undescribed),
            (None, None) => (*listed.first()?, Fate::Lacking),
        };
        Some(Trigger { word: i, words: i..i + 1, row, light: None, fate })
    }

    /// A verb with a word of one of its phrases.
    fn phrase(&self, i: usize, phrases: &hashbrown::HashMap<String, Vec<Phrase>>) -> Option<Trigger> {
        let clauses = self.clauses;
        let verb = clauses.token(i).lemma();
        let object = self.object(i);
        // "flare-up": a part of a compound is no particle.
        let joined = |word: usize| word.checked_sub(1).is_some_and(|before| clauses.token(before).text() == "-");
        let row_of = |word: usize| {
            if joined(word) {
                return None;
            }
            let rows =
                phrases.get(clauses.token(word).lemma()).or_else(|| phrases.get(clauses.lower(word).as_str()))?;
            let stands = |between: &String| {
                (i.min(word)..i.max(word))
                    .chain(clauses.children(i))
                    .any(|at| clauses.lower(at) == *between || clauses.token(at).lemma() == between)
            };
            let fits = |phrase: &&Phrase| {
                phrase.between.iter().all(stands)
                    && self.lexicon.rows.get(phrase.row).is_some_and(|row| self.has(i, &row.needs))
            };
            let phrases: Vec<&Phrase> = rows.iter().filter(fits).collect();
            let rows: Vec<usize> = phrases.iter().map(|phrase| phrase.row).collect();
            let row = self.fitting(&rows, i)?;
            let length = phrases.iter().find(|phrase| phrase.row == row).map_or(0, |phrase| phrase.between.len());
            Some((row, length))
        };
        let mut best: Option<(usize, Trigger)> = None;
        // What it is done to stands before it: "aid provided by", "sanctions were lifted"; and what ends by itself.
        let before = object.filter(|object| *object < i).or_else(|| self.ends(i));
        let behind = clauses.children(i).filter(|child| *child > i && BESIDE.contains(&clauses.dep(*child)));
        for child in before.into_iter().chain(behind) {
            let bare = clauses.dep(child) == "prep";
            let parted = bare && object.is_some_and(|object| object > i && object < child);
            let key = || (verb.to_owned(), clauses.lower(child));
            let mut words = Vec::new();
            // "fired on Monday" is not "fired on the town".
            let when = clauses
                .child(child, &["pobj"])
                .is_some_and(|noun| matches!(clauses.token(noun).entity_label(), Some("DATE" | "TIME")));
            if bare && when {
                continue;
            }
            if !parted || self.lexicon.parted.contains(&key()) {
                words.push(child);
            }
            if bare || clauses.dep(child) == "dative" {
                words.extend(clauses.child(child, &["pobj"]));
            }
            for word in words {
                for word in self.contents(word) {
                    // More words tell more: "launched missiles at" than "launched missiles".
                    let Some((row, length)) = row_of(word) else { continue };
                    if best.as_ref().is_none_or(|(known, _)| length > *known) {
                        let words = i.min(word)..i.max(word) + 1;
                        best = Some((length, Trigger { word: i, words, row, light: None, fate: Fate::Kept }));
                    }
                }
            }
        }
        best.map(|(_, trigger)| trigger)
    }

    /// Fighting that ends by itself: "the fighting stopped", "hostilities are to cease".
    fn ends(&self, verb: usize) -> Option<usize> {
        let clauses = self.clauses;
        if !self.lexicon.cease.contains(clauses.token(verb).lemma()) {
            return None;
        }
        let of = |verb: usize| clauses.child(verb, &["nsubj", "nsubjpass"]).filter(|subject| *subject < verb);
        let bound = clauses.dep(verb) == "xcomp" && clauses.token(clauses.head(verb)).pos() == "AUX";
        let subject = of(verb).or_else(|| of(clauses.head(verb)).filter(|_| bound))?;
        // "stopped short of the city", "ceased to be a threat", "has yet to stop": fighting does not end there.
        let more = |word: usize| {
            let said =
                matches!(clauses.dep(word), "prt" | "xcomp" | "ccomp" | "acomp" | "oprd" | "dobj" | "neg" | "advmod");
            said && word != verb
        };
        let ended = [verb, if bound { clauses.head(verb) } else { verb }];
        let plain = !ended.into_iter().any(|verb| clauses.children(verb).any(more));
        (plain && self.lexicon.warfare.contains(clauses.token(subject).lemma())).then_some(subject)
    }

    /// A noun with those joined to it, and what it is an amount of: "a package of aid and loans".
    fn contents(&self, noun: usize) -> Vec<usize> {
        const DEEP: usize = 12;
        let clauses = self.clauses;
        let mut words = vec![noun];
        let mut at = 0;
        while let Some(&word) = words.get(at) {
            at += 1;
            if words.len() > DEEP || clauses.token(word).pos() == "ADP" {
                continue;
            }
            let token = clauses.token(word);
            let amount = token.pos() == "NUM" || token.tag() == "CD" || self.lexicon.amounts.contains(token.lemma());
            for child in clauses.children(word) {
                match clauses.dep(child) {
                    "conj" => words.push(child),
                    "compound" if amount => words.push(child),
                    "prep" if amount && self.lexicon.roles.content.contains(&clauses.lower(child)) => {
                        words.extend(clauses.child(child, &["pobj"]));
                    }
                    _ => {}
                }
            }
        }
        words
    }

    /// An adjective that says of its subject what it will do: "is willing to host".
    fn adjective(&self, i: usize) -> Option<Trigger> {
        let clauses = self.clauses;
        let row = *self.lexicon.adjectives.get(clauses.token(i).lemma())?;
        let infinitive = clauses
            .children(i)
            .any(|child| matches!(clauses.dep(child), "xcomp" | "ccomp") && clauses.child(child, &["aux"]).is_some());
        let fate = if clauses.dep(i) == "acomp" && infinitive { Fate::Kept } else { Fate::Lacking };
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
                || self.is_harm(head)
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
                if is_here && self.noun_has(i, *row) {
                    return Some(Trigger { word: i, words: i - before.len()..i + 1, row: *row, light, fate });
                }
            }
        }
        let rows =
            self.lexicon.nouns.get(lemma.as_str()).or_else(|| self.lexicon.nouns.get(clauses.lower(i).as_str()))?;
        let rows: Vec<usize> = rows.iter().copied().filter(|row| self.noun_has(i, *row)).collect();
        let trigger = |row: usize, fate: Fate| Some(Trigger { word: i, words: i..i + 1, row, light, fate });
        let row = match self.fitting(&rows, i) {
            Some(row) if !named => row,
            _ => return trigger(*rows.first()?, if named { fate } else { Fate::Undescribed }),
        };
        // Part of another noun: "attack helicopters" are none.
        if matches!(clauses.dep(i), "compound" | "amod") {
            let head = clauses.head(i);
            if !self.lexicon.moods.counted.contains(clauses.token(head).lemma()) {
                return trigger(row, Fate::PartOf { noun: clauses.span(&(head..head + 1))? });
            }
            let light = Some(clauses.head(head)).filter(|verb| clauses.dep(head) == "dobj" && *verb != head);
            return Some(Trigger { word: head, words: i..head + 1, row, light, fate });
        }
        trigger(row, fate)
    }
}

/// What a verb is done to: its object, the subject of its passive, the noun that it describes.
pub(super) fn object(clauses: &Clauses<'_>, verb: usize) -> Option<usize> {
    let token = clauses.token(verb);
    if clauses.view.is_passive(token) {
        let subject = clauses.child(verb, &["nsubjpass", "nsubj"]);
        return subject.map(|subject| antecedent(clauses, verb, subject)).or_else(|| {
            // "were lifted and ended": the subject stands with the first.
            (clauses.dep(verb) == "conj").then(|| clauses.child(clauses.head(verb), &["nsubjpass"])).flatten()
        });
    }
    if describes(clauses, verb) {
        return Some(clauses.head(verb));
    }
    clauses.child(verb, &["dobj"])
}

/// Whether a participle describes the noun that it is done to: "the village shelled on Monday".
pub(super) fn describes(clauses: &Clauses<'_>, verb: usize) -> bool {
    clauses.dep(verb) == "acl"
        && clauses.token(verb).tag() == "VBN"
        && clauses.child(verb, &["nsubj", "nsubjpass", "aux", "auxpass"]).is_none()
}

/// Whom a relative pronoun stands for: "the soldiers who fired".
pub(super) fn antecedent(clauses: &Clauses<'_>, verb: usize, word: usize) -> usize {
    let relative = matches!(clauses.token(word).tag(), "WP" | "WDT" | "WP$");
    let mut at = verb;
    while relative && clauses.dep(at) == "conj" && clauses.head(at) != at {
        at = clauses.head(at);
    }
    if relative && clauses.dep(at) == "relcl" { clauses.head(at) } else { word }
}

//! Events of a paragraph without a parse: words of events in their forms, with what stands near them in their clause. Who
//! does or suffers it is told only where the order and the endings of words leave no doubt.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use hashbrown::HashMap;

use super::{
    Event, Events, Governs, Modality, Polarity, Resolved, Tense, counts,
    lexicon::{Moods, Row, Sense},
    mode_of,
};
use crate::{
    annotate::Paragraph,
    lang::Lang,
    names::{self, fold},
    read::{
        plain::Plain,
        verbs::{self, Form},
    },
    resolve::who::Resolution,
    span::Span,
};

/// How far words that say whether something happened can stand before it.
const REACH: usize = 5;
/// How far the noun of a phrase can stand from its verb: "opened heavy *fire*".
const PHRASE: usize = 4;

/// A word of events in one of its forms.
#[derive(Debug, Clone)]
struct Entry {
    row: usize,
    /// `None` where it is a noun.
    form: Option<Form>,
    imperfective: bool,
    /// The noun that a verb acts on, in its forms.
    with: Vec<String>,
    /// Words before a noun of several.
    before: Vec<Vec<String>>,
}

/// The words of events of a language by their forms.
struct Index {
    lexicon: &'static Events,
    words: HashMap<String, Vec<Entry>>,
    governors: HashMap<String, Governs>,
    struck: HashMap<String, String>,
    weapons: HashMap<String, String>,
    adjectives: HashMap<String, bool>,
}

impl Index {
    fn new(lang: Lang) -> Option<Self> {
        let lexicon = Events::of(lang)?;
        let forms = |word: &str| names::forms(&fold(word), lang);
        let mut words = HashMap::<String, Vec<Entry>>::new();
        for (row, one) in lexicon.rows.iter().enumerate() {
            let verbs =
                one.verbs.iter().map(|verb| (verb, false)).chain(one.imperfective.iter().map(|verb| (verb, true)));
            for (verb, imperfective) in verbs {
                for (word, form) in verbs::forms(&fold(verb), lang) {
                    let entry = Entry { row, form: Some(form), imperfective, with: Vec::new(), before: Vec::new() };
                    words.entry(word).or_default().push(entry);
                }
            }
            for phrase in &one.phrases {
                let Some((verb, noun)) = phrase.split_once(' ') else { continue };
                let noun = noun.rsplit(' ').next().unwrap_or(noun);
                for (word, form) in verbs::forms(&fold(verb), lang) {
                    let entry =
                        Entry { row, form: Some(form), imperfective: false, with: forms(noun), before: Vec::new() };
                    words.entry(word).or_default().insert(0, entry);
                }
            }
            for noun in &one.nouns {
                let mut parts: Vec<&str> = noun.split(' ').collect();
                let Some(last) = parts.pop() else { continue };
                let before: Vec<Vec<String>> = parts.into_iter().map(forms).collect();
                for word in forms(last) {
                    let entry =
                        Entry { row, form: None, imperfective: false, with: Vec::new(), before: before.clone() };
                    let list = words.entry(word).or_default();
                    if before.is_empty() { list.push(entry) } else { list.insert(0, entry) }
                }
            }
        }
        let moods = &lexicon.moods;
        let mut governors = HashMap::new();
        for (word, governs) in &moods.governors {
            governors.extend(forms(word).into_iter().map(|form| (form, *governs)));
            let verbal = verbs::forms(&fold(word), lang);
            governors.extend(verbal.into_iter().map(|(form, _)| (form, *governs)));
        }
        // A form of two words is that of the word which is written so in its first form.
        let classes = |table: &BTreeMap<String, String>| -> HashMap<String, String> {
            let forms = table.iter().flat_map(|(word, class)| forms(word).into_iter().map(move |form| (form, class)));
            let own = table.iter().map(|(word, class)| (fold(word), class));
            forms.chain(own).map(|(form, class)| (form, class.clone())).collect()
        };
        let possible = moods.possible_adjectives.iter().map(|word| (word, true));
        let adjectives = possible.chain(moods.false_adjectives.iter().map(|word| (word, false)));
        let adjectives =
            adjectives.flat_map(|(word, of)| forms(word).into_iter().map(move |form| (form, of))).collect();
        Some(Self {
            lexicon,
            words,
            governors,
            struck: classes(&moods.struck),
            weapons: classes(&moods.weapons),
            adjectives,
        })
    }

    fn of(lang: Lang) -> Option<&'static Self> {
        static RU: LazyLock<Option<Index>> = LazyLock::new(|| Index::new(Lang::Ru));
        static UK: LazyLock<Option<Index>> = LazyLock::new(|| Index::new(Lang::Uk));
        match lang {
            Lang::Ru => RU.as_ref(),
            Lang::Uk => UK.as_ref(),
            Lang::En | Lang::Other => None,
        }
    }

    fn moods(&self) -> &'static Moods {
        &self.lexicon.moods
    }
}

/// The events of a paragraph that has no parse.
pub(super) fn read(
    text: &str,
    paragraph: &Paragraph,
    resolved: &Resolved<'_>,
    mentions: &BTreeMap<Span, usize>,
) -> Vec<Event> {
    let within = mentions.range(Span::new(paragraph.span.start, 0)..Span::new(paragraph.span.end, 0));
    let resolution = |actor: usize, span: Span| {
        let found =
            resolved.actors.get(actor).and_then(|actor| actor.mentions.iter().find(|mention| mention.span == span));
        found.map_or(Resolution::Explicit, |mention| mention.resolution)
    };
    let mentions = within.map(|(span, actor)| (*span, *actor, resolution(*actor, *span)));
    let Some(plain) = Plain::new(text, paragraph, resolved.actors, mentions) else { return Vec::new() };
    let Some(index) = Index::of(plain.lang) else { return Vec::new() };
    let of = |span: Span| paragraph.span.contains(span);
    let reader = Reader {
        plain: &plain,
        index,
        places: numbered(resolved.places.iter().map(|place| place.span), of),
        times: numbered(resolved.times.iter().map(|time| time.span), of),
        quantities: numbered(resolved.quantities.iter().map(|quantity| quantity.span), of),
        resolved,
    };
    reader.read()
}

/// Spans with their numbers, in order, those of the paragraph only.
fn numbered(spans: impl Iterator<Item = Span>, of: impl Fn(Span) -> bool) -> Vec<(Span, usize)> {
    let mut own: Vec<(Span, usize)> =
        spans.enumerate().filter(|(_, span)| of(*span)).map(|(number, span)| (span, number)).collect();
    own.sort_unstable();
    own
}

/// Those that begin within a stretch.
fn near(all: &[(Span, usize)], within: Span) -> &[(Span, usize)] {
    let from = all.partition_point(|(span, _)| span.start < within.start);
    let to = all.partition_point(|(span, _)| span.start < within.end);
    all.get(from..to).unwrap_or_default()
}

struct Reader<'a> {
    plain: &'a Plain<'a>,
    index: &'static Index,
    places: Vec<(Span, usize)>,
    times: Vec<(Span, usize)>,
    quantities: Vec<(Span, usize)>,
    resolved: &'a Resolved<'a>,
}

struct Trigger<'e> {
    word: usize,
    words: Range<usize>,
    entry: &'e Entry,
}

struct Mood {
    polarity: Polarity,
    modality: Modality,
    tense: Option<Tense>,
}

impl Reader<'_> {
    fn read(&self) -> Vec<Event> {
        let mut events = Vec::new();
        for sentence in self.plain.sentences() {
            let mut triggers = Vec::<Trigger<'_>>::new();
            for i in sentence.words.clone() {
                if triggers.last().is_some_and(|last| last.words.end > i) {
                    continue;
                }
                triggers.extend(self.trigger(i, &sentence.words));
            }
            // Harm that something else did is told by that.
            let strong: Vec<usize> = triggers
                .iter()
                .filter(|one| {
                    self.row(one)
                        .is_some_and(|row| row.sense != Some(Sense::Harm) && row.kind.as_deref() == Some("ASSAULT"))
                })
                .map(|one| one.word)
                .collect();
            let harm = |one: &Trigger<'_>| self.row(one).is_some_and(|row| row.sense == Some(Sense::Harm));
            triggers.retain(|one| !harm(one) || strong.is_empty());
            events.extend(triggers.iter().filter_map(|one| self.event(one, &sentence.words, sentence.span)));
        }
        events
    }

    fn row(&self, trigger: &Trigger<'_>) -> Option<&'static Row> {
        self.index.lexicon.rows.get(trigger.entry.row)
    }

    /// The word of an event that stands here.
    fn trigger(&self, i: usize, sentence: &Range<usize>) -> Option<Trigger<'static>> {
        let plain = self.plain;
        let entries = self.index.words.get(plain.word(i))?;
        let own = |entry: &&'static Entry| {
            let row = self.index.lexicon.rows.get(entry.row)?;
            let mut words = i..i + 1;
            if !entry.with.is_empty() {
                let end = plain.clause_end(i, sentence.end.min(i + 1 + PHRASE));
                let start = plain.clause_start(i, sentence.start.max(i.saturating_sub(PHRASE)));
                let passive = matches!(entry.form, Some(Form::Passive(_)));
                let noun = (i + 1..end).find(|at| entry.with.iter().any(|form| form == plain.word(*at)));
                let noun = noun.or_else(|| {
                    (start..i).rev().find(|at| passive && entry.with.iter().any(|form| form == plain.word(*at)))
                })?;
                words = i.min(noun)..i.max(noun) + 1;
            }
            if !entry.before.is_empty() {
                let first = i.checked_sub(entry.before.len()).filter(|first| *first >= sentence.start)?;
                let is_here = entry
                    .before
                    .iter()
                    .enumerate()
                    .all(|(by, forms)| forms.iter().any(|form| form == plain.word(first + by)));
                words = is_here.then_some(first..i + 1)?;
            }
            let around = plain.clause_start(i, sentence.start.max(i.saturating_sub(3)))
                ..plain.clause_end(i, sentence.end.min(i + 4));
            let has = |list: &[String]| {
                around.clone().any(|at| list.iter().any(|word| same(plain.word(at), word, plain.lang)))
            };
            let fits = (row.when.is_empty() || has(&row.when)) && !has(&row.unless);
            // A capital within a sentence makes a noun a part of a name.
            let named = entry.form.is_none()
                && i > sentence.start
                && plain.at(i).of(plain.text).chars().next().is_some_and(char::is_uppercase)
                && plain.actor(i).is_some();
            (fits && !named).then_some(Trigger { word: i, words, entry })
        };
        entries.iter().find_map(|entry| own(&entry))
    }

    /// The words of a clause: as far as marks reach that are more than a comma in a list of things.
    fn clause(&self, trigger: &Trigger<'_>, sentence: &Range<usize>) -> Range<usize> {
        let plain = self.plain;
        let grammar = plain.grammar;
        let hard = |i: usize| {
            let word = plain.word(i + 1);
            plain.parts(i)
                && (!matches!(plain.word(i), "," | "(" | ")")
                    || grammar.that.contains(word)
                    || grammar.purpose.contains(word)
                    || grammar.relative.contains(word)
                    || grammar.background.contains(word)
                    || grammar.conjunctions.contains(word))
        };
        let start =
            (sentence.start.max(trigger.words.start.saturating_sub(40))..trigger.words.start).rev().find(|i| hard(*i));
        let end = (trigger.words.end..sentence.end.min(trigger.words.end + 40)).find(|i| hard(*i));
        start.map_or(sentence.start.max(trigger.words.start.saturating_sub(40)), |i| i + 1)
            ..end.unwrap_or(sentence.end.min(trigger.words.end + 40))
    }

    fn mood(&self, trigger: &Trigger<'_>, clause: &Range<usize>, invented: bool) -> Option<Mood> {
        let plain = self.plain;
        let moods = self.index.moods();
        let mut mood = Mood { polarity: Polarity::Positive, modality: Modality::Actual, tense: None };
        let start =
            plain.clause_start(trigger.words.start, clause.start.max(trigger.words.start.saturating_sub(REACH)));
        let mut governed = false;
        let noun = trigger.entry.form.is_none();
        match trigger.entry.form {
            Some(Form::Past(_) | Form::Passive(_)) => mood.tense = Some(Tense::Past),
            Some(Form::Present(_)) if trigger.entry.imperfective => mood.tense = Some(Tense::Ongoing),
            Some(Form::Present(_)) => (mood.tense, mood.modality) = (Some(Tense::Future), Modality::Probable),
            Some(Form::Infinitive) | None => {}
        }
        for i in (start..trigger.words.start).rev() {
            let word = plain.word(i);
            let near = trigger.words.start - i <= 2;
            if moods.negators.contains(word) {
                // "Not" belongs to the word behind it.
                let own = if plain.grammar.not.contains(word) {
                    i + 1 == trigger.words.start
                        || plain.grammar.be.contains(plain.word(i + 1))
                        || moods.possible.contains(plain.word(i + 1))
                        || self.index.governors.contains_key(plain.word(i + 1))
                        || moods.occurs.iter().any(|verb| same(plain.word(i + 1), verb, plain.lang))
                } else {
                    near
                };
                if own {
                    mood.polarity = Polarity::Negative;
                }
            }
            if noun
                && near
                && !invented
                && let Some(possible) = self.index.adjectives.get(word)
            {
                if *possible {
                    (mood.modality, mood.tense) = (Modality::Possible, Some(Tense::Future));
                } else {
                    mood.polarity = Polarity::Negative;
                }
            }
            if moods.possible.contains(word) {
                governed = true;
                (mood.modality, mood.tense) = (Modality::Possible, Some(Tense::Future));
            } else if moods.future.contains(word) {
                governed = true;
                (mood.modality, mood.tense) = (Modality::Probable, Some(Tense::Future));
            }
            if let Some(governs) = self.index.governors.get(word)
                && mood.modality == Modality::Actual
                && (matches!(trigger.entry.form, Some(Form::Infinitive)) || noun && trigger.words.start - i <= 3)
            {
                governed = true;
                let (modality, tense) = match governs {
                    Governs::Attempted => (Modality::Attempted, None),
                    Governs::Intended => (Modality::Intended, Some(Tense::Future)),
                    Governs::Requested => (Modality::Requested, Some(Tense::Future)),
                    Governs::Promised => (Modality::Promised, Some(Tense::Future)),
                    Governs::Announced => (Modality::Announced, Some(Tense::Future)),
                    Governs::Possible => (Modality::Possible, Some(Tense::Future)),
                    Governs::Suspected => (Modality::Possible, None),
                    Governs::Imagined => (Modality::Hypothetical, None),
                    Governs::Denied | Governs::Refused => {
                        mood.polarity = Polarity::Negative;
                        (Modality::Actual, None)
                    }
                };
                (mood.modality, mood.tense) = (modality, tense.or(mood.tense));
            }
        }
        if (trigger.words.end..clause.end.min(trigger.words.end + 1))
            .any(|i| plain.grammar.would.contains(plain.word(i)))
        {
            mood.modality = Modality::Hypothetical;
        }
        // "There was no shelling", with the noun first.
        if noun {
            let behind =
                trigger.words.end..plain.clause_end(trigger.words.end, clause.end.min(trigger.words.end + REACH));
            let told = |i: usize| {
                let next = plain.word(i + 1);
                plain.grammar.be.contains(next) || moods.occurs.iter().any(|verb| same(next, verb, plain.lang))
            };
            if behind.clone().any(|i| plain.grammar.not.contains(plain.word(i)) && told(i)) {
                mood.polarity = Polarity::Negative;
            }
        }
        if plain.grammar.purpose.contains(plain.word(clause.start))
            || clause.start.checked_sub(1).is_some_and(|i| plain.grammar.purpose.contains(plain.word(i)))
        {
            (mood.modality, mood.tense) = (Modality::Hypothetical, Some(Tense::Future));
        }
        let first = (clause.start..trigger.words.start).find(|i| !plain.is_mark(*i)).unwrap_or(trigger.words.start);
        if moods.conditional.contains(plain.word(first))
            && matches!(mood.modality, Modality::Actual | Modality::Probable)
        {
            mood.modality = Modality::Hypothetical;
        }
        // An infinitive that nothing governs tells of no event.
        if matches!(trigger.entry.form, Some(Form::Infinitive)) && !governed {
            return None;
        }
        Some(mood)
    }

    /// Who does it and to whom, where that is sure.
    fn parties(&self, trigger: &Trigger<'_>, sentence: &Range<usize>) -> (Vec<usize>, Vec<usize>) {
        let plain = self.plain;
        let mut actor = Vec::new();
        let mut recipient = Vec::new();
        let end = plain.clause_end(trigger.words.end, sentence.end.min(trigger.words.end + 8));
        match trigger.entry.form {
            Some(Form::Past(number) | Form::Present(number)) => {
                let subject = plain.subject_before(trigger.word, sentence.start, number);
                let close = |last: usize| {
                    (last..trigger.word).all(|i| {
                        plain.grammar.adverbs.contains(plain.word(i)) || plain.grammar.not.contains(plain.word(i))
                    })
                };
                let subject = subject.filter(|subject| {
                    close(subject.words.end) && subject.words.start > 0 || subject.words.end == trigger.word
                });
                let inside = subject.as_ref().is_some_and(|subject| {
                    subject.words.start > 0 && plain.grammar.inside.contains(plain.word(subject.words.start - 1))
                });
                if let Some(subject) = subject.filter(|_| !inside) {
                    actor.extend(subject.actor.map(|(actor, _)| actor));
                    // What stands right behind a verb that has its subject is what it acts on.
                    recipient.extend(plain.actor(trigger.words.end).filter(|_| trigger.words.end < end));
                }
            }
            Some(Form::Passive(_))
                if trigger.words.end < end && plain.grammar.is_instrumental(plain.word(trigger.words.end)) =>
            {
                actor.extend(plain.actor(trigger.words.end));
            }
            _ => {}
        }
        if actor.is_empty() {
            let from = (trigger.words.end..end).find_map(|i| {
                plain.grammar.from.iter().find(|phrase| plain.has(i, phrase)).map(|phrase| i + phrase.len())
            });
            actor.extend(from.and_then(|at| plain.actor(at)));
        }
        recipient.retain(|one| !actor.contains(one));
        (actor, recipient)
    }

    fn event(&self, trigger: &Trigger<'_>, words: &Range<usize>, sentence: Span) -> Option<Event> {
        let plain = self.plain;
        let row = self.row(trigger)?;
        let clause = self.clause(trigger, words);
        let mood = self.mood(trigger, &clause, row.is_invention())?;
        let (mut actor, mut recipient) = self.parties(trigger, words);
        if row.sense == Some(Sense::Mutual) {
            actor.append(&mut recipient);
        }
        if row.sense == Some(Sense::Bidden) && mood.modality == Modality::Actual {
            return None;
        }
        let at = plain.span(&trigger.words)?;
        let reach = plain.span(&clause)?;
        let distance =
            |span: Span| if span.start >= at.end { span.start - at.end } else { at.start.saturating_sub(span.end) };
        let nearest = |all: &[(Span, usize)], last: &dyn Fn(Span) -> bool| {
            near(all, reach)
                .iter()
                .filter(|(span, _)| !span.overlaps(at))
                .min_by_key(|(span, _)| (last(*span), distance(*span)))
                .map(|(_, number)| *number)
        };
        let places: Vec<(Span, usize)> =
            near(&self.places, reach).iter().filter(|(span, _)| self.is_where(*span)).copied().collect();
        let place = nearest(&places, &|span| self.owns(span, at));
        let time = nearest(&self.times, &|_| false);
        let quantities: Vec<usize> = near(&self.quantities, reach)
            .iter()
            .filter(|(_, number)| {
                self.resolved.quantities.get(*number).is_some_and(|quantity| counts(quantity.kind, row.kind.as_deref()))
            })
            .map(|(_, number)| *number)
            .collect();
        let assault = row.kind.as_deref() == Some("ASSAULT");
        let class = |i: usize| self.index.struck.get(plain.word(i)).filter(|_| !plain.is_name(i));
        let struck = |range: Range<usize>| {
            // "the yard of a school": what it is the yard of.
            range
                .filter(|i| !trigger.words.contains(i))
                .find_map(|i| class(i).map(|own| class(i + 1).unwrap_or(own)))
                .cloned()
        };
        let object = if assault || row.sense == Some(Sense::Damage) {
            struck(trigger.words.end..clause.end.min(trigger.words.end + 8))
        } else {
            None
        };
        let verbal = trigger.entry.form.is_some();
        // A noun alone, without anyone, anything, a place or a time, is a topic and no event.
        let bare = actor.is_empty() && quantities.is_empty() && object.is_none() && place.is_none() && time.is_none();
        if !verbal
            && bare
            && mood.polarity == Polarity::Positive
            && row.kind.is_some()
            && !self.occurs(trigger, &clause)
        {
            return None;
        }
        let weapon = clause
            .clone()
            .filter(|i| !trigger.words.contains(i))
            .filter(|i| !plain.is_name(*i))
            .find_map(|i| self.index.weapons.get(plain.word(i)).cloned())
            .filter(|_| assault)
            .or_else(|| row.weapon.clone());
        let mut modes: Vec<String> = row.mode.iter().cloned().collect();
        if modes.is_empty() && assault {
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
        }
        Some(Event {
            trigger: at,
            rule: row.rule(),
            grounds: Vec::new(),
            unnamed: None,
            unnamed_recipient: None,
            kind,
            modes,
            contexts: row.contexts.clone(),
            actor,
            recipient,
            object_struck: object,
            weapon,
            place,
            points_back: None,
            time,
            quantities,
            polarity: mood.polarity,
            modality: mood.modality,
            tense: mood.tense,
            speech: row.sense == Some(Sense::Speech),
            damage: row.sense == Some(Sense::Damage),
            noun: !verbal,
            sentence,
            extent: at,
        })
    }

    /// Whether a verb beside a noun says that it took place.
    fn occurs(&self, trigger: &Trigger<'_>, clause: &Range<usize>) -> bool {
        let moods = self.index.moods();
        let around = clause.start.max(trigger.words.start.saturating_sub(4))..clause.end.min(trigger.words.end + 4);
        around.clone().any(|i| moods.occurs.iter().any(|verb| same(self.plain.word(i), verb, self.plain.lang)))
    }

    /// Whether a name before an event, which no preposition leads, can be whose word it is: "сообщения Баку об ударе по Гяндже".
    fn owns(&self, span: Span, event: Span) -> bool {
        let words = self.plain.paragraph.words_in(span);
        span.end <= event.start && !words.start.checked_sub(1).is_some_and(|i| self.plain.is_preposition(i))
    }

    /// Whether a place is where something is: behind a preposition, or what is struck; not part of a name of an actor.
    fn is_where(&self, span: Span) -> bool {
        let words = self.plain.paragraph.words_in(span);
        let behind = words.start.checked_sub(1).is_some_and(|i| self.plain.is_preposition(i));
        behind || words.clone().all(|i| self.plain.actor(i).is_none())
    }
}

/// Whether a word is a form of a noun, adjective or verb of the lexicon.
fn same(word: &str, lemma: &str, lang: Lang) -> bool {
    let shared = word.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    shared >= 2
        && (word == lemma
            || names::forms(lemma, lang).iter().any(|form| form == word)
            || verbs::forms(lemma, lang).iter().any(|(form, _)| form == word))
}

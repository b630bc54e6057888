//! A paragraph without a parse as the rules look at it: folded words, marks, quotations, names, and who can be the subject
//! of a verb by the order and the endings of words.

use std::ops::Range;

use super::{
    grammar::Grammar,
    quotes::{Quote, quotes},
    verbs::Number,
};
use crate::{
    annotate::{Paragraph, Sentence},
    lang::Lang,
    names::fold,
    resolve::who::{Actor, ActorKind, Resolution, is_mans_name},
    span::Span,
};

/// How far a subject can stand from its verb, in words.
const REACH: usize = 16;
/// How many words can be set off between a subject and its verb.
const INSERT: usize = 12;

/// A paragraph without a parse.
pub(super) struct Plain<'a> {
    pub(super) text: &'a str,
    pub(super) paragraph: &'a Paragraph,
    pub(super) lang: Lang,
    pub(super) grammar: &'static Grammar,
    pub(super) quotes: Vec<Quote>,
    folded: Vec<String>,
    names: Vec<Name>,
    /// The longest name that each word belongs to.
    named: Vec<Option<u32>>,
    /// Whether each word is a mark that parts clauses.
    parting: Vec<bool>,
    actors: &'a [Actor],
}

/// A name of an actor, in words of the paragraph.
#[derive(Debug, Clone)]
struct Name {
    words: Range<usize>,
    actor: usize,
    resolution: Resolution,
}

/// Who does what a verb tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) words: Range<usize>,
    pub(super) actor: Option<(usize, Resolution)>,
}

/// Whether words can be a subject, by how they end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Yes,
    Unclear,
    No,
}

impl<'a> Plain<'a> {
    /// Looks at a paragraph, if it has no parse and is in a language that can be read without one. `mentions` are those of
    /// the document in their order.
    pub(super) fn new<'m>(
        text: &'a str,
        paragraph: &'a Paragraph,
        actors: &'a [Actor],
        mentions: impl Iterator<Item = (Span, usize, Resolution)> + 'm,
    ) -> Option<Self> {
        let lang = paragraph.sentences.first()?.lang;
        let grammar = Grammar::of(lang).filter(|_| paragraph.parse.is_none())?;
        let mut names = Vec::new();
        let mut named = vec![None; paragraph.words.len()];
        for (span, actor, resolution) in mentions {
            let words = paragraph.words_in(span);
            let longer = |other: &Option<u32>| {
                other
                    .and_then(|other| names.get(other as usize))
                    .is_none_or(|other: &Name| other.words.len() < words.len())
            };
            let number = names.len() as u32;
            if let Some(own) = named.get_mut(words.clone()).filter(|own| own.iter().all(longer)) {
                own.fill(Some(number));
                names.push(Name { words, actor, resolution });
            }
        }
        let folded: Vec<String> = paragraph.words.iter().map(|word| fold(word.of(text))).collect();
        let mark = |word: &String| !word.chars().any(char::is_alphanumeric);
        let parting = folded.iter().zip(&named).map(|(word, name)| mark(word) && name.is_none()).collect();
        let quotes = quotes(text, paragraph.span);
        let mut plain = Self { text, paragraph, lang, grammar, quotes, folded, names, named, parting, actors };
        // The quotation marks of a name part nothing.
        let labels: Vec<Span> = plain.quotes.iter().filter(|one| plain.is_label(one)).map(|one| one.outer).collect();
        for label in labels {
            if let Some(own) = plain.parting.get_mut(plain.paragraph.words_in(label)) {
                own.fill(false);
            }
        }
        Some(plain)
    }

    pub(super) fn len(&self) -> usize {
        self.folded.len()
    }

    pub(super) fn sentences(&self) -> &'a [Sentence] {
        &self.paragraph.sentences
    }

    /// A word as word lists hold it; nothing beyond the paragraph.
    pub(super) fn word(&self, i: usize) -> &str {
        self.folded.get(i).map_or("", String::as_str)
    }

    /// Whether a word within its sentence has a capital.
    pub(super) fn is_name(&self, i: usize) -> bool {
        let begins = self.paragraph.sentences.iter().any(|sentence| sentence.words.start == i);
        !begins && self.at(i).of(self.text).starts_with(char::is_uppercase)
    }

    pub(super) fn at(&self, i: usize) -> Span {
        self.paragraph.words.get(i).copied().unwrap_or_default()
    }

    pub(super) fn span(&self, words: &Range<usize>) -> Option<Span> {
        self.paragraph.span_of(words.clone())
    }

    /// Whether it is only punctuation.
    pub(super) fn is_mark(&self, i: usize) -> bool {
        !self.word(i).chars().any(char::is_alphanumeric)
    }

    pub(super) fn is_dash(&self, i: usize) -> bool {
        matches!(self.word(i), "-" | "\u{2010}" | "\u{2011}" | "–" | "—" | "−")
    }

    fn name(&self, i: usize) -> Option<&Name> {
        self.names.get(self.named.get(i).copied().flatten()? as usize)
    }

    /// The name that begins with a word.
    fn name_from(&self, i: usize) -> Option<&Name> {
        self.name(i).filter(|name| name.words.start == i)
    }

    fn kind(&self, name: &Name) -> ActorKind {
        self.actors.get(name.actor).map_or(ActorKind::Unknown, |actor| actor.kind)
    }

    fn is_person(&self, name: &Name) -> bool {
        matches!(self.kind(name), ActorKind::Person | ActorKind::Anonymous)
    }

    /// The actor whose name a word belongs to.
    pub(super) fn actor(&self, i: usize) -> Option<usize> {
        self.name(i).map(|name| name.actor)
    }

    pub(super) fn is_preposition(&self, i: usize) -> bool {
        self.grammar.prepositions.contains(self.word(i))
    }

    /// Whether a mark parts clauses: one within a name does not, nor do the quotation marks of a name.
    pub(super) fn parts(&self, i: usize) -> bool {
        self.parting.get(i).copied().unwrap_or(true)
    }

    /// Whether a quotation is a name: a few words that begin with a capital.
    pub(super) fn is_label(&self, quote: &Quote) -> bool {
        let words = self.paragraph.words_in(quote.inner);
        words.len() <= 3
            && quote.inner.of(self.text).chars().next().is_some_and(char::is_uppercase)
            && !(words.start..words.end).any(|i| matches!(self.word(i), "," | "!" | "?" | "." | "…"))
    }

    /// Where the clause of a word begins, as far as marks tell, not before `from`.
    pub(super) fn clause_start(&self, i: usize, from: usize) -> usize {
        let from = from.max(i.saturating_sub(REACH));
        (from..i).rev().find(|at| self.parts(*at)).map_or(from, |at| at + 1)
    }

    /// The same for what marks of quotation do not end: the object of a verb.
    pub(super) fn object_end(&self, i: usize, to: usize) -> usize {
        let quotes = |i: usize| matches!(self.word(i), "«" | "»" | "\"" | "“" | "”" | "„");
        (i..to).find(|at| self.parts(*at) && !quotes(*at)).unwrap_or(to)
    }

    /// Where the clause of a word ends, as far as marks tell, not behind `to`.
    pub(super) fn clause_end(&self, i: usize, to: usize) -> usize {
        (i..to).find(|at| self.parts(*at)).unwrap_or(to)
    }

    /// Whether a phrase stands at a word.
    pub(super) fn has(&self, i: usize, phrase: &[String]) -> bool {
        phrase.iter().enumerate().all(|(by, word)| self.word(i + by) == word)
    }

    /// Whether a word can be a verb that takes what stands before it for its subject.
    pub(super) fn is_verb(&self, i: usize) -> bool {
        self.name(i).is_none()
            && self.grammar.noun(self.word(i)).is_none()
            && (self.grammar.is_verb(self.word(i)) || self.grammar.be.contains(self.word(i)))
    }

    /// Whether a name that ends in this word can be the subject of a verb.
    fn fit(&self, words: &Range<usize>, person: bool, number: Number) -> Fit {
        let Some(last) = words.end.checked_sub(1) else { return Fit::No };
        // A name is told by its last word, a noun with what belongs to it by its first.
        let decisive = if person { last } else { words.start };
        let word = self.word(decisive);
        let shown = self.at(decisive).of(self.text);
        let letters = shown.chars().filter(|c| c.is_alphabetic());
        let acronym = letters.clone().count() < 7 && letters.clone().all(char::is_uppercase);
        if acronym || !shown.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c)) {
            return Fit::Unclear;
        }
        let grammar = self.grammar;
        let short = word.chars().count() < 4;
        let vowel = |vowels: &[char]| word.ends_with(vowels);
        let hard = !vowel(&['а', 'я', 'о', 'е', 'и', 'ы', 'і', 'ї', 'у', 'ю', 'є', 'э']);
        if number != Number::Plural
            && !short
            && (grammar.is_oblique(word) || (!person && grammar.is_oblique_common(word)))
        {
            // `Ольга Черных`, `Артем`: a first name in the nominative tells.
            let first = self.word(words.start);
            let tells = person
                && words.len() > 1
                && !grammar.is_oblique(first)
                && first.ends_with(['а', 'я']) == (number == Number::Feminine);
            return if tells && number != Number::Singular { Fit::Unclear } else { Fit::No };
        }
        match number {
            Number::Masculine if hard => Fit::Yes,
            Number::Masculine if person && !hard => {
                let first = self.word(words.start);
                if words.len() > 1 && !first.ends_with(['а', 'я', 'у', 'ю', 'і', 'и', 'е', 'о']) {
                    Fit::Yes
                } else {
                    Fit::Unclear
                }
            }
            // `Волошина`: a woman's name, or a man's in the genitive.
            Number::Feminine if vowel(&['а', 'я']) && words.len() == 1 => Fit::Unclear,
            Number::Feminine if vowel(&['а', 'я']) => Fit::Yes,
            Number::Feminine if person && words.len() > 1 && self.word(words.start).ends_with(['а', 'я', 'ь']) => {
                Fit::Yes
            }
            Number::Feminine if word.ends_with('ь') => Fit::Unclear,
            // `Шушан Степанян`, `Нелли Кочарян`: a woman's name need not end as one.
            Number::Feminine if person && self.may_be_woman(words.start) => Fit::Unclear,
            // `Шевчук`, `Степанян`: a surname alone that a woman bears unchanged.
            Number::Feminine if person && words.len() == 1 && hard && !is_mans_name(word) => Fit::Unclear,
            Number::Neuter if vowel(&['о', 'е', 'я']) => Fit::Yes,
            // `Минобороны`: a word that does not change.
            Number::Neuter if !hard => Fit::Unclear,
            Number::Plural if grammar.is_plural(word) => Fit::Yes,
            Number::Singular if hard || vowel(&['о']) => Fit::Yes,
            Number::Singular if vowel(&['а', 'я', 'е', 'ь', 'ы', 'и', 'і']) => Fit::Unclear,
            _ => Fit::No,
        }
    }

    /// Whether a person whom a pack knows by the name that a word begins can be a woman: neither the name as it stands nor the
    /// one that the pack has is a man's.
    fn may_be_woman(&self, start: usize) -> bool {
        let Some(actor) = self.name_from(start).and_then(|name| self.actors.get(name.actor)) else { return false };
        let given = actor.name.split(' ').next().map(fold).unwrap_or_default();
        let mans = is_mans_name(self.word(start)) || is_mans_name(&given);
        actor.kind == ActorKind::Person && actor.pack_id.is_some() && !mans
    }

    /// A subject that begins with a word, within `until`: a name, or a noun for those who speak with the name behind it.
    fn subject_at(&self, i: usize, until: usize, number: Number) -> Option<(Subject, Fit)> {
        let word = self.word(i);
        if self.grammar.he.contains(word) {
            let several = word.ends_with(['и', 'і']);
            let actor = self.name_from(i).map(|name| (name.actor, name.resolution));
            return (several == (number == Number::Plural)).then_some((Subject { words: i..i + 1, actor }, Fit::Yes));
        }
        let joined = |end: usize| {
            number == Number::Plural
                && (end..until.min(end + 2)).any(|at| self.grammar.conjunctions.contains(self.word(at)))
        };
        let noun = self.grammar.noun(word);
        let own = self.name_from(i).filter(|name| name.words.end <= until);
        if let Some(several) = noun {
            if several != (number == Number::Plural) && !joined(i + 1) {
                return None;
            }
            // A name behind the noun is who is meant: `министр обороны Норландии Петров`.
            let mut end = own.map_or(i + 1, |own| own.words.end);
            let (mut at, mut open) = (end, own.is_none_or(|own| own.words.end == i + 1));
            while at < until.min(i + 12) {
                if self.is_verb(at) || self.parts(at) || self.grammar.conjunctions.contains(self.word(at)) {
                    break;
                }
                let governed = self.is_preposition(at - 1);
                let name = self.name_from(at).filter(|name| name.words.end <= until);
                let fits = |name: &Name| match self.fit(&name.words, true, number) {
                    Fit::Yes => true,
                    Fit::Unclear => number == Number::Feminine && self.may_be_woman(name.words.start),
                    Fit::No => false,
                };
                if let Some(name) = name.filter(|name| self.is_person(name) && !governed && !several && fits(name)) {
                    let words = i..name.words.end;
                    return Some((Subject { words, actor: Some((name.actor, name.resolution)) }, Fit::Yes));
                }
                open &= !(self.is_preposition(at) || self.grammar.adverbs.contains(self.word(at)));
                at = name.map_or(at + 1, |name| name.words.end.max(at + 1));
                if open {
                    end = at;
                }
                // Behind a name only someone's own name goes on.
                open &= name.is_none();
            }
            let institution = self.grammar.is_institution(word);
            if institution && !several && self.fit(&(i..i + 1), false, number) == Fit::No && !joined(i + 1) {
                return None;
            }
            let neuter = word.ends_with(['о', 'е']) || own.is_some() || self.grammar.singular.contains(word);
            let other = institution && word.ends_with('о') && matches!(number, Number::Masculine | Number::Feminine);
            if number == Number::Neuter && !neuter || other {
                return None;
            }
            let actor = own.map(|own| (own.actor, own.resolution));
            return Some((Subject { words: i..end.min(until), actor }, Fit::Yes));
        }
        let name = own?;
        let mut fit = self.fit(&name.words, self.is_person(name), number);
        if number == Number::Plural && fit == Fit::No && joined(name.words.end) {
            fit = self.fit(&name.words, self.is_person(name), Number::Singular);
        }
        // `пресс-секретарь президента Петров`: a name right behind another one is who is meant.
        if let Some(next) = self
            .name_from(name.words.end)
            .filter(|next| next.words.end <= until && self.is_person(next) && !self.is_person(name))
            && self.fit(&next.words, true, number) != Fit::No
        {
            let words = name.words.start..next.words.end;
            return Some((Subject { words, actor: Some((next.actor, next.resolution)) }, Fit::Yes));
        }
        (fit != Fit::No)
            .then(|| (Subject { words: name.words.clone(), actor: Some((name.actor, name.resolution)) }, fit))
    }

    /// Who stands before a verb as its subject, within a stretch of its clause.
    fn before(&self, verb: usize, start: usize, end: usize, number: Number) -> Option<Subject> {
        let mut at = start;
        let mut fresh = true;
        while at < end {
            if self.grammar.relative.contains(self.word(at)) {
                return None;
            }
            let governed = at.checked_sub(1).is_some_and(|before| before >= start && self.is_preposition(before));
            let found = if governed { None } else { self.subject_at(at, end, number) };
            if let Some((subject, fit)) = found {
                let broken = (subject.words.end..end)
                    .any(|i| i != verb && (self.is_verb(i) || self.grammar.relative.contains(self.word(i))));
                if !broken && (fit == Fit::Yes || fresh) {
                    return Some(self.with_adjectives(subject, start));
                }
            }
            let next = self.name_from(at).map_or(at + 1, |name| name.words.end.max(at + 1)).min(end.max(at + 1));
            // `В воскресенье`: a day behind its preposition is light, too.
            fresh = self.is_light(at) && (!governed || fresh) || fresh && self.is_preposition(at);
            at = next;
        }
        (number == Number::Plural).then(|| self.inside(start, end)).flatten()
    }

    /// Whether a word may stand before a subject without being what it depends on.
    fn is_light(&self, i: usize) -> bool {
        self.grammar.adverbs.contains(self.word(i)) || self.grammar.conjunctions.contains(self.word(i))
    }

    /// Whether nothing follows a name that could be the subject instead: "told the agency the experts".
    fn is_alone(&self, end: usize, until: usize) -> bool {
        end >= until || self.is_preposition(end) || self.is_light(end)
    }

    /// A subject with the adjectives before it.
    fn with_adjectives(&self, mut subject: Subject, start: usize) -> Subject {
        while let Some(before) = subject.words.start.checked_sub(1).filter(|before| *before >= start) {
            if self.is_light(before)
                || !self.grammar.is_attribute(self.word(before))
                || before.checked_sub(1).is_some_and(|two| two >= start && self.is_preposition(two))
            {
                break;
            }
            subject.words.start = before;
        }
        subject
    }

    /// `В министерстве`: the institution whose people do it.
    fn inside(&self, start: usize, end: usize) -> Option<Subject> {
        let at = (start..end).find(|at| !self.is_light(*at))?;
        if !self.grammar.inside.contains(self.word(at)) {
            return None;
        }
        self.institution(at + 1, end)
    }

    /// An institution that begins with a word, in any case.
    fn institution(&self, start: usize, end: usize) -> Option<Subject> {
        // Adjectives before it: "в городской администрации".
        let noun = (start..end.min(start + 3)).find(|at| {
            self.grammar.is_institution(self.word(*at)) || self.name_from(*at).is_some_and(|name| self.speaks(name))
        })?;
        if (start..noun).any(|at| self.is_preposition(at) || self.is_light(at) || self.is_verb(at)) {
            return None;
        }
        let name = self.name(noun).filter(|name| name.words.start >= start && self.speaks(name));
        let mut last = name.map_or(noun + 1, |name| name.words.end.max(noun + 1));
        while last < end
            && !(self.is_preposition(last) || self.is_light(last) || self.is_verb(last) || self.is_mark(last))
            && last < noun + 7
        {
            last += 1;
        }
        let actor = name.filter(|_| !self.grammar.is_institution(self.word(noun)) || self.name_from(noun).is_some());
        Some(Subject { words: start..last.min(end), actor: actor.map(|name| (name.actor, name.resolution)) })
    }

    /// Whether those in an institution of that kind can speak.
    fn speaks(&self, name: &Name) -> bool {
        !matches!(self.kind(name), ActorKind::Person | ActorKind::Anonymous | ActorKind::Civilians)
            && (self.kind(name) != ActorKind::State || name.resolution == Resolution::Metonym)
    }

    /// Who stands before a verb as its subject: in its clause, or before what is set off in front of it.
    pub(super) fn subject_before(&self, verb: usize, from: usize, number: Number) -> Option<Subject> {
        let start = self.clause_start(verb, from);
        let lone = (start..verb).all(|at| self.is_light(at) || self.grammar.not.contains(self.word(at)));
        if !lone || start == 0 {
            return self.before(verb, start, verb, number);
        }
        // `Петров, министр обороны, заявил`, `Петров (Норландия) заявил`.
        let mark = start - 1;
        if start != verb || mark < from.max(1) || !matches!(self.word(mark), "," | ")") {
            return None;
        }
        let opening = if self.word(mark) == ")" { "(" } else { "," };
        let other = (from.max(mark.saturating_sub(INSERT))..mark).rev().find(|at| self.parts(*at))?;
        if self.word(other) != opening
            || (other + 1..mark).any(|at| self.is_verb(at) || self.grammar.relative.contains(self.word(at)))
        {
            return None;
        }
        let start = self.clause_start(other, from);
        // What is set off has to stand right behind the subject, or the two commas are those of a list.
        self.before(verb, start, other, number).filter(|subject| subject.words.end == other)
    }

    /// Whether nothing stands before a verb in its clause that could be its subject, known or not.
    pub(super) fn opens(&self, verb: usize, from: usize) -> bool {
        (self.clause_start(verb, from)..verb).all(|at| self.is_light(at))
    }

    /// Who stands behind a verb as its subject, within its clause.
    pub(super) fn subject_after(&self, end: usize, to: usize, number: Number) -> Option<Subject> {
        let until = self.clause_end(end, to.min(end + REACH));
        let mut at = end;
        let mut fresh = true;
        while at < until {
            if self.is_verb(at) {
                return None;
            }
            let governed = at > end && self.is_preposition(at - 1);
            if number == Number::Plural
                && fresh
                && self.grammar.inside.contains(self.word(at))
                && let Some(found) = self.institution(at + 1, until)
            {
                return Some(found);
            }
            if let Some((subject, fit)) = self.subject_at(at, until, number).filter(|_| !governed)
                && (fit == Fit::Yes || fresh && self.is_alone(subject.words.end, until))
            {
                return Some(self.with_adjectives(subject, end));
            }
            fresh &= self.is_light(at);
            at = self.name_from(at).map_or(at + 1, |name| name.words.end.max(at + 1));
        }
        None
    }

    /// A subject that fills a stretch.
    pub(super) fn subject_whole(&self, start: usize, end: usize, number: Number) -> Option<Subject> {
        let at = (start..end).find(|at| !self.grammar.is_attribute(self.word(*at)) || self.name_from(*at).is_some())?;
        let (subject, fit) = self.subject_at(at, end, number)?;
        if fit == Fit::Unclear && !self.at(at).of(self.text).chars().skip(1).all(char::is_uppercase) {
            return None;
        }
        (subject.words.end == end).then_some(Subject { words: start..end, ..subject })
    }

    /// Whoever is named from a word on, in whatever case: behind "according to".
    pub(super) fn owner(&self, start: usize, to: usize) -> Option<Subject> {
        let until = self.clause_end(start, to.min(start + REACH));
        let mut at = start;
        let mut actor = None;
        let numeral = |i: usize| i > start && self.word(i).starts_with(|c: char| c.is_numeric());
        let stops = |i: usize| self.is_preposition(i) || self.is_verb(i) || numeral(i);
        while at < until && !stops(at) {
            if let Some(name) = self.name_from(at).filter(|name| name.words.end <= until) {
                // The first name is whose words they are, but for that of a person behind a title.
                if actor.is_none() && at == start || self.is_person(name) {
                    actor = Some((name.actor, name.resolution));
                }
                at = name.words.end;
                if self.is_person(name) {
                    break;
                }
            } else {
                at += 1;
            }
        }
        (at > start).then_some(Subject { words: start..at, actor })
    }
}

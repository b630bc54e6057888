//! Who said what in a paragraph without a parse: by verbs and phrases of attribution, the marks beside them, and the order
//! and endings of words. What cannot be told for sure is left out: better nobody than a wrong speaker.

use std::{ops::Range, sync::LazyLock};

use hashbrown::HashMap;

use super::{
    Act, Cue, CueClass, Cues, Mentions, Share, Speaker, Statement,
    cues::{Frame, Row},
};
use crate::{
    annotate::Paragraph,
    document::{Document, SegmentKind},
    lang::Lang,
    names,
    read::{
        grammar::Grammar,
        plain::{Plain, Subject},
        verbs::{self, Form, Number},
    },
    resolve::who::{Actor, Resolution},
    span::Span,
};

/// How many words something said has at least, where no marks of quotation show it.
const WORDS: usize = 2;
/// How many words a sentence has at most.
const LONGEST: usize = 240;
/// How far what is said can stand from its verb, in words.
const REACH: usize = 16;

/// A verb of attribution in one of its forms.
#[derive(Debug, Clone)]
struct Entry {
    row: usize,
    lemma: String,
    number: Number,
    /// Whether the lemma begins with a negation: "not rule out".
    negated: bool,
    /// Words that follow: "make *clear*".
    rest: Vec<String>,
}

/// The cues of a language by their forms.
struct Index {
    cues: &'static Cues,
    verbs: HashMap<String, Vec<Entry>>,
    /// Phrases by their first word.
    phrases: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// The forms of the nouns that make nobody's words of a phrase, by row.
    unless: HashMap<usize, Vec<String>>,
}

impl Index {
    fn new(lang: Lang) -> Option<Self> {
        let cues = Cues::of(lang)?;
        let mut index = Self { cues, verbs: HashMap::new(), phrases: HashMap::new(), unless: HashMap::new() };
        for (number, row) in cues.rows.iter().enumerate() {
            if !row.frames.is_empty() {
                row.words.iter().for_each(|lemma| index.verb(number, lemma, false, lang));
                row.imperfective.iter().for_each(|lemma| index.verb(number, lemma, true, lang));
            }
            let unless = row.unless.iter().flat_map(|noun| names::forms(noun, lang)).collect();
            index.unless.insert(number, unless);
        }
        for (words, row) in &cues.phrases {
            if let Some(first) = words.first() {
                index.phrases.entry_ref(first.as_str()).or_default().push((words.clone(), *row));
            }
        }
        Some(index)
    }

    fn verb(&mut self, row: usize, lemma: &str, imperfective: bool, lang: Lang) {
        let mut words = lemma.split(' ').map(names::fold);
        let Some(first) = words.next() else { return };
        let negated = Grammar::of(lang).is_some_and(|grammar| grammar.not.contains(&first));
        let Some(verb) = (if negated { words.next() } else { Some(first) }) else { return };
        let rest: Vec<String> = words.collect();
        for (form, told) in verbs::forms(&verb, lang) {
            let number = match told {
                Form::Past(number) => number,
                Form::Present(number) if imperfective => number,
                _ => continue,
            };
            let entry = Entry { row, lemma: lemma.to_owned(), number, negated, rest: rest.clone() };
            self.verbs.entry(form).or_default().push(entry);
        }
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
}

/// How what is said stands to the words that attribute it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// Behind a conjunction: "said that ...".
    Clause,
    /// In quotation marks or behind a colon.
    Quote,
    /// Before the verb, without marks of quotation.
    Inverted,
    /// Around words set off: "as the mayor said", "according to the mayor".
    Around,
    /// In the sentence before: "this was said by the mayor".
    Before,
    /// As a noun, an infinitive or behind a preposition.
    Object,
    /// A name and a colon, or a dash and a name.
    Headline,
}

impl How {
    fn feature(self) -> &'static str {
        match self {
            Self::Clause => "surface.clause",
            Self::Quote => "surface.quote",
            Self::Inverted => "surface.inverted",
            Self::Around => "surface.around",
            Self::Before => "surface.before",
            Self::Object => "surface.object",
            Self::Headline => "surface.headline",
        }
    }
}

/// Words that attribute something, in words of the paragraph.
struct Found {
    how: How,
    cue: Range<usize>,
    lemma: String,
    row: Option<usize>,
    speaker: Speaker,
    /// Source, cue and what stands between and beside them.
    attribution: Range<usize>,
    content: Vec<Span>,
    /// With what the verb agrees.
    number: Option<Number>,
    /// Whether the verb is negated.
    negated: bool,
}

/// Who spoke last.
#[derive(Debug, Clone)]
struct Last {
    speaker: Speaker,
    number: Option<Number>,
    /// The paragraph, counted.
    paragraph: usize,
}

/// How many words hang on a source behind a preposition at most.
const TAIL: usize = 3;
/// How many nouns of speakers are kept in mind.
const NOUNS: usize = 64;

/// The speaker who was called by a noun, where it was one only.
#[derive(Debug, Clone)]
struct Called {
    forms: Vec<String>,
    speaker: Option<Speaker>,
}

/// Reads the paragraphs of a document that have no parse, in their order.
pub(super) struct Reader<'d> {
    document: &'d Document,
    actors: &'d [Actor],
    mentions: &'d Mentions,
    last: Option<Last>,
    /// The sentence before, where nothing else was in its paragraph.
    before: Option<Span>,
    nouns: Vec<Called>,
    count: usize,
}

impl<'d> Reader<'d> {
    pub(super) fn new(document: &'d Document, actors: &'d [Actor], mentions: &'d Mentions) -> Self {
        Self { document, actors, mentions, last: None, before: None, nouns: Vec::new(), count: 0 }
    }

    pub(super) fn read(&mut self, paragraph: &Paragraph, utterance: &mut usize) -> Vec<Statement> {
        let within = self.mentions.range(Span::new(paragraph.span.start, 0)..Span::new(paragraph.span.end, 0));
        let mentions = within.map(|(span, (actor, resolution))| (*span, *actor, *resolution));
        let Some(plain) = Plain::new(&self.document.text, paragraph, self.actors, mentions) else { return Vec::new() };
        let Some(index) = Index::of(plain.lang) else { return Vec::new() };
        let kind = self.document.segments.get(paragraph.segment).map(|segment| segment.kind);
        self.count += 1;
        let mut quoted = vec![None; plain.len()];
        for (number, quote) in plain.quotes.iter().enumerate().filter(|(_, quote)| !plain.is_label(quote)) {
            if let Some(own) = quoted.get_mut(paragraph.words_in(quote.inner)) {
                own.fill(Some(number));
            }
        }
        let mut scene = Scene {
            plain: &plain,
            index,
            quoted,
            last: self.last.take(),
            before: self.before,
            nouns: std::mem::take(&mut self.nouns),
            count: self.count,
        };
        let mut all = Vec::new();
        for number in 0..plain.sentences().len() {
            let found = scene.sentence(number, kind == Some(SegmentKind::Headline));
            for one in found {
                all.push(scene.statement(one, *utterance));
                *utterance += 1;
            }
        }
        scene.continued(&mut all);
        self.last = scene.last;
        self.nouns = scene.nouns;
        self.before = match plain.sentences() {
            [only] if kind != Some(SegmentKind::Headline) => Some(only.span),
            _ => None,
        };
        all
    }
}

struct Scene<'a> {
    plain: &'a Plain<'a>,
    index: &'static Index,
    /// The quotation that each word stands in, but for those that are names.
    quoted: Vec<Option<usize>>,
    last: Option<Last>,
    before: Option<Span>,
    nouns: Vec<Called>,
    count: usize,
}

impl Scene<'_> {
    fn row(&self, number: usize) -> Option<&'static Row> {
        self.index.cues.rows.get(number)
    }

    fn quote_of(&self, i: usize) -> Option<usize> {
        self.quoted.get(i).copied().flatten()
    }

    /// Everything that a sentence attributes to someone.
    fn sentence(&mut self, number: usize, headline: bool) -> Vec<Found> {
        let Some(sentence) = self.plain.sentences().get(number) else { return Vec::new() };
        let words = sentence.words.clone();
        let mut found = Vec::<Found>::new();
        found.extend(self.label(&words, headline));
        // What stands before this belongs to something else: "...; by his account ...", "said that, by his account, ...".
        let mut start = words.start;
        for i in words.clone() {
            if self.plain.word(i) == ";" {
                start = i + 1;
            }
            // A sentence without an end is read as far as sentences go.
            let near = words.start.max(i.saturating_sub(LONGEST))..words.end.min(i + LONGEST);
            let floor = start.max(near.start);
            let one = self.phrase(&near, floor, i).or_else(|| self.verb(number, &near, floor, i, found.last()));
            let Some(mut one) = one else { continue };
            // "The agency reports with reference to the police": what the agency reports is what the police say.
            if one.row.is_some()
                && let Some(outer) = found
                    .last()
                    .filter(|outer| outer.how == How::Inverted && outer.attribution.contains(&one.cue.start))
            {
                one.content.clone_from(&outer.content);
            }
            if one.how == How::Clause
                && let Some(first) = one.content.first()
            {
                start = self.plain.paragraph.words_in(*first).start;
            }
            self.remember(&one);
            self.last = Some(Last { speaker: one.speaker, number: one.number, paragraph: self.count });
            found.push(one);
        }
        self.clip(&words, &mut found);
        found
    }

    /// Takes attributions that end the sentence off what others say in it: "X said that ..., the agency reports".
    fn clip(&self, words: &Range<usize>, found: &mut [Found]) {
        let end = self.inked_end(words);
        let trailing = found
            .iter()
            .filter(|one| matches!(one.how, How::Inverted | How::Around) && one.attribution.end >= end)
            .map(|one| self.plain.at(one.attribution.start).start)
            .next();
        let Some(at) = trailing else { return };
        for one in found.iter_mut().filter(|one| matches!(one.how, How::Clause | How::Around | How::Object)) {
            for span in &mut one.content {
                if span.start < at && span.end > at {
                    span.end = at;
                }
            }
            one.content = one.content.iter().filter_map(|span| self.trimmed(*span)).collect();
        }
    }

    /// Where the words of a stretch end, without marks.
    fn inked_end(&self, words: &Range<usize>) -> usize {
        (words.start..words.end).rev().find(|i| !self.plain.is_mark(*i)).map_or(words.start, |i| i + 1)
    }

    /// A run of words as a span, without marks at its ends, a quotation's own excepted.
    fn content(&self, words: Range<usize>) -> Option<Span> {
        let start = words.clone().find(|i| !self.plain.is_mark(*i))?;
        let end = words.clone().rev().find(|i| !self.plain.is_mark(*i))?;
        self.plain.span(&(start..end + 1))
    }

    fn trimmed(&self, span: Span) -> Option<Span> {
        let words = self.plain.paragraph.words_in(span);
        self.content(words)
            .map(|own| Span::new(own.start.max(span.start), own.end.min(span.end)))
            .filter(|own| !own.is_empty())
    }

    /// A stretch of words up to the end of its sentence, with the whole of the quotations that begin in it.
    fn to_the_end(&self, start: usize, words: &Range<usize>) -> Option<Span> {
        let mut span = self.content(start..words.end)?;
        if let Some(quote) =
            words.end.checked_sub(1).and_then(|last| self.quote_of(last)).and_then(|quote| self.plain.quotes.get(quote))
            && quote.outer.start >= span.start
        {
            span.end = span.end.max(quote.inner.end);
        }
        Some(span)
    }

    fn speaker(&self, subject: &Subject, number: Option<Number>) -> Speaker {
        let plain = self.plain;
        let pronoun = subject.words.len() == 1 && plain.grammar.he.contains(plain.word(subject.words.start));
        if pronoun && subject.actor.is_none() {
            return self.antecedent(number, plain.span(&subject.words));
        }
        if subject.actor.is_none()
            && subject.words.len() == 1
            && let Some(known) = self.known(subject.words.start)
        {
            return known;
        }
        Speaker {
            actor: subject.actor.map(|(actor, _)| actor),
            span: plain.span(&subject.words),
            own: plain.span(&subject.words),
            within: false,
            resolution: subject.actor.map_or(Resolution::Explicit, |(_, resolution)| resolution),
        }
    }

    /// The only one so far who was called by this noun with more words: "the mayor" behind "the mayor of Lisna".
    fn known(&self, i: usize) -> Option<Speaker> {
        let noun = self.plain.word(i);
        let named = self.nouns.iter().find(|one| one.forms.iter().any(|form| form == noun))?;
        let known = named.speaker?;
        let span = if known.actor.is_some() { self.plain.span(&(i..i + 1)) } else { known.span };
        Some(Speaker { span, resolution: Resolution::CarriedOver, ..known })
    }

    /// Remembers by which noun a speaker was called.
    fn remember(&mut self, one: &Found) {
        let Some(span) = one.speaker.span.filter(|_| matches!(one.speaker.resolution, Resolution::Explicit)) else {
            return;
        };
        let words = self.plain.paragraph.words_in(span);
        let grammar = self.plain.grammar;
        let Some(noun) = words
            .clone()
            .find(|i| grammar.noun(self.plain.word(*i)).is_some() || grammar.is_institution(self.plain.word(*i)))
        else {
            return;
        };
        let word = self.plain.word(noun);
        if let Some(known) = self.nouns.iter_mut().find(|known| known.forms.iter().any(|form| form == word)) {
            let same = known.speaker.as_ref().is_some_and(|own| {
                own.actor.is_some() && own.actor == one.speaker.actor || own.span == one.speaker.span
            });
            if !same && words.len() > 1 {
                known.speaker = None;
            }
        } else if self.nouns.len() < NOUNS {
            self.nouns.push(Called { forms: names::forms(word, self.plain.lang), speaker: Some(one.speaker) });
        }
    }

    /// The one who spoke last, where the verb or the pronoun can be about them.
    fn antecedent(&self, number: Option<Number>, span: Option<Span>) -> Speaker {
        let near = self.last.as_ref().filter(|last| last.paragraph + 1 >= self.count);
        let agrees = |last: &&Last| match (last.number, number) {
            (Some(one), Some(other)) => {
                one == other
                    || (one == Number::Singular && other != Number::Plural)
                    || (other == Number::Singular && one != Number::Plural)
            }
            _ => true,
        };
        match near.filter(agrees).map(|last| &last.speaker) {
            Some(last) if last.actor.is_some() => {
                Speaker { actor: last.actor, span, own: span, within: false, resolution: Resolution::Pronoun }
            }
            // Someone known only by words: they name the speaker here, too.
            Some(last) if last.span.is_some() => *last,
            _ => Speaker { actor: None, span: None, own: None, within: false, resolution: Resolution::Anonymous },
        }
    }

    /// "According to the mayor": a phrase with whoever's words they are.
    fn phrase(&self, words: &Range<usize>, floor: usize, i: usize) -> Option<Found> {
        let plain = self.plain;
        let phrases = self.index.phrases.get(plain.word(i))?;
        for (phrase, row) in phrases {
            let last = phrase.len() - 1;
            let (first, end) = (phrase.get(..last)?, phrase.get(last)?);
            let bare = plain.has(i, phrase);
            // "By his words".
            let his = plain
                .grammar
                .his(plain.word(i + last))
                .filter(|_| last > 0 && plain.has(i, first) && plain.word(i + last + 1) == end);
            if !bare && his.is_none() {
                continue;
            }
            let cue = i..i + phrase.len() + usize::from(his.is_some());
            if cue.end > words.end {
                continue;
            }
            let (speaker, until, number) = if let Some(number) = his {
                let span = plain.span(&(i + last..i + last + 1));
                (self.antecedent(Some(number), span), cue.end, Some(number))
            } else {
                let owner = plain.owner(cue.end, words.end)?;
                let word = plain.word(owner.words.start);
                let unless = self.index.unless.get(row).is_some_and(|unless| unless.iter().any(|noun| noun == word));
                if unless || word.starts_with(|c: char| c.is_numeric()) {
                    return None;
                }
                // What hangs on it up to the next mark: "a source in the government".
                let end = plain.clause_end(owner.words.end, words.end.min(owner.words.end + TAIL + 1));
                let tail = owner.words.end..end;
                let hangs = tail.len() <= TAIL && !tail.clone().any(|i| plain.is_verb(i));
                (self.speaker(&owner, None), if hangs { end } else { owner.words.end }, None)
            };
            let content = self.around(words, floor, i, until)?;
            let lemma = phrase.join(" ");
            return Some(Found {
                how: How::Around,
                attribution: i..until,
                cue,
                lemma,
                row: Some(*row),
                speaker,
                content,
                number,
                negated: false,
            });
        }
        None
    }

    /// What stands around words that are set off: behind them where they begin the sentence, else before, or both.
    fn around(&self, words: &Range<usize>, floor: usize, start: usize, end: usize) -> Option<Vec<Span>> {
        let plain = self.plain;
        let light = |i: usize| {
            plain.is_mark(i)
                || plain.grammar.conjunctions.contains(plain.word(i))
                || plain.grammar.adverbs.contains(plain.word(i))
        };
        let ends = (end..words.end).all(|i| plain.is_mark(i));
        let content: Vec<Span> = if (words.start..start).all(light) {
            self.to_the_end(end, words).into_iter().collect()
        } else if ends {
            self.content(words.start..start).into_iter().collect()
        } else {
            // In the middle: set off on both sides.
            let before =
                start.checked_sub(1).is_some_and(|i| plain.parts(i) || plain.grammar.that.contains(plain.word(i)));
            if !(before && plain.parts(end)) {
                return None;
            }
            let stop = (end..words.end).find(|i| plain.word(*i) == ";").unwrap_or(words.end);
            let behind = if stop == words.end { self.to_the_end(end, words) } else { self.content(end..stop) };
            self.content(floor..start).into_iter().chain(behind).collect()
        };
        let words: usize = content.iter().map(|span| plain.paragraph.words_in(*span).len()).sum();
        (words >= WORDS).then_some(content)
    }

    /// A verb of attribution.
    fn verb(
        &self,
        sentence: usize,
        words: &Range<usize>,
        floor: usize,
        i: usize,
        before: Option<&Found>,
    ) -> Option<Found> {
        let plain = self.plain;
        let entries = self.index.verbs.get(plain.word(i))?;
        let negated = i > words.start && plain.grammar.not.contains(plain.word(i - 1));
        let silent = |entry: &Entry| {
            let act = self.row(entry.row).map(|row| row.act);
            matches!(
                act,
                Some(
                    Act::Assert
                        | Act::Acknowledge
                        | Act::Confirm
                        | Act::Announce
                        | Act::Deny
                        | Act::Accuse
                        | Act::Record
                )
            )
        };
        let of = |own: bool| -> Vec<&Entry> {
            let fits = |entry: &&Entry| entry.negated == own && plain.has(i + 1, &entry.rest);
            entries.iter().filter(fits).filter(|entry| own == negated || silent(entry)).collect()
        };
        // A verb that the lexicon has with its negation is an act of its own; another one did not take place.
        let own = of(negated);
        let unsaid = negated && own.is_empty();
        let entries = if unsaid { of(false) } else { own };
        let longest = entries.iter().map(|entry| entry.rest.len()).max()?;
        let entries: Vec<&Entry> = entries.into_iter().filter(|entry| entry.rest.len() == longest).collect();
        let start = i - usize::from(negated);
        let cue = start..i + 1 + longest;
        if plain.grammar.would.contains(plain.word(cue.end)) {
            return None;
        }
        let number = entries.first()?.number;
        let with = |frames: &[Frame]| {
            entries.iter().copied().find(|entry| {
                self.row(entry.row).is_some_and(|row| row.frames.iter().any(|frame| frames.contains(frame)))
            })
        };
        let verb = Verb { words, sentence, floor, cue, number, unsaid };
        let inner = self.quote_of(i);
        if let Some(entry) = with(&[Frame::Quote]) {
            let found = match inner {
                Some(quote) => self.within(&verb, quote),
                None => self
                    .quoted(&verb)
                    .or_else(|| self.as_said(&verb))
                    .or_else(|| self.colon(&verb))
                    .or_else(|| self.this(&verb)),
            };
            if let Some(found) = found {
                return Some(Self::named(found, entry, &verb));
            }
        }
        if let Some(entry) = with(&[Frame::Clause])
            && let Some(found) = self.clause(&verb, false, before)
        {
            return Some(Self::named(found, entry, &verb));
        }
        if let Some(entry) = with(&[Frame::Quote])
            && inner.is_none()
            && let Some(found) = self.inverted(&verb)
        {
            return Some(Self::named(found, entry, &verb));
        }
        if inner.is_some() {
            return None;
        }
        if let Some(entry) = with(&[Frame::Infinitive])
            && let Some(found) = self.clause(&verb, true, before)
        {
            return Some(Self::named(found, entry, &verb));
        }
        entries.iter().copied().find_map(|entry| {
            let found = self.object(&verb, self.row(entry.row)?, before)?;
            Some(Self::named(found, entry, &verb))
        })
    }

    fn named(attributed: Attributed, entry: &Entry, verb: &Verb<'_>) -> Found {
        let Attributed { how, speaker, attribution, content, cue } = attributed;
        Found {
            how,
            cue: cue.unwrap_or_else(|| verb.cue.clone()),
            lemma: entry.lemma.clone(),
            row: Some(entry.row),
            speaker,
            attribution,
            content,
            number: Some(verb.number),
            negated: verb.unsaid,
        }
    }

    /// Whoever's words the verb before this one told, where a conjunction joins the two: "spoke of the siege and called for
    /// talks". Behind a clause of what was said it would stay open whose act it is.
    fn joined(&self, verb: &Verb<'_>, before: Option<&Found>) -> Option<Speaker> {
        let plain = self.plain;
        let before = before.filter(|one| {
            one.how == How::Object && one.number == Some(verb.number) && one.attribution.start >= verb.words.start
        })?;
        let joins =
            (verb.words.start..verb.cue.start).rev().find(|i| !plain.grammar.adverbs.contains(plain.word(*i)))?;
        // No other verb stands between the two.
        let told = before.content.last().map_or(0, |last| plain.paragraph.words_in(*last).end);
        let told = told.max(before.cue.end);
        if told > verb.cue.end {
            return None;
        }
        let next = !(told..joins).any(|i| plain.is_verb(i) || self.index.verbs.contains_key(plain.word(i)));
        (next && plain.grammar.conjunctions.contains(plain.word(joins))).then_some(before.speaker)
    }

    fn attributed(&self, how: How, verb: &Verb<'_>, subject: &Subject, content: Vec<Span>) -> Attributed {
        let words = subject.words.start.min(verb.cue.start)..subject.words.end.max(verb.cue.end);
        Attributed { how, speaker: self.speaker(subject, Some(verb.number)), attribution: words, content, cue: None }
    }

    /// The mark before a verb that ends what was said, with nothing but light words between: where it stands.
    fn mark_before(&self, verb: &Verb<'_>) -> Option<usize> {
        let plain = self.plain;
        let at = (verb.words.start.min(verb.cue.start)..verb.cue.start)
            .rev()
            .take(4)
            .find(|i| !plain.grammar.adverbs.contains(plain.word(*i)))?;
        plain.parts(at).then_some(at)
    }

    /// "..., — said the mayor": behind a quotation that was closed.
    fn quoted(&self, verb: &Verb<'_>) -> Option<Attributed> {
        let plain = self.plain;
        let mark = self.mark_before(verb)?;
        let from = plain
            .paragraph
            .words
            .get(..=mark)?
            .iter()
            .rposition(|word| word.of(plain.text).chars().any(char::is_alphanumeric))?;
        let quote = plain.quotes.get(self.quote_of(from)?)?;
        if !quote.closed || quote.outer.end > plain.at(verb.cue.start).start || !self.is_speech(quote.outer, verb) {
            return None;
        }
        let subject = plain.subject_after(verb.cue.end, verb.words.end, verb.number)?;
        let mut content = vec![quote.inner];
        // A quotation that is only the end of what was said.
        let first = plain.paragraph.words_in(quote.outer).start;
        if first > verb.words.start && !(verb.words.start..first).all(|i| plain.is_mark(i)) {
            content = self
                .content(verb.words.start..mark)
                .into_iter()
                .map(|own| Span::new(own.start, own.end.max(quote.inner.end)))
                .collect();
        }
        Some(self.attributed(How::Quote, verb, &subject, content))
    }

    /// Whether a comma, a dash or the quotation's own mark parts it from the verb.
    fn is_speech(&self, quote: Span, verb: &Verb<'_>) -> bool {
        let between = Span::new(quote.end, self.plain.at(verb.cue.start).start).of(self.plain.text);
        between.contains([',', '-', '–', '—'])
    }

    /// "«..., — said the mayor. — ...»": within the quotation itself.
    fn within(&self, verb: &Verb<'_>, quote: usize) -> Option<Attributed> {
        let plain = self.plain;
        let quote = plain.quotes.get(quote)?;
        let mark = self.mark_before(verb).filter(|mark| plain.is_dash(*mark))?;
        let ended = mark.checked_sub(1).is_some_and(|i| matches!(plain.word(i), "," | "!" | "?" | "…" | "."));
        if !ended {
            return None;
        }
        let subject = plain.subject_after(verb.cue.end, verb.words.end, verb.number)?;
        let all = plain.paragraph.words_in(quote.inner);
        let all = all.start.max(verb.cue.start.saturating_sub(LONGEST))..all.end.min(verb.cue.end + LONGEST);
        let end = plain.clause_end(subject.words.end.max(verb.cue.end), all.end);
        let content = self.content(all.start..mark).into_iter().chain(self.content(end..all.end)).collect();
        let mut found = self.attributed(How::Quote, verb, &subject, content);
        found.attribution.end = found.attribution.end.max(end);
        Some(found)
    }

    /// The subject behind a verb that has none before it.
    fn behind(&self, verb: &Verb<'_>, to: usize) -> Option<Subject> {
        let free = self.plain.opens(verb.cue.start, verb.words.start);
        free.then(|| self.plain.subject_after(verb.cue.end, to, verb.number)).flatten()
    }

    /// "The mayor said: ...".
    fn colon(&self, verb: &Verb<'_>) -> Option<Attributed> {
        let plain = self.plain;
        let until = (verb.cue.end + REACH).min(verb.words.end);
        let colon = (verb.cue.end..until).find(|i| plain.word(*i) == ":" && plain.parts(*i))?;
        if (verb.cue.end..colon).any(|i| plain.parts(i) && plain.word(i) != ",") {
            return None;
        }
        let subject =
            plain.subject_before(verb.cue.start, verb.words.start, verb.number).or_else(|| self.behind(verb, colon))?;
        let next = colon + 1;
        let quote = (next..(next + 2).min(plain.len()))
            .find_map(|i| self.quote_of(i))
            .and_then(|quote| plain.quotes.get(quote));
        let content = match quote {
            Some(quote) => vec![quote.inner],
            None => vec![self.to_the_end(next, verb.words)?],
        };
        let mut found = self.attributed(How::Quote, verb, &subject, content);
        found.attribution.end = found.attribution.end.max(colon);
        Some(found)
    }

    /// "As the mayor said, ...".
    fn as_said(&self, verb: &Verb<'_>) -> Option<Attributed> {
        let plain = self.plain;
        let start = plain.clause_start(verb.cue.start, verb.words.start);
        let first = (start..verb.cue.start).find(|i| plain.grammar.as_.contains(plain.word(*i)))?;
        if (start..first).any(|i| !plain.grammar.conjunctions.contains(plain.word(i)))
            || (first + 1..verb.cue.start).any(|i| plain.is_verb(i))
            || start.checked_sub(2).is_some_and(|i| plain.grammar.correlates.contains(plain.word(i)))
            || first.checked_sub(1).is_some_and(|i| plain.grammar.correlates.contains(plain.word(i)))
        {
            return None;
        }
        let subject = plain
            .subject_after(verb.cue.end, verb.words.end, verb.number)
            .or_else(|| plain.subject_before(verb.cue.start, first + 1, verb.number))?;
        let end = plain.clause_end(subject.words.end.max(verb.cue.end), verb.words.end);
        let content = self.around(verb.words, verb.floor, start, end)?;
        let mut found = self.attributed(How::Around, verb, &subject, content);
        found.attribution = start..found.attribution.end.max(end);
        Some(found)
    }

    /// "This was said by the mayor": the sentence before.
    fn this(&self, verb: &Verb<'_>) -> Option<Attributed> {
        let plain = self.plain;
        let start = plain.clause_start(verb.cue.start, verb.words.start);
        let at = (start..verb.cue.start).find(|i| plain.grammar.this.iter().any(|phrase| plain.has(*i, phrase)))?;
        if (start..at).any(|i| !plain.is_mark(i) && !plain.grammar.adverbs.contains(plain.word(i)))
            || start > verb.words.start + 2
        {
            return None;
        }
        let subject = plain
            .subject_after(verb.cue.end, verb.words.end, verb.number)
            .or_else(|| plain.subject_before(verb.cue.start, at + 1, verb.number))?;
        let before = match verb.sentence.checked_sub(1) {
            Some(before) => plain.sentences().get(before).map(|sentence| sentence.span),
            None => self.before,
        }?;
        let mut found = self.attributed(How::Before, verb, &subject, vec![before]);
        found.attribution.start = at.min(found.attribution.start);
        Some(found)
    }

    /// "The mayor said that ...", or with a conjunction of purpose.
    fn clause(&self, verb: &Verb<'_>, purpose: bool, before: Option<&Found>) -> Option<Attributed> {
        let plain = self.plain;
        let until = (verb.cue.end + REACH).min(verb.words.end);
        let conjunctions = if purpose { &plain.grammar.purpose } else { &plain.grammar.that };
        let comma =
            (verb.cue.end..until).find(|i| plain.word(*i) == "," && conjunctions.contains(plain.word(i + 1)))?;
        if (verb.cue.end..comma).any(|i| {
            plain.parts(i) && !matches!(plain.word(i), "," | "(" | ")") || self.index.verbs.contains_key(plain.word(i))
        }) {
            return None;
        }
        let subject =
            plain.subject_before(verb.cue.start, verb.words.start, verb.number).or_else(|| self.behind(verb, comma));
        let joined = if subject.is_none() { self.joined(verb, before) } else { None };
        if subject.is_none() && joined.is_none() {
            return None;
        }
        let subject = subject.unwrap_or(Subject { words: verb.cue.clone(), actor: None });
        let mut content = self.to_the_end(comma + 2, verb.words)?;
        // A clause of the writer's own that has a cue of its own, or a semicolon, ends it.
        let stop = (comma + 2..verb.words.end).find(|i| {
            plain.word(*i) == ";"
                || (plain.word(*i) == ","
                    && plain.grammar.background.contains(plain.word(i + 1))
                    && self.has_cue(i + 1..verb.words.end))
        });
        if let Some(stop) = stop.filter(|stop| self.quote_of(*stop).is_none()) {
            content = self.content(comma + 2..stop)?;
        }
        let mut found = self.attributed(How::Clause, verb, &subject, vec![content]);
        found.speaker = joined.unwrap_or(found.speaker);
        found.attribution.end = found.attribution.end.max(comma);
        Some(found)
    }

    fn has_cue(&self, words: Range<usize>) -> bool {
        words.take(REACH).any(|i| self.index.verbs.contains_key(self.plain.word(i)))
    }

    /// "The bridge is closed, said the mayor", also in the middle: "the bridge, said the mayor, is closed".
    fn inverted(&self, verb: &Verb<'_>) -> Option<Attributed> {
        let plain = self.plain;
        let mark = self.mark_before(verb)?;
        if !(plain.word(mark) == "," || plain.is_dash(mark)) || mark <= verb.words.start {
            return None;
        }
        let subject = plain.subject_after(verb.cue.end, verb.words.end, verb.number)?;
        let end = plain.clause_end(subject.words.end.max(verb.cue.end), verb.words.end);
        let ends = (end..verb.words.end).all(|i| plain.is_mark(i));
        let mut content: Vec<Span> = Vec::new();
        if ends {
            content.extend(self.content(verb.words.start..mark));
        } else {
            let word = plain.word(end + 1);
            let grammar = plain.grammar;
            let own = self.index.verbs.contains_key(word)
                || grammar.relative.contains(word)
                || grammar.that.contains(word)
                || grammar.conjunctions.contains(word)
                || grammar.background.contains(word);
            content.extend(self.content(verb.floor..mark));
            if !own && matches!(plain.word(end), "," | "–" | "—" | "-") {
                content.extend(self.to_the_end(end, verb.words));
            }
        }
        let words: usize = content.iter().map(|span| plain.paragraph.words_in(*span).len()).sum();
        if words < WORDS || content.first().is_none_or(|first| first.start > plain.at(verb.cue.start).start) {
            return None;
        }
        let mut found = self.attributed(How::Inverted, verb, &subject, content);
        found.attribution = mark + 1..found.attribution.end.max(end);
        Some(found)
    }

    /// A noun, an infinitive or what follows a preposition.
    fn object(&self, verb: &Verb<'_>, row: &Row, before: Option<&Found>) -> Option<Attributed> {
        let plain = self.plain;
        let has = |frame: Frame| row.frames.contains(&frame);
        if !(has(Frame::Object) || has(Frame::Infinitive) || has(Frame::Behind)) {
            return None;
        }
        let clause = plain.clause_start(verb.cue.start, verb.words.start);
        let mut end = plain.object_end(verb.cue.end, verb.words.end);
        let speaks = |i: usize| self.index.verbs.contains_key(plain.word(i));
        let and = |i: usize| plain.grammar.conjunctions.contains(plain.word(i));
        let not = |i: usize| plain.grammar.not.contains(plain.word(i));
        // "Neither confirmed nor denied it": the two share what stands behind the second.
        let shared = verb.cue.end;
        let shared = if and(shared) && not(shared + 1) && speaks(shared + 2) { shared + 3 } else { shared };
        if let Some(next) = (shared..end).find(|i| and(*i) && speaks(i + 1 + usize::from(not(i + 1)))) {
            end = next;
        }
        let mut subject = plain.subject_before(verb.cue.start, verb.words.start, verb.number);
        // "The army the accusation denies": an object between the two.
        if let Some(own) =
            subject.as_mut().filter(|own| verb.cue.end >= end && own.words.end == verb.cue.start && own.words.len() > 1)
        {
            let last = verb.cue.start - 1;
            if plain.actor(last).is_none() && plain.grammar.is_accusative(plain.word(last)) {
                own.words.end = last;
            }
        }
        let speaker = match &subject {
            Some(subject) => self.speaker(subject, Some(verb.number)),
            None => self.joined(verb, before)?,
        };
        let mut start = shared;
        while start < end && plain.grammar.adverbs.contains(plain.word(start)) {
            start += 1;
        }
        let mut cue = None;
        let infinitive = (start..end).any(|i| plain.grammar.is_infinitive(plain.word(i)));
        let with = |i: usize| row.with.iter().any(|word| word == plain.word(i));
        let preposition = (start..end.min(start + 5)).find(|i| with(*i));
        let words = if has(Frame::Infinitive) && infinitive {
            start..end
        } else if has(Frame::Behind)
            && let Some(preposition) = preposition
        {
            if preposition == verb.cue.end {
                cue = Some(verb.cue.start..preposition + 1);
            }
            preposition + 1..end
        } else if has(Frame::Object) && start < end && (!plain.is_preposition(start) || with(start)) {
            start..end
        } else if has(Frame::Object)
            && start >= end
            && let Some(subject) = &subject
            && subject.words.end < verb.cue.start
            && !(subject.words.end..verb.cue.start).any(|i| plain.parts(i))
            && !plain.is_preposition(subject.words.end)
            && !plain.grammar.adverbs.contains(plain.word(subject.words.end))
        {
            // The object before the verb.
            let last = verb.cue.start;
            subject.words.end..last
        } else {
            return None;
        };
        // "Sentenced to five years" is no judgement of the speaker's.
        if words.clone().any(|i| row.unless.iter().any(|word| word == plain.word(i))) {
            return None;
        }
        let content = vec![self.content(words.clone())?];
        let first = subject.map_or(clause, |subject| subject.words.start);
        let last = verb.cue.end.max(words.start.min(end));
        Some(Attributed { how: How::Object, speaker, attribution: first.min(verb.cue.start)..last, content, cue })
    }

    /// "The mayor: the bridge is closed", "The bridge is closed – the mayor"; outside of headlines only before a quotation.
    fn label(&self, words: &Range<usize>, headline: bool) -> Option<Found> {
        let plain = self.plain;
        let whole = |start: usize, end: usize| {
            let several = plain.grammar.noun(plain.word(start)) == Some(true);
            let one = [Number::Masculine, Number::Feminine, Number::Neuter];
            let numbers: &[Number] = if several { &[Number::Plural] } else { &one };
            numbers
                .iter()
                .copied()
                .find_map(|number| plain.subject_whole(start, end, number).map(|subject| (subject, number)))
        };
        let first = words.clone().find(|i| !plain.is_mark(*i))?;
        let colon = (first..words.end.min(first + 12)).find(|i| plain.parts(*i)).filter(|i| plain.word(*i) == ":");
        if let Some(colon) = colon
            && let Some((subject, number)) = whole(first, colon)
        {
            let quote =
                self.quote_of(colon + 1).or_else(|| self.quote_of(colon + 2)).and_then(|quote| plain.quotes.get(quote));
            let content = match quote {
                Some(quote) => Some(quote.inner),
                None if headline => self.to_the_end(colon + 1, words),
                None => None,
            };
            return content.map(|content| self.headline(colon, &subject, number, content));
        }
        let end = self.inked_end(words);
        let dash =
            (words.start..end).rev().take(10).find(|i| plain.is_dash(*i) && plain.parts(*i)).filter(|_| headline)?;
        let (subject, number) = whole(dash + 1, end)?;
        let content = self.content(words.start..dash).filter(|_| dash > words.start + 2)?;
        Some(self.headline(dash, &subject, number, content))
    }

    fn headline(&self, mark: usize, subject: &Subject, number: Number, content: Span) -> Found {
        Found {
            how: How::Headline,
            cue: mark..mark + 1,
            lemma: self.plain.word(mark).to_owned(),
            row: None,
            speaker: self.speaker(subject, None),
            attribution: subject.words.start.min(mark)..subject.words.end.max(mark + 1),
            content: vec![content],
            number: Some(number),
            negated: false,
        }
    }

    fn statement(&self, found: Found, utterance: usize) -> Statement {
        let plain = self.plain;
        let row = found.row.and_then(|row| self.row(row));
        let quotes: Vec<Span> = found
            .content
            .iter()
            .flat_map(|span| {
                let from = plain.quotes.partition_point(|quote| quote.inner.end <= span.start);
                let near = plain
                    .quotes
                    .get(from..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|quote| quote.inner.start < span.end);
                near.filter(|quote| !plain.is_label(quote))
                    .map(|quote| Span::new(quote.inner.start.max(span.start), quote.inner.end.min(span.end)))
                    .collect::<Vec<_>>()
            })
            .collect();
        Statement {
            utterance,
            speaker: found.speaker,
            cue: plain.span(&found.cue).map(|span| Cue {
                lemma: found.lemma,
                class: row.map_or(CueClass::Neutral, |row| row.class),
                span,
            }),
            content: found.content,
            quotes,
            act: row.map_or(Act::Assert, |row| row.act),
            negated: found.negated,
            attribution: plain.span(&found.attribution).unwrap_or_default(),
            why: vec![Share { feature: found.how.feature(), weight: 1.0 }],
            ..Statement::of_nobody()
        }
    }

    /// What goes on in the sentence behind an attribution: another quotation, or the next words of a dialogue behind a dash.
    fn continued(&self, all: &mut [Statement]) {
        let plain = self.plain;
        let sentences = plain.sentences();
        for one in all.iter_mut() {
            let how = one.why.first().map(|share| share.feature);
            if !matches!(how, Some("surface.quote" | "surface.inverted")) {
                continue;
            }
            let after = sentences.partition_point(|sentence| sentence.span.start < one.attribution.end);
            let Some(next) = sentences.get(after) else { continue };
            if one.content.last().is_none_or(|last| last.end > next.span.start || last.start > one.attribution.start) {
                continue;
            }
            let Some(first) = next.words.clone().find(|i| !plain.is_mark(*i)) else { continue };
            let dash = plain.is_dash(next.words.start);
            let quote = self.quote_of(first).and_then(|quote| plain.quotes.get(quote));
            let told = |span: Span| span.overlaps(one.attribution);
            match quote {
                Some(quote)
                    if quote.outer.start <= plain.at(next.words.start + usize::from(dash)).start
                        && !told(quote.outer) =>
                {
                    one.content.push(quote.inner);
                    one.quotes.push(quote.inner);
                }
                None if dash && how == Some("surface.inverted") && !self.has_cue(next.words.clone()) => {
                    one.content.extend(self.content(next.words.clone()));
                }
                _ => {}
            }
        }
    }
}

/// A verb of attribution in its sentence.
struct Verb<'v> {
    words: &'v Range<usize>,
    sentence: usize,
    floor: usize,
    cue: Range<usize>,
    number: Number,
    /// Whether it is negated, and its lemma is not.
    unsaid: bool,
}

/// What is attributed, to whom.
struct Attributed {
    how: How,
    speaker: Speaker,
    attribution: Range<usize>,
    content: Vec<Span>,
    /// Where the cue is more than the verb.
    cue: Option<Range<usize>>,
}

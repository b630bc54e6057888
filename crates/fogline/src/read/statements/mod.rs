//! Who said what, in which words.
//!
//! Words of attribution (`cues`) propose readings of the parse around them (`candidates`); a sum of named features
//! (`score`) decides which are statements (`choose`).

mod acts;
mod candidates;
mod choose;
mod confidence;
mod cues;
mod force;
mod labels;
mod link;
mod pairs;
mod score;
mod surface;
mod voices;

use std::collections::BTreeMap;

pub use acts::Act;
#[cfg(test)]
pub(super) use acts::Acts;
pub use choose::{Proposal, Verdict};
pub use confidence::Confidence;
pub use cues::CueClass;
pub use force::FACTUALITIES;
pub use labels::LabelUse;
pub use link::{Said, Target, Unread, link};
pub use score::Share;

use super::{
    Paragraphs, Rule,
    clauses::Clauses,
    quotes::{Quote, quotes},
};
use crate::{
    document::Document,
    resolve::who::{Actor, ActorKind, Resolution},
    span::Span,
};
pub(super) use candidates::{By, Source, source_of};
use candidates::{Candidate, How};
pub(super) use cues::Cues;

/// Something that someone said.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The act of saying that it is part of, by number.
    pub utterance: usize,
    /// Who said it.
    pub speaker: Speaker,
    /// Who said it too: "Paris and Berlin said".
    pub cosources: Vec<Speaker>,
    /// Whom the speaker cites for it: "citing medics, he said".
    cited: Vec<Speaker>,
    /// Who passes it on: "the ministry quoted him as saying".
    through: Vec<Speaker>,
    /// Whom the cue itself accuses: "blamed the rebels".
    against: Vec<Speaker>,
    /// Whom the cue itself addresses: "told the council".
    to: Option<Speaker>,
    /// The words that say that it was said.
    pub cue: Option<Cue>,
    /// What was said.
    pub content: Vec<Span>,
    /// What of it stands in quotation marks.
    pub quotes: Vec<Span>,
    /// The speech act.
    pub act: Act,
    /// Whether the words that say so are negated: "did not say".
    negated: bool,
    /// Words of the attribution: source, cue and what hangs on it.
    attribution: Span,
    /// Words that say when, where and how it was said.
    circumstances: Vec<Span>,
    /// The statement whose words it is part of.
    pub parent: Option<usize>,
    /// Through whom it came, from the origin to the outlet, as numbers of the reading's actors.
    pub chain: Vec<usize>,
    /// Where it was said.
    pub medium: Option<String>,
    /// To whom.
    pub addressee: Option<usize>,
    /// Who is accused.
    pub accused: Vec<usize>,
    /// What it answers.
    pub targets: Vec<Target>,
    /// When it was said.
    pub said: Said,
    /// How certain the source is, and whether it asserts or denies; none where that is not sure enough.
    pub factuality: Option<&'static str>,
    /// How the writer keeps away from it.
    pub distance: Option<String>,
    /// What it rests on.
    pub evidential: Option<String>,
    /// The side of the speaker.
    pub side: Option<String>,
    /// What it warns of, where it does.
    pub warning: Option<Warning>,
    /// Words of one party for another, or for a deed.
    pub labels: Vec<LabelUse>,
    /// Which events it tells of.
    pub events: Vec<usize>,
    /// The row of the lexicon that proposed it.
    pub rule: Option<Rule>,
    /// The speech act that this row gives, where the content tells nothing else.
    by_cue: Option<Act>,
    /// The features that decided.
    pub why: Vec<Share>,
    /// How sure its side and its polarity are.
    pub confidence: Option<Confidence>,
}

/// Harm that may come (domain.md 1.2). Who would do it is who is accused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The harm, as numbers of the reading's events; empty where the words name none that is known.
    pub harm: Vec<usize>,
    /// How likely it is said to be, as worded.
    pub likelihood: Option<Span>,
    /// By when, as worded.
    pub horizon: Option<Span>,
}

/// Who said something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speaker {
    /// Which of the reading's actors it is.
    pub actor: Option<usize>,
    /// The words that name the speaker, with those who speak along.
    pub span: Option<Span>,
    /// The words that name this speaker alone.
    own: Option<Span>,
    /// How the words lead to the actor.
    pub resolution: Resolution,
    /// Whether it is by a name within the words, and not by their head: "residents of *Kyiv*".
    within: bool,
}

impl Speaker {
    /// The outlet.
    fn author() -> Self {
        Self { actor: None, span: None, own: None, resolution: Resolution::Author, within: false }
    }
}

/// The words that say that something was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// What it is in the lexicon.
    pub lemma: String,
    /// How much it commits to what is said.
    pub class: CueClass,
    /// Its words.
    pub span: Span,
}

impl Statement {
    /// How the speaker was found, as the contract writes it.
    pub fn resolution(&self) -> &'static str {
        self.speaker.resolution.name()
    }

    /// The sum of the features that decided.
    pub fn score(&self) -> f64 {
        score::sum(&self.why)
    }

    /// What every statement begins with.
    fn of_nobody() -> Self {
        Self {
            utterance: 0,
            speaker: Speaker::author(),
            cosources: Vec::new(),
            cited: Vec::new(),
            through: Vec::new(),
            against: Vec::new(),
            to: None,
            cue: None,
            content: Vec::new(),
            quotes: Vec::new(),
            act: Act::Report,
            negated: false,
            attribution: Span::new(0, 0),
            circumstances: Vec::new(),
            parent: None,
            chain: Vec::new(),
            medium: None,
            addressee: None,
            accused: Vec::new(),
            targets: Vec::new(),
            said: Said::default(),
            factuality: None,
            distance: None,
            evidential: None,
            side: None,
            warning: None,
            labels: Vec::new(),
            events: Vec::new(),
            rule: None,
            by_cue: None,
            why: Vec::new(),
            confidence: None,
        }
    }
}

/// Finds what a document attributes to someone, and everything that was proposed for it, kept or not.
pub fn statements(
    document: &Document,
    paragraphs: &Paragraphs<'_>,
    actors: &[Actor],
) -> (Vec<Statement>, Vec<Proposal>) {
    let text = &*document.text;
    let mentions = mentions(actors);
    let mut out = Vec::new();
    let mut proposals = Vec::new();
    let mut utterance = 0;
    let mut plain = surface::Reader::new(document, actors, &mentions);
    for (paragraph, clauses) in paragraphs.all() {
        let Some(clauses) = clauses else {
            out.extend(plain.read(paragraph, &mut utterance));
            continue;
        };
        let quotes = quotes(text, paragraph.span);
        let proposed = candidates::propose(clauses, &quotes);
        let judged =
            choose::judge(clauses, proposed, |candidate| features(clauses, &quotes, candidate, actors, &mentions));
        let empty = candidates::silent(clauses, &judged.iter().map(|one| one.candidate.word).collect());
        proposals.extend(judged.iter().filter_map(|one| Proposal::of(clauses, one)));
        proposals.extend(empty.into_iter().filter_map(|(words, row)| Proposal::empty(clauses, &words, row)));
        let mut made = Vec::new();
        for one in judged.into_iter().filter(|one| one.verdict == Verdict::Kept) {
            made.extend(statement(clauses, &quotes, &one.candidate, one.why, &mentions, utterance));
            utterance += 1;
        }
        continued(clauses, &quotes, &mut made);
        out.extend(made);
    }
    (out, proposals)
}

type Mentions = BTreeMap<Span, (usize, Resolution)>;

fn mentions(actors: &[Actor]) -> Mentions {
    let all = actors.iter().enumerate();
    all.flat_map(|(number, actor)| {
        actor.mentions.iter().map(move |mention| (mention.span, (number, mention.resolution)))
    })
    .collect()
}

/// An actor that words name.
#[derive(Clone, Copy)]
struct Found {
    actor: usize,
    resolution: Resolution,
    /// Whether it is named within the words, and not by their head.
    within: bool,
}

/// The actor that a source's words name. Where the source is a thing that carries words, whoever made or sent it.
fn actor_of(clauses: &Clauses<'_>, source: &Source, mentions: &Mentions) -> Option<Found> {
    if clauses.cues.vessels.contains(clauses.token(source.head).lemma()) {
        let authors = candidates::authors(clauses, source.head);
        if let Some(found) = authors.iter().find_map(|author| named(clauses, author, mentions)) {
            return Some(found);
        }
    }
    named(clauses, source, mentions)
}

/// The actor that words name: by the mention that holds their head, else one within them.
fn named(clauses: &Clauses<'_>, source: &Source, mentions: &Mentions) -> Option<Found> {
    let apposition = clauses.children(source.head).filter(|child| clauses.dep(*child) == "appos");
    let heads: Vec<Span> = std::iter::once(source.head)
        .chain(apposition)
        .filter(|head| source.words.contains(head))
        .filter_map(|head| clauses.span(&(head..head + 1)))
        .collect();
    // "the office of the republic in the joint centre": whose it is, before where it is.
    let owns = |child: &usize| {
        clauses.dep(*child) == "poss"
            || clauses.dep(*child) == "prep" && clauses.cues.genitives.contains(&clauses.lower(*child))
    };
    let owner = clauses.children(source.head).find(owns);
    // "the president's critics": the president says nothing.
    let relation = clauses.cues.relations.contains(clauses.token(source.head).lemma());
    let owner = owner.map(|owner| clauses.child(owner, &["pobj"]).unwrap_or(owner));
    let owner = owner.and_then(|owner| clauses.span(&(owner..owner + 1)));
    let words = clauses.span(&source.words)?;
    let near = mentions.range(Span::new(words.start.saturating_sub(80), 0)..Span::new(words.end, 0));
    let mut best = None::<((bool, bool, usize), (usize, Resolution))>;
    for (span, found) in near.filter(|(span, _)| span.overlaps(words)) {
        let holds = heads.iter().any(|head| span.contains(*head));
        if relation && !holds {
            continue;
        }
        let rank = (holds, owner.is_some_and(|owner| span.contains(owner)), span.len());
        if best.as_ref().is_none_or(|best| rank > best.0) {
            best = Some((rank, *found));
        }
    }
    best.map(|((holds, ..), (actor, resolution))| Found { actor, resolution, within: !holds })
}

fn is_monitor(actors: &[Actor], number: usize) -> bool {
    actors.get(number).is_some_and(|actor| actor.kind == ActorKind::MonitoringMission)
}

fn features(
    clauses: &Clauses<'_>,
    quotes: &[Quote],
    candidate: &Candidate,
    actors: &[Actor],
    mentions: &Mentions,
) -> Vec<Share> {
    let mut names = vec!["base"];
    match &candidate.source {
        None => names.push("source.none"),
        Some(source) => {
            let token = clauses.token(source.head);
            let lower = token.text().to_lowercase();
            let actor = actor_of(clauses, source, mentions);
            names.push(match lower.as_str() {
                word if clauses.cues.first.contains(word) => "source.first",
                word if clauses.cues.second.contains(word) => "source.second",
                word if clauses.cues.nobody.contains(word) => "source.nobody",
                word if clauses.cues.thing.contains(word) && actor.is_none() => "source.dummy",
                _ if matches!(token.tag(), "WDT" | "WP") => "source.relative",
                _ if token.pos() == "PRON" => "source.pronoun",
                _ if actor.is_some_and(|found| is_monitor(actors, found.actor)) => "source.monitor",
                _ if token.entity_label() == Some("PERSON") => "source.person",
                _ if actor.is_some_and(|found| actors.get(found.actor).is_some()) => "source.actor",
                _ => "source.thing",
            });
            names.extend(match source.by {
                By::Agent => Some("by.agent"),
                By::Governor => Some("by.governor"),
                By::Described => Some("by.described"),
                By::Lender => Some("by.lender"),
                By::Subject | By::Owner | By::Behind => None,
            });
        }
    }
    names.push(match candidate.how {
        How::Clause => "how.clause",
        How::Inverted => "how.inverted",
        How::Infinitive => "how.infinitive",
        How::Object => "how.object",
        How::As => "how.as",
        How::Behind => "how.behind",
        How::Quote => "how.quote",
        How::Fragment => "how.fragment",
        How::Host => "how.host",
        How::NounClause => "how.noun_clause",
        How::NounBehind => "how.noun_behind",
        How::Adjective => "how.adjective",
        How::Hedge => "how.hedge",
        How::Colon => "how.colon",
    });
    // A word before a colon that is no one known is rather the topic; a turn of a transcript has its name in capitals.
    let shouts = |word: usize| !clauses.token(word).text().chars().any(char::is_lowercase);
    let unknown = candidate.source.as_ref().is_some_and(|source| {
        let label = clauses.token(source.head).entity_label();
        !matches!(label, Some("PERSON" | "ORG" | "NORP"))
            && actor_of(clauses, source, mentions).is_none()
            && !source.words.clone().all(shouts)
    });
    if candidate.how == How::Colon && unknown {
        names.push("colon.unknown");
    }
    let row = candidate.row(clauses.cues);
    if let Some(row) = row {
        names.push(row.class.feature());
    }
    let word = candidate.word;
    if matches!(clauses.token(word).pos(), "VERB" | "AUX") {
        for child in clauses.children(word) {
            let refuses =
                || clauses.cues.refusing.contains(&clauses.lower(child)) && clauses.child(word, &["neg"]).is_some();
            match clauses.token(child).tag() {
                "MD" if refuses() => {}
                "MD" if clauses.cues.hypothetical.contains(&clauses.lower(child)) => names.push("cue.hypothetical"),
                "MD" => names.push("cue.modal"),
                "TO" => names.push("cue.to"),
                _ if clauses.dep(child) == "neg" => {
                    names.push(if row.is_some_and(|row| row.negated) { "cue.refused" } else { "cue.negated" });
                }
                _ if clauses.dep(child) == "mark" && clauses.cues.conditional.contains(&clauses.lower(child)) => {
                    names.push("cue.conditional");
                }
                _ => {}
            }
        }
        let last = clauses.sentence(word).end.checked_sub(1);
        let asked = last.is_some_and(|last| clauses.token(last).text() == "?");
        if asked && clauses.head(word) == word && matches!(candidate.how, How::Clause | How::Object) {
            names.push("cue.question");
        }
        if row.is_some_and(|row| row.negated) && clauses.child(word, &["neg"]).is_none() {
            names.push("cue.not_refused");
        }
        if candidate.source.is_none() && clauses.token(word).tag() == "VB" && clauses.head(word) == word {
            names.push("cue.imperative");
        }
    }
    let length: usize = candidate.content.iter().map(ExactSizeIterator::len).sum();
    if length == 0 {
        names.push("content.empty");
    } else if length < 3 && !row.is_some_and(|row| matches!(row.act, Act::Deny | Act::Confirm)) {
        names.push("content.short");
    }
    let answers = row.is_some_and(|row| matches!(row.act, Act::Deny | Act::Confirm));
    if length == 1
        && !answers
        && candidate.content.first().is_some_and(|content| clauses.token(content.start).pos() == "PRON")
    {
        names.push("content.pronoun");
    }
    let spans: Vec<Span> = candidate.content.iter().filter_map(|words| clauses.span(words)).collect();
    if quotes.iter().any(|quote| spans.iter().any(|span| span.overlaps(quote.inner))) {
        names.push("content.quoted");
    }
    if let Some(at) = clauses.span(&candidate.cue)
        && quotes.iter().any(|quote| quote.inner.contains(at))
    {
        names.push("within.quote");
    }
    let mut shares = score::of(&names);
    if let Some(weight) = row.map(|row| row.weight).filter(|weight| *weight != 0.0) {
        shares.push(Share { feature: "lexicon", weight });
    }
    shares
}

/// A chosen proposal as statements: one a sentence of a quotation.
fn statement(
    clauses: &Clauses<'_>,
    quotes: &[Quote],
    candidate: &Candidate,
    why: Vec<Share>,
    mentions: &Mentions,
    utterance: usize,
) -> Vec<Statement> {
    let row = candidate.row(clauses.cues);
    let mut content: Vec<Span> = candidate.content.iter().filter_map(|words| clauses.span(words)).collect();
    let cue_span = clauses.span(&candidate.cue);
    // A quotation is said as a whole, however far the parse went.
    let mut whole = Vec::new();
    for quote in quotes {
        let touched: usize = content
            .iter()
            .map(|span| span.end.min(quote.inner.end).saturating_sub(span.start.max(quote.inner.start)))
            .sum();
        let holds = content.iter().any(|span| span.contains(quote.inner));
        if touched > 0 && !holds && !cue_span.is_some_and(|cue| quote.outer.overlaps(cue)) {
            whole.push(quote.inner);
        }
    }
    content.extend(whole);
    content.sort();
    let mut content = merged(clauses.text, content);
    // Between a whole quotation and its cue stands the attribution, whatever the parse made of it.
    if let Some(cue) = cue_span {
        for quote in quotes
            .iter()
            .filter(|quote| quote.closed && quote.outer.end <= cue.start && candidates::is_whole(clauses, quote))
        {
            for span in &mut content {
                if span.start < quote.inner.end && span.end > quote.outer.end && span.end <= cue.start + 1 {
                    span.end = quote.inner.end;
                }
            }
        }
    }
    let speaker_of = |source: &Source| {
        let found = actor_of(clauses, source, mentions);
        Speaker {
            actor: found.map(|found| found.actor),
            span: clauses.span(&source.words),
            own: clauses.span(&source.words),
            resolution: found.map_or(Resolution::Explicit, |found| found.resolution),
            within: found.is_some_and(|found| found.within),
        }
    };
    let members = candidate.source.iter().flat_map(|source| candidates::members(clauses, source));
    let mut speakers = members.map(|source| speaker_of(&source));
    let nobody = Speaker { resolution: Resolution::Anonymous, ..Speaker::author() };
    let span = candidate.source.as_ref().and_then(|source| clauses.span(&source.words));
    let speaker = speakers.next().map_or(nobody, |first| Speaker { span, ..first });
    let cosources = speakers.collect();
    // A mark that is opened within is closed within.
    for span in &mut content {
        for quote in quotes.iter().filter(|quote| quote.closed && span.start < quote.outer.start) {
            if quote.outer.start < span.end && span.end < quote.outer.end && quote.inner.end <= span.end + 1 {
                span.end = quote.outer.end;
            }
        }
    }
    let content = merged(clauses.text, content);
    let quoted: Vec<Span> = quotes
        .iter()
        .map(|quote| quote.inner)
        .filter(|inner| content.iter().any(|span| span.overlaps(*inner)))
        .collect();
    let attribution = candidate.source.as_ref().and_then(|source| clauses.span(&source.words));
    let attribution = match (attribution, cue_span) {
        (Some(source), Some(cue)) => {
            let own = clauses.below(candidate.word);
            let said = |i: &usize| {
                clauses.span(&(*i..*i + 1)).is_some_and(|word| content.iter().any(|span| span.overlaps(word)))
            };
            let rest = own.iter().filter(|i| !said(i)).filter_map(|i| clauses.span(&(*i..*i + 1)));
            let start = source.start.min(cue.start);
            let near = rest.filter(|word| word.start >= start).map(|word| word.end).max();
            Some(Span::new(start, source.end.max(cue.end).max(near.unwrap_or(0))))
        }
        (one, other) => one.or(other),
    };
    let cue = cue_span.map(|span| Cue {
        lemma: match candidate.how {
            How::Host if candidate.source.as_ref().is_some_and(|source| source.by == By::Owner) => {
                clauses.token(candidate.cue.end.saturating_sub(1)).lemma().to_owned()
            }
            How::Host => span.of(clauses.text).to_lowercase(),
            _ => clauses.token(candidate.word).lemma().to_owned(),
        },
        class: row.map_or(CueClass::Neutral, |row| row.class),
        span,
    });
    if content.is_empty() {
        return Vec::new();
    }
    vec![Statement {
        utterance,
        speaker,
        cosources,
        // "citing security reasons" names nobody.
        cited: candidates::cited(clauses, candidate)
            .iter()
            .map(speaker_of)
            .filter(|cited| cited.actor.is_some())
            .collect(),
        through: candidates::through(clauses, candidate).iter().map(speaker_of).collect(),
        against: candidates::against(clauses, candidate).iter().map(speaker_of).collect(),
        to: candidates::addressee(clauses, candidate).as_ref().map(speaker_of),
        cue,
        content,
        quotes: quoted,
        act: row.map_or(Act::Assert, |row| row.act),
        negated: clauses.is_negated(candidate.word),
        circumstances: circumstances(clauses, candidate),
        attribution: attribution.unwrap_or_default(),
        rule: row.map(cues::Row::rule),
        by_cue: row.map(|row| row.act),
        why,
        ..Statement::of_nobody()
    }]
}

/// What hangs on a cue besides who and what: "on Monday", "in a letter". A verb that goes on from another shares them.
fn circumstances(clauses: &Clauses<'_>, candidate: &Candidate) -> Vec<Span> {
    let mut at = candidate.word;
    loop {
        let said = |i: usize| candidate.content.iter().any(|words| words.contains(&i));
        let own = clauses
            .children(at)
            .filter(|child| matches!(clauses.dep(*child), "npadvmod" | "prep" | "advmod") && !said(*child));
        let found: Vec<Span> = own.filter_map(|child| clauses.span(&clauses.noun(child))).collect();
        let head = clauses.head(at);
        if !found.is_empty() || head == at || clauses.dep(at) != "conj" || clauses.token(head).pos() != "VERB" {
            return found;
        }
        at = head;
    }
}

/// Spans in order, those that overlap or have only punctuation between them as one.
fn merged(text: &str, spans: Vec<Span>) -> Vec<Span> {
    let mut out = Vec::<Span>::new();
    for span in spans {
        match out.last_mut() {
            Some(last)
                if span.start <= last.end
                    || !Span::new(last.end, span.start).of(text).chars().any(char::is_alphanumeric) =>
            {
                last.end = last.end.max(span.end);
            }
            _ => out.push(span),
        }
    }
    out
}

/// Quotations that nobody is said to have spoken: they go on from the one before in the paragraph.
fn continued(clauses: &Clauses<'_>, quotes: &[Quote], made: &mut [Statement]) {
    const WORDS: usize = 3;
    for quote in quotes {
        let told = |statement: &Statement| {
            !statement.cue.as_ref().is_some_and(|cue| quote.inner.contains(cue.span))
                && statement.content.iter().any(|span| span.overlaps(quote.inner))
        };
        if made.iter().any(told) {
            continue;
        }
        if clauses.paragraph.words_in(quote.inner).len() < WORDS {
            continue;
        }
        let before = made
            .iter_mut()
            .filter(|statement| {
                !statement.quotes.is_empty()
                    && !statement
                        .cue
                        .as_ref()
                        .is_some_and(|cue| quotes.iter().any(|quote| quote.inner.contains(cue.span)))
                    && statement.content.last().is_some_and(|last| last.end <= quote.inner.start)
            })
            .max_by_key(|statement| statement.content.last().map(|last| last.end));
        if let Some(statement) = before {
            // Between them nothing but the attribution.
            statement.content.push(quote.inner);
            statement.quotes.push(quote.inner);
        }
    }
}

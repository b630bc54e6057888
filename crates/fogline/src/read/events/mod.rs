//! What is said to have happened: triggers, with who does it, to whom, where, when, by what, how many, and whether.

mod lexicon;
mod mood;
mod needs;
mod plover;
mod roles;
mod signs;
mod sites;
mod surface;
mod triggers;

use std::collections::BTreeMap;

pub use mood::{Modality, Polarity, Tense};
pub use plover::{modes_of, types};
pub use signs::{Fate, Ground, Sign};

use super::{Paragraphs, Rule, clauses::Clauses, keep_first, statements::source_of};
use crate::{
    document::Document,
    resolve::{
        places::PlaceMention,
        quantities::{Quantity, QuantityKind},
        when::TimeMention,
        who::{Actor, ActorKind},
    },
    span::Span,
};
use lexicon::Governs;
pub(super) use lexicon::{Events, Sense};
use roles::{Party, Roles};
use triggers::Trigger;

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
    /// Words for to whom, where no actor of the reading bears them.
    pub(super) unnamed_recipient: Option<Span>,
    /// What was struck.
    pub object_struck: Option<String>,
    /// With what.
    pub weapon: Option<String>,
    /// Where, as the number of a place mention.
    pub place: Option<usize>,
    /// Whether its words name a place that was named before: "the town".
    pub(super) points_back: Option<sites::Back>,
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
    /// Whether it tells of what was damaged.
    pub(super) damage: bool,
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

impl Event {
    /// Whether it is only what something else is done for, in so many words.
    pub(super) fn is_aim(&self) -> bool {
        self.grounds.iter().any(|ground| ground.by == mood::PURPOSE)
    }
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
pub fn events(document: &Document, paragraphs: &Paragraphs<'_>, resolved: &Resolved<'_>) -> (Vec<Event>, Vec<Sign>) {
    let lexicon = Events::english();
    let mut mentions = BTreeMap::new();
    for (number, actor) in resolved.actors.iter().enumerate() {
        mentions.extend(actor.mentions.iter().map(|mention| (mention.span, number)));
    }
    let spots = Spots::new(resolved);
    let mut out = Vec::new();
    let mut signs = Vec::new();
    let mut sites = sites::Sites::new(document, resolved);
    for (paragraph, clauses) in paragraphs.all() {
        let first = out.len();
        let Some(clauses) = clauses else {
            out.extend(surface::read(&document.text, paragraph, resolved, &mentions));
            sites.settle(paragraph, out.get_mut(first..).unwrap_or_default(), |_| None);
            continue;
        };
        let reader = Reader { clauses, lexicon, resolved, mentions: &mentions, spots: &spots };
        for mut trigger in reader.triggers() {
            let event = if trigger.fate == Fate::Kept { reader.event(&trigger) } else { None };
            if trigger.fate == Fate::Kept && event.is_none() {
                trigger.fate = Fate::Topic;
            }
            let at = event.as_ref().map_or_else(|| clauses.span(&trigger.words), |event| Some(event.trigger));
            signs.extend(at.map(|span| Sign { span, rule: reader.row(&trigger).rule(), fate: trigger.fate }));
            out.extend(event);
        }
        let struck = |span| reader.struck(&clauses.paragraph.words_in(span).collect::<Vec<_>>());
        sites.settle(paragraph, out.get_mut(first..).unwrap_or_default(), struck);
    }
    (out, signs)
}

struct Reader<'a> {
    clauses: &'a Clauses<'a>,
    lexicon: &'static Events,
    resolved: &'a Resolved<'a>,
    mentions: &'a BTreeMap<Span, usize>,
    spots: &'a Spots,
}

/// Where in the text places, times and counts stand, so that those of a sentence are found without a look at the others.
struct Spots {
    places: BTreeMap<Span, usize>,
    times: BTreeMap<Span, usize>,
    quantities: BTreeMap<Span, usize>,
}

impl Spots {
    fn new(resolved: &Resolved<'_>) -> Self {
        fn index(spans: impl Iterator<Item = Span>) -> BTreeMap<Span, usize> {
            let mut out = BTreeMap::new();
            for (number, span) in spans.enumerate() {
                out.entry(span).or_insert(number);
            }
            out
        }
        Self {
            places: index(resolved.places.iter().map(|place| place.span)),
            times: index(resolved.times.iter().map(|time| time.span)),
            quantities: index(resolved.quantities.iter().map(|quantity| quantity.span)),
        }
    }
}

/// What stands within a stretch, in order.
fn inside(spots: &BTreeMap<Span, usize>, stretch: Span) -> impl Iterator<Item = (Span, usize)> + '_ {
    spots
        .range(Span::new(stretch.start, 0)..Span::new(stretch.end, 0))
        .filter(move |(span, _)| stretch.contains(**span))
        .map(|(span, number)| (*span, *number))
}

impl Reader<'_> {
    fn event(&self, trigger: &Trigger) -> Option<Event> {
        let clauses = self.clauses;
        let row = self.row(trigger);
        let word = trigger.word;
        let verbal = matches!(clauses.token(word).pos(), "VERB" | "ADJ");
        let Roles { mut actor, mut recipient, struck } =
            if verbal { self.of_verb(trigger) } else { self.of_noun(trigger) };
        let mut object = struck;
        let mutual = row.sense == Some(Sense::Mutual);
        if mutual {
            actor.actors.append(&mut recipient.actors);
            actor.words = actor.words.or(recipient.words.take());
        }
        // "The town came under fire from the hills": it is hit, and by whom stands behind.
        if row.sense == Some(Sense::Suffered) && verbal {
            object = object.or_else(|| actor.noun.and_then(|noun| self.struck(&clauses.below(noun))));
            recipient = std::mem::replace(&mut actor, self.sender(trigger));
            if recipient.noun.is_some_and(|noun| self.is_place(noun)) {
                recipient.words = None;
            }
        }
        // Those who are to leave are whom others bring to safety.
        if row.sense == Some(Sense::Bidden) && verbal && actor.noun.is_some_and(|noun| self.are_civilians(noun)) {
            recipient = std::mem::take(&mut actor);
        }
        keep_first(&mut actor.actors);
        keep_first(&mut recipient.actors);
        let sentence = clauses.paragraph.sentences.get(clauses.sentence_of(word))?.span;
        let mut mood = mood::of(clauses, &self.lexicon.moods, word, row.is_invention());
        // "announced a ceasefire": the verb of the phrase itself says how it stands to what is the case.
        if verbal && trigger.words.len() > 1 {
            mood.by_own_verb(&self.lexicon.moods, clauses.token(word).lemma());
        }
        let reach = self.reach(trigger);
        let spans: Vec<Span> = clauses.runs(&reach).iter().filter_map(|run| clauses.span(run)).collect();
        let within = |span: Span| spans.iter().any(|own| own.overlaps(span));
        let at = clauses.span(&trigger.words)?;
        let one = |word: usize| clauses.span(&(word..word + 1));
        let mut grounds: Vec<Ground> =
            mood.grounds.iter().map(|(of, value, word, by)| Ground { of, value, words: one(*word), by }).collect();
        if let Some(noun) = actor.noun.filter(|_| !actor.is_empty()) {
            grounds.push(Ground { of: "actor", value: "named", words: one(noun), by: "stands for who does it" });
        }
        let distance =
            |span: Span| if span.start >= at.end { span.start - at.end } else { at.start.saturating_sub(span.end) };
        let place = inside(&self.spots.places, sentence)
            .filter(|(span, _)| within(*span) && self.is_where(*span, trigger) && !self.is_beyond(*span, at))
            .min_by_key(|(span, _)| (self.whence(*span), distance(*span)))
            .map(|(_, number)| number);
        let sole =
            if place.is_none() && row.sense != Some(Sense::Speech) { self.sole(trigger, sentence) } else { None };
        let time = inside(&self.spots.times, sentence)
            .filter(|(span, _)| within(*span))
            .min_by_key(|(span, number)| {
                (self.resolved.times.get(*number).is_some_and(|time| time.lasts), distance(*span))
            })
            .map(|(_, number)| number);
        let quantities: Vec<usize> = inside(&self.spots.quantities, sentence)
            .filter(|(span, number)| {
                let kind = self.resolved.quantities.get(*number).map(|quantity| quantity.kind);
                let told = within(*span) && !self.is_beyond(*span, at);
                told && kind.is_some_and(|kind| counts(kind, row.kind.as_deref()))
            })
            .map(|(_, number)| number)
            .collect();
        let assault = row.kind.as_deref() == Some("ASSAULT");
        // "The air force strikes the bases of the rebels": what someone does now and again is nothing that has happened.
        let spotless = place.is_none() && sole.is_none() && time.is_none() && quantities.is_empty();
        if verbal
            && spotless
            && matches!(row.kind.as_deref(), Some("ASSAULT" | "COERCE"))
            && self.is_habit(trigger, &mood)
        {
            mood.modality = Modality::Hypothetical;
            grounds.push(Ground {
                of: "modality",
                value: "hypothetical",
                words: one(word),
                by: "is told of in general",
            });
        }
        // Victims are to whom it was done.
        if recipient.is_empty() && assault {
            object = object.or_else(|| self.struck(&reach));
        }
        // A noun alone, without anyone, anything, a place or a time, is a topic and no event.
        // A move of forces that is said not to be, or to be announced, is more.
        let topical = row.sense != Some(Sense::Own)
            || mood.polarity == Polarity::Positive
                && !matches!(mood.modality, Modality::Announced | Modality::Promised);
        let bare = topical
            && trigger.words.len() == 1
            && actor.is_empty()
            && recipient.is_empty()
            && quantities.is_empty()
            && object.is_none();
        if !verbal
            && bare
            && row.when.is_empty()
            && place.is_none()
            && time.is_none()
            && trigger.light.is_none()
            && row.kind.is_some()
        {
            return None;
        }
        if row.sense == Some(Sense::Bidden) && mood.modality == Modality::Actual {
            return None;
        }
        let weapon = reach
            .iter()
            .filter(|i| !trigger.words.contains(i))
            .find_map(|i| self.lexicon.moods.weapons.get(clauses.token(*i).lemma()).cloned())
            .filter(|_| assault)
            .or_else(|| row.weapon.clone());
        let mut modes: Vec<String> = row.mode.iter().cloned().collect();
        if modes.is_empty() && assault {
            modes.extend(weapon.as_deref().and_then(mode_of).map(str::to_owned));
        }
        let mut out = Event {
            trigger: at,
            rule: row.rule(),
            grounds,
            unnamed: actor.words.filter(|_| mutual || actor.actors.is_empty()),
            unnamed_recipient: recipient.words.filter(|_| recipient.actors.is_empty()),
            kind: row.kind.clone(),
            modes,
            contexts: row.contexts.clone(),
            actor: actor.actors,
            recipient: recipient.actors,
            object_struck: if assault || row.sense == Some(Sense::Damage) {
                object.or_else(|| self.struck(&reach))
            } else {
                None
            },
            weapon,
            place: place.or(sole),
            points_back: if place.or(sole).is_none() { self.points_back(&reach) } else { None },
            time,
            quantities,
            polarity: mood.polarity,
            modality: mood.modality,
            tense: mood.tense,
            speech: row.sense == Some(Sense::Speech),
            damage: row.sense == Some(Sense::Damage),
            noun: !verbal,
            sentence,
            extent: clauses
                .span(&clauses.noun(word))
                .map_or(at, |own| Span::new(own.start.min(at.start), own.end.max(at.end))),
        };
        self.asked_for(trigger, &mut out);
        self.withheld(trigger, &mood, &mut out);
        if !mood.aim && row.sense != Some(Sense::Bidden) {
            foreseen(&mut out);
        }
        Some(out)
    }

    /// Who stands behind the prepositions of those who do what a noun tells: "came under fire *from the rebels*".
    fn sender(&self, trigger: &Trigger) -> Party {
        let clauses = self.clauses;
        let last = trigger.words.end.saturating_sub(1);
        let behind = [trigger.word, last].into_iter().flat_map(|head| clauses.children(head));
        let behind = behind.filter(|child| self.lexicon.roles.doer.contains(&clauses.lower(*child)));
        let mut named =
            behind.filter_map(|preposition| clauses.child(preposition, &["pobj"])).map(|noun| self.party(noun));
        named.find(|party| !party.is_empty()).unwrap_or_default()
    }

    /// Whether a noun is the name of a place.
    fn is_place(&self, noun: usize) -> bool {
        let own = self.clauses.span(&(noun..noun + 1));
        own.is_some_and(|own| self.spots.places.keys().any(|place| place.overlaps(own)))
    }

    /// Whether a verb in the plain present tells of several things at once, in a sentence and not in a headline: no such deed
    /// is told of.
    fn is_habit(&self, trigger: &Trigger, mood: &mood::Mood) -> bool {
        let clauses = self.clauses;
        let verb = trigger.word;
        let plain = matches!(clauses.token(verb).tag(), "VBZ" | "VBP")
            && !clauses.children(verb).any(|child| clauses.dep(child).starts_with("aux"));
        let several = |object: usize| matches!(clauses.token(object).tag(), "NNS" | "NNPS");
        let ends = clauses.sentence(verb).rev().find(|i| clauses.token(*i).text().chars().any(|c| !c.is_whitespace()));
        plain
            && (mood.polarity, mood.modality) == (Polarity::Positive, Modality::Actual)
            && clauses.child(verb, &["dobj"]).is_some_and(several)
            && ends.is_some_and(|last| clauses.is_mark(last))
    }

    /// What someone says that another must do is asked for (PLOVER: a demand is a request): "said that Norland must withdraw".
    fn asked_for(&self, trigger: &Trigger, event: &mut Event) {
        let clauses = self.clauses;
        let verb = trigger.word;
        let subject = clauses.child(verb, &["nsubj", "nsubjpass"]);
        let obliged = clauses.children(verb).any(|child| {
            // "should they attack" is a condition.
            subject.is_some_and(|subject| subject < child)
                && clauses.token(child).tag() == "MD"
                && self.lexicon.moods.obliging.contains(&clauses.lower(child))
        });
        let teller = clauses.head(verb);
        let told = matches!(clauses.dep(verb), "ccomp" | "acl" | "relcl") && clauses.child(verb, &["nsubj"]).is_some();
        if !obliged || event.noun || !told || event.polarity == Polarity::Negative {
            return;
        }
        // "issued a reminder that it must": who issued it.
        let noun = clauses.dep(verb) != "ccomp";
        if noun && clauses.child(verb, &["mark"]).is_none() {
            return;
        }
        let Some(speaker) = source_of(clauses, if noun { clauses.head(teller) } else { teller }) else { return };
        let by: Party = self.party(speaker.head);
        if by.actors == event.actor && !by.actors.is_empty() {
            return;
        }
        event.recipient = std::mem::replace(&mut event.actor, by.actors);
        event.unnamed_recipient = std::mem::replace(&mut event.unnamed, by.words);
        event.kind = Some("REQUEST".to_owned());
        event.modes = vec!["change".to_owned()];
        event.grounds.push(Ground {
            of: "type",
            value: "REQUEST",
            words: None,
            by: "another is said to have to do it",
        });
        (event.modality, event.tense, event.object_struck) = (Modality::Actual, Some(Tense::Ongoing), None);
    }

    /// Help, talks or relief that someone will not give, or says no to, are refused (PLOVER: REJECT).
    fn withheld(&self, trigger: &Trigger, mood: &mood::Mood, event: &mut Event) {
        let cooperative = event.kind.as_deref().is_some_and(|kind| COOPERATIVE.contains(&kind));
        // Forces that do not go say no to nobody.
        let moves = event.modes.iter().any(|mode| mode == "withdraw") && !mood.refused;
        if !cooperative || moves || event.noun {
            return;
        }
        let clauses = self.clauses;
        // "did not allow the agency to bring supplies": whoever forbids it restricts whom it forbids it.
        let above = clauses.head(trigger.word);
        let forbids = matches!(clauses.dep(trigger.word), "xcomp" | "ccomp")
            && self.lexicon.moods.permits.contains(clauses.token(above).lemma())
            && clauses.is_negated(above);
        if let Some(by) = source_of(clauses, above).filter(|_| forbids) {
            let by = self.party(by.head);
            let object = clauses.child(above, &["dobj"]).or_else(|| clauses.child(trigger.word, &["nsubj"]));
            let to = object.map(|object| self.party(object)).unwrap_or_default();
            (event.actor, event.unnamed) = (by.actors, by.words);
            (event.recipient, event.unnamed_recipient) = (to.actors, to.words);
            event.kind = Some("COERCE".to_owned());
            event.modes = vec!["restrict".to_owned()];
            event.grounds.push(Ground { of: "type", value: "COERCE", words: None, by: "what was not allowed" });
            event.polarity = Polarity::Positive;
            return;
        }
        if event.polarity != Polarity::Negative {
            return;
        }
        // Access that was not given was restricted.
        if event.modes.iter().any(|mode| mode == "access") && mood.negation.is_some() {
            event.kind = Some("COERCE".to_owned());
            event.modes = vec!["restrict".to_owned()];
            event.grounds.push(Ground { of: "type", value: "COERCE", words: None, by: "access that was not given" });
            event.polarity = Polarity::Positive;
            return;
        }
        // A verb of refusal is an event itself.
        if mood.refused {
            return;
        }
        let failed = clauses.dep(trigger.word) == "xcomp";
        if !(failed || mood.negation.is_some() && mood.tense != Some(Tense::Past)) {
            return;
        }
        let from = mood.negation.into_iter().chain(failed.then(|| clauses.head(trigger.word)));
        let first = from.chain([trigger.words.start]).min().unwrap_or(trigger.words.start);
        if let Some(words) = clauses.span(&(first..trigger.words.end)) {
            event.trigger = words;
        }
        event.kind = Some("REJECT".to_owned());
        event.modes.clear();
        event.grounds.push(Ground {
            of: "type",
            value: "REJECT",
            words: None,
            by: "help or talks that someone says no to",
        });
        (event.polarity, event.modality) = (Polarity::Positive, Modality::Actual);
        if event.tense == Some(Tense::Future) {
            event.tense = Some(Tense::Ongoing);
        }
    }

    /// Whether it is of a kind that is dealt about: forces that leave, fire that ceases, people who are let go.
    fn is_dealt(&self, trigger: &Trigger) -> bool {
        matches!(self.row(trigger).kind.as_deref(), Some("RETREAT" | "CONCEDE"))
    }

    /// The words that say more of an event: its own, and those of the verb that it is the object or subject of.
    fn reach(&self, trigger: &Trigger) -> Vec<usize> {
        const UP: usize = 3;
        let clauses = self.clauses;
        let dealt = self.is_dealt(trigger);
        let around = |clear: Around| if dealt { clear } else { Around::Kept };
        let mut words = self.own_words(trigger.word, around(Around::Behind));
        // "Two were hurt when a shell hit": whom the harm befell.
        let harmed = clauses.head(trigger.word);
        if self.is_harm(harmed) && self.did_harm(harmed) == Some(trigger.word) {
            words
                .extend(self.own_words(harmed, around(Around::Behind)).into_iter().filter(|word| *word < trigger.word));
        }
        // "abducted and killed in Norton": what it came to was where it was.
        for result in clauses.children(trigger.word).filter(|child| clauses.dep(*child) == "conj") {
            if self.is_harm(result) && clauses.child(result, &["nsubj", "nsubjpass"]).is_none() {
                words.extend(self.own_words(result, around(Around::Behind)));
            }
        }
        let mut at = trigger.word;
        for _ in 0..UP {
            let head = clauses.head(at);
            let lends = matches!(
                clauses.dep(at),
                "dobj" | "nsubj" | "nsubjpass" | "attr" | "pobj" | "prep" | "xcomp" | "conj" | "compound" | "amod"
            );
            if head == at || !lends {
                break;
            }
            if matches!(clauses.token(head).pos(), "VERB" | "AUX") {
                for child in clauses.children(head) {
                    if matches!(clauses.dep(child), "prep" | "npadvmod" | "advmod" | "advcl") && !self.is_apart(child) {
                        words.extend(self.own_words(child, around(Around::Apart)));
                    }
                }
            }
            at = head;
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    /// A word with all that depends on it, but for clauses that tell of something else, and for dealings around a deed, whose
    /// place is not its own.
    fn own_words(&self, top: usize, around: Around) -> Vec<usize> {
        let clauses = self.clauses;
        let mut open = vec![top];
        let mut words = Vec::new();
        while let Some(word) = open.pop() {
            words.push(word);
            // Who says it is no part of it: "according to officials in the town".
            let source = |child: usize| {
                clauses.dep(child) == "prep" && self.lexicon.roles.source.contains(&clauses.lower(child))
            };
            let dealing = |child: usize| match around {
                Around::Kept => false,
                Around::Behind => self.is_dealing(child, true),
                Around::Apart => self.is_dealing(child, false),
            };
            let children = clauses.children(word).filter(|child| *child != top && !dealing(*child));
            open.extend(children.filter(|child| !self.is_apart(*child) && !source(*child)));
        }
        words.sort_unstable();
        words
    }

    /// Whether a noun is something done with words; around something else, where that is asked for: "after ten hours of
    /// talks", "under pressure".
    pub(super) fn is_dealing(&self, noun: usize, around: bool) -> bool {
        let clauses = self.clauses;
        if clauses.token(noun).pos() != "NOUN" || !self.lexicon.dealing.contains(clauses.token(noun).lemma()) {
            return false;
        }
        let mut by = clauses.head(noun);
        while self.lexicon.roles.owner.contains(&clauses.lower(by)) && clauses.token(clauses.head(by)).pos() == "NOUN" {
            by = clauses.head(clauses.head(by));
        }
        !around || self.lexicon.roles.around.contains(&clauses.lower(by))
    }

    /// Whether a word heads a clause with a subject of its own that does not tell of harm done.
    fn is_apart(&self, word: usize) -> bool {
        let clauses = self.clauses;
        matches!(clauses.dep(word), "advcl" | "conj" | "parataxis")
            && matches!(clauses.token(word).pos(), "VERB" | "AUX")
            && clauses.child(word, &["nsubj", "nsubjpass"]).is_some()
            && !self.is_harm(word)
    }
}

/// Which dealings are left out of the words of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    /// None: it is one itself.
    Kept,
    /// Those that go on around it: "ceased fire after talks in the capital"; not "a blast at talks in the capital".
    Behind,
    /// All: they hang on a verb above it, as "agreed at talks in the capital to cease fire".
    Apart,
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

/// PLOVER's types of cooperation.
const COOPERATIVE: [&str; 7] = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"];

/// Cooperation that is still to come: readiness for it is an agreement, a retreat that is only announced a concession
/// (domain.md 0.1). Harm that someone vows is a threat.
fn foreseen(event: &mut Event) {
    let meant =
        matches!(event.modality, Modality::Announced | Modality::Promised | Modality::Intended | Modality::Probable);
    if !meant || event.polarity == Polarity::Negative {
        return;
    }
    let vowed = event.modality == Modality::Promised && !event.noun;
    let kind = match event.kind.as_deref() {
        Some("RETREAT") => "CONCEDE",
        Some("COOPERATE" | "AID" | "CONSULT" | "SUPPORT") if event.tense == Some(Tense::Future) => "AGREE",
        Some("ASSAULT" | "COERCE" | "SANCTION" | "PROTEST") if vowed => "THREATEN",
        _ => return,
    };
    event.kind = Some(kind.to_owned());
    event.modes.clear();
    event.grounds.push(Ground { of: "type", value: kind, words: None, by: "still to come" });
}

/// Whether an actor is one or more persons, who can be held and let go.
fn is_people(kind: ActorKind) -> bool {
    matches!(
        kind,
        ActorKind::Person
            | ActorKind::Collective
            | ActorKind::Anonymous
            | ActorKind::Civilians
            | ActorKind::ArmedForce
            | ActorKind::NonStateArmedGroup
    )
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

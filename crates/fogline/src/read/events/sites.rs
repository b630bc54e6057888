//! Where something happens: by a place beside its words, by the only settlement that its sentence names, by the heading of
//! its section, or by the place that "the town" points back to.

use super::{Event, Ground, Reader, Resolved, inside, triggers::Trigger};
use crate::{
    annotate::Paragraph,
    document::{Document, SegmentKind},
    resolve::places::{PlaceMention, PlacePrecision},
    span::Span,
};

impl Reader<'_> {
    /// Whether a place is where something is: not part of a name, and not a capital that acts.
    pub(super) fn is_where(&self, span: Span, trigger: &Trigger) -> bool {
        let clauses = self.clauses;
        let words = clauses.paragraph.words_in(span);
        let Some(last) = words.end.checked_sub(1).filter(|last| *last < clauses.len()) else { return false };
        let head = clauses.head(last);
        let token = clauses.token(last);
        // "the Norlanders" are people.
        if token.pos() == "ADJ" || token.entity_label() == Some("NORP") {
            return false;
        }
        match clauses.dep(last) {
            "pobj" => {
                let from = clauses.head(head);
                let origin = clauses.dep(from) == "prep" && self.lexicon.roles.origin.contains(&clauses.lower(from));
                self.lexicon.roles.places.contains(&clauses.lower(head)) && !(from != head && origin)
            }
            "conj" | "appos" | "dobj" | "nsubjpass" | "ROOT" => true,
            // "the Aleppo bombing", "Luhansk airport"; not "the Minsk agreements".
            "compound" => {
                trigger.words.contains(&head)
                    || self.lexicon.moods.struck.contains_key(clauses.token(head).lemma())
                    || self.lexicon.moods.localities.contains(clauses.token(head).lemma())
                    || clauses.token(head).pos() == "PROPN"
            }
            // "Khartoum's airport": whose thing it is, it stands there.
            "poss" => {
                self.lexicon.moods.struck.contains_key(clauses.token(head).lemma())
                    || self.lexicon.moods.localities.contains(clauses.token(head).lemma())
            }
            "nsubj" => self.mentioned(span).next().is_none(),
            _ => false,
        }
    }

    /// Whether a place can be where someone comes from or whose office somebody has, and not where something is: "supplies from
    /// Norton", "the governor of Norton".
    pub(super) fn whence(&self, span: Span) -> bool {
        let clauses = self.clauses;
        let words = clauses.paragraph.words_in(span);
        let Some(last) = words.end.checked_sub(1).filter(|last| *last < clauses.len()) else { return false };
        let by = clauses.head(last);
        let word = clauses.lower(by);
        let owned = || clauses.cues.genitives.contains(&word) && self.is_someone(clauses.head(by));
        clauses.dep(last) == "pobj" && (self.lexicon.roles.origin.contains(&word) || owned())
    }

    /// Whether a semicolon stands between words and an event: "212 violations near Brenik; near Tolm, 32 explosions".
    pub(super) fn is_beyond(&self, words: Span, event: Span) -> bool {
        let between = Span::new(words.end.min(event.end), words.start.max(event.start));
        between.of(self.clauses.text).contains(';')
    }

    /// The only settlement that the clauses around an event name, where none says where it is: "Three were hurt in Brenik
    /// when fire came from the hills." What someone says stands apart from where it is said.
    pub(super) fn sole(&self, trigger: &Trigger, sentence: Span) -> Option<usize> {
        let clauses = self.clauses;
        let said = |word: usize| matches!(clauses.dep(word), "ccomp" | "parataxis" | "dep");
        let mut top = trigger.word;
        while clauses.head(top) != top && !said(top) {
            top = clauses.head(top);
        }
        let dealt = self.is_dealt(trigger);
        let at = clauses.span(&trigger.words)?;
        let mut only: Option<(usize, &str)> = None;
        for (span, number) in inside(&self.spots.places, sentence).filter(|(span, _)| !self.is_beyond(*span, at)) {
            let Some(id) = self.resolved.places.get(number).and_then(settlement) else { continue };
            let words = clauses.paragraph.words_in(span);
            let last = words.end.checked_sub(1).filter(|last| *last < clauses.len())?;
            let chain: Vec<usize> =
                std::iter::successors(Some(last), |at| Some(clauses.head(*at)).filter(|head| head != at && *at != top))
                    .collect();
            let reaches = chain.last() == Some(&top);
            let apart = chain.iter().any(|word| {
                *word != last
                    && *word != top
                    && (said(*word) || self.is_someone(*word) || dealt && self.is_dealing(*word, false))
                    || *word != top && self.lexicon.roles.source.contains(&clauses.lower(*word))
            });
            if !reaches || apart || !self.is_where(span, trigger) {
                // Another settlement leaves it open, where it is no adjective or owner.
                if reaches && !apart && !matches!(clauses.dep(last), "amod" | "poss" | "npadvmod") {
                    return None;
                }
                continue;
            }
            match only {
                Some((_, other)) if other != id => return None,
                Some(_) => {}
                None => only = Some((number, id)),
            }
        }
        only.map(|(number, _)| number)
    }

    /// What words of an event name that was named before: "the town", "the school".
    pub(super) fn points_back(&self, words: &[usize]) -> Option<Back> {
        let clauses = self.clauses;
        let moods = &self.lexicon.moods;
        let definite = |word: &usize| {
            clauses.child(*word, &["det"]).is_some_and(|det| moods.definite.contains(&clauses.lower(det)))
                && clauses.child(*word, &["relcl", "acl", "appos"]).is_none()
        };
        words.iter().copied().filter(definite).find_map(|word| {
            let lemma = clauses.token(word).lemma();
            let town = moods.settlements.contains(lemma).then_some(Back::Settlement);
            town.or_else(|| moods.struck.contains_key(lemma).then_some(Back::Thing))
        })
    }
}

/// What was named before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Back {
    /// "the town"
    Settlement,
    /// "the school"
    Thing,
}

/// Kinds of things that stand in a settlement and are told apart by it.
const STANDING: [&str; 3] = ["school", "hospital", "civilian_object"];

/// The place of a mention that is a settlement.
fn settlement(place: &PlaceMention) -> Option<&str> {
    let fine = place.precision == Some(PlacePrecision::Settlement);
    place.place.as_ref().filter(|_| fine).map(|place| place.id.as_str())
}

/// What was named before in a document as where things happen.
pub(super) struct Sites<'r> {
    text: &'r str,
    places: &'r [PlaceMention],
    /// The settlement that an event was in last, or that the dateline names.
    last: Option<usize>,
    /// What was struck there last, and where.
    things: Vec<(String, usize)>,
    /// What the heading of the section names.
    section: Option<Section>,
}

struct Section {
    place: usize,
    struck: Option<String>,
}

impl<'r> Sites<'r> {
    pub(super) fn new(document: &'r Document, resolved: &Resolved<'r>) -> Self {
        let datelines = || document.segments.iter().filter(|segment| segment.kind == SegmentKind::Dateline);
        let dated = |place: &PlaceMention| datelines().any(|segment| segment.span.contains(place.span));
        let last = resolved.places.iter().position(|place| settlement(place).is_some() && dated(place));
        Self { text: &document.text, places: resolved.places, last, things: Vec::new(), section: None }
    }

    /// Gives the events of a paragraph that have none a place: by the heading of their section, or by what they point back
    /// to. `struck` tells what kind of thing a stretch names.
    pub(super) fn settle(
        &mut self,
        paragraph: &Paragraph,
        events: &mut [Event],
        struck: impl Fn(Span) -> Option<String>,
    ) {
        if let Some(heading) = self.heading(paragraph, events) {
            self.section = self
                .places
                .iter()
                .position(|place| heading.contains(place.span) && settlement(place).is_some())
                .map(|place| Section { place, struck: struck(heading) });
        }
        for event in events {
            // A name that nobody knows is of something in the town that heads the section.
            let unknown = |place: usize| self.places.get(place).is_some_and(|place| place.candidates.is_empty());
            if let Some(section) = &self.section
                && event.place.is_none_or(unknown)
            {
                event.place = Some(section.place);
                event.grounds.push(Ground {
                    of: "place",
                    value: "heading",
                    words: self.words(section.place),
                    by: "heads the section",
                });
                let thing = matches!(event.kind.as_deref(), Some("ASSAULT")) || event.damage;
                if thing && event.object_struck.is_none() {
                    event.object_struck.clone_from(&section.struck);
                }
            } else if event.place.is_none()
                && let Some(before) = self.before(event)
            {
                event.place = Some(before);
                let words = self.words(before);
                event.grounds.push(Ground { of: "place", value: "before", words, by: "was named before" });
            }
            let settled = event.place.filter(|place| self.places.get(*place).and_then(settlement).is_some());
            if let (Some(place), Some(thing)) = (settled, &event.object_struck) {
                self.things.push((thing.clone(), place));
            }
            self.last = settled.or(self.last);
        }
    }

    /// The place that an event points back to.
    fn before(&self, event: &Event) -> Option<usize> {
        match event.points_back? {
            Back::Settlement => self.last,
            Back::Thing => {
                let own = event.object_struck.as_deref().filter(|own| STANDING.contains(own))?;
                // "the building" may be the school told of before.
                let same = |thing: &str| thing == own || own == "civilian_object" && STANDING.contains(&thing);
                self.things.iter().rev().find(|(thing, _)| same(thing)).map(|(_, place)| *place)
            }
        }
    }

    fn words(&self, place: usize) -> Option<Span> {
        self.places.get(place).map(|place| place.span)
    }

    /// The heading that a paragraph begins with: a number, then words that tell of nothing. A paragraph with a number and
    /// without such words ends the section before; it has an empty heading.
    fn heading(&self, paragraph: &Paragraph, events: &[Event]) -> Option<Span> {
        const LONGEST: usize = 120;
        let text = paragraph.span.of(self.text);
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = rest.len() < text.len() && text.len() - rest.len() <= 3 && rest.starts_with(['.', ')']);
        if !numbered {
            return None;
        }
        let from = paragraph.span.start + (text.len() - rest.len()) + 1;
        let none = Span::new(from, from);
        let first = paragraph.sentences.iter().map(|one| one.span).find(|span| span.end > from + 1);
        let Some(first) = first else { return Some(none) };
        let heading = Span::new(from.max(first.start), first.end);
        let tells = events.iter().any(|event| heading.overlaps(event.trigger));
        let verb = paragraph.parse.is_some()
            && paragraph.words_in(heading).any(|word| {
                paragraph.token(word).is_some_and(|token| matches!(token.tag(), "VBD" | "VBZ" | "VBP" | "MD"))
            });
        Some(if tells || verb || heading.len() > LONGEST { none } else { heading })
    }
}

//! Where an event was, where its own words do not tell: taken over from what the text names before.

use std::collections::BTreeSet;

use crate::report::Place;

use super::{
    Made,
    scene::{Scene, is_among},
};
use crate::incidents::{
    mention::{Level, Where, Written},
    rules::Rules,
    stems::stems,
};

/// The place of an id as a mention has it; without one, unplaced.
pub(super) fn of(scene: &Scene<'_>, id: Option<&str>) -> Where {
    let Some(place) = id.and_then(|id| scene.report.place(id)).filter(|place| place.gazetteer_id.is_some()) else {
        return Where { country: scene.theatre.clone(), ..Where::default() };
    };
    at(scene, place, true)
}

fn at(scene: &Scene<'_>, place: &Place, stated: bool) -> Where {
    Where {
        level: match place.precision.as_deref() {
            Some("settlement" | "point" | "adm2") => Level::Site,
            Some("adm1" | "area" | "line") => Level::Area,
            // A country says too little of where: "by Russia", "in Ukraine".
            _ => Level::Unplaced,
        },
        id: place.gazetteer_id.clone(),
        name: Some(place.name.clone()),
        written: written(scene, place),
        point: place.lat.zip(place.lon),
        admin1: place.admin1.clone(),
        country: scene.theatre.clone().or_else(|| place.country.clone()),
        stated,
    }
}

/// The place's name as the report spells it.
fn written(scene: &Scene<'_>, place: &Place) -> Option<Written> {
    let (span, document) = (place.span.as_ref()?, &scene.report.document);
    let words: Vec<&str> = span.exact.split_whitespace().collect();
    let sentence = document.sentences.iter().find(|one| one.start <= span.start && span.start < one.end);
    let lang = sentence.and_then(|one| one.lang.clone()).or_else(|| document.lang.clone());
    Some(Written { words: words.join(" "), lang }).filter(|written| !written.words.is_empty())
}

/// Gives a place to those mentions without one whose words point back: to a village named before ("the town"), to an object
/// that is one of few ("the kindergarten"), to an event told before ("the blast"), or that stand in a part of the town that the
/// paragraph has named ("a residential quarter"). Others stay unplaced: an account of an
/// area as a whole must never become one of a village.
pub(super) fn take_over(scene: &Scene<'_>, made: &mut [Made]) {
    for number in 0..made.len() {
        let Some(one) = made.get(number) else { continue };
        if one.mention.place.level != Level::Unplaced {
            continue;
        }
        let (at_point, end) = (one.at, one.end);
        let place = beside(scene, at_point).map(|place| at(scene, place, false)).or_else(|| {
            points_to_site(scene, at_point, end)
                .then(|| before(scene, at_point))
                .flatten()
                .or_else(|| of_capital(scene, at_point))
                .or_else(|| of_quarter(scene, at_point))
                .map(|place| at(scene, place, false))
                .or_else(|| alike(scene, made, number))
        });
        if let (Some(place), Some(one)) = (place, made.get_mut(number)) {
            one.mention.place = place;
        }
    }
}

/// The region or line that the sentence names, where it names one: "Norland region: 222 violations".
fn beside<'r>(scene: &Scene<'r>, at: usize) -> Option<&'r Place> {
    let (from, to) = scene.sentence_span(at)?;
    let found = |place: &&Place| {
        place.span.as_ref().is_some_and(|span| from <= span.start && span.end <= to && !scene.is_named(span))
            && place.gazetteer_id.is_some()
            // "The West" is no area where something happens.
            && place.country.is_some()
            && matches!(place.precision.as_deref(), Some("adm1" | "area" | "line"))
    };
    let distance = |place: &&Place| place.span.as_ref().map(|span| span.start.abs_diff(at));
    scene.report.places.iter().filter(found).min_by_key(distance)
}

/// The capital that the report is dated from or has named, where a sentence speaks of the capital and names no town.
fn of_capital<'r>(scene: &Scene<'r>, at: usize) -> Option<&'r Place> {
    let (from, to) = scene.sentence_span(at)?;
    let mut words = scene.text(from, to).split(|c: char| !c.is_alphanumeric());
    let named = |place: &Place| place.span.as_ref().is_some_and(|span| from <= span.start && span.end <= to);
    let open = words.any(|word| is_among(&scene.words.capitals, word))
        && !scene.report.places.iter().any(|place| named(place) && scene.is_site(place));
    let capital = |place: &&Place| {
        place.span.as_ref().is_some_and(|span| span.end <= at)
            && place.feature.as_deref() == Some("PPLC")
            && scene.is_site(place)
    };
    let mut capitals = scene.report.places.iter().filter(capital);
    let first = capitals.next().filter(|_| open)?;
    // Of two capitals it is open which is meant.
    capitals.all(|other| other.gazetteer_id == first.gazetteer_id).then_some(first)
}

/// The town named last in the paragraph, where a sentence names a part of one and no town.
fn of_quarter<'r>(scene: &Scene<'r>, at: usize) -> Option<&'r Place> {
    let (from, to) = scene.sentence_span(at)?;
    let mut words = scene.text(from, to).split(|c: char| !c.is_alphanumeric());
    let named = |place: &Place| place.span.as_ref().is_some_and(|span| from <= span.start && span.end <= to);
    let open = words.any(|word| is_among(&scene.words.quarters, word)) && !scene.report.places.iter().any(named);
    before(scene, from)
        .filter(|place| open && place.span.as_ref().is_some_and(|span| scene.line(span.start) == scene.line(at)))
}

/// Whether the words around an event's word name a place as known: "fired at the town", "the building was hit".
fn points_to_site(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    const REACH: usize = 60;
    let (from, to) = scene.sentence_span(start).unwrap_or((start, end));
    let (from, to) = (from.max(start.saturating_sub(REACH)), to.min(end + REACH));
    let words: Vec<&str> =
        scene.text(from, to).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().any(|(i, word)| {
        let known =
            || i.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|one| is_among(&scene.words.definite, one));
        is_among(&scene.words.sites, word) && (!scene.words.articles || known())
    })
}

/// The last village or town named before a place in the text, in its paragraph or the two before.
fn before<'r>(scene: &Scene<'r>, at: usize) -> Option<&'r Place> {
    // Three paragraphs with the empty lines between.
    const LINES: usize = 6;
    let line = scene.line(at);
    let found = |place: &&Place| {
        place.span.as_ref().is_some_and(|span| span.end <= at && scene.line(span.start) + LINES > line)
            && scene.is_site(place)
    };
    scene.report.places.iter().rfind(found)
}

/// The place of a mention of the report that this one tells of as well: with the same object of few, or told before.
fn alike(scene: &Scene<'_>, made: &[Made], number: usize) -> Option<Where> {
    let one = made.get(number)?;
    let rules = Rules::bundled();
    let same_family = |other: &&Made| other.mention.family == one.mention.family;
    let placed = |other: &&Made| other.mention.place.level == Level::Site;
    let object = one.mention.object.as_ref().filter(|object| rules.evidence.objects.contains(*object));
    let sites: BTreeSet<_> =
        made.iter().filter(same_family).filter(placed).map(|other| &other.mention.place.id).collect();
    // The same harm, in a report that tells of one village only.
    let hurt = |other: &Made| -> BTreeSet<String> {
        let counts = other.mention.counts.iter().map(|count| count.kind.clone());
        counts.filter(|kind| matches!(kind.as_str(), "killed" | "injured")).collect()
    };
    let by_object = made
        .iter()
        .filter(same_family)
        .filter(placed)
        .find(|other| object.is_some() && other.mention.object.as_ref() == object);
    // The same voice goes on.
    let by_voice = || {
        let last = made.get(..number)?.iter().rev().filter(same_family).find(placed)?;
        let many = one.mention.counts.iter().any(|count| count.kind == "incidents");
        let near = last.sentence + 2 >= one.sentence && scene.line(last.at) == scene.line(one.at);
        let same = one.mention.voices.iter().any(|voice| {
            last.mention.voices.iter().any(|other| other.speaker == voice.speaker && other.resolution != "author")
        });
        (near && (same || one.bare) && !many).then_some(last)
    };
    let by_order = || {
        let last = made.get(..number)?.iter().rev().find(same_family)?;
        (one.definite && last.mention.place.level == Level::Site).then_some(last)
    };
    // Whom it befell has just been told of.
    let by_victim = || {
        let told = made.get(..number)?.iter().rev().filter(same_family);
        told.take_while(|other| other.sentence + 2 >= one.sentence).find(placed).filter(|_| one.befell_known)
    };
    let found = by_object.or_else(by_order).or_else(by_victim).or_else(by_voice);
    let found = found.or_else(|| {
        // A place that the gazetteer does not know is another one.
        let elsewhere = scene.report.event(&one.mention.event).is_some_and(|event| event.place.is_some());
        if sites.len() != 1 || elsewhere {
            return None;
        }
        // A report of one village, and of no area, tells of its hurt, whatever hurt them.
        let only = || !made.iter().filter(same_family).any(|other| other.mention.place.level == Level::Area);
        let harmed = one.bare
            || !hurt(one).is_empty() && only()
            || made.iter().filter(same_family).any(|other| {
                // The same word, of an event that nobody is said to have done, or that befell no other side.
                let word = || {
                    one.mention.actor.is_empty()
                        && one.mention.recipient.iter().all(|party| party.side.is_none())
                        && !stems(&one.mention.trigger).is_disjoint(&stems(&other.mention.trigger))
                };
                other.at != one.at && (!hurt(one).is_disjoint(&hurt(other)) || word())
            });
        made.iter().filter(same_family).find(placed).filter(|_| harmed)
    });
    let site = &found?.mention.place;
    Some(Where { stated: false, ..site.clone() })
}

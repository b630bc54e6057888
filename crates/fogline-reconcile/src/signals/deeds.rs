//! Deeds of a statement: from the events that were read in it, and from words of the themes where none was.

use fogline::names::fold;

use super::{
    item::{Deed, Interval, ONLY_NAMED, Party, Spot, Way},
    stretch::Own,
    themes::{Beside, Lexicon, Told, of_event},
};
use crate::report::{Event, Place, Report, Span, Statement};

/// The deeds of a statement, in the order of their words.
pub(super) fn deeds(report: &Report, statement: &Statement, own: &Own, lexicon: Option<&Lexicon>) -> Vec<Deed> {
    let denied = statement.speech_act == "deny";
    let told = lexicon.map(|lexicon| lexicon.told(&own.words)).unwrap_or_default();
    let mut found: Vec<(usize, Deed)> = Vec::new();
    for event in statement.events.iter().filter_map(|id| report.event(id)).filter(|event| own.holds(&event.trigger)) {
        let Some((kind, modes)) = event.will_be() else { continue };
        let themes = of_event(&kind, &modes, &told);
        let themed = themes.into_iter().map(|(theme, way)| (Some(theme.to_owned()), way));
        let mut themed: Vec<_> = themed.collect();
        if themed.is_empty() {
            themed.push((None, Way::Done));
        }
        let read = of_read_event(report, statement, own, lexicon, event, (kind, modes));
        for (theme, mut way) in themed {
            // "one violation of the ceasefire" tells of no ceasefire that is kept.
            let bare = !event.trigger.exact.contains(' ');
            let kept = theme.as_deref().zip(lexicon).filter(|(theme, lexicon)| bare && lexicon.breakable(theme, way));
            match kept.and_then(|(_, lexicon)| lexicon.breached(&own.words, own.word_at(event.trigger.start), 1)) {
                Some(Beside::Told) => way = way.turned(true),
                Some(Beside::Open) => continue,
                None => {}
            }
            let mut deed = Deed { theme, way, ..read.clone() };
            let names: Vec<&Told> = told
                .iter()
                .filter(|one| deed.theme.as_deref() == Some(one.theme) && one.meets(&event.trigger, own))
                .collect();
            deed.pact = names.iter().any(|one| one.pact);
            if deed.is_actual() && !deed.negative && names.iter().any(|one| one.only_named) {
                ONLY_NAMED.clone_into(&mut deed.modality);
            }
            found.push((event.trigger.start, deed));
        }
    }
    for (told, lexicon) in told.iter().zip(std::iter::repeat(lexicon).flatten()) {
        let known = found.iter().any(|(_, deed)| deed.theme.as_deref() == Some(told.theme) && deed.way == told.way);
        let (Some(first), Some(last)) = (own.words.get(told.at), own.words.get(told.at + told.length - 1)) else {
            continue;
        };
        if known {
            continue;
        }
        let coming = lexicon
            .coming
            .all(&own.words)
            .any(|(at, _)| own.words.get(at).is_some_and(|word| word.sentence == first.sentence));
        let negative = denied || lexicon.negated(&own.words, told.at);
        let deed = Deed {
            theme: Some(told.theme.to_owned()),
            words: Own::text(&statement.content, first.start, last.end),
            doers: named_before(report, own, first.start, first.sentence),
            places: places(report, own, Some(lexicon)),
            way: told.way,
            pact: told.pact,
            negative,
            modality: match statement.speech_act.as_str() {
                "appeal" => "requested",
                "promise" | "offer" | "state_intent" => "future",
                _ if coming => "future",
                _ if told.only_named && !negative => ONLY_NAMED,
                _ => "actual",
            }
            .to_owned(),
            why: vec!["deed.words".to_owned()],
            ..Deed::default()
        };
        found.push((first.start, deed));
    }
    found.sort_by(|(at, one), (other_at, other)| (at, &one.theme, one.way).cmp(&(other_at, &other.theme, other.way)));
    found.into_iter().map(|(_, deed)| deed).collect()
}

impl Told<'_> {
    /// Whether one of these words is among those by which an event was read.
    fn meets(&self, trigger: &Span, own: &Own) -> bool {
        let words = own.words.get(self.at..self.at + self.length).unwrap_or_default();
        words.iter().any(|word| word.start < trigger.end && trigger.start < word.end)
    }
}

fn of_read_event(
    report: &Report,
    statement: &Statement,
    own: &Own,
    lexicon: Option<&Lexicon>,
    event: &Event,
    (kind, modes): (String, Vec<String>),
) -> Deed {
    let mut doers: Vec<Party> = event.actor.iter().map(|id| party(report, id)).collect();
    if doers.is_empty() && statement.speech_act != "accuse" {
        let at = own.words.get(own.word_at(event.trigger.start)).map_or(0, |word| word.sentence);
        doers = named_before(report, own, event.trigger.start, at);
    }
    if doers.is_empty() && statement.speech_act == "accuse" {
        doers = statement.accused.iter().map(|id| party(report, id)).collect();
    }
    let (start, end) = report.time_of(event);
    let place = event.place.as_deref().and_then(|id| report.place(id)).map(spot);
    Deed {
        kind: Some(kind),
        modes,
        event: Some(event.id.clone()),
        words: event.trigger.exact.clone(),
        doers,
        places: place.map_or_else(|| places(report, own, lexicon), |place| vec![place]),
        when: Interval { start: start.map(str::to_owned), end: end.map(str::to_owned) },
        negative: statement.speech_act == "deny" || event.polarity == "negative",
        modality: event.modality.clone(),
        why: vec!["deed.event".to_owned()],
        ..Deed::default()
    }
}

/// An actor as a party.
pub(super) fn party(report: &Report, id: &str) -> Party {
    let actor = report.actor(id);
    Party {
        actor: Some(id.to_owned()),
        name: actor.map(|actor| actor.name.clone()),
        side: actor.and_then(|actor| actor.side.clone()),
    }
}

/// The last state, force or body of a side that is named before a place in its sentence.
fn named_before(report: &Report, own: &Own, at: usize, sentence: usize) -> Vec<Party> {
    let near = |mention: &Span| {
        mention.end <= at
            && own.holds(mention)
            && own.words.get(own.word_at(mention.start)).is_some_and(|word| word.sentence == sentence)
    };
    report
        .actors
        .iter()
        .filter(|actor| actor.side.is_some() || actor.pack_id.is_some())
        .filter(|actor| !matches!(actor.kind.as_str(), "person" | "outlet" | "anonymous"))
        .flat_map(|actor| actor.mentions.iter().filter(|one| near(one)).map(move |mention| (mention.end, &actor.id)))
        .max()
        .map(|(_, id)| party(report, id))
        .into_iter()
        .collect()
}

/// A place as it is compared.
pub(super) fn spot(place: &Place) -> Spot {
    Spot {
        id: place.gazetteer_id.clone().unwrap_or_else(|| fold(&place.name)),
        name: place.name.clone(),
        precision: place.precision.clone(),
        country: place.country.clone(),
    }
}

/// How many letters stand between members of a list at most: ", and ".
const LISTED: usize = 7;

/// The places that a statement's own words name: neither words for someone, nor adjectives of a country, nor where it was
/// only dealt about.
fn places(report: &Report, own: &Own, lexicon: Option<&Lexicon>) -> Vec<Spot> {
    let mut spans: Vec<&Span> = report.places.iter().filter_map(|place| place.span.as_ref()).collect();
    spans.sort_by_key(|span| (span.end, span.start));
    // "Under pressure from A and B": what is said of the first holds for all that are listed with it.
    let first_of_list = |of: &Span| {
        let mut start = of.start;
        let before = |start: usize| spans.get(..spans.partition_point(|one| one.end < start)).and_then(<[_]>::last);
        while let Some(one) = before(start).filter(|one| start - one.end <= LISTED) {
            start = one.start;
        }
        own.word_at(start)
    };
    let elsewhere = |span: &Span| lexicon.is_some_and(|lexicon| lexicon.is_elsewhere(&own.words, first_of_list(span)));
    let stands = |place: &&Place| {
        let Some(span) = place.span.as_ref().filter(|span| own.holds(span)) else { return false };
        let someone = report.actors.iter().flat_map(|actor| &actor.mentions);
        let names_someone = someone.into_iter().any(|mention| mention.start <= span.start && span.end <= mention.end);
        let lower = span.exact.chars().next().is_some_and(char::is_lowercase);
        let other_form = span.exact.is_ascii() && span.exact != place.name;
        let adjective = place.precision.as_deref() == Some("country") && (lower || other_form);
        !names_someone && !adjective && !elsewhere(span)
    };
    let mut spots: Vec<Spot> = report.places.iter().filter(stands).map(spot).collect();
    spots.sort();
    spots.dedup();
    spots
}

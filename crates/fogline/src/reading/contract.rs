//! A reading as JSON: schema `fogline.reading/1`. Offsets are Unicode code points; what is not known is null.

use serde::Serialize;
use serde_json::{Value, json};

use super::Reading;
use crate::{
    annotate::Annotation,
    code_points::CodePoints,
    document::{Document, Media, OutletKind},
    lang::Lang,
    read::{
        events::{Event, Ground, Tense},
        statements::Statement,
    },
    resolve::{
        places::{PlaceMention, PlacePrecision},
        quantities::{Bound, Quantity},
        when::{TimeMention, TimePrecision},
        who::{Actor, ActorKind, Resolution},
    },
    span::Span,
    time::Moment,
};

/// Version of the form.
pub const SCHEMA: &str = "fogline.reading/1";

/// A report with what it says, in the form that programs read.
#[derive(Debug, Serialize)]
pub struct Contract<'r> {
    schema: &'static str,
    document: DocumentRecord<'r>,
    actors: Vec<ActorRecord<'r>>,
    places: Vec<PlaceRecord<'r>>,
    times: Vec<TimeRecord<'r>>,
    quantities: Vec<QuantityRecord<'r>>,
    statements: Vec<Value>,
    events: Vec<Value>,
    unread: Vec<UnreadRecord>,
}

#[derive(Debug, Serialize)]
struct DocumentRecord<'r> {
    #[serde(rename = "ref")]
    reference: &'r str,
    id: String,
    uri: Option<&'r str>,
    title: Option<&'r str>,
    outlet: Option<&'r str>,
    outlet_kind: Option<&'static str>,
    side: Option<&'r str>,
    authors: &'r [String],
    published: Option<String>,
    published_basis: Option<&'static str>,
    lang: Option<&'static str>,
    post: Option<PostRecord<'r>>,
    media: Vec<MediaRecord<'r>>,
    text: &'r str,
    segments: Vec<SegmentRecord>,
    sentences: Vec<SentenceRecord>,
}

#[derive(Debug, Serialize)]
struct PostRecord<'r> {
    id: i64,
    reply_to: Option<i64>,
    forwarded_from: Option<&'r str>,
    edited: Option<String>,
}

#[derive(Debug, Serialize)]
struct MediaRecord<'r> {
    kind: &'r str,
    reference: &'r str,
}

#[derive(Debug, Serialize)]
struct SegmentRecord {
    kind: &'static str,
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct SentenceRecord {
    start: usize,
    end: usize,
    lang: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct UnreadRecord {
    start: usize,
    end: usize,
    reason: &'static str,
}

#[derive(Debug, Serialize)]
struct SpanRecord<'r> {
    start: usize,
    end: usize,
    exact: &'r str,
}

#[derive(Debug, Serialize)]
struct ActorRecord<'r> {
    id: &'r str,
    name: &'r str,
    kind: &'static str,
    plover: Plover<'r>,
    side: Option<&'r str>,
    pack_id: Option<&'r str>,
    mentions: Vec<SpanRecord<'r>>,
}

#[derive(Debug, Serialize)]
struct Plover<'r> {
    country: Option<&'r str>,
    sectors: &'r [String],
}

#[derive(Debug, Serialize)]
struct PlaceRecord<'r> {
    id: String,
    span: SpanRecord<'r>,
    name: &'r str,
    gazetteer_id: Option<&'r str>,
    lat: Option<f64>,
    lon: Option<f64>,
    feature: Option<&'r str>,
    admin1: Option<&'r str>,
    country: Option<&'r str>,
    precision: Option<&'static str>,
    alternatives: usize,
    candidates: Vec<CandidateRecord<'r>>,
}

#[derive(Debug, Serialize)]
struct CandidateRecord<'r> {
    gazetteer_id: &'r str,
    name: &'r str,
    lat: Option<f64>,
    lon: Option<f64>,
    score: f64,
}

#[derive(Debug, Serialize)]
struct TimeRecord<'r> {
    id: String,
    span: SpanRecord<'r>,
    start: Option<String>,
    end: Option<String>,
    basis: &'static str,
    precision: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct QuantityRecord<'r> {
    id: String,
    span: SpanRecord<'r>,
    kind: &'static str,
    low: Option<Value>,
    best: Option<Value>,
    high: Option<Value>,
    bound: Option<&'static str>,
    unit: Option<&'r str>,
    victims: Option<&'r str>,
}

impl<'r> Contract<'r> {
    /// Puts a report and its reading into the contract's form.
    pub fn new(document: &'r Document, annotation: &Annotation, reading: &'r Reading) -> Self {
        let points = CodePoints::new(&document.text);
        let at = |span: Span| (points.at(span.start), points.at(span.end));
        let span = |span: Span| {
            let (start, end) = at(span);
            SpanRecord { start, end, exact: span.of(&document.text) }
        };
        let facts = &document.facts;
        let segments = document.segments.iter().map(|segment| {
            let (start, end) = at(segment.span);
            SegmentRecord { kind: segment.kind.name(), start, end }
        });
        let sentences = annotation.sentences().map(|(_, sentence)| {
            let (start, end) = at(sentence.span);
            SentenceRecord { start, end, lang: sentence.lang.code() }
        });
        let post = document.post.as_ref().map(|post| PostRecord {
            id: post.id,
            reply_to: post.reply_to,
            forwarded_from: post.forwarded_from.as_deref(),
            edited: post.edited.map(Moment::rfc3339),
        });
        let media = document.media.iter().map(|Media { kind, reference, .. }| MediaRecord { kind, reference });
        Self {
            schema: SCHEMA,
            document: DocumentRecord {
                reference: &document.reference,
                id: document.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
                uri: facts.uri.as_deref(),
                title: facts.title.as_deref(),
                outlet: facts.outlet.as_deref(),
                outlet_kind: facts.outlet_kind.map(OutletKind::name),
                side: reading.outlet_side.as_deref(),
                authors: &facts.authors,
                published: facts.published.map(|published| published.at.rfc3339()),
                published_basis: facts.published.map(|published| published.basis.name()),
                lang: annotation.lang.and_then(Lang::code),
                post,
                media: media.collect(),
                text: &document.text,
                segments: segments.collect(),
                sentences: sentences.collect(),
            },
            actors: reading.actors.iter().map(|actor| ActorRecord::new(actor, &span)).collect(),
            places: reading.places.iter().enumerate().map(|(i, place)| PlaceRecord::new(i, place, &span)).collect(),
            times: reading.times.iter().enumerate().map(|(i, time)| TimeRecord::new(i, time, &span)).collect(),
            quantities: reading.quantities.iter().enumerate().map(|(i, q)| QuantityRecord::new(i, q, &span)).collect(),
            statements: reading
                .statements
                .iter()
                .enumerate()
                .map(|(i, s)| statement(i, s, document, reading, &span))
                .collect(),
            events: reading.events.iter().enumerate().map(|(i, e)| event(i, e, document, reading, &span)).collect(),
            unread: reading
                .unread
                .iter()
                .map(|unread| {
                    let (start, end) = at(unread.span);
                    UnreadRecord { start, end, reason: unread.reason }
                })
                .collect(),
        }
    }
}

fn statement<'r>(
    index: usize,
    s: &'r Statement,
    document: &'r Document,
    reading: &'r Reading,
    span: &impl Fn(Span) -> SpanRecord<'r>,
) -> Value {
    let actor = |number: &usize| reading.actors.get(*number).map(|actor| actor.id.as_str());
    let spans = |spans: &[Span]| spans.iter().map(|one| json!(span(*one))).collect::<Vec<_>>();
    let targets: Vec<Value> = s
        .targets
        .iter()
        .map(|target| match target.statement {
            Some(statement) => json!({ "relation": target.relation, "statement": format!("s{}", statement + 1) }),
            None => json!({ "relation": target.relation, "statement": null, "event": null, "reason": "not_in_text" }),
        })
        .collect();
    let time = s.said.time.and_then(|time| reading.times.get(time));
    let published = document.facts.published.map(|published| published.at.rfc3339());
    let said = match time {
        Some(time) => json!({
            "start": time.interval.start.map(Moment::rfc3339),
            "end": time.interval.end.map(Moment::rfc3339),
            "basis": time.basis.name(),
            "span": span(time.span),
        }),
        None => json!({ "start": null, "end": published, "basis": "not_stated", "span": null }),
    };
    let direct = s.content.iter().all(|own| s.quotes.iter().any(|quote| quote.contains(*own)));
    let quote_type = match (s.quotes.is_empty(), direct, s.distance.as_deref()) {
        (true, _, _) => "indirect",
        (_, true, _) => "direct",
        (_, _, Some("scare_quotes")) => "scare",
        _ => "mixed",
    };
    let chain: Vec<_> = s.chain.iter().filter_map(actor).collect();
    let shares = s.why.iter().map(|share| format!("{} {:+.2}", share.feature, share.weight));
    let why: Vec<String> = s.rule.map(|rule| rule.id.to_owned()).into_iter().chain(shares).collect();
    json!({
        "id": format!("s{}", index + 1),
        "order": index + 1,
        "utterance": format!("u{}", s.utterance + 1),
        "speaker": {
            "actor": s.speaker.actor.as_ref().and_then(actor),
            "span": s.speaker.span.map(span),
            "resolution": s.speaker.resolution.name(),
            "anonymous": s.speaker.resolution == Resolution::Anonymous,
        },
        "cosources": s.cosources.iter().filter_map(|one| one.actor.as_ref().and_then(actor)).collect::<Vec<_>>(),
        "side": s.side,
        "speech_act": s.act.name(),
        "cue": s.cue.as_ref().map(|cue| json!({ "lemma": cue.lemma, "class": cue.class.name(), "span": span(cue.span) })),
        "content": spans(&s.content),
        "quotes": spans(&s.quotes),
        "quote_type": quote_type,
        "parent": s.parent.map(|parent| format!("s{}", parent + 1)),
        "hops": chain.len().saturating_sub(1),
        "chain": chain,
        "medium": s.medium,
        "addressee": s.addressee.as_ref().and_then(actor),
        "accused": s.accused.iter().filter_map(actor).collect::<Vec<_>>(),
        "targets": targets,
        "said": said,
        "factuality": s.factuality,
        "author_distance": s.distance,
        "evidential": s.evidential,
        "confidence": {
            "side": s.confidence.as_ref().and_then(|confidence| confidence.side),
            "polarity": s.confidence.as_ref().map(|confidence| confidence.polarity),
        },
        "warning": s.warning.as_ref().map(|one| json!({
            "harm": one.harm.iter().map(|event| format!("e{}", event + 1)).collect::<Vec<_>>(),
            "agent": s.accused.iter().filter_map(actor).collect::<Vec<_>>(),
            "likelihood": one.likelihood.map(span),
            "horizon": one.horizon.map(span),
        })),
        "labels": s.labels.iter().map(|one| json!({ "span": span(one.span), "neutral": one.neutral })).collect::<Vec<_>>(),
        "events": s.events.iter().map(|event| format!("e{}", event + 1)).collect::<Vec<_>>(),
        "why": why,
    })
}

fn event<'r>(
    index: usize,
    e: &'r Event,
    document: &'r Document,
    reading: &'r Reading,
    span: &impl Fn(Span) -> SpanRecord<'r>,
) -> Value {
    let actors = |numbers: &[usize]| {
        let ids = numbers.iter().filter_map(|number| reading.actors.get(*number));
        ids.map(|actor| actor.id.as_str()).collect::<Vec<_>>()
    };
    let ground = |ground: &Ground| match ground.words {
        Some(words) => format!("{}.{}: {}", ground.of, ground.value, words.of(&document.text)),
        None => format!("{}.{}: {}", ground.of, ground.value, ground.by),
    };
    let why: Vec<String> = std::iter::once(e.rule.id.to_owned()).chain(e.grounds.iter().map(ground)).collect();
    let asserted = reading.statements.iter().enumerate().filter(|(_, statement)| statement.events.contains(&index));
    json!({
        "id": format!("e{}", index + 1),
        "trigger": span(e.trigger),
        "type": e.kind,
        "modes": e.modes,
        "contexts": e.contexts,
        "actor": actors(&e.actor),
        "recipient": actors(&e.recipient),
        "object_struck": e.object_struck,
        "weapon": e.weapon,
        "place": e.place.map(|place| format!("p{}", place + 1)),
        "time": e.time.map(|time| format!("t{}", time + 1)),
        "quantities": e.quantities.iter().map(|number| format!("q{}", number + 1)).collect::<Vec<_>>(),
        "polarity": e.polarity.name(),
        "modality": e.modality.name(),
        "tense": e.tense.map(Tense::name),
        "asserted_in": asserted.map(|(number, _)| format!("s{}", number + 1)).collect::<Vec<_>>(),
        "why": why,
    })
}

impl<'r> ActorRecord<'r> {
    fn new(actor: &'r Actor, span: &impl Fn(Span) -> SpanRecord<'r>) -> Self {
        Self {
            id: &actor.id,
            name: &actor.name,
            kind: ActorKind::name(actor.kind),
            plover: Plover { country: actor.country.as_deref(), sectors: &actor.sectors },
            side: actor.side.as_deref(),
            pack_id: actor.pack_id.as_deref(),
            mentions: actor.mentions.iter().map(|mention| span(mention.span)).collect(),
        }
    }
}

impl<'r> PlaceRecord<'r> {
    fn new(index: usize, mention: &'r PlaceMention, span: &impl Fn(Span) -> SpanRecord<'r>) -> Self {
        let words = span(mention.span);
        let place = mention.place.as_ref();
        let point = place.and_then(|place| place.point);
        Self {
            id: format!("p{}", index + 1),
            name: place.map_or(words.exact, |place| &place.name),
            span: words,
            gazetteer_id: place.map(|place| place.id.as_str()),
            lat: point.map(|point| point.0),
            lon: point.map(|point| point.1),
            feature: place.and_then(|place| place.feature.as_deref()),
            admin1: place.and_then(|place| place.admin1.as_deref()),
            country: place.and_then(|place| place.country.as_deref()),
            precision: mention.precision.map(PlacePrecision::name),
            alternatives: mention.alternatives,
            candidates: mention
                .candidates
                .iter()
                .map(|candidate| CandidateRecord {
                    gazetteer_id: &candidate.id,
                    name: &candidate.name,
                    lat: candidate.point.map(|point| point.0),
                    lon: candidate.point.map(|point| point.1),
                    score: candidate.score,
                })
                .collect(),
        }
    }
}

impl<'r> TimeRecord<'r> {
    fn new(index: usize, time: &TimeMention, span: &impl Fn(Span) -> SpanRecord<'r>) -> Self {
        Self {
            id: format!("t{}", index + 1),
            span: span(time.span),
            start: time.interval.start.map(Moment::rfc3339),
            end: time.interval.end.map(Moment::rfc3339),
            basis: time.basis.name(),
            precision: time.precision.map(TimePrecision::name),
        }
    }
}

impl<'r> QuantityRecord<'r> {
    fn new(index: usize, quantity: &'r Quantity, span: &impl Fn(Span) -> SpanRecord<'r>) -> Self {
        Self {
            id: format!("q{}", index + 1),
            span: span(quantity.span),
            kind: quantity.kind.name(),
            low: quantity.low.map(number),
            best: quantity.best.map(number),
            high: quantity.high.map(number),
            bound: quantity.bound.map(Bound::name),
            unit: quantity.unit.as_deref(),
            victims: quantity.victims.as_deref(),
        }
    }
}

/// A whole number without a decimal point.
fn number(value: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53
    if value.fract() == 0.0 && value.abs() < EXACT { Value::from(value as i64) } else { Value::from(value) }
}

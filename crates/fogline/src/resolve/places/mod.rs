//! Places: names in running text, and where they are.

mod areas;
mod cases;
mod choose;
mod links;
mod mentions;
mod relative;
#[cfg(test)]
mod tests;
mod text;
mod words;

use std::collections::BTreeSet;

use areas::{Areas, PackArea};
pub(crate) use areas::{PackAreas, areas_fault};
use choose::{Group, Surroundings};
use mentions::{Mention, Persons};
use text::Line;

pub use crate::gazetteer::Gazetteer;
use crate::{
    annotate::{Annotation, Paragraph},
    document::{Document, SegmentKind},
    gazetteer::{Kind, Place},
    lang::Lang,
    packs::Pack,
    span::Span,
};

/// A mention of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceMention {
    /// Its words.
    pub span: Span,
    /// The place that it stands for; `None` where that stays open.
    pub place: Option<Candidate>,
    /// How finely it is placed; `None` where it is not.
    pub precision: Option<PlacePrecision>,
    /// The places that it could stand for, best first, the chosen one among them.
    pub candidates: Vec<Candidate>,
    /// How many other places have that name.
    pub alternatives: usize,
}

/// A place that a name could stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// `geonames:N` or `pack:NAME`.
    pub id: String,
    /// Its name in the gazetteer.
    pub name: String,
    /// Latitude and longitude in degrees; of an area, division or country a point that stands for it, which is never
    /// drawn as one. `None` where it has none.
    pub point: Option<(f64, f64)>,
    /// GeoNames feature code, or `area`.
    pub feature: Option<String>,
    /// GeoNames code of its first-level division.
    pub admin1: Option<String>,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: Option<String>,
    /// How well it fits; comparable within one mention.
    pub score: f64,
}

/// How finely a place is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlacePrecision {
    /// A point given by distance and bearing, or a named building.
    Point,
    /// A town or village.
    Settlement,
    /// A second-level division.
    Adm2,
    /// A first-level division.
    Adm1,
    /// A country.
    Country,
    /// Another area.
    Area,
    /// A line, as a front or a river.
    Line,
}

impl PlacePrecision {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Point, Self::Settlement, Self::Adm2, Self::Adm1, Self::Country, Self::Area, Self::Line];

    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Settlement => "settlement",
            Self::Adm2 => "adm2",
            Self::Adm1 => "adm1",
            Self::Country => "country",
            Self::Area => "area",
            Self::Line => "line",
        }
    }
}

/// Candidates that a mention lists.
const LISTED: usize = 5;

/// Finds and places the names of places of a document, in order.
///
/// Names are those that the model takes for places and those that the gazetteer knows and the words around allow, with
/// the areas of packs and points told by distance and bearing. Without a gazetteer names have no coordinates.
pub fn places(
    document: &Document,
    annotation: &Annotation,
    gazetteer: Option<&Gazetteer>,
    packs: &[&Pack],
) -> Vec<PlaceMention> {
    let text = &*document.text;
    let areas = Areas::of(packs);
    let is_dateline = |paragraph: &Paragraph| {
        document.segments.get(paragraph.segment).is_some_and(|segment| segment.kind == SegmentKind::Dateline)
    };
    let lines = annotation.paragraphs.iter().filter_map(|paragraph| Line::new(text, paragraph, is_dateline(paragraph)));
    let lines: Vec<Line> = lines.collect();
    let persons = Persons::of(&lines, gazetteer);
    let mut mentions: Vec<Mention> =
        lines.iter().enumerate().flat_map(|(i, line)| mentions::find(line, i, gazetteer, &persons)).collect();
    // A name that is sure once is believed elsewhere, with a word of class or without.
    let plain = |key: &str| key.split(' ').next().unwrap_or_default().to_owned();
    let sure: BTreeSet<String> =
        mentions.iter().filter(|mention| !mention.doubtful).map(|mention| plain(&mention.key)).collect();
    mentions.retain(|mention| sure.contains(&plain(&mention.key)));

    let named: Vec<(Span, &PackArea)> = lines
        .iter()
        .flat_map(|line| {
            let start = line.paragraph.span.start;
            areas.find(line.paragraph.span.of(text)).map(move |(span, area)| (span.shifted(start), area))
        })
        .collect();
    mentions.retain(|mention| !named.iter().any(|(span, _)| span.contains(mention.span)));
    let of_packs = if packs.is_empty() && named.iter().all(|(_, area)| area.country.is_none()) {
        Vec::new()
    } else {
        areas.countries()
    };
    let surroundings =
        Surroundings { countries: &of_packs, lang: annotation.lang.unwrap_or(Lang::Other), weights: words::weights() };
    let links = links::of(&lines, &mentions);
    let (groups, group_of) = choose::choose(&mentions, &links, &surroundings);

    let mut places: Vec<PlaceMention> = named
        .iter()
        .map(|(span, area)| in_town(*span, area, gazetteer).unwrap_or_else(|| of_area(*span, area)))
        .collect();
    for (i, (mention, group)) in mentions.iter().zip(&group_of).enumerate() {
        let Some(group) = groups.get(*group) else { continue };
        let place = of_group(mention.span, group);
        let after = i.checked_sub(1).and_then(|i| mentions.get(i)).map_or(0, |before| before.span.end);
        let bearing = lines.get(mention.paragraph).and_then(|line| relative::before(line, mention, after));
        if let Some(bearing) = bearing
            && let Some(anchor) = &place.place
            && let Some(point) = anchor.point
        {
            let computed = Candidate { point: Some(bearing.from(point)), ..anchor.clone() };
            places.push(PlaceMention {
                span: bearing.span,
                place: Some(computed),
                precision: Some(PlacePrecision::Point),
                candidates: Vec::new(),
                alternatives: place.alternatives,
            });
        }
        places.push(place);
    }
    places.sort_by_key(|place| (place.span.start, std::cmp::Reverse(place.span.end)));
    places.dedup_by_key(|place| place.span);
    places
}

/// A mention of a part of a town, which is a mention of the town.
fn in_town(span: Span, area: &PackArea, gazetteer: Option<&Gazetteer>) -> Option<PlaceMention> {
    let town = gazetteer?.by_id(area.town.as_deref()?)?;
    let candidate = of_place(town, 1.0);
    Some(PlaceMention {
        span,
        place: Some(candidate.clone()),
        precision: Some(precision(town.kind())),
        candidates: vec![candidate],
        alternatives: 0,
    })
}

/// A mention of an area that a pack names.
fn of_area(span: Span, area: &PackArea) -> PlaceMention {
    let line = area.kind == "line";
    let candidate = Candidate {
        id: format!("pack:{}", area.id),
        name: area.name().to_owned(),
        point: area.point,
        feature: Some("area".to_owned()),
        admin1: None,
        country: area.country.clone(),
        score: 1.0,
    };
    PlaceMention {
        span,
        place: Some(candidate.clone()),
        precision: Some(if line { PlacePrecision::Line } else { PlacePrecision::Area }),
        candidates: vec![candidate],
        alternatives: 0,
    }
}

/// First-level divisions of countries that the area of a pack's conflict takes in, as `UA.14` (GeoNames).
pub fn divisions(pack: &Pack) -> &[String] {
    areas::divisions(pack)
}

/// Packs in whose area a village or town is that a text names.
pub fn packs_around<'p>(places: &[PlaceMention], packs: &'p [Pack]) -> Vec<&'p Pack> {
    let site =
        |place: &&PlaceMention| matches!(place.precision, Some(PlacePrecision::Settlement | PlacePrecision::Point));
    let named: BTreeSet<String> = places
        .iter()
        .filter(site)
        .filter_map(|place| place.place.as_ref())
        .filter_map(|place| Some(format!("{}.{}", place.country.as_deref()?, place.admin1.as_deref()?)))
        .collect();
    let around = |pack: &&Pack| divisions(pack).iter().any(|division| named.contains(division));
    packs.iter().filter(around).collect()
}

/// A mention of a name with what was chosen for it.
fn of_group(span: Span, group: &Group) -> PlaceMention {
    let candidates: Vec<Candidate> =
        group.ranked.iter().take(LISTED).map(|(place, score)| of_place(*place, *score)).collect();
    let chosen = group.ranked.first().filter(|_| !group.open).map(|(place, _)| *place);
    PlaceMention {
        span,
        place: chosen.and_then(|_| candidates.first().cloned()),
        precision: chosen.map(|place| precision(place.kind())),
        candidates,
        alternatives: group.ranked.len().saturating_sub(1),
    }
}

fn of_place(place: Place, score: f64) -> Candidate {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Candidate {
        id: place.id(),
        name: place.name().to_owned(),
        point: place.point(),
        feature: some(place.feature()),
        admin1: some(place.admin1()),
        country: place.country().map(str::to_owned),
        score: (score * 1000.0).round() / 1000.0,
    }
}

fn precision(kind: Kind) -> PlacePrecision {
    match kind {
        Kind::Settlement | Kind::Section => PlacePrecision::Settlement,
        Kind::Adm2 => PlacePrecision::Adm2,
        Kind::Adm1 => PlacePrecision::Adm1,
        Kind::Country => PlacePrecision::Country,
        Kind::Area => PlacePrecision::Area,
        Kind::Line => PlacePrecision::Line,
        Kind::Spot => PlacePrecision::Point,
    }
}

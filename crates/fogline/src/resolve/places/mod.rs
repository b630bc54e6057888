//! Places: names in running text, and where they are.

pub use crate::gazetteer::Gazetteer;
use crate::{annotate::Annotation, document::Document, packs::Pack, span::Span};

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
    /// Latitude and longitude in degrees; `None` for an area or line.
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

/// Finds and places the names of places of a document, in order.
pub fn places(
    document: &Document,
    annotation: &Annotation,
    gazetteer: Option<&Gazetteer>,
    packs: &[&Pack],
) -> Vec<PlaceMention> {
    let _ = (document, annotation, gazetteer, packs);
    Vec::new()
}

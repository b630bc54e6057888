//! Names of places for a map: the most populous of a frame.

use axum::{Json, extract::State};
use fogline::gazetteer::{Kind as Known, Place};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Shared,
    asked::{Query, limited},
    frame::Frame,
};
use crate::error::Result;

/// Names that a map gets, unless asked otherwise, and at most.
const NAMES: usize = 100;
const NAMES_MOST: usize = 1000;

/// Which names.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Wanted {
    /// The language of the names: a place that the gazetteer has no name of in it goes by the one that it is listed under.
    #[serde(default)]
    lang: Lang,
    /// At most so many; 100 unless given, 1000 at most.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<usize>,
}

/// Languages that names can be asked for in.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Lang {
    /// English.
    #[default]
    En,
    /// Ukrainian.
    Uk,
    /// Russian.
    Ru,
}

impl From<Lang> for fogline::lang::Lang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::En,
            Lang::Uk => Self::Uk,
            Lang::Ru => Self::Ru,
        }
    }
}

/// A place of the gazetteer.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "MapName")]
pub(crate) struct Named {
    /// As `geonames:709717`.
    id: String,
    /// Its name in the language asked for, or the one that it is listed under.
    name: String,
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    /// How many live there; none where that is not known.
    population: Option<u32>,
    /// What it is.
    kind: Kind,
}

/// What a place is.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MapKind")]
pub(crate) enum Kind {
    /// City, town, village.
    Settlement,
    /// Second-level division.
    Adm2,
    /// First-level division.
    Adm1,
    /// Country or territory with a code of its own.
    Country,
    /// An area without fixed borders.
    Area,
    /// River, front, border.
    Line,
    /// Building, airport, crossing.
    Spot,
}

impl Kind {
    /// None for a district of a city, which no map of a country has room for.
    fn of(place: Place<'_>) -> Option<Self> {
        match place.kind() {
            Known::Settlement => Some(Self::Settlement),
            Known::Section => None,
            Known::Adm2 => Some(Self::Adm2),
            Known::Adm1 => Some(Self::Adm1),
            Known::Country => Some(Self::Country),
            Known::Area => Some(Self::Area),
            Known::Line => Some(Self::Line),
            Known::Spot => Some(Self::Spot),
        }
    }
}

pub(crate) async fn places(
    State(desk): State<Shared>,
    Query(frame): Query<Frame>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Vec<Named>>> {
    let (frame, limit) = (frame.bounds()?, limited(wanted.limit, NAMES, NAMES_MOST)?);
    let found = desk.work(move |desk| {
        let (gazetteer, order) = desk.places()?;
        let in_frame = order.iter().filter(|(spot, _)| frame.as_ref().is_none_or(|frame| frame.holds(*spot)));
        let named = in_frame.filter_map(|((lat, lon), key)| {
            let place = gazetteer.at(*key)?;
            Some(Named {
                id: place.id(),
                name: place.name_in(wanted.lang.into()).unwrap_or(place.name()).to_owned(),
                lat: *lat,
                lon: *lon,
                population: Some(place.population()).filter(|number| *number > 0),
                kind: Kind::of(place)?,
            })
        });
        Ok(named.take(limit).collect())
    });
    Ok(Json(found.await?))
}

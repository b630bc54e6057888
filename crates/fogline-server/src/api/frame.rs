//! A part of a map.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::{Fault, Result};

/// Which part of a map.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Frame {
    /// Only what is at spots in this frame: degrees west, south, east, north, as `37.5,47.0,40.5,50.0`.
    bbox: Option<String>,
}

impl Frame {
    /// Its borders, if it has any.
    pub(crate) fn bounds(&self) -> Result<Option<Bounds>> {
        self.bbox.as_deref().filter(|text| !text.is_empty()).map(Bounds::read).transpose()
    }
}

/// Degrees west, south, east, north.
pub(crate) struct Bounds([f64; 4]);

impl Bounds {
    /// As it is written in an address.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let wrong =
            || Fault::Wrong(format!("`{text}` is no frame as 37.5,47.0,40.5,50.0: degrees west, south, east, north"));
        let degrees: Vec<f64> =
            text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().map_err(|_| wrong())?;
        let bounds: [f64; 4] = degrees.try_into().map_err(|_| wrong())?;
        let [west, south, east, north] = bounds;
        let within = [west, east].iter().all(|one| (-180.0..=180.0).contains(one))
            && [south, north].iter().all(|one| (-90.0..=90.0).contains(one));
        if within && south <= north { Ok(Self(bounds)) } else { Err(wrong()) }
    }

    /// A frame whose west is east of its east goes across the line where days change.
    pub(crate) fn holds(&self, (lat, lon): (f64, f64)) -> bool {
        let [west, south, east, north] = self.0;
        let across = if west <= east { (west..=east).contains(&lon) } else { lon >= west || lon <= east };
        across && (south..=north).contains(&lat)
    }
}

//! What all reports together tell of each place: how finely, and in which division.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    policy::{Policy, Precision},
    report::{is_area, key},
};
use crate::{
    incidents::{self, mention::Level},
    report::{self, Report},
};

/// Places by gazetteer id, or by name where they have none.
#[derive(Debug, Default)]
pub(super) struct Places<'r> {
    told: BTreeMap<&'r str, Told<'r>>,
    divisions: BTreeMap<(Option<&'r str>, &'r str), &'r str>,
    /// Names by which reports call someone whom a pack knows, in small letters.
    actors: BTreeSet<String>,
}

#[derive(Debug)]
struct Told<'r> {
    area: bool,
    settlement: bool,
    country: Option<&'r str>,
}

impl<'r> Places<'r> {
    pub(super) fn new(reports: impl Iterator<Item = &'r Report>) -> Self {
        let mut out = Self::default();
        for report in reports {
            for place in &report.places {
                out.add(place);
            }
            let known = report.actors.iter().filter(|actor| actor.pack_id.is_some() && actor.kind != "person");
            out.actors.extend(known.flat_map(|actor| &actor.mentions).map(|mention| mention.exact.to_lowercase()));
        }
        out
    }

    /// Whether a name of a place stands for an authority too, in some report.
    pub(super) fn stands_for_actor(&self, name: &str) -> bool {
        self.actors.contains(&name.to_lowercase())
    }

    fn add(&mut self, place: &'r report::Place) {
        let country = place.country.as_deref();
        let told = self.told.entry(key(place)).or_insert(Told { area: true, settlement: false, country });
        told.area &= is_area(place);
        told.settlement |= place.precision.as_deref() == Some("settlement");
        told.country = told.country.or(country);
        if let (Some("adm1"), Some(division)) = (place.precision.as_deref(), place.admin1.as_deref()) {
            self.divisions.entry((country, division)).or_insert(&place.name);
        }
    }

    /// A place no finer than a precision: by name of the village or town, or of the area it lies in; without either none.
    pub(super) fn coarse(&self, place: &incidents::Place, precision: Precision) -> Option<incidents::Place> {
        let policy = Policy::bundled();
        let told = self.told.get(place.gazetteer_id.as_deref().unwrap_or(&place.name));
        let area = place.level != Level::Site && told.is_none_or(|told| told.area);
        let settlement = told.is_some_and(|told| told.settlement);
        match precision {
            Precision::Settlement if settlement && place.level == Level::Site => Some(incidents::Place {
                lat: place.lat.map(|degrees| policy.cell(degrees)),
                lon: place.lon.map(|degrees| policy.cell(degrees)),
                // A report's words for a place may tell it more finely than its name does.
                written: None,
                ..place.clone()
            }),
            Precision::None => None,
            _ if area => Some(incidents::Place { written: None, lat: None, lon: None, ..place.clone() }),
            _ => {
                let country = told.and_then(|told| told.country);
                let division = place.admin1.as_deref().and_then(|one| self.divisions.get(&(country, one)));
                Some(incidents::Place {
                    name: division.map_or_else(|| policy.persons.place.clone(), |name| (*name).to_owned()),
                    written: None,
                    gazetteer_id: None,
                    lat: None,
                    lon: None,
                    admin1: place.admin1.clone(),
                    level: Level::Area,
                })
            }
        }
    }
}

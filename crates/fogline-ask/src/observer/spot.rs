//! Which places of the reports are the one that is asked about, and which are the region around it.

use std::collections::BTreeSet;

use fogline_reconcile::report::{Place, Report};
use schemars::JsonSchema;
use serde::Serialize;

/// How a place stands to the one that is asked about, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Near {
    /// It is that place.
    Place,
    /// It is in it: a village of the region.
    Within,
    /// It is the region around it.
    Region,
}

/// The place that is asked about, as reports name it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spot {
    /// Ids and names of it.
    keys: BTreeSet<String>,
    /// The words by which reports name it.
    words: BTreeSet<String>,
    /// First-level divisions that it is, as country and code.
    is_region: BTreeSet<(String, String)>,
    /// First-level divisions that it lies in.
    lies_in: BTreeSet<(String, String)>,
    /// The names under which it was found.
    pub(crate) names: BTreeSet<String>,
}

impl Spot {
    /// Looks for what is asked about among the places of reports.
    pub(crate) fn find<'r>(asked: &str, reports: impl IntoIterator<Item = &'r Report>) -> Self {
        let wanted = folded(asked);
        let mut spot = Self::default();
        for place in reports.into_iter().flat_map(|report| &report.places) {
            let words = place.span.as_ref().map_or("", |span| span.exact.as_str());
            let named = [place.name.as_str(), words].iter().any(|name| folded(name).contains(&wanted));
            if !wanted.is_empty() && (place.gazetteer_id.as_deref() == Some(asked) || named) {
                spot.keys.insert(key(place));
                spot.names.insert(place.name.clone());
                spot.words.extend(Some(words.to_owned()).filter(|_| folded(words).contains(&wanted)));
                if let Some(division) = division(place) {
                    let own = if is_region(place) { &mut spot.is_region } else { &mut spot.lies_in };
                    own.insert(division);
                }
            }
        }
        spot
    }

    /// The words by which a text names it, if it does.
    pub(crate) fn named_in(&self, text: &str) -> Option<String> {
        self.words.iter().find(|words| text.contains(words.as_str())).cloned()
    }

    /// How a place stands to it.
    pub(crate) fn near(&self, place: &Place) -> Option<Near> {
        let division = division(place);
        let is_in =
            |divisions: &BTreeSet<(String, String)>| division.as_ref().is_some_and(|one| divisions.contains(one));
        match () {
            () if self.keys.contains(&key(place)) => Some(Near::Place),
            () if is_in(&self.is_region) => Some(Near::Within),
            () if is_region(place) && is_in(&self.lies_in) => Some(Near::Region),
            () => None,
        }
    }
}

fn key(place: &Place) -> String {
    place.gazetteer_id.clone().unwrap_or_else(|| folded(&place.name))
}

fn is_region(place: &Place) -> bool {
    place.precision.as_deref() == Some("adm1")
}

fn division(place: &Place) -> Option<(String, String)> {
    Some((place.country.clone().unwrap_or_default(), place.admin1.clone()?))
}

/// Letters and digits alone, small: "Stanytsia-Luhanska" is "Stanytsia Luhanska".
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fogline_reconcile::report::Span;

    fn place(id: &str, name: &str, admin1: &str, precision: &str) -> Place {
        let span = Span { exact: name.to_owned(), ..Span::default() };
        Place {
            gazetteer_id: Some(id.to_owned()),
            name: name.to_uppercase(),
            span: Some(span),
            country: Some("UA".to_owned()),
            admin1: Some(admin1.to_owned()),
            precision: Some(precision.to_owned()),
            ..Place::default()
        }
    }

    #[test]
    fn a_town_is_found_under_all_its_names_and_knows_its_region() {
        let town = place("geonames:1", "Stanytsia-Luhanska", "14", "settlement");
        let other = place("geonames:2", "Zolote", "14", "settlement");
        let region = place("geonames:3", "Luhansk region", "14", "adm1");
        let far = place("geonames:4", "Donetsk region", "05", "adm1");
        let again = place("geonames:1", "the town", "14", "settlement");
        let report =
            Report { places: vec![town.clone(), other.clone(), region.clone(), far.clone()], ..Report::default() };
        let spot = Spot::find("stanytsia luhanska", std::slice::from_ref(&report));
        let near = |place: &Place| spot.near(place);
        assert_eq!(
            [near(&town), near(&again), near(&region)],
            [Some(Near::Place), Some(Near::Place), Some(Near::Region)]
        );
        assert_eq!([near(&other), near(&far)], [None, None]);
        assert_eq!(spot.named_in("2. Stanytsia-Luhanska, a school.").as_deref(), Some("Stanytsia-Luhanska"));
        assert_eq!(spot.named_in("Zolote"), None);
        let region_asked = Spot::find("geonames:3", &[report]);
        assert_eq!(region_asked.near(&other), Some(Near::Within));
        assert_eq!(Spot::find("", &[Report::default()]).names.len(), 0);
    }
}

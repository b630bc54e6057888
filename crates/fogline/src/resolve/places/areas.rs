//! Areas and lines that packs name (`areas.toml`), and the countries that a pack's conflict lies in.

use std::{cmp::Reverse, collections::BTreeMap};

use aho_corasick::{AhoCorasick, Input, MatchKind};
use serde::Deserialize;

use crate::{
    faults::{At, Fault},
    packs::Pack,
    span::Span,
};

#[derive(Debug, Clone, Default, Deserialize)]
struct File {
    #[serde(default)]
    countries: Vec<String>,
    #[serde(default)]
    divisions: Vec<String>,
    #[serde(default)]
    area: Vec<PackArea>,
}

/// An area or line that a pack names.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct PackArea {
    pub(super) id: String,
    pub(super) kind: String,
    names: BTreeMap<String, Vec<String>>,
    /// A point that stands for the whole.
    pub(super) point: Option<(f64, f64)>,
    pub(super) country: Option<String>,
    /// The town that it is a part of, as `geonames:379252`: what happens in it happens there.
    pub(super) town: Option<String>,
    /// First-level divisions that it lies in, as `geonames:709716`.
    #[serde(default)]
    members: Vec<String>,
    /// Whether an English name only means it after `the`.
    #[serde(default)]
    article: bool,
    example: String,
}

impl PackArea {
    /// The name that it is listed under.
    pub(super) fn name(&self) -> &str {
        self.names.get("en").or_else(|| self.names.values().next()).and_then(|names| names.first()).map_or("", |n| n)
    }
}

/// The areas of a pack, ready to be found in texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct PackAreas {
    areas: Vec<PackArea>,
    /// The area of each pattern.
    owners: Vec<usize>,
    finder: Option<AhoCorasick>,
    /// Countries of the pack's conflict.
    countries: Vec<String>,
    /// First-level divisions that its area takes in, as `UA.14`.
    divisions: Vec<String>,
}

impl PackAreas {
    /// Reads `areas.toml`. A damaged file names no areas.
    fn new(text: &str) -> Self {
        let File { countries, divisions, area: areas } = toml::from_str(text).unwrap_or_default();
        let mut names = Vec::new();
        let mut owners = Vec::new();
        for (i, area) in areas.iter().enumerate() {
            debug_assert!(!area.example.is_empty() && !area.name().is_empty());
            for name in area.names.values().flatten() {
                names.push(name.clone());
                owners.push(i);
            }
        }
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).ok();
        Self { areas, owners, finder, countries, divisions }
    }

    /// The first name at or behind an offset, the longest of those that begin there.
    fn next(&self, text: &str, from: usize) -> Option<(Span, &PackArea)> {
        let found = self.finder.as_ref()?.find(Input::new(text).range(from..))?;
        let area = self.areas.get(*self.owners.get(found.pattern().as_usize())?)?;
        Some((Span::new(found.start(), found.end()), area))
    }
}

/// The areas of the packs that a text is read with.
pub(super) struct Areas<'p>(Vec<&'p PackAreas>);

/// First-level divisions that a pack's area takes in, as `UA.14`.
pub(super) fn divisions(pack: &Pack) -> &[String] {
    let areas = Areas::of(&[pack]);
    areas.0.first().map_or(&[], |areas| &areas.divisions)
}

/// What keeps `areas.toml` of a pack from being read.
pub(crate) fn areas_fault(text: &str) -> Option<Fault> {
    let error = toml::from_str::<File>(text).err()?;
    let mut faults = Vec::new();
    At { file: "areas.toml", text, faults: &mut faults }.error(&error);
    faults.pop()
}

impl Pack {
    /// First-level divisions in which an area of the pack lies, as `geonames:709716`; `id` is that of a place read from a text, as
    /// `pack:donbas`.
    pub fn divisions_of(&self, id: &str) -> &[String] {
        let areas = Areas::of(&[self]);
        let own =
            areas.0.first().and_then(|own| own.areas.iter().find(|one| id.strip_prefix("pack:") == Some(&one.id)));
        own.map_or(&[], |area| &area.members)
    }
}

impl<'p> Areas<'p> {
    /// The areas of these packs.
    pub(super) fn of(packs: &[&'p Pack]) -> Self {
        let read = |pack: &&'p Pack| {
            let text = pack.files.get("areas.toml")?;
            Some(pack.places.get_or_init(|| PackAreas::new(text)))
        };
        Self(packs.iter().filter_map(read).collect())
    }

    /// Countries of the conflicts.
    pub(super) fn countries(&self) -> Vec<&'p str> {
        self.0.iter().flat_map(|areas| &areas.countries).map(String::as_str).collect()
    }

    /// Where a text names them, in order; of names that overlap the first, then the longest, then that of the first pack.
    pub(super) fn find(&self, text: &str) -> impl Iterator<Item = (Span, &'p PackArea)> {
        let mut at = 0;
        let mut next: Vec<_> = self.0.iter().map(|areas| areas.next(text, at)).collect();
        let all = std::iter::from_fn(move || {
            for (areas, next) in self.0.iter().zip(&mut next) {
                if next.is_some_and(|(span, _)| span.start < at) {
                    *next = areas.next(text, at);
                }
            }
            let first = next.iter().flatten().min_by_key(|(span, _)| (span.start, Reverse(span.end))).copied()?;
            at = first.0.end;
            Some(first)
        });
        all.filter(|(span, area)| is_meant(text, *span, area))
    }
}

/// Whether the words around let a name stand for its area.
fn is_meant(text: &str, span: Span, area: &PackArea) -> bool {
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else { return false };
    let borders = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
    let latin = span.of(text).is_ascii();
    let article = before.trim_end().ends_with(" the") || before.trim_end().ends_with("The");
    let followed = after.trim_start().starts_with(char::is_uppercase);
    let fits = !area.article || !latin || (article && !followed);
    let cyrillic = area.article && !latin;
    // A direction in Cyrillic is only an area's name with a capital within a sentence.
    let starts = before.trim_end().is_empty() || before.trim_end().ends_with(['.', '!', '?', '»', '"', '—']);
    borders && fits && !(cyrillic && (starts || followed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled() -> Areas<'static> {
        Areas::of(&Pack::bundled().unwrap().iter().collect::<Vec<_>>())
    }

    #[test]
    fn every_example_names_its_area() {
        let bundled = bundled();
        for area in bundled.0.iter().flat_map(|areas| &areas.areas) {
            let found: Vec<_> = bundled.find(&area.example).map(|(_, area)| area.id.as_str()).collect();
            assert!(found.contains(&area.id.as_str()), "{}: {found:?}", area.id);
        }
    }

    #[test]
    fn a_direction_is_no_area() {
        let ids = |text: &str| bundled().find(text).map(|(_, area)| area.id.clone()).collect::<Vec<_>>();
        assert!(ids("They drove to the West Bank.").is_empty());
        assert!(ids("He lives in West Texas.").is_empty());
        assert_eq!(ids("обвинил Запад в истерии"), ["the-west"]);
    }
}

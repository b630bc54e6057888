//! Areas and lines that packs name (`areas.toml`), and the countries that a pack's conflict lies in.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use crate::{packs::Pack, span::Span};

#[derive(Debug, Clone, Default, Deserialize)]
struct File {
    #[serde(default)]
    countries: Vec<String>,
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

/// The areas of some packs, ready to be found in texts.
#[derive(Debug, Clone)]
pub(super) struct PackAreas {
    areas: Vec<PackArea>,
    /// The area of each pattern.
    owners: Vec<usize>,
    finder: Option<AhoCorasick>,
    /// Countries of conflicts, each with the names that tell that a text is about it.
    pub(super) countries: Vec<String>,
}

impl PackAreas {
    fn of_files<'f>(files: impl Iterator<Item = &'f str>) -> Self {
        let (mut areas, mut countries) = (Vec::new(), Vec::new());
        for text in files {
            let file: File = toml::from_str(text).unwrap_or_default();
            areas.extend(file.area);
            countries.extend(file.countries);
        }
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
        Self { areas, owners, finder, countries }
    }

    /// The areas of these packs; of those that come with Fogline where there is none.
    pub(super) fn of<'p>(packs: &[&'p Pack], bundled: &'p Self) -> Cow<'p, Self> {
        if packs.iter().all(|pack| !pack.files.contains_key("areas.toml")) {
            return Cow::Borrowed(bundled);
        }
        let files = packs.iter().filter_map(|pack| pack.files.get("areas.toml")).map(|text| &**text);
        Cow::Owned(Self::of_files(files))
    }

    /// Where a text names them, in order.
    pub(super) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, &'a PackArea)> {
        self.finder.iter().flat_map(move |finder| finder.find_iter(text)).filter_map(move |found| {
            let area = self.areas.get(*self.owners.get(found.pattern().as_usize())?)?;
            let span = Span::new(found.start(), found.end());
            let (before, after) = (text.get(..span.start)?, text.get(span.end..)?);
            let borders = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
            let latin = span.of(text).is_ascii();
            let article = before.trim_end().ends_with(" the") || before.trim_end().ends_with("The");
            let followed = after.trim_start().starts_with(char::is_uppercase);
            let fits = !area.article || !latin || (article && !followed);
            let cyrillic = area.article && !latin;
            // A direction in Cyrillic is only an area's name with a capital within a sentence.
            let starts = before.trim_end().is_empty() || before.trim_end().ends_with(['.', '!', '?', '»', '"', '—']);
            (borders && fits && !(cyrillic && (starts || followed))).then_some((span, area))
        })
    }
}

/// The areas of the packs that come with Fogline.
pub(super) static BUNDLED: LazyLock<PackAreas> = LazyLock::new(|| {
    PackAreas::of_files(
        [
            include_str!("../../../../../packs/general/areas.toml"),
            include_str!("../../../../../packs/donbas-2022/areas.toml"),
        ]
        .into_iter(),
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_names_its_area() {
        assert!(!BUNDLED.areas.is_empty());
        for area in &BUNDLED.areas {
            let found: Vec<_> = BUNDLED.find(&area.example).map(|(_, area)| area.id.as_str()).collect();
            assert!(found.contains(&area.id.as_str()), "{}: {found:?}", area.id);
        }
    }

    #[test]
    fn a_direction_is_no_area() {
        let ids = |text: &str| BUNDLED.find(text).map(|(_, area)| area.id.clone()).collect::<Vec<_>>();
        assert!(ids("They drove to the West Bank.").is_empty());
        assert!(ids("He lives in West Texas.").is_empty());
        assert_eq!(ids("обвинил Запад в истерии"), ["the-west"]);
    }
}

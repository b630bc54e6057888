//! What may leave the house, as data: `lexicon/public.toml`.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

/// How finely a place may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Not at all.
    None,
    /// By first-level division or a larger area.
    Adm1,
    /// By village or town.
    Settlement,
}

/// Everything that the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What something can be about, the strictest first.
    #[serde(rename = "matter")]
    pub matters: Vec<Matter>,
    /// The cells of coordinates.
    pub grid: Grid,
    /// Who observes.
    pub observers: Observers,
    /// Who is no public person.
    pub persons: Persons,
    /// What is named after places.
    pub named: Named,
    /// What is masked wherever it stands.
    #[serde(rename = "mask")]
    pub masks: Vec<Mask>,
}

/// What something is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// As `movement`.
    pub id: String,
    /// Whether it never leaves.
    pub withhold: bool,
    /// Why, in words.
    pub reason: String,
    /// PLOVER events, or event/mode.
    pub kinds: Vec<String>,
    /// What was struck.
    pub objects: Vec<String>,
    /// Kinds of figures.
    pub counts: Vec<String>,
    /// Of whom the figures have to be; empty for anyone.
    #[serde(default)]
    pub victims: Vec<String>,
    /// Objects of which none may be struck.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Families of incidents.
    pub families: Vec<String>,
    /// Whether a named weapon makes it this.
    pub weapons: bool,
    /// How finely its place may be given.
    pub place: Precision,
    /// Hours from the last report of it until it may leave.
    pub delay_hours: i64,
}

/// The cells of coordinates.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Their width and height.
    pub degrees: f64,
}

/// Who observes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observers {
    /// Kinds of actors.
    pub kinds: Vec<String>,
    /// Classes of outlets.
    pub outlets: Vec<String>,
    /// Events by which they are kept from seeing: PLOVER event, or event/mode.
    pub denied: Vec<String>,
    /// Ways of knowing by which they were at the place themselves.
    pub there: Vec<String>,
}

/// Who is no public person, and what stands for names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persons {
    /// Kinds of actors.
    pub kinds: Vec<String>,
    /// What stands for one who speaks.
    pub source: String,
    /// What stands for anyone else.
    pub other: String,
    /// What stands for a name in quotations.
    pub name: String,
    /// What stands for a place.
    pub place: String,
    /// Classes of outlets that are people.
    pub outlets: Vec<String>,
    /// What stands for one of them.
    pub outlet: String,
    /// Classes of outlets that are no people; one of another class, or of none, may be, unless a pack has it.
    pub institutions: Vec<String>,
    /// What stands for an outlet of which neither is known.
    pub unknown_outlet: String,
    /// Precisions of places that may be given whatever the matter.
    pub areas: Vec<String>,
}

/// What is named after places: there the place's name means no spot.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Beginnings of the word that follows the name.
    pub after: Vec<String>,
    /// What follows a name that is no spot.
    pub example: String,
    /// What follows one that is.
    pub counterexample: String,
}

impl Named {
    /// Whether what follows a place's name makes it the name of something else.
    pub(super) fn is_of_name(&self, after: &str) -> bool {
        let next = after.strip_prefix(' ').unwrap_or_default().to_lowercase();
        self.after.iter().any(|word| next.starts_with(word.as_str()))
    }
}

/// Words that are masked wherever they stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mask {
    /// Its name.
    pub id: String,
    /// A regular expression.
    #[serde(deserialize_with = "regex")]
    pub pattern: Regex,
    /// What stands for them.
    pub says: String,
    /// Words that it masks as a whole.
    pub example: String,
    /// Words that it leaves alone.
    pub counterexample: String,
}

fn regex<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Regex, D::Error> {
    let text = String::deserialize(input)?;
    Regex::new(&text).map_err(serde::de::Error::custom)
}

impl Policy {
    /// The policy that comes with Fogline.
    ///
    /// # Panics
    /// Never for the bundled file, which a test reads.
    pub fn bundled() -> &'static Self {
        static POLICY: LazyLock<Policy> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../../lexicon/public.toml"))
                .unwrap_or_else(|error| panic!("lexicon/public.toml: {error}"))
        });
        &POLICY
    }

    /// The precision of places in words, for the head of what leaves.
    pub fn stated(&self) -> String {
        let delay = self.matters.iter().map(|matter| matter.delay_hours).max().unwrap_or_default();
        format!(
            "Places: village or town at most for harm to civilians, first-level division or larger for military matter and \
             movements, which are held back for {delay} hours. Coordinates, where there are any, are the centre of a cell of \
             {} degrees. Positions of observers are not given.",
            self.grid.degrees
        )
    }

    /// The centre of the cell that a coordinate lies in.
    pub fn cell(&self, degrees: f64) -> f64 {
        let cell = (degrees / self.grid.degrees).floor() + 0.5;
        // Rounded, so that the same cell is written the same.
        (cell * self.grid.degrees * 1e6).round() / 1e6
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_keeps_the_red_lines() {
        let policy = Policy::bundled();
        let of = |id: &str| policy.matters.iter().find(|matter| matter.id == id).unwrap();
        assert!((24..=72).contains(&of("movement").delay_hours));
        assert_eq!(of("civilian_harm").delay_hours, 0);
        assert!(of("movement").place <= Precision::Adm1 && of("military").place <= Precision::Adm1);
        assert!(of("restricted").withhold);
        // H3 cells of resolution 6 have 36 km2; a cell of the grid is no smaller even at 60 degrees north.
        assert!((policy.grid.degrees * 111.2).powi(2) * 0.5 >= 36.0);
        assert_eq!(policy.matters.last().unwrap().id, "other");
    }

    #[test]
    fn every_mask_finds_its_example_alone() {
        for mask in &Policy::bundled().masks {
            let found = mask.pattern.find(&mask.example);
            assert_eq!(found.map(|found| found.as_str().trim()), Some(mask.example.as_str()), "{}", mask.id);
            assert!(!mask.pattern.is_match(&mask.counterexample), "{}", mask.id);
        }
    }

    #[test]
    fn what_is_named_after_a_place_is_told_by_the_next_word() {
        let named = &Policy::bundled().named;
        assert!(named.is_of_name(&named.example) && !named.is_of_name(&named.counterexample));
    }

    #[test]
    fn a_cell_has_one_centre() {
        let policy = Policy::bundled();
        assert!((policy.cell(48.66247) - 48.65).abs() < 1e-9);
        assert!((policy.cell(-0.01) - -0.05).abs() < 1e-9);
    }
}

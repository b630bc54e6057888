//! What a coder's kinds of event can be accounts of: families of events, and weapons.

use std::{collections::BTreeSet, sync::LazyLock};

use serde::Deserialize;

/// What kinds are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Kinds {
    /// Columns of `lexicon/export.toml` that are read backwards.
    crosswalk: Option<Crosswalk>,
    row: Vec<Kind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Crosswalk {
    Acled,
}

/// What some kinds are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    /// The coder's words.
    says: Vec<String>,
    /// As `violence`.
    families: Vec<String>,
    /// As `artillery`.
    #[serde(default)]
    weapons: Vec<String>,
}

/// What of `lexicon/export.toml` tells what ACLED's types are.
#[derive(Debug, Deserialize)]
struct Exported {
    acled: Vec<Acled>,
}

#[derive(Debug, Deserialize)]
struct Acled {
    family: String,
    weapons: Vec<String>,
    event_type: String,
    sub_event_type: String,
}

/// How ACLED's types are written by Fogline, read backwards.
fn acled() -> &'static [Kind] {
    static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
        let Ok(Exported { acled }) = toml::from_str(include_str!("../../../../lexicon/export.toml")) else {
            return Vec::new();
        };
        let all = acled.into_iter().filter_map(|one| {
            // The more special of the two words, which alone tells a weapon.
            let special = !one.sub_event_type.is_empty();
            let says = if special { one.sub_event_type } else { one.event_type };
            let weapons = if special { one.weapons } else { Vec::new() };
            (!says.is_empty()).then(|| Kind { says: vec![says], families: vec![one.family], weapons })
        });
        all.collect()
    });
    &KINDS
}

impl Kinds {
    /// Whether it is told what any kind is.
    pub(super) fn are_told(&self) -> bool {
        self.crosswalk.is_some() || !self.row.is_empty()
    }

    /// Families and weapons of kinds, the most general of which stands first. The most special that is known decides; a kind that
    /// is not known tells nothing.
    pub(super) fn of(&self, kinds: &[String]) -> (Vec<String>, Vec<String>) {
        let own = self.crosswalk.map_or_else(Default::default, |Crosswalk::Acled| acled());
        let known = |kind: &String| -> Vec<&Kind> {
            let says = |one: &&Kind| one.says.iter().any(|says| says.eq_ignore_ascii_case(kind));
            self.row.iter().chain(own).filter(says).collect()
        };
        let found = kinds.iter().rev().map(known).find(|found| !found.is_empty()).unwrap_or_default();
        let families: BTreeSet<&String> = found.iter().flat_map(|one| &one.families).collect();
        let weapons: BTreeSet<&String> = found.iter().flat_map(|one| &one.weapons).collect();
        (families.into_iter().cloned().collect(), weapons.into_iter().cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::Mapping;

    #[test]
    fn acled_s_types_are_read_backwards() {
        let acled = Mapping::named("acled").unwrap().unwrap();
        let of = |kinds: &[&str]| acled.kinds.of(&kinds.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>());
        let (families, weapons) = of(&["Explosions/Remote violence", "Shelling/artillery/missile attack"]);
        assert_eq!(families, ["violence"]);
        assert!(weapons.contains(&"artillery".to_owned()));
        assert_eq!(of(&["Battles", "Armed clash"]).0, ["violence"]);
        assert_eq!(of(&["Strategic developments", "Change to group/activity"]).0, ["build_up", "withdrawal"]);
        assert_eq!(of(&["Protests", "Peaceful protest"]).0, ["protest"]);
        assert!(of(&["Strategic developments", "Something new"]).0.is_empty());
    }
}

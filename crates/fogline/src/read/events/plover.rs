//! The terms of PLOVER that rows of events may use (domain.md 0.1), and those for weapons and for what is struck (1.2).

/// The types of events, each with its modes.
pub(super) const TYPES: [(&str, &[&str]); 16] = [
    ("AGREE", &[]),
    ("CONSULT", &["visit", "third_party", "multilateral", "phone"]),
    ("SUPPORT", &[]),
    ("CONCEDE", &[]),
    ("COOPERATE", &[]),
    ("AID", &[]),
    ("RETREAT", &["withdraw", "release", "disarm", "ceasefire", "access", "resign"]),
    ("REQUEST", &["assist", "change", "yield", "meet"]),
    ("ACCUSE", &["disapprove", "investigate", "allege"]),
    ("REJECT", &["assist", "change", "yield", "meet"]),
    ("THREATEN", &["restrict", "arrest", "relations", "expel", "territory", "violence"]),
    ("PROTEST", &["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"]),
    ("SANCTION", &["convict", "expel", "withdraw", "discontinue"]),
    ("MOBILIZE", &["troops", "weapons", "police", "militia"]),
    (
        "COERCE",
        &[
            "seize",
            "restrict",
            "censor",
            "curfew",
            "martial_law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ],
    ),
    (
        "ASSAULT",
        &[
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide_attack",
            "aerial",
            "drone",
            "heavy_weapons",
            "crowd_control",
            "unconventional",
        ],
    ),
];

/// The names of the types of events.
pub fn types() -> impl Iterator<Item = &'static str> {
    TYPES.iter().map(|(name, _)| *name)
}

/// The modes of a type of events, by its name; `None` where PLOVER has no such type.
pub fn modes_of(kind: &str) -> Option<&'static [&'static str]> {
    TYPES.iter().find(|(name, _)| *name == kind).map(|(_, modes)| *modes)
}

/// Of the contexts those that are used here.
pub(super) const CONTEXTS: [&str; 18] = [
    "military",
    "intelligence",
    "executive",
    "legislative",
    "diplomatic",
    "territory",
    "peacekeeping",
    "legal",
    "human_rights",
    "human_security",
    "religion_ethnicity",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "migration",
    "repression",
    "political_institutions",
];

/// Weapons.
pub(super) const WEAPONS: [&str; 12] = [
    "artillery",
    "mortar",
    "rocket",
    "grenade",
    "small_arms",
    "mine",
    "drone",
    "bomb",
    "tank",
    "anti_tank",
    "chemical",
    "explosive",
];

/// What can be struck.
pub(super) const STRUCK: [&str; 5] = ["school", "hospital", "infrastructure", "military", "civilian_object"];

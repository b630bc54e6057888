//! The fields that are coded: of what, at which level they are measured, and which words they take.

use fogline::read::{events, statements::FACTUALITIES};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    agreement::Level,
    status::{OCCURRENCES, RESPONSIBILITIES},
    terms::{Modality, Polarity, SpeechAct},
};

/// What a field is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FieldOf")]
pub enum Of {
    /// A statement.
    Statement,
    /// An event.
    Event,
    /// An incident.
    Incident,
}

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// One of these.
    Words(fn() -> Vec<&'static str>),
    /// A mode of the event's type, or `none`.
    Mode,
    /// A side that a pack knows, or `none`.
    Side,
    /// Somebody or something as the report names it.
    Named,
    /// A day.
    Day,
    /// A number from 0.
    Count,
}

macro_rules! fields {
    ($($field:ident $name:literal $of:ident $level:ident $takes:expr, $says:literal;)*) => {
        /// A field that is coded.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[schemars(rename = "CodedField")]
        pub enum Field {
            $(#[doc = $says] #[serde(rename = $name)] $field,)*
        }

        impl Field {
            /// All of them, in the order in which they are coded.
            pub const ALL: &[Self] = &[$(Self::$field),*];

            /// As it is written.
            pub fn name(self) -> &'static str {
                match self { $(Self::$field => $name),* }
            }

            /// What it is of.
            pub fn of(self) -> Of {
                match self { $(Self::$field => Of::$of),* }
            }

            /// The level at which it is measured.
            pub fn level(self) -> Level {
                match self { $(Self::$field => Level::$level),* }
            }

            /// What it takes.
            pub fn takes(self) -> Takes {
                match self { $(Self::$field => $takes),* }
            }

            /// What it asks.
            pub fn says(self) -> &'static str {
                match self { $(Self::$field => $says),* }
            }
        }
    };
}

fields! {
    Speaker "speaker" Statement Nominal Takes::Named, "Who says it, as the report names them.";
    Side "side" Statement Nominal Takes::Side, "The side that the speaker stands on, on the day it was said.";
    SpeechAct "speech_act" Statement Nominal Takes::Words(SpeechAct::words), "What saying it is.";
    Accused "accused" Statement Nominal Takes::Named, "Who is blamed by it, as the report names them.";
    Factuality "factuality" Statement Nominal Takes::Words(factualities), "How certain whoever says it is that it is so, or is not.";
    Type "type" Event Nominal Takes::Words(types), "The type of event, by PLOVER.";
    Mode "mode" Event Nominal Takes::Mode, "In which way, by PLOVER.";
    Polarity "polarity" Event Nominal Takes::Words(Polarity::words), "Whether it is said to be so.";
    Modality "modality" Event Nominal Takes::Words(Modality::words), "How it stands to what is the case.";
    Place "place" Event Nominal Takes::Named, "Where, as the report names it.";
    Day "day" Event Interval Takes::Day, "On which day; of several, the first.";
    Killed "killed" Event Ratio Takes::Count, "How many were killed by it.";
    Injured "injured" Event Ratio Takes::Count, "How many were injured by it.";
    Occurrence "occurrence" Incident Nominal Takes::Words(occurrences), "Whether it happened, by who says so.";
    Responsibility "responsibility" Incident Nominal Takes::Words(responsibilities), "Who did it, by who says so.";
    Details "details" Incident Nominal Takes::Words(details), "How the figures that are told of it stand to each other.";
    Characterisation "characterisation" Incident Nominal Takes::Words(characterisations), "Whether a party's label is used for it, and whether somebody rejects that.";
}

impl Field {
    /// The words of a closed list; none where it takes others.
    pub fn words(self) -> Option<Vec<&'static str>> {
        match self.takes() {
            Takes::Words(words) => Some(words()),
            _ => None,
        }
    }
}

fn factualities() -> Vec<&'static str> {
    FACTUALITIES.to_vec()
}

fn types() -> Vec<&'static str> {
    events::types().chain([super::NONE]).collect()
}

fn occurrences() -> Vec<&'static str> {
    OCCURRENCES.to_vec()
}

fn responsibilities() -> Vec<&'static str> {
    RESPONSIBILITIES.to_vec()
}

/// Ways in which figures stand to each other, from the least to the most at odds; `none` where there is no figure.
pub(super) fn details() -> Vec<&'static str> {
    vec![super::NONE, "single", "agreeing", "superseded", "range", "conflicting"]
}

/// Ways in which labels are used.
pub(super) fn characterisations() -> Vec<&'static str> {
    vec![super::NONE, "used", "rejected"]
}

//! Closed lists of words, as schemas: fields that hold one of them are kept and sent as the text that it is, and described as
//! the list. Each comes from where the words are decided.

use std::borrow::Cow;

use fogline::{
    document::{OutletKind as Outlets, SegmentKind as Segments},
    read::{
        events::{Modality as Modalities, Polarity as Polarities, Tense as Tenses},
        statements::Act,
    },
    resolve::{
        places::PlacePrecision as PlacePrecisions,
        quantities::{Bound as Bounds, QuantityKind as Quantities},
        when::TimePrecision as TimePrecisions,
        who::{ActorKind as Actors, Resolution as Resolutions},
    },
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{
    incidents::rules::Rules,
    status::{OCCURRENCES, RESPONSIBILITIES, ROLL_UPS},
};

macro_rules! terms {
    ($($says:literal $name:ident: $words:expr;)*) => {
        $(
            #[doc = $says]
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl $name {
                /// The words.
                pub fn words() -> Vec<&'static str> {
                    $words.to_vec()
                }
            }

            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({ "type": "string", "description": $says, "enum": Self::words() })
                }
            }
        )*
    };
}

terms! {
    "Whether something happened, by who says so." Occurrence: OCCURRENCES;
    "Who did it, by who says so." Responsibility: RESPONSIBILITIES;
    "The statuses in one word for lists." RollUp: ROLL_UPS;
    "Families of events that can tell of one occurrence." Family: Rules::bundled().family_ids();
    "What saying something is." SpeechAct: Act::ALL.map(Act::name);
    "Whether it is said to be so." Polarity: Polarities::ALL.map(Polarities::name);
    "How it stands to what is the case." Modality: Modalities::ALL.map(Modalities::name);
    "When it is said to happen." Tense: Tenses::ALL.map(Tenses::name);
    "How words lead to an actor." Resolution: Resolutions::ALL.map(Resolutions::name);
    "What an actor is." ActorKind: Actors::ALL.map(Actors::name);
    "What a part of a page is." SegmentKind: Segments::ALL.map(Segments::name);
    "What kind of publisher an outlet is." OutletKind: Outlets::ALL.map(Outlets::name);
    "How finely a place is told." PlacePrecision: PlacePrecisions::ALL.map(PlacePrecisions::name);
    "How finely a time is told." TimePrecision: TimePrecisions::ALL.map(TimePrecisions::name);
    "What a quantity counts." QuantityKind: Quantities::ALL.map(Quantities::name);
    "What words say of a number." Bound: Bounds::ALL.map(Bounds::name);
    "What joined an account to one before." JoinedBy: ["evidence", "analyst"];
}

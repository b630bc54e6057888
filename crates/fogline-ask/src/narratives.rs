//! Who uses and who rejects each label that the packs know.

use fogline_reconcile::signals::{
    Item,
    narratives::{self, Narrative},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{View, numbers::Numbers};

/// A label with how much stands behind it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Label")]
pub struct Told {
    /// The label with its uses.
    #[serde(flatten)]
    pub narrative: Narrative,
    /// How much stands behind it.
    #[serde(flatten)]
    pub numbers: Numbers,
}

/// Every label. The view needs [`Need::Labels`](crate::Need::Labels).
pub fn find(view: &View) -> Vec<Told> {
    let items = view.items();
    let found = narratives::narratives(items, &view.origins, &view.moment());
    let told = |narrative: Narrative| {
        let has = |item: &&Item| item.labels.iter().any(|label| label.label == narrative.label);
        let cited = items.iter().filter(has).map(|item| (&item.citation, item.speaker.party.side.as_deref()));
        let numbers = view.numbers(cited);
        Told { narrative, numbers }
    };
    found.into_iter().map(told).collect()
}

//! Labels, first form: for each label of the packs, who uses it and who rejects it, its first use, and counts a day. Counts
//! are of origins, not of copies; no trend is claimed.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cited::{Cited, known},
    item::{Item, Stance},
};
use crate::report::seconds;

/// Where a label was used, rejected or kept away from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "LabelUse")]
pub struct Use {
    /// Who, where, in which words.
    #[serde(flatten)]
    pub cited: Cited,
    /// The exact word.
    pub word: String,
    /// How the speaker stands to it.
    pub stance: Stance,
    /// The rules that say so.
    pub why: Vec<String>,
}

/// How often one side stands to a label in one way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "LabelSideCount")]
pub struct SideCount {
    /// The side; none where it is not known.
    pub side: Option<String>,
    /// Statements.
    pub statements: usize,
    /// Reports that hold them.
    pub reports: usize,
    /// Origins of these reports.
    pub origins: usize,
    /// The first of them.
    pub first: Use,
}

/// Uses on one day by one side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "LabelDayCount")]
pub struct DayCount {
    /// The day, as published.
    pub day: String,
    /// The side; none where it is not known.
    pub side: Option<String>,
    /// How it stands to the label.
    pub stance: Stance,
    /// Reports.
    pub reports: usize,
    /// Their origins.
    pub origins: usize,
}

/// A label with who stands how to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Narrative {
    /// The neutral counterpart, which names the label.
    pub label: String,
    /// Its words as they were used, each once, in lower case.
    pub words: Vec<String>,
    /// Who uses it, the earliest first.
    pub used_by: Vec<SideCount>,
    /// Who rejects it.
    pub rejected_by: Vec<SideCount>,
    /// Who keeps away from it.
    pub distanced_by: Vec<SideCount>,
    /// The first use, with its channel.
    pub first_use: Option<Use>,
    /// Counts a day, by the day of publication.
    pub daily: Vec<DayCount>,
}

/// All labels of these items as they stood at a moment, by their first use. `origin` gives the copy origin of a report; one
/// that it does not know is its own.
pub fn narratives(items: &[Item], origin: &BTreeMap<String, String>, as_of: &str) -> Vec<Narrative> {
    let end_of_day = if as_of.len() == 10 { 24 * 3600 - 1 } else { 0 };
    let items = known(items, seconds(as_of).map(|moment| moment + end_of_day));
    let mut by_label: BTreeMap<&str, Vec<Use>> = BTreeMap::new();
    for item in items {
        for label in &item.labels {
            by_label.entry(&label.label).or_default().push(Use {
                cited: Cited::from(item),
                word: label.word.clone(),
                stance: label.stance,
                why: label.why.clone(),
            });
        }
    }
    let mut found: Vec<Narrative> = by_label.into_iter().map(|(label, uses)| narrative(label, &uses, origin)).collect();
    // By first use, and by no name, so that a swap of sides changes no place.
    let moment = |one: &Narrative| {
        let first = one.first_use.as_ref().map(|one| &one.cited);
        first.map(|one| (one.published.as_deref().and_then(seconds), one.citation.clone()))
    };
    found.sort_by(|one, other| {
        (moment(one).is_none(), moment(one), &one.label).cmp(&(moment(other).is_none(), moment(other), &other.label))
    });
    found
}

fn origin_of<'o>(origin: &'o BTreeMap<String, String>, cited: &'o Cited) -> &'o str {
    let document = &cited.citation.document;
    origin.get(document).unwrap_or(document)
}

/// A label from its uses, which stand in the order of time.
fn narrative(label: &str, uses: &[Use], origin: &BTreeMap<String, String>) -> Narrative {
    let words: BTreeSet<String> = uses.iter().map(|one| one.word.to_lowercase()).collect();
    let by = |stance: Stance| {
        let mut order: Vec<&Option<String>> = Vec::new();
        let mut sides: BTreeMap<&Option<String>, Vec<&Use>> = BTreeMap::new();
        for one in uses.iter().filter(|one| one.stance == stance) {
            let side = &one.cited.speaker.party.side;
            if !sides.contains_key(side) {
                order.push(side);
            }
            sides.entry(side).or_default().push(one);
        }
        let count = |side: &Option<String>| {
            let uses = sides.get(side)?;
            let reports: BTreeSet<&str> = uses.iter().map(|one| one.cited.citation.document.as_str()).collect();
            let origins: BTreeSet<&str> = uses.iter().map(|one| origin_of(origin, &one.cited)).collect();
            Some(SideCount {
                side: side.clone(),
                statements: uses.len(),
                reports: reports.len(),
                origins: origins.len(),
                first: (*uses.first()?).clone(),
            })
        };
        order.into_iter().filter_map(count).collect()
    };
    Narrative {
        label: label.to_owned(),
        words: words.into_iter().collect(),
        used_by: by(Stance::Uses),
        rejected_by: by(Stance::Rejects),
        distanced_by: by(Stance::Distances),
        first_use: uses.iter().find(|one| one.stance == Stance::Uses).cloned(),
        daily: daily(uses, origin),
    }
}

/// Reports and their origins.
type Documents<'u> = (BTreeSet<&'u str>, BTreeSet<&'u str>);

fn daily(uses: &[Use], origin: &BTreeMap<String, String>) -> Vec<DayCount> {
    let mut days: BTreeMap<(&str, Stance, &Option<String>), Documents> = BTreeMap::new();
    for one in uses {
        let Some(day) = one.cited.published.as_deref().and_then(|published| published.get(..10)) else { continue };
        let (reports, origins) = days.entry((day, one.stance, &one.cited.speaker.party.side)).or_default();
        reports.insert(one.cited.citation.document.as_str());
        origins.insert(origin_of(origin, &one.cited));
    }
    days.into_iter()
        .map(|((day, stance, side), (reports, origins))| DayCount {
            day: day.to_owned(),
            side: side.clone(),
            stance,
            reports: reports.len(),
            origins: origins.len(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::build::*, *};
    use crate::report::{Report, Span};

    const GENOCIDE: &str = "violence against the population";

    fn reports() -> Vec<Report> {
        let used = Make::new("a", "2022-02-15T12:00:00+02:00")
            .of_outlet("newspaper", "WEST")
            .says("putin", "RU", "accuse", "what is going on is genocide")
            .label("genocide", GENOCIDE);
        let rejected = Make::new("b", "2022-02-16T12:00:00+02:00")
            .says("putin", "RU", "accuse", "it is genocide")
            .label("genocide", GENOCIDE)
            .event("genocide", "ASSAULT/targeted", "actual")
            .says("price", "US", "deny", "Moscow's talk of genocide")
            .label("genocide", GENOCIDE)
            .says("scholz", "WEST", "assert", "there is no genocide in the region")
            .label("genocide", GENOCIDE)
            .says("psaki", "US", "deny", "the claim")
            .answering("denies", "s1");
        let mut scare = Make::new("c", "2022-02-16T13:00:00+02:00")
            .of_outlet("newspaper", "WEST")
            .says("outlet", "", "report", "the day saw more talk of genocide")
            .label("genocide", GENOCIDE);
        let span: Span = scare.last().labels[0].span.clone();
        scare.last().quotes = vec![span];
        scare.last().author_distance = Some("scare_quotes".into());
        vec![used.0, rejected.0, scare.0]
    }

    #[test]
    fn who_uses_a_label_and_who_rejects_it() {
        let reports = reports();
        let found = narratives(&items(&reports), &BTreeMap::new(), "2022-02-20");
        assert_eq!(found.len(), 1);
        let one = &found[0];
        assert_eq!((one.label.as_str(), one.words.as_slice()), (GENOCIDE, &["genocide".to_owned()][..]));
        let sides =
            |list: &[SideCount]| list.iter().map(|one| (one.side.clone().unwrap(), one.statements)).collect::<Vec<_>>();
        assert_eq!(sides(&one.used_by), [("RU".to_owned(), 2)]);
        assert_eq!(sides(&one.rejected_by), [("US".to_owned(), 2), ("WEST".to_owned(), 1)]);
        assert_eq!(sides(&one.distanced_by), [("WEST".to_owned(), 1)]);
        let first = one.first_use.as_ref().unwrap();
        assert_eq!((first.cited.citation.to_string().as_str(), first.word.as_str()), ("a#s1", "genocide"));
        assert_eq!(first.cited.channel.kind.as_deref(), Some("newspaper"));
        let earlier = narratives(&items(&reports), &BTreeMap::new(), "2022-02-15");
        assert_eq!(earlier[0].rejected_by, []);
    }

    #[test]
    fn copies_do_not_count_as_origins_and_order_does_not_matter() {
        let mut reports = reports();
        let mut copy = reports[0].clone();
        copy.document.reference = "a2".into();
        reports.push(copy);
        let origin = BTreeMap::from([("a2".to_owned(), "a".to_owned())]);
        let found = narratives(&items(&reports), &origin, "2022-02-20");
        let day = found[0].daily.iter().find(|one| one.day == "2022-02-15").unwrap();
        assert_eq!((day.reports, day.origins), (2, 1));
        assert_eq!((found[0].used_by[0].reports, found[0].used_by[0].origins), (3, 2));
        reports.reverse();
        assert_eq!(found, narratives(&items(&reports), &origin, "2022-02-20"));
    }
}

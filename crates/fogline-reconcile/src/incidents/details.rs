//! What is said of each detail of an occurrence: how many, with what, and by whom.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mention::{Class, Count, Mention, Stance, Voice};

/// What is said of one detail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Detail {
    /// How the values stand to each other.
    pub status: DetailStatus,
    /// The values, in the order in which they were published.
    pub values: Vec<Value>,
}

/// How the values of a detail stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DetailStatus {
    /// One value, told once or by one side.
    Single,
    /// One value, told by several sides.
    Agreeing,
    /// Several values that can all hold: bounds, a count that grows, or one side's tallies of several days.
    Range,
    /// Values that cannot all hold.
    Conflicting,
    /// A value that its own side has replaced.
    Superseded,
}

/// A value of a detail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "DetailValue")]
pub struct Value {
    /// In words and figures: `3`, `at least 47`, `artillery`.
    pub value: String,
    /// At least.
    pub low: Option<f64>,
    /// As said.
    pub best: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// Sides that give it.
    pub sides: Vec<String>,
    /// Statements that give it: report and statement.
    pub statements: Vec<crate::report::Citation>,
    /// Whether the side that gave it has given another since.
    pub superseded: bool,
}

/// Kinds of figures that are details of their own; the others stand under `other`.
pub(crate) const SLOTS: [&str; 6] = ["killed", "injured", "damage", "troops", "incidents", "explosions"];

/// Details that are counted anew for each day and area: several of one side are a series, of which none replaces another.
pub(crate) const TALLIES: [&str; 2] = ["incidents", "explosions"];

/// Classes of victims that are counted apart.
const GROUPS: [&str; 3] = ["child", "military", "combatant"];

/// What one report says of a detail.
struct Given<'m> {
    mention: &'m Mention,
    voice: Option<&'m Voice>,
    value: Value,
    replaced: bool,
}

/// The details of an occurrence that any report gives.
pub(super) fn details(mentions: &[&Mention]) -> BTreeMap<String, Detail> {
    let mut given = BTreeMap::<String, Vec<Given<'_>>>::new();
    for one in mentions {
        // Who denies that seven were killed does not say that they were.
        for count in one.counts.iter().filter(|_| !is_denied(one)) {
            let slot = match SLOTS.iter().find(|slot| **slot == count.kind) {
                Some(slot) => match count.victims.as_deref().filter(|class| GROUPS.contains(class)) {
                    Some(group) => format!("{slot}_{group}"),
                    None => (*slot).to_owned(),
                },
                None => format!("other_{}", count.unit.as_deref().unwrap_or(&count.kind).replace(' ', "_")),
            };
            given.entry(slot).or_default().push(of_count(one, count));
        }
        if let Some(weapon) = &one.weapon {
            given.entry("weapon".to_owned()).or_default().push(of_word(one, weapon));
        }
    }
    given
        .into_iter()
        .map(|(slot, values)| {
            let detail = detail(values, TALLIES.contains(&slot.as_str()));
            (slot, detail)
        })
        .collect()
}

/// Whether all who tell of a mention say that it was not.
fn is_denied(one: &Mention) -> bool {
    let mut telling = one.voices.iter().filter(|voice| voice.tells).peekable();
    telling.peek().is_some() && telling.all(|voice| voice.stance == Stance::Denies)
}

fn of_word<'m>(one: &'m Mention, word: &str) -> Given<'m> {
    let voice = one.voices.first();
    Given { mention: one, voice, value: value(one, voice, word.to_owned(), (None, None, None)), replaced: false }
}

fn of_count<'m>(one: &'m Mention, count: &Count) -> Given<'m> {
    let words = match (count.low, count.best, count.high) {
        (_, Some(best), _) => format!("{best}"),
        (Some(low), None, Some(high)) => format!("{low} to {high}"),
        (Some(low), None, None) => format!("at least {low}"),
        (None, None, Some(high)) => format!("at most {high}"),
        (None, None, None) => count.exact.clone(),
    };
    let voice = one.voices.iter().find(|voice| voice.words.iter().any(|words| words.exact.contains(&count.exact)));
    let voice = voice.or_else(|| one.voices.first());
    Given {
        mention: one,
        voice,
        value: value(one, voice, words, (count.low, count.best, count.high)),
        replaced: count.replaced,
    }
}

fn value(
    one: &Mention,
    voice: Option<&Voice>,
    words: String,
    figures: (Option<f64>, Option<f64>, Option<f64>),
) -> Value {
    Value {
        value: words,
        low: figures.0,
        best: figures.1,
        high: figures.2,
        sides: voice.and_then(|voice| voice.side.clone()).into_iter().collect(),
        statements: voice
            .map(|voice| crate::report::Citation {
                document: one.source.reference.clone(),
                statement: voice.statement.clone(),
            })
            .into_iter()
            .collect(),
        superseded: false,
    }
}

fn detail(mut given: Vec<Given<'_>>, tally: bool) -> Detail {
    given.sort_by(|a, b| a.mention.key().cmp(&b.mention.key()));
    let superseded = superseded(&given, tally);
    // "Not two" takes back the two of its own side, and of those of whom it is not known for whom they speak.
    let replaced: BTreeSet<(Option<String>, String)> = given
        .iter()
        .filter(|one| one.replaced && !tally)
        .flat_map(|one| [one.side(), None].map(|side| (side.map(str::to_owned), one.value.value.clone())))
        .collect();
    let mut values: Vec<Value> = Vec::new();
    for (one, superseded) in given.into_iter().zip(superseded) {
        let side = one.side().map(str::to_owned);
        let superseded = superseded || replaced.contains(&(side, one.value.value.clone()));
        match values.iter_mut().find(|known| known.value == one.value.value && known.superseded == superseded) {
            Some(known) => {
                known.sides.extend(one.value.sides);
                known.statements.extend(one.value.statements);
            }
            None => values.push(Value { superseded, ..one.value }),
        }
    }
    for value in &mut values {
        value.sides.sort();
        value.sides.dedup();
        value.statements.sort();
        value.statements.dedup();
    }
    let status = of(&values, tally);
    Detail { status, values }
}

/// Which values are replaced by a later one: of the same side, told later, for the same thing. What a side says later takes the
/// place of what it said before, if its report says so or the count has grown. A tally of a day takes the place of none: it is up
/// "from" that of another. The values stand in the order of time.
fn superseded(given: &[Given<'_>], tally: bool) -> Vec<bool> {
    let mut out = vec![false; given.len()];
    let mut later = Later { tally, ..Later::default() };
    let mut end = given.len();
    // From the last moment to the first; those of one moment do not replace each other.
    while let Some(at) = given.get(..end).and_then(<[_]>::last).map(|last| last.mention.source.at) {
        let start = given.get(..end).unwrap_or_default().partition_point(|one| one.mention.source.at < at);
        let of_moment = given.get(start..end).unwrap_or_default();
        for (one, out) in of_moment.iter().zip(out.iter_mut().skip(start)) {
            *out = one.replaced && !tally || later.supersedes(one);
        }
        for one in of_moment {
            later.add(one);
        }
        end = start;
    }
    out
}

/// What is told later than some moment.
#[derive(Default)]
struct Later<'g> {
    tally: bool,
    /// The values of those that correct, of which two tell whether there is another one.
    correcting: BTreeMap<Whose<'g>, Vec<&'g str>>,
    /// What outlets say that they had reported and that does not hold: "not 40 as first reported".
    withdrawn: BTreeSet<(&'g str, u64)>,
    /// The greatest count of each side.
    greatest: BTreeMap<&'g str, f64>,
}

/// Who can take back a value: the side that gave it; of what an outlet says in its own voice, that outlet.
type Whose<'g> = (Option<&'g str>, Option<&'g str>);

impl<'g> Given<'g> {
    fn side(&self) -> Option<&'g str> {
        self.voice.and_then(|voice| voice.side.as_deref())
    }

    /// Its figure as one that its outlet has reported.
    fn reported(&self) -> Option<(&'g str, u64)> {
        let figure = self.value.best.or(self.value.low)?;
        Some((self.mention.source.outlet.as_deref()?, figure.to_bits()))
    }

    fn whose(&self) -> Whose<'g> {
        let outlet = self.mention.source.outlet.as_deref();
        let own = self.voice.is_none_or(|voice| voice.class == Class::Outlet);
        (self.side(), outlet.filter(|_| own))
    }
}

impl<'g> Later<'g> {
    fn add(&mut self, one: &'g Given<'_>) {
        let corrects = one.voice.is_some_and(|voice| voice.act == "correct")
            || !self.tally && one.mention.counts.iter().any(|count| count.replaced);
        let value = one.value.value.as_str();
        if corrects {
            let known = self.correcting.entry(one.whose()).or_default();
            if known.len() < 2 && !known.contains(&value) {
                known.push(value);
            }
        }
        self.withdrawn.extend(one.reported().filter(|_| one.replaced && !self.tally));
        if let (Some(side), Some(best)) = (one.side(), one.value.best) {
            let greatest = self.greatest.entry(side).or_insert(best);
            *greatest = greatest.max(best);
        }
    }

    fn supersedes(&self, earlier: &Given<'_>) -> bool {
        let grown =
            || self.greatest.get(earlier.side()?).zip(earlier.value.best).map(|(later, earlier)| *later > earlier);
        let mut correcting = self.correcting.get(&earlier.whose()).into_iter().flatten();
        correcting.any(|value| *value != earlier.value.value)
            || earlier.reported().is_some_and(|figure| self.withdrawn.contains(&figure))
            || !self.tally && grown() == Some(true)
    }
}

fn of(values: &[Value], tally: bool) -> DetailStatus {
    let standing: Vec<&Value> = values.iter().filter(|value| !value.superseded).collect();
    let [first, rest @ ..] = standing.as_slice() else { return DetailStatus::Superseded };
    if values.len() > standing.len() && rest.is_empty() {
        return DetailStatus::Superseded;
    }
    if rest.is_empty() {
        return if first.sides.len() > 1 { DetailStatus::Agreeing } else { DetailStatus::Single };
    }
    let of_one = first.sides.len() == 1 && rest.iter().all(|value| value.sides == first.sides);
    if tally && of_one {
        return DetailStatus::Range;
    }
    let bounds = |value: &Value| {
        (value.low.or(value.best).unwrap_or(f64::NEG_INFINITY), value.high.or(value.best).unwrap_or(f64::INFINITY))
    };
    let open = |value: &&&Value| value.best.is_none() && (value.low.is_some() || value.high.is_some());
    let low = standing.iter().map(|value| bounds(value).0).fold(f64::NEG_INFINITY, f64::max);
    let high = standing.iter().map(|value| bounds(value).1).fold(f64::INFINITY, f64::min);
    match (low <= high, standing.iter().any(|value| open(&value))) {
        (true, true) => DetailStatus::Range,
        _ if standing.iter().all(|value| value.best.is_none() && value.low.is_none() && value.high.is_none()) => {
            DetailStatus::Range
        }
        _ => DetailStatus::Conflicting,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(at: i64, counts: &[(&str, f64, bool)]) -> Mention {
        let counts = counts.iter().map(|(kind, best, replaced)| Count {
            kind: (*kind).to_owned(),
            best: Some(*best),
            replaced: *replaced,
            ..Count::default()
        });
        let voice = Voice { side: Some("S".into()), ..Voice::default() };
        let mut mention = Mention { counts: counts.collect(), voices: vec![voice], ..Mention::default() };
        mention.source.at = at;
        mention
    }

    fn values(mentions: &[Mention], slot: &str) -> Vec<(String, bool)> {
        let details = details(&mentions.iter().collect::<Vec<_>>());
        details[slot].values.iter().map(|value| (value.value.clone(), value.superseded)).collect()
    }

    #[test]
    fn an_outlet_that_says_that_a_figure_does_not_hold_takes_back_its_own() {
        let mut first = told(1, &[("killed", 40.0, false)]);
        (first.counts[0].best, first.counts[0].low) = (None, Some(40.0));
        let mut all = [first, told(2, &[("killed", 40.0, true), ("killed", 43.0, false)])];
        for (one, side) in all.iter_mut().zip([None, Some("IND".to_owned())]) {
            one.voices[0].side = side;
            one.source.outlet = Some("Northwire".to_owned());
        }
        let expected = [("at least 40".to_owned(), true), ("40".to_owned(), true), ("43".to_owned(), false)];
        assert_eq!(values(&all, "killed"), expected);
        all[1].source.outlet = Some("Gazette".to_owned());
        assert_eq!(values(&all, "killed")[0], ("at least 40".to_owned(), false));
    }

    #[test]
    fn three_not_two_replaces_two_but_a_tally_up_from_another_replaces_none() {
        let all = [told(1, &[("injured", 2.0, false)]), told(2, &[("injured", 2.0, true), ("injured", 3.0, false)])];
        assert_eq!(values(&all, "injured"), [("2".to_owned(), true), ("3".to_owned(), false)]);
        let all = [
            told(1, &[("incidents", 870.0, false)]),
            told(2, &[("incidents", 870.0, true), ("incidents", 1566.0, false)]),
        ];
        assert_eq!(values(&all, "incidents"), [("870".to_owned(), false), ("1566".to_owned(), false)]);
    }
}

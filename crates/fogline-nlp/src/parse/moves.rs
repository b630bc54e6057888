//! The classes of a transition system, in the order its network scores them.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    labels::{Label, LabelsBuilder},
    model::msgpack,
};

/// The actions of a pipeline with their labels, grouped in runs of one action.
#[derive(Debug)]
pub(crate) struct Moves {
    /// Label by class.
    pub(super) labels: Vec<Label>,
    /// Consecutive classes with the same action; `subtok` arcs, which have a condition of their own, apart.
    pub(super) runs: Vec<Run>,
}

/// Consecutive classes of one action.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) action: u8,
    pub(super) subtok: bool,
    pub(super) classes: Range<usize>,
}

impl Moves {
    /// Decodes a `moves` file: counts by action and label. A class stands the earlier the higher its count, labels of
    /// one count from last to first; negative counts mark labels added later, which follow in order of addition.
    pub(super) fn decode(
        file: &[u8],
        keep: impl Fn(u8, &str) -> bool,
        labels: &mut LabelsBuilder,
    ) -> Result<Self, String> {
        let value = msgpack::decode(file)?;
        let json = msgpack::get(&value, "moves").and_then(msgpack::text).ok_or("has no list of moves")?;
        let counts: BTreeMap<u8, BTreeMap<String, i64>> =
            serde_json::from_str(json).map_err(|error| format!("has a malformed list of moves: {error}"))?;
        let (mut classes, mut added) = (Vec::new(), BTreeMap::<Reverse<(i64, &str)>, Vec<u8>>::new());
        for (action, counts) in &counts {
            let mut sorted: Vec<_> = counts.iter().map(|(label, count)| Reverse((*count, label.as_str()))).collect();
            sorted.sort();
            for Reverse((count, label)) in sorted {
                if count < 0 {
                    added.entry(Reverse((count, label))).or_default().push(*action);
                } else {
                    classes.push((*action, label));
                }
            }
        }
        for Reverse((_, label)) in added.keys() {
            // Every action of an added label follows where the label first stands, in the actions' own order.
            let same = added.iter().filter(|(Reverse((_, other)), _)| other == label);
            let actions: BTreeSet<u8> = same.flat_map(|(_, actions)| actions).copied().collect();
            for action in actions {
                if !classes.contains(&(action, label)) {
                    classes.push((action, label));
                }
            }
        }
        classes.retain(|(action, label)| keep(*action, label));
        let mut moves = Self { labels: Vec::new(), runs: Vec::new() };
        for (class, (action, label)) in classes.into_iter().enumerate() {
            let subtok = label == "subtok";
            match moves.runs.last_mut() {
                Some(run) if (run.action, run.subtok) == (action, subtok) => run.classes.end += 1,
                _ => moves.runs.push(Run { action, subtok, classes: class..class + 1 }),
            }
            moves.labels.push(labels.intern(label));
        }
        Ok(moves)
    }

    /// The same classes with every run of the given actions cut so that its classes share a label, and every other run
    /// so that they all have one or none has.
    pub(super) fn cut_by_label(mut self, actions: &[u8]) -> Self {
        let mut runs = Vec::<Run>::new();
        for run in &self.runs {
            let whole = !actions.contains(&run.action);
            for class in run.classes.clone() {
                let same = |last: &Run| {
                    let (label, other) = (self.labels[class], self.labels[last.classes.start]);
                    label == other || whole && label != Label::default() && other != Label::default()
                };
                match runs.last_mut() {
                    Some(last) if class > run.classes.start && same(last) => last.classes.end += 1,
                    _ => runs.push(Run { classes: class..class + 1, ..run.clone() }),
                }
            }
        }
        self.runs = runs;
        self
    }

    /// How many classes there are.
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The action and class with the highest score among runs that `valid` accepts, the first of equals. Scores are
    /// asked for only where there is a choice.
    pub(super) fn best<'s>(
        &self,
        valid: impl Fn(&Run) -> bool,
        scores: impl FnOnce() -> &'s [f32],
    ) -> Option<(u8, usize)> {
        let mut open = self.runs.iter().filter(|run| valid(run)).peekable();
        let first = open.next()?;
        if open.peek().is_none() && first.classes.len() == 1 {
            return Some((first.action, first.classes.start));
        }
        let scores = scores();
        let (mut best, mut most) = ((first.action, first.classes.start), f32::NEG_INFINITY);
        for run in std::iter::once(first).chain(open) {
            for (class, score) in run.classes.clone().zip(&scores[run.classes.clone()]) {
                if *score > most {
                    (best, most) = ((run.action, class), *score);
                }
            }
        }
        Some(best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_ordered_as_spacy_orders_them() {
        let json = r#"{"0":{"":5},"2":{"a":1,"b":1,"c":9,"new":-2,"newer":-1},"3":{"new":-1}}"#;
        let mut file = vec![0x81, 0xa5];
        file.extend(b"moves");
        file.extend([0xd9, json.len() as u8]);
        file.extend(json.as_bytes());
        let mut labels = LabelsBuilder::default();
        let moves = Moves::decode(&file, |_, _| true, &mut labels).unwrap();
        let labels = labels.build().unwrap();
        let names: Vec<_> = moves.labels.iter().map(|label| labels.get(*label)).collect();
        assert_eq!(names, ["", "c", "b", "a", "newer", "new", "new"]); // `new` once for each of its actions
        let actions: Vec<_> = moves.runs.iter().map(|run| (run.action, run.classes.len())).collect();
        assert_eq!(actions, [(0, 1), (2, 5), (3, 1)]);
    }

    #[test]
    fn the_first_of_equal_scores_wins_and_a_single_choice_is_not_scored() {
        let run = |action, classes| Run { action, subtok: false, classes };
        let moves = Moves { labels: vec![Label::default(); 4], runs: vec![run(0, 0..1), run(1, 1..4)] };
        assert_eq!(moves.best(|run| run.action == 1, || &[9.0, 1.0, 2.0, 2.0]), Some((1, 2)));
        assert_eq!(moves.best(|run| run.action == 0, || unreachable!()), Some((0, 0)));
        assert_eq!(moves.best(|_| false, || unreachable!()), None);
    }
}

//! From a projective tree with decorated labels back to the tree it stands for (Nivre and Nilsson 2005), and from a
//! tree to its sentences.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::arc_eager::Parse;
use crate::labels::{Label, LabelsBuilder};

/// Passes over the edges of subtrees, after which crossing arcs are left as they are.
const MOST_PASSES: usize = 12;
/// Children that the search for one token's head looks at. No sentence of a real text has as many below one head; text
/// without sentences must not take time that grows with its square.
const MOST_LOOKED: usize = 1000;

/// Decorated labels `X||Y`: an arc labelled X whose true head is below its head and labelled Y.
#[derive(Debug)]
pub(super) struct Labels(BTreeMap<Label, (Label, Label)>);

impl Labels {
    /// Finds the decorated ones among the labels known so far.
    pub(super) fn new(labels: &mut LabelsBuilder) -> Self {
        let decorated: Vec<_> = labels.find(|name| name.contains("||"));
        let split = decorated.into_iter().map(|(label, name)| {
            let (own, head) = name.split_once("||").unwrap_or((&name, ""));
            (label, (labels.intern(own), labels.intern(head)))
        });
        Self(split.collect())
    }

    /// Moves decorated arcs to their true heads and sets the sentence starts.
    pub(super) fn restore(&self, parse: &mut Parse, space: &[bool]) {
        let edges = Edges::new(&parse.heads);
        if parse.labels.iter().any(|label| self.0.contains_key(label)) {
            let mut search = Search::new(&parse.heads, &edges, space);
            for token in 0..parse.labels.len() {
                if let Some((own, wanted)) = self.0.get(&parse.labels[token]) {
                    let head = search.head(parse, token, *wanted);
                    parse.labels[token] = *own;
                    search.settle(parse, token, head);
                }
            }
            parse.starts = Edges::new(&parse.heads).starts(&parse.heads);
        } else {
            parse.starts = edges.starts(&parse.heads);
        }
    }
}

/// The search for the true heads of tokens.
struct Search<'a> {
    edges: &'a Edges,
    space: &'a [bool],
    /// Children before any arc was moved.
    children: Children,
    /// Children that came to a head, by head. spaCy lists as children only those within the subtree's edges as they were
    /// before any arc was moved.
    came: BTreeMap<usize, BTreeSet<usize>>,
}

impl<'a> Search<'a> {
    fn new(heads: &[u32], edges: &'a Edges, space: &'a [bool]) -> Self {
        Self { edges, space, children: Children::new(heads), came: BTreeMap::new() }
    }

    /// The first token labelled `wanted` below the token's head, level by level and left to right, but not below the
    /// token; else its head.
    fn head(&self, parse: &Parse, token: usize, wanted: Label) -> usize {
        let top = parse.heads[token] as usize;
        let mut open = VecDeque::from([top]);
        let mut looked = 0;
        while let Some(parent) = open.pop_front() {
            let mut still = self.children.of(parent).iter().map(|child| *child as usize).peekable();
            let mut came = self.came.get(&parent).into_iter().flatten().copied().peekable();
            while let Some(child) = match (still.peek(), came.peek()) {
                (Some(own), Some(new)) if new < own => came.next(),
                (None, _) => came.next(),
                _ => still.next(),
            } {
                looked += 1;
                if looked > MOST_LOOKED {
                    return top;
                }
                let here = parse.heads[child] as usize == parent && child != parent;
                if !here || self.space[child] || child == token {
                    continue;
                }
                if parse.labels[child] == wanted {
                    return child;
                }
                open.push_back(child);
            }
        }
        top
    }

    /// Gives a token its head.
    fn settle(&mut self, parse: &mut Parse, token: usize, head: usize) {
        let old = parse.heads[token] as usize;
        if head == old {
            return;
        }
        if let Some(came) = self.came.get_mut(&old) {
            came.remove(&token);
        }
        parse.heads[token] = head as u32;
        if (self.edges.left[head]..=self.edges.right[head]).contains(&(token as u32)) {
            self.came.entry(head).or_default().insert(token);
        }
    }
}

/// Children by head, left to right.
struct Children {
    first: Vec<u32>,
    tokens: Vec<u32>,
}

impl Children {
    fn new(heads: &[u32]) -> Self {
        let mut first = vec![0; heads.len() + 1];
        for head in heads {
            first[*head as usize + 1] += 1;
        }
        for index in 1..first.len() {
            first[index] += first[index - 1];
        }
        let (mut next, mut tokens) = (first.clone(), vec![0; heads.len()]);
        for (child, head) in heads.iter().enumerate() {
            let slot = &mut next[*head as usize];
            tokens[*slot as usize] = child as u32;
            *slot += 1;
        }
        Self { first, tokens }
    }

    fn of(&self, head: usize) -> &[u32] {
        &self.tokens[self.first[head] as usize..self.first[head + 1] as usize]
    }
}

/// First and last token of every subtree.
struct Edges {
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Edges {
    fn new(heads: &[u32]) -> Self {
        let own: Vec<u32> = (0..heads.len() as u32).collect();
        let mut edges = Self { left: own.clone(), right: own };
        for _ in 0..MOST_PASSES {
            for (child, head) in heads.iter().enumerate() {
                edges.widen(*head as usize, child);
            }
            for (child, head) in heads.iter().enumerate().rev() {
                edges.widen(*head as usize, child);
            }
            if edges.agree_with(heads) {
                break;
            }
        }
        edges
    }

    fn widen(&mut self, head: usize, child: usize) {
        self.left[head] = self.left[head].min(self.left[child]);
        self.right[head] = self.right[head].max(self.right[child]);
    }

    /// Sentences begin at the left edges of roots.
    fn starts(&self, heads: &[u32]) -> Vec<bool> {
        let mut starts = vec![false; heads.len()];
        for (token, _) in heads.iter().enumerate().filter(|(token, head)| *token == **head as usize) {
            starts[self.left[token] as usize] = true;
        }
        starts
    }

    /// Whether every head lies in its token's sentence, as spaCy checks it: up to the token that begins the next.
    fn agree_with(&self, heads: &[u32]) -> bool {
        let starts = self.starts(heads);
        let (mut start, last) = (0, heads.len().saturating_sub(1));
        for end in 0..heads.len() {
            if end > 0 && starts[end] || end == last {
                if heads[start..end].iter().any(|head| !(start..=end).contains(&(*head as usize))) {
                    return false;
                }
                start = end;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decorated_arcs_find_their_heads() {
        let mut builder = LabelsBuilder::default();
        let [dep, root, obj, decorated] = ["dep", "ROOT", "obj", "dep||obj"].map(|name| builder.intern(name));
        let labels = Labels::new(&mut builder);
        let mut parse = Parse { heads: vec![1, 1, 1, 1], labels: vec![dep, root, obj, decorated], starts: vec![] };
        labels.restore(&mut parse, &[false; 4]);
        assert_eq!(parse.heads, [1, 1, 1, 2]);
        assert_eq!(parse.labels, [dep, root, obj, dep]);
        assert_eq!(parse.starts, [true, false, false, false]);
    }

    #[test]
    fn sentences_begin_at_the_edges_of_roots() {
        let heads = [1, 1, 4, 4, 4];
        assert_eq!(Edges::new(&heads).starts(&heads), [true, false, true, false, false]);
        assert!(Edges::new(&[]).starts(&[]).is_empty());
    }

    /// What [`Search`] computes, as it is defined.
    fn naive(parse: &mut Parse, labels: &Labels, space: &[bool]) {
        let edges = Edges::new(&parse.heads);
        let before = parse.heads.clone();
        for token in 0..parse.heads.len() {
            let Some((own, wanted)) = labels.0.get(&parse.labels[token]) else { continue };
            let is_child = |head: usize, child: usize| {
                let moved = parse.heads[child] != before[child];
                let in_sight = (edges.left[head]..=edges.right[head]).contains(&(child as u32));
                parse.heads[child] as usize == head && child != head && (!moved || in_sight)
            };
            let mut level = vec![parse.heads[token] as usize];
            let mut found = None;
            // Crossing arcs can make circles.
            for _ in 0..parse.heads.len() {
                let all = 0..parse.heads.len();
                let below = level.iter().flat_map(|head| all.clone().filter(move |child| is_child(*head, *child)));
                level = below.filter(|child| !space[*child] && *child != token).collect();
                found = level.iter().copied().find(|child| parse.labels[*child] == *wanted);
                if found.is_some() {
                    break;
                }
            }
            parse.heads[token] = found.map_or(parse.heads[token], |found| found as u32);
            parse.labels[token] = *own;
        }
    }

    #[test]
    fn heads_are_found_as_they_are_defined() {
        let mut builder = LabelsBuilder::default();
        let names = ["a", "b", "c", "a||b", "b||a", "c||a", "a||c", "b||b"];
        let known = names.map(|name| builder.intern(name));
        let labels = Labels::new(&mut builder);
        let mut seed = 1u64;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        let mut moved = 0;
        for round in 0..3000 {
            // Trees of every kind: flat, deep, with crossing arcs in every second round.
            let length = 2 + random(24);
            let spread = 1 + random(length);
            let mut order: Vec<usize> = (0..length).collect();
            if round % 2 == 0 {
                for index in (1..length).rev() {
                    order.swap(index, random(index + 1));
                }
            }
            let mut heads = vec![order[0] as u32; length];
            for index in 1..length {
                heads[order[index]] = order[random(index.min(spread))] as u32;
            }
            let space: Vec<bool> = (0..length).map(|_| random(12) == 0).collect();
            let marks = (0..length).map(|_| known[random(known.len())]).collect();
            let mut parse = Parse { heads: heads.clone(), labels: marks, starts: vec![] };
            let mut expected = Parse { heads, labels: parse.labels.clone(), starts: vec![] };
            naive(&mut expected, &labels, &space);
            moved += usize::from(expected.heads != parse.heads);
            labels.restore(&mut parse, &space);
            assert_eq!((parse.heads, parse.labels), (expected.heads, expected.labels), "round {round}");
        }
        assert!(moved > 1000, "{moved}");
    }

    #[test]
    fn a_flat_sentence_of_moved_arcs_takes_linear_time() {
        let mut builder = LabelsBuilder::default();
        let [root, a, decorated, lost] = ["ROOT", "a", "a||ROOT", "a||a"].map(|name| builder.intern(name));
        let labels = Labels::new(&mut builder);
        // Walking over all siblings of each would take hours.
        for (label, other) in [(decorated, a), (lost, root), (lost, a)] {
            let mut marks = vec![label; 300_000];
            (marks[0], marks[1]) = (root, other);
            let mut parse = Parse { heads: vec![0; marks.len()], labels: marks, starts: vec![] };
            labels.restore(&mut parse, &vec![false; 300_000]);
            assert_eq!(parse.labels[299_999], a);
        }
    }
}

//! From a projective tree with decorated labels back to the tree it stands for (Nivre and Nilsson 2005), and from a
//! tree to its sentences.

use std::collections::BTreeMap;

use super::arc_eager::Parse;
use crate::labels::{Label, LabelsBuilder};

/// Passes over the edges of subtrees, after which crossing arcs are left as they are.
const MOST_PASSES: usize = 12;

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
            let children = Children::new(&parse.heads);
            let mut moved = BTreeMap::new();
            for token in 0..parse.labels.len() {
                if let Some((own, wanted)) = self.0.get(&parse.labels[token]) {
                    let find = Search { parse, edges: &edges, children: &children, moved: &moved, space };
                    let head = find.head(token, *wanted);
                    if head != parse.heads[token] as usize {
                        parse.heads[token] = head as u32;
                        moved.insert(token, head);
                    }
                    parse.labels[token] = *own;
                }
            }
            parse.starts = Edges::new(&parse.heads).starts(&parse.heads);
        } else {
            parse.starts = edges.starts(&parse.heads);
        }
    }
}

/// A search for the true head of a token.
struct Search<'a> {
    parse: &'a Parse,
    edges: &'a Edges,
    children: &'a Children,
    /// Tokens that have got another head since `children` was made.
    moved: &'a BTreeMap<usize, usize>,
    space: &'a [bool],
}

impl Search<'_> {
    /// The first token labelled `wanted` below the token's head, level by level and left to right; else its head.
    fn head(&self, token: usize, wanted: Label) -> usize {
        let head = self.parse.heads[token] as usize;
        let mut level = vec![head];
        // Crossing arcs could make a token its own descendant; no level is deeper than the document is long.
        for _ in 0..self.parse.heads.len() {
            let mut next = Vec::new();
            for parent in level {
                for child in self.children_of(parent) {
                    if self.space[child] || child == token {
                        continue;
                    }
                    if self.parse.labels[child] == wanted {
                        return child;
                    }
                    next.push(child);
                }
            }
            if next.is_empty() {
                break;
            }
            level = next;
        }
        head
    }

    /// Children as spaCy lists them: those within the subtree's edges as they were before any arc was moved.
    fn children_of(&self, parent: usize) -> Vec<usize> {
        let (left, right) = (self.edges.left[parent] as usize, self.edges.right[parent] as usize);
        let still = self
            .children
            .of(parent)
            .iter()
            .map(|child| *child as usize)
            .filter(|child| !self.moved.contains_key(child));
        let came = self.moved.iter().filter(|(_, head)| **head == parent).map(|(child, _)| *child);
        let mut all: Vec<_> =
            still.chain(came).filter(|child| *child != parent && (left..=right).contains(child)).collect();
        all.sort_unstable();
        all
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
}

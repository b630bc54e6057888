//! From edges to groups of copies, each with its origin.

use std::{cmp::Reverse, collections::BTreeMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edge::{Edge, Reason, Relation},
    signature::Signature,
};

/// A report among others.
#[derive(Debug, Clone, Copy)]
pub struct Node<'n> {
    /// What the input calls it. Unique among the nodes.
    pub reference: &'n str,
    /// What is known of it.
    pub signature: &'n Signature,
}

impl<'n> Node<'n> {
    /// The order in time: what has no time comes last, equals by their reference.
    pub(super) fn order(&self) -> (i64, &'n str) {
        (self.signature.published.unwrap_or(i64::MAX), self.reference)
    }
}

/// An edge between two nodes, by their numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The nodes.
    pub ends: [usize; 2],
    /// What joins them.
    pub edge: Edge,
}

/// Reports that print one text: one origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CopyGroup {
    /// The report by the outlet that the others credit, else the earliest.
    pub origin: String,
    /// The others, in order of time.
    pub members: Vec<Member>,
}

/// A report of a group besides its origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Copy")]
pub struct Member {
    /// What the input calls it.
    #[serde(rename = "ref")]
    pub reference: String,
    /// How it stands to the origin, or to the member that it is nearest to. An `update` is listed here as the later version
    /// that it is; its copies are a group of their own.
    pub relation: Relation,
    /// How sure that is, from 0 to 1.
    pub score: f64,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// The groups that edges make, in order of their origins' time. The same whatever the order of nodes and edges.
///
/// Copies of copies are copies: edges are followed from one to the next. An edge to a later version joins no groups, so that
/// two versions are counted apart; both stand in the group of the earlier one.
pub fn groups(nodes: &[Node<'_>], links: &[Link]) -> Vec<CopyGroup> {
    let is_copy = |link: &&Link| link.edge.relation != Relation::Update;
    let texts = Sets::of(nodes, links.iter().filter(is_copy));
    let stories = Sets::of(nodes, links);
    let mut near: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
    for link in links {
        for end in link.ends {
            near.entry(end).or_default().push(link);
        }
    }
    let mut out = Vec::new();
    for story in stories.members() {
        let mut versions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for number in story {
            versions.entry(texts.root(number)).or_default().push(number);
        }
        let mut versions: Vec<Vec<usize>> = versions.into_values().collect();
        versions.sort_by_key(|members| members.iter().filter_map(|number| Some(nodes.get(*number)?.order())).min());
        let later: Vec<usize> = versions.iter().skip(1).flatten().copied().collect();
        for (number, members) in versions.iter().enumerate() {
            let updates = if number == 0 { later.as_slice() } else { &[] };
            out.extend(group(nodes, &near, members, updates));
        }
    }
    out.sort_by_key(|(order, _)| *order);
    out.into_iter().map(|(_, group)| group).collect()
}

/// One group with its place in the order: members that are copies of one another, and later versions of them.
fn group<'n>(
    nodes: &[Node<'n>],
    near: &BTreeMap<usize, Vec<&Link>>,
    members: &[usize],
    updates: &[usize],
) -> Option<((i64, &'n str), CopyGroup)> {
    let origin = origin(nodes, members)?;
    let best = |number: usize, of: &dyn Fn(&Link) -> bool| {
        let links = near.get(&number).into_iter().flatten();
        let other = |link: &Link| if link.ends[0] == number { link.ends[1] } else { link.ends[0] };
        links.filter(|link| of(link)).min_by_key(|link| {
            // Edges to the origin first, then the surest; equals by the other's place in time.
            let at = nodes.get(other(link)).map(Node::order);
            (other(link) != origin, thousandths(-link.edge.score), at)
        })
    };
    let mut listed: Vec<(usize, Member)> = Vec::new();
    for number in members.iter().filter(|number| **number != origin) {
        if let Some(link) = best(*number, &|link| link.edge.relation != Relation::Update || link.ends.contains(&origin))
        {
            listed.push((*number, member(nodes, *number, origin, &link.edge)?));
        }
    }
    for number in updates {
        if let Some(link) = best(*number, &|link| link.edge.relation == Relation::Update) {
            listed.push((*number, member(nodes, *number, origin, &link.edge)?));
        }
    }
    listed.sort_by_key(|(number, _)| nodes.get(*number).map(Node::order));
    let first = nodes.get(origin)?;
    let members: Vec<Member> = listed.into_iter().map(|(_, member)| member).collect();
    (!members.is_empty()).then(|| (first.order(), CopyGroup { origin: first.reference.to_owned(), members }))
}

/// A score as a number that has an order.
fn thousandths(score: f64) -> i32 {
    (score * 1000.0).round() as i32
}

fn member(nodes: &[Node<'_>], number: usize, origin: usize, edge: &Edge) -> Option<Member> {
    let (node, first) = (nodes.get(number)?, nodes.get(origin)?);
    let longer = node.signature.words > first.signature.words;
    // What has more than the origin is no excerpt of it.
    let relation = if edge.relation == Relation::Excerpt && longer { Relation::Rewrite } else { edge.relation };
    Some(Member { reference: node.reference.to_owned(), relation, score: edge.score, reasons: edge.reasons.clone() })
}

/// The report by the outlet that most of the others credit; where none of them is credited, the earliest.
fn origin(nodes: &[Node<'_>], members: &[usize]) -> Option<usize> {
    let signatures = || members.iter().filter_map(|number| nodes.get(*number)).map(|node| node.signature);
    let mut credited: BTreeMap<u32, usize> = BTreeMap::new();
    for signature in signatures() {
        for credit in signature.credits.iter().filter(|credit| Some(**credit) != signature.outlet) {
            *credited.entry(*credit).or_default() += 1;
        }
    }
    members.iter().copied().min_by_key(|number| {
        let node = nodes.get(*number);
        let outlet = node.and_then(|node| node.signature.outlet);
        let credits = outlet.and_then(|outlet| credited.get(&outlet)).copied().unwrap_or(0);
        (Reverse(credits), node.map(Node::order))
    })
}

/// Sets of nodes that links join.
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    fn of<'l>(nodes: &[Node<'_>], links: impl IntoIterator<Item = &'l Link>) -> Self {
        let mut sets = Self { parent: (0..nodes.len()).collect() };
        for link in links {
            let [one, other] = link.ends.map(|end| sets.root(end));
            let (low, high) = (one.min(other), one.max(other));
            if let Some(parent) = sets.parent.get_mut(high) {
                *parent = low;
            }
        }
        sets
    }

    fn root(&self, mut number: usize) -> usize {
        while let Some(parent) = self.parent.get(number).filter(|parent| **parent != number) {
            number = *parent;
        }
        number
    }

    /// The sets with more than one node.
    fn members(&self) -> Vec<Vec<usize>> {
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for number in 0..self.parent.len() {
            sets.entry(self.root(number)).or_default().push(number);
        }
        sets.into_values().filter(|set| set.len() > 1).collect()
    }
}

//! Which reports print one text.
//!
//! `report ─signature→ Signature ─index→ pairs that share words ─compare→ Edge, with its reasons ─groups→ CopyGroup`. Copies
//! are one origin of what they say (rule U1): the text is the same, or abridged, retyped, translated. Reports that quote the
//! same words of an official, or tell of the same event in their own words, are none.
//!
//! Whatever the order in which reports come, the result is the same: signatures depend on the report alone, which pairs are
//! compared on the set of signatures, an edge on its two ends.

mod compare;
mod credits;
mod edge;
mod evidence;
mod groups;
mod index;
mod signature;
#[cfg(test)]
mod tests;
mod translated;
mod versions;
mod words;

pub use compare::compare;
pub use edge::{Code, Edge, Reason, Relation};
pub use groups::{CopyGroup, Link, Member, Node, groups};
pub use index::{Counts, Index, Keyed, beside};
pub use signature::Signature;

use crate::report::Report;

/// The groups of copies among reports, each report by its reference.
///
/// The whole path in memory. A ledger keeps signatures and edges instead: see [`Index`].
pub fn fold(reports: &[Report]) -> Vec<CopyGroup> {
    let signatures: Vec<Signature> = reports.iter().map(Signature::of).collect();
    let nodes: Vec<Node<'_>> = reports
        .iter()
        .zip(&signatures)
        .map(|(report, signature)| Node { reference: &report.document.reference, signature })
        .collect();
    groups(&nodes, &links(&nodes))
}

/// The edges between nodes, each once, by their numbers.
pub fn links(nodes: &[Node<'_>]) -> Vec<Link> {
    let keyed: Vec<Keyed> = nodes.iter().map(|node| node.signature.keyed(node.reference)).collect();
    let index = Index::new(&keyed);
    let mut found = Vec::new();
    let mut counts = index.counts();
    // In order of time, in which candidates stand near each other: their signatures are then at hand.
    for one in index.in_time() {
        for other in index.candidates_after(one, &mut counts) {
            let (Some(a), Some(b)) = (nodes.get(one), nodes.get(other)) else { continue };
            if let Some(edge) = compare(a.signature, b.signature) {
                found.push(Link { ends: [one, other], edge });
            }
        }
    }
    found
}

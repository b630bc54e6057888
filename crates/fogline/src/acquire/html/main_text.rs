//! Which blocks of a page are the report. Each block has a worth: words of its own count for it, words of links and
//! shortness against it. The element whose blocks are worth most together holds the report; within it, what the markup
//! or the words tell to be something else is left out.

use super::{
    flow::{Block, Flow},
    names::Tag,
    tree::Tree,
    vocabulary::Hints,
    zones::{Zone, sums, zones},
};
use crate::document::SegmentKind;

/// Words in sentences: what a report is made of.
fn prose(block: &Block) -> u32 {
    let own = block.words.saturating_sub(block.link_words);
    if own >= 10 && block.stops > 0 && block.link_share() < 0.5 { own } else { 0 }
}

/// How much a block speaks for its element being the report.
fn worth(block: &Block) -> f32 {
    let own = block.words.saturating_sub(block.link_words) as f32;
    let linked = block.link_words as f32;
    let mut worth = own.min(120.0) - linked - 4.0;
    if block.stops == 0 && block.words < 12 {
        worth -= 3.0;
    }
    if block.heading > 0 { worth.clamp(-3.0, 0.0) } else { worth }
}

/// The kind of every block.
pub(super) fn kinds(tree: &Tree, html: &str, flow: &Flow) -> Vec<SegmentKind> {
    let blocks = &flow.blocks;
    let proses = sums(tree, blocks, prose);
    let zones = zones(tree, html, &proses);
    let zone_of: Vec<Zone> = blocks.iter().map(|block| zone_of(block, &zones)).collect();
    let main = main_element(tree, blocks, &zones, &zone_of);
    let end = tree.nodes.get(main).map_or(0, |node| node.end);
    blocks
        .iter()
        .zip(&zone_of)
        .map(|(block, zone)| {
            let inside = main <= block.node && block.node < end;
            match zone.kind {
                Some(kind) => kind,
                None if inside => SegmentKind::Body,
                None if block.heading == 1 => SegmentKind::Headline,
                None if block.link_share() > 0.5 && block.words / block.links.max(1) >= 5 => SegmentKind::Related,
                None if block.link_share() > 0.5 => SegmentKind::Navigation,
                None => SegmentKind::Boilerplate,
            }
        })
        .collect()
}

/// The zone of a block: its element's, or that of the marks which all its words stand in.
fn zone_of(block: &Block, zones: &[Zone]) -> Zone {
    let at = |node: usize| zones.get(node).copied().unwrap_or_default();
    let own = at(block.node);
    if own.kind.is_some() {
        return own;
    }
    let (first, last) = (at(block.first), at(block.last));
    if first.kind == last.kind { Zone { kind: first.kind, ..own } } else { own }
}

fn main_element(tree: &Tree, blocks: &[Block], zones: &[Zone], zone_of: &[Zone]) -> usize {
    let mut worths = vec![0.0_f32; tree.nodes.len()];
    for (block, zone) in blocks.iter().zip(zone_of) {
        if zone.kind.is_none() && let Some(sum) = worths.get_mut(block.node) {
            *sum += worth(block);
        }
    }
    for (at, node) in tree.nodes.iter().enumerate().skip(1).rev() {
        let Some(&sum) = worths.get(at) else { continue };
        if let Some(parent) = worths.get_mut(node.parent) {
            *parent += if sum > 0.0 { sum } else { sum * 0.5 };
        }
    }
    let mut best = (0, 0.0);
    for (at, node) in tree.nodes.iter().enumerate() {
        let hints = zones.get(at).copied().unwrap_or_default().hints;
        let trust = match node.tag() {
            _ if hints.has(Hints::ARTICLE_BODY) => 1.35,
            _ if hints.has(Hints::CONTENT) => 1.25,
            Tag::Article => 1.15,
            Tag::Main => 1.05,
            Tag::Body | Tag::Html => 0.9,
            _ => 1.0,
        };
        let score = worths.get(at).copied().unwrap_or(0.0) * trust;
        if score >= best.1 {
            best = (at, score);
        }
    }
    best.0
}

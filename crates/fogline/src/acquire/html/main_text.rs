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
use crate::{
    acquire::furniture::{Class, Line},
    document::SegmentKind,
};

/// Words in sentences: what a report is made of.
fn prose(block: &Block) -> u32 {
    let own = block.words.saturating_sub(block.link_words);
    if own >= 10 && block.stops > 0 && block.link_share() < 0.5 { own } else { 0 }
}

/// How much a block speaks for its element being the report.
fn worth(block: &Block) -> f32 {
    let own = block.words.saturating_sub(block.link_words) as f32;
    let linked = block.link_words as f32;
    let mut worth = own.min(120.0) - linked - 6.0;
    if block.stops == 0 && block.words < 12 {
        worth -= 3.0;
    }
    if block.heading > 0 { worth.clamp(-3.0, 0.0) } else { worth }
}

/// The kind of every block. `title` is what the page's data call the report.
pub(super) fn kinds(tree: &Tree, html: &str, flow: &Flow, title: Option<&str>) -> Vec<SegmentKind> {
    let blocks = &flow.blocks;
    let proses = sums(tree, blocks, prose);
    let zones = zones(tree, html, &proses);
    let zone_of: Vec<Zone> = blocks.iter().map(|block| zone_of(block, &zones)).collect();
    let main = main_element(tree, blocks, &zones, &zone_of);
    let end = tree.nodes.get(main).map_or(0, |node| node.end);
    let lists = lists(tree, blocks, &proses, main);
    let mut kinds: Vec<Option<SegmentKind>> = blocks
        .iter()
        .zip(&zone_of)
        .map(|(block, zone)| match zone.kind {
            Some(kind) => Some(kind),
            None if !(main <= block.node && block.node < end) => Some(outside(block)),
            None if lists.get(block.node).copied().unwrap_or(false) => Some(SegmentKind::Related),
            None => None,
        })
        .collect();
    inside(blocks, flow, title, &mut kinds);
    kinds.into_iter().map(|kind| kind.unwrap_or(SegmentKind::Body)).collect()
}

/// What a block is that stands outside the report and of which the markup says nothing.
fn outside(block: &Block) -> SegmentKind {
    match () {
        () if block.heading == 1 => SegmentKind::Headline,
        () if block.link_share() > 0.5 && block.words / block.links.max(1) >= 5 => SegmentKind::Related,
        () if block.link_share() > 0.5 => SegmentKind::Navigation,
        () => SegmentKind::Boilerplate,
    }
}

/// Elements within the report that hold links and no sentences.
fn lists(tree: &Tree, blocks: &[Block], proses: &[u32], main: usize) -> Vec<bool> {
    let words = sums(tree, blocks, |block| block.words);
    let linked = sums(tree, blocks, |block| block.link_words);
    let links = sums(tree, blocks, |block| block.links);
    let mut out = vec![false; tree.nodes.len()];
    let end = tree.nodes.get(main).map_or(0, |node| node.end);
    for at in main + 1..end {
        let number = |of: &[u32]| of.get(at).copied().unwrap_or(0);
        let parent = tree.nodes.get(at).map_or(0, |node| node.parent);
        let is_list = number(&links) >= 2 && number(proses) == 0 && number(&linked) * 2 > number(&words);
        let inherits = parent > main && out.get(parent).copied().unwrap_or(false);
        if let Some(own) = out.get_mut(at) {
            *own = inherits || is_list;
        }
    }
    out
}

/// Judges the blocks that the markup leaves to the report by their words and their places.
fn inside(blocks: &[Block], flow: &Flow, title: Option<&str>, kinds: &mut [Option<SegmentKind>]) {
    let title = title.map(letters).filter(|title| !title.is_empty());
    let open = |kinds: &[Option<SegmentKind>], at: usize| kinds.get(at) == Some(&None);
    let first = (0..blocks.len()).find(|&at| open(kinds, at) && blocks.get(at).is_some_and(|b| prose(b) > 0));
    let last = (0..blocks.len()).rev().find(|&at| open(kinds, at) && blocks.get(at).is_some_and(|b| prose(b) > 0));
    let mut related = false;
    for (at, block) in blocks.iter().enumerate() {
        if !open(kinds, at) {
            continue;
        }
        let text = block.span.of(&flow.text);
        let line = Line::read(text);
        let before = first.is_some_and(|first| at < first);
        let after = last.is_some_and(|last| at > last);
        let is_title = title.as_ref().is_some_and(|title| before && *title == letters(text));
        let linked = block.link_share();
        let class = line.class(if after { 1.0 } else { 0.0 } + if linked > 0.8 { 1.0 } else { 0.0 });
        let kind = if is_title || (block.heading == 1 && before) {
            Some(SegmentKind::Headline)
        } else if line.date {
            Some(SegmentKind::Boilerplate)
        } else if let Some((class, _)) = class {
            related = class == Class::RelatedHeading && block.words <= 8;
            Some(class.kind())
        } else if prose(block) > 0 {
            related = false;
            None
        } else if linked > 0.8 && block.words >= 3 {
            Some(SegmentKind::Related)
        } else if related {
            Some(SegmentKind::Related)
        } else if before && !line.closed {
            Some(if block.words >= 5 { SegmentKind::Headline } else { SegmentKind::Boilerplate })
        } else if after && (block.heading > 0 || linked > 0.3) {
            Some(SegmentKind::Related)
        } else {
            None
        };
        if let Some(own) = kinds.get_mut(at) {
            *own = kind;
        }
    }
}

/// Its letters and digits in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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

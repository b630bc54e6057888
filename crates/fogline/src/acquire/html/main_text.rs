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
    acquire::furniture::{Class, Line, judge, letters},
    document::SegmentKind,
};

/// What a block must bring in words to be worth anything.
const SHORTNESS: f32 = 5.0;

/// How much of what speaks against an element speaks against those around it.
const BURDEN: f32 = 0.4;

/// How many blocks may stand between the headline and the report.
const LEAD: usize = 25;

/// Words in sentences: what a report is made of.
fn prose(block: &Block) -> u32 {
    let own = block.words.saturating_sub(block.link_words);
    if own >= 10 && block.stops > 0 && block.link_share() < 0.5 { own } else { 0 }
}

/// How much a block speaks for its element being the report.
fn worth(block: &Block) -> f32 {
    let own = block.words.saturating_sub(block.link_words) as f32;
    let linked = block.link_words as f32;
    let mut worth = own.min(120.0) - linked - SHORTNESS;
    if block.stops == 0 && block.words < 12 {
        worth -= 3.0;
    }
    if block.heading > 0 { worth.clamp(-3.0, 0.0) } else { worth }
}

/// The kind of every block. `title` is what the page's data call the report.
pub(super) fn kinds(tree: &Tree, html: &str, flow: &Flow, title: Option<&str>) -> Vec<SegmentKind> {
    let blocks = &flow.blocks;
    let proses = sums(tree, blocks, prose);
    let zones = zones(tree, html, &proses, &sums(tree, blocks, |block| block.links));
    let zone_of: Vec<Zone> = blocks.iter().map(|block| zone_of(block, &zones)).collect();
    if is_part(tree, &proses) {
        return kinds_of_part(&zone_of, flow, title);
    }
    let main = main_element(tree, blocks, &zones, &zone_of);
    let end = tree.nodes.get(main).map_or(0, |node| node.end);
    let lead = lead(blocks, &zone_of, main, flow, title);
    let lists = lists(tree, blocks, &proses, main);
    let mut kinds: Vec<Option<SegmentKind>> = blocks
        .iter()
        .zip(&zone_of)
        .enumerate()
        .map(|(at, (block, zone))| match zone.kind {
            Some(kind) => Some(kind),
            None if lead.contains(&at) && block.heading == 0 && prose(block) > 0 => None,
            None if !(main <= block.node && block.node < end) => Some(outside(block)),
            None if lists.get(block.node).copied().unwrap_or(false) => Some(SegmentKind::Related),
            None => None,
        })
        .collect();
    point_elsewhere(blocks, &zone_of, flow, &mut kinds);
    inside(tree, blocks, &zone_of, flow, title, &mut kinds);
    kinds.into_iter().map(|kind| kind.unwrap_or(SegmentKind::Body)).collect()
}

/// Whether this is no page but a part of one, as records and feeds hold it: a report without anything around it.
fn is_part(tree: &Tree, proses: &[u32]) -> bool {
    let any = |is: fn(Tag) -> bool| tree.nodes.iter().skip(1).any(|node| is(node.tag()));
    let page = any(|tag| matches!(tag, Tag::Head | Tag::Body | Tag::Title));
    let named = any(|tag| matches!(tag, Tag::Article | Tag::Main));
    !page && (!named || proses.first().is_none_or(|prose| *prose == 0))
}

/// The kinds of the blocks of a report without a page: the report's own, unless the markup or the words tell otherwise.
fn kinds_of_part(zone_of: &[Zone], flow: &Flow, title: Option<&str>) -> Vec<SegmentKind> {
    let title = title.map(letters).filter(|title| !title.is_empty());
    let lines: Vec<Line> = flow.blocks.iter().map(|block| Line::read(block.span.of(&flow.text))).collect();
    // Names that would leave nothing to read are not believed.
    let marked = zone_of.iter().any(|zone| zone.kind.is_none_or(SegmentKind::is_read));
    let mut begun = false;
    let mut kinds = Vec::with_capacity(lines.len());
    for (((block, zone), line), judged) in flow.blocks.iter().zip(zone_of).zip(&lines).zip(judge(&lines)) {
        let is_title = || title.as_ref().is_some_and(|title| *title == letters(block.span.of(&flow.text)));
        let kind = match zone.kind.filter(|_| marked).or(judged) {
            Some(kind) => kind,
            None if !begun && (is_title() || block.heading == 1) => SegmentKind::Headline,
            None if !begun && line.date => SegmentKind::Boilerplate,
            None => SegmentKind::Body,
        };
        begun |= kind == SegmentKind::Body;
        kinds.push(kind);
    }
    kinds
}

/// Marks the lines outside the report that follow a heading of other reports.
fn point_elsewhere(blocks: &[Block], zone_of: &[Zone], flow: &Flow, kinds: &mut [Option<SegmentKind>]) {
    let mut related = false;
    for ((block, zone), kind) in blocks.iter().zip(zone_of).zip(kinds) {
        if zone.kind.is_some() || *kind != Some(SegmentKind::Boilerplate) {
            related &= *kind == Some(SegmentKind::Related);
            continue;
        }
        let line = Line::read(block.span.of(&flow.text));
        let class = line.class(0.0).map(|(class, _)| class);
        related = match class {
            Some(class) => class == Class::RelatedHeading,
            None => related && block.words >= 3 && prose(block) == 0,
        };
        if related {
            *kind = Some(SegmentKind::Related);
        }
    }
}

/// The blocks between the headline and the report, where its first paragraph may stand by itself.
fn lead(blocks: &[Block], zone_of: &[Zone], main: usize, flow: &Flow, title: Option<&str>) -> std::ops::Range<usize> {
    let title = title.map(letters).filter(|title| !title.is_empty());
    let start = blocks.iter().position(|block| block.node >= main).unwrap_or(0);
    let headline = (start.saturating_sub(LEAD)..start).rev().find(|&at| {
        blocks
            .get(at)
            .is_some_and(|b| b.heading == 1 || title.as_ref().is_some_and(|t| *t == letters(b.span.of(&flow.text))))
            && zone_of.get(at).is_some_and(|zone| !zone.comments)
    });
    headline.map_or(0..0, |at| at + 1..start)
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
fn inside(
    tree: &Tree,
    blocks: &[Block],
    zone_of: &[Zone],
    flow: &Flow,
    title: Option<&str>,
    kinds: &mut [Option<SegmentKind>],
) {
    let title = title.map(letters).filter(|title| !title.is_empty());
    let open = |kinds: &[Option<SegmentKind>], at: usize| kinds.get(at) == Some(&None);
    let first = (0..blocks.len()).find(|&at| open(kinds, at) && blocks.get(at).is_some_and(|b| prose(b) > 0));
    let last = (0..blocks.len()).rev().find(|&at| open(kinds, at) && blocks.get(at).is_some_and(|b| prose(b) > 0));
    let quoted = |at: usize| {
        let parent = |node: usize| tree.nodes.get(node).map_or(0, |node| node.parent);
        let tag = |node: usize| tree.nodes.get(node).map_or(Tag::Other, super::tree::Node::tag);
        blocks.get(at).is_some_and(|b| tag(b.node) == Tag::Blockquote || tag(parent(b.node)) == Tag::Blockquote)
    };
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
        } else if line.bare_address && !quoted(at) {
            Some(SegmentKind::Related)
        } else if let Some((class, _)) = class {
            related = class == Class::RelatedHeading && block.words <= 8;
            Some(if before && class == Class::Byline { SegmentKind::Boilerplate } else { class.kind() })
        } else if prose(block) > 0 {
            related = false;
            None
        } else if related || (linked > 0.8 && block.words >= 3 && !quoted(at)) {
            Some(SegmentKind::Related)
        } else if before && !line.closed && !zone_of.get(at).is_some_and(|zone| zone.in_content) {
            Some(if block.words >= 5 { SegmentKind::Headline } else { SegmentKind::Boilerplate })
        } else if after && (block.heading > 0 || linked > 0.3) && !quoted(at) {
            Some(SegmentKind::Related)
        } else {
            None
        };
        if let Some(own) = kinds.get_mut(at) {
            *own = kind;
        }
    }
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
        if zone.kind.is_none()
            && let Some(sum) = worths.get_mut(block.node)
        {
            // Lists and short lines are welcome in what is called the report.
            let own = worth(block);
            *sum += if zone.in_content && block.link_share() < 0.5 {
                own.max(block.words.min(8) as f32 * 0.25)
            } else {
                own
            };
        }
    }
    for (at, node) in tree.nodes.iter().enumerate().skip(1).rev() {
        let Some(&sum) = worths.get(at) else { continue };
        if let Some(parent) = worths.get_mut(node.parent) {
            *parent += if sum > 0.0 { sum } else { sum * BURDEN };
        }
    }
    let mut best = (0, 0.0);
    for (at, node) in tree.nodes.iter().enumerate() {
        let hints = zones.get(at).copied().unwrap_or_default().hints;
        let trust = match node.tag() {
            _ if hints.has(Hints::ARTICLE_BODY) => 1.35,
            _ if hints.has(Hints::CONTENT) => 1.25,
            _ if hints.has(Hints::WRAPPER) => 1.1,
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
    climb(tree, blocks, zones, zone_of, best.0)
}

/// An element further out, if it adds more sentences than other words.
fn climb(tree: &Tree, blocks: &[Block], zones: &[Zone], zone_of: &[Zone], from: usize) -> usize {
    let mut proses = vec![0_u32; tree.nodes.len()];
    let mut others = vec![0_u32; tree.nodes.len()];
    for (block, zone) in blocks.iter().zip(zone_of) {
        if zone.kind.is_none() {
            let prose = prose(block);
            if let (Some(p), Some(o)) = (proses.get_mut(block.node), others.get_mut(block.node)) {
                *p += prose;
                *o += if prose > 0 { block.link_words } else { block.words + 2 };
            }
        }
    }
    for (at, node) in tree.nodes.iter().enumerate().skip(1).rev() {
        let (p, o) = (proses.get(at).copied().unwrap_or(0), others.get(at).copied().unwrap_or(0));
        if let (Some(parent_p), Some(parent_o)) = (proses.get_mut(node.parent), others.get_mut(node.parent)) {
            *parent_p += p;
            *parent_o += o;
        }
    }
    let count = |at: usize| (proses.get(at).copied().unwrap_or(0), others.get(at).copied().unwrap_or(0));
    let mut best = from;
    let mut at = from;
    for _ in 0..6 {
        let Some(node) = tree.nodes.get(at) else { break };
        let hints = zones.get(at).copied().unwrap_or_default().hints;
        if at == 0 || hints.has(Hints::ARTICLE_BODY) || matches!(node.tag(), Tag::Article | Tag::Main | Tag::Body) {
            break;
        }
        at = node.parent;
        let ((p, o), (own_p, own_o)) = (count(at), count(best));
        if p - own_p >= 15 && p - own_p > (o - own_o) * 2 {
            best = at;
        }
    }
    best
}

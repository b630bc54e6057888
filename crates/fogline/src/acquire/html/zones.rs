//! What the markup says of each part of a page: menus, related reports, comments, captions. Names are hints: one that
//! would take most of a page's prose away is not believed.

use super::{
    flow::Block,
    names::{Attribute, Tag},
    tree::{Kind, Node, Tree},
    vocabulary::{Hints, hints},
};
use crate::document::SegmentKind;
use hashbrown::HashMap;

/// What a node belongs to by its markup; a headline, a lead and the report's own element are only hints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Zone {
    /// Kind of all that stands in it, if the markup names one.
    pub(super) kind: Option<SegmentKind>,
    /// Whether it is the readers' discussion.
    pub(super) comments: bool,
    /// Whether it stands in what the markup calls the report.
    pub(super) in_content: bool,
    pub(super) hints: Hints,
}

/// The zone of every node. `prose` is the number of words in sentences within each node.
///
/// `links` is the number of links: what points to other reports has some.
pub(super) fn zones(tree: &Tree, html: &str, prose: &[u32], links: &[u32]) -> Vec<Zone> {
    let mut out: Vec<Zone> = Vec::with_capacity(tree.nodes.len());
    let mut known: HashMap<&str, Hints> = HashMap::new();
    let total = prose.first().copied().unwrap_or(0);
    let mut article_until = 0;
    for (at, node) in tree.nodes.iter().enumerate() {
        let outer = if at == 0 { Zone::default() } else { out.get(node.parent).copied().unwrap_or_default() };
        let Kind::Element(tag) = node.kind else {
            out.push(Zone { hints: Hints::default(), ..outer });
            continue;
        };
        if matches!(tag, Tag::Article | Tag::Main) {
            article_until = article_until.max(node.end);
        }
        let mut own = own_hints(tree, node, html, &mut known);
        if own.has(Hints::RELATED) && links.get(at).copied().unwrap_or(0) == 0 {
            own.take(Hints::RELATED);
            own.add(Hints::LEAD);
        }
        let inside = prose.get(at).copied().unwrap_or(0);
        let mut zone = Zone { hints: own, ..outer };
        zone.in_content |= own.has(Hints::CONTENT) || own.has(Hints::ARTICLE_BODY);
        if matches!(tag, Tag::Body | Tag::Html) {
            zone.kind = None;
        } else if own.has(Hints::ARTICLE_BODY) || (tag == Tag::Blockquote && !outer.comments) {
            // Posts of others are put into a report as quotations, with names like those of buttons.
            zone.kind = None;
            zone.comments = false;
        } else if outer.kind.is_none_or(SegmentKind::is_read) || own.has(Hints::COMMENTS) {
            let (kind, comments) = kind_of(tag, own, at < article_until);
            // Of prose that would be lost: comments may well be longer than the report.
            let sure = comments || own.has(Hints::CONSENT);
            let most = if sure { total.saturating_mul(9) / 10 } else { total * 2 / 5 };
            if kind.is_some_and(|kind| inside <= most || (inside < 20 && kind.is_read())) {
                zone.kind = kind;
                zone.comments = comments;
            }
        }
        out.push(zone);
    }
    out
}

fn own_hints<'a>(tree: &Tree, node: &Node, html: &'a str, known: &mut HashMap<&'a str, Hints>) -> Hints {
    let mut out = Hints::default();
    for &(name, span) in tree.attributes(node) {
        let value = html.get(span.range()).unwrap_or_default();
        match name {
            Attribute::Class | Attribute::Id | Attribute::Role | Attribute::Testid | Attribute::Component => {
                out.add(*known.entry(value).or_insert_with(|| hints(value)));
            }
            Attribute::Itemprop => {
                if value.split_ascii_whitespace().any(|v| v.eq_ignore_ascii_case("articleBody")) {
                    out.add(Hints::ARTICLE_BODY);
                } else {
                    out.add(*known.entry(value).or_insert_with(|| hints(value)));
                }
            }
            _ => {}
        }
    }
    out
}

/// The kind that an element's name and its hints give to all within it, and whether it is a discussion.
fn kind_of(tag: Tag, hints: Hints, in_article: bool) -> (Option<SegmentKind>, bool) {
    use SegmentKind::{Appeal, Boilerplate, Caption, Navigation, Related};
    if hints.has(Hints::COMMENTS) {
        return (Some(Boilerplate), true);
    }
    if hints.has(Hints::CONSENT) {
        return (Some(Boilerplate), false);
    }
    let kind = match tag {
        Tag::Nav | Tag::Menu => Some(Navigation),
        Tag::Header if !in_article => Some(Navigation),
        Tag::Figcaption => Some(Caption),
        Tag::Footer | Tag::Form | Tag::Button | Tag::Label | Tag::Legend | Tag::Dialog => Some(Boilerplate),
        _ => None,
    };
    let kind = if hints.has(Hints::RELATED) {
        Some(Related)
    } else if hints.has(Hints::CONTENT) && kind != Some(Caption) {
        None
    } else if hints.has(Hints::APPEAL) {
        Some(Appeal)
    } else if hints.has(Hints::CAPTION) {
        Some(Caption)
    } else if hints.has(Hints::BOILERPLATE) {
        Some(Boilerplate)
    } else if hints.has(Hints::NAVIGATION) {
        Some(Navigation)
    } else if kind.is_some() {
        kind
    } else if hints.has(Hints::CREDIT) {
        // The page's own lines of authors and dates, which its facts hold.
        Some(Boilerplate)
    } else if tag == Tag::Aside {
        Some(Boilerplate)
    } else {
        None
    };
    (kind, false)
}

/// Sums a number of each block over all nodes that hold it.
pub(super) fn sums<T: Copy + Default + std::ops::AddAssign>(
    tree: &Tree,
    blocks: &[Block],
    of: impl Fn(&Block) -> T,
) -> Vec<T> {
    let mut out = vec![T::default(); tree.nodes.len()];
    for block in blocks {
        if let Some(sum) = out.get_mut(block.node) {
            *sum += of(block);
        }
    }
    for (at, node) in tree.nodes.iter().enumerate().skip(1).rev() {
        let Some(sum) = out.get(at).copied() else { continue };
        if let Some(parent) = out.get_mut(node.parent) {
            *parent += sum;
        }
    }
    out
}

//! From tags to a tree, as browsers build it in all that matters for reading: ends that are left out, ends that match
//! nothing, overlapping marks. Nodes stand in document order, so that every walk is a loop, whatever the depth.

use super::{
    names::{Attribute, Tag},
    tokens::{Token, Tokens, Value},
};
use crate::span::Span;

/// How far up an end tag looks for its start: more than any page needs, and a bound on the work for hostile ones.
const REACH: usize = 256;

/// A page.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// In document order; the first is the page itself.
    pub(super) nodes: Vec<Node>,
    attributes: Vec<Value>,
}

/// An element or a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// The element that it stands in; the first node is its own.
    pub(super) parent: usize,
    /// The node after its last descendant. For a link, the node after its last word, even if its end tag overlaps others.
    pub(super) end: usize,
    attributes: (usize, usize),
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Element(Tag),
    /// Text, where it stands in the source.
    Text(Span),
    /// The content of a script, a title and the like.
    Raw(Span),
}

impl Node {
    /// The element's name; [`Tag::Other`] for a text.
    pub(super) fn tag(&self) -> Tag {
        match self.kind {
            Kind::Element(tag) => tag,
            Kind::Text(_) | Kind::Raw(_) => Tag::Other,
        }
    }
}

impl Tree {
    /// The value of a node's attribute, as written.
    pub(super) fn attribute<'a>(&self, node: &Node, name: Attribute, html: &'a str) -> Option<&'a str> {
        let all = self.attributes.get(node.attributes.0..node.attributes.1)?;
        all.iter().find(|(n, _)| *n == name).and_then(|(_, span)| html.get(span.range()))
    }

    /// All known attributes of a node.
    pub(super) fn attributes(&self, node: &Node) -> &[Value] {
        self.attributes.get(node.attributes.0..node.attributes.1).unwrap_or_default()
    }
}

/// Reads a page. Total: any text is a page.
pub(super) fn parse(html: &str) -> Tree {
    let mut tokens = Tokens::new(html);
    let root = Node { kind: Kind::Element(Tag::Html), parent: 0, end: 0, attributes: (0, 0) };
    let mut builder =
        Builder { nodes: vec![root], open: vec![(0, Tag::Html)], counts: vec![0; Tag::Other as usize + 1], link: None };
    while let Some(token) = tokens.next() {
        match token {
            Token::Open { tag, attributes, closed } => {
                let range = (attributes, tokens.attributes.len());
                builder.start(tag, range, closed);
            }
            Token::Close(tag) => builder.end(tag),
            Token::Text(span) => {
                if builder.top() == Tag::Head && !html.get(span.range()).unwrap_or_default().trim().is_empty() {
                    builder.close(Tag::Head, |_| false);
                }
                builder.leaf(Kind::Text(span));
            }
            Token::Raw(span) => {
                builder.leaf(Kind::Raw(span));
            }
        }
    }
    builder.finish(tokens.attributes)
}

struct Builder {
    nodes: Vec<Node>,
    open: Vec<(usize, Tag)>,
    /// How many elements of each name are open: an end tag without a start costs nothing.
    counts: Vec<usize>,
    link: Option<usize>,
}

impl Builder {
    fn top(&self) -> Tag {
        self.open.last().map_or(Tag::Html, |&(_, tag)| tag)
    }

    fn count(&self, tag: Tag) -> usize {
        self.counts.get(tag as usize).copied().unwrap_or(0)
    }

    fn leaf(&mut self, kind: Kind) -> usize {
        let at = self.nodes.len();
        let parent = self.open.last().map_or(0, |&(node, _)| node);
        self.nodes.push(Node { kind, parent, end: at + 1, attributes: (0, 0) });
        at
    }

    fn pop(&mut self) {
        let Some((node, tag)) = (self.open.len() > 1).then(|| self.open.pop()).flatten() else { return };
        if let Some(count) = self.counts.get_mut(tag as usize) {
            *count = count.saturating_sub(1);
        }
        if self.link == Some(node) {
            self.link = None;
        } else if tag == Tag::A {
            return; // its end is set already
        }
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(node) {
            node.end = end;
        }
    }

    /// Closes the nearest open element of that name, and all within it, unless a barrier stands between.
    fn close(&mut self, tag: Tag, barrier: impl Fn(Tag) -> bool) -> bool {
        if self.count(tag) == 0 {
            return false;
        }
        let place = self
            .open
            .iter()
            .rev()
            .take(REACH)
            .take_while(|&&(_, t)| t == tag || !barrier(t))
            .position(|&(_, t)| t == tag);
        for _ in 0..place.map_or(0, |depth| depth + 1) {
            self.pop();
        }
        place.is_some()
    }

    fn end_link(&mut self) {
        let end = self.nodes.len();
        if let Some(node) = self.link.take().and_then(|link| self.nodes.get_mut(link)) {
            node.end = end;
        }
    }

    fn start(&mut self, tag: Tag, attributes: (usize, usize), closed: bool) {
        match tag {
            Tag::Html if self.nodes.len() > 1 => return,
            Tag::Html => {
                if let Some(root) = self.nodes.first_mut() {
                    root.attributes = attributes;
                }
                return;
            }
            Tag::Body => {
                self.close(Tag::Head, |_| false);
            }
            _ if self.top() == Tag::Head && !tag.is_of_head() => self.pop(),
            _ => {}
        }
        if ends_paragraph(tag) {
            self.close(Tag::P, |t| is_cell(t) || matches!(t, Tag::Table | Tag::Button | Tag::Object));
        }
        let of_list = |t| is_cell(t) || matches!(t, Tag::Ul | Tag::Ol | Tag::Menu | Tag::Table | Tag::Dl);
        match tag {
            Tag::Li => {
                self.close(Tag::Li, of_list);
            }
            Tag::Dd | Tag::Dt => {
                self.close(Tag::Dd, of_list);
                self.close(Tag::Dt, of_list);
            }
            Tag::Td | Tag::Th => {
                self.close(Tag::Td, |t| matches!(t, Tag::Tr | Tag::Table));
                self.close(Tag::Th, |t| matches!(t, Tag::Tr | Tag::Table));
            }
            Tag::Tr => {
                self.close(Tag::Tr, |t| t == Tag::Table);
            }
            Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                for part in [Tag::Tbody, Tag::Thead, Tag::Tfoot] {
                    self.close(part, |t| t == Tag::Table);
                }
            }
            Tag::Option | Tag::Optgroup => {
                self.close(Tag::Option, |t| t == Tag::Select);
            }
            Tag::A => {
                self.end_link();
                self.close(Tag::A, |t| !t.is_inline());
            }
            _ if tag.heading() > 0 && self.top().heading() > 0 => self.pop(),
            _ => {}
        }
        let node = self.leaf(Kind::Element(tag));
        if let Some(node) = self.nodes.get_mut(node) {
            node.attributes = attributes;
        }
        let in_drawing = self.count(Tag::Svg) + self.count(Tag::Math) > 0 || matches!(tag, Tag::Svg | Tag::Math);
        if tag.is_void() || (closed && in_drawing) {
            return;
        }
        self.open.push((node, tag));
        if let Some(count) = self.counts.get_mut(tag as usize) {
            *count += 1;
        }
        if tag == Tag::A {
            self.link = Some(node);
        }
    }

    fn end(&mut self, tag: Tag) {
        match tag {
            Tag::Html | Tag::Body => {}
            Tag::Br => {
                self.leaf(Kind::Element(Tag::Br));
            }
            Tag::A => {
                self.end_link();
                self.close(Tag::A, |t| !t.is_inline());
            }
            Tag::Table | Tag::Tr | Tag::Td | Tag::Th | Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                self.close(tag, |t| t == Tag::Table);
            }
            Tag::Svg | Tag::Math | Tag::Button | Tag::Noscript | Tag::Template => {
                self.close(tag, |_| false);
            }
            _ if tag.is_inline() => {
                self.close(tag, |t| !t.is_inline());
            }
            Tag::Li => {
                self.close(tag, |t| is_cell(t) || matches!(t, Tag::Ul | Tag::Ol | Tag::Menu | Tag::Table));
            }
            _ if tag.heading() > 0 && self.top().heading() > 0 => self.pop(),
            _ => {
                self.close(tag, |t| is_cell(t) || t == Tag::Table);
            }
        }
    }

    fn finish(mut self, attributes: Vec<Value>) -> Tree {
        while self.open.len() > 1 {
            self.pop();
        }
        let end = self.nodes.len();
        if let Some(root) = self.nodes.first_mut() {
            root.end = end;
        }
        Tree { nodes: self.nodes, attributes }
    }
}

fn is_cell(tag: Tag) -> bool {
    matches!(tag, Tag::Td | Tag::Th | Tag::Caption)
}

/// Whether the start of an element ends an open paragraph.
fn ends_paragraph(tag: Tag) -> bool {
    tag.heading() > 0
        || matches!(
            tag,
            Tag::Address
                | Tag::Article
                | Tag::Aside
                | Tag::Blockquote
                | Tag::Center
                | Tag::Details
                | Tag::Dialog
                | Tag::Div
                | Tag::Dl
                | Tag::Fieldset
                | Tag::Figcaption
                | Tag::Figure
                | Tag::Footer
                | Tag::Form
                | Tag::Header
                | Tag::Hgroup
                | Tag::Hr
                | Tag::Main
                | Tag::Menu
                | Tag::Nav
                | Tag::Ol
                | Tag::P
                | Tag::Pre
                | Tag::Section
                | Tag::Table
                | Tag::Ul
                | Tag::Li
                | Tag::Dd
                | Tag::Dt
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text with the names of the elements it stands in.
    fn read(html: &str) -> Vec<String> {
        let tree = parse(html);
        let mut out = Vec::new();
        for node in &tree.nodes {
            let Kind::Text(span) = node.kind else { continue };
            let mut path = Vec::new();
            let mut at = node.parent;
            while at != 0 {
                path.push(format!("{:?}", tree.nodes[at].tag()).to_lowercase());
                at = tree.nodes[at].parent;
            }
            path.reverse();
            out.push(format!("{}: {}", path.join(" "), span.of(html)));
        }
        out
    }

    #[test]
    fn left_out_ends_are_found() {
        assert_eq!(read("<p>a<p>b<div>c</div>"), ["p: a", "p: b", "div: c"]);
        assert_eq!(read("<ul><li>a<li>b<ul><li>c</ul><li>d"), ["ul li: a", "ul li: b", "ul li ul li: c", "ul li: d"]);
        assert_eq!(
            read("<table><tr><td>a<td>b<tr><td>c</table>d"),
            ["table tr td: a", "table tr td: b", "table tr td: c", ": d"]
        );
        assert_eq!(read("<head><title>t</title><p>a"), ["p: a"]);
    }

    #[test]
    fn stray_ends_do_no_harm() {
        assert_eq!(read("<table><td><div>a</table></div>b"), ["table td div: a", ": b"]);
        assert_eq!(read("<div><b><p>a</b>b</p></div>c"), ["div b p: a", "div b p: b", ": c"]);
        assert_eq!(read("</p></div>a"), [": a"]);
    }

    #[test]
    fn a_link_ends_where_it_ends() {
        let tree = parse("<a href=x><div>in</a>out</div><p>far");
        let link = tree.nodes.iter().position(|n| n.tag() == Tag::A).unwrap();
        assert_eq!(tree.nodes[link].end, link + 3);
    }
}

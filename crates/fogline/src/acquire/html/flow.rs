//! From a page's tree to its visible text, a block a line, with the way back to the source.
//!
//! What readers of the page do not see is left out: scripts, styles, templates, drawings, what stands in for scripts
//! (`noscript`) and for media, form values, and elements with `hidden`, `display: none` or `visibility: hidden`.
//! `aria-hidden` hides from readers' software only: such text is seen, and kept.

use super::{
    entities::{Meaning, reference},
    names::{Attribute, Tag},
    tree::{Kind, Node, Tree},
};
use crate::{offsets::OffsetMap, span::Span};

/// A page's visible text.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) text: String,
    /// From the text to the page's source.
    pub(super) offsets: OffsetMap,
    pub(super) blocks: Vec<Block>,
    /// Letters that were left out because a style hides them.
    pub(super) hidden: usize,
}

/// A line of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) span: Span,
    /// The nearest element around it that is no mere mark within a line.
    pub(super) node: usize,
    /// The first and the last text that it holds.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) words: u32,
    /// Words in links, and the number of links.
    pub(super) link_words: u32,
    pub(super) links: u32,
    /// Ends of sentences.
    pub(super) stops: u32,
    /// 1 to 6 in a heading, else 0.
    pub(super) heading: u8,
}

impl Block {
    /// A line that begins at a place in the text.
    fn begin(at: usize) -> Self {
        Self {
            span: Span::new(at, at),
            node: 0,
            first: 0,
            last: 0,
            words: 0,
            link_words: 0,
            links: 0,
            stops: 0,
            heading: 0,
        }
    }

    /// Share of its words that are links.
    pub(super) fn link_share(&self) -> f32 {
        if self.words == 0 { f32::from(u8::from(self.links > 0)) } else { self.link_words as f32 / self.words as f32 }
    }
}

/// Reads the visible text; with `styled`, also what a style hides.
pub(super) fn flow(tree: &Tree, html: &str, styled: bool) -> Flow {
    let mut writer = Writer { flow: Flow::default(), block: Block::begin(0), gap: None, in_word: false, wide: false };
    writer.flow.text.reserve(html.len() / 4);
    // Ends of the open elements that make lines, each with its node.
    let mut open: Vec<(usize, usize)> = vec![(tree.nodes.len(), 0)];
    let (mut link_until, mut heading_until, mut heading, mut pre_until) = (0, 0, 0, 0);
    let mut at = 1;
    while let Some(node) = tree.nodes.get(at) {
        while open.len() > 1 && open.last().is_some_and(|&(end, _)| end <= at) {
            writer.end_line();
            open.pop();
        }
        match node.kind {
            Kind::Raw(_) => {}
            Kind::Text(span) => {
                let place = Place {
                    node: at,
                    block: open.last().map_or(0, |&(_, node)| node),
                    link: at < link_until,
                    heading: if at < heading_until { heading } else { 0 },
                    pre: at < pre_until,
                };
                writer.text(html.get(span.range()).unwrap_or_default(), span.start, place);
            }
            Kind::Element(tag) => {
                if is_never_seen(tag) {
                    at = subtree_end(tree, node, at);
                    continue;
                }
                if !styled && is_styled_away(tree, node, html) {
                    let end = subtree_end(tree, node, at);
                    let inside = tree.nodes.get(at..end).unwrap_or_default();
                    writer.flow.hidden +=
                        inside.iter().map(|n| if let Kind::Text(s) = n.kind { s.len() } else { 0 }).sum::<usize>();
                    at = end;
                    continue;
                }
                if tag == Tag::Br || tag == Tag::Hr {
                    writer.end_line();
                } else if !tag.is_inline() {
                    writer.end_line();
                    open.push((node.end, at));
                }
                if tag == Tag::A && tree.attribute(node, Attribute::Href, html).is_some() {
                    link_until = node.end;
                    writer.block.links += 1;
                } else if tag.heading() > 0 {
                    (heading_until, heading) = (node.end, tag.heading());
                } else if tag == Tag::Pre {
                    pre_until = node.end;
                }
            }
        }
        at += 1;
    }
    writer.end_line();
    writer.flow
}

/// The node after all that stands in an element; never earlier than the next node.
fn subtree_end(tree: &Tree, node: &Node, at: usize) -> usize {
    // A link's own end may come before that of what it holds.
    debug_assert!(node.tag() != Tag::A || node.end <= tree.nodes.len());
    node.end.max(at + 1)
}

fn is_never_seen(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Head
            | Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Noscript
            | Tag::Svg
            | Tag::Math
            | Tag::Iframe
            | Tag::Object
            | Tag::Applet
            | Tag::Audio
            | Tag::Video
            | Tag::Canvas
            | Tag::Textarea
            | Tag::Select
            | Tag::Datalist
            | Tag::Title
            | Tag::Noframes
            | Tag::Noembed
            | Tag::Xmp
            | Tag::Meta
            | Tag::Link
            | Tag::Rp
    )
}

fn is_styled_away(tree: &Tree, node: &Node, html: &str) -> bool {
    tree.attributes(node).iter().any(|&(name, span)| {
        let value = html.get(span.range()).unwrap_or_default();
        match name {
            Attribute::Hidden => !value.eq_ignore_ascii_case("until-found") && !value.eq_ignore_ascii_case("false"),
            Attribute::Style => hides(value),
            _ => false,
        }
    })
}

/// Whether a style takes its element from view.
fn hides(style: &str) -> bool {
    style.split(';').any(|rule| {
        let Some((name, value)) = rule.split_once(':') else { return false };
        let starts =
            |word: &str| value.trim_start().get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        match name.trim() {
            n if n.eq_ignore_ascii_case("display") => starts("none"),
            n if n.eq_ignore_ascii_case("visibility") => starts("hidden"),
            _ => false,
        }
    })
}

/// Where a text stands.
#[derive(Clone, Copy)]
struct Place {
    node: usize,
    block: usize,
    link: bool,
    heading: u8,
    pre: bool,
}

struct Writer {
    flow: Flow,
    block: Block,
    /// White space seen since the last word: where in the source, and how long.
    gap: Option<(usize, usize)>,
    in_word: bool,
    /// Every other character of a script without spaces begins a word.
    wide: bool,
}

impl Writer {
    fn is_line_empty(&self) -> bool {
        self.block.span.start == self.flow.text.len()
    }

    fn end_line(&mut self) {
        self.gap = None;
        self.in_word = false;
        let length = self.flow.text.len();
        if !self.is_line_empty() {
            let mut block = self.block;
            block.span.end = length;
            if self.flow.text.ends_with(['.', '!', '?', '…', '"', '”', '»', '。', ':']) {
                block.stops += 1;
            }
            self.flow.blocks.push(block);
            self.flow.text.push('\n');
        }
        self.block = Block::begin(self.flow.text.len());
    }

    fn text(&mut self, raw: &str, source: usize, place: Place) {
        let bytes = raw.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_whitespace() {
                let length = bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace()).count();
                let breaks = place.pre && raw.get(at..at + length).is_some_and(|s| s.contains('\n'));
                if breaks {
                    self.end_line();
                } else {
                    self.space(source + at, length);
                }
                at += length;
            } else if byte == b'&' {
                let rest = raw.get(at..).unwrap_or_default();
                let (meaning, length) = reference(rest, false).unwrap_or((Meaning::Character('&'), 1));
                match meaning {
                    Meaning::Character(c) => self.replace(c.encode_utf8(&mut [0; 4]), source + at, length, place),
                    Meaning::Text(s) => self.replace(s, source + at, length, place),
                }
                at += length;
            } else {
                let rest = raw.get(at..).unwrap_or_default();
                let length = rest.find(|c: char| c == '&' || is_special(c)).unwrap_or(rest.len());
                if let Some(plain) = rest.get(..length).filter(|plain| !plain.is_empty()) {
                    self.plain(plain, source + at, place);
                    at += length;
                } else {
                    let c = rest.chars().next().unwrap_or(' ');
                    self.replace(c.encode_utf8(&mut [0; 4]), source + at, c.len_utf8(), place);
                    at += c.len_utf8();
                }
            }
        }
    }

    fn space(&mut self, source: usize, length: usize) {
        self.in_word = false;
        self.gap.get_or_insert((source, length));
    }

    /// Begins a line, or puts the space that is due.
    fn before_word(&mut self, place: Place) {
        if self.is_line_empty() {
            self.gap = None;
            self.block.node = place.block;
            self.block.first = place.node;
            self.block.heading = place.heading;
        } else if let Some((source, length)) = self.gap.take() {
            let at = self.flow.text.len();
            self.flow.text.push(' ');
            if length == 1 {
                self.flow.offsets.copied(at, source, 1);
            } else {
                self.flow.offsets.replaced(at, 1, source, length);
            }
        }
        self.block.last = place.node;
    }

    /// Writes a stretch that is the same in the source.
    fn plain(&mut self, text: &str, source: usize, place: Place) {
        self.before_word(place);
        self.count(text, place.link);
        let at = self.flow.text.len();
        self.flow.text.push_str(text);
        self.flow.offsets.copied(at, source, text.len());
    }

    /// Writes what a reference or a special character stands for.
    fn replace(&mut self, text: &str, source: usize, length: usize, place: Place) {
        if text.chars().all(|c| c.is_whitespace() || c == '\u{a0}') {
            return self.space(source, length);
        }
        if text.chars().all(is_special) {
            return; // marks without width, and control characters
        }
        self.before_word(place);
        self.count(text, place.link);
        let at = self.flow.text.len();
        self.flow.text.push_str(text);
        self.flow.offsets.replaced(at, text.len(), source, length);
    }

    fn count(&mut self, text: &str, link: bool) {
        let mut words = 0;
        let mut before = ' ';
        for c in text.chars() {
            let letter = c.is_alphanumeric();
            if letter && ('\u{2e80}'..='\u{ffff}').contains(&c) && !('\u{fb00}'..='\u{fdff}').contains(&c) {
                self.wide = !self.wide;
                words += u32::from(self.wide);
            } else if letter && !self.in_word {
                words += 1;
            }
            self.in_word = letter || (self.in_word && matches!(c, '\'' | '’' | '-'));
            if matches!(c, '.' | '!' | '?' | '。' | '…') && before.is_alphanumeric() {
                self.block.stops += 1;
            }
            before = c;
        }
        self.block.words += words;
        if link {
            self.block.link_words += words;
        }
    }
}

/// White space, control characters and marks without width: none is copied as it stands.
fn is_special(c: char) -> bool {
    match c {
        ' '..='~' => c == ' ',
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => true,
        _ => c.is_whitespace() || c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tree::parse, *};

    fn read(html: &str) -> String {
        flow(&parse(html), html, false).text
    }

    #[test]
    fn a_block_is_a_line() {
        assert_eq!(read("<p>One\n  <b>two</b>.</p><div>Three<br>four</div>"), "One two.\nThree\nfour\n");
        assert_eq!(read("<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>"), "a\nb\nc\nd\n");
        assert_eq!(read("<pre>a  b\nc</pre>"), "a b\nc\n");
    }

    #[test]
    fn what_is_not_seen_is_left_out() {
        assert_eq!(read("<p hidden>a</p><p style='color:red; DISPLAY : None'>b</p><p aria-hidden=true>c"), "c\n");
        assert_eq!(read("<noscript>a</noscript><template>b</template><svg><title/>c</svg><p>d"), "d\n");
        assert_eq!(read("so\u{ad}ft&shy; zero\u{200b}width&nbsp;&nbsp;nul\0"), "soft zerowidth nul\n");
    }

    #[test]
    fn text_leads_back_to_its_source() {
        let html = "<p>Rock &amp; roll,\n   he said";
        let page = flow(&parse(html), html, false);
        let place = |words: &str| {
            let at = page.text.find(words).unwrap();
            page.offsets.source(Span::new(at, at + words.len())).unwrap().of(html)
        };
        assert_eq!(place("Rock & roll"), "Rock &amp; roll");
        assert_eq!(place("roll, he"), "roll,\n   he");
        assert_eq!(place("said"), "said");
    }
}

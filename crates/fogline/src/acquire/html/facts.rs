//! What a page says of itself: title, outlet, authors, day of publication, address, language.
//!
//! From linked data, then `meta` elements, then what readers see. What the record already gives is kept; what nothing
//! says stays unknown. The names of the elements are in `lexicon/metadata.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::{
    entities::decoded,
    flow::Flow,
    linked,
    names::{Attribute, Tag},
    tree::{Kind, Node, Tree},
};
use crate::{
    acquire::{
        dates::written,
        furniture::{Class, Line, dates::first_date},
    },
    document::{Facts, Published, PublishedBasis},
    time::Moment,
};

static FIELDS: LazyLock<Fields> =
    LazyLock::new(|| toml::from_str(include_str!("../../../../../lexicon/metadata.toml")).unwrap_or_default());

/// Names of `meta` elements, best first.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    title: Vec<String>,
    outlet: Vec<String>,
    author: Vec<String>,
    published: Vec<String>,
    uri: Vec<String>,
    lang: Vec<String>,
    reports: Vec<String>,
}

/// Longest text that is taken for a name, in characters.
const NAME: usize = 120;

/// How many blocks after the title may hold the visible date.
const NEAR: usize = 30;

/// Fills in what the record does not give.
pub(super) fn facts(tree: &Tree, html: &str, flow: &Flow, given: Facts) -> Facts {
    let fields = &*FIELDS;
    let linked = linked::find(tree, html, &fields.reports);
    let page = Page::read(tree, html);
    let mut out = given;
    let title =
        || linked.title.clone().or_else(|| page.first(&fields.title)).or_else(|| page.title.as_deref().map(bare_title));
    out.title = out.title.or_else(title);
    out.outlet = out.outlet.or_else(|| page.first(&fields.outlet)).or(linked.outlet);
    out.uri = out.uri.or(page.canonical.clone()).or_else(|| page.first(&fields.uri)).or(linked.uri);
    out.lang = out
        .lang
        .or_else(|| page.lang.clone())
        .or(linked.lang)
        .or_else(|| page.first(&fields.lang))
        .map(|l| l.replace('_', "-"));
    if out.authors.is_empty() {
        out.authors = linked.authors;
    }
    if out.authors.is_empty() {
        out.authors = page.all(&fields.author);
    }
    if out.authors.is_empty() {
        out.authors.clone_from(&page.authors);
    }
    out.authors = clean_authors(out.authors);
    // The page knows better than whoever captured it.
    if out.published.is_none_or(|given| given.basis == PublishedBasis::Capture) {
        let by_data = linked.published.as_deref().and_then(any_moment);
        let by_meta = || fields.published.iter().flat_map(|name| page.values(name)).find_map(|value| any_moment(value));
        let own = by_data.or_else(by_meta).or(page.time).map(|at| Published { at, basis: PublishedBasis::Metadata });
        out.published = own.or_else(|| visible_date(flow, out.title.as_deref())).or(out.published);
    }
    out
}

/// A date as data write it, or as people do.
fn any_moment(text: &str) -> Option<Moment> {
    let found = written(text)?;
    // Empty fields of editing systems are filled with years such as 1 or 1970.
    (found.date().year() > 1990).then_some(found)
}

/// The first line near the title that holds a date and little else.
fn visible_date(flow: &Flow, title: Option<&str>) -> Option<Published> {
    let start = flow
        .blocks
        .iter()
        .position(|b| b.heading == 1 || title.is_some_and(|t| b.span.of(&flow.text) == t))
        .unwrap_or(0);
    let near = flow.blocks.iter().skip(start.saturating_sub(5)).take(NEAR);
    let date = near.filter(|block| block.words <= 20).find_map(|block| {
        let text = block.span.of(&flow.text);
        let line = Line::read(text);
        let is_date =
            line.date || line.class(0.0).is_some_and(|(class, _)| matches!(class, Class::Published | Class::Byline));
        is_date.then(|| first_date(text)).flatten()
    })?;
    Some(Published { at: Moment::Day(date), basis: PublishedBasis::VisibleDate })
}

/// A page's title without the outlet's name at its end.
fn bare_title(title: &str) -> String {
    let cut = [" | ", " — ", " – ", " - ", " :: ", " » "].iter().filter_map(|mark| title.rfind(mark)).max();
    let head = cut.and_then(|at| title.get(..at)).map(str::trim).unwrap_or_default();
    if head.split_whitespace().count() >= 3 { head.to_owned() } else { title.to_owned() }
}

/// Names alone: no addresses, no `By`, each once.
fn clean_authors(authors: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for author in authors {
        let name = author.trim().trim_start_matches(['@', ',', ';']).trim();
        let is_name =
            !name.is_empty() && name.chars().count() <= NAME && !name.contains("://") && !name.starts_with("www.");
        if is_name && !out.iter().any(|known| known == name) {
            out.push(name.to_owned());
        }
    }
    out
}

/// What the page's own elements say.
#[derive(Default)]
struct Page {
    meta: BTreeMap<String, Vec<String>>,
    title: Option<String>,
    canonical: Option<String>,
    lang: Option<String>,
    time: Option<Moment>,
    authors: Vec<String>,
}

impl Page {
    fn read(tree: &Tree, html: &str) -> Self {
        let mut out = Self::default();
        for (at, node) in tree.nodes.iter().enumerate() {
            let value = |name| {
                tree.attribute(node, name, html).map(|value| decoded(value).trim().to_owned()).filter(|v| !v.is_empty())
            };
            match node.tag() {
                Tag::Html => out.lang = out.lang.or_else(|| value(Attribute::Lang)),
                Tag::Title => out.title = out.title.or_else(|| raw_text(tree, at, html)),
                Tag::Meta => {
                    let Some(content) = value(Attribute::Content) else { continue };
                    for name in [Attribute::Property, Attribute::Name, Attribute::Itemprop] {
                        if let Some(name) = value(name) {
                            out.meta.entry(name.to_ascii_lowercase()).or_default().push(content.clone());
                        }
                    }
                }
                Tag::Link if value(Attribute::Rel).is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                    out.canonical =
                        out.canonical.or_else(|| value(Attribute::Href).filter(|href| href.starts_with("http")));
                }
                Tag::Time => {
                    let at = || value(Attribute::Datetime).and_then(|text| any_moment(&text));
                    out.time = out.time.or_else(at);
                }
                Tag::A
                    if value(Attribute::Rel).is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "author")) =>
                {
                    out.authors.extend(text_of(tree, node, at, html));
                }
                _ if value(Attribute::Itemprop).is_some_and(|p| p.eq_ignore_ascii_case("author")) => {
                    out.authors.extend(text_of(tree, node, at, html));
                }
                _ => {}
            }
        }
        out
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &String> {
        self.meta.get(name).into_iter().flatten()
    }

    fn first(&self, names: &[String]) -> Option<String> {
        names.iter().flat_map(|name| self.values(name)).next().cloned()
    }

    /// Every value of the first name that has any.
    fn all(&self, names: &[String]) -> Vec<String> {
        names.iter().find_map(|name| self.meta.get(name)).cloned().unwrap_or_default()
    }
}

/// The content of a title or a script.
pub(super) fn raw_text(tree: &Tree, at: usize, html: &str) -> Option<String> {
    let Kind::Raw(span) = tree.nodes.get(at + 1).filter(|node| node.parent == at)?.kind else { return None };
    let text = decoded(html.get(span.range())?);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The words within a small element.
fn text_of(tree: &Tree, node: &Node, at: usize, html: &str) -> Option<String> {
    let mut out = String::new();
    for inner in tree.nodes.get(at..node.end)? {
        if let Kind::Text(span) = inner.kind {
            out.push_str(&decoded(html.get(span.range())?));
            out.push(' ');
        }
        if out.len() > NAME * 4 {
            return None;
        }
    }
    let text = out.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{flow::flow, tree::parse},
        *,
    };

    fn read(html: &str) -> Facts {
        let tree = parse(html);
        facts(&tree, html, &flow(&tree, html, false), Facts::default())
    }

    #[test]
    fn the_names_of_fields_are_read() {
        assert!(toml::from_str::<Fields>(include_str!("../../../../../lexicon/metadata.toml")).is_ok());
    }

    #[test]
    fn linked_data_come_first() {
        let page = read(
            r#"<html lang=en-GB><title>x</title><meta property=og:title content="Other"><meta property=og:site_name content="Harbour &amp; Post">
            <link rel=canonical href="https://example.org/a"><script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"S"},
            {"@type":["NewsArticle"],"headline":"Shells hit a school","datePublished":"2022-02-17T09:05:00+02:00",
            "author":[{"@type":"Person","name":"Anna Petrenko"},{"name":"Anna Petrenko"}]}]}</script>"#,
        );
        assert_eq!(page.title.as_deref(), Some("Shells hit a school"));
        assert_eq!(page.outlet.as_deref(), Some("Harbour & Post"));
        assert_eq!(page.uri.as_deref(), Some("https://example.org/a"));
        assert_eq!(page.lang.as_deref(), Some("en-GB"));
        assert_eq!(page.authors, ["Anna Petrenko"]);
        let published = page.published.unwrap();
        assert_eq!(
            (published.at.rfc3339().as_str(), published.basis),
            ("2022-02-17T09:05:00+02:00", PublishedBasis::Metadata)
        );
    }

    #[test]
    fn a_printed_date_is_the_last_resort() {
        let page = read(
            "<title>Shells hit a school - Post</title><h1>Shells hit a school</h1><p>17 лютого 2022, 18:30</p><p>Text.",
        );
        assert_eq!(page.title.as_deref(), Some("Shells hit a school"));
        let published = page.published.unwrap();
        assert_eq!((published.at.rfc3339().as_str(), published.basis), ("2022-02-17", PublishedBasis::VisibleDate));
        assert_eq!(read("<p>Nothing is known.").published, None);
    }
}

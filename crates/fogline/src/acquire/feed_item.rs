//! One item of a feed in XML, and what the feed says of itself.

use super::{
    Body, Reason, Record, charset, dates,
    stream::Fault,
    xml_fields::{self, Field},
};
use crate::{
    document::{Facts, Media, Published, PublishedBasis},
    offsets::OffsetMap,
    span::Span,
    time::Moment,
};

/// Where an item may keep its text, the fullest first.
const BODIES: [&str; 7] =
    ["content:encoded", "content", "xhtml:body", "body", "description", "summary", "media:group/media:description"];
const DATES: [&str; 8] = ["pubdate", "published", "dc:date", "issued", "date", "updated", "modified", "created"];
const AUTHORS: [&str; 5] = ["author/name", "dc:creator", "author", "creator", "itunes:author"];

/// What a feed says of itself.
#[derive(Debug, Default)]
pub(super) struct Channel {
    title: Option<String>,
    language: Option<String>,
    /// Where the addresses of its items begin that do not say it.
    link: Option<String>,
}

impl Channel {
    /// Reads what stands before the first item.
    pub(super) fn read(head: &str) -> Self {
        // The fields of RSS lie in `channel`, those of Atom in the outermost element.
        let fields = xml_fields::fields(head);
        let find = |names: &[&str]| {
            let mut found = fields.iter().filter(|field| {
                let path = field.path.strip_prefix("channel/").unwrap_or(&field.path);
                names.contains(&path)
            });
            found.find_map(Field::words)
        };
        let fields = || fields.iter().map(|field| (field.path.strip_prefix("channel/").unwrap_or(&field.path), field));
        Self { title: find(&["title"]), language: find(&["language", "dc:language"]), link: link(fields()) }
    }
}

/// Reads one item.
pub(super) fn record(original: Vec<u8>, channel: &Channel, label: Option<&str>, name: &str) -> Result<Record, Fault> {
    let (xml, decoded) = charset::text(&original, &[label])?;
    let fields = xml_fields::fields(&xml);
    let find = |names: &[&str]| names.iter().find_map(|name| fields.iter().find(|field| field.path == *name)?.words());
    let (mut body, mut of_media) = (None, Vec::new());
    for name in BODIES {
        for field in fields.iter().filter(|field| field.path == name) {
            // Of two, the longer one is the text and not the summary.
            let found = text_of(field, &xml);
            if body.as_ref().is_none_or(|known| length(known) < length(&found)) && length(&found) > 0 {
                body = Some(found);
            }
        }
    }
    for field in &fields {
        of_media.extend(media(field));
    }
    let title = find(&["title"]).map(|title| plain(&title));
    // Some feeds have headlines alone.
    let headline = || fields.iter().find(|field| field.path == "title" && !field.text.trim().is_empty());
    let body = body
        .or_else(|| headline().map(|field| text_of(field, &xml)))
        .ok_or_else(|| Fault::new(Reason::NoText, "an item without words"))?;
    let published = find_date(&fields);
    let facts = Facts {
        uri: link(fields.iter().map(|field| (&*field.path, field)))
            .or_else(|| permalink(&fields))
            .and_then(|address| absolute(&address, channel.link.as_deref())),
        title,
        // An item taken over from elsewhere names where.
        outlet: find(&["source", "source/title"]).or_else(|| channel.title.clone()),
        authors: authors(&fields),
        published: published.map(|at| Published { at, basis: PublishedBasis::Feed }),
        lang: find(&["dc:language", "language"]).or_else(|| channel.language.clone()),
        ..Facts::default()
    };
    let reference = find(&["guid", "id"]).or_else(|| facts.uri.clone()).unwrap_or_else(|| name.to_owned());
    let body = through(body, &decoded);
    Ok(Record { facts, media: of_media, ..Record::new(reference, original, body) })
}

fn through(body: Body, decoded: &OffsetMap) -> Body {
    match body {
        Body::Text { text, offsets } => Body::Text { text, offsets: offsets.through(decoded) },
        Body::Html { html, offsets } => Body::Html { html, offsets: offsets.through(decoded) },
    }
}

fn length(body: &Body) -> usize {
    let (Body::Text { text, .. } | Body::Html { html: text, .. }) = body;
    text.trim().len()
}

/// The text of an element: markup that is escaped or stands as it is, or plain words.
fn text_of(field: &Field, xml: &str) -> Body {
    let kind = field.attribute("type").unwrap_or_default();
    if kind.contains("xhtml") || (field.text.trim().is_empty() && !field.inner.is_empty()) {
        let inner = field.inner.of(xml);
        return Body::Html { html: inner.to_owned(), offsets: OffsetMap::identity(inner.len(), field.inner.start) };
    }
    let (text, offsets) = (field.text.clone(), field.offsets.clone());
    if is_markup(&text) && kind != "text" { Body::Html { html: text, offsets } } else { Body::Text { text, offsets } }
}

/// Whether words hold tags or references to characters.
pub(super) fn is_markup(text: &str) -> bool {
    let tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    let reference = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len());
        end > 1 && rest.get(end..).is_some_and(|rest| rest.starts_with(';'))
    };
    text.split('<').skip(1).any(tag) || text.split('&').skip(1).any(reference)
}

/// A title without the tags and references that some feeds put into it.
fn plain(title: &str) -> String {
    let escaped = title.replace("&nbsp;", " ");
    let known = quick_xml::escape::unescape(&escaped).map_or_else(|_| escaped.clone(), std::borrow::Cow::into_owned);
    if !is_markup(&known) {
        return known;
    }
    let mut tag = false;
    known
        .chars()
        .filter(|c| {
            tag |= *c == '<';
            let kept = !tag;
            tag &= *c != '>';
            kept
        })
        .collect()
}

fn find_date(fields: &[Field]) -> Option<Moment> {
    DATES.iter().find_map(|name| {
        let field =
            fields.iter().find(|field| field.path == *name || field.path.strip_prefix("dcterms:") == Some(name));
        dates::written(&field?.text)
    })
}

/// The address of a page, of fields with their paths.
fn link<'f>(fields: impl Iterator<Item = (&'f str, &'f Field)>) -> Option<String> {
    let links: Vec<&Field> = fields.filter(|(path, _)| *path == "link").map(|(_, field)| field).collect();
    let alternate = |field: &&&Field| matches!(field.attribute("rel"), None | Some("alternate"));
    let named = links.iter().filter(alternate).find_map(|field| field.attribute("href").map(str::to_owned));
    named.or_else(|| links.iter().find_map(|field| field.words()))
}

/// What names an item, where that is its address too.
fn permalink(fields: &[Field]) -> Option<String> {
    let id = fields.iter().find(|field| field.path == "guid" && field.attribute("ispermalink") != Some("false"));
    id.and_then(Field::words).filter(|id| id.starts_with("http"))
}

/// An address with its host; one that lacks it is taken from where it stands, if that is known.
pub(super) fn absolute(address: &str, base: Option<&str>) -> Option<String> {
    let has_scheme = address.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'));
    if has_scheme {
        return Some(address.to_owned());
    }
    let base = base?.split(['?', '#']).next()?;
    let (scheme, rest) = base.split_once("://")?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    Some(match address.strip_prefix('/') {
        Some(other) if other.starts_with('/') => format!("{scheme}:{address}"),
        Some(_) => format!("{scheme}://{host}{address}"),
        None if address.starts_with(['?', '#']) => format!("{base}{address}"),
        None => {
            let folder = rest.rfind('/').and_then(|at| rest.get(..at)).unwrap_or(rest);
            format!("{scheme}://{folder}/{address}")
        }
    })
}

fn authors(fields: &[Field]) -> Vec<String> {
    for name in AUTHORS {
        let found: Vec<_> = fields.iter().filter(|field| field.path == name).filter_map(Field::words).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Pictures, sounds and files that an item names.
fn media(field: &Field) -> Option<Media> {
    let address = match field.path.as_str() {
        "enclosure" | "media:content" | "media:group/media:content" | "media:thumbnail" => field.attribute("url")?,
        "link" if field.attribute("rel") == Some("enclosure") => field.attribute("href")?,
        _ => return None,
    };
    let kind = field.attribute("medium").or(field.attribute("type")).unwrap_or("file");
    let kind = match kind.split('/').next().unwrap_or(kind) {
        "image" => "photo",
        "" => "file",
        other => other,
    };
    Some(Media { kind: kind.to_owned(), reference: address.to_owned(), caption: None::<Span> })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(item: &str) -> Record {
        let channel = Channel { title: Some("Station".into()), language: Some("en".into()), link: None };
        record(item.as_bytes().to_vec(), &channel, None, "feed:1").unwrap()
    }

    #[test]
    fn items_of_rss_are_read_with_their_fullest_text() {
        let item = "<item><title>Two &amp;amp; three</title><link>https://example.org/1</link>\
            <description>Short.</description><content:encoded><![CDATA[<p>Two were hurt near the station.</p>]]>\
            </content:encoded><pubDate>Thu, 17 Feb 2022 09:05:00 +0200</pubDate><dc:creator>A. Writer</dc:creator>\
            <enclosure url='https://example.org/1.jpg' type='image/jpeg'/></item>";
        let record = read(item);
        let Body::Html { html, offsets } = &record.body else { panic!("no page") };
        assert_eq!(html, "<p>Two were hurt near the station.</p>");
        assert_eq!(offsets.source(Span::new(3, 6)).unwrap().of(item), "Two");
        assert_eq!(record.facts.title.as_deref(), Some("Two & three"));
        assert_eq!((record.facts.authors.as_slice(), record.media.len()), (&["A. Writer".to_owned()][..], 1));
        assert_eq!(record.facts.published.unwrap().at.rfc3339(), "2022-02-17T09:05:00+02:00");
        assert_eq!(record.reference, "https://example.org/1");
        assert_eq!(record.facts.outlet.as_deref(), Some("Station"));
    }

    #[test]
    fn entries_of_atom_are_read() {
        let entry = "<entry><id>urn:7</id><title>T</title><link rel='self' href='no'/><link href='https://example.org/7'/>\
            <updated>2022-02-18T00:00:00Z</updated><published>2022-02-17T07:05:00Z</published>\
            <author><name>N</name></author><content type='xhtml'><div>Two <b>were</b> hurt</div></content></entry>";
        let record = read(entry);
        let Body::Html { html, .. } = &record.body else { panic!("no page") };
        assert_eq!(html, "<div>Two <b>were</b> hurt</div>");
        assert_eq!((record.reference.as_str(), record.facts.uri.as_deref()), ("urn:7", Some("https://example.org/7")));
        assert_eq!(record.facts.published.unwrap().at.rfc3339(), "2022-02-17T07:05:00+00:00");
    }

    #[test]
    fn escaped_words_lead_back_through_their_escapes() {
        let item = "<item><description>Fire &#8211; &lt;b&gt;two&lt;/b&gt; hurt</description></item>";
        let record = read(item);
        let Body::Html { html, offsets } = &record.body else { panic!("no page") };
        assert_eq!(html, "Fire – <b>two</b> hurt");
        let at = html.find("two").unwrap();
        assert_eq!(offsets.source(Span::new(at, at + 3)).unwrap().of(item), "two");
        assert_eq!(read("<item><title>Words alone</title></item>").facts.title.as_deref(), Some("Words alone"));
    }

    #[test]
    fn markup_is_told_from_words() {
        for markup in ["<p>x", "a &amp; b", "x</b>", "&#160;"] {
            assert!(is_markup(markup), "{markup}");
        }
        for words in ["a < b", "R&D; x", "AT&T", "5 <3"] {
            assert!(!is_markup(words), "{words}");
        }
    }

    #[test]
    fn a_feed_names_itself() {
        let rss = "<?xml version='1.0'?><rss><channel><image><title>no</title></image><title>S</title>\
                   <language>uk</language>";
        let channel = Channel::read(rss);
        assert_eq!((channel.title.as_deref(), channel.language.as_deref()), (Some("S"), Some("uk")));
        assert_eq!(Channel::read("<feed><title>S</title>").title.as_deref(), Some("S"));
    }

    #[test]
    fn addresses_within_a_site_get_its_host() {
        let base = Some("https://example.org/news/index.html?x=1");
        for (address, expected) in [
            ("https://other.example/a", "https://other.example/a"),
            ("urn:7", "urn:7"),
            ("/a/b?at=10:30", "https://example.org/a/b?at=10:30"),
            ("//other.example/a", "https://other.example/a"),
            ("a.html", "https://example.org/news/a.html"),
            ("?id=7", "https://example.org/news/index.html?id=7"),
        ] {
            assert_eq!(absolute(address, base).as_deref(), Some(expected), "{address}");
        }
        assert_eq!(absolute("a", Some("https://example.org")).as_deref(), Some("https://example.org/a"));
        assert_eq!(absolute("/a", None), None);
        let channel = Channel::read("<rss><channel><link>https://example.org/</link>");
        let item = b"<item><title>T</title><link>/a</link></item>".to_vec();
        assert_eq!(record(item, &channel, None, "x").unwrap().facts.uri.as_deref(), Some("https://example.org/a"));
    }
}

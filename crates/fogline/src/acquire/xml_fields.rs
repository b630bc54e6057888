//! The elements of one small XML document, with their texts and the way back to where they stand.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use crate::{offsets::OffsetMap, span::Span};

/// Elements that are noted; hostile documents have more.
const MOST: usize = 10_000;

/// How many open elements an end tag may close at once.
const NEAR: usize = 64;

/// An element: where it lies, what it says.
#[derive(Debug)]
pub(super) struct Field {
    /// Names from the outermost element's child inwards, in small letters: `author/name`.
    pub(super) path: String,
    /// Names, in small letters, and values.
    pub(super) attributes: Vec<(String, String)>,
    /// Its own text, unescaped.
    pub(super) text: String,
    /// From the text to the document.
    pub(super) offsets: OffsetMap,
    /// All that stands between its tags.
    pub(super) inner: Span,
}

impl Field {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Its text without the white space around it, if there is any.
    pub(super) fn words(&self) -> Option<String> {
        Some(self.text.trim().to_owned()).filter(|words| !words.is_empty())
    }
}

/// Lists the elements within the outermost one, as far as the document can be read.
pub(super) fn fields(xml: &str) -> Vec<Field> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut fields: Vec<Field> = Vec::new();
    // Names of the open elements, and which field each is.
    let mut open: Vec<(String, Option<usize>)> = Vec::new();
    loop {
        let before = reader.buffer_position() as usize;
        let Ok(event) = reader.read_event() else { break };
        let after = reader.buffer_position() as usize;
        match event {
            Event::Start(tag) => {
                let at = begin(&tag, &open, after, &mut fields);
                open.push((name(&tag), at));
            }
            Event::Empty(tag) => {
                begin(&tag, &open, after, &mut fields);
            }
            Event::End(tag) => {
                let name = tag.name().into_inner().to_ascii_lowercase();
                // A missing end tag is made up for by the next one that fits.
                if let Some(up) = open.iter().rev().take(NEAR).position(|(known, _)| *known == name) {
                    for (_, field) in open.drain(open.len() - 1 - up..) {
                        if let Some(field) = field.and_then(|field| fields.get_mut(field)) {
                            field.inner.end = before;
                        }
                    }
                }
            }
            Event::Text(text) => {
                if let Some(field) = innermost(&open, &mut fields) {
                    let raw = xml.get(before..before + text.len()).unwrap_or_default();
                    field.offsets.copied(field.text.len(), before, raw.len());
                    field.text.push_str(raw);
                }
            }
            Event::CData(text) => {
                if let Some(field) = innermost(&open, &mut fields) {
                    let start = before + "<![CDATA[".len();
                    let raw = xml.get(start..start + text.len()).unwrap_or_default();
                    field.offsets.copied(field.text.len(), start, raw.len());
                    field.text.push_str(raw);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(field) = innermost(&open, &mut fields) {
                    let mut c = [0; 4];
                    let known = match reference.resolve_char_ref() {
                        Ok(Some(found)) => Some(&*found.encode_utf8(&mut c)),
                        _ => resolve_predefined_entity(&reference),
                    };
                    // What XML does not know is left as it stands: the body is then read as HTML, which knows it.
                    let raw = xml.get(before..after).unwrap_or_default();
                    if let Some(known) = known {
                        field.offsets.replaced(field.text.len(), known.len(), before, raw.len());
                        field.text.push_str(known);
                    } else {
                        field.offsets.copied(field.text.len(), before, raw.len());
                        field.text.push_str(raw);
                    }
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    for (_, field) in open {
        if let Some(field) = field.and_then(|field| fields.get_mut(field)) {
            field.inner.end = xml.len();
        }
    }
    fields
}

fn name(tag: &BytesStart<'_>) -> String {
    tag.name().into_inner().to_ascii_lowercase()
}

/// Notes an element and gives its number; the outermost and what lies very deep are not noted.
fn begin(
    tag: &BytesStart<'_>,
    open: &[(String, Option<usize>)],
    after: usize,
    fields: &mut Vec<Field>,
) -> Option<usize> {
    if open.is_empty() || open.len() > 4 || fields.len() >= MOST {
        return None;
    }
    let attributes = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            let raw = &*attribute.value;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_or_else(|_| raw.to_string(), std::borrow::Cow::into_owned);
            (attribute.key.into_inner().to_ascii_lowercase(), value)
        })
        .collect();
    let mut path: String = open.iter().skip(1).map(|(name, _)| format!("{name}/")).collect();
    path.push_str(&name(tag));
    fields.push(Field {
        path,
        attributes,
        text: String::new(),
        offsets: OffsetMap::default(),
        inner: Span::new(after, after),
    });
    Some(fields.len() - 1)
}

fn innermost<'f>(open: &[(String, Option<usize>)], fields: &'f mut [Field]) -> Option<&'f mut Field> {
    fields.get_mut(open.last()?.1?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_have_paths_texts_and_places() {
        let xml = "<item><Title>A &amp; B</Title><author><name>N</name></author>\
                   <c:x k='1&lt;2'><![CDATA[<p>]]>&nbsp;&#1080;</c:x><e/></item>";
        let fields = fields(xml);
        let paths: Vec<_> = fields.iter().map(|field| field.path.as_str()).collect();
        assert_eq!(paths, ["title", "author", "author/name", "c:x", "e"]);
        assert_eq!(fields[0].text, "A & B");
        assert_eq!(fields[0].offsets.source(Span::new(2, 3)).unwrap().of(xml), "&amp;");
        assert_eq!(fields[3].text, "<p>&nbsp;и");
        assert_eq!(fields[3].offsets.source(Span::new(0, 3)).unwrap().of(xml), "<p>");
        assert_eq!(fields[3].attribute("k"), Some("1<2"));
        assert_eq!(fields[1].inner.of(xml), "<name>N</name>");
    }

    #[test]
    fn broken_documents_give_what_can_be_read() {
        let found = fields("<item><a>1<b>2</a><c>3 & 4</c></x><d>5");
        let texts: Vec<_> = found.iter().map(|field| (field.path.as_str(), field.text.as_str())).collect();
        assert_eq!(texts, [("a", "1"), ("a/b", "2"), ("c", "3 & 4"), ("d", "5")]);
    }
}

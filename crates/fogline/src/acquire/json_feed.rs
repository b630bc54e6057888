//! JSON Feed: the items of `{"version": "https://jsonfeed.org/version/1", "items": [...]}`.

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use super::{
    Body, Reason, Record, dates, feed_item, json,
    json_walk::JsonWalk,
    out::{At, Flow, Out, Place},
    stream::{Fault, Stream},
};
use crate::document::{Facts, Media, Published, PublishedBasis};

const LONGEST_FACT: u64 = 1 << 16;

#[derive(Deserialize)]
struct Item<'i> {
    id: Option<Value>,
    url: Option<String>,
    external_url: Option<String>,
    title: Option<String>,
    #[serde(borrow)]
    content_html: Option<&'i RawValue>,
    #[serde(borrow)]
    content_text: Option<&'i RawValue>,
    #[serde(borrow)]
    summary: Option<&'i RawValue>,
    date_published: Option<String>,
    date_modified: Option<String>,
    author: Option<Author>,
    authors: Option<Vec<Author>>,
    language: Option<String>,
    image: Option<String>,
    attachments: Option<Vec<Attachment>>,
}

#[derive(Deserialize)]
struct Author {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Attachment {
    url: Option<String>,
    mime_type: Option<String>,
}

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    if stream.peek(3) == b"\xef\xbb\xbf" {
        std::io::BufRead::consume(stream, 3);
    }
    let mut walk = JsonWalk { stream };
    let mut number = 0;
    match members(&mut walk, place, out, &mut number) {
        Ok(_) if number == 0 => out.quarantine(place, At::START, Reason::Empty, "a feed without items"),
        Ok(flow) => flow,
        Err(fault) => {
            let at = At::new(walk.stream.position(), number + 1);
            out.fault(place, at, fault)
        }
    }
}

fn members(walk: &mut JsonWalk<'_, '_>, place: &Place, out: &mut Out<'_>, number: &mut u64) -> Result<Flow, Fault> {
    walk.take(b'{')?;
    let (limit, mut outlet, mut language, mut home) = (out.limits().record, None, None, None);
    let mut first = true;
    while walk.another(b'}', &mut first)? {
        let key = walk.key()?;
        if key != "items" || !walk.take(b'[')? {
            let value = walk.value(LONGEST_FACT)?.and_then(|value| serde_json::from_slice::<String>(&value).ok());
            match key.as_str() {
                "title" => outlet = value,
                "language" => language = value,
                "home_page_url" => home = value,
                _ => {}
            }
            continue;
        }
        let mut first = true;
        while walk.another(b']', &mut first)? {
            *number += 1;
            let at = At::new(walk.stream.position(), *number);
            let flow = match walk.value(limit)?.map(|bytes| record(&bytes, &place.numbered(*number))) {
                Some(Ok(mut record)) => {
                    record.facts.outlet.clone_from(&outlet);
                    let address = record.facts.uri.take();
                    record.facts.uri = address.and_then(|address| feed_item::absolute(&address, home.as_deref()));
                    record.facts.lang = record.facts.lang.or_else(|| language.clone());
                    out.record(record)
                }
                Some(Err(fault)) => out.fault(place, at, fault),
                None => out.fault(place, at, Fault::too_large(limit)),
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
    }
    Ok(Flow::Continue(()))
}

fn record(original: &[u8], name: &str) -> Result<Record, Fault> {
    let words = std::str::from_utf8(original).map_err(|error| Fault::new(Reason::NotText, error.to_string()))?;
    let item: Item = json::object(words)?;
    let string = |raw: &&RawValue| raw.get().starts_with('"') && raw.get().len() > 2;
    let body = if let Some(raw) = item.content_html.filter(string) {
        let (html, offsets) = json::unescaped(raw, original);
        Body::Html { html, offsets }
    } else if let Some(raw) = item.content_text.filter(string).or(item.summary.filter(string)) {
        let (text, offsets) = json::unescaped(raw, original);
        if feed_item::is_markup(&text) && item.content_text.is_none() {
            Body::Html { html: text, offsets }
        } else {
            Body::Text { text, offsets }
        }
    } else {
        return Err(Fault::new(Reason::NoText, "has none of `content_html`, `content_text` and `summary`"));
    };
    let date = item.date_published.or(item.date_modified).and_then(|date| dates::written(&date));
    let picture = item.image.map(|reference| Media { kind: "photo".into(), reference, caption: None });
    let files = item.attachments.into_iter().flatten().filter_map(|file| {
        let kind = file.mime_type.unwrap_or_default();
        let kind = kind.split('/').next().filter(|kind| !kind.is_empty()).unwrap_or("file").replace("image", "photo");
        Some(Media { kind, reference: file.url?, caption: None })
    });
    let facts = Facts {
        uri: item.url.or(item.external_url),
        title: item.title,
        authors: item.authors.into_iter().flatten().chain(item.author).filter_map(|author| author.name).collect(),
        published: date.map(|at| Published { at, basis: PublishedBasis::Feed }),
        lang: item.language,
        ..Facts::default()
    };
    let id = match item.id {
        Some(Value::String(id)) => Some(id),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => facts.uri.clone(),
    };
    let media = picture.into_iter().chain(files).collect();
    Ok(Record { facts, media, ..Record::new(id.unwrap_or_else(|| name.to_owned()), original, body) })
}

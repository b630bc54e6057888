//! A record as a ledger keeps it beside its original bytes: all that it takes to read it again with a later version.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Body, Form, Record, dates};
use crate::{
    document::{Facts, Media, OutletKind, Post, Published, PublishedBasis},
    offsets::OffsetMap,
    span::Span,
    time::Moment,
};

/// Why a kept record cannot be read again.
#[derive(Debug, Error)]
#[error("this record was kept by a later version, or is damaged: {0}")]
pub struct KeptError(String);

#[derive(Serialize, Deserialize)]
struct Kept {
    html: bool,
    /// `None` where the text is the original.
    text: Option<String>,
    /// `None` where every byte of the text stands for itself.
    offsets: Option<OffsetMap>,
    form: u8,
    facts: KeptFacts,
    /// What whoever ran Fogline said of reports that do not say it themselves.
    supplied: KeptFacts,
    media: Vec<KeptMedia>,
    post: Option<KeptPost>,
}

#[derive(Serialize, Deserialize)]
struct KeptFacts {
    uri: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    outlet_kind: Option<String>,
    side: Option<String>,
    authors: Vec<String>,
    published: Option<(String, u8)>,
    lang: Option<String>,
}

impl KeptFacts {
    fn new(facts: &Facts) -> Self {
        Self {
            uri: facts.uri.clone(),
            title: facts.title.clone(),
            outlet: facts.outlet.clone(),
            outlet_kind: facts.outlet_kind.map(|kind| kind.name().to_owned()),
            side: facts.side.clone(),
            authors: facts.authors.clone(),
            published: facts.published.map(|published| (published.at.rfc3339(), place(&BASES, &published.basis))),
            lang: facts.lang.clone(),
        }
    }

    fn again(self) -> Result<Facts, KeptError> {
        let published = match self.published {
            Some((at, basis)) => {
                let basis = BASES.get(usize::from(basis)).copied().unwrap_or(PublishedBasis::Supplied);
                Some(Published { at: moment(&at)?, basis })
            }
            None => None,
        };
        Ok(Facts {
            uri: self.uri,
            title: self.title,
            outlet: self.outlet,
            outlet_kind: self.outlet_kind.as_deref().and_then(OutletKind::named),
            side: self.side,
            authors: self.authors,
            published,
            lang: self.lang,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct KeptMedia {
    kind: String,
    reference: String,
    caption: Option<(usize, usize)>,
}

#[derive(Serialize, Deserialize)]
struct KeptPost {
    id: i64,
    reply_to: Option<i64>,
    forwarded_from: Option<String>,
    edited: Option<String>,
}

const FORMS: [Form; 3] = [Form::Plain, Form::Markdown, Form::Mail];
const BASES: [PublishedBasis; 6] = [
    PublishedBasis::Metadata,
    PublishedBasis::VisibleDate,
    PublishedBasis::RecordField,
    PublishedBasis::Supplied,
    PublishedBasis::Feed,
    PublishedBasis::Capture,
];

fn place<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|other| other == one).unwrap_or_default() as u8
}

fn moment(text: &str) -> Result<Moment, KeptError> {
    dates::moment(text).ok_or_else(|| KeptError(format!("`{text}` is no moment")))
}

impl Record {
    /// All but its reference and original bytes, and what was supplied beside it, as bytes of JSON. Moments are kept to the second.
    pub fn kept(&self, supplied: &Facts) -> Vec<u8> {
        let (html, text, offsets) = match &self.body {
            Body::Text { text, offsets } => (false, text, offsets),
            Body::Html { html, offsets } => (true, html, offsets),
        };
        let kept = Kept {
            html,
            text: (text.as_bytes() != &*self.original).then(|| text.clone()),
            offsets: (*offsets != OffsetMap::identity(text.len(), 0)).then(|| offsets.clone()),
            form: place(&FORMS, &self.form),
            facts: KeptFacts::new(&self.facts),
            supplied: KeptFacts::new(supplied),
            media: self
                .media
                .iter()
                .map(|one| KeptMedia {
                    kind: one.kind.clone(),
                    reference: one.reference.clone(),
                    caption: one.caption.map(|span| (span.start, span.end)),
                })
                .collect(),
            post: self.post.as_ref().map(|post| KeptPost {
                id: post.id,
                reply_to: post.reply_to,
                forwarded_from: post.forwarded_from.clone(),
                edited: post.edited.map(Moment::rfc3339),
            }),
        };
        serde_json::to_vec(&kept).unwrap_or_default()
    }

    /// The record again, and what was supplied beside it.
    pub fn again(reference: String, original: Arc<[u8]>, kept: &[u8]) -> Result<(Self, Facts), KeptError> {
        let kept: Kept = serde_json::from_slice(kept).map_err(|error| KeptError(error.to_string()))?;
        let supplied = kept.supplied.again()?;
        let text = match kept.text {
            Some(text) => text,
            None => String::from_utf8(original.to_vec()).map_err(|error| KeptError(error.to_string()))?,
        };
        let offsets = kept.offsets.unwrap_or_else(|| OffsetMap::identity(text.len(), 0));
        let record = Self {
            reference,
            original,
            body: if kept.html { Body::Html { html: text, offsets } } else { Body::Text { text, offsets } },
            facts: kept.facts.again()?,
            media: kept
                .media
                .into_iter()
                .map(|one| Media {
                    kind: one.kind,
                    reference: one.reference,
                    caption: one.caption.map(|(start, end)| Span::new(start, end)),
                })
                .collect(),
            post: match kept.post {
                Some(post) => Some(Post {
                    id: post.id,
                    reply_to: post.reply_to,
                    forwarded_from: post.forwarded_from,
                    edited: post.edited.as_deref().map(moment).transpose()?,
                }),
                None => None,
            },
            form: FORMS.get(usize::from(kept.form)).copied().unwrap_or(Form::Plain),
            unusable: Vec::new(),
        };
        Ok((record, supplied))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Document, outlets::Outlets};

    fn document(record: Record) -> Document {
        super::super::document(record, &Outlets::new(&[]), &Facts::default())
    }

    #[test]
    fn a_kept_record_is_the_same_document() {
        let mut record = Record::new(
            "a",
            "<p>\u{416} &amp; b".as_bytes(),
            Body::Html { html: "<p>\u{416} &amp; b".to_owned(), offsets: OffsetMap::identity(12, 0) },
        );
        record.facts.published = Some(Published {
            at: dates::moment("2022-02-17T09:05:00+02:00").unwrap(),
            basis: PublishedBasis::RecordField,
        });
        record.facts.outlet_kind = Some(OutletKind::Wire);
        record.facts.authors = vec!["A. B.".to_owned()];
        record.media =
            vec![Media { kind: "photo".to_owned(), reference: "1.jpg".to_owned(), caption: Some(Span::new(0, 2)) }];
        record.post = Some(Post { id: 7, edited: dates::moment("2022-02-18"), ..Post::default() });
        let supplied = Facts { lang: Some("uk".to_owned()), ..Facts::default() };
        let (again, facts) =
            Record::again("a".to_owned(), Arc::clone(&record.original), &record.kept(&supplied)).unwrap();
        assert_eq!((&again, facts), (&record, supplied));
        assert_eq!(document(again), document(record));

        let mut offsets = OffsetMap::identity(1, 0);
        offsets.replaced(1, 2, 1, 6);
        let record = Record {
            form: Form::Mail,
            ..Record::new("b", *b"x&auml;", Body::Text { text: "x\u{e4}".to_owned(), offsets })
        };
        let kept = record.kept(&Facts::default());
        let again = Record::again("b".to_owned(), Arc::clone(&record.original), &kept).unwrap();
        assert_eq!(again, (record.clone(), Facts::default()));
        assert!(Record::again("b".to_owned(), Arc::clone(&record.original), b"{}").is_err());
    }
}

//! Annotations as bytes, without the text: what is kept so that an edit of a pack or a gazetteer re-resolves reports
//! without parsing them again.

use std::sync::Arc;

use fogline_nlp::Doc;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Annotation, Paragraph, Sentence, blocks, parsed};
use crate::{lang::Lang, span::Span};

/// First bytes of stored annotations: the name and the version of the form.
const MAGIC: &[u8] = b"FGA1";

/// Why stored annotations cannot be read back.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreError {
    /// Not written by [`Annotation::to_bytes`], or by a later version.
    #[error("these bytes are not stored annotations of a version that is understood")]
    Unknown,
    /// They do not fit the text.
    #[error("these annotations belong to another text, or are damaged: {0}")]
    OtherText(&'static str),
    /// A parse that they hold cannot be read.
    #[error("paragraph {0}: {1}")]
    Parse(usize, String),
}

#[derive(Serialize, Deserialize)]
struct Stored {
    lang: Option<u8>,
    paragraphs: Vec<StoredParagraph>,
}

#[derive(Serialize, Deserialize)]
struct StoredParagraph {
    span: (usize, usize),
    segment: usize,
    body: StoredBody,
}

#[derive(Serialize, Deserialize)]
enum StoredBody {
    /// Words and sentences follow from the parse.
    Parsed(Vec<u8>),
    /// Split by rules: each word's distance from the end of the one before, and its length.
    Split { words: Vec<(usize, usize)>, sentences: Vec<StoredSentence> },
}

#[derive(Serialize, Deserialize)]
struct StoredSentence {
    span: (usize, usize),
    words: (usize, usize),
    lang: u8,
}

const LANGS: [Lang; 4] = [Lang::En, Lang::Ru, Lang::Uk, Lang::Other];

fn number(lang: Lang) -> u8 {
    LANGS.iter().position(|l| *l == lang).unwrap_or_default() as u8
}

fn lang(number: u8) -> Result<Lang, StoreError> {
    LANGS.get(usize::from(number)).copied().ok_or(StoreError::OtherText("a language that there is not"))
}

impl Annotation {
    /// All of it but the text.
    pub fn to_bytes(&self) -> Vec<u8> {
        let paragraphs = self.paragraphs.iter().map(|paragraph| {
            let body = if let Some(doc) = &paragraph.parse {
                StoredBody::Parsed(doc.to_bytes())
            } else {
                let mut end = paragraph.span.start;
                let words = paragraph.words.iter().map(|word| {
                    let gap = word.start - end;
                    end = word.end;
                    (gap, word.len())
                });
                StoredBody::Split {
                    words: words.collect(),
                    sentences: paragraph.sentences.iter().map(stored).collect(),
                }
            };
            StoredParagraph { span: (paragraph.span.start, paragraph.span.end), segment: paragraph.segment, body }
        });
        let stored = Stored { lang: self.lang.map(number), paragraphs: paragraphs.collect() };
        // Writing to memory cannot fail for a type without maps of unknown length.
        postcard::to_extend(&stored, MAGIC.to_vec()).unwrap_or_default()
    }

    /// Reads back what [`Annotation::to_bytes`] gave for this text.
    pub fn from_bytes(bytes: &[u8], text: &str) -> Result<Self, StoreError> {
        let bytes = bytes.strip_prefix(MAGIC).ok_or(StoreError::Unknown)?;
        let stored: Stored = postcard::from_bytes(bytes).map_err(|_| StoreError::Unknown)?;
        let mut paragraphs = Vec::new();
        for (index, paragraph) in stored.paragraphs.into_iter().enumerate() {
            let span = within(paragraph.span, text)?;
            let mut out = Paragraph { span, segment: paragraph.segment, words: vec![], sentences: vec![], parse: None };
            match paragraph.body {
                StoredBody::Parsed(parse) => {
                    let words: Arc<str> = blocks::joined(span.of(text)).into();
                    let doc =
                        Doc::from_bytes(&parse, words).map_err(|error| StoreError::Parse(index, error.to_string()))?;
                    parsed(&mut out, doc);
                }
                StoredBody::Split { words, sentences } => {
                    let mut at = span.start;
                    for (gap, length) in words {
                        let start = at.checked_add(gap).ok_or(StoreError::OtherText("a word too far away"))?;
                        at = start.checked_add(length).ok_or(StoreError::OtherText("a word too long"))?;
                        out.words.push(within((start, at), text)?);
                    }
                    for sentence in sentences {
                        let words = sentence.words.0..sentence.words.1;
                        if out.words.get(words.clone()).is_none() {
                            return Err(StoreError::OtherText("a sentence of words that there are not"));
                        }
                        let (span, lang) = (within(sentence.span, text)?, lang(sentence.lang)?);
                        out.sentences.push(Sentence { span, words, lang });
                    }
                }
            }
            paragraphs.push(out);
        }
        Ok(Self { lang: stored.lang.map(lang).transpose()?, paragraphs })
    }
}

fn stored(sentence: &Sentence) -> StoredSentence {
    StoredSentence {
        span: (sentence.span.start, sentence.span.end),
        words: (sentence.words.start, sentence.words.end),
        lang: number(sentence.lang),
    }
}

/// A span that lies in the text, between characters.
fn within((start, end): (usize, usize), text: &str) -> Result<Span, StoreError> {
    text.get(start..end).map(|_| Span::new(start, end)).ok_or(StoreError::OtherText("a span outside the text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two paragraphs split by rules.
    fn example(text: &str) -> Annotation {
        let line = text.find('\n').unwrap();
        let first = super::super::split(text, Span::new(0, line), 0, Lang::Uk);
        let second = super::super::split(text, Span::new(line + 1, text.len()), 1, Lang::Ru);
        Annotation { lang: Some(Lang::Uk), paragraphs: vec![first, second] }
    }

    const TEXT: &str = "Обстріл. Так\nОбстрел в 04:55. Нет.";

    #[test]
    fn annotations_are_read_back_whole() {
        let annotation = example(TEXT);
        assert_eq!(Annotation::from_bytes(&annotation.to_bytes(), TEXT).unwrap(), annotation);
    }

    #[test]
    fn other_texts_and_damage_are_refused() {
        let bytes = example(TEXT).to_bytes();
        assert_eq!(
            Annotation::from_bytes(&bytes, "Так").unwrap_err(),
            StoreError::OtherText("a span outside the text")
        );
        assert_eq!(Annotation::from_bytes(b"FGA0", TEXT).unwrap_err(), StoreError::Unknown);
        for length in 0..bytes.len() {
            assert!(Annotation::from_bytes(&bytes[..length], TEXT).is_err());
        }
        for place in 4..bytes.len() {
            for value in [0, 1, 127, 128, 255] {
                let mut damaged = bytes.clone();
                damaged[place] = value;
                if let Ok(read) = Annotation::from_bytes(&damaged, TEXT) {
                    assert!(read.sentences().all(|(p, s)| p.words.get(s.words.clone()).is_some()));
                }
            }
        }
    }
}

//! From a document to its paragraphs, sentences and words, each with its language, and the parse where a model reads it.

mod blocks;
mod language;
mod sentences;
mod store;
mod words;

use std::{borrow::Cow, ops::Range};

use fogline_nlp::{Doc, Pipeline, Token};

pub use store::StoreError;

use crate::{document::Document, lang::Lang, span::Span};

/// The words of a document. Depends on the document and the models alone: what packs and gazetteers say comes later.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Annotation {
    /// The language that most of the document is written in.
    pub lang: Option<Lang>,
    /// In the order of the text; only of segments that are read.
    pub paragraphs: Vec<Paragraph>,
}

/// A stretch of one segment that is read together, in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// Where it stands in the document's text.
    pub span: Span,
    /// The segment that it belongs to.
    pub segment: usize,
    /// Its words, with offsets into the document's text. In a parsed paragraph word `i` is token `i` of the parse, white
    /// space beyond a single space included; elsewhere white space belongs to no word.
    pub words: Vec<Span>,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Tags, tree, lemmas and names, where a model reads its language.
    pub parse: Option<Doc>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the document's text, without white space at its ends.
    pub span: Span,
    /// Its words, as indexes into the paragraph's.
    pub words: Range<usize>,
    /// Its language.
    pub lang: Lang,
}

/// The models that documents are annotated with, by language.
#[derive(Default)]
pub struct Models {
    /// English.
    pub en: Option<Pipeline>,
}

impl Annotation {
    /// Every sentence with its paragraph, in order.
    pub fn sentences(&self) -> impl Iterator<Item = (&Paragraph, &Sentence)> {
        self.paragraphs
            .iter()
            .flat_map(|paragraph| paragraph.sentences.iter().map(move |sentence| (paragraph, sentence)))
    }
}

impl Paragraph {
    /// The parse of word `i`, where there is one.
    pub fn token(&self, i: usize) -> Option<Token<'_>> {
        self.parse.as_ref().filter(|doc| i < doc.len()).map(|doc| doc.token(i))
    }

    /// Where a run of its words stands in the document's text.
    pub fn span_of(&self, words: Range<usize>) -> Option<Span> {
        let (first, last) = (self.words.get(words.start)?, self.words.get(words.end.checked_sub(1)?)?);
        Some(Span::new(first.start, last.end))
    }

    /// The words that a stretch of the document's text touches.
    pub fn words_in(&self, span: Span) -> Range<usize> {
        let start = self.words.partition_point(|word| word.end <= span.start);
        let end = self.words.partition_point(|word| word.start < span.end);
        start..end.max(start)
    }
}

/// Splits a document into paragraphs, sentences and words, and parses what a model can read.
pub fn annotate(document: &Document, models: &Models) -> Annotation {
    let document = &*document.without_marks();
    let text = &*document.text;
    let prior = document.facts.lang.as_deref().map(Lang::of_code);
    let lang = language::of_document(document, prior);
    let mut paragraphs = Vec::new();
    let mut to_parse = Vec::<(usize, Cow<str>)>::new();
    for block in blocks::of(document) {
        for run in language::runs(text, block.span, lang) {
            if run.lang == Lang::En && models.en.is_some() {
                to_parse.push((paragraphs.len(), blocks::joined(run.span.of(text))));
            }
            paragraphs.push(split(text, run.span, block.segment, run.lang));
        }
    }
    if let Some(pipeline) = &models.en {
        let texts: Vec<&str> = to_parse.iter().map(|(_, text)| text.as_ref()).collect();
        for ((index, _), doc) in to_parse.iter().zip(pipeline.annotate_here(&texts)) {
            if let Some(paragraph) = paragraphs.get_mut(*index) {
                parsed(paragraph, doc);
            }
        }
    }
    paragraphs.retain(|paragraph| !paragraph.sentences.is_empty());
    Annotation { lang: Some(lang).filter(|_| !paragraphs.is_empty()), paragraphs }
}

/// A paragraph split by rules.
fn split(text: &str, span: Span, segment: usize, lang: Lang) -> Paragraph {
    let words = words::of(text, span);
    let mut sentences = Vec::new();
    let mut next = 0;
    for sentence in sentences::of(text, span, lang) {
        let start = next;
        next += words.get(next..).unwrap_or_default().partition_point(|word| word.start < sentence.end);
        sentences.push(Sentence { span: sentence, words: start..next, lang });
    }
    Paragraph { span, segment, words, sentences, parse: None }
}

/// Takes a paragraph's words and sentences from its parse.
fn parsed(paragraph: &mut Paragraph, doc: Doc) {
    let shift = paragraph.span.start;
    let lang = Lang::En;
    paragraph.words = doc.tokens().map(|token| Span::from(token.span()).shifted(shift)).collect();
    paragraph.sentences = doc
        .sentences()
        .filter_map(|tokens| {
            let mut inked = tokens.clone().filter(|i| !doc.token(*i).is_space());
            let first = inked.next()?;
            let last = inked.next_back().unwrap_or(first);
            let span = Span::new(doc.token(first).span().start, doc.token(last).span().end).shifted(shift);
            Some(Sentence { span, words: tokens, lang })
        })
        .collect();
    paragraph.parse = Some(doc);
}

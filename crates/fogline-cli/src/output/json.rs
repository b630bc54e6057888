//! The annotation as one line of JSON: schema `fogline.annotation/1`.
//!
//! Offsets are Unicode code points into `text`, half-open; `head` is an index into `tokens`; what is not known is null.

use std::{
    io::{self, Write},
    ops::Range,
};

use fogline_nlp::{Doc, Entity, Token};
use serde::{Serialize, Serializer};

use fogline::code_points::CodePoints;

use super::known;

const SCHEMA: &str = "fogline.annotation/1";

/// Writes the annotation, piece by piece, and a line break. `components` are the names of those that ran.
pub(crate) fn write_json(doc: &Doc, components: &[String], out: &mut impl Write) -> io::Result<()> {
    let points = CodePoints::new(doc.text());
    let split = doc.has_sentences();
    let model = doc.model();
    let annotation = Annotation {
        schema: SCHEMA,
        model: Model {
            name: &model.name,
            version: known(&model.version),
            lang: known(&model.lang),
            sha256: model.sha256_hex(),
            components,
        },
        text: doc.text(),
        tokens: Each(|| doc.tokens().map(|token| TokenRecord::new(token, &points, split))),
        sentences: split.then_some(Each(|| {
            doc.sentences().map(|tokens| {
                let (start, end) = ends(doc, &tokens, &points);
                SentenceRecord { start, end }
            })
        })),
        entities: doc
            .has_entities()
            .then_some(Each(|| doc.entities().map(|name| EntityRecord::new(doc, &name, &points)))),
    };
    serde_json::to_writer(&mut *out, &annotation)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Annotation<'d, T: Serialize, S: Serialize, E: Serialize> {
    schema: &'static str,
    model: Model<'d>,
    text: &'d str,
    tokens: T,
    sentences: Option<S>,
    entities: E,
}

#[derive(Serialize)]
struct Model<'d> {
    name: &'d str,
    version: Option<&'d str>,
    lang: Option<&'d str>,
    sha256: String,
    components: &'d [String],
}

#[derive(Serialize)]
struct TokenRecord<'d> {
    start: usize,
    end: usize,
    text: &'d str,
    space_after: bool,
    lemma: Option<&'d str>,
    pos: Option<&'d str>,
    tag: Option<&'d str>,
    morph: Option<&'d str>,
    head: Option<usize>,
    dep: Option<&'d str>,
    sent_start: Option<bool>,
}

impl<'d> TokenRecord<'d> {
    fn new(token: Token<'d>, points: &CodePoints<'_>, split: bool) -> Self {
        let dep = known(token.dep());
        Self {
            start: points.at(token.span().start),
            end: points.at(token.span().end),
            text: token.text(),
            space_after: token.space_after(),
            lemma: known(token.lemma()),
            pos: known(token.pos()),
            tag: known(token.tag()),
            morph: known(token.morph()),
            // Without a parse every token heads itself, which says nothing.
            head: dep.map(|_| token.head().i()),
            dep,
            sent_start: split.then(|| token.is_sent_start()),
        }
    }
}

#[derive(Serialize)]
struct SentenceRecord {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct EntityRecord<'d> {
    start: usize,
    end: usize,
    exact: &'d str,
    label: &'d str,
}

impl<'d> EntityRecord<'d> {
    fn new(doc: &'d Doc, name: &Entity<'d>, points: &CodePoints<'_>) -> Self {
        let tokens = name.start..name.end;
        let (start, end) = ends(doc, &tokens, points);
        Self { start, end, exact: doc.span_text(tokens), label: name.label }
    }
}

/// Where a run of tokens starts and ends in the text.
fn ends(doc: &Doc, tokens: &Range<usize>, points: &CodePoints<'_>) -> (usize, usize) {
    let last = tokens.end.saturating_sub(1).max(tokens.start);
    (points.at(doc.token(tokens.start).span().start), points.at(doc.token(last).span().end))
}

/// A JSON list made from an iterator while it is written.
struct Each<F>(F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

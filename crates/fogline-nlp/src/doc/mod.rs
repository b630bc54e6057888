//! An annotated text.

mod pos;
mod store;
mod strings;

use std::{ops::Range, sync::Arc};

pub use pos::Pos;
pub use store::StoreError;
pub(crate) use strings::Strings;

use crate::{
    labels::{Label, Labels},
    model::ModelId,
    parse::EntitySpan,
    text::python,
};

/// A text with its tokens, sentences, tags, tree, lemmas and entities, and the model that found them.
///
/// Kept as parallel columns, some 25 bytes a token. Offsets are bytes into [`Doc::text`] and always lie between
/// characters.
///
/// ```no_run
/// # fn main() -> Result<(), fogline_nlp::ModelError> {
/// let pipeline = fogline_nlp::Pipeline::load("models/en_core_web_sm.whl".as_ref())?;
/// let doc = pipeline.annotate("Monitors recorded explosions near the village.");
/// for token in doc.tokens() {
///     println!("{} {} <- {}", token.text(), token.dep(), token.head().text());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Doc {
    pub(crate) text: Arc<str>,
    pub(crate) model: Arc<ModelId>,
    pub(crate) labels: Arc<Labels>,
    pub(crate) columns: Columns,
    pub(crate) lemmas: Strings,
    pub(crate) entities: Vec<EntitySpan>,
    pub(crate) layers: Layers,
}

/// What the pipeline's components look for, whether or not they found any, and how they name it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Layers {
    pub(crate) sentences: bool,
    pub(crate) entities: bool,
    /// Whether relations are named as in Universal Dependencies.
    pub(crate) universal: bool,
}

/// The annotations by token.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    pub(crate) start: Vec<u32>,
    pub(crate) end: Vec<u32>,
    pub(crate) tag: Vec<Label>,
    pub(crate) pos: Vec<Pos>,
    pub(crate) morph: Vec<Label>,
    pub(crate) dep: Vec<Label>,
    pub(crate) head: Vec<u32>,
    /// Whether the token begins a sentence; `None` where nothing decided it.
    pub(crate) begins: Vec<Option<bool>>,
    /// Index into the lemmas; the first is empty and stands for "not set".
    pub(crate) lemma: Vec<u32>,
}

/// Equal are documents of which everything that can be read is, however their strings are numbered: one that was stored
/// keeps only the labels it uses.
impl PartialEq for Doc {
    fn eq(&self, other: &Self) -> bool {
        let Columns { start, end, tag, pos, morph, dep, head, begins, lemma } = &self.columns;
        let theirs = &other.columns;
        let same = |a: &[Label], b: &[Label]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.labels.get(*a) == other.labels.get(*b))
        };
        (&self.text, &self.model, self.layers) == (&other.text, &other.model, other.layers)
            && (start, end, pos, head, begins)
                == (&theirs.start, &theirs.end, &theirs.pos, &theirs.head, &theirs.begins)
            && same(tag, &theirs.tag)
            && same(morph, &theirs.morph)
            && same(dep, &theirs.dep)
            && lemma.iter().zip(&theirs.lemma).all(|(a, b)| self.lemmas.get(*a) == other.lemmas.get(*b))
            && self.entities().eq(other.entities())
    }
}

impl Doc {
    /// The text that was annotated.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The model that annotated it.
    pub fn model(&self) -> &ModelId {
        &self.model
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.columns.start.len()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The token at an index.
    ///
    /// # Panics
    /// If there is no such token.
    pub fn token(&self, i: usize) -> Token<'_> {
        assert!(i < self.len(), "token {i} of a document with {}", self.len());
        Token { doc: self, i }
    }

    /// All tokens in order. Whitespace beyond a single space is a token too.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = Token<'_>> + DoubleEndedIterator {
        (0..self.len()).map(|i| Token { doc: self, i })
    }

    /// Sentences as ranges of tokens; the whole text where no component found any.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let from = start;
            let next = (from + 1..self.len()).find(|i| self.columns.begins[*i] == Some(true));
            start = next.unwrap_or(self.len());
            (from < start).then_some(from..start)
        })
    }

    /// Whether some component looked for sentences.
    pub fn has_sentences(&self) -> bool {
        self.layers.sentences
    }

    /// Whether some component looked for named entities.
    pub fn has_entities(&self) -> bool {
        self.layers.entities
    }

    /// Named entities in order; they do not overlap.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = Entity<'_>> {
        self.entities.iter().map(|span| Entity {
            start: span.start as usize,
            end: span.end as usize,
            label: self.labels.get(span.label),
        })
    }

    /// The words of a range of tokens, as they stand in the text.
    pub fn span_text(&self, tokens: Range<usize>) -> &str {
        let bounds =
            (!tokens.is_empty()).then(|| self.token(tokens.start).span().start..self.token(tokens.end - 1).span().end);
        bounds.and_then(|bytes| self.text.get(bytes)).unwrap_or_default()
    }
}

/// A named entity: tokens from `start` to before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entity<'d> {
    /// First token.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// Type, as `GPE`.
    pub label: &'d str,
}

/// One token of a document.
#[derive(Clone, Copy)]
pub struct Token<'d> {
    doc: &'d Doc,
    i: usize,
}

impl<'d> Token<'d> {
    /// Index in the document.
    pub fn i(self) -> usize {
        self.i
    }

    /// Where it stands in the text, in bytes.
    pub fn span(self) -> Range<usize> {
        self.doc.columns.start[self.i] as usize..self.doc.columns.end[self.i] as usize
    }

    /// Its text.
    pub fn text(self) -> &'d str {
        self.doc.text.get(self.span()).unwrap_or_default()
    }

    /// Whether a single space follows that belongs to no token.
    pub fn space_after(self) -> bool {
        let next = self.doc.columns.start.get(self.i + 1).map_or(self.doc.text.len(), |start| *start as usize);
        next > self.span().end
    }

    /// Whether it is nothing but whitespace.
    pub fn is_space(self) -> bool {
        self.text().chars().all(python::is_space)
    }

    /// Fine-grained tag in the model's own set; empty where none was set.
    pub fn tag(self) -> &'d str {
        self.doc.labels.get(self.doc.columns.tag[self.i])
    }

    /// Universal part of speech, as `NOUN`; empty where none was set.
    pub fn pos(self) -> &'static str {
        self.doc.columns.pos[self.i].name()
    }

    /// Universal features, as `Number=Sing|Person=3`; empty for none.
    pub fn morph(self) -> &'d str {
        self.doc.labels.get(self.doc.columns.morph[self.i])
    }

    /// Base form; empty where none was set.
    pub fn lemma(self) -> &'d str {
        self.doc.lemmas.get(self.doc.columns.lemma[self.i])
    }

    /// The token it depends on; itself at a root.
    #[must_use]
    pub fn head(self) -> Self {
        Self { i: self.doc.columns.head[self.i] as usize, ..self }
    }

    /// Its relation to its head, in the model's own set; empty where none was set.
    pub fn dep(self) -> &'d str {
        self.doc.labels.get(self.doc.columns.dep[self.i])
    }

    /// Whether some component found that a sentence begins here.
    pub fn is_sent_start(self) -> bool {
        self.doc.columns.begins[self.i] == Some(true)
    }

    /// Type of the entity it belongs to.
    pub fn entity_label(self) -> Option<&'d str> {
        let after = self.doc.entities.partition_point(|span| span.start as usize <= self.i);
        let span = self.doc.entities.get(after.checked_sub(1)?)?;
        (self.i < span.end as usize).then(|| self.doc.labels.get(span.label))
    }
}

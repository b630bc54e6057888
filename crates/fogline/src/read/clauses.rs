//! A parsed paragraph as the rules look at it: words, their tree, and the stretches that they span.

use std::ops::Range;

use fogline_nlp::{Doc, Token, syntax::SyntaxView};

use crate::{annotate::Paragraph, span::Span};

/// A parsed paragraph.
pub(super) struct Clauses<'a> {
    pub(super) text: &'a str,
    pub(super) paragraph: &'a Paragraph,
    pub(super) doc: &'a Doc,
    pub(super) view: SyntaxView<'a>,
    /// The sentence of each word.
    sentence: Vec<u32>,
}

impl<'a> Clauses<'a> {
    /// Looks at a paragraph, if it was parsed.
    pub(super) fn new(text: &'a str, paragraph: &'a Paragraph) -> Option<Self> {
        let doc = paragraph.parse.as_ref()?;
        let mut sentence = vec![0; doc.len()];
        for (number, one) in paragraph.sentences.iter().enumerate() {
            if let Some(words) = sentence.get_mut(one.words.clone()) {
                words.fill(number as u32);
            }
        }
        Some(Self { text, paragraph, doc, view: SyntaxView::new(doc), sentence })
    }

    pub(super) fn len(&self) -> usize {
        self.doc.len()
    }

    pub(super) fn token(&self, i: usize) -> Token<'a> {
        self.doc.token(i)
    }

    pub(super) fn lower(&self, i: usize) -> String {
        self.token(i).text().to_lowercase()
    }

    pub(super) fn dep(&self, i: usize) -> &'a str {
        self.token(i).dep()
    }

    pub(super) fn head(&self, i: usize) -> usize {
        self.token(i).head().i()
    }

    pub(super) fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.view.children(self.token(i)).map(Token::i)
    }

    /// The first dependent with one of these labels.
    pub(super) fn child(&self, i: usize, labels: &[&str]) -> Option<usize> {
        self.children(i).find(|child| labels.contains(&self.dep(*child)))
    }

    /// Everything that depends on a word, the word included, in order.
    pub(super) fn below(&self, top: usize) -> Vec<usize> {
        let mut open = vec![top];
        let mut out = Vec::new();
        while let Some(i) = open.pop() {
            out.push(i);
            // Crossing arcs can make a circle; every word has one head, so that it can only lead back to the top.
            open.extend(self.children(i).filter(|child| *child != top));
        }
        out.sort_unstable();
        out
    }

    /// The sentence that a word stands in, as an index.
    pub(super) fn sentence_of(&self, i: usize) -> usize {
        self.sentence.get(i).map_or(0, |sentence| *sentence as usize)
    }

    /// The words of the sentence that a word stands in.
    pub(super) fn sentence(&self, i: usize) -> Range<usize> {
        self.paragraph.sentences.get(self.sentence_of(i)).map_or(i..i + 1, |sentence| sentence.words.clone())
    }

    /// Whether a word is only punctuation, a quotation mark or white space.
    pub(super) fn is_mark(&self, i: usize) -> bool {
        !self.token(i).text().chars().any(char::is_alphanumeric)
            && !matches!(self.token(i).text(), "$" | "%" | "€" | "£")
    }

    /// The words as runs without punctuation at their ends. Runs with nothing but punctuation between them are one.
    pub(super) fn runs(&self, words: &[usize]) -> Vec<Range<usize>> {
        let mut runs = Vec::<Range<usize>>::new();
        for &i in words.iter().filter(|i| !self.is_mark(**i)) {
            match runs.last_mut() {
                Some(run) if (run.end..i).all(|between| self.is_mark(between)) => run.end = i + 1,
                _ => runs.push(i..i + 1),
            }
        }
        // A conjunction at an end joins it to something else.
        for run in &mut runs {
            while run.len() > 1 && (self.dep(run.end - 1) == "cc" || self.is_mark(run.end - 1)) {
                run.end -= 1;
            }
            while run.len() > 1 && (self.dep(run.start) == "cc" || self.is_mark(run.start)) {
                run.start += 1;
            }
        }
        runs
    }

    /// Where a run of words stands in the document's text.
    pub(super) fn span(&self, words: &Range<usize>) -> Option<Span> {
        self.paragraph.span_of(words.clone())
    }

    /// The noun's words with everything that describes it, without punctuation at the ends.
    pub(super) fn noun(&self, head: usize) -> Range<usize> {
        let words = self.below(head);
        let runs = self.runs(&words);
        runs.into_iter().find(|run| run.contains(&head)).unwrap_or(head..head + 1)
    }
}

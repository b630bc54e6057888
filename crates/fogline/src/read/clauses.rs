//! A parsed paragraph as the rules look at it: words, their tree, and the stretches that they span.
//!
//! The tree is the parser's, but for verbs that it hangs where their forms cannot stand (`mend`).

use std::{collections::BTreeMap, ops::Range};

use fogline_nlp::{Doc, Token, syntax::SyntaxView};

use super::{mend, statements::Cues};
use crate::{
    annotate::{Annotation, Paragraph},
    lang::Lang,
    span::Span,
};

/// A parsed paragraph.
pub(super) struct Clauses<'a> {
    pub(super) text: &'a str,
    pub(super) paragraph: &'a Paragraph,
    pub(super) doc: &'a Doc,
    pub(super) view: SyntaxView<'a>,
    /// The words of attribution of its language.
    pub(super) cues: &'static Cues,
    /// The sentence of each word.
    sentence: Vec<u32>,
    /// The word that each word depends on.
    heads: Vec<u32>,
    /// How those words stand to it for which that was mended.
    deps: BTreeMap<usize, &'static str>,
    /// Where the dependents of each word begin in `dependents`.
    first: Vec<u32>,
    dependents: Vec<u32>,
}

/// The paragraphs of a document, by where they begin, each with its clauses if it was parsed: made once for all who read.
pub struct Paragraphs<'d> {
    pub(super) annotation: &'d Annotation,
    by_start: BTreeMap<usize, (&'d Paragraph, Option<Clauses<'d>>)>,
}

impl<'d> Paragraphs<'d> {
    /// Looks at all paragraphs of a document.
    pub fn new(text: &'d str, annotation: &'d Annotation) -> Self {
        let all = annotation.paragraphs.iter().map(|one| (one.span.start, (one, Clauses::new(text, one))));
        Self { annotation, by_start: all.collect() }
    }

    /// All of them, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = &(&'d Paragraph, Option<Clauses<'d>>)> {
        self.by_start.values()
    }

    /// The paragraph that a place lies in.
    pub(super) fn around(&self, place: usize) -> Option<&(&'d Paragraph, Option<Clauses<'d>>)> {
        let (_, found) = self.by_start.range(..=place).next_back()?;
        (place < found.0.span.end).then_some(found)
    }

    /// The parsed paragraph that a place lies in.
    pub(super) fn at(&self, place: usize) -> Option<&Clauses<'d>> {
        self.around(place)?.1.as_ref()
    }

    /// The language of the sentence that a place lies in.
    pub(super) fn lang(&self, place: usize) -> Lang {
        let sentences = self.around(place).map(|(paragraph, _)| paragraph.sentences.as_slice()).unwrap_or_default();
        let after = sentences.partition_point(|sentence| sentence.span.start <= place);
        after.checked_sub(1).and_then(|last| sentences.get(last)).map_or(Lang::Other, |sentence| sentence.lang)
    }
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
        let heads = (0..doc.len()).map(|i| doc.token(i).head().i() as u32).collect();
        let (first, dependents) = (Vec::new(), Vec::new());
        let view = SyntaxView::new(doc);
        let mut clauses = Self {
            text,
            paragraph,
            doc,
            view,
            cues: Cues::english(),
            sentence,
            heads,
            deps: BTreeMap::new(),
            first,
            dependents,
        };
        clauses.hang();
        let mended = mend::mended(&clauses);
        if !mended.is_empty() {
            for one in mended {
                if let Some(slot) = clauses.heads.get_mut(one.word) {
                    *slot = one.head as u32;
                }
                clauses.deps.extend(one.dep.map(|dep| (one.word, dep)));
            }
            clauses.hang();
        }
        Some(clauses)
    }

    /// Lists the dependents of each word, in order, from the heads.
    fn hang(&mut self) {
        let mut first = vec![0u32; self.heads.len() + 1];
        let below = |(i, head): &(usize, &u32)| **head as usize != *i;
        for (_, head) in self.heads.iter().enumerate().filter(below) {
            if let Some(count) = first.get_mut(*head as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        let mut next = first.clone();
        let mut dependents = vec![0u32; sum as usize];
        for (i, head) in self.heads.iter().enumerate().filter(below) {
            if let Some(at) = next.get_mut(*head as usize) {
                if let Some(slot) = dependents.get_mut(*at as usize) {
                    *slot = i as u32;
                }
                *at += 1;
            }
        }
        (self.first, self.dependents) = (first, dependents);
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
        if self.deps.is_empty() {
            self.token(i).dep()
        } else {
            self.deps.get(&i).copied().unwrap_or(self.token(i).dep())
        }
    }

    pub(super) fn head(&self, i: usize) -> usize {
        self.heads.get(i).map_or(i, |head| *head as usize)
    }

    pub(super) fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let at = |i: usize| self.first.get(i).map_or(0, |at| *at as usize);
        self.dependents.get(at(i)..at(i + 1)).unwrap_or_default().iter().map(|child| *child as usize)
    }

    /// Whether a verb has a tense of its own: "said", "says", "has said", "is saying", and no modal or "to" before it.
    pub(super) fn is_finite(&self, i: usize) -> bool {
        let tag = self.token(i).tag();
        let aux = |tags: &[&str]| {
            self.children(i).any(|child| self.dep(child).starts_with("aux") && tags.contains(&self.token(child).tag()))
        };
        matches!(tag, "VBD" | "VBZ" | "VBP") || matches!(tag, "VBN" | "VBG") && aux(&["VBD", "VBZ", "VBP"])
    }

    /// Whether what a verb tells is not: "did not say", "neither confirmed nor denied", "did not confirm or deny", "has yet to
    /// say", "failed to say", "stopped short of saying".
    pub(super) fn is_negated(&self, verb: usize) -> bool {
        if self.has_negation(verb) {
            return true;
        }
        let mut at = verb;
        for _ in 0..4 {
            let head = self.head(at);
            if head == at || !matches!(self.dep(at), "xcomp" | "pcomp" | "prep" | "advmod" | "acomp") {
                return false;
            }
            if self.cues.failing.contains(self.token(head).lemma()) {
                return true;
            }
            at = head;
        }
        false
    }

    /// Whether a negation stands at a verb, at its subject, or at a verb before it that shares it.
    fn has_negation(&self, verb: usize) -> bool {
        let negates = |i: usize| self.cues.negators.contains(&self.lower(i));
        let subject = self.child(verb, &["nsubj", "nsubjpass"]);
        let yet = |to: &usize| self.token(*to).tag() == "TO" && self.cues.yet.contains(&self.lower(to - 1));
        let own = |verb: usize| {
            self.child(verb, &["neg"]).is_some() || self.children(verb).any(|child| child < verb && negates(child))
        };
        let head = self.head(verb);
        let joins = |child: &usize| (head..verb).contains(child) && self.dep(*child) == "cc";
        let joined = || {
            let mut words = self.children(head).filter(joins);
            self.dep(verb) == "conj"
                && subject.is_none()
                && words.any(|word| negates(word) || own(head) && self.cues.either.contains(&self.lower(word)))
        };
        own(verb)
            || subject.and_then(|subject| self.child(subject, &["det"])).is_some_and(negates)
            || self.children(verb).any(|child| child > 0 && yet(&child))
            || joined()
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

    /// Whether a word names a day or an hour.
    pub(super) fn is_time(&self, i: usize) -> bool {
        self.token(i).entity_label().is_some_and(|label| matches!(label, "DATE" | "TIME"))
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

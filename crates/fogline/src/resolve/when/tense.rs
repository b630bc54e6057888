//! Whether the words around a time speak of what is to come or of what has been.

use std::ops::Range;

use fogline_nlp::{Doc, Token as Parsed, syntax::SyntaxView};

use super::{
    calendar::Class,
    grammar::Reader,
    spec::{Day, Spec},
};
use crate::{
    resolve::tokens::{Shape, Token, tokens},
    span::Span,
};

/// How far from the expression a verb is looked for, in tokens.
const REACH: usize = 14;

/// A parsed paragraph.
pub(super) struct Tree<'d> {
    doc: &'d Doc,
    view: SyntaxView<'d>,
}

impl<'d> Tree<'d> {
    /// Looks at a parse.
    pub(super) fn of(doc: &'d Doc) -> Self {
        Self { doc, view: SyntaxView::new(doc) }
    }
}

/// Whether what happens at the expression lies ahead; `None` where nothing tells. `sentence` holds the tokens of its
/// sentence, `verb` the parsed word that the expression begins with.
pub(super) fn ahead(
    reader: &Reader<'_>,
    at: &Range<usize>,
    spec: &Spec,
    sentence: &Range<usize>,
    word: Option<(&Tree<'_>, usize)>,
) -> Option<bool> {
    word.and_then(|(tree, i)| by_tree(reader, tree, i, spec)).or_else(|| by_neighbours(reader, at, sentence))
}

/// The nearest verb that tells: to the right no farther than the clause goes.
fn by_neighbours(reader: &Reader<'_>, at: &Range<usize>, sentence: &Range<usize>) -> Option<bool> {
    let tells = |i: usize| {
        let token = reader.token(i)?;
        if token.shape != Shape::Word {
            return None;
        }
        let told = reader.class(i, |class| match class {
            Class::Future => Some(true),
            Class::Past => Some(false),
            _ => None,
        });
        let perfect = |(len, ahead): (usize, bool)| ahead && reader.is(i + len, &Class::Past).is_none();
        told.map(perfect).or_else(|| is_past_form(reader, token).then_some(false))
    };
    let breaks = |i: usize| reader.token(i).is_some_and(|token| matches!(token.text, ";" | "." | "!" | "?"));
    let from = sentence.start.max(at.start.saturating_sub(REACH));
    let left = (from..at.start).rev().take_while(|i| !breaks(*i)).find_map(|i| Some((at.start - i, tells(i)?)));
    let first = at.end + usize::from(reader.token(at.end).is_some_and(|token| token.is(",")));
    let right = (first..sentence.end.min(at.end + REACH))
        .take_while(|i| !breaks(*i) && !reader.token(*i).is_some_and(|token| token.is(",")))
        .find_map(|i| Some((i + 1 - at.end, tells(i)?)));
    match (left, right) {
        (Some((near, ahead)), Some((far, _))) if near <= far => Some(ahead),
        (_, Some((_, ahead))) | (Some((_, ahead)), None) => Some(ahead),
        (None, None) => None,
    }
}

fn is_past_form(reader: &Reader<'_>, token: &Token<'_>) -> bool {
    token.lower.chars().count() >= 4
        && reader.calendar.past_endings.iter().any(|ending| token.lower.ends_with(ending.as_str()))
}

/// The verb that governs the word, where its form tells.
fn by_tree(reader: &Reader<'_>, tree: &Tree<'_>, word: usize, spec: &Spec) -> Option<bool> {
    let Tree { doc, view } = tree;
    let mut token = (word < doc.len()).then(|| doc.token(word))?;
    // Whether the time stands beside the verb: `we leave on Saturday`, not `the report on Saturday's vote`.
    let (mut beside, arranged) = (true, spec.is_arranged());
    let day = matches!(spec, Spec::Point(_));
    for _ in 0..12 {
        if matches!(token.pos(), "VERB" | "AUX")
            && let Some(told) = verb(reader, view, token, beside)
        {
            return match told {
                Told::Ahead => Some(true),
                Told::Past => Some(false),
                Told::Present => {
                    (beside && arranged && is_whole(tree, token) && !(day && is_state(view, token))).then_some(true)
                }
            };
        }
        let head = token.head();
        if head.i() == token.i() {
            return None;
        }
        beside &= token.pos() == "ADP" || matches!(token.dep(), "pobj" | "npadvmod" | "attr" | "compound");
        token = head;
    }
    None
}

/// Whether a verb tells what something is like: `the town is calm`.
fn is_state(view: &SyntaxView<'_>, verb: Parsed<'_>) -> bool {
    view.predicate(verb).is_some_and(|predicate| predicate.pos() == "ADJ")
}

/// Whether a word's sentence ends with a mark, as headlines do not: those tell in the present of what has been.
fn is_whole(tree: &Tree<'_>, token: Parsed<'_>) -> bool {
    let next = (token.i() + 1..tree.doc.len()).map(|i| tree.doc.token(i));
    let last = next.take_while(|next| !next.is_sent_start()).filter(|next| !next.is_space()).last();
    last.is_some_and(|last| last.pos() == "PUNCT" && last.text() != ",")
}

/// What the form of a verb tells of when.
enum Told {
    Ahead,
    Past,
    Present,
}

/// What a verb's form tells; `None` to look at the verb above it.
fn verb(reader: &Reader<'_>, view: &SyntaxView<'_>, token: Parsed<'_>, beside: bool) -> Option<Told> {
    let mut modal = false;
    let (mut perfect, mut past, mut present, mut to) = (false, false, false, false);
    for child in view.children(token).filter(|child| child.i() < token.i()) {
        match child.tag() {
            "MD" => modal = true,
            "TO" => to = true,
            "VBD" if child.dep().starts_with("aux") => past = true,
            "VBZ" | "VBP" if child.dep().starts_with("aux") => present = true,
            _ => {}
        }
        perfect |= is(reader, child.lemma(), &Class::Have) && child.dep().starts_with("aux");
    }
    let planned = || is(reader, token.text(), &Class::Future);
    match token.tag() {
        _ if modal => Some(if perfect { Told::Past } else { Told::Ahead }),
        "VBD" | "VBN" | "VBZ" | "VBP" if planned() => Some(Told::Ahead),
        // `they are to meet`
        "VB" if to && is(reader, token.head().lemma(), &Class::Be) => Some(Told::Ahead),
        // `agreed to meet`
        "VB" if to && beside && token.dep() == "xcomp" && is(reader, token.head().lemma(), &Class::Commits) => {
            Some(Told::Ahead)
        }
        "VBG" if present && !perfect => Some(Told::Ahead),
        "VBD" => Some(Told::Past),
        "VBN" if perfect || past || present || !to => Some(Told::Past),
        "VBG" if past || perfect => Some(Told::Past),
        // `will go home when the drills end`: the main clause tells.
        "VBZ" | "VBP" if token.dep() == "advcl" => None,
        "VBZ" | "VBP" if is(reader, token.text(), &Class::Past) => Some(Told::Past),
        "VBZ" | "VBP" => Some(Told::Present),
        _ => None,
    }
}

impl Spec {
    /// Whether the present beside it tells what is arranged: a bare weekday, and any deadline.
    fn is_arranged(&self) -> bool {
        match self {
            Self::Point(point) => matches!(point.day, Some(Day::Weekday(_, None))),
            Self::Range(first, _) => first.is_arranged(),
            Self::Until(_) | Self::By(_) => true,
            _ => false,
        }
    }
}

/// Whether a word is listed as this.
fn is(reader: &Reader<'_>, word: &str, class: &Class) -> bool {
    let words = tokens(word, Span::new(0, word.len()));
    Reader { tokens: &words, ..*reader }.is(0, class).is_some()
}

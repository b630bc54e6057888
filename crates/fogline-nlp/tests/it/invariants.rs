//! What must hold of every document, whatever its text. The fuzz targets use this file too.

use fogline_nlp::{Doc, Token, syntax::SyntaxView};

/// Checks a document against its text, and that it can be stored and read back.
///
/// # Panics
/// If something does not hold.
pub(crate) fn check(doc: &Doc, text: &str) {
    assert_eq!(doc.text(), text);
    assert_eq!(doc.is_empty(), text.is_empty(), "every text but the empty one has tokens");
    tokens(doc, text);
    tree(doc);
    sentences(doc);
    entities(doc);
    let back = Doc::from_bytes(&doc.to_bytes(), text.into()).expect("what was stored can be read back");
    same(doc, &back);
}

/// Checks that two documents have the same annotations, one by one so that a failure says which differ.
///
/// # Panics
/// If they differ.
pub(crate) fn same(one: &Doc, other: &Doc) {
    assert_eq!((one.text(), one.model()), (other.text(), other.model()));
    assert_eq!(one.len(), other.len());
    for (a, b) in one.tokens().zip(other.tokens()) {
        assert_eq!(facts(a), facts(b));
    }
    assert!(one.sentences().eq(other.sentences()));
    assert!(one.entities().eq(other.entities()));
    assert!(one == other, "nothing differs that can be seen");
}

/// All that a token says of itself.
fn facts(token: Token<'_>) -> impl PartialEq + std::fmt::Debug {
    (
        (token.i(), token.span(), token.text().to_owned(), token.space_after(), token.is_space()),
        (token.tag().to_owned(), token.pos(), token.morph().to_owned(), token.lemma().to_owned()),
        (token.head().i(), token.dep().to_owned(), token.is_sent_start(), token.entity_label().map(str::to_owned)),
    )
}

/// Tokens stand in order on character borders; between them is a single space or nothing.
fn tokens(doc: &Doc, text: &str) {
    let (mut end, mut rebuilt) = (0, String::with_capacity(text.len()));
    for (i, token) in doc.tokens().enumerate() {
        let span = token.span();
        assert_eq!(token.i(), i);
        assert!(span.start < span.end, "token {i} is empty");
        assert_eq!(text.get(span.clone()), Some(token.text()), "token {i} lies between characters");
        assert!(span.start >= end, "token {i} overlaps the one before");
        let gap = text.get(end..span.start);
        assert!(matches!(gap, Some("" | " ")), "{gap:?} before token {i}");
        rebuilt.push_str(token.text());
        if token.space_after() {
            rebuilt.push(' ');
        }
        end = span.end;
    }
    let gap = text.get(end..);
    assert!(matches!(gap, Some("" | " ")), "{gap:?} after the last token");
    assert_eq!(rebuilt, text);
}

/// Every head is a token, and every question about the tree has an answer.
fn tree(doc: &Doc) {
    /// Tokens that are asked about; a question may lead through the whole document.
    const ENOUGH: usize = 64;
    assert!(doc.tokens().all(|token| token.head().i() < doc.len()), "a head lies outside of the document");
    let view = SyntaxView::new(doc);
    for token in doc.tokens().take(ENOUGH) {
        assert!(view.children(token).all(|child| child.head().i() == token.i()));
        assert!(view.subtree(token).contains(&token.i()));
        let found = [view.subject(token), view.object(token), view.agent(token), view.clausal_complement(token)];
        let all = found.into_iter().flatten().chain(view.appositions(token)).chain(view.auxiliaries(token));
        let all = all.chain(view.obliques(token).map(|(_, noun)| noun));
        assert!(all.into_iter().all(|found| found.i() < doc.len()));
        std::hint::black_box((view.relation(token), view.is_negated(token), view.is_passive(token)));
    }
}

/// Sentences follow one another and leave out no token.
fn sentences(doc: &Doc) {
    let mut end = 0;
    for sentence in doc.sentences() {
        assert_eq!(sentence.start, end);
        assert!(!sentence.is_empty());
        assert!(!doc.span_text(sentence.clone()).is_empty());
        end = sentence.end;
    }
    assert_eq!(end, doc.len());
}

/// Entities stand in order, apart, and their tokens know of them.
fn entities(doc: &Doc) {
    let mut end = 0;
    for entity in doc.entities() {
        assert!(end <= entity.start && entity.start < entity.end && entity.end <= doc.len(), "{entity:?}");
        assert!((end..entity.start).all(|i| doc.token(i).entity_label().is_none()));
        assert!((entity.start..entity.end).all(|i| doc.token(i).entity_label() == Some(entity.label)));
        end = entity.end;
    }
    assert!((end..doc.len()).all(|i| doc.token(i).entity_label().is_none()));
}

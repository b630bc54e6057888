//! Questions about grammar, asked of sentences as the English model parses them.

use fogline_nlp::{Doc, Token, syntax::SyntaxView};

use crate::fixtures::english;

fn word<'d>(doc: &'d Doc, text: &str) -> Token<'d> {
    doc.tokens().find(|token| token.text() == text).unwrap_or_else(|| panic!("no `{text}` in `{}`", doc.text()))
}

fn text(token: Option<Token<'_>>) -> &str {
    token.map_or("", Token::text)
}

#[test]
fn obliques_lead_through_every_preposition_to_the_noun() {
    let Some(pipeline) = english() else { return };
    for (sentence, head, preposition, noun) in [
        ("Donetsk was shelled on Friday, according to Pushilin.", "shelled", "according", "Pushilin"),
        ("The shells came from behind the school.", "came", "from", "school"),
        ("They fled out of the city.", "fled", "out", "city"),
        ("They left because of the shelling.", "left", "because", "shelling"),
        ("They fired at the village.", "fired", "at", "village"),
    ] {
        let doc = pipeline.annotate(sentence);
        let view = SyntaxView::new(&doc);
        let found: Vec<_> = view.obliques(word(&doc, head)).map(|(p, n)| (text(p), n.text())).collect();
        assert!(found.contains(&(preposition, noun)), "{sentence}: {found:?}");
        assert!(view.obliques(word(&doc, head)).all(|(_, noun)| noun.pos() != "ADP"), "{sentence}: {found:?}");
    }
}

#[test]
fn coordinated_passives_share_voice_and_object() {
    let Some(pipeline) = english() else { return };
    let doc = pipeline.annotate("The school in the village was hit and damaged.");
    let view = SyntaxView::new(&doc);
    let damaged = word(&doc, "damaged");
    assert!(view.is_passive(damaged));
    assert_eq!(text(view.object(damaged)), "school");
    let doc = pipeline.annotate("The tank was hit and burned the house.");
    let view = SyntaxView::new(&doc);
    assert!(!view.is_passive(word(&doc, "burned")));
    assert_eq!(text(view.object(word(&doc, "burned"))), "house");
}

#[test]
fn who_is_told_to_act_is_the_subject_of_the_act() {
    let Some(pipeline) = english() else { return };
    for (sentence, verb, subject) in [
        ("He told reporters to leave.", "leave", "reporters"),
        ("Officials began to evacuate children.", "evacuate", "Officials"),
    ] {
        let doc = pipeline.annotate(sentence);
        assert_eq!(text(SyntaxView::new(&doc).subject(word(&doc, verb))), subject, "{sentence}");
    }
}

#[test]
fn a_word_that_fills_the_subject_s_place_is_none() {
    let Some(pipeline) = english() else { return };
    let doc = pipeline.annotate("There were two explosions near the school.");
    let view = SyntaxView::new(&doc);
    assert_eq!(text(view.subject(word(&doc, "were"))), "explosions");
    assert_eq!(text(view.predicate(word(&doc, "were"))), "explosions");
}

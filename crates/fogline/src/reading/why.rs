//! What was decided at one place of a report, by which rules, and what else was proposed there.

use serde_json::{Value, json};

use super::Reading;
use crate::{
    annotate::Annotation,
    code_points::CodePoints,
    document::Document,
    read::{
        Rule,
        events::{Event, Fate, Ground, Sign, Tense},
        statements::{Proposal, Share, Statement, Verdict},
    },
    span::Span,
};

/// Version of the form.
const SCHEMA: &str = "fogline.why/1";

/// All that a reading holds of one sentence.
#[derive(Debug)]
pub struct Why<'r> {
    /// The sentence.
    pub sentence: Span,
    /// Why it gave nothing, if it did.
    pub unread: Option<&'static str>,
    /// Statements whose words or cue stand in it, with their numbers.
    pub statements: Vec<(usize, &'r Statement)>,
    /// Events that it tells of, with their numbers.
    pub events: Vec<(usize, &'r Event)>,
    /// What was proposed as a statement and is none; the nearest first.
    pub proposals: Vec<&'r Proposal>,
    /// Words that could have told of an event and do not.
    pub signs: Vec<&'r Sign>,
}

impl<'r> Why<'r> {
    /// What a reading holds of the sentence at a byte, or of the next one; none where the report has no sentences.
    pub fn at(annotation: &Annotation, reading: &'r Reading, byte: usize) -> Option<Self> {
        let mut sentences = annotation.sentences().map(|(_, sentence)| sentence.span);
        let sentence = sentences.find(|span| byte < span.end);
        let sentence = sentence.or_else(|| annotation.sentences().map(|(_, sentence)| sentence.span).last())?;
        let here = |span: &Span| span.overlaps(sentence);
        let of = |one: &Statement| {
            let cue = one.cue.as_ref().map(|cue| cue.span);
            one.content.iter().chain(&cue).chain(&one.speaker.span).any(here)
        };
        let mut proposals: Vec<&Proposal> =
            reading.proposals.iter().filter(|one| one.verdict != Verdict::Kept && here(&one.cue)).collect();
        let empty = |one: &Proposal| one.verdict == Verdict::Empty;
        proposals.sort_by(|a, b| empty(a).cmp(&empty(b)).then(b.sum().total_cmp(&a.sum())));
        Some(Self {
            sentence,
            unread: reading.unread.iter().find(|unread| unread.span == sentence).map(|unread| unread.reason),
            statements: reading.statements.iter().enumerate().filter(|(_, one)| of(one)).collect(),
            events: reading.events.iter().enumerate().filter(|(_, event)| here(&event.trigger)).collect(),
            proposals,
            signs: reading.signs.iter().filter(|sign| sign.fate != Fate::Kept && here(&sign.span)).collect(),
        })
    }

    /// As programs read it. Offsets are Unicode code points.
    pub fn json(&self, document: &Document, reading: &Reading) -> Value {
        let points = CodePoints::new(&document.text);
        let span = |span: Span| json!({ "start": points.at(span.start), "end": points.at(span.end), "exact": span.of(&document.text) });
        let spans = |all: &[Span]| all.iter().map(|one| span(*one)).collect::<Vec<_>>();
        let rule = |rule: &Rule| json!({ "id": rule.id, "file": rule.file, "class": rule.class, "why": rule.why, "example": rule.example });
        let shares = |all: &[Share]| {
            all.iter()
                .map(|share| json!({ "feature": share.feature, "share": hundredths(share.weight) }))
                .collect::<Vec<_>>()
        };
        let statement = |(number, one): &(usize, &Statement)| {
            json!({
                "id": format!("s{}", number + 1),
                "speaker": one.speaker.actor.and_then(|actor| reading.actors.get(actor)).map(|actor| &actor.id),
                "speech_act": one.act.name(),
                "cue": one.cue.as_ref().map(|cue| span(cue.span)),
                "source": one.speaker.span.map(span),
                "content": spans(&one.content),
                "rule": one.rule.as_ref().map(rule),
                "features": shares(&one.why),
                "sum": hundredths(one.score()),
                "confidence": {
                    "side": one.confidence.as_ref().and_then(|confidence| confidence.side),
                    "polarity": one.confidence.as_ref().map(|confidence| confidence.polarity),
                    "why": one.confidence.as_ref().map(|confidence| shares(&confidence.why)),
                },
            })
        };
        let proposal = |one: &&Proposal| {
            let (verdict, detail) = match one.verdict {
                Verdict::Kept => ("kept", Value::Null),
                Verdict::Empty => ("nothing_said", Value::Null),
                Verdict::Below => ("not_above_zero", json!(hundredths(one.sum()))),
                Verdict::Another { sum } => ("another_reading_of_the_cue", json!(hundredths(sum))),
                Verdict::Within { cue } => ("within_another_statement", span(cue)),
            };
            json!({
                "cue": span(one.cue),
                "source": one.source.map(span),
                "content": spans(&one.content),
                "rule": one.rule.as_ref().map(rule),
                "features": shares(&one.why),
                "sum": hundredths(one.sum()),
                "verdict": verdict,
                "detail": detail,
            })
        };
        let ground = |ground: &Ground| json!({ "of": ground.of, "value": ground.value, "words": ground.words.map(span), "by": ground.by });
        let event = |(number, one): &(usize, &Event)| {
            json!({
                "id": format!("e{}", number + 1),
                "trigger": span(one.trigger),
                "type": one.kind,
                "polarity": one.polarity.name(),
                "modality": one.modality.name(),
                "tense": one.tense.map(Tense::name),
                "rule": rule(&one.rule),
                "grounds": one.grounds.iter().map(ground).collect::<Vec<_>>(),
            })
        };
        let sign = |sign: &&Sign| {
            let (fate, detail) = match sign.fate {
                Fate::Kept => ("kept", None),
                Fate::Describes => ("describes_a_word", None),
                Fate::Name => ("in_a_name", None),
                Fate::Undescribed => ("not_described", None),
                Fate::Lacking => ("lacks_what_its_row_asks", None),
                Fate::PartOf { noun } => ("part_of_a_noun", Some(noun)),
                Fate::Within { words } => ("part_of_a_phrase", Some(words)),
                Fate::Unless { word } => ("unless", Some(word)),
                Fate::Result { of } => ("result_of_an_event", Some(of)),
                Fate::Counted { with } => ("counted_with_the_whole", Some(with)),
                Fate::Topic => ("topic", None),
                Fate::Spoken => ("told_by_its_statement", None),
                Fate::Untold => ("in_no_statement", None),
            };
            json!({ "trigger": span(sign.span), "rule": rule(&sign.rule), "verdict": fate, "detail": detail.map(span) })
        };
        json!({
            "schema": SCHEMA,
            "document": document.reference,
            "sentence": span(self.sentence),
            "unread": self.unread,
            "statements": self.statements.iter().map(statement).collect::<Vec<_>>(),
            "events": self.events.iter().map(event).collect::<Vec<_>>(),
            "not_kept": {
                "statements": self.proposals.iter().map(proposal).collect::<Vec<_>>(),
                "events": self.signs.iter().map(sign).collect::<Vec<_>>(),
            },
        })
    }
}

/// A share as the table of weights writes it.
fn hundredths(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        reading::{self, Knowledge},
        resolve::cases::{annotated, models},
    };

    /// What is held of the first sentence of a text; `None` where the English model is absent.
    fn told<T>(text: &str, look: impl Fn(&Reading, &Why<'_>) -> T) -> Option<T> {
        let (document, annotation) = annotated(text, Some("2022-02-17"), "en", models()?);
        let reading = reading::read(&document, &annotation, &Knowledge::default());
        let why = Why::at(&annotation, &reading, 0).unwrap();
        Some(look(&reading, &why))
    }

    /// A text, a word of it, and whether what became of the word is right.
    type Case<T> = (&'static str, &'static str, fn(T) -> bool);

    fn fates(text: &str) -> Option<Vec<(String, Fate)>> {
        told(text, |_, why| why.signs.iter().map(|sign| (sign.span.of(text).to_owned(), sign.fate)).collect())
    }

    fn verdicts(text: &str) -> Option<Vec<(String, Verdict)>> {
        told(text, |_, why| why.proposals.iter().map(|one| (one.cue.of(text).to_owned(), one.verdict)).collect())
    }

    #[test]
    fn each_dropped_trigger_has_its_reason() {
        let cases: [Case<Fate>; 4] = [
            ("Attack helicopters are loud.", "Attack", |fate| matches!(fate, Fate::PartOf { .. })),
            ("The rebels shelled the town, killing two people.", "killing", |fate| matches!(fate, Fate::Result { .. })),
            ("Sales exploded last year.", "exploded", |fate| matches!(fate, Fate::Unless { .. })),
            ("Talks are useful.", "Talks", |fate| fate == Fate::Topic),
        ];
        for (text, word, right) in cases {
            let Some(found) = fates(text) else { return };
            assert!(found.iter().any(|(words, fate)| words == word && right(*fate)), "{text}: {found:?}");
        }
    }

    #[test]
    fn each_dropped_proposal_has_its_reason() {
        let cases: [Case<Verdict>; 2] = [
            ("The army denied.", "denied", |verdict| verdict == Verdict::Empty),
            ("You say that it rains.", "say", |verdict| verdict == Verdict::Below),
        ];
        for (text, word, right) in cases {
            let Some(found) = verdicts(text) else { return };
            assert!(found.iter().any(|(words, verdict)| words == word && right(*verdict)), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_is_kept_names_its_row_and_is_as_sure_as_its_features() {
        let text = "The army denied that its guns had shelled the village.";
        let Some((statement, event)) = told(text, |reading, why| {
            assert!(why.unread.is_none() && why.statements.len() == 1, "{why:?}");
            (reading.statements[0].clone(), reading.events[0].clone())
        }) else {
            return;
        };
        assert_eq!(statement.rule.unwrap().id, "cue.verb.deny");
        let sure = statement.confidence.unwrap();
        assert!(sure.side.is_none() && sure.polarity > 0.9, "{sure:?}");
        assert!(sure.why.iter().any(|share| share.feature == "polarity.denial_by_cue"), "{sure:?}");
        assert!(event.grounds.iter().any(|ground| (ground.of, ground.value) == ("tense", "past")), "{event:?}");
    }

    #[test]
    fn a_place_behind_the_last_sentence_is_the_last_sentence() {
        let text = "The rebels shelled the town.\n";
        let Some(models) = models() else { return };
        let (document, annotation) = annotated(text, None, "en", models);
        let reading = reading::read(&document, &annotation, &Knowledge::default());
        assert_eq!(Why::at(&annotation, &reading, 500).unwrap().events.len(), 1);
        let (empty, nothing) = annotated("", None, "en", models);
        assert!(Why::at(&nothing, &reading::read(&empty, &nothing, &Knowledge::default()), 0).is_none());
    }
}

//! How sure it is whose side a statement is of, and whether it asserts or denies: a sum of named features, with weights in
//! `lexicon/en/weights.toml`, as a share of one by the logistic function. What is less sure than the table asks is left
//! open.

use super::{Act, Cues, Share, Speaker, Statement, score};
use crate::{
    read::events::{Event, Events, Polarity},
    resolve::who::{Actor, Resolution},
};

/// How sure something of a statement is, from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Confidence {
    /// The side of the speaker, where one is known.
    pub side: Option<f64>,
    /// Whether it asserts or denies.
    pub polarity: f64,
    /// The features of both.
    pub why: Vec<Share>,
}

/// Weighs every statement, and leaves open what is not sure enough.
pub(super) fn weigh(text: &str, all: &mut [Statement], actors: &[Actor], events: &[Event]) {
    let enough = score::weight("confidence.enough");
    for one in all {
        let margin = one.score().clamp(0.0, 2.0);
        let speaker = one.speaker.actor.and_then(|actor| actors.get(actor));
        let of_side = speaker.filter(|_| one.side.is_some()).map(|speaker| {
            let mut shares = score::of(&side_features(text, one, speaker, actors));
            shares.push(Share { feature: "side.margin", weight: margin * score::weight("side.margin") });
            shares
        });
        let mut of_polarity = score::of(&polarity_features(text, one, events));
        of_polarity.push(Share { feature: "polarity.margin", weight: margin * score::weight("polarity.margin") });
        let side = of_side.as_ref().map(|shares| logistic(shares));
        let polarity = logistic(&of_polarity);
        if side.is_some_and(|sure| sure < enough) {
            one.side = None;
        }
        if polarity < enough {
            one.factuality = None;
        }
        let why = of_side.into_iter().flatten().chain(of_polarity).collect();
        one.confidence = Some(Confidence { side, polarity, why });
    }
}

/// The share of one, in hundredths.
fn logistic(shares: &[Share]) -> f64 {
    let share = 1.0 / (1.0 + (-score::sum(shares)).exp());
    (share * 100.0).round() / 100.0
}

fn side_features(text: &str, one: &Statement, speaker: &Actor, actors: &[Actor]) -> Vec<&'static str> {
    let mut names = vec![
        "side.base",
        match one.speaker.resolution {
            Resolution::Explicit => "side.explicit",
            Resolution::Pronoun => "side.pronoun",
            Resolution::CarriedOver => "side.carried_over",
            Resolution::Metonym => "side.metonym",
            Resolution::Collective => "side.collective",
            Resolution::Anonymous => "side.anonymous",
            Resolution::Author => "side.author",
        },
    ];
    // "it" goes with the clause as often as with someone.
    let words = one.speaker.span.map_or("", |span| span.of(text)).to_lowercase();
    if Cues::english().thing.contains(&words) {
        names.push("side.expletive");
    }
    if speaker.pack_id.is_some() {
        names.push("side.pack");
    }
    if one.speaker.within {
        names.push("side.within");
    }
    let other = |one: &Speaker| one.actor.and_then(|actor| actors.get(actor)).and_then(|actor| actor.side.as_ref());
    if one.cosources.iter().any(|one| other(one) != speaker.side.as_ref()) {
        names.push("side.several");
    }
    names
}

fn polarity_features(text: &str, one: &Statement, events: &[Event]) -> Vec<&'static str> {
    let mut names = vec!["polarity.base"];
    let is = |feature: &str| one.why.iter().any(|share| share.feature == feature);
    let denies = one.act == Act::Deny;
    let negative =
        one.events.iter().filter_map(|event| events.get(*event)).any(|event| event.polarity == Polarity::Negative);
    let by_cue = one.by_cue == Some(Act::Deny);
    let no = one.content.iter().any(|span| says_no(span.of(text)));
    if denies && by_cue {
        names.push("polarity.denial_by_cue");
    } else if denies {
        names.push("polarity.denial_by_content");
    } else if no {
        names.push("polarity.no_within");
    }
    // "denied that nothing had happened", "did not deny".
    if by_cue && (no || negative || one.negated) {
        names.push("polarity.twice");
    }
    if one.negated {
        names.push("polarity.cue_negated");
    }
    if ["cue.modal", "cue.hypothetical", "cue.conditional", "cue.to"].into_iter().any(is) {
        names.push("polarity.cue_open");
    }
    names
}

/// Whether some words hold one by which something is not so.
fn says_no(words: &str) -> bool {
    let moods = &Events::english().moods;
    words.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).any(|word| {
        let word = word.to_lowercase().replace('’', "'");
        moods.negators.contains(&word) || word.ends_with("n't") || moods.false_adjectives.contains(&word)
    })
}

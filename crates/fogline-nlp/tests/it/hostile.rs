//! Texts that are hard to split: annotated soundly, and in time that grows no faster than they do.

use std::time::Duration;

use fogline_nlp::Pipeline;

use crate::{
    fixtures::{english, mini},
    invariants,
};

/// A kind of text: its name and what it repeats.
type Family = (&'static str, &'static str);

const WORDS: [Family; 8] = [
    ("letters", "abcdefghij"),
    ("digits", "1234567890"),
    ("Cyrillic letters", "обстріл"),
    ("mixed punctuation", "a.b,c;"),
    ("capitals and full stops", "ABC."),
    ("sentences without spaces", "end.Start"),
    ("hyphens", "a-b--c"),
    ("sums", "1-2+3*"),
];

const AFFIXES: [Family; 12] = [
    ("quotes", "\""),
    ("apostrophes", "'"),
    ("curly quotes", "“”’"),
    ("opening brackets", "("),
    ("unpaired brackets", "([{<>}])"),
    ("dots", "...."),
    ("dots and spaces", ".... "),
    ("ellipses", "…"),
    ("percent signs", "%"),
    ("amounts", "$5"),
    ("units", "5km."),
    ("degrees", "°C."),
];

const SPECIAL_CASES: [Family; 8] = [
    ("faces", "):"),
    ("long faces", ")))):"),
    ("faces and commas", ":),;("),
    ("contractions", "can't"),
    ("possessives", "'s"),
    ("abbreviations", "U.S."),
    ("Ukrainian apostrophes", "п'ять’"),
    ("Ukrainian abbreviations", "т.зв.грн."),
];

const ADDRESSES: [Family; 8] = [
    ("mail addresses", "a.b@c.com"),
    ("paths", "http://a.b/c"),
    ("segments", "abc/"),
    ("dots", "www.abc."),
    ("users", "a@b:"),
    ("schemes", "a://"),
    ("nested schemes", "http://"),
    ("questions", "?a=b&c=d#"),
];

/// Sentences whose trees have crossing arcs, which are found last and moved.
const CROSSING: [Family; 4] = [
    ("questions", "What did he say he wanted? "),
    ("clauses behind their verb", "A man came in who was tall. "),
    ("clauses in one sentence", "a man came in who was tall, and "),
    ("questions in one sentence", "what did he say he wanted and "),
];

const SCRIPTS: [Family; 8] = [
    ("mixed scripts", "aбγ字가"),
    ("right to left", "\u{202e}שלום\u{202c}"),
    ("Chinese", "漢字"),
    ("emoji", "😀"),
    ("joined emoji", "👩‍👩‍👧‍👦"),
    ("flags", "🇺🇦"),
    ("accents", "e\u{301}"),
    ("piles of accents", "\u{301}\u{302}\u{303}"),
];

const CONTROLS: [Family; 10] = [
    ("control characters", "\u{1}\u{2}\u{7f}"),
    ("NULs", "\0"),
    ("spaces", " "),
    ("tabs", "\t"),
    ("no-break spaces", "\u{a0}"),
    ("line ends", "\r\n"),
    ("words and line ends", "a\n\n"),
    ("separators", "\u{1c}a\u{2028}"),
    ("invisible characters", "\u{200b}\u{feff}\u{ad}"),
    ("words and tabs", "a\t b "),
];

/// Texts that are more than one thing repeated.
fn composed(length: usize) -> Vec<(&'static str, String)> {
    let fill = |unit: &str, length: usize| unit.repeat(length / unit.len());
    vec![
        ("brackets that close at the end", fill("(", length / 2) + &fill(")", length / 2)),
        ("a plus, a digit and letters", "+5".to_owned() + &fill("a", length)),
        ("an address of many segments", "http://a.b/".to_owned() + &fill("abc/", length)),
        ("an address of many dots", "http://".to_owned() + &fill("abc.", length)),
        ("a host and segments", "see http://example.com/".to_owned() + &fill("abc/", length)),
        ("a host and letters", "http://a.com/".to_owned() + &fill("abcd", length)),
        ("a number and letters", "http://1.2.3.4/".to_owned() + &fill("abcd", length)),
        ("a user and numbers", fill("1.2.3.4:", length) + "@1.2.3.4"),
        ("a mail address that ends in its domain", fill("a", length) + "@b.com"),
        ("letters and one space", fill("a", length / 2) + " " + &fill("b", length / 2)),
        ("different words", (0..length / 8).map(|i| format!("{:07x} ", i * 7919)).collect()),
        ("different words without spaces", (0..length / 8).map(|i| format!("w{:06x},", i * 7919)).collect()),
    ]
}

/// Processor time of this thread, which other programs hardly disturb.
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap())
}

/// Asserts that twice the text takes about twice the time, from one size to the next.
fn assert_linear(pipeline: &Pipeline, name: &str, make: &dyn Fn(usize) -> String) {
    const SHORTEST: usize = 1 << 12;
    const LONGEST: usize = 1 << 20;
    const ENOUGH: Duration = Duration::from_millis(60);
    const SLACK: Duration = Duration::from_millis(4);
    let time = |text: &str| {
        let start = now();
        let doc = pipeline.annotate(text);
        let time = now().saturating_sub(start);
        assert!(doc.text() == text);
        time
    };
    let mut text = make(SHORTEST);
    invariants::check(&pipeline.annotate(&text), &text);
    loop {
        let double = make(2 * text.len());
        // A disturbed run is as likely to be too long as too short: the two are compared as they follow one another.
        let is_linear = |(once, twice): &(Duration, Duration)| *twice <= once.mul_f64(2.3) + SLACK;
        let mut tries = Vec::new();
        while !tries.last().is_some_and(is_linear) {
            assert!(tries.len() < 6, "{name}: {} bytes and twice as many take {tries:?}", text.len());
            tries.push((time(&text), time(&double)));
        }
        if double.len() > LONGEST || tries.last().is_some_and(|(_, twice)| *twice > ENOUGH) {
            return;
        }
        text = double;
    }
}

/// The same of several kinds of text, with the fixtures' pipelines and the English model where it is.
fn assert_all_linear(pipelines: &[&str], families: &[Family]) {
    for name in pipelines {
        let Some(pipeline) = (if *name == "english" { english() } else { Some(mini(name)) }) else { return };
        for (family, unit) in families {
            let make = |length: usize| unit.repeat(length.div_ceil(unit.len()));
            assert_linear(&pipeline, &format!("{name}, {family}"), &make);
        }
    }
}

fn assert_linear_in_all(families: &[Family]) {
    assert_all_linear(&["mini_uk", "mini_morph", "mini_parse"], families);
}

#[test]
fn words_without_an_end() {
    assert_linear_in_all(&WORDS);
}

#[test]
fn affixes_without_a_word() {
    assert_linear_in_all(&AFFIXES);
}

#[test]
fn fragments_of_special_cases() {
    assert_linear_in_all(&SPECIAL_CASES);
}

#[test]
fn addresses_without_an_end() {
    assert_linear_in_all(&ADDRESSES);
}

#[test]
fn crossing_arcs() {
    assert_all_linear(&["mini_parse", "english"], &CROSSING);
    let texts = include_str!("../fixtures/texts.jsonl");
    assert_all_linear(&["mini_parse"], &[("the fixtures' texts", texts)]);
}

#[test]
fn the_english_model_takes_linear_time() {
    let families = [AFFIXES[0], AFFIXES[3], WORDS[3], SPECIAL_CASES[3], ADDRESSES[0], CONTROLS[6]];
    assert_all_linear(&["english"], &families);
}

#[test]
fn scripts_and_marks() {
    assert_linear_in_all(&SCRIPTS);
}

#[test]
fn controls_and_whitespace() {
    assert_linear_in_all(&CONTROLS);
}

#[test]
fn composed_texts() {
    for pipeline in ["mini_uk", "mini_morph", "mini_parse"] {
        let loaded = mini(pipeline);
        for (index, (name, _)) in composed(64).into_iter().enumerate() {
            let make = |length| composed(length).swap_remove(index).1;
            assert_linear(&loaded, &format!("{pipeline}, {name}"), &make);
        }
    }
}

#[test]
fn the_english_model_is_sound_on_all_of_them() {
    const LENGTH: usize = 2000;
    let Some(pipeline) = english() else { return };
    let families =
        [&WORDS[..], &AFFIXES, &SPECIAL_CASES, &ADDRESSES, &CROSSING, &SCRIPTS, &CONTROLS].into_iter().flatten();
    let texts = families.map(|(name, unit)| (*name, unit.repeat(LENGTH / unit.len())));
    for (_, text) in texts.chain(composed(LENGTH)) {
        invariants::check(&pipeline.annotate(&text), &text);
    }
}

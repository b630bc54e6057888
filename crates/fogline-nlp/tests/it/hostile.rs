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

const ADDRESSES: [Family; 7] = [
    ("paths", "http://a.b/c"),
    ("segments", "abc/"),
    ("dots", "www.abc."),
    ("users", "a@b:"),
    ("schemes", "a://"),
    ("nested schemes", "http://"),
    ("questions", "?a=b&c=d#"),
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

/// Shortest text that is timed.
const SHORTEST: usize = 1 << 12;

/// Asserts that twice the text takes about twice the time, in texts of `shortest` bytes or more.
fn assert_linear(pipeline: &Pipeline, name: &str, shortest: usize, make: &dyn Fn(usize) -> String) {
    const ENOUGH: Duration = Duration::from_millis(30);
    const SLACK: Duration = Duration::from_millis(4);
    const LONGEST: usize = 1 << 20;
    let time = |text: &str| {
        let start = now();
        let doc = pipeline.annotate(text);
        let time = now().saturating_sub(start);
        assert!(doc.text() == text);
        time
    };
    invariants::check(&pipeline.annotate(&make(SHORTEST)), &make(SHORTEST));
    let mut length = shortest;
    let mut text = make(length);
    while time(&text) < ENOUGH && length < LONGEST {
        length *= 2;
        text = make(length);
    }
    // A disturbed run is as likely to be too long as too short: the two are compared as they follow one another.
    let double = make(2 * length);
    let mut tries = Vec::new();
    for _ in 0..6 {
        let (once, twice) = (time(&text), time(&double));
        if twice <= once.mul_f64(2.3) + SLACK {
            return;
        }
        tries.push((once, twice));
    }
    panic!("{name}: {length} bytes and twice as many take {tries:?}");
}

fn assert_linear_in_both(families: &[Family]) {
    for pipeline in ["mini_uk", "mini_morph"] {
        let loaded = mini(pipeline);
        for (name, unit) in families {
            let make = |length: usize| unit.repeat(length.div_ceil(unit.len()));
            assert_linear(&loaded, &format!("{pipeline}, {name}"), SHORTEST, &make);
        }
    }
}

#[test]
fn words_without_an_end() {
    assert_linear_in_both(&WORDS);
}

#[test]
fn affixes_without_a_word() {
    assert_linear_in_both(&AFFIXES);
}

#[test]
fn fragments_of_special_cases() {
    assert_linear_in_both(&SPECIAL_CASES);
}

#[test]
fn addresses_without_an_end() {
    assert_linear_in_both(&ADDRESSES);
}

#[test]
fn mail_addresses_without_an_end() {
    // Below a megabyte one expression takes all of it for an address. Beyond, that takes more steps than allowed, and
    // the slower search for infixes follows: a step in the time, once.
    const BEYOND_THE_STEP: usize = 1 << 20;
    for pipeline in ["mini_uk", "mini_morph"] {
        let make = |length: usize| "a.b@c.com".repeat(length / 9);
        assert_linear(&mini(pipeline), pipeline, BEYOND_THE_STEP, &make);
    }
}

#[test]
fn scripts_and_marks() {
    assert_linear_in_both(&SCRIPTS);
}

#[test]
fn controls_and_whitespace() {
    assert_linear_in_both(&CONTROLS);
}

#[test]
fn composed_texts() {
    for pipeline in ["mini_uk", "mini_morph"] {
        let loaded = mini(pipeline);
        for (index, (name, _)) in composed(64).into_iter().enumerate() {
            let make = |length| composed(length).swap_remove(index).1;
            assert_linear(&loaded, &format!("{pipeline}, {name}"), SHORTEST, &make);
        }
    }
}

#[test]
fn the_english_model_is_sound_on_all_of_them() {
    const LENGTH: usize = 2000;
    let Some(pipeline) = english() else { return };
    let families = [&WORDS[..], &AFFIXES, &SPECIAL_CASES, &ADDRESSES, &SCRIPTS, &CONTROLS].into_iter().flatten();
    let texts = families.map(|(name, unit)| (*name, unit.repeat(LENGTH / unit.len())));
    for (_, text) in texts.chain(composed(LENGTH)) {
        invariants::check(&pipeline.annotate(&text), &text);
    }
}

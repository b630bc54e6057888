//! What holds of texts made at random, and of stored annotations that are damaged at random.

use std::sync::LazyLock;

use fogline_nlp::{Doc, Pipeline};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::{fixtures::mini, invariants};

static PIPELINES: LazyLock<[Pipeline; 2]> = LazyLock::new(|| ["mini_uk", "mini_morph"].map(mini));

/// Pieces that texts are made of: words, exceptions, affixes, addresses, gaps.
const PIECES: [&str; 62] = [
    "shells",
    "the",
    "Kyiv",
    "NATO",
    "12",
    "3.5",
    "05:40",
    "x",
    "can't",
    "I'd've",
    "U.S.",
    "e.g.",
    "a.m.",
    "Mr.",
    "Cont'd",
    ":)",
    ":-(",
    "¯\\_(ツ)_/¯",
    "обстріл",
    "п'ять",
    "об’єкт",
    "грн.",
    "м.",
    "вул.",
    "т.зв.",
    "Ґудзь",
    "їжак",
    "Харків",
    "http://a.b/c?d=e#f",
    "www.example.com",
    "a.b@c.com",
    "://",
    "@",
    "km",
    "$",
    "€5",
    "25°C.",
    "#tag",
    "(",
    ")",
    "[",
    "\"",
    "«",
    "»",
    "'",
    "’s",
    "n't",
    "...",
    "…",
    "-",
    "--",
    "—",
    ",",
    ";",
    "!?",
    "🇺🇦",
    "👩‍👩‍👧",
    "e\u{301}",
    "\u{202e}שלום\u{202c}",
    "漢字",
    "\u{200b}",
    "\0",
];

const GAPS: [&str; 12] = ["", "", "", " ", " ", " ", " ", "  ", "\n\n", "\t", "\u{a0}", " \r\n"];

fn text(pieces: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => select(PIECES.to_vec()).prop_map(str::to_owned),
        2 => "[a-zA-Zа-яіїєґ'’.-]{1,12}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec((piece, select(GAPS.to_vec())), 0..pieces)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(160))]

    #[test]
    fn every_text_is_annotated_soundly_and_the_same_way_again(text in text(40), which in 0..2usize) {
        let doc = PIPELINES[which].annotate(&text);
        invariants::check(&doc, &text);
        invariants::same(&doc, &PIPELINES[which].annotate(&text));
    }

    #[test]
    fn damaged_annotations_are_refused_or_sound(
        text in text(12),
        flips in vec((any::<prop::sample::Index>(), 1..=255u8), 0..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = PIPELINES[0].annotate(&text).to_bytes();
        for (at, change) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= change;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(doc) = Doc::from_bytes(&bytes, text.as_str().into()) {
            invariants::check(&doc, &text);
        }
    }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn neither_company_nor_order_nor_threads_change_a_document(
        texts in vec(text(60), 1..40),
        threads in 1..=3usize,
        reversed in any::<bool>(),
        at in any::<prop::sample::Index>(),
        which in 0..2usize,
    ) {
        let pipeline = &PIPELINES[which];
        let alone: Vec<Doc> = texts.iter().map(|text| pipeline.annotate(text)).collect();
        let mut order: Vec<usize> = (0..texts.len()).collect();
        if reversed {
            order.reverse();
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (first, second) = order.split_at(at.index(texts.len()));
        for part in [first, second] {
            let part_texts: Vec<&str> = part.iter().map(|i| texts[*i].as_str()).collect();
            let docs = pool.install(|| pipeline.annotate_all(&part_texts));
            prop_assert_eq!(docs.len(), part.len());
            for (i, doc) in part.iter().zip(&docs) {
                invariants::same(doc, &alone[*i]);
            }
        }
    }
}

//! `--format conllu`, read back by a reader of its own: the rules of the format, and nothing of the text lost.

use std::fs;

use serde_json::Value;

use crate::support::{Desk, repository, wheel};

const PIPELINES: [&str; 4] = ["mini_morph", "mini_vectors", "mini_parse", "mini_uk"];

struct Word {
    form: String,
    head: Option<usize>,
    deprel: String,
    misc: Vec<(String, String)>,
}

impl Word {
    fn misc(&self, key: &str) -> Option<&str> {
        self.misc.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The white space after the word.
    fn gap(&self) -> String {
        match (self.misc("SpaceAfter"), self.misc("SpacesAfter")) {
            (Some(no), None) => {
                assert_eq!(no, "No");
                String::new()
            }
            (None, Some(spaces)) => unescape(spaces),
            (None, None) => " ".to_owned(),
            both => panic!("{both:?}"),
        }
    }
}

fn unescape(text: &str) -> String {
    const MARKS: [(&str, &str); 6] =
        [("\\s", " "), ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ("\\p", "|"), ("\\\\", "\\")];
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((mark, plain)) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark)) {
            out += plain;
            rest = rest.strip_prefix(mark).unwrap();
        } else if let Some((number, after)) = rest.strip_prefix("\\u{").and_then(|rest| rest.split_once('}')) {
            out.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
            rest = after;
        } else {
            out.push(c);
            rest = rest.strip_prefix(c).unwrap();
        }
    }
    out
}

/// Reads a file and checks what every CoNLL-U file must keep.
fn read(file: &str) -> Vec<Vec<Word>> {
    assert!(file.is_empty() || file.ends_with("\n\n"), "every sentence ends with an empty line");
    let blocks = file.split_terminator("\n\n").enumerate();
    blocks.map(|(place, block)| read_sentence(block, place + 1)).collect()
}

fn read_sentence(block: &str, number: usize) -> Vec<Word> {
    let (comments, lines): (Vec<_>, Vec<_>) = block.split('\n').partition(|line| line.starts_with("# "));
    assert!(comments.contains(&format!("# sent_id = {number}").as_str()), "{block}");
    let words: Vec<_> = lines.iter().enumerate().map(|(place, line)| read_word(line, place + 1)).collect();
    assert!(!words.is_empty());

    let mut text = String::new();
    for (place, word) in words.iter().enumerate() {
        text += &word.form;
        text += if place + 1 < words.len() && !word.gap().is_empty() { " " } else { "" };
    }
    assert!(comments.contains(&format!("# text = {text}").as_str()), "{block}");

    if words.iter().any(|word| word.head.is_some()) {
        assert_eq!(words.iter().filter(|word| word.head == Some(0)).count(), 1, "one root: {block}");
        for word in &words {
            assert_eq!(word.head == Some(0), word.deprel == "root", "{block}");
            let (mut at, mut steps) = (word.head.unwrap(), 0);
            while at > 0 {
                at = words[at - 1].head.unwrap();
                steps += 1;
                assert!(steps <= words.len(), "a circle: {block}");
            }
        }
    }
    words
}

fn read_word(line: &str, id: usize) -> Word {
    let columns: Vec<_> = line.split('\t').collect();
    let [number, form, lemma, upos, xpos, feats, head, deprel, deps, misc] = columns[..] else {
        panic!("10 columns: {line}")
    };
    assert_eq!(number, id.to_string(), "{line}");
    assert!(columns.iter().all(|column| !column.is_empty() && !column.contains(char::is_whitespace)), "{line}");
    assert!(lemma == "_" || !lemma.trim().is_empty());
    assert!(upos == "_" || upos.bytes().all(|c| c.is_ascii_uppercase()), "{line}");
    assert_ne!(xpos, "_SP", "white space has no line: {line}");
    let names: Vec<_> = feats.split('|').filter(|_| feats != "_").map(|pair| pair.split_once('=').unwrap().0).collect();
    assert!(names.is_sorted_by(|a, b| a.to_lowercase() < b.to_lowercase()), "{line}");
    assert_eq!(head == "_", deprel == "_", "{line}");
    assert_eq!(deps, "_");
    let misc = misc.split('|').filter(|_| misc != "_").map(|pair| pair.split_once('=').unwrap());
    Word {
        form: form.to_owned(),
        head: (head != "_").then(|| head.parse().unwrap()),
        deprel: deprel.to_owned(),
        misc: misc.map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
    }
}

/// Writes a text as CoNLL-U and puts it together again.
#[track_caller]
fn round_trip(pipeline: &str, text: &str) -> Vec<Vec<Word>> {
    let sentences = read(&Desk::new().annotate(&wheel(pipeline), "conllu", text));
    let words: Vec<_> = sentences.iter().flatten().collect();
    let before = words.first().and_then(|word| word.misc("SpacesBefore")).map(unescape).unwrap_or_default();
    let rebuilt = words.iter().fold(before, |text, word| text + &word.form + &word.gap());
    // After the last word, one space may stand where there was none.
    assert_eq!(rebuilt.trim_end(), text.trim_end(), "{pipeline}");
    sentences
}

#[test]
fn real_texts_come_back_whole() {
    let lines = fs::read_to_string(repository().join("crates/fogline-nlp/tests/fixtures/texts.jsonl")).unwrap();
    let texts: Vec<_> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().to_owned())
        .filter(|text| !text.trim().is_empty())
        .collect();
    let together = texts.join("\n\n");
    for pipeline in PIPELINES {
        assert!(round_trip(pipeline, &together).len() > 1, "{pipeline}");
    }
}

#[test]
fn white_space_of_every_kind_comes_back() {
    let texts = [
        "  \n Two shells\n\n\nlanded.\t \r\n The   monitors left .  ",
        "\n\nKyiv said.\n \n",
        "a\u{a0}b \u{2028} c\u{2029}d",
        "pipe | back\\slash \\n _ _ # text = no",
        "one\n\n\n\n\ntwo\n\n\n\n\n.",
    ];
    for pipeline in PIPELINES {
        for text in texts {
            round_trip(pipeline, text);
        }
    }
}

#[test]
fn nothing_but_white_space_has_no_sentences() {
    for text in ["", " ", "\n\n \t"] {
        assert!(round_trip("mini_parse", text).is_empty());
    }
}

#[test]
fn names_stand_in_misc() {
    let found = round_trip("mini_parse", "Marta Lysenko left Tallinn on Monday. OSCE monitors saw 14 shells.");
    let tags: Vec<_> = found.iter().flatten().filter_map(|word| word.misc("NER")).collect();
    assert!(tags.iter().any(|tag| tag.starts_with("B-")), "{tags:?}");
    assert!(tags.iter().all(|tag| tag.starts_with("B-") || tag.starts_with("I-")), "{tags:?}");
}

//! `fogline annotate`: the text that comes in, and what comes out of it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Desk, Ran, names, wheel};

const TEXT: &str = "Kyiv’s envoy — «a friend» 🛰 — left Tallinn on Monday.\n\nThe monitors saw 14 shells.  ";

fn json(text: &str) -> Value {
    let line = Desk::new().annotate(&wheel("mini_parse"), "json", text);
    assert_eq!(line.matches('\n').count(), 1, "one line: {line}");
    serde_json::from_str(&line).unwrap()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap()
}

/// The part of a text between two offsets in code points.
fn between(text: &str, span: &Value) -> String {
    let (start, end) = (span["start"].as_u64().unwrap(), span["end"].as_u64().unwrap());
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

#[test]
fn json_offsets_are_code_points() {
    let found = json(TEXT);
    assert_eq!(found["schema"], "fogline.annotation/1");
    assert_eq!(found["text"], TEXT);
    let tokens = list(&found, "tokens");
    let mut rebuilt = String::new();
    for token in tokens {
        assert_eq!(between(TEXT, token), token["text"].as_str().unwrap());
        assert_eq!(rebuilt.chars().count() as u64, token["start"].as_u64().unwrap());
        rebuilt += token["text"].as_str().unwrap();
        rebuilt += if token["space_after"].as_bool().unwrap() { " " } else { "" };
    }
    assert_eq!(rebuilt, TEXT);
    let starts: Vec<_> =
        tokens.iter().filter(|token| token["sent_start"] == true).map(|token| &token["start"]).collect();
    assert_eq!(starts, list(&found, "sentences").iter().map(|sentence| &sentence["start"]).collect::<Vec<_>>());
    for name in list(&found, "entities") {
        assert_eq!(between(TEXT, name), name["exact"].as_str().unwrap());
        assert!(name["label"].is_string());
    }
}

#[test]
fn json_has_every_field_and_null_for_what_is_not_known() {
    let found = json(TEXT);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let expected = ["entities", "model", "schema", "sentences", "text", "tokens"].map(String::from);
    assert_eq!(keys(&found), BTreeSet::from(expected));
    assert_eq!(
        keys(&found["model"]),
        BTreeSet::from(["components", "lang", "name", "sha256", "version"].map(String::from))
    );
    let hash = found["model"]["sha256"].as_str().unwrap();
    assert!(hash.len() == 64 && hash.bytes().all(|c| c.is_ascii_hexdigit()), "{hash}");
    for token in list(&found, "tokens") {
        let expected =
            ["dep", "end", "head", "lemma", "morph", "pos", "sent_start", "space_after", "start", "tag", "text"];
        assert_eq!(keys(token), BTreeSet::from(expected.map(String::from)));
        assert!(token.as_object().unwrap().values().all(|value| value != ""), "{token}");
    }
    // This pipeline has no lemmatizer; its parser gives every token a head.
    assert!(list(&found, "tokens").iter().all(|token| token["lemma"].is_null() && token["head"].is_u64()));
}

#[test]
fn what_no_component_looked_for_is_null() {
    let desk = Desk::new();
    let without = |components: &[&str]| -> Value {
        let mut command = desk.command();
        command.args(["annotate", "-", "--format", "json", "--model"]).arg(wheel("mini_parse"));
        command.args(components.iter().flat_map(|name| ["--without", name]));
        serde_json::from_slice(&command.write_stdin(TEXT).output().unwrap().stdout).unwrap()
    };
    let found = without(&["parser"]);
    assert!(list(&found, "tokens").iter().all(|token| token["head"].is_null() && token["dep"].is_null()));
    let found = without(&["parser", "senter", "ner"]);
    assert!(list(&found, "tokens").iter().all(|token| token["sent_start"].is_null()));
    assert!(found["sentences"].is_null());
    assert_eq!(found["model"]["components"], serde_json::json!(["tok2vec"]));
}

#[test]
fn the_table_says_that_names_were_not_looked_for() {
    let desk = Desk::new();
    let mut command = desk.command();
    command.args(["annotate", "-", "--without", "ner", "--model"]).arg(wheel("mini_vectors"));
    let table = Ran::of(command.write_stdin(TEXT).output().unwrap()).succeeded();
    names(table.lines().next().unwrap(), &["names not looked for"]);
}

#[test]
fn the_table_is_aligned_and_shows_white_space() {
    let table = Desk::new().annotate(&wheel("mini_parse"), "table", TEXT);
    let mut lines = table.lines();
    names(lines.next().unwrap(), &["mini_parse 0.1.0 (sha256 ", "tokens", "sentence", "name"]);
    assert_eq!(lines.next(), Some(""));
    let headings = lines.next().unwrap();
    let at = |line: &str, word: &str| line.split_once(word).unwrap().0.chars().count();
    let text_column = at(headings, "text");
    for word in ["Kyiv", "envoy", "monitors", "\\n\\n"] {
        let row = table.lines().find(|line| line.split_whitespace().nth(1) == Some(word)).unwrap();
        assert_eq!(at(row, word), text_column, "{row}");
    }
    assert!(table.contains("\nsentence 1\n"), "{table}");
    assert!(table.lines().all(|line| !line.ends_with(' ')), "{table}");
}

#[test]
fn an_empty_text_is_a_text() {
    let found = json("");
    assert_eq!((list(&found, "tokens").len(), list(&found, "sentences").len()), (0, 0));
    let desk = Desk::new();
    assert_eq!(desk.annotate(&wheel("mini_parse"), "conllu", ""), "");
    names(&desk.annotate(&wheel("mini_parse"), "table", ""), &["0 tokens, 0 sentences, 0 names\n"]);
}

#[test]
fn a_file_and_standard_input_give_the_same() {
    let desk = Desk::new();
    let path = desk.file("a.txt", format!("\u{feff}{TEXT}"));
    let from_stdin = desk.annotate(&wheel("mini_parse"), "json", TEXT);
    let mut command = desk.command();
    command.arg("annotate").arg(path).args(["--format", "json", "--model"]).arg(wheel("mini_parse"));
    assert_eq!(String::from_utf8(command.output().unwrap().stdout).unwrap(), from_stdin);
}

#[test]
fn texts_that_cannot_be_read_are_named() {
    let desk = Desk::new();
    desk.file("old.txt", b"one\nfor \xcf\xf0");
    names(&desk.run("annotate old.txt").refused(), &["`old.txt`", "UTF-8", "0xCF", "offset 8", "line 2", "iconv"]);
    names(&desk.run("annotate gone.txt").refused(), &["cannot open `gone.txt`"]);
    names(&desk.run("annotate .").refused(), &["`.`", "folder"]);
}

#[test]
fn a_text_longer_than_4_gib_is_refused() {
    let desk = Desk::new();
    let path = desk.file("long.txt", "");
    // A hole in the file: the length is there, the blocks are not.
    std::fs::File::options().write(true).open(&path).unwrap().set_len(u64::from(u32::MAX) + 1).unwrap();
    names(&desk.run("annotate long.txt").refused(), &["`long.txt` is longer than 4294967295 bytes"]);
}

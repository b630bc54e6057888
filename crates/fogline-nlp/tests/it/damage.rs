//! Damaged and foreign models: each is refused with an error that names the file and what is wrong in it.

use std::{
    fs,
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
};

use fogline_nlp::{ModelError, Pipeline, package::Package};
use rmpv::Value;
use tempfile::TempDir;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    fixtures::{MINI, mini_path},
    invariants,
};

/// Members of the pipelines that loading may leave unread: strings are found by their hashes, vectors are read where a
/// model uses them, and a component's settings where it has some that matter.
fn may_be_unread(member: &str) -> bool {
    member.starts_with("vocab/") || ["tok2vec/cfg", "senter/cfg", "parser/cfg", "ner/cfg"].contains(&member)
}

/// A wheel's files, by full path.
type Files = Vec<(String, Vec<u8>)>;

fn files(name: &str) -> Files {
    let mut zip = ZipArchive::new(Cursor::new(fs::read(mini_path(name)).unwrap())).unwrap();
    let count = zip.len();
    let read = |index| {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(read).collect()
}

/// The folder of the pipeline inside the wheel, with a slash.
fn root(name: &str) -> String {
    format!("{name}/{name}-0.1.0/")
}

fn without_record(mut files: Files) -> Files {
    files.retain(|(name, _)| !name.ends_with("RECORD"));
    files
}

/// The same without rules of tokenization, which take longest to load.
fn without_rules(mut files: Files) -> Files {
    let rules = files.iter_mut().filter(|(name, _)| name.ends_with("/tokenizer"));
    rules.for_each(|(_, bytes)| *bytes = b"\x80".to_vec());
    without_record(files)
}

fn zip(files: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Writes a wheel of this content to a folder of its own.
fn wheel(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.whl");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// Writes the pipeline's files to a folder.
fn unpacked(name: &str, files: &[(String, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&root(name))?, bytes))) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// The error that loading ends in, its message naming the file.
fn refused(path: &Path) -> ModelError {
    let Err(error) = Pipeline::load(path) else { panic!("{} was loaded", path.display()) };
    let message = error.to_string();
    assert!(message.contains(&path.display().to_string()), "{message}");
    error
}

/// Asserts that an error is about a member and says this of it.
fn assert_member(error: &ModelError, name: &str, says: &str) {
    let ModelError::Member { member, fault, .. } = error else { panic!("{error}") };
    assert_eq!(member, name, "{fault}");
    assert!(fault.contains(says), "{name}: {fault}");
    let message = error.to_string();
    assert!(message.contains(&format!("`{name}`")) && message.contains(fault.as_str()), "{message}");
}

/// The files with one of them changed.
fn with(files: &Files, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> Files {
    let mut files = files.clone();
    let file = files.iter_mut().find(|(path, _)| path == name);
    change(&mut file.unwrap_or_else(|| panic!("no file {name}")).1);
    files
}

/// The files with text in the configuration replaced.
fn configured(name: &str, old: &str, new: &str) -> Files {
    with(&without_record(files(name)), &format!("{}config.cfg", root(name)), |config| {
        let text = String::from_utf8(config.clone()).unwrap();
        assert!(text.contains(old), "{old}");
        *config = text.replace(old, new).into_bytes();
    })
}

#[test]
fn a_wheel_cut_short_is_no_package() {
    let bytes = fs::read(mini_path("mini_uk")).unwrap();
    for length in [0, 1, 4, 30, 1000, bytes.len() / 2, bytes.len() - 1000, bytes.len() - 22, bytes.len() - 1] {
        let (_folder, path) = wheel(&bytes[..length]);
        let error = refused(&path);
        assert!(matches!(error, ModelError::NotAPackage { .. }), "{length}: {error}");
        assert!(error.to_string().contains("may be cut short"), "{length}: {error}");
    }
}

#[test]
fn files_that_are_no_packages_are_told_apart() {
    let (folder, path) = wheel(b"This is no wheel.");
    assert!(matches!(refused(&path), ModelError::NotAPackage { .. }));
    let (_folder, path) = wheel(&zip(&[("readme.txt".into(), b"no pipeline".to_vec())], CompressionMethod::Stored));
    let error = refused(&path);
    assert!(matches!(error, ModelError::NotAPackage { .. }) && error.to_string().contains("config.cfg"), "{error}");
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let error = refused(&empty);
    assert!(matches!(error, ModelError::NotAPackage { .. }) && error.to_string().contains("config.cfg"), "{error}");
    assert!(matches!(refused(&folder.path().join("absent.whl")), ModelError::Read { .. }));
    // A configuration without the rest.
    fs::write(empty.join("config.cfg"), "").unwrap();
    let error = refused(&empty);
    assert!(matches!(error, ModelError::Unsupported { .. }) && error.to_string().contains("tokenizer"), "{error}");
}

#[test]
fn a_flipped_byte_is_found_in_every_member() {
    for name in MINI {
        let bytes = fs::read(mini_path(name)).unwrap();
        let mut zip = ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
        let places: Vec<(String, usize)> = (0..zip.len())
            .filter_map(|index| {
                let file = zip.by_index(index).unwrap();
                let member = file.name().unwrap().strip_prefix(&root(name))?.to_owned();
                Some((member, (file.data_start().unwrap() + file.compressed_size() / 2) as usize))
            })
            .collect();
        assert!(places.len() > 12);
        for (member, at) in places {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            let (_folder, path) = wheel(&damaged);
            let error = Package::open(&path).and_then(|package| package.verify()).unwrap_err();
            assert_member(&error, &member, "");
            assert!(error.to_string().contains(&path.display().to_string()), "{error}");
            match Pipeline::load(&path) {
                Err(error) => assert_member(&error, &member, ""),
                Ok(_) => assert!(may_be_unread(&member), "{name} loads with a damaged {member}"),
            }
        }
    }
}

#[test]
fn a_member_that_is_not_the_one_in_the_record_is_refused() {
    // The archive itself is in order here: only RECORD can tell.
    let (name, files) = ("mini_morph", files("mini_morph"));
    for (path, _) in files.iter().filter(|(path, bytes)| path.starts_with(&root(name)) && !bytes.is_empty()) {
        let member = path.strip_prefix(&root(name)).unwrap();
        let changed = with(&files, path, |bytes| *bytes.last_mut().unwrap() ^= 0x20);
        let (_folder, path) = wheel(&zip(&changed, CompressionMethod::Stored));
        let error = Package::open(&path).and_then(|package| package.verify()).unwrap_err();
        assert_member(&error, member, "does not have the hash the wheel's RECORD gives");
        match Pipeline::load(&path) {
            Err(error) => assert_member(&error, member, "RECORD"),
            Ok(_) => assert!(may_be_unread(member), "{name} loads with another {member}"),
        }
    }
}

#[test]
fn a_missing_member_is_named() {
    for name in MINI {
        let files = files(name);
        for (path, _) in files.iter().filter(|(path, _)| path.starts_with(&root(name))) {
            let member = path.strip_prefix(&root(name)).unwrap();
            let mut rest = files.clone();
            rest.retain(|(other, _)| other != path);
            let (_folder, path) = wheel(&zip(&rest, CompressionMethod::Stored));
            if member == "config.cfg" {
                assert!(refused(&path).to_string().contains("config.cfg"));
                continue;
            }
            let error = Package::open(&path).and_then(|package| package.verify()).unwrap_err();
            assert_member(&error, member, "missing");
            let folder = unpacked(name, &rest);
            for path in [&path, folder.path()] {
                match Pipeline::load(path) {
                    Err(error) => assert_member(&error, member, "missing"),
                    Ok(_) => assert!(may_be_unread(member), "{name} loads without {member}"),
                }
            }
        }
    }
}

/// Every tensor of a decoded model file, as the map that describes it.
fn tensors(value: &mut Value) -> Vec<&mut Vec<(Value, Value)>> {
    let is_tensor = |entries: &[(Value, Value)]| entries.iter().any(|(key, _)| text(key) == Some("shape"));
    match value {
        Value::Map(entries) => {
            if is_tensor(entries) {
                return vec![entries];
            }
            entries.iter_mut().flat_map(|(_, value)| tensors(value)).collect()
        }
        Value::Array(items) => items.iter_mut().flat_map(tensors).collect(),
        _ => Vec::new(),
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => text.as_str(),
        Value::Binary(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

/// Gives a tensor another shape and, where `fill` says so, data to match.
fn reshape(tensor: &mut [(Value, Value)], fill: bool, change: fn(&mut Vec<u64>)) {
    let mut size = 0;
    for (key, value) in &mut *tensor {
        if text(key) == Some("shape") {
            let mut shape: Vec<u64> = value.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
            change(&mut shape);
            size = shape.iter().fold(4, |size: u64, n| size.saturating_mul(*n)).min(1 << 24) as usize;
            *value = Value::Array(shape.into_iter().map(Value::from).collect());
        }
    }
    for (key, value) in tensor {
        if let (Some("data"), true, Value::Binary(data)) = (text(key), fill, value) {
            data.resize(size, 0);
        }
    }
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    /// A change of shape, whether the data is made to match, and what the error says.
    type Change = (fn(&mut Vec<u64>), bool, &'static str);
    let changes: [Change; 6] = [
        (|shape| shape[0] += 1, false, "which do not fill shape"),
        (|shape| shape[0] = u64::MAX, false, "malformed shape"),
        (|shape| shape.push(1), true, "dimensions"),
        (|shape| shape[0] = 0, true, ""),
        (|shape| *shape.last_mut().unwrap() = 0, true, ""),
        (|shape| *shape.last_mut().unwrap() += 1, true, ""),
    ];
    for name in MINI {
        let good = without_rules(files(name));
        for (path, bytes) in good.iter().filter(|(path, _)| path.ends_with("/model")) {
            let member = path.strip_prefix(&root(name)).unwrap();
            let decode = || rmpv::decode::read_value(&mut bytes.as_slice()).unwrap();
            let count = tensors(&mut decode()).len();
            assert!(count > 0);
            for (index, (change, fill, says)) in (0..count).flat_map(|index| changes.map(|change| (index, change))) {
                let mut value = decode();
                reshape(tensors(&mut value).swap_remove(index), fill, change);
                let mut bytes = Vec::new();
                rmpv::encode::write_value(&mut bytes, &value).unwrap();
                let (_folder, path) = wheel(&zip(&with(&good, path, |old| *old = bytes), CompressionMethod::Stored));
                let loaded = Pipeline::load(&path).err();
                let error = loaded.unwrap_or_else(|| panic!("{name} loads with array {index} of {member} reshaped"));
                assert_member(&error, member, says);
            }
        }
    }
}

#[test]
fn what_is_not_supported_is_named_with_what_is() {
    let cases = [
        ("mini_vectors", "factory = \"ner\"", "factory = \"spancat\"", "ner", "`spancat`", "attribute_ruler"),
        ("mini_vectors", "spacy.Tagger.v2", "spacy.Tagger.v9", "tagger", "`spacy.Tagger.v9`", "spacy.Tagger.v2"),
        (
            "mini_parse",
            "spacy.TransitionBasedParser.v2",
            "spacy.TransitionBasedParser.v1",
            "parser",
            "`spacy.TransitionBasedParser.v1`",
            "spacy.TransitionBasedParser.v2",
        ),
        ("mini_uk", "spacy.Tok2Vec.v2", "spacy.Transformer.v3", "tok2vec", "`spacy.Transformer.v3`", "HashEmbedCNN"),
        ("mini_uk", "spacy.MultiHashEmbed.v2", "spacy.CharacterEmbed.v2", "tok2vec", "CharacterEmbed", "MultiHash"),
        ("mini_uk", "MaxoutWindowEncoder.v2", "MishWindowEncoder.v2", "tok2vec", "MishWindow", "MaxoutWindow"),
        ("mini_uk", "spacy.Tokenizer.v1", "spacy.ja.JapaneseTokenizer", "tokenizer", "Japanese", "spacy.Tokenizer.v1"),
        ("mini_uk", "lang = \"uk\"", "lang = \"hi\"", "tokenizer", "norms of words", "norms are in their packages"),
    ];
    for (name, old, new, expected, what, supported) in cases {
        let changed = configured(name, old, new);
        let (_folder, path) = wheel(&zip(&changed, CompressionMethod::Deflated));
        let folder = unpacked(name, &changed);
        for path in [&path, folder.path()] {
            let error = refused(path);
            let ModelError::Unsupported { component, .. } = &error else { panic!("{error}") };
            assert_eq!(component, expected, "{error}");
            let message = error.to_string();
            for part in [expected, what, "supported: ", supported] {
                assert!(message.contains(part), "{part}: {message}");
            }
        }
    }
}

#[test]
fn a_member_that_claims_more_than_any_model_has_is_refused_unread() {
    let (good, claim) = (without_record(files("mini_uk")), 0x9000_0000u32);
    for member in ["tok2vec/model", "config.cfg"] {
        let name = format!("{}{member}", root("mini_uk"));
        let mut bytes = zip(&good, CompressionMethod::Deflated);
        // The uncompressed size stands 22 bytes before the name in a local header and in the central directory.
        let places: Vec<usize> =
            (0..bytes.len() - name.len()).filter(|at| bytes[*at..].starts_with(name.as_bytes())).collect();
        let [local, central] = places[..] else { panic!("{places:?}") };
        bytes[local - 8..local - 4].copy_from_slice(&claim.to_le_bytes());
        bytes[central - 22..central - 18].copy_from_slice(&claim.to_le_bytes());
        let (_folder, path) = wheel(&bytes);
        assert_member(&refused(&path), member, &format!("claims {claim} bytes, more than any model has"));
    }
}

#[test]
fn members_of_nonsense_are_refused_or_harmless() {
    let nonsense: [&[u8]; 8] = [b"", b"\x80", b"\x90", b"\xc0", b"\xdf\xff\xff\xff\xff", b"{}", b"[[", b"\xff\xfe\0"];
    for name in MINI {
        let good = without_rules(files(name));
        for (path, _) in good.iter().filter(|(path, _)| path.starts_with(&root(name))) {
            let member = path.strip_prefix(&root(name)).unwrap();
            for bytes in nonsense {
                let changed = with(&good, path, |old| *old = bytes.to_vec());
                let (_folder, path) = wheel(&zip(&changed, CompressionMethod::Stored));
                match Pipeline::load(&path) {
                    Ok(pipeline) => {
                        let text = "Two shells can't hit the U.S. depot (see http://a.b/c).";
                        invariants::check(&pipeline.annotate(text), text);
                    }
                    Err(ModelError::Member { member: named, .. }) => assert_eq!(named, member),
                    Err(error) => assert_eq!(member, "config.cfg", "{error}"),
                }
            }
        }
    }
}

//! Web archives that other programs wrote, good and damaged. They are no part of this repository: `FOGLINE_WARC_SAMPLES`
//! names their folder.

use std::{fs, path::PathBuf};

use fogline::acquire::Reason;

use super::support::path;

fn samples() -> Option<PathBuf> {
    let named = std::env::var_os("FOGLINE_WARC_SAMPLES").map(PathBuf::from);
    let beside = || {
        let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
        Some(workspace.join("../shared/data/warc_samples/dev"))
    };
    named.or_else(beside).filter(|folder| folder.is_dir())
}

#[test]
fn good_samples_are_read_and_damaged_ones_set_aside() {
    let Some(folder) = samples() else {
        println!("SKIPPED: FOGLINE_WARC_SAMPLES names no folder of web archives");
        return;
    };
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    names.sort();
    for name in names {
        let outcome = path(&name);
        let file = name.file_name().unwrap().to_string_lossy().into_owned();
        println!("{file}: {} read, {:?}, {:?}", outcome.records.len(), outcome.quarantined, outcome.summary.skipped);
        let expected: Option<(usize, &[Reason])> = match file.as_str() {
            "example.warc"
            | "example.warc.gz"
            | "example.arc"
            | "example.arc.gz"
            | "example-space-in-url.arc"
            | "example-resource.warc.gz"
            | "example-iana.org-chunked.warc"
            | "example-wget-bad-target-uri.warc.gz"
            | "example-bad-non-chunked.warc.gz" => Some((1, &[])),
            "example-digest.warc" | "example-space-in-target-uri.warc.gz" | "post-test.warc.gz" => Some((0, &[])),
            _ => None,
        };
        if let Some((records, reasons)) = expected {
            assert_eq!((outcome.records.len(), outcome.reasons().as_slice()), (records, reasons), "{file}");
        } else if file.starts_with("bad") || file.contains("trunc") {
            assert!(!outcome.quarantined.is_empty(), "{file}");
        }
    }
}

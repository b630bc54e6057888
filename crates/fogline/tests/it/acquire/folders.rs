//! Folders: walked by name, without what nobody meant to be read.

use std::{fs, path::Path, sync::Arc};

use fogline::acquire::{self, Options, Reason, Skipped, Source};

use Reason::{Empty, NotText, UnknownFormat};

use super::support::path;

fn write(folder: &Path, files: &[(&str, &[u8])]) {
    for (name, bytes) in files {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a new folder");
        fs::write(file, bytes).expect("a new file");
    }
}

#[test]
fn files_are_read_in_the_order_of_their_names() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("b.txt", b"B."),
            ("a/2.txt", b"A2."),
            ("a/1.html", b"<p>A1."),
            ("c.jsonl", b"{\"text\": \"C.\"}\n"),
            (".git/x", b"x"),
        ],
    );
    let outcome = path(folder.path());
    assert_eq!(outcome.texts(), ["<p>A1.", "A2.", "B.", "C."]);
    assert_eq!(outcome.summary.skipped.get(&Skipped::Hidden), Some(&1));
}

#[test]
fn binaries_are_set_aside_each_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let noise: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    write(
        folder.path(),
        &[
            ("a.pdf", b"%PDF-1.7 x"),
            ("b.png", b"\x89PNG\r\n\x1a\n"),
            ("c.bin", &noise),
            ("d.txt", &[0; 100]),
            ("e.exe", b"\x7fELF\x02\x01"),
            ("f.txt", b"Two were hurt."),
            ("g.txt", b""),
        ],
    );
    let outcome = path(folder.path());
    assert_eq!(outcome.texts(), ["Two were hurt."]);
    assert_eq!(outcome.reasons(), [UnknownFormat, UnknownFormat, NotText, NotText, UnknownFormat, Empty]);
    assert!(outcome.quarantined[0].path.ends_with("a.pdf"));
    assert!(outcome.quarantined[0].detail.contains("PDF"));
}

#[test]
fn pages_and_exports_are_read_without_what_belongs_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let export = br#"{"name": "S", "type": "public_channel", "id": 1, "messages": [{"id": 1, "text": "One."}]}"#;
    write(
        folder.path(),
        &[
            ("Page.html", b"<p>Page."),
            ("Page_files/style.css", b"p {}"),
            ("Page_files/frame.html", b"<p>Advertisement."),
            ("export/result.json", export),
            ("export/photos/1.jpg", b"\xff\xd8\xff"),
        ],
    );
    let outcome = path(folder.path());
    assert_eq!(outcome.texts(), ["<p>Page.", "One."]);
    assert!(outcome.quarantined.is_empty());
    assert_eq!(outcome.summary.skipped.get(&Skipped::Attachment), Some(&3));
}

#[test]
fn what_is_not_there_is_said() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(path(folder.path()).reasons(), [Reason::Empty]);
    assert_eq!(path(folder.path().join("missing.txt")).reasons(), [Reason::Io]);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a/x.txt", b"X.")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/round")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("a/dead.txt")).unwrap();
    let outcome = path(folder.path());
    assert_eq!(outcome.texts(), ["X."]);
    assert_eq!(outcome.reasons(), [Reason::Io]);
    assert_eq!(outcome.summary.skipped.get(&Skipped::Link), Some(&1));
}

#[test]
fn whoever_watches_sees_how_far_it_is_and_can_stop() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.txt", &[b'x'; 5000]), ("b.txt", &[b'y'; 5000])]);
    let options = Options { progress: Some(Arc::default()), ..Options::default() };
    let mut seen = Vec::new();
    let summary = acquire::read(Source::Path(folder.path().into()), &options, &mut |found| {
        seen.push(found.unwrap().reference);
        std::ops::ControlFlow::Break(())
    });
    assert_eq!((seen.len(), summary.records), (1, 1));
    assert_eq!(options.progress.unwrap().load(std::sync::atomic::Ordering::Relaxed), 5000);
    assert_eq!(acquire::size(folder.path()), 10_000);
}

//! A ledger that this user may not write to.

use std::{
    env, fs,
    io::Write,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    process::Command,
};

use fogline_ledger::{Ledger, LedgerError, Search};

use crate::desk::{Desk, at, draft};

const FOLDER: &str = "FOGLINE_READ_ONLY_FOLDER";
/// Whom nothing belongs to, for tests that are run by who may write anywhere.
const NOBODY: u32 = 65_534;

/// Not a test: what the test below runs as a user without rights.
#[test]
#[ignore = "run by the test of read-only folders"]
fn visitor() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let folder = folder.as_ref();
    let error = Ledger::open(folder, None).unwrap_err();
    assert!(matches!(error, LedgerError::ReadOnly(_)), "{error}");
    assert!(error.to_string().contains("read-only"));
    let error = Ledger::init(folder, None, at(9)).unwrap_err();
    assert!(matches!(error, LedgerError::ReadOnly(_) | LedgerError::Exists(_)), "{error}");
    let ledger = Ledger::open_read_only(folder, None).unwrap();
    assert_eq!(ledger.reports(None).unwrap().count(), 1);
    assert!(ledger.verify(None).unwrap().is_sound());
    assert_eq!(ledger.search(&Search { words: "shell", limit: 1, ..Search::default() }).unwrap().total, 1);
    writeln!(std::io::stdout().lock(), "\nall was read").unwrap();
}

#[test]
fn a_folder_that_cannot_be_written_can_be_read() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let one = draft(&ledger, "a", "Shells fell.");
    ledger.append(&[one], at(1)).unwrap();
    drop(ledger);
    let mode = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for entry in fs::read_dir(desk.folder.path()).unwrap() {
        mode(&entry.unwrap().path(), 0o444);
    }
    mode(desk.folder.path(), 0o555);
    // Where who is nobody may run it: the folder that it was built in can be out of reach.
    let shared = tempfile::tempdir().unwrap();
    let visitor = shared.path().join("visitor");
    fs::copy(env::current_exe().unwrap(), &visitor).unwrap();
    mode(shared.path(), 0o755);
    mode(&visitor, 0o755);
    let mut command = Command::new(&visitor);
    command.args(["--exact", "readonly::visitor", "--ignored", "--nocapture"]).env(FOLDER, desk.folder.path());
    if fs::write(desk.file("probe"), "").is_ok() {
        fs::remove_file(desk.file("probe")).unwrap();
        command.uid(NOBODY).current_dir("/");
    }
    let output = command.output().unwrap();
    mode(desk.folder.path(), 0o755);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("all was read"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

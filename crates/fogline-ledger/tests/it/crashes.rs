//! A process that writes is killed at random moments; what it had acknowledged must be there.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use fogline_ledger::{Kind, Ledger, Note, Outcome};
use rusqlite::Connection;

use crate::desk::{Desk, at, draft};

/// The folder in which the process that is to be killed writes.
const FOLDER: &str = "FOGLINE_CRASH_FOLDER";

/// A line of its own on standard output, at once.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").and_then(|()| out.flush()).unwrap();
}

/// Not a test: what [`killed_at_random`] runs as a process of its own. Writes reports without end, erases some, and says what
/// was done.
#[test]
#[ignore = "run by the crash tests"]
fn writer() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let mut ledger = Ledger::open(folder.as_ref(), None).unwrap();
    let first = ledger.head().unwrap().1;
    for round in 0.. {
        let drafts: Vec<_> = (0..=round % 6)
            .map(|i| {
                draft(
                    &ledger,
                    &format!("{first}.{round}.{i}"),
                    &format!("Report {first} {round} {i}. {}", "word ".repeat(i * 90)),
                )
            })
            .collect();
        let appended = ledger.append(&drafts, at(first)).unwrap();
        for (draft, outcome) in drafts.iter().zip(&appended.outcomes) {
            assert!(matches!(outcome, Outcome::Stored(_)));
            say(&format!("stored {}", draft.id()));
        }
        let note = Note { kind: Kind::Correction, about: Some(drafts[0].id()), quotes: &[], body: b"a correction" };
        ledger.append_note(&note, at(first)).unwrap();
        if round % 5 == 4 {
            let id = drafts[0].id();
            say(&format!("erasing {id}"));
            ledger.erase(id, "for the test", "the test", at(first)).unwrap();
            say(&format!("erased {id}"));
        }
    }
}

/// Kills a writer after so many milliseconds, over and over, and looks at what is left each time.
fn killed_at_random(kills: u64) {
    let desk = Desk::new();
    let mut acknowledged = Vec::new();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    for kill in 0..kills {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "crashes::writer", "--ignored", "--nocapture"])
            .env(FOLDER, desk.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        let reader = thread::spawn(move || lines.lines().map_while(Result::ok).collect::<Vec<_>>());
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        thread::sleep(Duration::from_millis(30 + (seed >> 33) % 400));
        child.kill().unwrap();
        child.wait().unwrap();
        // A line that was cut off was not said.
        let said = reader.join().unwrap();
        acknowledged.extend(said.into_iter().filter(|line| line.rsplit(' ').next().is_some_and(|id| id.len() == 64)));

        let ledger = desk.open();
        let verified = ledger.verify(None).unwrap();
        assert!(verified.is_sound(), "after kill {kill}: {:?}", verified.findings);
        ledger.check_index().unwrap();
        assert!(!ledger.is_behind().unwrap());
    }
    let ledger = desk.open();
    let mut stored = 0;
    for line in &acknowledged {
        let (what, id) = line.split_once(' ').unwrap();
        let outcome = ledger.known(id.parse().unwrap()).unwrap();
        match what {
            "stored" => assert!(outcome.is_some(), "{id} was acknowledged and is lost"),
            "erased" => assert!(matches!(outcome, Some(Outcome::Erased(_))), "{id} was erased and is back"),
            _ => {}
        }
        stored += u64::from(what == "stored");
    }
    assert!(stored > kills / 2, "{stored} reports in {kills} runs: the writer hardly came to work");
    let readable = ledger.reports(None).unwrap().map(Result::unwrap).count();
    let indexed: u64 = ledger.groups(None).unwrap().iter().map(|group| group.reports).sum();
    assert_eq!(indexed, readable as u64);
    say(&format!("{kills} kills, {stored} reports acknowledged, {readable} to be read"));
}

#[test]
fn killed_twenty_times_nothing_is_lost() {
    killed_at_random(20);
}

#[test]
#[ignore = "takes minutes"]
fn killed_two_hundred_times_nothing_is_lost() {
    killed_at_random(200);
}

#[test]
fn on_a_full_disk_nothing_that_was_acknowledged_is_lost() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let first = draft(&ledger, "first", "Shells fell.");
    ledger.append(std::slice::from_ref(&first), at(1)).unwrap();
    drop(ledger);
    // SQLite's own bound on the file gives the same error as a disk without room.
    let pages: i64 = Connection::open(desk.file("ledger.sqlite"))
        .unwrap()
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    let mut ledger = desk.open();
    ledger.limit_pages(pages + 2).unwrap();
    let noise: String =
        (0..40_000_u32).map(|i| char::from(b'a' + (i.wrapping_mul(2_654_435_761) >> 27) as u8 % 26)).collect();
    let drafts: Vec<_> =
        (0..9).map(|i| draft(&ledger, &format!("r{i}"), &format!("{i}{}", noise.get(i * 37..).unwrap()))).collect();
    let error = ledger.append(&drafts, at(2)).unwrap_err();
    assert!(error.to_string().contains("no space is left"), "{error}");
    assert_eq!(ledger.reports(None).unwrap().count(), 1);
    drop(ledger);
    let mut ledger = desk.open();
    assert!(ledger.verify(None).unwrap().is_sound());
    let outcomes = ledger.append(&drafts, at(3)).unwrap().outcomes;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Stored(_))), "{outcomes:?}");
    assert!(ledger.verify(None).unwrap().is_sound());
}

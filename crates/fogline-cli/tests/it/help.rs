//! Every command explains itself, and README.md shows it.

use std::fs;

use crate::support::{Desk, repository};

/// Each command as the words after `fogline`, with its help text.
fn commands() -> Vec<(String, String)> {
    let desk = Desk::new();
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(path) = open.pop() {
        let help = desk.run(format!("{path} --help").trim_start()).succeeded();
        let below = help.split_once("\nCommands:\n").map_or("", |(_, rest)| rest);
        let below: Vec<_> = below
            .lines()
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty()))
            .filter(|name| *name != "help")
            .map(|name| format!("{path} {name}").trim_start().to_owned())
            .collect();
        if below.is_empty() {
            found.push((path, help));
        }
        open.extend(below);
    }
    found.sort();
    found
}

#[test]
fn the_commands_are_these() {
    let names: Vec<_> = commands().into_iter().map(|(name, _)| name).collect();
    let correct =
        ["add-event", "add-statement", "answer-sought", "edit", "link-row", "list", "merge", "redact", "relabel"];
    let correct: Vec<String> = correct
        .iter()
        .chain(&["retract", "review", "split", "unlink-row"])
        .map(|name| format!("correct {name}"))
        .collect();
    let accounts = ["add", "list", "log", "password", "remove", "revoke", "role", "token"];
    let accounts: Vec<String> = accounts.iter().map(|name| format!("accounts {name}")).collect();
    let expected: Vec<&str> = accounts
        .iter()
        .map(String::as_str)
        .chain(["annotate", "assess add", "assess list", "assess withdraw", "brief"])
        .chain(["code adjudicate", "code agreement", "code assign", "code list", "code take", "code withdraw"])
        .chain(["codebook"])
        .chain(["commitments", "copies"])
        .chain(correct.iter().map(String::as_str))
        .chain([
            "diff",
            "erase",
            "export",
            "gazetteer add",
            "gazetteer build",
            "gazetteer list",
            "gazetteer lookup",
            "head",
        ])
        .chain([
            "import map",
            "incident",
            "incidents",
            "ingest",
            "init",
            "methods",
            "model add",
            "model list",
            "model verify",
            "narratives",
            "new",
        ])
        .chain([
            "observer",
            "pack check",
            "pack diff",
            "pack init",
            "pack make",
            "pack sort",
            "pack take",
            "read",
            "reread",
            "responses",
            "retractions",
            "review",
            "rows",
            "search",
            "serve",
            "stats",
            "verify",
            "why",
            "why-read",
        ])
        .collect();
    assert_eq!(names, expected);
}

#[test]
fn every_argument_has_a_description() {
    for (name, help) in commands() {
        for line in help.lines().map(str::trim_start) {
            // The description of an option stands below it or two columns further.
            let bare = line.starts_with("--") && !line.contains("  ");
            let below = help.lines().map(str::trim_start).skip_while(|other| *other != line).nth(1);
            assert!(!bare || below.is_some_and(|text| !text.is_empty()), "`{name}`: {line}");
        }
    }
}

#[test]
fn readme_shows_every_command_and_option() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    for (name, help) in commands() {
        assert!(readme.contains(&format!("fogline {name}")), "README.md does not show `fogline {name}`");
        let words = help.split([' ', '\n']);
        for option in words.filter(|word| word.starts_with("--") && *word != "--help") {
            assert!(readme.contains(option), "README.md does not show {option} of `fogline {name}`");
        }
    }
}

#[test]
fn wrong_use_is_told_apart() {
    let desk = Desk::new();
    for arguments in ["annotate", "annotat x", "annotate x --format xml", "model", "model add", "--nonsense"] {
        let ran = desk.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments}");
        assert!(!ran.err.is_empty(), "{arguments}");
    }
    assert_eq!(desk.command().output().unwrap().status.code(), Some(2));
    assert!(desk.run("--version").succeeded().starts_with("fogline 0."));
}

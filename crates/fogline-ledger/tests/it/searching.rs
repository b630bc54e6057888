use std::fs;

use fogline_ledger::{DocId, Ledger, NewReport, Search};
use serde_json::json;

use crate::desk::{Desk, at, draft, reading, versions};

/// A report with facts.
fn put(ledger: &mut Ledger, reference: &str, lang: &str, published: &str, text: &str) -> DocId {
    let length = text.chars().count();
    let json = json!({
        "document": {
            "ref": reference, "id": DocId::of(text.as_bytes()).to_string(), "text": text, "lang": lang, "side": "X",
            "published": published, "title": "A headline of its own",
            "segments": [{ "kind": "headline", "start": 0, "end": 1 }, { "kind": "body", "start": 1, "end": length }],
            "sentences": [{ "start": 0, "end": 1, "lang": null }, { "start": 1, "end": length, "lang": null }],
        },
        "statements": [{ "id": "s1" }, { "id": "s2" }],
        "unread": [{ "start": 1, "end": length, "reason": "no_cue" }],
    })
    .to_string();
    let new = NewReport {
        reference,
        original: text.as_bytes(),
        source: b"",
        annotation: None,
        reading: json.as_bytes(),
        basis: &versions("1"),
    };
    let draft = ledger.drafter().draft(&new).unwrap();
    ledger.append(&[draft], at(1)).unwrap();
    DocId::of(text.as_bytes())
}

fn filled(desk: &Desk) -> Ledger {
    let mut ledger = desk.open();
    put(&mut ledger, "en", "en", "2022-02-17T09:05:00+02:00", "Two shells hit the kindergarten. Shelling went on.");
    put(&mut ledger, "ru", "ru", "2022-02-18", "Обстрелы продолжались; снаряд попал в ёлку.");
    put(&mut ledger, "uk", "uk", "2022-02-19", "Під час обстрілу п\u{2019}ять снарядів влучили у школу.");
    ledger
}

fn found(ledger: &Ledger, search: &Search<'_>) -> Vec<String> {
    let found = ledger.search(&Search { limit: 10, ..*search }).unwrap();
    assert_eq!(usize::try_from(found.total), Ok(found.hits.len()));
    let mut names: Vec<_> = found.hits.into_iter().map(|hit| hit.reference).collect();
    names.sort();
    names
}

#[test]
fn words_are_found_in_all_their_forms() {
    for desk in [Desk::new(), Desk::sealed()] {
        let ledger = filled(&desk);
        let words = |words| found(&ledger, &Search { words, ..Search::default() });
        assert_eq!(words("SHELL"), ["en"]);
        assert_eq!(words("\"hit the kindergarten\""), ["en"]);
        assert_eq!(words("kindergarten shelling"), ["en"]);
        assert_eq!(words("\"kindergarten hit\""), Vec::<String>::new());
        assert_eq!(words("обстрел"), ["ru"]);
        assert_eq!(words("елка"), ["ru"]);
        assert_eq!(words("обстріли"), ["uk"]);
        assert_eq!(words("п'ять"), ["uk"]);
        assert_eq!(words("снаряды"), ["ru", "uk"]);
        assert_eq!(words("снаряды -школа"), ["ru"]);
        assert_eq!(words("headline"), ["en", "ru", "uk"]);
        let narrowed = Search { words: "headline", since: Some("2022-02-18"), ..Search::default() };
        assert_eq!(found(&ledger, &narrowed), ["ru", "uk"]);
        assert_eq!(found(&ledger, &Search { until: Some("2022-02-18"), ..narrowed }), ["ru"]);
        assert_eq!(found(&ledger, &Search { lang: Some("uk"), ..narrowed }), ["uk"]);
        assert!(ledger.search(&Search { words: "-x", ..narrowed }).is_err());
        assert!(ledger.search(&Search { since: Some("soon"), ..narrowed }).is_err());
        assert_eq!(ledger.document_named("ru").unwrap(), 3);
    }
}

#[test]
fn what_is_found_stands_in_the_text() {
    let desk = Desk::new();
    let ledger = filled(&desk);
    let hit = &ledger.search(&Search { words: "снаряд* школа", limit: 1, ..Search::default() }).unwrap().hits[0];
    let read = ledger.reading_of(ledger.document_named("uk").unwrap(), None).unwrap().unwrap();
    let text: Vec<char> = read.report().unwrap().document.text.chars().collect();
    let words: Vec<_> = hit.matches.iter().map(|span| span.exact.as_str()).collect();
    assert_eq!(words, ["снарядів", "школу"]);
    for span in hit.matches.iter().chain([&hit.snippet]) {
        assert_eq!(text[span.start..span.end].iter().collect::<String>(), span.exact);
    }
}

#[test]
fn a_sealed_ledger_holds_nothing_that_can_be_read() {
    let desk = Desk::sealed();
    let ledger = filled(&desk);
    drop(ledger);
    for words in ["shell", "kindergarten", "обстрел", "снаряд", "headline", "\"ref\"", "no_cue"] {
        assert_eq!(desk.holding(words.as_bytes()), Vec::<String>::new(), "{words}");
    }
    let open = Desk::new();
    filled(&open);
    assert_eq!(open.holding("снаряд".as_bytes()), ["derived.sqlite"], "an index that is not sealed can be read");
}

#[test]
fn an_index_that_is_lost_or_behind_is_made_again() {
    let desk = Desk::new();
    let all = Search { words: "headline", ..Search::default() };
    drop(filled(&desk));
    let file = desk.file("derived.sqlite");
    let mut damages: Vec<Box<dyn Fn()>> = Vec::new();
    let old = fs::read(&file).unwrap();
    damages.push(Box::new(|| fs::remove_file(&file).unwrap()));
    damages.push(Box::new(|| fs::write(&file, "no database, but long enough to be taken for one".repeat(9)).unwrap()));
    damages.push(Box::new(|| {
        let raw = rusqlite::Connection::open(&file).unwrap();
        raw.execute("UPDATE built SET rules = 'older'", []).unwrap();
    }));
    damages.push(Box::new(|| {
        let raw = rusqlite::Connection::open(&file).unwrap();
        raw.execute("UPDATE ledger SET id = zeroblob(16)", []).unwrap();
    }));
    for damage in damages {
        damage();
        assert!(Ledger::open_read_only(desk.folder.path(), None).unwrap().is_behind().unwrap());
        let ledger = desk.open();
        assert!(!ledger.is_behind().unwrap());
        assert_eq!(found(&ledger, &all), ["en", "ru", "uk"]);
        ledger.check_index().unwrap();
    }
    // As if the process had ended between the records and the index.
    let mut ledger = desk.open();
    put(&mut ledger, "later", "en", "2022-02-20", "Later.");
    drop(ledger);
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(desk.file(&format!("derived.sqlite{suffix}")));
    }
    fs::write(&file, old).unwrap();
    assert!(Ledger::open_read_only(desk.folder.path(), None).unwrap().is_behind().unwrap());
    assert_eq!(found(&desk.open(), &all), ["en", "later", "ru", "uk"]);
}

#[test]
fn erased_words_leave_the_index_and_its_log() {
    let desk = Desk::new();
    let mut ledger = filled(&desk);
    for i in 0..30 {
        let other = draft(&ledger, &format!("other {i}"), &format!("Other words, number {i}."));
        ledger.append(&[other], at(2)).unwrap();
    }
    let gone = put(&mut ledger, "gone-reference", "uk", "2022-02-19", "Перепелиця з Зоряного назвала сусіда.");
    let seq = ledger.readings(None).unwrap().last().unwrap().0;
    ledger.derived_mut().unwrap().put_mentions(seq, &[("block", b"Zoriane".as_slice())]).unwrap();
    // The index keeps of a word only what differs from the word before it.
    for words in ["ерепелиц", "Zoriane"] {
        assert!(!desk.holding(words.as_bytes()).is_empty(), "{words} can be found before");
    }
    ledger.erase(gone, "asked for", "A. Editor", at(3)).unwrap();
    for words in ["ерепелиц", "орян", "усід", "азвал", "gone-reference", "Zoriane"] {
        assert_eq!(desk.holding(words.as_bytes()), Vec::<String>::new(), "{words}");
    }
    assert_eq!(found(&ledger, &Search { words: "перепелиця", ..Search::default() }), Vec::<String>::new());
    assert_eq!(ledger.derived().unwrap().dirty_blocks().unwrap(), ["block"]);
    ledger.check_index().unwrap();
    assert_eq!(found(&ledger, &Search { words: "обстрел", ..Search::default() }), ["ru"]);
}

#[test]
fn reports_are_counted_by_language_and_side() {
    let desk = Desk::sealed();
    let mut ledger = filled(&desk);
    put(&mut ledger, "more", "uk", "2022-02-19", "Ще.");
    let groups = ledger.groups(None).unwrap();
    let counts: Vec<_> = groups.iter().map(|group| (group.lang.as_deref().unwrap(), group.reports)).collect();
    assert_eq!(counts, [("en", 1), ("ru", 1), ("uk", 2)]);
    assert_eq!((groups[2].sentences, groups[2].unread, groups[2].statements), (2, 2, 4));
    assert_eq!(groups[2].side.as_deref(), Some("X"));
}

#[test]
fn a_newer_reading_takes_the_place_of_the_older_in_the_index() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let one = draft(&ledger, "a", "Shells fell.");
    ledger.append(std::slice::from_ref(&one), at(1)).unwrap();
    ledger.add_reading(one.id(), &reading(one.id(), "a", "Rockets fell."), &versions("2"), at(2)).unwrap();
    assert_eq!(found(&ledger, &Search { words: "rockets", ..Search::default() }), ["a"]);
    assert_eq!(found(&ledger, &Search { words: "shells", ..Search::default() }), Vec::<String>::new());
}

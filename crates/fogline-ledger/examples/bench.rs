//! Times what a ledger is asked to do, on reports made from real readings: each copy of a reading gets words of its own.
//!
//! `bench READINGS.jsonl REPORTS [FOLDER]`, where the readings are what `fogline read --format json` prints.

#![expect(clippy::print_stdout, reason = "it is what the program is for")]

use std::{
    env, fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    process,
    time::{Duration, Instant},
};

use fogline_ledger::{
    Basis, Draft, Ledger, LedgerError, NewReport, Search,
    derived::{Filter, IncidentRow},
};
use jiff::Timestamp;

/// Reports that are stored together.
const BATCH: usize = 128;
const INCIDENTS: i32 = 20_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let (Some(readings), Some(count)) = (arguments.first(), arguments.get(1).and_then(|count| count.parse().ok()))
    else {
        return Err("bench READINGS.jsonl REPORTS [FOLDER]".into());
    };
    let folder =
        arguments.get(2).map_or_else(|| env::temp_dir().join(format!("bench-{}", process::id())), PathBuf::from);
    let readings: Vec<String> = fs::read_to_string(readings)?.lines().map(str::to_owned).collect();
    let bytes = readings.iter().map(String::len).sum::<usize>() / readings.len().max(1);
    println!("{} readings of {bytes} bytes on average", readings.len());
    if !folder.exists() {
        Ledger::init(&folder, None, Timestamp::now())?;
        store(&folder, &readings, count)?;
    }
    look(&folder)?;
    Ok(())
}

/// A copy of a reading: other words, another name.
fn copy(reading: &str, number: usize) -> String {
    let mut words = reading.replace("\"ref\":\"", &format!("\"ref\":\"{number}."));
    for (at, name) in ["shell", "kindergarten", "Thursday", "officials", "Ministry"].into_iter().enumerate() {
        let other = (number.wrapping_mul(2_654_435_761) >> (3 * at)) % (40 << (2 * at));
        words = words.replace(name, &format!("{name}{other}"));
    }
    words
}

fn store(folder: &Path, readings: &[String], count: usize) -> Result<(), LedgerError> {
    let mut ledger = Ledger::open(folder, None)?;
    let (drafter, basis) = (ledger.drafter(), Basis::default());
    let (mut drafting, mut writing) = (Duration::ZERO, Vec::new());
    for first in (0..count).step_by(BATCH) {
        let copies: Vec<_> = (first..count.min(first + BATCH))
            .filter_map(|i| Some((i, copy(readings.get(i % readings.len())?, i))))
            .collect();
        let clock = Instant::now();
        let drafts = copies
            .iter()
            .map(|(i, json)| {
                let original = format!("{i} {}", json.chars().skip(json.len() * 3 / 4).collect::<String>());
                drafter.draft(&NewReport {
                    reference: "a report",
                    original: original.as_bytes(),
                    source: b"{}",
                    annotation: None,
                    reading: json.as_bytes(),
                    basis: &basis,
                })
            })
            .collect::<Result<Vec<Draft>, _>>()?;
        drafting += clock.elapsed();
        let clock = Instant::now();
        ledger.append(&drafts, Timestamp::now())?;
        writing.push(clock.elapsed());
    }
    let tenth = (writing.len() / 10).max(1);
    let per = |times: &[Duration]| times.iter().sum::<Duration>().as_secs_f64() * 1e3 / (times.len() * BATCH) as f64;
    println!("draft, on any thread: {:.3} ms a report", drafting.as_secs_f64() * 1e3 / count as f64);
    println!(
        "append, by the writer: {:.3} ms a report; first tenth {:.3}, last tenth {:.3}",
        per(&writing),
        per(writing.get(..tenth).unwrap_or_default()),
        per(writing.get(writing.len() - tenth..).unwrap_or_default())
    );
    let rows: Vec<_> = (0..INCIDENTS).map(incident).collect();
    let clock = Instant::now();
    ledger.derived_mut()?.atomically(|derived| {
        rows.chunks(20).enumerate().try_for_each(|(i, rows)| derived.replace_incidents(&format!("block {i}"), rows))
    })?;
    println!("{INCIDENTS} incidents put: {:.0} ms", clock.elapsed().as_secs_f64() * 1e3);
    Ok(())
}

fn incident(i: i32) -> IncidentRow {
    let status = if i % 3 == 0 { "contested" } else { "one_sided" };
    IncidentRow {
        id: format!("incident {i}"),
        since_day: 19_000 + i * 7 % 400,
        until_day: 19_001 + i * 7 % 400,
        area: format!("town{} region{}", i * 31 % 700, i % 25),
        sides: vec![format!("S{}", i % 4)],
        kind: "ASSAULT".to_owned(),
        occurrence: status.to_owned(),
        responsibility: "disputed".to_owned(),
        roll_up: status.to_owned(),
        text: format!("shelling of school{} near bridge{}", i % 300, i % 17),
        reports: 3,
        body: vec![b'x'; 2000],
        ..IncidentRow::default()
    }
}

/// Incidents that a list shows.
const LISTED: usize = 100;

fn look(folder: &Path) -> Result<(), LedgerError> {
    let ledger = Ledger::open_read_only(folder, None)?;
    for words in [
        "Luhansk",
        "said",
        "\"Stanytsia Luhanska\"",
        "kindergarten12",
        "shell3 officials7",
        "denied shelling",
        "обстрел",
        "sta*",
    ] {
        let search = Search { words, limit: 20, ..Search::default() };
        let found = ledger.search(&search)?;
        let times = timed(40, || ledger.search(&search).map(|_| ()))?;
        println!("search {words}: {} reports, {times}", found.total);
    }
    let any = Filter::default();
    let some = |text: &str| Some(text.to_owned());
    for (name, filter) in [
        ("nothing", any.clone()),
        ("week", Filter { since: Some(19_100), until: Some(19_107), ..any.clone() }),
        ("area", Filter { area: some("region7"), ..any.clone() }),
        ("side and status", Filter { side: some("S1"), status: some("contested"), ..any.clone() }),
        ("text", Filter { text: some("shelling"), ..any.clone() }),
    ] {
        let times = timed(40, || {
            let mut left = LISTED;
            ledger.derived()?.each_card(&filter, |_, _, _| {
                left -= 1;
                Ok(if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })
        })?;
        println!("list of {LISTED} incidents by {name}: {times}");
    }
    let times = timed(40, || ledger.derived()?.incidents(&any).map(|_| ()))?;
    println!("all incidents: {times}");
    let clock = Instant::now();
    let verified = ledger.verify(None)?;
    let seconds = clock.elapsed().as_secs_f64();
    println!("verify: {} records, sound {}, {seconds:.1} s", verified.records, verified.is_sound());
    let clock = Instant::now();
    let reports = ledger.reports(None)?.filter(|read| read.as_ref().is_ok_and(|read| read.report().is_ok())).count();
    println!(
        "read back: {reports} reports, {:.3} ms each",
        clock.elapsed().as_secs_f64() * 1e3 / reports.max(1) as f64
    );
    Ok(())
}

fn timed(times: usize, mut work: impl FnMut() -> Result<(), LedgerError>) -> Result<String, LedgerError> {
    let mut all = Vec::with_capacity(times);
    for _ in 0..times {
        let clock = Instant::now();
        work()?;
        all.push(clock.elapsed().as_secs_f64() * 1e3);
    }
    all.sort_by(f64::total_cmp);
    let median = all.get(times / 2).copied().unwrap_or_default();
    Ok(format!("median {median:.1} ms, slowest {:.1} ms", all.last().copied().unwrap_or_default()))
}

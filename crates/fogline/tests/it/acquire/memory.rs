//! Memory stays flat, however much is read.

use std::{
    io::{self, Read},
    ops::ControlFlow,
    process::Command,
};

use fogline::acquire::{self, Options, Source};

/// Gives lines of JSON without end, from a small buffer.
struct Lines {
    line: Vec<u8>,
    at: usize,
    left: u32,
}

impl Read for Lines {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.line.len() && self.left > 0 {
            self.left -= 1;
            self.at = 0;
        }
        let read = (&self.line[self.at..]).read(out)?;
        self.at += read;
        Ok(read)
    }
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

/// Run in a process of its own by the test below, so that no other test counts.
#[test]
#[ignore = "run by the test below"]
fn read_many_records() {
    let line = format!("{{\"id\": 1, \"text\": \"{}\"}}\n", "Two were hurt near the station. ".repeat(6));
    let mut early = 0;
    let mut count = 0;
    let reader = Lines { line: line.into_bytes(), at: 0, left: 99_999 };
    acquire::read(Source::Stream("-", Box::new(reader)), &Options::default(), &mut |record| {
        count += u64::from(record.is_ok());
        if count == 1000 {
            early = peak_kib();
        }
        ControlFlow::Continue(())
    });
    println!("records {count} early {early} late {}", peak_kib());
}

#[test]
fn a_hundred_thousand_records_take_no_more_than_a_thousand() {
    if peak_kib() == 0 {
        println!("SKIPPED: no /proc/self/status on this system");
        return;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "acquire::memory::read_many_records", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let figures = output.lines().find_map(|line| line.split_once("records ")).expect("figures").1;
    let figures: Vec<u64> = figures.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [records, early, late] = figures[..] else { panic!("{figures:?}") };
    assert_eq!(records, 100_000);
    assert!(late < early + 4096, "{early} KiB after 1,000 records, {late} KiB after 100,000");
}

//! Reads files, folders or standard input (`-`) as `fogline read` does, as far as records, and tells how many there are, how
//! fast they came and how much memory they took:
//!
//! ```sh
//! cargo run --release -p fogline --example records -- reports/ archive.warc.gz
//! ```

use std::{
    env, io,
    ops::ControlFlow,
    sync::{Arc, atomic::Ordering},
    time::Instant,
};

use fogline::acquire::{self, Body, Options, Source};

#[expect(clippy::print_stdout, reason = "what it is for")]
fn main() {
    let options = Options { progress: Some(Arc::default()), ..Options::default() };
    let started = Instant::now();
    let (mut texts, mut pages, mut bytes, mut dated) = (0_u64, 0_u64, 0_u64, 0_u64);
    for path in env::args().skip(1) {
        let source = match path.as_str() {
            "-" => Source::Stream("-", Box::new(io::stdin().lock())),
            path => Source::Path(path.into()),
        };
        let summary = acquire::read(source, &options, &mut |found| {
            match found {
                Ok(record) => {
                    let (text, count) = match &record.body {
                        Body::Text { text, .. } => (text, &mut texts),
                        Body::Html { html, .. } => (html, &mut pages),
                    };
                    *count += 1;
                    bytes += text.len() as u64;
                    dated += u64::from(record.facts.published.is_some());
                }
                Err(fault) => println!("{fault}"),
            }
            ControlFlow::Continue(())
        });
        println!("{path}: {} read, {} quarantined, {:?}", summary.records, summary.quarantined, summary.skipped);
    }
    let seconds = started.elapsed().as_secs_f64();
    let read = options.progress.map_or(0, |progress| progress.load(Ordering::Relaxed)) as f64 / 1e6;
    println!("{texts} texts, {pages} pages, {:.1} MB, {dated} dated", bytes as f64 / 1e6);
    println!("{read:.1} MB in {seconds:.2} s: {:.1} MB/s; peak memory {}", read / seconds, peak());
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".into(), |line| line.trim().to_owned())
}

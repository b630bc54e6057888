//! Measures a pipeline on texts: `bench --model PATH [--repeat N] [--threads N] < texts.jsonl`, one line of JSON.
//!
//! Without `--threads` the texts are annotated on this thread, stage by stage on the clock. Processor time is this
//! process's own, user and system. Every run begins with a newly loaded pipeline and empty caches.

#![expect(clippy::print_stdout, reason = "a command-line tool")]

use std::{
    error::Error,
    io::{self, BufRead},
    time::{Duration, Instant},
};

use fogline_nlp::{Doc, Pipeline};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Map, Value, json};

/// Texts annotated before their documents are let go of.
const CHUNK: usize = 512;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut model, mut repeat, mut threads) = (None, 1, None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = args.next().ok_or_else(|| format!("{arg} needs a value"))?;
        match arg.as_str() {
            "--model" => model = Some(value),
            "--repeat" => repeat = value.parse()?,
            "--threads" => threads = Some(value.parse()?),
            _ => return Err(format!("unknown option {arg}").into()),
        }
    }
    let model = model.ok_or("--model is missing")?;
    let records: Vec<Value> = io::stdin()
        .lock()
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let texts: Vec<&str> = records.iter().map(|record| record["text"].as_str().unwrap_or_default()).collect();
    let texts: Vec<&str> = texts.iter().copied().cycle().take(texts.len() * repeat).collect();

    let start = Instant::now();
    let pipeline = Pipeline::load(model.as_ref())?;
    let load = start.elapsed();
    let (wall, cpu) = (Instant::now(), processor_time());
    let mut stages = Map::new();
    let (mut tokens, mut words) = (0, 0);
    // The documents of a chunk are let go of before the next, as a reader would.
    let mut count = |docs: &[Doc]| {
        tokens += docs.iter().map(Doc::len).sum::<usize>();
        words += docs.iter().flat_map(Doc::tokens).filter(|token| !matches!(token.pos(), "PUNCT" | "SPACE")).count();
    };
    let pool = threads.map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build()).transpose()?;
    let mut early_rss = 0.0;
    for (index, chunk) in texts.chunks(CHUNK).enumerate() {
        if let Some(pool) = &pool {
            count(&pool.install(|| pipeline.annotate_all(chunk)));
        } else {
            let (docs, times) = pipeline.profile(chunk, processor_time);
            for (stage, time) in times {
                let total = stages.get(&stage).and_then(Value::as_f64).unwrap_or(0.0);
                stages.insert(stage, json!(total + time.as_secs_f64()));
            }
            count(&docs);
        }
        if index == texts.len() / CHUNK / 10 {
            early_rss = resident_peak_mib();
        }
    }
    println!(
        "{}",
        json!({
            "tokens": tokens,
            "words": words,
            "wall_seconds": wall.elapsed().as_secs_f64(),
            "cpu_seconds": processor_time().saturating_sub(cpu).as_secs_f64(),
            "load_seconds": load.as_secs_f64(),
            "rss_mib": resident_peak_mib(),
            "rss_mib_after_a_tenth": early_rss,
            "stages": stages,
        })
    );
    Ok(())
}

/// User and system time of this process.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// The most memory this process has had resident, in MiB; 0 where the kernel does not tell.
fn resident_peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    peak.unwrap_or(0.0) / 1024.0
}

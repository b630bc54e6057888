//! Which of the reports on standard input print one text: records as `fogline read` takes them, a JSON object a line, in;
//! the groups of `fogline copies` out. Nothing is read but words. Standard error tells how long it took.
//!
//! ```sh
//! cargo run --release -p fogline-reconcile --example copies <reports.jsonl
//! ```

use std::{io, ops::ControlFlow, time::Duration};

use fogline::{
    acquire::{self, Input, Options, Source},
    document::{self, Facts},
    outlets::Outlets,
};
use fogline_reconcile::{
    copies::{Node, Signature, groups, links},
    report::{Document, Report, Segment},
};
use rustix::time::{ClockId, clock_gettime};

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "what it is for")]
fn main() -> serde_json::Result<()> {
    let outlets = Outlets::bundled();
    let mut reports = Vec::new();
    let options = Options { input: Some(Input::Jsonl), ..Options::default() };
    acquire::read(Source::Stream("-", Box::new(io::stdin().lock())), &options, &mut |found| {
        match found {
            Ok(record) => reports.push(report(&acquire::document(record, &outlets, &Facts::default()))),
            Err(fault) => eprintln!("{fault}"),
        }
        ControlFlow::Continue(())
    });
    let began = processor_time();
    let signatures: Vec<Signature> = reports.iter().map(Signature::of).collect();
    let signed = processor_time();
    let nodes: Vec<Node<'_>> = reports
        .iter()
        .zip(&signatures)
        .map(|(report, signature)| Node { reference: &report.document.reference, signature })
        .collect();
    let found = groups(&nodes, &links(&nodes));
    let ended = processor_time();
    println!("{}", serde_json::to_string(&found)?);
    let (sign, fold) = (signed - began, ended - signed);
    let bytes: usize = signatures.iter().filter_map(|one| Some(postcard::to_stdvec(one).ok()?.len())).sum();
    let timing = serde_json::json!({ "documents": reports.len(), "groups": found.len(), "seconds_signatures": sign,
        "seconds_groups": fold, "bytes_of_signatures": bytes });
    eprintln!("{timing}");
    Ok(())
}

/// A document as a reading gives it, as far as copies are told by it.
fn report(document: &document::Document) -> Report {
    let text: &str = &document.text;
    let code_points = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
    let segments = document.segments.iter().map(|segment| Segment {
        kind: segment.kind.name().to_owned(),
        start: code_points(segment.span.start),
        end: code_points(segment.span.end),
    });
    let facts = &document.facts;
    Report {
        document: Document {
            reference: document.reference.clone(),
            title: facts.title.clone(),
            outlet: facts.outlet.clone(),
            published: facts.published.map(|published| published.at.rfc3339()),
            lang: facts.lang.clone(),
            segments: segments.collect(),
            text: text.to_owned(),
            ..Document::default()
        },
        ..Report::default()
    }
}

/// Seconds of processor time so far.
fn processor_time() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0)).as_secs_f64()
}

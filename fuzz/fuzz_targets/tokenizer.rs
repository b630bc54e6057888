//! Any text is annotated with spans that add up to it, and the same way twice.

#![no_main]

#[path = "../../crates/fogline-nlp/tests/it/invariants.rs"]
mod invariants;

use std::sync::LazyLock;

use fogline_fuzz::wheel;
use fogline_nlp::Pipeline;
use libfuzzer_sys::fuzz_target;

static PIPELINES: LazyLock<[Pipeline; 2]> =
    LazyLock::new(|| ["mini_uk", "mini_morph"].map(|name| Pipeline::load(&wheel(name)).expect("a good pipeline")));

fuzz_target!(|data: &[u8]| {
    let Some((choice, text)) = data.split_first() else { return };
    let pipeline = &PIPELINES[usize::from(choice % 2)];
    let text = String::from_utf8_lossy(text);
    let doc = pipeline.annotate(&text);
    invariants::check(&doc, &text);
    invariants::same(&doc, &pipeline.annotate(&text));
});

//! A model package of any content is refused with an error or loads and annotates; see `fogline_fuzz::package`.

#![no_main]

#[path = "../../crates/fogline-nlp/tests/it/invariants.rs"]
mod invariants;

use std::{fs, path::PathBuf, sync::LazyLock};

use fogline_fuzz::package;
use fogline_nlp::{Pipeline, package::Package};
use libfuzzer_sys::{Corpus, fuzz_target};

const TEXTS: [&str; 4] = [
    "",
    "Two (2) shells can't hit the U.S. depot; see http://a.b/c.\n\n\"Kyiv's\" 5km - 3+4 end. :)",
    "Місто  обстріляли\tдвічі, сказав п'ятий мер.",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z ; a b c d e f g h i j k l m n o p q r s t u v w x y z ; a b c",
];

/// In memory where there is such a folder, and the process's own.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    folder.join(format!("fogline-fuzz-{}.whl", std::process::id()))
});

fuzz_target!(|data: &[u8]| -> Corpus {
    fs::write(&*FILE, package::file(data)).expect("a file to write to");
    if let Ok(package) = Package::open(&FILE) {
        let _ = package.verify();
    }
    if let Ok(pipeline) = Pipeline::load(&FILE) {
        for text in TEXTS {
            invariants::check(&pipeline.annotate(text), text);
        }
    }
    Corpus::Keep
});

//! Any files are a pack or a list of faults, and a pack reads a text.

#![no_main]

use std::{borrow::Cow, collections::BTreeMap};

use fogline::packs::Pack;
use libfuzzer_sys::fuzz_target;

const HEAD: &str = "[pack]\ntitle = \"A\"\n[[side]]\nid = \"A\"\nname = \"A\"\n";

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data).into_owned();
    let files = [("pack.toml", HEAD.to_owned()), ("actors.toml", text)];
    let files: BTreeMap<String, Cow<'static, str>> =
        files.into_iter().map(|(name, text)| (name.to_owned(), Cow::Owned(text))).collect();
    match Pack::parse("fuzz", files) {
        Ok(pack) => assert!(pack.actors.iter().all(|actor| pack.actor(&actor.id).is_some())),
        Err(error) => assert!(!error.faults.is_empty()),
    }
});

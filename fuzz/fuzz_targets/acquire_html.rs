//! Any bytes are read as a page: records with a place for every character, the same way twice.

#![no_main]

use fogline::acquire::Input;
use fogline_fuzz::acquire::check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| check(data, Some(Input::Html)));

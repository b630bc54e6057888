//! Any bytes, packed once or twice, and packed bytes with damage: members within members end, and so do bombs.

#![no_main]

use fogline_fuzz::acquire::{check, damaged};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| check(&damaged(data), None));

#![no_main]

use libfuzzer_sys::fuzz_target;
use slotlink_fuzz::{csv, seeds};

fuzz_target!(
    init: { let _ = seeds::write("csv"); },
    |bytes: &[u8]| csv::run(bytes)
);

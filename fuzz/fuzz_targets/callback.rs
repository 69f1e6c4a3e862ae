#![no_main]

use libfuzzer_sys::fuzz_target;
use slotlink_fuzz::{callback, seeds};

fuzz_target!(
    init: { let _ = seeds::write("callback"); },
    |bytes: &[u8]| callback::run(bytes)
);

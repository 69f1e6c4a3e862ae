#![no_main]

use libfuzzer_sys::fuzz_target;
use slotlink_fuzz::{seeds, times};

fuzz_target!(
    init: { let _ = seeds::write("times"); },
    |bytes: &[u8]| times::run(bytes)
);

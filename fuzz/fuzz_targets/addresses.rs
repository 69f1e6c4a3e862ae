#![no_main]

use libfuzzer_sys::fuzz_target;
use slotlink_fuzz::{addresses, seeds};

fuzz_target!(
    init: { let _ = seeds::write("addresses"); },
    |bytes: &[u8]| addresses::run(bytes)
);

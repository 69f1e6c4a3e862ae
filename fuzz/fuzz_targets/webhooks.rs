#![no_main]

use libfuzzer_sys::fuzz_target;
use slotlink_fuzz::{seeds, webhooks};

fuzz_target!(
    init: { let _ = seeds::write("webhooks"); },
    |bytes: &[u8]| webhooks::run(bytes)
);

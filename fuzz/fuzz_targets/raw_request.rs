#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use slotlink_fuzz::mutate::{self, Random};
use slotlink_fuzz::{raw_request, seeds};

fuzz_target!(
    init: { let _ = seeds::write("raw_request"); },
    |bytes: &[u8]| raw_request::run(bytes)
);

// JSON mostly stays JSON: the search would otherwise spend its time on what is none.
fuzz_mutator!(|bytes: &mut [u8], size: usize, most: usize, seed: u32| {
    match mutate::json(&bytes[..size], most, &mut Random::new(seed)) {
        Some(changed) if seed % 4 != 0 => {
            bytes[..changed.len()].copy_from_slice(&changed);
            changed.len()
        }
        _ => fuzzer_mutate(bytes, size, most),
    }
});

//! The fuzz targets: what is given to each, and what has to hold whatever is given.
//!
//! `cargo xtask fuzz` runs them under libFuzzer. `tests/fuzz.rs` compiles this same file into an ordinary test, which
//! runs their seeds and the inputs that once found something; so nothing in here names libFuzzer.

pub mod addresses;
pub mod callback;
pub mod csv;
pub mod decoders;
mod fixtures;
pub mod input;
pub mod mutate;
pub mod raw_request;
pub mod seeds;
pub mod times;
pub mod webhooks;

/// One target.
pub struct Target {
    /// Of its program in `fuzz_targets/`, and of the folders with its inputs.
    pub name: &'static str,
    /// Panics where something does not hold.
    pub run: fn(&[u8]),
    /// What the search begins with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// What is put into inputs now and then: words that are not found by changing letters.
    pub words: fn() -> Vec<String>,
}

macro_rules! targets {
    ($($name:ident)+) => {
        pub const TARGETS: &[Target] = &[$(Target {
            name: stringify!($name),
            run: $name::run,
            seeds: $name::seeds,
            words: $name::words,
        }),+];
    };
}

targets! { decoders callback webhooks times raw_request addresses csv }

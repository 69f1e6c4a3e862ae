//! Whether the time a verification takes tells where a signature is wrong: Welch's t test over many calls of two kinds in
//! random order, as dudect does (Reparaz, Balasch and Verbauwhede, "Dude, is my code constant time?"). Prints rows of a
//! table; `bench/signature.mjs` prints those of JavaScript.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::hint::black_box;
use std::time::Instant;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use slotlink::api::webhook::signature::Verifier;
use slotlink::time::Timestamp;

const KEY: &[u8] = b"nordlicht-signing-key";
const BODY: &[u8] = br#"{"event":"invitee.created","payload":{"email":"paula@kundin.example"}}"#;
const TIME: &str = "1795000000";
/// Calls of both kinds together.
const CALLS: usize = 400_000;

/// Small, and the same numbers each time (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Mean and variance, number by number (Welford).
#[derive(Default)]
struct Sample {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Sample {
    fn add(&mut self, number: f64) {
        self.count += 1.0;
        let away = number - self.mean;
        self.mean += away / self.count;
        self.squares += away * (number - self.mean);
    }

    fn error(&self) -> f64 {
        self.squares / (self.count - 1.0) / self.count
    }
}

/// One row: how long calls of either kind take, in nanoseconds, and t.
fn row(what: &str, kinds: [[u8; 32]; 2], mut timed: impl FnMut(&[u8; 32]) -> u64) {
    let mut random = Random(0x5107_11AC);
    let mut times: Vec<(usize, u64)> = Vec::with_capacity(CALLS);
    // Both kinds stand in the same place, so that no address tells them apart.
    let mut code = [0; 32];
    for _ in 0..CALLS {
        let kind = (random.next() >> 40) as usize % 2;
        code.copy_from_slice(&kinds[kind]);
        times.push((kind, timed(black_box(&code))));
    }
    // What the system interrupted says nothing of the code.
    let mut sorted: Vec<u64> = times.iter().map(|(_, time)| *time).collect();
    sorted.sort_unstable();
    let limit = sorted[CALLS / 10 * 9];
    let mut samples = [Sample::default(), Sample::default()];
    for (kind, time) in times.iter().filter(|(_, time)| *time <= limit) {
        samples[*kind].add(*time as f64);
    }
    let [one, other] = samples;
    let t = (one.mean - other.mean) / (one.error() + other.error()).sqrt();
    println!("| {what} | {:.1} | {:.1} | {t:.1} |", one.mean, other.mean);
}

fn main() {
    let code = Hmac::<Sha256>::new_from_slice(KEY).unwrap();
    let code = code.chain_update(TIME).chain_update(".").chain_update(BODY);
    let right: [u8; 32] = code.finalize().into_bytes().into();
    let wrong = |at: usize| {
        let mut code = right;
        code[at] ^= 0x55;
        code
    };
    let verifier = Verifier::new(KEY).unwrap();
    let now = Timestamp::from_millis(TIME.parse::<i64>().unwrap() * 1000);
    let mut header = String::with_capacity(100);
    let mut verified = |code: &[u8; 32]| {
        header.clear();
        header.push_str("t=1795000000,v1=");
        for byte in code {
            for digit in [byte >> 4, byte & 15] {
                header.push(char::from_digit(digit.into(), 16).unwrap());
            }
        }
        let start = Instant::now();
        let outcome = verifier.verify(black_box(Some(&header)), BODY, now);
        let time = start.elapsed();
        let _ = black_box(outcome);
        time.as_nanos() as u64
    };
    let (first, last) = (wrong(0), wrong(31));
    row("Rust, the same calls twice", [first, first], &mut verified);
    row(
        "Rust, first byte or last byte wrong",
        [first, last],
        &mut verified,
    );
    row(
        "Rust, right or last byte wrong",
        [right, last],
        &mut verified,
    );
    // What the test is able to see.
    row(
        "Rust, `==` byte by byte, first or last wrong",
        [first, last],
        |code| {
            let start = Instant::now();
            let mut same = true;
            for (byte, right) in black_box(code).iter().zip(black_box(&right)) {
                if byte != right {
                    same = false;
                    break;
                }
            }
            let time = start.elapsed();
            black_box(same);
            time.as_nanos() as u64
        },
    );
}

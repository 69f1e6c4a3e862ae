//! Calls to a webhook: a verifier and a guard beside a second, plain opinion on each call.

use sha2::{Digest, Sha256};
use slotlink::api::webhook::replay::ReplayGuard;
use slotlink::api::webhook::signature::{Refusal, Verifier};
use slotlink::json::{self, Value};
use slotlink::time::Timestamp;

use super::fixtures;
use super::input::{Input, Output};

/// RFC 2104, written out: not the crate that the verifier uses.
pub fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0; 64];
    let hashed = Sha256::digest(key);
    let key = if key.len() > 64 { &hashed[..] } else { key };
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::new().chain_update(block.map(|byte| byte ^ 0x36));
    let inner = inner.chain_update(message).finalize();
    let outer = Sha256::new().chain_update(block.map(|byte| byte ^ 0x5c));
    outer.chain_update(inner).finalize().into()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The code of a call.
fn code(key: &[u8], time: &str, body: &[u8]) -> [u8; 32] {
    hmac(key, &[time.as_bytes(), b".", body].concat())
}

/// One call, and when it arrives.
struct Call {
    header: Option<String>,
    body: Vec<u8>,
    /// Milliseconds.
    now: i64,
    handled: bool,
}

/// What is decided of a call by somebody who takes the format by its description alone: when it was signed, and its
/// code.
fn opinion(
    key: &[u8],
    (oldest, newest): (u32, u32),
    call: &Call,
) -> Result<(i64, String), &'static str> {
    let header = call.header.as_deref().unwrap_or_default();
    let bare = |text: &str| text.trim_matches(|c| c == ' ' || c == '\t').to_owned();
    if bare(header).is_empty() {
        return Err("missing");
    }
    let parts: Vec<String> = header.split(',').map(bare).collect();
    if parts.iter().any(|part| !part.contains('=')) {
        return Err("malformed");
    }
    let all = |name: &str| -> Vec<&str> {
        let values = parts.iter().filter_map(|part| part.strip_prefix(name));
        values.filter_map(|value| value.strip_prefix('=')).collect()
    };
    let [time] = all("t")[..] else {
        return Err("malformed");
    };
    let seconds = time
        .parse::<u64>()
        .ok()
        .filter(|seconds| seconds.to_string() == time);
    let Some(seconds) = seconds.and_then(|seconds| i64::try_from(seconds).ok()) else {
        return Err("malformed");
    };
    if all("v1").is_empty() {
        return Err("unknown_scheme");
    }
    let right = hexadecimal(&code(key, time, &call.body));
    if !all("v1").contains(&right.as_str()) {
        return Err("mismatch");
    }
    let age = i128::from(call.now.div_euclid(1000)) - i128::from(seconds);
    if age > oldest.into() {
        return Err("too_old");
    }
    if -age > newest.into() {
        return Err("too_new");
    }
    Ok((seconds, right))
}

pub fn run(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let key = input.bytes();
    let Some(verifier) = Verifier::new(key) else {
        assert!(key.is_empty(), "a key is refused");
        return;
    };
    let tolerance = (input.number() as u32, input.number() as u32);
    let verifier = verifier.tolerating(tolerance.0, tolerance.1);
    let most = usize::from(input.byte() % 8);
    let mut guard = ReplayGuard::new(most);
    // What the guard must know: until when, and the code.
    let mut known: Vec<(i64, String)> = Vec::new();
    let mut calls = 0;
    while !input.is_empty() && calls < 16 {
        calls += 1;
        let call = call(&mut input, key);
        let now = Timestamp::from_millis(call.now);
        let expected = opinion(key, tolerance, &call);
        let verified = verifier.verify(call.header.as_deref(), &call.body, now);
        let outcome = verified
            .as_ref()
            .map(|_| ())
            .map_err(|refusal| refusal.as_str());
        let expected = expected.as_ref();
        assert_eq!(
            outcome,
            expected.map(|_| ()).map_err(|word| *word),
            "{:?}",
            call.header
        );
        let (Ok(verified), Ok((seconds, code))) = (verified, expected) else {
            continue;
        };
        assert_eq!(
            verified.signed_at(),
            Timestamp::from_millis(seconds.saturating_mul(1000))
        );

        let until = seconds.saturating_add(tolerance.0.into());
        known.retain(|(until, _)| *until >= call.now.div_euclid(1000));
        let expected = if known.iter().any(|(_, known)| known == code) {
            Err(Refusal::Replayed)
        } else if known.len() >= most {
            Err(Refusal::TooMany)
        } else {
            known.push((until, code.clone()));
            Ok(())
        };
        assert_eq!(guard.take(&verified, now), expected);
        if !call.handled {
            guard.give_back(&verified);
            known.retain(|(_, known)| known != code);
        }
    }
}

/// A call whose header is made of parts, some of them right. Whoever had to find a right code by chance would find none.
fn call(input: &mut Input, key: &[u8]) -> Call {
    let body = input.bytes().to_vec();
    let seconds = input.number();
    let now = match input.byte() {
        // Near the time it was signed, for the edges of the tolerance.
        near @ 0..128 => {
            let away = i64::from(near) - 64 + input.number() % 1_000_000_000;
            seconds
                .saturating_add(away)
                .saturating_mul(1000)
                .saturating_add(away)
        }
        _ => input.number(),
    };
    let time = seconds.to_string();
    let right = code(key, &time, &body);
    let mut parts = Vec::new();
    for _ in 0..input.byte() % 8 {
        parts.push(match input.byte() % 8 {
            0 | 1 => format!("t={time}"),
            2 | 3 => format!("v1={}", hexadecimal(&right)),
            4 => {
                let (mut wrong, bit) = (right, usize::from(input.byte()));
                wrong[bit / 8] ^= 1 << (bit % 8);
                format!("v1={}", hexadecimal(&wrong))
            }
            5 => {
                let digits = hexadecimal(&right);
                let kept = usize::from(input.byte()) % 65;
                format!(" v1={}", &digits[..kept])
            }
            6 => format!("t={}", input.text()),
            _ => input.text(),
        });
    }
    let how = input.byte();
    Call {
        header: (how % 8 != 7).then(|| parts.join(",")),
        body,
        now,
        handled: how < 128,
    }
}

/// The listed calls, each with the part that is right made anew.
pub fn seeds() -> Vec<Vec<u8>> {
    let file = fixtures::read("webhooks/signatures.json");
    let file = json::parse(&file).unwrap_or(Value::Null);
    let cases = file.get("cases").and_then(Value::as_array);
    let mut seeds: Vec<_> = cases
        .into_iter()
        .flatten()
        .map(|case| {
            let start = Output::default().bytes(case.text("key").as_bytes());
            let start = start.number(180).number(180).byte(4);
            let start = start.bytes(case.text("body").as_bytes());
            let now = case.get("now").and_then(Value::as_i64).unwrap_or_default();
            let start = start.number(1_795_000_000).byte(200).number(now * 1000);
            // The whole header as one part.
            start
                .byte(1)
                .byte(7)
                .bytes(case.text("header").as_bytes())
                .byte(0)
                .finish()
        })
        .collect();
    assert!(seeds.len() > 50, "the cases are not there");
    // A right call at the edges of the tolerance, twice.
    for away in [-181, -180, 0, 180, 181] {
        let mut seed = Output::default()
            .bytes(b"key")
            .number(180)
            .number(180)
            .byte(1);
        for how in [0, 200] {
            seed = seed
                .bytes(b"{}")
                .number(1_795_000_000)
                .byte(64)
                .number(away);
            seed = seed.byte(2).byte(0).byte(2).byte(how);
        }
        seeds.push(seed.finish());
    }
    seeds
}

pub fn words() -> Vec<String> {
    [
        "t=",
        "v1=",
        "v0=",
        "t=0",
        "t=-1",
        "t=100000000000000000000",
        "t=9223372036854775807",
        ",",
        " ",
        "\t",
        "\r\n",
    ]
    .map(str::to_owned)
    .to_vec()
}

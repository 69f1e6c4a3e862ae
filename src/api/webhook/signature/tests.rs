use proptest::prelude::*;

use super::*;
use crate::json::{self, Value};

const CASES: &str = include_str!("../../../../tests/fixtures/webhooks/signatures.json");

const HMAC: &str = include_str!("../../../../tests/fixtures/webhooks/hmac.json");

const KEY: &[u8] = b"nordlicht-signing-key";
const BODY: &[u8] = br#"{"event":"invitee.created","payload":{"email":"paula@kundin.example"}}"#;
const SIGNED: i64 = 1_795_000_000;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

fn text<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str)
}

/// A text, or bytes that are written in hexadecimal where they are none.
fn bytes(object: &Value, name: &str) -> Vec<u8> {
    let written = text(object, name).map(|text| text.as_bytes().to_vec());
    written.unwrap_or_else(|| unhex(text(object, &format!("{name}_hex")).unwrap()))
}

fn unhex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    pairs.map(byte).collect()
}

fn items<'a>(file: &'a Value, name: &str) -> &'a [Value] {
    file.get(name).unwrap().as_array().unwrap()
}

/// The header that the key signs.
fn header(key: &[u8], time: &str, body: &[u8]) -> String {
    let code = Hmac::<Sha256>::new_from_slice(key).unwrap();
    let code = code.chain_update(time).chain_update(".").chain_update(body);
    let code = code.finalize().into_bytes();
    let digits: String = code.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={time},v1={digits}")
}

fn verify(header: &str, body: &[u8]) -> Result<Verified, Refusal> {
    let verifier = Verifier::new(KEY).unwrap();
    verifier.verify(Some(header), body, at(SIGNED))
}

#[test]
fn every_listed_vector_is_the_signature_of_its_body() {
    let file = json::parse(CASES).unwrap();
    let vectors = items(&file, "vectors");
    assert!(vectors.len() >= 6);
    for vector in vectors {
        let time = text(vector, "time").unwrap();
        let verifier = Verifier::new(&bytes(vector, "key")).unwrap();
        let header = format!("t={time},v1={}", text(vector, "v1").unwrap());
        let now = at(time.parse().unwrap());
        let verified = verifier.verify(Some(&header), &bytes(vector, "body"), now);
        let name = text(vector, "name").unwrap();
        assert_eq!(verified.unwrap().signed_at(), now, "{name}");
    }
}

#[test]
fn every_listed_case_ends_as_it_says() {
    let file = json::parse(CASES).unwrap();
    let cases = items(&file, "cases");
    assert!(cases.len() > 50);
    for case in cases {
        let verifier = Verifier::new(&bytes(case, "key")).unwrap();
        let number = |name| case.get(name).and_then(Value::as_i64);
        let tolerance = |name| number(name).map_or(TOLERANCE, |number| number as u32);
        let verifier = verifier.tolerating(tolerance("oldest"), tolerance("newest"));
        let now = at(number("now").unwrap());
        let outcome = verifier.verify(text(case, "header"), &bytes(case, "body"), now);
        let outcome = outcome.map_or_else(Refusal::as_str, |_| "accepted");
        let name = text(case, "name").unwrap();
        assert_eq!(Some(outcome), text(case, "outcome"), "{name}");
    }
}

/// Their messages have no time before them, as a call has: each vector is tried with the hash by itself, and then its
/// key, its message and what is wrong with its tag in a call.
#[test]
fn wycheproofs_vectors_are_taken_and_refused_as_they_say() {
    let file = json::parse(HMAC).unwrap();
    let vectors = items(&file, "vectors");
    assert_eq!(vectors.len(), 174);
    let mut taken = 0;
    for vector in vectors {
        let [key, message, tag] =
            ["key", "message", "tag"].map(|name| unhex(text(vector, name).unwrap()));
        let valid = vector.get("valid") == Some(&Value::Bool(true));
        let code = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        let code = code.chain_update(&message).finalize().into_bytes();
        assert_eq!(code.starts_with(&tag), valid, "{vector:?}");

        // The same bits wrong, where the vector has wrong ones; the half alone, where it has one.
        let right = header(&key, &SIGNED.to_string(), &message);
        let (time, digits) = right.split_once(",v1=").unwrap();
        let wrong = code.iter().zip(&tag).map(|(one, other)| one ^ other);
        let digits: String = wrong
            .zip(unhex(digits))
            .map(|(wrong, byte)| format!("{:02x}", wrong ^ byte))
            .collect();
        let verifier = Verifier::new(&key).unwrap();
        let verified = verifier.verify(Some(&format!("{time},v1={digits}")), &message, at(SIGNED));
        let whole = valid && tag.len() == 32;
        assert_eq!(verified.is_ok(), whole, "{vector:?}");
        taken += u32::from(whole);
    }
    assert_eq!(taken, 33);
}

#[test]
fn no_bit_of_a_signature_can_be_flipped() {
    let header = header(KEY, &SIGNED.to_string(), BODY);
    assert!(verify(&header, BODY).is_ok());
    let (time, digits) = header.split_once(",v1=").unwrap();
    let code = code(digits).unwrap();
    for bit in 0..256 {
        let mut flipped = code;
        flipped[bit / 8] ^= 1 << (bit % 8);
        let digits: String = flipped.iter().map(|byte| format!("{byte:02x}")).collect();
        let outcome = verify(&format!("{time},v1={digits}"), BODY);
        assert_eq!(outcome, Err(Refusal::Mismatch), "bit {bit}");
    }
}

#[test]
fn no_part_of_a_signature_is_enough() {
    let header = header(KEY, &SIGNED.to_string(), BODY);
    let (time, digits) = header.split_once(",v1=").unwrap();
    for length in 0..64 {
        let outcome = verify(&format!("{time},v1={}", &digits[..length]), BODY);
        assert_eq!(outcome, Err(Refusal::Mismatch), "{length} digits");
    }
}

#[test]
fn an_empty_key_checks_nothing() {
    assert!(Verifier::new(b"").is_none());
}

#[test]
fn the_key_is_not_written_to_logs() {
    let log = format!("{:?}", Verifier::new(KEY).unwrap());
    assert_eq!(log, "Verifier { oldest: 180, newest: 180, .. }");
}

#[test]
fn a_fraction_of_a_second_does_not_count_against_a_call() {
    let header = header(KEY, &SIGNED.to_string(), BODY);
    let verifier = Verifier::new(KEY).unwrap();
    let after = |millis| {
        let now = at(SIGNED).plus_millis(millis);
        verifier.verify(Some(&header), BODY, now).map(|_| ())
    };
    assert_eq!(after(180_999), Ok(()));
    assert_eq!(after(181_000), Err(Refusal::TooOld));
    assert_eq!(after(-180_000), Ok(()));
    assert_eq!(after(-180_001), Err(Refusal::TooNew));
}

#[test]
fn what_else_stands_in_the_header_does_not_make_it_another_call() {
    let header = header(KEY, &SIGNED.to_string(), BODY);
    let one = verify(&header, BODY).unwrap();
    let other = format!("v0=x, {header},v1={},v2=y", "0".repeat(64));
    assert_eq!(verify(&other, BODY), Ok(one));
}

proptest! {
    #[test]
    fn no_header_makes_it_panic_and_none_is_taken(header in "\\PC{0,200}", body: Vec<u8>) {
        prop_assert!(verify(&header, &body).is_err());
    }

    #[test]
    fn a_body_is_taken_as_it_was_signed_and_no_other(body: Vec<u8>, other: Vec<u8>) {
        let header = header(KEY, &SIGNED.to_string(), &body);
        prop_assert!(verify(&header, &body).is_ok());
        prop_assert_eq!(verify(&header, &other).is_ok(), body == other);
    }

    #[test]
    fn parts_in_any_order_are_refused_with_a_reason(
        parts in prop::collection::vec("(t|v1|v0|)=?(0|1795000000|-1|[0-9a-f]{0,65}|)", 0..5),
    ) {
        prop_assert!(verify(&parts.join(","), BODY).is_err());
    }
}

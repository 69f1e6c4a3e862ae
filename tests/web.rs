//! The adapters to the browser, in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

use std::collections::BTreeSet;

use serde_json::Value;
use slotlink::auth::Verifier;
use slotlink::auth::pkce::challenge;
use slotlink::booking::{LinkRecord, LinkState};
use slotlink::browser::crypto::{random_bytes, sha256};
use slotlink::browser::intl::{Shape, Style, knows_zone, offset_seconds, offsets_around, zones};
use slotlink::browser::journal::IndexedDb;
use slotlink::browser::locks::WebLocks;
use slotlink::client::ports::{Journal, Locks};
use slotlink::json::Value as Json;
use slotlink::time::{Date, Month, Timestamp};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Zones in which a current browser's time-zone data are known to differ from release 2026e. Each is a zone whose rules
/// changed after that browser was made, never a fault of the adapter.
const KNOWN_DIFFERENCES: &[&str] = &[];

/// Ids of the database that are no zones people choose, and that browsers do not take.
const NOT_OFFERED: &[&str] = &["Factory"];

#[wasm_bindgen_test]
fn intl_agrees_with_the_database_before_at_and_after_every_change_2015_to_2037() {
    let fixture: Value = serde_json::from_str(include_str!("fixtures/zones.json")).unwrap();
    let (mut compared, mut skipped) = (0, BTreeSet::new());
    let mut differing = BTreeSet::new();
    for group in fixture["groups"].as_array().unwrap() {
        for zone in group["zones"]
            .as_array()
            .unwrap()
            .iter()
            .map(|zone| zone.as_str().unwrap())
        {
            if !knows_zone(zone) {
                skipped.insert(zone);
                continue;
            }
            let mut before = group["first"].as_i64().unwrap();
            let start = fixture["from"].as_i64().unwrap();
            let mut expected = vec![(start, before)];
            for change in group["changes"].as_array().unwrap() {
                let (at, after) = (change[0].as_i64().unwrap(), change[1].as_i64().unwrap());
                expected.extend([
                    (at - 1, before),
                    (at, after),
                    (at + 1, after),
                    (at + 43_200, after),
                ]);
                before = after;
            }
            for (at, offset) in expected {
                compared += 1;
                let found = offset_seconds(zone, Timestamp::from_millis(at * 1000));
                if found.map(i64::from) != Some(offset) {
                    differing.insert(zone);
                }
            }
        }
    }
    assert!(compared > 20_000, "only {compared} instants were compared");
    let unknown: Vec<_> = skipped
        .iter()
        .filter(|zone| !NOT_OFFERED.contains(zone))
        .collect();
    assert!(unknown.len() < 12, "the browser does not know {unknown:?}");
    let unexplained: Vec<_> = differing
        .iter()
        .filter(|zone| !KNOWN_DIFFERENCES.contains(zone))
        .collect();
    assert!(unexplained.is_empty(), "Intl differs in {unexplained:?}");
}

#[wasm_bindgen_test]
fn the_hours_around_a_change_are_those_of_the_zone() {
    let zone = offsets_around("America/New_York", Month::new(2026, 11).unwrap());
    let day = Date::new(2026, 11, 1).unwrap();
    assert_eq!(zone.day_length_millis(day), 25 * 3_600_000);
    let zone = offsets_around("Europe/Berlin", Month::new(2027, 3).unwrap());
    assert_eq!(
        zone.day_length_millis(Date::new(2027, 3, 28).unwrap()),
        23 * 3_600_000
    );
}

#[wasm_bindgen_test]
fn a_zone_nobody_knows_is_unknown_and_never_utc() {
    assert!(!knows_zone("America/New York"));
    assert_eq!(
        offset_seconds("Mars/Olympus", Timestamp::from_millis(0)),
        None
    );
    assert!(zones().len() > 300);
}

#[wasm_bindgen_test]
fn times_are_written_as_the_locale_or_the_person_wants() {
    let at = Timestamp::parse("2026-12-08T14:30:00Z").unwrap();
    let say = |locale: &str, hours24| {
        Style {
            locale: locale.into(),
            hours24,
        }
        .say(Shape::Time, "UTC", at)
        .replace('\u{202f}', " ")
    };
    assert_eq!(say("en-US", None), "2:30 PM");
    assert_eq!(say("de-DE", None), "14:30");
    assert_eq!(say("en-US", Some(true)), "14:30");
    assert_eq!(say("de-DE", Some(false)), "2:30 PM");
    assert_eq!(
        Style {
            locale: "en-US".into(),
            hours24: None
        }
        .first_weekday()
        .number(),
        7
    );
    assert_eq!(
        Style {
            locale: "de-DE".into(),
            hours24: None
        }
        .first_weekday()
        .number(),
        1
    );
    assert!(
        Style {
            locale: "ar-EG".into(),
            hours24: None
        }
        .is_right_to_left()
    );
}

#[wasm_bindgen_test]
async fn the_challenge_is_that_of_rfc_7636_appendix_b() {
    let digest = sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        .await
        .unwrap();
    assert_eq!(
        challenge(digest),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

#[wasm_bindgen_test]
fn random_bytes_do_not_repeat() {
    let drawn: BTreeSet<_> = (0..1000).map(|_| random_bytes().unwrap()).collect();
    assert_eq!(drawn.len(), 1000);
}

/// The sum of what `counts` differ from an even share by, squared, in shares.
fn chi_squared(counts: &[u32]) -> f64 {
    let even = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
    let squared = |count: &u32| (f64::from(*count) - even).powi(2);
    counts.iter().map(squared).sum::<f64>() / even
}

#[wasm_bindgen_test]
fn c2_a_million_verifiers_are_unreserved_characters_never_twice_and_evenly_spread() {
    const COUNT: usize = 1_000_000;
    let mut verifiers = Vec::with_capacity(COUNT);
    let (mut bytes, mut letters) = ([0_u32; 256], [0_u32; 256]);
    let mut last = [0_u32; 256];
    for _ in 0..COUNT {
        let drawn = random_bytes().unwrap();
        for byte in drawn {
            bytes[usize::from(byte)] += 1;
        }
        let verifier = Verifier::from_random(drawn).as_str().to_owned();
        // RFC 7636, section 4.1: 43 at least. 32 bytes are 42 letters of six bits each, and one of the four that are left.
        assert_eq!(verifier.len(), 43);
        let (end, all) = verifier.as_bytes().split_last().unwrap();
        last[usize::from(*end)] += 1;
        for letter in all {
            letters[usize::from(*letter)] += 1;
        }
        verifiers.push(verifier);
    }
    let allowed = |letter: u8| letter.is_ascii_alphanumeric() || b"-._~".contains(&letter);
    for letter in (0..=u8::MAX).filter(|letter| !allowed(*letter)) {
        let at = usize::from(letter);
        assert_eq!(letters[at] + last[at], 0, "{letter}");
    }
    verifiers.sort_unstable();
    verifiers.dedup();
    assert_eq!(verifiers.len(), COUNT, "none twice");

    // A correct generator is outside of each of these bounds once in a thousand million runs, on either side: chi-squared
    // with 255 degrees of freedom, with 63, and with 15.
    let seen = |counts: [u32; 256]| counts.into_iter().filter(|count| *count > 0);
    let spread: [(Vec<u32>, usize, f64, f64); 3] = [
        (bytes.to_vec(), 256, 141.0, 415.0),
        (seen(letters).collect(), 64, 16.0, 156.0),
        (seen(last).collect(), 16, 0.4, 75.0),
    ];
    for (counts, values, least, most) in spread {
        assert_eq!(counts.len(), values);
        let found = chi_squared(&counts);
        assert!((least..most).contains(&found), "{values} values: {found}");
    }
}

#[wasm_bindgen_test]
async fn a_lock_is_held_by_one_and_free_again_when_dropped() {
    let name = || "slotlink-test-lock".to_owned();
    let first = WebLocks.hold(name()).await.unwrap();
    assert!(WebLocks.is_held(name()).await);
    assert!(WebLocks.hold(name()).await.is_none());
    drop(first);
    // The browser frees it in a task of its own.
    for _ in 0..100 {
        if !WebLocks.is_held(name()).await {
            break;
        }
    }
    assert!(WebLocks.hold(name()).await.is_some());
}

#[wasm_bindgen_test]
fn the_engine_reads_json_as_the_native_parser_does() {
    let read = |text: &str| slotlink::browser::json::parse(text);
    let tree = read(
        r#"{"a":1,"__proto__":{"b":true},"a":[null,-2.5,"\u00fc\n"],"constructor":{},"":false}"#,
    )
    .unwrap();
    assert_eq!(
        tree.get("a"),
        Some(&Json::Array(vec![
            Json::Null,
            Json::Number(-2.5),
            Json::String("ü\n".into())
        ]))
    );
    assert!(tree.get("b").is_none() && tree.get("toString").is_none());
    assert_eq!(
        tree.get("__proto__").and_then(|own| own.get("b")),
        Some(&Json::Bool(true))
    );
    assert_eq!(tree.get(""), Some(&Json::Bool(false)));
    for odd in ["", "{", "[1] 2", "{'a':1}", "NaN", "undefined"] {
        assert_eq!(read(odd), None, "{odd}");
    }
    for depth in [1_000, 100_000] {
        assert_eq!(read(&["[".repeat(depth), "]".repeat(depth)].concat()), None);
    }
}

#[wasm_bindgen_test]
async fn the_journal_keeps_what_was_written_for_its_own_account_only() {
    slotlink::json::read_with(slotlink::browser::json::parse);
    let record = LinkRecord {
        id: "test-1".into(),
        account: "https://api.calendly.com/users/A".into(),
        server: "https://api.calendly.com".into(),
        event_type: "https://api.calendly.com/event_types/E".into(),
        event_type_name: "Tea \u{202e} & <b>".into(),
        note: "for “Lin”".into(),
        tag: "k7d2m9".into(),
        created_at: Timestamp::from_millis(1_796_000_000_000),
        state: LinkState::Created {
            booking_url: "https://calendly.com/d/x/y".into(),
        },
    };
    IndexedDb.put(record.clone()).await.unwrap();
    assert_eq!(
        IndexedDb
            .list(&record.account, &record.server)
            .await
            .unwrap(),
        std::slice::from_ref(&record)
    );
    assert!(
        IndexedDb
            .list("https://api.calendly.com/users/B", &record.server)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        IndexedDb
            .list(&record.account, "http://127.0.0.1:8787")
            .await
            .unwrap()
            .is_empty()
    );
    IndexedDb.delete(&record.id).await.unwrap();
    assert!(
        IndexedDb
            .list(&record.account, &record.server)
            .await
            .unwrap()
            .is_empty()
    );
}

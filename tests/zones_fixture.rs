//! `tests/fixtures/zones.json`: every zone's changes of offset 2015–2037, for tests that have no jiff.
//!
//! The browser's `Intl` is compared with it. Written by this test itself:
//! `SLOTLINK_WRITE_FIXTURES=1 cargo test --test zones_fixture`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod oracle;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use oracle::{FROM, TO, ZONES, offset, transitions};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/zones.json");

/// One line for each set of zones that share their offsets:
/// `{"zones":[ids],"first":offset,"changes":[[instant,offset],…]}`, in Unix seconds and seconds
/// east of UTC. `first` holds from `from` until the first change.
fn generated() -> String {
    let mut groups = BTreeMap::<(i32, Vec<(i64, i32)>), Vec<&str>>::new();
    for zone in ZONES.iter() {
        let changes = transitions(&zone.jiff)
            .iter()
            .map(|change| (change.at.as_millis() / 1000, change.after))
            .collect();
        let key = (offset(&zone.jiff, FROM), changes);
        groups.entry(key).or_default().push(&zone.id);
    }
    let mut lines: Vec<String> = groups
        .iter()
        .map(|((first, changes), zones)| {
            let changes: Vec<String> = (changes.iter())
                .map(|(at, offset)| format!("[{at},{offset}]"))
                .collect();
            format!(
                "{{\"zones\":{zones:?},\"first\":{first},\"changes\":[{}]}}",
                changes.join(",")
            )
        })
        .collect();
    lines.sort();
    let mut out = String::new();
    let (from, to) = (FROM.as_millis() / 1000, TO.as_millis() / 1000);
    let _ = writeln!(out, "{{\"from\":{from},\"to\":{to},\"groups\":[");
    out.push_str(&lines.join(",\n"));
    out.push_str("\n]}\n");
    out
}

#[test]
fn the_fixture_is_what_the_bundled_database_says() {
    let fresh = generated();
    if std::env::var_os("SLOTLINK_WRITE_FIXTURES").is_some() {
        std::fs::write(PATH, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(
        kept == fresh,
        "tests/fixtures/zones.json is stale; run SLOTLINK_WRITE_FIXTURES=1 cargo test --test zones_fixture"
    );
    assert!(fresh.len() < 400_000, "{} bytes", fresh.len());
}

#[test]
fn the_fixture_is_json_that_names_every_zone_once() {
    let fixture: serde_json::Value = serde_json::from_str(&generated()).unwrap();
    let mut ids: Vec<&str> = fixture["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["zones"].as_array().unwrap())
        .map(|id| id.as_str().unwrap())
        .collect();
    ids.sort_unstable();
    let expected: Vec<&str> = ZONES.iter().map(|zone| zone.id.as_str()).collect();
    assert_eq!(ids, expected);
}

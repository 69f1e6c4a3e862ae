//! The oracle: every zone of jiff's bundled database, beside our own offsets of it for 2015–2037.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "shared by several tests, none of which uses all of it"
)]

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use slotlink::time::{Date, Timestamp, Transition, ZoneOffsets};

pub struct Zone {
    pub id: String,
    pub jiff: TimeZone,
    /// Probed over [`FROM`] to [`TO`].
    pub ours: ZoneOffsets,
}

/// 2015-01-01T00:00:00Z and 2038-01-01T00:00:00Z.
pub const FROM: Timestamp = Timestamp::from_millis(1_420_070_400_000);
pub const TO: Timestamp = Timestamp::from_millis(2_145_916_800_000);

/// Every id of the database, links included.
pub static ZONES: LazyLock<Vec<Zone>> = LazyLock::new(|| {
    let database = TimeZoneDatabase::bundled();
    let mut zones: Vec<Zone> = database
        .available()
        .map(|name| {
            let jiff = database.get(name.as_str()).unwrap();
            let ours = ZoneOffsets::probe(FROM, TO, |at| offset(&jiff, at));
            Zone {
                id: name.as_str().to_owned(),
                jiff,
                ours,
            }
        })
        .collect();
    zones.sort_by(|one, two| one.id.cmp(&two.id));
    assert!(zones.len() > 590, "the bundled database is not there");
    zones
});

/// One zone for each set of offsets that differs from all others.
pub static DISTINCT: LazyLock<Vec<&'static Zone>> = LazyLock::new(|| {
    let mut distinct: Vec<&Zone> = Vec::new();
    for zone in ZONES.iter() {
        if distinct.iter().all(|other| other.ours != zone.ours) {
            distinct.push(zone);
        }
    }
    distinct
});

pub fn zone(id: &str) -> &'static Zone {
    ZONES.iter().find(|zone| zone.id == id).unwrap()
}

pub fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.as_millis()).unwrap()
}

pub fn offset(zone: &TimeZone, at: Timestamp) -> i32 {
    zone.to_offset(instant(at)).seconds()
}

pub fn civil(date: Date) -> jiff::civil::Date {
    jiff::civil::date(
        date.year().try_into().unwrap(),
        date.month_number().try_into().unwrap(),
        date.day().try_into().unwrap(),
    )
}

/// The changes of offset that the database itself lists from [`FROM`] (not included) to [`TO`].
pub fn transitions(zone: &TimeZone) -> Vec<Transition> {
    let mut before = offset(zone, FROM);
    let mut found = Vec::new();
    for change in zone.following(instant(FROM)) {
        let at = Timestamp::from_millis(change.timestamp().as_millisecond());
        if at > TO {
            break;
        }
        let after = change.offset().seconds();
        // Others change only the abbreviation or the daylight-saving flag.
        if after != before {
            found.push(Transition { at, before, after });
            before = after;
        }
    }
    found
}

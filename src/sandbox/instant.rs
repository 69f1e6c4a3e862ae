//! Instants and zones: what the sandbox needs of time, from jiff and its bundled database only.
//!
//! The machine's own zone files are not used: they differ from machine to machine and are often out of date.

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zone of an IANA id; UTC for an id that does not exist.
pub fn zone(id: &str) -> TimeZone {
    known_zone(id).unwrap_or(TimeZone::UTC)
}

/// The zone of an IANA id, if there is one.
pub fn known_zone(id: &str) -> Option<TimeZone> {
    ZONES.get(id).ok()
}

/// `2026-12-08T08:00:00.000000Z`: the form of every instant in Calendly's answers.
pub fn text(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// `2026-12-08T08:00:00Z`: the form in deep links.
pub fn short_text(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Reads RFC 3339 with a zone.
pub fn parse(text: &str) -> Option<Timestamp> {
    // A `+` that was not encoded arrives as a space.
    text.replace(' ', "+").parse().ok()
}

pub fn from_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Later by that many seconds; stays at the last representable instant instead of overflowing.
pub fn plus_seconds(instant: Timestamp, seconds: i64) -> Timestamp {
    instant
        .checked_add(SignedDuration::from_secs(seconds))
        .unwrap_or(if seconds < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
}

/// Later by that many minutes.
pub fn plus_minutes(instant: Timestamp, minutes: i64) -> Timestamp {
    plus_seconds(instant, minutes.saturating_mul(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_with_microseconds() {
        let instant = parse("2026-12-08T09:00:00+01:00").unwrap();
        assert_eq!(text(instant), "2026-12-08T08:00:00.000000Z");
        assert_eq!(short_text(instant), "2026-12-08T08:00:00Z");
        assert_eq!(parse("2026-12-08T09:00:00 01:00"), Some(instant));
        assert!(parse("2026-12-08T09:00:00").is_none());
    }

    #[test]
    fn the_bundled_database_is_a_recent_one() {
        // Vancouver stays on UTC-7 from 2026-11-01 on.
        let winter = parse("2026-12-08T00:00:00Z").unwrap();
        let offset = zone("America/Vancouver").to_offset(winter);
        assert_eq!(offset.seconds(), -7 * 3600);
    }
}

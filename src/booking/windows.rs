//! The windows of time that are asked for.

use crate::time::{Month, Timestamp, ZoneOffsets};

/// How many days the API takes in one request since July 2026.
pub const LONG_DAYS: u8 = 31;
/// How many it took before, and still takes where it refuses [`LONG_DAYS`].
pub const SHORT_DAYS: u8 = 7;
/// The API wants a start in the future; a minute allows for clocks that disagree.
pub const LEAD_MILLIS: i64 = 60_000;

/// A span of time: `start` belongs to it, `end` to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    pub start: Timestamp,
    pub end: Timestamp,
}

impl Window {
    /// The whole civil month in a zone.
    pub fn of_month(month: Month, zone: &ZoneOffsets) -> Self {
        Self {
            start: zone.start_of_day(month.first()),
            end: zone.start_of_day(month.last().plus_days(1)),
        }
    }

    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    pub fn contains(self, at: Timestamp) -> bool {
        self.start <= at && at < self.end
    }

    pub fn overlaps(self, other: Window) -> bool {
        !self.common(other).is_empty()
    }

    /// What both have; empty where they do not meet.
    pub fn common(self, other: Window) -> Self {
        Self {
            start: self.start.max(other.start),
            end: self.end.min(other.end),
        }
    }

    /// What of this window can still be asked for.
    pub fn ahead(self, now: Timestamp) -> Self {
        Self {
            start: self.start.max(now.plus_millis(LEAD_MILLIS)),
            end: self.end,
        }
    }
}

/// The windows that together ask for what is still to come of a month, each at most `max_days`
/// times 24 hours long; none for a month that is over.
///
/// Each begins where the one before ends. They are cut at midnight in the zone, so that a window
/// that fails is a gap of whole days. `zone` has to cover the month.
pub fn windows(month: Month, zone: &ZoneOffsets, now: Timestamp, max_days: u8) -> Vec<Window> {
    by_days(Window::of_month(month, zone).ahead(now), zone, max_days)
}

/// Cuts a window into pieces of at most `max_days` times 24 hours, counted from its start.
pub fn split(window: Window, max_days: u8) -> Vec<Window> {
    cut(window, max_days, |_, limit| limit)
}

/// Cuts a window into pieces of at most `max_days` times 24 hours that end at midnight in the zone.
///
/// A civil week or month with 25 hours in one of its days is longer than so many times 24 hours;
/// its last day goes to the next piece.
pub fn by_days(window: Window, zone: &ZoneOffsets, max_days: u8) -> Vec<Window> {
    cut(window, max_days, |start, limit| {
        let midnight = zone.start_of_day(zone.local(limit).date);
        if midnight > start { midnight } else { limit }
    })
}

fn cut(
    window: Window,
    max_days: u8,
    at_most: impl Fn(Timestamp, Timestamp) -> Timestamp,
) -> Vec<Window> {
    let mut pieces = Vec::new();
    let mut start = window.start;
    while start < window.end {
        let limit = start.plus_days(i64::from(max_days.max(1)));
        let end = if limit >= window.end {
            window.end
        } else {
            at_most(start, limit).min(limit)
        };
        pieces.push(Window { start, end });
        start = end;
    }
    pieces
}

/// What is left of `windows` once `hole` is taken out.
pub(super) fn without(windows: &[Window], hole: Window) -> Vec<Window> {
    let mut left = Vec::with_capacity(windows.len() + 1);
    for window in windows {
        if !window.overlaps(hole) {
            left.push(*window);
            continue;
        }
        let before = Window {
            start: window.start,
            end: hole.start,
        };
        let after = Window {
            start: hole.end,
            end: window.end,
        };
        left.extend([before, after].into_iter().filter(|part| !part.is_empty()));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn window(start: &str, end: &str) -> Window {
        Window {
            start: at(start),
            end: at(end),
        }
    }

    fn long_ago() -> Timestamp {
        at("2020-01-01T00:00:00Z")
    }

    /// Berlin in October 2026: 31 civil days and one hour.
    fn berlin() -> ZoneOffsets {
        ZoneOffsets::probe(
            at("2026-09-15T00:00:00Z"),
            at("2026-11-15T00:00:00Z"),
            |instant| {
                if instant < at("2026-10-25T01:00:00Z") {
                    7200
                } else {
                    3600
                }
            },
        )
    }

    #[test]
    fn a_month_of_31_days_fits_in_one_window() {
        let december = Month::new(2026, 12).unwrap();
        assert_eq!(
            windows(december, &ZoneOffsets::fixed(0), long_ago(), LONG_DAYS),
            [window("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
        );
    }

    #[test]
    fn an_hour_more_than_31_days_takes_a_second_window_of_whole_days() {
        let october = Month::new(2026, 10).unwrap();
        assert_eq!(
            windows(october, &berlin(), long_ago(), LONG_DAYS),
            [
                window("2026-09-30T22:00:00Z", "2026-10-30T23:00:00Z"),
                window("2026-10-30T23:00:00Z", "2026-10-31T23:00:00Z"),
            ]
        );
    }

    #[test]
    fn seven_day_windows_end_at_midnight_on_both_sides_of_a_change() {
        let october = Month::new(2026, 10).unwrap();
        let zone = berlin();
        let found = windows(october, &zone, long_ago(), SHORT_DAYS);
        for window in &found {
            assert_eq!(zone.local(window.end).minute, 0);
            assert!(window.end.millis_since(window.start) <= 7 * 86_400_000);
        }
        assert_eq!(found.len(), 5);
    }

    #[test]
    fn only_what_is_a_minute_ahead_is_asked_for() {
        let october = Month::new(2026, 10).unwrap();
        let now = at("2026-10-10T12:00:00Z");
        let found = windows(october, &berlin(), now, SHORT_DAYS);
        assert_eq!(
            found.first().unwrap(),
            &window("2026-10-10T12:01:00Z", "2026-10-16T22:00:00Z")
        );
        assert_eq!(
            windows(october, &berlin(), at("2026-10-31T22:59:00Z"), 7),
            []
        );
        assert_eq!(
            windows(october, &berlin(), at("2026-12-01T00:00:00Z"), 7),
            []
        );
    }

    #[test]
    fn splitting_counts_24_hour_days_from_the_start() {
        let whole = window("2026-12-01T00:00:00Z", "2026-12-31T12:00:00Z");
        let parts = split(whole, SHORT_DAYS);
        assert_eq!(parts.len(), 5);
        assert_eq!(parts[1].start, at("2026-12-08T00:00:00Z"));
        assert_eq!(parts[4].end, whole.end);
        assert_eq!(
            split(window("2026-12-01T00:00:00Z", "2026-12-01T00:00:00Z"), 7),
            []
        );
        assert_eq!(split(whole, 0).len(), 31);
    }

    #[test]
    fn a_hole_leaves_what_is_on_both_sides_of_it() {
        let whole = window("2026-12-01T00:00:00Z", "2026-12-31T00:00:00Z");
        let hole = window("2026-12-05T00:00:00Z", "2026-12-06T00:00:00Z");
        assert_eq!(
            without(&[whole], hole),
            [
                window("2026-12-01T00:00:00Z", "2026-12-05T00:00:00Z"),
                window("2026-12-06T00:00:00Z", "2026-12-31T00:00:00Z"),
            ]
        );
        assert_eq!(without(&[hole], whole), []);
        assert_eq!(without(&without(&[whole], hole), hole).len(), 2);
    }
}

//! A bookable time, and bookable times by civil day.

use std::collections::BTreeMap;
use std::ops::Range;

use super::windows::Window;
use crate::order;
use crate::time::{Date, Local, Timestamp, ZoneOffsets};

/// A time that can be booked.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    pub start: Timestamp,
    /// Places left; more than 1 only for group events.
    pub invitees_remaining: u32,
    /// The deep link to this very time, where the API gave one.
    pub scheduling_url: Option<String>,
}

/// A slot as a zone shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct DaySlot {
    pub slot: Slot,
    pub local: Local,
    /// This wall time occurs twice, because clocks go back: the offset has to be shown.
    pub repeated: bool,
}

/// `existing` (sorted) with everything in `window` replaced by `fresh`.
///
/// The result is sorted with one slot for each start. An answer may contain the instant at which
/// its window ends, which is the start of the next one: that and whatever else lies outside the
/// window is left to the answer it belongs to.
pub fn merge(existing: &[Slot], window: Window, fresh: Vec<Slot>) -> Vec<Slot> {
    let mut merged = Vec::with_capacity(existing.len() + fresh.len());
    merged.extend_from_slice(existing);
    replace(&mut merged, window, fresh);
    merged
}

/// [`merge`] in place.
pub(super) fn replace(slots: &mut Vec<Slot>, window: Window, mut fresh: Vec<Slot>) {
    fresh.retain(|slot| window.contains(slot.start));
    // Stable, so the first of two with the same start stays. Answers come sorted, mostly.
    order::sort(&mut fresh, |one, other| one.start < other.start);
    fresh.dedup_by_key(|slot| slot.start);
    slots.splice(places_in(slots, window), fresh);
}

/// Where in sorted slots those of a window stand.
pub(super) fn places_in(slots: &[Slot], window: Window) -> Range<usize> {
    let low = slots.partition_point(|slot| slot.start < window.start);
    let high = slots.partition_point(|slot| slot.start < window.end);
    low..high.max(low)
}

/// The one of sorted slots that begins at this instant.
pub(super) fn slot_at(slots: &[Slot], at: Timestamp) -> Option<&Slot> {
    let index = slots.binary_search_by_key(&at, |slot| slot.start).ok()?;
    slots.get(index)
}

/// The slots that have not begun, out of sorted ones.
pub fn upcoming(slots: &[Slot], now: Timestamp) -> &[Slot] {
    let begun = slots.partition_point(|slot| slot.start <= now);
    slots.get(begun..).unwrap_or_default()
}

/// Sorted slots by the civil date on which they begin in the zone. Dates without slots are absent.
///
/// Within a date the order is that of time itself, so that of two equal wall times the earlier
/// instant comes first.
pub fn by_day(slots: &[Slot], zone: &ZoneOffsets) -> BTreeMap<Date, Vec<DaySlot>> {
    let mut days = BTreeMap::<Date, Vec<DaySlot>>::new();
    for slot in slots {
        let local = zone.local(slot.start);
        days.entry(local.date).or_default().push(DaySlot {
            slot: slot.clone(),
            local,
            repeated: zone.is_repeated(slot.start),
        });
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn slot(text: &str, invitees_remaining: u32) -> Slot {
        Slot {
            start: at(text),
            invitees_remaining,
            scheduling_url: None,
        }
    }

    fn day(date: &str) -> Window {
        let start = at(&(date.to_owned() + "T00:00:00Z"));
        Window {
            start,
            end: start.plus_days(1),
        }
    }

    fn new_york() -> ZoneOffsets {
        ZoneOffsets::probe(
            at("2026-10-15T00:00:00Z"),
            at("2026-12-15T00:00:00Z"),
            |instant| {
                if instant < at("2026-11-01T06:00:00Z") {
                    -14_400
                } else {
                    -18_000
                }
            },
        )
    }

    #[test]
    fn an_answer_replaces_what_lay_in_its_window_and_nothing_else() {
        let existing = [
            slot("2026-12-07T23:30:00Z", 1),
            slot("2026-12-08T10:00:00Z", 1),
            slot("2026-12-09T00:00:00Z", 1),
        ];
        let merged = merge(
            &existing,
            day("2026-12-08"),
            vec![
                slot("2026-12-08T12:00:00Z", 2),
                slot("2026-12-08T11:00:00Z", 2),
                slot("2026-12-08T12:00:00Z", 3),
                slot("2026-12-09T00:00:00Z", 2),
                slot("2026-12-01T00:00:00Z", 2),
            ],
        );
        assert_eq!(
            merged,
            [
                slot("2026-12-07T23:30:00Z", 1),
                slot("2026-12-08T11:00:00Z", 2),
                slot("2026-12-08T12:00:00Z", 2),
                slot("2026-12-09T00:00:00Z", 1),
            ]
        );
    }

    #[test]
    fn an_empty_answer_empties_its_window() {
        let existing = [slot("2026-12-08T10:00:00Z", 1)];
        assert_eq!(merge(&existing, day("2026-12-08"), vec![]), []);
        assert_eq!(merge(&existing, day("2026-12-09"), vec![]), existing);
    }

    #[test]
    fn times_that_have_begun_are_hidden() {
        let slots = [
            slot("2026-12-08T10:00:00Z", 1),
            slot("2026-12-08T11:00:00Z", 1),
        ];
        assert_eq!(upcoming(&slots, at("2026-12-08T09:59:59Z")), slots);
        assert_eq!(upcoming(&slots, at("2026-12-08T10:00:00Z")), &slots[1..]);
        assert_eq!(upcoming(&slots, at("2026-12-09T00:00:00Z")), []);
    }

    #[test]
    fn half_past_one_occurs_twice_where_clocks_go_back() {
        let slots = [
            slot("2026-11-01T05:30:00Z", 1),
            slot("2026-11-01T06:30:00Z", 1),
            slot("2026-11-01T07:30:00Z", 1),
        ];
        let days = by_day(&slots, &new_york());
        let shown: Vec<_> = days[&Date::parse_iso("2026-11-01").unwrap()]
            .iter()
            .map(|slot| {
                let local = slot.local;
                (local.hour(), local.offset_seconds / 3600, slot.repeated)
            })
            .collect();
        assert_eq!(shown, [(1, -4, true), (1, -5, true), (2, -5, false)]);
    }

    #[test]
    fn the_zone_decides_the_day() {
        let slots = [slot("2026-12-08T02:00:00Z", 1)];
        let days = by_day(&slots, &new_york());
        let dates: Vec<_> = days.keys().map(|date| date.to_iso()).collect();
        assert_eq!(dates, ["2026-12-07"]);
    }
}

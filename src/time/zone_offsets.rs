//! The offsets of one time zone over a window of time.

use super::{DAY_MILLIS, Date, Timestamp};

/// A change of a zone's offset: from `at` on, clocks stand `after` seconds east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub at: Timestamp,
    /// Seconds east of UTC until `at`.
    pub before: i32,
    /// Seconds east of UTC from `at` on.
    pub after: i32,
}

/// What the calendar and the clock on the wall show at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Local {
    pub date: Date,
    /// Minute of the day, 0 to 1439, as the clock shows it.
    pub minute: u16,
    /// Seconds east of UTC at that instant.
    pub offset_seconds: i32,
}

impl Local {
    /// 0 to 23.
    pub fn hour(self) -> u8 {
        (self.minute / 60) as u8
    }

    /// 0 to 59.
    pub fn minute_of_hour(self) -> u8 {
        (self.minute % 60) as u8
    }
}

/// The offsets of one zone over a window, enough to place every instant of it on a civil day.
///
/// Outside its window the nearest known offset goes on for ever; [`ZoneOffsets::covers`] tells.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneOffsets {
    from: Timestamp,
    to: Timestamp,
    first: i32,
    transitions: Vec<Transition>,
}

/// The distance of samples. A change that is undone within one step would be missed; the two
/// closest changes of any IANA zone between 2015 and 2037 lie 28 days apart (Fiji), and
/// `tests/time.rs` fails should a later database bring them nearer than this.
const STEP_MILLIS: i64 = 14 * DAY_MILLIS;

impl ZoneOffsets {
    /// Asks `offset_seconds` (seconds east of UTC at an instant) for a sample each fortnight
    /// of the window, ends included, and halves the distance to the second wherever two differ.
    ///
    /// A quiet month costs four questions, a change about twenty more.
    pub fn probe(
        from: Timestamp,
        to: Timestamp,
        mut offset_seconds: impl FnMut(Timestamp) -> i32,
    ) -> Self {
        let first = offset_seconds(from);
        let mut transitions = Vec::new();
        let (mut at, mut before) = (from, first);
        while at < to {
            let next = at.plus_millis(STEP_MILLIS).min(to);
            let reached = offset_seconds(next);
            // More than one change may lie between two samples: look again from each one found.
            // The second condition ends the search even where the answers contradict each other.
            while before != reached && at < next {
                let (found, after) = change(at, next, before, &mut offset_seconds);
                transitions.push(Transition {
                    at: found,
                    before,
                    after,
                });
                (at, before) = (found, after);
            }
            at = next;
        }
        Self {
            from,
            to,
            first,
            transitions,
        }
    }

    /// One offset for all time: `UTC`, `+05:30`.
    pub fn fixed(offset_seconds: i32) -> Self {
        Self {
            from: Timestamp::from_millis(i64::MIN),
            to: Timestamp::from_millis(i64::MAX),
            first: offset_seconds,
            transitions: Vec::new(),
        }
    }

    /// Seconds east of UTC at an instant.
    pub fn offset_at(&self, at: Timestamp) -> i32 {
        self.transitions
            .iter()
            .rev()
            .find(|transition| transition.at <= at)
            .map_or(self.first, |transition| transition.after)
    }

    /// What calendar and clock show at an instant.
    pub fn local(&self, at: Timestamp) -> Local {
        let offset_seconds = self.offset_at(at);
        let shown = at.plus_millis(i64::from(offset_seconds) * 1000).as_millis();
        let days = shown.div_euclid(DAY_MILLIS);
        Local {
            date: Date::from_epoch_days(days.clamp(i32::MIN.into(), i32::MAX.into()) as i32),
            minute: (shown.rem_euclid(DAY_MILLIS) / 60_000) as u16,
            offset_seconds,
        }
    }

    /// The first instant of a civil date, which is not always 00:00 on the clock.
    ///
    /// Where the zone skips the date (Apia left out 30 December 2011) it is the change that skips
    /// it, so that such a day has the length 0 and the days around it still join.
    pub fn start_of_day(&self, date: Date) -> Timestamp {
        let midnight = i64::from(date.epoch_days()) * DAY_MILLIS;
        let mut opens = Timestamp::from_millis(i64::MIN);
        let mut offset = self.first;
        for transition in &self.transitions {
            let start = Timestamp::from_millis(midnight - i64::from(offset) * 1000).max(opens);
            if start < transition.at {
                return start;
            }
            opens = transition.at;
            offset = transition.after;
        }
        Timestamp::from_millis(midnight - i64::from(offset) * 1000).max(opens)
    }

    /// How long a civil date lasts in real time: 23 or 25 hours where clocks change, 0 for a
    /// skipped date.
    pub fn day_length_millis(&self, date: Date) -> i64 {
        self.start_of_day(date.plus_days(1))
            .millis_since(self.start_of_day(date))
    }

    /// Whether the wall time shown at `at` is shown twice, because clocks went back around it.
    pub fn is_repeated(&self, at: Timestamp) -> bool {
        self.transitions.iter().any(|transition| {
            let back = i64::from(transition.before - transition.after) * 1000;
            back > 0 && (-back..back).contains(&at.millis_since(transition.at))
        })
    }

    /// The changes inside the window, in order.
    pub fn transitions(&self) -> &[Transition] {
        &self.transitions
    }

    /// The change that makes some instant from `first` to `last` stand at another offset than `now`: the first of those
    /// that are still to come. Nothing where clocks show all of them as they would today.
    pub fn change_ahead(
        &self,
        now: Timestamp,
        first: Timestamp,
        last: Timestamp,
    ) -> Option<Transition> {
        let today = self.offset_at(now);
        let ends = self.transitions.iter().skip(1).map(|next| Some(next.at));
        let found = self.transitions.iter().zip(ends.chain([None]));
        let matters = |change: &Transition, end: Option<Timestamp>| {
            change.after != today
                && now < change.at
                && change.at <= last
                && end.is_none_or(|end| first < end)
        };
        found
            .filter(|(change, end)| matters(change, *end))
            .map(|(change, _)| *change)
            .next()
    }

    /// Whether the offsets at `at` were asked for rather than carried on from the nearest end.
    pub fn covers(&self, at: Timestamp) -> bool {
        self.from <= at && at <= self.to
    }
}

/// The first whole second in `(low, high]` found by halving at which the offset is no longer
/// `before`, and the offset there. The offset at `high` differs from `before`.
fn change(
    low: Timestamp,
    high: Timestamp,
    before: i32,
    offset_seconds: &mut impl FnMut(Timestamp) -> i32,
) -> (Timestamp, i32) {
    // Changes happen at whole seconds, so the candidates are the whole seconds after `low`.
    let mut same = low.as_millis().div_euclid(1000);
    let mut changed = high.as_millis().div_euclid(1000);
    while changed - same > 1 {
        let middle = same + (changed - same) / 2;
        if offset_seconds(Timestamp::from_millis(middle * 1000)) == before {
            same = middle;
        } else {
            changed = middle;
        }
    }
    let found = Timestamp::from_millis(changed * 1000).clamp(low.plus_millis(1), high);
    (found, offset_seconds(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn date(text: &str) -> Date {
        Date::parse_iso(text).unwrap()
    }

    /// Any number of changes, as a zone to ask.
    fn asked(first: i32, changes: &'static [(&'static str, i32)]) -> impl Fn(Timestamp) -> i32 {
        move |instant| {
            changes
                .iter()
                .rev()
                .find(|(text, _)| at(text) <= instant)
                .map_or(first, |(_, offset)| *offset)
        }
    }

    fn berlin_2026() -> ZoneOffsets {
        ZoneOffsets::probe(
            at("2026-01-01T00:00:00Z"),
            at("2027-01-01T00:00:00Z"),
            asked(
                3600,
                &[
                    ("2026-03-29T01:00:00Z", 7200),
                    ("2026-10-25T01:00:00Z", 3600),
                ],
            ),
        )
    }

    #[test]
    fn finds_changes_to_the_second() {
        let zone = berlin_2026();
        let found: Vec<_> = zone.transitions().iter().map(|change| change.at).collect();
        assert_eq!(
            found,
            [at("2026-03-29T01:00:00Z"), at("2026-10-25T01:00:00Z")]
        );
        assert_eq!(zone.offset_at(at("2026-03-29T00:59:59.999Z")), 3600);
        assert_eq!(zone.offset_at(at("2026-03-29T01:00:00Z")), 7200);
    }

    #[test]
    fn finds_two_changes_between_two_samples() {
        let zone = ZoneOffsets::probe(
            at("2026-01-01T00:00:00.500Z"),
            at("2026-02-01T00:00:00Z"),
            asked(
                0,
                &[
                    ("2026-01-09T00:00:00Z", 3600),
                    ("2026-01-11T00:00:00Z", 7200),
                ],
            ),
        );
        assert_eq!(zone.transitions().len(), 2);
        assert_eq!(zone.offset_at(at("2026-01-10T00:00:00Z")), 3600);
    }

    #[test]
    fn a_change_at_either_end_of_the_window_is_in_it_or_before_it() {
        let asked = asked(0, &[("2026-01-09T00:00:00Z", 3600)]);
        let before = ZoneOffsets::probe(
            at("2026-01-01T00:00:00Z"),
            at("2026-01-09T00:00:00Z"),
            &asked,
        );
        assert_eq!(before.offset_at(at("2026-01-08T23:59:59.999Z")), 0);
        assert_eq!(before.offset_at(at("2026-01-09T00:00:00Z")), 3600);
        let after = ZoneOffsets::probe(
            at("2026-01-09T00:00:00Z"),
            at("2026-02-09T00:00:00Z"),
            &asked,
        );
        assert_eq!(after.transitions(), []);
        assert_eq!(after.offset_at(at("2026-01-09T00:00:00Z")), 3600);
    }

    #[test]
    fn a_window_of_no_length_holds_one_offset() {
        let instant = at("2026-01-01T00:00:00Z");
        let zone = ZoneOffsets::probe(instant, instant, |_| 3600);
        assert_eq!(zone.transitions(), []);
        assert!(zone.covers(instant));
        assert!(!zone.covers(instant.plus_millis(1)));
    }

    #[test]
    fn days_with_a_change_are_shorter_or_longer() {
        let zone = berlin_2026();
        let hour = 3_600_000;
        assert_eq!(zone.day_length_millis(date("2026-03-28")), 24 * hour);
        assert_eq!(zone.day_length_millis(date("2026-03-29")), 23 * hour);
        assert_eq!(zone.day_length_millis(date("2026-10-25")), 25 * hour);
    }

    #[test]
    fn a_day_may_begin_at_one_in_the_morning() {
        // Beirut: clocks go from 00:00 to 01:00.
        let zone = ZoneOffsets::probe(
            at("2027-03-01T00:00:00Z"),
            at("2027-04-30T00:00:00Z"),
            asked(7200, &[("2027-03-27T22:00:00Z", 10_800)]),
        );
        let start = zone.start_of_day(date("2027-03-28"));
        assert_eq!(start, at("2027-03-27T22:00:00Z"));
        assert_eq!(zone.local(start).minute, 60);
    }

    #[test]
    fn a_skipped_day_has_no_length() {
        // Apia went from 29 to 31 December 2011.
        let zone = ZoneOffsets::probe(
            at("2011-12-01T00:00:00Z"),
            at("2012-01-31T00:00:00Z"),
            asked(-36_000, &[("2011-12-30T10:00:00Z", 50_400)]),
        );
        assert_eq!(zone.day_length_millis(date("2011-12-29")), DAY_MILLIS);
        assert_eq!(zone.day_length_millis(date("2011-12-30")), 0);
        assert_eq!(zone.day_length_millis(date("2011-12-31")), DAY_MILLIS);
        assert_eq!(
            zone.local(zone.start_of_day(date("2011-12-30"))).date,
            date("2011-12-31")
        );
    }

    #[test]
    fn a_day_that_begins_twice_begins_the_first_time() {
        // St. John's until 2011: clocks went from 00:01 back to 23:01.
        let zone = ZoneOffsets::probe(
            at("2010-10-01T00:00:00Z"),
            at("2010-12-01T00:00:00Z"),
            asked(-9_000, &[("2010-11-07T02:31:00Z", -12_600)]),
        );
        assert_eq!(
            zone.start_of_day(date("2010-11-07")),
            at("2010-11-07T02:30:00Z")
        );
    }

    #[test]
    fn both_hours_of_an_overlap_are_repeated_and_none_around_it() {
        let zone = berlin_2026();
        for (text, repeated) in [
            ("2026-10-24T23:59:00Z", false),
            ("2026-10-25T00:00:00Z", true),
            ("2026-10-25T00:59:59Z", true),
            ("2026-10-25T01:00:00Z", true),
            ("2026-10-25T01:59:59Z", true),
            ("2026-10-25T02:00:00Z", false),
            ("2026-03-29T01:00:00Z", false),
        ] {
            assert_eq!(zone.is_repeated(at(text)), repeated, "{text}");
        }
    }

    #[test]
    fn a_change_is_told_of_only_where_it_moves_the_instants_in_question() {
        let zone = berlin_2026();
        let ahead = |now: &str, first: &str, last: &str| {
            let day = |text: &str| at(&[text, "T12:00:00Z"].concat());
            let change = zone.change_ahead(day(now), day(first), day(last));
            change.map(|change| (change.after - change.before) / 3600)
        };
        assert_eq!(ahead("2026-10-01", "2026-10-01", "2026-10-24"), None);
        assert_eq!(ahead("2026-10-01", "2026-10-01", "2026-10-26"), Some(-1));
        assert_eq!(ahead("2026-10-01", "2026-11-01", "2026-11-30"), Some(-1));
        assert_eq!(ahead("2026-10-25", "2026-10-25", "2026-11-30"), None);
        assert_eq!(ahead("2026-03-01", "2026-03-20", "2026-03-31"), Some(1));
        // Summer in between matters to nobody who looks at November in February.
        assert_eq!(ahead("2026-02-01", "2026-11-01", "2026-11-30"), None);
        assert_eq!(ahead("2026-02-01", "2026-10-20", "2026-11-30"), Some(1));
        assert_eq!(
            ZoneOffsets::fixed(0).change_ahead(
                at("2026-01-01T00:00:00Z"),
                at("2026-01-01T00:00:00Z"),
                at("2030-01-01T00:00:00Z")
            ),
            None
        );
    }

    #[test]
    fn clock_readings_are_of_the_zone() {
        let local = ZoneOffsets::fixed(20_700).local(at("2026-12-31T18:30:00Z"));
        assert_eq!(local.date, date("2027-01-01"));
        assert_eq!((local.hour(), local.minute_of_hour()), (0, 15));
    }
}

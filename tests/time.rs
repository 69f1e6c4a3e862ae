//! Zone offsets against jiff's bundled database, over all its zones and their changes 2015–2037.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod oracle;

use oracle::{DISTINCT, FROM, TO, ZONES, civil, instant, offset, transitions, zone};
use proptest::prelude::*;
use slotlink::time::{DAY_MILLIS, Date, Month, Timestamp, ZoneOffsets};

const HOUR: i64 = 3_600_000;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn date(text: &str) -> Date {
    Date::parse_iso(text).unwrap()
}

/// A zone and an instant in it, near a change of its clocks as often as not.
fn moment() -> impl Strategy<Value = (usize, Timestamp)> {
    (
        0..DISTINCT.len(),
        any::<prop::sample::Index>(),
        FROM.as_millis()..TO.as_millis(),
        -30 * HOUR..30 * HOUR,
        any::<bool>(),
    )
        .prop_map(|(index, pick, anywhere, near, by_change)| {
            let changes = DISTINCT[index].ours.transitions();
            let at = if by_change && !changes.is_empty() {
                pick.get(changes).at.plus_millis(near)
            } else {
                Timestamp::from_millis(anywhere)
            };
            (index, at.clamp(FROM, TO))
        })
}

#[test]
fn every_change_of_every_zone_is_found_to_the_second() {
    let mut count = 0;
    for zone in ZONES.iter() {
        let expected = transitions(&zone.jiff);
        assert_eq!(zone.ours.transitions(), expected, "{}", zone.id);
        count += expected.len();
    }
    assert!(count > 5_000, "only {count} changes were compared");
}

#[test]
fn no_two_changes_are_so_close_that_fortnightly_samples_could_miss_them() {
    let closest = (ZONES.iter())
        .flat_map(|zone| {
            let changes = transitions(&zone.jiff);
            let gaps: Vec<_> = (changes.windows(2))
                .map(|two| {
                    (
                        two[1].at.millis_since(two[0].at) / DAY_MILLIS,
                        zone.id.clone(),
                    )
                })
                .collect();
            gaps
        })
        .min()
        .unwrap();
    assert!(
        closest.0 >= 14,
        "{} changes twice in {} days",
        closest.1,
        closest.0
    );
}

#[test]
fn clocks_and_days_agree_with_jiff_around_every_change() {
    for zone in DISTINCT.iter() {
        for change in zone.ours.transitions() {
            let hour_apart = [-26 * HOUR, -HOUR, -1, 0, 1, HOUR, 26 * HOUR];
            for millis in hour_apart {
                assert_clock(zone, change.at.plus_millis(millis));
            }
            let day = zone.ours.local(change.at).date;
            for days in -2..=2 {
                assert_day(zone, day.plus_days(days));
            }
        }
    }
}

fn assert_clock(zone: &oracle::Zone, at: Timestamp) {
    let ours = zone.ours.local(at);
    let theirs = instant(at).to_zoned(zone.jiff.clone());
    assert_eq!(civil(ours.date), theirs.date(), "{} {at:?}", zone.id);
    assert_eq!(i8::try_from(ours.hour()).unwrap(), theirs.hour());
    assert_eq!(
        i8::try_from(ours.minute_of_hour()).unwrap(),
        theirs.minute()
    );
    assert_eq!(ours.offset_seconds, theirs.offset().seconds());
    let twice = zone.jiff.to_ambiguous_timestamp(theirs.datetime()).offset();
    let twice = matches!(twice, jiff::tz::AmbiguousOffset::Fold { .. });
    assert_eq!(zone.ours.is_repeated(at), twice, "{} {at:?}", zone.id);
}

fn assert_day(zone: &oracle::Zone, date: Date) {
    let noon = civil(date)
        .at(12, 0, 0, 0)
        .to_zoned(zone.jiff.clone())
        .unwrap();
    if noon.date() != civil(date) {
        // The zone skips the date.
        assert_eq!(zone.ours.day_length_millis(date), 0);
        return;
    }
    let start = noon.start_of_day().unwrap().timestamp().as_millisecond();
    assert_eq!(
        zone.ours.start_of_day(date).as_millis(),
        start,
        "{} {}",
        zone.id,
        date.to_iso()
    );
    let next = noon.tomorrow().unwrap().start_of_day().unwrap();
    let length = next.timestamp().as_millisecond() - start;
    assert_eq!(zone.ours.day_length_millis(date), length);
}

#[test]
fn day_lengths_lie_near_24_hours_and_add_up_to_the_range() {
    let (first, last) = (date("2015-01-02"), date("2037-12-30"));
    for zone in DISTINCT.iter() {
        let mut sum = 0;
        let mut day = first;
        while day < last {
            let length = zone.ours.day_length_millis(day);
            // Antarctica: Troll moves its clocks by two hours, Casey by three.
            assert!(
                (21 * HOUR..=27 * HOUR).contains(&length),
                "{} {}",
                zone.id,
                day.to_iso()
            );
            sum += length;
            day = day.plus_days(1);
        }
        let range = zone
            .ours
            .start_of_day(last)
            .millis_since(zone.ours.start_of_day(first));
        assert_eq!(sum, range, "{}", zone.id);
    }
}

#[test]
fn zones_that_are_hard_to_get_right_show_what_their_people_see() {
    // Zone, instant, date, clock, minutes east of UTC.
    for (id, text, day, clock, minutes) in [
        (
            "America/New_York",
            "2027-03-14T06:59:00Z",
            "2027-03-14",
            (1, 59),
            -300,
        ),
        (
            "America/New_York",
            "2027-03-14T07:00:00Z",
            "2027-03-14",
            (3, 0),
            -240,
        ),
        (
            "America/New_York",
            "2026-11-01T05:30:00Z",
            "2026-11-01",
            (1, 30),
            -240,
        ),
        (
            "America/New_York",
            "2026-11-01T06:30:00Z",
            "2026-11-01",
            (1, 30),
            -300,
        ),
        (
            "Australia/Lord_Howe",
            "2026-10-03T15:30:00Z",
            "2026-10-04",
            (2, 30),
            660,
        ),
        (
            "Asia/Kathmandu",
            "2026-12-15T00:00:00Z",
            "2026-12-15",
            (5, 45),
            345,
        ),
        (
            "Pacific/Chatham",
            "2026-12-15T00:00:00Z",
            "2026-12-15",
            (13, 45),
            825,
        ),
        (
            "Australia/Eucla",
            "2026-12-15T00:00:00Z",
            "2026-12-15",
            (8, 45),
            525,
        ),
        (
            "America/St_Johns",
            "2026-12-15T00:00:00Z",
            "2026-12-14",
            (20, 30),
            -210,
        ),
        (
            "Pacific/Kiritimati",
            "2026-12-15T11:00:00Z",
            "2026-12-16",
            (1, 0),
            840,
        ),
        (
            "Pacific/Niue",
            "2026-12-15T10:30:00Z",
            "2026-12-14",
            (23, 30),
            -660,
        ),
        (
            "Etc/GMT+12",
            "2026-12-15T11:00:00Z",
            "2026-12-14",
            (23, 0),
            -720,
        ),
        (
            "Africa/Casablanca",
            "2026-12-15T12:00:00Z",
            "2026-12-15",
            (12, 0),
            0,
        ),
        (
            "America/Vancouver",
            "2026-12-15T12:00:00Z",
            "2026-12-15",
            (5, 0),
            -420,
        ),
        (
            "America/Edmonton",
            "2026-12-15T12:00:00Z",
            "2026-12-15",
            (6, 0),
            -360,
        ),
        (
            "America/Winnipeg",
            "2026-12-15T12:00:00Z",
            "2026-12-15",
            (7, 0),
            -300,
        ),
        (
            "Europe/Dublin",
            "2026-12-15T12:00:00Z",
            "2026-12-15",
            (12, 0),
            0,
        ),
        (
            "Antarctica/Troll",
            "2027-07-01T12:00:00Z",
            "2027-07-01",
            (14, 0),
            120,
        ),
        (
            "America/Coyhaique",
            "2027-07-01T12:00:00Z",
            "2027-07-01",
            (9, 0),
            -180,
        ),
    ] {
        let local = zone(id).ours.local(at(text));
        assert_eq!(local.date, date(day), "{id} {text}");
        assert_eq!((local.hour(), local.minute_of_hour()), clock, "{id} {text}");
        assert_eq!(local.offset_seconds, minutes * 60, "{id} {text}");
    }
}

#[test]
fn a_skipped_day_is_found_by_probing_too() {
    let (from, to) = (at("2011-12-01T00:00:00Z"), at("2012-02-01T00:00:00Z"));
    let apia = ZoneOffsets::probe(from, to, |at| offset(&zone("Pacific/Apia").jiff, at));
    assert_eq!(apia.day_length_millis(date("2011-12-30")), 0);
    assert_eq!(apia.day_length_millis(date("2011-12-31")), DAY_MILLIS);
}

proptest! {
    #[test]
    fn a_window_probed_alone_has_the_changes_of_the_whole((index, from) in moment(), days in 0_i64..100) {
        let zone = DISTINCT[index];
        let to = from.plus_days(days).min(TO);
        let window = ZoneOffsets::probe(from, to, |at| offset(&zone.jiff, at));
        let expected: Vec<_> = (zone.ours.transitions().iter())
            .filter(|change| from < change.at && change.at <= to)
            .copied()
            .collect();
        prop_assert_eq!(window.transitions(), expected);
        prop_assert!(window.covers(from) && window.covers(to));
    }

    #[test]
    fn a_quiet_month_costs_few_questions((index, from) in moment()) {
        let zone = DISTINCT[index];
        let mut asked = 0;
        let window = ZoneOffsets::probe(from, from.plus_days(45).min(TO), |at| {
            asked += 1;
            offset(&zone.jiff, at)
        });
        prop_assert!(asked <= 5 + 23 * window.transitions().len());
    }

    #[test]
    fn clocks_agree_with_jiff_at_any_instant((index, at) in moment()) {
        assert_clock(DISTINCT[index], at);
    }

    #[test]
    fn what_the_clock_shows_with_its_offset_leads_back_to_the_instant((index, at) in moment()) {
        let minute = Timestamp::from_millis(at.as_millis().div_euclid(60_000) * 60_000);
        let local = DISTINCT[index].ours.local(minute);
        let shown = i64::from(local.date.epoch_days()) * DAY_MILLIS + i64::from(local.minute) * 60_000;
        let back = shown - i64::from(local.offset_seconds) * 1000;
        prop_assert_eq!(back, minute.as_millis());
    }

    #[test]
    fn an_instant_lies_within_its_own_day((index, at) in moment()) {
        let zone = &DISTINCT[index].ours;
        let day = zone.local(at).date;
        prop_assert!(zone.start_of_day(day) <= at);
        prop_assert!(at < zone.start_of_day(day.plus_days(1)));
    }

    #[test]
    fn weeks_later_the_clock_shows_the_same_unless_it_was_moved(
        (index, at) in moment(),
        weeks in 0_i64..30,
    ) {
        let zone = &DISTINCT[index].ours;
        let later = at.plus_days(7 * weeks).min(TO);
        let moved = (zone.transitions().iter()).any(|change| at < change.at && change.at <= later);
        prop_assume!(!moved && later.millis_since(at) == 7 * weeks * DAY_MILLIS);
        let (one, two) = (zone.local(at), zone.local(later));
        prop_assert_eq!(one.minute, two.minute);
        prop_assert_eq!(one.date.weekday(), two.date.weekday());
        prop_assert_eq!(i64::from(two.date.epoch_days() - one.date.epoch_days()), 7 * weeks);
    }

    #[test]
    fn written_instants_are_read_back(millis in -62_000_000_000_000_i64..253_000_000_000_000) {
        let at = Timestamp::from_millis(millis);
        prop_assert_eq!(Timestamp::parse(&at.to_rfc3339()), Ok(at));
        let theirs: jiff::Timestamp = at.to_rfc3339().parse().unwrap();
        prop_assert_eq!(theirs.as_millisecond(), millis);
    }

    #[test]
    fn any_text_is_read_or_refused_and_never_read_otherwise_than_jiff_reads_it(
        text in "[0-9]{4}-[0-3][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,9})?([Zz]|[+-][0-2][0-9]:?[0-6][0-9])?"
    ) {
        if let Ok(at) = Timestamp::parse(&text) && &text[11..13] != "24" {
            let theirs: jiff::Timestamp = text.parse().unwrap();
            prop_assert_eq!(theirs.as_nanosecond().div_euclid(1_000_000), i128::from(at.as_millis()));
        }
    }

    #[test]
    fn any_text_at_all_is_survived(text in ".*") {
        let _ = Timestamp::parse(&text);
        let _ = Date::parse_iso(&text);
    }

    #[test]
    fn dates_agree_with_jiff(days in -719_528_i32..=2_932_896, months in -30_000_i32..30_000) {
        let ours = Date::from_epoch_days(days);
        let theirs = civil(ours);
        prop_assert_eq!(ours.to_iso(), theirs.to_string());
        prop_assert_eq!(Date::parse_iso(&ours.to_iso()), Some(ours));
        prop_assert_eq!(i8::try_from(ours.weekday().number()).unwrap(), theirs.weekday().to_monday_one_offset());
        prop_assert_eq!(i8::try_from(ours.month().days()).unwrap(), theirs.days_in_month());
        use jiff::ToSpan as _;
        if let Ok(later) = theirs.checked_add(months.months()) && later.year() >= 0 {
            prop_assert_eq!(civil(ours.plus_months(months)), later);
        }
        let month = ours.month();
        prop_assert!(month.contains(ours) && month.first() <= ours && ours <= month.last());
        prop_assert_eq!(Month::new(month.year(), month.number()), Some(month));
    }
}

//! Opening hours: wall-clock rules of a zone turned into instants, across changes to and from daylight saving time.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Minutes of a day from and to, as the clock on the wall shows them; 1440 is its end.
pub type Interval = (u16, u16);

/// When a host can be met: hours by weekday, Monday first, and by date. A date's hours replace those of its weekday.
#[derive(Clone)]
pub struct Schedule {
    /// IANA name.
    pub zone: String,
    pub week: [Vec<Interval>; 7],
    pub dates: BTreeMap<Date, Vec<Interval>>,
}

impl Schedule {
    fn intervals(&self, date: Date) -> &[Interval] {
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        let usual = || self.week.get(weekday).map(Vec::as_slice);
        self.dates
            .get(&date)
            .map(Vec::as_slice)
            .or_else(usual)
            .unwrap_or_default()
    }

    /// The open intervals of a civil date as instants.
    ///
    /// A boundary inside the hour that is skipped in spring is read with the offset before it (so 02:30 is 03:30),
    /// one inside the hour that comes twice in autumn is the first for a beginning and the second for an end:
    /// "01:00 to 03:00" is then three hours long, and in spring one.
    pub fn open(&self, date: Date, zone: &TimeZone) -> Vec<(Timestamp, Timestamp)> {
        self.intervals(date)
            .iter()
            .filter_map(|(from, to)| {
                let start = instant(date, *from, zone, false)?;
                let end = instant(date, *to, zone, true)?;
                // A zone that crossed the date line has no such day at all.
                let exists = zone.to_datetime(start).date() == date;
                (exists && start < end).then_some((start, end))
            })
            .collect()
    }
}

/// The instant of a wall time; 1440 is the end of the day.
fn instant(date: Date, minute: u16, zone: &TimeZone, later: bool) -> Option<Timestamp> {
    let wall = date
        .at(0, 0, 0, 0)
        .checked_add(i64::from(minute).minutes())
        .ok()?;
    let ambiguous = zone.to_ambiguous_timestamp(wall);
    if later {
        ambiguous.later().ok()
    } else {
        ambiguous.compatible().ok()
    }
}

/// The civil dates of a zone that a span of time touches, with one more on either side.
pub fn dates(from: Timestamp, to: Timestamp, zone: &TimeZone) -> Vec<Date> {
    let first = zone.to_datetime(from).date();
    let last = zone.to_datetime(to).date();
    let mut date = first.checked_sub(1.day()).unwrap_or(first);
    let last = last.checked_add(1.day()).unwrap_or(last);
    let mut dates = Vec::new();
    while date <= last {
        dates.push(date);
        match date.checked_add(1.day()) {
            Ok(next) => date = next,
            Err(_) => break,
        }
    }
    dates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::instant::{short_text, zone};
    use jiff::civil::date;

    const NIGHT: &[(u16, u16)] = &[(60, 180)];
    const DAY: &[(u16, u16)] = &[(9 * 60, 17 * 60)];

    fn every_day(zone: &str, intervals: &[Interval]) -> Schedule {
        Schedule {
            zone: zone.to_owned(),
            week: std::array::from_fn(|_| intervals.to_vec()),
            dates: BTreeMap::new(),
        }
    }

    fn hours(schedule: &Schedule, day: Date) -> Vec<(String, i64)> {
        schedule
            .open(day, &zone(&schedule.zone))
            .into_iter()
            .map(|(from, to)| (short_text(from), (to.as_second() - from.as_second()) / 60))
            .collect()
    }

    #[test]
    fn nine_in_the_morning_moves_with_the_clocks_of_europe() {
        let berlin = every_day("Europe/Berlin", DAY);
        assert_eq!(
            hours(&berlin, date(2026, 10, 24)),
            [("2026-10-24T07:00:00Z".into(), 480)]
        );
        assert_eq!(
            hours(&berlin, date(2026, 10, 26)),
            [("2026-10-26T08:00:00Z".into(), 480)]
        );
        assert_eq!(
            hours(&berlin, date(2027, 3, 27)),
            [("2027-03-27T08:00:00Z".into(), 480)]
        );
        assert_eq!(
            hours(&berlin, date(2027, 3, 28)),
            [("2027-03-28T07:00:00Z".into(), 480)]
        );
    }

    #[test]
    fn a_night_is_longer_in_autumn_and_shorter_in_spring() {
        let angeles = every_day("America/Los_Angeles", NIGHT);
        assert_eq!(
            hours(&angeles, date(2026, 11, 1)),
            [("2026-11-01T08:00:00Z".into(), 180)]
        );
        assert_eq!(
            hours(&angeles, date(2027, 3, 14)),
            [("2027-03-14T09:00:00Z".into(), 60)]
        );
        assert_eq!(
            hours(&angeles, date(2027, 3, 15)),
            [("2027-03-15T08:00:00Z".into(), 120)]
        );
        let berlin = every_day("Europe/Berlin", NIGHT);
        assert_eq!(
            hours(&berlin, date(2026, 10, 25)),
            [("2026-10-24T23:00:00Z".into(), 180)]
        );
        assert_eq!(
            hours(&berlin, date(2027, 3, 28)),
            [("2027-03-28T00:00:00Z".into(), 60)]
        );
    }

    #[test]
    fn an_interval_that_begins_in_the_skipped_hour_begins_after_it() {
        let berlin = every_day("Europe/Berlin", &[(150, 240)]);
        assert_eq!(
            hours(&berlin, date(2027, 3, 28)),
            [("2027-03-28T01:30:00Z".into(), 30)]
        );
    }

    #[test]
    fn a_date_that_a_zone_skipped_has_no_hours() {
        // Samoa had no 30 December 2011.
        let apia = every_day("Pacific/Apia", DAY);
        assert!(hours(&apia, date(2011, 12, 30)).is_empty());
    }

    #[test]
    fn the_hours_of_a_date_replace_those_of_its_weekday() {
        let mut berlin = every_day("Europe/Berlin", DAY);
        berlin
            .dates
            .insert(date(2026, 12, 24), vec![(9 * 60, 12 * 60)]);
        berlin.dates.insert(date(2026, 12, 25), Vec::new());
        assert_eq!(
            hours(&berlin, date(2026, 12, 24)),
            [("2026-12-24T08:00:00Z".into(), 180)]
        );
        assert!(hours(&berlin, date(2026, 12, 25)).is_empty());
        assert_eq!(hours(&berlin, date(2026, 12, 26)).len(), 1);
    }
}

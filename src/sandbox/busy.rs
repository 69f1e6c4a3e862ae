//! What already stands in the hosts' calendars: made up from the date by a fixed rule, so that any date works.

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::sequence::hash;

/// Busy spans of a host on a civil date of the host's zone.
///
/// An ordinary weekday has lunch and none to three meetings. Every fifth week is a busy one with only the odd gap.
pub fn spans(host: &str, date: Date, zone: &TimeZone) -> Vec<(Timestamp, Timestamp)> {
    let mut minutes: Vec<(i64, i64)> = vec![(12 * 60, 13 * 60)];
    let week = date.iso_week_date();
    let seed = hash(&format!("{host}|{date}"));
    if is_busy_week(host, date) {
        minutes.push((8 * 60, 12 * 60));
        // On two days of a busy week something is left in the afternoon.
        let free = i64::from(seed % 5 < 2);
        minutes.push((13 * 60, 18 * 60 - free * 150));
    } else {
        let meetings = seed % 4;
        for number in 0..meetings {
            let draw = hash(&format!("{host}|{date}|{}|{number}", week.year()));
            let start = 8 * 60 + i64::try_from(draw % 18).unwrap_or_default() * 30;
            let length = 30 + i64::try_from(draw / 18 % 3).unwrap_or_default() * 30;
            minutes.push((start, start + length));
        }
    }
    minutes
        .into_iter()
        .filter_map(|(from, to)| Some((at(date, from, zone)?, at(date, to, zone)?)))
        .collect()
}

/// Whether the ISO week of the date is one of the host's busy ones.
pub fn is_busy_week(host: &str, date: Date) -> bool {
    let week = date.iso_week_date();
    let turn = i64::from(week.week()) + i64::try_from(hash(host) % 5).unwrap_or_default();
    turn % 5 == 0
}

fn at(date: Date, minute: i64, zone: &TimeZone) -> Option<Timestamp> {
    let wall = date.at(0, 0, 0, 0).checked_add(minute.minutes()).ok()?;
    zone.to_ambiguous_timestamp(wall).compatible().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::instant::zone;
    use jiff::civil::date;

    #[test]
    fn lunch_is_always_kept_free_of_meetings() {
        let berlin = zone("Europe/Berlin");
        for day in 1..=28 {
            let spans = spans("mira-albrecht", date(2026, 12, day), &berlin);
            let lunch = spans.first().unwrap();
            assert_eq!(lunch.1.as_second() - lunch.0.as_second(), 3600);
        }
    }

    #[test]
    fn every_fifth_week_is_busy() {
        let days = (0..70).filter(|day| {
            is_busy_week(
                "mira-albrecht",
                date(2026, 3, 2).checked_add(day.days()).unwrap(),
            )
        });
        assert_eq!(days.count(), 14);
    }
}

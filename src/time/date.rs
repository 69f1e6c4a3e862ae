//! A civil date of the Gregorian calendar.

use super::{Month, Weekday};

/// A civil date between 0000-01-01 and 9999-12-31, with no zone.
///
/// It is kept as a count of days, so comparing, hashing and stepping cost one integer operation.
/// Arithmetic that would leave the range stops at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// 0000-01-01 and 9999-12-31 as days since 1970-01-01.
const MIN_DAYS: i32 = -719_528;
const MAX_DAYS: i32 = 2_932_896;

impl Date {
    /// The date, or `None` when the calendar has no such day (30 February, month 13, year 10000).
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = Month::new(year, month)?;
        (1..=month.days())
            .contains(&day)
            .then(|| Self(days_from_civil(year, month.number(), day)))
    }

    pub fn year(self) -> i32 {
        self.civil().0
    }

    /// 1 for January to 12 for December.
    pub fn month_number(self) -> u8 {
        self.civil().1
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.civil().2
    }

    pub fn month(self) -> Month {
        let (year, month, _) = self.civil();
        Month::clamped(year, month)
    }

    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        Weekday::Thursday.plus(self.0.rem_euclid(7))
    }

    /// Days since 1970-01-01.
    pub fn epoch_days(self) -> i32 {
        self.0
    }

    /// The date that many days after 1970-01-01, held within the range.
    pub fn from_epoch_days(days: i32) -> Self {
        Self(days.clamp(MIN_DAYS, MAX_DAYS))
    }

    pub fn plus_days(self, days: i32) -> Self {
        Self::from_epoch_days(self.0.saturating_add(days))
    }

    /// The same day of another month, or that month's last day where it is shorter.
    pub fn plus_months(self, months: i32) -> Self {
        let (year, month, day) = self.civil();
        let target = Month::clamped(year, month).plus(months);
        let day = day.min(target.days());
        Self(days_from_civil(target.year(), target.number(), day))
    }

    /// `2026-12-08`.
    pub fn to_iso(self) -> String {
        let (year, month, day) = self.civil();
        let mut out = String::with_capacity(10);
        push_padded(&mut out, year.unsigned_abs(), 4);
        out.push('-');
        push_padded(&mut out, u32::from(month), 2);
        out.push('-');
        push_padded(&mut out, u32::from(day), 2);
        out
    }

    /// Reads exactly `YYYY-MM-DD`.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else {
            return None;
        };
        let year = digits(&[y1, y2, y3, y4])?;
        let month = digits(&[m1, m2])?;
        let day = digits(&[d1, d2])?;
        Self::new(
            i32::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }

    pub(super) fn civil(self) -> (i32, u8, u8) {
        civil_from_days(self.0)
    }
}

/// The number that the ASCII digits spell; `None` where one of them is no digit.
pub(super) fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0_u32, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u32::from(byte - b'0'))
    })
}

/// Writes `number` with leading zeros. `format!` would pull its padding machinery into the wasm.
pub(super) fn push_padded(out: &mut String, number: u32, width: u32) {
    for place in (0..width).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

// Both conversions count years from 1 March, so that the leap day is the last of its year:
// Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms",
// and Hinnant, "chrono-compatible low-level date algorithms".

fn days_from_civil(year: i32, month: u8, day: u8) -> i32 {
    let (month, day) = (i32::from(month), i32::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i32) -> (i32, u8, u8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month as u8, day as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse_iso(text).unwrap()
    }

    #[test]
    fn every_day_of_the_range_round_trips_and_follows_the_one_before() {
        let mut before = Date::from_epoch_days(i32::MIN);
        assert_eq!(before.to_iso(), "0000-01-01");
        for days in MIN_DAYS + 1..=MAX_DAYS {
            let today = Date::from_epoch_days(days);
            let (year, month, day) = today.civil();
            assert_eq!(Date::new(year, month, day), Some(today));
            if day != 1 {
                assert_eq!((year, month), (before.year(), before.month_number()));
                assert_eq!(day, before.day() + 1);
            }
            before = today;
        }
        assert_eq!(before.to_iso(), "9999-12-31");
        assert_eq!(before.plus_days(1), before);
    }

    #[test]
    fn days_the_calendar_does_not_have_are_refused() {
        for text in [
            "2026-02-29",
            "2026-02-30",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "2026-04-31",
            "2026-1-01",
            "+2026-01-01",
            "2026-01-01 ",
            "",
        ] {
            assert_eq!(Date::parse_iso(text), None, "{text}");
        }
        assert!(Date::parse_iso("2000-02-29").is_some());
        assert_eq!(Date::new(10_000, 1, 1), None);
        assert_eq!(Date::new(-1, 1, 1), None);
    }

    #[test]
    fn weekdays_match_known_dates() {
        assert_eq!(date("1970-01-01").weekday(), Weekday::Thursday);
        assert_eq!(date("2026-12-08").weekday(), Weekday::Tuesday);
        assert_eq!(date("1969-12-28").weekday(), Weekday::Sunday);
    }

    #[test]
    fn stepping_by_months_stops_at_the_last_day() {
        assert_eq!(date("2026-01-31").plus_months(1).to_iso(), "2026-02-28");
        assert_eq!(date("2028-01-31").plus_months(1).to_iso(), "2028-02-29");
        assert_eq!(date("2026-01-31").plus_months(-1).to_iso(), "2025-12-31");
        assert_eq!(date("2028-02-29").plus_months(12).to_iso(), "2029-02-28");
        assert_eq!(date("9999-12-31").plus_months(1).to_iso(), "9999-12-31");
    }
}

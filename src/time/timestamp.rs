//! An instant, and the strict gate through which written ones enter.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::date::{digits, push_padded};
use super::{DAY_MILLIS, Date};

/// An instant: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Arithmetic that would overflow stops at the end of the range.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// Why a text is not an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampError {
    /// It does not have the form of RFC 3339; a missing offset counts as this.
    Form,
    /// It has the form and names no instant: 30 February, hour 25, second 60.
    Range,
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TimestampError::Form => "timestamp is not in the form of rfc 3339",
            TimestampError::Range => "timestamp names a date or time that does not exist",
        })
    }
}

impl std::error::Error for TimestampError {}

impl Timestamp {
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 date-time (section 5.6) with any number of fraction digits; what is finer
    /// than a millisecond is cut off.
    ///
    /// One documented quirk is accepted: Calendly's own examples write midnight at the end of a
    /// day as `2024-02-16T24:00:00.000000Z`, which is the first instant of the next day. Second 60
    /// is refused, because leap seconds have no place in this count. JavaScript's `Date` would
    /// roll 30 February over to March; here it is an error.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        use TimestampError::{Form, Range};

        let (date, rest) = text.split_at_checked(10).ok_or(Form)?;
        let (clock, rest) = rest.split_at_checked(9).ok_or(Form)?;
        let [b'T' | b't', h1, h2, b':', m1, m2, b':', s1, s2] = *clock.as_bytes() else {
            return Err(Form);
        };
        let hour = digits(&[h1, h2]).ok_or(Form)?;
        let minute = digits(&[m1, m2]).ok_or(Form)?;
        let second = digits(&[s1, s2]).ok_or(Form)?;
        let (millis, rest) = fraction(rest).ok_or(Form)?;
        // The form of the whole, before anything is said of what it names.
        let shaped = date.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        if !shaped {
            return Err(Form);
        }
        let offset_minutes = offset(rest)?;
        let date = Date::parse_iso(date).ok_or(Range)?;
        let end_of_day = (hour, minute, second, millis) == (24, 0, 0, 0);
        if (hour > 23 && !end_of_day) || minute > 59 || second > 59 {
            return Err(Range);
        }
        let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        Ok(Self(
            i64::from(date.epoch_days()) * DAY_MILLIS + seconds * 1000 + i64::from(millis)
                - i64::from(offset_minutes) * 60_000,
        ))
    }

    /// `2026-12-08T08:00:00.000000Z`: UTC with microseconds, as the API writes it.
    pub fn to_rfc3339(self) -> String {
        let days = self.0.div_euclid(DAY_MILLIS);
        let date = Date::from_epoch_days(days.clamp(i32::MIN.into(), i32::MAX.into()) as i32);
        let millis = self.0.rem_euclid(DAY_MILLIS) as u32;
        let mut out = date.to_iso();
        out.reserve(17);
        out.push('T');
        push_padded(&mut out, millis / 3_600_000, 2);
        out.push(':');
        push_padded(&mut out, millis / 60_000 % 60, 2);
        out.push(':');
        push_padded(&mut out, millis / 1000 % 60, 2);
        out.push('.');
        push_padded(&mut out, millis % 1000, 3);
        out.push_str("000Z");
        out
    }

    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Steps by days of 24 hours, which are not always civil days.
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY_MILLIS)))
    }

    /// Milliseconds from `other` to `self`; negative when `self` is earlier.
    pub const fn millis_since(self, other: Self) -> i64 {
        self.0.saturating_sub(other.0)
    }
}

/// An optional `.123…`, in milliseconds, and what follows it.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(after) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = after.len() - rest.len();
    let mut millis = 0;
    let mut digits = after.bytes().take(count);
    for _ in 0..3 {
        millis = millis * 10 + digits.next().map_or(0, |byte| u32::from(byte - b'0'));
    }
    (count > 0).then_some((millis, rest))
}

/// `Z` or `±hh:mm`, in minutes east of UTC.
fn offset(text: &str) -> Result<i32, TimestampError> {
    let (sign, h1, h2, m1, m2) = match *text.as_bytes() {
        [b'Z' | b'z'] => return Ok(0),
        [b'+', h1, h2, b':', m1, m2] => (1, h1, h2, m1, m2),
        [b'-', h1, h2, b':', m1, m2] => (-1, h1, h2, m1, m2),
        _ => return Err(TimestampError::Form),
    };
    let hours = digits(&[h1, h2]).ok_or(TimestampError::Form)?;
    let minutes = digits(&[m1, m2]).ok_or(TimestampError::Form)?;
    if hours > 23 || minutes > 59 {
        return Err(TimestampError::Range);
    }
    Ok(sign * (hours * 60 + minutes) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn reads_what_calendly_writes() {
        assert_eq!(at("1970-01-01T00:00:00Z").as_millis(), 0);
        assert_eq!(
            at("2020-01-02T20:00:00.000000Z"),
            at("2020-01-02T20:00:00Z")
        );
        assert_eq!(at("2020-01-02T20:00:00+05:30"), at("2020-01-02T14:30:00Z"));
        assert_eq!(at("2020-01-02t20:00:00z"), at("2020-01-02T20:00:00Z"));
        assert_eq!(at("2020-01-02T20:00:00-00:00"), at("2020-01-02T20:00:00Z"));
        assert_eq!(at("2020-01-02T20:00:00.123456789Z").as_millis() % 1000, 123);
        assert_eq!(at("2020-01-02T20:00:00.5Z").as_millis() % 1000, 500);
    }

    #[test]
    fn hour_24_is_midnight_of_the_next_day() {
        assert_eq!(
            at("2024-02-16T24:00:00.000000Z"),
            at("2024-02-17T00:00:00Z")
        );
        assert_eq!(at("2024-02-29T24:00:00Z"), at("2024-03-01T00:00:00Z"));
        for text in ["2024-02-16T24:00:01Z", "2024-02-16T24:00:00.001Z"] {
            assert_eq!(Timestamp::parse(text), Err(TimestampError::Range), "{text}");
        }
    }

    #[test]
    fn instants_that_do_not_exist_are_refused() {
        for text in [
            "2024-02-30T10:00:00Z",
            "2024-02-16T25:00:00Z",
            "2024-02-16T23:60:00Z",
            "2016-12-31T23:59:60Z",
            "2024-02-16T10:00:00+25:00",
            "2024-02-16T10:00:00+01:60",
        ] {
            assert_eq!(Timestamp::parse(text), Err(TimestampError::Range), "{text}");
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "2024-02-16",
            "2024-02-16T10:00:00",
            "2024-02-16 10:00:00Z",
            "2024-02-16T10:00Z",
            "20240216T100000Z",
            "2024-02-16T10:00:00,5Z",
            "2024-02-16T10:00:00.Z",
            "2024-02-16T10:00:00Z ",
            " 2024-02-16T10:00:00Z",
            "2024-02-16T10:00:00+0530",
            "2024-02-16T10:00:00\u{2212}05:00",
            "10000-01-01T00:00:00Z",
            "-2024-02-16T10:00:00Z",
            "2024-02-16T10:00:00[UTC]",
            "\u{661}024-02-16T10:00:00Z",
            // An offset beyond the day had hidden that the date is none.
            "2024-0:-30T10:00:00-80:00",
        ] {
            assert_eq!(Timestamp::parse(text), Err(TimestampError::Form), "{text}");
        }
    }

    #[test]
    fn writes_utc_with_microseconds() {
        assert_eq!(
            at("2026-12-08T09:00:00+01:00").to_rfc3339(),
            "2026-12-08T08:00:00.000000Z"
        );
        assert_eq!(
            Timestamp::from_millis(-1).to_rfc3339(),
            "1969-12-31T23:59:59.999000Z"
        );
        assert_eq!(
            at("9999-12-31T23:59:59Z").to_rfc3339(),
            "9999-12-31T23:59:59.000000Z"
        );
    }

    #[test]
    fn is_stored_as_a_plain_number() {
        let text = serde_json::to_string(&Timestamp::from_millis(42)).unwrap();
        assert_eq!(text, "42");
        assert_eq!(
            serde_json::from_str::<Timestamp>("42").unwrap(),
            Timestamp::from_millis(42)
        );
    }

    #[test]
    fn arithmetic_stops_at_the_ends() {
        let end = Timestamp::from_millis(i64::MAX);
        assert_eq!(end.plus_millis(1), end);
        assert_eq!(Timestamp::default().plus_days(i64::MAX), end);
        let _ = end.to_rfc3339();
        let _ = Timestamp::from_millis(i64::MIN).to_rfc3339();
    }
}

//! A second zone beside the first: what clock and calendar show there.

use crate::time::{Local, Timestamp, ZoneOffsets};

/// From this minute of the day on it is night: 22:00.
pub const NIGHT_FROM: u16 = 22 * 60;
/// Until this minute of the day: 7:00.
pub const NIGHT_TO: u16 = 7 * 60;

/// A zone that is shown beside the first one.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    pub zone: String,
    pub offsets: ZoneOffsets,
}

/// An instant in the second zone, seen from the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct There {
    /// How many days later its date is than that of the first zone: −1, 0 or 1, rarely more.
    pub days: i32,
    /// Whether it is night there.
    pub night: bool,
}

impl Beside {
    /// What an instant is there; `here` is the same instant in the first zone.
    pub fn there(&self, at: Timestamp, here: Local) -> There {
        let local = self.offsets.local(at);
        There {
            days: local.date.epoch_days() - here.date.epoch_days(),
            night: is_night(local.minute),
        }
    }
}

/// Whether people sleep at this minute of the day.
pub fn is_night(minute: u16) -> bool {
    !(NIGHT_TO..NIGHT_FROM).contains(&minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(text: &str, here: i32, second: i32) -> There {
        let at = Timestamp::parse(text).unwrap();
        let beside = Beside {
            zone: String::new(),
            offsets: ZoneOffsets::fixed(second * 3600),
        };
        beside.there(at, ZoneOffsets::fixed(here * 3600).local(at))
    }

    #[test]
    fn night_is_from_ten_to_seven() {
        for (hour, minute, night) in [
            (21, 59, false),
            (22, 0, true),
            (0, 0, true),
            (6, 59, true),
            (7, 0, false),
            (12, 0, false),
        ] {
            assert_eq!(is_night(hour * 60 + minute), night, "{hour}:{minute}");
        }
    }

    #[test]
    fn days_differ_in_both_directions_and_over_the_turn_of_a_year() {
        // 16:30 in Berlin is half past midnight in Tokyo.
        let tokyo = there("2026-12-31T15:30:00Z", 1, 9);
        assert_eq!((tokyo.days, tokyo.night), (1, true));
        // 5:00 in Berlin is 20:00 of the day before in Los Angeles.
        let angeles = there("2027-01-01T04:00:00Z", 1, -8);
        assert_eq!((angeles.days, angeles.night), (-1, false));
        // Kiritimati is a day and an hour ahead of Niue.
        assert_eq!(there("2026-12-08T10:30:00Z", -11, 14).days, 2);
        assert_eq!(there("2026-12-08T12:30:00Z", 1, 0).days, 0);
    }
}

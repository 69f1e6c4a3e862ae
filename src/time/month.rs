//! A calendar month.

use super::Date;
use super::date::push_padded;

/// A month of the Gregorian calendar, January 0000 to December 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    number: u8,
}

impl Month {
    /// The month; `None` for a number outside 1 to 12 or a year outside 0 to 9999.
    pub fn new(year: i32, month: u8) -> Option<Self> {
        ((0..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self {
            year,
            number: month,
        })
    }

    pub(super) fn clamped(year: i32, month: u8) -> Self {
        Self {
            year: year.clamp(0, 9999),
            number: month.clamp(1, 12),
        }
    }

    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 for January to 12 for December.
    pub fn number(self) -> u8 {
        self.number
    }

    pub fn first(self) -> Date {
        self.date(1)
    }

    pub fn last(self) -> Date {
        self.date(self.days())
    }

    /// How many days it has: 28 to 31.
    pub fn days(self) -> u8 {
        match self.number {
            2 if self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// The month that many months later, held within the range.
    pub fn plus(self, months: i32) -> Self {
        let index = (self.year * 12 + i32::from(self.number) - 1)
            .saturating_add(months)
            .clamp(0, 9999 * 12 + 11);
        Self {
            year: index / 12,
            number: (index % 12) as u8 + 1,
        }
    }

    pub fn contains(self, date: Date) -> bool {
        date.month() == self
    }

    /// `2026-12`, the form of Calendly's own `month` parameter.
    pub fn to_iso(self) -> String {
        let mut out = String::with_capacity(7);
        push_padded(&mut out, self.year.unsigned_abs(), 4);
        out.push('-');
        push_padded(&mut out, u32::from(self.number), 2);
        out
    }

    fn date(self, day: u8) -> Date {
        // Every caller passes a day that the month has.
        Date::new(self.year, self.number, day).unwrap_or(Date::from_epoch_days(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_ends_and_its_neighbours() {
        let february = Month::new(2028, 2).unwrap();
        assert_eq!(february.first().to_iso(), "2028-02-01");
        assert_eq!(february.last().to_iso(), "2028-02-29");
        assert_eq!(february.plus(-2).to_iso(), "2027-12");
        assert_eq!(february.plus(11).to_iso(), "2029-01");
        assert!(february.contains(february.last()));
        assert!(!february.contains(february.last().plus_days(1)));
    }

    #[test]
    fn stays_within_the_range_of_dates() {
        assert_eq!(Month::new(2026, 0), None);
        assert_eq!(Month::new(2026, 13), None);
        assert_eq!(
            Month::new(9999, 12).unwrap().plus(i32::MAX).to_iso(),
            "9999-12"
        );
        assert_eq!(Month::new(0, 1).unwrap().plus(i32::MIN).to_iso(), "0000-01");
    }
}

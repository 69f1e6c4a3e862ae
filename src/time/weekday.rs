//! The day of the week.

/// A day of the week, numbered as in ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The seven days in ISO order.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// 1 for Monday to 7 for Sunday, as ISO 8601 and `Intl.Locale.getWeekInfo` count.
    pub fn number(self) -> u8 {
        match self {
            Weekday::Monday => 1,
            Weekday::Tuesday => 2,
            Weekday::Wednesday => 3,
            Weekday::Thursday => 4,
            Weekday::Friday => 5,
            Weekday::Saturday => 6,
            Weekday::Sunday => 7,
        }
    }

    /// The day with that ISO number; `None` outside 1 to 7.
    pub fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            1 => Weekday::Monday,
            2 => Weekday::Tuesday,
            3 => Weekday::Wednesday,
            4 => Weekday::Thursday,
            5 => Weekday::Friday,
            6 => Weekday::Saturday,
            7 => Weekday::Sunday,
            _ => return None,
        })
    }

    /// The day after this one.
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The day before this one.
    pub fn prev(self) -> Self {
        self.plus(-1)
    }

    /// How many days `self` comes after `first` in a week that starts on `first`: 0 to 6.
    pub fn days_since(self, first: Weekday) -> u8 {
        (self.number() + 7 - first.number()) % 7
    }

    pub(super) fn plus(self, days: i32) -> Self {
        match (i32::from(self.number()) - 1 + days).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_iso_and_round_trip() {
        for (index, day) in Weekday::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(day.number()), index + 1);
            assert_eq!(Weekday::from_number(day.number()), Some(day));
            assert_eq!(day.next().prev(), day);
        }
        assert_eq!(Weekday::from_number(0), None);
        assert_eq!(Weekday::from_number(8), None);
        assert_eq!(Weekday::Sunday.next(), Weekday::Monday);
    }

    #[test]
    fn counts_days_from_the_first_day_of_the_week() {
        assert_eq!(Weekday::Sunday.days_since(Weekday::Sunday), 0);
        assert_eq!(Weekday::Saturday.days_since(Weekday::Sunday), 6);
        assert_eq!(Weekday::Monday.days_since(Weekday::Saturday), 2);
    }
}

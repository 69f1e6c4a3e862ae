//! The month calendar: its rows of days, and where a key moves the focus.

use crate::time::{Date, Month, Weekday};

/// The weeks in which a month is drawn.
///
/// There are always six, so that the calendar keeps its height from month to month.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    pub weeks: Vec<[Date; 7]>,
}

impl Grid {
    /// Whole weeks that begin on `first`; the first one holds the first of the month.
    pub fn new(month: Month, first: Weekday) -> Self {
        let start = start_of_week(month.first(), first);
        Self {
            weeks: (0..6)
                .map(|week| std::array::from_fn(|day| start.plus_days(week * 7 + day as i32)))
                .collect(),
        }
    }

    /// The heads of the columns.
    pub fn weekdays(first: Weekday) -> [Weekday; 7] {
        let mut next = first;
        std::array::from_fn(|_| {
            let day = next;
            next = day.next();
            day
        })
    }
}

/// A key that moves the focus in a grid of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
}

impl Key {
    /// The key with that name in `KeyboardEvent.key`.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "ArrowLeft" => Key::Left,
            "ArrowRight" => Key::Right,
            "ArrowUp" => Key::Up,
            "ArrowDown" => Key::Down,
            "Home" => Key::Home,
            "End" => Key::End,
            "PageUp" => Key::PageUp,
            "PageDown" => Key::PageDown,
            _ => return None,
        })
    }
}

/// The date that a key moves the focus to, after the date grid of the ARIA Authoring Practices
/// (<https://www.w3.org/WAI/ARIA/apg/patterns/dialog-modal/examples/datepicker-dialog/>).
///
/// Arrows go by day and week, Home and End to the ends of the week, Page Up and Page Down by
/// month and with Shift by year. In a right-to-left grid the next day is on the left.
pub fn step(focus: Date, key: Key, shift: bool, rtl: bool, first: Weekday) -> Date {
    let months = if shift { 12 } else { 1 };
    match key {
        Key::Left => focus.plus_days(if rtl { 1 } else { -1 }),
        Key::Right => focus.plus_days(if rtl { -1 } else { 1 }),
        Key::Up => focus.plus_days(-7),
        Key::Down => focus.plus_days(7),
        Key::Home => start_of_week(focus, first),
        Key::End => start_of_week(focus, first).plus_days(6),
        Key::PageUp => focus.plus_months(-months),
        Key::PageDown => focus.plus_months(months),
    }
}

/// The day on which the week around `date` begins.
pub fn start_of_week(date: Date, first: Weekday) -> Date {
    date.plus_days(-i32::from(date.weekday().days_since(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse_iso(text).unwrap()
    }

    fn stepped(focus: &str, key: Key, shift: bool, rtl: bool) -> String {
        step(date(focus), key, shift, rtl, Weekday::Monday).to_iso()
    }

    #[test]
    fn a_grid_has_six_whole_weeks_with_the_whole_month_in_them() {
        for year in 2024..2030 {
            for number in 1..=12 {
                let month = Month::new(year, number).unwrap();
                for first in Weekday::ALL {
                    let grid = Grid::new(month, first);
                    let days: Vec<_> = grid.weeks.iter().flatten().copied().collect();
                    assert_eq!(grid.weeks.len(), 6);
                    assert!(days.windows(2).all(|two| two[0].plus_days(1) == two[1]));
                    assert!(days[..7].contains(&month.first()));
                    assert!(days.contains(&month.last()));
                    assert_eq!(days[0].weekday(), first);
                }
            }
        }
    }

    #[test]
    fn heads_of_columns_begin_with_the_first_day() {
        let heads = Grid::weekdays(Weekday::Sunday);
        assert_eq!(heads[0], Weekday::Sunday);
        assert_eq!(heads[6], Weekday::Saturday);
    }

    #[test]
    fn arrows_follow_the_eye_in_both_directions_of_writing() {
        assert_eq!(stepped("2026-12-01", Key::Left, false, false), "2026-11-30");
        assert_eq!(stepped("2026-12-01", Key::Left, false, true), "2026-12-02");
        assert_eq!(
            stepped("2026-12-31", Key::Right, false, false),
            "2027-01-01"
        );
        assert_eq!(stepped("2026-12-31", Key::Right, false, true), "2026-12-30");
        assert_eq!(stepped("2026-12-01", Key::Up, false, true), "2026-11-24");
        assert_eq!(stepped("2026-12-01", Key::Down, false, true), "2026-12-08");
    }

    #[test]
    fn home_and_end_go_to_the_ends_of_the_week() {
        let tuesday = date("2026-12-08");
        for (first, home, end) in [
            (Weekday::Monday, "2026-12-07", "2026-12-13"),
            (Weekday::Sunday, "2026-12-06", "2026-12-12"),
            (Weekday::Saturday, "2026-12-05", "2026-12-11"),
        ] {
            let to = |key| step(tuesday, key, false, false, first).to_iso();
            assert_eq!((to(Key::Home), to(Key::End)), (home.into(), end.into()));
        }
    }

    #[test]
    fn pages_are_months_and_with_shift_years() {
        assert_eq!(
            stepped("2027-01-31", Key::PageDown, false, false),
            "2027-02-28"
        );
        assert_eq!(
            stepped("2027-01-31", Key::PageUp, false, false),
            "2026-12-31"
        );
        assert_eq!(
            stepped("2028-02-29", Key::PageDown, true, false),
            "2029-02-28"
        );
        assert_eq!(stepped("2028-02-29", Key::PageUp, true, true), "2027-02-28");
    }

    #[test]
    fn keys_have_the_names_that_browsers_give_them() {
        assert_eq!(Key::from_name("ArrowLeft"), Some(Key::Left));
        assert_eq!(Key::from_name("PageDown"), Some(Key::PageDown));
        assert_eq!(Key::from_name("a"), None);
    }
}

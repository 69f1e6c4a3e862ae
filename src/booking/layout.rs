//! How times are laid out: as a month, a week or one list.

use super::calendar::start_of_week;
use super::windows::Window;
use crate::time::{Date, Month, Weekday, ZoneOffsets};

/// A way of laying times out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A calendar and the times of one of its days.
    Month,
    /// Seven days, each with its times.
    Week,
    /// Every time of a month, and of as many later ones as were asked for.
    List,
}

impl Layout {
    pub const ALL: [Self; 3] = [Self::Month, Self::Week, Self::List];

    /// Its name as an attribute and where it is remembered.
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Week => "week",
            Self::List => "list",
        }
    }

    /// The layout of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.name() == name)
    }

    /// The days it shows: of `month` and, in a list, `later` months more; or of the week around `focus`.
    pub fn span(self, month: Month, later: u8, focus: Date, first: Weekday) -> Span {
        match self {
            Self::Month => Span::of_months(month, 0),
            Self::List => Span::of_months(month, later),
            Self::Week => {
                let start = start_of_week(focus, first);
                Span {
                    first: start,
                    last: start.plus_days(6),
                }
            }
        }
    }
}

/// The days from `first` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub first: Date,
    pub last: Date,
}

impl Span {
    fn of_months(month: Month, later: u8) -> Self {
        Self {
            first: month.first(),
            last: month.plus(later.into()).last(),
        }
    }

    pub fn contains(self, date: Date) -> bool {
        (self.first..=self.last).contains(&date)
    }

    /// Every month of which it has a day, in order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        let last = self.last.month();
        std::iter::successors(Some(self.first.month()), move |month| {
            Some(month.plus(1)).filter(|next| *next <= last && next != month)
        })
    }

    /// From the start of its first day to the end of its last one. `zone` has to cover it.
    pub fn window(self, zone: &ZoneOffsets) -> Window {
        Window {
            start: zone.start_of_day(self.first),
            end: zone.start_of_day(self.last.plus_days(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse_iso(text).unwrap()
    }

    fn december() -> Month {
        Month::new(2026, 12).unwrap()
    }

    fn shown(layout: Layout, later: u8, focus: &str, first: Weekday) -> (String, String, usize) {
        let span = layout.span(december(), later, date(focus), first);
        (
            span.first.to_iso(),
            span.last.to_iso(),
            span.months().count(),
        )
    }

    #[test]
    fn names_lead_back_to_their_layout() {
        for layout in Layout::ALL {
            assert_eq!(Layout::named(layout.name()), Some(layout));
        }
        assert_eq!(Layout::named("year"), None);
    }

    #[test]
    fn a_month_ignores_what_a_list_has_more() {
        let month = ("2026-12-01".into(), "2026-12-31".into(), 1);
        assert_eq!(
            shown(Layout::Month, 3, "2026-12-08", Weekday::Monday),
            month
        );
        let list = ("2026-12-01".into(), "2027-03-31".into(), 4);
        assert_eq!(shown(Layout::List, 3, "2026-12-08", Weekday::Monday), list);
    }

    #[test]
    fn a_week_has_seven_days_from_its_first_one_and_up_to_two_months() {
        for (focus, first, from, to, months) in [
            ("2026-12-08", Weekday::Monday, "2026-12-07", "2026-12-13", 1),
            ("2026-12-08", Weekday::Sunday, "2026-12-06", "2026-12-12", 1),
            ("2026-12-31", Weekday::Monday, "2026-12-28", "2027-01-03", 2),
            (
                "2027-01-01",
                Weekday::Saturday,
                "2026-12-26",
                "2027-01-01",
                2,
            ),
        ] {
            let expected = (from.to_owned(), to.to_owned(), months);
            assert_eq!(shown(Layout::Week, 0, focus, first), expected);
        }
    }

    #[test]
    fn a_week_in_which_clocks_change_is_an_hour_longer_or_shorter() {
        let berlin = ZoneOffsets::probe(
            crate::time::Timestamp::parse("2027-03-01T00:00:00Z").unwrap(),
            crate::time::Timestamp::parse("2027-04-30T00:00:00Z").unwrap(),
            |at| {
                let change = crate::time::Timestamp::parse("2027-03-28T01:00:00Z").unwrap();
                if at < change { 3600 } else { 7200 }
            },
        );
        let week = Layout::Week.span(december(), 0, date("2027-03-24"), Weekday::Monday);
        let window = week.window(&berlin);
        let hours = window.end.millis_since(window.start) / 3_600_000;
        assert_eq!(hours, 7 * 24 - 1);
        assert!(week.contains(date("2027-03-28")) && !week.contains(date("2027-03-29")));
    }
}

//! How the times are laid out, and which days are shown.

use leptos::prelude::untrack;

use super::App;
use crate::booking::{Layout, Span};
use crate::browser::intl::{Shape, offsets_over};
use crate::browser::rest;
use crate::browser::runtime::spawn;
use crate::browser::storage::{preference, remember};
use crate::time::{Date, Month, Timestamp, Transition};
use crate::ui::text;

impl App {
    /// Takes the layout from the attribute, or from what was remembered.
    pub fn read_layout(self) {
        let remembered = || Layout::named(&preference("view")?);
        match self.options.with_untracked(|options| options.view()) {
            Some(given) => self.lay_out(given),
            None => match remembered() {
                // The page would stand still for as long as the rest of the program is on its way.
                Some(other) if other != Layout::Month => spawn(async move {
                    rest::here().await;
                    // By then the element may be gone, or have another layout.
                    if !self.layout.is_disposed() && remembered() == Some(other) {
                        self.lay_out(other);
                    }
                }),
                _ => self.lay_out(Layout::Month),
            },
        }
    }

    /// Lays times out like this from now on.
    pub fn choose_layout(self, layout: Layout) {
        remember("view", layout.name());
        self.lay_out(layout);
    }

    fn lay_out(self, layout: Layout) {
        if self.layout.get_untracked() == layout {
            return;
        }
        self.later.set(0);
        self.layout.set(layout);
        if layout == Layout::Month {
            // The day that a week was shown for may have no times, and another of its month some.
            let day = self.day.get_untracked();
            if day.is_some_and(|day| self.count(&|date| date == day) == 0) {
                self.day.set(None);
            }
            self.pick_day();
        }
        self.plan_span();
    }

    /// The days that are shown.
    pub fn span(self) -> Span {
        let layout = self.layout.get();
        // Only a week depends on the day that has the focus, and on the weekday with which it begins.
        let (focus, first) = if layout == Layout::Week {
            (self.focus.get(), self.week_start())
        } else {
            (self.month.get().first(), crate::time::Weekday::Monday)
        };
        layout.span(self.month.get(), self.later.get(), focus, first)
    }

    /// The same, without following.
    pub fn span_now(self) -> Span {
        untrack(move || self.span())
    }

    /// "December 2026", "7–13 Dec 2026", "December 2026 – January 2027".
    pub fn span_name(self) -> String {
        let (span, style) = (self.span(), self.style.get());
        let shape = match self.layout.get() {
            Layout::Week => Shape::Date,
            _ => Shape::Month,
        };
        style.say_dates(shape, span.first, span.last)
    }

    /// The last month that is shown, but for the end of a week.
    pub(super) fn last_month(self) -> Month {
        let later = self.later.get_untracked();
        self.month.get_untracked().plus(later.into())
    }

    /// Asks for what is not known of the shown days.
    pub(super) fn plan_span(self) {
        for month in self.span_now().months() {
            self.plan(month);
        }
    }

    /// Whether nothing that is to come lies before the shown days.
    pub fn is_first_span(self) -> bool {
        self.minute.track();
        self.zone.track();
        self.span().first <= self.today()
    }

    /// Goes on by as many months or weeks; back for less than 0.
    pub fn turn(self, steps: i32) {
        if self.layout.get_untracked() == Layout::Week {
            self.show_week_of(self.focus.get_untracked().plus_days(7 * steps));
        } else {
            self.steered.set(false);
            self.show_month(self.month.get_untracked().plus(steps));
        }
        self.announce_span();
    }

    /// Goes back to today.
    pub fn show_today(self) {
        let today = self.today();
        if self.layout.get_untracked() == Layout::Week {
            self.show_week_of(today);
        } else {
            self.show_month(today.month());
        }
        self.announce_span();
    }

    /// Says which days are shown, and how many times they have where that is known already.
    fn announce_span(self) {
        let month = self.last_month();
        if self.is_known() {
            self.count_aloud(month);
        } else {
            self.spoken.set_value(None);
            self.announce(untrack(move || self.span_name()));
        }
    }

    /// Whether every time of what is shown is known.
    pub(super) fn is_known(self) -> bool {
        untrack(move || self.span_state()).settled()
    }

    /// Says how many times there are in the month, or in the week that is shown; from now on only what changes there.
    pub(super) fn count_aloud(self, month: Month) {
        self.spoken.set_value(Some(month));
        if self.layout.get_untracked() != Layout::Week {
            return self.announce(self.describe_month(month));
        }
        let span = self.span_now();
        let count = self.count(&|date| span.contains(date));
        let name = untrack(move || self.span_name());
        self.announce(text::day_summary(&name, count));
    }

    fn show_week_of(self, day: Date) {
        let day = day.max(self.today());
        // The week stays where it was put, whatever arrives.
        self.steered.set(true);
        self.day.set(Some(day));
        if !self.month.get_untracked().contains(day) {
            self.show_month(day.month());
        }
        self.focus.set(day);
        self.plan_span();
    }

    /// Shows the times of one month more.
    pub fn show_later(self) {
        let later = self.later.get_untracked().saturating_add(1);
        self.later.set(later);
        self.plan_span();
        self.prefetch();
        let zone = self.offsets.get_untracked();
        let month = self.last_month();
        let state = self.times.with_untracked(|times| times.state(month, &zone));
        if state.settled() {
            self.count_aloud(month);
        }
    }

    /// The next change of the clocks in `zone` that moves times which are shown.
    pub fn clock_change(self, zone: &str) -> Option<(Transition, Date)> {
        let now = self.minute.get();
        let span = self.span();
        let shown = span.window(&self.offsets.get());
        let last = self.last_shown(shown.end);
        let today = self.today();
        let offsets = offsets_over(zone, today.min(span.first), span.last);
        let change = offsets.change_ahead(now, shown.start.max(now), last)?;
        // The day on which people go to sleep before it is not the day on which it is.
        let day = offsets.local(change.at).date;
        Some((change, day))
    }

    /// The last known time before `end`; `end` itself while not everything of what is shown is known.
    fn last_shown(self, end: Timestamp) -> Timestamp {
        if !self.span_state().settled() {
            return end;
        }
        self.times.with(|times| {
            let before = times.slots().iter().rev().find(|slot| slot.start < end);
            before.map_or(Timestamp::from_millis(0), |slot| slot.start)
        })
    }
}

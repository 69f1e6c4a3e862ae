//! The available times of the chosen event type: which are asked for, kept, shown and revalidated.

use super::App;
use super::app::{Load, Phase, Tone};
use crate::api::EventTypeUri;
use crate::api::availability::AvailableTimes;
use crate::api::availability::ListEventTypeAvailableTimes;
use crate::auth::address::is_loopback;
use crate::booking::{
    Common, ErrorKey, Failure, Fetch, MonthState, Slot, Window, allowed_link, upcoming,
};
use crate::browser::intl::{Shape, offset_seconds, offsets_around};
use crate::browser::rest;
use crate::browser::runtime::{Sleep, now};
use crate::client::Error;
use crate::element::events;
use crate::time::{DAY_MILLIS, Date, Month, Timestamp};
use crate::ui::text;

/// How many months "next available" looks ahead before it says that there is nothing.
const LOOK_AHEAD: i32 = 12;

/// The civil date of an instant in a zone.
pub fn date_in(zone: &str, at: Timestamp) -> Date {
    let local = at.plus_millis(i64::from(offset_seconds(zone, at).unwrap_or(0)) * 1000);
    Date::from_epoch_days(local.as_millis().div_euclid(DAY_MILLIS) as i32)
}

/// The times of an answer; a link that is none is left out, its time stays.
fn slots(found: AvailableTimes, loopback: bool) -> Vec<Slot> {
    let slot = |time: crate::api::availability::AvailableTime| Slot {
        start: time.start_time,
        invitees_remaining: time.invitees_remaining,
        scheduling_url: time
            .scheduling_url
            .filter(|url| allowed_link(url, loopback)),
    };
    found.collection.into_iter().map(slot).collect()
}

impl App {
    /// Today in the shown zone.
    pub fn today(self) -> Date {
        date_in(&self.zone.get_untracked(), self.minute.get_untracked())
    }

    /// Goes to `month` and asks for what is not known of it, and of the next one.
    pub fn show_month(self, month: Month) {
        let today = self.today();
        let month = month.max(today.month());
        if self.month.get_untracked() != month {
            self.later.set(0);
            self.month.set(month);
        }
        let focus = self.focus.get_untracked();
        if !month.contains(focus) {
            self.focus.set(if month.contains(today) {
                today
            } else {
                month.first()
            });
        }
        self.plan_span();
        self.pick_day();
        self.prefetch();
    }

    /// The chosen day follows the month: the first one with times, unless the chosen one is in it.
    pub(super) fn pick_day(self) {
        let month = self.month.get_untracked();
        let zone = self.offsets.get_untracked();
        let day = self.day.get_untracked();
        let kept = day.filter(|day| month.contains(*day));
        let next = kept.or_else(|| {
            self.times.with_untracked(|times| {
                let slots = upcoming(times.slots(), now()).iter();
                slots
                    .map(|slot| zone.local(slot.start).date)
                    .find(|date| month.contains(*date))
            })
        });
        if next != day {
            self.day.set(next);
        }
        // A late answer must not take the focus from under the hand that moves it.
        if let Some(next) = next
            && day.is_none()
            && !self.steered.get_untracked()
        {
            self.focus.set(next);
        }
    }

    /// Chooses a day of the shown month, or of another one.
    pub fn choose_day(self, day: Date) {
        if !self.month.get_untracked().contains(day) {
            self.show_month(day.month());
        }
        self.focus.set(day);
        self.day.set(Some(day));
        self.plan_span();
        self.announce(self.describe_day(day));
    }

    /// "Tuesday, 8 December 2026: 7 times"
    pub fn describe_day(self, day: Date) -> String {
        let name = self.style.get_untracked().say_date(Shape::FullDay, day);
        text::day_summary(&name, self.count(&|date| date == day))
    }

    /// "December 2026: 57 times"
    pub(super) fn describe_month(self, month: Month) -> String {
        let style = self.style.get_untracked();
        let name = style.say_date(Shape::Month, month.first());
        text::day_summary(&name, self.count(&|date| month.contains(date)))
    }

    /// How many known times to come are on days that count.
    pub(super) fn count(self, counts: &dyn Fn(Date) -> bool) -> usize {
        let zone = self.offsets.get_untracked();
        self.times.with_untracked(|times| {
            let slots = upcoming(times.slots(), now()).iter();
            slots
                .filter(|slot| counts(zone.local(slot.start).date))
                .count()
        })
    }

    pub(super) fn plan(self, month: Month) {
        if self.chosen_uri.get_untracked().is_none() {
            return;
        }
        let zone = self.offsets.get_untracked();
        let fetches = self.change(|times| times.plan(month, &zone, now()));
        self.fetch_all(fetches);
    }

    /// Changes the availability and tells the views.
    fn change<T>(self, act: impl FnOnce(&mut Common) -> T) -> T
    where
        T: Default,
    {
        self.times.try_update(act).unwrap_or_default()
    }

    fn fetch_all(self, fetches: Vec<Fetch>) {
        for fetch in fetches {
            self.fetch(fetch);
        }
    }

    fn fetch(self, fetch: Fetch) {
        let of = |times: &Common| times.asks(fetch.id).map(str::to_owned);
        let asked = self
            .stack()
            .zip(self.times.with_untracked(of))
            .and_then(|(stack, uri)| {
                let event_type = EventTypeUri::parse(&uri, &stack.connection.api_url).ok()?;
                Some((stack, uri, event_type))
            });
        let Some((stack, uri, event_type)) = asked else {
            self.change(|times| times.abandon(fetch.id));
            return;
        };
        let era = self.now_era();
        self.read(async move {
            let request = ListEventTypeAvailableTimes {
                event_type,
                start_time: fetch.window.start,
                end_time: fetch.window.end,
            };
            let answer = stack.client.call(&request).await;
            if !self.is_current(era) {
                return;
            }
            match answer {
                Ok(found) => {
                    let lost = found.not_understood;
                    let slots = slots(found, is_loopback(&stack.connection.api_url));
                    self.change(|times| times.arrive(fetch.id, Ok(slots), now()));
                    self.arrived();
                    // At last: the count of times would be spoken in its place.
                    if lost > 0 {
                        self.say_aloud(Tone::Warning, &text::not_understood(lost));
                    }
                }
                Err(error) if error.is_range_too_long() => {
                    let shorter = self.change(|times| times.refuse_long(fetch.id));
                    self.fetch_all(shorter);
                }
                // It waited for so long that its window has begun: what is left of that is asked for.
                Err(error) if error.status() == Some(400) && fetch.window.start <= now() => {
                    let zone = self.offsets.get_untracked();
                    let rest = self.change(|times| {
                        times.arrive(fetch.id, Err(ErrorKey(String::new())), now());
                        times.retry(&uri, fetch.window, &zone, now())
                    });
                    self.fetch_all(rest);
                }
                Err(error) => {
                    self.change(|times| {
                        times.arrive(fetch.id, Err(ErrorKey(text::problem(&error))), now())
                    });
                    self.arrived();
                    if error.insufficient_scope() {
                        self.say_error(&text::problem(&error), &error);
                    }
                    self.report(&error);
                }
            }
        });
    }

    /// Something new is known: prefetch, keep the day in step, and drop chosen times that are gone.
    fn arrived(self) {
        let month = self.last_month();
        let zone = self.offsets.get_untracked();
        let state = self.times.with_untracked(|times| times.state(month, &zone));
        if state.loading {
            return;
        }
        rest::soon();
        self.keep_times();
        self.pick_day();
        self.drop_gone_times();
        self.prefetch();
        let window = self.span_now().window(&zone);
        let (came, went) = self.times.with_untracked(|times| times.changed(window));
        if self.spoken.get_value() == Some(month) {
            if came + went > 0 {
                self.announce(text::changed(came, went));
            }
        } else if self.is_known() {
            // Else the notice says what is not known.
            self.count_aloud(month);
        }
    }

    /// Asks for the month after the shown one, once that one is there.
    pub(super) fn prefetch(self) {
        let month = self.last_month();
        let zone = self.offsets.get_untracked();
        let state = self.times.with_untracked(|times| times.state(month, &zone));
        if state.loading || !state.failed.is_empty() {
            return;
        }
        let next = month.plus(1);
        let ahead = offsets_around(&self.zone.get_untracked(), next);
        let fetches = self.change(|times| times.plan(next, &ahead, now()));
        self.fetch_all(fetches);
    }

    /// Asks again for the shown month; what is shown stays until the answer is there.
    pub fn revalidate(self) {
        self.minute.set(now());
        for month in self.span_now().months() {
            self.revalidate_month(month);
        }
    }

    /// Asks again for `month`.
    pub fn revalidate_month(self, month: Month) {
        let zone = offsets_around(&self.zone.get_untracked(), month);
        let fetches = self.change(|times| times.revalidate(month, &zone, now()));
        self.fetch_all(fetches);
    }

    /// Asks once more for what an event type could not tell.
    pub fn retry_times(self, failure: &Failure) {
        let zone = self.offsets.get_untracked();
        let fetches =
            self.change(|times| times.retry(&failure.event_type, failure.window, &zone, now()));
        self.fetch_all(fetches);
    }

    /// How what is shown stands.
    pub fn span_state(self) -> MonthState {
        let window = self.shown();
        self.times.with(|times| times.state_in(window))
    }

    /// From the start of the first day that is shown to the end of the last one.
    pub fn shown(self) -> Window {
        self.span().window(&self.offsets.get())
    }

    /// Drops the times of the event type that was looked at.
    pub fn abort_times(self) {
        self.change(|times| times.set_types(&[]));
        self.link_for.set(None);
        self.day.set(None);
        self.steered.set(false);
        self.spoken.set_value(None);
        self.searching.set(false);
        self.searched_to.set(None);
    }

    /// The first known time after what is shown, if any is known.
    pub fn next_known(self) -> Option<Timestamp> {
        let after = self.shown().end;
        self.times
            .with(|times| times.next_available(after).map(|slot| slot.start))
    }

    /// Goes to the first available time: in what is known, else month by month.
    pub fn go_to_next_available(self) {
        // Of no event type nothing can be said.
        if self.phase.get_untracked() != Phase::SignedIn
            || self.chosen_uri.get_untracked().is_none()
        {
            return;
        }
        let start = self.month.get_untracked();
        let zone = self.offsets.get_untracked();
        let from = match self.day.get_untracked() {
            Some(day) => zone.start_of_day(day.plus_days(1)).max(now()),
            None => now(),
        };
        if let Some(at) = self
            .times
            .with_untracked(|times| times.next_available(from).map(|slot| slot.start))
        {
            self.jump(at);
            return;
        }
        self.searching.set(true);
        let era = self.now_era();
        let event_type = self.chosen_uri.get_untracked();
        self.read(async move {
            for ahead in 1..=LOOK_AHEAD {
                let month = start.plus(ahead);
                let zone = offsets_around(&self.zone.get_untracked(), month);
                let fetches = self.change(|times| times.plan(month, &zone, now()));
                self.fetch_all(fetches);
                // As long as the answers take: each comes, fails or is given up, and a pause that Calendly asked for is
                // waited out.
                while self
                    .times
                    .with_untracked(|times| times.state(month, &zone).loading)
                {
                    Sleep::new(80).await;
                    let stopped =
                        !self.is_current(era) || self.chosen_uri.get_untracked() != event_type;
                    if stopped || !self.searching.get_untracked() {
                        return;
                    }
                }
                let (found, lacks) = self.times.with_untracked(|times| {
                    let found = times.next_available(zone.start_of_day(month.first()));
                    let lacks = !times.state(month, &zone).failed.is_empty();
                    (found.map(|slot| slot.start), lacks)
                });
                if found.is_some() || lacks {
                    self.searching.set(false);
                    match found {
                        Some(at) => self.jump(at),
                        // What is not known is no "nothing": it has its Retry there.
                        None => self.show_month(month),
                    }
                    return;
                }
                self.searched_to.set(Some(month));
            }
            self.searching.set(false);
            self.announce(text::NOTHING_AHEAD);
        });
    }

    /// Shows the day of `at` and puts the focus of the calendar there.
    pub fn jump(self, at: Timestamp) {
        let day = date_in(&self.zone.get_untracked(), at);
        self.show_month(day.month());
        self.choose_day(day);
    }

    /// Whether the profile or the event types could not be had.
    pub fn account_error(self) -> Option<Error> {
        fn failed<T>(load: &Load<T>) -> Option<Error> {
            if let Load::Failed(error) = load {
                Some(error.clone())
            } else {
                None
            }
        }
        self.user
            .with(failed)
            .or_else(|| self.types.with(failed))
            .or_else(|| self.types_left.with(failed))
            .or_else(|| self.fixed_type.with(failed))
    }

    /// Takes out of the selection what an answer no longer has. Times of which nothing is known stay.
    pub fn drop_gone_times(self) {
        if self.drop_gone() {
            events::slot_select(&self);
        }
    }

    /// As [`App::drop_gone_times`], without an event; whether there was anything to take out.
    pub fn drop_gone(self) -> bool {
        let gone = self.times.with_untracked(|times| {
            let gone = |at: &Timestamp| *at <= now() || times.is_gone(*at);
            self.selection
                .with_untracked(|selection| selection.iter().filter(gone).collect::<Vec<_>>())
        });
        if gone.is_empty() {
            return false;
        }
        // A drag would put them back: what it has passed so far is picked, and it is over.
        self.drag.set_value(None);
        self.selection.update(|selection| {
            for at in &gone {
                selection.toggle(*at);
            }
        });
        self.say_aloud(super::app::Tone::Warning, &text::times_gone(gone.len()));
        true
    }
}

//! The times of one event type as they arrive: what is known, on its way, or missing.
//!
//! A request owns the span of time it asks for until a later one asks for the same span. An answer
//! counts only for what its request still owns, so the last request wins instant by instant,
//! whatever the order of the answers. What is known stays visible until something newer replaces it. Beside what
//! answers have told there may be times that are recalled from earlier: they are shown, and count for nothing else.

mod month_state;

pub use month_state::MonthState;

use super::slots::{Slot, places_in, replace, slot_at};
use super::windows::{LEAD_MILLIS, LONG_DAYS, SHORT_DAYS, Window, by_days, without};
use crate::order;
use crate::time::{DAY_MILLIS, Month, Timestamp, ZoneOffsets};

/// A request to make: ask for the window and hand the answer to [`Availability::arrive`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// Never used twice, not even after [`Availability::reset`].
    pub id: u64,
    pub window: Window,
}

/// What kept a window from arriving: a stable code for the view to put into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorKey(pub String);

/// What is known of the times of one event type.
#[derive(Clone, PartialEq)]
pub struct Availability {
    /// Sorted by start, one for each.
    slots: Vec<Slot>,
    pending: Vec<Pending>,
    /// Disjoint spans that have arrived, each with its age.
    known: Vec<(Window, Timestamp)>,
    /// Disjoint spans of which only an earlier time is recalled, each with the time of that.
    recalled: Vec<(Window, Timestamp)>,
    /// Disjoint spans whose last request failed. What was known of them before stays known.
    failed: Vec<(Window, ErrorKey)>,
    changes: Changes,
    next_id: u64,
    max_days: u8,
}

/// What the last answers have changed of what was known before them, sorted.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Changes {
    pub came: Vec<Timestamp>,
    pub went: Vec<Timestamp>,
}

#[derive(Clone, PartialEq)]
struct Pending {
    id: u64,
    asked: Window,
    /// What of that no later request has asked for.
    owned: Vec<Window>,
    /// For cutting at midnight, should the server find the window too long.
    zone: ZoneOffsets,
}

impl Default for Availability {
    fn default() -> Self {
        Self::new()
    }
}

impl Availability {
    pub fn new() -> Self {
        Self::numbered(1, false)
    }

    /// Whose requests are numbered from `first`; `is_short`: the server is known to take short windows only.
    pub fn numbered(first: u64, is_short: bool) -> Self {
        Self {
            slots: Vec::new(),
            pending: Vec::new(),
            known: Vec::new(),
            recalled: Vec::new(),
            failed: Vec::new(),
            changes: Changes::default(),
            next_id: first,
            max_days: if is_short { SHORT_DAYS } else { LONG_DAYS },
        }
    }

    /// Shows what was known earlier, each span with the time at which it was, where no answer has told more since.
    pub fn recall(&mut self, slots: &[Slot], spans: &[(Window, Timestamp)]) {
        for (span, at) in spans {
            let mut open = vec![*span];
            for (told, _) in self.known.iter().chain(&self.recalled) {
                open = without(&open, *told);
            }
            for part in open {
                replace(&mut self.slots, part, slots.to_vec());
                self.recalled.push((part, *at));
            }
        }
    }

    /// What is known or recalled, and from when it is.
    pub fn told(&self) -> impl Iterator<Item = (Window, Timestamp)> + '_ {
        self.known.iter().chain(&self.recalled).copied()
    }

    /// What the last answers have changed.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// What has to be fetched to show a month: the part of it that is neither known, nor on its
    /// way, nor failed. Also the way to fetch the next month ahead. `zone` has to cover the month.
    pub fn plan(&mut self, month: Month, zone: &ZoneOffsets, now: Timestamp) -> Vec<Fetch> {
        let mut missing = vec![Window::of_month(month, zone).ahead(now)];
        let taken = (self.known.iter().map(|(window, _)| window))
            .chain(self.failed.iter().map(|(window, _)| window))
            .chain(self.pending.iter().flat_map(|pending| &pending.owned));
        for window in taken {
            missing = without(&missing, *window);
        }
        self.request(&missing, zone)
    }

    /// Asks again for all that is to come of a month. What is known stays until answers arrive.
    pub fn revalidate(&mut self, month: Month, zone: &ZoneOffsets, now: Timestamp) -> Vec<Fetch> {
        self.request(&[Window::of_month(month, zone).ahead(now)], zone)
    }

    /// Asks again for what failed within a window.
    pub fn retry(&mut self, window: Window, zone: &ZoneOffsets, now: Timestamp) -> Vec<Fetch> {
        let again: Vec<_> = (self.failed.iter())
            .map(|(failed, _)| failed.common(window))
            .filter(|part| !part.is_empty())
            .collect();
        // What has passed meanwhile can no longer be asked for and is no gap any more.
        for part in &again {
            clear(&mut self.failed, *part);
        }
        let ahead: Vec<_> = again.iter().map(|part| part.ahead(now)).collect();
        self.request(&ahead, zone)
    }

    /// Takes the answer to a request.
    ///
    /// Slots replace what was known of the window. A failure leaves it as it was and marks it. An
    /// answer to a request that was overtaken, or made before a reset, changes nothing.
    pub fn arrive(&mut self, id: u64, answer: Result<Vec<Slot>, ErrorKey>, now: Timestamp) {
        let Some(request) = self.take(id) else {
            return;
        };
        match answer {
            Ok(slots) => {
                let mut slots = Some(slots);
                let mut parts = request.owned.iter().peekable();
                while let Some(part) = parts.next() {
                    let fresh = if parts.peek().is_some() {
                        slots.clone()
                    } else {
                        slots.take()
                    };
                    self.renew(*part, fresh.unwrap_or_default());
                    self.learn(*part, now);
                }
            }
            Err(error) => self.fail(request.owned, error),
        }
        self.forget_past(now);
    }

    /// Puts fresh slots in the place of what was told of a window, and notes what that changes.
    fn renew(&mut self, window: Window, fresh: Vec<Slot>) {
        let within = |slots: &[Slot]| -> Vec<Timestamp> {
            let slots = slots.get(places_in(slots, window));
            slots
                .unwrap_or_default()
                .iter()
                .map(|slot| slot.start)
                .collect()
        };
        let before = within(&self.slots);
        replace(&mut self.slots, window, fresh);
        let after = within(&self.slots);
        let told: Vec<Window> = self.told().map(|(span, _)| span).collect();
        let lacks = |list: &[Timestamp], at: &Timestamp| list.binary_search(at).is_err();
        let Changes { came, went } = &mut self.changes;
        for (list, found, other) in [(came, &after, &before), (went, &before, &after)] {
            list.retain(|at| !window.contains(*at));
            // Of what was never told nothing can be new.
            let differs =
                |at: &&Timestamp| lacks(other, at) && told.iter().any(|span| span.contains(**at));
            list.extend(found.iter().filter(differs));
            order::sort(list, |one, other| one < other);
        }
    }

    /// Takes the server's refusal of a window as too long, and cuts it into shorter ones. Later
    /// windows, after a reset too, are short from the start.
    ///
    /// A window that was short already has failed for good: it becomes a gap with the error
    /// `range_too_long`.
    pub fn refuse_long(&mut self, id: u64) -> Vec<Fetch> {
        self.max_days = SHORT_DAYS;
        let Some(request) = self.take(id) else {
            return Vec::new();
        };
        let asked = request.asked.end.millis_since(request.asked.start);
        if asked <= i64::from(SHORT_DAYS) * DAY_MILLIS {
            self.fail(request.owned, ErrorKey("range_too_long".to_owned()));
            return Vec::new();
        }
        self.request(&request.owned, &request.zone)
    }

    /// Gives a request up that was aborted and will never be answered: what it asked for is missing
    /// again, and the next [`Availability::plan`] asks anew.
    pub fn abandon(&mut self, id: u64) {
        self.take(id);
    }

    /// Forgets all times and requests, for another event type or another account.
    pub fn reset(&mut self) {
        self.slots.clear();
        self.pending.clear();
        self.known.clear();
        self.recalled.clear();
        self.failed.clear();
        self.changes = Changes::default();
    }

    /// All known slots, sorted by start; see [`upcoming`](super::slots::upcoming).
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The first known slot after an instant. Where there is none, ask for a later month and look again.
    pub fn next_available(&self, after: Timestamp) -> Option<&Slot> {
        super::slots::upcoming(&self.slots, after).first()
    }

    /// Whether an answer has told of this instant, be it free or not.
    pub fn knows(&self, at: Timestamp) -> bool {
        self.known.iter().any(|(window, _)| window.contains(at))
    }

    /// Whether nothing was ever told of this instant, because its window failed.
    pub fn cannot_tell(&self, at: Timestamp) -> bool {
        let failed = self.failed.iter().any(|(window, _)| window.contains(at));
        failed && !self.told().any(|(window, _)| window.contains(at))
    }

    /// Whether this request is under way.
    pub fn asks(&self, id: u64) -> bool {
        self.pending.iter().any(|pending| pending.id == id)
    }

    /// The slot that begins at this instant.
    pub fn slot_at(&self, at: Timestamp) -> Option<&Slot> {
        slot_at(&self.slots, at)
    }

    /// Whether any request is under way.
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Makes the requests for some spans and gives them what older ones owned there.
    fn request(&mut self, spans: &[Window], zone: &ZoneOffsets) -> Vec<Fetch> {
        let mut fetches = Vec::new();
        for span in spans {
            for window in by_days(*span, zone, self.max_days) {
                for pending in &mut self.pending {
                    pending.owned = without(&pending.owned, window);
                }
                self.pending.retain(|pending| !pending.owned.is_empty());
                clear(&mut self.failed, window);
                let id = self.next_id;
                self.next_id += 1;
                self.pending.push(Pending {
                    id,
                    asked: window,
                    owned: vec![window],
                    zone: zone.clone(),
                });
                fetches.push(Fetch { id, window });
            }
        }
        fetches
    }

    fn take(&mut self, id: u64) -> Option<Pending> {
        let index = self.pending.iter().position(|pending| pending.id == id)?;
        Some(self.pending.swap_remove(index))
    }

    fn learn(&mut self, window: Window, now: Timestamp) {
        clear(&mut self.known, window);
        clear(&mut self.recalled, window);
        self.known.push((window, now));
        order::sort(&mut self.known, |(one, _), (other, _)| {
            one.start < other.start
        });
    }

    fn fail(&mut self, windows: Vec<Window>, error: ErrorKey) {
        self.failed
            .extend(windows.into_iter().map(|window| (window, error.clone())));
        order::sort(&mut self.failed, |(one, _), (other, _)| {
            one.start < other.start
        });
    }

    /// Without this the age of a month would be that of its first visit: what is left of an
    /// earlier answer once a later one begins a minute from now is never asked for again.
    fn forget_past(&mut self, now: Timestamp) {
        let lead = now.plus_millis(LEAD_MILLIS);
        self.known.retain(|(window, _)| window.end > lead);
        self.recalled.retain(|(window, _)| window.end > lead);
        self.failed.retain(|(window, _)| window.end > lead);
    }
}

/// Takes a window out of marked spans.
fn clear<T: Clone>(marked: &mut Vec<(Window, T)>, window: Window) {
    if !marked.iter().any(|(span, _)| span.overlaps(window)) {
        return;
    }
    *marked = std::mem::take(marked)
        .into_iter()
        .flat_map(|(span, mark)| {
            without(&[span], window)
                .into_iter()
                .map(move |left| (left, mark.clone()))
        })
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn slot(text: &str) -> Slot {
        Slot {
            start: at(text),
            invitees_remaining: 1,
            scheduling_url: None,
        }
    }

    fn december() -> Month {
        Month::new(2026, 12).unwrap()
    }

    fn utc() -> ZoneOffsets {
        ZoneOffsets::fixed(0)
    }

    fn november_20() -> Timestamp {
        at("2026-11-20T12:00:00Z")
    }

    fn network() -> Result<Vec<Slot>, ErrorKey> {
        Err(ErrorKey("network".to_owned()))
    }

    /// Times with December asked for and answered.
    fn loaded(slots: &[&str]) -> Availability {
        let mut times = Availability::new();
        for fetch in times.plan(december(), &utc(), november_20()) {
            let answer = slots.iter().map(|text| slot(text)).collect();
            times.arrive(fetch.id, Ok(answer), november_20());
        }
        times
    }

    fn starts(times: &Availability) -> Vec<String> {
        times
            .slots()
            .iter()
            .map(|slot| slot.start.to_rfc3339())
            .collect()
    }

    #[test]
    fn a_month_is_asked_for_once() {
        let mut times = Availability::new();
        let first = times.plan(december(), &utc(), november_20());
        assert_eq!(first.len(), 1);
        assert_eq!(times.plan(december(), &utc(), november_20()), []);
        assert!(times.state(december(), &utc()).loading);
        times.arrive(first[0].id, Ok(vec![]), november_20());
        assert_eq!(times.plan(december(), &utc(), november_20()), []);
        assert!(times.state(december(), &utc()).settled());
    }

    #[test]
    fn the_next_month_goes_on_where_this_one_ends() {
        let mut times = loaded(&[]);
        let next = times.plan(december().plus(1), &utc(), november_20());
        assert_eq!(next[0].window.start, at("2027-01-01T00:00:00Z"));
    }

    #[test]
    fn another_zone_asks_only_for_the_hours_that_are_new() {
        let mut times = loaded(&[]);
        let more = times.plan(december(), &ZoneOffsets::fixed(-18_000), november_20());
        assert_eq!(more.len(), 1);
        assert_eq!(more[0].window.start, at("2027-01-01T00:00:00Z"));
        assert_eq!(more[0].window.end, at("2027-01-01T05:00:00Z"));
    }

    #[test]
    fn a_refusal_of_31_days_is_remembered_for_later_windows_and_event_types() {
        let mut times = Availability::new();
        let long = times.plan(december(), &utc(), november_20());
        let short = times.refuse_long(long[0].id);
        assert_eq!(short.len(), 5);
        let late = slot("2026-12-08T10:00:00Z");
        times.arrive(long[0].id, Ok(vec![late]), november_20());
        assert_eq!(times.slots(), []);
        assert_eq!(
            times.plan(december().plus(1), &utc(), november_20()).len(),
            5
        );
        times.reset();
        assert_eq!(times.plan(december(), &utc(), november_20()).len(), 5);
    }

    #[test]
    fn a_short_window_that_is_refused_too_is_a_gap_and_not_a_loop() {
        let mut times = Availability::new();
        let long = times.plan(december(), &utc(), november_20());
        let short = times.refuse_long(long[0].id);
        assert_eq!(times.refuse_long(short[0].id), []);
        let state = times.state(december(), &utc());
        assert_eq!(state.failed, [short[0].window]);
        assert_eq!(state.error, Some(ErrorKey("range_too_long".to_owned())));
    }

    #[test]
    fn one_failed_window_of_five_is_a_gap_that_is_retried_alone() {
        let mut times = Availability::new();
        let long = times.plan(december(), &utc(), november_20());
        let short = times.refuse_long(long[0].id);
        for (index, fetch) in short.iter().enumerate() {
            let answer = if index == 2 { network() } else { Ok(vec![]) };
            times.arrive(fetch.id, answer, november_20());
        }
        let state = times.state(december(), &utc());
        assert!(!state.loading);
        assert_eq!(state.failed, [short[2].window]);
        let gaps = times.gaps(december(), &utc());
        let days: Vec<_> = gaps.iter().map(|date| date.day()).collect();
        assert_eq!(days, [15, 16, 17, 18, 19, 20, 21]);
        assert_eq!(times.plan(december(), &utc(), november_20()), []);

        let again = times.retry(short[2].window, &utc(), november_20());
        assert_eq!(again.len(), 1);
        assert_eq!(again[0].window, short[2].window);
        assert!(times.gaps(december(), &utc()).is_empty());
        times.arrive(again[0].id, Ok(vec![]), november_20());
        assert!(times.state(december(), &utc()).settled());
    }

    #[test]
    fn old_times_stay_until_new_ones_arrive_and_after_a_failure() {
        let mut times = loaded(&["2026-12-08T10:00:00Z"]);
        let again = times.revalidate(december(), &utc(), november_20());
        assert_eq!(times.slots().len(), 1);
        times.arrive(again[0].id, network(), november_20());
        assert_eq!(times.slots().len(), 1);
        assert_eq!(times.state(december(), &utc()).failed.len(), 1);
        assert!(times.gaps(december(), &utc()).is_empty());

        let again = times.revalidate(december(), &utc(), november_20());
        times.arrive(
            again[0].id,
            Ok(vec![slot("2026-12-09T10:00:00Z")]),
            november_20(),
        );
        assert_eq!(starts(&times), ["2026-12-09T10:00:00.000000Z"]);
        assert!(times.state(december(), &utc()).settled());
    }

    #[test]
    fn recalled_times_are_shown_until_the_answer_and_the_difference_is_told() {
        let earlier = at("2026-11-20T09:00:00Z");
        let month = Window::of_month(december(), &utc());
        let recalled = ["2026-12-08T10:00:00Z", "2026-12-09T10:00:00Z"];
        let mut times = Availability::new();
        times.recall(&recalled.map(slot), &[(month, earlier)]);
        assert_eq!(times.slots().len(), 2);
        let state = times.state(december(), &utc());
        assert_eq!((state.as_of, state.fetched_at), (Some(earlier), None));
        assert!(!state.settled());
        // It is asked for all the same, and nothing that was picked is called gone before the answer.
        assert!(!times.knows(at("2026-12-10T10:00:00Z")));
        let fetch = times.plan(december(), &utc(), november_20());
        let answer = ["2026-12-09T10:00:00Z", "2026-12-10T10:00:00Z"].map(slot);
        times.arrive(fetch[0].id, Ok(answer.to_vec()), november_20());
        assert_eq!(times.state(december(), &utc()).as_of, None);
        let changes = times.changes();
        assert_eq!(changes.came, [at("2026-12-10T10:00:00Z")]);
        assert_eq!(changes.went, [at("2026-12-08T10:00:00Z")]);
    }

    #[test]
    fn what_is_seen_for_the_first_time_is_not_called_new_and_marks_last_for_one_answer() {
        let mut times = loaded(&["2026-12-08T10:00:00Z"]);
        assert_eq!(times.changes(), &Changes::default());
        let mut ask = |slots: &[&str]| {
            let fetch = times.revalidate(december(), &utc(), november_20());
            let answer = slots.iter().map(|text| slot(text)).collect();
            times.arrive(fetch[0].id, Ok(answer), november_20());
            (times.changes().came.len(), times.changes().went.len())
        };
        assert_eq!(ask(&["2026-12-09T10:00:00Z"]), (1, 1));
        assert_eq!(ask(&["2026-12-09T10:00:00Z"]), (0, 0));
    }

    #[test]
    fn recalled_times_stay_where_the_answer_does_not_come_and_never_hide_an_answer() {
        let month = Window::of_month(december(), &utc());
        let old = [slot("2026-12-08T10:00:00Z")];
        let mut times = Availability::new();
        times.recall(&old, &[(month, november_20())]);
        let fetch = times.plan(december(), &utc(), november_20());
        times.arrive(fetch[0].id, network(), november_20());
        assert_eq!(times.slots().len(), 1);
        assert!(times.gaps(december(), &utc()).is_empty());
        assert!(!times.cannot_tell(at("2026-12-08T10:00:00Z")));

        let mut times = loaded(&[]);
        times.recall(&old, &[(month, november_20())]);
        assert!(times.slots().is_empty());
    }

    #[test]
    fn an_answer_that_was_overtaken_changes_nothing() {
        let mut times = Availability::new();
        let first = times.plan(december(), &utc(), november_20());
        let second = times.revalidate(december(), &utc(), november_20());
        times.arrive(
            second[0].id,
            Ok(vec![slot("2026-12-09T10:00:00Z")]),
            november_20(),
        );
        times.arrive(
            first[0].id,
            Ok(vec![slot("2026-12-08T10:00:00Z")]),
            november_20(),
        );
        times.arrive(first[0].id, network(), november_20());
        assert_eq!(starts(&times), ["2026-12-09T10:00:00.000000Z"]);
        assert!(times.state(december(), &utc()).settled());
    }

    #[test]
    fn what_an_abandoned_request_asked_for_is_asked_for_again() {
        let mut times = Availability::new();
        let first = times.plan(december(), &utc(), november_20());
        times.abandon(first[0].id);
        assert!(!times.state(december(), &utc()).loading);
        let second = times.plan(december(), &utc(), november_20());
        assert_eq!(second[0].window, first[0].window);
        times.arrive(
            first[0].id,
            Ok(vec![slot("2026-12-08T10:00:00Z")]),
            november_20(),
        );
        assert_eq!(times.slots().len(), 0);
    }

    #[test]
    fn an_answer_from_before_a_reset_changes_nothing() {
        let mut times = Availability::new();
        let before = times.plan(december(), &utc(), november_20());
        times.reset();
        let after = times.plan(december(), &utc(), november_20());
        assert_ne!(before[0].id, after[0].id);
        times.arrive(
            before[0].id,
            Ok(vec![slot("2026-12-08T10:00:00Z")]),
            november_20(),
        );
        assert_eq!(times.slots().len(), 0);
        assert!(times.state(december(), &utc()).loading);
    }

    #[test]
    fn the_age_of_a_month_is_that_of_its_oldest_part_still_to_come() {
        let mut times = loaded(&[]);
        let later = at("2026-12-10T00:00:00Z");
        let again = times.revalidate(december(), &utc(), later);
        times.arrive(again[0].id, Ok(vec![]), later);
        assert_eq!(times.state(december(), &utc()).fetched_at, Some(later));
    }

    #[test]
    fn the_next_time_may_lie_in_a_later_month() {
        let mut times = loaded(&["2026-12-08T10:00:00Z"]);
        let december_9 = at("2026-12-09T00:00:00Z");
        assert!(times.next_available(december_9).is_none());
        for fetch in times.plan(december().plus(1), &utc(), november_20()) {
            times.arrive(
                fetch.id,
                Ok(vec![slot("2027-01-02T10:00:00Z")]),
                november_20(),
            );
        }
        let next = times.next_available(december_9).unwrap();
        assert_eq!(next.start, at("2027-01-02T10:00:00Z"));
    }

    #[test]
    fn a_past_month_asks_for_nothing() {
        let mut times = Availability::new();
        let january = at("2027-01-15T00:00:00Z");
        assert_eq!(times.plan(december(), &utc(), january), []);
        assert_eq!(times.revalidate(december(), &utc(), january), []);
        assert_eq!(times.state(december(), &utc()), MonthState::default());
    }
}

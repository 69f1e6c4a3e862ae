//! The common times: those of one event type, or of several that are combined.
//!
//! Each event type keeps its own [`Availability`]; what is offered is made of them, by the instant at which a time
//! begins. One event type whose times could not be had does not take the others away: what it cannot tell, it does not
//! forbid, and it is named.

use super::availability::{Availability, ErrorKey, Fetch, MonthState};
use super::slots::{Slot, slot_at};
use super::windows::Window;
use crate::time::{Date, Month, Timestamp, ZoneOffsets};

/// What makes a time a common one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// All event types are free then.
    #[default]
    All,
    /// Any of them is.
    Any,
}

/// [`Mode::Any`] where it is remembered.
const ANY: &str = "any";

/// The times of one event type, or of several.
#[derive(Clone, PartialEq, Default)]
pub struct Common {
    mode: Mode,
    members: Vec<Member>,
    /// What several offer together; empty for one, whose own slots count.
    slots: Vec<Slot>,
    /// How many event types there have been: no request of one is ever mistaken for one of another.
    joined: u64,
    /// The server takes only short windows.
    is_short: bool,
}

#[derive(Clone, PartialEq)]
struct Member {
    /// URI of the event type.
    event_type: String,
    times: Availability,
}

/// A window that an event type could not fill.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// URI of the event type.
    pub event_type: String,
    pub window: Window,
    pub error: ErrorKey,
}

impl Common {
    /// Keeps exactly these event types, in this order. What is known of those that stay is kept.
    pub fn set_types(&mut self, uris: &[String]) {
        let mut before = std::mem::take(&mut self.members);
        for uri in uris {
            if self.has(uri) {
                continue;
            }
            let at = before.iter().position(|member| member.event_type == *uri);
            let member = match at {
                Some(at) => before.swap_remove(at),
                None => {
                    self.joined += 1;
                    Member {
                        event_type: uri.clone(),
                        times: Availability::numbered(self.joined << 32, self.is_short),
                    }
                }
            };
            self.members.push(member);
        }
        self.combine();
    }

    /// Whether this event type is one of them.
    pub fn has(&self, uri: &str) -> bool {
        self.members.iter().any(|member| member.event_type == uri)
    }

    /// URIs of the event types.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| member.event_type.as_str())
    }

    /// How many event types there are.
    pub fn count(&self) -> usize {
        self.members.len()
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    pub fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
        self.combine();
    }

    /// Which they are and how they are combined, to be remembered; see [`Common::read`].
    pub fn to_text(&self) -> String {
        let mut text = String::from(if self.mode == Mode::Any { ANY } else { "all" });
        for uri in self.types() {
            text.push(' ');
            text.push_str(uri);
        }
        text
    }

    /// What [`Common::to_text`] wrote, without the event types that are no longer `there`.
    pub fn read(text: &str, there: &dyn Fn(&str) -> bool) -> (Mode, Vec<String>) {
        let (mode, types) = text.split_once(' ').unwrap_or_default();
        let mut uris = Vec::new();
        for uri in types.split(' ') {
            if there(uri) {
                uris.push(uri.to_owned());
            }
        }
        let mode = if mode == ANY { Mode::Any } else { Mode::All };
        (mode, uris)
    }

    /// The event type that a request asks for; `None` once nobody waits for its answer.
    pub fn asks(&self, id: u64) -> Option<&str> {
        let member = self.members.iter().find(|member| member.times.asks(id));
        member.map(|member| member.event_type.as_str())
    }

    /// As [`Availability::plan`], for all of them.
    pub fn plan(&mut self, month: Month, zone: &ZoneOffsets, now: Timestamp) -> Vec<Fetch> {
        self.each(&|times| times.plan(month, zone, now))
    }

    /// As [`Availability::revalidate`], for all of them.
    pub fn revalidate(&mut self, month: Month, zone: &ZoneOffsets, now: Timestamp) -> Vec<Fetch> {
        self.each(&|times| times.revalidate(month, zone, now))
    }

    /// Asks again for what failed within a window, of one event type.
    pub fn retry(
        &mut self,
        uri: &str,
        window: Window,
        zone: &ZoneOffsets,
        now: Timestamp,
    ) -> Vec<Fetch> {
        let mut fetches = Vec::new();
        for member in &mut self.members {
            if member.event_type == uri {
                fetches.append(&mut member.times.retry(window, zone, now));
            }
        }
        fetches
    }

    fn each(&mut self, act: &dyn Fn(&mut Availability) -> Vec<Fetch>) -> Vec<Fetch> {
        let mut fetches = Vec::new();
        for member in &mut self.members {
            fetches.append(&mut act(&mut member.times));
        }
        fetches
    }

    /// Takes the answer to a request; see [`Availability::arrive`].
    pub fn arrive(&mut self, id: u64, answer: Result<Vec<Slot>, ErrorKey>, now: Timestamp) {
        if let Some(times) = self.asked(id) {
            times.arrive(id, answer, now);
            self.combine();
        }
    }

    /// Takes the server's refusal of a window as too long; see [`Availability::refuse_long`].
    pub fn refuse_long(&mut self, id: u64) -> Vec<Fetch> {
        self.is_short = true;
        self.asked(id)
            .map(|times| times.refuse_long(id))
            .unwrap_or_default()
    }

    /// Gives a request up; see [`Availability::abandon`].
    pub fn abandon(&mut self, id: u64) {
        if let Some(times) = self.asked(id) {
            times.abandon(id);
        }
    }

    fn asked(&mut self, id: u64) -> Option<&mut Availability> {
        let mut members = self.members.iter_mut();
        let member = members.find(|member| member.times.asks(id))?;
        Some(&mut member.times)
    }

    /// What is known of one event type.
    pub fn of(&self, uri: &str) -> Option<&Availability> {
        let member = self
            .members
            .iter()
            .find(|member| member.event_type == uri)?;
        Some(&member.times)
    }

    /// Shows what was known of one event type at an earlier time, until it is asked again.
    pub fn recall(&mut self, uri: &str, slots: &[Slot], known: &[(Window, Timestamp)]) {
        let mut members = self.members.iter_mut();
        if let Some(member) = members.find(|member| member.event_type == uri) {
            member.times.recall(slots, known);
            self.combine();
        }
    }

    /// All times that are offered, sorted by start; see [`upcoming`](super::slots::upcoming).
    pub fn slots(&self) -> &[Slot] {
        match self.members.as_slice() {
            [only] => only.times.slots(),
            _ => &self.slots,
        }
    }

    /// The time that begins at this instant.
    pub fn slot_at(&self, at: Timestamp) -> Option<&Slot> {
        slot_at(self.slots(), at)
    }

    /// The first known time after an instant. Where there is none, ask for a later month and look again.
    pub fn next_available(&self, after: Timestamp) -> Option<&Slot> {
        super::slots::upcoming(self.slots(), after).first()
    }

    /// The event types that are free at an instant.
    pub fn types_at(&self, at: Timestamp) -> impl Iterator<Item = &str> {
        let free = move |member: &&Member| member.times.slot_at(at).is_some();
        let members = self.members.iter().filter(free);
        members.map(|member| member.event_type.as_str())
    }

    /// Whether a time is no longer offered, as answers have told. Of what nothing is known it is not said.
    pub fn is_gone(&self, at: Timestamp) -> bool {
        let lacks = |member: &Member| member.times.knows(at) && member.times.slot_at(at).is_none();
        !self.members.is_empty()
            && match self.mode {
                Mode::All => self.members.iter().any(lacks),
                Mode::Any => self.members.iter().all(lacks),
            }
    }

    /// Whether any request is under way.
    pub fn is_waiting(&self) -> bool {
        self.members.iter().any(|member| member.times.is_waiting())
    }

    /// How a month stands.
    pub fn state(&self, month: Month, zone: &ZoneOffsets) -> MonthState {
        self.state_in(Window::of_month(month, zone))
    }

    /// How any window stands: as the event type that stands worst.
    pub fn state_in(&self, window: Window) -> MonthState {
        let mut whole = MonthState::default();
        for member in &self.members {
            let own = member.times.state_in(window);
            whole.loading |= own.loading;
            whole.failed.extend(own.failed);
            whole.error = whole.error.or(own.error);
            whole.fetched_at = earlier(whole.fetched_at, own.fetched_at);
            whole.as_of = earlier(whole.as_of, own.as_of);
        }
        whole
    }

    /// What of a window could not be had, and of which event type.
    pub fn failures(&self, window: Window) -> Vec<Failure> {
        let mut failures = Vec::new();
        for member in &self.members {
            let state = member.times.state_in(window);
            let Some(error) = state.error else { continue };
            failures.extend(state.failed.into_iter().map(|window| Failure {
                event_type: member.event_type.clone(),
                window,
                error: error.clone(),
            }));
        }
        failures
    }

    /// The dates of a window of which an event type can say nothing, in order.
    pub fn gaps_in(&self, window: Window, zone: &ZoneOffsets) -> Vec<Date> {
        let mut gaps: Vec<Date> = Vec::new();
        for member in &self.members {
            for date in member.times.gaps_in(window, zone) {
                if let Err(place) = gaps.binary_search(&date) {
                    gaps.insert(place, date);
                }
            }
        }
        gaps
    }

    /// Whether a time is new since the answer before: not where another event type offered it already.
    pub fn is_new(&self, at: Timestamp) -> bool {
        let came = |member: &Member| has(&member.times.changes().came, at);
        self.members.iter().any(came) && self.offered(at, false) && !self.offered(at, true)
    }

    /// How many times of a window came and how many went with the last answers.
    pub fn changed(&self, window: Window) -> (usize, usize) {
        let (mut came, mut went) = (0, 0);
        let changes = self.members.iter().map(|member| member.times.changes());
        let mut touched: Vec<_> = changes
            .flat_map(|changes| changes.came.iter().chain(&changes.went))
            .filter(|at| window.contains(**at))
            .collect();
        touched.sort_unstable();
        touched.dedup();
        for at in touched {
            match (self.offered(*at, true), self.offered(*at, false)) {
                (false, true) => came += 1,
                (true, false) => went += 1,
                _ => {}
            }
        }
        (came, went)
    }

    /// Whether a time is offered, or was before the last answers.
    fn offered(&self, at: Timestamp, before: bool) -> bool {
        let (mut some, mut all) = (false, true);
        for Member { times, .. } in &self.members {
            let changes = times.changes();
            let free = if before {
                has(&changes.went, at) || times.slot_at(at).is_some() && !has(&changes.came, at)
            } else {
                times.slot_at(at).is_some()
            };
            some |= free;
            all &= free || times.cannot_tell(at);
        }
        some && (all || self.mode == Mode::Any)
    }

    fn combine(&mut self) {
        self.slots.clear();
        if self.members.len() < 2 {
            return;
        }
        let mut offers: Vec<(&[Slot], &Availability)> = self
            .members
            .iter()
            .map(|member| (member.times.slots(), &member.times))
            .collect();
        // The earliest of what is left of each list, again and again.
        while let Some(at) = offers
            .iter()
            .filter_map(|(left, _)| left.first().map(|slot| slot.start))
            .min()
        {
            let mut found: Option<Slot> = None;
            let mut all = true;
            for (left, times) in &mut offers {
                match left.split_first() {
                    Some((slot, rest)) if slot.start == at => {
                        *left = rest;
                        let fewest = found
                            .as_ref()
                            .map(|found| found.invitees_remaining)
                            .unwrap_or(slot.invitees_remaining)
                            .min(slot.invitees_remaining);
                        let found = found.get_or_insert_with(|| slot.clone());
                        if self.mode == Mode::All {
                            found.invitees_remaining = fewest;
                        }
                    }
                    _ => all &= times.cannot_tell(at),
                }
            }
            if self.mode == Mode::Any || all {
                self.slots.extend(found);
            }
        }
    }
}

fn has(sorted: &[Timestamp], at: Timestamp) -> bool {
    sorted.binary_search(&at).is_ok()
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests;

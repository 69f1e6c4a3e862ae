//! The rate budget: how many requests one user may send in a while, and who is next.
//!
//! (How many *token* requests there may be is the session's own concern.)

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::{Poll, Waker};

use super::ports::Runtime;
use crate::time::Timestamp;

/// What Calendly allows a user of the free plan, in all applications together; paid plans have 500. It is the budget
/// until an answer says more.
pub const DEFAULT_LIMIT: RateLimit = RateLimit {
    requests: 50,
    seconds: 60,
};

/// What paid plans have. No answer has to say so: more than two minutes of [`DEFAULT_LIMIT`] within one do.
const NEXT_LIMIT: u32 = 500;
const PROOF: usize = 2 * DEFAULT_LIMIT.requests as usize + 1;

/// Who would wait for less than this does not try for more, in milliseconds.
const WORTH_TRYING_MILLIS: i64 = 5_000;

/// How long nobody tries again after a refusal, and after a try whose end nobody heard, in milliseconds.
const REFUSED_MILLIS: i64 = 3_600_000;
const UNHEARD_MILLIS: i64 = 60_000;

/// How long what other pages send may be under way, in milliseconds.
const UNDER_WAY_MILLIS: i64 = 2_000;

/// No plan comes near this; a header that says more is odd.
const LARGEST_LEARNED: u32 = 100_000;

/// At most so many requests in any span of so many seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RateLimit {
    pub requests: u32,
    pub seconds: u32,
}

impl RateLimit {
    fn window(self) -> i64 {
        i64::from(self.seconds) * 1000
    }
}

/// The requests of the last while, and those that wait for their turn, first come first served.
#[derive(Default)]
pub struct RateBudget {
    /// What the program set; it then stays.
    set: Option<RateLimit>,
    /// The most an answer said, or tries showed, is allowed.
    learned: u32,
    /// From when on a request may try for more than the limit that is supposed.
    next_try: Option<Timestamp>,
    /// How many requests of this page have no answer yet, and when another page sent its last one.
    under_way: usize,
    heard: Option<Timestamp>,
    /// Whose requests these are.
    user: String,
    /// Ascending.
    sent: VecDeque<Timestamp>,
    waiting: VecDeque<Waiting>,
    last_ticket: u64,
}

struct Waiting {
    /// Ascending.
    ticket: u64,
    /// What is to be woken when there is a reason to look again, and whether there is one.
    waker: Option<Waker>,
    again: bool,
}

impl RateBudget {
    /// Keeps to `limit`, whatever answers say.
    pub fn set(&mut self, limit: RateLimit) {
        self.set = Some(limit);
    }

    /// Takes what an answer says of the limit (`X-RateLimit-Limit`). Only more than before is believed: a few
    /// operations have lower limits of their own, which say nothing about all others.
    pub fn learn(&mut self, header: Option<&str>) {
        let said = header.and_then(|text| text.trim().parse().ok());
        let said = said.filter(|said| *said <= LARGEST_LEARNED);
        self.learned = self.learned.max(said.unwrap_or_default());
    }

    /// Whether a request that would have to wait until then may leave now, to find out whether there may be more. Nobody tries
    /// where the limit is known, nor while anything is under way: what has its turn must not be refused for a try. To be told
    /// what came of it: [`RateBudget::tried`].
    fn may_try(&mut self, until: Timestamp, now: Timestamp) -> bool {
        let unknown = self.set.is_none() && self.learned == 0;
        let worth = until.millis_since(now) >= WORTH_TRYING_MILLIS;
        let due = self.next_try.is_none_or(|next| next <= now);
        let heard = |at: Timestamp| now.millis_since(at) < UNDER_WAY_MILLIS;
        let alone = self.under_way == 0 && !self.heard.is_some_and(heard);
        let may = unknown && worth && due && alone;
        if may {
            self.next_try = Some(now.plus_millis(UNHEARD_MILLIS));
        }
        may
    }

    /// Takes whether a request beyond the limit was let through.
    pub(super) fn tried(&mut self, allowed: bool, now: Timestamp) {
        if !allowed {
            self.next_try = Some(now.plus_millis(REFUSED_MILLIS));
            return;
        }
        self.next_try = None;
        self.forget(now);
        // Wherever a minute of Calendly's begins, the smaller limit would not have let so many through.
        if self.sent.len() >= PROOF {
            self.learned = NEXT_LIMIT;
        }
    }

    /// Who waits longest, with a reason to look again.
    fn next(&mut self) -> Option<Waker> {
        let next = self.waiting.front_mut()?;
        next.again = true;
        next.waker.take()
    }

    /// At least one request is let through.
    fn limit(&self) -> RateLimit {
        let learned = RateLimit {
            requests: self.learned.max(DEFAULT_LIMIT.requests),
            ..DEFAULT_LIMIT
        };
        let limit = self.set.unwrap_or(learned);
        RateLimit {
            requests: limit.requests.max(1),
            ..limit
        }
    }

    /// What was sent for another user, and what they may send, does not count for this one.
    fn belongs_to(&mut self, user: &str) {
        // Where nobody is known yet, it is not somebody else.
        if self.user != user && !user.is_empty() {
            // What was sent while nobody knew whose it is was theirs.
            if !self.user.is_empty() && !is_same_user(&self.user, user) {
                self.sent.clear();
                self.learned = 0;
                self.next_try = None;
            }
            user.clone_into(&mut self.user);
        }
    }

    /// Notes a request that another page sent for `user`, who is this page's too. One from the future is none: a clock
    /// that is ahead must not lock anyone out.
    pub fn note(&mut self, user: &str, at: Timestamp, now: Timestamp) {
        self.belongs_to(user);
        if at <= now {
            self.count(at);
            self.heard = Some(at);
        }
    }

    /// When the requests were sent that still count.
    pub(super) fn sent(&self) -> impl Iterator<Item = Timestamp> {
        self.sent.iter().copied()
    }

    fn count(&mut self, at: Timestamp) {
        let place = self.sent.partition_point(|other| *other <= at);
        self.sent.insert(place, at);
        // Older ones decide nothing any more.
        let most = self.limit().requests.max(NEXT_LIMIT);
        let surplus = self.sent.len().saturating_sub(most as usize);
        self.sent.drain(..surplus);
    }

    /// Lets go what was sent longer ago than the window, and of a clock that was set back what seems to lie in the future.
    fn forget(&mut self, now: Timestamp) {
        let window = self.limit().window();
        while self.sent.back().is_some_and(|at| *at > now) {
            self.sent.pop_back();
        }
        while let Some(at) = self.sent.front()
            && now.millis_since(*at) >= window
        {
            self.sent.pop_front();
        }
    }

    /// How many requests can go at once.
    pub(super) fn left(&mut self, now: Timestamp) -> usize {
        self.forget(now);
        let most = self.limit().requests as usize;
        most.saturating_sub(self.sent.len() + self.waiting.len())
    }

    /// When the next of those that have to wait may go; `None` where none has to. Those whose turn it is may be about to
    /// go, or wait for a token.
    pub(super) fn held_until(&mut self, now: Timestamp) -> Option<Timestamp> {
        self.forget(now);
        let turns = (self.limit().requests as usize).saturating_sub(self.sent.len());
        let next = self.waiting.get(turns)?.ticket;
        let due = self.due(next, now);
        (due > now).then_some(due)
    }

    fn position(&self, ticket: u64) -> usize {
        self.waiting
            .partition_point(|waiting| waiting.ticket < ticket)
    }

    /// When the waiting request with this ticket may go, if all before it go as soon as they may: each a window after the
    /// one that is as many requests before it. Steps back over those that wait are counted and not taken.
    fn due(&mut self, ticket: u64, now: Timestamp) -> Timestamp {
        self.forget(now);
        let limit = self.limit();
        let window = limit.window();
        let (sent, most) = (self.sent.len(), limit.requests as usize);
        let place = sent + self.position(ticket);
        let Some(beyond) = place.checked_sub(sent.max(most)) else {
            return now;
        };
        let steps = beyond / most + 1;
        let rest = i64::try_from(steps).unwrap_or(i64::MAX).saturating_sub(1);
        let before = self.sent.get(place - steps * most);
        let first = before
            .map_or(now, |sent| *sent)
            .plus_millis(window)
            .max(now);
        first.plus_millis(rest.saturating_mul(window))
    }
}

/// Whether two know each other by one of their names, each a word ([`super::Session::user_names`]).
pub(super) fn is_same_user(one: &str, other: &str) -> bool {
    let mut names = one.split(' ').filter(|name| !name.is_empty());
    names.any(|name| other.split(' ').any(|known| known == name))
}

/// A place in the queue, given up when it is dropped.
pub(super) struct Place<'a> {
    budget: &'a RefCell<RateBudget>,
    ticket: u64,
}

impl<'a> Place<'a> {
    /// The last place, for a request of `user`.
    pub(super) fn take(budget: &'a RefCell<RateBudget>, user: &str) -> Self {
        let mut kept = budget.borrow_mut();
        kept.belongs_to(user);
        kept.last_ticket += 1;
        let ticket = kept.last_ticket;
        kept.waiting.push_back(Waiting {
            ticket,
            waker: None,
            again: false,
        });
        Self { budget, ticket }
    }

    /// Until when to wait; `None` where it is its turn.
    pub(super) fn until(&self, now: Timestamp) -> Option<Timestamp> {
        let due = self.budget.borrow_mut().due(self.ticket, now);
        (due > now).then_some(due)
    }

    /// Whether nobody waits longer.
    pub(super) fn is_first(&self) -> bool {
        self.budget.borrow().position(self.ticket) == 0
    }

    /// Whether the request, which would have to wait until then, may leave now as a try ([`RateBudget::may_try`]).
    #[cold]
    #[inline(never)]
    pub(super) fn may_try(&self, until: Timestamp, now: Timestamp) -> bool {
        self.is_first() && self.budget.borrow_mut().may_try(until, now)
    }

    /// Waits for a reason to look again: nobody waits longer now, or nothing is under way any longer. One after the other is woken by the one
    /// before it: were all woken whenever one goes, every request would cost as much as all that wait.
    pub(super) fn woken(&self) -> impl Future<Output = ()> {
        poll_fn(|context| {
            let mut budget = self.budget.borrow_mut();
            let place = budget.position(self.ticket);
            let Some(waiting) = budget.waiting.get_mut(place) else {
                return Poll::Ready(());
            };
            if std::mem::take(&mut waiting.again) {
                return Poll::Ready(());
            }
            waiting.waker = Some(context.waker().clone());
            Poll::Pending
        })
    }

    /// The request goes now. It is under way for as long as what is returned is kept.
    pub(super) fn send(self, now: Timestamp) -> UnderWay<'a> {
        let mut budget = self.budget.borrow_mut();
        budget.count(now);
        budget.under_way += 1;
        UnderWay(self.budget)
    }
}

/// A request that has no answer yet.
pub(super) struct UnderWay<'a>(&'a RefCell<RateBudget>);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let next = {
            let mut budget = self.0.borrow_mut();
            budget.under_way -= 1;
            (budget.under_way == 0).then(|| budget.next()).flatten()
        };
        if let Some(next) = next {
            next.wake();
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let next = {
            let mut budget = self.budget.borrow_mut();
            let place = budget.position(self.ticket);
            budget.waiting.remove(place);
            (place == 0).then(|| budget.next()).flatten()
        };
        if let Some(next) = next {
            next.wake();
        }
    }
}

/// Waits for a turn of a budget that has no other users, and takes it.
pub(super) async fn turn(budget: &RefCell<RateBudget>, runtime: &dyn Runtime) {
    let place = Place::take(budget, "");
    while let Some(until) = place.until(runtime.now()) {
        let millis = until.millis_since(runtime.now());
        runtime.sleep(u32::try_from(millis).unwrap_or(1)).await;
    }
    drop(place.send(runtime.now()));
}

/// What pages of one origin tell each other. It may come late or never: then a page sends a little more than its
/// share, and Calendly's 429 pauses them all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// From [`super::Session::user_names`].
    pub user: String,
    pub news: News,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum News {
    Sent(Timestamp),
    PausedUntil(Timestamp),
}

impl Note {
    /// As it is told: what happened, when, and to whom.
    pub fn write(&self) -> String {
        let (name, at) = match self.news {
            News::Sent(at) => ("sent ", at),
            News::PausedUntil(until) => ("paused ", until),
        };
        [name, &at.as_millis().to_string(), " ", &self.user].concat()
    }

    /// As it is heard; nothing for what is no note.
    pub fn read(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once(' ')?;
        let (at, user) = rest.split_once(' ')?;
        let at = Timestamp::from_millis(at.parse().ok()?);
        let news = match name {
            "sent" => News::Sent(at),
            "paused" => News::PausedUntil(at),
            _ => return None,
        };
        let user = user.to_owned();
        Some(Self { user, news })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str = "https://api.calendly.com/users/U1";

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn budget(requests: u32, seconds: u32) -> RefCell<RateBudget> {
        let budget = RefCell::new(RateBudget::default());
        budget.borrow_mut().set(RateLimit { requests, seconds });
        budget
    }

    /// Sends at once, or tells until when it would have to wait.
    fn send(budget: &RefCell<RateBudget>, now: i64) -> Option<i64> {
        let place = Place::take(budget, USER);
        match place.until(at(now)) {
            Some(until) => Some(until.as_millis()),
            None => {
                place.send(at(now));
                None
            }
        }
    }

    #[test]
    fn so_many_go_in_a_window_and_the_next_waits_until_the_first_is_out_of_it() {
        let budget = budget(3, 10);
        assert_eq!([0, 1, 2].map(|now| send(&budget, now)), [None; 3]);
        assert_eq!(send(&budget, 3), Some(10_000));
        assert_eq!(send(&budget, 9_999), Some(10_000));
        assert_eq!(send(&budget, 10_000), None);
        assert_eq!(send(&budget, 10_000), Some(10_001));
    }

    #[test]
    fn those_that_wait_are_due_in_the_order_in_which_they_came() {
        let budget = budget(2, 10);
        assert_eq!([send(&budget, 0), send(&budget, 500)], [None; 2]);
        let places: Vec<_> = (0..4).map(|_| Place::take(&budget, USER)).collect();
        let due = |place: &Place<'_>| place.until(at(600)).unwrap().as_millis();
        assert_eq!(
            places.iter().map(due).collect::<Vec<_>>(),
            [10_000, 10_500, 20_000, 20_500]
        );
        drop(places.into_iter().next());
        assert!(budget.borrow().waiting.is_empty());
    }

    #[test]
    fn a_turn_is_when_it_would_be_if_every_one_before_it_were_counted() {
        let mut random = 7_u64;
        let mut below = |most: u64| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (random >> 33) % most
        };
        for _ in 0..500 {
            let most = below(7) as u32;
            let budget = budget(most.max(below(9) as u32), 10);
            let mut sent: Vec<i64> = (0..below(9)).map(|_| below(12_000) as i64).collect();
            sent.sort_unstable();
            sent.iter()
                .for_each(|sent| budget.borrow_mut().note(USER, at(*sent), at(12_000)));
            // The program may set less than was sent already.
            let limit = RateLimit {
                requests: most,
                seconds: 10,
            };
            budget.borrow_mut().set(limit);
            let mut times: Vec<i64> = budget
                .borrow()
                .sent
                .iter()
                .map(|at| at.as_millis())
                .collect();
            times.retain(|at| 12_000 - at < 10_000);
            for _ in 0..below(40) {
                let place = Place::take(&budget, USER);
                let before = times.len().checked_sub(most.max(1) as usize);
                let due = before.map_or(12_000, |place| (times[place] + 10_000).max(12_000));
                assert_eq!(
                    place
                        .until(at(12_000))
                        .map_or(12_000, |due| due.as_millis()),
                    due
                );
                times.push(due);
                std::mem::forget(place);
            }
        }
    }

    #[test]
    fn what_is_left_is_what_can_go_at_once() {
        let budget = budget(3, 10);
        assert_eq!([send(&budget, 0), send(&budget, 5_000)], [None; 2]);
        let left = |now| budget.borrow_mut().left(at(now));
        assert_eq!([left(5_000), left(10_000), left(15_000)], [1, 2, 3]);
    }

    #[test]
    fn until_when_others_wait_is_told_although_the_first_has_its_turn() {
        let budget = budget(2, 10);
        let held = |now| budget.borrow_mut().held_until(at(now));
        assert_eq!(send(&budget, 0), None);
        let first = Place::take(&budget, USER);
        assert_eq!((first.until(at(1_000)), held(1_000)), (None, None));
        // The first waits for its token; this one for the first.
        let second = Place::take(&budget, USER);
        let due = second.until(at(1_000));
        assert_eq!((due, held(1_000)), (Some(at(10_000)), due));
        assert_eq!(held(10_000), None);
        first.send(at(10_000));
        assert_eq!((second.until(at(10_000)), held(10_000)), (None, None));
    }

    #[test]
    fn who_gives_up_lets_the_next_one_in() {
        let budget = budget(1, 10);
        assert_eq!(send(&budget, 0), None);
        let first = Place::take(&budget, USER);
        let second = Place::take(&budget, USER);
        assert_eq!(second.until(at(1)), Some(at(20_000)));
        drop(first);
        assert_eq!(second.until(at(1)), Some(at(10_000)));
    }

    #[test]
    fn the_default_rises_to_what_an_answer_says_and_never_falls() {
        let budget = RefCell::new(RateBudget::default());
        for _ in 0..50 {
            assert_eq!(send(&budget, 0), None);
        }
        for odd in [
            None,
            Some("10"),
            Some("-1"),
            Some("many"),
            Some("4000000000"),
        ] {
            budget.borrow_mut().learn(odd);
            assert_eq!(send(&budget, 1), Some(60_000), "{odd:?}");
        }
        budget.borrow_mut().learn(Some(" 500 "));
        for _ in 50..500 {
            assert_eq!(send(&budget, 1), None);
        }
        assert_eq!(send(&budget, 2), Some(60_000));
    }

    #[test]
    fn what_the_program_set_is_kept_to_whatever_answers_say() {
        let budget = budget(1, 60);
        budget.borrow_mut().learn(Some("500"));
        assert_eq!([send(&budget, 0), send(&budget, 1)], [None, Some(60_000)]);
    }

    #[test]
    fn requests_of_other_pages_count_until_it_is_another_user() {
        let budget = budget(2, 10);
        assert_eq!(send(&budget, 100), None);
        budget.borrow_mut().note(USER, at(9_000), at(100));
        budget.borrow_mut().note(USER, at(50), at(100));
        assert_eq!(send(&budget, 100), Some(10_050));
        let other = Place::take(&budget, "somebody else");
        assert_eq!(other.until(at(100)), None);
    }

    #[test]
    fn none_at_all_is_still_one() {
        let budget = budget(0, 60);
        assert_eq!([send(&budget, 0), send(&budget, 1)], [None, Some(60_000)]);
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out() {
        let budget = budget(1, 60);
        assert_eq!(send(&budget, 86_400_000), None);
        assert_eq!(send(&budget, 0), None);
    }

    #[test]
    fn a_note_is_heard_as_it_was_told_and_noise_is_not() {
        for news in [News::Sent(at(7)), News::PausedUntil(at(8))] {
            let user = USER.to_owned();
            let note = Note { user, news };
            assert_eq!(Note::read(&note.write()), Some(note));
        }
        for noise in [
            "",
            "{}",
            "sent",
            "sent 1",
            "sent x u",
            "paused 1e3 u",
            "bought 1 u",
        ] {
            assert_eq!(Note::read(noise), None, "{noise}");
        }
    }
}

//! Windows, days and availability over all zones of jiff's bundled database, and in any order.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod oracle;

use std::collections::{BTreeMap, BTreeSet};

use oracle::{DISTINCT, FROM, TO, civil, instant};
use proptest::prelude::*;
use slotlink::booking::availability::{Availability, ErrorKey, Fetch};
use slotlink::booking::slots::{DaySlot, Slot, by_day, merge};
use slotlink::booking::windows::{LEAD_MILLIS, Window, by_days, split, windows};
use slotlink::time::{DAY_MILLIS, Date, Month, Timestamp, ZoneOffsets};

const HOUR: i64 = 3_600_000;

fn slot(at: Timestamp, invitees_remaining: u32) -> Slot {
    Slot {
        start: at,
        invitees_remaining,
        scheduling_url: None,
    }
}

fn distinct_zone() -> impl Strategy<Value = usize> {
    0..DISTINCT.len()
}

/// Sorted slots a quarter of an hour apart at least, around a change of the zone's clocks or anywhere.
fn slots_in(zone: &ZoneOffsets, pick: prop::sample::Index, quarters: &BTreeSet<i64>) -> Vec<Slot> {
    let changes = zone.transitions();
    let centre = if changes.is_empty() {
        FROM.plus_days(4_000)
    } else {
        pick.get(changes).at
    };
    let quarters = quarters.iter();
    quarters
        .map(|quarter| slot(centre.plus_millis(quarter * HOUR / 4), 1))
        .collect()
}

#[test]
fn windows_cover_every_month_of_every_zone_exactly_once() {
    let long_ago = FROM.plus_days(-1000);
    let mut with_an_hour_more = 0;
    for zone in DISTINCT.iter() {
        let mut month = Month::new(2015, 2).unwrap();
        while month < Month::new(2037, 12).unwrap() {
            let start = zone.ours.start_of_day(month.first());
            let end = zone.ours.start_of_day(month.plus(1).first());
            for max_days in [31, 7] {
                let found = windows(month, &zone.ours, long_ago, max_days);
                assert_eq!(found.first().unwrap().start, start);
                assert_eq!(found.last().unwrap().end, end);
                assert!(found.windows(2).all(|two| two[0].end == two[1].start));
                for window in &found {
                    assert!(!window.is_empty());
                    let length = window.end.millis_since(window.start);
                    assert!(length <= i64::from(max_days) * DAY_MILLIS);
                    let day = zone.ours.local(window.end).date;
                    assert_eq!(window.end, zone.ours.start_of_day(day));
                }
                let too_long = end.millis_since(start) > 31 * DAY_MILLIS;
                if max_days == 31 {
                    assert_eq!(found.len(), if too_long { 2 } else { 1 }, "{}", zone.id);
                    with_an_hour_more += usize::from(too_long);
                } else {
                    assert!(found.len() <= 6);
                }
            }
            month = month.plus(1);
        }
    }
    assert!(
        with_an_hour_more > 300,
        "only {with_an_hour_more} such months"
    );
}

proptest! {
    #[test]
    fn windows_begin_a_minute_ahead_and_lose_nothing_after_that(
        index in distinct_zone(),
        months in 0_i32..270,
        now in -40 * 24 * 60..40 * 24 * 60_i64,
        max_days in 1_u8..=31,
    ) {
        let zone = &DISTINCT[index].ours;
        let month = Month::new(2015, 2).unwrap().plus(months);
        let whole = Window::of_month(month, zone);
        let now = whole.start.plus_millis(now * 60_000);
        let found = windows(month, zone, now, max_days);
        let start = whole.start.max(now.plus_millis(LEAD_MILLIS));
        if start >= whole.end {
            prop_assert!(found.is_empty());
        } else {
            prop_assert_eq!(found.first().unwrap().start, start);
            prop_assert_eq!(found.last().unwrap().end, whole.end);
            prop_assert!(found.windows(2).all(|two| two[0].end == two[1].start));
        }
    }

    #[test]
    fn any_cut_of_any_window_covers_it_once(
        index in distinct_zone(),
        start in FROM.as_millis()..TO.as_millis(),
        hours in -10_i64..2_000,
        max_days in 0_u8..=40,
    ) {
        let whole = Window {
            start: Timestamp::from_millis(start),
            end: Timestamp::from_millis(start + hours * HOUR),
        };
        for parts in [split(whole, max_days), by_days(whole, &DISTINCT[index].ours, max_days)] {
            prop_assert_eq!(parts.is_empty(), whole.is_empty());
            let sum: i64 = parts.iter().map(|part| part.end.millis_since(part.start)).sum();
            prop_assert_eq!(sum, (hours * HOUR).max(0));
            prop_assert!(parts.windows(2).all(|two| two[0].end == two[1].start));
            let longest = i64::from(max_days.max(1)) * DAY_MILLIS;
            prop_assert!(parts.iter().all(|part| part.end.millis_since(part.start) <= longest));
        }
    }

    #[test]
    fn every_slot_stands_in_exactly_one_day_the_one_that_jiff_names(
        index in distinct_zone(),
        pick in any::<prop::sample::Index>(),
        quarters in prop::collection::btree_set(-300_i64..300, 0..60),
    ) {
        let zone = DISTINCT[index];
        let slots = slots_in(&zone.ours, pick, &quarters);
        let days = by_day(&slots, &zone.ours);
        let flat: Vec<&DaySlot> = days.values().flatten().collect();
        prop_assert_eq!(flat.len(), slots.len());
        prop_assert!(flat.iter().map(|slot| &slot.slot).eq(&slots));
        let mut labels = BTreeMap::<_, Vec<bool>>::new();
        for (date, day) in &days {
            prop_assert!(!day.is_empty());
            for slot in day {
                let theirs = instant(slot.slot.start).to_zoned(zone.jiff.clone());
                prop_assert_eq!(civil(*date), theirs.date());
                prop_assert_eq!(slot.local.date, *date);
                prop_assert_eq!(slot.local.offset_seconds, theirs.offset().seconds());
                // No clock shows a time that is skipped.
                let shown = zone.jiff.to_ambiguous_timestamp(theirs.datetime()).offset();
                let skipped = matches!(shown, jiff::tz::AmbiguousOffset::Gap { .. });
                prop_assert!(!skipped);
                labels.entry((*date, slot.local.minute)).or_default().push(slot.repeated);
            }
        }
        // Two slots read the same only where both say that the time is repeated.
        for repeated in labels.values().filter(|repeated| repeated.len() > 1) {
            prop_assert_eq!(repeated, &[true, true]);
        }
    }

    #[test]
    fn looking_from_another_zone_and_back_changes_nothing(
        one in distinct_zone(),
        two in distinct_zone(),
        pick in any::<prop::sample::Index>(),
        quarters in prop::collection::btree_set(-300_i64..300, 0..60),
    ) {
        let (one, two) = (&DISTINCT[one].ours, &DISTINCT[two].ours);
        let first = by_day(&slots_in(one, pick, &quarters), one);
        let flat = |days: &BTreeMap<Date, Vec<DaySlot>>| -> Vec<Slot> {
            days.values().flatten().map(|slot| slot.slot.clone()).collect()
        };
        let there = by_day(&flat(&first), two);
        prop_assert_eq!(by_day(&flat(&there), one), first);
    }

    #[test]
    fn merged_slots_are_sorted_without_doubles_and_new_exactly_in_the_window(
        existing in prop::collection::btree_set(0_i64..100, 0..40),
        fresh in prop::collection::vec(0_i64..100, 0..40),
        start in 0_i64..100,
        length in -5_i64..60,
    ) {
        let existing: Vec<Slot> = existing.iter().map(|at| slot(Timestamp::from_millis(*at), 1)).collect();
        let window = Window {
            start: Timestamp::from_millis(start),
            end: Timestamp::from_millis(start + length),
        };
        let fresh: Vec<Slot> = fresh.iter().map(|at| slot(Timestamp::from_millis(*at), 2)).collect();
        let merged = merge(&existing, window, fresh.clone());
        prop_assert!(merged.windows(2).all(|two| two[0].start < two[1].start));
        for millis in 0..100 {
            let at = Timestamp::from_millis(millis);
            let source = if window.contains(at) { &fresh } else { &existing };
            let expected = source.iter().find(|slot| slot.start == at);
            prop_assert_eq!(merged.iter().find(|slot| slot.start == at), expected);
        }
    }
}

// Availability against a model that keeps, for each instant of a grid, who asked for it last and
// what the last counting answer said of it.

/// Fourteen weeks from 1 October 2026, every twelve hours.
const GRID: i64 = 12 * HOUR;
const CELLS: usize = 2 * 7 * 14;

fn grid_start() -> Timestamp {
    Timestamp::parse("2026-10-01T00:00:00Z").unwrap()
}

fn cell(index: usize) -> Timestamp {
    grid_start().plus_millis(index as i64 * GRID)
}

#[derive(Clone, Debug)]
enum Step {
    Plan(i32),
    Revalidate(i32),
    Retry(prop::sample::Index),
    /// Which of the requests ever made, and which cells of its answer have a slot.
    Answer(prop::sample::Index, u64),
    Fail(prop::sample::Index),
    RefuseLong(prop::sample::Index),
    ChangeZone(usize),
    Later(i64),
    Reset,
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        4 => (0..3_i32).prop_map(Step::Plan),
        2 => (0..3_i32).prop_map(Step::Revalidate),
        2 => index().prop_map(Step::Retry),
        8 => (index(), any::<u64>()).prop_map(|(which, seed)| Step::Answer(which, seed)),
        3 => index().prop_map(Step::Fail),
        1 => index().prop_map(Step::RefuseLong),
        1 => (0..4_usize).prop_map(Step::ChangeZone),
        1 => (0..72_i64).prop_map(Step::Later),
        1 => Just(Step::Reset),
    ]
}

struct Model {
    times: Availability,
    zone: &'static ZoneOffsets,
    now: Timestamp,
    /// All requests ever made, with whether they are done.
    requests: Vec<(Fetch, bool)>,
    last_asked: Vec<Option<u64>>,
    shown: Vec<Option<u32>>,
    answers: u32,
}

impl Model {
    fn new() -> Self {
        Self {
            times: Availability::new(),
            zone: zone_of(0),
            now: grid_start(),
            requests: Vec::new(),
            last_asked: vec![None; CELLS],
            shown: vec![None; CELLS],
            answers: 0,
        }
    }

    fn asked(&mut self, fetches: Vec<Fetch>) {
        for fetch in fetches {
            assert!(fetch.window.start >= self.now.plus_millis(LEAD_MILLIS));
            assert!(fetch.window.end.millis_since(fetch.window.start) <= 31 * DAY_MILLIS);
            assert!(self.requests.iter().all(|(other, _)| other.id != fetch.id));
            for (index, last) in self.last_asked.iter_mut().enumerate() {
                if fetch.window.contains(cell(index)) {
                    *last = Some(fetch.id);
                }
            }
            self.requests.push((fetch, false));
        }
    }

    fn answer(&mut self, which: usize, answer: Option<u64>) {
        let Some((fetch, done)) = self.requests.get_mut(which) else {
            return;
        };
        let (id, window) = (fetch.id, fetch.window);
        let counts = !std::mem::replace(done, true);
        self.answers += 1;
        let mark = self.answers;
        let Some(seed) = answer else {
            self.times
                .arrive(id, Err(ErrorKey("lost".into())), self.now);
            return;
        };
        let has = |index: usize| (seed >> (index % 64)) & 1 == 1;
        // A server may send the instant at which the window ends, and things out of order.
        let mut slots: Vec<Slot> = (0..CELLS)
            .rev()
            .filter(|index| has(*index))
            .filter(|index| window.contains(cell(*index)) || window.end == cell(*index))
            .map(|index| slot(cell(index), mark))
            .collect();
        slots.extend(slots.first().cloned());
        self.times.arrive(id, Ok(slots), self.now);
        for index in 0..CELLS {
            if counts && window.contains(cell(index)) && self.last_asked[index] == Some(id) {
                self.shown[index] = has(index).then_some(mark);
            }
        }
    }

    fn take(&mut self, step: &Step) {
        let october = Month::new(2026, 10).unwrap();
        match step {
            Step::Plan(month) => {
                let fetches = self.times.plan(october.plus(*month), self.zone, self.now);
                self.asked(fetches);
                assert_eq!(
                    self.times.plan(october.plus(*month), self.zone, self.now),
                    []
                );
            }
            Step::Revalidate(month) => {
                let before = self.times.slots().to_vec();
                let fetches = self
                    .times
                    .revalidate(october.plus(*month), self.zone, self.now);
                self.asked(fetches);
                assert_eq!(self.times.slots(), before);
            }
            Step::Retry(which) => {
                let failed: Vec<Window> = (0..3)
                    .flat_map(|month| self.times.state(october.plus(month), self.zone).failed)
                    .collect();
                if !failed.is_empty() {
                    let window = *which.get(&failed);
                    let fetches = self.times.retry(window, self.zone, self.now);
                    self.asked(fetches);
                    assert_eq!(self.times.retry(window, self.zone, self.now), []);
                }
            }
            Step::Answer(which, seed) if !self.requests.is_empty() => {
                self.answer(which.index(self.requests.len()), Some(*seed));
            }
            Step::Fail(which) if !self.requests.is_empty() => {
                self.answer(which.index(self.requests.len()), None);
            }
            Step::RefuseLong(which) if !self.requests.is_empty() => {
                let which = which.index(self.requests.len());
                let (fetch, done) = &mut self.requests[which];
                *done = true;
                let fetches = self.times.refuse_long(fetch.id);
                assert!(fetches.iter().all(|short| {
                    short.window.end.millis_since(short.window.start) <= 7 * DAY_MILLIS
                }));
                // Time has passed since: the start need not be ahead any more.
                let now = std::mem::replace(&mut self.now, grid_start().plus_days(-1));
                self.asked(fetches);
                self.now = now;
            }
            Step::ChangeZone(zone) => self.zone = zone_of(*zone),
            Step::Later(hours) => self.now = self.now.plus_millis(hours * HOUR + 1),
            Step::Reset => {
                self.times.reset();
                self.last_asked = vec![None; CELLS];
                self.shown = vec![None; CELLS];
                for (_, done) in &mut self.requests {
                    *done = true;
                }
            }
            _ => {}
        }
        self.check();
    }

    /// Answers all that is still open, beginning somewhere in the middle.
    fn answer_open(&mut self, seed: u64) {
        let mut open: Vec<usize> = (0..self.requests.len())
            .filter(|which| !self.requests[*which].1)
            .collect();
        let turn = seed as usize % open.len().max(1);
        open.rotate_left(turn);
        for which in open {
            self.answer(which, Some(seed));
            self.check();
        }
    }

    fn check(&self) {
        let expected: Vec<Slot> = (self.shown.iter().enumerate())
            .filter_map(|(index, mark)| Some(slot(cell(index), (*mark)?)))
            .collect();
        assert_eq!(self.times.slots(), expected);
    }
}

fn zone_of(index: usize) -> &'static ZoneOffsets {
    let ids = [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
    ];
    &oracle::zone(ids[index]).ours
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_the_order_of_answers_the_last_request_wins(
        steps in prop::collection::vec(step(), 1..30),
        seed in any::<u64>(),
    ) {
        let mut model = Model::new();
        for step in &steps {
            model.take(step);
        }
        // Answered at last, everything is known and nothing is missing.
        model.answer_open(seed);
        let months = [0, 1, 2].map(|month| Month::new(2026, 10).unwrap().plus(month));
        let states = months.map(|month| model.times.state(month, model.zone));
        prop_assert!(states.iter().all(|state| !state.loading));
        for window in states.iter().flat_map(|state| &state.failed) {
            let again = model.times.retry(*window, model.zone, model.now);
            model.asked(again);
        }
        model.answer_open(!seed);
        for month in months {
            let more = model.times.plan(month, model.zone, model.now);
            model.asked(more);
        }
        model.answer_open(seed);
        for month in months {
            prop_assert_eq!(model.times.plan(month, model.zone, model.now), []);
            prop_assert!(model.times.gaps(month, model.zone).is_empty());
        }
        model.check();
    }
}

/// What is asked for when a person leafs through months and comes back to the tab.
#[derive(Clone, Copy, Debug)]
enum Look {
    At(i32),
    Again(i32),
}

fn look() -> impl Strategy<Value = Look> {
    prop_oneof![
        (0..3_i32).prop_map(Look::At),
        (0..3_i32).prop_map(Look::Again)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn ten_thousand_orders_of_answers_show_the_same(
        (looks, order) in prop::collection::vec(look(), 1..8).prop_flat_map(|looks| {
            let places: Vec<usize> = (0..2 * looks.len()).collect();
            (Just(looks), Just(places).prop_shuffle())
        }),
    ) {
        let zone = zone_of(1);
        let now = grid_start().plus_days(-10);
        let mut times = Availability::new();
        let mut fetches = Vec::new();
        for look in looks {
            let month = |month| Month::new(2026, 10).unwrap().plus(month);
            fetches.extend(match look {
                Look::At(away) => times.plan(month(away), zone, now),
                Look::Again(away) => times.revalidate(month(away), zone, now),
            });
        }
        // Each answer holds one slot a day, marked with its request.
        for place in order {
            let Some(Fetch { id, window }) = fetches.get(place).copied() else {
                continue;
            };
            let days = window.end.millis_since(window.start) / DAY_MILLIS;
            let slots = (0..=days).map(|day| slot(window.start.plus_days(day), id as u32));
            times.arrive(id, Ok(slots.collect()), now);
        }
        for slot in times.slots() {
            let last = fetches.iter().rfind(|fetch| fetch.window.contains(slot.start)).unwrap();
            prop_assert_eq!(u64::from(slot.invitees_remaining), last.id);
        }
        prop_assert_eq!(times.slots().is_empty(), fetches.is_empty());
    }
}

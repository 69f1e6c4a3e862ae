use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::booking::availability::ErrorKey;

fn at(minutes: i64) -> Timestamp {
    now().plus_millis(minutes * 60_000)
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-20T12:00:00Z").unwrap()
}

fn december() -> Month {
    Month::new(2026, 12).unwrap()
}

fn utc() -> ZoneOffsets {
    ZoneOffsets::fixed(0)
}

fn whole() -> Window {
    Window::of_month(december(), &utc())
}

/// So many days, each half an hour apart within December.
fn starts(of: &BTreeSet<u8>) -> Vec<Timestamp> {
    let first = Timestamp::parse("2026-12-08T00:00:00Z").unwrap();
    of.iter()
        .map(|half_hour| first.plus_millis(i64::from(*half_hour) * 1_800_000))
        .collect()
}

fn slots(starts: &[Timestamp], remaining: u32) -> Vec<Slot> {
    let slot = |start: &Timestamp| Slot {
        start: *start,
        invitees_remaining: remaining,
        scheduling_url: None,
    };
    starts.iter().map(slot).collect()
}

fn name(index: usize) -> String {
    format!("https://api.calendly.com/event_types/{index}")
}

/// December of so many event types; an event type without an answer has failed.
fn loaded(answers: &[Option<BTreeSet<u8>>], mode: Mode) -> Common {
    let mut common = Common::default();
    let uris: Vec<String> = (0..answers.len()).map(name).collect();
    common.set_types(&uris);
    common.set_mode(mode);
    for fetch in common.plan(december(), &utc(), now()) {
        let asked = common.asks(fetch.id).unwrap();
        let index = uris.iter().position(|uri| uri == asked).unwrap();
        let answer = match &answers[index] {
            Some(of) => Ok(slots(&starts(of), 1)),
            None => Err(ErrorKey("network".to_owned())),
        };
        common.arrive(fetch.id, answer, now());
    }
    common
}

fn offered(common: &Common) -> Vec<Timestamp> {
    common.slots().iter().map(|slot| slot.start).collect()
}

fn set(of: &[u8]) -> BTreeSet<u8> {
    of.iter().copied().collect()
}

#[test]
fn one_event_type_alone_offers_its_own_times() {
    for mode in [Mode::All, Mode::Any] {
        let common = loaded(&[Some(set(&[1, 2, 9]))], mode);
        assert_eq!(offered(&common), starts(&set(&[1, 2, 9])));
        assert!(common.state(december(), &utc()).settled());
    }
}

#[test]
fn an_event_type_that_failed_is_named_and_the_others_stay() {
    let answers = [Some(set(&[1, 2, 3])), None, Some(set(&[2, 3, 4]))];
    let all = loaded(&answers, Mode::All);
    assert_eq!(offered(&all), starts(&set(&[2, 3])));
    let any = loaded(&answers, Mode::Any);
    assert_eq!(offered(&any), starts(&set(&[1, 2, 3, 4])));
    let failures = all.failures(whole());
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].event_type, name(1));
    assert!(!all.state(december(), &utc()).settled());
}

#[test]
fn a_retry_asks_for_the_one_that_failed_alone() {
    let mut common = loaded(&[Some(set(&[1, 2])), None], Mode::All);
    let failure = common.failures(whole()).remove(0);
    assert_eq!(
        common.retry(&name(0), failure.window, &utc(), now()).len(),
        0
    );
    let again = common.retry(&failure.event_type, failure.window, &utc(), now());
    assert_eq!(again.len(), 1);
    // What was offered stays until the answer is there.
    assert_eq!(offered(&common), starts(&set(&[1, 2])));
    common.arrive(again[0].id, Ok(slots(&starts(&set(&[2])), 1)), now());
    assert_eq!(offered(&common), starts(&set(&[2])));
    assert!(common.state(december(), &utc()).settled());
}

#[test]
fn nothing_is_common_before_everyone_has_answered() {
    let mut common = Common::default();
    common.set_types(&[name(0), name(1)]);
    let fetches = common.plan(december(), &utc(), now());
    common.arrive(fetches[0].id, Ok(slots(&starts(&set(&[1])), 1)), now());
    assert_eq!(offered(&common), []);
    assert!(common.state(december(), &utc()).loading);
    common.set_mode(Mode::Any);
    assert_eq!(offered(&common), starts(&set(&[1])));
}

#[test]
fn who_joins_is_asked_and_who_stays_is_not_asked_again() {
    let mut common = loaded(&[Some(set(&[1, 2]))], Mode::All);
    common.set_types(&[name(0), name(7)]);
    let more = common.plan(december(), &utc(), now());
    assert_eq!(more.len(), 1);
    assert_eq!(common.asks(more[0].id), Some(name(7).as_str()));
    common.set_types(&[name(0)]);
    assert_eq!(offered(&common), starts(&set(&[1, 2])));
    // The answer for one that has left, and even for one that has come back, is nobody's.
    assert_eq!(common.asks(more[0].id), None);
    common.set_types(&[name(0), name(7)]);
    let anew = common.plan(december(), &utc(), now());
    assert_ne!(anew[0].id, more[0].id);
    common.arrive(more[0].id, Ok(slots(&starts(&set(&[1])), 1)), now());
    assert_eq!(offered(&common), []);
}

#[test]
fn the_places_left_are_those_of_whom_has_the_fewest() {
    let mut common = Common::default();
    common.set_types(&[name(0), name(1)]);
    let fetches = common.plan(december(), &utc(), now());
    for (fetch, remaining) in fetches.iter().zip([5, 2]) {
        common.arrive(fetch.id, Ok(slots(&starts(&set(&[1])), remaining)), now());
    }
    assert_eq!(common.slots()[0].invitees_remaining, 2);
}

#[test]
fn a_refusal_of_long_windows_counts_for_those_that_join_later() {
    let mut common = Common::default();
    common.set_types(&[name(0)]);
    let long = common.plan(december(), &utc(), now());
    assert!(common.refuse_long(long[0].id).len() > 1);
    common.set_types(&[name(1)]);
    assert!(common.plan(december(), &utc(), now()).len() > 1);
}

#[test]
fn a_time_is_gone_where_nobody_who_matters_has_it() {
    let answers = [Some(set(&[1, 2])), Some(set(&[2, 3]))];
    let [one, two, three, four] = [1, 2, 3, 4].map(|index| starts(&set(&[index]))[0]);
    let all = loaded(&answers, Mode::All);
    let any = loaded(&answers, Mode::Any);
    assert!(all.is_gone(one) && !all.is_gone(two) && all.is_gone(three));
    assert!(!any.is_gone(one) && !any.is_gone(three) && any.is_gone(four));
    assert!(!Common::default().is_gone(one));
    // Of another month nothing is known.
    assert!(!all.is_gone(at(-100_000)));
}

fn answer() -> impl Strategy<Value = BTreeSet<u8>> {
    prop::collection::btree_set(0_u8..40, 0..25)
}

proptest! {
    #[test]
    fn all_is_the_intersection_and_any_the_union(answers in prop::collection::vec(answer(), 2..5)) {
        let given: Vec<_> = answers.iter().cloned().map(Some).collect();
        let mut common = answers[0].clone();
        let mut any = BTreeSet::new();
        for answer in &answers {
            common.retain(|start| answer.contains(start));
            any.extend(answer);
        }
        prop_assert_eq!(offered(&loaded(&given, Mode::All)), starts(&common));
        prop_assert_eq!(offered(&loaded(&given, Mode::Any)), starts(&any));
    }

    #[test]
    fn every_time_says_who_is_free(answers in prop::collection::vec(answer(), 1..4)) {
        let given: Vec<_> = answers.iter().cloned().map(Some).collect();
        let common = loaded(&given, Mode::Any);
        for slot in common.slots() {
            let free: Vec<String> = common.types_at(slot.start).map(str::to_owned).collect();
            let wanted: Vec<String> = (0..answers.len())
                .filter(|index| starts(&answers[*index]).contains(&slot.start))
                .map(name)
                .collect();
            prop_assert_eq!(free, wanted);
        }
    }

    #[test]
    fn those_that_failed_forbid_nothing(answers in prop::collection::vec(prop::option::of(answer()), 2..5)) {
        let alone: Vec<_> = answers.iter().filter(|answer| answer.is_some()).cloned().collect();
        for mode in [Mode::All, Mode::Any] {
            let with = loaded(&answers, mode);
            prop_assert_eq!(offered(&with), offered(&loaded(&alone, mode)));
            prop_assert_eq!(
                with.failures(whole()).len(),
                answers.len() - alone.len()
            );
        }
    }

    #[test]
    fn nothing_that_is_offered_is_gone(answers in prop::collection::vec(answer(), 1..4)) {
        let given: Vec<_> = answers.iter().cloned().map(Some).collect();
        for mode in [Mode::All, Mode::Any] {
            let common = loaded(&given, mode);
            for start in starts(&(0..40).collect()) {
                prop_assert_eq!(common.is_gone(start), common.slot_at(start).is_none());
            }
        }
    }
}

#[test]
fn what_is_combined_is_remembered_but_for_what_is_gone() {
    for mode in [Mode::All, Mode::Any] {
        let mut common = Common::default();
        let uris: Vec<String> = (0..3).map(name).collect();
        common.set_types(&uris);
        common.set_mode(mode);
        let text = common.to_text();
        assert_eq!(Common::read(&text, &|_| true), (mode, uris));
        let left = Common::read(&text, &|uri| uri != name(1));
        assert_eq!(left, (mode, vec![name(0), name(2)]));
    }
    assert_eq!(
        Common::read("", &|uri| !uri.is_empty()),
        (Mode::All, Vec::new())
    );
}

/// What two event types offered at first and then, the times that are said to have come and gone, and those marked as new.
fn differences(
    mode: Mode,
    first: [&[u8]; 2],
    then: [&[u8]; 2],
) -> ((usize, usize), Vec<Timestamp>) {
    let mut common = loaded(&[Some(set(first[0])), Some(set(first[1]))], mode);
    for fetch in common.revalidate(december(), &utc(), now()) {
        let index = usize::from(common.asks(fetch.id) == Some(name(1).as_str()));
        let answer = slots(&starts(&set(then[index])), 1);
        common.arrive(fetch.id, Ok(answer), now());
    }
    let new = offered(&common).into_iter().filter(|at| common.is_new(*at));
    (common.changed(whole()), new.collect())
}

#[test]
fn a_difference_is_that_of_the_common_times_not_of_their_event_types() {
    for (mode, first, then, wanted, new) in [
        // Lost by one and kept by the other, and the other way round.
        (
            Mode::Any,
            [&[1, 2][..], &[2][..]],
            [&[1][..], &[2][..]],
            (0, 0),
            &[][..],
        ),
        (Mode::Any, [&[1], &[2]], [&[1, 2], &[2]], (0, 0), &[]),
        (Mode::Any, [&[1], &[2]], [&[1, 3], &[2, 3]], (1, 0), &[3]),
        (Mode::Any, [&[1, 4], &[4]], [&[1], &[]], (0, 1), &[]),
        // Lost by both at once is one time; what never was common is none.
        (Mode::All, [&[1, 2], &[1, 2]], [&[1], &[1]], (0, 1), &[]),
        (Mode::All, [&[1, 2], &[1]], [&[1], &[1]], (0, 0), &[]),
        (Mode::All, [&[1], &[1]], [&[1, 3], &[1]], (0, 0), &[]),
        (Mode::All, [&[1, 3], &[1]], [&[1, 3], &[1, 3]], (1, 0), &[3]),
        (Mode::All, [&[1], &[1]], [&[1, 3], &[1, 3]], (1, 0), &[3]),
    ] {
        let found = differences(mode, first, then);
        assert_eq!(
            found,
            (wanted, starts(&set(new))),
            "{mode:?} {first:?} {then:?}"
        );
    }
}

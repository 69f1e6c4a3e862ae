//! More event types of the first host, as many as are wished for: for measurements, not for tests of single ones.

use std::collections::BTreeMap;

use super::catalogue::{EventType, Period};
use crate::sandbox::schedule::Schedule;

const OWNER: &str = "mira-albrecht";
/// How their addresses begin; none of the sample's does.
const ADDRESS: &str = "more-";

const WHAT: [&str; 8] = [
    "Consultation",
    "Review",
    "Workshop",
    "Interview",
    "Walk-through",
    "Planning",
    "Check-in",
    "Lesson",
];
const WHOSE: [&str; 7] = [
    "archive", "branch", "client", "course", "gallery", "project", "team",
];

/// So many of them. The first can be booked at any time: more than three thousand times in a month.
pub fn event_types(count: u64) -> Vec<EventType> {
    (0..count)
        .map(|number| {
            if number == 0 {
                any_time()
            } else {
                ordinary(number)
            }
        })
        .collect()
}

/// Whether it is one of these.
pub fn is_more(kind: &EventType) -> bool {
    kind.owner == OWNER && kind.slug.starts_with(ADDRESS)
}

fn ordinary(number: u64) -> EventType {
    let nth = usize::try_from(number).unwrap_or_default();
    let word = |words: &[&'static str]| words.get(nth % words.len()).copied().unwrap_or_default();
    let name = format!("{} for {} {number}", word(&WHAT), word(&WHOSE));
    let minutes = [15, 20, 30, 45, 60].get(nth % 5).copied().unwrap_or(30);
    EventType {
        active: number % 10 != 9,
        admin_managed: number % 7 == 3,
        ..EventType::new(OWNER, nth, &format!("{ADDRESS}{number}"), &name, minutes)
    }
}

fn any_time() -> EventType {
    let around_the_clock = Schedule {
        zone: "Europe/Berlin".to_owned(),
        week: std::array::from_fn(|_| vec![(0, 1440)]),
        dates: BTreeMap::new(),
    };
    EventType {
        increment: 10,
        notice: 0,
        period: Period::Unlimited,
        own_hours: BTreeMap::from([(OWNER.to_owned(), around_the_clock)]),
        ..EventType::new(OWNER, 0, "more-any-time", "Any time", 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::free_times::free;
    use crate::sandbox::{Options, Sandbox, instant};

    fn sandbox(more_event_types: u64) -> Sandbox {
        let options = Options {
            more_event_types,
            ..Options::default()
        };
        Sandbox::new(options, Vec::new())
    }

    #[test]
    fn as_many_as_are_wished_for_stand_beside_the_sample() {
        let plain = sandbox(0).event_types.len();
        let mut grown = sandbox(5_000);
        assert_eq!(grown.event_types.len(), plain + 5_000);
        grown.options.more_event_types = 3;
        grown.add_event_types();
        assert_eq!(grown.event_types.len(), plain + 3);
    }

    #[test]
    fn one_of_them_has_three_thousand_times_in_a_month() {
        let state = sandbox(1);
        let kind = state.event_type_by_path(OWNER, "more-any-time").unwrap();
        let at = |text: &str| instant::parse(text).unwrap();
        let found = free(
            &state,
            kind,
            at("2026-12-01T00:00:00Z"),
            at("2027-01-01T00:00:00Z"),
            at("2026-11-20T00:00:00Z"),
        );
        assert!(found.len() > 3_000, "{}", found.len());
    }
}

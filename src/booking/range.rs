//! Ranges of shown times: from one to another, by drag, and to a neighbour by key.

use super::calendar::Key;
use super::selection::Selection;
use crate::time::Timestamp;

/// The shown times from one to another, both included, whichever comes first. Where `from` is not shown it is `to` alone.
///
/// `shown`: sorted.
pub fn between(shown: &[Timestamp], from: Option<Timestamp>, to: Timestamp) -> &[Timestamp] {
    let find = |at: Timestamp| shown.binary_search(&at).ok();
    let Some(end) = find(to) else {
        return &[];
    };
    let start = from.and_then(find).unwrap_or(end);
    shown
        .get(start.min(end)..=start.max(end))
        .unwrap_or_default()
}

/// A pointer that is drawn over times. It picks the times on its way, or drops them where the first of them was picked.
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    pub from: Timestamp,
    /// What was picked when it began.
    pub before: Selection,
}

impl Drag {
    /// Whether it picks, rather than drops.
    pub fn picks(&self) -> bool {
        !self.before.contains(self.from)
    }

    /// What is picked when it has come to `to`. What is not on the way is as it was before.
    pub fn reach(&self, shown: &[Timestamp], to: Timestamp) -> Selection {
        let mut picked = self.before.clone();
        picked.put_all(between(shown, Some(self.from), to), self.picks());
        picked
    }
}

/// What a key moves to, seen from a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Neighbour {
    Next,
    Previous,
    /// The time at the same place of the next day that has times.
    NextDay,
    PreviousDay,
    /// Of the same day.
    First,
    Last,
}

impl Neighbour {
    /// What `key` moves to. The next day is on the left where lines are written from the right.
    pub fn by_key(key: Key, rtl: bool) -> Option<Self> {
        Some(match (key, rtl) {
            (Key::Down, _) => Self::Next,
            (Key::Up, _) => Self::Previous,
            (Key::Right, false) | (Key::Left, true) => Self::NextDay,
            (Key::Left, false) | (Key::Right, true) => Self::PreviousDay,
            (Key::Home, _) => Self::First,
            (Key::End, _) => Self::Last,
            (Key::PageUp | Key::PageDown, _) => return None,
        })
    }
}

/// The neighbour of a shown time; nothing at the end of what is shown.
///
/// `days`: the shown times of each day that has some, in order.
pub fn neighbour(days: &[Vec<Timestamp>], at: Timestamp, to: Neighbour) -> Option<Timestamp> {
    let index = days.iter().position(|day| day.binary_search(&at).is_ok())?;
    let day = days.get(index)?;
    let place = day.binary_search(&at).ok()?;
    let beside = |index: usize| {
        let day = days.get(index)?;
        day.get(place).or(day.last())
    };
    let (before, after) = (index.checked_sub(1), index + 1);
    let found = match to {
        Neighbour::Next => (day.get(place + 1)).or_else(|| days.get(after)?.first()),
        Neighbour::Previous => place
            .checked_sub(1)
            .and_then(|place| day.get(place))
            .or_else(|| days.get(before?)?.last()),
        Neighbour::NextDay => beside(after),
        Neighbour::PreviousDay => beside(before?),
        Neighbour::First => day.first(),
        Neighbour::Last => day.last(),
    };
    found.copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn times(millis: &[i64]) -> Vec<Timestamp> {
        millis.iter().copied().map(at).collect()
    }

    #[test]
    fn a_range_has_both_ends_in_either_direction() {
        let shown = times(&[1, 3, 5, 7]);
        assert_eq!(between(&shown, Some(at(3)), at(7)), times(&[3, 5, 7]));
        assert_eq!(between(&shown, Some(at(7)), at(3)), times(&[3, 5, 7]));
        assert_eq!(between(&shown, Some(at(5)), at(5)), times(&[5]));
    }

    #[test]
    fn a_range_from_a_time_that_is_not_shown_is_the_other_end_alone() {
        let shown = times(&[1, 3, 5]);
        assert_eq!(between(&shown, Some(at(2)), at(5)), times(&[5]));
        assert_eq!(between(&shown, None, at(5)), times(&[5]));
        assert_eq!(between(&shown, Some(at(1)), at(4)), []);
        assert_eq!(between(&[], None, at(4)), []);
    }

    #[test]
    fn keys_move_within_a_day_and_from_day_to_day() {
        let days = [times(&[1, 2, 3]), times(&[11]), times(&[21, 22])];
        let to = |from, key, rtl| {
            let to = Neighbour::by_key(key, rtl)?;
            neighbour(&days, at(from), to).map(Timestamp::as_millis)
        };
        assert_eq!(to(2, Key::Down, false), Some(3));
        assert_eq!(to(3, Key::Down, false), Some(11));
        assert_eq!(to(11, Key::Up, true), Some(3));
        assert_eq!(to(1, Key::Up, false), None);
        assert_eq!(to(22, Key::Down, false), None);
        assert_eq!(to(3, Key::Right, false), Some(11));
        assert_eq!(to(3, Key::Left, true), Some(11));
        assert_eq!(to(22, Key::Left, false), Some(11));
        assert_eq!(to(22, Key::Left, true), None);
        assert_eq!(to(2, Key::Home, false), Some(1));
        assert_eq!(to(2, Key::End, true), Some(3));
        assert_eq!(to(2, Key::PageDown, false), None);
        assert_eq!(to(9, Key::Down, false), None);
    }

    proptest! {
        #[test]
        fn a_drag_changes_what_it_passes_and_nothing_else(
            shown in prop::collection::btree_set(0_i64..200, 1..60),
            picked in prop::collection::btree_set(0_i64..200, 0..60),
            ends in any::<[prop::sample::Index; 3]>(),
        ) {
            let shown: Vec<_> = shown.into_iter().map(at).collect();
            let mut before = Selection::new();
            before.put_all(&picked.into_iter().map(at).collect::<Vec<_>>(), true);
            let [from, way, to] = ends.map(|index| *index.get(&shown));
            let drag = Drag { from, before: before.clone() };
            let reached = drag.reach(&shown, to);
            let passed = from.min(to)..=from.max(to);
            for millis in 0..200 {
                let time = at(millis);
                let is_on_way = shown.contains(&time) && passed.contains(&time);
                let expected = if is_on_way { drag.picks() } else { before.contains(time) };
                prop_assert_eq!(reached.contains(time), expected);
            }
            prop_assert_eq!(reached.contains(from), !before.contains(from));
            // However far it went in between, only where it is counts.
            let _ = drag.reach(&shown, way);
            prop_assert_eq!(drag.reach(&shown, to), reached);
        }

        #[test]
        fn arrows_down_pass_every_time_in_order(
            days in prop::collection::btree_map(0_i64..30, 1_usize..9, 1..12),
        ) {
            let days: Vec<Vec<_>> = days
                .into_iter()
                .map(|(day, count)| (0..count as i64).map(|time| at(day * 100 + time)).collect())
                .collect();
            let all: Vec<_> = days.iter().flatten().copied().collect();
            let step = |from: &Timestamp| neighbour(&days, *from, Neighbour::Next);
            let passed: Vec<_> = std::iter::successors(all.first().copied(), step).collect();
            prop_assert_eq!(&passed, &all);
            let step = |from: &Timestamp| neighbour(&days, *from, Neighbour::Previous);
            let mut back: Vec<_> = std::iter::successors(all.last().copied(), step).collect();
            back.reverse();
            prop_assert_eq!(back, all);
        }
    }
}

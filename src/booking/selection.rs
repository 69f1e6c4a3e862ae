//! The times that a person has picked, to copy them.

use crate::time::Timestamp;

/// Picked times of one event type, in the order of time, each once.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Selection(Vec<Timestamp>);

impl Selection {
    pub fn new() -> Self {
        Self::default()
    }

    /// Picks a time or drops it; true when it is picked now.
    pub fn toggle(&mut self, at: Timestamp) -> bool {
        let pick = !self.contains(at);
        self.put(at, pick);
        pick
    }

    /// Picks all times of a day, or drops them where all are picked already; true when they are
    /// picked now.
    pub fn toggle_day(&mut self, day: &[Timestamp]) -> bool {
        let pick = !self.contains_all(day);
        self.put_all(day, pick);
        pick
    }

    /// Picks all of these times, or drops them; what else is picked stays.
    pub fn put_all(&mut self, times: &[Timestamp], pick: bool) {
        for at in times {
            self.put(*at, pick);
        }
    }

    fn put(&mut self, at: Timestamp, pick: bool) {
        match self.0.binary_search(&at) {
            Ok(position) if !pick => drop(self.0.remove(position)),
            Err(position) if pick => self.0.insert(position, at),
            _ => {}
        }
    }

    pub fn contains(&self, at: Timestamp) -> bool {
        self.0.binary_search(&at).is_ok()
    }

    /// Whether a day has times and all of them are picked.
    pub fn contains_all(&self, day: &[Timestamp]) -> bool {
        !day.is_empty() && day.iter().all(|at| self.contains(*at))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Timestamp> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn times_come_in_their_order_however_they_were_picked() {
        let mut picked = Selection::new();
        assert!(picked.toggle(at(3)) && picked.toggle(at(1)) && picked.toggle(at(2)));
        assert!(!picked.toggle(at(1)));
        assert_eq!(picked.iter().collect::<Vec<_>>(), [at(2), at(3)]);
        assert_eq!(picked.len(), 2);
    }

    #[test]
    fn a_day_is_picked_whole_and_dropped_only_when_all_of_it_was_picked() {
        let day = [at(1), at(2), at(3)];
        let mut picked = Selection::new();
        picked.toggle(at(2));
        picked.toggle(at(9));
        assert!(picked.toggle_day(&day));
        assert_eq!(picked.len(), 4);
        assert!(picked.contains_all(&day));
        assert!(!picked.toggle_day(&day));
        assert_eq!(picked.iter().collect::<Vec<_>>(), [at(9)]);
        assert!(!picked.contains_all(&[]));
    }
}

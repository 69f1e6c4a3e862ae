//! The pace: how many requests a feed begins in a minute.

use crate::time::Timestamp;

const MINUTE_MILLIS: i64 = 60_000;

/// The requests of the last minute.
pub(super) struct Pace {
    most: usize,
    sent: Vec<Timestamp>,
}

impl Pace {
    /// At least one request a minute is let through.
    pub(super) fn new(per_minute: u32) -> Self {
        Self {
            most: per_minute.max(1) as usize,
            sent: Vec::new(),
        }
    }

    /// How long the next request has to wait, in milliseconds; `None`: not at all.
    pub(super) fn wait(&mut self, now: Timestamp) -> Option<u32> {
        if self.left(now) > 0 {
            return None;
        }
        let oldest = self.sent.first()?;
        let millis = MINUTE_MILLIS - now.millis_since(*oldest);
        Some(u32::try_from(millis).unwrap_or(1).max(1))
    }

    /// How many requests can begin at once.
    pub(super) fn left(&mut self, now: Timestamp) -> usize {
        // Of a clock that was set back, what seems to lie in the future is let go rather than kept for hours.
        self.sent
            .retain(|at| (0..MINUTE_MILLIS).contains(&now.millis_since(*at)));
        self.most.saturating_sub(self.sent.len())
    }

    pub(super) fn note(&mut self, now: Timestamp) {
        self.sent.push(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn as_many_as_a_minute_has_and_the_next_when_the_first_is_a_minute_old() {
        let mut pace = Pace::new(2);
        for millis in [0, 1_000] {
            assert_eq!(pace.wait(at(millis)), None);
            pace.note(at(millis));
        }
        assert_eq!(pace.wait(at(20_000)), Some(40_000));
        assert_eq!(pace.wait(at(60_000)), None);
        assert_eq!(pace.left(at(60_000)), 1);
    }

    #[test]
    fn none_a_minute_is_still_one_and_a_clock_set_back_stops_nothing() {
        let mut pace = Pace::new(0);
        pace.note(at(86_400_000));
        assert_eq!(pace.wait(at(86_400_001)), Some(59_999));
        assert_eq!(pace.wait(at(0)), None);
    }
}

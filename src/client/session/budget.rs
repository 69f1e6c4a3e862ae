//! The token budget: how many token requests this page allows itself.

use crate::time::Timestamp;

/// Calendly gives out 8 tokens per user and minute, to all tabs and apps together; this page takes half.
const MOST_PER_MINUTE: usize = 4;

/// The token requests of the last minute.
#[derive(Default)]
pub struct TokenBudget {
    taken: Vec<Timestamp>,
}

impl TokenBudget {
    /// Takes one, or says that there is none left for now.
    pub(super) fn take(&mut self, now: Timestamp) -> bool {
        // Of a clock that was set back, what seems to lie in the future is let go rather than kept for hours.
        self.taken
            .retain(|at| (0..60_000).contains(&now.millis_since(*at)));
        let free = self.taken.len() < MOST_PER_MINUTE;
        if free {
            self.taken.push(now);
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_in_a_minute_and_the_fifth_waits_for_the_first_to_be_a_minute_old() {
        let at = Timestamp::from_millis;
        let mut budget = TokenBudget::default();
        for second in 0..4 {
            assert!(budget.take(at(second * 1000)));
        }
        assert!(!budget.take(at(59_999)));
        assert!(budget.take(at(60_000)));
        assert!(!budget.take(at(60_500)));
    }

    #[test]
    fn a_clock_set_back_does_not_lock_anyone_out() {
        let mut budget = TokenBudget::default();
        for _ in 0..4 {
            assert!(budget.take(Timestamp::from_millis(86_400_000)));
        }
        assert!(budget.take(Timestamp::from_millis(0)));
    }
}

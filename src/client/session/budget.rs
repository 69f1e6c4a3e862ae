//! The token budget: how many token requests a session, and all pages of one connection, allow themselves.

use crate::time::Timestamp;

/// Calendly gives out 8 tokens per user and minute, to all apps together; half of them are for others.
pub const MOST_PER_MINUTE: usize = 4;

/// How long one counts, in milliseconds.
pub const MINUTE_MILLIS: u32 = 60_000;

/// The token requests of the last minute.
#[derive(Default)]
pub struct TokenBudget {
    taken: Vec<Timestamp>,
}

impl TokenBudget {
    /// Takes one, or says that there is none left for now.
    pub fn take(&mut self, now: Timestamp) -> bool {
        // Of a clock that was set back, what seems to lie in the future is let go rather than kept for hours.
        self.taken
            .retain(|at| (0..i64::from(MINUTE_MILLIS)).contains(&now.millis_since(*at)));
        let free = self.taken.len() < MOST_PER_MINUTE;
        if free {
            self.taken.push(now);
        }
        free
    }

    /// As it is kept: the moments, in milliseconds.
    pub fn write(&self) -> String {
        let mut text = String::new();
        for at in &self.taken {
            text.push_str(&at.as_millis().to_string());
            text.push(' ');
        }
        text
    }

    /// From what was kept; what is none of it is left out.
    pub fn read(text: &str) -> Self {
        let taken = text.split(' ').filter_map(|at| at.parse().ok());
        Self {
            taken: taken.map(Timestamp::from_millis).collect(),
        }
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
    fn what_was_kept_goes_on_to_count_and_noise_does_not() {
        let at = Timestamp::from_millis;
        let mut budget = TokenBudget::default();
        assert!((0..3).all(|second| budget.take(at(second * 1000))));
        let mut kept = TokenBudget::read(&format!("{} soon 1e3 ", budget.write()));
        assert_eq!([kept.take(at(3000)), kept.take(at(3000))], [true, false]);
        assert!(TokenBudget::read("").take(at(0)));
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

//! The replay guard: takes each call to a webhook once.

use std::collections::BTreeSet;

use super::signature::{Refusal, Verified};
use crate::time::Timestamp;

/// Remembers calls as long as their signature is taken, by the verifier that tolerates most, and no longer. Servers
/// that share a subscription share the guard too, or a call can be taken by each of them.
#[derive(Debug)]
pub struct ReplayGuard {
    /// When each was signed and its code, which is what a verifier made sure of, whatever it tolerates.
    taken: BTreeSet<(i64, [u8; 32])>,
    most: usize,
    /// The most seconds that a verifier takes calls after they were signed.
    oldest: u32,
    /// What was signed until then cannot be told from what was taken and forgotten.
    forgotten: Option<i64>,
}

impl ReplayGuard {
    /// Remembers at most so many calls, each some 50 bytes: as many as can arrive within the tolerance.
    pub fn new(most: usize) -> Self {
        Self {
            taken: BTreeSet::new(),
            most,
            oldest: 0,
            forgotten: None,
        }
    }

    /// Takes a call that was verified.
    ///
    /// # Errors
    /// [`Refusal::Replayed`] for one that was taken, [`Refusal::TooMany`] where no more can be remembered: no call is
    /// forgotten as long as it could be played again. [`Refusal::TooOld`] where that cannot be known any more: a clock
    /// was set back, or a verifier tolerates more than all before it.
    pub fn take(&mut self, call: &Verified, now: Timestamp) -> Result<(), Refusal> {
        self.oldest = self.oldest.max(call.oldest);
        self.forget(now.as_millis().div_euclid(1000));
        if self.forgotten.is_some_and(|until| call.signed_at <= until) {
            return Err(Refusal::TooOld);
        }
        let call = (call.signed_at, call.code);
        if self.taken.contains(&call) {
            return Err(Refusal::Replayed);
        }
        if self.taken.len() >= self.most {
            return Err(Refusal::TooMany);
        }
        self.taken.insert(call);
        Ok(())
    }

    fn forget(&mut self, now: i64) {
        while let Some((signed_at, _)) = self.taken.first()
            && signed_at.saturating_add(self.oldest.into()) < now
        {
            self.forgotten = self.forgotten.max(Some(*signed_at));
            self.taken.pop_first();
        }
    }

    /// Gives a call back that could not be handled, so that it is taken when Calendly repeats it.
    pub fn give_back(&mut self, call: &Verified) {
        self.taken.remove(&(call.signed_at, call.code));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::webhook::signature::{TOLERANCE, Verifier};
    use crate::json::{self, Value};

    const CASES: &str = include_str!("../../../tests/fixtures/webhooks/replays.json");

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn text<'a>(object: &'a Value, name: &str) -> &'a str {
        object.get(name).and_then(Value::as_str).unwrap()
    }

    #[test]
    fn every_listed_sequence_of_calls_ends_as_it_says() {
        let file = json::parse(CASES).unwrap();
        let key = text(&file, "key");
        let sequences = file.get("sequences").unwrap().as_array().unwrap();
        assert!(sequences.len() > 14);
        for sequence in sequences {
            let most = sequence.get("most").and_then(Value::as_i64).unwrap();
            let mut guard = ReplayGuard::new(usize::try_from(most).unwrap());
            let verifier = Verifier::new(key.as_bytes()).unwrap();
            let calls = sequence.get("calls").unwrap().as_array().unwrap();
            for (index, call) in calls.iter().enumerate() {
                let now = at(call.get("now").and_then(Value::as_i64).unwrap());
                let body = text(call, "body").as_bytes();
                let oldest = call.get("oldest").and_then(Value::as_i64);
                let oldest = oldest.map_or(TOLERANCE, |oldest| u32::try_from(oldest).unwrap());
                let verifier = verifier.clone().tolerating(oldest, TOLERANCE);
                let verified = verifier.verify(Some(text(call, "header")), body, now);
                let outcome = verified.and_then(|verified| {
                    guard.take(&verified, now)?;
                    if call.get("handled") == Some(&Value::Bool(false)) {
                        guard.give_back(&verified);
                    }
                    Ok(())
                });
                let outcome = outcome.map_or_else(Refusal::as_str, |()| "accepted");
                let name = text(sequence, "name");
                assert_eq!(outcome, text(call, "outcome"), "{name}, call {index}");
            }
            assert!(guard.taken.len() <= guard.most);
        }
    }
}

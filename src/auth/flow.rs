//! The flow: the sign-in of one element as a state machine.
//!
//! Messages reach it from other windows, so it assumes that anything may arrive at any time, more than once.

use super::callback;
use super::config::Connection;
use super::sign_in_error::SignInError;
use super::transaction::{Exchange, Transaction};
use crate::time::Timestamp;

/// Where a sign-in stands.
#[derive(Default)]
pub enum Flow {
    #[default]
    Idle,
    /// The sign-in page is open.
    Waiting(Transaction),
    /// The code is being exchanged. Cannot be called back: it is used up by now.
    Exchanging,
    Failed(SignInError),
}

impl Flow {
    /// Begins an attempt; one that was waiting is forgotten, so its callback will be a foreign one.
    /// `false` while a code is being exchanged: then nothing changes.
    pub fn begin(&mut self, transaction: Transaction) -> bool {
        let free = !matches!(self, Self::Exchanging);
        if free {
            *self = Self::Waiting(transaction);
        }
        free
    }

    /// Hands in the query of a callback page. `Some` at most once per attempt, and only for its exact state;
    /// everything foreign is ignored without leaving `Waiting`.
    pub fn deliver(
        &mut self,
        query: &str,
        connection: &Connection,
        now: Timestamp,
    ) -> Option<Exchange> {
        let parsed = callback::parse(query);
        let state = match &parsed {
            Ok(callback) => Some(callback.state.as_str()),
            Err(error) => error.state.as_deref(),
        };
        let ours = matches!((&*self, state), (Self::Waiting(attempt), Some(state)) if attempt.matches(state));
        if !ours {
            return None;
        }
        let Self::Waiting(attempt) = std::mem::replace(self, Self::Exchanging) else {
            return None;
        };
        let accepted = match parsed {
            Ok(callback) => attempt.accept(callback, connection, now),
            Err(error) => Err(SignInError::Callback(error.kind)),
        };
        match accepted {
            Ok(exchange) => Some(exchange),
            Err(error) => {
                *self = Self::Failed(error);
                None
            }
        }
    }

    /// Whether a sign-in page is open.
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting(_))
    }
}

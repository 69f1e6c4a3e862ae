//! The transaction: one attempt to sign in, from the click to the code.

use serde::{Deserialize, Serialize};

use super::callback::{Callback, Outcome};
use super::config::Connection;
use super::pkce::Verifier;
use super::sign_in_error::{Refusal, SignInError};
use super::state_param::State;
use crate::time::Timestamp;

/// How long an attempt lives, in milliseconds: as long as Calendly's codes.
pub const LIFETIME_MILLIS: i64 = 10 * 60 * 1000;

/// What must be known again when the callback arrives. Kept in memory, or in sessionStorage over a redirect;
/// not `Clone`, because it may be used once.
#[derive(Serialize, Deserialize)]
pub struct Transaction {
    pub state: State,
    verifier: Verifier,
    binding: String,
    redirect_uri: String,
    pub created_at: Timestamp,
    /// Where to go after a redirect. From this page's own storage only; still goes through `return_to::safe`.
    pub return_to: Option<String>,
}

/// What the token request needs. Used up by it.
pub struct Exchange {
    pub code: String,
    pub verifier: Verifier,
    pub redirect_uri: String,
}

impl Transaction {
    /// Begins an attempt with this connection.
    pub fn new(
        connection: &Connection,
        state: State,
        verifier: Verifier,
        now: Timestamp,
        return_to: Option<String>,
    ) -> Self {
        Self {
            state,
            verifier,
            binding: connection.binding(),
            redirect_uri: connection.redirect_uri.clone(),
            created_at: now,
            return_to,
        }
    }

    /// For sessionStorage. Holds the verifier: nowhere else.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Transaction::to_json`] wrote. Whoever reads it removes it from storage first.
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// Whether a callback with this state is the answer to this attempt.
    pub fn matches(&self, state: &str) -> bool {
        self.state.matches(state)
    }

    /// Whether the attempt is too old; one from the future (a clock set back) is too.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        now.millis_since(self.created_at).unsigned_abs() > LIFETIME_MILLIS.unsigned_abs()
    }

    /// Takes the callback's code, if everything about it is right. The state is looked at before anything else
    /// of the callback. Uses the attempt up, whatever comes of it.
    pub fn accept(
        self,
        callback: Callback,
        connection: &Connection,
        now: Timestamp,
    ) -> Result<Exchange, SignInError> {
        if !self.matches(&callback.state) {
            return Err(SignInError::StateMismatch);
        }
        if self.is_expired(now) {
            return Err(SignInError::Expired);
        }
        if self.binding != connection.binding() || self.redirect_uri != connection.redirect_uri {
            return Err(SignInError::OtherConnection);
        }
        if !connection.accepts_issuer(callback.iss.as_deref()) {
            return Err(SignInError::IssuerMismatch);
        }
        if !self.verifier.is_well_formed() {
            return Err(SignInError::DamagedAttempt);
        }
        match callback.outcome {
            Outcome::Code(code) => Ok(Exchange {
                code,
                verifier: self.verifier,
                redirect_uri: self.redirect_uri,
            }),
            Outcome::Error { code, description } => Err(SignInError::Refused {
                code: Refusal::from_code(code),
                description,
            }),
        }
    }
}

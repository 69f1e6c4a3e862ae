//! The transaction: one attempt to sign in, from the click to the code.

use super::callback::{Callback, Outcome};
use super::config::Connection;
use super::pkce::Verifier;
use super::sign_in_error::{Refusal, SignInError};
use super::state_param::State;
use crate::api::fields;
use crate::json::Object;
use crate::time::Timestamp;

/// How long an attempt lives, in milliseconds: as long as Calendly's codes.
pub const LIFETIME_MILLIS: i64 = 10 * 60 * 1000;

/// What must be known again when the callback arrives. Kept in memory, or in sessionStorage over a redirect;
/// not `Clone`, because it may be used once.
pub struct Transaction {
    pub state: State,
    verifier: Verifier,
    binding: String,
    redirect_uri: String,
    pub created_at: Timestamp,
    /// Where to go after a redirect: for the callback page, which lets nothing but a path of its own origin be one.
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
        Object::new()
            .text("state", self.state.as_str())
            .text("verifier", self.verifier.as_str())
            .text("binding", &self.binding)
            .text("redirect_uri", &self.redirect_uri)
            .number("created_at", self.created_at.as_millis())
            .optional_text("return_to", self.return_to.as_deref())
            .finish()
    }

    /// Reads what [`Transaction::to_json`] wrote. Whoever reads it removes it from storage first.
    pub fn from_json(json: &str) -> Option<Self> {
        let stored = fields::parse(json).ok()?;
        let text = |name: &str| Some(stored.get(name)?.as_str()?.to_owned());
        Some(Self {
            state: State::restored(text("state")?),
            verifier: Verifier::restored(text("verifier")?),
            binding: text("binding")?,
            redirect_uri: text("redirect_uri")?,
            created_at: fields::millis(&stored, "created_at")?,
            return_to: text("return_to"),
        })
    }

    /// Whether a callback with this state is the answer to this attempt.
    pub fn matches(&self, state: &str) -> bool {
        self.state.matches(state)
    }

    /// Whether the attempt was made with this connection.
    pub fn is_of(&self, connection: &Connection) -> bool {
        self.binding == connection.binding() && self.redirect_uri == connection.redirect_uri
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
        if !self.is_of(connection) {
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

//! How signing in works: OAuth 2.0 authorization code with PKCE for a public client (RFC 6749, 7636, 9700).
//!
//! Everything here is pure: randomness, digests, time and transport come from outside.

pub mod address;
pub mod authorize;
pub mod callback;
pub mod config;
pub mod flow;
pub mod forms;
pub mod pkce;
pub mod secret;
pub mod sign_in_error;
pub mod state_param;
pub mod token_error;
pub mod tokens;
pub mod transaction;

pub use callback::{Callback, CallbackError};
pub use config::{ConfigError, Connection, DEFAULT_SCOPES};
pub use flow::Flow;
pub use pkce::Verifier;
pub use secret::Secret;
pub use sign_in_error::SignInError;
pub use state_param::{Mode, State};
pub use token_error::TokenError;
pub use tokens::Tokens;
pub use transaction::{Exchange, Transaction};

//! What an element knows (signals) and does (verbs). Views read the signals and call the verbs, nothing else.

pub mod account;
pub mod app;
pub mod clock;
pub mod common;
pub mod diagnosis;
pub mod event_types;
pub mod last_known;
pub mod layout;
pub mod links;
pub mod picking;
pub mod preferences;
pub mod selection;
pub mod sharing;
pub mod sign_in;
pub mod signal;
pub mod times;

pub use app::App;
pub use signal::{Derived, Signal, derived, derived_by};

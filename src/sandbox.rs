//! The sandbox: a local stand-in for Calendly's OAuth server and API v2, so that everything runs with no account.
//!
//! The core is one pure function, [`respond`]: `(state, request, now) -> reply`. It does no I/O, reads no clock and
//! draws no randomness but a seeded counter. [`carrier`] puts it on a socket. It is written from the API's public
//! facts and shares no model types with the client: it reads and writes plain JSON, so that a wrong field name
//! cannot be wrong on both sides.
//!
//! How tests steer it is described in [`control`].

pub mod activity_log;
pub mod announce;
pub mod authorize;
pub mod availability_rules;
pub mod available_times;
pub mod booking;
pub mod booking_page;
pub mod busy;
pub mod callback_url;
pub mod cancellation;
pub mod carrier;
pub mod clients;
pub mod control;
pub mod courier;
pub mod cut;
pub mod data_compliance;
pub mod errors;
pub mod event_type_availability_schedules;
pub mod event_type_memberships;
pub mod event_types;
pub mod faults;
pub mod fields;
pub mod free_times;
pub mod gate;
pub mod grants;
pub mod groups;
pub mod html;
pub mod instant;
pub mod invitee_no_shows;
pub mod invitees;
pub mod ledger;
pub mod links;
pub mod locations;
pub mod meeting_place;
pub mod message;
pub mod oauth_client;
pub mod options;
pub mod organization_invitations;
pub mod organization_memberships;
pub mod organizations;
pub mod outbox;
pub mod outgoing_communications;
pub mod paging;
pub mod params;
#[cfg(test)]
mod probe;
pub mod profile_page;
pub mod questions;
pub mod reading;
pub mod records;
pub mod resource;
pub mod revoke;
pub mod router;
pub mod routing_form_submissions;
pub mod routing_forms;
pub mod routing_page;
pub mod sample;
pub mod schedule;
pub mod scheduled_events;
pub mod scheduling_links;
pub mod scopes;
pub mod search_term;
pub mod sequence;
pub mod state;
pub mod teams;
pub mod token;
#[cfg(test)]
mod trial;
pub mod user_availability_schedules;
pub mod user_busy_times;
pub mod user_meeting_limits;
pub mod users;
pub mod webhook_payload;
pub mod webhook_scope;
pub mod webhook_subscriptions;

pub use message::{Request, Response};
pub use options::Options;
pub use router::respond;
pub use state::Sandbox;

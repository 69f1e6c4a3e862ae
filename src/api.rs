//! What Calendly offers (API v2): endpoints as data, models that tolerate what Calendly may send.
//!
//! Building a request and reading an answer are pure; sending is `client`'s concern. A model is declared with
//! `model!`, an operation with `endpoint!`; everything else (checks, TypeScript types, the reference page, the
//! JavaScript client's methods) comes out of these declarations.

pub mod activity_log_entries;
pub mod availability;
pub mod cancellation;
pub mod contact_lists;
pub mod contacts;
pub mod custom_field_definitions;
pub mod data_compliance;
pub mod endpoint;
pub mod error;
pub mod event_type_availability_schedules;
pub mod event_type_memberships;
pub mod event_types;
pub mod fields;
pub mod group_relationships;
pub mod groups;
pub mod input;
pub mod invitee_no_shows;
pub mod invitees;
pub mod locations;
pub mod meeting_recaps;
pub mod model;
pub mod notes;
pub mod one_off_event_types;
mod open_enum;
pub mod operations;
pub mod organization_invitations;
pub mod organization_memberships;
pub mod organizations;
pub mod outgoing_communications;
pub mod page;
pub mod prepare;
pub mod routing_form_submissions;
pub mod routing_forms;
pub mod rules;
pub mod sample_webhook_data;
pub mod scheduled_events;
pub mod scheduling_links;
pub mod schema;
pub mod shares;
pub mod teams;
mod union;
pub mod uri;
pub mod user_availability_schedules;
pub mod user_busy_times;
pub mod user_meeting_limits;
pub mod users;
pub mod webhook;
pub mod webhook_subscriptions;

pub use endpoint::{Endpoint, ListEndpoint, Method};
pub use error::Problem;
pub use fields::DecodeError;
pub use page::{Page, PageWith, Pagination};
pub use prepare::InvalidInput;
pub use schema::Operation;
pub use uri::{EventTypeUri, OrganizationUri, UserUri};

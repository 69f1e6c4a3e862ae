//! What Calendly offers (API v2): endpoints as data, models that tolerate what Calendly may send.
//!
//! Building a request and reading an answer are pure; sending is `client`'s concern.

pub mod availability;
pub mod endpoint;
pub mod error;
pub mod event_types;
pub mod fields;
mod open_enum;
pub mod page;
pub mod scheduling_links;
pub mod uri;
pub mod users;

pub use endpoint::{Endpoint, ListEndpoint, Method};
pub use error::Problem;
pub use fields::DecodeError;
pub use page::{Page, Pagination};
pub use uri::{EventTypeUri, OrganizationUri, UserUri};

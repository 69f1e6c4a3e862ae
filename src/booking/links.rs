//! Links: the record of a single-use link, and the address of any link.

mod address;
mod record;

pub use address::{Extras, allowed_link, decorate};
pub use record::{LinkRecord, LinkState};

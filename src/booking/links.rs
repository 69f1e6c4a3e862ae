//! Links: the record of a single-use link, and the address of any link.

mod address;
mod qr_code;
mod questions;
mod record;

pub use address::{Extras, allowed_link, decorate, decorate_tagged};
pub use qr_code::QrCode;
pub use questions::{ANSWERS, asked, has_choice, with_choice};
pub use record::{LinkRecord, LinkState};

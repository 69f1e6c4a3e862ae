//! Time zones as people and other programs name them.

mod entry;
mod names;
mod normalise;
mod search;

pub use entry::{ZoneEntry, city};
pub use normalise::{Normalised, normalise};
pub use search::search;

//! Time as values: instants, civil dates, and the offsets of one zone over a window.
//!
//! Nothing here reads a clock or a time-zone database. Whoever has one (the browser's `Intl`, a
//! test's bundled database) hands its offsets to [`ZoneOffsets::probe`], and everything after that
//! is arithmetic on whole numbers.

mod date;
mod label;
mod month;
mod timestamp;
mod weekday;
mod zone_offsets;

pub use date::Date;
pub use label::offset_label;
pub use month::Month;
pub use timestamp::{Timestamp, TimestampError};
pub use weekday::Weekday;
pub use zone_offsets::{Local, Transition, ZoneOffsets};

/// Milliseconds in 24 hours. A civil day may be shorter or longer.
pub const DAY_MILLIS: i64 = 86_400_000;

//! Booking: what people do with a host's times and links, as plain values and decisions.

pub mod availability;
pub mod calendar;
pub mod links;
pub mod slots;
pub mod windows;

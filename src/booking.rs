//! Booking: what people do with a host's times and links, as plain values and decisions.

pub mod availability;
pub mod calendar;
pub mod intent;
pub mod links;
pub mod message;
pub mod selection;
pub mod slots;
pub mod windows;
pub mod zones;

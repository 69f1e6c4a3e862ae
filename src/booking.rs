//! Booking: what people do with a host's times and links, as plain values and decisions.

pub mod links;

//! Booking: what people do with a host's times and links, as plain values and decisions.

pub mod availability;
pub mod calendar;
pub mod common;
pub mod intent;
pub mod last_known;
pub mod layout;
pub mod links;
pub mod message;
pub mod range;
pub mod second_zone;
pub mod selection;
pub mod slots;
pub mod type_filter;
pub mod windows;
pub mod zones;

pub use availability::{Availability, ErrorKey, Fetch, MonthState};
pub use calendar::{Grid, Key, step};
pub use common::{Common, Failure, Mode};
pub use intent::recover;
pub use last_known::{LastKnown, keep};
pub use layout::{Layout, Span};
pub use links::{
    ANSWERS, Extras, LinkRecord, LinkState, QrCode, allowed_link, asked, decorate, decorate_tagged,
    has_choice, with_choice,
};
pub use message::{
    Form, Hold, Line, Message, Offer, Parts, calendar as calendar_file, compose, hands_out,
    unknown_placeholders,
};
pub use range::{Drag, Neighbour, between, neighbour};
pub use second_zone::{Beside, There};
pub use selection::Selection;
pub use slots::{DaySlot, Slot, by_day, upcoming};
pub use type_filter::{TypeFilter, TypeOrder};
pub use windows::Window;
pub use zones::{
    Normalised, ZoneEntry, city as zone_city, normalise as normalise_zone, search as search_zones,
};

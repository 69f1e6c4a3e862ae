//! Links that were made and times that were booked.

use jiff::Timestamp;

use super::instant::plus_minutes;
use super::sample::EventType;

/// A single-use link.
#[derive(Clone)]
pub struct Link {
    pub code: String,
    pub event_type: String,
    /// Number of the booking that used it up.
    pub booked: Option<usize>,
    pub created_at: Timestamp,
}

/// A meeting that an invitee booked.
#[derive(Clone)]
pub struct Booking {
    pub event_type: String,
    pub start: Timestamp,
    pub end: Timestamp,
    /// Slugs of the hosts whose time it takes.
    pub hosts: Vec<String>,
    pub name: String,
    pub email: String,
    pub link: Option<String>,
    pub tracking: Vec<(String, String)>,
}

impl Booking {
    /// Whether it is a seat of the same group meeting.
    pub fn is_seat_of(&self, kind: &EventType, start: Timestamp) -> bool {
        self.event_type == kind.uuid && self.start == start
    }
}

/// The end of a meeting of that type.
pub fn end_of(kind: &EventType, start: Timestamp) -> Timestamp {
    plus_minutes(start, kind.duration)
}

//! Scheduled events: what one is, and how the API shows it.

pub mod read;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::instant::{self, plus_minutes};
use super::resource::uri;
use super::state::Sandbox;

/// A meeting that stands in the hosts' calendars, or stood there until it was canceled.
#[derive(Clone)]
pub struct ScheduledEvent {
    pub uuid: String,
    /// UUID of the event type.
    pub event_type: String,
    pub name: Option<String>,
    pub start: Timestamp,
    pub end: Timestamp,
    /// Minutes kept free before and after.
    pub buffers: (i64, i64),
    /// Slugs of the hosts whose time it takes.
    pub hosts: Vec<String>,
    /// As the API shows it: an object tagged by `type`, or `null`.
    pub location: Value,
    pub guests: Vec<Guest>,
    /// How many active invitees it can have.
    pub limit: u32,
    /// The host's notes, if any.
    pub notes: Option<String>,
    /// Kind of the host's calendar and the identifier there.
    pub calendar: Option<(&'static str, String)>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub cancellation: Option<Cancellation>,
}

/// Someone whom an invitee brings along.
#[derive(Clone)]
pub struct Guest {
    pub email: String,
    pub created_at: Timestamp,
}

/// Who called a meeting off, and when.
#[derive(Clone)]
pub struct Cancellation {
    /// Full name.
    pub by: String,
    pub canceler: Canceler,
    pub reason: Option<String>,
    pub at: Timestamp,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Canceler {
    Host,
    Invitee,
}

impl Cancellation {
    pub fn render(&self) -> Value {
        json!({
            "canceled_by": self.by,
            "reason": self.reason,
            "canceler_type": match self.canceler { Canceler::Host => "host", Canceler::Invitee => "invitee" },
            "created_at": instant::text(self.at),
        })
    }
}

impl ScheduledEvent {
    pub fn is_active(&self) -> bool {
        self.cancellation.is_none()
    }

    pub fn has_host(&self, slug: &str) -> bool {
        self.hosts.iter().any(|host| host == slug)
    }

    /// From and to, with the buffers.
    pub fn buffered(&self) -> (Timestamp, Timestamp) {
        (
            plus_minutes(self.start, -self.buffers.0),
            plus_minutes(self.end, self.buffers.1),
        )
    }
}

/// A scheduled event as the API shows it.
pub fn render(state: &Sandbox, event: &ScheduledEvent, base: &str) -> Value {
    let (before, after) = event.buffered();
    let memberships: Vec<Value> = event
        .hosts
        .iter()
        .filter_map(|slug| state.host(slug))
        .map(|host| {
            json!({
                "user": uri(base, "users", host.uuid),
                "user_email": host.email,
                "user_name": host.name,
                "buffered_start_time": instant::text(before),
                "buffered_end_time": instant::text(after),
            })
        })
        .collect();
    let guests: Vec<Value> = event
        .guests
        .iter()
        .map(|guest| {
            let at = instant::text(guest.created_at);
            json!({"email": guest.email, "created_at": at, "updated_at": at})
        })
        .collect();
    let (mut total, mut active) = (0_u32, 0_u32);
    for invitee in state.invitees_of(&event.uuid) {
        total += 1;
        active += u32::from(invitee.is_active());
    }
    let mut shown = json!({
        "uri": uri(base, "scheduled_events", &event.uuid),
        "name": event.name,
        "meeting_notes_plain": event.notes,
        "meeting_notes_html": event.notes.as_ref().map(|text| format!("<p>{}</p>", super::html::escape(text))),
        "status": if event.is_active() { "active" } else { "canceled" },
        "start_time": instant::text(event.start),
        "end_time": instant::text(event.end),
        "event_type": uri(base, "event_types", &event.event_type),
        "location": event.location,
        "invitees_counter": {"total": total, "active": active, "limit": event.limit},
        "created_at": instant::text(event.created_at),
        "updated_at": instant::text(event.updated_at),
        "event_memberships": memberships,
        "event_guests": guests,
        "calendar_event": event.calendar.as_ref().map(|(kind, id)| json!({"kind": kind, "external_id": id})),
    });
    if let (Some(shown), Some(cancellation)) = (shown.as_object_mut(), &event.cancellation) {
        shown.insert("cancellation".to_owned(), cancellation.render());
    }
    shown
}

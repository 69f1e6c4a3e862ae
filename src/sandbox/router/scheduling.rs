//! The operations about scheduling.

use jiff::Timestamp;

use crate::sandbox::gate::Caller;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::state::Sandbox;
use crate::sandbox::{
    available_times, cancellation, event_type_availability_schedules, event_type_memberships,
    event_types, invitee_no_shows, invitees, locations, scheduled_events, scheduling_links,
    user_availability_schedules, user_busy_times, user_meeting_limits,
};

/// The first segments of their paths.
pub const PATHS: &[&str] = &[
    "event_type_availability_schedules",
    "event_type_available_times",
    "event_type_memberships",
    "event_types",
    "invitee_no_shows",
    "invitees",
    "locations",
    "scheduled_events",
    "scheduling_links",
    "user_availability_schedules",
    "user_busy_times",
    "user_meeting_limits",
];

/// Answers one of them; `None` if the request is none.
pub fn operation(
    state: &mut Sandbox,
    request: &Request,
    segments: &[&str],
    caller: &Caller,
    now: Timestamp,
) -> Option<Result<Response, Response>> {
    Some(match (request.method.as_str(), segments) {
        ("GET", ["event_types"]) => event_types::list(state, request, caller),
        ("GET", ["event_types", uuid]) => event_types::get(state, request, caller, uuid),
        ("GET", ["event_type_available_times"]) => {
            available_times::list(state, request, caller, now)
        }
        ("GET", ["event_type_memberships"]) => event_type_memberships::list(state, request, caller),
        ("GET", ["event_type_availability_schedules"]) => {
            event_type_availability_schedules::list(state, request, caller)
        }
        ("PATCH", ["event_type_availability_schedules"]) => {
            event_type_availability_schedules::update(state, request, caller)
        }
        ("GET", ["scheduled_events"]) => scheduled_events::read::list(state, request, caller),
        ("GET", ["scheduled_events", uuid]) => {
            scheduled_events::read::get(state, request, caller, uuid)
        }
        ("POST", ["scheduled_events", uuid, "cancellation"]) => {
            cancellation::create(state, request, caller, uuid, now)
        }
        ("GET", ["scheduled_events", event, "invitees"]) => {
            invitees::read::list(state, request, caller, event)
        }
        ("GET", ["scheduled_events", event, "invitees", uuid]) => {
            invitees::read::get(state, request, caller, event, uuid)
        }
        ("POST", ["invitees"]) => invitees::create::create(state, request, caller, now),
        ("POST", ["invitee_no_shows"]) => invitee_no_shows::create(state, request, caller, now),
        ("GET", ["invitee_no_shows", uuid]) => invitee_no_shows::get(state, request, caller, uuid),
        ("DELETE", ["invitee_no_shows", uuid]) => {
            invitee_no_shows::delete(state, caller, uuid, now)
        }
        ("POST", ["scheduling_links"]) => scheduling_links::create(state, request, caller, now),
        ("GET", ["user_availability_schedules"]) => {
            user_availability_schedules::list(state, request, caller)
        }
        ("POST", ["user_availability_schedules"]) => {
            user_availability_schedules::create(state, request, caller, now)
        }
        ("GET", ["user_availability_schedules", uuid]) => {
            user_availability_schedules::get(state, request, caller, uuid)
        }
        ("PATCH", ["user_availability_schedules", uuid]) => {
            user_availability_schedules::update(state, request, caller, uuid, now)
        }
        ("GET", ["user_busy_times"]) => user_busy_times::list(state, request, caller, now),
        ("GET", ["user_meeting_limits"]) => user_meeting_limits::get(state, request, caller),
        ("PATCH", ["user_meeting_limits"]) => user_meeting_limits::update(state, request, caller),
        ("GET", ["locations"]) => locations::list(state, request, caller),
        _ => return None,
    })
}

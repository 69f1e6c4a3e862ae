//! The operations about scheduling.

use super::operation::Operation;
use crate::sandbox::{
    available_times, cancellation, event_type_availability_schedules, event_type_memberships,
    event_types, invitee_no_shows, invitees, locations, one_off_event_types, scheduled_events,
    scheduling_links, shares, user_availability_schedules, user_busy_times, user_meeting_limits,
};

pub const OPERATIONS: &[Operation] = &[
    Operation::new("GET", "/event_types", |state, call| {
        event_types::list(state, call.request, call.caller)
    }),
    Operation::new("GET", "/event_types/{uuid}", |state, call| {
        event_types::get(state, call.request, call.caller, call.id(0))
    }),
    Operation::new("POST", "/event_types", |state, call| {
        event_types::write::create(state, call.request, call.caller, call.now)
    }),
    Operation::new("PATCH", "/event_types/{uuid}", |state, call| {
        event_types::write::update(state, call.request, call.caller, call.id(0), call.now)
    }),
    Operation::new("POST", "/one_off_event_types", |state, call| {
        one_off_event_types::create(state, call.request, call.caller, call.now)
    }),
    Operation::new("GET", "/event_type_available_times", |state, call| {
        available_times::list(state, call.request, call.caller, call.now)
    }),
    Operation::new("GET", "/event_type_memberships", |state, call| {
        event_type_memberships::list(state, call.request, call.caller)
    }),
    Operation::new(
        "GET",
        "/event_type_availability_schedules",
        |state, call| event_type_availability_schedules::list(state, call.request, call.caller),
    ),
    Operation::new(
        "PATCH",
        "/event_type_availability_schedules",
        |state, call| event_type_availability_schedules::update(state, call.request, call.caller),
    ),
    Operation::new("GET", "/scheduled_events", |state, call| {
        scheduled_events::read::list(state, call.request, call.caller)
    }),
    Operation::new("GET", "/scheduled_events/{uuid}", |state, call| {
        scheduled_events::read::get(state, call.request, call.caller, call.id(0))
    }),
    Operation::new(
        "POST",
        "/scheduled_events/{uuid}/cancellation",
        |state, call| cancellation::create(state, call.request, call.caller, call.id(0), call.now),
    ),
    Operation::new("GET", "/scheduled_events/{uuid}/invitees", |state, call| {
        invitees::read::list(state, call.request, call.caller, call.id(0))
    }),
    Operation::new(
        "GET",
        "/scheduled_events/{event_uuid}/invitees/{invitee_uuid}",
        |state, call| invitees::read::get(state, call.request, call.caller, call.id(0), call.id(1)),
    ),
    Operation::new("POST", "/invitees", |state, call| {
        invitees::create::create(state, call.request, call.caller, call.now)
    }),
    Operation::new("POST", "/invitee_no_shows", |state, call| {
        invitee_no_shows::create(state, call.request, call.caller, call.now)
    }),
    Operation::new("GET", "/invitee_no_shows/{uuid}", |state, call| {
        invitee_no_shows::get(state, call.request, call.caller, call.id(0))
    }),
    Operation::new("DELETE", "/invitee_no_shows/{uuid}", |state, call| {
        invitee_no_shows::delete(state, call.caller, call.id(0), call.now)
    }),
    Operation::new("POST", "/scheduling_links", |state, call| {
        scheduling_links::create(state, call.request, call.caller, call.now)
    }),
    Operation::new("POST", "/shares", |state, call| {
        shares::operations::create(state, call.request, call.caller, call.now)
    }),
    Operation::new("GET", "/shares", |state, call| {
        shares::operations::list(state, call.request, call.caller, call.now)
    }),
    Operation::new("PATCH", "/shares/{uuid}", |state, call| {
        shares::operations::update(state, call.request, call.caller, call.id(0), call.now)
    }),
    Operation::new("DELETE", "/shares/{uuid}", |state, call| {
        shares::operations::delete(state, call.caller, call.id(0), call.now)
    }),
    Operation::new("GET", "/user_availability_schedules", |state, call| {
        user_availability_schedules::list(state, call.request, call.caller)
    }),
    Operation::new("POST", "/user_availability_schedules", |state, call| {
        user_availability_schedules::create(state, call.request, call.caller, call.now)
    }),
    Operation::new(
        "GET",
        "/user_availability_schedules/{uuid}",
        |state, call| {
            user_availability_schedules::get(state, call.request, call.caller, call.id(0))
        },
    ),
    Operation::new(
        "PATCH",
        "/user_availability_schedules/{uuid}",
        |state, call| {
            user_availability_schedules::update(
                state,
                call.request,
                call.caller,
                call.id(0),
                call.now,
            )
        },
    ),
    Operation::new("GET", "/user_busy_times", |state, call| {
        user_busy_times::list(state, call.request, call.caller, call.now)
    }),
    Operation::new("GET", "/user_meeting_limits", |state, call| {
        user_meeting_limits::get(state, call.request, call.caller)
    }),
    Operation::new("PATCH", "/user_meeting_limits", |state, call| {
        user_meeting_limits::update(state, call.request, call.caller)
    }),
    Operation::new("GET", "/locations", |state, call| {
        locations::list(state, call.request, call.caller)
    }),
];

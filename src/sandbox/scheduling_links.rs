//! `POST /scheduling_links`: single-use links.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::errors;
use super::event_types;
use super::gate::Caller;
use super::links::Link;
use super::message::{Request, Response};
use super::resource;
use super::state::Sandbox;

/// Creates a link that can be booked once. There is no identifier, no list and no way to delete one.
pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("scheduling_links:write")?;
    let base = request.base();
    if !request.is_type("application/json") {
        return Err(errors::invalid(&[(
            "body",
            "must be sent as application/json",
        )]));
    }
    let body: Value = serde_json::from_str(&request.body).unwrap_or(Value::Null);
    let mut wrong = Vec::new();
    // The 2026 description prints the string "1", every client sends the number.
    let count = body.get("max_event_count");
    if !count.is_some_and(|count| *count == 1 || *count == "1") {
        wrong.push(("max_event_count", "must be 1"));
    }
    if body.get("owner_type").and_then(Value::as_str) != Some("EventType") {
        wrong.push(("owner_type", "must be EventType"));
    }
    let uuid = body
        .get("owner")
        .and_then(Value::as_str)
        .and_then(|owner| resource::uuid(owner, &base, "event_types"));
    let Some((uuid, true)) = uuid.map(|uuid| (uuid, wrong.is_empty())) else {
        if uuid.is_none() {
            wrong.push(("owner", "must be the URI of an event type"));
        }
        return Err(errors::invalid(&wrong));
    };
    let kind = state
        .event_type(uuid)
        .filter(|kind| !kind.deleted)
        .ok_or_else(errors::not_found)?;
    event_types::may_see(state, caller, kind)?;
    if !kind.active {
        return Err(errors::invalid(&[(
            "owner",
            "must be an active event type",
        )]));
    }
    let (uuid, slug) = (kind.uuid.clone(), kind.slug.clone());
    let code = state.sequence.code("link", 12);
    let booking_url = format!("{base}/d/{code}/{slug}");
    let owner = resource::uri(&base, "event_types", &uuid);
    state.links.push(Link {
        code,
        event_type: uuid,
        booked: None,
        created_at: now,
    });
    let fact = json!({"booking_url": booking_url, "owner": owner, "user": caller.user});
    state.note("link_created", now, fact);
    let resource = json!({"booking_url": booking_url, "owner": owner, "owner_type": "EventType"});
    Ok(Response::json(201, &json!({"resource": resource})))
}

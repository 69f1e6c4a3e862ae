//! `POST /shares`, `GET /shares`, `PATCH /shares/{uuid}` and `DELETE /shares/{uuid}`: one's own only.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::overrides::{NAMES, check, check_together};
use super::{Share, is_shareable, render};
use crate::sandbox::errors;
use crate::sandbox::event_types;
use crate::sandbox::fields::Fields;
use crate::sandbox::gate::Caller;
use crate::sandbox::links::{Link, Status};
use crate::sandbox::message::{Request, Response};
use crate::sandbox::paging::{self, Row};
use crate::sandbox::reading;
use crate::sandbox::resource;
use crate::sandbox::state::Sandbox;
use crate::sandbox::users;

/// `POST /shares`.
pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("shares:write")?;
    let base = request.base();
    let mut fields = Fields::read(request)?;
    let uuid = fields.parse("event_type", "must be the URI of an event type", |value| {
        resource::uuid(value.as_str()?, &base, "event_types").map(str::to_owned)
    });
    fields.require("event_type", &uuid);
    let overrides = merged(&mut fields, Map::new());
    let contact = contact(&mut fields).unwrap_or_default();
    if let Some(uuid) = &uuid {
        let kind = state
            .event_type(uuid)
            .filter(|kind| !kind.deleted)
            .ok_or_else(errors::not_found)?;
        event_types::may_see(state, caller, kind)?;
        if !kind.active {
            fields.refuse("event_type", "must be an active event type");
        } else if !is_shareable(kind, &caller.user) {
            fields.refuse("event_type", "must be your own one-on-one event type");
        }
    }
    let event_type = fields.complete(uuid)?;
    let code = state.sequence.code("link", 12);
    state.links.push(Link {
        code: code.clone(),
        event_type: event_type.clone(),
        booked: None,
        created_at: now,
    });
    let share = Share {
        uuid: state.sequence.uuid("share"),
        owner: caller.user.clone(),
        event_type,
        code,
        overrides,
        contact,
        created_at: now,
    };
    let resource = render(state, &share, &base, now);
    let fact = json!({
        "booking_url": resource.pointer("/scheduling_links/0/booking_url"),
        "owner": resource.pointer("/scheduling_links/0/owner"), "user": caller.user, "share": share.uuid,
    });
    state.shares.push(share);
    state.note("link_created", now, fact);
    Ok(Response::json(201, &json!({"resource": resource})))
}

/// `GET /shares`. Links of `POST /scheduling_links` are not among them.
pub fn list(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("shares:read")?;
    let (base, params) = (request.base(), request.params());
    users::asked_self(state, request, caller)?;
    let kind = reading::reference(&params, "event_type", &base, "event_types")?;
    let from = reading::time(&params, "min_created_at")?;
    let to = reading::time(&params, "max_created_at")?;
    let mut shares: Vec<&Share> = state
        .shares
        .iter()
        .filter(|share| share.owner == caller.user)
        .filter(|share| kind.is_none_or(|kind| share.event_type == kind))
        .filter(|share| from.is_none_or(|from| share.created_at >= from))
        .filter(|share| to.is_none_or(|to| share.created_at <= to))
        .collect();
    reading::sort_by_creation(&mut shares, &params, |share| {
        (share.created_at, share.uuid.clone())
    })?;
    let rows = shares
        .into_iter()
        .map(|share| Row {
            key: share.uuid.clone(),
            value: render(state, share, &base, now),
        })
        .collect();
    paging::page(rows, request, "/shares")
}

/// `PATCH /shares/{uuid}`: of an active one only. `null` brings the event type's value back.
pub fn update(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("shares:write")?;
    let mut share = find(state, caller, uuid)?.clone();
    if state.status_of(&share, now) != Status::Active {
        return Err(errors::invalid(&[("uuid", "must be an active share")]));
    }
    let mut fields = Fields::read(request)?;
    if fields.get("event_type").is_some() {
        fields.refuse("event_type", "cannot be changed");
    }
    share.overrides = merged(&mut fields, share.overrides);
    if fields.get("contact").is_some() {
        share.contact = contact(&mut fields).unwrap_or_default();
    }
    fields.finish()?;
    let resource = render(state, &share, &request.base(), now);
    if let Some(place) = state.shares.iter_mut().find(|known| known.uuid == uuid) {
        *place = share;
    }
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// `DELETE /shares/{uuid}`: of one that was not booked. Its link leads nowhere then.
pub fn delete(
    state: &mut Sandbox,
    caller: &Caller,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("shares:write")?;
    let share = find(state, caller, uuid)?;
    if state.status_of(share, now) == Status::Booked {
        return Err(errors::invalid(&[("uuid", "must not be booked")]));
    }
    let code = share.code.clone();
    state.links.retain(|link| link.code != code);
    state.shares.retain(|share| share.uuid != uuid);
    Ok(Response::empty(204))
}

fn find<'a>(state: &'a Sandbox, caller: &Caller, uuid: &str) -> Result<&'a Share, Response> {
    let mut shares = state.shares.iter();
    let share = shares
        .find(|share| share.uuid == uuid)
        .ok_or_else(errors::not_found)?;
    if share.owner == caller.user {
        Ok(share)
    } else {
        Err(errors::forbidden(errors::NO_PERMISSION))
    }
}

/// The overrides with those of the body; one that is `null` is taken away.
fn merged(fields: &mut Fields, mut overrides: Map<String, Value>) -> Map<String, Value> {
    check(fields);
    for name in NAMES {
        match fields.get(name) {
            None => {}
            Some(Value::Null) => {
                overrides.remove(*name);
            }
            Some(value) => {
                overrides.insert((*name).to_owned(), value.clone());
            }
        }
    }
    check_together(fields, &overrides);
    overrides
}

fn contact(fields: &mut Fields) -> Option<Value> {
    fields.parse("contact", "must be a contact", |value| {
        (value.is_string() || value.is_object()).then(|| value.clone())
    })
}

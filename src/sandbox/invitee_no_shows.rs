//! `/invitee_no_shows`: marking who did not come.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::announce::Change;
use super::errors;
use super::fields::Fields;
use super::gate::Caller;
use super::instant;
use super::invitees::{Invitee, NoShow};
use super::message::{Request, Response};
use super::resource::{self, uri};
use super::scheduled_events::read::visible;
use super::state::Sandbox;

/// `POST /invitee_no_shows`. Only a meeting that has begun can have been missed, and only once.
pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("scheduled_events:write")?;
    let base = request.base();
    let mut fields = Fields::read(request)?;
    let uuid = fields.parse("invitee", "must be the URI of an invitee", |value| {
        resource::last(value.as_str()?, &base).map(str::to_owned)
    });
    fields.require("invitee", &uuid);
    let uuid = fields.complete(uuid)?;
    let invitee = state.invitee(&uuid).ok_or_else(errors::not_found)?;
    let event = visible(state, caller, &invitee.event)?;
    let refusal = if event.start > now {
        Some("the event has not started yet")
    } else if !invitee.is_active() {
        Some("the invitee has canceled")
    } else if invitee.no_show.is_some() {
        Some("the invitee is already marked as a no-show")
    } else {
        None
    };
    if let Some(refusal) = refusal {
        return Err(errors::invalid(&[("invitee", refusal)]));
    }
    let no_show = state.sequence.uuid("no-show");
    let Some(invitee) = state.invitee_mut(&uuid) else {
        return Err(errors::not_found());
    };
    invitee.updated_at = now;
    invitee.no_show = Some(NoShow {
        uuid: no_show.clone(),
        created_at: now,
    });
    let resource = render(invitee, &base);
    let change = Change::NoShowCreated {
        invitee: uuid,
        no_show,
    };
    state.announce(change, now);
    Ok(Response::json(201, &json!({"resource": resource})))
}

/// `GET /invitee_no_shows/{uuid}`; the identifier is the mark's, not the invitee's.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("scheduled_events:read")?;
    let invitee = find(state, caller, uuid)?;
    let resource = render(invitee, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// `DELETE /invitee_no_shows/{uuid}`.
pub fn delete(
    state: &mut Sandbox,
    caller: &Caller,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("scheduled_events:write")?;
    let invitee = find(state, caller, uuid)?.uuid.clone();
    if let Some(invitee) = state.invitee_mut(&invitee) {
        invitee.no_show = None;
        invitee.updated_at = now;
    }
    let no_show = uuid.to_owned();
    state.announce(Change::NoShowDeleted { invitee, no_show }, now);
    Ok(Response::empty(204))
}

fn find<'a>(state: &'a Sandbox, caller: &Caller, uuid: &str) -> Result<&'a Invitee, Response> {
    let invitee = state
        .invitees
        .iter()
        .find(|invitee| {
            let mark = invitee.no_show.as_ref();
            mark.is_some_and(|mark| mark.uuid == uuid)
        })
        .ok_or_else(errors::not_found)?;
    visible(state, caller, &invitee.event)?;
    Ok(invitee)
}

fn render(invitee: &Invitee, base: &str) -> Value {
    let mark = invitee.no_show.as_ref();
    json!({
        "uri": mark.map(|mark| uri(base, "invitee_no_shows", &mark.uuid)),
        "invitee": invitee.uri(base),
        "created_at": mark.map(|mark| instant::text(mark.created_at)),
    })
}

#[cfg(test)]
mod tests;

//! `GET /scheduled_events/{uuid}/invitees` and `GET /scheduled_events/{uuid}/invitees/{uuid}`.

use serde_json::json;

use super::{Invitee, render};
use crate::sandbox::errors;
use crate::sandbox::gate::Caller;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::paging::{self, Row};
use crate::sandbox::reading;
use crate::sandbox::scheduled_events::read::visible;
use crate::sandbox::state::Sandbox;

/// `GET /scheduled_events/{uuid}/invitees/{uuid}`.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    event: &str,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("scheduled_events:read")?;
    let event = visible(state, caller, event)?;
    let invitee = state
        .invitee(uuid)
        .filter(|invitee| invitee.event == event.uuid)
        .ok_or_else(errors::not_found)?;
    let resource = render(state, invitee, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// `GET /scheduled_events/{uuid}/invitees`.
pub fn list(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    event: &str,
) -> Result<Response, Response> {
    caller.needs("scheduled_events:read")?;
    let (base, params) = (request.base(), request.params());
    let event = visible(state, caller, event)?;
    let status = reading::one_of(&params, "status", &["active", "canceled"])?;
    let email = params.get("email");
    let mut invitees: Vec<&Invitee> = state
        .invitees_of(&event.uuid)
        .filter(|invitee| status.is_none_or(|status| invitee.is_active() == (status == "active")))
        .filter(|invitee| email.is_none_or(|email| invitee.who.email.eq_ignore_ascii_case(email)))
        .collect();
    reading::sort_by_creation(&mut invitees, &params, |invitee| {
        (invitee.created_at, invitee.uuid.clone())
    })?;
    let rows = invitees
        .into_iter()
        .map(|invitee| Row {
            key: invitee.uuid.clone(),
            value: render(state, invitee, &base),
        })
        .collect();
    let path = format!("/scheduled_events/{}/invitees", event.uuid);
    paging::page(rows, request, &path)
}

#[cfg(test)]
mod tests;

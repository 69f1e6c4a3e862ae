//! `/teams`: the teams whose pages event types are on.
//!
//! Calendly's public documents name only the paths. The answer has what an event type's `profile` tells of a team,
//! its address and its name, and nothing else; no scope is named, so none is asked for.

use serde_json::{Value, json};

use super::errors;
use super::gate::Caller;
use super::message::{Request, Response};
use super::organizations::own;
use super::paging::{self, Row};
use super::reading;
use super::resource::uri;
use super::sample::{Host, Profile};
use super::state::Sandbox;

/// The sample's only team.
pub const TEAM: &str = "NORDLICHTTEAM001";

/// `GET /teams`, with `user` those of that user.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    let (base, params) = (request.base(), request.params());
    let own = own(state, caller)?;
    let user = match reading::reference(&params, "user", &base, "users")? {
        None => None,
        Some(uuid) => {
            let host = state
                .host_by_uuid(uuid)
                .ok_or_else(|| errors::invalid(&[("user", "must be the URI of a user")]))?;
            if host.organization != own.organization {
                return Err(errors::forbidden("This user is not in your organization"));
            }
            Some(host)
        }
    };
    let rows = names(state, own, user)
        .first()
        .map(|name| Row {
            key: TEAM.to_owned(),
            value: render(name, &base),
        })
        .into_iter()
        .collect();
    paging::page(rows, request, "/teams")
}

/// `GET /teams/{uuid}`.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    let own = own(state, caller)?;
    match names(state, own, None).first() {
        Some(name) if uuid == TEAM => {
            let resource = render(name, &request.base());
            Ok(Response::json(200, &json!({"resource": resource})))
        }
        _ => Err(errors::not_found()),
    }
}

/// Names of the teams of the caller's organization, or of those that one of its users is in. The sample has one.
fn names(state: &Sandbox, own: &Host, user: Option<&Host>) -> Vec<&'static str> {
    state
        .event_types
        .iter()
        .filter(|kind| {
            state
                .host(kind.owner)
                .is_some_and(|owner| owner.organization == own.organization)
        })
        .filter(|kind| user.is_none_or(|user| kind.hosts.contains(&user.slug)))
        .filter_map(|kind| match kind.profile {
            Profile::Team(name) => Some(name),
            _ => None,
        })
        .collect()
}

fn render(name: &str, base: &str) -> Value {
    json!({"uri": uri(base, "teams", TEAM), "name": name})
}

#[cfg(test)]
mod tests;

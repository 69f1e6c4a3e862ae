//! `GET /scheduled_events` and `GET /scheduled_events/{uuid}`.

use serde_json::json;

use super::{ScheduledEvent, render};
use crate::sandbox::errors;
use crate::sandbox::gate::Caller;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::paging::{self, Row};
use crate::sandbox::params::Params;
use crate::sandbox::reading;
use crate::sandbox::sample::Host;
use crate::sandbox::state::Sandbox;

/// `GET /scheduled_events/{uuid}`.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("scheduled_events:read")?;
    let event = visible(state, caller, uuid)?;
    let resource = render(state, event, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// An event that the caller hosts, or that an admin's organization hosts.
pub fn visible<'a>(
    state: &'a Sandbox,
    caller: &Caller,
    uuid: &str,
) -> Result<&'a ScheduledEvent, Response> {
    let event = state.event(uuid).ok_or_else(errors::not_found)?;
    let own = state.host(&caller.user).ok_or_else(errors::not_found)?;
    let admits = event.has_host(own.slug)
        || (own.admin && is_of_organization(state, event, own.organization));
    if admits {
        Ok(event)
    } else {
        Err(errors::forbidden(errors::NO_PERMISSION))
    }
}

fn is_of_organization(state: &Sandbox, event: &ScheduledEvent, organization: &str) -> bool {
    event
        .hosts
        .iter()
        .filter_map(|slug| state.host(slug))
        .any(|host| host.organization == organization)
}

/// Whose events are asked for.
enum Scope<'a> {
    User(&'a str),
    Organization(&'a str),
    Group(&'a str),
}

impl Scope<'_> {
    fn holds(&self, state: &Sandbox, event: &ScheduledEvent) -> bool {
        match self {
            Self::User(slug) => event.has_host(slug),
            Self::Organization(uuid) => is_of_organization(state, event, uuid),
            Self::Group(uuid) => {
                let mut hosts = event.hosts.iter();
                hosts.any(|slug| state.is_in_group(slug, uuid))
            }
        }
    }
}

/// `GET /scheduled_events`.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("scheduled_events:read")?;
    let (base, params) = (request.base(), request.params());
    let own = state.host(&caller.user).ok_or_else(errors::not_found)?;
    let scope = scope(state, &params, &base, own)?;
    let status = reading::one_of(&params, "status", &["active", "canceled"])?;
    let email = params.get("invitee_email");
    let from = reading::time(&params, "min_start_time")?;
    let to = reading::time(&params, "max_start_time")?;
    let sort = reading::one_of(&params, "sort", &["start_time:asc", "start_time:desc"])?;
    let mut events: Vec<&ScheduledEvent> = state
        .events
        .iter()
        .filter(|event| scope.holds(state, event))
        .filter(|event| status.is_none_or(|status| event.is_active() == (status == "active")))
        .filter(|event| from.is_none_or(|from| event.start >= from))
        .filter(|event| to.is_none_or(|to| event.start <= to))
        .filter(|event| {
            email.is_none_or(|email| {
                state
                    .invitees_of(&event.uuid)
                    .any(|invitee| invitee.who.email.eq_ignore_ascii_case(email))
            })
        })
        .collect();
    events.sort_by_key(|event| (event.start, event.uuid.clone()));
    if sort == Some("start_time:desc") {
        events.reverse();
    }
    let rows = events
        .into_iter()
        .map(|event| Row {
            key: event.uuid.clone(),
            value: render(state, event, &base),
        })
        .collect();
    paging::page(rows, request, "/scheduled_events")
}

/// One's own events by `user` alone; those of others need `organization` too, and that needs an admin, as `group` does.
fn scope<'a>(
    state: &'a Sandbox,
    params: &Params,
    base: &str,
    own: &'a Host,
) -> Result<Scope<'a>, Response> {
    let user = reading::reference(params, "user", base, "users")?;
    let organization = reading::reference(params, "organization", base, "organizations")?;
    if organization.is_some_and(|uuid| uuid != own.organization || !own.admin) {
        return Err(errors::forbidden(errors::NO_PERMISSION));
    }
    if let Some(uuid) = reading::reference(params, "group", base, "groups")? {
        let group = state.group(uuid).ok_or_else(errors::not_found)?;
        if group.organization != own.organization || !own.admin {
            return Err(errors::forbidden(errors::NO_PERMISSION));
        }
        return Ok(Scope::Group(group.uuid));
    }
    let Some(uuid) = user else {
        return match organization {
            Some(_) => Ok(Scope::Organization(own.organization)),
            None => Err(errors::invalid(&[
                ("user", "user, organization or group must be given"),
                ("organization", "user, organization or group must be given"),
            ])),
        };
    };
    let host = state
        .host_by_uuid(uuid)
        .ok_or_else(|| errors::invalid(&[("user", "must be the URI of a user")]))?;
    if host.organization != own.organization {
        return Err(errors::forbidden("This user is not in your organization"));
    }
    if host.slug != own.slug && organization.is_none() {
        return Err(errors::forbidden(
            "Please also specify organization when requesting events for a user within your organization.",
        ));
    }
    Ok(Scope::User(host.slug))
}

#[cfg(test)]
mod tests;

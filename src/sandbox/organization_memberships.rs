//! `/organization_memberships`: who is in an organization, and in which role.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::activity_log;
use super::errors;
use super::gate::Caller;
use super::message::{Request, Response};
use super::organizations::{self, Organization, own, own_as_admin};
use super::paging::{self, Row};
use super::reading;
use super::resource::uri;
use super::sample::Host;
use super::sequence;
use super::state::Sandbox;
use super::users;

/// `GET /organization_memberships`: all of the organization for its owner and admins, one's own for anybody.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("organizations:read")?;
    let (base, params) = (request.base(), request.params());
    let own = own(state, caller)?;
    let user = reading::reference(&params, "user", &base, "users")?;
    let organization = reading::reference(&params, "organization", &base, "organizations")?;
    let role = reading::one_of(&params, "role", &["owner", "admin", "user"])?;
    if user.is_none() && organization.is_none() {
        return Err(errors::invalid(&[
            ("user", "user or organization must be given"),
            ("organization", "user or organization must be given"),
        ]));
    }
    if let Some(uuid) = organization {
        organizations::same(uuid, own)?;
    }
    if let Some(uuid) = user {
        let host = state
            .host_by_uuid(uuid)
            .ok_or_else(|| errors::invalid(&[("user", "must be the URI of a user")]))?;
        if host.organization != own.organization {
            return Err(errors::forbidden("This user is not in your organization"));
        }
    }
    if user != Some(own.uuid) {
        own_as_admin(state, caller)?;
    }
    let rows = state
        .members(own.organization)
        .filter(|host| user.is_none_or(|uuid| host.uuid == uuid))
        .filter(|host| {
            params
                .get("email")
                .is_none_or(|email| host.email.eq_ignore_ascii_case(email))
        })
        .filter(|host| role.is_none_or(|role| role_of(state, host) == role))
        .map(|host| Row {
            key: uuid_of(host),
            value: render(state, host, &base),
        })
        .collect();
    paging::page(rows, request, "/organization_memberships")
}

/// `GET /organization_memberships/{uuid}`.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("organizations:read")?;
    let own = own(state, caller)?;
    let host = find(state, uuid)?;
    organizations::same(host.organization, own)?;
    let resource = render(state, host, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// `DELETE /organization_memberships/{uuid}`: the account goes on, alone in an organization of its own.
pub fn delete(
    state: &mut Sandbox,
    caller: &Caller,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("organizations:write")?;
    let own = own_as_admin(state, caller)?;
    let host = find(state, uuid)?.clone();
    organizations::same(host.organization, own)?;
    if role_of(state, &host) == "owner" {
        return Err(errors::forbidden(
            "The owner of an organization cannot be removed from it.",
        ));
    }
    if host.slug == own.slug {
        return Err(errors::forbidden(
            "You cannot remove yourself from your organization.",
        ));
    }
    let details = json!({"email": host.email});
    activity_log::record(state, &caller.user, ("User", "Remove"), details, now);
    state.organizations.push(Organization::of_one(&host, now));
    state.relationships.retain(|known| !known.is_of(host.slug));
    for account in state
        .hosts
        .iter_mut()
        .filter(|known| known.slug == host.slug)
    {
        account.organization = account.home;
        account.admin = true;
        account.paid = false;
    }
    let fact = json!({"email": host.email, "organization": host.organization, "user": caller.user});
    state.note("member_removed", now, fact);
    Ok(Response::empty(204))
}

fn find<'a>(state: &'a Sandbox, uuid: &str) -> Result<&'a Host, Response> {
    state
        .hosts
        .iter()
        .find(|host| uuid_of(host) == uuid)
        .ok_or_else(errors::not_found)
}

/// The identifier of a host's membership.
pub fn uuid_of(host: &Host) -> String {
    let key = format!("{}@{}", host.slug, host.organization);
    sequence::identifier("membership", &key)
}

/// `owner`, `admin` or `user`.
pub fn role_of(state: &Sandbox, host: &Host) -> &'static str {
    let owner = state
        .organization(host.organization)
        .map(|organization| organization.owner);
    match host.admin {
        _ if owner == Some(host.slug) => "owner",
        true => "admin",
        false => "user",
    }
}

fn render(state: &Sandbox, host: &Host, base: &str) -> Value {
    json!({
        "uri": uri(base, "organization_memberships", &uuid_of(host)),
        "role": role_of(state, host),
        "user": users::render(state, host, base),
        "organization": uri(base, "organizations", host.organization),
        "created_at": "2025-01-14T08:30:11.204518Z",
        "updated_at": "2026-03-02T13:47:59.881020Z",
    })
}

#[cfg(test)]
mod tests;

//! `GET /users/me` and `GET /users/{uuid}`.

use serde_json::{Value, json};

use super::errors;
use super::gate::Caller;
use super::message::{Request, Response};
use super::reading;
use super::resource::uri;
use super::sample::Host;
use super::state::Sandbox;

/// `GET /users/{uuid}`, with `me` for the caller.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("users:read")?;
    let own = state.host(&caller.user).ok_or_else(errors::not_found)?;
    let host = if uuid == "me" {
        own
    } else {
        state.host_by_uuid(uuid).ok_or_else(errors::not_found)?
    };
    if host.organization != own.organization {
        return Err(errors::forbidden("This user is not in your organization"));
    }
    let user = render(state, host, &request.base());
    Ok(Response::json(200, &json!({"resource": user})))
}

/// The host that the parameter `user` names: the caller, or for an admin anyone of the organization.
pub fn asked<'a>(
    state: &'a Sandbox,
    request: &Request,
    caller: &Caller,
) -> Result<&'a Host, Response> {
    let (params, base) = (request.params(), request.base());
    let own = state.host(&caller.user).ok_or_else(errors::not_found)?;
    let uuid = reading::required(&params, "user", &base, "users")?;
    let host = state.host_by_uuid(uuid).ok_or_else(errors::not_found)?;
    if host.organization != own.organization {
        return Err(errors::forbidden("This user is not in your organization"));
    }
    if host.slug != own.slug && !own.admin {
        return Err(errors::forbidden(errors::NO_PERMISSION));
    }
    Ok(host)
}

/// The same where only the caller may be named, whatever their role.
pub fn asked_self<'a>(
    state: &'a Sandbox,
    request: &Request,
    caller: &Caller,
) -> Result<&'a Host, Response> {
    let host = asked(state, request, caller)?;
    if host.slug == caller.user {
        Ok(host)
    } else {
        Err(errors::forbidden(errors::NO_PERMISSION))
    }
}

/// A user as the API shows it.
pub fn render(state: &Sandbox, host: &Host, base: &str) -> Value {
    let mut user = json!({
        "uri": uri(base, "users", host.uuid),
        "name": host.name,
        "slug": host.slug,
        "email": host.email,
        "scheduling_url": format!("{base}/{}", host.slug),
        "timezone": host.shown_timezone,
        "time_notation": host.time_notation,
        "avatar_url": null,
        "locale": host.locale,
        "created_at": "2024-02-11T09:14:27.678123Z",
        "updated_at": "2026-09-30T16:02:51.004518Z",
        "current_organization": uri(base, "organizations", host.organization),
        "resource_type": "User",
    });
    if let (Some(user), Some(changes)) = (user.as_object_mut(), state.options.users.get(host.slug))
    {
        user.extend(changes.clone());
    }
    user
}

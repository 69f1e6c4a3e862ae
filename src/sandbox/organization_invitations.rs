//! `/organizations/{uuid}/invitations`: who has been asked to join.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::activity_log;
use super::errors;
use super::gate::Caller;
use super::instant;
use super::message::{Request, Response};
use super::organizations::{self, own_as_admin};
use super::paging::{self, Row};
use super::reading;
use super::resource::uri;
use super::state::Sandbox;

/// An invitation to an organization.
#[derive(Clone)]
pub struct Invitation {
    pub uuid: String,
    pub organization: &'static str,
    pub email: String,
    pub status: Status,
    pub created_at: Timestamp,
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Pending,
    /// By the host with this slug.
    Accepted(&'static str),
    Declined,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted(_) => "accepted",
            Self::Declined => "declined",
        }
    }
}

/// `GET /organizations/{uuid}/invitations`.
pub fn list(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    organization: &str,
) -> Result<Response, Response> {
    caller.needs("organizations:read")?;
    may_manage(state, caller, organization)?;
    let (base, params) = (request.base(), request.params());
    let status = reading::one_of(&params, "status", &["pending", "accepted", "declined"])?;
    let mut found: Vec<&Invitation> = state
        .invitations
        .iter()
        .filter(|invitation| invitation.organization == organization)
        .filter(|invitation| status.is_none_or(|status| invitation.status.name() == status))
        .filter(|invitation| {
            params
                .get("email")
                .is_none_or(|email| invitation.email.eq_ignore_ascii_case(email))
        })
        .collect();
    reading::sort_by_creation(&mut found, &params, |invitation| {
        (invitation.created_at, invitation.uuid.clone())
    })?;
    let rows = found
        .into_iter()
        .map(|invitation| Row {
            key: invitation.uuid.clone(),
            value: render(state, invitation, &base),
        })
        .collect();
    let path = format!("/organizations/{organization}/invitations");
    paging::page(rows, request, &path)
}

/// `GET /organizations/{org_uuid}/invitations/{uuid}`.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    organization: &str,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("organizations:read")?;
    may_manage(state, caller, organization)?;
    let invitation = find(state, organization, uuid)?;
    let resource = render(state, invitation, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// `POST /organizations/{uuid}/invitations`. The texts of the refusals are our own; what is refused is Calendly's.
pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("organizations:write")?;
    may_manage(state, caller, uuid)?;
    let organization = state.organization(uuid).ok_or_else(errors::not_found)?;
    let body = reading::body(request)?;
    let email = reading::text(&body, "email").trim().to_owned();
    if !reading::is_email(&email) {
        return Err(errors::invalid(&[("email", "Invalid Email")]));
    }
    if organization.scim {
        return Err(errors::forbidden(
            "Members of this organization are managed by SCIM.",
        ));
    }
    let is_same = |other: &str| other.eq_ignore_ascii_case(&email);
    if state.members(uuid).any(|host| is_same(host.email)) {
        return Err(errors::invalid(&[("email", "Already Organization Member")]));
    }
    let open = |invitation: &&Invitation| {
        invitation.organization == uuid && invitation.status == Status::Pending
    };
    let mut pending = state.invitations.iter().filter(open);
    if pending.any(|invitation| is_same(&invitation.email)) {
        return Err(errors::invalid(&[("email", "Already Invited")]));
    }
    let taken = state.members(uuid).count() + state.invitations.iter().filter(open).count();
    if taken >= organization.seats {
        return Err(errors::forbidden(
            "Your organization has no seats left. Please upgrade your Calendly account.",
        ));
    }
    let organization = organization.uuid;
    let invitation = Invitation {
        uuid: state.sequence.uuid("invitation"),
        organization,
        email,
        status: Status::Pending,
        created_at: now,
    };
    let resource = render(state, &invitation, &request.base());
    let details = json!({"email": invitation.email});
    let fact =
        json!({"email": invitation.email, "organization": organization, "user": caller.user});
    state.invitations.push(invitation);
    activity_log::record(state, &caller.user, ("User", "Invite"), details, now);
    state.note("member_invited", now, fact);
    Ok(Response::json(201, &json!({"resource": resource})))
}

/// `DELETE /organizations/{org_uuid}/invitations/{uuid}`: only while it has not been accepted.
pub fn revoke(
    state: &mut Sandbox,
    caller: &Caller,
    organization: &str,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("organizations:write")?;
    may_manage(state, caller, organization)?;
    let invitation = find(state, organization, uuid)?.clone();
    if matches!(invitation.status, Status::Accepted(_)) {
        return Err(errors::invalid(&[("uuid", "Already Accepted")]));
    }
    state.invitations.retain(|known| known.uuid != uuid);
    state.relationships.retain(|known| !known.is_of(uuid));
    let details = json!({"email": invitation.email});
    activity_log::record(state, &caller.user, ("User", "Revoke Invite"), details, now);
    let fact =
        json!({"email": invitation.email, "organization": organization, "user": caller.user});
    state.note("invitation_revoked", now, fact);
    Ok(Response::empty(204))
}

/// Only the owner and admins of that organization.
fn may_manage(state: &Sandbox, caller: &Caller, uuid: &str) -> Result<(), Response> {
    state.organization(uuid).ok_or_else(errors::not_found)?;
    organizations::same(uuid, own_as_admin(state, caller)?)
}

fn find<'a>(
    state: &'a Sandbox,
    organization: &str,
    uuid: &str,
) -> Result<&'a Invitation, Response> {
    state
        .invitations
        .iter()
        .find(|known| known.uuid == uuid && known.organization == organization)
        .ok_or_else(errors::not_found)
}

/// The address of an invitation, which is below its organization.
pub fn address(invitation: &Invitation, base: &str) -> String {
    let path = format!("organizations/{}/invitations", invitation.organization);
    uri(base, &path, &invitation.uuid)
}

fn render(state: &Sandbox, invitation: &Invitation, base: &str) -> Value {
    let at = instant::text(invitation.created_at);
    let mut value = json!({
        "uri": address(invitation, base),
        "organization": uri(base, "organizations", invitation.organization),
        "email": invitation.email,
        "status": invitation.status.name(),
        "created_at": at,
        "updated_at": at,
        "last_sent_at": at,
    });
    if let (Status::Accepted(slug), Some(fields)) = (invitation.status, value.as_object_mut())
        && let Some(host) = state.host(slug)
    {
        fields.insert("user".to_owned(), json!(uri(base, "users", host.uuid)));
    }
    value
}

#[cfg(test)]
mod tests;

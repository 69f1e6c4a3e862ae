//! Organizations: `GET /organizations/{uuid}`, who belongs to which, and what a plan allows.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::errors;
use super::gate::Caller;
use super::instant;
use super::message::{Request, Response};
use super::params::Params;
use super::reading;
use super::resource::uri;
use super::sample::Host;
use super::scheduled_events::ScheduledEvent;
use super::state::Sandbox;

/// An organization and its plan.
#[derive(Clone)]
pub struct Organization {
    pub uuid: &'static str,
    pub name: String,
    /// `basic`, `standard`, `teams` or `enterprise`.
    pub plan: &'static str,
    /// `free`, `trial` or `paid`.
    pub stage: &'static str,
    /// Slug of the owner.
    pub owner: &'static str,
    /// How many members and open invitations there may be.
    pub seats: usize,
    /// Whether members come from an identity provider by SCIM: nobody can be invited then.
    pub scim: bool,
    pub created_at: Timestamp,
}

impl Organization {
    /// The one that an account is left with when it leaves another.
    pub fn of_one(host: &Host, now: Timestamp) -> Self {
        Self {
            uuid: host.home,
            name: host.name.to_owned(),
            plan: "basic",
            stage: "free",
            owner: host.slug,
            seats: 1,
            scim: false,
            created_at: now,
        }
    }
}

/// `GET /organizations/{uuid}`: one's own.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("organizations:read")?;
    let own = own(state, caller)?;
    let organization = state.organization(uuid).ok_or_else(errors::not_found)?;
    if organization.uuid != own.organization {
        return Err(errors::forbidden(errors::NO_PERMISSION));
    }
    let resource = render(organization, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// An organization as the API shows it. Of `kind` no value but `single` is known from outside.
fn render(organization: &Organization, base: &str) -> Value {
    let at = instant::text(organization.created_at);
    json!({
        "uri": uri(base, "organizations", organization.uuid),
        "name": organization.name,
        "plan": organization.plan,
        "stage": organization.stage,
        "kind": if organization.seats == 1 { "single" } else { "team" },
        "created_at": at,
        "updated_at": at,
    })
}

/// The caller's account.
pub fn own<'a>(state: &'a Sandbox, caller: &Caller) -> Result<&'a Host, Response> {
    state.host(&caller.user).ok_or_else(errors::not_found)
}

/// The caller's account, if it is an owner's or an admin's.
pub fn own_as_admin<'a>(state: &'a Sandbox, caller: &Caller) -> Result<&'a Host, Response> {
    own(state, caller).and_then(|host| {
        host.admin
            .then_some(host)
            .ok_or_else(|| errors::forbidden(errors::NO_PERMISSION))
    })
}

/// Refuses an `organization` parameter that is missing, no URI, or not the caller's own.
pub fn must_be_own(params: &Params, base: &str, own: &Host) -> Result<(), Response> {
    let uuid = reading::required(params, "organization", base, "organizations")?;
    same(uuid, own)
}

/// Refuses everything but the caller's own organization.
pub fn same(uuid: &str, own: &Host) -> Result<(), Response> {
    if uuid == own.organization {
        Ok(())
    } else {
        Err(errors::forbidden(errors::NO_PERMISSION))
    }
}

/// The caller's account, if its organization is on the Enterprise plan and the caller manages it.
pub fn own_as_enterprise_admin<'a>(
    state: &'a Sandbox,
    caller: &Caller,
) -> Result<&'a Host, Response> {
    let own = own(state, caller)?;
    let plan = state
        .organization(own.organization)
        .map(|organization| organization.plan);
    if plan != Some("enterprise") {
        return Err(errors::forbidden(
            "Please upgrade your Calendly account to Enterprise.",
        ));
    }
    own_as_admin(state, caller)
}

impl Sandbox {
    pub fn organization(&self, uuid: &str) -> Option<&Organization> {
        self.organizations
            .iter()
            .find(|organization| organization.uuid == uuid)
    }

    /// The organization of whoever owns an event's event type, or of its first host.
    pub fn organization_of_event(&self, event: &ScheduledEvent) -> Option<&'static str> {
        let owner = self.event_type(&event.event_type).map(|kind| kind.owner);
        let host = owner.or_else(|| event.hosts.first().map(String::as_str));
        self.host(host?).map(|host| host.organization)
    }

    /// Everyone in an organization.
    pub fn members<'a>(&'a self, organization: &'a str) -> impl Iterator<Item = &'a Host> {
        self.hosts
            .iter()
            .filter(move |host| host.organization == organization)
    }
}

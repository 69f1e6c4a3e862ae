//! Of whose changes a webhook tells: an organization's, a user's or a group's.

use super::announce::Change;
use super::errors;
use super::gate::Caller;
use super::message::Response;
use super::organizations::{self, own};
use super::params::Params;
use super::reading;
use super::state::Sandbox;

/// The parameters `scope`, `user` and `group` as one.
#[derive(Clone, PartialEq, Eq)]
pub enum Scope {
    Organization,
    /// Slug of the host.
    User(&'static str),
    /// Identifier of the group.
    Group(&'static str),
}

impl Scope {
    /// Reads `organization`, `scope` and what the scope needs. A user may ask for the own changes, an admin of the
    /// organization for all, and an admin of a group for the group's.
    pub fn read(
        state: &Sandbox,
        caller: &Caller,
        params: &Params,
        base: &str,
    ) -> Result<Self, Response> {
        let own = own(state, caller)?;
        organizations::must_be_own(params, base, own)?;
        let name = reading::one_of(params, "scope", &["organization", "user", "group"])?
            .ok_or_else(|| errors::invalid(&[("scope", "is missing")]))?;
        let (scope, allowed) = match name {
            "user" => {
                let uuid = reading::required(params, "user", base, "users")?;
                let host = state
                    .host_by_uuid(uuid)
                    .ok_or_else(|| errors::invalid(&[("user", "must be the URI of a user")]))?;
                if host.organization != own.organization {
                    return Err(errors::forbidden("This user is not in your organization"));
                }
                (Self::User(host.slug), host.slug == own.slug)
            }
            "group" => {
                let uuid = reading::required(params, "group", base, "groups")?;
                let group = state
                    .group(uuid)
                    .ok_or_else(|| errors::invalid(&[("group", "must be the URI of a group")]))?;
                organizations::same(group.organization, own)?;
                let manages = state.relationships.iter().any(|known| {
                    known.group == uuid && known.role == "admin" && known.is_of(own.slug)
                });
                (Self::Group(group.uuid), manages)
            }
            _ => (Self::Organization, false),
        };
        if allowed || own.admin {
            Ok(scope)
        } else {
            Err(errors::forbidden(errors::NO_PERMISSION))
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::User(_) => "user",
            Self::Group(_) => "group",
        }
    }

    /// Whether a change of that organization and of those hosts is within it.
    pub fn holds(&self, state: &Sandbox, hosts: &[String]) -> bool {
        match self {
            Self::Organization => true,
            Self::User(slug) => hosts.iter().any(|host| host == slug),
            Self::Group(group) => hosts.iter().any(|host| state.is_in_group(host, group)),
        }
    }
}

impl Sandbox {
    /// The organization in which a change happened, and the slugs of the hosts it concerns.
    pub fn audience(&self, change: &Change) -> Option<(&'static str, Vec<String>)> {
        match change {
            Change::InviteeCreated { invitee }
            | Change::InviteeCanceled { invitee }
            | Change::NoShowCreated { invitee, .. }
            | Change::NoShowDeleted { invitee, .. } => {
                let event = self.event(&self.invitee(invitee)?.event)?;
                Some((self.organization_of_event(event)?, event.hosts.clone()))
            }
            Change::FormSubmitted { submission } => {
                let submission = self.submission(submission)?;
                let form = self.routing_form(submission.form)?;
                Some((form.organization, Vec::new()))
            }
            Change::Record { record, .. } => Some((record.organization, Vec::new())),
        }
    }
}

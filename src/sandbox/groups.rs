//! `/groups` and `/group_relationships`: the groups of an organization, and who is in which.
//!
//! Calendly's public documents name the filters but not the fields of an answer: those here are what the filters
//! imply, a name, and the two times that every resource has.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::errors;
use super::gate::Caller;
use super::instant;
use super::message::{Request, Response};
use super::organization_invitations;
use super::organization_memberships;
use super::organizations::{self, own};
use super::paging::{self, Row};
use super::reading;
use super::resource::{self, uri};
use super::state::Sandbox;

/// A group of members.
#[derive(Clone)]
pub struct Group {
    pub uuid: &'static str,
    pub name: &'static str,
    pub organization: &'static str,
    pub created_at: Timestamp,
}

/// That a member, or somebody who has been invited, is in a group.
#[derive(Clone)]
pub struct Relationship {
    pub uuid: &'static str,
    pub group: &'static str,
    pub owner: Owner,
    /// `admin` or `member` of the group.
    pub role: &'static str,
}

/// Who is meant: a host by slug, or an invitation by identifier.
#[derive(Clone)]
pub enum Owner {
    Member(&'static str),
    Invitation(&'static str),
}

impl Relationship {
    /// Whether it is that of the member with this slug or the invitation with this identifier.
    pub fn is_of(&self, key: &str) -> bool {
        let (Owner::Member(known) | Owner::Invitation(known)) = self.owner;
        known == key
    }
}

/// `GET /groups`.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("groups:read")?;
    let (base, params) = (request.base(), request.params());
    let own = own(state, caller)?;
    organizations::must_be_own(&params, &base, own)?;
    let rows = state
        .groups
        .iter()
        .filter(|group| group.organization == own.organization)
        .map(|group| Row {
            key: group.uuid.to_owned(),
            value: render(group, &base),
        })
        .collect();
    paging::page(rows, request, "/groups")
}

/// `GET /groups/{uuid}`.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("groups:read")?;
    let group = state.group(uuid).ok_or_else(errors::not_found)?;
    organizations::same(group.organization, own(state, caller)?)?;
    let resource = render(group, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// `GET /group_relationships`, of the caller's organization in any case.
pub fn list_relationships(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
) -> Result<Response, Response> {
    caller.needs("groups:read")?;
    let (base, params) = (request.base(), request.params());
    let own = own(state, caller)?;
    if params.get("organization").is_some() {
        organizations::must_be_own(&params, &base, own)?;
    }
    let group = reading::reference(&params, "group", &base, "groups")?;
    let owner = params.get("owner");
    let known_form = |text: &str| {
        resource::uuid(text, &base, "organization_memberships").is_some()
            || text.contains("/invitations/")
    };
    if owner.is_some_and(|owner| !known_form(owner)) {
        return Err(errors::invalid(&[(
            "owner",
            "must be the URI of an organization membership or invitation",
        )]));
    }
    let rows = state
        .relationships
        .iter()
        .filter(|known| organization_of(state, known) == Some(own.organization))
        .filter(|known| group.is_none_or(|group| known.group == group))
        .filter(|known| {
            owner.is_none_or(|owner| last(owner) == last(&owner_uri(state, known, &base)))
        })
        .map(|known| Row {
            key: known.uuid.to_owned(),
            value: render_relationship(state, known, &base),
        })
        .collect();
    paging::page(rows, request, "/group_relationships")
}

/// `GET /group_relationships/{uuid}`.
pub fn get_relationship(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("groups:read")?;
    let known = state
        .relationships
        .iter()
        .find(|known| known.uuid == uuid)
        .ok_or_else(errors::not_found)?;
    let organization = organization_of(state, known).unwrap_or_default();
    organizations::same(organization, own(state, caller)?)?;
    let resource = render_relationship(state, known, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

fn last(uri: &str) -> &str {
    uri.rsplit('/').next().unwrap_or_default()
}

fn organization_of(state: &Sandbox, relationship: &Relationship) -> Option<&'static str> {
    state
        .group(relationship.group)
        .map(|group| group.organization)
}

fn owner_uri(state: &Sandbox, relationship: &Relationship, base: &str) -> String {
    match relationship.owner {
        Owner::Member(slug) => state.host(slug).map(|host| {
            let uuid = organization_memberships::uuid_of(host);
            uri(base, "organization_memberships", &uuid)
        }),
        Owner::Invitation(uuid) => state
            .invitations
            .iter()
            .find(|known| known.uuid == uuid)
            .map(|invitation| organization_invitations::address(invitation, base)),
    }
    .unwrap_or_default()
}

fn render(group: &Group, base: &str) -> Value {
    let at = instant::text(group.created_at);
    json!({
        "uri": uri(base, "groups", group.uuid),
        "name": group.name,
        "organization": uri(base, "organizations", group.organization),
        "created_at": at,
        "updated_at": at,
    })
}

fn render_relationship(state: &Sandbox, relationship: &Relationship, base: &str) -> Value {
    let group = state.group(relationship.group);
    let at = group.map(|group| instant::text(group.created_at));
    json!({
        "uri": uri(base, "group_relationships", relationship.uuid),
        "role": relationship.role,
        "owner": owner_uri(state, relationship, base),
        "group": uri(base, "groups", relationship.group),
        "organization": group.map(|group| uri(base, "organizations", group.organization)),
        "created_at": at,
        "updated_at": at,
    })
}

impl Sandbox {
    pub fn group(&self, uuid: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.uuid == uuid)
    }

    /// Whether a host is in a group.
    pub fn is_in_group(&self, slug: &str, group: &str) -> bool {
        self.relationships
            .iter()
            .any(|known| known.group == group && known.is_of(slug))
    }
}

#[cfg(test)]
mod tests;

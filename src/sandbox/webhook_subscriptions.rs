//! `/webhook_subscriptions`: who wants to be told of what, and where.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::activity_log;
use super::callback_url::CallbackUrl;
use super::errors;
use super::gate::{self, Caller};
use super::instant;
use super::message::{Request, Response};
use super::organizations::own;
use super::paging::{self, Row};
use super::params::Params;
use super::reading;
use super::resource::uri;
use super::scopes;
use super::state::Sandbox;
use super::webhook_scope::Scope;

/// Every event there is, and the scope for reading what it tells of.
pub const EVENTS: &[(&str, &str)] = &[
    ("invitee.created", "scheduled_events:read"),
    ("invitee.canceled", "scheduled_events:read"),
    ("invitee_no_show.created", "scheduled_events:read"),
    ("invitee_no_show.deleted", "scheduled_events:read"),
    (FORM_EVENT, "routing_forms:read"),
    ("meeting_recap.created", "meeting_recaps:read"),
    ("meeting_recap.updated", "meeting_recaps:read"),
    ("meeting_recap.deleted", "meeting_recaps:read"),
    ("contact.created", "contacts:read"),
    ("contact.updated", "contacts:read"),
    ("contact.deleted", "contacts:read"),
];

pub(super) const FORM_NEEDS: &str = "routing_form_submission.created needs the scope organization";

/// The one that exists in the scope of an organization only.
pub(super) const FORM_EVENT: &str = "routing_form_submission.created";

/// A subscription.
#[derive(Clone)]
pub struct Subscription {
    pub uuid: String,
    pub url: CallbackUrl,
    /// The address as it was given.
    pub address: String,
    pub events: Vec<&'static str>,
    pub organization: &'static str,
    pub scope: Scope,
    /// Slug of the host who made it.
    pub creator: String,
    /// What calls are signed with: its own key, or that of the application that made it. Without one, calls are
    /// not signed.
    pub signing_key: Option<String>,
    /// The address at which the sandbox was reached: URIs in what is sent begin with it.
    pub base: String,
    pub disabled: bool,
    pub retry_started_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// `GET /webhook_subscriptions`.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("webhooks:read")?;
    let (base, params) = (request.base(), request.params());
    let scope = Scope::read(state, caller, &params, &base)?;
    let organization = own(state, caller)?.organization;
    let mut found: Vec<&Subscription> = state
        .subscriptions
        .iter()
        .filter(|known| known.organization == organization && known.scope == scope)
        .collect();
    reading::sort_by_creation(&mut found, &params, |known| {
        (known.created_at, known.uuid.clone())
    })?;
    let rows = found
        .into_iter()
        .map(|known| Row {
            key: known.uuid.clone(),
            value: render(state, known, &base),
        })
        .collect();
    paging::page(rows, request, "/webhook_subscriptions")
}

/// `GET /webhook_subscriptions/{webhook_uuid}`.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("webhooks:read")?;
    let known = find(state, caller, uuid)?;
    let resource = render(state, known, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// `DELETE /webhook_subscriptions/{webhook_uuid}`. What has not been sent yet is not sent any more.
pub fn delete(
    state: &mut Sandbox,
    caller: &Caller,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("webhooks:write")?;
    let url = find(state, caller, uuid)?.address.clone();
    state.subscriptions.retain(|known| known.uuid != uuid);
    state.outbox.forget(uuid);
    let details = json!({"callback_url": url});
    activity_log::record(state, &caller.user, ("Webhook", "Delete"), details, now);
    Ok(Response::empty(204))
}

/// `POST /webhook_subscriptions`.
pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("webhooks:write")?;
    let upgrade = "Please upgrade your Calendly account to Standard";
    gate::paid(state, caller, upgrade)?;
    let base = request.base();
    let body = reading::body(request)?;
    let address = reading::text(&body, "url").to_owned();
    let url = CallbackUrl::parse(&address)
        .filter(|url| url.secure || url.is_loopback())
        .ok_or_else(|| errors::invalid(&[("url", "must be a valid https URL")]))?;
    let events = events_of(body.get("events"))?;
    let signing_key = match body.get("signing_key") {
        None | Some(Value::Null) => caller
            .client
            .as_ref()
            .and_then(|id| state.client(id))
            .map(|client| client.signing_key.clone()),
        Some(Value::String(key)) if !key.is_empty() => Some(key.clone()),
        Some(_) => return Err(errors::invalid(&[("signing_key", "must be a text")])),
    };
    let texts = body
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
    let scope = Scope::read(state, caller, &Params(texts.collect()), &base)?;
    if events.contains(&FORM_EVENT) && scope != Scope::Organization {
        return Err(errors::invalid(&[("events", FORM_NEEDS)]));
    }
    let mut needed = vec!["webhooks:write"];
    for (event, scope) in EVENTS {
        if events.contains(event) && !needed.contains(scope) {
            needed.push(scope);
        }
    }
    if !needed
        .iter()
        .all(|scope| scopes::allow(&caller.scopes, scope))
    {
        return Err(errors::insufficient_scope(&needed));
    }
    let organization = own(state, caller)?.organization;
    let same = |known: &Subscription| {
        known.address == address && known.organization == organization && known.scope == scope
    };
    if state.subscriptions.iter().any(same) {
        return Err(errors::already_exists("Hook with this url already exists"));
    }
    let subscription = Subscription {
        uuid: state.sequence.uuid("webhook"),
        url,
        address,
        events,
        organization,
        scope,
        creator: caller.user.clone(),
        signing_key,
        base: base.clone(),
        disabled: false,
        retry_started_at: None,
        created_at: now,
        updated_at: now,
    };
    let resource = render(state, &subscription, &base);
    let details = json!({"callback_url": subscription.address});
    state.subscriptions.push(subscription);
    activity_log::record(state, &caller.user, ("Webhook", "Create"), details, now);
    Ok(Response::json(201, &json!({"resource": resource})))
}

fn events_of(given: Option<&Value>) -> Result<Vec<&'static str>, Response> {
    let wrong = || errors::invalid(&[("events", "must be a list of known events")]);
    let given = given
        .and_then(Value::as_array)
        .filter(|list| !list.is_empty())
        .ok_or_else(wrong)?;
    let mut events = Vec::new();
    for name in given {
        let event = name.as_str().and_then(known_event).ok_or_else(wrong)?;
        if !events.contains(&event) {
            events.push(event);
        }
    }
    Ok(events)
}

/// The event of that name, if there is one.
pub fn known_event(name: &str) -> Option<&'static str> {
    EVENTS
        .iter()
        .map(|(event, _)| *event)
        .find(|event| *event == name)
}

/// Visible to who made it and to those who manage its organization.
fn find<'a>(state: &'a Sandbox, caller: &Caller, uuid: &str) -> Result<&'a Subscription, Response> {
    let own = own(state, caller)?;
    let known = state
        .subscriptions
        .iter()
        .find(|known| known.uuid == uuid)
        .ok_or_else(errors::not_found)?;
    let manages = own.admin && own.organization == known.organization;
    if manages || known.creator == own.slug {
        Ok(known)
    } else {
        Err(errors::forbidden(errors::NO_PERMISSION))
    }
}

fn render(state: &Sandbox, known: &Subscription, base: &str) -> Value {
    let host = |slug: &str| state.host(slug).map(|host| uri(base, "users", host.uuid));
    let (user, group) = match &known.scope {
        Scope::Organization => (None, None),
        Scope::User(slug) => (host(slug), None),
        Scope::Group(uuid) => (None, Some(uri(base, "groups", uuid))),
    };
    json!({
        "uri": uri(base, "webhook_subscriptions", &known.uuid),
        "callback_url": known.address,
        "created_at": instant::text(known.created_at),
        "updated_at": instant::text(known.updated_at),
        "retry_started_at": known.retry_started_at.map(instant::text),
        "state": if known.disabled { "disabled" } else { "active" },
        "events": known.events,
        "scope": known.scope.name(),
        "organization": uri(base, "organizations", known.organization),
        "user": user,
        "group": group,
        "creator": host(&known.creator),
    })
}

#[cfg(test)]
mod tests;

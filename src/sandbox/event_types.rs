//! `GET /event_types` and `GET /event_types/{uuid}`.

pub mod write;

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::errors;
use super::gate::Caller;
use super::html::escape;
use super::instant;
use super::message::{Request, Response};
use super::paging;
use super::params::Params;
use super::resource;
use super::sample::{EventType, Host, Kind, Profile};
use super::state::Sandbox;

/// `GET /event_types/{uuid}`; deleted ones too.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("event_types:read")?;
    let kind = state.event_type(uuid).ok_or_else(errors::not_found)?;
    may_see(state, caller, kind)?;
    let body = json!({"resource": render(state, kind, &request.base())});
    Ok(Response::json(200, &body))
}

/// `GET /event_types`.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("event_types:read")?;
    let base = request.base();
    let params = request.params();
    let own = state.host(&caller.user).ok_or_else(errors::not_found)?;
    let (user, organization) = scope(state, &params, &base, own)?;
    let active = flag(&params, "active")?;
    let managed = flag(&params, "admin_managed")?;
    let schedule = match params.get("user_availability_schedule") {
        None => None,
        Some(_) if user.is_none() => {
            return Err(errors::invalid(&[(
                "user",
                "is required with user_availability_schedule",
            )]));
        }
        Some(text) => Some(
            resource::uuid(text, &base, "user_availability_schedules").ok_or_else(|| {
                errors::invalid(&[("user_availability_schedule", "must be a valid URI")])
            })?,
        ),
    };
    let sort = Sort::parse(params.get("sort").unwrap_or("name:asc"))?;
    let mut kinds: Vec<&EventType> = state
        .event_types
        .iter()
        .filter(|kind| !kind.deleted)
        .filter(|kind| user.is_none_or(|user| kind.hosts.contains(&user.slug)))
        .filter(|kind| organization_of(state, kind) == organization)
        .filter(|kind| active.is_none_or(|active| kind.active == active))
        .filter(|kind| managed.is_none_or(|managed| kind.admin_managed == managed))
        .filter(|kind| {
            schedule.is_none_or(|wanted| {
                let used = user.and_then(|user| state.schedule_of(kind, user.slug));
                used.is_some_and(|used| used.uuid == wanted)
            })
        })
        .collect();
    kinds.sort_by(|a, b| sort.compare(a, b));
    let keys: Vec<String> = kinds.iter().map(|kind| kind.uuid.clone()).collect();
    // There may be thousands: only those of the page are written.
    let look = |row: usize| kinds.get(row).map(|kind| render(state, kind, &base));
    paging::page_by(
        &keys,
        |row| look(row).unwrap_or_default(),
        request,
        "/event_types",
        100,
    )
}

/// Whose event types are asked for: a user or none, and the organization.
fn scope<'a>(
    state: &'a Sandbox,
    params: &Params,
    base: &str,
    own: &'a Host,
) -> Result<(Option<&'a Host>, &'a str), Response> {
    let user = params.get("user");
    let organization = params.get("organization");
    if user.is_none() && organization.is_none() {
        return Err(errors::invalid(&[
            ("user", "user or organization must be given"),
            ("organization", "user or organization must be given"),
        ]));
    }
    if let Some(text) = organization {
        let uuid = resource::uuid(text, base, "organizations")
            .ok_or_else(|| errors::invalid(&[("organization", "must be a valid URI")]))?;
        if uuid != own.organization || !own.admin {
            return Err(errors::forbidden(errors::NO_PERMISSION));
        }
    }
    let Some(text) = user else {
        return Ok((None, own.organization));
    };
    let host = resource::uuid(text, base, "users")
        .and_then(|uuid| state.host_by_uuid(uuid))
        .ok_or_else(|| errors::invalid(&[("user", "must be the URI of a user")]))?;
    if host.organization != own.organization {
        return Err(errors::forbidden("This user is not in your organization"));
    }
    if host.slug != own.slug && !own.admin {
        return Err(errors::forbidden(errors::NO_PERMISSION));
    }
    Ok((Some(host), own.organization))
}

fn flag(params: &Params, name: &'static str) -> Result<Option<bool>, Response> {
    match params.get(name) {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(errors::invalid(&[(name, "must be true or false")])),
    }
}

fn organization_of<'a>(state: &'a Sandbox, kind: &EventType) -> &'a str {
    state
        .host(kind.owner)
        .map(|host| host.organization)
        .unwrap_or_default()
}

/// Only types of the caller's own organization.
pub fn may_see(state: &Sandbox, caller: &Caller, kind: &EventType) -> Result<(), Response> {
    let own = state.host(&caller.user).map(|host| host.organization);
    if own == Some(organization_of(state, kind)) {
        Ok(())
    } else {
        Err(errors::forbidden(errors::NO_PERMISSION))
    }
}

/// `name:asc,created_at:desc`.
struct Sort(Vec<(String, bool)>);

impl Sort {
    fn parse(text: &str) -> Result<Self, Response> {
        let wrong = || {
            errors::invalid(&[(
                "sort",
                "must be name, position, created_at or updated_at, each with :asc or :desc",
            )])
        };
        text.split(',')
            .map(|part| {
                let part = part.trim();
                let (field, direction) = part.split_once(':').unwrap_or((part, "asc"));
                let known = ["name", "position", "created_at", "updated_at"].contains(&field);
                match direction {
                    "asc" if known => Ok((field.to_owned(), false)),
                    "desc" if known => Ok((field.to_owned(), true)),
                    _ => Err(wrong()),
                }
            })
            .collect::<Result<Vec<_>, _>>()
            .map(Self)
    }

    /// Ties are broken by the identifier, so that pages never overlap.
    fn compare(&self, a: &EventType, b: &EventType) -> Ordering {
        for (field, descending) in &self.0 {
            let order = match field.as_str() {
                "name" => folded(a).cmp(&folded(b)),
                "position" => a.position.cmp(&b.position),
                "created_at" => created_at(a).cmp(&created_at(b)),
                _ => updated_at(a).cmp(&updated_at(b)),
            };
            let order = if *descending { order.reverse() } else { order };
            if order != Ordering::Equal {
                return order;
            }
        }
        a.uuid.cmp(&b.uuid)
    }
}

fn folded(kind: &EventType) -> String {
    kind.name.as_deref().unwrap_or_default().to_lowercase()
}

pub fn created_at(kind: &EventType) -> jiff::Timestamp {
    if let Some((created, _)) = kind.touched {
        return created;
    }
    let start = jiff::Timestamp::from_second(1_717_000_000).unwrap_or_default();
    let step = i64::try_from(super::sequence::hash(&kind.uuid) % 40_000_000).unwrap_or_default();
    instant::plus_seconds(start, step)
}

fn updated_at(kind: &EventType) -> jiff::Timestamp {
    if let Some((_, updated)) = kind.touched {
        return updated;
    }
    let step = i64::try_from(super::sequence::hash(&kind.slug) % 9_000_000).unwrap_or_default();
    instant::plus_seconds(created_at(kind), step)
}

/// An event type as the API shows it.
pub fn render(state: &Sandbox, kind: &EventType, base: &str) -> Value {
    let owner = state.host(kind.owner);
    let profile = match (&kind.profile, owner) {
        (Profile::User, Some(host)) => json!({
            "type": "User", "name": host.name, "owner": resource::uri(base, "users", host.uuid),
        }),
        (Profile::Team(name), _) => json!({
            "type": "Team", "name": name, "owner": resource::uri(base, "teams", super::teams::TEAM),
        }),
        _ => Value::Null,
    };
    let description_html = kind
        .description
        .as_ref()
        .map(|text| format!("<p>{}</p>", escape(text).replace('\n', "<br>")));
    json!({
        "uri": resource::uri(base, "event_types", &kind.uuid),
        "name": kind.name,
        "active": kind.active,
        "admin_managed": kind.admin_managed,
        "booking_method": "instant",
        "color": kind.color,
        "created_at": instant::text(created_at(kind)),
        "updated_at": instant::text(updated_at(kind)),
        "custom_questions": kind.questions,
        "deleted_at": kind.deleted.then_some("2025-11-03T10:00:00.120034Z"),
        "description_html": description_html,
        "description_plain": kind.description,
        "duration": kind.duration,
        "duration_options": (!kind.duration_options.is_empty()).then_some(&kind.duration_options),
        "internal_note": kind.note,
        "is_paid": kind.paid,
        "kind": match kind.kind { Kind::Solo => "solo", Kind::Group { .. } => "group" },
        "locale": kind.locale,
        "locations": kind.locations,
        "pooling_type": kind.pooling,
        "position": kind.position,
        "profile": profile,
        "scheduling_url": address(kind, base),
        "secret": kind.secret,
        "slug": kind.slug,
        "type": if kind.adhoc { "AdhocEventType" } else { "StandardEventType" },
        "start_time_increment": (!kind.adhoc).then_some(kind.increment),
        "before_buffer": kind.buffers.0,
        "after_buffer": kind.buffers.1,
    })
}

/// Its public page.
pub fn address(kind: &EventType, base: &str) -> String {
    format!("{base}/{}/{}", kind.page, kind.slug)
}

#[cfg(test)]
mod tests;

//! `POST /event_types` and `PATCH /event_types/{uuid}`: one-on-one event types only.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{created_at, may_see, render};
use crate::sandbox::errors;
use crate::sandbox::fields::Fields;
use crate::sandbox::gate::Caller;
use crate::sandbox::meeting_place;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::resource;
use crate::sandbox::sample::{EventType, Hours, Kind, Period};
use crate::sandbox::state::Sandbox;

/// Minutes that a buffer can have.
const BUFFERS: &[i64] = &[0, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180];

const LOCALES: &[&str] = &["de", "en", "es", "fr", "it", "nl", "pt", "uk"];

/// `POST /event_types`. Inactive unless the body says otherwise; it follows the owner's default schedule.
pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("event_types:write")?;
    let mut fields = Fields::read(request)?;
    let owner = host(state, &mut fields, "owner", &request.base());
    let name = fields.text("name", 255);
    fields.require("name", &name);
    let Some((owner, name)) = owner.zip(name) else {
        return fields.complete(None);
    };
    may_act_for(state, caller, owner)?;
    let mut kind = fresh(state, owner, &name, now);
    kind.active = false;
    change(&mut fields, &mut kind);
    fields.finish()?;
    let resource = render(state, &kind, &request.base());
    state.event_types.push(kind);
    Ok(Response::json(201, &json!({"resource": resource})))
}

/// `PATCH /event_types/{uuid}`: what is left out stays.
pub fn update(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("event_types:write")?;
    let kind = state
        .event_type(uuid)
        .filter(|kind| !kind.deleted)
        .ok_or_else(errors::not_found)?;
    may_see(state, caller, kind)?;
    may_act_for(state, caller, kind.owner)?;
    if !is_one_on_one(kind) {
        return Err(errors::invalid(&[(
            "uuid",
            "must be a one-on-one event type",
        )]));
    }
    let mut kind = kind.clone();
    let mut fields = Fields::read(request)?;
    change(&mut fields, &mut kind);
    fields.finish()?;
    kind.touched = Some((created_at(&kind), now));
    let resource = render(state, &kind, &request.base());
    if let Some(place) = state
        .event_types
        .iter_mut()
        .find(|known| known.uuid == uuid)
    {
        *place = kind;
    }
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// One host and one invitee.
pub fn is_one_on_one(kind: &EventType) -> bool {
    kind.kind == Kind::Solo && kind.pooling.is_none()
}

/// A field with the URI of a host, by slug.
pub fn host(state: &Sandbox, fields: &mut Fields, name: &str, base: &str) -> Option<&'static str> {
    let found = fields.parse(name, "must be the URI of a user", |value| {
        let uuid = resource::uuid(value.as_str()?, base, "users")?;
        Some(state.host_by_uuid(uuid)?.slug)
    });
    fields.require(name, &found);
    found
}

/// Only for oneself, or as an admin for anyone of the organization.
pub fn may_act_for(state: &Sandbox, caller: &Caller, slug: &str) -> Result<(), Response> {
    let (own, host) = (state.host(&caller.user), state.host(slug));
    let same = own.map(|own| own.organization) == host.map(|host| host.organization);
    if slug == caller.user || (same && own.is_some_and(|own| own.admin)) {
        Ok(())
    } else {
        Err(errors::forbidden(errors::NO_PERMISSION))
    }
}

/// A new active event type of a host with an address of its own.
pub fn fresh(state: &mut Sandbox, owner: &str, name: &str, now: Timestamp) -> EventType {
    let owner = state.host(owner).map_or("", |host| host.slug);
    let position = state.event_types.len();
    let slug = slug(state, owner, name);
    let mut kind = EventType::new(owner, position, &slug, name, 30);
    kind.uuid = state.sequence.uuid("event type");
    kind.hours = Hours::Default;
    kind.locations = Value::Null;
    kind.period = Period::Moving(60);
    kind.touched = Some((now, now));
    kind
}

/// Letters and digits of the name with dashes between, and a number if there is one like it.
fn slug(state: &Sandbox, page: &str, name: &str) -> String {
    let words: Vec<String> = name
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let plain = if words.is_empty() {
        "meeting".to_owned()
    } else {
        words.join("-")
    };
    let is_free = |slug: &String| {
        let mut kinds = state.event_types.iter();
        !kinds.any(|kind| kind.page == page && kind.slug == *slug)
    };
    let numbered = (1_u64..).map(|number| format!("{plain}-{number}"));
    std::iter::once(plain.clone())
        .chain(numbered)
        .find(is_free)
        .unwrap_or(plain)
}

/// Takes the given fields over.
fn change(fields: &mut Fields, kind: &mut EventType) {
    if let Some(name) = fields.text("name", 255) {
        kind.name = Some(name);
    }
    if let Some(active) = fields.flag("active") {
        kind.active = active;
    }
    if fields.get("description").is_some() {
        kind.description = fields.text("description", 10_000);
    }
    if let Some(minutes) = fields.whole("duration", DURATION) {
        kind.duration = minutes;
    }
    if fields.get("duration_options").is_some() {
        kind.duration_options = duration_options(fields).unwrap_or_default();
    }
    if fields.get("locations").is_some() {
        kind.locations = meeting_place::configurations(fields, "locations").unwrap_or_default();
    }
    if let Some(color) = fields.parse("color", "must be # and six digits of 0-9a-f", |value| {
        let digits = value.as_str()?.strip_prefix('#')?;
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (digits.len() == 6 && digits.bytes().all(is_digit)).then(|| format!("#{digits}"))
    }) {
        kind.color = color;
    }
    let message = format!("must be one of {}", LOCALES.join(", "));
    if let Some(locale) = fields.parse("locale", &message, |value| {
        let locales = LOCALES.iter().copied();
        locales.into_iter().find(|locale| *value == **locale)
    }) {
        kind.locale = locale;
    }
    if let Some(minutes) = fields.whole("start_time_increment", 5..=720) {
        kind.increment = minutes;
    }
    let message = "must be 0, 5, 10, 15, 30, 45, 60, 90, 120, 150 or 180";
    for (name, buffer) in [
        ("before_buffer", &mut kind.buffers.0),
        ("after_buffer", &mut kind.buffers.1),
    ] {
        if let Some(minutes) = fields.parse(name, message, |value| {
            value.as_i64().filter(|minutes| BUFFERS.contains(minutes))
        }) {
            *buffer = minutes;
        }
    }
}

/// Minutes that a meeting can last.
pub const DURATION: std::ops::RangeInclusive<i64> = 1..=720;

/// Up to four durations.
pub fn duration_options(fields: &mut Fields) -> Option<Vec<i64>> {
    let message = "must be at most four whole numbers from 1 to 720";
    fields.parse("duration_options", message, |value| {
        let list = value.as_array().filter(|list| list.len() <= 4)?;
        list.iter()
            .map(|item| item.as_i64().filter(|minutes| DURATION.contains(minutes)))
            .collect()
    })
}

#[cfg(test)]
mod tests;

//! `/user_availability_schedules`: the named hours of a host.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::availability_rules as rules;
use super::errors;
use super::fields::Fields;
use super::gate::Caller;
use super::instant;
use super::message::{Request, Response};
use super::resource::uri;
use super::sample::{EventType, Hours};
use super::schedule::Schedule;
use super::state::Sandbox;
use super::users;

/// Hours that a host has given a name.
#[derive(Clone)]
pub struct UserSchedule {
    pub uuid: String,
    /// Slug of the host.
    pub host: &'static str,
    pub name: String,
    pub is_default: bool,
    pub schedule: Schedule,
}

impl Sandbox {
    /// The named schedule that an event type follows for a host, unless it has hours of its own.
    pub fn schedule_of(&self, kind: &EventType, host: &str) -> Option<&UserSchedule> {
        if kind.own_hours.contains_key(host) {
            return None;
        }
        self.schedules.iter().find(|known| {
            known.host == host
                && match kind.hours {
                    Hours::Default => known.is_default,
                    hours => known.uuid == hours.uuid(host),
                }
        })
    }

    /// The hours of a host for an event type.
    pub fn hours_of<'a>(&'a self, kind: &'a EventType, host: &str) -> Option<&'a Schedule> {
        kind.own_hours
            .get(host)
            .or_else(|| Some(&self.schedule_of(kind, host)?.schedule))
    }
}

/// `GET /user_availability_schedules`: all of them, without pages.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("availability:read")?;
    let host = users::asked(state, request, caller)?;
    let base = request.base();
    let collection: Value = state
        .schedules
        .iter()
        .filter(|known| known.host == host.slug)
        .map(|known| render(state, known, &base))
        .collect();
    Ok(Response::json(200, &json!({"collection": collection})))
}

/// `GET /user_availability_schedules/{uuid}`.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("availability:read")?;
    let known = find(state, caller, uuid)?;
    Ok(resource(state, known, request, 200))
}

/// `POST /user_availability_schedules`: for the caller, and no event type follows it yet.
pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("availability:write")?;
    let host = state.host(&caller.user).ok_or_else(errors::not_found)?.slug;
    let mut fields = Fields::read(request)?;
    let name = fields.text("name", 255);
    fields.require("name", &name);
    let zone = zone(&mut fields, "timezone");
    fields.require("timezone", &zone);
    let list = fields.get("rules").cloned().unwrap_or_default();
    let schedule = read(&mut fields, &list, zone.as_deref().unwrap_or("UTC"), now);
    let (name, schedule) = fields.complete(name.zip(schedule))?;
    let known = UserSchedule {
        uuid: state.sequence.uuid("schedule"),
        host,
        name,
        is_default: false,
        schedule,
    };
    let answer = resource(state, &known, request, 201);
    state.schedules.push(known);
    Ok(answer)
}

/// `PATCH /user_availability_schedules/{uuid}`: what is left out stays.
pub fn update(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("availability:write")?;
    let mut known = find(state, caller, uuid)?.clone();
    let mut fields = Fields::read(request)?;
    if let Some(name) = fields.text("name", 255) {
        known.name = name;
    }
    if let Some(zone) = zone(&mut fields, "timezone") {
        known.schedule.zone = zone;
    }
    if let Some(list) = fields.get("rules").cloned()
        && let Some(schedule) = read(&mut fields, &list, &known.schedule.zone, now)
    {
        known.schedule = schedule;
    }
    let default = fields.parse("default", "can only be true", |value| {
        (*value == true).then_some(true)
    });
    fields.finish()?;
    for other in state
        .schedules
        .iter_mut()
        .filter(|other| default.is_some() && other.host == known.host)
    {
        other.is_default = false;
    }
    known.is_default |= default.is_some();
    let answer = resource(state, &known, request, 200);
    if let Some(place) = state.schedules.iter_mut().find(|other| other.uuid == uuid) {
        *place = known;
    }
    Ok(answer)
}

/// A schedule that the caller may see: their own, or for an admin anyone's of the organization.
fn find<'a>(state: &'a Sandbox, caller: &Caller, uuid: &str) -> Result<&'a UserSchedule, Response> {
    let known = state
        .schedules
        .iter()
        .find(|known| known.uuid == uuid)
        .ok_or_else(errors::not_found)?;
    let own = state.host(&caller.user);
    let host = state.host(known.host);
    let same = own.map(|own| own.organization) == host.map(|host| host.organization);
    let admin = own.is_some_and(|own| own.admin);
    if known.host == caller.user || (admin && same) {
        Ok(known)
    } else {
        Err(errors::forbidden(errors::NO_PERMISSION))
    }
}

/// A field with the name of a zone.
pub fn zone(fields: &mut Fields, name: &str) -> Option<String> {
    fields.parse(name, "must be the IANA name of a time zone", |value| {
        let name = value.as_str()?;
        instant::known_zone(name).map(|_| name.to_owned())
    })
}

/// The rules of a whole week, and of dates that are not over.
fn read(fields: &mut Fields, list: &Value, zone: &str, now: Timestamp) -> Option<Schedule> {
    let schedule = match rules::read_full_week(list, zone) {
        Ok(schedule) => schedule,
        Err(message) => {
            fields.refuse("rules", &message);
            return None;
        }
    };
    let today = instant::zone(zone).to_datetime(now).date();
    if schedule.dates.keys().any(|date| *date < today) {
        fields.refuse("rules", "must not have a date that is over");
    }
    Some(schedule)
}

fn resource(state: &Sandbox, known: &UserSchedule, request: &Request, status: u16) -> Response {
    let resource = render(state, known, &request.base());
    Response::json(status, &json!({"resource": resource}))
}

fn render(state: &Sandbox, known: &UserSchedule, base: &str) -> Value {
    json!({
        "uri": uri(base, "user_availability_schedules", &known.uuid),
        "default": known.is_default,
        "name": known.name,
        "user": state.host(known.host).map(|host| uri(base, "users", host.uuid)),
        "timezone": known.schedule.zone,
        "rules": rules::render(&known.schedule),
    })
}

#[cfg(test)]
mod tests;

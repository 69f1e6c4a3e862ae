//! `/event_type_availability_schedules`: the hours that count for one event type.

use serde_json::{Value, json};

use super::availability_rules as rules;
use super::errors;
use super::event_types;
use super::fields::Fields;
use super::gate::Caller;
use super::message::{Request, Response};
use super::paging::{self, Row};
use super::reading;
use super::resource::{self, uri};
use super::sample::EventType;
use super::state::Sandbox;
use super::user_availability_schedules::zone;

/// `GET /event_type_availability_schedules`: one for each host.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("availability:read")?;
    let kind = asked(state, request, caller)?;
    page(state, kind, request)
}

/// `PATCH /event_type_availability_schedules`: replaces the rules of one host; the event type then no longer follows
/// that host's named schedule.
pub fn update(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
) -> Result<Response, Response> {
    caller.needs("availability:write")?;
    let kind = asked(state, request, caller)?;
    let mut fields = Fields::read(request)?;
    let _: Option<()> = fields.parse("availability_setting", "must be host", |value| {
        (*value == "host").then_some(())
    });
    let rule = fields.object("availability_rule");
    fields.require("availability_rule", &rule);
    let Some(mut rule) = rule else {
        return fields.complete(None);
    };
    let zone = zone(&mut rule, "timezone");
    rule.require("timezone", &zone);
    let list = rule.get("rules").cloned().unwrap_or_default();
    let schedule = rules::read(&list, zone.as_deref().unwrap_or("UTC"))
        .map_err(|message| rule.refuse("rules", &message));
    let base = request.base();
    let user = rule.parse("user", "must be the URI of a user", |value| {
        let uuid = resource::uuid(value.as_str()?, &base, "users")?;
        Some(state.host_by_uuid(uuid)?.slug)
    });
    fields.join(rule);
    fields.finish()?;
    let host = user.unwrap_or(&caller.user).to_owned();
    let admin = state.host(&caller.user).is_some_and(|own| own.admin);
    if !kind.hosts.contains(&host.as_str()) || (host != caller.user && !admin) {
        return Err(errors::forbidden(errors::NO_PERMISSION));
    }
    let uuid = kind.uuid.clone();
    if let (Ok(schedule), Some(kind)) = (
        schedule,
        state.event_types.iter_mut().find(|kind| kind.uuid == uuid),
    ) {
        kind.own_hours.insert(host, schedule);
    }
    let kind = state.event_type(&uuid).ok_or_else(errors::not_found)?;
    page(state, kind, request)
}

/// The event type that the query names.
pub fn asked<'a>(
    state: &'a Sandbox,
    request: &Request,
    caller: &Caller,
) -> Result<&'a EventType, Response> {
    let (params, base) = (request.params(), request.base());
    let uuid = reading::required(&params, "event_type", &base, "event_types")?;
    let kind = state
        .event_type(uuid)
        .filter(|kind| !kind.deleted)
        .ok_or_else(errors::not_found)?;
    event_types::may_see(state, caller, kind)?;
    Ok(kind)
}

fn page(state: &Sandbox, kind: &EventType, request: &Request) -> Result<Response, Response> {
    let base = request.base();
    let rows = kind
        .hosts
        .iter()
        .filter_map(|slug| {
            let (host, schedule) = (state.host(slug)?, state.hours_of(kind, slug)?);
            let value: Value = json!({
                "availability_rule": {
                    "timezone": schedule.zone,
                    "rules": rules::render(schedule),
                    "user": uri(&base, "users", host.uuid),
                },
                "availability_setting": "host",
            });
            let key = host.uuid.to_owned();
            Some(Row { key, value })
        })
        .collect();
    paging::page(rows, request, "/event_type_availability_schedules")
}

#[cfg(test)]
mod tests;

//! `GET /event_type_available_times`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::errors;
use super::event_types;
use super::free_times::free;
use super::gate::Caller;
use super::instant::{self, plus_seconds};
use super::message::{Request, Response};
use super::resource;
use super::sample::EventType;
use super::state::Sandbox;

const DAY: i64 = 24 * 60 * 60;

/// `GET /event_type_available_times`: future only, at most 31 days (or what the option says), no pages.
pub fn list(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("availability:read")?;
    let base = request.base();
    let params = request.params();
    let mut wrong: Vec<(&str, String)> = Vec::new();
    let mut time = |name: &'static str| match params.get(name).map(instant::parse) {
        None => {
            wrong.push((name, "is missing".to_owned()));
            None
        }
        Some(None) => {
            wrong.push((name, "must be a date and time in ISO 8601".to_owned()));
            None
        }
        Some(parsed) => parsed,
    };
    let (start, end) = (time("start_time"), time("end_time"));
    let uuid = params
        .get("event_type")
        .and_then(|text| resource::uuid(text, &base, "event_types"));
    if uuid.is_none() {
        wrong.push(("event_type", "must be the URI of an event type".to_owned()));
    }
    if let (Some(start), Some(end)) = (start, end) {
        let limit = state.options.max_range_days;
        if start <= now {
            wrong.push(("start_time", "must be in the future".to_owned()));
        }
        if end <= start {
            wrong.push(("end_time", "must be after start_time".to_owned()));
        }
        if end > plus_seconds(start, limit.saturating_mul(DAY)) {
            let message = format!("date range can be no greater than {limit} days");
            wrong.push(("end_time", message));
        }
    }
    let (Some(start), Some(end), Some(uuid), true) = (start, end, uuid, wrong.is_empty()) else {
        let details: Vec<(&str, &str)> = wrong
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        return Err(errors::invalid(&details));
    };
    let kind = state
        .event_type(uuid)
        .filter(|kind| !kind.deleted)
        .ok_or_else(errors::not_found)?;
    event_types::may_see(state, caller, kind)?;
    let collection: Vec<Value> = free(state, kind, start, end, now)
        .into_iter()
        .map(|free| {
            json!({
                "status": "available",
                "invitees_remaining": free.remaining,
                "start_time": instant::text(free.start),
                "scheduling_url": deep_link(state, kind, free.start, &base),
            })
        })
        .collect();
    Ok(Response::json(200, &json!({"collection": collection})))
}

/// `/<host>/<slug>/<time>?month=&date=`: the public page with the time chosen; the date is the host's.
pub fn deep_link(state: &Sandbox, kind: &EventType, start: Timestamp, base: &str) -> String {
    let zone = instant::zone(state.host(kind.owner).map_or("UTC", |host| host.zone));
    let date = zone.to_datetime(start).date();
    format!(
        "{}/{}?month={}&date={date}",
        event_types::address(kind, base),
        instant::short_text(start),
        date.strftime("%Y-%m"),
    )
}

#[cfg(test)]
mod tests;

//! `GET /user_busy_times`: what stands in a host's calendars.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::busy;
use super::errors;
use super::free_times::reserved;
use super::gate::Caller;
use super::instant::{self, plus_seconds};
use super::message::{Request, Response};
use super::reading;
use super::resource::uri;
use super::sample::Host;
use super::schedule::dates;
use super::state::Sandbox;
use super::users;

const WEEK: i64 = 7 * 24 * 60 * 60;

/// `GET /user_busy_times`: at most seven days, none of them over, no pages. 424 for a host whose calendar is broken
/// (option `broken_calendars`).
pub fn list(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("availability:read")?;
    let params = request.params();
    let host = users::asked(state, request, caller)?;
    let (start, end) = (
        reading::time(&params, "start_time")?,
        reading::time(&params, "end_time")?,
    );
    let (Some(start), Some(end)) = (start, end) else {
        let missing = if start.is_none() {
            "start_time"
        } else {
            "end_time"
        };
        return Err(errors::invalid(&[(missing, "is missing")]));
    };
    if start < now {
        return Err(errors::invalid(&[(
            "start_time",
            "must not be in the past",
        )]));
    }
    if end <= start {
        return Err(errors::invalid(&[("end_time", "must be after start_time")]));
    }
    if end > plus_seconds(start, WEEK) {
        return Err(errors::invalid(&[(
            "end_time",
            "date range can be no greater than 7 days",
        )]));
    }
    if state
        .options
        .broken_calendars
        .iter()
        .any(|slug| slug == host.slug)
    {
        return Err(errors::broken_calendar());
    }
    let mut items: Vec<(Timestamp, Value)> = everything(state, host, start, end, &request.base())
        .into_iter()
        .filter(|(from, to, _)| *from < end && *to > start)
        .map(|(from, _, value)| (from, value))
        .collect();
    items.sort_by_key(|(from, _)| *from);
    let collection: Value = items.into_iter().map(|(_, value)| value).collect();
    Ok(Response::json(200, &json!({"collection": collection})))
}

/// All that may meet the range, with the span that decides.
fn everything(
    state: &Sandbox,
    host: &Host,
    start: Timestamp,
    end: Timestamp,
    base: &str,
) -> Vec<(Timestamp, Timestamp, Value)> {
    let zone = instant::zone(host.zone);
    let plain = |kind: &str, (from, to): (Timestamp, Timestamp)| {
        let value =
            json!({"type": kind, "start_time": instant::text(from), "end_time": instant::text(to)});
        (from, to, value)
    };
    let mut all: Vec<_> = dates(start, end, &zone)
        .into_iter()
        .flat_map(|date| busy::spans(host.slug, date, &zone))
        .map(|span| plain("external", span))
        .collect();
    all.extend(reserved(state, host.slug, "").map(|span| plain("reserved", span)));
    all.extend(
        state
            .events
            .iter()
            .filter(|event| event.is_active() && event.has_host(host.slug))
            .map(|event| {
                let (from, to) = event.buffered();
                let value = json!({
                    "type": "calendly",
                    "start_time": instant::text(event.start),
                    "end_time": instant::text(event.end),
                    "buffered_start_time": instant::text(from),
                    "buffered_end_time": instant::text(to),
                    "event": {"uri": uri(base, "scheduled_events", &event.uuid)},
                });
                (from, to, value)
            }),
    );
    all
}

#[cfg(test)]
mod tests;

//! `POST /data_compliance/deletion/…`: forgets invitees, or all meetings of a time, for good.
//!
//! Calendly takes up to seven days for it; here they are gone with the answer.

use jiff::{Span, Timestamp};
use serde_json::{Value, json};

use super::activity_log;
use super::errors;
use super::gate::Caller;
use super::instant;
use super::message::{Request, Response};
use super::organizations::own_as_enterprise_admin;
use super::reading;
use super::scheduled_events::ScheduledEvent;
use super::state::Sandbox;

/// `POST /data_compliance/deletion/invitees`: everyone with one of these addresses, the events that are left
/// without an invitee, and the routing forms that they filled in.
pub fn invitees(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("data_compliance:write")?;
    let organization = own_as_enterprise_admin(state, caller)?.organization;
    let body = reading::body(request)?;
    let emails: Option<Vec<String>> =
        body.get("emails")
            .and_then(Value::as_array)
            .and_then(|list| {
                list.iter()
                    .map(|email| email.as_str().filter(|text| reading::is_email(text)))
                    .map(|email| email.map(str::to_lowercase))
                    .collect()
            });
    let emails = emails
        .filter(|emails| !emails.is_empty())
        .ok_or_else(|| errors::invalid(&[("emails", "must be a list of email addresses")]))?;
    let meant = |text: &str| emails.contains(&text.to_lowercase());
    let events = events_of(state, organization, |_| true);
    let before = state.invitees.len();
    state
        .invitees
        .retain(|invitee| !(events.contains(&invitee.event) && meant(&invitee.who.email)));
    let deleted = before - state.invitees.len();
    let empty: Vec<String> = events
        .into_iter()
        .filter(|event| state.invitees_of(event).next().is_none())
        .collect();
    state.events.retain(|event| !empty.contains(&event.uuid));
    let forms: Vec<&str> = state
        .routing_forms
        .iter()
        .filter(|form| form.organization == organization)
        .map(|form| form.uuid)
        .collect();
    state.submissions.retain(|submission| {
        let names_one = submission.answers.iter().any(|(_, answer)| meant(answer));
        !(names_one && forms.contains(&submission.form))
    });
    let details = json!({"emails": emails.len()});
    activity_log::record(
        state,
        &caller.user,
        ("Data Compliance", "Delete Invitees"),
        details,
        now,
    );
    let fact = json!({"user": caller.user, "invitees": deleted, "events": empty.len()});
    state.note("data_deleted", now, fact);
    Ok(Response::json(202, &json!({})))
}

/// The longest time that can be forgotten at once, in months.
const MONTHS: i32 = 24;

/// `POST /data_compliance/deletion/events`: meetings that started within a time of the past.
pub fn events(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("data_compliance:write")?;
    let organization = own_as_enterprise_admin(state, caller)?.organization;
    let body = reading::body(request)?;
    let time = |name: &'static str| {
        instant::parse(reading::text(&body, name))
            .filter(|at| *at < now)
            .ok_or_else(|| errors::invalid(&[(name, "must be a date-time in the past")]))
    };
    let (start, end) = (time("start_time")?, time("end_time")?);
    let utc = |at: Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC);
    let latest = utc(start).checked_add(Span::new().months(MONTHS));
    if end <= start || latest.is_ok_and(|latest| utc(end) > latest) {
        return Err(errors::invalid(&[(
            "end_time",
            "must be after start_time, and no more than 24 months",
        )]));
    }
    let gone = events_of(state, organization, |event| {
        (start..=end).contains(&event.start)
    });
    let before = state.invitees.len();
    state
        .invitees
        .retain(|invitee| !gone.contains(&invitee.event));
    let deleted = before - state.invitees.len();
    state.events.retain(|event| !gone.contains(&event.uuid));
    let details = json!({"start_time": instant::text(start), "end_time": instant::text(end)});
    activity_log::record(
        state,
        &caller.user,
        ("Data Compliance", "Delete Events"),
        details,
        now,
    );
    let fact = json!({"user": caller.user, "invitees": deleted, "events": gone.len()});
    state.note("data_deleted", now, fact);
    Ok(Response::json(202, &json!({})))
}

/// Identifiers of the events of an organization's event types that pass the test.
fn events_of(
    state: &Sandbox,
    organization: &str,
    test: impl Fn(&ScheduledEvent) -> bool,
) -> Vec<String> {
    state
        .events
        .iter()
        .filter(|event| state.organization_of_event(event) == Some(organization) && test(event))
        .map(|event| event.uuid.clone())
        .collect()
}

#[cfg(test)]
mod tests;

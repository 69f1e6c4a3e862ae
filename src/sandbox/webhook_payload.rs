//! What is sent to a webhook: the envelope and, by event, what is in it.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::announce::Change;
use super::errors;
use super::gate::Caller;
use super::instant::{self, plus_minutes};
use super::invitees::{Invitee, NoShow, Person};
use super::message::{Request, Response};
use super::organizations::own;
use super::records::{CONTACTS, MEETING_RECAPS, Record};
use super::resource::uri;
use super::routing_form_submissions;
use super::sample::Host;
use super::scheduled_events::{Canceler, Cancellation, ScheduledEvent};
use super::state::Sandbox;
use super::webhook_scope::Scope;
use super::webhook_subscriptions::{FORM_EVENT, FORM_NEEDS, known_event};

/// The envelope of a change. `creator` is the slug of whoever subscribed.
pub fn envelope(
    state: &Sandbox,
    change: &Change,
    creator: &str,
    base: &str,
    now: Timestamp,
) -> Option<Value> {
    let payload = match change {
        Change::InviteeCreated { invitee }
        | Change::InviteeCanceled { invitee }
        | Change::NoShowCreated { invitee, .. }
        | Change::NoShowDeleted { invitee, .. } => state.invitee_payload(invitee, base)?,
        Change::FormSubmitted { submission } => {
            routing_form_submissions::render(state, state.submission(submission)?, base)
        }
        Change::Record { record, .. } => record.render(base),
    };
    let creator = state
        .host(creator)
        .map(|host| uri(base, "users", host.uuid));
    Some(json!({
        "event": change.event(),
        "created_at": instant::text(now),
        "created_by": creator,
        "payload": payload,
    }))
}

/// `GET /sample_webhook_data`: what would be sent if the event happened now. Nothing is kept of it.
pub fn sample(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("webhooks:read")?;
    let (base, params) = (request.base(), request.params());
    let event = params
        .get("event")
        .and_then(known_event)
        .ok_or_else(|| errors::invalid(&[("event", "must be a known event")]))?;
    let scope = Scope::read(state, caller, &params, &base)?;
    if event == FORM_EVENT && scope != Scope::Organization {
        return Err(errors::invalid(&[("event", FORM_NEEDS)]));
    }
    let own = own(state, caller)?;
    let host = match scope {
        Scope::User(slug) => state.host(slug).unwrap_or(own),
        _ => own,
    };
    let mut copy = state.clone();
    let change = make_up(&mut copy, event, host, now).ok_or_else(errors::not_found)?;
    let sample =
        envelope(&copy, &change, &caller.user, &base, now).ok_or_else(errors::not_found)?;
    Ok(Response::json(200, &sample))
}

/// Lets the event happen to a copy of the state.
fn make_up(copy: &mut Sandbox, event: &'static str, host: &Host, now: Timestamp) -> Option<Change> {
    let invitee = "SAMPLEINVITEE001".to_owned();
    let no_show = "SAMPLENOSHOW0001".to_owned();
    Some(match event {
        "invitee.created" => {
            meet(copy, host, &invitee, now);
            Change::InviteeCreated { invitee }
        }
        "invitee.canceled" => {
            meet(copy, host, &invitee, now);
            let cancellation = Cancellation {
                by: "Ada Example".to_owned(),
                canceler: Canceler::Invitee,
                reason: Some("Something came up".to_owned()),
                at: now,
            };
            copy.withdraw(&invitee, &cancellation);
            Change::InviteeCanceled { invitee }
        }
        "invitee_no_show.created" => {
            meet(copy, host, &invitee, now);
            copy.invitee_mut(&invitee)?.no_show = Some(NoShow {
                uuid: no_show.clone(),
                created_at: now,
            });
            Change::NoShowCreated { invitee, no_show }
        }
        "invitee_no_show.deleted" => {
            meet(copy, host, &invitee, now);
            Change::NoShowDeleted { invitee, no_show }
        }
        "routing_form_submission.created" => {
            // An organization without a form of its own is shown the sample's as if it were.
            for form in &mut copy.routing_forms {
                form.organization = host.organization;
            }
            let submission = copy.submissions.first()?.uuid.clone();
            Change::FormSubmitted { submission }
        }
        _ => {
            let noun = event.split('.').next().unwrap_or_default();
            let collection = [CONTACTS, MEETING_RECAPS]
                .into_iter()
                .find(|collection| collection.path.strip_suffix('s') == Some(noun))?;
            let record = Record {
                uuid: "SAMPLERECORD0001".to_owned(),
                collection: collection.path,
                organization: host.organization,
                fields: Map::new(),
                created_at: now,
                updated_at: now,
            };
            Change::Record { event, record }
        }
    })
}

/// A meeting tomorrow, with one invitee.
fn meet(copy: &mut Sandbox, host: &Host, invitee: &str, now: Timestamp) {
    let start = plus_minutes(now, 24 * 60);
    let kind = copy.event_types.iter().find(|kind| kind.owner == host.slug);
    let minutes = kind.map_or(30, |kind| kind.duration);
    let event = ScheduledEvent {
        uuid: "SAMPLEEVENT00001".to_owned(),
        event_type: kind.map_or("SAMPLEEVENTTYPE1".to_owned(), |kind| kind.uuid.clone()),
        name: Some(
            kind.and_then(|kind| kind.name.clone())
                .unwrap_or_else(|| "Sample meeting".to_owned()),
        ),
        start,
        end: plus_minutes(start, minutes),
        buffers: (0, 0),
        hosts: vec![host.slug.to_owned()],
        location: json!({"type": "custom", "location": "To be agreed"}),
        guests: Vec::new(),
        limit: 1,
        notes: None,
        calendar: None,
        created_at: now,
        updated_at: now,
        cancellation: None,
    };
    copy.invitees.push(Invitee {
        uuid: invitee.to_owned(),
        event: event.uuid.clone(),
        who: Person {
            name: "Ada Example".to_owned(),
            email: "ada@example.com".to_owned(),
            timezone: Some(host.zone.to_owned()),
            ..Person::default()
        },
        answers: Vec::new(),
        submission: None,
        tracking: Vec::new(),
        created_at: now,
        updated_at: now,
        cancellation: None,
        old_invitee: None,
        new_invitee: None,
        payment: Value::Null,
        no_show: None,
        reconfirmation: None,
        scheduling_method: None,
        scheduled_by: None,
    });
    copy.events.push(event);
}

#[cfg(test)]
mod tests;

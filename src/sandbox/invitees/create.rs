//! `POST /invitees`: booking in an invitee's place.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Answer, Person, TRACKING, render};
use crate::sandbox::booking::Order;
use crate::sandbox::errors;
use crate::sandbox::event_types;
use crate::sandbox::fields::Fields;
use crate::sandbox::gate::Caller;
use crate::sandbox::instant::{self, plus_seconds};
use crate::sandbox::meeting_place;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::questions;
use crate::sandbox::reading::is_email;
use crate::sandbox::resource;
use crate::sandbox::sample::EventType;
use crate::sandbox::state::Sandbox;
use crate::sandbox::user_availability_schedules::zone;

/// Bookings that are allowed within so many seconds: on a paid plan, and on the free one, where Calendly's numbers
/// are not public and the trial's stand in.
const PAID: &[(usize, i64)] = &[(10, 60), (50, 60 * 60), (100, 24 * 60 * 60)];
const FREE: &[(usize, i64)] = &[(5, 24 * 60 * 60)];

/// The most guests.
const GUESTS: usize = 10;

/// `POST /invitees`. A time that is not free is a 400 that says nothing, under the title of a 500.
pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("scheduled_events:write")?;
    if !spend(state, &caller.user, now) {
        return Err(Response::json(429, &json!({})));
    }
    let base = request.base();
    let mut fields = Fields::read(request)?;
    let uuid = fields.parse("event_type", "must be the URI of an event type", |value| {
        resource::uuid(value.as_str()?, &base, "event_types").map(str::to_owned)
    });
    fields.require("event_type", &uuid);
    let start = start_time(&mut fields, now);
    let who = person(&mut fields);
    let tracking = tracking(&mut fields);
    let guests = guests(&mut fields);
    let uuid = match uuid {
        Some(uuid) => uuid,
        None => return fields.complete(None),
    };
    let kind = state
        .event_type(&uuid)
        .filter(|kind| !kind.deleted)
        .ok_or_else(errors::not_found)?
        .clone();
    event_types::may_see(state, caller, &kind)?;
    if !kind.active {
        fields.refuse("event_type", "must be an active event type");
    }
    let code = state.sequence.code("meeting", 10);
    let location = location(&mut fields, &kind, &code);
    let answers = answers(&mut fields, &kind);
    let (start, who) = fields.complete(start.zip(who))?;
    let order = Order {
        kind,
        start,
        who,
        location,
        answers,
        tracking,
        guests,
        link: None,
        method: Some("api"),
        scheduled_by: Some(caller.user.clone()),
    };
    let invitee = state
        .book(order, &base, now)
        .ok_or_else(errors::unexpected)?;
    let invitee = state.invitee(&invitee).ok_or_else(errors::not_found)?;
    let resource = render(state, invitee, &base);
    Ok(Response::json(201, &json!({"resource": resource})))
}

/// Counts an attempt; false if the user's plan allows no more of them now.
fn spend(state: &mut Sandbox, user: &str, now: Timestamp) -> bool {
    let paid = state.host(user).is_some_and(|host| host.paid);
    let attempts = state.attempts.entry(user.to_owned()).or_default();
    let allowed = (if paid { PAID } else { FREE })
        .iter()
        .all(|(most, seconds)| {
            let since = plus_seconds(now, -seconds);
            attempts.iter().filter(|at| **at > since).count() < *most
        });
    if allowed {
        attempts.push(now);
    }
    allowed
}

/// The very text of an available time: other spellings of the same instant are refused, as at Calendly.
fn start_time(fields: &mut Fields, now: Timestamp) -> Option<Timestamp> {
    let message = "must be a start time as the available times give it";
    let start = fields.parse("start_time", message, |value| {
        let text = value.as_str()?;
        instant::parse(text).filter(|start| instant::text(*start) == text)
    });
    fields.require("start_time", &start);
    if start.is_some_and(|start| start <= now) {
        fields.refuse("start_time", "must be in the future");
    }
    start
}

fn person(fields: &mut Fields) -> Option<Person> {
    let inner = fields.object("invitee");
    fields.require("invitee", &inner);
    let mut inner = inner?;
    let name = inner.text("name", 255);
    let names = inner
        .text("first_name", 255)
        .zip(inner.text("last_name", 255));
    let full = match &names {
        Some((first, last)) => Some(format!("{first} {last}")),
        None => name,
    };
    if full.is_none() && !inner.has("name") {
        inner.refuse("name", "name, or first_name and last_name, must be given");
    }
    let email = inner.parse("email", "must be an email address", |value| {
        let text = value.as_str()?;
        is_email(text).then(|| text.to_owned())
    });
    inner.require("email", &email);
    let timezone = zone(&mut inner, "timezone");
    inner.require("timezone", &timezone);
    let message = "must be a telephone number in E.164";
    let text_reminder_number = inner.parse("text_reminder_number", message, |value| {
        let text = value.as_str()?;
        let digits = text.strip_prefix('+')?;
        let well_formed =
            (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        well_formed.then(|| text.to_owned())
    });
    fields.join(inner);
    Some(Person {
        name: full?,
        names,
        email: email?,
        timezone,
        text_reminder_number,
    })
}

/// All six keys or none of them at all; each a text or `null`.
fn tracking(fields: &mut Fields) -> Vec<(String, String)> {
    let Some(mut inner) = fields.object("tracking") else {
        return Vec::new();
    };
    let mut given = Vec::new();
    for name in TRACKING {
        if inner.get(name).is_none() {
            inner.refuse(name, "is missing");
        }
        if let Some(value) = inner.parse(name, "must be a text or null", |value| {
            value.as_str().map(str::to_owned)
        }) {
            given.push(((*name).to_owned(), value));
        }
    }
    fields.join(inner);
    given
}

fn guests(fields: &mut Fields) -> Vec<String> {
    let message = format!("must be at most {GUESTS} email addresses");
    fields
        .parse("event_guests", &message, |value| {
            let list = value.as_array().filter(|list| list.len() <= GUESTS)?;
            list.iter()
                .map(|guest| guest.as_str().filter(|text| is_email(text)))
                .map(|guest| guest.map(str::to_owned))
                .collect::<Option<Vec<_>>>()
        })
        .unwrap_or_default()
}

fn location(fields: &mut Fields, kind: &EventType, code: &str) -> Value {
    let inner = fields.object("location");
    if inner.is_none() && fields.has("location") {
        return Value::Null;
    }
    let (mut name, mut said) = (None, None);
    if let Some(mut inner) = inner {
        name = inner.text("kind", 64);
        inner.require("kind", &name);
        said = inner.text("location", 255);
        let named = name.is_some();
        fields.join(inner);
        if !named {
            return Value::Null;
        }
    }
    let chosen = name.as_deref().map(|name| (name, said.as_deref()));
    match meeting_place::choose(kind, chosen) {
        Ok(Some(found)) => meeting_place::settle(found, said.as_deref(), code),
        Ok(None) => Value::Null,
        Err(message) => {
            fields.refuse("location", message);
            Value::Null
        }
    }
}

/// Questions by their exact text; each that is required must be answered.
fn answers(fields: &mut Fields, kind: &EventType) -> Vec<Answer> {
    let message = "must be a list of question, answer and position";
    let given = fields
        .parse("questions_and_answers", message, |value| {
            value
                .as_array()?
                .iter()
                .map(|item| {
                    Some(Answer {
                        question: item.get("question")?.as_str()?.to_owned(),
                        answer: item.get("answer")?.as_str()?.to_owned(),
                        position: item.get("position")?.as_u64()?,
                    })
                })
                .collect::<Option<Vec<_>>>()
        })
        .unwrap_or_default();
    if let Err(message) = questions::check(kind, &given) {
        fields.refuse("questions_and_answers", &message);
    }
    given
}

#[cfg(test)]
mod tests;

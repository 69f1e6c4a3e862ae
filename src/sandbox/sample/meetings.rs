//! The sample's meetings: past, coming and canceled ones around a given day, with everything that can hang on one.
//!
//! The coming ones lie within the hour from noon that all hosts keep free of meetings, so that they take no
//! available time away.

mod sketches;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use self::sketches::{Mark, PEOPLE, PLAIN, SPECIAL, Sketch, sketch};
use super::{EventType, Kind};
use crate::sandbox::free_times::end_of;
use crate::sandbox::instant::{self, plus_minutes};
use crate::sandbox::invitees::{Answer, Invitee, NoShow, Person};
use crate::sandbox::meeting_place::{kind_of, offered, settle};
use crate::sandbox::scheduled_events::{Canceler, Cancellation, Guest, ScheduledEvent};
use crate::sandbox::sequence::{hash, hyphenated};
use crate::sandbox::state::Sandbox;

/// Lays the meetings around the present day.
pub fn lay(state: &mut Sandbox, now: Timestamp) {
    let plain = PLAIN
        .iter()
        .zip(14_i64..)
        .flat_map(|(slug, day)| [sketch(slug, -day, 1, &[]), sketch(slug, day, 1, &[])]);
    let sketches: Vec<Sketch> = SPECIAL.iter().copied().chain(plain).collect();
    let mut moved: Option<String> = None;
    for (number, sketch) in sketches.iter().enumerate() {
        let Some(kind) = state
            .event_types
            .iter()
            .find(|kind| kind.slug == sketch.slug)
        else {
            continue;
        };
        let kind = kind.clone();
        let Some(event) = event(state, &kind, sketch, number, now) else {
            continue;
        };
        let mut invitees: Vec<Invitee> = (0..sketch.people)
            .map(|place| invitee(&event, &kind, sketch, number, place))
            .collect();
        if let (Some(old), Some(first)) = (moved.take(), invitees.first_mut()) {
            first.old_invitee = Some(old.clone());
            let new = first.uuid.clone();
            if let Some(old) = state.invitee_mut(&old) {
                first.who = old.who.clone();
                old.new_invitee = Some(new);
            }
        }
        if sketch.marks.contains(&Mark::Moved) {
            moved = invitees.first().map(|first| first.uuid.clone());
        }
        state.events.push(event);
        state.invitees.append(&mut invitees);
    }
}

fn uuid(what: &str, number: usize) -> String {
    let high = hash(&format!("sample {what} {number}"));
    if number.is_multiple_of(3) {
        format!("{high:016X}")
    } else {
        hyphenated(high, hash(what))
    }
}

fn event(
    state: &Sandbox,
    kind: &EventType,
    sketch: &Sketch,
    number: usize,
    now: Timestamp,
) -> Option<ScheduledEvent> {
    let has = |mark| sketch.marks.contains(&mark);
    let host = state.host(kind.owner)?;
    let zone = instant::zone(host.zone);
    let day = zone
        .to_datetime(now)
        .date()
        .checked_add(sketch.day.days())
        .ok()?;
    let start = noon(day, &zone)?;
    let created_at = plus_minutes(start.min(now), -60 * 26 - 7 * i64::try_from(number).ok()?);
    let cancellation = canceler(sketch).map(|canceler| Cancellation {
        by: match canceler {
            Canceler::Host => host.name.to_owned(),
            Canceler::Invitee => person(number, 0).0.to_owned(),
        },
        canceler,
        reason: (!has(Mark::Moved)).then(|| "Something came up".to_owned()),
        at: plus_minutes(created_at, 90),
    });
    let code = format!("{:012x}", hash(&format!("sample meeting {number}")));
    let said = match sketch.where_.map(|place| place()) {
        Some(place) => settle(&place, None, &code),
        None => offered(kind)
            .first()
            .map(|place| settle(place, said(kind_of(place)), &code))
            .unwrap_or_default(),
    };
    Some(ScheduledEvent {
        uuid: uuid("event", number),
        event_type: kind.uuid.clone(),
        name: kind.name.clone(),
        start,
        end: end_of(kind, start),
        buffers: if sketch.day < 0 { kind.buffers } else { (0, 0) },
        hosts: if has(Mark::ByTomas) {
            vec!["tomas-reyes".to_owned()]
        } else {
            kind.hosts.iter().map(|slug| (*slug).to_owned()).collect()
        },
        location: unfinished(said, sketch),
        guests: if has(Mark::Guests) {
            ["guest.one@example.org", "guest.two@example.org"]
                .map(|email| Guest {
                    email: email.to_owned(),
                    created_at,
                })
                .to_vec()
        } else {
            Vec::new()
        },
        limit: match kind.kind {
            Kind::Solo => 1,
            Kind::Group { seats } => seats,
        },
        notes: has(Mark::Notes).then(|| "Send the <slides>.\nAsk about May.".to_owned()),
        calendar: (!has(Mark::NotInCalendar)).then(|| {
            let service = ["google", "outlook", "exchange", "icloud", "outlook_desktop"];
            let service = service.get(number % 5).copied().unwrap_or("google");
            (service, code)
        }),
        created_at,
        updated_at: cancellation.as_ref().map_or(created_at, |done| done.at),
        cancellation,
    })
}

fn canceler(sketch: &Sketch) -> Option<Canceler> {
    sketch.marks.iter().find_map(|mark| match mark {
        Mark::CanceledByHost => Some(Canceler::Host),
        Mark::CanceledByInvitee | Mark::Moved => Some(Canceler::Invitee),
        _ => None,
    })
}

/// What invitees say where they are asked for a place.
fn said(kind: &str) -> Option<&'static str> {
    match kind {
        "outbound_call" => Some("+44 20 7946 0123"),
        "ask_invitee" => Some("Café Spreeblick, by the window"),
        _ => None,
    }
}

fn unfinished(mut location: Value, sketch: &Sketch) -> Value {
    let status = sketch.marks.iter().find_map(|mark| match mark {
        Mark::Processing => Some("processing"),
        Mark::Failed => Some("failed"),
        _ => None,
    });
    if let (Some(status), Some(fields)) = (status, location.as_object_mut())
        && fields.contains_key("join_url")
    {
        fields.insert("status".to_owned(), json!(status));
        fields.insert("join_url".to_owned(), Value::Null);
    }
    location
}

fn noon(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let wall = day.at(12, 0, 0, 0);
    zone.to_ambiguous_timestamp(wall).compatible().ok()
}

fn person(number: usize, place: usize) -> (&'static str, &'static str, &'static str) {
    let index = (number + place) % PEOPLE.len();
    PEOPLE.get(index).copied().unwrap_or_default()
}

fn invitee(
    event: &ScheduledEvent,
    kind: &EventType,
    sketch: &Sketch,
    number: usize,
    place: usize,
) -> Invitee {
    let has = |mark| place == 0 && sketch.marks.contains(&mark);
    let (name, email, zone) = person(number, place);
    let created_at = plus_minutes(event.created_at, i64::try_from(place).unwrap_or_default());
    let later = plus_minutes(created_at, 90);
    let names = name.split_once(' ').filter(|_| has(Mark::TwoNames));
    let left = has(Mark::OneLess).then(|| Cancellation {
        by: name.to_owned(),
        canceler: Canceler::Invitee,
        reason: None,
        at: later,
    });
    Invitee {
        uuid: uuid(&format!("invitee {place}"), number),
        event: event.uuid.clone(),
        who: Person {
            name: name.to_owned(),
            names: names.map(|(first, last)| (first.to_owned(), last.to_owned())),
            email: email.to_owned(),
            timezone: (number != 3).then(|| zone.to_owned()),
            text_reminder_number: has(Mark::Reminded).then(|| "+442079460123".to_owned()),
        },
        answers: if has(Mark::Answered) {
            answers(kind)
        } else {
            Vec::new()
        },
        submission: None,
        tracking: if has(Mark::Tracked) {
            [
                ("utm_source", "newsletter"),
                ("utm_campaign", "spring & summer"),
                ("utm_content", "link-7"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
        } else {
            Vec::new()
        },
        created_at,
        updated_at: event.updated_at.max(created_at),
        cancellation: left.or_else(|| event.cancellation.clone()),
        old_invitee: None,
        new_invitee: None,
        payment: payment(sketch, number),
        no_show: has(Mark::NoShow).then(|| NoShow {
            uuid: uuid("no-show", number),
            created_at: plus_minutes(event.end, 15),
        }),
        reconfirmation: if has(Mark::Reconfirmed) {
            Some((later, Some(plus_minutes(later, 45))))
        } else {
            has(Mark::ReconfirmationAsked).then_some((later, None))
        },
        scheduling_method: has(Mark::ByApi).then_some("api"),
        scheduled_by: has(Mark::ByApi).then(|| kind.owner.to_owned()),
    }
}

/// An answer to each question, of the length its kind suggests.
fn answers(kind: &EventType) -> Vec<Answer> {
    crate::sandbox::questions::of(kind)
        .into_iter()
        .map(|question| Answer {
            answer: match (question.kind, question.choices.as_slice()) {
                ("multi_select", choices) => choices.join("\n"),
                (_, [first, ..]) => (*first).to_owned(),
                ("phone_number", _) => "+4940123456".to_owned(),
                _ => "What we spoke of in \"March\" & since.".to_owned(),
            },
            question: question.name.to_owned(),
            position: question.position,
        })
        .collect()
}

fn payment(sketch: &Sketch, number: usize) -> Value {
    let successful = sketch.marks.contains(&Mark::Paid);
    if !successful && !sketch.marks.contains(&Mark::PaymentFailed) {
        return Value::Null;
    }
    json!({
        "external_id": format!("ch_{:012x}", hash(&format!("payment {number}"))),
        "provider": if successful { "stripe" } else { "paypal" },
        "amount": 149.5,
        "currency": "EUR",
        "terms": "Paid back in full up to a day before.",
        "successful": successful,
    })
}

#[cfg(test)]
mod tests;

//! `/reschedulings/<invitee>` and `/reschedulings/<invitee>/<time>`: where an invitee moves a meeting.

use jiff::Timestamp;

use super::{Place, cancel, choose, confirm, missing};
use crate::sandbox::booking::Order;
use crate::sandbox::instant;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::params::Params;
use crate::sandbox::scheduled_events::ScheduledEvent;
use crate::sandbox::state::Sandbox;

/// Offers the times, asks, or moves.
pub fn respond(
    state: &mut Sandbox,
    request: &Request,
    invitee: &str,
    time: Option<&str>,
    now: Timestamp,
) -> Response {
    let (invitee, event) = match cancel::open(state, invitee, now) {
        Ok(found) => found,
        Err(page) => return page,
    };
    let Some((kind, host)) = state
        .event_type(&event.event_type)
        .and_then(|kind| Some((kind.clone(), state.host(kind.owner)?.clone())))
    else {
        return missing();
    };
    let uuid = invitee.uuid.clone();
    let cancellation = cancel::cancellation(invitee, &Params::parse(&request.body), now);
    let path = format!("/reschedulings/{uuid}");
    let place = Place::new(kind, host, path, request.params(), None, Some(&uuid));
    match (request.method.as_str(), time.map(instant::parse)) {
        ("GET", asked @ (None | Some(Some(_)))) => {
            // The time that is given up is free for the same invitee.
            let mut without = state.clone();
            without.withdraw(&uuid, &cancellation);
            match asked.flatten() {
                Some(start) => confirm::show(&without, &place, start, now),
                None => choose::show(&without, &place, now),
            }
        }
        ("POST", Some(Some(start))) => {
            let order = Order {
                kind: place.kind.clone(),
                start,
                who: invitee.who.clone(),
                location: event.location.clone(),
                answers: invitee.answers.clone(),
                tracking: invitee.tracking.clone(),
                guests: guests(event),
                link: None,
                method: invitee.scheduling_method,
                scheduled_by: None,
            };
            match state.reschedule(&uuid, order, cancellation, &request.base(), now) {
                Some(new) => Response::see_other(&format!("/confirmed/{new}")),
                None => confirm::taken(&place, start),
            }
        }
        _ => missing(),
    }
}

/// The guests go along, unless others' guests may be among them.
fn guests(event: &ScheduledEvent) -> Vec<String> {
    let guests = event.guests.iter().filter(|_| event.limit == 1);
    guests.map(|guest| guest.email.clone()).collect()
}

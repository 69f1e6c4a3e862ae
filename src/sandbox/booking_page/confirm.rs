//! The last step: who is coming, the booking itself, and what is said afterwards.

use jiff::Timestamp;

use super::{Place, details};
use crate::sandbox::booking::Order;
use crate::sandbox::html::{self, escape};
use crate::sandbox::instant;
use crate::sandbox::invitees::Person;
use crate::sandbox::meeting_place;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::params::Params;
use crate::sandbox::state::Sandbox;

/// The form for a time, filled in from the query.
pub fn show(state: &Sandbox, place: &Place, start: Timestamp, now: Timestamp) -> Response {
    if !state.is_free(&place.kind, start, now) {
        return taken(place, start);
    }
    form(place, start, &place.params, None)
}

pub fn taken(place: &Place, start: Timestamp) -> Response {
    let main = format!(
        "<h1>This time is no longer available</h1>\n<p>{} at {}, {}</p>\n<p><a href=\"{}\">Choose another time</a></p>",
        escape(&place.day(start)),
        escape(&place.clock(start)),
        escape(&place.zone_label(start)),
        escape(&place.path),
    );
    Response::html(409, html::page("Time not available", &main))
}

fn form(place: &Place, start: Timestamp, filled: &Params, error: Option<&str>) -> Response {
    let error_line = error
        .map(|text| format!("<p class=\"error\" role=\"alert\">{}</p>", escape(text)))
        .unwrap_or_default();
    let (fields, button) = if place.moves.is_some() {
        (details::reason(), "Reschedule event")
    } else {
        (details::fields(&place.kind, filled), "Schedule event")
    };
    let main = format!(
        "{head}\n<p><strong>{day}</strong><br>{clock}, {zone}</p>\n{error_line}\n\
         <form method=\"post\" action=\"{action}\">{fields}\n\
         <div class=\"actions\"><button>{button}</button></div></form>\n<p><a href=\"{path}\">Choose another time</a></p>",
        head = place.head(),
        day = escape(&place.day(start)),
        clock = escape(&place.clock(start)),
        zone = escape(&place.zone_label(start)),
        action = escape(&place.address(start)),
        path = escape(&place.path),
    );
    let status = if error.is_some() { 422 } else { 200 };
    Response::html(status, html::page("Enter your details", &main))
}

/// Books the time, if it is still free and the form is complete.
pub fn book(
    state: &mut Sandbox,
    place: &Place,
    request: &Request,
    start: Timestamp,
    now: Timestamp,
) -> Response {
    let sent = Params::parse(&request.body);
    let details = match details::read(&place.kind, &sent) {
        Ok(details) => details,
        Err(message) => return form(place, start, &sent, Some(&message)),
    };
    let code = state.sequence.code("meeting", 10);
    let location = meeting_place::offered(&place.kind)
        .first()
        .map(|offered| meeting_place::settle(offered, details.location.as_deref(), &code));
    let order = Order {
        kind: place.kind.clone(),
        start,
        who: Person {
            timezone: Some(place.zone_name.clone()),
            ..details.who
        },
        location: location.unwrap_or_default(),
        answers: details.answers,
        tracking: details.tracking,
        guests: details.guests,
        link: place.link.clone(),
        method: None,
        scheduled_by: None,
    };
    match state.book(order, &request.base(), now) {
        Some(invitee) => Response::see_other(&format!("/confirmed/{invitee}")),
        None => taken(place, start),
    }
}

/// The page after a booking.
pub fn confirmed(state: &Sandbox, invitee: &str) -> Response {
    let found = state.invitee(invitee).and_then(|invitee| {
        let event = state.event(&invitee.event)?;
        Some((invitee, event, state.event_type(&event.event_type)?))
    });
    let Some((invitee, event, kind)) = found else {
        return super::missing();
    };
    let host = state.host(kind.owner);
    let zone = instant::zone(host.map_or("UTC", |host| host.zone));
    let when = event
        .start
        .to_zoned(zone)
        .strftime("%A, %-d %B %Y, %H:%M %Z")
        .to_string();
    let main = format!(
        "<h1>You are scheduled</h1>\n<p>A meeting with {host} is in the sandbox's calendar. No mail is sent.</p>\n\
         <p><strong><bdi>{kind}</bdi></strong><br>{when}<br><bdi>{name}</bdi> · {email}</p>\n\
         <p><a href=\"/reschedulings/{uuid}\">Reschedule</a> · <a href=\"/cancellations/{uuid}\">Cancel</a></p>",
        uuid = escape(&invitee.uuid),
        host = escape(host.map_or("", |host| host.name)),
        kind = escape(event.name.as_deref().unwrap_or("Meeting")),
        when = escape(&when),
        name = escape(&invitee.who.name),
        email = escape(&invitee.who.email),
    );
    Response::html(200, html::page("You are scheduled", &main))
}

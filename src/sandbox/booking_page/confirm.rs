//! The last step: who is coming, the booking itself, and what is said afterwards.

use jiff::Timestamp;
use serde_json::Value;

use super::{KEPT, Place};
use crate::sandbox::booking::Order;
use crate::sandbox::html::{self, escape, hidden};
use crate::sandbox::instant;
use crate::sandbox::invitees::{Person, TRACKING};
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

fn taken(place: &Place, start: Timestamp) -> Response {
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
    let tracking: String = KEPT
        .iter()
        .filter(|name| name.starts_with("utm_"))
        .filter_map(|name| filled.get(name).map(|value| hidden(name, value)))
        .collect();
    let address = place.address(start);
    let main = format!(
        "{head}\n<p><strong>{day}</strong><br>{clock}, {zone}</p>\n{error_line}\n\
         <form method=\"post\" action=\"{action}\">{tracking}\n\
         <label class=\"field\">Name<input name=\"name\" autocomplete=\"name\" required maxlength=\"200\" value=\"{name}\"></label>\n\
         <label class=\"field\">Email<input name=\"email\" type=\"email\" autocomplete=\"email\" required maxlength=\"200\" value=\"{email}\"></label>\n\
         <div class=\"actions\"><button>Schedule event</button></div></form>\n<p><a href=\"{path}\">Choose another time</a></p>",
        head = place.head(),
        day = escape(&place.day(start)),
        clock = escape(&place.clock(start)),
        zone = escape(&place.zone_label(start)),
        action = escape(&address),
        name = escape(filled.text("name")),
        email = escape(filled.text("email")),
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
    let form_fields = Params::parse(&request.body);
    let name = form_fields.text("name").trim().to_owned();
    let email = form_fields.text("email").trim().to_owned();
    let well_formed = email
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty());
    if name.is_empty() || !well_formed {
        return form(
            place,
            start,
            &form_fields,
            Some("Enter a name and an email address."),
        );
    }
    let tracking = TRACKING
        .iter()
        .filter_map(|field| Some(((*field).to_owned(), form_fields.get(field)?.to_owned())))
        .collect();
    let order = Order {
        kind: place.kind.clone(),
        start,
        who: Person {
            name,
            email,
            timezone: Some(place.zone_name.clone()),
            ..Person::default()
        },
        location: Value::Null,
        answers: Vec::new(),
        tracking,
        guests: Vec::new(),
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
         <p><strong><bdi>{kind}</bdi></strong><br>{when}<br><bdi>{name}</bdi> · {email}</p>",
        host = escape(host.map_or("", |host| host.name)),
        kind = escape(event.name.as_deref().unwrap_or("Meeting")),
        when = escape(&when),
        name = escape(&invitee.who.name),
        email = escape(&invitee.who.email),
    );
    Response::html(200, html::page("You are scheduled", &main))
}

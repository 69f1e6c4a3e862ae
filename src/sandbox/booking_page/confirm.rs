//! The last step: who is coming, the booking itself, and what is said afterwards.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{KEPT, Place};
use crate::sandbox::bookings::{Booking, end_of};
use crate::sandbox::free_times::free;
use crate::sandbox::html::{self, escape, hidden};
use crate::sandbox::instant;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::params::Params;
use crate::sandbox::resource;
use crate::sandbox::state::Sandbox;

/// The form for a time, filled in from the query.
pub fn show(state: &Sandbox, place: &Place, start: Timestamp, now: Timestamp) -> Response {
    if !is_free(state, place, start, now) {
        return taken(place, start);
    }
    form(place, start, &place.params, None)
}

fn is_free(state: &Sandbox, place: &Place, start: Timestamp, now: Timestamp) -> bool {
    start > now && !free(state, &place.kind, start, start, now).is_empty()
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
    if !is_free(state, place, start, now) {
        return taken(place, start);
    }
    let number = state.bookings.len();
    let tracking: Vec<(String, String)> = KEPT
        .iter()
        .filter(|field| field.starts_with("utm_"))
        .filter_map(|field| Some(((*field).to_owned(), form_fields.get(field)?.to_owned())))
        .collect();
    let base = request.base();
    let fact = json!({
        "event_type": resource::uri(&base, "event_types", &place.kind.uuid), "start_time": instant::text(start),
        "name": name, "email": email, "link": place.link.as_ref().map(|_| format!("{base}{}", place.path)),
        "tracking": tracking.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<Map<String, Value>>(),
    });
    let hosts = attending(state, place, start, now);
    state.bookings.push(Booking {
        event_type: place.kind.uuid.clone(),
        start,
        end: end_of(&place.kind, start),
        hosts,
        name,
        email,
        link: place.link.clone(),
        tracking,
    });
    for link in state
        .links
        .iter_mut()
        .filter(|link| Some(&link.code) == place.link.as_ref())
    {
        link.booked = Some(number);
    }
    state.note("booked", now, fact);
    Response::see_other(&format!("/confirmed/{}", number + 1))
}

/// Whose time it takes: everyone's, or for a round robin the first who is free.
fn attending(state: &Sandbox, place: &Place, start: Timestamp, now: Timestamp) -> Vec<String> {
    if place.kind.pooling == Some("round_robin") {
        let mut one = place.kind.clone();
        one.pooling = None;
        for host in &place.kind.hosts {
            one.hosts = vec![host];
            if !free(state, &one, start, start, now).is_empty() {
                return vec![(*host).to_owned()];
            }
        }
    }
    place
        .kind
        .hosts
        .iter()
        .map(|host| (*host).to_owned())
        .collect()
}

/// The page after a booking.
pub fn confirmed(state: &Sandbox, number: &str) -> Response {
    let booking = number
        .parse::<usize>()
        .ok()
        .and_then(|number| state.bookings.get(number.checked_sub(1)?));
    let Some((booking, kind)) =
        booking.and_then(|booking| Some((booking, state.event_type(&booking.event_type)?)))
    else {
        return super::missing();
    };
    let host = state.host(kind.owner);
    let zone = instant::zone(host.map_or("UTC", |host| host.zone));
    let when = booking
        .start
        .to_zoned(zone)
        .strftime("%A, %-d %B %Y, %H:%M %Z")
        .to_string();
    let main = format!(
        "<h1>You are scheduled</h1>\n<p>A meeting with {host} is in the sandbox's calendar. No mail is sent.</p>\n\
         <p><strong><bdi>{kind}</bdi></strong><br>{when}<br><bdi>{name}</bdi> · {email}</p>",
        host = escape(host.map_or("", |host| host.name)),
        kind = escape(kind.name.as_deref().unwrap_or("Meeting")),
        when = escape(&when),
        name = escape(&booking.name),
        email = escape(&booking.email),
    );
    Response::html(200, html::page("You are scheduled", &main))
}

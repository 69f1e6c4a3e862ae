//! Booking pages: what is behind every link that the sandbox hands out.
//!
//! `/<host>/<slug>`, the same with `/<time>` (the deep link of an available time), and `/d/<code>/<slug>` of a
//! single-use link, with or without a time. What the documentation lets a query fill in is taken over, see [`KEPT`].
//! `/cancellations/<invitee>` and `/reschedulings/<invitee>` are where an invitee calls off or moves a meeting.

mod cancel;
mod choose;
mod confirm;
mod details;
mod reschedule;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::html::{self, escape};
use super::instant;
use super::links::Status;
use super::message::{Request, Response};
use super::params::{Params, encode};
use super::profile_page;
use super::sample::{EventType, Host, Kind};
use super::state::Sandbox;

/// The page that an address names.
struct Place {
    kind: EventType,
    host: Host,
    /// Code of the single-use link that leads here.
    link: Option<String>,
    /// UUID of the invitee who comes here to move a meeting.
    moves: Option<String>,
    /// Address without time and query.
    path: String,
    params: Params,
    /// The zone in which times are shown, and its name.
    zone: TimeZone,
    zone_name: String,
}

/// Answers everything that is neither OAuth nor API.
pub fn respond(
    state: &mut Sandbox,
    request: &Request,
    segments: &[&str],
    now: Timestamp,
) -> Response {
    let (page, slug, link, time) = match segments {
        ["cancellations", invitee] => return cancel::respond(state, request, invitee, now),
        ["reschedulings", invitee] => {
            return reschedule::respond(state, request, invitee, None, now);
        }
        ["reschedulings", invitee, time] => {
            return reschedule::respond(state, request, invitee, Some(time), now);
        }
        ["confirmed", invitee] => return confirm::confirmed(state, invitee),
        ["d", code, slug] => (None, *slug, Some(*code), None),
        ["d", code, slug, time] => (None, *slug, Some(*code), Some(*time)),
        [page] => return profile_page::show(state, page).unwrap_or_else(missing),
        [page, slug] => (Some(*page), *slug, None, None),
        [page, slug, time] => (Some(*page), *slug, None, Some(*time)),
        _ => return missing(),
    };
    let Some(kind) = find(state, page, slug, link) else {
        return missing();
    };
    let link_status = state
        .links
        .iter()
        .find(|known| Some(known.code.as_str()) == link)
        .map(|link| link.status(now));
    match link_status {
        Some(Status::Booked) => {
            return Response::html(410, html::message("This link has already been used", USED));
        }
        Some(Status::Expired) => {
            return Response::html(410, html::message("This link has expired", EXPIRED));
        }
        Some(Status::Active) | None => {}
    }
    let Some(host) = state.host(kind.owner).cloned() else {
        return missing();
    };
    if !kind.active {
        let text = format!("{} is not taking bookings here at present.", host.name);
        return Response::html(404, html::message("This event type is switched off", &text));
    }
    let path = match link {
        Some(code) => format!("/d/{code}/{}", kind.slug),
        None => format!("/{}/{}", kind.page, kind.slug),
    };
    let place = Place::new(kind, host, path, request.params(), link, None);
    match (request.method.as_str(), time.map(instant::parse)) {
        ("GET", None) => choose::show(state, &place, now),
        ("GET", Some(Some(start))) => confirm::show(state, &place, start, now),
        ("POST", Some(Some(start))) => confirm::book(state, &place, request, start, now),
        _ => missing(),
    }
}

const USED: &str = "It was good for one meeting, and that meeting has been booked. Ask the person who sent it to you for a new link.";

const EXPIRED: &str =
    "Nobody booked with it within 90 days. Ask the person who sent it to you for a new link.";

fn missing() -> Response {
    Response::html(
        404,
        html::message(
            "Page not found",
            "There is nothing at this address. It may have been mistyped, or the link is of a sandbox that has been restarted since.",
        ),
    )
}

/// The event type of an address. With a link it is the link's, and the slug must fit.
fn find(state: &Sandbox, page: Option<&str>, slug: &str, link: Option<&str>) -> Option<EventType> {
    let kind = match link {
        Some(code) => {
            let link = state.links.iter().find(|link| link.code == code)?;
            state
                .event_type(&link.event_type)
                .filter(|kind| kind.slug == slug)?
        }
        None => state.event_type_by_path(page?, slug)?,
    };
    Some(kind.clone())
}

/// What the query may fill in or track, in the order of the documentation.
const KEPT: &[&str] = &[
    "name",
    "first_name",
    "last_name",
    "email",
    "guests",
    "location",
    "a1",
    "a2",
    "a3",
    "a4",
    "a5",
    "a6",
    "a7",
    "a8",
    "a9",
    "a10",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_content",
    "utm_term",
    "salesforce_uuid",
];

impl Place {
    /// Times are shown in the zone that the query names, or in the host's.
    fn new(
        kind: EventType,
        host: Host,
        path: String,
        params: Params,
        link: Option<&str>,
        moves: Option<&str>,
    ) -> Self {
        let zone_name = params
            .get("timezone")
            .filter(|name| instant::known_zone(name).is_some())
            .unwrap_or(host.zone)
            .to_owned();
        Self {
            path,
            link: link.map(str::to_owned),
            moves: moves.map(str::to_owned),
            zone: instant::zone(&zone_name),
            zone_name,
            kind,
            host,
            params,
        }
    }

    /// The address of a time, with all that the query brought.
    fn address(&self, start: Timestamp) -> String {
        let kept: String = KEPT
            .iter()
            .chain(&["timezone"])
            .filter_map(|name| {
                self.params
                    .get(name)
                    .map(|value| format!("&{name}={}", encode(value)))
            })
            .collect();
        let date = self.zone.to_datetime(start).date();
        format!(
            "{}/{}?month={}&date={date}{kept}",
            self.path,
            instant::short_text(start),
            date.strftime("%Y-%m")
        )
    }

    /// What is booked here, as the head of each page.
    fn head(&self) -> String {
        let name = self
            .kind
            .name
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or("Meeting");
        let seats = match self.kind.kind {
            Kind::Solo => "",
            Kind::Group { .. } => " · group",
        };
        let once = if self.link.is_some() {
            "<p class=\"soft\">This link can be used once.</p>"
        } else {
            ""
        };
        let about = self
            .kind
            .description
            .as_deref()
            .map(|text| format!("<p>{}</p>", escape(text).replace('\n', "<br>")))
            .unwrap_or_default();
        format!(
            "<p class=\"soft\">{host}</p>\n<h1><span class=\"swatch\" style=\"background:{color}\"></span><bdi>{name}</bdi></h1>\n\
             <p class=\"soft\">{minutes} minutes{seats}</p>\n{about}{once}",
            host = escape(self.host.name),
            color = escape(&self.kind.color),
            name = escape(name),
            minutes = self.kind.duration,
        )
    }

    /// A time of day as the host writes it.
    fn clock(&self, start: Timestamp) -> String {
        let form = if self.host.time_notation == "12h" {
            "%-I:%M %p"
        } else {
            "%H:%M"
        };
        self.zone.to_datetime(start).strftime(form).to_string()
    }

    /// `Tuesday, 8 December 2026`.
    fn day(&self, start: Timestamp) -> String {
        self.zone
            .to_datetime(start)
            .strftime("%A, %-d %B %Y")
            .to_string()
    }

    /// `Europe/Berlin (UTC+01:00)`.
    fn zone_label(&self, at: Timestamp) -> String {
        format!("{} ({})", self.zone_name.replace('_', " "), self.offset(at))
    }

    fn offset(&self, at: Timestamp) -> String {
        let minutes = self.zone.to_offset(at).seconds() / 60;
        let sign = if minutes < 0 { '−' } else { '+' };
        format!(
            "UTC{sign}{:02}:{:02}",
            minutes.abs() / 60,
            minutes.abs() % 60
        )
    }
}

#[cfg(test)]
mod tests;

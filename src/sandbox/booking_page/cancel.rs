//! `/cancellations/<invitee>`: where an invitee calls a meeting off.

use jiff::Timestamp;

use crate::sandbox::html::{self, escape};
use crate::sandbox::instant;
use crate::sandbox::invitees::Invitee;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::params::Params;
use crate::sandbox::scheduled_events::{Canceler, Cancellation, ScheduledEvent};
use crate::sandbox::state::Sandbox;

/// Shows the form, or cancels.
pub fn respond(state: &mut Sandbox, request: &Request, invitee: &str, now: Timestamp) -> Response {
    let (invitee, event) = match open(state, invitee, now) {
        Ok(found) => found,
        Err(page) => return page,
    };
    if request.method == "GET" {
        return form(state, invitee, event);
    }
    let cancellation = cancellation(invitee, &Params::parse(&request.body), now);
    let uuid = invitee.uuid.clone();
    state.cancel_invitee(&uuid, &cancellation);
    let text = "The time is free again. No mail is sent.";
    Response::html(200, html::message("Your meeting is canceled", text))
}

/// An invitee whose meeting is still to come, or the page that says why it cannot be changed.
pub fn open<'a>(
    state: &'a Sandbox,
    invitee: &str,
    now: Timestamp,
) -> Result<(&'a Invitee, &'a ScheduledEvent), Response> {
    let invitee = state.invitee(invitee).ok_or_else(super::missing)?;
    let event = state.event(&invitee.event).ok_or_else(super::missing)?;
    if !invitee.is_active() {
        let text = "It was called off, or moved to another time.";
        let page = html::message("This meeting has been canceled", text);
        return Err(Response::html(410, page));
    }
    if event.start <= now {
        let text = "What is past cannot be changed.";
        let page = html::message("This meeting has begun already", text);
        return Err(Response::html(410, page));
    }
    Ok((invitee, event))
}

/// The cancellation by an invitee, with the reason that was sent.
pub fn cancellation(invitee: &Invitee, sent: &Params, now: Timestamp) -> Cancellation {
    let reason = sent.text("reason").trim();
    Cancellation {
        by: invitee.who.name.clone(),
        canceler: Canceler::Invitee,
        reason: (!reason.is_empty()).then(|| reason.to_owned()),
        at: now,
    }
}

fn form(state: &Sandbox, invitee: &Invitee, event: &ScheduledEvent) -> Response {
    let zone = invitee.who.timezone.as_deref().unwrap_or("UTC");
    let when = event
        .start
        .to_zoned(instant::zone(zone))
        .strftime("%A, %-d %B %Y, %H:%M %Z")
        .to_string();
    let hosts: Vec<&str> = event
        .hosts
        .iter()
        .filter_map(|slug| Some(state.host(slug)?.name))
        .collect();
    let main = format!(
        "<p class=\"soft\">{hosts}</p>\n<h1>Cancel <bdi>{name}</bdi>?</h1>\n<p>{when}</p>\n\
         <form method=\"post\" action=\"/cancellations/{uuid}\">{reason}\n\
         <div class=\"actions\"><button>Cancel event</button></div></form>",
        hosts = escape(&hosts.join(", ")),
        name = escape(event.name.as_deref().unwrap_or("Meeting")),
        when = escape(&when),
        uuid = escape(&invitee.uuid),
        reason = super::details::reason(),
    );
    Response::html(200, html::page("Cancel the event", &main))
}

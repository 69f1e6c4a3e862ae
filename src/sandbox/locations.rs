//! `GET /locations`: where a host can meet, and which conferencing accounts are connected.

use serde_json::{Value, json};

use super::gate::Caller;
use super::message::{Request, Response};
use super::sequence::hash;
use super::state::Sandbox;
use super::users;

/// Kinds that need no account.
const PLAIN: &[&str] = &[
    "physical",
    "outbound_call",
    "inbound_call",
    "ask_invitee",
    "custom",
];

/// Kinds that need one.
const CONFERENCES: &[&str] = &[
    "google_conference",
    "zoom_conference",
    "gotomeeting_conference",
    "microsoft_teams_conference",
    "webex_conference",
];

/// Whether a meeting can be at such a place.
pub fn is_kind(kind: &str) -> bool {
    PLAIN.contains(&kind) || CONFERENCES.contains(&kind)
}

/// `GET /locations`: without pages. Everyone has Google; the other accounts differ from host to host.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("locations:read")?;
    let host = users::asked(state, request, caller)?;
    let plain = PLAIN.iter().map(|kind| json!({"kind": kind}));
    let conferences = CONFERENCES.iter().map(|kind| {
        let draw = hash(&format!("{}|{kind}", host.slug));
        let connected = *kind == "google_conference" || draw.is_multiple_of(2);
        json!({"kind": kind, "connected": connected})
    });
    let collection: Value = plain.chain(conferences).collect();
    Ok(Response::json(200, &json!({"collection": collection})))
}

#[cfg(test)]
mod tests;

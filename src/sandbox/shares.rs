//! Shares: event types customised once and sent to someone as a single-use link.

pub mod operations;
mod overrides;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::availability_rules;
use super::event_types;
use super::instant;
use super::links::Status;
use super::resource::uri;
use super::sample::EventType;
use super::state::Sandbox;

/// A customised link.
#[derive(Clone)]
pub struct Share {
    pub uuid: String,
    /// Slug of the user who made it.
    pub owner: String,
    /// UUID of the event type.
    pub event_type: String,
    /// Code of its link.
    pub code: String,
    /// What differs from the event type, as it was given.
    pub overrides: Map<String, Value>,
    /// For whom it is, as it was given.
    pub contact: Value,
    pub created_at: Timestamp,
}

impl Sandbox {
    /// The event type as the link with this code offers it.
    pub fn shared(&self, kind: &EventType, code: &str) -> EventType {
        let share = self.shares.iter().find(|share| share.code == code);
        share.map_or_else(
            || kind.clone(),
            |share| overrides::apply(&share.overrides, kind),
        )
    }

    fn status_of(&self, share: &Share, now: Timestamp) -> Status {
        let mut links = self.links.iter();
        links
            .find(|link| link.code == share.code)
            .map_or(Status::Expired, |link| link.status(now))
    }
}

/// A share as the API shows it: `share_override` has the values that count, whether given or the event type's.
fn render(state: &Sandbox, share: &Share, base: &str, now: Timestamp) -> Value {
    let Some(parent) = state.event_type(&share.event_type) else {
        return Value::Null;
    };
    let kind = overrides::apply(&share.overrides, parent);
    let hours = state.hours_of(&kind, kind.owner);
    let mut effective = overrides::render(&share.overrides, &kind);
    if let Some(fields) = effective.as_object_mut() {
        let rule = hours.map(
            |hours| json!({"timezone": hours.zone, "rules": availability_rules::render(hours)}),
        );
        fields.insert("availability_rule".to_owned(), json!(rule));
    }
    json!({
        "uri": uri(base, "shares", &share.uuid),
        "status": state.status_of(share, now).text(),
        "created_at": instant::text(share.created_at),
        "contact": share.contact,
        "scheduling_links": [{
            "booking_url": format!("{base}/d/{}/{}", share.code, parent.slug),
            "owner": uri(base, "event_types", &parent.uuid),
            "owner_type": "EventType",
        }],
        "share_override": effective,
    })
}

/// Whether an event type can be shared: one host, one invitee, and the caller's.
fn is_shareable(kind: &EventType, caller: &str) -> bool {
    kind.owner == caller && event_types::write::is_one_on_one(kind)
}

#[cfg(test)]
mod tests;

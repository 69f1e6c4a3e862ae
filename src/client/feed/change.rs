//! The change: one thing that happened, in the webhook's envelope.

use super::{instant, text};
use crate::api::model::FieldType;
use crate::api::webhook::Webhook;
use crate::api::webhook::key::key;
use crate::api::webhook_subscriptions::WebhookEvent;
use crate::json::Value;
use crate::time::Timestamp;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Change {
    /// What tells it from every other: the same, however often it is handed out.
    pub key: String,
    /// The envelope as JSON, with every field that Calendly sent.
    pub envelope: Value,
    /// When it happened, where Calendly says so.
    pub(super) happened: Option<Timestamp>,
    /// Its place among what is handed out.
    pub(super) at: Timestamp,
    pub(super) owner: Owner,
}

/// Under what it is remembered.
#[derive(Clone, Debug)]
pub(super) enum Owner {
    Meeting(String),
    Form(String),
}

impl Change {
    /// The envelope as a webhook has it.
    pub fn webhook(&self) -> Option<Webhook> {
        Webhook::read_item(&self.envelope)
    }

    /// `told`: the object and its field that say when.
    pub(super) fn new(
        event: &WebhookEvent,
        told: Option<&str>,
        by: &str,
        payload: Value,
        owner: Owner,
        now: Timestamp,
    ) -> Self {
        let happened = told.and_then(|told| Timestamp::parse(told).ok());
        let envelope = Value::Object(vec![
            ("event".to_owned(), event.as_str().into()),
            (
                "created_at".to_owned(),
                told.map_or(Value::Null, Value::from),
            ),
            ("created_by".to_owned(), by.into()),
            ("payload".to_owned(), payload),
        ]);
        Self {
            key: key(&envelope),
            envelope,
            happened,
            at: happened.unwrap_or(now),
            owner,
        }
    }
}

/// What an invitee tells: each event, and when it happened as Calendly writes it.
pub(super) fn told_by(invitee: &Value) -> Vec<(WebhookEvent, Option<&str>)> {
    let mut told = vec![(WebhookEvent::InviteeCreated, text(invitee, "created_at"))];
    let within = |name| {
        let object = invitee.get(name).filter(|object| object.is_object());
        object.map(|object| text(object, "created_at"))
    };
    if text(invitee, "status") == Some("canceled") {
        let at = within("cancellation").flatten();
        let at = at.or_else(|| text(invitee, "updated_at"));
        told.push((WebhookEvent::InviteeCanceled, at));
    }
    if let Some(at) = within("no_show") {
        let at = at.or_else(|| text(invitee, "updated_at"));
        told.push((WebhookEvent::InviteeNoShowCreated, at));
    }
    told
}

/// The invitee with the meeting in it, as a webhook has them.
pub(super) fn with_meeting(invitee: &Value, meeting: &Value) -> Value {
    let Value::Object(fields) = invitee else {
        return invitee.clone();
    };
    let mut fields = fields.clone();
    fields.retain(|(name, _)| name != "scheduled_event");
    fields.push(("scheduled_event".to_owned(), meeting.clone()));
    Value::Object(fields)
}

/// What changes in a meeting when something happened to its invitees.
pub(super) fn mark_of(meeting: &Value) -> String {
    let counter = meeting.get("invitees_counter").unwrap_or(&Value::Null);
    let count = |name| {
        let count = counter.get(name).and_then(Value::as_i64);
        count.map(|count| count.to_string()).unwrap_or_default()
    };
    let text = |name| text(meeting, name).unwrap_or_default().to_owned();
    let parts = [
        text("status"),
        count("total"),
        count("active"),
        text("updated_at"),
    ];
    parts.join(" ")
}

/// Whether a meeting was last changed before that. It is not, where Calendly does not say when it was.
pub(super) fn is_older(meeting: &Value, than: Timestamp) -> bool {
    let times = ["created_at", "updated_at"].map(|name| instant(meeting, name));
    times.iter().all(|at| at.is_some_and(|at| at < than))
}

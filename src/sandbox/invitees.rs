//! Invitees: what one is, and how the API shows it.

pub mod create;
pub mod read;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::instant;
use super::resource::uri;
use super::scheduled_events::{self, Cancellation};
use super::state::Sandbox;

/// Someone who booked, or for whom somebody booked.
#[derive(Clone)]
pub struct Invitee {
    pub uuid: String,
    /// UUID of the scheduled event.
    pub event: String,
    pub who: Person,
    pub answers: Vec<Answer>,
    /// Only what was given, by name.
    pub tracking: Vec<(String, String)>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub cancellation: Option<Cancellation>,
    /// UUID of the invitee of whom this one is the rescheduling.
    pub old_invitee: Option<String>,
    /// UUID of the invitee who came of rescheduling this one.
    pub new_invitee: Option<String>,
    /// As the API shows it, or `null`.
    pub payment: Value,
    pub no_show: Option<NoShow>,
    /// When reconfirmation was asked for, and when it was given.
    pub reconfirmation: Option<(Timestamp, Option<Timestamp>)>,
    /// `instant_book` or `api`; none for the booking page.
    pub scheduling_method: Option<&'static str>,
    /// Slug of the user who booked in place of the invitee.
    pub scheduled_by: Option<String>,
}

/// What someone says of themselves when they book.
#[derive(Clone, Default)]
pub struct Person {
    /// The full name.
    pub name: String,
    /// First and last name, if they were given apart.
    pub names: Option<(String, String)>,
    pub email: String,
    /// Name of the zone as it was given.
    pub timezone: Option<String>,
    /// E.164.
    pub text_reminder_number: Option<String>,
}

/// An answer to one of the event type's questions.
#[derive(Clone)]
pub struct Answer {
    pub question: String,
    pub answer: String,
    pub position: u64,
}

/// The mark of someone who did not come.
#[derive(Clone)]
pub struct NoShow {
    pub uuid: String,
    pub created_at: Timestamp,
}

/// The names of the tracking parameters.
pub const TRACKING: &[&str] = &[
    "utm_campaign",
    "utm_source",
    "utm_medium",
    "utm_content",
    "utm_term",
    "salesforce_uuid",
];

impl Invitee {
    pub fn is_active(&self) -> bool {
        self.cancellation.is_none()
    }

    pub fn uri(&self, base: &str) -> String {
        format!(
            "{base}/scheduled_events/{}/invitees/{}",
            self.event, self.uuid
        )
    }
}

/// An invitee as the API shows it.
pub fn render(state: &Sandbox, invitee: &Invitee, base: &str) -> Value {
    let other = |uuid: &Option<String>| {
        let other = state.invitee(uuid.as_ref()?)?;
        Some(other.uri(base))
    };
    let tracking: Map<String, Value> = TRACKING
        .iter()
        .map(|name| {
            let value = invitee.tracking.iter().find(|(key, _)| key == name);
            ((*name).to_owned(), json!(value.map(|(_, value)| value)))
        })
        .collect();
    let answers: Vec<Value> = invitee
        .answers
        .iter()
        .map(|answer| json!({"question": answer.question, "answer": answer.answer, "position": answer.position}))
        .collect();
    let names = invitee.who.names.as_ref();
    let mut shown = json!({
        "uri": invitee.uri(base),
        "email": invitee.who.email,
        "name": invitee.who.name,
        "first_name": names.map(|(first, _)| first),
        "last_name": names.map(|(_, last)| last),
        "status": if invitee.is_active() { "active" } else { "canceled" },
        "questions_and_answers": answers,
        "timezone": invitee.who.timezone,
        "event": uri(base, "scheduled_events", &invitee.event),
        "created_at": instant::text(invitee.created_at),
        "updated_at": instant::text(invitee.updated_at),
        "tracking": tracking,
        "text_reminder_number": invitee.who.text_reminder_number,
        "rescheduled": invitee.new_invitee.is_some(),
        "old_invitee": other(&invitee.old_invitee),
        "new_invitee": other(&invitee.new_invitee),
        "cancel_url": format!("{base}/cancellations/{}", invitee.uuid),
        "reschedule_url": format!("{base}/reschedulings/{}", invitee.uuid),
        "routing_form_submission": null,
        "payment": invitee.payment,
        "no_show": invitee.no_show.as_ref().map(|mark| json!({
            "uri": uri(base, "invitee_no_shows", &mark.uuid), "created_at": instant::text(mark.created_at),
        })),
        "reconfirmation": invitee.reconfirmation.map(|(asked, given)| json!({
            "created_at": instant::text(asked), "confirmed_at": given.map(instant::text),
        })),
        "scheduling_method": invitee.scheduling_method,
        "invitee_scheduled_by": invitee.scheduled_by.as_ref()
            .and_then(|slug| state.host(slug))
            .map(|host| uri(base, "users", host.uuid)),
    });
    if let (Some(shown), Some(cancellation)) = (shown.as_object_mut(), &invitee.cancellation) {
        shown.insert("cancellation".to_owned(), cancellation.render());
    }
    shown
}

impl Sandbox {
    /// The payload of a webhook about an invitee: the invitee with the whole event in `scheduled_event`.
    pub fn invitee_payload(&self, uuid: &str, base: &str) -> Option<Value> {
        let invitee = self.invitee(uuid)?;
        let event = self.event(&invitee.event)?;
        let mut shown = render(self, invitee, base);
        let event = scheduled_events::render(self, event, base);
        shown
            .as_object_mut()?
            .insert("scheduled_event".to_owned(), event);
        Some(shown)
    }
}

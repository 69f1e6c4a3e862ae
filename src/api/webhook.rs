//! The webhook: what Calendly posts to a subscribed address, an envelope with what happened in it.

pub mod key;
#[cfg(all(feature = "webhooks", not(target_arch = "wasm32")))]
pub mod replay;
#[cfg(all(feature = "webhooks", not(target_arch = "wasm32")))]
pub mod signature;

use super::endpoint::AnswerType;
use super::fields::{self, DecodeError};
use super::invitees::Invitee;
use super::model::{FieldType, With, model};
use super::open_enum::open_enum;
use super::routing_form_submissions::RoutingFormSubmission;
use super::scheduled_events::Event;
use super::schema::{Answer, answer_shape};
use super::union::model_union;
use super::uri::UserUri;
use crate::json::Value;
use crate::time::Timestamp;

model_union! {
    /// What happened. A move is told twice: `invitee.canceled` with `rescheduled` and `new_invitee`, and
    /// `invitee.created` with `old_invitee`.
    Webhook by "event" {
        /// Somebody booked, canceled, or was marked as not having come.
        Invitee(Box<InviteeWebhook>): InviteeWebhookEvent,
        /// A routing form was filled in.
        RoutingFormSubmission(Box<RoutingFormSubmissionWebhook>): RoutingFormSubmissionWebhookEvent,
        /// A meeting recap or a contact changed.
        Record(RecordWebhook): RecordWebhookEvent,
    }
}

model! {
    /// What happened to an invitee.
    InviteeWebhook {
        event: InviteeWebhookEvent,
        created_at: Option<Timestamp>,
        /// Who made the subscription.
        created_by: Option<UserUri>,
        /// The invitee, with the meeting in it.
        payload: With<Invitee, InviteeMeeting>,
    }

    /// The meeting of an invitee.
    InviteeMeeting {
        scheduled_event: Option<Event>,
    }

    /// That a routing form was filled in.
    RoutingFormSubmissionWebhook {
        event: RoutingFormSubmissionWebhookEvent,
        created_at: Option<Timestamp>,
        /// Who made the subscription.
        created_by: Option<UserUri>,
        payload: RoutingFormSubmission,
    }

    /// What happened to something that Calendly does not describe.
    RecordWebhook {
        event: RecordWebhookEvent,
        created_at: Option<Timestamp>,
        /// Who made the subscription.
        created_by: Option<UserUri>,
        payload: Value,
    }
}

open_enum!(
    /// What happened to an invitee.
    InviteeWebhookEvent {
        Created = "invitee.created",
        Canceled = "invitee.canceled",
        NoShowCreated = "invitee_no_show.created",
        NoShowDeleted = "invitee_no_show.deleted",
    }
);
open_enum!(
    /// What happened to a routing form.
    RoutingFormSubmissionWebhookEvent { Created = "routing_form_submission.created" }
);
open_enum!(
    /// What happened to a meeting recap or a contact.
    RecordWebhookEvent {
        MeetingRecapCreated = "meeting_recap.created",
        MeetingRecapUpdated = "meeting_recap.updated",
        MeetingRecapDeleted = "meeting_recap.deleted",
        ContactCreated = "contact.created",
        ContactUpdated = "contact.updated",
        ContactDeleted = "contact.deleted",
    }
);

impl Webhook {
    /// Reads the body of a call. Whether it is Calendly's says its signature, not its content.
    ///
    /// # Errors
    /// No JSON, no object, or a known event without what identifies its payload.
    pub fn decode(body: &str) -> Result<Self, DecodeError> {
        <Self as AnswerType>::read(&fields::parse(body)?)
    }
}

impl AnswerType for Webhook {
    const ANSWER: Answer = Answer::Bare(answer_shape(<Self as FieldType>::SHAPE));
    type Response = Self;

    fn read(answer: &Value) -> Result<Self, DecodeError> {
        fields::required_text(answer, "event")?;
        Self::read_item(answer).ok_or(DecodeError::Field("payload"))
    }
}

#[cfg(test)]
mod tests;

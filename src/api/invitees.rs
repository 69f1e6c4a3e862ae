//! The invitee: somebody who booked a place in a meeting (`/scheduled_events/{uuid}/invitees`, `POST /invitees`).

use crate::json::Value;

use super::cancellation::Cancellation;
use super::endpoint::{AnswerType, Resource, endpoint};
use super::fields::DecodeError;
use super::input::{CreationSort, Email, InputType, OrNull, Sort, input};
use super::invitee_no_shows::InviteeNoShow;
use super::locations::LocationKind;
use super::model::{Described, FieldType, model};
use super::open_enum::open_enum;
use super::page::Page;
use super::schema::{Answer, Limit, Shape, answer_shape};
use super::uri::{EventTypeUri, InviteeUri, RoutingFormSubmissionUri, ScheduledEventUri, UserUri};
use crate::time::Timestamp;

model! {
    /// Somebody who booked.
    Invitee by uri {
        /// Below that of the event; in some answers with `/api/v2` before it.
        uri: InviteeUri,
        email: String,
        name: String,
        /// `None` where the event type asks for the name in one field.
        first_name: Option<String>,
        /// `None` where the event type asks for the name in one field.
        last_name: Option<String>,
        status: InviteeStatus,
        questions_and_answers: Vec<InviteeAnswer>,
        /// As Calendly sent it; may be no IANA name.
        timezone: Option<String>,
        event: Option<ScheduledEventUri>,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
        tracking: Option<Tracking>,
        /// Where text messages go, with the country's code.
        text_reminder_number: Option<String>,
        /// Whether this booking gave way to another one, `new_invitee`.
        rescheduled: bool,
        /// The booking this one was made in place of.
        old_invitee: Option<InviteeUri>,
        /// The booking that was made in place of this one.
        new_invitee: Option<InviteeUri>,
        /// Page on which the invitee can cancel.
        cancel_url: Option<String>,
        /// Page on which the invitee can choose another time. The API itself cannot move a meeting.
        reschedule_url: Option<String>,
        /// The routing form's answers that led here.
        routing_form_submission: Option<RoutingFormSubmissionUri>,
        /// Missing unless the invitee is canceled.
        cancellation: Option<Cancellation>,
        payment: Option<Payment>,
        /// Set where the invitee was marked as not having come.
        no_show: Option<InviteeNoShow>,
        /// Set where the invitee was asked to confirm again.
        reconfirmation: Option<Reconfirmation>,
        /// `None` for a booking on Calendly's page.
        scheduling_method: Option<SchedulingMethod>,
        /// The user who booked in the invitee's place.
        invitee_scheduled_by: Option<UserUri>,
    }

    /// What the invitee answered to a question of the event type.
    InviteeAnswer {
        question: String,
        /// Several choices stand in lines of their own.
        answer: String,
        /// Place of the question, from 0.
        position: u32,
    }

    /// Where the invitee came from, as the address of the booking page told.
    Tracking {
        utm_campaign: Option<String>,
        utm_source: Option<String>,
        utm_medium: Option<String>,
        utm_content: Option<String>,
        utm_term: Option<String>,
        salesforce_uuid: Option<String>,
    }

    /// What the invitee paid.
    Payment {
        /// The provider's own name for the payment.
        external_id: Option<String>,
        provider: PaymentProvider,
        /// In the currency's main unit. Calendly sends a number or a text.
        amount: Option<f64>,
        /// Three letters (ISO 4217).
        currency: Option<String>,
        /// What the event type says of paying.
        terms: Option<String>,
        successful: bool,
    }

    /// The question whether the meeting still suits.
    Reconfirmation {
        /// When it was asked.
        created_at: Option<Timestamp>,
        /// When the invitee said yes.
        confirmed_at: Option<Timestamp>,
    }
}

open_enum!(
    /// Whether the invitee comes.
    InviteeStatus {
        Active = "active",
        Canceled = "canceled",
    }
);
open_enum!(
    /// How the booking was made, where not on Calendly's page.
    SchedulingMethod {
        InstantBook = "instant_book",
        Api = "api",
    }
);
open_enum!(
    /// Who handles the money.
    PaymentProvider {
        Stripe = "stripe",
        PayPal = "paypal",
    }
);

input! {
    /// Who books.
    InviteeInput rules [any_of(name, first_name + last_name)] {
        /// The whole name, or `first_name` and `last_name` in its place.
        name: Option<String>,
        first_name: Option<String>,
        last_name: Option<String>,
        email: Email,
        /// An IANA name.
        timezone: String,
        /// `+` and digits (E.164).
        text_reminder_number: Option<String> where Limit::Telephone,
    }

    /// Which of the event type's places it is.
    InviteeLocationInput {
        kind: LocationKind,
        /// Where the invitee has to say it: a place or a telephone number.
        location: Option<String>,
    }

    /// What is answered to a question of the event type.
    InviteeAnswerInput {
        /// The name of the question, letter by letter.
        question: String,
        answer: String where Limit::MayBeEmpty,
        /// The position of the question.
        position: u32,
    }

    /// Where the invitee comes from. All six names are sent: Calendly refuses a body that lacks one.
    #[derive(Default)]
    TrackingInput {
        utm_campaign: OrNull<String>,
        utm_source: OrNull<String>,
        utm_medium: OrNull<String>,
        utm_content: OrNull<String>,
        utm_term: OrNull<String>,
        salesforce_uuid: OrNull<String>,
    }
}

/// A start time letter by letter as an available time has it: Calendly refuses other spellings of the same instant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StartTime(pub String);

/// In UTC and written with microseconds, as Calendly writes it. Below milliseconds nothing is kept.
impl From<Timestamp> for StartTime {
    fn from(start: Timestamp) -> Self {
        Self(start.to_rfc3339())
    }
}

impl InputType for StartTime {
    const SHAPE: Shape = Shape::Instant;

    fn value(&self) -> Option<Value> {
        Some(self.0.as_str().into())
    }
}

/// A booking's answer: `{"resource": {…}}`, or by an older description the event's URI as `resource` and the invitee
/// beside it.
pub struct NewInvitee;

impl AnswerType for NewInvitee {
    const ANSWER: Answer = Answer::Resource(answer_shape(Shape::Model(&Invitee::MODEL)));
    type Response = Invitee;

    fn read(answer: &Value) -> Result<Invitee, DecodeError> {
        let Some(event) = answer
            .get("resource")
            .and_then(ScheduledEventUri::read_item)
        else {
            return Resource::<Invitee>::read(answer);
        };
        let mut invitee = <Invitee as FieldType>::read(answer, "invitee")?;
        invitee.event.get_or_insert(event);
        Ok(invitee)
    }
}

endpoint! {
    /// The invitees of an event.
    ListEventInvitees: GET "/scheduled_events/{uuid}/invitees", ["scheduled_events:read"]
        => Page<Invitee>, paged 100 {
        path uuid: ScheduledEventUri,
        query status: Option<InviteeStatus>,
        query sort: Vec<Sort<CreationSort>>,
        query email: Option<Email>,
    }

    /// One invitee.
    GetEventInvitee: GET "/scheduled_events/{event_uuid}/invitees/{invitee_uuid}", ["scheduled_events:read"]
        => Resource<Invitee> {
        /// Can be left out where `invitee_uuid` is a whole URI.
        path event_uuid: ScheduledEventUri,
        path invitee_uuid: InviteeUri,
    }

    /// Books a time in an invitee's place. Not idempotent: after an unclear end look among the events before
    /// booking again. A time that was taken meanwhile is a 400 with the title "Internal Server Error" and no details.
    /// Bookings have limits of their own, on paid plans 10 a minute, 50 an hour and 100 a day.
    CreateEventInvitee: POST "/invitees", ["scheduled_events:write"] => NewInvitee {
        body event_type: EventTypeUri,
        /// Exactly as the list of available times has it.
        body start_time: StartTime where Limit::Utc,
        body invitee: InviteeInput,
        /// Needed where the event type has places, and not taken where its hosts take turns (`round_robin`).
        body location: Option<InviteeLocationInput>,
        /// Required questions must be answered.
        body questions_and_answers: Option<Vec<InviteeAnswerInput>>,
        body tracking: Option<TrackingInput>,
        /// At most 10.
        body event_guests: Option<Vec<Email>> where Limit::Items(10, &Limit::None),
    }
}

#[cfg(test)]
mod tests;

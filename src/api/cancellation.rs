//! The cancellation: who called a meeting off and why (`POST /scheduled_events/{uuid}/cancellation`).

use super::endpoint::{Resource, endpoint};
use super::model::model;
use super::open_enum::open_enum;
use super::schema::Limit;
use super::uri::ScheduledEventUri;
use crate::time::Timestamp;

model! {
    /// Why a meeting, or one invitee's part in it, does not take place.
    Cancellation {
        /// Name of the person.
        canceled_by: String,
        reason: Option<String>,
        canceler_type: CancelerType,
        created_at: Option<Timestamp>,
    }
}

open_enum!(
    /// On which side of the meeting somebody canceled.
    CancelerType {
        Host = "host",
        Invitee = "invitee",
    }
);

endpoint! {
    /// Cancels a whole event, for every invitee of it: a single one of a group cannot be canceled this way. Calendly
    /// answers 403 where the event is over, already canceled, or not the caller's to cancel.
    CancelEvent: POST "/scheduled_events/{uuid}/cancellation", ["scheduled_events:write"]
        => Resource<Cancellation> {
        path uuid: ScheduledEventUri,
        /// Goes to the invitees. At most 10000 characters.
        body reason: Option<String> where Limit::Most(10_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    fn cancel(reason: Option<String>) -> CancelEvent {
        let uuid = ScheduledEventUri::parse("E1", "https://api.calendly.com").unwrap();
        CancelEvent { uuid, reason }
    }

    #[test]
    fn the_reason_is_sent_to_the_event() {
        let request = prepare(&cancel(Some("Ich bin krank.".to_owned()))).unwrap();
        assert_eq!(request.target, "/scheduled_events/E1/cancellation");
        assert_eq!(request.body.unwrap(), r#"{"reason":"Ich bin krank."}"#);
    }

    #[test]
    fn without_a_reason_the_body_is_an_empty_object() {
        assert_eq!(prepare(&cancel(None)).unwrap().body.unwrap(), "{}");
    }

    #[test]
    fn a_reason_has_at_most_ten_thousand_characters() {
        assert!(prepare(&cancel(Some("ü".repeat(10_000)))).is_ok());
        let refusal = prepare(&cancel(Some("ü".repeat(10_001)))).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "reason must have at most 10000 characters"
        );
    }

    #[test]
    fn a_cancellation_decodes_with_or_without_a_reason() {
        let body = include_str!("../../tests/fixtures/cancellation/create.json");
        let cancellation = CancelEvent::decode(body).unwrap();
        assert_eq!(cancellation.canceled_by, "Lena Weiß");
        assert_eq!(cancellation.reason.as_deref(), Some("Termin beim Zahnarzt"));
        assert_eq!(cancellation.canceler_type, CancelerType::Host);
        assert!(cancellation.created_at.is_some());
        let bare = CancelEvent::decode(r#"{"resource":{"reason":null,"canceler_type":"bot"}}"#);
        let bare = bare.unwrap();
        assert_eq!(bare.reason, None);
        assert_eq!(bare.canceler_type, CancelerType::Other("bot".to_owned()));
    }
}

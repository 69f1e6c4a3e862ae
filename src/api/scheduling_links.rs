//! The scheduling link: an address that can be booked once (`POST /scheduling_links`).

use crate::json::Value;

use super::endpoint::{Resource, endpoint};
use super::input::InputType;
use super::model::{RequiredText, model};
use super::schema::{Absent, Choice, Limit, Shape, docs};
use super::uri::EventTypeUri;

model! {
    /// A link as Calendly answers it: without identifier, expiry or state, so nothing can be asked about it later.
    SchedulingLink {
        booking_url: RequiredText,
        /// URI of the event type.
        owner: String,
        owner_type: String,
    }
}

/// How often a link can be booked: once. Sent as a number, though the 2026 description draws an enum of texts: the
/// number is what works.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Once;

impl InputType for Once {
    const SHAPE: Shape = Shape::Integer;
    const ABSENT: Absent = Absent::Number(1);

    fn value(&self) -> Option<Value> {
        Some(1_u32.into())
    }
}

/// What a link can belong to.
const OWNER_TYPE: Choice = Choice {
    name: "SchedulingLinkOwnerType",
    doc: docs!(" What a scheduling link can belong to: an event type."),
    values: &["EventType"],
};

/// What a link can belong to: an event type.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct OfEventType;

impl InputType for OfEventType {
    const SHAPE: Shape = Shape::Choice(&OWNER_TYPE);
    const ABSENT: Absent = Absent::Text("EventType");

    fn value(&self) -> Option<Value> {
        Some("EventType".into())
    }
}

endpoint! {
    /// Makes a single-use link. Not idempotent: every execution makes another one.
    CreateSchedulingLink: POST "/scheduling_links", ["scheduling_links:write"] => Resource<SchedulingLink> {
        body max_event_count: Once where Limit::Numbers(&[1]),
        /// The event type that is booked.
        body owner: EventTypeUri,
        body owner_type: OfEventType,
    }
}

impl CreateSchedulingLink {
    pub fn of(event_type: EventTypeUri) -> Self {
        Self {
            max_event_count: Once,
            owner: event_type,
            owner_type: OfEventType,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    #[test]
    fn the_body_asks_for_one_booking_of_the_event_type() {
        let event_type = EventTypeUri::parse("E1", "https://api.calendly.com").unwrap();
        assert_eq!(
            prepare(&CreateSchedulingLink::of(event_type))
                .unwrap()
                .body
                .unwrap(),
            r#"{"max_event_count":1,"owner":"https://api.calendly.com/event_types/E1","owner_type":"EventType"}"#
        );
    }

    #[test]
    fn a_created_link_decodes() {
        let body = include_str!("../../tests/fixtures/scheduling_links/create.json");
        let link = CreateSchedulingLink::decode(body).unwrap();
        assert_eq!(
            link.booking_url.as_str(),
            "https://calendly.com/d/cq7r-xk2-9pm/kennenlernen"
        );
        assert_eq!(link.owner_type, "EventType");
    }

    #[test]
    fn an_answer_without_the_address_is_an_error_and_not_an_empty_link() {
        assert!(CreateSchedulingLink::decode(r#"{"resource":{"owner":"x"}}"#).is_err());
    }
}

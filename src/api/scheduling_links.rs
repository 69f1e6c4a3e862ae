//! The scheduling link: an address that can be booked once (`POST /scheduling_links`).

use super::endpoint::{Endpoint, Method};
use super::fields::{self, DecodeError};
use super::uri::EventTypeUri;
use crate::json::{Object, Value};

/// A link as Calendly answers it: without identifier, expiry or state, so nothing can be asked about it later.
#[derive(Clone)]
pub struct SchedulingLink {
    pub booking_url: String,
    /// URI of the event type.
    pub owner: String,
    pub owner_type: String,
}

/// Makes a single-use link. Not idempotent: every execution makes another one.
pub struct CreateSchedulingLink {
    pub event_type: EventTypeUri,
}

impl Endpoint for CreateSchedulingLink {
    const METHOD: Method = Method::Post;
    const SCOPES: &'static [&'static str] = &["scheduling_links:write"];
    type Response = SchedulingLink;

    fn path(&self) -> String {
        "/scheduling_links".to_owned()
    }

    fn body(&self) -> Option<String> {
        // The count is a number, though the 2026 description draws an enum of texts: the number is what works.
        let body = Object::new()
            .number("max_event_count", 1)
            .text("owner", self.event_type.as_str())
            .text("owner_type", "EventType");
        Some(body.finish())
    }

    fn read(answer: &Value) -> Result<SchedulingLink, DecodeError> {
        let link = fields::resource(answer)?;
        Ok(SchedulingLink {
            booking_url: fields::required_text(link, "booking_url")?,
            owner: fields::text(link, "owner"),
            owner_type: fields::text(link, "owner_type"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_asks_for_one_booking_of_the_event_type() {
        let event_type = EventTypeUri::parse("E1", "https://api.calendly.com").unwrap();
        assert_eq!(
            CreateSchedulingLink { event_type }.body().unwrap(),
            r#"{"max_event_count":1,"owner":"https://api.calendly.com/event_types/E1","owner_type":"EventType"}"#
        );
    }

    #[test]
    fn a_created_link_decodes() {
        let body = include_str!("../../tests/fixtures/scheduling_links/create.json");
        let link = CreateSchedulingLink::decode(body).unwrap();
        assert_eq!(
            link.booking_url,
            "https://calendly.com/d/cq7r-xk2-9pm/kennenlernen"
        );
        assert_eq!(link.owner_type, "EventType");
    }

    #[test]
    fn an_answer_without_the_address_is_an_error_and_not_an_empty_link() {
        assert!(CreateSchedulingLink::decode(r#"{"resource":{"owner":"x"}}"#).is_err());
    }
}

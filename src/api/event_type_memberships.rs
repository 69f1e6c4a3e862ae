//! The event type membership: a host of an event type (`GET /event_type_memberships`).

use crate::json::Value;

use super::endpoint::endpoint;
use super::model::{RequiredText, model};
use super::page::Page;
use super::uri::EventTypeUri;
use super::users::User;

model! {
    /// A host of an event type.
    EventTypeMembership by uri {
        uri: RequiredText,
        /// The event type: its URI, or the whole of it. Calendly does not describe which.
        event_type: Value,
        /// The host.
        member: Option<User>,
    }
}

endpoint! {
    /// The hosts of an event type.
    ListEventTypeMemberships: GET "/event_type_memberships", ["event_types:read"]
        => Page<EventTypeMembership>, paged 100 {
        query event_type: EventTypeUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::page::Keyed;
    use crate::api::prepare::prepare;
    use crate::api::{Endpoint, ListEndpoint};

    #[test]
    fn hosts_decode_whether_the_event_type_is_named_or_embedded() {
        let body = include_str!("../../tests/fixtures/event_type_memberships/list.json");
        let page = ListEventTypeMemberships::decode(body).unwrap();
        let [lena, marco, nobody] = &page.collection[..] else {
            panic!("three memberships")
        };
        assert_eq!(lena.member.as_ref().unwrap().name, "Lena Weiß");
        assert_eq!(
            lena.event_type.as_str(),
            Some("https://api.calendly.com/event_types/ETWORKSHOP000005")
        );
        let embedded = marco.event_type.get("uri").and_then(Value::as_str);
        assert_eq!(embedded, lena.event_type.as_str());
        assert_eq!(nobody.member, None);
        assert_ne!(lena.key(), marco.key());
    }

    #[test]
    fn the_event_type_and_the_page_are_in_the_query() {
        let hosts = ListEventTypeMemberships {
            event_type: EventTypeUri::parse("T1", "https://api.calendly.com").unwrap(),
            count: Some(10),
            page_token: None,
        };
        assert_eq!(
            prepare(&hosts.with_page(Some("t".to_owned())))
                .unwrap()
                .target,
            "/event_type_memberships?event_type=https%3A%2F%2Fapi.calendly.com%2Fevent_types%2FT1&count=10&page_token=t"
        );
    }
}

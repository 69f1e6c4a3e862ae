//! The outgoing communication: a message that Calendly sent (`GET /outgoing_communications`). Calendly does not describe
//! one.

use super::endpoint::endpoint;
use super::page::Page;
use super::uri::OrganizationUri;
use crate::json::Value;
use crate::time::Timestamp;

endpoint! {
    /// The messages that were sent for an organization. Needs the Enterprise plan.
    ListOutgoingCommunications: GET "/outgoing_communications", ["outgoing_communications:read"]
        => Page<Value>, paged 100,
        rules [ordered(min_created_at, max_created_at)] {
        query organization: OrganizationUri,
        query min_created_at: Option<Timestamp>,
        query max_created_at: Option<Timestamp>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    #[test]
    fn messages_are_plain_json_on_pages() {
        let body = include_str!("../../tests/fixtures/outgoing_communications/list.json");
        let page = ListOutgoingCommunications::decode(body).unwrap();
        let kinds = page
            .collection
            .iter()
            .map(|message| message.get("kind").and_then(Value::as_str));
        assert_eq!(kinds.collect::<Vec<_>>(), [Some("email"), None]);
        assert_eq!(page.pagination.next_token().as_deref(), Some("tok_mail"));
    }

    #[test]
    fn every_filter_reaches_the_query() {
        let at = |text| Timestamp::parse(text).ok();
        let list = ListOutgoingCommunications {
            organization: OrganizationUri::parse("O1", "https://api.calendly.com").unwrap(),
            min_created_at: at("2026-11-01T00:00:00Z"),
            max_created_at: at("2026-11-20T12:30:00Z"),
            count: Some(50),
            page_token: Some("t".to_owned()),
        };
        assert_eq!(
            prepare(&list).unwrap().target,
            "/outgoing_communications?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1\
             &min_created_at=2026-11-01T00%3A00%3A00.000000Z&max_created_at=2026-11-20T12%3A30%3A00.000000Z\
             &count=50&page_token=t"
        );
    }
}

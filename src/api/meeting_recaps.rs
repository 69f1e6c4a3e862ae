//! The meeting recap: what Calendly's notetaker made of a meeting (`/meeting_recaps`), as plain JSON.

use super::endpoint::{Json, endpoint};
use super::uri::MeetingRecapUri;
use crate::json::Value;

endpoint! {
    /// Recaps, page by page.
    #[derive(Default)]
    ListMeetingRecaps: GET "/meeting_recaps", ["meeting_recaps:read"] => Json {
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }

    /// One recap.
    GetMeetingRecap: GET "/meeting_recaps/{uuid}", ["meeting_recaps:read"] => Json {
        path uuid: MeetingRecapUri,
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }

    /// What was said in a meeting.
    GetMeetingRecapTranscript: GET "/meeting_recaps/{uuid}/transcript", ["meeting_recaps:read"] => Json {
        path uuid: MeetingRecapUri,
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }

    /// Changes a recap.
    UpdateMeetingRecap: PATCH "/meeting_recaps/{uuid}", ["meeting_recaps:write"] => Json {
        path uuid: MeetingRecapUri,
        whole_body body: Value,
    }

    /// Deletes a recap.
    DeleteMeetingRecap: DELETE "/meeting_recaps/{uuid}", ["meeting_recaps:write"] => Json {
        path uuid: MeetingRecapUri,
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;
    use crate::json;

    fn uuid() -> MeetingRecapUri {
        MeetingRecapUri::parse("R1", "https://api.calendly.com").unwrap()
    }

    #[test]
    fn the_targets_are_calendlys() {
        let target = |prepared: Result<crate::api::prepare::Prepared, _>| {
            let prepared = prepared.unwrap();
            assert_eq!(prepared.body, None);
            prepared.target
        };
        let query = json::parse(r#"{"count":10}"#);
        assert_eq!(
            target(prepare(&ListMeetingRecaps { query })),
            "/meeting_recaps?count=10"
        );
        let (uuid, query) = (uuid(), None);
        let get = GetMeetingRecap {
            uuid: uuid.clone(),
            query: query.clone(),
        };
        assert_eq!(target(prepare(&get)), "/meeting_recaps/R1");
        let transcript = GetMeetingRecapTranscript {
            uuid: uuid.clone(),
            query: query.clone(),
        };
        assert_eq!(
            target(prepare(&transcript)),
            "/meeting_recaps/R1/transcript"
        );
        let delete = DeleteMeetingRecap { uuid, query };
        assert_eq!(target(prepare(&delete)), "/meeting_recaps/R1");
    }

    #[test]
    fn a_change_is_sent_as_it_is_given() {
        let body = r#"{"summary":"kurz"}"#;
        let update = prepare(&UpdateMeetingRecap {
            uuid: uuid(),
            body: json::parse(body).unwrap(),
        });
        let update = update.unwrap();
        assert_eq!(
            (update.target.as_str(), update.body.as_deref()),
            ("/meeting_recaps/R1", Some(body))
        );
    }

    #[test]
    fn the_operations_are_marked_as_not_described() {
        for operation in [
            ListMeetingRecaps::OPERATION,
            GetMeetingRecap::OPERATION,
            GetMeetingRecapTranscript::OPERATION,
            UpdateMeetingRecap::OPERATION,
            DeleteMeetingRecap::OPERATION,
        ] {
            assert!(!operation.is_described(), "{}", operation.name);
        }
    }
}

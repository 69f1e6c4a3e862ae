//! The routing form submission: what somebody answered, and where it led (`/routing_form_submissions`).

use super::endpoint::{Resource, endpoint};
use super::input::{CreationSort, Sort};
use super::invitees::Tracking;
use super::model::model;
use super::open_enum::open_enum;
use super::page::Page;
use super::union::model_union;
use super::uri::{RoutingFormSubmissionUri, RoutingFormUri};
use crate::time::Timestamp;

model! {
    /// A form that was filled in.
    RoutingFormSubmission by uri {
        uri: RoutingFormSubmissionUri,
        routing_form: Option<RoutingFormUri>,
        questions_and_answers: Vec<RoutingFormAnswer>,
        /// What the address of the form carried.
        tracking: Option<Tracking>,
        /// Missing as long as nothing was decided.
        result: Option<SubmissionResult>,
        /// URI of the invitee, once the submission led to a booking.
        submitter: Option<String>,
        submitter_type: Option<SubmitterClass>,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
    }

    /// A question as it was asked, and the answer.
    RoutingFormAnswer {
        /// `None` where the question has been deleted from the form.
        question_uuid: Option<String>,
        question: String,
        answer: String,
    }

    /// Somebody was sent on.
    SubmissionRedirect {
        class: SubmissionRedirectClass as "type",
        /// URI of the event type, or the address.
        value: String,
    }

    /// Somebody was shown a message.
    SubmissionMessage {
        class: SubmissionMessageClass as "type",
        value: CustomMessage,
    }

    /// What is shown in place of a calendar.
    CustomMessage {
        headline: String,
        body: String,
    }
}

model_union! {
    /// Where a submission led.
    SubmissionResult by "type" {
        /// To an event type or elsewhere.
        Redirect(SubmissionRedirect): SubmissionRedirectClass,
        /// To a message.
        Message(SubmissionMessage): SubmissionMessageClass,
    }
}

open_enum!(
    /// Whether it was an event type that somebody was sent to.
    SubmissionRedirectClass {
        EventType = "event_type",
        ExternalUrl = "external_url",
    }
);
open_enum!(
    /// That it was a message.
    SubmissionMessageClass { CustomMessage = "custom_message" }
);
open_enum!(
    /// What sort of thing the submitter is.
    SubmitterClass { Invitee = "Invitee" }
);

endpoint! {
    /// The submissions of a routing form.
    ListRoutingFormSubmissions: GET "/routing_form_submissions", ["routing_forms:read"]
        => Page<RoutingFormSubmission>, paged 100 {
        /// The routing form.
        query form: RoutingFormUri,
        query sort: Vec<Sort<CreationSort>>,
    }

    /// One submission.
    GetRoutingFormSubmission: GET "/routing_form_submissions/{uuid}", ["routing_forms:read"]
        => Resource<RoutingFormSubmission> {
        path uuid: RoutingFormSubmissionUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;
    use crate::json::Value;

    const BASE: &str = "https://api.calendly.com";
    const LIST: &str = include_str!("../../tests/fixtures/routing_form_submissions/list.json");
    const ONE: &str = include_str!("../../tests/fixtures/routing_form_submissions/get.json");

    #[test]
    fn a_list_decodes_whatever_the_submissions_led_to() {
        let page = ListRoutingFormSubmissions::decode(LIST).unwrap();
        let [booked, sent_away, told, odd] = &page.collection[..] else {
            panic!("four submissions")
        };
        let Some(SubmissionResult::Redirect(result)) = &booked.result else {
            panic!("an event type")
        };
        assert_eq!(result.class, SubmissionRedirectClass::EventType);
        assert_eq!(
            result.value,
            "https://api.calendly.com/event_types/TYPEKENNENLERNE1"
        );
        assert_eq!(booked.submitter_type, Some(SubmitterClass::Invitee));
        let submitter = booked.submitter.as_deref().unwrap();
        assert!(submitter.contains("/invitees/INVITEEPAULAAAA1"));
        assert_eq!(
            booked.tracking.as_ref().unwrap().utm_source.as_deref(),
            Some("rundbrief")
        );
        assert_eq!(booked.questions_and_answers[1].question_uuid, None);
        let Some(SubmissionResult::Redirect(result)) = &sent_away.result else {
            panic!("an address")
        };
        assert_eq!(result.class, SubmissionRedirectClass::ExternalUrl);
        assert_eq!(result.value, "https://nordlicht.example/preise");
        let Some(SubmissionResult::Message(result)) = &told.result else {
            panic!("a message")
        };
        assert_eq!(result.value.headline, "Danke");
        assert_eq!(result.value.body, "Wir melden uns.");
        assert!(odd.result.is_none() && odd.tracking.is_none() && odd.submitter.is_none());
    }

    #[test]
    fn one_submission_decodes_with_a_result_of_a_new_kind() {
        let submission = GetRoutingFormSubmission::decode(ONE).unwrap();
        assert_eq!(submission.uri.uuid(), "SUBMISSIONNEUAA5");
        let Some(SubmissionResult::Other(result)) = &submission.result else {
            panic!("an unknown result")
        };
        assert_eq!(
            result.get("value").and_then(Value::as_str),
            Some("+49 40 5550199")
        );
        assert_eq!(
            submission.submitter_type,
            Some(SubmitterClass::Other("Contact".to_owned()))
        );
    }

    #[test]
    fn the_targets_are_calendlys() {
        let list = ListRoutingFormSubmissions {
            form: RoutingFormUri::parse("F1", BASE).unwrap(),
            sort: vec![Sort {
                field: CreationSort::CreatedAt,
                descending: false,
            }],
            count: Some(100),
            page_token: Some("t".to_owned()),
        };
        assert_eq!(
            prepare(&list).unwrap().target,
            "/routing_form_submissions?form=https%3A%2F%2Fapi.calendly.com%2Frouting_forms%2FF1\
             &sort=created_at%3Aasc&count=100&page_token=t"
        );
        let uuid = RoutingFormSubmissionUri::parse("S1", BASE).unwrap();
        assert_eq!(
            prepare(&GetRoutingFormSubmission { uuid }).unwrap().target,
            "/routing_form_submissions/S1"
        );
    }
}

//! The routing form submission: what somebody answered, and where it led (`/routing_form_submissions`).

use super::endpoint::{Resource, endpoint};
use super::fields::DecodeError;
use super::input::{CreationSort, Sort};
use super::model::{Described, FieldType, model};
use super::open_enum::open_enum;
use super::page::Page;
use super::schema::Shape;
use super::uri::{RoutingFormSubmissionUri, RoutingFormUri};
use crate::json::Value;
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

    /// Where a submission led.
    SubmissionResult {
        class: SubmissionResultClass as "type",
        value: SubmissionTarget,
    }

    /// What is shown in place of a calendar.
    CustomMessage {
        headline: String,
        body: String,
    }

    /// The parameters of an address that tell where its visitor came from.
    Tracking {
        utm_campaign: Option<String>,
        utm_source: Option<String>,
        utm_medium: Option<String>,
        utm_content: Option<String>,
        utm_term: Option<String>,
        salesforce_uuid: Option<String>,
    }
}

/// What a submission led to: for `event_type` its URI, for `external_url` an address, for `custom_message` the message.
#[derive(Clone, PartialEq, Debug)]
pub enum SubmissionTarget {
    Address(String),
    Message(CustomMessage),
}

impl FieldType for SubmissionTarget {
    const SHAPE: Shape = Shape::OneOf(&[Shape::Text, Shape::Model(&CustomMessage::MODEL)]);

    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        Self::read_optional(object, name).ok_or(DecodeError::Field(name))
    }

    fn read_item(item: &Value) -> Option<Self> {
        let message = CustomMessage::read_item(item).map(Self::Message);
        message.or_else(|| item.as_str().map(|text| Self::Address(text.to_owned())))
    }
}

open_enum!(
    /// What sort of place a submission led to.
    SubmissionResultClass {
        EventType = "event_type",
        ExternalUrl = "external_url",
        CustomMessage = "custom_message",
    }
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
    use crate::api::fixtures::left_out;
    use crate::api::prepare::prepare;

    const BASE: &str = "https://api.calendly.com";
    const LIST: &str = include_str!("../../tests/fixtures/routing_form_submissions/list.json");
    const ONE: &str = include_str!("../../tests/fixtures/routing_form_submissions/get.json");

    #[test]
    fn a_list_decodes_whatever_the_submissions_led_to() {
        assert_eq!(left_out::<RoutingFormSubmission>(LIST), [""; 0]);
        let page = ListRoutingFormSubmissions::decode(LIST).unwrap();
        let [booked, sent_away, told, odd] = &page.collection[..] else {
            panic!("four submissions")
        };
        let result = |submission: &RoutingFormSubmission| submission.result.clone().unwrap();
        assert_eq!(result(booked).class, SubmissionResultClass::EventType);
        assert_eq!(
            result(booked).value,
            SubmissionTarget::Address(
                "https://api.calendly.com/event_types/TYPEKENNENLERNE1".to_owned()
            )
        );
        assert_eq!(booked.submitter_type, Some(SubmitterClass::Invitee));
        assert!(
            booked
                .submitter
                .as_deref()
                .unwrap()
                .contains("/invitees/INVITEEPAULAAAA1")
        );
        assert_eq!(
            booked.tracking.as_ref().unwrap().utm_source.as_deref(),
            Some("rundbrief")
        );
        assert_eq!(booked.questions_and_answers[1].question_uuid, None);
        assert_eq!(result(sent_away).class, SubmissionResultClass::ExternalUrl);
        assert_eq!(
            result(sent_away).value,
            SubmissionTarget::Address("https://nordlicht.example/preise".to_owned())
        );
        assert_eq!(result(told).class, SubmissionResultClass::CustomMessage);
        assert_eq!(
            result(told).value,
            SubmissionTarget::Message(CustomMessage {
                headline: "Danke".to_owned(),
                body: "Wir melden uns.".to_owned(),
            })
        );
        assert!(odd.result.is_none() && odd.tracking.is_none() && odd.submitter.is_none());
    }

    #[test]
    fn one_submission_decodes_with_a_result_of_a_new_kind() {
        let submission = GetRoutingFormSubmission::decode(ONE).unwrap();
        assert_eq!(submission.uri.uuid(), "SUBMISSIONNEUAA5");
        let result = submission.result.unwrap();
        assert_eq!(
            result.class,
            SubmissionResultClass::Other("phone_call".to_owned())
        );
        assert_eq!(
            result.value,
            SubmissionTarget::Address("+49 40 5550199".to_owned())
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

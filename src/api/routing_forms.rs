//! The routing form: questions whose answers decide where somebody is sent (`/routing_forms`).

use super::endpoint::{Resource, endpoint};
use super::input::{CreationSort, Sort};
use super::model::model;
use super::open_enum::open_enum;
use super::page::Page;
use super::uri::{OrganizationUri, RoutingFormUri};
use crate::time::Timestamp;

model! {
    /// A form in front of event types.
    RoutingForm by uri {
        uri: RoutingFormUri,
        organization: Option<OrganizationUri>,
        name: String,
        status: RoutingFormStatus,
        questions: Vec<RoutingFormQuestion>,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
    }

    /// A question of a form.
    RoutingFormQuestion {
        /// By which an answer names it.
        uuid: String,
        name: String,
        class: RoutingFormQuestionClass as "type",
        required: bool,
        /// What can be chosen from, where something can.
        answer_choices: Option<Vec<String>>,
    }
}

open_enum!(
    /// Whether a form can be filled in.
    RoutingFormStatus { Draft = "draft", Published = "published" }
);
open_enum!(
    /// How a question of a form is answered.
    RoutingFormQuestionClass {
        Name = "name",
        Text = "text",
        Email = "email",
        Phone = "phone",
        Textarea = "textarea",
        Select = "select",
        Radios = "radios",
    }
);

endpoint! {
    /// The routing forms of an organization.
    ListRoutingForms: GET "/routing_forms", ["routing_forms:read"] => Page<RoutingForm>, paged 100 {
        query organization: OrganizationUri,
        query sort: Vec<Sort<CreationSort>>,
    }

    /// One routing form.
    GetRoutingForm: GET "/routing_forms/{uuid}", ["routing_forms:read"] => Resource<RoutingForm> {
        path uuid: RoutingFormUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    const BASE: &str = "https://api.calendly.com";
    const LIST: &str = include_str!("../../tests/fixtures/routing_forms/list.json");
    const ONE: &str = include_str!("../../tests/fixtures/routing_forms/get.json");

    #[test]
    fn a_list_decodes_with_nulls_and_new_words() {
        let page = ListRoutingForms::decode(LIST).unwrap();
        let [inquiry, archived] = &page.collection[..] else {
            panic!("two forms")
        };
        assert_eq!(inquiry.status, RoutingFormStatus::Published);
        let [company, size] = &inquiry.questions[..] else {
            panic!("two questions")
        };
        assert_eq!(company.class, RoutingFormQuestionClass::Name);
        assert_eq!(company.answer_choices, None);
        assert_eq!(size.class, RoutingFormQuestionClass::Radios);
        assert!(size.required);
        assert_eq!(
            size.answer_choices.as_deref(),
            Some(&["1-20".to_owned(), "mehr".to_owned()][..])
        );
        assert_eq!(
            archived.status,
            RoutingFormStatus::Other("archived".to_owned())
        );
        assert_eq!(
            archived.questions[0].class,
            RoutingFormQuestionClass::Other("slider".to_owned())
        );
    }

    #[test]
    fn one_form_decodes() {
        let form = GetRoutingForm::decode(ONE).unwrap();
        assert_eq!(form.uri.uuid(), "FORMENTWURFAAAA3");
        assert_eq!(form.status, RoutingFormStatus::Draft);
        assert!(form.questions.is_empty());
    }

    #[test]
    fn the_targets_are_calendlys() {
        let list = ListRoutingForms {
            organization: OrganizationUri::parse("O1", BASE).unwrap(),
            sort: vec![Sort {
                field: CreationSort::CreatedAt,
                descending: true,
            }],
            count: Some(10),
            page_token: Some("t".to_owned()),
        };
        assert_eq!(
            prepare(&list).unwrap().target,
            "/routing_forms?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1\
             &sort=created_at%3Adesc&count=10&page_token=t"
        );
        let uuid = RoutingFormUri::parse("F1", BASE).unwrap();
        assert_eq!(
            prepare(&GetRoutingForm { uuid }).unwrap().target,
            "/routing_forms/F1"
        );
    }
}

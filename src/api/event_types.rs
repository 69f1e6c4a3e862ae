//! The event type: what can be booked (`/event_types`).

use super::endpoint::{Resource, endpoint};
use super::input::{Sort, sort_field};
use super::model::model;
use super::open_enum::open_enum;
use super::page::Page;
use super::uri::{AvailabilityScheduleUri, EventTypeUri, OrganizationUri, UserUri};
use crate::time::Timestamp;

model! {
    /// A kind of meeting that invitees can book.
    EventType by uri {
        uri: EventTypeUri,
        /// `None` for a type that was never named.
        name: Option<String>,
        active: bool = true,
        booking_method: BookingMethod,
        slug: Option<String>,
        scheduling_url: Option<String>,
        /// Minutes.
        duration: u32,
        /// Minutes the invitee may choose from.
        duration_options: Option<Vec<u32>>,
        kind: Kind,
        pooling_type: Option<PoolingType>,
        class: Class as "type",
        /// `#rrggbb`.
        color: Option<String>,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
        deleted_at: Option<Timestamp>,
        internal_note: Option<String>,
        description_plain: Option<String>,
        /// Foreign markup: never to be put into a page as it is.
        description_html: Option<String>,
        profile: Option<Profile>,
        secret: bool,
        admin_managed: bool,
        is_paid: bool,
        locale: Option<String>,
        position: Option<u32>,
        locations: Vec<LocationConfiguration>,
        custom_questions: Vec<CustomQuestion>,
        /// Minutes between two start times.
        start_time_increment: Option<u32>,
        /// Minutes kept free before a meeting.
        before_buffer: u32,
        /// Minutes kept free after a meeting.
        after_buffer: u32,
    }

    /// Whose page the event type stands on.
    Profile {
        class: ProfileClass as "type",
        name: String,
        /// URI of the user or team.
        owner: String,
    }

    /// Where the meeting takes place, as configured.
    LocationConfiguration {
        kind: String,
        location: Option<String>,
        additional_info: Option<String>,
        phone_number: Option<String>,
    }

    /// A question the invitee is asked.
    CustomQuestion {
        name: String,
        class: QuestionClass as "type",
        position: u32,
        enabled: bool = true,
        required: bool,
        answer_choices: Vec<String>,
        include_other: bool,
    }
}

open_enum!(
    /// One host with one invitee, or with several.
    Kind { Solo = "solo", Group = "group" }
);
open_enum!(
    /// How several hosts share a type.
    PoolingType { RoundRobin = "round_robin", Collective = "collective", MultiPool = "multi_pool" }
);
open_enum!(
    /// Booked at once or voted on.
    BookingMethod { Instant = "instant", Poll = "poll" }
);
open_enum!(
    /// An ordinary type or a one-off meeting.
    Class { Standard = "StandardEventType", Adhoc = "AdhocEventType" }
);
open_enum!(
    /// A person's page or a team's.
    ProfileClass { User = "User", Team = "Team" }
);
open_enum!(
    /// How a question is answered.
    QuestionClass {
        Line = "string",
        Text = "text",
        PhoneNumber = "phone_number",
        SingleSelect = "single_select",
        MultiSelect = "multi_select",
    }
);

sort_field!(
    /// What a list of event types is ordered by.
    EventTypeSort {
        Name = "name",
        Position = "position",
        CreatedAt = "created_at",
        UpdatedAt = "updated_at",
    }
);

endpoint! {
    /// Event types of a user or an organization; one of the two must be set, or Calendly answers 400.
    #[derive(Default)]
    ListEventTypes: GET "/event_types", ["event_types:read"] => Page<EventType>, paged 100 {
        query user: Option<UserUri>,
        /// Needs an owner or admin.
        query organization: Option<OrganizationUri>,
        /// Left out: both. `false` is *only* inactive ones.
        query active: Option<bool>,
        query admin_managed: Option<bool>,
        /// Types with this primary schedule; only together with `user`.
        query user_availability_schedule: Option<AvailabilityScheduleUri>,
        query sort: Vec<Sort<EventTypeSort>>,
    }

    /// One event type, deleted ones included.
    GetEventType: GET "/event_types/{uuid}", ["event_types:read"] => Resource<EventType> {
        path uuid: EventTypeUri,
    }
}

impl ListEventTypes {
    /// Everything of one user, in as few requests as possible.
    pub fn of_user(user: UserUri) -> Self {
        Self {
            user: Some(user),
            count: Some(100),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::prepare::prepare;
    use crate::api::{Endpoint, ListEndpoint};

    #[test]
    fn a_list_decodes_with_nulls_new_values_and_unknown_fields() {
        let body = include_str!("../../tests/fixtures/event_types/list.json");
        let page = ListEventTypes::decode(body).unwrap();
        assert_eq!(page.collection.len(), 3);
        assert_eq!(page.pagination.next_token().as_deref(), Some("tok_second"));
        let [intro, panel, bare] = &page.collection[..] else {
            panic!("three items")
        };
        assert_eq!(intro.duration_options.as_deref(), Some(&[15, 30][..]));
        assert_eq!(
            panel.pooling_type,
            Some(PoolingType::Other("lottery".to_owned()))
        );
        assert_eq!(panel.kind, Kind::Group);
        assert!(bare.name.is_none() && bare.profile.is_none() && bare.locations.is_empty());
    }

    #[test]
    fn one_event_type_decodes() {
        let body = include_str!("../../tests/fixtures/event_types/get.json");
        let event_type = GetEventType::decode(body).unwrap();
        assert_eq!(
            event_type.profile.as_ref().unwrap().class,
            ProfileClass::User
        );
        assert_eq!(
            event_type.custom_questions[1].class,
            QuestionClass::SingleSelect
        );
        assert_eq!(
            event_type.custom_questions[1].answer_choices,
            ["1", "2-10", "More"]
        );
    }

    #[test]
    fn every_filter_reaches_the_query() {
        let base = "https://api.calendly.com";
        let by = |field, descending| Sort { field, descending };
        let list = ListEventTypes {
            user: UserUri::parse("U1", base).ok(),
            organization: OrganizationUri::parse("O1", base).ok(),
            active: Some(true),
            admin_managed: Some(false),
            user_availability_schedule: AvailabilityScheduleUri::parse("S1", base).ok(),
            sort: vec![
                by(EventTypeSort::Position, false),
                by(EventTypeSort::UpdatedAt, true),
            ],
            count: Some(50),
            page_token: None,
        };
        let target = prepare(&list.with_page(Some("t".to_owned())))
            .unwrap()
            .target;
        assert_eq!(
            target,
            "/event_types?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1\
             &organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1&active=true&admin_managed=false\
             &user_availability_schedule=https%3A%2F%2Fapi.calendly.com%2Fuser_availability_schedules%2FS1\
             &sort=position%3Aasc%2Cupdated_at%3Adesc&count=50&page_token=t"
        );
    }

    #[test]
    fn a_page_has_at_most_a_hundred_items() {
        let list = ListEventTypes {
            count: Some(101),
            ..ListEventTypes::default()
        };
        let refusal = prepare(&list).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "count must be a whole number from 1 to 100"
        );
    }

    #[test]
    fn a_filter_that_was_not_chosen_is_left_out() {
        assert_eq!(
            prepare(&ListEventTypes::default()).unwrap().target,
            "/event_types"
        );
    }
}

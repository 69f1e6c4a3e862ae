//! The event type: what can be booked (`GET /event_types`, `GET /event_types/{uuid}`).

use serde::Deserialize;

use super::endpoint::{DecodeError, Endpoint, ListEndpoint, Method};
use super::lenient;
use super::open_enum::open_enum;
use super::page::Page;
use super::resource;
use super::uri::{EventTypeUri, OrganizationUri, UserUri};
use crate::time::Timestamp;

/// A kind of meeting that invitees can book.
#[derive(Clone, Deserialize)]
pub struct EventType {
    pub uri: EventTypeUri,
    /// `None` for a type that was never named.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub name: Option<String>,
    #[serde(default = "yes", deserialize_with = "lenient::flag_unless_false")]
    pub active: bool,
    #[serde(default)]
    pub booking_method: BookingMethod,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub slug: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub scheduling_url: Option<String>,
    /// Minutes.
    #[serde(default, deserialize_with = "lenient::count")]
    pub duration: u32,
    /// Minutes the invitee may choose from.
    #[serde(default, deserialize_with = "lenient::optional_counts")]
    pub duration_options: Option<Vec<u32>>,
    #[serde(default)]
    pub kind: Kind,
    #[serde(default)]
    pub pooling_type: Option<PoolingType>,
    #[serde(default, rename = "type")]
    pub class: Class,
    /// `#rrggbb`.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub color: Option<String>,
    #[serde(default, deserialize_with = "lenient::instant")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::instant")]
    pub updated_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::instant")]
    pub deleted_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub internal_note: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub description_plain: Option<String>,
    /// Foreign markup: never to be put into a page as it is.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub description_html: Option<String>,
    #[serde(default)]
    pub profile: Option<Profile>,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub secret: bool,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub admin_managed: bool,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub is_paid: bool,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub locale: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_count")]
    pub position: Option<u32>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub locations: Vec<LocationConfiguration>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub custom_questions: Vec<CustomQuestion>,
    /// Minutes between two start times.
    #[serde(default, deserialize_with = "lenient::optional_count")]
    pub start_time_increment: Option<u32>,
    /// Minutes kept free before a meeting.
    #[serde(default, deserialize_with = "lenient::count")]
    pub before_buffer: u32,
    /// Minutes kept free after a meeting.
    #[serde(default, deserialize_with = "lenient::count")]
    pub after_buffer: u32,
}

fn yes() -> bool {
    true
}

/// Whose page the event type stands on.
#[derive(Clone, Deserialize)]
pub struct Profile {
    #[serde(default, rename = "type")]
    pub class: ProfileClass,
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// URI of the user or team.
    #[serde(default, deserialize_with = "lenient::text")]
    pub owner: String,
}

/// Where the meeting takes place, as configured.
#[derive(Clone, Deserialize)]
pub struct LocationConfiguration {
    #[serde(default, deserialize_with = "lenient::text")]
    pub kind: String,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub location: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub additional_info: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub phone_number: Option<String>,
}

/// A question the invitee is asked.
#[derive(Clone, Deserialize)]
pub struct CustomQuestion {
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    #[serde(default, rename = "type")]
    pub class: QuestionClass,
    #[serde(default, deserialize_with = "lenient::count")]
    pub position: u32,
    #[serde(default = "yes", deserialize_with = "lenient::flag_unless_false")]
    pub enabled: bool,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub required: bool,
    #[serde(default, deserialize_with = "lenient::texts")]
    pub answer_choices: Vec<String>,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub include_other: bool,
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

/// What a list of event types is ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SortField {
    Name,
    Position,
    CreatedAt,
    UpdatedAt,
}

/// One criterion of an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sort {
    pub field: SortField,
    pub descending: bool,
}

/// Event types of a user or an organization; one of the two must be set, or Calendly answers 400.
#[derive(Clone, Default)]
pub struct ListEventTypes {
    pub user: Option<UserUri>,
    /// Needs an owner or admin.
    pub organization: Option<OrganizationUri>,
    /// `None`: both. `Some(false)` is *only* inactive ones.
    pub active: Option<bool>,
    pub admin_managed: Option<bool>,
    /// URI of a schedule; only together with `user`.
    pub user_availability_schedule: Option<String>,
    pub sort: Vec<Sort>,
    /// Items per page, 1 to 100; Calendly's default is 20.
    pub count: Option<u8>,
    pub page_token: Option<String>,
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

impl Endpoint for ListEventTypes {
    const METHOD: Method = Method::Get;
    const SCOPES: &'static [&'static str] = &["event_types:read"];
    type Response = Page<EventType>;

    fn path(&self) -> String {
        "/event_types".to_owned()
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let flag = |value: bool| if value { "true" } else { "false" }.to_owned();
        let mut query = Vec::new();
        let mut push = |name, value: Option<String>| query.extend(value.map(|value| (name, value)));
        push(
            "user",
            self.user.as_ref().map(|uri| uri.as_str().to_owned()),
        );
        push(
            "organization",
            self.organization
                .as_ref()
                .map(|uri| uri.as_str().to_owned()),
        );
        push("active", self.active.map(flag));
        push("admin_managed", self.admin_managed.map(flag));
        push(
            "user_availability_schedule",
            self.user_availability_schedule.clone(),
        );
        push("sort", sort_text(&self.sort));
        push(
            "count",
            self.count.map(|count| count.clamp(1, 100).to_string()),
        );
        push("page_token", self.page_token.clone());
        query
    }
}

fn sort_text(sort: &[Sort]) -> Option<String> {
    let mut text = String::new();
    for Sort { field, descending } in sort {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(match field {
            SortField::Name => "name",
            SortField::Position => "position",
            SortField::CreatedAt => "created_at",
            SortField::UpdatedAt => "updated_at",
        });
        text.push_str(if *descending { ":desc" } else { ":asc" });
    }
    Some(text).filter(|text| !text.is_empty())
}

impl ListEndpoint for ListEventTypes {
    type Item = EventType;

    fn with_page(&self, token: Option<String>) -> Self {
        Self {
            page_token: token,
            ..self.clone()
        }
    }

    fn key(item: &EventType) -> &str {
        item.uri.as_str()
    }
}

/// One event type, deleted ones included.
pub struct GetEventType {
    pub event_type: EventTypeUri,
}

impl Endpoint for GetEventType {
    const METHOD: Method = Method::Get;
    const SCOPES: &'static [&'static str] = &["event_types:read"];
    type Response = EventType;

    fn path(&self) -> String {
        [
            "/event_types/",
            &crate::percent::encode(self.event_type.uuid()),
        ]
        .concat()
    }

    fn decode(body: &str) -> Result<EventType, DecodeError> {
        resource::decode(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let list = ListEventTypes {
            user: UserUri::parse("U1", base).ok(),
            organization: OrganizationUri::parse("O1", base).ok(),
            active: Some(true),
            admin_managed: Some(false),
            user_availability_schedule: Some("S".to_owned()),
            sort: vec![
                Sort {
                    field: SortField::Position,
                    descending: false,
                },
                Sort {
                    field: SortField::UpdatedAt,
                    descending: true,
                },
            ],
            count: Some(200),
            page_token: None,
        };
        let query: Vec<_> = list.with_page(Some("t".to_owned())).query();
        let names: Vec<_> = query.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            [
                "user",
                "organization",
                "active",
                "admin_managed",
                "user_availability_schedule",
                "sort",
                "count",
                "page_token"
            ]
        );
        assert_eq!(query[5].1, "position:asc,updated_at:desc");
        assert_eq!(query[6].1, "100");
    }

    #[test]
    fn a_filter_that_was_not_chosen_is_left_out() {
        assert!(ListEventTypes::default().query().is_empty());
    }
}

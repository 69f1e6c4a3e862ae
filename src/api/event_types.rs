//! The event type: what can be booked (`GET /event_types`, `GET /event_types/{uuid}`).

use super::endpoint::{Endpoint, ListEndpoint, Method};
use super::fields::{self, DecodeError};
use super::open_enum::open_enum;
use super::page::Page;
use super::uri::{EventTypeUri, OrganizationUri, UserUri};
use crate::json::Value;
use crate::time::Timestamp;

/// A kind of meeting that invitees can book.
#[derive(Clone)]
pub struct EventType {
    pub uri: EventTypeUri,
    /// `None` for a type that was never named.
    pub name: Option<String>,
    pub active: bool,
    pub booking_method: BookingMethod,
    pub slug: Option<String>,
    pub scheduling_url: Option<String>,
    /// Minutes.
    pub duration: u32,
    /// Minutes the invitee may choose from.
    pub duration_options: Option<Vec<u32>>,
    pub kind: Kind,
    pub pooling_type: Option<PoolingType>,
    pub class: Class,
    /// `#rrggbb`.
    pub color: Option<String>,
    pub created_at: Option<Timestamp>,
    pub updated_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    pub internal_note: Option<String>,
    pub description_plain: Option<String>,
    /// Foreign markup: never to be put into a page as it is.
    pub description_html: Option<String>,
    pub profile: Option<Profile>,
    pub secret: bool,
    pub admin_managed: bool,
    pub is_paid: bool,
    pub locale: Option<String>,
    pub position: Option<u32>,
    pub locations: Vec<LocationConfiguration>,
    pub custom_questions: Vec<CustomQuestion>,
    /// Minutes between two start times.
    pub start_time_increment: Option<u32>,
    /// Minutes kept free before a meeting.
    pub before_buffer: u32,
    /// Minutes kept free after a meeting.
    pub after_buffer: u32,
}

impl EventType {
    fn read(item: &Value) -> Result<Self, DecodeError> {
        let questions = fields::items(item, "custom_questions");
        Ok(Self {
            uri: EventTypeUri::from_field(item, "uri")?,
            name: fields::optional_text(item, "name"),
            active: fields::flag_unless_false(item, "active"),
            booking_method: fields::text(item, "booking_method").into(),
            slug: fields::optional_text(item, "slug"),
            scheduling_url: fields::optional_text(item, "scheduling_url"),
            duration: fields::count(item, "duration"),
            duration_options: fields::optional_counts(item, "duration_options"),
            kind: fields::text(item, "kind").into(),
            pooling_type: fields::optional_text(item, "pooling_type").map(PoolingType::from),
            class: fields::text(item, "type").into(),
            color: fields::optional_text(item, "color"),
            created_at: fields::instant(item, "created_at"),
            updated_at: fields::instant(item, "updated_at"),
            deleted_at: fields::instant(item, "deleted_at"),
            internal_note: fields::optional_text(item, "internal_note"),
            description_plain: fields::optional_text(item, "description_plain"),
            description_html: fields::optional_text(item, "description_html"),
            profile: item
                .get("profile")
                .filter(|profile| profile.is_object())
                .map(Profile::read),
            secret: fields::flag(item, "secret"),
            admin_managed: fields::flag(item, "admin_managed"),
            is_paid: fields::flag(item, "is_paid"),
            locale: fields::optional_text(item, "locale"),
            position: fields::optional_count(item, "position"),
            locations: fields::items(item, "locations")
                .iter()
                .map(LocationConfiguration::read)
                .collect(),
            custom_questions: questions.iter().map(CustomQuestion::read).collect(),
            start_time_increment: fields::optional_count(item, "start_time_increment"),
            before_buffer: fields::count(item, "before_buffer"),
            after_buffer: fields::count(item, "after_buffer"),
        })
    }
}

/// Whose page the event type stands on.
#[derive(Clone)]
pub struct Profile {
    pub class: ProfileClass,
    pub name: String,
    /// URI of the user or team.
    pub owner: String,
}

impl Profile {
    fn read(profile: &Value) -> Self {
        Self {
            class: fields::text(profile, "type").into(),
            name: fields::text(profile, "name"),
            owner: fields::text(profile, "owner"),
        }
    }
}

/// Where the meeting takes place, as configured.
#[derive(Clone)]
pub struct LocationConfiguration {
    pub kind: String,
    pub location: Option<String>,
    pub additional_info: Option<String>,
    pub phone_number: Option<String>,
}

impl LocationConfiguration {
    fn read(location: &Value) -> Self {
        Self {
            kind: fields::text(location, "kind"),
            location: fields::optional_text(location, "location"),
            additional_info: fields::optional_text(location, "additional_info"),
            phone_number: fields::optional_text(location, "phone_number"),
        }
    }
}

/// A question the invitee is asked.
#[derive(Clone)]
pub struct CustomQuestion {
    pub name: String,
    pub class: QuestionClass,
    pub position: u32,
    pub enabled: bool,
    pub required: bool,
    pub answer_choices: Vec<String>,
    pub include_other: bool,
}

impl CustomQuestion {
    fn read(question: &Value) -> Self {
        Self {
            name: fields::text(question, "name"),
            class: fields::text(question, "type").into(),
            position: fields::count(question, "position"),
            enabled: fields::flag_unless_false(question, "enabled"),
            required: fields::flag(question, "required"),
            answer_choices: fields::texts(question, "answer_choices"),
            include_other: fields::flag(question, "include_other"),
        }
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

    fn read(answer: &Value) -> Result<Page<EventType>, DecodeError> {
        Page::read(answer, EventType::read)
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

    fn read(answer: &Value) -> Result<EventType, DecodeError> {
        EventType::read(fields::resource(answer)?)
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

//! The event type: what can be booked (`/event_types`).

use super::endpoint::{Resource, endpoint};
use super::input::{Sort, input, sort_field};
use super::locations::LocationKind;
use super::model::model;
use super::open_enum::open_enum;
use super::page::Page;
use super::schema::Limit;
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

open_enum!(
    /// Languages of a booking page.
    EventTypeLocale {
        German = "de",
        English = "en",
        Spanish = "es",
        French = "fr",
        Italian = "it",
        Dutch = "nl",
        Portuguese = "pt",
        Ukrainian = "uk",
    }
);

/// Minutes a meeting can have.
pub const DURATION: Limit = Limit::Range(1, 720);

/// Up to four durations to choose from.
pub const DURATION_OPTIONS: Limit = Limit::Items(4, &DURATION);

/// Minutes between two start times.
const INCREMENT: Limit = Limit::Range(5, 720);

/// Minutes that can be kept free beside a meeting.
const BUFFER: Limit = Limit::Numbers(&[0, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180]);

input! {
    /// Where the meeting takes place, as it is set.
    LocationConfigurationInput {
        kind: LocationKind,
        location: Option<String>,
        additional_info: Option<String>,
        phone_number: Option<String>,
    }
}

endpoint! {
    /// Event types of a user or an organization; one of the two must be set, or Calendly answers 400.
    #[derive(Default)]
    ListEventTypes: GET "/event_types", ["event_types:read"] => Page<EventType>, paged 100,
        rules [any_of(user, organization), needs(user_availability_schedule, user)] {
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

    /// Makes an event type of one host with one invitee. Its questions and hosts cannot be set through the API, nor
    /// can it be deleted.
    CreateEventType: POST "/event_types", ["event_types:write"] => Resource<EventType> {
        /// Whose page it stands on.
        body owner: UserUri,
        body name: String,
        /// Left out: not to be booked yet.
        body active: Option<bool>,
        body description: Option<String>,
        /// Minutes.
        body duration: Option<u32> where DURATION,
        /// Minutes the invitee may choose from; at most 4.
        body duration_options: Option<Vec<u32>> where DURATION_OPTIONS,
        body locations: Option<Vec<LocationConfigurationInput>>,
        /// `#rrggbb`, in small letters.
        body color: Option<String> where Limit::Colour,
        body locale: Option<EventTypeLocale>,
        /// Minutes between two start times; 30 where left out.
        body start_time_increment: Option<u32> where INCREMENT,
        /// Minutes kept free before a meeting.
        body before_buffer: Option<u32> where BUFFER,
        /// Minutes kept free after a meeting.
        body after_buffer: Option<u32> where BUFFER,
    }

    /// Changes an event type of one host with one invitee. What is left out stays.
    UpdateEventType: PATCH "/event_types/{uuid}", ["event_types:write"] => Resource<EventType> {
        path uuid: EventTypeUri,
        /// Whose page it stands on.
        body owner: Option<UserUri>,
        body name: Option<String>,
        body active: Option<bool>,
        body description: Option<String>,
        /// Minutes.
        body duration: Option<u32> where DURATION,
        /// Minutes the invitee may choose from; at most 4.
        body duration_options: Option<Vec<u32>> where DURATION_OPTIONS,
        /// Replaces all of them.
        body locations: Option<Vec<LocationConfigurationInput>>,
        /// `#rrggbb`, in small letters.
        body color: Option<String> where Limit::Colour,
        body locale: Option<EventTypeLocale>,
        /// Minutes between two start times.
        body start_time_increment: Option<u32> where INCREMENT,
        /// Minutes kept free before a meeting.
        body before_buffer: Option<u32> where BUFFER,
        /// Minutes kept free after a meeting.
        body after_buffer: Option<u32> where BUFFER,
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

impl CreateEventType {
    /// With Calendly's defaults for everything else.
    pub fn of(owner: UserUri, name: &str) -> Self {
        Self {
            owner,
            name: name.to_owned(),
            active: None,
            description: None,
            duration: None,
            duration_options: None,
            locations: None,
            color: None,
            locale: None,
            start_time_increment: None,
            before_buffer: None,
            after_buffer: None,
        }
    }
}

impl UpdateEventType {
    /// A change of nothing yet.
    pub fn of(uuid: EventTypeUri) -> Self {
        Self {
            uuid,
            owner: None,
            name: None,
            active: None,
            description: None,
            duration: None,
            duration_options: None,
            locations: None,
            color: None,
            locale: None,
            start_time_increment: None,
            before_buffer: None,
            after_buffer: None,
        }
    }
}

#[cfg(test)]
mod tests;

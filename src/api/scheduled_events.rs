//! The scheduled event: a meeting that was booked (`/scheduled_events`).

use crate::json::Value;

use super::cancellation::Cancellation;
use super::endpoint::{Resource, endpoint};
use super::event_types::BookingMethod;
use super::input::{Email, Sort, sort_field};
use super::model::model;
use super::open_enum::open_enum;
use super::page::Page;
use super::union::model_union;
use super::uri::{EventTypeUri, GroupUri, OrganizationUri, ScheduledEventUri, UserUri};
use crate::time::Timestamp;

model! {
    /// A meeting.
    Event by uri {
        uri: ScheduledEventUri,
        /// Name of its event type when it was booked.
        name: Option<String>,
        meeting_notes_plain: Option<String>,
        /// Foreign markup: never to be put into a page as it is.
        meeting_notes_html: Option<String>,
        status: EventStatus,
        /// In older answers only.
        booking_method: Option<BookingMethod>,
        start_time: Timestamp,
        end_time: Timestamp,
        event_type: Option<EventTypeUri>,
        location: Option<EventLocation>,
        invitees_counter: Option<InviteesCounter>,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
        event_memberships: Vec<EventMembership>,
        event_guests: Vec<EventGuest>,
        /// The entry in the host's own calendar.
        calendar_event: Option<CalendarEvent>,
        /// Missing unless the event is canceled.
        cancellation: Option<Cancellation>,
    }

    /// A place, or a telephone number to be called.
    EventPlace {
        class: EventPlaceKind as "type",
        /// Address, number, or what the host or invitee wrote.
        location: Option<String>,
        additional_info: Option<String>,
    }

    /// An online meeting.
    EventConference {
        class: EventConferenceKind as "type",
        status: ConferenceStatus,
        /// `None` until `status` is `pushed`.
        join_url: Option<String>,
        /// What the service says of the meeting, in fields of its own.
        data: Value,
    }

    /// How many people booked a place in the event.
    InviteesCounter {
        /// Canceled ones included.
        total: u32,
        active: u32,
        /// Most that can be active at once.
        limit: u32,
    }

    /// One host of the event.
    EventMembership {
        user: Option<UserUri>,
        user_email: Option<String>,
        user_name: Option<String>,
        /// The host is busy from here on, the buffer before the event included.
        buffered_start_time: Option<Timestamp>,
        /// The host is busy until here, the buffer after the event included.
        buffered_end_time: Option<Timestamp>,
    }

    /// Somebody an invitee brings along.
    EventGuest {
        email: String,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
    }

    /// The entry in a connected calendar.
    CalendarEvent {
        kind: CalendarKind,
        /// The calendar's own name for the entry.
        external_id: Option<String>,
    }
}

model_union!(
    /// Where an event takes place.
    EventLocation by "type" {
        Place(EventPlace): EventPlaceKind,
        Conference(EventConference): EventConferenceKind,
    }
);

open_enum!(
    /// Whether the event takes place.
    EventStatus {
        Active = "active",
        Canceled = "canceled",
    }
);
open_enum!(
    /// Places that need no service.
    EventPlaceKind {
        Physical = "physical",
        OutboundCall = "outbound_call",
        InboundCall = "inbound_call",
        AskInvitee = "ask_invitee",
        Custom = "custom",
    }
);
open_enum!(
    /// Services for online meetings. GoToMeeting is `gotomeeting` here and `gotomeeting_conference` at an event type.
    EventConferenceKind {
        Google = "google_conference",
        Zoom = "zoom_conference",
        GoToMeeting = "gotomeeting",
        MicrosoftTeams = "microsoft_teams_conference",
        Webex = "webex_conference",
    }
);
open_enum!(
    /// How far the service has come with setting up the meeting.
    ConferenceStatus {
        Initiated = "initiated",
        Processing = "processing",
        Pushed = "pushed",
        Failed = "failed",
    }
);
open_enum!(
    /// Whose calendar it is.
    CalendarKind {
        Exchange = "exchange",
        Google = "google",
        ICloud = "icloud",
        Outlook = "outlook",
        OutlookDesktop = "outlook_desktop",
    }
);

sort_field!(
    /// What a list of events is ordered by.
    EventSort { StartTime = "start_time" }
);

endpoint! {
    /// Events of a user, a group or an organization; one of them must be set. There is no filter for the event type.
    #[derive(Default)]
    ListEvents: GET "/scheduled_events", ["scheduled_events:read"] => Page<Event>, paged 100,
        rules [any_of(user, organization, group), ordered(min_start_time, max_start_time)] {
        /// Alone only for the owner of the token; for another user together with `organization`, or Calendly answers
        /// 403.
        query user: Option<UserUri>,
        /// Needs an owner or admin.
        query organization: Option<OrganizationUri>,
        query group: Option<GroupUri>,
        /// Events this person booked.
        query invitee_email: Option<Email>,
        query status: Option<EventStatus>,
        query sort: Vec<Sort<EventSort>>,
        /// Events that begin then or later.
        query min_start_time: Option<Timestamp>,
        /// Events that begin before.
        query max_start_time: Option<Timestamp>,
    }

    /// One event.
    GetEvent: GET "/scheduled_events/{uuid}", ["scheduled_events:read"] => Resource<Event> {
        path uuid: ScheduledEventUri,
    }
}

#[cfg(test)]
mod tests;

//! The operations against the sandbox, which was written apart from them: what one sends the other takes, and back.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use slotlink::api::availability::ListEventTypeAvailableTimes;
use slotlink::api::cancellation::{CancelEvent, CancelerType};
use slotlink::api::event_type_availability_schedules::{
    EventTypeHoursInput, ListEventTypeAvailabilitySchedules, UpdateEventTypeAvailabilitySchedule,
};
use slotlink::api::event_type_memberships::ListEventTypeMemberships;
use slotlink::api::event_types::{EventType, ListEventTypes};
use slotlink::api::input::{Change, Email, OrNull, Sort};
use slotlink::api::invitee_no_shows::{CreateInviteeNoShow, DeleteInviteeNoShow, GetInviteeNoShow};
use slotlink::api::invitees::{
    CreateEventInvitee, GetEventInvitee, Invitee, InviteeInput, InviteeLocationInput,
    InviteeStatus, ListEventInvitees, SchedulingMethod, StartTime, TrackingInput,
};
use slotlink::api::locations::{ListUserLocations, LocationKind};
use slotlink::api::prepare::prepare;
use slotlink::api::scheduled_events::{
    Event, EventLocation, EventSort, EventStatus, GetEvent, ListEvents,
};
use slotlink::api::user_availability_schedules::{
    AvailabilityRuleInput, IntervalInput, RuleClass, RuleWeekday,
};
use slotlink::api::user_busy_times::{BusyTime, BusyTimeClass, ListUserBusyTimes};
use slotlink::api::user_meeting_limits::{GetUserMeetingLimits, UpdateUserMeetingLimits};
use slotlink::api::users::{GetCurrentUser, User};
use slotlink::api::{Endpoint, EventTypeUri};
use slotlink::sandbox::{Request, Sandbox, respond};
use slotlink::time::Timestamp;

/// A sandbox at a set time, and the host whose token is used.
struct Trial {
    state: Sandbox,
    now: Timestamp,
}

impl Trial {
    fn new() -> Self {
        Self {
            state: Sandbox::default(),
            now: Timestamp::parse("2026-12-01T08:00:00Z").unwrap(),
        }
    }

    /// What an operation brings, or status and body of the refusal.
    fn call<E: Endpoint>(&mut self, operation: &E) -> Result<E::Response, String> {
        let prepared = prepare(operation).unwrap();
        let mut request = Request::new(E::OPERATION.method.as_str(), &prepared.target)
            .with("authorization", "Bearer sandbox-pat-mira-albrecht");
        if let Some(body) = prepared.body {
            request.body = body;
            request = request.with("content-type", "application/json");
        }
        let answer = respond(&mut self.state, &request, self.now.as_millis()).response;
        if !(200..300).contains(&answer.status) {
            return Err(format!("{} {}", answer.status, answer.body));
        }
        Ok(E::decode(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body)))
    }

    fn me(&mut self) -> User {
        self.call(&GetCurrentUser {}).unwrap()
    }

    fn event_type(&mut self, slug: &str) -> EventType {
        let user = self.me().uri;
        let types = self.call(&ListEventTypes::of_user(user)).unwrap();
        let mut types = types.collection.into_iter();
        types
            .find(|kind| kind.slug.as_deref() == Some(slug))
            .unwrap()
    }

    /// A booking of the first time that is free within a week.
    fn booking(&mut self, event_type: EventTypeUri, kind: &str) -> CreateEventInvitee {
        let times = self.call(&ListEventTypeAvailableTimes {
            event_type: event_type.clone(),
            start_time: self.now.plus_millis(60_000),
            end_time: self.now.plus_days(7),
        });
        CreateEventInvitee {
            event_type,
            start_time: StartTime::from(times.unwrap().collection[0].start_time),
            invitee: InviteeInput {
                name: Some("Jo Ahorn".to_owned()),
                first_name: None,
                last_name: None,
                email: Email("jo@ahorn.example".to_owned()),
                timezone: "Europe/Zurich".to_owned(),
                text_reminder_number: Some("+41441234567".to_owned()),
            },
            location: Some(InviteeLocationInput {
                kind: LocationKind::from(kind.to_owned()),
                location: None,
            }),
            questions_and_answers: None,
            tracking: Some(TrackingInput {
                utm_source: OrNull(Some("rundbrief".to_owned())),
                ..TrackingInput::default()
            }),
            event_guests: Some(vec![Email("gast@ahorn.example".to_owned())]),
        }
    }

    fn book(&mut self) -> Invitee {
        let kind = self.event_type("30min");
        let place = kind.locations[0].kind.clone();
        let booking = self.booking(kind.uri, &place);
        self.call(&booking).unwrap()
    }
}

#[test]
fn a_booked_meeting_is_found_again_with_its_invitee() {
    let mut trial = Trial::new();
    let invitee = trial.book();
    assert_eq!(invitee.status, InviteeStatus::Active);
    assert_eq!(invitee.scheduling_method, Some(SchedulingMethod::Api));
    let tracking = invitee.tracking.as_ref().unwrap();
    assert_eq!(tracking.utm_source.as_deref(), Some("rundbrief"));
    assert_eq!(tracking.utm_term, None);
    let uuid = invitee.event.clone().unwrap();
    let event = trial.call(&GetEvent { uuid: uuid.clone() }).unwrap();
    assert_eq!(event.status, EventStatus::Active);
    assert!(event.location.is_some());
    assert_eq!(event.event_guests[0].email, "gast@ahorn.example");
    assert_eq!(event.invitees_counter.as_ref().unwrap().active, 1);
    let user = trial.me().uri;
    let found = trial.call(&ListEvents {
        user: Some(user),
        invitee_email: Some(Email("jo@ahorn.example".to_owned())),
        status: Some(EventStatus::Active),
        sort: vec![Sort {
            field: EventSort::StartTime,
            descending: true,
        }],
        min_start_time: Some(event.start_time),
        ..ListEvents::default()
    });
    assert_eq!(found.unwrap().collection, [event]);
    let invitees = trial.call(&ListEventInvitees {
        uuid: uuid.clone(),
        status: Some(InviteeStatus::Active),
        sort: vec![Sort {
            field: slotlink::api::input::CreationSort::CreatedAt,
            descending: false,
        }],
        email: Some(Email("jo@ahorn.example".to_owned())),
        count: Some(1),
        page_token: None,
    });
    assert_eq!(invitees.unwrap().collection, std::slice::from_ref(&invitee));
    let alone = trial.call(&GetEventInvitee {
        event_uuid: uuid,
        invitee_uuid: invitee.uri.clone(),
    });
    assert_eq!(alone.unwrap(), invitee);
}

#[test]
fn all_sample_meetings_decode_with_locations_that_are_known() {
    let mut trial = Trial::new();
    let user = trial.me().uri;
    let page = trial.call(&ListEvents {
        user: Some(user),
        count: Some(100),
        ..ListEvents::default()
    });
    let page = page.unwrap();
    assert_eq!(page.collection.len(), page.pagination.count as usize);
    assert!(page.collection.len() > 5);
    for event in &page.collection {
        let unknown = matches!(event.location, Some(EventLocation::Other(_)));
        assert!(!unknown, "{:?}", event.location);
        assert!(event.start_time < event.end_time);
    }
    let conference = |event: &Event| matches!(event.location, Some(EventLocation::Conference(_)));
    assert!(page.collection.iter().any(conference));
}

#[test]
fn a_meeting_is_cancelled_once() {
    let mut trial = Trial::new();
    let cancel = CancelEvent {
        uuid: trial.book().event.unwrap(),
        reason: Some("Ich bin krank.".to_owned()),
    };
    let cancellation = trial.call(&cancel).unwrap();
    assert_eq!(cancellation.reason.as_deref(), Some("Ich bin krank."));
    assert_eq!(cancellation.canceler_type, CancelerType::Host);
    let uuid = cancel.uuid.clone();
    let event = trial.call(&GetEvent { uuid }).unwrap();
    assert_eq!(event.status, EventStatus::Canceled);
    assert_eq!(event.cancellation, Some(cancellation));
    let again = trial.call(&cancel).unwrap_err();
    assert!(again.starts_with("403"), "{again}");
}

#[test]
fn a_missed_meeting_is_marked_and_the_mark_taken_away() {
    let mut trial = Trial::new();
    let invitee = trial.book();
    trial.now = trial.now.plus_days(8);
    let mark = trial.call(&CreateInviteeNoShow {
        invitee: invitee.uri.clone(),
    });
    let mark = mark.unwrap();
    assert_eq!(mark.invitee.as_ref(), Some(&invitee.uri));
    let uuid = mark.uri.clone();
    let read = trial.call(&GetInviteeNoShow { uuid: uuid.clone() });
    assert_eq!(read.unwrap(), mark);
    let get = GetEventInvitee {
        event_uuid: invitee.event.unwrap(),
        invitee_uuid: invitee.uri,
    };
    assert_eq!(trial.call(&get).unwrap().no_show.unwrap().uri, uuid);
    trial.call(&DeleteInviteeNoShow { uuid }).unwrap();
    assert_eq!(trial.call(&get).unwrap().no_show, None);
}

#[test]
fn a_booking_keeps_its_host_busy() {
    let mut trial = Trial::new();
    let event = trial.book().event.unwrap();
    let meeting = trial.call(&GetEvent {
        uuid: event.clone(),
    });
    let meeting = meeting.unwrap();
    let user = trial.me().uri;
    let busy = trial.call(&ListUserBusyTimes {
        user,
        start_time: meeting.start_time.plus_millis(-1_800_000),
        end_time: meeting.end_time.plus_millis(1_800_000),
    });
    let busy = busy.unwrap();
    let own = |time: &&BusyTime| time.event.as_ref().is_some_and(|named| named.uri == event);
    let time = busy.iter().find(own).unwrap();
    assert_eq!(time.class, BusyTimeClass::Calendly);
    assert_eq!(
        (time.start_time, time.end_time),
        (meeting.start_time, meeting.end_time)
    );
}

#[test]
fn the_hosts_and_the_hours_of_an_event_type_are_read_and_set() {
    let mut trial = Trial::new();
    let event_type = trial.event_type("30min").uri;
    let me = trial.me();
    let hosts = trial.call(&ListEventTypeMemberships {
        event_type: event_type.clone(),
        count: None,
        page_token: None,
    });
    assert_eq!(hosts.unwrap().collection[0].member, Some(me.clone()));
    let list = ListEventTypeAvailabilitySchedules {
        event_type: event_type.clone(),
    };
    let before = trial.call(&list).unwrap();
    assert!(
        !before[0]
            .availability_rule
            .as_ref()
            .unwrap()
            .rules
            .is_empty()
    );
    let changed = trial.call(&UpdateEventTypeAvailabilitySchedule {
        event_type,
        availability_rule: EventTypeHoursInput {
            timezone: "Europe/Lisbon".to_owned(),
            rules: Some(vec![AvailabilityRuleInput {
                class: RuleClass::Weekday,
                wday: Some(RuleWeekday::Tuesday),
                date: None,
                intervals: vec![IntervalInput {
                    from: "10:00".to_owned(),
                    to: "11:00".to_owned(),
                }],
            }]),
            user: Some(me.uri),
        },
        availability_setting: None,
    });
    let changed = changed.unwrap();
    let hours = changed[0].availability_rule.as_ref().unwrap();
    assert_eq!(hours.timezone, "Europe/Lisbon");
    assert_eq!(trial.call(&list).unwrap(), changed);
}

#[test]
fn meeting_limits_are_set_and_taken_away() {
    let mut trial = Trial::new();
    let user = trial.me().uri;
    let mut change = |daily_limit, weekly_limit| {
        let change = UpdateUserMeetingLimits {
            user: Some(user.clone()),
            daily_limit,
            weekly_limit,
            monthly_limit: Change::Keep,
        };
        trial.call(&change).unwrap()
    };
    change(Change::Set(3), Change::Set(9));
    let limits = change(Change::Clear, Change::Keep);
    assert_eq!((limits.daily_limit, limits.weekly_limit), (None, Some(9)));
    let get = GetUserMeetingLimits { user: user.clone() };
    assert_eq!(trial.call(&get).unwrap(), limits);
}

#[test]
fn a_user_has_places_of_every_known_kind() {
    let mut trial = Trial::new();
    let user = trial.me().uri;
    let locations = trial.call(&ListUserLocations { user }).unwrap();
    let kinds: Vec<_> = locations.iter().map(|place| place.kind.as_str()).collect();
    for kind in LocationKind::CHOICE.values {
        assert!(kinds.contains(kind), "{kind} of {kinds:?}");
    }
    assert_eq!(kinds.len(), LocationKind::CHOICE.values.len());
    assert!(locations.iter().any(|place| place.connected == Some(true)));
}

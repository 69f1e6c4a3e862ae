use super::*;
use crate::api::cancellation::CancelerType;
use crate::api::prepare::prepare;
use crate::api::{Endpoint, ListEndpoint};

const BASE: &str = "https://api.calendly.com";

fn list() -> Page<Event> {
    ListEvents::decode(include_str!(
        "../../../tests/fixtures/scheduled_events/list.json"
    ))
    .unwrap()
}

#[test]
fn a_meeting_at_a_place_decodes_with_everyone_in_it() {
    let event = &list().collection[0];
    assert_eq!(event.uri.uuid(), "EVKENNENLERNEN01");
    assert_eq!(event.name.as_deref(), Some("Kennenlernen"));
    assert_eq!(event.status, EventStatus::Active);
    assert_eq!(event.start_time.to_rfc3339(), "2026-12-08T09:00:00.000000Z");
    assert_eq!(event.end_time.to_rfc3339(), "2026-12-08T09:30:00.000000Z");
    let Some(EventLocation::Place(place)) = &event.location else {
        panic!("a place")
    };
    assert_eq!(place.class, EventPlaceKind::Physical);
    assert_eq!(place.location.as_deref(), Some("Speicherstadt 4"));
    assert_eq!(place.additional_info.as_deref(), Some("2. Stock"));
    let counter = event.invitees_counter.as_ref().unwrap();
    assert_eq!((counter.total, counter.active, counter.limit), (2, 1, 1));
    let host = &event.event_memberships[0];
    assert_eq!(host.user_name.as_deref(), Some("Lena Weiß"));
    assert_eq!(
        host.buffered_end_time.unwrap().to_rfc3339(),
        "2026-12-08T09:45:00.000000Z"
    );
    assert_eq!(event.event_guests[0].email, "begleitung@ahorn.example");
    let entry = event.calendar_event.as_ref().unwrap();
    assert_eq!(entry.kind, CalendarKind::OutlookDesktop);
    assert_eq!(entry.external_id.as_deref(), Some("AAkALg0042"));
}

#[test]
fn an_online_meeting_has_no_address_until_it_was_set_up() {
    let page = list();
    let conference = |index: usize| match &page.collection[index].location {
        Some(EventLocation::Conference(conference)) => conference.clone(),
        other => panic!("{other:?}"),
    };
    let (ready, waiting) = (conference(1), conference(2));
    assert_eq!(ready.class, EventConferenceKind::GoToMeeting);
    assert_eq!(ready.status, ConferenceStatus::Pushed);
    assert_eq!(
        ready.join_url.as_deref(),
        Some("https://gotomeeting.example/join/7711")
    );
    assert_eq!(ready.data.get("id").and_then(Value::as_i64), Some(7_711));
    assert_eq!(waiting.status, ConferenceStatus::Processing);
    assert_eq!((waiting.join_url, waiting.data), (None, Value::Null));
}

#[test]
fn a_canceled_meeting_says_who_canceled() {
    let event = &list().collection[1];
    assert_eq!(event.status, EventStatus::Canceled);
    let cancellation = event.cancellation.as_ref().unwrap();
    assert_eq!(cancellation.canceler_type, CancelerType::Invitee);
    assert_eq!(cancellation.reason, None);
}

#[test]
fn a_kind_of_location_nobody_knows_yet_is_kept_and_takes_nothing_away() {
    let page = list();
    let [.., odd] = &page.collection[..] else {
        panic!("events")
    };
    let Some(EventLocation::Other(location)) = &odd.location else {
        panic!("{:?}", odd.location)
    };
    let planet = location.get("planet").and_then(Value::as_str);
    assert_eq!(planet, Some("Mars"));
    assert_eq!(odd.status, EventStatus::Other("postponed".to_owned()));
    assert_eq!((&odd.name, &odd.calendar_event), (&None, &None));
    assert_eq!(page.collection.len(), 4);
}

#[test]
fn one_event_decodes() {
    let body = include_str!("../../../tests/fixtures/scheduled_events/get.json");
    let event = GetEvent::decode(body).unwrap();
    assert_eq!(event.uri.uuid(), "EVWORKSHOP000005");
    assert_eq!(
        event.meeting_notes_plain.as_deref(),
        Some("Bitte pünktlich.")
    );
    assert_eq!(
        event.meeting_notes_html.as_deref(),
        Some("<p>Bitte <b>pünktlich</b>.</p>")
    );
    assert_eq!(event.event_memberships.len(), 2);
}

#[test]
fn an_event_without_a_start_is_no_event() {
    let body = r#"{"resource":{"uri":"https://api.calendly.com/scheduled_events/E1","end_time":"2026-12-08T09:30:00Z"}}"#;
    let error = GetEvent::decode(body).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the answer has no usable field start_time"
    );
}

#[test]
fn every_filter_reaches_the_query() {
    let events = ListEvents {
        user: UserUri::parse("U1", BASE).ok(),
        organization: OrganizationUri::parse("O1", BASE).ok(),
        group: GroupUri::parse("G1", BASE).ok(),
        invitee_email: Some(Email("jo+x@ahorn.example".to_owned())),
        status: Some(EventStatus::Active),
        sort: vec![Sort {
            field: EventSort::StartTime,
            descending: true,
        }],
        min_start_time: Timestamp::parse("2026-12-01T00:00:00Z").ok(),
        max_start_time: Timestamp::parse("2027-01-01T00:00:00Z").ok(),
        count: Some(100),
        page_token: None,
    };
    assert_eq!(
        prepare(&events.with_page(Some("t".to_owned())))
            .unwrap()
            .target,
        "/scheduled_events?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1\
         &organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1\
         &group=https%3A%2F%2Fapi.calendly.com%2Fgroups%2FG1\
         &invitee_email=jo%2Bx%40ahorn.example&status=active&sort=start_time%3Adesc\
         &min_start_time=2026-12-01T00%3A00%3A00.000000Z&max_start_time=2027-01-01T00%3A00%3A00.000000Z\
         &count=100&page_token=t"
    );
}

#[test]
fn a_status_or_address_that_would_be_refused_is_not_sent() {
    let events = |status: Option<&str>, email: &str| ListEvents {
        status: status.map(|text| text.to_owned().into()),
        invitee_email: Some(Email(email.to_owned())),
        ..ListEvents::default()
    };
    assert_eq!(
        prepare(&events(Some("cancelled"), "jo@ahorn.example"))
            .unwrap_err()
            .to_string(),
        "status must be one of active, canceled"
    );
    assert_eq!(
        prepare(&events(None, "jo")).unwrap_err().to_string(),
        "invitee_email must be an e-mail address"
    );
}

#[test]
fn an_event_is_asked_for_by_the_end_of_its_uri() {
    let uuid = ScheduledEventUri::parse("https://api.calendly.com/scheduled_events/E-1", BASE);
    let get = GetEvent {
        uuid: uuid.unwrap(),
    };
    assert_eq!(prepare(&get).unwrap().target, "/scheduled_events/E-1");
}

//! The examples in the documents this project has to cover, by shape: each decodes, each field can be reached.
// Helpers of tests may fail loudly too; the exemption in clippy.toml covers only the test functions themselves.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use slotlink::api::availability::{AvailableTimes, ListEventTypeAvailableTimes, Status};
use slotlink::api::event_types::{
    BookingMethod, Class, EventType, GetEventType, Kind, ListEventTypes, PoolingType, ProfileClass,
    QuestionClass,
};
use slotlink::api::scheduling_links::CreateSchedulingLink;
use slotlink::api::users::{GetCurrentUser, GetUser, TimeNotation, User};
use slotlink::api::{Endpoint, Page};

fn check_user(user: User) {
    assert_eq!(
        user.uri.as_str(),
        "https://api.calendly.com/users/HOSTMARCOROSSI01"
    );
    assert_eq!(user.name, "Marco Rossi");
    assert_eq!(user.slug, "marcorossi");
    assert_eq!(user.email, "marco@nordlicht.example");
    assert_eq!(
        user.scheduling_url.as_deref(),
        Some("https://calendly.com/marcorossi")
    );
    // A space, as in the examples: kept, for the zone layer to normalise.
    assert_eq!(user.timezone, "America/New York");
    assert!(user.avatar_url.unwrap().ends_with("/portrait.png"));
    assert_eq!(
        user.created_at.unwrap().to_rfc3339(),
        "2022-06-01T07:15:30.112000Z"
    );
    assert_eq!(
        user.updated_at.unwrap().to_rfc3339(),
        "2025-01-20T18:45:00.445000Z"
    );
    assert_eq!(
        user.current_organization.unwrap().uuid(),
        "ORGNORDLICHTAAA1"
    );
    assert_eq!(user.resource_type.as_deref(), Some("User"));
    // Not in these older examples.
    assert_eq!(user.time_notation, TimeNotation::Other(String::new()));
    assert_eq!(user.locale, None);
}

#[test]
fn the_current_user_and_another_user_decode() {
    let body = include_str!("fixtures/users/seed.json");
    check_user(GetCurrentUser::decode(body).unwrap());
    check_user(GetUser::decode(body).unwrap());
}

fn check_event_type(event_type: &EventType) {
    assert_eq!(event_type.uri.uuid(), "ETBERATUNG000004");
    assert_eq!(event_type.name.as_deref(), Some("Beratung"));
    assert!(event_type.active && event_type.secret && !event_type.admin_managed);
    assert_eq!(event_type.booking_method, BookingMethod::Instant);
    assert_eq!(event_type.slug.as_deref(), Some("beratung"));
    assert_eq!(
        event_type.scheduling_url.as_deref(),
        Some("https://calendly.com/marcorossi/beratung")
    );
    assert_eq!(event_type.duration, 45);
    assert_eq!(event_type.kind, Kind::Solo);
    assert_eq!(event_type.pooling_type, Some(PoolingType::RoundRobin));
    assert_eq!(event_type.class, Class::Standard);
    assert_eq!(event_type.color.as_deref(), Some("#8247f5"));
    assert!(event_type.created_at < event_type.updated_at && event_type.created_at.is_some());
    assert_eq!(event_type.deleted_at, None);
    assert_eq!(
        event_type.internal_note.as_deref(),
        Some("Für Bestandskunden")
    );
    assert_eq!(
        event_type.description_plain.as_deref(),
        Some("Wir sehen uns Ihre Zahlen an")
    );
    assert_eq!(
        event_type.description_html.as_deref(),
        Some("<p>Wir sehen uns Ihre Zahlen an</p>")
    );
    let profile = event_type.profile.as_ref().unwrap();
    assert_eq!(profile.class, ProfileClass::User);
    assert_eq!(profile.name, "Marco Rossi");
    assert_eq!(
        profile.owner,
        "https://api.calendly.com/users/HOSTMARCOROSSI01"
    );
    let classes: Vec<_> = event_type
        .custom_questions
        .iter()
        .map(|question| question.class.clone())
        .collect();
    use QuestionClass::{Line, MultiSelect, PhoneNumber, SingleSelect, Text};
    assert_eq!(
        classes,
        [Line, Text, SingleSelect, MultiSelect, PhoneNumber]
    );
    let staff = &event_type.custom_questions[2];
    assert_eq!(staff.name, "Beschäftigte");
    assert_eq!(staff.position, 2);
    assert!(staff.enabled && !staff.required && staff.include_other);
    assert_eq!(
        staff.answer_choices,
        ["allein", "bis 9", "10 bis 49", "50 und mehr"]
    );
    // Not in these older examples.
    assert!(event_type.locations.is_empty() && event_type.duration_options.is_none());
    assert!(event_type.locale.is_none() && event_type.position.is_none() && !event_type.is_paid);
}

#[test]
fn an_event_type_decodes() {
    check_event_type(
        &GetEventType::decode(include_str!("fixtures/event_types/seed_get.json")).unwrap(),
    );
}

/// Integration platforms wrap Calendly's answer in `data`; what is inside is Calendly's list.
#[test]
fn a_list_of_event_types_decodes() {
    let wrapped: serde_json::Value =
        serde_json::from_str(include_str!("fixtures/event_types/seed_list.json")).unwrap();
    let body = serde_json::json!({ "collection": wrapped["data"] }).to_string();
    let page: Page<EventType> = ListEventTypes::decode(&body).unwrap();
    check_event_type(&page.collection[0]);
    assert_eq!(page.pagination.next_token(), None);
}

#[test]
fn the_fields_of_a_page_can_be_reached() {
    let page = ListEventTypes::decode(include_str!("fixtures/event_types/list.json")).unwrap();
    assert_eq!(page.pagination.count, 3);
    assert!(
        page.pagination
            .next_page
            .unwrap()
            .contains("page_token=tok_second")
    );
    assert_eq!(
        page.pagination.next_page_token.as_deref(),
        Some("tok_second")
    );
    assert_eq!(page.pagination.previous_page, None);
    assert_eq!(page.pagination.previous_page_token, None);
}

#[test]
fn available_times_decode() {
    let body = include_str!("fixtures/event_type_available_times/list.json");
    let times: AvailableTimes = ListEventTypeAvailableTimes::decode(body).unwrap();
    let places: Vec<_> = times
        .collection
        .iter()
        .map(|time| time.invitees_remaining)
        .collect();
    assert_eq!(places, [1, 4, 2]);
    for time in &times.collection {
        assert_eq!(time.status, Status::Available);
        let day = time.start_time.to_rfc3339();
        let url = time.scheduling_url.as_deref().unwrap();
        assert!(url.contains(&day[..10]), "{url} {day}");
    }
}

#[test]
fn a_single_use_link_decodes() {
    let link = CreateSchedulingLink::decode(include_str!("fixtures/scheduling_links/create.json"))
        .unwrap();
    assert!(
        link.booking_url
            .as_str()
            .starts_with("https://calendly.com/d/")
    );
    assert!(link.owner.ends_with("/event_types/ETKENNENLERNEN01"));
    assert_eq!(link.owner_type, "EventType");
}

#[test]
fn broken_json_is_an_error_that_names_the_place() {
    for body in [
        "",
        "null",
        "[]",
        "{",
        "{\"resource\":",
        "\u{feff}",
        "{\"resource\":{}}",
        "{\"collection\":[1e999]}",
    ] {
        assert!(GetCurrentUser::decode(body).is_err());
        assert!(ListEventTypes::decode(body).is_err());
    }
    let deep = "[".repeat(100_000);
    assert!(ListEventTypes::decode(&format!("{{\"collection\":{deep}")).is_err());
    let missing = GetCurrentUser::decode("{\"resource\":{\"name\":\"x\"}}")
        .err()
        .unwrap();
    assert!(missing.to_string().contains("uri"));
}

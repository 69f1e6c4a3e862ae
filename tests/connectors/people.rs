//! Examples of users, event types, times and links: what stands in them is what is decoded.

use slotlink::api::availability::{ListEventTypeAvailableTimes, Status};
use slotlink::api::event_types::{
    BookingMethod, Class, EventType, GetEventType, Kind, ListEventTypes, PoolingType, ProfileClass,
    QuestionClass,
};
use slotlink::api::scheduling_links::CreateSchedulingLink;
use slotlink::api::users::{GetCurrentUser, GetUser, TimeNotation, User};

use super::examples::decode;

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
    check_user(decode::<GetCurrentUser>("getCurrentUser.json").unwrap());
    check_user(decode::<GetUser>("getUser.json").unwrap());
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
    check_event_type(&decode::<GetEventType>("getEventType.json").unwrap());
}

#[test]
fn a_list_of_event_types_decodes() {
    let page = decode::<ListEventTypes>("listUserEventTypes.json").unwrap();
    check_event_type(&page.collection[0]);
    assert_eq!(page.pagination.next_token(), None);
}

#[test]
fn the_fields_of_a_page_can_be_reached() {
    let page = decode::<ListEventTypes>("get-event-types.json").unwrap();
    assert_eq!(page.collection[0].name.as_deref(), Some("Jahresabschluss"));
    assert_eq!(page.pagination.count, 1);
    let next = page.pagination.next_page.unwrap();
    assert!(next.contains("page_token=tok_rossi_2"));
    let token = page.pagination.next_page_token;
    assert_eq!(token.as_deref(), Some("tok_rossi_2"));
    assert_eq!(page.pagination.previous_page, None);
    assert_eq!(page.pagination.previous_page_token, None);
}

#[test]
fn available_times_decode() {
    let times = decode::<ListEventTypeAvailableTimes>("listEventTypeAvailableTimes.json").unwrap();
    let left = times.collection.iter().map(|time| time.invitees_remaining);
    assert_eq!(left.collect::<Vec<_>>(), [3, 2, 5]);
    for time in &times.collection {
        assert_eq!(time.status, Status::Available);
        let day = time.start_time.to_rfc3339();
        let url = time.scheduling_url.as_deref().unwrap();
        assert!(url.contains(&day[..10]), "{url} {day}");
    }
}

#[test]
fn a_single_use_link_decodes() {
    let link = decode::<CreateSchedulingLink>("createSingleUseSchedulingLink.json").unwrap();
    let url = link.booking_url.as_str();
    assert_eq!(url, "https://calendly.com/d/rossi-78/beratung");
    assert!(link.owner.ends_with("/event_types/ETBERATUNG000004"));
    assert_eq!(link.owner_type, "EventType");
}

//! Examples of meetings, of what is around them and of links: what stands in them is what is decoded.

use slotlink::api::cancellation::{CancelEvent, CancelerType};
use slotlink::api::event_types::BookingMethod;
use slotlink::api::invitees::{
    GetEventInvitee, Invitee, InviteeStatus, ListEventInvitees, PaymentProvider,
};
use slotlink::api::locations::LocationKind;
use slotlink::api::scheduled_events::{
    CalendarKind, Event, EventLocation, EventPlaceKind, EventStatus, GetEvent, ListEvents,
};
use slotlink::api::shares::{CreateShare, PeriodType};
use slotlink::api::user_availability_schedules::RuleClass;
use slotlink::api::user_busy_times::{BusyTimeClass, ListUserBusyTimes};

use super::examples::decode;

fn check_event(event: &Event) {
    assert_eq!(event.uri.uuid(), "EVBERATUNG000004");
    assert_eq!(event.name.as_deref(), Some("Beratung"));
    assert_eq!(event.status, EventStatus::Active);
    assert_eq!(event.start_time.to_rfc3339(), "2025-05-06T11:00:00.654000Z");
    assert_eq!(event.end_time.to_rfc3339(), "2025-05-06T11:45:00.654000Z");
    assert_eq!(
        event.event_type.as_ref().unwrap().uuid(),
        "ETBERATUNG000004"
    );
    let Some(EventLocation::Place(place)) = &event.location else {
        panic!("a place")
    };
    assert_eq!(place.class, EventPlaceKind::Physical);
    assert_eq!(place.location.as_deref(), Some("Via Roma 8"));
    assert_eq!(place.additional_info, None);
    let counter = event.invitees_counter.as_ref().unwrap();
    assert_eq!((counter.total, counter.active, counter.limit), (0, 0, 0));
    assert!(event.created_at < event.updated_at && event.created_at.is_some());
    let host = &event.event_memberships[0];
    assert_eq!(host.user.as_ref().unwrap().uuid(), "HOSTMARCOROSSI01");
    assert_eq!(host.user_email.as_deref(), Some("marco@nordlicht.example"));
    let guest = &event.event_guests[0];
    assert_eq!(guest.email, "gast@birke.example");
    assert!(guest.created_at < guest.updated_at && guest.created_at.is_some());
    let entry = event.calendar_event.as_ref().unwrap();
    assert_eq!(entry.kind, CalendarKind::Google);
    assert_eq!(entry.external_id.as_deref(), Some("r0ss1kalender"));
    // Not in these examples.
    assert!(event.cancellation.is_none() && event.meeting_notes_plain.is_none());
    assert!(host.user_name.is_none() && host.buffered_start_time.is_none());
}

#[test]
fn an_event_decodes_alone_and_in_a_list() {
    let get = decode::<GetEvent>("getEvent.json");
    let get = get.unwrap();
    check_event(&get);
    assert_eq!(get.booking_method, Some(BookingMethod::Instant));
    let list = decode::<ListEvents>("listEvents.json");
    let list = list.unwrap();
    check_event(&list.collection[0]);
    assert_eq!(list.collection[0].booking_method, None);
    assert_eq!(list.pagination.next_token(), None);
}

fn check_invitee(invitee: &Invitee) {
    assert_eq!(invitee.uri.uuid(), "INVBIRKE00000004");
    assert_eq!(invitee.event.as_ref().unwrap().uuid(), "EVBERATUNG000004");
    assert_eq!(invitee.email, "alex@birke.example");
    assert_eq!(invitee.name, "Alex Birke");
    assert_eq!(invitee.status, InviteeStatus::Active);
    assert_eq!(invitee.timezone.as_deref(), Some("Europe/Rome"));
    assert!(!invitee.rescheduled);
    assert!(invitee.created_at < invitee.updated_at && invitee.created_at.is_some());
    assert_eq!(
        invitee.cancel_url.as_deref(),
        Some("https://calendly.com/cancellations/INVBIRKE00000004")
    );
    assert_eq!(
        invitee.reschedule_url.as_deref(),
        Some("https://calendly.com/reschedulings/INVBIRKE00000004")
    );
    let answers: Vec<_> = invitee
        .questions_and_answers
        .iter()
        .map(|answer| {
            let lines = answer.answer.lines().count();
            (answer.question.as_str(), lines, answer.position)
        })
        .collect();
    assert_eq!(
        answers,
        [
            ("Beschäftigte", 1, 0),
            ("Worum geht es?", 2, 1),
            ("Themen", 3, 2)
        ]
    );
    let submission = invitee.routing_form_submission.as_ref().unwrap();
    assert_eq!(submission.uuid(), "RFSBIRKE00000004");
    let payment = invitee.payment.as_ref().unwrap();
    assert_eq!(payment.external_id.as_deref(), Some("ch_birke_0004"));
    assert_eq!(payment.provider, PaymentProvider::Stripe);
    assert_eq!(payment.amount, Some(149.25));
    assert_eq!(payment.currency.as_deref(), Some("EUR"));
    assert_eq!(payment.terms.as_deref(), Some("Zahlung im Voraus"));
    assert!(payment.successful);
    let asked = invitee.reconfirmation.as_ref().unwrap();
    assert!(asked.created_at < asked.confirmed_at && asked.created_at.is_some());
    let tracking = invitee.tracking.as_ref().unwrap();
    let origin = [
        &tracking.utm_campaign,
        &tracking.utm_source,
        &tracking.utm_medium,
        &tracking.utm_content,
        &tracking.utm_term,
        &tracking.salesforce_uuid,
    ];
    assert_eq!(origin, [&None; 6]);
    assert_eq!((&invitee.old_invitee, &invitee.new_invitee), (&None, &None));
    assert!(invitee.no_show.is_none() && invitee.cancellation.is_none());
    assert!(invitee.scheduling_method.is_none() && invitee.invitee_scheduled_by.is_none());
    assert_eq!(invitee.text_reminder_number, None);
}

#[test]
fn an_invitee_decodes_alone_and_in_a_list() {
    let get = decode::<GetEventInvitee>("getEventInvitee.json");
    let get = get.unwrap();
    check_invitee(&get);
    assert!(get.uri.as_str().contains("/api/v2/"));
    assert_eq!((get.first_name, get.last_name), (None, None));
    let list = decode::<ListEventInvitees>("listEventInvitees.json");
    let list = list.unwrap();
    check_invitee(&list.collection[0]);
    assert_eq!(list.collection[0].first_name.as_deref(), Some("Alex"));
    assert_eq!(list.collection[0].last_name.as_deref(), Some("Birke"));
}

#[test]
fn a_cancellation_decodes() {
    let example = "cancelEvent.json";
    let cancellation = decode::<CancelEvent>(example).unwrap();
    assert_eq!(cancellation.canceled_by, "Marco Rossi");
    assert_eq!(
        cancellation.reason.as_deref(),
        Some("Die Messe kam dazwischen")
    );
    assert_eq!(cancellation.canceler_type, CancelerType::Host);
    assert_eq!(
        cancellation.created_at.unwrap().to_rfc3339(),
        "2025-03-04T09:10:11.121000Z"
    );
}

#[test]
fn a_share_decodes() {
    let share = decode::<CreateShare>("createShare.json").unwrap();
    let link = &share.scheduling_links[0];
    assert_eq!(
        link.booking_url.as_str(),
        "https://calendly.com/d/rossi-77/beratung"
    );
    assert!(link.owner.ends_with("/event_types/ETBERATUNG000004"));
    assert_eq!(link.owner_type, "EventType");
    let own = share.share_override.unwrap();
    assert_eq!(own.name.as_deref(), Some("Beratung"));
    assert_eq!(own.duration, Some(45));
    assert_eq!(own.period_type, Some(PeriodType::Fixed));
    assert_eq!(own.start_date.as_deref(), Some("2025-05-05"));
    assert_eq!(own.end_date.as_deref(), Some("2025-05-16"));
    assert_eq!(own.max_booking_time, Some(120));
    assert!(own.hide_location);
    let place = &own.location_configurations[0];
    assert_eq!(place.kind, LocationKind::Physical);
    assert_eq!(place.location.as_deref(), Some("Via Roma 8"));
    assert_eq!(place.additional_info.as_deref(), Some("Hinterhaus"));
    assert_eq!(place.phone_number.as_deref(), Some("+39 02 5550100"));
    assert_eq!(place.position, Some(0));
    let hours = own.availability_rule.unwrap();
    assert_eq!(hours.timezone, "Europe/Rome");
    // The example has a weekday and a date in one rule.
    assert_eq!(hours.rules[0].class, RuleClass::Weekday);
    assert_eq!(hours.rules[0].wday.as_deref(), Some("tuesday"));
    assert_eq!(hours.rules[0].date.as_deref(), Some("2025-05-06"));
    assert_eq!(hours.rules[0].intervals[0].from, "13:00");
    assert_eq!(hours.rules[0].intervals[0].to, "18:30");
}

#[test]
fn busy_times_decode() {
    let example = "listUserBusyTimes.json";
    let times = decode::<ListUserBusyTimes>(example).unwrap();
    let [first, second, other] = &times[..] else {
        panic!("three times")
    };
    for (time, event) in [(first, "EVBERATUNG000004"), (second, "EVBERATUNG000005")] {
        assert_eq!(time.class, BusyTimeClass::Calendly);
        assert_eq!(time.event.as_ref().unwrap().uri.uuid(), event);
        assert!(time.buffered_start_time.unwrap() < time.start_time);
        assert!(time.end_time < time.buffered_end_time.unwrap());
    }
    assert_eq!(other.class, BusyTimeClass::External);
    assert!(other.start_time < other.end_time && other.event.is_none());
}

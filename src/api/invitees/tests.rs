use super::*;
use crate::api::prepare::{prepare, prepare_input};
use crate::api::{Endpoint, ListEndpoint};
use crate::json;

const BASE: &str = "https://api.calendly.com";

fn list() -> Page<Invitee> {
    ListEventInvitees::decode(include_str!("../../../tests/fixtures/invitees/list.json")).unwrap()
}

/// The target of reading an invitee with parameters as a JavaScript program gives them.
fn get(input: &str) -> Result<String, String> {
    let Some(Value::Object(input)) = json::parse(input) else {
        panic!("{input} is no object")
    };
    prepare_input(GetEventInvitee::OPERATION, input, Some(BASE))
        .map(|request| request.target)
        .map_err(|error| error.to_string())
}

fn booking() -> CreateEventInvitee {
    CreateEventInvitee {
        event_type: EventTypeUri::parse("T1", BASE).unwrap(),
        start_time: StartTime("2026-12-08T09:00:00Z".to_owned()),
        invitee: InviteeInput {
            name: Some("Jo Ahorn".to_owned()),
            first_name: None,
            last_name: None,
            email: Email("jo@ahorn.example".to_owned()),
            timezone: "Europe/Zurich".to_owned(),
            text_reminder_number: None,
        },
        location: None,
        questions_and_answers: None,
        tracking: None,
        event_guests: None,
    }
}

#[test]
fn an_invitee_who_paid_confirmed_and_did_not_come_decodes() {
    let page = list();
    let jo = &page.collection[0];
    assert_eq!(jo.uri.uuid(), "INVJOAHORN000001");
    assert_eq!(
        (jo.first_name.as_deref(), jo.last_name.as_deref()),
        (Some("Jo"), Some("Ahorn"))
    );
    assert_eq!(jo.status, InviteeStatus::Active);
    assert_eq!(jo.event.as_ref().unwrap().uuid(), "EVKENNENLERNEN01");
    let choices = &jo.questions_and_answers[1];
    assert_eq!(choices.answer.lines().count(), 2);
    assert_eq!(choices.position, 1);
    let tracking = jo.tracking.as_ref().unwrap();
    assert_eq!(tracking.utm_campaign.as_deref(), Some("winter"));
    assert_eq!(tracking.salesforce_uuid.as_deref(), Some("0037000001"));
    let payment = jo.payment.as_ref().unwrap();
    assert_eq!(payment.provider, PaymentProvider::Stripe);
    assert_eq!(payment.amount, Some(120.5));
    assert!(payment.successful);
    assert_eq!(jo.no_show.as_ref().unwrap().uri.uuid(), "NOSHOWJO00000001");
    assert_eq!(jo.no_show.as_ref().unwrap().invitee, None);
    let asked = jo.reconfirmation.as_ref().unwrap();
    assert!(asked.created_at < asked.confirmed_at);
    assert_eq!(jo.scheduling_method, Some(SchedulingMethod::Api));
    assert_eq!(
        jo.invitee_scheduled_by.as_ref().unwrap().uuid(),
        "HOSTLENAWEISSAA1"
    );
}

#[test]
fn an_amount_may_be_a_text() {
    let page = list();
    let payment = page.collection[1].payment.as_ref().unwrap();
    assert_eq!(payment.amount, Some(89.9));
    assert_eq!(payment.provider, PaymentProvider::PayPal);
}

#[test]
fn a_moved_booking_names_the_one_before_and_the_one_after() {
    let page = list();
    let moved = &page.collection[1];
    assert!(moved.rescheduled);
    assert_eq!(moved.status, InviteeStatus::Canceled);
    assert_eq!(
        moved.old_invitee.as_ref().unwrap().uuid(),
        "INVKIMULME000000"
    );
    assert_eq!(
        moved.new_invitee.as_ref().unwrap().uuid(),
        "INVKIMULME000002"
    );
    let reason = moved.cancellation.as_ref().unwrap().reason.as_deref();
    assert_eq!(reason, Some("Der Zug fällt aus"));
}

#[test]
fn nulls_missing_fields_and_new_words_take_no_invitee_away() {
    let page = list();
    let [.., bare] = &page.collection[..] else {
        panic!("invitees")
    };
    assert_eq!(page.collection.len(), 3);
    assert_eq!(bare.uri.uuid(), "INVBARE000000003");
    assert_eq!(
        bare.scheduling_method,
        Some(SchedulingMethod::Other("telepathy".to_owned()))
    );
    assert!(bare.timezone.is_none() && bare.payment.is_none() && bare.no_show.is_none());
    assert!(bare.cancellation.is_none() && bare.reconfirmation.is_none());
    assert_eq!(bare.tracking.as_ref().unwrap().utm_term, None);
}

#[test]
fn one_invitee_decodes() {
    let body = include_str!("../../../tests/fixtures/invitees/get.json");
    let invitee = GetEventInvitee::decode(body).unwrap();
    assert_eq!(invitee.uri.uuid(), "INVJOAHORN000001");
    assert_eq!(invitee.reconfirmation.unwrap().confirmed_at, None);
}

#[test]
fn a_booking_is_answered_in_one_of_two_shapes() {
    let today = include_str!("../../../tests/fixtures/invitees/create.json");
    let older = include_str!("../../../tests/fixtures/invitees/create_older.json");
    let [today, older] = [today, older].map(|body| CreateEventInvitee::decode(body).unwrap());
    assert_eq!(today.scheduling_method, Some(SchedulingMethod::Api));
    assert_eq!(today.uri, older.uri);
    // The older one names the event only in the place of the resource.
    assert_eq!(today.event, older.event);
    assert!(today.event.is_some());
    let neither = CreateEventInvitee::decode(r#"{"resource":"https://api.calendly.com/x"}"#);
    assert_eq!(neither, Err(DecodeError::Field("invitee")));
    assert!(CreateEventInvitee::decode("{}").is_err());
}

#[test]
fn every_filter_of_the_list_reaches_the_query() {
    let invitees = ListEventInvitees {
        uuid: ScheduledEventUri::parse("E1", BASE).unwrap(),
        status: Some(InviteeStatus::Canceled),
        sort: vec![Sort {
            field: CreationSort::CreatedAt,
            descending: false,
        }],
        email: Some(Email("jo@ahorn.example".to_owned())),
        count: Some(2),
        page_token: None,
    };
    assert_eq!(
        prepare(&invitees.with_page(Some("t".to_owned())))
            .unwrap()
            .target,
        "/scheduled_events/E1/invitees?status=canceled&sort=created_at%3Aasc&email=jo%40ahorn.example\
         &count=2&page_token=t"
    );
}

#[test]
fn an_invitee_is_found_by_two_identifiers_or_by_its_uri_alone() {
    let expected = Ok("/scheduled_events/E1/invitees/I1".to_owned());
    assert_eq!(get(r#"{"event_uuid":"E1","invitee_uuid":"I1"}"#), expected);
    for before in ["", "/api/v2"] {
        let uri = format!("{BASE}{before}/scheduled_events/E1/invitees/I1");
        assert_eq!(get(&format!(r#"{{"invitee_uuid":"{uri}"}}"#)), expected);
    }
    let lost = get(r#"{"invitee_uuid":"I1"}"#);
    assert_eq!(lost, Err("event_uuid is required".to_owned()));
}

#[test]
fn a_booking_sends_the_start_as_it_is_and_leaves_out_what_is_not_given() {
    let request = prepare(&booking()).unwrap();
    assert_eq!(request.target, "/invitees");
    assert_eq!(
        request.body.unwrap(),
        r#"{"event_type":"https://api.calendly.com/event_types/T1","start_time":"2026-12-08T09:00:00Z","#.to_owned()
            + r#""invitee":{"name":"Jo Ahorn","email":"jo@ahorn.example","timezone":"Europe/Zurich"}}"#
    );
    let start = Timestamp::parse("2026-12-08T10:00:00+01:00").unwrap();
    assert_eq!(StartTime::from(start).0, "2026-12-08T09:00:00.000000Z");
}

#[test]
fn a_booking_sends_everything_that_is_given_and_all_names_of_the_tracking() {
    let whole = CreateEventInvitee {
        invitee: InviteeInput {
            name: None,
            first_name: Some("Jo".to_owned()),
            last_name: Some("Ahorn".to_owned()),
            text_reminder_number: Some("+41441234567".to_owned()),
            ..booking().invitee
        },
        location: Some(InviteeLocationInput {
            kind: LocationKind::OutboundCall,
            location: Some("+41441234567".to_owned()),
        }),
        questions_and_answers: Some(vec![InviteeAnswerInput {
            question: "Worum geht es?".to_owned(),
            answer: "Um alles".to_owned(),
            position: 0,
        }]),
        tracking: Some(TrackingInput {
            utm_source: OrNull(Some("blog".to_owned())),
            ..TrackingInput::default()
        }),
        event_guests: Some(vec![Email("gast@ahorn.example".to_owned())]),
        ..booking()
    };
    let body = prepare(&whole).unwrap().body.unwrap();
    let (_, rest) = body.split_once(r#""invitee":"#).unwrap();
    assert_eq!(
        rest,
        r#"{"first_name":"Jo","last_name":"Ahorn","email":"jo@ahorn.example","timezone":"Europe/Zurich","#.to_owned()
            + r#""text_reminder_number":"+41441234567"},"#
            + r#""location":{"kind":"outbound_call","location":"+41441234567"},"#
            + r#""questions_and_answers":[{"question":"Worum geht es?","answer":"Um alles","position":0}],"#
            + r#""tracking":{"utm_campaign":null,"utm_source":"blog","utm_medium":null,"utm_content":null,"#
            + r#""utm_term":null,"salesforce_uuid":null},"event_guests":["gast@ahorn.example"]}"#
    );
}

#[test]
fn a_booking_that_would_be_refused_is_not_sent() {
    let refusal = |booking: &CreateEventInvitee| prepare(booking).unwrap_err().to_string();
    let guest = |number: usize| Email(format!("a.rather.long.name.{number}@ahorn.example"));
    let mut crowd = booking();
    crowd.event_guests = Some((0..10).map(guest).collect());
    assert!(prepare(&crowd).is_ok());
    crowd.event_guests = Some((0..11).map(guest).collect());
    assert_eq!(refusal(&crowd), "event_guests takes at most 10 items");
    crowd.event_guests = Some(vec![Email("nobody".to_owned())]);
    assert_eq!(refusal(&crowd), "event_guests[0] must be an e-mail address");
    let mut late = booking();
    late.start_time = StartTime("tomorrow, in Z".to_owned());
    assert!(refusal(&late).starts_with("start_time must be an instant"));
    late.start_time = StartTime("2026-12-01T09:00:00+01:00".to_owned());
    assert_eq!(refusal(&late), "start_time must be in UTC, ending in Z");
    let mut nowhere = booking();
    nowhere.location = Some(InviteeLocationInput {
        kind: LocationKind::Other("gotomeeting".to_owned()),
        location: None,
    });
    assert!(refusal(&nowhere).starts_with("location.kind must be one of ask_invitee"));
}

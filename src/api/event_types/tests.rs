use super::*;
use crate::api::prepare::prepare;
use crate::api::{Endpoint, ListEndpoint};

#[test]
fn a_list_decodes_with_nulls_new_values_and_unknown_fields() {
    let body = include_str!("../../../tests/fixtures/event_types/list.json");
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
    let body = include_str!("../../../tests/fixtures/event_types/get.json");
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
    let by = |field, descending| Sort { field, descending };
    let list = ListEventTypes {
        user: UserUri::parse("U1", base).ok(),
        organization: OrganizationUri::parse("O1", base).ok(),
        active: Some(true),
        admin_managed: Some(false),
        user_availability_schedule: AvailabilityScheduleUri::parse("S1", base).ok(),
        sort: vec![
            by(EventTypeSort::Position, false),
            by(EventTypeSort::UpdatedAt, true),
        ],
        count: Some(50),
        page_token: None,
    };
    let target = prepare(&list.with_page(Some("t".to_owned())))
        .unwrap()
        .target;
    assert_eq!(
        target,
        "/event_types?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1\
         &organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1&active=true&admin_managed=false\
         &user_availability_schedule=https%3A%2F%2Fapi.calendly.com%2Fuser_availability_schedules%2FS1\
         &sort=position%3Aasc%2Cupdated_at%3Adesc&count=50&page_token=t"
    );
}

#[test]
fn a_page_has_at_most_a_hundred_items() {
    let list = ListEventTypes {
        count: Some(101),
        ..ListEventTypes::default()
    };
    let refusal = prepare(&list).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "count must be a whole number from 1 to 100"
    );
}

#[test]
fn a_filter_that_was_not_chosen_is_left_out() {
    let list = ListEventTypes::of_user(UserUri::parse("U1", BASE).unwrap());
    assert_eq!(
        prepare(&list).unwrap().target,
        "/event_types?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1&count=100"
    );
}

const BASE: &str = "https://api.calendly.com";

#[test]
fn a_new_event_type_needs_an_owner_and_a_name_only() {
    let create = CreateEventType::of(UserUri::parse("U1", BASE).unwrap(), "Beratung");
    let request = prepare(&create).unwrap();
    assert_eq!(request.target, "/event_types");
    assert_eq!(
        request.body.unwrap(),
        r#"{"owner":"https://api.calendly.com/users/U1","name":"Beratung"}"#
    );
}

#[test]
fn a_new_event_type_is_sent_with_everything_that_was_set() {
    let create = CreateEventType {
        active: Some(true),
        description: Some("Zahlen, Fragen".to_owned()),
        duration: Some(45),
        duration_options: Some(vec![30, 45]),
        locations: Some(vec![LocationConfigurationInput {
            kind: LocationKind::InboundCall,
            location: None,
            additional_info: Some("Durchwahl 3".to_owned()),
            phone_number: Some("+49 40 1234567".to_owned()),
        }]),
        color: Some("#8247f5".to_owned()),
        locale: Some(EventTypeLocale::Ukrainian),
        start_time_increment: Some(15),
        before_buffer: Some(0),
        after_buffer: Some(180),
        ..CreateEventType::of(UserUri::parse("U1", BASE).unwrap(), "Beratung")
    };
    assert_eq!(
        prepare(&create).unwrap().body.unwrap(),
        r##"{"owner":"https://api.calendly.com/users/U1","name":"Beratung","active":true,"##
            .to_owned()
            + r##""description":"Zahlen, Fragen","duration":45,"duration_options":[30,45],"##
            + r##""locations":[{"kind":"inbound_call","additional_info":"Durchwahl 3","phone_number":"+49 40 1234567"}],"##
            + r##""color":"#8247f5","locale":"uk","start_time_increment":15,"before_buffer":0,"after_buffer":180}"##
    );
}

#[test]
fn a_change_names_the_event_type_in_the_path_and_sends_what_is_given() {
    let change = UpdateEventType {
        owner: UserUri::parse("U2", BASE).ok(),
        name: Some("Neu".to_owned()),
        active: Some(false),
        duration_options: Some(Vec::new()),
        before_buffer: Some(10),
        ..UpdateEventType::of(EventTypeUri::parse("T1", BASE).unwrap())
    };
    let request = prepare(&change).unwrap();
    assert_eq!(request.target, "/event_types/T1");
    assert_eq!(
        request.body.unwrap(),
        r#"{"owner":"https://api.calendly.com/users/U2","name":"Neu","active":false,"duration_options":[],"before_buffer":10}"#
    );
}

#[test]
fn what_an_event_type_cannot_have_is_not_sent() {
    let of = || UpdateEventType::of(EventTypeUri::parse("T1", BASE).unwrap());
    let refusal = |change| prepare(&change).unwrap_err().to_string();
    let duration = |duration| UpdateEventType {
        duration: Some(duration),
        ..of()
    };
    let options = |options: &[u32]| UpdateEventType {
        duration_options: Some(options.to_vec()),
        ..of()
    };
    let color = |color: &str| UpdateEventType {
        color: Some(color.to_owned()),
        ..of()
    };
    for minutes in [1, 720] {
        assert!(prepare(&duration(minutes)).is_ok());
    }
    for minutes in [0, 721] {
        assert_eq!(
            refusal(duration(minutes)),
            "duration must be a whole number from 1 to 720"
        );
    }
    assert!(prepare(&options(&[15, 30, 45, 60])).is_ok());
    assert_eq!(
        refusal(options(&[15, 30, 45, 60, 75])),
        "duration_options takes at most 4 items"
    );
    assert_eq!(
        refusal(options(&[15, 0])),
        "duration_options[1] must be a whole number from 1 to 720"
    );
    assert!(prepare(&color("#0a9fbe")).is_ok());
    for odd in ["#0A9FBE", "0a9fbe", "#0a9fb", "#0a9fbg"] {
        assert!(refusal(color(odd)).starts_with("color must be a colour"));
    }
    let increment = UpdateEventType {
        start_time_increment: Some(4),
        ..of()
    };
    assert_eq!(
        refusal(increment),
        "start_time_increment must be a whole number from 5 to 720"
    );
    let buffer = UpdateEventType {
        after_buffer: Some(20),
        ..of()
    };
    assert_eq!(
        refusal(buffer),
        "after_buffer must be one of 0, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180"
    );
    let locale = UpdateEventType {
        locale: Some(EventTypeLocale::Other("tlh".to_owned())),
        ..of()
    };
    assert_eq!(
        refusal(locale),
        "locale must be one of de, en, es, fr, it, nl, pt, uk"
    );
}

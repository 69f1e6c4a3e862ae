use super::*;
use crate::api::prepare::{Prepared, prepare, prepare_input};
use crate::api::user_availability_schedules::{IntervalInput, RuleClass, RuleWeekday};
use crate::api::{Endpoint, ListEndpoint, Method};
use crate::json;

const BASE: &str = "https://api.calendly.com";

fn event_type() -> EventTypeUri {
    EventTypeUri::parse("T1", BASE).unwrap()
}

fn share() -> ShareUri {
    ShareUri::parse("S1", BASE).unwrap()
}

fn friday() -> ShareHoursInput {
    ShareHoursInput {
        rules: vec![AvailabilityRuleInput {
            class: RuleClass::Weekday,
            wday: Some(RuleWeekday::Friday),
            date: None,
            intervals: vec![IntervalInput {
                from: "07:00".to_owned(),
                to: "11:00".to_owned(),
            }],
        }],
        timezone: "Europe/Berlin".to_owned(),
    }
}

fn office() -> ShareLocationInput {
    ShareLocationInput {
        kind: LocationKind::Physical,
        location: Some("Speicherstadt 4".to_owned()),
        additional_info: Some("2. Stock".to_owned()),
        phone_number: Some("+49 40 1234567".to_owned()),
        position: Some(0),
    }
}

#[test]
fn a_created_share_decodes_with_what_counts_for_it() {
    let body = include_str!("../../../tests/fixtures/shares/create.json");
    let share = CreateShare::decode(body).unwrap();
    assert_eq!(share.status, Some(ShareStatus::Active));
    assert_eq!(
        share.key(),
        "https://api.calendly.com/shares/SHAREAHORN000001"
    );
    assert_eq!(
        share.scheduling_links[0].booking_url.as_str(),
        "https://calendly.com/d/ahorn-1/kennenlernen"
    );
    assert_eq!(
        share.contact.as_str(),
        Some("https://api.calendly.com/contacts/CONTACTAHORN0001")
    );
    assert!(share.created_at.is_some());
    let own = share.share_override.unwrap();
    assert_eq!(own.name.as_deref(), Some("Kennenlernen für Jo"));
    assert_eq!(own.duration_options.as_deref(), Some(&[30, 60][..]));
    assert_eq!(own.period_type, Some(PeriodType::Fixed));
    assert_eq!(own.end_date.as_deref(), Some("2026-12-18"));
    assert_eq!(
        (own.max_booking_time, own.min_booking_time),
        (Some(60), Some(240))
    );
    assert!(own.hide_location);
    assert_eq!(own.location_configurations[0].kind, LocationKind::Physical);
    assert_eq!(own.location_configurations[0].position, Some(0));
    let hours = own.availability_rule.unwrap();
    assert_eq!(hours.rules[0].intervals[0].from, "07:00");
    assert_eq!(hours.timezone, "Europe/Berlin");
}

#[test]
fn a_share_of_before_november_2026_has_its_link_and_nothing_to_ask_about_it() {
    let body = include_str!("../../../tests/fixtures/shares/create_older.json");
    let share = CreateShare::decode(body).unwrap();
    assert_eq!((&share.uri, &share.status), (&None, &None));
    assert_eq!((share.created_at, &share.contact), (None, &Value::Null));
    assert_eq!(share.key(), "https://calendly.com/d/ulme-2/kennenlernen");
    assert_eq!(share.share_override.unwrap().min_booking_time, None);
}

#[test]
fn a_list_of_shares_tells_what_became_of_each_link() {
    let page =
        ListShares::decode(include_str!("../../../tests/fixtures/shares/list.json")).unwrap();
    let states: Vec<_> = page
        .collection
        .iter()
        .map(|share| share.status.as_ref().map(ShareStatus::as_str))
        .collect();
    assert_eq!(
        states,
        [
            Some("active"),
            Some("booked"),
            Some("expired"),
            Some("frozen")
        ]
    );
    let frozen = &page.collection[3];
    assert_eq!(frozen.status, Some(ShareStatus::Other("frozen".to_owned())));
    assert_eq!(frozen.share_override, None);
    assert_eq!(
        page.pagination.next_token().as_deref(),
        Some("tok_shares_2")
    );
}

#[test]
fn a_share_is_like_its_event_type_where_nothing_is_set() {
    let request = prepare(&CreateShare::of(event_type())).unwrap();
    assert_eq!(request.target, "/shares");
    assert_eq!(
        request.body.unwrap(),
        r#"{"event_type":"https://api.calendly.com/event_types/T1"}"#
    );
}

#[test]
fn a_share_is_sent_with_everything_that_was_set() {
    let create = CreateShare {
        name: Some("Für Jo".to_owned()),
        duration: Some(60),
        duration_options: Some(vec![30, 60]),
        period_type: Some(PeriodType::Fixed),
        start_date: Date::parse_iso("2026-12-01"),
        end_date: Date::parse_iso("2026-12-18"),
        max_booking_time: Some(60),
        hide_location: Some(true),
        location_configurations: Some(vec![office()]),
        availability_rule: Some(friday()),
        contact: Some("https://api.calendly.com/contacts/C1".into()),
        ..CreateShare::of(event_type())
    };
    assert_eq!(
        prepare(&create).unwrap().body.unwrap(),
        r#"{"event_type":"https://api.calendly.com/event_types/T1","name":"Für Jo","duration":60,"#
            .to_owned()
            + r#""duration_options":[30,60],"period_type":"fixed","start_date":"2026-12-01","end_date":"2026-12-18","#
            + r#""max_booking_time":60,"hide_location":true,"location_configurations":[{"kind":"physical","#
            + r#""location":"Speicherstadt 4","additional_info":"2. Stock","phone_number":"+49 40 1234567","position":0}],"#
            + r#""availability_rule":{"rules":[{"type":"wday","wday":"friday","intervals":[{"from":"07:00","to":"11:00"}]}],"#
            + r#""timezone":"Europe/Berlin"},"contact":"https://api.calendly.com/contacts/C1"}"#
    );
}

#[test]
fn a_change_sets_brings_back_and_leaves_alone() {
    let change = UpdateShare {
        name: Change::Set("Für Kim".to_owned()),
        duration: Change::Clear,
        duration_options: Change::Set(vec![15]),
        hide_location: Change::Set(false),
        location_configurations: Change::Set(vec![office()]),
        availability_rule: Change::Clear,
        contact: Change::Clear,
        ..UpdateShare::of(share())
    };
    let request = prepare(&change).unwrap();
    assert_eq!(request.target, "/shares/S1");
    assert_eq!(
        request.body.unwrap(),
        r#"{"name":"Für Kim","duration":null,"duration_options":[15],"hide_location":false,"#
            .to_owned()
            + r#""location_configurations":[{"kind":"physical","location":"Speicherstadt 4","#
            + r#""additional_info":"2. Stock","phone_number":"+49 40 1234567","position":0}],"#
            + r#""availability_rule":null,"contact":null}"#
    );
    let nothing = prepare(&UpdateShare::of(share())).unwrap();
    assert_eq!(nothing.body.unwrap(), "{}");
}

#[test]
fn null_of_a_javascript_program_brings_back_every_value_of_the_event_type() {
    let change = |input: &str| -> Prepared {
        let Some(Value::Object(input)) = json::parse(input) else {
            panic!("{input} is no object")
        };
        prepare_input(UpdateShare::OPERATION, input, Some(BASE)).unwrap()
    };
    for parameter in &UpdateShare::OPERATION.parameters[1..] {
        let request = change(&format!(r#"{{"uuid":"S1","{}":null}}"#, parameter.name));
        assert_eq!(
            request.body.unwrap(),
            format!(r#"{{"{}":null}}"#, parameter.name)
        );
    }
}

#[test]
fn what_a_share_cannot_have_is_not_sent() {
    let refusal = |change| prepare(&change).unwrap_err().to_string();
    let of = || UpdateShare::of(share());
    assert_eq!(
        refusal(UpdateShare {
            name: Change::Set("x".repeat(56)),
            ..of()
        }),
        "name must have at most 55 characters"
    );
    assert_eq!(
        refusal(UpdateShare {
            duration_options: Change::Set(vec![1, 2, 3, 4, 5]),
            ..of()
        }),
        "duration_options takes at most 4 items"
    );
    let endless = ShareLocationInput {
        additional_info: Some("x".repeat(256)),
        ..office()
    };
    assert_eq!(
        refusal(UpdateShare {
            location_configurations: Change::Set(vec![office(), endless]),
            ..of()
        }),
        "location_configurations[1].additional_info must have at most 255 characters"
    );
    assert_eq!(
        refusal(UpdateShare {
            period_type: Change::Set(PeriodType::Other("forever".to_owned())),
            ..of()
        }),
        "period_type must be one of available_moving, moving, fixed, unlimited"
    );
}

#[test]
fn every_filter_of_the_list_reaches_the_query() {
    let shares = ListShares {
        user: UserUri::parse("U1", BASE).unwrap(),
        event_type: Some(event_type()),
        min_created_at: Timestamp::parse("2026-11-01T00:00:00Z").ok(),
        max_created_at: Timestamp::parse("2026-12-01T00:00:00Z").ok(),
        sort: vec![Sort {
            field: CreationSort::CreatedAt,
            descending: true,
        }],
        count: Some(50),
        page_token: None,
    };
    assert_eq!(
        prepare(&shares.with_page(Some("t".to_owned())))
            .unwrap()
            .target,
        "/shares?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1\
         &event_type=https%3A%2F%2Fapi.calendly.com%2Fevent_types%2FT1\
         &min_created_at=2026-11-01T00%3A00%3A00.000000Z&max_created_at=2026-12-01T00%3A00%3A00.000000Z\
         &sort=created_at%3Adesc&count=50&page_token=t"
    );
}

#[test]
fn a_share_is_taken_back_by_its_identifier() {
    let request = prepare(&DeleteShare { uuid: share() }).unwrap();
    assert_eq!(
        (request.target.as_str(), request.body),
        ("/shares/S1", None)
    );
    assert_eq!(DeleteShare::OPERATION.method, Method::Delete);
    assert_eq!(DeleteShare::decode("null"), Ok(()));
}

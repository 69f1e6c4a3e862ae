//! The rules across several parameters: what breaks one is refused before anything is sent, by its names.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;

use slotlink::api::UserUri;
use slotlink::api::input::Change;
use slotlink::api::operations::{self, ALL};
use slotlink::api::prepare::{InvalidInput, prepare, prepare_input};
use slotlink::api::rules::Rule;
use slotlink::api::schema::{Input, Limit, Parameter, Shape};
use slotlink::api::user_busy_times::ListUserBusyTimes;
use slotlink::api::user_meeting_limits::UpdateUserMeetingLimits;
use slotlink::client::{Error, Kind};
use slotlink::json::{self, Value};
use slotlink::time::Timestamp;

const BASE: &str = "https://api.calendly.com";

fn refused(operation: &str, input: &str) -> Option<InvalidInput> {
    let Value::Object(input) = json::parse(input).unwrap() else {
        panic!("an object")
    };
    prepare_input(operations::named(operation).unwrap(), input, Some(BASE)).err()
}

/// Operation, input, and the names and the advice of the refusal; without them it is sent.
const CASES: &[(&str, &str, &str, &str)] = &[
    (
        "ListEventTypes",
        "{}",
        "user, organization",
        "give user or organization",
    ),
    ("ListEventTypes", r#"{"organization":"O1"}"#, "", ""),
    (
        "ListEventTypes",
        r#"{"organization":"O1","user_availability_schedule":"S1"}"#,
        "user_availability_schedule, user",
        "give user where user_availability_schedule is given",
    ),
    (
        "ListEventTypes",
        r#"{"user":"U1","user_availability_schedule":"S1"}"#,
        "",
        "",
    ),
    (
        "ListOrganizationMemberships",
        r#"{"role":"admin"}"#,
        "user, organization",
        "give user or organization",
    ),
    (
        "ListEvents",
        "{}",
        "user, organization, group",
        "give user or organization or group",
    ),
    ("ListEvents", r#"{"group":"G1"}"#, "", ""),
    (
        "ListEvents",
        r#"{"user":"U1","min_start_time":"2026-12-02T00:00:00Z","max_start_time":"2026-12-01T00:00:00Z"}"#,
        "min_start_time, max_start_time",
        "let min_start_time be no later than max_start_time",
    ),
    (
        "ListEventTypeAvailableTimes",
        r#"{"event_type":"E1","start_time":"2026-12-01T00:00:00Z","end_time":"2027-01-01T00:00:01Z"}"#,
        "start_time, end_time",
        "let end_time be at most 31 days later than start_time",
    ),
    (
        "ListEventTypeAvailableTimes",
        r#"{"event_type":"E1","start_time":"2026-12-01T00:00:00Z","end_time":"2027-01-01T00:00:00Z"}"#,
        "",
        "",
    ),
    (
        "ListUserBusyTimes",
        r#"{"user":"U1","start_time":"2026-12-02T00:00:00Z","end_time":"2026-12-01T00:00:00Z"}"#,
        "start_time, end_time",
        "let start_time be earlier than end_time",
    ),
    (
        "UpdateUserMeetingLimits",
        r#"{"user":"U1"}"#,
        "daily_limit, weekly_limit, monthly_limit",
        "give daily_limit or weekly_limit or monthly_limit",
    ),
    (
        "UpdateUserMeetingLimits",
        r#"{"weekly_limit":null}"#,
        "",
        "",
    ),
    (
        "CreateEventInvitee",
        r#"{"event_type":"E1","start_time":"2026-12-01T09:00:00Z","invitee":{"first_name":"Jo","email":"jo@ek.example","timezone":"UTC"}}"#,
        "invitee.name, invitee.first_name, invitee.last_name",
        "give name or first_name and last_name",
    ),
    (
        "CreateEventInvitee",
        r#"{"event_type":"E1","start_time":"2026-12-01T09:00:00Z","invitee":{"first_name":"Jo","last_name":"Ek","email":"jo@ek.example","timezone":"UTC"}}"#,
        "",
        "",
    ),
    (
        "CreateWebhookSubscription",
        r#"{"url":"https://a.example","events":["invitee.created"],"organization":"O1","scope":"user"}"#,
        "scope, user",
        "give user where scope is user",
    ),
    (
        "CreateWebhookSubscription",
        r#"{"url":"https://a.example","events":["invitee.created","routing_form_submission.created"],"organization":"O1","scope":"user","user":"U1"}"#,
        "events, scope",
        "let scope be organization where events has routing_form_submission.created",
    ),
    (
        "ListWebhookSubscriptions",
        r#"{"organization":"O1","scope":"group"}"#,
        "scope, group",
        "give group where scope is group",
    ),
    (
        "CreateShare",
        r#"{"event_type":"E1","period_type":"fixed","start_date":"2026-12-01"}"#,
        "period_type, end_date",
        "give end_date where period_type is fixed",
    ),
    (
        "UpdateShare",
        r#"{"uuid":"S1","start_date":"2026-12-02","end_date":"2026-12-01"}"#,
        "start_date, end_date",
        "let start_date be no later than end_date",
    ),
    (
        "UpdateShare",
        r#"{"uuid":"S1","period_type":"fixed"}"#,
        "",
        "",
    ),
    (
        "CreateOneOffEventType",
        r#"{"name":"n","host":"U1","duration":30,"date_setting":{"type":"date_range","start_date":"2026-01-01","end_date":"2027-01-01"}}"#,
        "date_setting.start_date, date_setting.end_date",
        "let end_date be at most 364 days later than start_date",
    ),
    (
        "CreateOneOffEventType",
        r#"{"name":"n","host":"U1","duration":30,"date_setting":{"type":"spots","spots":[{"start_time":"2026-12-01T09:00:00Z","end_time":"2026-12-01T09:00:00Z"}]}}"#,
        "date_setting.spots[0].start_time, date_setting.spots[0].end_time",
        "let start_time be earlier than end_time",
    ),
    (
        "CreateUserAvailabilitySchedule",
        r#"{"rules":[{"type":"wday","wday":"monday","intervals":[]},{"type":"date","intervals":[]}]}"#,
        "rules[1].type, rules[1].date",
        "give date where type is date",
    ),
    (
        "DeleteScheduledEventData",
        r#"{"start_time":"2024-01-01T00:00:00Z","end_time":"2026-01-02T00:00:00Z"}"#,
        "start_time, end_time",
        "let end_time be at most 2 years later than start_time",
    ),
    (
        "ListShares",
        r#"{"user":"U1","min_created_at":"2026-12-02T00:00:00Z","max_created_at":"2026-12-01T00:00:00Z"}"#,
        "min_created_at, max_created_at",
        "let min_created_at be no later than max_created_at",
    ),
];

#[test]
fn what_does_not_fit_together_is_refused_with_all_its_names_and_what_to_do() {
    for (operation, input, names, advice) in CASES {
        let told = refused(operation, input).map(|error| (error.parameter, error.message));
        let wanted = Some((names.to_string(), format!("do not fit: {advice}")));
        assert_eq!(
            told,
            wanted.filter(|_| !names.is_empty()),
            "{operation} {input}"
        );
    }
}

#[test]
fn a_typed_operation_is_checked_as_well_and_each_name_has_a_detail() {
    let error = prepare(&UpdateUserMeetingLimits::default()).unwrap_err();
    let error = Error::from(error);
    assert_eq!(
        (error.kind(), error.code()),
        (Kind::InvalidArgument, "invalid_argument")
    );
    let names: Vec<_> = error
        .details()
        .iter()
        .map(|detail| detail.parameter.as_deref())
        .collect();
    assert_eq!(
        names,
        [
            Some("daily_limit"),
            Some("weekly_limit"),
            Some("monthly_limit")
        ]
    );
    assert_eq!(
        error.message(),
        "daily_limit, weekly_limit, monthly_limit do not fit: give daily_limit or weekly_limit or monthly_limit"
    );
    let clear = UpdateUserMeetingLimits {
        daily_limit: Change::Clear,
        ..Default::default()
    };
    assert!(prepare(&clear).is_ok());
    let start_time = Timestamp::parse("2026-12-01T00:00:00Z").unwrap();
    let busy = |days| {
        let user = UserUri::parse("U1", BASE).unwrap();
        prepare(&ListUserBusyTimes {
            user,
            start_time,
            end_time: start_time.plus_days(days),
        })
        .is_ok()
    };
    assert_eq!(
        [-1, 0, 1, 7, 8].map(busy),
        [false, false, true, true, false]
    );
}

fn rules_of(parameters: &[Parameter], rules: &[Rule], check: &mut impl FnMut(&[Parameter], Rule)) {
    rules.iter().for_each(|rule| check(parameters, *rule));
    for parameter in parameters {
        inside(&parameter.shape, check);
    }
}

fn inside(shape: &Shape, check: &mut impl FnMut(&[Parameter], Rule)) {
    match shape {
        Shape::List(inner) | Shape::Nullable(inner) => inside(inner, check),
        Shape::Input(Input {
            parameters, rules, ..
        }) => rules_of(parameters, rules, check),
        Shape::Union(union) => union
            .variants
            .iter()
            .for_each(|variant| inside(&variant.shape, check)),
        _ => {}
    }
}

#[test]
fn a_rule_speaks_of_declared_parameters_and_of_words_that_they_take() {
    let mut seen = BTreeSet::new();
    for operation in ALL {
        rules_of(
            operation.parameters,
            operation.rules,
            &mut |parameters, rule| {
                seen.insert(format!("{} {rule:?}", operation.name));
                let shape = |name: &str| {
                    let found = parameters.iter().find(|parameter| parameter.name == name);
                    let mut shape = found
                        .unwrap_or_else(|| panic!("{}: no {name}", operation.name))
                        .shape;
                    while let Shape::List(inner) | Shape::Nullable(inner) = shape {
                        shape = *inner;
                    }
                    shape
                };
                for name in rule.names() {
                    shape(name);
                }
                let takes = |name, word| match shape(name) {
                    Shape::Choice(choice) => choice.values.contains(&word),
                    _ => false,
                };
                match rule {
                    Rule::Needs(_, "", _) | Rule::AnyOf(_) => {}
                    Rule::Needs(name, word, _) => assert!(takes(name, word), "{rule:?}"),
                    Rule::Only(name, word, other, only) => {
                        assert!(takes(name, word) && takes(other, only), "{rule:?}")
                    }
                    Rule::Ordered(from, to)
                    | Rule::Before(from, to)
                    | Rule::AtMostDays(from, to, _)
                    | Rule::AtMostYears(from, to, _) => {
                        let is_time = |name| {
                            let mut all = parameters.iter();
                            all.any(|found| found.name == name && found.limit == Limit::TimeOfDay)
                        };
                        let is_moment = |name| {
                            matches!(shape(name), Shape::Instant | Shape::Date) || is_time(name)
                        };
                        assert!(is_moment(from) && is_moment(to), "{rule:?}");
                    }
                }
            },
        );
    }
    assert!(seen.len() > 30, "{}", seen.len());
}

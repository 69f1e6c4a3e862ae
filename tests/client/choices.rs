//! Choices: labels and values out of lists, searched and paged.

use slotlink::client::data_sources::{Choices, DataSource};
use slotlink::json::{self, Fields, Value};

use super::*;

fn fields(input: &str) -> Fields {
    match json::parse(input) {
        Some(Value::Object(fields)) => fields,
        _ => panic!("{input} is no object"),
    }
}

fn list(collection: serde_json::Value, next: Option<&str>) -> Answer {
    let page =
        serde_json::json!({ "collection": collection, "pagination": { "next_page_token": next } });
    json(200, page.to_string())
}

async fn choose(bench: &Bench, source: &str, filters: &str, search: &str) -> Choices {
    let source = DataSource::named(source).unwrap();
    let choices = bench
        .client
        .choices(source, fields(filters), search, str::to_lowercase)
        .await;
    choices.unwrap_or_else(|error| panic!("{error}"))
}

fn labels(choices: &Choices) -> Vec<&str> {
    choices
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect()
}

fn uri(path: &str) -> String {
    format!("https://api.calendly.com/{path}")
}

#[test]
fn each_source_has_labels_that_people_can_tell_apart() {
    run(async {
        for (source, item, label) in [
            (
                "events",
                serde_json::json!({"uri": uri("scheduled_events/1"), "name": "Intro", "status": "canceled",
                    "start_time": "2026-12-08T08:05:00.000000Z", "end_time": "2026-12-08T08:35:00.000000Z"}),
                "Intro, 2026-12-08 08:05 UTC, canceled",
            ),
            (
                "eventTypes",
                serde_json::json!({"uri": uri("event_types/1"), "name": "Intro", "duration": 30, "active": false}),
                "Intro, 30 min, inactive",
            ),
            (
                "organizationMemberships",
                serde_json::json!({"uri": uri("organization_memberships/1"), "role": "admin", "user": {
                    "uri": uri("users/1"), "name": "Ada", "email": "ada@a.test"}}),
                "Ada (ada@a.test), admin",
            ),
            (
                "routingForms",
                serde_json::json!({"uri": uri("routing_forms/1"), "name": "Where to", "status": "draft"}),
                "Where to, draft",
            ),
        ] {
            let value = item["uri"].as_str().unwrap().to_owned();
            let bench = bench(Some(tokens()), move |_| {
                list(serde_json::json!([item.clone()]), None)
            });
            let found = choose(&bench, source, r#"{"organization":"O1"}"#, "").await;
            assert_eq!(labels(&found), [label]);
            assert_eq!(
                (found.choices[0].value.as_str(), found.next_page_token),
                (&*value, None)
            );
        }
        assert!(DataSource::named("teams").is_none());
    });
}

#[test]
fn every_filter_reaches_the_request() {
    for (source, filters, target) in [
        (
            "events",
            r#"{"invitee_email":"a@a.test","max_start_time":"2026-12-02T00:00:00Z","min_start_time":"2026-12-01T00:00:00Z",
                "organization":"O1","sort":"start_time:asc","status":"active","user":"U1"}"#,
            "invitee_email=a%40a.test max_start_time=2026-12-02 min_start_time=2026-12-01 organizations%2FO1 sort=start_time%3Aasc status=active users%2FU1",
        ),
        (
            "eventTypes",
            r#"{"active":true,"admin_managed":false,"organization":"O1","user":"U1","user_availability_schedule":"S1"}"#,
            "active=true admin_managed=false organizations%2FO1 users%2FU1 schedules%2FS1 sort=name%3Aasc",
        ),
        (
            "organizationMemberships",
            r#"{"email":"a@a.test","organization":"O1","user":"U1","count":5,"page_token":"t"}"#,
            "email=a%40a.test organizations%2FO1 users%2FU1 count=5 page_token=t",
        ),
        (
            "routingForms",
            r#"{"organization":"O1"}"#,
            "organizations%2FO1 sort=created_at%3Adesc",
        ),
    ] {
        run(async {
            let bench = bench(Some(tokens()), |_| list(serde_json::json!([]), None));
            choose(&bench, source, filters, "").await;
            let url = bench.server.seen.borrow()[0].url.clone();
            for part in target.split(' ') {
                assert!(url.contains(part), "{source}: {part} in {url}");
            }
        });
    }
}

/// Three types on every page, of which the second is an intro.
fn pages(request: &HttpRequest) -> Answer {
    let number: usize = request
        .url
        .split("page_token=")
        .nth(1)
        .map_or(0, |token| token.parse().unwrap());
    let kind = |kind: &str, index: usize| {
        let name = format!("{kind} {number}");
        serde_json::json!({ "uri": uri(&format!("event_types/{number}-{index}")), "name": name, "duration": 15, "active": true })
    };
    let next = (number < 39).then(|| (number + 1).to_string());
    let items = [kind("Talk", 0), kind("INTRO call", 1), kind("Review", 2)];
    list(items.into(), next.as_deref())
}

#[test]
fn a_search_looks_through_pages_until_there_are_enough_and_goes_on_where_it_ended() {
    run(async {
        let bench = bench(Some(tokens()), pages);
        let found = choose(
            &bench,
            "eventTypes",
            r#"{"user":"U1","count":2}"#,
            "call intro",
        )
        .await;
        assert_eq!(
            labels(&found),
            ["INTRO call 0, 15 min", "INTRO call 1, 15 min"]
        );
        let next = format!(
            r#"{{"user":"U1","count":2,"page_token":"{}"}}"#,
            found.next_page_token.unwrap()
        );
        let found = choose(&bench, "eventTypes", &next, "intro").await;
        assert_eq!(
            labels(&found),
            ["INTRO call 2, 15 min", "INTRO call 3, 15 min"]
        );
        assert_eq!(bench.server.seen.borrow().len(), 4);
    });
}

#[test]
fn a_search_that_matches_nothing_stops_after_ten_pages_and_can_be_continued() {
    run(async {
        let bench = bench(Some(tokens()), pages);
        let found = choose(&bench, "eventTypes", r#"{"user":"U1"}"#, "nothing").await;
        assert_eq!(bench.server.seen.borrow().len(), 10);
        assert_eq!(
            (found.choices.len(), found.next_page_token.as_deref()),
            (0, Some("10"))
        );
    });
}

#[test]
fn a_filter_that_the_list_does_not_have_is_refused_before_anything_is_sent() {
    run(async {
        let bench = bench(Some(tokens()), pages);
        let input = fields(r#"{"invitee_email":"a@a.test"}"#);
        let error = bench
            .client
            .choices(DataSource::EventTypes, input, "", str::to_lowercase)
            .await
            .unwrap_err();
        assert_eq!(
            error.details()[0].parameter.as_deref(),
            Some("invitee_email")
        );
        assert!(bench.server.seen.borrow().is_empty());
    });
}

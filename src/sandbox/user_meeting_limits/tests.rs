//! Tests of the meeting limits through the whole core.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::sandbox::Request;
use crate::sandbox::trial::{MIRA, TOMAS, Trial, refused};

fn by_day(times: &[Value]) -> BTreeMap<String, usize> {
    let mut days = BTreeMap::new();
    for time in times {
        let day = time["start_time"].as_str().unwrap()[..10].to_owned();
        *days.entry(day).or_default() += 1;
    }
    days
}

#[test]
fn limits_are_none_at_first_then_set_kept_and_removed() {
    let mut trial = Trial::new();
    let target = format!("/user_meeting_limits?{}", trial.user(MIRA));
    let none = json!({"daily_limit": null, "weekly_limit": null, "monthly_limit": null});
    assert_eq!(trial.get(MIRA, &target).value()["resource"], none);
    let mut patch = |body: Value| trial.call(MIRA, "PATCH", &target, &body);
    let set = patch(json!({"daily_limit": 3, "monthly_limit": 9999}));
    let expected = json!({"daily_limit": 3, "weekly_limit": null, "monthly_limit": 9999});
    assert_eq!(set.value()["resource"], expected);
    let less = patch(json!({"daily_limit": null}));
    let expected = json!({"daily_limit": null, "weekly_limit": null, "monthly_limit": 9999});
    assert_eq!(less.value()["resource"], expected);
    assert_eq!(
        refused(&patch(json!({"weekly_limit": 0}))),
        ["weekly_limit"]
    );
    assert_eq!(
        refused(&patch(json!({"daily_limit": 10_000}))),
        ["daily_limit"]
    );
    assert_eq!(refused(&patch(json!({}))), ["daily_limit"]);
    assert_eq!(trial.get(MIRA, &target).value()["resource"], expected);
}

#[test]
fn nobody_not_even_an_admin_reaches_the_limits_of_others() {
    let mut trial = Trial::new();
    let target = format!("/user_meeting_limits?{}", trial.user(TOMAS));
    let body = json!({"daily_limit": 1});
    assert_eq!(trial.get(MIRA, &target).status, 403);
    assert_eq!(trial.call(MIRA, "PATCH", &target, &body).status, 403);
    assert_eq!(trial.call(TOMAS, "PATCH", &target, &body).status, 200);
    assert_eq!(trial.status_with(&["users:read"], "GET", &target), 403);
    assert_eq!(
        trial.status_with(&["availability:read"], "PATCH", &target),
        403
    );
}

#[test]
fn a_full_day_has_no_more_times_and_the_others_keep_theirs() {
    let mut trial = Trial::without_meetings();
    let first = trial.times("30min")[0].clone();
    let url = first["scheduling_url"].as_str().unwrap();
    let at = url.strip_prefix("http://127.0.0.1:8787").unwrap();
    let booked = trial.send(Request::new("POST", at).form("name=Ada&email=ada%40example.org"));
    assert_eq!(booked.status, 303);
    let before = by_day(&trial.times("30min"));
    let day = &first["start_time"].as_str().unwrap()[..10];
    assert!(before.contains_key(day));
    let limit = |trial: &mut Trial, body: Value| {
        trial.call(MIRA, "PATCH", "/user_meeting_limits", &body);
        by_day(&trial.times("30min"))
    };
    let after = limit(&mut trial, json!({"daily_limit": 1}));
    assert!(!after.contains_key(day));
    assert!(after.len() + 1 >= before.len());
    let weeks = limit(&mut trial, json!({"daily_limit": null, "weekly_limit": 1}));
    assert!(weeks.len() < after.len() && !weeks.is_empty());
    let months = limit(
        &mut trial,
        json!({"weekly_limit": null, "monthly_limit": 1}),
    );
    assert!(months.keys().all(|day| !day.starts_with("2026-12")));
}

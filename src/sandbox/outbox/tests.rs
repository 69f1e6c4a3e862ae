//! Tests of the outbox: what is due when, without a socket.

use serde_json::{Value, json};

use super::signature;
use crate::sandbox::instant;
use crate::sandbox::trial::{BASE, STUDIO, Trial, by, last};
use crate::sandbox::{Request, Sandbox};

/// A subscription of Mira's organization to contacts; gives its path.
fn subscribe(trial: &mut Trial) -> String {
    let body = json!({
        "url": "http://localhost:9/", "events": ["contact.created"], "scope": "organization",
        "organization": format!("{BASE}/organizations/{STUDIO}"),
    });
    let answer = trial.post("mira-albrecht", "/webhook_subscriptions", &body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    format!(
        "/webhook_subscriptions/{}",
        last(&answer.value()["resource"]["uri"])
    )
}

fn contact(trial: &mut Trial) {
    assert_eq!(
        trial.post("mira-albrecht", "/contacts", &json!({})).status,
        201
    );
}

/// Numbers of the calls that are due, after so many seconds.
fn due(trial: &mut Trial, seconds: i64) -> Vec<u64> {
    trial.now += seconds * 1000;
    let now = trial.state.now(trial.now);
    let calls = trial.state.calls_due(now);
    calls.iter().map(|call| call.number).collect()
}

fn answer(trial: &mut Trial, number: u64, status: u16) {
    let now = trial.state.now(trial.now);
    trial.state.answered(number, &Ok(status), now);
}

fn waiting(trial: &mut Trial) -> Value {
    trial
        .send(&Request::new("GET", "/__sandbox/webhooks"))
        .value()
}

#[test]
fn the_signature_is_the_hmac_of_time_and_body() {
    let at = instant::from_millis(1_700_000_000_123);
    // From Python: hmac.new(b"key", b'1700000000.{"a":1}', "sha256").hexdigest()
    assert_eq!(
        signature("key", at, "{\"a\":1}").unwrap(),
        "t=1700000000,v1=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03"
    );
}

#[test]
fn pauses_double_and_end_a_day_after_the_first_failure() {
    let mut trial = Trial::new();
    let path = subscribe(&mut trial);
    contact(&mut trial);
    assert_eq!(due(&mut trial, 0), [1]);
    assert!(due(&mut trial, 100).is_empty(), "it is under way");
    answer(&mut trial, 1, 500);
    let mut passed = 0;
    let mut tries = 1;
    for pause in (0..).map(|doublings| 30i64 << doublings) {
        let pause = pause.min(86_400 - passed);
        assert!(due(&mut trial, pause - 1).is_empty(), "try {tries}");
        assert_eq!(due(&mut trial, 1), [1], "try {tries}");
        answer(&mut trial, 1, 503);
        tries += 1;
        passed += pause;
        if passed == 86_400 {
            break;
        }
    }
    assert!(tries > 10);
    let known = trial.get("mira-albrecht", &path).value();
    assert_eq!(known["resource"]["state"], "disabled");
    assert_eq!(
        known["resource"]["retry_started_at"],
        "2026-12-01T08:01:40.000000Z"
    );
    assert_eq!(trial.facts("webhook_failed").len(), tries);
    assert_eq!(trial.facts("webhook_disabled").len(), 1);
    assert_eq!(waiting(&mut trial), json!([]));
}

#[test]
fn a_call_is_delivered_once() {
    let mut trial = Trial::new();
    subscribe(&mut trial);
    contact(&mut trial);
    contact(&mut trial);
    assert_eq!(waiting(&mut trial).as_array().unwrap().len(), 2);
    assert_eq!(due(&mut trial, 0), [1, 2]);
    answer(&mut trial, 1, 200);
    answer(&mut trial, 2, 299);
    answer(&mut trial, 2, 500);
    assert!(due(&mut trial, 1000).is_empty());
    assert_eq!(trial.facts("webhook_delivered").len(), 2);
    assert!(trial.facts("webhook_failed").is_empty());
}

#[test]
fn what_was_under_way_at_a_reset_or_deletion_is_forgotten() {
    let mut trial = Trial::new();
    let path = subscribe(&mut trial);
    contact(&mut trial);
    assert_eq!(due(&mut trial, 0), [1]);
    assert_eq!(trial.delete("mira-albrecht", &path).status, 204);
    answer(&mut trial, 1, 500);
    assert_eq!(waiting(&mut trial), json!([]));
    subscribe(&mut trial);
    contact(&mut trial);
    assert_eq!(due(&mut trial, 0), [2]);
    trial.send(&Request::new("POST", "/__sandbox/reset"));
    subscribe(&mut trial);
    contact(&mut trial);
    answer(&mut trial, 2, 200);
    assert_eq!(due(&mut trial, 0), [3]);
}

#[test]
fn only_the_scope_of_a_change_hears_of_it() {
    let mut trial = Trial::new();
    let design = format!("{BASE}/groups/GROUPDESIGN00001");
    let support = format!("{BASE}/groups/b0a4f2d8-3c77-4f9e-9d3a-51c6e8f07a12");
    let user = |uuid: &str| json!(format!("{BASE}/users/{uuid}"));
    for (path, scope, user, group) in [
        ("all", "organization", Value::Null, Value::Null),
        ("mira", "user", user("MIRAALBRECHT2026"), Value::Null),
        ("tomas", "user", user("TOMASREYES000001"), Value::Null),
        ("design", "group", Value::Null, json!(design)),
        ("support", "group", Value::Null, json!(support)),
    ] {
        let body = json!({
            "url": format!("http://localhost:9/{path}"), "events": ["invitee.created"], "scope": scope,
            "user": user, "group": group, "organization": format!("{BASE}/organizations/{STUDIO}"),
        });
        let answer = trial.post("mira-albrecht", "/webhook_subscriptions", &body);
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    book(&mut trial, "tomas-reyes", "charla");
    assert_eq!(
        heard(&mut trial.state, trial.now),
        ["all", "support", "tomas"]
    );
    book(&mut trial, "mira-albrecht", "30min");
    assert_eq!(
        heard(&mut trial.state, trial.now),
        ["all", "design", "mira"]
    );
}

/// Paths of the calls that are due, sorted.
fn heard(state: &mut Sandbox, millis: i64) -> Vec<String> {
    let now = state.now(millis);
    let mut paths: Vec<String> = state
        .calls_due(now)
        .into_iter()
        .map(|call| call.url.target.trim_start_matches('/').to_owned())
        .collect();
    paths.sort();
    paths
}

/// Books the first available time of next week on the public page.
fn book(trial: &mut Trial, page: &str, slug: &str) {
    let kind = trial
        .state
        .event_type_by_path(page, slug)
        .unwrap()
        .uuid
        .clone();
    let times = trial.list(
        page,
        &format!(
            "/event_type_available_times?{}&start_time=2026-12-02T00:00:00Z&end_time=2026-12-20T00:00:00Z",
            by("event_type", "event_types", &kind)
        ),
    );
    let url = times[0]["scheduling_url"].as_str().unwrap();
    let path = url.strip_prefix(BASE).unwrap();
    let request = Request::new("POST", path).form("name=Ann&email=ann@example.com");
    assert_eq!(trial.send(&request).status, 303);
}

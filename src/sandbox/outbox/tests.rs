//! Tests of the outbox: what is due when, without a socket.

use serde_json::{Value, json};

use super::signature;
use crate::sandbox::instant;
use crate::sandbox::probe::{BASE, Probe, STUDIO, by, last};
use crate::sandbox::{Request, Sandbox};

/// A subscription of Mira's organization to contacts; gives its path.
fn subscribe(probe: &mut Probe) -> String {
    let body = json!({
        "url": "http://localhost:9/", "events": ["contact.created"], "scope": "organization",
        "organization": format!("{BASE}/organizations/{STUDIO}"),
    });
    let answer = probe.post("mira-albrecht", "/webhook_subscriptions", &body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    format!(
        "/webhook_subscriptions/{}",
        last(&answer.value()["resource"]["uri"])
    )
}

fn contact(probe: &mut Probe) {
    assert_eq!(
        probe.post("mira-albrecht", "/contacts", &json!({})).status,
        201
    );
}

/// Numbers of the calls that are due, after so many seconds.
fn due(probe: &mut Probe, seconds: i64) -> Vec<u64> {
    probe.millis += seconds * 1000;
    let now = probe.state.now(probe.millis);
    let calls = probe.state.calls_due(now);
    calls.iter().map(|call| call.number).collect()
}

fn answer(probe: &mut Probe, number: u64, status: u16) {
    let now = probe.state.now(probe.millis);
    probe.state.answered(number, &Ok(status), now);
}

fn waiting(probe: &mut Probe) -> Value {
    probe
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
    let mut probe = Probe::new();
    let path = subscribe(&mut probe);
    contact(&mut probe);
    assert_eq!(due(&mut probe, 0), [1]);
    assert!(due(&mut probe, 100).is_empty(), "it is under way");
    answer(&mut probe, 1, 500);
    let mut passed = 0;
    let mut tries = 1;
    for pause in (0..).map(|doublings| 30i64 << doublings) {
        let pause = pause.min(86_400 - passed);
        assert!(due(&mut probe, pause - 1).is_empty(), "try {tries}");
        assert_eq!(due(&mut probe, 1), [1], "try {tries}");
        answer(&mut probe, 1, 503);
        tries += 1;
        passed += pause;
        if passed == 86_400 {
            break;
        }
    }
    assert!(tries > 10);
    let known = probe.get("mira-albrecht", &path).value();
    assert_eq!(known["resource"]["state"], "disabled");
    assert_eq!(
        known["resource"]["retry_started_at"],
        "2026-12-01T08:01:40.000000Z"
    );
    assert_eq!(probe.facts("webhook_failed").len(), tries);
    assert_eq!(probe.facts("webhook_disabled").len(), 1);
    assert_eq!(waiting(&mut probe), json!([]));
}

#[test]
fn a_call_is_delivered_once() {
    let mut probe = Probe::new();
    subscribe(&mut probe);
    contact(&mut probe);
    contact(&mut probe);
    assert_eq!(waiting(&mut probe).as_array().unwrap().len(), 2);
    assert_eq!(due(&mut probe, 0), [1, 2]);
    answer(&mut probe, 1, 200);
    answer(&mut probe, 2, 299);
    answer(&mut probe, 2, 500);
    assert!(due(&mut probe, 1000).is_empty());
    assert_eq!(probe.facts("webhook_delivered").len(), 2);
    assert!(probe.facts("webhook_failed").is_empty());
}

#[test]
fn what_was_under_way_at_a_reset_or_deletion_is_forgotten() {
    let mut probe = Probe::new();
    let path = subscribe(&mut probe);
    contact(&mut probe);
    assert_eq!(due(&mut probe, 0), [1]);
    assert_eq!(probe.delete("mira-albrecht", &path).status, 204);
    answer(&mut probe, 1, 500);
    assert_eq!(waiting(&mut probe), json!([]));
    subscribe(&mut probe);
    contact(&mut probe);
    assert_eq!(due(&mut probe, 0), [2]);
    probe.send(&Request::new("POST", "/__sandbox/reset"));
    subscribe(&mut probe);
    contact(&mut probe);
    answer(&mut probe, 2, 200);
    assert_eq!(due(&mut probe, 0), [3]);
}

#[test]
fn only_the_scope_of_a_change_hears_of_it() {
    let mut probe = Probe::new();
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
        let answer = probe.post("mira-albrecht", "/webhook_subscriptions", &body);
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    book(&mut probe, "tomas-reyes", "charla");
    assert_eq!(
        heard(&mut probe.state, probe.millis),
        ["all", "support", "tomas"]
    );
    book(&mut probe, "mira-albrecht", "30min");
    assert_eq!(
        heard(&mut probe.state, probe.millis),
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
fn book(probe: &mut Probe, page: &str, slug: &str) {
    let kind = probe
        .state
        .event_type_by_path(page, slug)
        .unwrap()
        .uuid
        .clone();
    let times = probe.list(
        page,
        &format!(
            "/event_type_available_times?{}&start_time=2026-12-02T00:00:00Z&end_time=2026-12-20T00:00:00Z",
            by("event_type", "event_types", &kind)
        ),
    );
    let url = times[0]["scheduling_url"].as_str().unwrap();
    let path = url.strip_prefix(BASE).unwrap();
    let request = Request::new("POST", path).form("name=Ann&email=ann@example.com");
    assert_eq!(probe.send(&request).status, 303);
}

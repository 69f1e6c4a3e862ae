//! Tests of the hours of one event type through the whole core.

use serde_json::{Value, json};

use crate::sandbox::trial::{DANA, MIRA, TOMAS, Trial, refused};

fn target(trial: &Trial, slug: &str) -> String {
    let kind = Trial::query("event_type", &trial.kind_uri(slug));
    format!("/event_type_availability_schedules?{kind}")
}

fn sundays(user: Value) -> Value {
    let rules = json!([{"type": "wday", "wday": "sunday", "intervals": [{"from": "05:00", "to": "06:00"}]}]);
    json!({"availability_rule": {"timezone": "Europe/Berlin", "rules": rules, "user": user}})
}

#[test]
fn there_is_one_schedule_for_each_host() {
    let mut trial = Trial::new();
    let one = target(&trial, "30min");
    assert_eq!(trial.list(&one).len(), 1);
    let team = target(&trial, "project-pitch");
    let both = trial.list(&team);
    assert_eq!(both[1]["availability_rule"]["user"], trial.user_uri(TOMAS));
    assert_eq!(both[1]["availability_rule"]["timezone"], "America/New_York");
    assert_eq!(both[0]["availability_setting"], "host");
    assert_eq!(both.len(), 2);
}

#[test]
fn new_rules_replace_all_and_move_the_available_times_of_that_event_type_only() {
    let mut trial = Trial::new();
    let other = trial.times("60min");
    let at = target(&trial, "30min");
    let answer = trial.call(MIRA, "PATCH", &at, &sundays(Value::Null));
    assert_eq!(answer.status, 200, "{}", answer.body);
    let rules = &answer.value()["collection"][0]["availability_rule"]["rules"];
    assert_eq!(rules[0]["intervals"], json!([]));
    assert_eq!(rules[6]["intervals"][0]["from"], "05:00");
    let times = trial.times("30min");
    assert!(!times.is_empty());
    for time in &times {
        let text = time["start_time"].as_str().unwrap();
        assert_eq!(&text[11..13], "04", "{text}");
    }
    assert_eq!(trial.times("60min"), other);
}

#[test]
fn an_admin_changes_the_hours_of_another_host_and_a_member_does_not() {
    let mut trial = Trial::new();
    let at = target(&trial, "project-pitch");
    let (mira, tomas) = (trial.user_uri(MIRA), trial.user_uri(TOMAS));
    let changed = trial.call(MIRA, "PATCH", &at, &sundays(json!(tomas)));
    assert_eq!(
        changed.value()["collection"][1]["availability_rule"]["timezone"],
        "Europe/Berlin"
    );
    assert_eq!(
        trial
            .call(TOMAS, "PATCH", &at, &sundays(json!(mira)))
            .status,
        403
    );
    assert_eq!(
        trial
            .call(TOMAS, "PATCH", &at, &sundays(Value::Null))
            .status,
        200
    );
    let not_a_host = target(&trial, "charla");
    assert_eq!(
        trial
            .call(MIRA, "PATCH", &not_a_host, &sundays(Value::Null))
            .status,
        403
    );
}

#[test]
fn what_is_wrong_is_named() {
    let mut trial = Trial::new();
    let at = target(&trial, "30min");
    let mut patch = |body: Value| refused(&trial.call(MIRA, "PATCH", &at, &body));
    assert_eq!(patch(json!({})), ["availability_rule"]);
    let wrong = json!({"availability_setting": "team", "availability_rule": {"timezone": "x", "rules": 1, "user": "me"}});
    assert_eq!(
        patch(wrong),
        [
            "availability_setting",
            "availability_rule.timezone",
            "availability_rule.rules",
            "availability_rule.user"
        ]
    );
    let missing = "/event_type_availability_schedules";
    assert_eq!(refused(&trial.get(MIRA, missing)), ["event_type"]);
    assert_eq!(trial.get(DANA, &at).status, 403);
    let gone = target(&trial, "gone");
    assert_eq!(trial.get(MIRA, &gone).status, 404);
    assert_eq!(trial.status_with(&["event_types:read"], "GET", &at), 403);
    assert_eq!(trial.status_with(&["availability:read"], "PATCH", &at), 403);
}

//! Tests of making and changing event types through the whole core.

use serde_json::{Value, json};

use crate::sandbox::sample::Hours;
use crate::sandbox::trial::{DANA, MIRA, TOMAS, Trial, refused};
use crate::sandbox::{Request, instant};

fn made(trial: &mut Trial, changes: Value) -> Value {
    let mut body = json!({"owner": trial.user_uri(MIRA), "name": "Été à Paris", "active": true});
    let fields = changes.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(fields);
    let answer = trial.call(MIRA, "POST", "/event_types", &body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.value()["resource"].clone()
}

#[test]
fn a_new_event_type_is_there_with_all_it_was_given() {
    let mut trial = Trial::new();
    let given = json!({
        "description": "One & two", "duration": 45, "duration_options": [30, 45], "color": "#0a1b2c", "locale": "fr",
        "locations": [{"kind": "physical", "location": "Dock 1"}, {"kind": "zoom_conference"}],
        "start_time_increment": 20, "before_buffer": 5, "after_buffer": 180,
    });
    let kind = made(&mut trial, given.clone());
    for (name, value) in given.as_object().unwrap() {
        let shown = if name == "description" {
            "description_plain"
        } else {
            name
        };
        assert_eq!(kind[shown], *value, "{name}");
    }
    assert_eq!(kind["kind"], "solo");
    assert_eq!(kind["created_at"], "2026-12-01T08:00:00.000000Z");
    assert_eq!(
        trial.get(MIRA, &Trial::path(&kind["uri"])).value()["resource"],
        kind
    );
    assert!(!trial.times_of(kind["uri"].as_str().unwrap()).is_empty());
    let page = trial.send(&Request::new("GET", &Trial::path(&kind["scheduling_url"])));
    assert_eq!(page.status, 200);
    let other = made(&mut trial, json!({}));
    assert_ne!(other["slug"], kind["slug"]);
    let plain = made(&mut trial, json!({"active": null}));
    assert_eq!(
        (&plain["active"], &plain["start_time_increment"]),
        (&json!(false), &json!(30))
    );
}

#[test]
fn a_new_event_type_follows_the_default_schedule() {
    let mut trial = Trial::new();
    let kind = made(&mut trial, json!({}));
    let uri = kind["uri"].as_str().unwrap();
    let working = trial.times_of(uri);
    let nights = format!("/user_availability_schedules/{}", Hours::Nights.uuid(MIRA));
    trial.call(MIRA, "PATCH", &nights, &json!({"default": true}));
    let after = trial.times_of(uri);
    assert!(!after.is_empty() && after != working);
    for time in after {
        let start = instant::parse(time["start_time"].as_str().unwrap()).unwrap();
        let hour = instant::zone("Europe/Berlin").to_datetime(start).hour();
        assert!(hour < 4, "{start}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    let mut trial = Trial::new();
    let owner = trial.user_uri(MIRA);
    let mut post = |body: Value| refused(&trial.call(MIRA, "POST", "/event_types", &body));
    assert_eq!(post(json!({})), ["owner", "name"]);
    for (name, value) in [
        ("duration", json!(0)),
        ("duration", json!(721)),
        ("duration_options", json!([1, 2, 3, 4, 5])),
        ("color", json!("#ABCDEF")),
        ("color", json!("#abcde")),
        ("locale", json!("xx")),
        ("locations", json!([{"kind": "pigeon"}])),
        ("start_time_increment", json!(4)),
        ("before_buffer", json!(7)),
        ("after_buffer", json!("5")),
        ("active", json!("yes")),
    ] {
        let mut body = json!({"owner": owner, "name": "x"});
        body[name] = value.clone();
        assert_eq!(post(body), [name], "{value}");
    }
}

#[test]
fn a_change_keeps_the_rest_and_moves_the_available_times() {
    let mut trial = Trial::new();
    let at = Trial::path(&json!(trial.kind_uri("30min")));
    let before = trial.get(MIRA, &at).value()["resource"].clone();
    let count = trial.times("30min").len();
    let mut patch = |body: Value| trial.call(MIRA, "PATCH", &at, &body);
    let changed = patch(json!({"before_buffer": 60, "name": "Half an hour"}));
    assert_eq!(changed.status, 200, "{}", changed.body);
    let mut expected = before;
    expected["before_buffer"] = json!(60);
    expected["name"] = json!("Half an hour");
    expected["updated_at"] = json!("2026-12-01T08:00:00.000000Z");
    assert_eq!(changed.value()["resource"], expected);
    assert_eq!(
        refused(&patch(json!({"before_buffer": 61}))),
        ["before_buffer"]
    );
    let fewer = trial.times("30min").len();
    assert!(0 < fewer && fewer < count);
    let body = json!({"before_buffer": 0, "start_time_increment": 5, "description": null});
    trial.call(MIRA, "PATCH", &at, &body);
    assert!(trial.times("30min").len() > 2 * count);
    trial.call(MIRA, "PATCH", &at, &json!({"active": false}));
    assert!(trial.times("30min").is_empty());
}

#[test]
fn only_one_on_one_types_of_ones_own_or_for_an_admin() {
    let mut trial = Trial::new();
    let mut patch = |who: &str, slug: &str| {
        let at = Trial::path(&json!(trial.kind_uri(slug)));
        trial
            .call(who, "PATCH", &at, &json!({"duration": 20}))
            .status
    };
    assert_eq!(patch(MIRA, "charla"), 200);
    assert_eq!(patch(TOMAS, "charla"), 200);
    assert_eq!(patch(TOMAS, "30min"), 403);
    assert_eq!(patch(DANA, "15min"), 403);
    assert_eq!(patch(MIRA, "type-workshop"), 400);
    assert_eq!(patch(MIRA, "support"), 400);
    assert_eq!(patch(MIRA, "gone"), 404);
    let body = json!({"owner": trial.user_uri(MIRA), "name": "x"});
    assert_eq!(trial.call(TOMAS, "POST", "/event_types", &body).status, 403);
    assert_eq!(trial.call(DANA, "POST", "/event_types", &body).status, 403);
    let at = Trial::path(&json!(trial.kind_uri("30min")));
    assert_eq!(
        trial.status_with(&["event_types:read"], "POST", "/event_types"),
        403
    );
    assert_eq!(trial.status_with(&["event_types:read"], "PATCH", &at), 403);
}

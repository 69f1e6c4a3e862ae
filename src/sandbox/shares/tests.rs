//! Tests of shares through the whole core.

use serde_json::{Value, json};

use crate::sandbox::trial::{DANA, MIRA, TOMAS, Trial, field, refused};
use crate::sandbox::{Request, Response};

fn post(trial: &mut Trial, changes: Value) -> Response {
    let mut body = json!({"event_type": trial.kind_uri("30min")});
    let fields = changes.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(fields);
    trial.call(MIRA, "POST", "/shares", &body)
}

fn made(trial: &mut Trial, changes: Value) -> Value {
    let answer = post(trial, changes);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.value()["resource"].clone()
}

fn link(share: &Value) -> String {
    Trial::path(&share["scheduling_links"][0]["booking_url"])
}

/// The first time that the link's page offers.
fn first_time(trial: &mut Trial, link: &str) -> String {
    let page = trial.send(&Request::new("GET", link)).body;
    let from = page.find(&format!("{link}/2")).unwrap();
    let address = page[from..].split('"').next().unwrap();
    address.replace("&amp;", "&")
}

fn book(trial: &mut Trial, link: &str) {
    let at = first_time(trial, link);
    let booked = trial.send(&Request::new("POST", &at).form("name=Ada&email=ada%40example.org"));
    assert_eq!(booked.status, 303, "{}", booked.body);
}

#[test]
fn a_share_without_overrides_has_the_values_of_its_event_type() {
    let mut trial = Trial::new();
    let share = made(&mut trial, json!({}));
    assert_eq!(share["status"], "active");
    assert_eq!(share["created_at"], "2026-12-01T08:00:00.000000Z");
    assert_eq!(
        share["scheduling_links"][0]["owner"],
        trial.kind_uri("30min")
    );
    assert_eq!(share["scheduling_links"][0]["owner_type"], "EventType");
    let effective = &share["share_override"];
    assert_eq!(effective["name"], "30 Minute Meeting");
    assert_eq!(effective["duration"], 30);
    assert_eq!(
        (&effective["period_type"], &effective["max_booking_time"]),
        (&json!("moving"), &json!(365))
    );
    assert_eq!(
        effective["location_configurations"],
        json!([{"kind": "zoom_conference"}])
    );
    assert_eq!(effective["availability_rule"]["timezone"], "Europe/Berlin");
    assert_eq!(effective["hide_location"], false);
}

#[test]
fn overrides_decide_what_the_link_offers_and_what_is_booked() {
    let mut trial = Trial::new();
    let share = made(
        &mut trial,
        json!({
            "name": "For Ada only", "duration": 45, "duration_options": [30, 45], "hide_location": true,
            "period_type": "fixed", "start_date": "2026-12-14", "end_date": "2026-12-15", "contact": "https://x.example/c",
            "location_configurations": [
                {"kind": "custom", "location": "Later", "position": 1}, {"kind": "physical", "location": "Dock 1", "position": 0},
            ],
            "availability_rule": {"timezone": "UTC", "rules": [
                {"type": "wday", "wday": "monday", "intervals": [{"from": "05:00", "to": "06:00"}]},
                {"type": "wday", "wday": "tuesday", "intervals": [{"from": "05:00", "to": "06:00"}]},
            ]},
        }),
    );
    assert_eq!(share["contact"], "https://x.example/c");
    assert_eq!(share["share_override"]["end_date"], "2026-12-15");
    assert_eq!(share["share_override"]["hide_location"], true);
    assert_eq!(share["share_override"]["duration_options"], json!([30, 45]));
    let link = link(&share);
    let page = trial.send(&Request::new("GET", &link)).body;
    assert!(page.contains("For Ada only") && page.contains("45 minutes"));
    assert_eq!(page.matches("<li>").count(), 2, "{page}");
    book(&mut trial, &link);
    let event = trial.state.events.last().unwrap().uuid.clone();
    let event = trial
        .get(MIRA, &format!("/scheduled_events/{event}"))
        .value()["resource"]
        .clone();
    assert_eq!(event["name"], "For Ada only");
    assert_eq!(event["start_time"], "2026-12-14T05:00:00.000000Z");
    assert_eq!(event["end_time"], "2026-12-14T05:45:00.000000Z");
    assert_eq!(
        event["location"],
        json!({"type": "physical", "location": "Dock 1"})
    );
    assert_eq!(event["event_type"], trial.kind_uri("30min"));
}

#[test]
fn a_window_of_available_days_counts_only_those_with_hours() {
    let mut trial = Trial::new();
    let last_day = |trial: &mut Trial, kind: &str| {
        let share = made(trial, json!({"period_type": kind, "max_booking_time": 9}));
        let code = link(&share).split('/').nth(2).unwrap().to_owned();
        let kind = trial.state.shared(&trial.kind("30min"), &code);
        let now = trial.state.now(trial.now);
        let to = crate::sandbox::instant::plus_seconds(now, 60 * 86_400);
        let times = crate::sandbox::free_times::free(&trial.state, &kind, now, to, now);
        times.last().unwrap().start
    };
    let (calendar, available) = (
        last_day(&mut trial, "moving"),
        last_day(&mut trial, "available_moving"),
    );
    assert!(calendar < available, "{calendar} {available}");
}

#[test]
fn a_booked_share_says_so_and_can_neither_be_changed_nor_deleted() {
    let mut trial = Trial::new();
    let share = made(&mut trial, json!({}));
    book(&mut trial, &link(&share));
    let list = trial.list(MIRA, &format!("/shares?{}", trial.user(MIRA)));
    assert_eq!(field(&list, "status"), ["booked"]);
    let at = Trial::path(&share["uri"]);
    assert_eq!(
        refused(&trial.call(MIRA, "PATCH", &at, &json!({"duration": 20}))),
        ["uuid"]
    );
    assert_eq!(
        refused(&trial.call(MIRA, "DELETE", &at, &Value::Null)),
        ["uuid"]
    );
    assert_eq!(trial.send(&Request::new("GET", &link(&share))).status, 410);
}

#[test]
fn a_share_expires_unused_and_can_then_only_be_deleted() {
    let mut trial = Trial::new();
    let share = made(&mut trial, json!({}));
    trial.now += 90 * 86_400_000;
    let list = trial.list(MIRA, &format!("/shares?{}", trial.user(MIRA)));
    assert_eq!(field(&list, "status"), ["expired"]);
    let at = Trial::path(&share["uri"]);
    assert_eq!(
        refused(&trial.call(MIRA, "PATCH", &at, &json!({}))),
        ["uuid"]
    );
    assert_eq!(trial.call(MIRA, "DELETE", &at, &Value::Null).status, 204);
    assert!(
        trial
            .list(MIRA, &format!("/shares?{}", trial.user(MIRA)))
            .is_empty()
    );
    assert_eq!(trial.send(&Request::new("GET", &link(&share))).status, 404);
    assert_eq!(trial.call(MIRA, "DELETE", &at, &Value::Null).status, 404);
}

#[test]
fn a_change_keeps_the_rest_and_null_brings_the_parents_value_back() {
    let mut trial = Trial::new();
    let share = made(&mut trial, json!({"name": "Mine", "duration": 20}));
    let at = Trial::path(&share["uri"]);
    let mut patch = |body: Value| trial.call(MIRA, "PATCH", &at, &body);
    let changed = patch(json!({"duration": 25})).value()["resource"]["share_override"].clone();
    assert_eq!(
        (&changed["name"], &changed["duration"]),
        (&json!("Mine"), &json!(25))
    );
    let restored = patch(json!({"name": null})).value()["resource"]["share_override"].clone();
    assert_eq!(
        (&restored["name"], &restored["duration"]),
        (&json!("30 Minute Meeting"), &json!(25))
    );
    let other = json!({"event_type": "x", "duration": 0});
    assert_eq!(refused(&patch(other)), ["event_type", "duration"]);
    assert_eq!(
        refused(&patch(json!({"period_type": "fixed"}))),
        ["start_date", "end_date"]
    );
    let page = trial.send(&Request::new("GET", &link(&share))).body;
    assert!(page.contains("25 minutes"));
}

#[test]
fn lists_are_filtered_sorted_and_ones_own() {
    let mut trial = Trial::new();
    made(&mut trial, json!({"name": "a"}));
    trial.now += 60_000;
    made(&mut trial, json!({"name": "b"}));
    trial.now += 60_000;
    let other = trial.kind_uri("15min");
    made(&mut trial, json!({"name": "c", "event_type": other}));
    let user = trial.user(MIRA);
    let mut names = |query: &str| -> Vec<String> {
        let list = trial.list(MIRA, &format!("/shares?{user}&{query}"));
        list.iter()
            .map(|share| share["share_override"]["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("sort=created_at:asc"), ["a", "b", "c"]);
    assert_eq!(names("sort=created_at:desc"), ["c", "b", "a"]);
    assert_eq!(names(&Trial::query("event_type", &other)), ["c"]);
    assert_eq!(
        names("min_created_at=2026-12-01T08:01:00Z&max_created_at=2026-12-01T08:01:30Z"),
        ["b"]
    );
    assert_eq!(names("count=1").len(), 1);
    assert_eq!(refused(&trial.get(MIRA, "/shares")), ["user"]);
    for wrong in ["sort=name:asc", "min_created_at=x", "event_type=x"] {
        assert_eq!(
            trial.get(MIRA, &format!("/shares?{user}&{wrong}")).status,
            400,
            "{wrong}"
        );
    }
    let tomas = trial.user(TOMAS);
    assert_eq!(trial.get(MIRA, &format!("/shares?{tomas}")).status, 403);
    assert!(
        trial.get(TOMAS, &format!("/shares?{tomas}")).value()["collection"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn only_ones_own_one_on_one_types_can_be_shared() {
    let mut trial = Trial::new();
    for slug in [
        "type-workshop",
        "support",
        "project-pitch",
        "charla",
        "summer-school",
    ] {
        let uri = trial.kind_uri(slug);
        assert_eq!(
            refused(&post(&mut trial, json!({"event_type": uri}))),
            ["event_type"],
            "{slug}"
        );
    }
    let (gone, danas) = (trial.kind_uri("gone"), trial.kind_uri("night-owl"));
    assert_eq!(post(&mut trial, json!({"event_type": gone})).status, 404);
    assert_eq!(post(&mut trial, json!({"event_type": danas})).status, 403);
    let share = made(&mut trial, json!({}));
    let at = Trial::path(&share["uri"]);
    for who in [TOMAS, DANA] {
        assert_eq!(trial.call(who, "PATCH", &at, &json!({})).status, 403);
        assert_eq!(trial.call(who, "DELETE", &at, &Value::Null).status, 403);
    }
    assert_eq!(trial.status_with(&["shares:read"], "POST", "/shares"), 403);
    assert_eq!(trial.status_with(&["shares:read"], "PATCH", &at), 403);
    assert_eq!(trial.status_with(&["shares:read"], "DELETE", &at), 403);
    assert_eq!(trial.status_with(&["users:read"], "GET", "/shares"), 403);
    assert_eq!(
        trial.call(MIRA, "PATCH", "/shares/NONE", &json!({})).status,
        404
    );
}

#[test]
fn every_field_has_its_limits() {
    let mut trial = Trial::new();
    let missing = trial.call(MIRA, "POST", "/shares", &json!({}));
    assert_eq!(refused(&missing), ["event_type"]);
    for (name, value, wrong) in [
        ("name", json!("x".repeat(56)), "name"),
        ("duration", json!(721), "duration"),
        (
            "duration_options",
            json!([1, 2, 3, 4, 5]),
            "duration_options",
        ),
        ("period_type", json!("ever"), "period_type"),
        ("period_type", json!("moving"), "max_booking_time"),
        ("start_date", json!("14.12.2026"), "start_date"),
        ("max_booking_time", json!(0), "max_booking_time"),
        ("hide_location", json!("no"), "hide_location"),
        (
            "location_configurations",
            json!([{"kind": "custom", "location": "x".repeat(256)}]),
            "location_configurations",
        ),
        (
            "availability_rule",
            json!({"rules": []}),
            "availability_rule.timezone",
        ),
        (
            "availability_rule",
            json!({"timezone": "UTC"}),
            "availability_rule.rules",
        ),
        ("contact", json!(5), "contact"),
    ] {
        assert_eq!(
            refused(&post(&mut trial, json!({name: value.clone()}))),
            [wrong],
            "{name} {value}"
        );
    }
    let backwards =
        json!({"period_type": "fixed", "start_date": "2026-12-15", "end_date": "2026-12-14"});
    assert_eq!(refused(&post(&mut trial, backwards)), ["end_date"]);
    assert_eq!(
        made(&mut trial, json!({"name": "x".repeat(55)}))["status"],
        "active"
    );
}

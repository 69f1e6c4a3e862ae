//! Tests of one-off event types through the whole core.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::sandbox::sample::Hours;
use crate::sandbox::trial::{DANA, MIRA, TOMAS, Trial, field, refused};
use crate::sandbox::{Request, Response, instant};

fn post(trial: &mut Trial, changes: Value) -> Response {
    let mut body = json!({
        "name": "Just once", "host": trial.user_uri(MIRA), "duration": 30,
        "date_setting": {"type": "date_range", "start_date": "2026-12-07", "end_date": "2026-12-09"},
    });
    let fields = changes.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(fields);
    trial.call(MIRA, "POST", "/one_off_event_types", &body)
}

fn made(trial: &mut Trial, changes: Value) -> Value {
    let answer = post(trial, changes);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.value()["resource"].clone()
}

/// The dates of its available times in Berlin.
fn days(trial: &mut Trial, kind: &Value) -> BTreeSet<String> {
    let times = trial.times_of(kind["uri"].as_str().unwrap());
    let zone = instant::zone("Europe/Berlin");
    let date = |time: &Value| {
        let start = instant::parse(time["start_time"].as_str().unwrap()).unwrap();
        zone.to_datetime(start).date().to_string()
    };
    times.iter().map(date).collect()
}

#[test]
fn it_is_an_adhoc_type_within_its_dates() {
    let mut trial = Trial::new();
    let location = json!({"kind": "inbound_call", "phone_number": "+4940123"});
    let kind = made(&mut trial, json!({"location": location}));
    assert_eq!(kind["type"], "AdhocEventType");
    assert_eq!(
        (&kind["active"], &kind["secret"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(kind["locations"], json!([location]));
    assert!(kind["start_time_increment"].is_null());
    let days = days(&mut trial, &kind);
    assert!(!days.is_empty(), "{days:?}");
    for day in &days {
        assert!(
            ("2026-12-07"..="2026-12-09").contains(&day.as_str()),
            "{day}"
        );
    }
}

#[test]
fn days_in_the_future_may_leave_weekends_out() {
    let mut trial = Trial::new();
    let at = format!(
        "/user_availability_schedules/{}",
        Hours::Weekends.uuid(MIRA)
    );
    trial.call(MIRA, "PATCH", &at, &json!({"default": true}));
    let setting = |weekdays: bool| json!({"date_setting": {"type": "days_in_future", "days": 20, "only_weekdays": weekdays}});
    let every = made(&mut trial, setting(false));
    let some = days(&mut trial, &every);
    assert!(!some.is_empty());
    assert!(some.iter().all(|day| day.as_str() <= "2026-12-21"));
    let weekdays = made(&mut trial, setting(true));
    assert!(days(&mut trial, &weekdays).is_empty());
}

#[test]
fn spots_are_the_only_times_and_are_kept_for_it() {
    let mut trial = Trial::new();
    let before = trial.times("30min");
    let start = before[0]["start_time"].as_str().unwrap();
    let end = instant::text(instant::plus_minutes(instant::parse(start).unwrap(), 30));
    let spots = json!([{"start_time": start, "end_time": end}]);
    let setting = json!({"date_setting": {"type": "spots", "spots": spots}});
    let kind = made(&mut trial, setting);
    let times = trial.times_of(kind["uri"].as_str().unwrap());
    assert_eq!(field(&times, "start_time"), [json!(start)]);
    assert!(!field(&trial.times("30min"), "start_time").contains(&json!(start)));
    let busy = format!(
        "/user_busy_times?{}&start_time={start}&end_time={end}",
        trial.user(MIRA)
    );
    let reserved = json!({"type": "reserved", "start_time": start, "end_time": end});
    assert!(trial.list(MIRA, &busy).contains(&reserved));
}

#[test]
fn it_can_be_booked_once_and_again_when_that_was_canceled() {
    let mut trial = Trial::new();
    let kind = made(&mut trial, json!({}));
    let uri = kind["uri"].as_str().unwrap();
    let times = trial.times_of(uri);
    let at = Trial::path(&times[0]["scheduling_url"]);
    let booked = trial.send(&Request::new("POST", &at).form("name=Ada&email=ada%40example.org"));
    assert_eq!(booked.status, 303);
    assert!(trial.times_of(uri).is_empty());
    let event = trial.state.events.last().unwrap().uuid.clone();
    let cancel = format!("/scheduled_events/{event}/cancellation");
    assert_eq!(trial.call(MIRA, "POST", &cancel, &json!({})).status, 201);
    assert_eq!(trial.times_of(uri), times);
}

#[test]
fn co_hosts_must_be_free_too() {
    let mut trial = Trial::new();
    let alone = made(&mut trial, json!({}));
    let tomas = trial.user_uri(TOMAS);
    let both = made(&mut trial, json!({"co_hosts": [tomas]}));
    assert_eq!(both["pooling_type"], "collective");
    let (alone, both) = (
        alone["uri"].as_str().unwrap(),
        both["uri"].as_str().unwrap(),
    );
    assert!(trial.times_of(both).len() < trial.times_of(alone).len());
    let members = format!(
        "/event_type_memberships?{}",
        Trial::query("event_type", both)
    );
    assert_eq!(trial.list(MIRA, &members).len(), 2);
}

#[test]
fn the_time_zone_is_that_of_the_hours() {
    let mut trial = Trial::new();
    let kind = made(&mut trial, json!({"timezone": "America/New_York"}));
    let target = Trial::query("event_type", kind["uri"].as_str().unwrap());
    let hours = trial.list(
        MIRA,
        &format!("/event_type_availability_schedules?{target}"),
    );
    assert_eq!(
        hours[0]["availability_rule"]["timezone"],
        "America/New_York"
    );
}

#[test]
fn what_is_wrong_is_named() {
    let mut trial = Trial::new();
    let empty = trial.call(MIRA, "POST", "/one_off_event_types", &json!({}));
    assert_eq!(
        refused(&empty),
        ["name", "host", "duration", "date_setting"]
    );
    let range = |first: &str, last: &str| json!({"type": "date_range", "start_date": first, "end_date": last});
    for (name, value, wrong) in [
        ("name", json!("x".repeat(56)), "name"),
        ("duration", json!(721), "duration"),
        ("co_hosts", json!(["me"]), "co_hosts"),
        ("timezone", json!("Mars"), "timezone"),
        ("location", json!({"kind": "physical"}), "location"),
        (
            "date_setting",
            json!({"type": "never"}),
            "date_setting.type",
        ),
        (
            "date_setting",
            range("2026-12-09", "2026-12-08"),
            "date_setting.end_date",
        ),
        (
            "date_setting",
            range("2026-11-01", "2026-11-30"),
            "date_setting.end_date",
        ),
        (
            "date_setting",
            range("2026-12-09", "2027-12-01"),
            "date_setting.end_date",
        ),
        (
            "date_setting",
            range("9.12.", "2026-12-10"),
            "date_setting.start_date",
        ),
        (
            "date_setting",
            json!({"type": "days_in_future", "days": 366}),
            "date_setting.days",
        ),
        (
            "date_setting",
            json!({"type": "days_in_future"}),
            "date_setting.days",
        ),
        (
            "date_setting",
            json!({"type": "spots", "spots": []}),
            "date_setting.spots",
        ),
    ] {
        assert_eq!(
            refused(&post(&mut trial, json!({name: value.clone()}))),
            [wrong],
            "{value}"
        );
    }
    let last = json!({"date_setting": range("2026-12-09", "2027-11-30")});
    assert_eq!(post(&mut trial, last).status, 201);
}

#[test]
fn hosts_are_of_ones_own_organization() {
    let mut trial = Trial::new();
    let (dana, mira) = (trial.user_uri(DANA), trial.user_uri(MIRA));
    assert_eq!(post(&mut trial, json!({"host": dana})).status, 403);
    assert_eq!(post(&mut trial, json!({"co_hosts": [dana]})).status, 403);
    let body = json!({"name": "x", "host": mira, "duration": 30, "date_setting": {"type": "days_in_future", "days": 1}});
    assert_eq!(
        trial
            .call(TOMAS, "POST", "/one_off_event_types", &body)
            .status,
        403
    );
    let read_only = ["event_types:read"];
    assert_eq!(
        trial.status_with(&read_only, "POST", "/one_off_event_types"),
        403
    );
}

//! Tests of a host's busy times through the whole core.

use serde_json::json;

use crate::sandbox::Request;
use crate::sandbox::trial::{DANA, MIRA, TOMAS, Trial, field, refused};

fn target(trial: &Trial, who: &str, from: &str, to: &str) -> String {
    format!(
        "/user_busy_times?{}&start_time={from}&end_time={to}",
        trial.user(who)
    )
}

const FROM: &str = "2026-12-01T08:00:00Z";

#[test]
fn made_up_meetings_are_external_and_have_no_title() {
    let mut trial = Trial::new();
    let week = target(&trial, MIRA, FROM, "2026-12-08T08:00:00Z");
    let list = trial.list(&week);
    let external: Vec<_> = list
        .iter()
        .filter(|item| item["type"] == "external")
        .collect();
    assert!(external.len() >= 7, "{list:?}");
    assert!(
        external
            .iter()
            .all(|item| item.as_object().unwrap().len() == 3)
    );
    let starts = field(&list, "start_time");
    assert!(starts.is_sorted_by_key(|start| start.as_str().unwrap().to_owned()));
}

#[test]
fn a_range_is_at_most_seven_days_and_not_over() {
    let mut trial = Trial::new();
    let mut wrong = |from: &str, to: &str| {
        let target = target(&trial, MIRA, from, to);
        refused(&trial.get(MIRA, &target))
    };
    assert_eq!(wrong(FROM, "2026-12-08T08:00:01Z"), ["end_time"]);
    assert_eq!(wrong(FROM, FROM), ["end_time"]);
    assert_eq!(
        wrong("2026-12-01T07:59:59Z", "2026-12-02T00:00:00Z"),
        ["start_time"]
    );
    assert_eq!(wrong("today", "2026-12-02T00:00:00Z"), ["start_time"]);
    let user = trial.user(MIRA);
    let none = trial.get(MIRA, &format!("/user_busy_times?{user}"));
    assert_eq!(refused(&none), ["start_time"]);
}

#[test]
fn a_broken_calendar_is_a_424_until_it_is_mended() {
    let mut trial = Trial::new();
    let week = target(&trial, TOMAS, FROM, "2026-12-03T00:00:00Z");
    let mut broken = |list| {
        let body = json!({"broken_calendars": list});
        trial.send(Request::new("PUT", "/__sandbox/options").json(&body));
        trial.get(TOMAS, &week)
    };
    let answer = broken(json!([TOMAS]));
    assert_eq!(answer.status, 424);
    assert_eq!(answer.value()["title"], "External Calendar Error");
    assert_eq!(broken(json!([])).status, 200);
}

#[test]
fn busy_times_are_for_the_host_and_admins() {
    let mut trial = Trial::new();
    let week = target(&trial, MIRA, FROM, "2026-12-03T00:00:00Z");
    let colleague = target(&trial, TOMAS, FROM, "2026-12-03T00:00:00Z");
    assert_eq!(trial.get(TOMAS, &week).status, 403);
    assert_eq!(trial.get(DANA, &week).status, 403);
    assert_eq!(trial.get(MIRA, &colleague).status, 200);
    assert_eq!(trial.status_with(&["users:read"], "GET", &week), 403);
}

//! Tests of a host's named hours through the whole core.

use serde_json::{Value, json};

use crate::sandbox::sample::Hours;
use crate::sandbox::trial::{DANA, MIRA, TOMAS, Trial, field, refused};

fn week(from: &str, to: &str) -> Vec<Value> {
    [
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ]
    .iter()
    .map(|day| json!({"type": "wday", "wday": day, "intervals": [{"from": from, "to": to}]}))
    .collect()
}

fn path(hours: Hours) -> String {
    format!("/user_availability_schedules/{}", hours.uuid(MIRA))
}

#[test]
fn every_schedule_of_a_host_is_listed_and_one_is_the_default() {
    let mut trial = Trial::new();
    let list = trial.list(&format!(
        "/user_availability_schedules?{}",
        trial.user(MIRA)
    ));
    assert_eq!(list.len(), 5);
    let defaults = field(&list, "default");
    assert_eq!(defaults.iter().filter(|flag| **flag == true).count(), 1);
    for shown in &list {
        assert_eq!(shown["timezone"], "Europe/Berlin");
        assert_eq!(shown["user"], trial.user_uri(MIRA));
        assert_eq!(shown["rules"].as_array().unwrap().len(), 7);
        let uri = shown["uri"].as_str().unwrap();
        let target = uri.strip_prefix("http://127.0.0.1:8787").unwrap();
        assert_eq!(trial.get(MIRA, target).value()["resource"], *shown);
    }
}

#[test]
fn only_an_admin_sees_the_schedules_of_others() {
    let mut trial = Trial::new();
    let list = |user: String| format!("/user_availability_schedules?{user}");
    let (mira, tomas) = (list(trial.user(MIRA)), list(trial.user(TOMAS)));
    assert_eq!(trial.get(MIRA, &tomas).status, 200);
    assert_eq!(trial.get(TOMAS, &mira).status, 403);
    let stranger = trial.get(DANA, &mira);
    assert_eq!(
        stranger.value()["message"],
        "This user is not in your organization"
    );
    assert_eq!(
        refused(&trial.get(MIRA, "/user_availability_schedules")),
        ["user"]
    );
    assert_eq!(trial.get(TOMAS, &path(Hours::Working)).status, 403);
    assert_eq!(
        trial.get(MIRA, "/user_availability_schedules/NONE").status,
        404
    );
    assert_eq!(trial.status_with(&["users:read"], "GET", &mira), 403);
    let write = trial.status_with(&["availability:read"], "PATCH", &path(Hours::Working));
    assert_eq!(write, 403);
}

#[test]
fn a_new_schedule_has_each_weekday_once_and_no_date_that_is_over() {
    let mut trial = Trial::new();
    let mut post = |body: Value| trial.call(MIRA, "POST", "/user_availability_schedules", &body);
    let mut rules = week("10:00", "12:00");
    rules.push(json!({"type": "date", "date": "2026-12-01", "intervals": []}));
    let made = post(json!({"name": "Advent", "timezone": "Asia/Tokyo", "rules": rules}));
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.value()["resource"]["default"], false);
    assert_eq!(made.value()["resource"]["rules"][7]["date"], "2026-12-01");
    rules[7]["date"] = json!("2026-11-30");
    let wrong = json!({"name": "Advent", "timezone": "Asia/Tokyo", "rules": rules});
    assert_eq!(refused(&post(wrong)), ["rules"]);
    let short = json!({"name": "x", "timezone": "Mars/Olympus", "rules": rules[..6]});
    assert_eq!(refused(&post(short)), ["timezone", "rules"]);
    assert_eq!(refused(&post(json!({}))), ["name", "timezone", "rules"]);
    let list = trial.list(&format!(
        "/user_availability_schedules?{}",
        trial.user(MIRA)
    ));
    assert_eq!(list.len(), 6);
}

#[test]
fn changing_the_hours_changes_the_available_times_of_what_follows_them() {
    let mut trial = Trial::new();
    let evenings = trial.times("account-review");
    let before = trial.times("30min");
    let body = json!({"rules": week("06:00", "07:00"), "timezone": "UTC", "name": "Early"});
    let answer = trial.call(MIRA, "PATCH", &path(Hours::Working), &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.value()["resource"]["name"], "Early");
    let after = trial.times("30min");
    assert!(!before.is_empty() && !after.is_empty());
    for time in after {
        let text = time["start_time"].as_str().unwrap().to_owned();
        assert_eq!(&text[10..13], "T06", "{text}");
    }
    assert_eq!(trial.times("account-review"), evenings);
}

#[test]
fn the_default_can_be_given_to_another_schedule_but_not_taken() {
    let mut trial = Trial::new();
    let off = trial.call(
        MIRA,
        "PATCH",
        &path(Hours::Nights),
        &json!({"default": false}),
    );
    assert_eq!(refused(&off), ["default"]);
    let on = trial.call(
        MIRA,
        "PATCH",
        &path(Hours::Nights),
        &json!({"default": true}),
    );
    assert_eq!(on.value()["resource"]["default"], true);
    let old = trial.get(MIRA, &path(Hours::Working)).value();
    assert_eq!(old["resource"]["default"], false);
    assert_eq!(
        trial
            .call(TOMAS, "PATCH", &path(Hours::Nights), &json!({}))
            .status,
        403
    );
}

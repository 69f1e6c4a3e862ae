//! Tests of calling off through the whole core.

use serde_json::json;

use crate::sandbox::trial::{DANA, MIRA, TOMAS, Trial, field, refused};

#[test]
fn a_canceled_event_says_by_whom_and_its_time_is_free_again() {
    let mut trial = Trial::new();
    let before = trial.times("30min");
    let invitee = trial.book("30min");
    let event = Trial::path(&invitee["event"]);
    let at = format!("{event}/cancellation");
    let answer = trial.call(MIRA, "POST", &at, &json!({"reason": "A cold"}));
    assert_eq!(answer.status, 201, "{}", answer.body);
    let cancellation = answer.value()["resource"].clone();
    let expected = json!({
        "canceled_by": "Mira Albrecht", "reason": "A cold", "canceler_type": "host",
        "created_at": "2026-12-01T08:00:00.000000Z",
    });
    assert_eq!(cancellation, expected);
    let shown = trial.get(MIRA, &event).value()["resource"].clone();
    assert_eq!(
        (&shown["status"], &shown["cancellation"]),
        (&json!("canceled"), &expected)
    );
    assert_eq!(
        shown["invitees_counter"],
        json!({"total": 1, "active": 0, "limit": 1})
    );
    let shown = trial.get(MIRA, &Trial::path(&invitee["uri"])).value()["resource"].clone();
    assert_eq!(
        (&shown["status"], &shown["cancellation"]),
        (&json!("canceled"), &expected)
    );
    assert_eq!(shown["rescheduled"], false);
    assert_eq!(trial.times("30min"), before);
    assert_eq!(trial.announced(), ["invitee.created", "invitee.canceled"]);
}

#[test]
fn a_group_is_canceled_as_a_whole_and_everyone_is_told() {
    let mut trial = Trial::new();
    let body = trial.order("type-workshop");
    let mut event = String::new();
    for _ in 0..2 {
        let made = trial.call(MIRA, "POST", "/invitees", &body).value();
        event = Trial::path(&made["resource"]["event"]);
    }
    let at = format!("{event}/cancellation");
    let answer = trial.call(MIRA, "POST", &at, &json!({}));
    assert!(answer.value()["resource"]["reason"].is_null());
    let invitees = trial.list(&format!("{event}/invitees"));
    assert_eq!(field(&invitees, "status"), ["canceled", "canceled"]);
    assert_eq!(
        trial.announced()[2..],
        ["invitee.canceled", "invitee.canceled"]
    );
}

#[test]
fn what_cannot_be_canceled_is_refused_with_its_own_text() {
    let mut trial = Trial::new();
    let invitee = trial.book("30min");
    let at = format!("{}/cancellation", Trial::path(&invitee["event"]));
    let text = |trial: &mut Trial, who: &str| {
        let answer = trial.call(who, "POST", &at, &json!({}));
        assert_eq!(answer.status, 403, "{}", answer.body);
        answer.value()["message"].as_str().unwrap().to_owned()
    };
    for who in [TOMAS, DANA] {
        assert_eq!(
            text(&mut trial, who),
            "You are not allowed to cancel this event"
        );
    }
    trial.now += 40 * 86_400_000;
    assert_eq!(text(&mut trial, MIRA), "Event in the past");
    trial.now -= 40 * 86_400_000;
    let long = json!({"reason": "x".repeat(10_001)});
    assert_eq!(refused(&trial.call(MIRA, "POST", &at, &long)), ["reason"]);
    let most = json!({"reason": "x".repeat(10_000)});
    assert_eq!(trial.call(MIRA, "POST", &at, &most).status, 201);
    assert_eq!(text(&mut trial, MIRA), "Event is already canceled");
    let unknown = "/scheduled_events/NONE/cancellation";
    assert_eq!(trial.call(MIRA, "POST", unknown, &json!({})).status, 404);
    assert_eq!(
        trial.status_with(&["scheduled_events:read"], "POST", &at),
        403
    );
}

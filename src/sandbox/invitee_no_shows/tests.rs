//! Tests of the marks of those who did not come, through the whole core.

use serde_json::{Value, json};

use crate::sandbox::trial::{BASE, DANA, MIRA, TOMAS, Trial, refused};

/// A meeting that is over, and its invitee.
fn past() -> (Trial, Value) {
    let mut trial = Trial::new();
    let invitee = trial.book("30min");
    trial.now += 40 * 86_400_000;
    (trial, invitee)
}

#[test]
fn a_mark_is_made_read_and_taken_away() {
    let (mut trial, invitee) = past();
    let body = json!({"invitee": invitee["uri"]});
    let made = trial.call(MIRA, "POST", "/invitee_no_shows", &body);
    assert_eq!(made.status, 201, "{}", made.body);
    let mark = made.value()["resource"].clone();
    assert_eq!(mark["invitee"], invitee["uri"]);
    let at = Trial::path(&mark["uri"]);
    assert_eq!(trial.get(MIRA, &at).value()["resource"], mark);
    let marked = trial.get(MIRA, &Trial::path(&invitee["uri"])).value()["resource"].clone();
    let expected = json!({"uri": mark["uri"], "created_at": mark["created_at"]});
    assert_eq!(marked["no_show"], expected);
    assert_eq!(
        refused(&trial.call(MIRA, "POST", "/invitee_no_shows", &body)),
        ["invitee"]
    );
    assert_eq!(trial.call(DANA, "DELETE", &at, &Value::Null).status, 403);
    assert_eq!(trial.call(MIRA, "DELETE", &at, &Value::Null).status, 204);
    assert_eq!(trial.call(MIRA, "DELETE", &at, &Value::Null).status, 404);
    assert_eq!(trial.get(MIRA, &at).status, 404);
    let plain = trial.get(MIRA, &Trial::path(&invitee["uri"])).value()["resource"].clone();
    assert!(plain["no_show"].is_null());
    assert_eq!(
        trial.announced()[1..],
        ["invitee_no_show.created", "invitee_no_show.deleted"]
    );
}

#[test]
fn the_last_segment_of_the_uri_names_the_invitee() {
    let (mut trial, invitee) = past();
    let uri = invitee["uri"]
        .as_str()
        .unwrap()
        .replace(BASE, &format!("{BASE}/api/v2"));
    let body = json!({"invitee": uri});
    assert_eq!(
        trial.call(MIRA, "POST", "/invitee_no_shows", &body).status,
        201
    );
}

#[test]
fn only_someone_who_could_have_come_is_marked() {
    let mut trial = Trial::new();
    let invitee = trial.book("30min");
    let body = json!({"invitee": invitee["uri"]});
    let early = trial.call(MIRA, "POST", "/invitee_no_shows", &body);
    assert_eq!(refused(&early), ["invitee"]);
    assert_eq!(
        trial.call(TOMAS, "POST", "/invitee_no_shows", &body).status,
        403
    );
    let mut status = |body: Value| trial.call(MIRA, "POST", "/invitee_no_shows", &body).status;
    assert_eq!(status(json!({})), 400);
    assert_eq!(status(json!({"invitee": "ABC"})), 400);
    assert_eq!(
        status(json!({"invitee": format!("{BASE}/invitees/NONE")})),
        404
    );
    let read_only = ["scheduled_events:read"];
    assert_eq!(
        trial.status_with(&read_only, "POST", "/invitee_no_shows"),
        403
    );
    let at = format!("{}/cancellation", Trial::path(&invitee["event"]));
    trial.call(MIRA, "POST", &at, &json!({}));
    trial.now += 40 * 86_400_000;
    let canceled = trial.call(MIRA, "POST", "/invitee_no_shows", &body);
    assert_eq!(refused(&canceled), ["invitee"]);
}

//! Tests of reading invitees through the whole core.

use serde_json::json;

use crate::sandbox::Request;
use crate::sandbox::trial::{DANA, MIRA, TOMAS, Trial, field};

/// A group meeting with three invitees, the second of whom has canceled; the path of their list.
fn group() -> (Trial, String) {
    let mut trial = Trial::new();
    let mut body = trial.order("type-workshop");
    let mut event = String::new();
    for name in ["ada", "bea", "cid"] {
        trial.now += 1000;
        body["invitee"]["email"] = json!(format!("{name}@example.org"));
        let made = trial.call(MIRA, "POST", "/invitees", &body).value()["resource"].clone();
        event = Trial::path(&made["event"]);
        if name == "bea" {
            let at = Trial::path(&made["cancel_url"]);
            assert_eq!(trial.send(Request::new("POST", &at)).status, 200);
        }
    }
    (trial, format!("{event}/invitees"))
}

#[test]
fn invitees_are_filtered_sorted_and_paged() {
    let (mut trial, path) = group();
    let mut emails = |query: &str| field(&trial.list(&format!("{path}?{query}")), "email");
    assert_eq!(
        emails(""),
        ["ada@example.org", "bea@example.org", "cid@example.org"]
    );
    assert_eq!(
        emails("sort=created_at:desc"),
        ["cid@example.org", "bea@example.org", "ada@example.org"]
    );
    assert_eq!(
        emails("status=active"),
        ["ada@example.org", "cid@example.org"]
    );
    assert_eq!(emails("status=canceled"), ["bea@example.org"]);
    assert_eq!(emails("email=CID%40example.org"), ["cid@example.org"]);
    assert_eq!(emails("count=1").len(), 1);
    for wrong in ["status=gone", "sort=name:asc", "count=101"] {
        assert_eq!(
            trial.get(MIRA, &format!("{path}?{wrong}")).status,
            400,
            "{wrong}"
        );
    }
}

#[test]
fn one_of_a_group_cancels_alone() {
    let (mut trial, path) = group();
    let event = trial
        .get(MIRA, path.strip_suffix("/invitees").unwrap())
        .value();
    assert_eq!(event["resource"]["status"], "active");
    let expected = json!({"total": 3, "active": 2, "limit": 12});
    assert_eq!(event["resource"]["invitees_counter"], expected);
    let bea = trial.list(&format!("{path}?status=canceled"));
    assert_eq!(bea[0]["cancellation"]["canceler_type"], "invitee");
}

#[test]
fn an_invitee_is_read_under_their_own_event_only() {
    let (mut trial, path) = group();
    let ada = trial.list(&path)[0].clone();
    let at = Trial::path(&ada["uri"]);
    assert_eq!(trial.get(MIRA, &at).value()["resource"], ada);
    assert_eq!(trial.get(TOMAS, &at).status, 403);
    assert_eq!(trial.get(DANA, &path).status, 403);
    let other = Trial::path(&trial.book("30min")["event"]);
    let uuid = at.rsplit('/').next().unwrap();
    assert_eq!(
        trial.get(MIRA, &format!("{other}/invitees/{uuid}")).status,
        404
    );
    assert_eq!(
        trial.get(MIRA, "/scheduled_events/NONE/invitees").status,
        404
    );
    assert_eq!(trial.status_with(&["users:read"], "GET", &path), 403);
    assert_eq!(trial.status_with(&["users:read"], "GET", &at), 403);
}

//! Tests of the deletion of data through the whole core.

use serde_json::{Value, json};

use crate::sandbox::probe::{Probe, complaint};
use crate::sandbox::{Request, Response};

const INVITEES: &str = "/data_compliance/deletion/invitees";
const EVENTS: &str = "/data_compliance/deletion/events";
const INGRID: &str = "ingrid-solheim";

/// Books the time of a host's event type that is free first on that day.
fn book(probe: &mut Probe, page: &str, slug: &str, day: &str, email: &str) {
    let kind = probe.state.event_type_by_path(page, slug).unwrap().clone();
    let from = crate::sandbox::instant::parse(&format!("{day}T00:00:00Z")).unwrap();
    let to = crate::sandbox::instant::plus_seconds(from, 86_400);
    let now = probe.state.now(probe.millis);
    let start = crate::sandbox::free_times::free(&probe.state, &kind, from, to, now)[0].start;
    let path = format!("/{page}/{slug}/{start}");
    let request = Request::new("POST", &path).form(&format!("name=Ann&email={email}"));
    assert_eq!(probe.send(&request).status, 303);
}

fn delete(probe: &mut Probe, path: &str, body: Value) -> Response {
    probe.post(INGRID, path, &body)
}

fn emails(probe: &Probe) -> Vec<&str> {
    let invitees = probe.state.invitees.iter();
    invitees.map(|invitee| invitee.who.email.as_str()).collect()
}

/// Three bookings, and none of the sample's meetings.
fn filled() -> Probe {
    let mut probe = Probe::new();
    probe.state.settle(probe.state.now(probe.millis));
    probe.state.events.clear();
    probe.state.invitees.clear();
    book(
        &mut probe,
        INGRID,
        "berth-visit",
        "2026-12-08",
        "ann@example.com",
    );
    book(
        &mut probe,
        INGRID,
        "berth-visit",
        "2026-12-09",
        "bob@example.com",
    );
    book(
        &mut probe,
        "mira-albrecht",
        "30min",
        "2026-12-08",
        "ann@example.com",
    );
    probe
}

#[test]
fn invitees_are_forgotten_with_the_events_they_leave_empty() {
    let mut probe = filled();
    let answer = delete(&mut probe, INVITEES, json!({"emails": ["ANN@example.com"]}));
    assert_eq!((answer.status, answer.value()), (202, json!({})));
    assert_eq!(emails(&probe), ["bob@example.com", "ann@example.com"]);
    assert_eq!(probe.state.events.len(), 2);
    let fact = &probe.facts("data_deleted")[0];
    assert_eq!((&fact["invitees"], &fact["events"]), (&json!(1), &json!(1)));
}

#[test]
fn events_of_a_past_time_are_forgotten_with_their_invitees() {
    let mut probe = filled();
    probe.millis += 60 * 86_400_000;
    let body = json!({"start_time": "2026-12-09T00:00:00Z", "end_time": "2026-12-10T00:00:00Z"});
    let answer = delete(&mut probe, EVENTS, body);
    assert_eq!((answer.status, answer.value()), (202, json!({})));
    assert_eq!(emails(&probe), ["ann@example.com", "ann@example.com"]);
    assert_eq!(probe.state.events.len(), 2);
}

#[test]
fn what_is_to_be_deleted_must_be_said_properly() {
    let mut probe = filled();
    for wrong in [
        json!({}),
        json!({"emails": []}),
        json!({"emails": "ann@example.com"}),
        json!({"emails": ["ann@example.com", "nonsense"]}),
        json!({"emails": [5]}),
    ] {
        let answer = delete(&mut probe, INVITEES, wrong.clone());
        assert_eq!(complaint(&answer).0, "emails", "{wrong}");
    }
    for (start, end, parameter) in [
        ("", "2026-11-01T00:00:00Z", "start_time"),
        ("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z", "start_time"),
        ("2026-10-01T00:00:00Z", "2026-12-24T00:00:00Z", "end_time"),
        ("2026-10-01T00:00:00Z", "", "end_time"),
        ("2026-10-01T00:00:00Z", "2026-09-01T00:00:00Z", "end_time"),
        ("2024-10-01T00:00:00Z", "2026-10-01T00:00:01Z", "end_time"),
    ] {
        let body = json!({"start_time": start, "end_time": end});
        let answer = delete(&mut probe, EVENTS, body);
        assert_eq!(complaint(&answer).0, parameter, "{start} {end}");
    }
    let longest = json!({"start_time": "2024-10-01T00:00:00Z", "end_time": "2026-10-01T00:00:00Z"});
    assert_eq!(delete(&mut probe, EVENTS, longest).status, 202);
    assert_eq!(probe.state.invitees.len(), 3);
}

#[test]
fn only_the_managers_of_an_enterprise_organization_may_delete() {
    let mut probe = filled();
    for path in [INVITEES, EVENTS] {
        let body = json!({"emails": ["ann@example.com"]});
        let below = probe.post("mira-albrecht", path, &body);
        assert_eq!(below.status, 403);
        assert!(
            below
                .body
                .contains("upgrade your Calendly account to Enterprise")
        );
        assert_eq!(probe.post("kofi-mensah", path, &body).status, 403);
        let missing = probe.missing_scope(INGRID, Request::new("POST", path).json(&body));
        assert_eq!(missing, json!(["data_compliance:write"]));
    }
    assert_eq!(probe.state.invitees.len(), 3);
}

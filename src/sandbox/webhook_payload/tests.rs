//! Tests of sample webhook data through the whole core.

use serde_json::json;

use crate::sandbox::Request;
use crate::sandbox::probe::{BASE, HARBOUR, Probe, STUDIO, by};
use crate::sandbox::webhook_subscriptions::EVENTS;

fn sample(event: &str) -> String {
    let organization = by("organization", "organizations", STUDIO);
    format!("/sample_webhook_data?event={event}&{organization}&scope=organization")
}

#[test]
fn every_event_has_a_sample_in_an_envelope() {
    let mut probe = Probe::new();
    for (event, _) in EVENTS {
        let answer = probe.get("mira-albrecht", &sample(event));
        assert_eq!(answer.status, 200, "{event}: {}", answer.body);
        let value = answer.value();
        assert_eq!(value["event"], *event);
        assert_eq!(value["created_at"], "2026-12-01T08:00:00.000000Z");
        assert_eq!(
            value["created_by"],
            format!("{BASE}/users/MIRAALBRECHT2026")
        );
        assert!(
            value["payload"]["uri"].as_str().unwrap().starts_with(BASE),
            "{event}"
        );
    }
}

#[test]
fn a_sample_shows_what_its_event_is_about_and_leaves_nothing_behind() {
    let mut probe = Probe::new();
    probe.state.settle(probe.state.now(probe.millis));
    let before = (probe.state.invitees.len(), probe.state.events.len());
    let mut payload =
        |event: &str| probe.get("mira-albrecht", &sample(event)).value()["payload"].clone();
    let created = payload("invitee.created");
    assert_eq!(created["status"], "active");
    assert_eq!(created["scheduled_event"]["status"], "active");
    assert_eq!(
        created["scheduled_event"]["start_time"],
        "2026-12-02T08:00:00.000000Z"
    );
    let canceled = payload("invitee.canceled");
    assert_eq!(canceled["status"], "canceled");
    assert_eq!(canceled["cancellation"]["canceler_type"], "invitee");
    assert!(payload("invitee_no_show.created")["no_show"]["uri"].is_string());
    assert!(payload("invitee_no_show.deleted")["no_show"].is_null());
    assert!(payload("routing_form_submission.created")["questions_and_answers"].is_array());
    let after = (probe.state.invitees.len(), probe.state.events.len());
    assert_eq!(after, before);
    assert!(probe.facts("announced").is_empty());
}

#[test]
fn an_organization_without_forms_gets_a_sample_too() {
    let mut probe = Probe::new();
    let organization = by("organization", "organizations", HARBOUR);
    let target = format!(
        "/sample_webhook_data?event=routing_form_submission.created&{organization}&scope=organization"
    );
    assert_eq!(probe.get("ingrid-solheim", &target).status, 200);
}

#[test]
fn wrong_questions_about_samples_are_refused() {
    let mut probe = Probe::new();
    let organization = by("organization", "organizations", STUDIO);
    let own = by("user", "users", "TOMASREYES000001");
    for (slug, query, status) in [
        ("mira-albrecht", "event=invitee.created".to_owned(), 400),
        (
            "mira-albrecht",
            format!("{organization}&scope=organization"),
            400,
        ),
        (
            "mira-albrecht",
            format!("event=x&{organization}&scope=organization"),
            400,
        ),
        (
            "mira-albrecht",
            format!("event=invitee.created&{organization}"),
            400,
        ),
        (
            "tomas-reyes",
            format!("event=invitee.created&{organization}&scope=organization"),
            403,
        ),
        (
            "tomas-reyes",
            format!("event=invitee.created&{organization}&scope=user&{own}"),
            200,
        ),
        (
            "tomas-reyes",
            format!("event=invitee.created&{organization}&scope=user"),
            400,
        ),
    ] {
        let answer = probe.get(slug, &format!("/sample_webhook_data?{query}"));
        assert_eq!(answer.status, status, "{slug} {query}");
    }
    let request = Request::new("GET", &sample("invitee.created"));
    assert_eq!(
        probe.missing_scope("mira-albrecht", request),
        json!(["webhooks:read"])
    );
}

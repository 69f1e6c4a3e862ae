//! Tests of contacts, lists, custom fields and recaps through the whole core.

use serde_json::{Value, json};

use crate::sandbox::Request;
use crate::sandbox::probe::{Probe, each, last};

fn patch(probe: &mut Probe, slug: &str, path: &str, body: &Value) -> crate::sandbox::Response {
    probe.ask(slug, Request::new("PATCH", path).json(body))
}

#[test]
fn what_was_posted_is_kept_changed_and_taken_away() {
    let mut probe = Probe::new();
    let body = json!({"name": "Zoë", "uri": "mine", "emails": ["zoe@example.com"]});
    let made = probe.post("mira-albrecht", "/contacts", &body);
    assert_eq!(made.status, 201);
    let contact = made.value()["resource"].clone();
    assert_eq!(contact["emails"], json!(["zoe@example.com"]));
    assert_eq!(contact["created_at"], "2026-12-01T08:00:00.000000Z");
    let path = format!("/contacts/{}", last(&contact["uri"]));
    assert_eq!(probe.get("tomas-reyes", &path).value()["resource"], contact);
    probe.millis += 1000;
    let changed = patch(
        &mut probe,
        "mira-albrecht",
        &path,
        &json!({"name": "Zoe", "note": null}),
    );
    assert_eq!(changed.status, 200);
    let changed = changed.value()["resource"].clone();
    assert_eq!(changed["name"], "Zoe");
    assert_eq!(changed["emails"], contact["emails"]);
    assert_eq!(changed["updated_at"], "2026-12-01T08:00:01.000000Z");
    assert_eq!(probe.list("mira-albrecht", "/contacts"), [changed]);
    assert_eq!(probe.delete("mira-albrecht", &path).status, 204);
    assert_eq!(probe.get("mira-albrecht", &path).status, 404);
    let told = probe.facts("announced");
    assert_eq!(
        each(&told, "/event"),
        ["contact.created", "contact.updated", "contact.deleted"]
    );
}

#[test]
fn records_are_seen_in_their_own_organization_and_collection_only() {
    let mut probe = Probe::new();
    let made = probe.post("mira-albrecht", "/contacts", &json!({})).value();
    let uuid = last(&made["resource"]["uri"]);
    for (slug, path) in [
        ("dana-whitfield", format!("/contacts/{uuid}")),
        ("mira-albrecht", format!("/contact_lists/{uuid}")),
        (
            "mira-albrecht",
            format!("/contacts/custom_field_definitions/{uuid}"),
        ),
        ("mira-albrecht", "/contacts/NONE".to_owned()),
    ] {
        assert_eq!(probe.get(slug, &path).status, 404, "{path}");
    }
    assert!(probe.list("dana-whitfield", "/contacts").is_empty());
    let fields = "/contacts/custom_field_definitions";
    assert_eq!(
        probe
            .post("mira-albrecht", fields, &json!({"label": "Lead"}))
            .status,
        201
    );
    assert_eq!(
        each(&probe.list("mira-albrecht", fields), "/label"),
        ["Lead"]
    );
    assert_eq!(probe.list("mira-albrecht", "/contacts").len(), 1);
}

#[test]
fn only_the_methods_that_calendly_lists_are_there() {
    let mut probe = Probe::new();
    let made = probe.post("mira-albrecht", "/contact_lists", &json!({"name": "Leads"}));
    let path = format!("/contact_lists/{}", last(&made.value()["resource"]["uri"]));
    assert_eq!(
        patch(&mut probe, "mira-albrecht", &path, &json!({"name": "x"})).status,
        200
    );
    assert_eq!(probe.delete("mira-albrecht", &path).status, 404);
    assert_eq!(probe.post("mira-albrecht", &path, &json!({})).status, 404);
    assert_eq!(
        probe
            .post("mira-albrecht", "/meeting_recaps", &json!({}))
            .status,
        404
    );
    assert_eq!(
        probe
            .get("mira-albrecht", "/meeting_recaps/X/transcript")
            .status,
        404
    );
    let text = Request::new("POST", "/contacts").form("a=b");
    assert_eq!(probe.ask("mira-albrecht", text).status, 400);
}

#[test]
fn scopes_are_those_of_the_collection() {
    let mut probe = Probe::new();
    for (method, path, scope) in [
        ("GET", "/contacts", "contacts:read"),
        ("POST", "/contacts", "contacts:write"),
        ("GET", "/contact_lists/X", "contacts:read"),
        ("DELETE", "/contacts/X", "contacts:write"),
        ("GET", "/meeting_recaps", "meeting_recaps:read"),
        ("PATCH", "/meeting_recaps/X", "meeting_recaps:write"),
    ] {
        let request = Request::new(method, path);
        assert_eq!(
            probe.missing_scope("mira-albrecht", request),
            json!([scope]),
            "{path}"
        );
    }
}

#[test]
fn a_recap_made_by_the_control_api_is_announced_changed_and_deleted() {
    let mut probe = Probe::new();
    assert!(probe.list("mira-albrecht", "/meeting_recaps").is_empty());
    let body = json!({"user": "mira-albrecht", "fields": {"title": "Kick-off"}});
    let made = probe.send(&Request::new("POST", "/__sandbox/meeting-recaps").json(&body));
    assert_eq!(made.status, 200, "{}", made.body);
    let path = made.value()["uri"].as_str().unwrap().to_owned();
    let found = probe.get("mira-albrecht", &path).value();
    assert_eq!(found["resource"]["title"], "Kick-off");
    assert_eq!(
        patch(&mut probe, "mira-albrecht", &path, &json!({"title": "x"})).status,
        200
    );
    assert_eq!(probe.delete("mira-albrecht", &path).status, 204);
    let told = probe.facts("announced");
    assert_eq!(
        each(&told, "/event"),
        [
            "meeting_recap.created",
            "meeting_recap.updated",
            "meeting_recap.deleted"
        ]
    );
    for wrong in [
        json!({"user": "nobody"}),
        json!({"user": "mira-albrecht", "fields": 1}),
    ] {
        let request = Request::new("POST", "/__sandbox/meeting-recaps").json(&wrong);
        assert_eq!(probe.send(&request).status, 400);
    }
}

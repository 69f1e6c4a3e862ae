//! Tests of webhook subscriptions through the whole core.

use serde_json::{Value, json};

use crate::sandbox::probe::{BASE, HARBOUR, Probe, STUDIO, by, complaint, each, last};
use crate::sandbox::{Request, instant};

const PATH: &str = "/webhook_subscriptions";

fn wish(changes: Value) -> Value {
    let mut body = json!({
        "url": "https://example.com/hook", "events": ["invitee.created", "invitee.canceled"],
        "organization": format!("{BASE}/organizations/{STUDIO}"), "scope": "organization",
    });
    let fields = body.as_object_mut().unwrap();
    fields.extend(changes.as_object().unwrap().clone());
    body
}

fn user(uuid: &str) -> Value {
    json!({"scope": "user", "user": format!("{BASE}/users/{uuid}")})
}

fn group(uuid: &str) -> Value {
    json!({"scope": "group", "group": format!("{BASE}/groups/{uuid}")})
}

fn listed(scope: &str) -> String {
    let organization = by("organization", "organizations", STUDIO);
    format!("{PATH}?{organization}&scope={scope}")
}

#[test]
fn a_subscription_is_made_read_and_deleted() {
    let mut probe = Probe::new();
    let made = probe.post("jonas-brandt", PATH, &wish(json!({})));
    assert_eq!(made.status, 201, "{}", made.body);
    let resource = made.value()["resource"].clone();
    assert_eq!(resource["state"], "active");
    assert_eq!(resource["scope"], "organization");
    assert_eq!(resource["callback_url"], "https://example.com/hook");
    assert_eq!(
        resource["creator"],
        format!("{BASE}/users/JONASBRANDT00001")
    );
    for name in ["user", "group", "retry_started_at"] {
        assert!(
            resource[name].is_null() && resource.get(name).is_some(),
            "{name}"
        );
    }
    assert!(!made.body.contains("signing_key"));
    let path = format!("{PATH}/{}", last(&resource["uri"]));
    assert_eq!(
        probe.get("mira-albrecht", &path).value()["resource"],
        resource
    );
    assert_eq!(probe.delete("mira-albrecht", &path).status, 204);
    assert_eq!(probe.get("mira-albrecht", &path).status, 404);
    assert_eq!(probe.delete("mira-albrecht", &path).status, 404);
}

#[test]
fn what_is_wrong_with_a_wish_is_named() {
    let mut probe = Probe::new();
    for (changes, parameter) in [
        (json!({"url": "ftp://example.com"}), "url"),
        (json!({"url": "http://example.com/"}), "url"),
        (json!({"url": null}), "url"),
        (json!({"events": []}), "events"),
        (json!({"events": ["invitee.moved"]}), "events"),
        (json!({"events": "invitee.created"}), "events"),
        (json!({"scope": "world"}), "scope"),
        (json!({"scope": null}), "scope"),
        (json!({"scope": "user"}), "user"),
        (json!({"scope": "group"}), "group"),
        (json!({"organization": null}), "organization"),
        (json!({"organization": "NORDLICHTSTUDIO1"}), "organization"),
        (json!({"signing_key": 5}), "signing_key"),
        (user("NOBODY"), "user"),
        (group("NONE"), "group"),
    ] {
        let answer = probe.post("mira-albrecht", PATH, &wish(changes.clone()));
        assert_eq!(complaint(&answer).0, parameter, "{changes}");
    }
    let mut narrow = user("MIRAALBRECHT2026");
    narrow["events"] = json!(["routing_form_submission.created"]);
    let answer = probe.post("mira-albrecht", PATH, &wish(narrow));
    assert_eq!(complaint(&answer).0, "events");
    let form = json!({"events": ["routing_form_submission.created"]});
    assert_eq!(probe.post("mira-albrecht", PATH, &wish(form)).status, 201);
}

#[test]
fn plain_http_is_for_this_machine_only() {
    let mut probe = Probe::new();
    for url in [
        "http://localhost:1/",
        "http://127.0.0.1:1/",
        "http://[::1]:1/",
    ] {
        let answer = probe.post("mira-albrecht", PATH, &wish(json!({"url": url})));
        assert_eq!(answer.status, 201, "{url}");
    }
}

#[test]
fn the_same_address_cannot_be_hooked_twice() {
    let mut probe = Probe::new();
    assert_eq!(
        probe.post("mira-albrecht", PATH, &wish(json!({}))).status,
        201
    );
    let again = probe.post("jonas-brandt", PATH, &wish(json!({})));
    assert_eq!(again.status, 409);
    assert_eq!(again.value()["title"], "Already Exists");
    assert_eq!(
        again.value()["message"],
        "Hook with this url already exists"
    );
    let own = wish(user("MIRAALBRECHT2026"));
    assert_eq!(probe.post("mira-albrecht", PATH, &own).status, 201);
}

#[test]
fn whose_changes_one_may_hear_depends_on_the_role() {
    let mut probe = Probe::new();
    let foreign = json!({"organization": format!("{BASE}/organizations/{HARBOUR}")});
    for (slug, changes, status) in [
        ("tomas-reyes", json!({}), 403),
        ("tomas-reyes", user("TOMASREYES000001"), 201),
        ("tomas-reyes", user("MIRAALBRECHT2026"), 403),
        ("jonas-brandt", user("MIRAALBRECHT2026"), 201),
        ("mira-albrecht", user("INGRIDSOLHEIM001"), 403),
        (
            "tomas-reyes",
            group("b0a4f2d8-3c77-4f9e-9d3a-51c6e8f07a12"),
            403,
        ),
        ("jonas-brandt", group("GROUPDESIGN00001"), 201),
        ("mira-albrecht", group("GROUPCOMPLIANCE1"), 403),
        ("mira-albrecht", foreign, 403),
    ] {
        let answer = probe.post(slug, PATH, &wish(changes.clone()));
        assert_eq!(answer.status, status, "{slug} {changes}");
    }
}

#[test]
fn the_read_scope_of_every_event_is_needed_too() {
    let mut probe = Probe::new();
    let request = Request::new("POST", PATH).json(&wish(json!({})));
    let none = probe.missing_scope("mira-albrecht", request.clone());
    assert_eq!(none, json!(["webhooks:write"]));
    let token = probe.token("mira-albrecht", &["webhooks:write", "contacts:read"]);
    let answer = probe.send(&request.with("authorization", &token));
    assert_eq!(answer.status, 403);
    assert_eq!(answer.value()["title"], "Insufficient scope");
    let both = json!(["webhooks:write", "scheduled_events:read"]);
    assert_eq!(answer.value()["required_scopes"], both);
    let contacts = wish(json!({"events": ["contact.updated"]}));
    let request = Request::new("POST", PATH).json(&contacts);
    let answer = probe.send(&request.with("authorization", &token));
    assert_eq!(answer.status, 201);
    for (method, scope) in [("GET", "webhooks:read"), ("DELETE", "webhooks:write")] {
        let request = Request::new(method, "/webhook_subscriptions/X");
        assert_eq!(
            probe.missing_scope("mira-albrecht", request),
            json!([scope])
        );
    }
}

#[test]
fn lists_are_by_scope_and_sorted_by_creation() {
    let mut probe = Probe::new();
    for number in 0..3 {
        let body = wish(json!({"url": format!("https://example.com/{number}")}));
        assert_eq!(probe.post("mira-albrecht", PATH, &body).status, 201);
        probe.millis += 1000;
    }
    let own = wish(user("TOMASREYES000001"));
    assert_eq!(probe.post("tomas-reyes", PATH, &own).status, 201);
    let all = probe.list("jonas-brandt", &listed("organization"));
    let urls = [
        "https://example.com/0",
        "https://example.com/1",
        "https://example.com/2",
    ];
    assert_eq!(each(&all, "/callback_url"), urls);
    let newest = probe.list(
        "mira-albrecht",
        &format!("{}&sort=created_at:desc&count=1", listed("organization")),
    );
    assert_eq!(each(&newest, "/callback_url"), [urls[2]]);
    let tomas = by("user", "users", "TOMASREYES000001");
    let his = probe.list("tomas-reyes", &format!("{}&{tomas}", listed("user")));
    assert_eq!(each(&his, "/scope"), ["user"]);
    let path = format!("{PATH}/{}", last(&his[0]["uri"]));
    for (slug, target, status) in [
        ("petra-novak", path.as_str(), 403),
        ("dana-whitfield", &path, 403),
        ("mira-albrecht", &path, 200),
        ("tomas-reyes", &listed("organization"), 403),
        ("mira-albrecht", &listed("user"), 400),
        ("mira-albrecht", &listed("everything"), 400),
        ("mira-albrecht", PATH, 400),
    ] {
        assert_eq!(probe.get(slug, target).status, status, "{slug} {target}");
    }
    assert_eq!(probe.delete("petra-novak", &path).status, 403);
}

#[test]
fn a_call_is_signed_with_its_own_key_else_the_applications_else_not() {
    let mut probe = Probe::new();
    let local = json!({"url": "http://localhost:9/", "events": ["contact.created"]});
    let mut keyed = local.clone();
    keyed["signing_key"] = json!("mine");
    assert_eq!(probe.post("mira-albrecht", PATH, &wish(local)).status, 201);
    assert_eq!(signed_with(&mut probe), None);
    clear(&mut probe);
    assert_eq!(probe.post("mira-albrecht", PATH, &wish(keyed)).status, 201);
    assert_eq!(signed_with(&mut probe).as_deref(), Some("mine"));
    clear(&mut probe);
    let token = application_token(&mut probe);
    let body = wish(json!({"url": "http://localhost:9/", "events": ["contact.created"]}));
    let request = Request::new("POST", PATH).json(&body);
    assert_eq!(
        probe.send(&request.with("authorization", &token)).status,
        201
    );
    assert_eq!(
        signed_with(&mut probe).as_deref(),
        Some("sandbox-signing-key-slotlink-dev")
    );
}

fn clear(probe: &mut Probe) {
    let known = probe.list("mira-albrecht", &listed("organization"));
    let path = format!("{PATH}/{}", last(&known[0]["uri"]));
    assert_eq!(probe.delete("mira-albrecht", &path).status, 204);
}

/// Which of the known keys the next call is signed with.
fn signed_with(probe: &mut Probe) -> Option<String> {
    assert_eq!(
        probe.post("mira-albrecht", "/contacts", &json!({})).status,
        201
    );
    let now = probe.state.now(probe.millis);
    let call = probe.state.calls_due(now).remove(0);
    let found = call
        .headers
        .iter()
        .find(|(name, _)| name == "calendly-webhook-signature");
    let (_, value) = found?;
    let keys = ["mine", "sandbox-signing-key-slotlink-dev"];
    let fits =
        |key: &&str| super::super::outbox::signature(key, now, &call.body).as_ref() == Some(value);
    Some((*keys.iter().find(|key| fits(key)).unwrap()).to_owned())
}

/// A token issued to the application, by the way of a code.
fn application_token(probe: &mut Probe) -> String {
    use crate::sandbox::grants::Code;
    use crate::sandbox::sequence::sha256_base64url;
    let verifier = "v".repeat(43);
    probe.state.grants.codes.push(Code {
        value: "code".to_owned(),
        client: "slotlink-dev".to_owned(),
        user: "mira-albrecht".to_owned(),
        redirect_uri: "http://localhost:8080/callback.html".to_owned(),
        challenge: sha256_base64url(&verifier),
        scopes: crate::sandbox::scopes::all(),
        expires_at: instant::parse("2030-01-01T00:00:00Z").unwrap(),
        grant: None,
    });
    let form = format!(
        "grant_type=authorization_code&client_id=slotlink-dev&code=code&code_verifier={verifier}&redirect_uri=http://localhost:8080/callback.html"
    );
    let answer = probe.send(&Request::new("POST", "/oauth/token").form(&form));
    assert_eq!(answer.status, 200, "{}", answer.body);
    format!(
        "Bearer {}",
        answer.value()["access_token"].as_str().unwrap()
    )
}

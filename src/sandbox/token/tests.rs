//! Tests of the whole sign-in through the core: authorize, exchange, refresh, revoke.

use serde_json::{Value, json};

use crate::sandbox::params::{Params, encode};
use crate::sandbox::sequence::sha256_base64url;
use crate::sandbox::{Request, Response, Sandbox, respond};

const START: i64 = 1_796_112_000_000;
const CALLBACK: &str = "http://localhost:8080/callback.html";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn at(state: &mut Sandbox, request: Request, millis: i64) -> Response {
    respond(state, &request, START + millis).response
}

fn query(changes: &[(&str, &str)]) -> String {
    let challenge = sha256_base64url(VERIFIER);
    let mut fields = vec![
        ("client_id", "slotlink-dev"),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        (
            "scope",
            "users:read event_types:read availability:read scheduling_links:write",
        ),
        ("state", "p.äöü &="),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        if !value.is_empty() {
            fields.push((name, value));
        }
    }
    let parts: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    parts.join("&")
}

fn show(state: &mut Sandbox, changes: &[(&str, &str)]) -> Response {
    at(
        state,
        Request::new("GET", &format!("/oauth/authorize?{}", query(changes))),
        0,
    )
}

/// Presses Allow with every scope that was asked for but `declined`; the parameters of the callback.
fn allow(state: &mut Sandbox, user: &str, declined: &[&str], millis: i64) -> Params {
    let mut body = format!("{}&user={user}&decision=allow", query(&[]));
    for scope in [
        "users:read",
        "event_types:read",
        "availability:read",
        "scheduling_links:write",
    ] {
        if !declined.contains(&scope) {
            body.push_str(&format!("&granted={}", encode(scope)));
        }
    }
    let answer = at(
        state,
        Request::new("POST", "/oauth/authorize").form(&body),
        millis,
    );
    callback(&answer)
}

fn callback(answer: &Response) -> Params {
    assert_eq!(answer.status, 303, "{}", answer.body);
    let location = answer.header("location").unwrap();
    let (address, query) = location.split_once('?').unwrap();
    assert_eq!(address, CALLBACK);
    Params::parse(query)
}

fn exchange(state: &mut Sandbox, code: &str, changes: &[(&str, &str)], millis: i64) -> Response {
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("client_id", "slotlink-dev"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    let parts: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    at(
        state,
        Request::new("POST", "/oauth/token").form(&parts.join("&")),
        millis,
    )
}

fn refresh(state: &mut Sandbox, token: &Value, millis: i64) -> Response {
    let body =
        json!({"grant_type": "refresh_token", "client_id": "slotlink-dev", "refresh_token": token});
    at(
        state,
        Request::new("POST", "/oauth/token").json(&body),
        millis,
    )
}

fn sign_in(state: &mut Sandbox) -> Value {
    let code = allow(state, "mira-albrecht", &[], 0)
        .text("code")
        .to_owned();
    let answer = exchange(state, &code, &[], 0);
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.value()
}

fn me(state: &mut Sandbox, tokens: &Value, millis: i64) -> Response {
    let header = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    at(
        state,
        Request::new("GET", "/users/me").with("authorization", &header),
        millis,
    )
}

#[test]
fn a_person_allows_and_the_code_becomes_tokens() {
    let mut state = Sandbox::default();
    let page = show(&mut state, &[]);
    assert_eq!(page.status, 200);
    for text in [
        "Mira Albrecht",
        "Dana Whitfield",
        "Create single-use links",
        "value=\"deny\"",
    ] {
        assert!(page.body.contains(text), "{text}");
    }
    assert!(!page.body.contains("Tomás") && !page.body.contains("<script"));
    let params = allow(&mut state, "mira-albrecht", &[], 0);
    assert_eq!(params.get("state"), Some("p.äöü &="));
    assert_eq!(params.get("iss"), None);
    let answer = exchange(&mut state, params.text("code"), &[], 1000);
    let tokens = answer.value();
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 7200);
    assert_eq!(tokens["created_at"], START / 1000 + 1);
    assert_eq!(
        tokens["owner"],
        "http://127.0.0.1:8787/users/MIRAALBRECHT2026"
    );
    assert_eq!(
        tokens["organization"],
        "http://127.0.0.1:8787/organizations/NORDLICHTSTUDIO1"
    );
    assert_eq!(
        tokens["scope"],
        "users:read event_types:read availability:read scheduling_links:write"
    );
    assert_eq!(
        me(&mut state, &tokens, 2000).value()["resource"]["slug"],
        "mira-albrecht"
    );
}

#[test]
fn an_unregistered_client_or_address_is_never_redirected_to() {
    let mut state = Sandbox::default();
    for changes in [
        ("client_id", "someone-else"),
        ("client_id", ""),
        ("redirect_uri", ""),
        ("redirect_uri", "http://localhost:8080/callback.html/"),
        ("redirect_uri", "http://localhost:8080/callback.html?x=1"),
        ("redirect_uri", "http://LOCALHOST:8080/callback.html"),
        ("redirect_uri", "http://localhost:8081/callback.html"),
        ("redirect_uri", "https://evil.example/<script>"),
    ] {
        let page = show(&mut state, &[changes]);
        assert_eq!(page.status, 400, "{changes:?}");
        assert!(page.header("location").is_none() && !page.body.contains("<script>"));
    }
    let twice = format!(
        "/oauth/authorize?{}&redirect_uri={}",
        query(&[]),
        encode(CALLBACK)
    );
    assert_eq!(at(&mut state, Request::new("GET", &twice), 0).status, 400);
}

#[test]
fn other_wrong_requests_go_back_with_an_error_and_the_state() {
    let mut state = Sandbox::default();
    for (changes, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", ""), "invalid_request"),
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge_method", ""), "invalid_request"),
        (("scope", "default"), "invalid_scope"),
        (("scope", "users:read invitees:read"), "invalid_scope"),
        (("scope", ""), "invalid_scope"),
    ] {
        let params = callback(&show(&mut state, &[changes]));
        assert_eq!(params.text("error"), error, "{changes:?}");
        assert_eq!(params.text("state"), "p.äöü &=");
        assert!(!params.text("error_description").is_empty());
    }
    let twice = format!("/oauth/authorize?{}&scope=users:read", query(&[]));
    let params = callback(&at(&mut state, Request::new("GET", &twice), 0));
    assert_eq!(params.text("error"), "invalid_request");
}

#[test]
fn denying_is_access_denied_and_declined_scopes_are_not_granted() {
    let mut state = Sandbox::default();
    let deny = format!("{}&user=mira-albrecht&decision=deny", query(&[]));
    let answer = at(
        &mut state,
        Request::new("POST", "/oauth/authorize").form(&deny),
        0,
    );
    assert_eq!(callback(&answer).text("error"), "access_denied");
    let params = allow(
        &mut state,
        "dana-whitfield",
        &["scheduling_links:write", "users:read"],
        0,
    );
    let tokens = exchange(&mut state, params.text("code"), &[], 0).value();
    assert_eq!(tokens["scope"], "event_types:read availability:read");
    let refused = me(&mut state, &tokens, 0);
    assert_eq!(refused.status, 403);
    assert_eq!(refused.value()["title"], "Insufficient scope");
    assert_eq!(refused.value()["required_scopes"], json!(["users:read"]));
}

#[test]
fn scopes_that_were_not_asked_for_cannot_be_granted_by_a_forged_form() {
    let mut state = Sandbox::default();
    let body = format!(
        "{}&user=mira-albrecht&decision=allow&granted=users:read&granted=webhooks:write",
        query(&[])
    );
    let answer = at(
        &mut state,
        Request::new("POST", "/oauth/authorize").form(&body),
        0,
    );
    let code = callback(&answer).text("code").to_owned();
    assert_eq!(
        exchange(&mut state, &code, &[], 0).value()["scope"],
        "users:read"
    );
}

#[test]
fn a_code_is_refused_for_another_verifier_address_or_client_and_after_ten_minutes() {
    let mut state = Sandbox::default();
    state.clients.push(crate::sandbox::clients::Client::new(
        "other",
        vec![CALLBACK.to_owned()],
    ));
    let code = allow(&mut state, "mira-albrecht", &[], 0)
        .text("code")
        .to_owned();
    for change in [
        (
            "code_verifier",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXx",
        ),
        ("code_verifier", "short"),
        ("redirect_uri", "http://127.0.0.1:8080/callback.html"),
        ("client_id", "other"),
        ("code", "unknown"),
    ] {
        let answer = exchange(&mut state, &code, &[change], 0);
        assert_eq!(
            (answer.status, answer.value()["error"].clone()),
            (400, json!("invalid_grant")),
            "{change:?}"
        );
    }
    assert_eq!(
        exchange(&mut state, &code, &[], 600_000).value()["error"],
        "invalid_grant"
    );
    assert_eq!(exchange(&mut state, &code, &[], 599_999).status, 200);
}

#[test]
fn using_a_code_twice_ends_what_was_issued_from_it() {
    let mut state = Sandbox::default();
    let code = allow(&mut state, "mira-albrecht", &[], 0)
        .text("code")
        .to_owned();
    let tokens = exchange(&mut state, &code, &[], 0).value();
    assert_eq!(
        exchange(&mut state, &code, &[], 0).value()["error"],
        "invalid_grant"
    );
    assert_eq!(
        me(&mut state, &tokens, 0).value()["message"],
        "The access token was revoked"
    );
    assert_eq!(
        refresh(&mut state, &tokens["refresh_token"], 0).value()["error"],
        "invalid_grant"
    );
}

#[test]
fn refresh_tokens_rotate_and_using_one_twice_ends_the_family() {
    let mut state = Sandbox::default();
    let first = sign_in(&mut state);
    let second = refresh(&mut state, &first["refresh_token"], 1000).value();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_eq!(second["scope"], first["scope"]);
    assert_eq!(me(&mut state, &second, 1000).status, 200);
    assert_eq!(
        refresh(&mut state, &first["refresh_token"], 2000).value()["error"],
        "invalid_grant"
    );
    assert_eq!(
        refresh(&mut state, &second["refresh_token"], 3000).value()["error"],
        "invalid_grant"
    );
    assert_eq!(me(&mut state, &second, 3000).status, 401);
}

#[test]
fn an_access_token_ends_after_two_hours() {
    let mut state = Sandbox::default();
    let tokens = sign_in(&mut state);
    assert_eq!(me(&mut state, &tokens, 7_199_000).status, 200);
    let expired = me(&mut state, &tokens, 7_200_000);
    assert_eq!(
        (expired.status, expired.value()["message"].clone()),
        (401, json!("The access token expired"))
    );
}

#[test]
fn the_ninth_token_of_a_minute_is_refused_without_using_the_refresh_token_up() {
    let mut state = Sandbox::default();
    let mut tokens = sign_in(&mut state);
    for _ in 0..7 {
        tokens = refresh(&mut state, &tokens["refresh_token"], 1000).value();
    }
    let refused = refresh(&mut state, &tokens["refresh_token"], 2000);
    assert_eq!(refused.status, 429);
    assert_eq!(
        refresh(&mut state, &tokens["refresh_token"], 61_000).status,
        200
    );
}

#[test]
fn the_token_endpoint_answers_wrong_requests_as_rfc_6749_says() {
    let mut state = Sandbox::default();
    let mut post = |request: Request| {
        let answer = at(&mut state, request, 0);
        (
            answer.status,
            answer.value()["error"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    };
    let token = || Request::new("POST", "/oauth/token");
    let error = |status, error: &str| (status, error.to_owned());
    assert_eq!(
        post(token().form("grant_type=password&client_id=slotlink-dev")),
        error(400, "unsupported_grant_type")
    );
    assert_eq!(
        post(token().form("client_id=slotlink-dev")),
        error(400, "invalid_request")
    );
    assert_eq!(
        post(token().form("grant_type=refresh_token&client_id=nobody")),
        error(401, "invalid_client")
    );
    assert_eq!(
        post(token().form("grant_type=refresh_token")),
        error(401, "invalid_client")
    );
    assert_eq!(
        post(token().form("grant_type=refresh_token&client_id=slotlink-dev&client_secret=x")),
        error(401, "invalid_client")
    );
    assert_eq!(
        post(token().form("grant_type=refresh_token&client_id=slotlink-dev")),
        error(400, "invalid_request")
    );
    assert_eq!(
        post(token().form("client_id=slotlink-dev&client_id=slotlink-dev")),
        error(400, "invalid_request")
    );
    assert_eq!(
        post(token().with("content-type", "text/plain")),
        error(400, "invalid_request")
    );
    assert_eq!(
        post(token().json(&json!([1]))),
        error(400, "invalid_request")
    );
}

#[test]
fn revoking_ends_the_grant_needs_no_secret_and_knows_no_unknown_tokens() {
    let mut state = Sandbox::default();
    let tokens = sign_in(&mut state);
    let revoke = |state: &mut Sandbox, token: &str| {
        let body = format!("client_id=slotlink-dev&token={token}");
        at(state, Request::new("POST", "/oauth/revoke").form(&body), 0).status
    };
    assert_eq!(revoke(&mut state, "unknown"), 200);
    assert_eq!(me(&mut state, &tokens, 0).status, 200);
    state.options.revoke_requires_secret = true;
    assert_eq!(
        revoke(&mut state, tokens["refresh_token"].as_str().unwrap()),
        403
    );
    state.options.revoke_requires_secret = false;
    assert_eq!(
        revoke(&mut state, tokens["refresh_token"].as_str().unwrap()),
        200
    );
    assert_eq!(me(&mut state, &tokens, 0).status, 401);
    assert_eq!(
        refresh(&mut state, &tokens["refresh_token"], 0).value()["error"],
        "invalid_grant"
    );
}

#[test]
fn options_change_opener_policy_issuer_and_lifetimes() {
    let mut state = Sandbox::default();
    let changes = json!({"coop": "same-origin", "iss": true, "access_token_ttl": 3, "code_ttl": 2});
    state.options.merge(&changes).unwrap();
    assert_eq!(
        show(&mut state, &[]).header("cross-origin-opener-policy"),
        Some("same-origin")
    );
    let params = allow(&mut state, "mira-albrecht", &[], 0);
    assert_eq!(params.get("iss"), Some("http://127.0.0.1:8787"));
    assert_eq!(
        exchange(&mut state, params.text("code"), &[], 2000).status,
        400
    );
    let tokens = sign_in(&mut state);
    assert_eq!(tokens["expires_in"], 3);
    assert_eq!(me(&mut state, &tokens, 3000).status, 401);
}

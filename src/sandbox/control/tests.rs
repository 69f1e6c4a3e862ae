//! Tests of the control API and of what every API request has in common.

use serde_json::{Value, json};

use crate::sandbox::faults::Cut;
use crate::sandbox::{Request, Response, Sandbox, respond};

const START: i64 = 1_796_112_000_000;

fn send(state: &mut Sandbox, request: Request) -> Response {
    respond(state, &request, START).response
}

fn control(state: &mut Sandbox, method: &str, path: &str, body: Value) -> Response {
    let mut request = Request::new(method, &format!("/__sandbox/{path}"));
    if !body.is_null() {
        request = request.json(&body);
    }
    send(state, request)
}

fn me(token: &str) -> Request {
    Request::new("GET", "/users/me").with("authorization", &format!("Bearer {token}"))
}

const PAT: &str = "sandbox-pat-mira-albrecht";

#[test]
fn only_this_machine_and_no_foreign_page_may_steer() {
    let mut state = Sandbox::default();
    let get = || Request::new("GET", "/__sandbox/ledger");
    let mut rebound = get();
    rebound.headers = vec![("host".to_owned(), "evil.example:8787".to_owned())];
    let mut remote = get();
    remote.loopback = false;
    for request in [
        rebound,
        remote,
        get().with("origin", "http://localhost:8080"),
        get().with("origin", "null"),
    ] {
        assert_eq!(send(&mut state, request).status, 403);
    }
    let own = send(&mut state, get().with("origin", "http://127.0.0.1:8787"));
    assert_eq!(own.status, 200);
    assert!(own.header("access-control-allow-origin").is_none());
    assert_eq!(own.value(), json!({"requests": [], "facts": []}));
}

#[test]
fn the_clock_can_be_set_moved_and_runs_on() {
    let mut state = Sandbox::default();
    let answer = control(
        &mut state,
        "PUT",
        "clock",
        json!({"now": "2030-05-01T12:00:00+02:00"}),
    );
    assert_eq!(answer.value()["now"], "2030-05-01T10:00:00.000000Z");
    let later = respond(
        &mut state,
        &Request::new("GET", "/__sandbox/clock"),
        START + 1500,
    )
    .response;
    assert_eq!(later.value()["now"], "2030-05-01T10:00:01.500000Z");
    let moved = control(&mut state, "PUT", "clock", json!({"advance_ms": 60_000}));
    assert_eq!(moved.value()["now"], "2030-05-01T10:01:00.000000Z");
    let back = control(&mut state, "PUT", "clock", json!({"offset_ms": 0}));
    assert_eq!(back.value()["offset_ms"], 0);
    for wrong in [json!({}), json!({"now": "tomorrow"}), json!(3)] {
        assert_eq!(control(&mut state, "PUT", "clock", wrong).status, 400);
    }
}

#[test]
fn a_fault_answers_in_place_of_the_core_or_spoils_its_answer() {
    let mut state = Sandbox::default();
    let kind = state.event_types[0].uuid.clone();
    let body = json!({"max_event_count": 1, "owner": format!("http://127.0.0.1:8787/event_types/{kind}"), "owner_type": "EventType"});
    let create = || {
        Request::new("POST", "/scheduling_links")
            .json(&body)
            .with("authorization", &format!("Bearer {PAT}"))
    };
    let faults = json!([
        {"route": "POST /scheduling_links", "status": 503, "body": "<h1>Busy</h1>", "content_type": "text/html", "no_cors": true},
        {"route": "POST /scheduling_links", "execute": true, "cut": "before_headers", "delay_ms": 10},
    ]);
    assert_eq!(control(&mut state, "POST", "faults", faults).status, 200);
    let refused = send(&mut state, create());
    assert_eq!(
        (refused.status, refused.body.as_str()),
        (503, "<h1>Busy</h1>")
    );
    assert!(refused.header("access-control-allow-origin").is_none());
    assert!(state.links.is_empty());
    let lost = respond(&mut state, &create(), START);
    assert_eq!(
        (
            lost.delivery.cut,
            lost.delivery.delay_ms,
            lost.delivery.reset
        ),
        (Some(Cut::BeforeHeaders), 10, true)
    );
    assert_eq!(state.links.len(), 1);
    assert_eq!(send(&mut state, create()).status, 201);
    let ledger = control(&mut state, "GET", "ledger", Value::Null).value();
    let executed: Vec<&Value> = ledger["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["executed"])
        .collect();
    assert_eq!(executed, [false, true, true]);
    assert_eq!(ledger["requests"][1]["fault"]["cut"], "before_headers");
    assert_eq!(ledger["facts"][0]["kind"], "link_created");
    assert_eq!(
        ledger["facts"][0]["request"],
        ledger["requests"][1]["number"]
    );
}

#[test]
fn a_wrong_fault_in_a_list_adds_none_of_them() {
    let mut state = Sandbox::default();
    let list = json!([{"route": "GET /users/me", "status": 500}, {"route": "GET /users/me", "sttus": 500}]);
    let answer = control(&mut state, "POST", "faults", list);
    assert_eq!(answer.status, 400);
    assert!(answer.value()["error"].as_str().unwrap().contains("sttus"));
    assert!(state.faults.is_empty());
}

#[test]
fn clients_tokens_and_foreign_tokens_can_be_given() {
    let mut state = Sandbox::default();
    assert_eq!(send(&mut state, me("from-elsewhere")).status, 401);
    control(
        &mut state,
        "POST",
        "accept-foreign-tokens",
        json!({"user": "tomas-reyes"}),
    );
    let answer = send(&mut state, me("from-elsewhere")).value();
    assert_eq!(answer["resource"]["timezone"], "America/New York");
    control(
        &mut state,
        "POST",
        "accept-foreign-tokens",
        json!({"user": null}),
    );
    assert_eq!(send(&mut state, me("from-elsewhere")).status, 401);
    assert_eq!(
        control(
            &mut state,
            "POST",
            "accept-foreign-tokens",
            json!({"user": "x"})
        )
        .status,
        400
    );
    let minted = control(
        &mut state,
        "POST",
        "tokens",
        json!({"user": "dana-whitfield", "scopes": ["event_types:read"]}),
    );
    let token = minted.value()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(send(&mut state, me(&token)).status, 403);
    let client = json!({"client_id": "other", "redirect_uris": ["https://app.example/cb"], "scopes": ["users:read"]});
    assert_eq!(control(&mut state, "POST", "clients", client).status, 200);
    assert!(
        state
            .client("other")
            .unwrap()
            .has_redirect_uri("https://app.example/cb")
    );
    assert_eq!(
        control(&mut state, "POST", "clients", json!({"client_id": "x"})).status,
        400
    );
}

#[test]
fn options_change_users_and_reset_brings_everything_back() {
    let mut state = Sandbox::default();
    let changes = json!({"users": {"mira-albrecht": {"timezone": "Mars/Olympus", "name": null}}, "latency_ms": 5});
    assert_eq!(
        control(&mut state, "PUT", "options", changes).value()["latency_ms"],
        5
    );
    let reply = respond(&mut state, &me(PAT), START);
    assert_eq!(reply.delivery.delay_ms, 5);
    assert_eq!(
        reply.response.value()["resource"]["timezone"],
        "Mars/Olympus"
    );
    control(&mut state, "POST", "reset", Value::Null);
    assert_eq!(
        send(&mut state, me(PAT)).value()["resource"]["timezone"],
        "Europe/Berlin"
    );
    assert_eq!(
        control(&mut state, "GET", "ledger", Value::Null).value()["requests"][0]["number"],
        1
    );
    assert_eq!(
        control(&mut state, "PUT", "options", json!({"nope": 1})).status,
        400
    );
    assert_eq!(control(&mut state, "GET", "nope", Value::Null).status, 404);
}

#[test]
fn api_answers_carry_cors_and_the_rate_limit_but_expose_nothing() {
    let mut state = Sandbox::default();
    let answer = send(&mut state, me(PAT).with("origin", "https://crm.example"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("x-ratelimit-limit"), Some("500"));
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("499"));
    assert_eq!(answer.header("x-ratelimit-reset"), Some("60"));
    assert!(answer.header("access-control-expose-headers").is_none());
    let refused = send(&mut state, me("wrong"));
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    let preflight = send(&mut state, Request::new("OPTIONS", "/scheduling_links"));
    assert_eq!(preflight.status, 204);
    assert_eq!(
        preflight.header("access-control-allow-headers"),
        Some("authorization, content-type")
    );
    control(
        &mut state,
        "PUT",
        "options",
        json!({"expose_headers": true}),
    );
    assert!(
        send(&mut state, me(PAT))
            .header("access-control-expose-headers")
            .is_some()
    );
}

#[test]
fn the_fifty_first_request_of_a_free_account_is_refused() {
    let mut state = Sandbox::default();
    for _ in 0..50 {
        assert_eq!(
            send(&mut state, me("sandbox-pat-dana-whitfield")).status,
            200
        );
    }
    let refused = send(&mut state, me("sandbox-pat-dana-whitfield"));
    assert_eq!((refused.status, refused.body.as_str()), (429, "{}"));
    assert_eq!(refused.header("x-ratelimit-remaining"), Some("0"));
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    control(&mut state, "PUT", "options", json!({"cors_on_429": false}));
    let hidden = send(&mut state, me("sandbox-pat-dana-whitfield"));
    assert!(hidden.header("access-control-allow-origin").is_none());
    assert_eq!(send(&mut state, me(PAT)).status, 200);
}

#[test]
fn a_link_is_made_only_from_a_complete_request() {
    let mut state = Sandbox::default();
    let uri = |slug: &str| {
        let all = Sandbox::default();
        let kind = all
            .event_types
            .iter()
            .find(|kind| kind.slug == slug)
            .unwrap();
        format!("http://127.0.0.1:8787/event_types/{}", kind.uuid)
    };
    let good = json!({"max_event_count": 1, "owner": uri("15min"), "owner_type": "EventType"});
    let mut status = |change: Value, token: &str| {
        let mut body = good.clone();
        body.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let request = Request::new("POST", "/scheduling_links").json(&body);
        send(
            &mut state,
            request.with("authorization", &format!("Bearer {token}")),
        )
        .status
    };
    assert_eq!(status(json!({}), PAT), 201);
    assert_eq!(status(json!({"max_event_count": "1"}), PAT), 201);
    assert_eq!(status(json!({"max_event_count": 2}), PAT), 400);
    assert_eq!(status(json!({"owner_type": "User"}), PAT), 400);
    assert_eq!(status(json!({"owner": "ABC"}), PAT), 400);
    assert_eq!(status(json!({"owner": uri("summer-school")}), PAT), 400);
    assert_eq!(
        status(json!({"owner": "http://127.0.0.1:8787/event_types/X"}), PAT),
        404
    );
    assert_eq!(status(json!({}), "sandbox-pat-dana-whitfield"), 403);
    assert_eq!(status(json!({}), "nobody"), 401);
}

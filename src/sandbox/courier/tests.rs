//! Tests of delivery over real sockets: the sandbox on one, a receiver on another.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request as HttpRequest;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{Shared, lock, machine_ms, run, send};
use crate::sandbox::callback_url::CallbackUrl;
use crate::sandbox::outbox::{Call, signature};
use crate::sandbox::probe::{Probe, STUDIO, by};
use crate::sandbox::{Request, Sandbox, instant, respond};

/// What arrived: headers and body.
type Arrived = Arc<Mutex<Vec<(Vec<(String, String)>, String)>>>;

/// A receiver that answers with these statuses in turn, and with the last of them for ever.
async fn receiver(statuses: &'static [u16]) -> (u16, Arrived) {
    let arrived = Arrived::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let kept = Arrived::clone(&arrived);
    let app = Router::new().fallback(move |request: HttpRequest| {
        let kept = Arrived::clone(&kept);
        async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
            let headers = parts
                .headers
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
                .collect();
            let mut kept = kept.lock().unwrap();
            kept.push((headers, String::from_utf8(body.to_vec()).unwrap()));
            let status = statuses[(kept.len() - 1).min(statuses.len() - 1)];
            StatusCode::from_u16(status).unwrap()
        }
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    (port, arrived)
}

fn api(state: &mut Sandbox, request: Request) -> Value {
    let request = request.with("authorization", "Bearer sandbox-pat-mira-albrecht");
    let answer = respond(state, &request, machine_ms()).response;
    assert!(answer.status < 300, "{}", answer.body);
    answer.value()
}

/// A sandbox with a running courier and a subscription to contacts at that address.
fn subscribed(url: &str) -> Shared {
    let mut state = Sandbox::default();
    let body = json!({
        "url": url, "events": ["contact.created"], "scope": "organization", "signing_key": "a key",
        "organization": format!("http://127.0.0.1:8787/organizations/{STUDIO}"),
    });
    api(
        &mut state,
        Request::new("POST", "/webhook_subscriptions").json(&body),
    );
    let shared = Shared::new(Mutex::new(state));
    tokio::spawn(run(Shared::clone(&shared)));
    shared
}

fn add_contact(shared: &Shared) {
    let body = json!({"name": "Zoë <b>"});
    api(
        &mut lock(shared),
        Request::new("POST", "/contacts").json(&body),
    );
}

fn facts(shared: &Shared, kind: &str) -> Vec<Value> {
    let ledger = lock(shared).ledger.to_json();
    let facts = ledger["facts"].as_array().unwrap();
    facts
        .iter()
        .filter(|fact| fact["kind"] == kind)
        .cloned()
        .collect()
}

/// Waits for a number of facts, for at most five seconds.
async fn until(shared: &Shared, kind: &str, count: usize) -> Vec<Value> {
    for _ in 0..250 {
        let found = facts(shared, kind);
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{kind}: {:?}", lock(shared).ledger.to_json()["facts"]);
}

fn subscription(shared: &Shared) -> Value {
    let target = format!(
        "/webhook_subscriptions?scope=organization&{}",
        by("organization", "organizations", STUDIO)
    );
    let answer = api(&mut lock(shared), Request::new("GET", &target));
    answer["collection"][0].clone()
}

#[tokio::test]
async fn a_change_arrives_signed_in_its_envelope() {
    let (port, arrived) = receiver(&[204]).await;
    let shared = subscribed(&format!("http://127.0.0.1:{port}/hook?a=b"));
    add_contact(&shared);
    let delivered = until(&shared, "webhook_delivered", 1).await;
    assert_eq!(
        (&delivered[0]["status"], &delivered[0]["try"]),
        (&json!(204), &json!(1))
    );
    let arrived = arrived.lock().unwrap();
    let (headers, body) = &arrived[0];
    let value: Value = serde_json::from_str(body).unwrap();
    assert_eq!(value["event"], "contact.created");
    assert_eq!(value["payload"]["name"], "Zoë <b>");
    assert!(
        value["created_by"]
            .as_str()
            .unwrap()
            .ends_with("/users/MIRAALBRECHT2026")
    );
    let header = |name: &str| &headers.iter().find(|(known, _)| known == name).unwrap().1;
    let signed = header("calendly-webhook-signature");
    let at = signed
        .strip_prefix("t=")
        .unwrap()
        .split(',')
        .next()
        .unwrap();
    let at = instant::from_millis(at.parse::<i64>().unwrap() * 1000);
    assert_eq!(signature("a key", at, body).as_ref(), Some(signed));
    assert!(header("content-type").starts_with("application/json"));
}

#[tokio::test]
async fn a_failed_call_is_repeated_when_the_clock_says_so() {
    let (port, arrived) = receiver(&[500, 302, 200]).await;
    let shared = subscribed(&format!("http://localhost:{port}/"));
    add_contact(&shared);
    until(&shared, "webhook_failed", 1).await;
    assert!(subscription(&shared)["retry_started_at"].is_string());
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(arrived.lock().unwrap().len(), 1);
    lock(&shared).offset_ms += 31_000;
    until(&shared, "webhook_failed", 2).await;
    lock(&shared).offset_ms += 61_000;
    let delivered = until(&shared, "webhook_delivered", 1).await;
    assert_eq!(delivered[0]["try"], 3);
    let bodies = arrived.lock().unwrap();
    assert!(bodies.iter().all(|(_, body)| *body == bodies[0].1));
    assert!(subscription(&shared)["retry_started_at"].is_null());
}

#[tokio::test]
async fn after_a_day_of_failures_the_subscription_is_disabled() {
    let (port, arrived) = receiver(&[410]).await;
    let shared = subscribed(&format!("http://127.0.0.1:{port}/"));
    add_contact(&shared);
    until(&shared, "webhook_failed", 1).await;
    lock(&shared).offset_ms += 24 * 3_600_000;
    until(&shared, "webhook_disabled", 1).await;
    let known = subscription(&shared);
    assert_eq!(known["state"], "disabled");
    assert!(known["retry_started_at"].is_string());
    add_contact(&shared);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(arrived.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn where_nobody_listens_the_failure_says_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let shared = subscribed(&format!("http://127.0.0.1:{port}/"));
    add_contact(&shared);
    let failed = until(&shared, "webhook_failed", 1).await;
    assert!(failed[0]["error"].is_string() && failed[0]["status"].is_null());
    assert!(failed[0]["next_try_at"].is_string());
}

#[tokio::test]
async fn what_is_no_http_is_no_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            use tokio::io::AsyncWriteExt;
            let _ = stream.write_all(b"SSH-2.0-x\r\n\r\n").await;
        }
    });
    let call = Call {
        number: 1,
        url: CallbackUrl::parse(&format!("http://127.0.0.1:{port}/")).unwrap(),
        headers: Vec::new(),
        body: String::new(),
    };
    assert_eq!(send(&call).await, Err("the answer is no HTTP".to_owned()));
}

#[tokio::test]
async fn nothing_is_sent_to_another_machine() {
    let mut probe = Probe::new();
    let call = Call {
        number: 1,
        url: CallbackUrl::parse("http://192.0.2.1:9/").unwrap(),
        headers: Vec::new(),
        body: String::new(),
    };
    assert!(send(&call).await.is_err());
    let body = json!({
        "url": "https://example.com/hook", "events": ["contact.created"], "scope": "organization",
        "organization": format!("http://127.0.0.1:8787/organizations/{STUDIO}"),
    });
    assert_eq!(
        probe
            .post("mira-albrecht", "/webhook_subscriptions", &body)
            .status,
        201
    );
    assert_eq!(
        probe.post("mira-albrecht", "/contacts", &json!({})).status,
        201
    );
    let now = probe.state.now(probe.millis);
    assert!(probe.state.calls_due(now).is_empty());
    let withheld = probe.facts("webhook_withheld");
    assert_eq!(withheld[0]["body"]["event"], "contact.created");
    assert_eq!(withheld[0]["url"], "https://example.com/hook");
}

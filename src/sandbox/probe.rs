//! What tests of operations ask the whole core with.

use serde_json::{Value, json};

use super::params::encode;
use super::{Request, Response, Sandbox, instant, respond};

pub const BASE: &str = "http://127.0.0.1:8787";
pub const STUDIO: &str = "NORDLICHTSTUDIO1";
pub const HARBOUR: &str = "HARBOURWORKS0001";

/// A sandbox at a fixed time, 2026-12-01T08:00:00Z unless it is moved.
pub struct Probe {
    pub state: Sandbox,
    pub millis: i64,
}

impl Probe {
    pub fn new() -> Self {
        let start = instant::parse("2026-12-01T08:00:00Z").unwrap();
        Self {
            state: Sandbox::default(),
            millis: start.as_millisecond(),
        }
    }

    pub fn send(&mut self, request: &Request) -> Response {
        respond(&mut self.state, request, self.millis).response
    }

    /// As the host with this slug, by personal access token.
    pub fn ask(&mut self, slug: &str, request: Request) -> Response {
        let token = format!("Bearer sandbox-pat-{slug}");
        self.send(&request.with("authorization", &token))
    }

    pub fn get(&mut self, slug: &str, target: &str) -> Response {
        self.ask(slug, Request::new("GET", target))
    }

    pub fn post(&mut self, slug: &str, target: &str, body: &Value) -> Response {
        self.ask(slug, Request::new("POST", target).json(body))
    }

    pub fn delete(&mut self, slug: &str, target: &str) -> Response {
        self.ask(slug, Request::new("DELETE", target))
    }

    /// The collection of a list that must be answered with 200.
    pub fn list(&mut self, slug: &str, target: &str) -> Vec<Value> {
        let answer = self.get(slug, target);
        assert_eq!(answer.status, 200, "{target}: {}", answer.body);
        answer.value()["collection"].as_array().unwrap().clone()
    }

    /// A bearer token of that host with these scopes only.
    pub fn token(&mut self, slug: &str, scopes: &[&str]) -> String {
        let body = json!({"user": slug, "scopes": scopes});
        let request = Request::new("POST", "/__sandbox/tokens").json(&body);
        let answer = self.send(&request).value();
        format!("Bearer {}", answer["access_token"].as_str().unwrap())
    }

    /// What is missing for a request without any scope.
    pub fn missing_scope(&mut self, slug: &str, request: Request) -> Value {
        let token = self.token(slug, &[]);
        let answer = self.send(&request.with("authorization", &token));
        assert_eq!(answer.status, 403, "{}", answer.body);
        answer.value()["required_scopes"].clone()
    }

    /// The facts of that kind in the ledger.
    pub fn facts(&self, kind: &str) -> Vec<Value> {
        let ledger = self.state.ledger.to_json();
        let facts = ledger["facts"].as_array().unwrap();
        facts
            .iter()
            .filter(|fact| fact["kind"] == kind)
            .cloned()
            .collect()
    }
}

/// `name=<URI>` for a query.
pub fn by(name: &str, collection: &str, uuid: &str) -> String {
    format!("{name}={}", encode(&format!("{BASE}/{collection}/{uuid}")))
}

/// One field of every item.
pub fn each<'a>(items: &'a [Value], field: &str) -> Vec<&'a str> {
    items
        .iter()
        .map(|item| item.pointer(field).and_then(Value::as_str).unwrap_or("-"))
        .collect()
}

/// The last segment of a URI.
pub fn last(uri: &Value) -> String {
    uri.as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// The detail of a 400: parameter and message.
pub fn complaint(answer: &Response) -> (String, String) {
    assert_eq!(answer.status, 400, "{}", answer.body);
    let detail = answer.value()["details"][0].clone();
    let text = |name: &str| detail[name].as_str().unwrap().to_owned();
    (text("parameter"), text("message"))
}

//! A sandbox under test: requests by one of the hosts at a set time, through the whole core.

use serde_json::{Value, json};

use super::params::encode;
use super::sample::EventType;
use super::{Request, Response, Sandbox, instant, respond};

pub const BASE: &str = "http://127.0.0.1:8787";
pub const MIRA: &str = "mira-albrecht";
pub const TOMAS: &str = "tomas-reyes";
pub const DANA: &str = "dana-whitfield";

pub struct Trial {
    pub state: Sandbox,
    /// Milliseconds of the Unix epoch.
    pub now: i64,
}

impl Trial {
    /// Tuesday 1 December 2026, 08:00 UTC.
    pub fn new() -> Self {
        Self::at("2026-12-01T08:00:00Z")
    }

    pub fn at(now: &str) -> Self {
        Self {
            state: Sandbox::default(),
            now: instant::parse(now).unwrap().as_millisecond(),
        }
    }

    /// The same without the sample's meetings.
    pub fn without_meetings() -> Self {
        let mut trial = Self::new();
        trial.get(MIRA, "/users/me");
        trial.state.events.clear();
        trial.state.invitees.clear();
        trial
    }

    pub fn send(&mut self, request: Request) -> Response {
        respond(&mut self.state, &request, self.now).response
    }

    /// Sends a request with the host's personal access token; `null` is no body.
    pub fn call(&mut self, who: &str, method: &str, target: &str, body: &Value) -> Response {
        let mut request = Request::new(method, target)
            .with("authorization", &format!("Bearer sandbox-pat-{who}"));
        if !body.is_null() {
            request = request.json(body);
        }
        self.send(request)
    }

    pub fn get(&mut self, who: &str, target: &str) -> Response {
        self.call(who, "GET", target, &Value::Null)
    }

    /// The rows of a list of the first host, which must succeed.
    pub fn list(&mut self, target: &str) -> Vec<Value> {
        let answer = self.get(MIRA, target);
        assert_eq!(answer.status, 200, "{target}: {}", answer.body);
        answer.value()["collection"].as_array().unwrap().clone()
    }

    /// The status when only these scopes were granted to the first host.
    pub fn status_with(&mut self, scopes: &[&str], method: &str, target: &str) -> u16 {
        let body = json!({"user": MIRA, "scopes": scopes});
        let minted = self.send(Request::new("POST", "/__sandbox/tokens").json(&body));
        let token = minted.value()["access_token"].as_str().unwrap().to_owned();
        let request = Request::new(method, target).json(&json!({}));
        self.send(request.with("authorization", &format!("Bearer {token}")))
            .status
    }

    pub fn kind(&self, slug: &str) -> EventType {
        let found = self.state.event_types.iter().find(|kind| kind.slug == slug);
        found.unwrap().clone()
    }

    /// Path of a URI on this server.
    pub fn path(uri: &Value) -> String {
        let text = uri.as_str().unwrap();
        text.strip_prefix(BASE).unwrap().to_owned()
    }

    /// A body for `POST /invitees` at the first available time of an event type.
    pub fn order(&mut self, slug: &str) -> Value {
        let time = self.times(slug)[0].clone();
        let place = self.kind(slug).locations[0]["kind"].clone();
        let mut body = json!({
            "event_type": self.kind_uri(slug), "start_time": time["start_time"],
            "invitee": {"name": "Ada Lovelace", "email": "ada@example.org", "timezone": "Europe/London"},
        });
        if !place.is_null() && self.kind(slug).pooling != Some("round_robin") {
            body["location"] = json!({"kind": place});
            if matches!(place.as_str(), Some("outbound_call" | "ask_invitee")) {
                body["location"]["location"] = json!("+442071234567");
            }
        }
        body
    }

    /// Books the first available time of one of the first host's event types: the invitee.
    pub fn book(&mut self, slug: &str) -> Value {
        let body = self.order(slug);
        let answer = self.call(MIRA, "POST", "/invitees", &body);
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.value()["resource"].clone()
    }

    /// The names of what was announced.
    pub fn announced(&self) -> Vec<&'static str> {
        let changes = self.state.changes.iter();
        changes.map(|(_, change)| change.event()).collect()
    }

    /// URI of an event type.
    pub fn kind_uri(&self, slug: &str) -> String {
        format!("{BASE}/event_types/{}", self.kind(slug).uuid)
    }

    /// URI of a host.
    pub fn user_uri(&self, slug: &str) -> String {
        format!("{BASE}/users/{}", self.state.host(slug).unwrap().uuid)
    }

    /// `name=value` with the value encoded.
    pub fn query(name: &str, value: &str) -> String {
        format!("{name}={}", encode(value))
    }

    /// `user=…` of a host.
    pub fn user(&self, slug: &str) -> String {
        Self::query("user", &self.user_uri(slug))
    }

    /// Available times of an event type in the 28 days from tomorrow on.
    pub fn times(&mut self, slug: &str) -> Vec<Value> {
        self.times_of(&self.kind_uri(slug))
    }

    /// The same by the event type's URI.
    pub fn times_of(&mut self, uri: &str) -> Vec<Value> {
        let from = instant::from_millis(self.now + 86_400_000);
        let to = instant::plus_seconds(from, 28 * 86_400);
        let target = format!(
            "/event_type_available_times?{}&start_time={from}&end_time={to}",
            Self::query("event_type", uri)
        );
        let owner = uri.rsplit('/').next().unwrap();
        let owner = self.state.event_type(owner).unwrap().owner;
        let answer = self.get(owner, &target);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.value()["collection"].as_array().unwrap().clone()
    }
}

/// The names in the details of a 400.
pub fn refused(answer: &Response) -> Vec<String> {
    assert_eq!(answer.status, 400, "{}", answer.body);
    let value = answer.value();
    assert_eq!(value["title"], "Invalid Argument");
    let details = value["details"].as_array().unwrap();
    details
        .iter()
        .map(|detail| detail["parameter"].as_str().unwrap().to_owned())
        .collect()
}

/// One field of every row.
pub fn field(rows: &[Value], name: &str) -> Vec<Value> {
    rows.iter().map(|row| row[name].clone()).collect()
}

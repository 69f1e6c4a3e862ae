//! A sandbox at a set time, and what the rows need to find in it.

use serde_json::{Value, json};

use super::{Ask, MIRA};
use crate::server::{Answer, Sandbox};

/// A sandbox as it is on Tuesday 1 December 2026 at 08:00 UTC.
pub struct World<'a>(pub &'a Sandbox);

impl World<'_> {
    pub fn new(sandbox: &Sandbox) -> World<'_> {
        sandbox.control("POST", "reset", &Value::Null);
        sandbox.control("PUT", "clock", &json!({"now": "2026-12-01T08:00:00Z"}));
        World(sandbox)
    }

    pub fn ask(&self, method: &str, ask: &Ask) -> Answer {
        let token = format!("sandbox-pat-{}", ask.who);
        self.ask_with(method, ask, &token)
    }

    pub fn ask_with(&self, method: &str, ask: &Ask, token: &str) -> Answer {
        let body = match &ask.body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let headers =
            format!("authorization: Bearer {token}\r\ncontent-type: application/json\r\n");
        self.0.send(method, &ask.target, &headers, &body)
    }

    pub fn uri(&self, collection: &str, uuid: &str) -> String {
        format!("http://{}/{collection}/{uuid}", self.0.address)
    }

    /// The path of a URI.
    pub fn path(&self, uri: &Value) -> String {
        let base = format!("http://{}", self.0.address);
        uri.as_str()
            .unwrap()
            .strip_prefix(&base)
            .unwrap()
            .to_owned()
    }

    pub fn get(&self, who: &'static str, target: String) -> Value {
        let body = Value::Null;
        let answer = self.ask("GET", &Ask { who, target, body });
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    /// What a creation by the first host makes.
    pub fn make(&self, target: &str, body: Value) -> Value {
        let (who, target) = (MIRA, target.to_owned());
        let answer = self.ask("POST", &Ask { who, target, body });
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()["resource"].clone()
    }

    pub fn user(&self, who: &'static str) -> String {
        let me = self.get(who, "/users/me".to_owned());
        me["resource"]["uri"].as_str().unwrap().to_owned()
    }

    pub fn organization(&self, who: &'static str) -> String {
        let me = self.get(who, "/users/me".to_owned());
        let uri = &me["resource"]["current_organization"];
        uri.as_str().unwrap().to_owned()
    }

    /// An event type of the first host's organization.
    pub fn kind(&self, slug: &str) -> String {
        let organization = self.organization(MIRA);
        let list = format!("/event_types?organization={organization}&count=100");
        let list = self.get(MIRA, list)["collection"].clone();
        let kinds = list.as_array().unwrap().iter();
        let kind = kinds.clone().find(|kind| kind["slug"] == slug).unwrap();
        kind["uri"].as_str().unwrap().to_owned()
    }

    /// The first available time of an event type.
    pub fn time(&self, kind: &str) -> Value {
        let range = "start_time=2026-12-02T00:00:00Z&end_time=2026-12-30T00:00:00Z";
        let target = format!("/event_type_available_times?event_type={kind}&{range}");
        self.get(MIRA, target)["collection"][0]["start_time"].clone()
    }

    /// The body of a booking at that time.
    pub fn booking(&self, slug: &str) -> Value {
        let kind = self.kind(slug);
        json!({
            "event_type": kind, "start_time": self.time(&kind), "location": {"kind": "zoom_conference"},
            "invitee": {"name": "Ada Lovelace", "email": "ada@example.org", "timezone": "Europe/London"},
        })
    }

    /// The first of the first host's meetings that such a query finds.
    pub fn event(&self, query: &str) -> Value {
        let target = format!("/scheduled_events?user={}&{query}", self.user(MIRA));
        self.get(MIRA, target)["collection"][0].clone()
    }

    pub fn invitee_of(&self, event: &Value) -> Value {
        let target = format!("{}/invitees?status=active", self.path(&event["uri"]));
        self.get(MIRA, target)["collection"][0].clone()
    }

    /// A share of the first host's half-hour meeting, and its path.
    pub fn share(&self) -> (Value, String) {
        let share = self.make("/shares", json!({"event_type": self.kind("30min")}));
        let path = self.path(&share["uri"]);
        (share, path)
    }

    /// The same, booked through its page.
    pub fn booked_share(&self) -> String {
        let (share, path) = self.share();
        let page = self.path(&share["scheduling_links"][0]["booking_url"]);
        let time = self.time(&self.kind("30min"));
        let at = format!("{page}/{}", time.as_str().unwrap());
        let booked = self.0.form(&at, "name=Ada&email=ada%40example.org");
        assert_eq!(booked.status, 303, "{}", booked.body);
        path
    }
}

/// A meeting that is over, one that is to come and one that was called off.
pub const PAST: &str = "status=active&max_start_time=2026-12-01T00:00:00Z";
pub const COMING: &str = "status=active&min_start_time=2026-12-02T00:00:00Z";
pub const CANCELED: &str = "status=canceled&min_start_time=2026-12-02T00:00:00Z";

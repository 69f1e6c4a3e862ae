//! The live feed against the sandbox: what happens there appears, as the sandbox's own webhooks tell it.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::cell::{Cell, RefCell};
use std::future::Future;

use futures_util::future::{FutureExt, LocalBoxFuture};
use serde_json::{Value as Json, json as js};
use slotlink::api::webhook_subscriptions::{WebhookEvent, WebhookScope};
use slotlink::client::Error;
use slotlink::client::feed::{Feed, FeedOptions, Source};
use slotlink::client::ports::Runtime;
use slotlink::client::request::Request as Read;
use slotlink::json::{self, Value};
use slotlink::sandbox::{Request, Sandbox, respond};
use slotlink::time::Timestamp;

const MINUTE: i64 = 60_000;
const FORM: &str = "/forms/ROUTINGPROJECT01";
const ALL: [WebhookEvent; 4] = [
    WebhookEvent::InviteeCreated,
    WebhookEvent::InviteeCanceled,
    WebhookEvent::InviteeNoShowCreated,
    WebhookEvent::RoutingFormSubmissionCreated,
];

/// A sandbox in which time passes only where it is told to.
struct Trial {
    state: RefCell<Sandbox>,
    now: Cell<i64>,
}

impl Trial {
    fn new() -> Self {
        let now = Timestamp::parse("2026-12-01T08:00:00Z").unwrap();
        Self {
            state: RefCell::default(),
            now: Cell::new(now.as_millis()),
        }
    }

    fn send(&self, request: &Request) -> slotlink::sandbox::Response {
        self.now.set(self.now.get() + 1);
        respond(&mut self.state.borrow_mut(), request, self.now.get()).response
    }

    fn api(&self, request: Request) -> Json {
        let request = request.with("authorization", "Bearer sandbox-pat-mira-albrecht");
        let answer = self.send(&request);
        assert!(answer.status < 300, "{} {}", answer.status, answer.body);
        serde_json::from_str(&answer.body).unwrap_or_default()
    }

    fn get(&self, target: &str) -> Json {
        self.api(Request::new("GET", target))
    }

    fn post(&self, target: &str, body: &Json) -> Json {
        self.api(Request::new("POST", target).json(body))
    }

    /// Books one of the free times, counted from 0.
    fn book(&self, index: usize) -> Json {
        let me = self.get("/users/me")["resource"]["uri"].clone();
        let types = self.get(&format!("/event_types?user={}", me.as_str().unwrap()));
        let types = types["collection"].as_array().unwrap();
        let kind = types.iter().find(|kind| kind["slug"] == "30min").unwrap();
        let at = |millis| Timestamp::from_millis(self.now.get() + millis).to_rfc3339();
        let times = self.get(&format!(
            "/event_type_available_times?event_type={}&start_time={}&end_time={}",
            kind["uri"].as_str().unwrap(),
            at(MINUTE),
            at(7 * 24 * 60 * MINUTE),
        ));
        let body = js!({
            "event_type": kind["uri"],
            "start_time": times["collection"][index]["start_time"],
            "invitee": {"name": "Jo Ahorn", "email": "jo@ahorn.example", "timezone": "Europe/Zurich"},
            "location": {"kind": kind["locations"][0]["kind"]},
        });
        self.post("/invitees", &body)["resource"].clone()
    }

    fn path(&self, url: &Json) -> String {
        let url = url.as_str().unwrap();
        url.strip_prefix("http://127.0.0.1:8787")
            .unwrap()
            .to_owned()
    }

    /// What a poll finds; all of it is taken.
    fn poll(&self, feed: &mut Feed) -> Vec<Json> {
        let polled = run(feed.poll(self, self));
        polled.unwrap_or_else(|error| panic!("{error}"));
        let mut found = Vec::new();
        while let Some(change) = feed.first() {
            assert!(change.webhook().is_some());
            found.push(serde_json::from_str(&json::write(&change.envelope)).unwrap());
            feed.taken();
        }
        found
    }

    fn feed(&self, events: &[WebhookEvent], scope: WebhookScope) -> Feed {
        let options = FeedOptions {
            requests_per_minute: 500,
            ..FeedOptions::new(events.to_vec(), scope)
        };
        let mut feed = Feed::new(options, self.now()).unwrap();
        assert_eq!(self.poll(&mut feed), Vec::<Json>::new());
        feed
    }
}

impl Source for Trial {
    type Error = Error;

    fn read(&self, request: Read) -> impl Future<Output = Result<Value, Error>> {
        assert_eq!(request.method.as_str(), "GET");
        let answer = self.get(&request.target).to_string();
        async move { Ok(json::parse(&answer).unwrap()) }
    }

    fn cause(error: &Error) -> Option<&Error> {
        Some(error)
    }
}

impl Runtime for Trial {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.get())
    }
    fn sleep(&self, millis: u32) -> LocalBoxFuture<'static, ()> {
        panic!("{millis}")
    }
    fn random(&self) -> f64 {
        0.5
    }
    fn spawn(&self, _: LocalBoxFuture<'static, ()>) {
        panic!("a feed has no tasks")
    }
    fn is_online(&self) -> bool {
        true
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    work.now_or_never().unwrap()
}

/// Event and invitee of each envelope.
fn told(found: &[Json]) -> Vec<(&str, &Json)> {
    let part = |webhook| -> (&str, &Json) {
        let webhook: &Json = webhook;
        (
            webhook["event"].as_str().unwrap(),
            &webhook["payload"]["uri"],
        )
    };
    found.iter().map(part).collect()
}

#[test]
fn a_booking_appears_as_the_webhook_that_the_sandbox_would_send() {
    let trial = Trial::new();
    let mut feed = trial.feed(&ALL, WebhookScope::Organization);
    let me = trial.get("/users/me")["resource"].clone();
    let hook = js!({
        "url": "http://127.0.0.1:9/hook", "events": ["invitee.created"], "scope": "organization",
        "organization": me["current_organization"],
    });
    trial.post("/webhook_subscriptions", &hook);
    let invitee = trial.book(0);
    let found = trial.poll(&mut feed);
    assert_eq!(told(&found), [("invitee.created", &invitee["uri"])]);
    assert_eq!(found[0]["created_by"], me["uri"]);
    assert_eq!(found[0]["created_at"], invitee["created_at"]);
    let now = jiff::Timestamp::from_millisecond(trial.now.get() + MINUTE).unwrap();
    let calls = trial.state.borrow_mut().calls_due(now);
    let sent: Json = serde_json::from_str(&calls[0].body).unwrap();
    assert_eq!(found[0]["payload"], sent["payload"]);
    let names =
        |webhook: &Json| -> Vec<String> { webhook.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(names(&found[0]), names(&sent));
    assert!(trial.poll(&mut feed).is_empty());
}

#[test]
fn a_move_is_told_twice_as_webhooks_tell_it() {
    let trial = Trial::new();
    let mut feed = trial.feed(&ALL[..2], WebhookScope::User);
    let old = trial.book(0);
    assert_eq!(trial.poll(&mut feed).len(), 1);
    let page = trial.path(&old["reschedule_url"]);
    let choice = trial.send(&Request::new("GET", &page)).body;
    let before = format!("{page}/");
    let time = choice
        .split(&before)
        .last()
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let moved = Request::new("POST", &format!("{page}/{time}")).form("reason=Train");
    assert_eq!(trial.send(&moved).status, 303);
    let found = trial.poll(&mut feed);
    assert_eq!(found.len(), 2, "{found:?}");
    let of = |event: &str| {
        let webhook = found.iter().find(|webhook| webhook["event"] == event);
        webhook.unwrap()["payload"].clone()
    };
    let (gone, new) = (of("invitee.canceled"), of("invitee.created"));
    assert_eq!(gone["uri"], old["uri"]);
    assert_eq!(gone["rescheduled"], true);
    assert_eq!(gone["new_invitee"], new["uri"]);
    assert_eq!(new["old_invitee"], old["uri"]);
    assert!(trial.poll(&mut feed).is_empty());
}

#[test]
fn a_cancellation_and_a_mark_of_missing_appear() {
    let trial = Trial::new();
    let mut feed = trial.feed(&ALL, WebhookScope::Organization);
    let (stays, goes) = (trial.book(0), trial.book(3));
    assert_eq!(trial.poll(&mut feed).len(), 2);
    let target = format!("{}/cancellation", trial.path(&goes["event"]));
    trial.post(&target, &js!({"reason": "Ich bin krank."}));
    let found = trial.poll(&mut feed);
    assert_eq!(told(&found), [("invitee.canceled", &goes["uri"])]);
    let payload = &found[0]["payload"];
    assert_eq!(payload["cancellation"]["reason"], "Ich bin krank.");
    assert_eq!(payload["scheduled_event"]["status"], "canceled");
    trial.now.set(trial.now.get() + 6 * 24 * 60 * MINUTE);
    trial.post("/invitee_no_shows", &js!({"invitee": stays["uri"]}));
    let found = trial.poll(&mut feed);
    assert_eq!(told(&found), [("invitee_no_show.created", &stays["uri"])]);
    assert!(found[0]["payload"]["no_show"]["uri"].is_string());
    assert!(trial.poll(&mut feed).is_empty());
}

#[test]
fn a_routing_form_that_is_filled_in_appears() {
    let trial = Trial::new();
    let mut feed = trial.feed(&ALL[3..], WebhookScope::Organization);
    let page = trial.send(&Request::new("GET", FORM)).body;
    let input = |label: &str| {
        let after = page.split_once(label).unwrap().1;
        let name = after.split_once("name=\"").unwrap().1;
        name.split_once('"').unwrap().0.to_owned()
    };
    let body = format!(
        "{}=Zoe&{}=zoe%40example.com&{}=A+new+brand",
        input("Your name"),
        input("Email"),
        input("What brings you here?"),
    );
    assert_eq!(
        trial.send(&Request::new("POST", FORM).form(&body)).status,
        303
    );
    let found = trial.poll(&mut feed);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["event"], "routing_form_submission.created");
    assert_eq!(
        found[0]["payload"]["questions_and_answers"][0]["answer"],
        "Zoe"
    );
    assert!(trial.poll(&mut feed).is_empty());
}

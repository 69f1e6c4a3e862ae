//! A Rust program outside of a browser: prints the event types of whoever owns the token, and makes a single-use link for the
//! one that is named.
//!
//! ```text
//! CALENDLY_TOKEN=… cargo run --example program [name of an event type]
//! ```
//!
//! The client brings the rate budget, retries and lists with it. What it needs of the machine are three ports: something that
//! sends, time, and a place for tokens. `CALENDLY_API_URL` names another address, such as the sandbox's.

use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::future::LocalBoxFuture;
use slotlink::api::EventTypeUri;
use slotlink::api::event_types::ListEventTypes;
use slotlink::api::scheduling_links::CreateSchedulingLink;
use slotlink::auth::Connection;
use slotlink::client::http::{HttpRequest, HttpResponse, TransportError};
use slotlink::client::ports::{Runtime, TokenStore, Transport};
use slotlink::client::{Client, Session};
use slotlink::time::Timestamp;
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

/// No answer takes longer, and none is longer.
const DEADLINE: Duration = Duration::from_secs(30);
const LONGEST_BODY: u64 = 5 * 1024 * 1024;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("CALENDLY_TOKEN")
        .map_err(|_| "set CALENDLY_TOKEN to a personal access token")?;
    let wanted = std::env::args().nth(1);
    tokio::task::LocalSet::new()
        .run_until(work(token, wanted))
        .await
}

async fn work(token: String, wanted: Option<String>) -> Result<(), Box<dyn std::error::Error>> {
    // Who signs in with OAuth names the app and the callback page here.
    let mut connection = Connection::live("program", "https://example.com/callback.html");
    if let Ok(url) = std::env::var("CALENDLY_API_URL") {
        connection.api_url = url;
    }
    let (transport, runtime) = (Rc::new(Https::new()), Rc::new(Machine));
    let session = Session::new(
        connection,
        transport.clone(),
        runtime.clone(),
        Rc::new(Memory),
    );
    session.adopt_token(token)?;
    let client = Client::new(session, transport, runtime);

    let user = client.current_user().await.map_err(told)?;
    let (types, walk) = client
        .all(ListEventTypes::of_user(user.uri))
        .await
        .map_err(told)?;
    for found in &types {
        println!(
            "{} ({} min)",
            found.name.as_deref().unwrap_or("unnamed"),
            found.duration
        );
    }
    if walk.is_cut_short() {
        println!("… and more that could not be read");
    }
    let Some(wanted) = wanted else { return Ok(()) };
    let mut named = types
        .into_iter()
        .filter(|found| found.name.as_deref() == Some(wanted.as_str()));
    let uri: EventTypeUri = named
        .next()
        .ok_or_else(|| format!("there is no event type {wanted}"))?
        .uri;
    let link = client
        .call(&CreateSchedulingLink::of(uri))
        .await
        .map_err(told)?;
    println!("{}", link.booking_url.as_str());
    Ok(())
}

/// What went wrong, with Calendly's own words where there are some.
fn told(error: slotlink::client::Error) -> String {
    match error.message() {
        _ if error.needs_sign_in() => format!("Calendly does not accept the token ({error})"),
        "" => error.to_string(),
        words => format!("{error}: {words}"),
    }
}

/// Sends by HTTPS, on a thread of its own.
struct Https(Agent);

impl Https {
    fn new() -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(DEADLINE))
            .http_status_as_error(false)
            // The token goes to the host it is for, and nowhere else.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        Self(config.into())
    }
}

impl Transport for Https {
    fn send(
        &self,
        request: HttpRequest,
    ) -> LocalBoxFuture<'static, Result<HttpResponse, TransportError>> {
        let agent = self.0.clone();
        Box::pin(async move {
            let answer = tokio::task::spawn_blocking(move || exchange(&agent, request)).await;
            let answer =
                answer.unwrap_or_else(|error| Err(TransportError::Lost(error.to_string())));
            answer.map(
                |Answer {
                     status,
                     headers,
                     body,
                 }| {
                    let header = |name: &str| Some(headers.get(name)?.to_str().ok()?.to_owned());
                    HttpResponse {
                        status,
                        content_type: header("content-type"),
                        retry_after: header("retry-after"),
                        rate_limit_reset: header("x-ratelimit-reset"),
                        rate_limit: header("x-ratelimit-limit"),
                        request_id: header("x-request-id"),
                        body: Rc::new(body),
                    }
                },
            )
        })
    }
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

fn exchange(agent: &Agent, request: HttpRequest) -> Result<Answer, TransportError> {
    let mut made = Request::builder().method(request.method).uri(request.url);
    for (name, value) in request.headers {
        made = made.header(name, value);
    }
    let made = made.body(request.body.unwrap_or_default());
    // What cannot be written as a request has not left.
    let made = made.map_err(|error| TransportError::NotSent(error.to_string()))?;
    let answer = agent.run(made).map_err(|error| match error {
        ureq::Error::Timeout(_) => TransportError::Timeout,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => {
            TransportError::NotSent(error.to_string())
        }
        error => TransportError::Lost(error.to_string()),
    })?;
    let (head, mut body) = answer.into_parts();
    let body = body.with_config().limit(LONGEST_BODY).read_to_string();
    Ok(Answer {
        status: head.status.as_u16(),
        headers: head.headers,
        body: body.map_err(|error| TransportError::Lost(error.to_string()))?,
    })
}

/// This machine's clock, and tokio's tasks.
struct Machine;

impl Runtime for Machine {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_millis(since.as_millis().try_into().unwrap_or(i64::MAX))
    }

    fn sleep(&self, millis: u32) -> LocalBoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(millis.into())))
    }

    fn random(&self) -> f64 {
        // For jitter alone.
        f64::from(
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default()
                .subsec_nanos(),
        ) / 1e9
    }

    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        tokio::task::spawn_local(future);
    }

    fn is_online(&self) -> bool {
        true
    }
}

/// Nothing is kept.
struct Memory;

impl TokenStore for Memory {}

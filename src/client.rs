//! What sends: ports to the browser, the session, and one `execute` that does sign-in, retry and pauses for all.

pub mod error;
pub mod feed;
pub mod http;
pub mod links;
pub mod ports;
pub mod request;
pub mod retry;
pub mod session;
mod walk;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::future::{FutureExt, LocalBoxFuture};

use crate::api::page::Keyed;
use crate::api::users::{GetCurrentUser, User};
use crate::api::{DecodeError, Endpoint, ListEndpoint, Page};
use crate::auth::address;
use crate::json::Value;
use crate::time::Timestamp;

pub use error::{Error, Kind};
use http::{HttpResponse, TransportError};
pub use links::{CreateOutcome, Intent, create_link};
use ports::{Runtime, Transport};
use request::Request;
use retry::{Attempts, Decision, Outcome, Reach};
pub use session::{EndReason, Session, SessionState, SignOut};
pub use walk::Walk;

/// Longest pause believed, with room for jitter; a longer one is a clock that was set back.
const LONGEST_PAUSE_MILLIS: i64 = 310_000;

/// Calls Calendly for one session. Cheap to clone; clones share the pause after a 429.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    session: Session,
    transport: Rc<dyn Transport>,
    runtime: Rc<dyn Runtime>,
    paused_until: Cell<Option<Timestamp>>,
    /// The creations of this page by intent, so that one intent is one fetch.
    creations: RefCell<Vec<(String, links::Begun)>>,
}

/// A request that did not succeed, and how far it got.
pub struct Failure {
    pub error: Error,
    pub reach: Reach,
}

impl Client {
    pub fn new(session: Session, transport: Rc<dyn Transport>, runtime: Rc<dyn Runtime>) -> Self {
        Self(Rc::new(Inner {
            session,
            transport,
            runtime,
            paused_until: Cell::new(None),
            creations: RefCell::default(),
        }))
    }

    /// The session whose token is sent.
    pub fn session(&self) -> &Session {
        &self.0.session
    }

    /// Until when nothing is sent, after Calendly asked for a pause (the limit is per user, so it holds for
    /// every request). `None`: not paused.
    pub fn paused_until(&self) -> Option<Timestamp> {
        let now = self.0.runtime.now();
        let left =
            |until: &Timestamp| (1..=LONGEST_PAUSE_MILLIS).contains(&until.millis_since(now));
        self.0.paused_until.get().filter(left)
    }

    /// Sends one request and reads its answer. An answer that arrives after the session ended or became
    /// another's is dropped. Dropping the future aborts the request.
    pub async fn call<E: Endpoint>(&self, endpoint: &E) -> Result<E::Response, Error> {
        let answer = self.fetch(Request::of(endpoint)?).await?;
        E::read(&answer).map_err(|error| Error::undecodable(&error))
    }

    /// Every item of a list, from all pages, in their order, each once. Stops at a page token seen before and
    /// after 200 pages. Where a token expired on the way it starts again, once, and keeps what it has.
    pub async fn all<E: ListEndpoint>(&self, endpoint: E) -> Result<Vec<E::Item>, Error> {
        let mut items: Vec<E::Item> = Vec::new();
        let mut walk = Walk::default();
        while let Some(token) = walk.next_page() {
            match self.call(&endpoint.with_page(token)).await {
                Ok(answer) => {
                    let page: Page<E::Item> = answer.into();
                    let new = |item: &E::Item| walk.is_new(item.key());
                    items.extend(page.collection.into_iter().filter(new));
                    walk.turn(page.pagination.next_token());
                }
                Err(error) if walk.starts_again(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(items)
    }

    /// Who is signed in; the session notes it, which is what makes links of a personal access token possible.
    pub async fn current_user(&self) -> Result<User, Error> {
        let user = self.call(&GetCurrentUser {}).await?;
        self.0.session.confirm_owner(user.uri.as_str())?;
        Ok(user)
    }

    fn creation(&self, id: &str) -> Option<links::Begun> {
        let creations = self.0.creations.borrow();
        let begun = creations.iter().find(|(other, _)| other == id);
        begun.map(|(_, begun)| begun.clone())
    }

    fn remember_creation(&self, id: String, begun: links::Begun) {
        self.0.creations.borrow_mut().push((id, begun));
    }

    fn forget_creation(&self, id: &str) {
        self.0
            .creations
            .borrow_mut()
            .retain(|(other, _)| other != id);
    }

    /// The non-generic half of [`Client::call`].
    fn fetch(&self, request: Request) -> LocalBoxFuture<'static, Result<Value, Error>> {
        let client = self.clone();
        async move {
            let answer = client.answer(request).await;
            let response = answer.map_err(|failure| failure.error)?;
            // Not by the content type: what a captive portal answers with 200 is no JSON and fails here.
            let answer = response.body.json().ok_or(DecodeError::NotJson);
            answer.map_err(|error| Error::undecodable(&error))
        }
        .boxed_local()
    }

    /// Sends one request; its answer is dropped where the session ended or became another's meanwhile.
    ///
    /// # Errors
    /// Anything but a success, with how far the request got.
    pub async fn answer(&self, request: Request) -> Result<HttpResponse, Failure> {
        let session = &self.0.session;
        let generation = session.generation();
        let answer = self.execute(request).await;
        if session.generation() == generation {
            return answer;
        }
        Err(Failure {
            error: Error::new(Kind::SignedOut),
            reach: answer.map_or_else(|failure| failure.reach, |_| Reach::Unknown),
        })
    }

    /// Sends one request with everything that belongs to it: token, pause, retry. The one place that decides
    /// whether anything is sent a second time.
    fn execute(&self, request: Request) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
        let client = self.clone();
        async move { client.0.execute(request).await }.boxed_local()
    }
}

impl Inner {
    async fn execute(&self, request: Request) -> Result<HttpResponse, Failure> {
        let api_url = &self.session.connection().api_url;
        let mut attempts = Attempts::default();
        // How far the request got so far; a 401 or 429 says that nothing was done.
        let mut reach = Reach::NotSent;
        loop {
            self.wait_while_paused().await;
            let token = self
                .session
                .access_token()
                .await
                .map_err(|error| Failure { error, reach })?;
            let online = self.runtime.is_online() || address::is_loopback(api_url);
            if request.method.is_write() && !online {
                return Err(Failure {
                    error: Error::new(Kind::Offline),
                    reach,
                });
            }
            let sent_at = self.runtime.now();
            let answer = self.transport.send(request.to_http(api_url, &token)).await;
            attempts.sent += 1;
            attempts.elapsed_millis += self.runtime.now().millis_since(sent_at).max(0);
            let outcome = Outcome::of(&answer);
            match retry::decide(request.method, attempts, outcome, self.runtime.random()) {
                Decision::Accept => {
                    return answer.map_err(|error| Failure {
                        error: Error::from_transport(&error, online),
                        reach: Reach::Unknown,
                    });
                }
                Decision::Refresh => {
                    attempts.refreshed = true;
                    reach = Reach::Refused;
                    let refreshed = self.session.refresh_after_401(&token).await;
                    refreshed.map_err(|error| Failure { error, reach })?;
                }
                Decision::Pause { millis } => {
                    attempts.throttled = true;
                    reach = Reach::Refused;
                    self.pause(millis);
                }
                Decision::Retry { .. } if !online => {
                    return Err(Failure {
                        error: Error::new(Kind::Offline),
                        reach: Reach::Unknown,
                    });
                }
                Decision::Retry { millis } => {
                    attempts.elapsed_millis += i64::from(millis);
                    self.runtime.sleep(millis).await;
                }
                Decision::GiveUp(reach) => {
                    if let Outcome::Answer {
                        status: 429,
                        pause_millis,
                    } = outcome
                    {
                        self.pause(pause_millis);
                    }
                    if let Outcome::Answer { status: 401, .. } = outcome {
                        self.session.reject(&token);
                    }
                    return Err(Failure {
                        error: self.error_of(answer, online),
                        reach,
                    });
                }
            }
        }
    }

    fn error_of(&self, answer: Result<HttpResponse, TransportError>, online: bool) -> Error {
        match answer {
            Ok(response) => Error::from_answer(&response),
            Err(error) => Error::from_transport(&error, online),
        }
    }

    fn pause(&self, millis: u32) {
        let until = self.runtime.now().plus_millis(i64::from(millis));
        if self
            .paused_until
            .get()
            .is_none_or(|earlier| earlier < until)
        {
            self.paused_until.set(Some(until));
        }
    }

    async fn wait_while_paused(&self) {
        while let Some(until) = self.paused_until.get() {
            let left = until.millis_since(self.runtime.now());
            if !(1..=LONGEST_PAUSE_MILLIS).contains(&left) {
                self.paused_until.set(None);
                return;
            }
            // Spread, so that everything that waited does not go out in the same moment.
            let spread = (self.runtime.random() * 500.0) as u32;
            self.runtime
                .sleep(u32::try_from(left).unwrap_or_default() + spread)
                .await;
        }
    }
}

//! What sends: ports to the browser, the session, and one `execute` that does sign-in, retry and pauses for all.

pub mod budget;
pub mod data_sources;
pub mod diagnosis;
pub mod error;
pub mod feed;
pub mod http;
pub mod instanced_webhooks;
pub mod links;
pub mod ports;
pub mod raw;
pub mod reconcile;
pub mod request;
pub mod retry;
pub mod session;
mod walk;

use std::cell::{Cell, OnceCell, RefCell};
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, FutureExt, LocalBoxFuture, select};

use crate::api::page::Keyed;
use crate::api::users::{GetCurrentUser, User};
use crate::api::{DecodeError, Endpoint, ListEndpoint, Page};
use crate::auth::address;
use crate::json::Value;
use crate::time::Timestamp;

use budget::{News, Note, Place, RateBudget, RateLimit, UnderWay};
pub use error::{Error, Kind};
use http::{HttpResponse, TransportError};
pub use links::{CreateOutcome, Intent, create_link};
use ports::{Neighbours, Runtime, Transport};
use request::Request;
use retry::{Attempts, Decision, Outcome, Reach};
pub use session::{EndReason, Session, SessionState, SignOut};
pub use walk::Walk;

/// Longest pause believed, with room for jitter; a longer one is a clock that was set back.
const LONGEST_PAUSE_MILLIS: i64 = 310_000;

/// Calls Calendly for one session. Cheap to clone; clones share the budget, and the pause after a 429.
#[derive(Clone)]
pub struct Client {
    inner: Rc<Inner>,
    observer: Option<Observer>,
}

/// Hears how far the calls of a client are.
pub type Observer = Rc<dyn Fn(Progress)>;

/// How far a call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// It is not its turn, or Calendly takes no requests for now; both may end earlier or later.
    Waiting { until: Timestamp },
    /// It leaves, for the first time (1) or again.
    Sent { attempt: u32 },
}

struct Inner {
    session: Session,
    transport: Rc<dyn Transport>,
    runtime: Rc<dyn Runtime>,
    budget: RefCell<RateBudget>,
    paused_until: Cell<Option<Timestamp>>,
    neighbours: OnceCell<Rc<dyn Neighbours>>,
    /// The creations of this page by intent, so that one intent is one fetch.
    creations: RefCell<Vec<(String, links::Begun)>>,
    /// Whether the API has given an answer that may be read.
    answered: Cell<bool>,
    /// Whether it is being found out why none comes any longer.
    in_doubt: Cell<bool>,
}

/// A request that did not succeed, and how far it got.
pub struct Failure {
    pub error: Error,
    pub reach: Reach,
}

impl Client {
    pub fn new(session: Session, transport: Rc<dyn Transport>, runtime: Rc<dyn Runtime>) -> Self {
        let inner = Inner {
            session,
            transport,
            runtime,
            budget: RefCell::default(),
            paused_until: Cell::new(None),
            neighbours: OnceCell::new(),
            creations: RefCell::default(),
            answered: Cell::new(false),
            in_doubt: Cell::new(false),
        };
        Self {
            inner: Rc::new(inner),
            observer: None,
        }
    }

    /// Keeps to this limit, and neither to [`budget::DEFAULT_LIMIT`] nor to what answers say.
    pub fn limit_rate(&self, limit: RateLimit) {
        self.inner.budget.borrow_mut().set(limit);
    }

    /// Shares the budget and the pauses with the other pages of this origin, from now on.
    pub fn share(&self, neighbours: Rc<dyn Neighbours>) {
        let inner = Rc::downgrade(&self.inner);
        neighbours.listen(Box::new(move |note| {
            if let (Some(inner), Some(note)) = (inner.upgrade(), Note::read(note)) {
                inner.hear(&note);
            }
        }));
        let _ = self.inner.neighbours.set(neighbours);
    }

    /// The same client, for calls that `observer` is to hear of.
    pub fn observed(&self, observer: Observer) -> Self {
        Self {
            inner: self.inner.clone(),
            observer: Some(observer),
        }
    }

    /// What counts in this client's budget and until when it pauses, in words for [`Client::take_over`].
    pub fn spent(&self) -> Vec<String> {
        let budget = self.inner.budget.borrow();
        let pause = self.inner.paused_until(self.inner.runtime.now());
        let pause = pause.map(News::PausedUntil);
        let news = budget.sent().map(News::Sent).chain(pause);
        let user = String::new();
        news.map(|news| {
            Note {
                user: user.clone(),
                news,
            }
            .write()
        })
        .collect()
    }

    /// Begins where another client of the same program and user stands.
    pub fn take_over(&self, spent: impl IntoIterator<Item = String>) {
        for note in spent {
            if let Some(note) = Note::read(&note) {
                self.inner.hear_own(&note);
            }
        }
    }

    /// The session whose token is sent.
    pub fn session(&self) -> &Session {
        &self.inner.session
    }

    /// Until when nothing is sent: after Calendly asked for a pause (the limit is per user, so it holds for every
    /// request) or lets no answer be read any longer, or where requests wait for their turn within the budget. `None`:
    /// nothing waits.
    pub fn paused_until(&self) -> Option<Timestamp> {
        let now = self.inner.runtime.now();
        let paused = self.inner.paused_until(now);
        paused.or_else(|| self.inner.budget.borrow_mut().held_until(now))
    }

    /// Sends one request and reads its answer. An answer that arrives after the session ended or became
    /// another's is dropped. Dropping the future aborts the request.
    pub async fn call<E: Endpoint>(&self, endpoint: &E) -> Result<E::Response, Error> {
        let answer = self.fetch(Request::of(endpoint)?).await?;
        E::read(&answer).map_err(|error| Error::undecodable(&error))
    }

    /// Every item of a list, from all pages, in their order, each once, and how the list was read: whether it was cut short,
    /// at a page token seen before or after 200 pages, or changed meanwhile. Where a token expired on the way it starts again,
    /// once, and keeps what it has.
    pub async fn all<E: ListEndpoint>(&self, endpoint: E) -> Result<(Vec<E::Item>, Walk), Error> {
        let mut items: Vec<E::Item> = Vec::new();
        let mut take = |page: Vec<E::Item>| {
            items.extend(page);
            true
        };
        let walk = self.pages(endpoint, &mut take).await?;
        Ok((items, walk))
    }

    /// As [`Client::all`]; each page is handed to `take` as it arrives, which says whether to go on. Where a page does not
    /// come, those before it were taken. Tells how the list was read.
    pub async fn pages<E: ListEndpoint>(
        &self,
        endpoint: E,
        take: &mut dyn FnMut(Vec<E::Item>) -> bool,
    ) -> Result<Walk, Error> {
        let mut walk = Walk::default();
        while let Some(token) = walk.next_page() {
            match self.call(&endpoint.with_page(token)).await {
                Ok(answer) => {
                    let page: Page<E::Item> = answer.into();
                    let new = |item: &E::Item| walk.is_new(item.key());
                    if !take(page.collection.into_iter().filter(new).collect()) {
                        break;
                    }
                    walk.turn(page.pagination.next_token());
                }
                Err(error) if walk.starts_again(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(walk)
    }

    /// Who is signed in; the session notes it, which is what makes links of a personal access token possible.
    pub async fn current_user(&self) -> Result<User, Error> {
        let user = self.call(&GetCurrentUser {}).await?;
        self.inner.session.confirm_owner(user.uri.as_str())?;
        Ok(user)
    }

    fn creation(&self, id: &str) -> Option<links::Begun> {
        let creations = self.inner.creations.borrow();
        let begun = creations.iter().find(|(other, _)| other == id);
        begun.map(|(_, begun)| begun.clone())
    }

    fn remember_creation(&self, id: String, begun: links::Begun) {
        self.inner.creations.borrow_mut().push((id, begun));
    }

    fn forget_creation(&self, id: &str) {
        self.inner
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
            let body = Some(&response).filter(|response| !response.is_foreign());
            let answer = body.and_then(|response| response.body.json());
            let answer = answer.ok_or(DecodeError::NotJson);
            answer.map_err(|error| Error::undecodable(&error))
        }
        .boxed_local()
    }

    /// Sends one request; its answer is dropped where the session ended or became another's meanwhile.
    ///
    /// # Errors
    /// Anything but a success, with how far the request got.
    pub async fn answer(&self, request: Request) -> Result<HttpResponse, Failure> {
        let session = &self.inner.session;
        let generation = session.generation();
        let answer = self.execute(request, generation).await;
        self.unless_over(generation, answer)
    }

    /// What came of a request, unless the session ended or became another's since `generation`.
    fn unless_over<T>(&self, generation: u64, answer: Result<T, Failure>) -> Result<T, Failure> {
        if self.inner.session.generation() == generation {
            return answer;
        }
        Err(Failure {
            error: Error::new(Kind::SignedOut),
            reach: answer.map_or_else(|failure| failure.reach, |_| Reach::Unknown),
        })
    }

    /// Sends one request with everything that belongs to it: token, pause, retry. The one place that decides
    /// whether anything is sent a second time.
    ///
    /// It is not sent once the session is another than at `generation`: what waited for its turn was asked for by whoever
    /// was signed in then.
    fn execute(
        &self,
        request: Request,
        generation: u64,
    ) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
        let client = self.clone();
        async move {
            let observer = client.observer.as_deref();
            client.inner.execute(request, generation, observer).await
        }
        .boxed_local()
    }
}

/// How long it may take to find out why no answer comes, and how often the others look whether it is known, in milliseconds.
const PROBE_MILLIS: u32 = 5_000;
const DOUBT_MILLIS: u32 = 100;

/// That it is being found out, as long as this is kept.
struct Doubt<'a>(&'a Cell<bool>);

impl<'a> Doubt<'a> {
    fn begin(doubt: &'a Cell<bool>) -> Self {
        doubt.set(true);
        Self(doubt)
    }
}

impl Drop for Doubt<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Inner {
    async fn execute(
        &self,
        request: Request,
        generation: u64,
        observer: Option<&dyn Fn(Progress)>,
    ) -> Result<HttpResponse, Failure> {
        let api_url = &self.session.connection().api_url;
        let mut attempts = Attempts::default();
        // How far the request got so far; a 401 or 429 says that nothing was done.
        let mut reach = Reach::NotSent;
        loop {
            let (place, tries) = self
                .wait_for_turn(observer, !request.method.is_write())
                .await;
            let token = self
                .session
                .access_token()
                .await
                .map_err(|error| Failure { error, reach })?;
            self.still(generation, reach)?;
            let online = self.runtime.is_online() || address::is_loopback(api_url);
            if request.method.is_write() && !online {
                return Err(Failure {
                    error: Error::new(Kind::Offline),
                    reach,
                });
            }
            let sent_at = self.runtime.now();
            let under_way = self.note_sending(place, sent_at);
            let attempt = attempts.sent + 1;
            tell(observer, Progress::Sent { attempt });
            let answer = self.transport.send(request.to_http(api_url, &token)).await;
            drop(under_way);
            attempts.sent += 1;
            attempts.elapsed_millis += self.runtime.now().millis_since(sent_at).max(0);
            self.learn(&answer);
            let outcome = Outcome::of(&answer);
            // Refused for the limit that is supposed, it waits for its turn like all others.
            if tries && !self.is_let_through(outcome) && online {
                continue;
            }
            let decision = retry::decide(request.method, attempts, outcome, self.runtime.random());
            if online && retry::is_doubtful(request.method, attempts, outcome) {
                let lost_at = self.runtime.now();
                if self.is_throttled(&request, &token, generation).await {
                    self.pause(retry::BLIND_PAUSE_MILLIS);
                    attempts.throttled = true;
                }
                attempts.elapsed_millis += self.runtime.now().millis_since(lost_at).max(0);
            }
            match decision {
                // It is about the account of the token before; whose this one is, nobody has told yet.
                Decision::Accept
                    if request.target == GetCurrentUser::OPERATION.path
                        && self.session.has_replaced(&token) =>
                {
                    self.still(generation, reach)?;
                }
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

    /// Whether Calendly refuses everything for now by answers that may not be read, as a 429 without the headers for other
    /// origins: whose token it is cannot be learned either, and yet something answers there. One finds out for all.
    fn is_throttled<'a>(
        &'a self,
        lost: &'a Request,
        token: &'a str,
        generation: u64,
    ) -> LocalBoxFuture<'a, bool> {
        async move {
            let Ok(probe) = Request::of(&GetCurrentUser {}) else {
                return false;
            };
            // What failed itself would tell nothing of all others.
            if lost.target == probe.target {
                return false;
            }
            if self.in_doubt.get() {
                while self.in_doubt.get() {
                    self.runtime.sleep(DOUBT_MILLIS).await;
                }
                return false;
            }
            let now = self.runtime.now();
            let place = Place::take(&self.budget, &self.session.user_names());
            let is_free = self.paused_until(now).is_none() && place.until(now).is_none();
            // Where no read was ever answered an address is wrong, or a policy: that is told at once. Of writes no second one
            // must get lost.
            let is_due = lost.method.is_write() || self.answered.get();
            if !is_free || !is_due || self.session.generation() != generation {
                return false;
            }
            let _doubt = Doubt::begin(&self.in_doubt);
            let _under_way = self.note_sending(place, now);
            let late = self.runtime.sleep(PROBE_MILLIS);
            let silence = pin!(self.is_silence(probe, token));
            let silent = matches!(select(silence, late).await, Either::Left((true, _)));
            silent && self.session.generation() == generation
        }
        .boxed_local()
    }

    /// Whether no answer comes that may be read, and one that may not.
    async fn is_silence(&self, probe: Request, token: &str) -> bool {
        let api_url = &self.session.connection().api_url;
        let answer = self.transport.send(probe.to_http(api_url, token)).await;
        self.learn(&answer);
        match Outcome::of(&answer) {
            Outcome::Lost => self.transport.answers(api_url.clone()).await,
            Outcome::Answer {
                status: 429,
                pause_millis,
            } => {
                self.pause(pause_millis);
                false
            }
            _ => false,
        }
    }

    /// Whether the session is the one of `generation`.
    fn still(&self, generation: u64, reach: Reach) -> Result<(), Failure> {
        if self.session.generation() == generation {
            return Ok(());
        }
        Err(Failure {
            error: Error::new(Kind::SignedOut),
            reach,
        })
    }

    fn error_of(&self, answer: Result<HttpResponse, TransportError>, online: bool) -> Error {
        match answer {
            Ok(response) => Error::from_answer(&response),
            Err(error) => Error::from_transport(&error, online),
        }
    }

    fn learn(&self, answer: &Result<HttpResponse, TransportError>) {
        if let Ok(answer) = answer {
            self.answered.set(true);
            self.budget.borrow_mut().learn(answer.rate_limit.as_deref());
        }
    }

    fn pause(&self, millis: u32) {
        let until = self.runtime.now().plus_millis(i64::from(millis));
        if self.pause_until(until) {
            self.tell(News::PausedUntil(until));
        }
    }

    /// Whether that is later than what was known.
    fn pause_until(&self, until: Timestamp) -> bool {
        // One that a clock set back has made absurd does not count.
        let known = self.paused_until(self.runtime.now());
        let later = known.is_none_or(|earlier| earlier < until);
        if later {
            self.paused_until.set(Some(until));
        }
        later
    }

    fn paused_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.paused_until.get();
        until.filter(|until| (1..=LONGEST_PAUSE_MILLIS).contains(&until.millis_since(now)))
    }

    fn tell(&self, news: News) {
        if let Some(neighbours) = self.neighbours.get() {
            let user = self.session.user_names();
            neighbours.tell(&Note { user, news }.write());
        }
    }

    fn hear_own(&self, note: &Note) {
        let now = self.runtime.now();
        match note.news {
            // It belongs to whoever the budget belongs to.
            News::Sent(at) => self.budget.borrow_mut().note("", at, now),
            News::PausedUntil(until) => drop(self.pause_until(until)),
        }
    }

    fn hear(&self, note: &Note) {
        let now = self.runtime.now();
        let user = self.session.user_names();
        if !budget::is_same_user(&note.user, &user) {
            return;
        }
        match note.news {
            News::Sent(at) => self.budget.borrow_mut().note(&user, at, now),
            News::PausedUntil(until) if until.millis_since(now) <= LONGEST_PAUSE_MILLIS => {
                self.pause_until(until);
            }
            _ => {}
        }
    }

    /// Whether a try for more than the limit was let through or at least not refused; takes what it shows.
    #[cold]
    #[inline(never)]
    fn is_let_through(&self, outcome: Outcome) -> bool {
        let allowed = match outcome {
            // Lost may be a 429 that scripts may not read.
            Outcome::Lost | Outcome::Answer { status: 429, .. } => false,
            Outcome::Answer { status: ..=499, .. } => true,
            _ => return true,
        };
        self.budget.borrow_mut().tried(allowed, self.runtime.now());
        allowed
    }

    fn note_sending<'a>(&self, place: Place<'a>, now: Timestamp) -> UnderWay<'a> {
        let under_way = place.send(now);
        self.tell(News::Sent(now));
        under_way
    }

    /// Waits until nothing speaks against sending: no pause, and a turn within the budget. What may be tried leaves beyond it
    /// where that tells whether more is allowed; the flag says so.
    async fn wait_for_turn(
        &self,
        observer: Option<&dyn Fn(Progress)>,
        may_try: bool,
    ) -> (Place<'_>, bool) {
        let place = Place::take(&self.budget, &self.session.user_names());
        let mut told = None;
        loop {
            let now = self.runtime.now();
            let pause = self.paused_until(now);
            let paused = pause.is_some();
            let (until, most) = if let Some(until) = pause {
                // Spread, so that everything that waited does not go out in the same moment.
                let spread = (self.runtime.random() * 500.0) as i64;
                (until, until.millis_since(now) + spread)
            } else if let Some(until) = place.until(now) {
                // Where answers say what is allowed, the first of them does.
                if may_try && self.answered.get() && place.may_try(until, now) {
                    return (place, true);
                }
                // The first looks again and again: an answer may allow more.
                let most = if place.is_first() { 1000 } else { 3_600_000 };
                (until, until.millis_since(now).min(most))
            } else {
                return (place, false);
            };
            if told.replace(until) != Some(until) {
                tell(observer, Progress::Waiting { until });
            }
            let sleep = self.runtime.sleep(u32::try_from(most).unwrap_or_default());
            if paused {
                sleep.await;
            } else {
                // Others may give up; and one that is first and stands still must not keep the others.
                let woken = pin!(place.woken());
                select(woken, sleep).await;
            }
        }
    }
}

fn tell(observer: Option<&dyn Fn(Progress)>, progress: Progress) {
    if let Some(observer) = observer {
        observer(progress);
    }
}

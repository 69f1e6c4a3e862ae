//! In-memory stand-ins for the ports: a clock that sleeping moves, a server that is a closure.
#![allow(dead_code)]

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures_util::future::{FutureExt, LocalBoxFuture};
use slotlink::auth::{Connection, Tokens};
use slotlink::booking::links::LinkRecord;
use slotlink::client::http::{HttpRequest, HttpResponse, TransportError};
use slotlink::client::ports::{Journal, JournalError, Locks, Runtime, TokenStore, Transport};
use slotlink::client::{Client, Session};
use slotlink::time::Timestamp;

pub const NOW: i64 = 1_795_000_000_000;
pub const OWNER: &str = "https://api.calendly.com/users/HOSTLENAWEISSAA1";

/// Runs a test body with room for spawned tasks.
pub fn run<T>(body: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, body)
}

/// Lets everything that can go on go on.
pub async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

pub struct World {
    pub now: Rc<Cell<i64>>,
    pub online: Cell<bool>,
    pub random: Cell<f64>,
    pub slept: RefCell<Vec<u32>>,
    /// How often somebody looked at the clock.
    pub looked: Cell<usize>,
    timers: Timers,
}

/// Who sleeps, by when they wake.
type Timers = Rc<RefCell<BTreeMap<(i64, usize), Option<Waker>>>>;

/// A sleep. Whoever sleeps shortest moves the clock, once everybody else had time to go on.
struct Timer {
    key: (i64, usize),
    now: Rc<Cell<i64>>,
    timers: Timers,
    patience: u32,
}

impl Timer {
    /// Lets the next ones look again, whom nobody else would wake.
    fn wake_others(&self) {
        let mut timers = self.timers.borrow_mut();
        let now = self.now.get();
        let due = timers
            .range((now, usize::MAX)..)
            .next()
            .map(|(key, _)| *key);
        let woken = timers.range_mut(..=due.unwrap_or((now, usize::MAX)));
        let woken: Vec<_> = woken.filter_map(|(_, waker)| waker.take()).collect();
        drop(timers);
        woken.into_iter().for_each(Waker::wake);
    }
}

impl Future for Timer {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let waker = context.waker().clone();
        let now = self.now.get();
        // One whose time has come and that nobody looks at keeps no other.
        let mut waiting = self.timers.borrow_mut();
        let next = waiting
            .range((now, usize::MAX)..)
            .next()
            .map(|(key, _)| *key);
        if self.key.0 > now && next != Some(self.key) {
            waiting.insert(self.key, Some(waker));
            return Poll::Pending;
        }
        drop(waiting);
        if self.patience > 0 {
            self.patience -= 1;
            waker.wake();
            return Poll::Pending;
        }
        self.now.set(now.max(self.key.0));
        self.wake_others();
        Poll::Ready(())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.timers.borrow_mut().remove(&self.key);
        self.wake_others();
    }
}

impl World {
    pub fn new() -> Rc<Self> {
        Rc::new(Self {
            now: Rc::new(Cell::new(NOW)),
            online: Cell::new(true),
            random: Cell::new(0.5),
            slept: RefCell::default(),
            looked: Cell::new(0),
            timers: Rc::default(),
        })
    }

    pub fn pass(&self, millis: i64) {
        self.now.set(self.now.get() + millis);
    }
}

impl Runtime for World {
    fn now(&self) -> Timestamp {
        self.looked.set(self.looked.get() + 1);
        Timestamp::from_millis(self.now.get())
    }
    fn sleep(&self, millis: u32) -> LocalBoxFuture<'static, ()> {
        self.slept.borrow_mut().push(millis);
        let key = (
            self.now.get() + i64::from(millis),
            self.slept.borrow().len(),
        );
        self.timers.borrow_mut().insert(key, None);
        Timer {
            key,
            now: self.now.clone(),
            timers: self.timers.clone(),
            patience: 8,
        }
        .boxed_local()
    }
    fn random(&self) -> f64 {
        let next = (self.random.get() * 7.0 + 0.123).fract();
        self.random.replace(next)
    }
    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        tokio::task::spawn_local(future);
    }
    fn is_online(&self) -> bool {
        self.online.get()
    }
}

pub type Answer = Result<HttpResponse, TransportError>;

type Reply = Box<dyn FnMut(&HttpRequest) -> Answer>;

/// A server that keeps a ledger of what reached it. An answer waits while the gate is shut.
pub struct Server {
    answer: RefCell<Reply>,
    pub seen: RefCell<Vec<HttpRequest>>,
    pub open: Rc<Cell<bool>>,
    /// Whether something answers whose answer nobody may read.
    pub there: Cell<bool>,
}

impl Server {
    pub fn new(answer: impl FnMut(&HttpRequest) -> Answer + 'static) -> Rc<Self> {
        Rc::new(Self {
            answer: RefCell::new(Box::new(answer)),
            seen: RefCell::default(),
            open: Rc::new(Cell::new(true)),
            there: Cell::new(false),
        })
    }

    /// How many requests had this in their address.
    pub fn count(&self, part: &str) -> usize {
        self.seen
            .borrow()
            .iter()
            .filter(|request| request.url.contains(part))
            .count()
    }
}

impl Transport for Server {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'static, Answer> {
        let answer = (self.answer.borrow_mut())(&request);
        self.seen.borrow_mut().push(request);
        let open = self.open.clone();
        async move {
            tokio::task::yield_now().await;
            while !open.get() {
                tokio::task::yield_now().await;
            }
            answer
        }
        .boxed_local()
    }

    fn answers(&self, _: String) -> LocalBoxFuture<'static, bool> {
        std::future::ready(self.there.get()).boxed_local()
    }
}

pub fn json(status: u16, body: impl Into<String>) -> Answer {
    Ok(HttpResponse {
        status,
        content_type: Some("application/json; charset=utf-8".into()),
        retry_after: None,
        rate_limit_reset: None,
        rate_limit: None,
        request_id: None,
        body: Rc::new(body.into()),
    })
}

pub fn html(status: u16) -> Answer {
    Ok(HttpResponse {
        status,
        content_type: Some("text/html".into()),
        retry_after: None,
        rate_limit_reset: None,
        rate_limit: None,
        request_id: None,
        body: Rc::new("<!doctype html><p>Sign in to this network</p>".to_owned()),
    })
}

pub fn lost() -> Answer {
    Err(TransportError::Lost("TypeError: Failed to fetch".into()))
}

/// A good answer of the token endpoint.
pub fn pair(number: u32) -> String {
    format!(
        r#"{{"token_type":"Bearer","access_token":"access-{number}","refresh_token":"refresh-{number}","expires_in":7200,"scope":"users:read","created_at":1,"owner":"{OWNER}","organization":"https://api.calendly.com/organizations/O"}}"#
    )
}

#[derive(Default)]
pub struct Store {
    pub kept: RefCell<BTreeMap<String, Tokens>>,
    /// Whether another page has what is kept.
    pub taken: Cell<bool>,
    /// Whether the page of which this one is a copy is there.
    pub holder: Rc<Cell<bool>>,
    /// Whether somebody else renews what is kept, and does not come to an end.
    pub endless: Cell<bool>,
    /// Whether other pages have taken all token requests of the minute.
    pub spent: Cell<bool>,
    /// Whether it takes a while until they have said so, and how many requests were told to them since.
    pub unheard: Cell<bool>,
    pub noted: Rc<Cell<usize>>,
    pub locks: Padlocks,
    /// When sessions were signed out, by name; what all pages of an origin see.
    pub outs: Rc<RefCell<BTreeMap<String, Timestamp>>>,
}

impl TokenStore for Store {
    fn load(&self, binding: &str) -> Option<Tokens> {
        self.kept.borrow().get(binding).cloned()
    }
    fn save(&self, binding: &str, tokens: &Tokens) {
        self.kept
            .borrow_mut()
            .insert(binding.into(), tokens.clone());
    }
    fn clear(&self, binding: &str) {
        self.kept.borrow_mut().remove(binding);
    }
    fn claim(&self) -> LocalBoxFuture<'static, bool> {
        let own = !self.taken.get();
        async move { own }.boxed_local()
    }
    fn keep_copy(&self, binding: &str, tokens: &Tokens) {
        assert!(tokens.refresh_token.is_none());
        self.save(binding, tokens);
    }
    fn spend(&self, _: String) -> LocalBoxFuture<'static, bool> {
        if self.unheard.get() {
            let noted = self.noted.clone();
            return async move {
                for _ in 0..3 {
                    tokio::task::yield_now().await;
                }
                noted.set(noted.get() + 1);
                true
            }
            .boxed_local();
        }
        std::future::ready(!self.spent.get()).boxed_local()
    }
    fn note_out(&self, name: &str, at: Timestamp) {
        self.outs.borrow_mut().insert(name.into(), at);
    }
    fn out_at(&self, name: &str) -> Option<Timestamp> {
        self.outs.borrow().get(name).copied()
    }
    fn has_holder(&self) -> LocalBoxFuture<'static, bool> {
        let there = self.holder.get();
        async move { there }.boxed_local()
    }
    fn turn(&self, name: String) -> LocalBoxFuture<'static, Option<Box<dyn Any>>> {
        if self.endless.get() {
            return async { None }.boxed_local();
        }
        let locks = Padlocks {
            held: self.locks.held.clone(),
        };
        async move {
            loop {
                let lock = locks.hold(name.clone()).await;
                if lock.is_some() {
                    return lock;
                }
                tokio::task::yield_now().await;
            }
        }
        .boxed_local()
    }
}

#[derive(Default)]
pub struct Notes {
    pub records: Rc<RefCell<BTreeMap<String, LinkRecord>>>,
    pub writes: Rc<RefCell<Vec<LinkRecord>>>,
    pub broken: Cell<bool>,
}

impl Journal for Notes {
    fn put(&self, record: LinkRecord) -> LocalBoxFuture<'static, Result<(), JournalError>> {
        if self.broken.get() {
            return async { Err(JournalError::Full) }.boxed_local();
        }
        self.writes.borrow_mut().push(record.clone());
        self.records.borrow_mut().insert(record.id.clone(), record);
        async { Ok(()) }.boxed_local()
    }
    fn list(
        &self,
        account: &str,
        server: &str,
    ) -> LocalBoxFuture<'static, Result<Vec<LinkRecord>, JournalError>> {
        let mine = |record: &&LinkRecord| record.account == account && record.server == server;
        let found = self
            .records
            .borrow()
            .values()
            .filter(mine)
            .cloned()
            .collect();
        let broken = self.broken.get();
        async move {
            if broken {
                Err(JournalError::Unavailable("closed".into()))
            } else {
                Ok(found)
            }
        }
        .boxed_local()
    }
    fn delete(&self, id: &str) -> LocalBoxFuture<'static, Result<(), JournalError>> {
        self.records.borrow_mut().remove(id);
        async { Ok(()) }.boxed_local()
    }
}

#[derive(Default)]
pub struct Padlocks {
    pub held: Rc<RefCell<BTreeSet<String>>>,
}

struct Guard(Rc<RefCell<BTreeSet<String>>>, String);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.borrow_mut().remove(&self.1);
    }
}

impl Locks for Padlocks {
    fn hold(&self, name: String) -> LocalBoxFuture<'static, Option<Box<dyn Any>>> {
        let held = self.held.clone();
        async move {
            let free = held.borrow_mut().insert(name.clone());
            free.then(|| Box::new(Guard(held, name)) as Box<dyn Any>)
        }
        .boxed_local()
    }
    fn is_held(&self, name: String) -> LocalBoxFuture<'static, bool> {
        let held = self.held.borrow().contains(&name);
        async move { held }.boxed_local()
    }
}

pub fn connection() -> Connection {
    Connection::live("client-1", "https://app.example/callback.html")
}

/// Everything a test of the client needs.
pub struct Bench {
    pub world: Rc<World>,
    pub server: Rc<Server>,
    pub store: Rc<Store>,
    pub session: Session,
    pub client: Client,
}

/// Signed in with `tokens`, or not.
pub fn bench(
    tokens: Option<Tokens>,
    answer: impl FnMut(&HttpRequest) -> Answer + 'static,
) -> Bench {
    let world = World::new();
    let server = Server::new(answer);
    let store = Rc::new(Store::default());
    if let Some(tokens) = &tokens {
        store.save(&connection().binding(), tokens);
    }
    let session = Session::new(connection(), server.clone(), world.clone(), store.clone());
    session.restore().now_or_never();
    let client = Client::new(session.clone(), server.clone(), world.clone());
    Bench {
        world,
        server,
        store,
        session,
        client,
    }
}

/// Tokens of [`OWNER`], issued now.
pub fn tokens() -> Tokens {
    tokens_with(&pair(1))
}

pub fn tokens_with(body: &str) -> Tokens {
    slotlink::auth::tokens::parse_response(200, None, body, None, Timestamp::from_millis(NOW))
        .unwrap()
}

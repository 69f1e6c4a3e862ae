//! The session: who is signed in, and the one place that asks for tokens.

mod budget;
mod handover;
mod refresh;
mod sign_out;
mod state;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use futures_util::future::{FutureExt, poll_immediate};

use super::error::{Error, Kind};
use super::http::{HttpRequest, HttpResponse, TransportError};
use super::ports::{Neighbours, Runtime, TokenGiver, TokenStore, Transport};
use crate::api::uri::same_resource;
use crate::auth::{Connection, Exchange, Secret, Tokens, forms, tokens};
use crate::json::Value;
use crate::percent;
use crate::time::Timestamp;
pub use budget::{MINUTE_MILLIS, MOST_PER_MINUTE, TokenBudget};
pub use handover::LENDS;
use refresh::Flight;
pub use sign_out::SignOut;
use state::Listeners;
pub use state::{EndReason, SessionState, SubscriptionId};

/// A session bound to one connection. Clones are the same session.
#[derive(Clone)]
pub struct Session(Rc<Inner>);

struct Inner {
    connection: Connection,
    binding: String,
    transport: Rc<dyn Transport>,
    runtime: Rc<dyn Runtime>,
    store: Rc<dyn TokenStore>,
    giver: Option<Rc<dyn TokenGiver>>,
    tokens: RefCell<Option<Tokens>>,
    /// Whose the given token was that has just been refused: the next one may be another's.
    former: RefCell<Option<String>>,
    end_reason: Cell<Option<EndReason>>,
    /// Raised whenever the session begins, ends or changes hands; answers from an older one are dropped.
    generation: Cell<u64>,
    flight: RefCell<Option<Flight>>,
    /// After a failed refresh ahead of time, when to try the next.
    quiet_until: Cell<Option<Timestamp>>,
    budget: RefCell<TokenBudget>,
    /// How far this clock is ahead of the authorization server's, in milliseconds.
    skew: Cell<Option<i64>>,
    listeners: Listeners,
    neighbours: OnceCell<Rc<dyn Neighbours>>,
    /// Whether another tab has the refresh token, and lends this one its access tokens.
    copy: Cell<bool>,
    /// How often the holder has answered.
    answers: Cell<u32>,
    /// While signing out: tokens that arrive late are handed to the revocation instead of to nobody.
    leaving: Cell<bool>,
    orphan: RefCell<Option<Tokens>>,
}

impl Session {
    /// Signed out, until [`Session::restore`] or a sign-in.
    pub fn new(
        connection: Connection,
        transport: Rc<dyn Transport>,
        runtime: Rc<dyn Runtime>,
        store: Rc<dyn TokenStore>,
    ) -> Self {
        Self::with(connection, transport, runtime, store, None)
    }

    /// A session whose tokens come from `giver`, which is asked for the first one when it is needed, and for another
    /// one where the API refused it.
    pub fn given(
        connection: Connection,
        transport: Rc<dyn Transport>,
        runtime: Rc<dyn Runtime>,
        giver: Rc<dyn TokenGiver>,
        store: Rc<dyn TokenStore>,
    ) -> Self {
        Self::with(connection, transport, runtime, store, Some(giver))
    }

    fn with(
        connection: Connection,
        transport: Rc<dyn Transport>,
        runtime: Rc<dyn Runtime>,
        store: Rc<dyn TokenStore>,
        giver: Option<Rc<dyn TokenGiver>>,
    ) -> Self {
        let binding = connection.binding();
        Self(Rc::new(Inner {
            connection,
            binding,
            transport,
            runtime,
            store,
            giver,
            tokens: RefCell::new(None),
            former: RefCell::default(),
            end_reason: Cell::new(None),
            generation: Cell::new(0),
            flight: RefCell::new(None),
            quiet_until: Cell::new(None),
            budget: RefCell::default(),
            skew: Cell::new(None),
            listeners: Listeners::default(),
            neighbours: OnceCell::new(),
            copy: Cell::new(false),
            answers: Cell::new(0),
            leaving: Cell::new(false),
            orphan: RefCell::new(None),
        }))
    }

    /// Whether the store has a session of this connection.
    pub fn is_kept(&self) -> bool {
        self.0.store.load(&self.0.binding).is_some()
    }

    /// Takes over what the store holds for this connection, and nothing that belongs to another. Where another page has
    /// that session, this one drops the refresh token, which two could not use, and lives of what that page lends it; `false`
    /// where that cannot be.
    pub async fn restore(&self) -> bool {
        let generation = self.generation();
        let own = self.0.store.claim().await;
        if self.generation() != generation {
            return own;
        }
        let mut kept = self.0.store.load(&self.0.binding);
        if !own {
            let shared = kept.filter(|tokens| self.is_shared() && tokens.owner.is_some());
            kept = shared.map(|tokens| tokens.lent());
            match &kept {
                Some(lent) if LENDS => self.0.store.keep_copy(&self.0.binding, lent),
                _ => self.0.store.clear(&self.0.binding),
            }
            self.0.copy.set(LENDS && kept.is_some());
        }
        let restored = own || kept.is_some();
        *self.0.tokens.borrow_mut() = kept;
        // A tab that was asleep has not heard of a sign-out.
        let out_at = self
            .key()
            .and_then(|name| self.0.store.out_at(&digest(&name)));
        let late = |tokens: &Tokens| out_at.is_some_and(|at| at >= tokens.issued_at);
        if self.0.tokens.borrow().as_ref().is_some_and(late) {
            let copy = self.is_copy();
            let tokens = self.forget(Some(EndReason::SignedOutElsewhere));
            if let Some(tokens) = tokens.filter(|_| !copy) {
                self.abandon(tokens);
            }
        }
        restored
    }

    pub fn connection(&self) -> &Connection {
        &self.0.connection
    }

    /// Signed in or not, right now.
    pub fn state(&self) -> SessionState {
        match &*self.0.tokens.borrow() {
            None => SessionState::SignedOut {
                reason: self.0.end_reason.get(),
            },
            Some(tokens) => SessionState::SignedIn {
                owner: tokens.owner.clone(),
                scopes: tokens
                    .scope
                    .clone()
                    .unwrap_or_else(|| self.0.connection.scopes.clone()),
            },
        }
    }

    /// Calls `listener` after every change, until [`Session::unsubscribe`].
    pub fn subscribe(&self, listener: impl Fn(&SessionState) + 'static) -> SubscriptionId {
        self.0.listeners.add(Rc::new(listener))
    }

    pub fn unsubscribe(&self, id: SubscriptionId) {
        self.0.listeners.remove(id);
    }

    /// Signs in with a code. Goes on to the end even where nobody waits for it: the code is single-use.
    pub async fn exchange(&self, exchange: Exchange) -> Result<(), Error> {
        let session = self.clone();
        let work = async move { session.exchange_once(exchange).await }
            .boxed_local()
            .shared();
        self.0.runtime.spawn(work.clone().map(|_| ()).boxed_local());
        work.await
    }

    async fn exchange_once(&self, exchange: Exchange) -> Result<(), Error> {
        let generation = self.generation();
        let sent_at = self.0.runtime.now();
        let answer = self
            .ask_for_tokens(forms::exchange_form(&self.0.connection, exchange), true)
            .await?;
        let tokens =
            read_tokens(&answer, None, sent_at).map_err(|error| Error::from_token(&error))?;
        if self.generation() != generation {
            self.abandon(tokens);
            return Err(Error::new(Kind::SignedOut));
        }
        self.note_clock(&answer, sent_at);
        self.begin(tokens);
        Ok(())
    }

    /// Signs in with a personal access token. Refuses one that cannot stand in a header.
    pub fn adopt_token(&self, token: String) -> Result<(), Error> {
        let secret = Secret::new(&token).ok_or_else(|| Error::new(Kind::InvalidToken))?;
        self.begin(Tokens::personal(secret, self.0.runtime.now()));
        Ok(())
    }

    /// Notes whose session it is, once `users/me` has told. Another owner than before ends the session, except where a
    /// giver decides whose tokens they are.
    pub fn confirm_owner(&self, owner: &str) -> Result<(), Error> {
        let known = match &mut *self.0.tokens.borrow_mut() {
            None => return Err(Error::new(Kind::SignedOut)),
            Some(tokens) => match &tokens.owner {
                Some(known) if self.0.giver.is_none() || same_resource(known, owner) => {
                    Some(same_resource(known, owner))
                }
                _ => {
                    tokens.owner = Some(owner.to_owned());
                    self.0.store.save(&self.0.binding, tokens);
                    None
                }
            },
        };
        match known {
            Some(true) => Ok(()),
            Some(false) => {
                self.end(EndReason::OwnerChanged);
                Err(Error::new(Kind::OtherAccount))
            }
            None => {
                self.notify();
                Ok(())
            }
        }
    }

    /// A token refused by the API although it is fresh: nothing but signing in can help, or a giver's next one. What
    /// else is under way with a giver's token keeps its answer: nobody signed out, and nobody else came.
    pub(super) fn reject(&self, used: &str) {
        if self.holds(used) {
            let generation = self.generation();
            let former = self.forget(Some(EndReason::Rejected));
            if self.0.giver.is_some() {
                self.0.generation.set(generation);
                *self.0.former.borrow_mut() = former.and_then(|former| former.owner);
            }
            self.notify();
        }
    }

    pub(super) fn generation(&self) -> u64 {
        self.0.generation.get()
    }

    /// What all pages of one user have in common, and nobody could sign in with: the owner's URI and a short digest of a
    /// personal access token, as far as they are known, one after the other. A page may know one of them alone.
    pub(super) fn user_names(&self) -> String {
        let tokens = self.0.tokens.borrow();
        let Some(tokens) = &*tokens else {
            return String::new();
        };
        let mut names = tokens.owner.clone().unwrap_or_default();
        if tokens.personal {
            names.push(' ');
            names.push_str(&digest(tokens.access_token.expose()));
        }
        names
    }

    /// How far this clock is ahead of the authorization server's, as its last tokens told; `None` where they did not.
    pub fn skew_millis(&self) -> Option<i64> {
        self.0.skew.get()
    }

    fn note_clock(&self, answer: &HttpResponse, sent_at: Timestamp) {
        if cfg!(feature = "client") {
            // Nobody asks.
            return;
        }
        let answer = answer.body.json();
        let made_at = answer.as_ref().and_then(|answer| answer.get("created_at"));
        if let Some(Value::Number(seconds)) = made_at {
            let ahead = sent_at.as_millis() - (*seconds as i64).saturating_mul(1000);
            self.0.skew.set(Some(ahead));
        }
    }

    /// Whether the giver has given another token since this one.
    pub(super) fn has_replaced(&self, token: &str) -> bool {
        self.0.giver.is_some() && !self.holds(token)
    }

    /// Whether the session's access token is this one.
    fn holds(&self, token: &str) -> bool {
        self.0
            .tokens
            .borrow()
            .as_ref()
            .is_some_and(|tokens| tokens.access_token.expose() == token)
    }

    fn begin(&self, tokens: Tokens) {
        self.0.generation.set(self.generation() + 1);
        self.0.end_reason.set(None);
        self.0.quiet_until.set(None);
        let before = self.0.tokens.borrow_mut().take();
        let lent = LENDS && self.0.copy.replace(false);
        if lent {
            // What begins here is no copy of anything.
            self.0.store.clear(&self.0.binding);
        }
        // Nobody would give back the grant of somebody else who was signed in before. One's own is perhaps the one that the
        // server goes on with: given back, it would take the new tokens along.
        let apart = |before: &Tokens| match (&before.owner, &tokens.owner) {
            (Some(before), Some(now)) => !same_resource(before, now),
            _ => tokens.personal,
        };
        let left = before.filter(|before| !lent && !before.personal && apart(before));
        self.keep(tokens);
        if let Some(left) = left {
            self.abandon(left);
        }
        self.notify();
    }

    fn keep(&self, tokens: Tokens) {
        self.0.store.save(&self.0.binding, &tokens);
        *self.0.tokens.borrow_mut() = Some(tokens);
    }

    fn end(&self, reason: EndReason) {
        self.forget(Some(reason));
        self.notify();
    }

    fn forget(&self, reason: Option<EndReason>) -> Option<Tokens> {
        self.0.generation.set(self.generation() + 1);
        self.0.end_reason.set(reason);
        if LENDS {
            self.0.copy.set(false);
        }
        self.0.store.clear(&self.0.binding);
        self.0.former.take();
        self.0.tokens.borrow_mut().take()
    }

    fn notify(&self) {
        self.0.listeners.call(&self.state());
    }

    /// Sends a token request, within the limit of this session and of all that the store knows of. Where a person who has
    /// just consented waits for it, it does not wait for what only the other pages can tell.
    async fn ask_for_tokens(&self, form: String, at_once: bool) -> Result<HttpResponse, Error> {
        let mut spent = self.0.store.spend(digest(&self.0.binding));
        let free = match poll_immediate(&mut spent).await {
            Some(free) => free,
            None if at_once => {
                self.0.runtime.spawn(spent.map(drop).boxed_local());
                true
            }
            None => spent.await,
        };
        if !free || !self.0.budget.borrow_mut().take(self.0.runtime.now()) {
            return Err(Error::new(Kind::TokenBudget));
        }
        let answer = self.post(&self.0.connection.token_url, form).await;
        answer.map_err(|error| Error::from_transport(&error, self.0.runtime.is_online()))
    }

    /// Asks the token endpoint for nothing that it could give, to see whether its answer may be read.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn reach_token_endpoint(&self) -> Result<(), Error> {
        let form = [
            "grant_type=none&client_id=",
            &percent::encode(&self.0.connection.client_id),
        ];
        self.ask_for_tokens(form.concat(), false).await.map(drop)
    }

    /// Posts a form. It has no headers that would need a preflight.
    async fn post(&self, url: &str, form: String) -> Result<HttpResponse, TransportError> {
        let headers = vec![
            ("Accept", "application/json".to_owned()),
            (
                "Content-Type",
                "application/x-www-form-urlencoded".to_owned(),
            ),
        ];
        let request = HttpRequest {
            method: "POST",
            url: url.to_owned(),
            headers,
            body: Some(form),
        };
        self.0.transport.send(request).await
    }
}

/// FNV-1a in 64 bits. It tells tokens apart, and leads back to none of them.
fn digest(token: &str) -> String {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    token.bytes().fold(0xcbf2_9ce4_8422_2325, step).to_string()
}

fn read_tokens(
    answer: &HttpResponse,
    previous: Option<&Tokens>,
    sent_at: Timestamp,
) -> Result<Tokens, crate::auth::TokenError> {
    tokens::parse_response(
        answer.status,
        answer.content_type.as_deref(),
        &answer.body.text(),
        previous,
        sent_at,
    )
}

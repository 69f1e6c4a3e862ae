//! The refresh: new tokens for old ones, once for everybody who waits, and never given up once sent.
//!
//! Calendly's refresh tokens are single-use: a second request with the same one would end the session.

use futures_util::future::{Either, FutureExt, LocalBoxFuture, Shared, select};

use super::{Session, read_tokens};
use crate::api::uri::same_resource;
use crate::api::users::GetCurrentUser;
use crate::auth::{Secret, Tokens, forms};
use crate::client::error::{Error, Kind};
use crate::client::request::Request;
use crate::client::session::EndReason;

/// A refresh that is running, and the generation it is for.
pub(super) struct Flight {
    generation: u64,
    work: Shared<LocalBoxFuture<'static, Result<(), Error>>>,
}

/// How long a failed refresh ahead of time is not repeated, in milliseconds.
const QUIET_MILLIS: i64 = 30_000;

/// How much earlier than needed a refresh happens at most, in milliseconds.
const LONGEST_MARGIN_MILLIS: i64 = 5 * 60 * 1000;

/// How long a giver may take, in milliseconds.
const GIVER_MILLIS: u32 = 10_000;

/// Whether what gives the tokens is the first module, which has patience and looks whose they are by itself.
const SECOND: bool = cfg!(feature = "tools");

#[derive(PartialEq)]
enum Due {
    No,
    /// Still valid, not for long.
    Soon,
    /// No longer valid, by this clock.
    Over,
}

impl Session {
    /// A token that is good for a request now. Refreshes it ahead of its expiry: five minutes, or a tenth of
    /// its life where that is shorter.
    pub async fn access_token(&self) -> Result<String, Error> {
        if self.0.giver.is_some() && self.0.tokens.borrow().is_none() {
            self.refresh().await?;
        }
        let due = self.due();
        if due != Due::No
            && let Err(error) = self.refresh().await
        {
            let now = self.0.runtime.now();
            self.0.quiet_until.set(Some(now.plus_millis(QUIET_MILLIS)));
            // Where the budget is spent the server may decide whether the token is really too old: a wrong
            // `expires_in` must not lock anyone out.
            if due == Due::Over && error.kind() != Kind::TokenBudget {
                return Err(error);
            }
        }
        let tokens = self.0.tokens.borrow();
        let token = tokens
            .as_ref()
            .map(|tokens| tokens.access_token.expose().to_owned());
        token.ok_or_else(|| Error::new(Kind::SignedOut))
    }

    /// New tokens after the API refused `used`. Does nothing where another request has brought them already.
    pub async fn refresh_after_401(&self, used: &str) -> Result<(), Error> {
        let refreshable = match &*self.0.tokens.borrow() {
            // Another request found that the next one is no better; the giver may have a third.
            None => self.0.giver.is_some() && self.0.end_reason.get() == Some(EndReason::Rejected),
            Some(tokens) if tokens.access_token.expose() != used => return Ok(()),
            Some(tokens) => {
                tokens.refresh_token.is_some() || self.0.giver.is_some() || self.is_copy()
            }
        };
        if !refreshable {
            if self.holds(used) {
                self.end(EndReason::Expired);
            }
            return Err(Error::new(Kind::SignedOut));
        }
        let refreshed = self.refresh().await;
        if self.is_copy()
            && let Err(error) = &refreshed
            && error.kind() == Kind::SignedOut
            && self.holds(used)
        {
            // The holder of a copy's session is gone.
            self.end(EndReason::Expired);
        }
        refreshed
    }

    fn due(&self) -> Due {
        let now = self.0.runtime.now();
        let tokens = self.0.tokens.borrow();
        let Some(Tokens {
            refresh_token,
            expires_at: Some(expires_at),
            issued_at,
            ..
        }) = &*tokens
        else {
            return Due::No;
        };
        if refresh_token.is_none() && !self.is_copy() {
            return Due::No;
        }
        if now >= *expires_at {
            return Due::Over;
        }
        let margin = (expires_at.millis_since(*issued_at) / 10).clamp(0, LONGEST_MARGIN_MILLIS);
        let quiet = self.0.quiet_until.get();
        let is_quiet =
            quiet.is_some_and(|until| (1..=QUIET_MILLIS).contains(&until.millis_since(now)));
        if expires_at.millis_since(now) <= margin && !is_quiet {
            Due::Soon
        } else {
            Due::No
        }
    }

    /// Joins the running refresh or starts one. The work belongs to the runtime, so it goes on when the
    /// request that wanted it is dropped.
    fn refresh(&self) -> Shared<LocalBoxFuture<'static, Result<(), Error>>> {
        let generation = self.generation();
        if let Some(flight) = &*self.0.flight.borrow()
            && flight.generation == generation
        {
            return flight.work.clone();
        }
        let session = self.clone();
        let work = async move {
            let result = session.refresh_once(generation).await;
            session.land(generation);
            result
        }
        .boxed_local()
        .shared();
        *self.0.flight.borrow_mut() = Some(Flight {
            generation,
            work: work.clone(),
        });
        self.0.runtime.spawn(work.clone().map(|_| ()).boxed_local());
        work
    }

    fn land(&self, generation: u64) {
        let mut flight = self.0.flight.borrow_mut();
        if flight
            .as_ref()
            .is_some_and(|flight| flight.generation == generation)
        {
            *flight = None;
        }
    }

    async fn refresh_once(&self, generation: u64) -> Result<(), Error> {
        let previous = self.0.tokens.borrow().clone();
        if let Some(giver) = &self.0.giver {
            let wanted = giver.give(previous.is_some());
            let token = if SECOND {
                wanted.await?
            } else {
                let late = self.0.runtime.sleep(GIVER_MILLIS);
                match select(wanted, late).await {
                    Either::Left((token, _)) => token?,
                    Either::Right(_) => {
                        return Err(Error::no_token("the token function took too long"));
                    }
                }
            };
            return self.take_given(token, previous, generation).await;
        }
        let previous = previous.ok_or_else(|| Error::new(Kind::SignedOut))?;
        if self.is_copy() {
            return self.ask(previous, generation).await;
        }
        let Some(refresh_token) = &previous.refresh_token else {
            return Err(Error::new(Kind::SignedOut));
        };
        let owner = previous.owner.as_deref().unwrap_or_default();
        let name = ["slotlink:refresh", owner, &self.0.binding].join("\n");
        let turn = self.0.store.turn(name).await;
        // Whoever has it may be using this very refresh token.
        let _turn = turn.ok_or_else(|| Error::new(Kind::TokenUnavailable))?;
        if self.generation() != generation {
            return Err(Error::new(Kind::SignedOut));
        }
        // Whoever had the turn before may have used up this refresh token.
        if self.adopt_stored(&previous) {
            return Ok(());
        }
        let sent_at = self.0.runtime.now();
        let form = forms::refresh_form(&self.0.connection, refresh_token.expose());
        let answer = self.ask_for_tokens(form, false).await?;
        let read = read_tokens(&answer, Some(&previous), sent_at);
        if self.generation() != generation {
            if let Ok(tokens) = read {
                self.abandon(tokens);
            }
            return Err(Error::new(Kind::SignedOut));
        }
        match read {
            Ok(tokens) if !same_owner(&previous, &tokens) => {
                self.end(EndReason::OwnerChanged);
                self.abandon(tokens);
                Err(Error::new(Kind::SignedOut))
            }
            Ok(tokens) => {
                let changed = tokens.scope != previous.scope || tokens.owner != previous.owner;
                self.0.quiet_until.set(None);
                self.note_clock(&answer, sent_at);
                self.keep(tokens);
                if changed {
                    self.notify();
                }
                Ok(())
            }
            Err(error) if error.ends_session() && !self.adopt_stored(&previous) => {
                self.end(EndReason::Expired);
                Err(Error::new(Kind::SignedOut))
            }
            Err(error) if error.ends_session() => Ok(()),
            Err(error) => Err(Error::from_token(&error)),
        }
    }

    /// Goes on with a token from the giver. Where it is known whose the one before was, `users/me` is asked first: what
    /// was meant for one account must not be done in another.
    async fn take_given(
        &self,
        token: String,
        previous: Option<Tokens>,
        generation: u64,
    ) -> Result<(), Error> {
        let secret = Secret::new(&token).ok_or_else(|| Error::new(Kind::InvalidToken))?;
        let mut tokens = Tokens::personal(secret, self.0.runtime.now());
        tokens.owner = self.0.giver.as_ref().and_then(|giver| giver.owner());
        let first = previous.is_none();
        let former = self.0.former.borrow().clone();
        let before = previous.and_then(|previous| previous.owner).or(former);
        if SECOND && tokens.owner.is_none() {
            tokens.owner.clone_from(&before);
        }
        if !SECOND && before.is_some() && tokens.owner.is_none() {
            match self.owner_of(tokens.access_token.expose()).await {
                Ok(owner) => tokens.owner = Some(owner),
                Err(error) => {
                    if error.kind() == Kind::Unauthenticated && self.generation() == generation {
                        self.end(EndReason::Rejected);
                    }
                    return Err(error);
                }
            }
        }
        if self.generation() != generation {
            return Err(Error::new(Kind::SignedOut));
        }
        if !SECOND
            && let (Some(before), Some(owner)) = (&before, &tokens.owner)
            && !same_resource(before, owner)
        {
            self.begin(tokens);
            return Err(Error::new(Kind::OtherAccount));
        }
        self.0.end_reason.set(None);
        self.keep(tokens);
        if first {
            self.notify();
        }
        Ok(())
    }

    /// Whose token this is.
    async fn owner_of(&self, token: &str) -> Result<String, Error> {
        let api_url = &self.0.connection.api_url;
        let request = Request::of(&GetCurrentUser {})?.to_http(api_url, token);
        let answer = self.0.transport.send(request).await;
        let answer =
            answer.map_err(|error| Error::from_transport(&error, self.0.runtime.is_online()))?;
        if !(200..300).contains(&answer.status) {
            return Err(Error::from_answer(&answer));
        }
        let json = answer.body.json();
        let user = json.as_ref().and_then(|json| json.get("resource"));
        let uri = user.and_then(|user| user.get("uri")?.as_str());
        uri.map(str::to_owned)
            .ok_or_else(|| Error::new(Kind::UnexpectedAnswer))
    }

    /// A refused refresh token may have been used by someone who shares the store: then theirs is the newer pair.
    fn adopt_stored(&self, previous: &Tokens) -> bool {
        let stored = self.0.store.load(&self.0.binding);
        let newer = stored.filter(|tokens| {
            tokens.refresh_token.is_some()
                && tokens.refresh_token != previous.refresh_token
                && tokens.access_token != previous.access_token
                && same_owner(previous, tokens)
        });
        let found = newer.is_some();
        if let Some(tokens) = newer {
            *self.0.tokens.borrow_mut() = Some(tokens);
        }
        found
    }

    pub(super) fn running_refresh(
        &self,
    ) -> Option<Shared<LocalBoxFuture<'static, Result<(), Error>>>> {
        self.0
            .flight
            .borrow()
            .as_ref()
            .map(|flight| flight.work.clone())
    }
}

/// Whether the new tokens belong to whom the old ones did; as far as both say.
fn same_owner(previous: &Tokens, fresh: &Tokens) -> bool {
    match (&previous.owner, &fresh.owner) {
        (Some(previous), Some(fresh)) => same_resource(previous, fresh),
        (previous, _) => previous.is_none(),
    }
}

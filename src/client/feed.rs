//! The live feed: the changes that webhooks tell of, found by asking, for programs that no webhook can reach.
//!
//! [`Feed::poll`] asks once; what it found is handed out by [`Feed::first`], oldest first, until it is
//! [taken](Feed::taken). The envelopes are the webhook's own ([`Webhook`]): `created_at` is when the thing happened,
//! `created_by` the user who polls, the payload is as it is when it is found.
//!
//! - Every change since `since` that can be seen when a poll comes to it is handed out at least once. It is handed out
//!   again only where it was not taken before the program ended, or where the clock was set back by days; its
//!   [key](crate::api::webhook::key::key) is then the same.
//! - [`Feed::memory`] is what must survive for that: which changes were taken, and how far was looked. It holds
//!   identifiers and times, and nothing about people.
//! - Looked at are the meetings that begin later than the horizon before the last complete poll, and submissions that
//!   show up within an hour. A meeting's invitees are read when it is new or its numbers, state or `updated_at`
//!   changed, and once more two minutes later, because Calendly's lists lag; where marks of missing are asked for,
//!   meetings that have begun are read in turns, because a mark changes nothing in its meeting.
//! - What happened and was undone between two polls leaves no trace where Calendly keeps none: a mark that was made and
//!   taken away again, data that were deleted. That a mark was taken away cannot be asked for at all, nor what happened
//!   to contacts and meeting recaps, which Calendly does not describe: such events are refused.
//! - Of an invitee who booked and canceled between two polls both envelopes come, with the invitee canceled in both.
//! - No more requests than `requests_per_minute` are begun, repetitions not counted. What needs no haste waits for the
//!   next poll.

mod change;
mod meetings;
mod memory;
mod options;
mod shelf;
mod submissions;

pub use change::Change;
use memory::Memory;
pub use options::FeedOptions;

use std::cell::RefCell;

use super::Client;
use super::budget::{self, RateBudget, RateLimit};
use super::error::Error;
use super::ports::Runtime;
use super::request::Request;
use super::walk::Walk;
use crate::api::endpoint::AnswerType;
use crate::api::model::FieldType;
use crate::api::prepare::prepare_input;
use crate::api::users::GetCurrentUser;
use crate::api::{DecodeError, InvalidInput, Operation, OrganizationUri, Page, UserUri};
use crate::json::{Fields, Value};
use crate::order;
use crate::time::Timestamp;

/// Who reads for the feed.
pub trait Source {
    type Error: From<Error>;

    /// The answer to a read, as JSON.
    fn read(&self, request: Request) -> impl Future<Output = Result<Value, Self::Error>>;

    /// What the client says, where it was the client.
    fn cause(error: &Self::Error) -> Option<&Error>;
}

impl Source for Client {
    type Error = Error;

    fn read(&self, request: Request) -> impl Future<Output = Result<Value, Error>> {
        self.fetch(request)
    }

    fn cause(error: &Error) -> Option<&Error> {
        Some(error)
    }
}

/// A feed of one scope's changes.
pub struct Feed {
    options: FeedOptions,
    account: Option<Account>,
    /// What was taken.
    memory: Memory,
    /// The same with what was found since; becomes the memory when all of it was taken.
    ahead: Memory,
    /// The oldest first.
    found: Vec<Change>,
    /// Its own share, within the client's budget.
    budget: RefCell<RateBudget>,
}

/// Whose changes are looked for, and who looks.
#[derive(Clone)]
struct Account {
    user: UserUri,
    organization: OrganizationUri,
}

impl Feed {
    /// A feed that has seen nothing.
    ///
    /// # Errors
    /// Events that cannot be found by asking, or not in this scope.
    pub fn new(options: FeedOptions, now: Timestamp) -> Result<Self, InvalidInput> {
        options.check()?;
        let memory = Memory::since(options.since.unwrap_or(now));
        let mut budget = RateBudget::default();
        budget.set(RateLimit {
            requests: options.requests_per_minute,
            seconds: 60,
        });
        Ok(Self {
            budget: budget.into(),
            options,
            account: None,
            ahead: memory.clone(),
            memory,
            found: Vec::new(),
        })
    }

    /// Goes on where a feed of the same [name](Feed::begin) stopped, whatever `since` says; `false` for what is no
    /// memory.
    pub fn restore(&mut self, memory: &str) -> bool {
        let Some(memory) = Memory::read(memory) else {
            return false;
        };
        self.ahead = memory.clone();
        self.memory = memory;
        true
    }

    /// What is to be kept, after every change that was taken and after every poll.
    pub fn memory(&self) -> String {
        self.memory.write()
    }

    /// Asks who is signed in; a name that feeds of the same account, scope and events share.
    pub async fn begin<S: Source>(&mut self, source: &S) -> Result<String, S::Error> {
        let account = match self.account.clone() {
            Some(account) => account,
            None => self.ask_account(source).await?,
        };
        let mut parts = vec![account.user.uuid(), self.options.scope.as_str()];
        parts.extend(self.options.owner(&account.user, &account.organization));
        let events = self.options.events.iter().map(|event| event.as_str());
        let mut events: Vec<_> = events.collect();
        order::sort(&mut events, |one, other| one < other);
        events.dedup();
        parts.extend(events);
        let name = parts.join(" ");
        self.account = Some(account);
        Ok(name)
    }

    /// Who looks, once that was asked.
    pub fn user(&self) -> Option<&UserUri> {
        self.account.as_ref().map(|account| &account.user)
    }

    async fn ask_account<S: Source>(&self, source: &S) -> Result<Account, S::Error> {
        let request = Request::of(&GetCurrentUser {}).map_err(Error::from)?;
        let answer = source.read(request).await?;
        // Untyped: the rest of the user would be read for nothing.
        let user = answer.get("resource");
        let field = |name| user.and_then(|user| user.get(name));
        let uri = field("uri").and_then(UserUri::read_item);
        let uri = uri.ok_or_else(|| Error::undecodable(&DecodeError::Field("uri")))?;
        let current = field("current_organization").and_then(OrganizationUri::read_item);
        let organization = self.options.organization.clone();
        let organization = organization.or(current).ok_or_else(|| {
            Error::from(InvalidInput {
                parameter: "organization".to_owned(),
                message: "is needed: Calendly does not say to which one the user belongs"
                    .to_owned(),
            })
        })?;
        Ok(Account {
            user: uri,
            organization,
        })
    }

    /// Asks what is new. Where it fails, what was found until then is kept, and the next poll goes on.
    pub async fn poll<S: Source>(
        &mut self,
        source: &S,
        runtime: &dyn Runtime,
    ) -> Result<(), S::Error> {
        self.begin(source).await?;
        let outcome = self.round(source, runtime).await;
        self.settle();
        outcome
    }

    async fn round<S: Source>(
        &mut self,
        source: &S,
        runtime: &dyn Runtime,
    ) -> Result<(), S::Error> {
        let Some(account) = self.account.clone() else {
            return Ok(());
        };
        if self.options.wants_submissions() {
            self.look_at_submissions(source, runtime, &account).await?;
        }
        if self.options.wants_meetings() {
            self.look_at_meetings(source, runtime, &account).await?;
        }
        Ok(())
    }

    /// The oldest change that was found and not taken.
    pub fn first(&self) -> Option<&Change> {
        self.found.first()
    }

    /// The first change was taken, and is not handed out again.
    pub fn taken(&mut self) {
        if !self.found.is_empty() {
            let change = self.found.remove(0);
            self.memory.take(&change);
            self.ahead.take(&change);
        }
        self.settle();
    }

    fn settle(&mut self) {
        if self.found.is_empty() {
            self.memory = self.ahead.clone();
        }
    }

    /// Keeps a change to be handed out, unless it is known or from before the feed.
    fn find(&mut self, change: Change) {
        let early = change.happened.is_some_and(|at| at < self.ahead.since);
        let waits = |other: &Change| other.key == change.key;
        if !early && !self.ahead.has_taken(&change) && !self.found.iter().any(waits) {
            let later = self.found.iter().position(|other| other.at > change.at);
            let place = later.unwrap_or(self.found.len());
            self.found.insert(place, change);
        }
    }

    /// As [`Feed::list`]; nothing where what is asked about is gone.
    async fn list_if_there<S: Source>(
        &mut self,
        source: &S,
        runtime: &dyn Runtime,
        operation: &Operation,
        input: Fields,
        floor: Option<Timestamp>,
    ) -> Result<Vec<Value>, S::Error> {
        match self.list(source, runtime, operation, input, floor).await {
            Err(error) if S::cause(&error).and_then(Error::status) == Some(404) => Ok(Vec::new()),
            items => items,
        }
    }

    /// The items of a list as they were sent, up to the page that has some from before `floor`. Each request takes its turn
    /// here, and then with all others of the client.
    // Untyped: typed, the function would be compiled once for every list.
    async fn list<S: Source>(
        &mut self,
        source: &S,
        runtime: &dyn Runtime,
        operation: &Operation,
        mut input: Fields,
        floor: Option<Timestamp>,
    ) -> Result<Vec<Value>, S::Error> {
        input.push(("count".to_owned(), 100.into()));
        let mut items = Vec::new();
        let mut walk = Walk::default();
        while let Some(token) = walk.next_page() {
            let mut input = input.clone();
            input.extend(token.map(|token| ("page_token".to_owned(), token.into())));
            let prepared = prepare_input(operation, input, None).map_err(Error::from)?;
            budget::turn(&self.budget, runtime).await;
            let request = Request::new(operation.method, prepared);
            let answer = match source.read(request).await {
                Err(error) if S::cause(&error).is_some_and(|cause| walk.starts_again(cause)) => {
                    continue;
                }
                answer => answer?,
            };
            let page = <Page<Value> as AnswerType>::read(&answer);
            let page = page.map_err(|error| Error::undecodable(&error))?;
            let mut enough = false;
            for item in page.collection {
                let at = instant(&item, "created_at");
                enough |= at.is_some_and(|at| Some(at) < floor);
                if walk.is_new(text(&item, "uri").unwrap_or_default()) {
                    items.push(item);
                }
            }
            if enough {
                break;
            }
            walk.turn(page.pagination.next_token());
        }
        // Changes that were not read would be lost without a word.
        if walk.is_cut_short() {
            return Err(Error::endless().into());
        }
        Ok(items)
    }
}

/// The last segment of a thing's URI.
fn uuid(thing: &Value) -> Option<&str> {
    let uri = thing.get("uri")?.as_str()?;
    uri.rsplit('/').next().filter(|uuid| !uuid.is_empty())
}

fn text<'a>(thing: &'a Value, name: &str) -> Option<&'a str> {
    thing.get(name).and_then(Value::as_str)
}

fn instant(thing: &Value, name: &str) -> Option<Timestamp> {
    Timestamp::parse(text(thing, name)?).ok()
}

fn field(name: &str, value: &str) -> (String, Value) {
    (name.to_owned(), value.into())
}

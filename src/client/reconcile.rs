//! Reconciling: whether a write whose answer was lost was executed, found out by reading.
//!
//! Each mutation has its own pure rule: what to read, and what that tells. A read can be late, so what does not show yet
//! is looked for three times.

mod rules;

use super::walk::Walk;
use super::{Client, Error, Kind};
use crate::api::endpoint::Method;
use crate::api::fields;
use crate::api::page::Pagination;
use crate::api::prepare::prepare_input;
use crate::api::schema::{Answer, Operation};
use crate::client::request::Request;
use crate::json::{Fields, Value};
use crate::time::Timestamp;

/// What was asked for when the answer was lost, and by whom.
pub struct Asked<'a> {
    pub input: &'a Fields,
    /// When it was sent, or earlier.
    pub since: Timestamp,
    /// URI of the user, where the rule needs it.
    pub user: Option<&'a str>,
    /// URI of the organization, where the caller knows it and may read all of it.
    pub organization: Option<&'a str>,
}

/// Whether it happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// With what it made, or as it stands now; `null` where it is gone.
    Happened(Value),
    NotHappened,
    /// Nobody can tell.
    Unknown,
}

/// What comes of sending it again although it may have happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repeat {
    /// The same state, or an orphan that nobody has the address of.
    Harmless,
    /// A second one of what may be there already.
    MayDouble,
}

/// A verdict, and what comes of trying again.
#[derive(Clone, PartialEq, Debug)]
pub struct Reconciled {
    pub verdict: Verdict,
    pub repeat: Repeat,
}

/// A read, and what it tells. `None` stands for a 404.
pub(super) struct Rule {
    needs_user: bool,
    look: fn(&Asked<'_>) -> Fields,
    at: &'static Operation,
    judge: fn(&Asked<'_>, Option<&[Value]>) -> Verdict,
}

/// Waits before each of the reads, in milliseconds.
const WAITS: [u32; 3] = [0, 1_000, 3_000];

/// What comes of sending a write again although it may have been executed.
pub fn repeat(operation: &Operation) -> Repeat {
    const HARMLESS: [&str; 7] = [
        "CreateSchedulingLink",
        "CancelEvent",
        "CreateInviteeNoShow",
        "CreateWebhookSubscription",
        "DeleteInviteeData",
        "DeleteScheduledEventData",
        "RemoveContactListMemberships",
    ];
    if operation.method == Method::Post && !HARMLESS.contains(&operation.name) {
        Repeat::MayDouble
    } else {
        Repeat::Harmless
    }
}

impl Client {
    /// Finds out whether `operation`, sent with `input` at `since` or later, was executed.
    ///
    /// # Errors
    /// An operation that only reads, an input without what tells its result apart, and a read that failed: then nothing
    /// is known that was not known before.
    pub async fn reconcile(
        &self,
        operation: &'static Operation,
        input: &Fields,
        since: Timestamp,
        organization: Option<&str>,
    ) -> Result<Reconciled, Error> {
        if !operation.method.is_write() {
            return Err(Error::invalid(
                "operation",
                "only reads; it can be sent again",
            ));
        }
        let repeat = repeat(operation);
        let mut verdict = Verdict::Unknown;
        if let Some(rule) = rules::of(operation) {
            let user = if rule.needs_user {
                Some(self.user_uri().await?)
            } else {
                None
            };
            let asked = Asked {
                input,
                since,
                user: user.as_deref(),
                organization,
            };
            for wait in WAITS {
                if wait > 0 {
                    self.inner.runtime.sleep(wait).await;
                }
                let found = match self.items(rule.at, (rule.look)(&asked)).await {
                    Ok(found) => Some(found),
                    Err(error) if error.kind() == Kind::NotFound => None,
                    Err(error) => return Err(error),
                };
                verdict = (rule.judge)(&asked, found.as_deref());
                if let Verdict::Happened(_) = verdict {
                    break;
                }
            }
        }
        Ok(Reconciled { verdict, repeat })
    }

    async fn user_uri(&self) -> Result<String, Error> {
        let known = self.session().state().owner().map(str::to_owned);
        match known {
            Some(known) => Ok(known),
            None => Ok(self.current_user().await?.uri.as_str().to_owned()),
        }
    }

    /// Everything a read answers: all items of all pages, or the one resource.
    pub(super) async fn items(
        &self,
        operation: &'static Operation,
        input: Fields,
    ) -> Result<Vec<Value>, Error> {
        if !operation.is_paged() {
            let answer = self.ask(operation, input).await?;
            let resource = match operation.answer {
                Answer::Resource(_) => answer.get("resource").cloned(),
                _ => Some(answer),
            };
            return Ok(resource.into_iter().collect());
        }
        let mut items = Vec::new();
        let mut walk = Walk::default();
        while let Some(token) = walk.next_page() {
            let mut input = input.clone();
            input.extend(token.map(|token| ("page_token".to_owned(), token.into())));
            let page = match self.ask(operation, input).await {
                Err(error) if walk.starts_again(&error) => continue,
                page => page?,
            };
            let collection = fields::collection(&page);
            let collection = collection.map_err(|error| Error::undecodable(&error))?;
            items.extend(collection.iter().cloned());
            walk.turn(Pagination::of(&page).next_token());
        }
        // What was not read may hold what is looked for.
        if walk.is_cut_short() {
            return Err(Error::endless());
        }
        Ok(items)
    }

    /// Calls an operation with parameters that are not typed.
    ///
    /// # Errors
    /// Parameters that are not right, and everything that can happen to a call.
    pub async fn ask(&self, operation: &'static Operation, input: Fields) -> Result<Value, Error> {
        let base = &self.inner.session.connection().api_url;
        let prepared = prepare_input(operation, input, Some(base))?;
        self.fetch(Request::new(operation.method, prepared)).await
    }
}

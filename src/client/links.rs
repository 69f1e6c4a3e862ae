//! The creation of a single-use link: one intent, one fetch, and an honest word about what came of it.

use std::rc::Rc;

use futures_util::future::{FutureExt, LocalBoxFuture, Shared};

use super::error::{Error, Kind};
use super::ports::{Journal, JournalError, Locks, Runtime};
use super::request::Request;
use super::retry::Reach;
use super::{Client, http::HttpResponse};
use crate::api::scheduling_links::CreateSchedulingLink;
use crate::api::uri::same_resource;
use crate::api::{DecodeError, Endpoint, EventTypeUri};
use crate::auth::address;
use crate::booking::intent::recover;
use crate::booking::links::{LinkRecord, LinkState, allowed_link};

/// What a person asked for with one click. A second click on the same thing is the same intent, with the same id.
#[derive(Clone, PartialEq, Eq)]
pub struct Intent {
    /// From [`intent_id`].
    pub id: String,
    /// URI of the event type.
    pub event_type: String,
    pub event_type_name: String,
    pub note: String,
    /// URI of the user; empty while it is not known.
    pub account: String,
    /// Address of the API.
    pub server: String,
}

/// What came of an intent.
#[derive(Clone)]
pub struct CreateOutcome {
    pub record: LinkRecord,
    /// Why the record may not survive a reload.
    pub warning: Option<JournalError>,
    /// Why there is no link.
    pub error: Option<Error>,
}

/// A creation that is running or done.
pub(super) type Begun = Shared<LocalBoxFuture<'static, CreateOutcome>>;

impl CreateOutcome {
    /// Whether the same intent may be tried again: nothing left this machine.
    pub fn may_be_repeated(&self) -> bool {
        let unsent = self.record.state == LinkState::NotSent;
        unsent || self.error.as_ref().is_some_and(is_own_refusal)
    }
}

/// Refusals of [`Creation::request`], made before anything was written or sent.
fn is_own_refusal(error: &Error) -> bool {
    use Kind::{InvalidUri, OtherAccount, SignedOut, UnknownAccount};
    error.status().is_none()
        && matches!(
            error.kind(),
            InvalidUri | OtherAccount | SignedOut | UnknownAccount
        )
}

/// A fresh id for an intent. Sorts by time; unique among the tabs of one person, not secret.
pub fn intent_id(runtime: &dyn Runtime) -> String {
    let mut id = String::from("l");
    let parts = [
        runtime.now().as_millis().unsigned_abs(),
        random_word(runtime),
        random_word(runtime),
    ];
    for part in parts {
        for shift in (0..48).step_by(4).rev() {
            id.push(char::from_digit((part >> shift & 15) as u32, 16).unwrap_or('0'));
        }
    }
    id
}

fn random_word(runtime: &dyn Runtime) -> u64 {
    (runtime.random() * (1u64 << 48) as f64) as u64
}

/// Name of the lock that is held while the request of this record runs.
pub fn lock_name(record_id: &str) -> String {
    ["slotlink-link:", record_id].concat()
}

/// Makes a link, at most once per intent.
///
/// The record is written before the request, as `Sending`, and held by a lock while it runs; one that is found
/// without a holder later is Unknown. Where the journal cannot be written, the link is made all the same, with a
/// warning. Goes on to its end even where nobody waits for it.
pub async fn create_link(
    client: &Client,
    journal: Rc<dyn Journal>,
    locks: Rc<dyn Locks>,
    runtime: Rc<dyn Runtime>,
    intent: Intent,
) -> CreateOutcome {
    let id = intent.id.clone();
    let name = id.clone();
    // The journal knows this too, where it can be written; here it holds even where it cannot.
    if let Some(begun) = client.creation(&id) {
        return begun.await;
    }
    let creation = Creation {
        client: client.clone(),
        journal,
        locks,
        runtime: runtime.clone(),
    };
    let work = async move {
        let outcome = creation.run(intent).await;
        if outcome.may_be_repeated() {
            creation.client.forget_creation(&id);
        }
        outcome
    }
    .boxed_local()
    .shared();
    client.remember_creation(name, work.clone());
    runtime.spawn(work.clone().map(|_| ()).boxed_local());
    work.await
}

struct Creation {
    client: Client,
    journal: Rc<dyn Journal>,
    locks: Rc<dyn Locks>,
    runtime: Rc<dyn Runtime>,
}

impl Creation {
    async fn run(&self, intent: Intent) -> CreateOutcome {
        let generation = self.client.session().generation();
        let record = self.record(&intent);
        let request = match self.request(&intent) {
            Ok(request) => request,
            Err(error) => return refused(record, error),
        };
        let guard = self.locks.hold(lock_name(&record.id)).await;
        let known = self
            .journal
            .list(&intent.account, &intent.server)
            .await
            .unwrap_or_default();
        let known = known.into_iter().find(|known| known.id == record.id);
        let Some(guard) = guard else {
            // The first click is still at work, here or in another tab.
            return CreateOutcome {
                record: known.unwrap_or(record),
                warning: None,
                error: None,
            };
        };
        // Done before, or begun by a tab that is gone. Only what never left may be sent now.
        if let Some(known) = known.filter(|known| known.state != LinkState::NotSent) {
            return self.found(known).await;
        }
        // What waits for its turn has not left: a page that is closed meanwhile leaves nothing in doubt.
        drop(self.client.inner.wait_for_turn(None, false).await);
        let before = self.journal.put(record.clone()).await.err();
        let (state, error) = self.send(request, generation).await;
        let record = LinkRecord { state, ..record };
        let after = self.journal.put(record.clone()).await.err();
        drop(guard);
        CreateOutcome {
            record,
            warning: before.or(after),
            error,
        }
    }

    /// What a record of an earlier run means, now that its lock was free.
    async fn found(&self, known: LinkRecord) -> CreateOutcome {
        let judged = recover(vec![known.clone()], |_| false, self.runtime.now());
        let record = judged.into_iter().next().unwrap_or_else(|| known.clone());
        let changed = record.state != known.state;
        let warning = if changed {
            self.journal.put(record.clone()).await.err()
        } else {
            None
        };
        CreateOutcome {
            record,
            warning,
            error: None,
        }
    }

    fn record(&self, intent: &Intent) -> LinkRecord {
        let now = self.runtime.now();
        LinkRecord {
            id: intent.id.clone(),
            account: intent.account.clone(),
            server: intent.server.clone(),
            event_type: intent.event_type.clone(),
            event_type_name: intent.event_type_name.clone(),
            note: intent.note.clone(),
            tag: String::new(),
            created_at: now,
            state: LinkState::Sending { since: now },
        }
    }

    /// Refuses what must not be sent at all: links for an account that is not known, or not the session's.
    fn request(&self, intent: &Intent) -> Result<Request, Error> {
        let session = self.client.session();
        let state = session.state();
        if !state.is_signed_in() {
            return Err(Error::new(Kind::SignedOut));
        }
        if intent.account.is_empty() || intent.id.is_empty() {
            return Err(Error::new(Kind::UnknownAccount));
        }
        match state.owner() {
            None => return Err(Error::new(Kind::UnknownAccount)),
            Some(owner) if !same_resource(owner, &intent.account) => {
                return Err(Error::new(Kind::OtherAccount));
            }
            Some(_) => {}
        }
        let api_url = &session.connection().api_url;
        if intent.server.trim_end_matches('/') != api_url {
            return Err(Error::new(Kind::OtherAccount));
        }
        let event_type = EventTypeUri::parse(&intent.event_type, api_url)?;
        Ok(Request::of(&CreateSchedulingLink::of(event_type))?)
    }

    async fn send(&self, request: Request, generation: u64) -> (LinkState, Option<Error>) {
        let unknown = || LinkState::Unknown {
            since: self.runtime.now(),
        };
        match self.client.execute(request, generation).await {
            Ok(response) => match self.booking_url(&response) {
                Ok(booking_url) => (LinkState::Created { booking_url }, None),
                // Calendly said yes; nobody has the address.
                Err(error) => (unknown(), Some(error)),
            },
            Err(failure) => {
                let state = match failure.reach {
                    Reach::NotSent => LinkState::NotSent,
                    Reach::Refused => LinkState::Refused {
                        reason: failure.error.code().to_owned(),
                    },
                    Reach::Unknown => unknown(),
                };
                (state, Some(failure.error))
            }
        }
    }

    fn booking_url(&self, response: &HttpResponse) -> Result<String, Error> {
        let answer = response.body.json().ok_or(DecodeError::NotJson);
        let link = answer
            .and_then(|answer| CreateSchedulingLink::read(&answer))
            .map_err(|error| Error::undecodable(&error))?;
        // http only to this machine, and only where the API is on it too; never what a click could execute.
        let local_api = address::is_loopback(&self.client.session().connection().api_url);
        if allowed_link(link.booking_url.as_str(), local_api) {
            Ok(link.booking_url.0)
        } else {
            Err(Error::new(Kind::UnexpectedAnswer))
        }
    }
}

fn refused(record: LinkRecord, error: Error) -> CreateOutcome {
    let state = LinkState::Refused {
        reason: error.code().to_owned(),
    };
    CreateOutcome {
        record: LinkRecord { state, ..record },
        warning: None,
        error: Some(error),
    }
}

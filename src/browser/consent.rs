//! The consent: one attempt to sign in at the authorization server, in a popup or by leaving the page.

use std::cell::RefCell;
use std::rc::Rc;

use super::broadcast::{Inbox, Returned};
use super::crypto::{is_secure_context, random_bytes, sha256};
use super::runtime::{now, spawn};
use super::storage::{tab_clear, tab_get, tab_set};
use super::window::{Popup, go_to, origin_of, own_origin, place};
use crate::auth::authorize::authorize_url;
use crate::auth::pkce::challenge;
use crate::auth::{
    Connection, Exchange, Flow, Mode, SignInError, State, Transaction, Verifier, callback,
};

/// Where the callback page leaves the answer to a redirect sign-in.
const CALLBACK: &str = "slotlink:callback";

/// In front of the states of attempts by redirect.
const TRANSACTION: &str = "slotlink:transaction:";

fn transaction_key(state: &str) -> String {
    [TRANSACTION, state].concat()
}

fn forget_attempts() {
    tab_clear(CALLBACK);
    tab_clear(TRANSACTION);
}

/// Why no sign-in can begin here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Not https, and not this machine.
    InsecureContext,
    PopupBlocked,
    /// No CSPRNG or no SHA-256.
    NoCrypto,
    /// A redirect must be remembered in sessionStorage, which refuses.
    NoStorage,
    /// The page is in a frame without an origin, which nothing can be said to.
    NoOrigin,
}

impl Obstacle {
    /// Stable name for JavaScript.
    pub fn code(self) -> &'static str {
        match self {
            Self::InsecureContext => "insecure_context",
            Self::PopupBlocked => "popup_blocked",
            Self::NoCrypto => "no_crypto",
            Self::NoStorage => "no_storage",
            Self::NoOrigin => "no_origin",
        }
    }
}

/// What comes of an attempt.
pub type Outcome = Result<Exchange, SignInError>;

/// An attempt whose window is open. Dropping it forgets it: a callback that comes later is a foreign one.
pub struct Consent(Rc<Attempt>);

struct Attempt {
    connection: Connection,
    flow: RefCell<Flow>,
    popup: Option<Popup>,
    inbox: RefCell<Option<Inbox>>,
}

impl Consent {
    /// Starts an attempt. Must run within the click: a popup opened later is blocked. `told` hears what came of it, at
    /// most once; after a redirect [`answered`] knows it.
    pub fn begin(
        connection: &Connection,
        mode: Mode,
        told: impl Fn(Result<Outcome, Obstacle>) + Clone + 'static,
    ) -> Result<Self, Obstacle> {
        if !is_secure_context() {
            return Err(Obstacle::InsecureContext);
        }
        if own_origin() == "null" {
            return Err(Obstacle::NoOrigin);
        }
        let redirect = mode == Mode::Redirect;
        let popup = if redirect { None } else { Popup::open() };
        if !redirect && popup.is_none() {
            return Err(Obstacle::PopupBlocked);
        }
        let (Some(for_verifier), Some(for_state)) = (random_bytes(), random_bytes()) else {
            if let Some(popup) = popup {
                popup.close();
            }
            return Err(Obstacle::NoCrypto);
        };
        let state = State::new(mode, for_state);
        let verifier = Verifier::from_random(for_verifier);
        let hashed = verifier.as_str().to_owned();
        let back = redirect.then(place);
        let transaction = Transaction::new(connection, state.clone(), verifier, now(), back);
        if redirect {
            // A tab goes one way at a time: whoever begins anew has given up what began before.
            forget_attempts();
            if !tab_set(&transaction_key(state.as_str()), &transaction.to_json()) {
                return Err(Obstacle::NoStorage);
            }
        }
        let mut flow = Flow::default();
        flow.begin(transaction);
        let attempt = Rc::new(Attempt {
            connection: connection.clone(),
            flow: RefCell::new(flow),
            popup,
            inbox: RefCell::default(),
        });
        if let Some(popup) = &attempt.popup {
            attempt.listen(popup.clone(), told.clone());
        }
        let present = Rc::downgrade(&attempt);
        spawn(async move {
            let digest = sha256(&hashed).await;
            let Some(attempt) = present.upgrade() else {
                return;
            };
            let Some(digest) = digest else {
                attempt.close();
                return told(Err(Obstacle::NoCrypto));
            };
            let url = authorize_url(&attempt.connection, &state, &challenge(digest));
            match &attempt.popup {
                Some(popup) => drop(popup.navigate(&url)),
                None => go_to(&url),
            }
        });
        Ok(Self(attempt))
    }

    /// Whether it takes the page away.
    pub fn leaves(&self) -> bool {
        self.0.popup.is_none()
    }

    /// Closes the window of an attempt that was given up; an answer that still comes to the page itself is not taken.
    pub fn close(&self) {
        self.0.close();
        if self.leaves() {
            forget_attempts();
        }
    }
}

impl Attempt {
    fn close(&self) {
        if let Some(popup) = &self.popup {
            popup.close();
        }
    }

    fn listen(
        self: &Rc<Self>,
        popup: Popup,
        told: impl Fn(Result<Outcome, Obstacle>) + Clone + 'static,
    ) {
        let origin = origin_of(&self.connection.redirect_uri).unwrap_or_default();
        let attempt = Rc::downgrade(self);
        let inbox = Inbox::open(origin, popup, move |returned: Returned| {
            let Some(attempt) = attempt.upgrade() else {
                return;
            };
            // Only the exact state of this attempt is heard.
            let mut flow = attempt.flow.borrow_mut();
            let Some(outcome) = outcome(&mut flow, &returned.query, &attempt.connection) else {
                return;
            };
            drop(flow);
            returned.acknowledge();
            attempt.inbox.take();
            told(Ok(outcome));
        });
        self.inbox.replace(Some(inbox));
    }
}

/// What the callback page has left for this page after a redirect.
pub enum Answer {
    None,
    /// The answer to an attempt with another connection, still where it was: another element may be waiting for it.
    Foreign,
    Ours(Outcome),
}

/// The answer to a redirect that this page began, used up. `sole`: nobody else is there to take it.
pub fn answered(connection: &Connection, sole: bool) -> Answer {
    let Some(query) = tab_get(CALLBACK) else {
        return Answer::None;
    };
    let state = match callback::parse(&query) {
        Ok(callback) => Some(callback.state),
        Err(error) => error.state,
    };
    let stored = state.and_then(|state| tab_get(&transaction_key(&state)));
    let stored = stored.as_deref().and_then(Transaction::from_json);
    if !sole && stored.as_ref().is_some_and(|made| !made.is_of(connection)) {
        return Answer::Foreign;
    }
    forget_attempts();
    let mut flow = Flow::default();
    if let Some(transaction) = stored {
        flow.begin(transaction);
    }
    let outcome = outcome(&mut flow, &query, connection);
    Answer::Ours(outcome.unwrap_or(Err(SignInError::StateMismatch)))
}

/// What a delivered query comes to: nothing when it is not for this attempt.
fn outcome(flow: &mut Flow, query: &str, connection: &Connection) -> Option<Outcome> {
    if !flow.is_waiting() {
        return None;
    }
    match flow.deliver(query, connection, now()) {
        Some(exchange) => Some(Ok(exchange)),
        None => match flow {
            Flow::Failed(error) => Some(Err(error.clone())),
            _ => None,
        },
    }
}

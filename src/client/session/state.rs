//! The session state: what the rest of the page may know about a session, and who wants to hear of changes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Signed in or not. Never holds a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SessionState {
    /// `reason` is set where the session ended by itself.
    SignedOut { reason: Option<EndReason> },
    /// `owner` is `None` until the token's owner is known.
    SignedIn {
        owner: Option<String>,
        scopes: Vec<String>,
    },
}

impl SessionState {
    pub fn is_signed_in(&self) -> bool {
        matches!(self, Self::SignedIn { .. })
    }

    /// What the token may do; nothing where nobody is signed in.
    pub fn scopes(&self) -> &[String] {
        match self {
            Self::SignedIn { scopes, .. } => scopes,
            Self::SignedOut { .. } => &[],
        }
    }

    /// URI of the user, once it is known.
    pub fn owner(&self) -> Option<&str> {
        match self {
            Self::SignedIn { owner, .. } => owner.as_deref(),
            Self::SignedOut { .. } => None,
        }
    }
}

/// Why a session ended without the person's doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndReason {
    /// The refresh token was refused, or there was none to use.
    Expired,
    /// The API refuses even a fresh token.
    Rejected,
    /// The tokens turned out to belong to someone else.
    OwnerChanged,
    /// The person signed out in another tab, or in another element.
    SignedOutElsewhere,
}

/// Names a listener.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SubscriptionId(u64);

type Listener = Rc<dyn Fn(&SessionState)>;

#[derive(Default)]
pub(super) struct Listeners {
    next: Cell<u64>,
    all: RefCell<Vec<(SubscriptionId, Listener)>>,
}

impl Listeners {
    pub(super) fn add(&self, listener: Listener) -> SubscriptionId {
        let id = SubscriptionId(self.next.get());
        self.next.set(self.next.get() + 1);
        self.all.borrow_mut().push((id, listener));
        id
    }

    pub(super) fn remove(&self, id: SubscriptionId) {
        let mut all = self.all.borrow_mut();
        all.retain(|(other, _)| *other != id);
    }

    /// Listeners may subscribe, unsubscribe and sign out while they are being called.
    pub(super) fn call(&self, state: &SessionState) {
        let all: Vec<Listener> = self
            .all
            .borrow()
            .iter()
            .map(|(_, listener)| listener.clone())
            .collect();
        for listener in all {
            listener(state);
        }
    }
}

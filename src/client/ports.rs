//! The ports: what the client needs from the browser, as traits that tests fill with closures and vectors.

use std::any::Any;
use std::fmt;

use futures_util::future::LocalBoxFuture;

use super::error::Error;
use super::http::{HttpRequest, HttpResponse, TransportError};
use crate::auth::Tokens;
use crate::booking::links::LinkRecord;
use crate::time::Timestamp;

/// Sends requests.
pub trait Transport {
    /// Sends one request, once. Dropping the future aborts it.
    fn send(
        &self,
        request: HttpRequest,
    ) -> LocalBoxFuture<'static, Result<HttpResponse, TransportError>>;

    /// Whether anything answers at an address, be it that nobody may read what. Says no where that cannot be found out.
    fn answers(&self, _url: String) -> LocalBoxFuture<'static, bool> {
        Box::pin(std::future::ready(false))
    }
}

/// Time, chance and tasks.
pub trait Runtime {
    fn now(&self) -> Timestamp;
    fn sleep(&self, millis: u32) -> LocalBoxFuture<'static, ()>;
    /// At least 0 and below 1. For jitter and record ids only, never for secrets.
    fn random(&self) -> f64;
    /// Runs a future to its end, whoever waits for it.
    fn spawn(&self, future: LocalBoxFuture<'static, ()>);
    /// `false` only where the browser is sure to be offline.
    fn is_online(&self) -> bool;
}

/// Keeps a session over a reload, or, as it is of itself, not at all.
pub trait TokenStore {
    fn load(&self, _binding: &str) -> Option<Tokens> {
        None
    }
    fn save(&self, _binding: &str, _tokens: &Tokens) {}
    fn clear(&self, _binding: &str) {}
    /// Makes what is kept this page's own: `false` where another page has it, as after a tab was duplicated.
    fn claim(&self) -> LocalBoxFuture<'static, bool> {
        Box::pin(std::future::ready(true))
    }
    /// Keeps what another page lends, as a copy that is never claimed.
    fn keep_copy(&self, _binding: &str, _tokens: &Tokens) {}
    /// Whether the page is there whose copy is kept.
    fn has_holder(&self) -> LocalBoxFuture<'static, bool> {
        Box::pin(std::future::ready(false))
    }
    /// Waits until nobody else who shares what is kept renews it under this name. Dropping the guard lets the next one.
    /// `None`: somebody else has been at it for longer than a request may take.
    fn turn(&self, _name: String) -> LocalBoxFuture<'static, Option<Box<dyn Any>>> {
        Box::pin(std::future::ready(Some(Box::new(()) as Box<dyn Any>)))
    }
    /// Takes one of the token requests that all pages have in a minute under this name; `false`: none is left. What is
    /// known without asking them is told at the first poll: a code is exchanged even where a `false` comes later.
    fn spend(&self, _name: String) -> LocalBoxFuture<'static, bool> {
        Box::pin(std::future::ready(true))
    }
    /// Notes, for pages that are asleep, that the sessions of this name were signed out.
    fn note_out(&self, _name: &str, _at: Timestamp) {}
    /// When they last were.
    fn out_at(&self, _name: &str) -> Option<Timestamp> {
        None
    }
}

/// Gives tokens in the place of a sign-in.
pub trait TokenGiver {
    /// A token; `refused`: the one it gave before is no longer good.
    fn give(&self, refused: bool) -> LocalBoxFuture<'static, Result<String, Error>>;

    /// URI of the user whose tokens they are, where that is known.
    fn owner(&self) -> Option<String> {
        None
    }
}

/// The other pages of this origin. What is told may come late, or never.
pub trait Neighbours {
    /// Tells all others.
    fn tell(&self, note: &str);
    /// Hands on what others tell, as long as this is kept.
    fn listen(&self, heard: Box<dyn Fn(&str)>);
}

/// Keeps link records over a reload.
pub trait Journal {
    /// Writes a record over the one with the same id; done when it is on disk.
    fn put(&self, record: LinkRecord) -> LocalBoxFuture<'static, Result<(), JournalError>>;
    fn list(
        &self,
        account: &str,
        server: &str,
    ) -> LocalBoxFuture<'static, Result<Vec<LinkRecord>, JournalError>>;
    fn delete(&self, id: &str) -> LocalBoxFuture<'static, Result<(), JournalError>>;
}

/// Why the journal did not do it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum JournalError {
    /// No database: private window, blocked storage.
    Unavailable(String),
    /// No room left.
    Full,
    /// Written by a newer version of this software: may be read, not written.
    Newer,
}

impl fmt::Display for JournalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unavailable(_) => "the journal cannot be written here",
            Self::Full => "the journal has no room left",
            Self::Newer => "the journal belongs to a newer version",
        })
    }
}

impl std::error::Error for JournalError {}

/// Locks that all tabs of the origin share.
pub trait Locks {
    /// Takes a lock without waiting: `None` where it is taken. Dropping the guard, or the tab, releases it.
    fn hold(&self, name: String) -> LocalBoxFuture<'static, Option<Box<dyn Any>>>;
    fn is_held(&self, name: String) -> LocalBoxFuture<'static, bool>;
}

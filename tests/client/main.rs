//! The client against in-memory doubles: what reaches the server, how often, and what is said about it.
// Helpers of tests may fail loudly too; the exemption in clippy.toml covers only the test functions themselves.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod doubles;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use doubles::*;
use futures_util::future::join_all;
use proptest::prelude::*;
use slotlink::api::availability::ListEventTypeAvailableTimes;
use slotlink::api::event_types::ListEventTypes;
use slotlink::api::users::GetCurrentUser;
use slotlink::api::{EventTypeUri, Method, UserUri};
use slotlink::auth::{Exchange, Tokens, Verifier};
use slotlink::booking::links::{LinkRecord, LinkState};
use slotlink::client::http::{HttpRequest, HttpResponse, TransportError};
use slotlink::client::ports::{JournalError, Runtime, TokenStore};
use slotlink::client::retry::{Attempts, Decision, MOST_SENDS, Outcome, Reach, decide};
use slotlink::client::{
    CreateOutcome, EndReason, Intent, Kind, Session, SessionState, SignOut, create_link, links,
};

const ME: &str = include_str!("../fixtures/users/me.json");
const LINK: &str = include_str!("../fixtures/scheduling_links/create.json");
const UNAUTHENTICATED: &str = include_str!("../fixtures/errors/unauthenticated.json");
const DENIED: &str = include_str!("../fixtures/errors/permission_denied.json");
const TOO_LONG: &str = include_str!("../fixtures/errors/invalid_argument.json");

fn bearer(request: &HttpRequest) -> &str {
    let header = request
        .headers
        .iter()
        .find(|(name, _)| *name == "Authorization");
    header.map_or("", |(_, value)| value.as_str())
}

fn field(request: &HttpRequest, name: &str) -> Option<String> {
    let body = request.body.as_deref()?;
    body.split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .map(str::to_owned)
}

/// An answer that asks for a pause.
fn throttled(reset: Option<&str>) -> Answer {
    json(429, "{}").map(|response| HttpResponse {
        rate_limit_reset: reset.map(str::to_owned),
        ..response
    })
}

/// Hands out one answer after the other, the last one for ever.
fn script(answers: Vec<Answer>) -> impl FnMut() -> Answer {
    let mut answers = answers.into_iter().peekable();
    let mut last = None;
    move || {
        last = answers.next().or(last.take());
        last.clone().unwrap()
    }
}

/// A token endpoint that gives out pair after pair; everything else goes to `api`.
fn with_tokens(
    mut api: impl FnMut(&HttpRequest) -> Answer + 'static,
) -> impl FnMut(&HttpRequest) -> Answer + 'static {
    let mut number = 1;
    move |request| {
        if request.url.ends_with("/oauth/token") {
            number += 1;
            return json(200, pair(number));
        }
        if request.url.ends_with("/oauth/revoke") {
            return json(200, "");
        }
        api(request)
    }
}

mod reads;

mod lists;

mod sessions;

mod budgets;
mod choices;
mod copies;
mod creations;
mod decisions;
mod feed;
mod givers;
mod instanced_webhooks;
mod raw;
mod reconciling;

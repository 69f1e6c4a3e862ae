//! The live feed, for a program that reads it step by step; `npm/client/feed.js` makes an iterator of it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::api::uri::{GroupUri, UriError};
use crate::api::webhook_subscriptions::{WebhookEvent, WebhookScope};
use crate::api::{DecodeError, InvalidInput, OrganizationUri, UserUri};
use crate::browser::runtime::BrowserRuntime;
use crate::client::Error;
use crate::client::feed::{Feed, FeedOptions, Source};
use crate::client::ports::Runtime;
use crate::client::request::Request;
use crate::javascript::failure::Failed;
use crate::javascript::{Core, Inner, Sent, fields, until_aborted};
use crate::json::{self, Value};
use crate::time::Timestamp;

impl Source for Inner {
    type Error = Failed;

    async fn read(&self, request: Request) -> Result<Value, Failed> {
        let response = self.answer(&self.client, request).await?;
        let answer = response.body.json().ok_or(DecodeError::NotJson);
        Ok(answer.map_err(|error| Error::undecodable(&error))?)
    }

    fn cause(error: &Failed) -> Option<&Error> {
        error.error()
    }
}

#[wasm_bindgen]
impl Core {
    /// A feed with the options of a webhook subscription: `events`, `scope`, `organization`, `user`, `group`; and
    /// `since`, `horizonDays` and `requestsPerMinute`.
    pub fn feed(&self, options: &JsValue) -> Result<LiveFeed, JsValue> {
        let inner = self.0.clone();
        let feed = fields(options).and_then(|options| {
            let options = read(&Value::Object(options), &inner.session.connection().api_url);
            let feed = options.and_then(|options| Feed::new(options, BrowserRuntime.now()));
            feed.map_err(|error| Failed::from(Error::from(error)))
        });
        let feed = feed.map_err(Failed::into_js)?;
        let feed = Rc::new(RefCell::new(Some(feed)));
        Ok(LiveFeed { inner, feed })
    }
}

/// A feed. While it polls, and after a poll that was aborted, nothing else can be asked of it.
#[wasm_bindgen]
pub struct LiveFeed {
    inner: Rc<Inner>,
    feed: Rc<RefCell<Option<Feed>>>,
}

/// A feed asks several times, and what it had asked when it was aborted matters to nobody.
fn asked() -> Sent {
    Rc::new(Cell::new(true))
}

#[wasm_bindgen]
impl LiveFeed {
    /// A promise of the name under which its memory is kept.
    pub fn begin(&self, signal: Option<AbortSignal>) -> Promise {
        let (inner, kept) = (self.inner.clone(), self.feed.clone());
        until_aborted(
            signal,
            asked(),
            Box::pin(async move {
                let mut feed = taken(&kept)?;
                let name = feed.begin(&*inner).await;
                if let Some(user) = feed.user() {
                    let _ = inner.session.confirm_owner(user.as_str());
                }
                kept.replace(Some(feed));
                let server = inner.session.connection().api_url.as_str();
                Ok([server, " ", &name?].concat().into())
            }),
        )
    }

    /// Goes on where another feed of this name stopped; `false` for what is no memory.
    pub fn restore(&self, memory: &str) -> bool {
        let mut feed = self.feed.borrow_mut();
        feed.as_mut().is_some_and(|feed| feed.restore(memory))
    }

    /// A promise that is kept when Calendly was asked once.
    pub fn poll(&self, signal: Option<AbortSignal>) -> Promise {
        let (inner, kept) = (self.inner.clone(), self.feed.clone());
        until_aborted(
            signal,
            asked(),
            Box::pin(async move {
                let mut feed = taken(&kept)?;
                let polled = feed.poll(&*inner, &BrowserRuntime).await;
                kept.replace(Some(feed));
                polled.map(|()| JsValue::UNDEFINED)
            }),
        )
    }

    /// The oldest envelope that was not taken, as JSON.
    pub fn first(&self) -> Option<String> {
        let feed = self.feed.borrow();
        let change = feed.as_ref()?.first()?;
        Some(json::write(&change.envelope))
    }

    /// The first envelope was taken.
    pub fn taken(&self) {
        if let Some(feed) = self.feed.borrow_mut().as_mut() {
            feed.taken();
        }
    }

    /// What is to be kept.
    pub fn memory(&self) -> Option<String> {
        self.feed.borrow().as_ref().map(Feed::memory)
    }
}

fn taken(feed: &RefCell<Option<Feed>>) -> Result<Feed, Failed> {
    let busy = || Failed::configuration("liveFeed", "it polls already");
    feed.borrow_mut().take().ok_or_else(busy)
}

fn read(options: &Value, base: &str) -> Result<FeedOptions, InvalidInput> {
    let invalid = |parameter: &str, message: &str| InvalidInput {
        parameter: parameter.to_owned(),
        message: message.to_owned(),
    };
    let text = |name: &'static str| match options.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_str()
            .map(Some)
            .ok_or_else(|| invalid(name, "must be a text")),
    };
    let events = options.get("events").and_then(Value::as_array);
    let events = events.map(|events| events.iter().map(|event| event.as_str()));
    let events: Option<Option<Vec<&str>>> = events.map(Iterator::collect);
    let events = events.flatten();
    let events = events.ok_or_else(|| invalid("events", "must be a list of texts"))?;
    let events = events
        .into_iter()
        .map(|event| WebhookEvent::from(event.to_owned()));
    let scope =
        text("scope")?.ok_or_else(|| invalid("scope", "must be organization, user or group"))?;
    let refused = |name| move |error: UriError| invalid(name, error.as_str());
    let number = |name: &str, otherwise: u32| match options.get(name) {
        None | Some(Value::Null) => Ok(otherwise),
        Some(value) => {
            let number = value.as_i64().and_then(|number| u32::try_from(number).ok());
            let number = number.filter(|number| (1..=10_000).contains(number));
            number.ok_or_else(|| invalid(name, "must be a whole number from 1 to 10000"))
        }
    };
    let defaults = FeedOptions::new(events.collect(), WebhookScope::from(scope.to_owned()));
    let organization = text("organization")?.map(|text| OrganizationUri::parse(text, base));
    let user = text("user")?.map(|text| UserUri::parse(text, base));
    let group = text("group")?.map(|text| GroupUri::parse(text, base));
    let since = text("since")?.map(Timestamp::parse).transpose();
    Ok(FeedOptions {
        organization: organization.transpose().map_err(refused("organization"))?,
        user: user.transpose().map_err(refused("user"))?,
        group: group.transpose().map_err(refused("group"))?,
        since: since.map_err(|_| invalid("since", "must be a time in the form of rfc 3339"))?,
        horizon_days: number("horizonDays", defaults.horizon_days)?,
        requests_per_minute: number("requestsPerMinute", defaults.requests_per_minute)?,
        ..defaults
    })
}

//! The raw request: anything at the API's own address, sent again as often as its caller says.
//!
//! Token, budget and pauses are those of every other request. What differs is who decides about repeating: here a
//! write is sent twice where the caller asked for retries, and never otherwise.

mod body;
mod input;
mod record;

use std::rc::Rc;

use futures_util::future::LocalBoxFuture;

use super::http::{HttpResponse, TransportError};
use super::retry::{self, Decision, Outcome, Reach};
use super::{Client, Error, Failure, Inner, Kind, Progress, tell};
use crate::auth::address;
use crate::json::Value;
pub use body::File;
pub use input::NAMES as INPUTS;
use record::Record;

/// Sends bytes and takes bytes, once. A port of its own: what knows only typed operations need not bring it along.
pub trait RawTransport {
    fn exchange(
        &self,
        request: RawHttpRequest,
    ) -> LocalBoxFuture<'static, Result<RawHttpResponse, TransportError>>;
}

/// One request, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct RawHttpRequest {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
    /// Until the whole answer is there.
    pub timeout_millis: u32,
}

/// One answer with the headers that scripts may read, their names in small letters.
#[derive(Clone)]
pub struct RawHttpResponse {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What is to be sent, without address and token. Made by [`RawRequest::read`].
#[derive(Clone, PartialEq, Debug)]
pub struct RawRequest {
    pub method: String,
    /// Path and query, encoded.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
    pub response_type: ResponseType,
    pub timeout_millis: u32,
    pub retries: Retries,
    /// The request's body as a record shows it; `None` where none was asked for.
    pub debug: Option<Value>,
}

/// What the caller expects the answer to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ResponseType {
    Json,
    Text,
    Binary,
}

/// What the caller allows to be sent again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Retries {
    pub most: u32,
    pub delay_millis: u32,
    /// The client's own growing delays in place of `delay_millis`.
    pub exponential: bool,
    /// After any answer that is no success, and not only after 5xx and without an answer.
    pub all_errors: bool,
}

/// A successful answer.
#[derive(Clone)]
pub struct RawAnswer {
    pub response: RawHttpResponse,
    pub record: Option<Value>,
}

/// A request that did not succeed, with what was asked to be recorded of it.
pub struct RawFailure {
    pub failure: Failure,
    pub record: Option<Value>,
}

impl RawRequest {
    fn to_http(&self, api_url: &str, token: &str) -> RawHttpRequest {
        let mut headers = vec![("Authorization".to_owned(), ["Bearer ", token].concat())];
        headers.extend(self.headers.iter().cloned());
        RawHttpRequest {
            method: self.method.clone(),
            url: [api_url.trim_end_matches('/'), &self.target].concat(),
            headers,
            body: self.body.clone(),
            timeout_millis: self.timeout_millis,
        }
    }
}

impl RawHttpResponse {
    fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known == name);
        header.map(|(_, value)| value.as_str())
    }

    /// The body as text; bytes that are none become marks.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, `null` where it is empty.
    ///
    /// # Errors
    /// Something else, as of a captive portal.
    pub fn json(&self) -> Result<Value, Error> {
        crate::api::fields::body(&self.text()).map_err(|error| Error::undecodable(&error))
    }

    /// As the client's own requests are answered, for what is decided by status and headers. The body is that of an error
    /// only.
    fn to_answer(&self) -> HttpResponse {
        let header = |name| self.header(name).map(str::to_owned);
        let failed = !(200..300).contains(&self.status);
        HttpResponse {
            status: self.status,
            content_type: header("content-type"),
            retry_after: header("retry-after"),
            rate_limit_reset: header("x-ratelimit-reset"),
            rate_limit: header("x-ratelimit-limit"),
            request_id: header("x-request-id"),
            body: Rc::new(if failed { self.text() } else { String::new() }),
        }
    }
}

impl Retries {
    /// Decides what follows an attempt. `retried` counts the repetitions so far that were the caller's; `random` is at
    /// least 0 and below 1.
    fn decide(self, retried: u32, refreshed: bool, outcome: Outcome, random: f64) -> Decision {
        match outcome {
            Outcome::Answer {
                status: 200..=299, ..
            } => return Decision::Accept,
            Outcome::Answer { status: 401, .. } if !refreshed => return Decision::Refresh,
            Outcome::NotSent => return Decision::GiveUp(Reach::NotSent),
            _ => {}
        }
        let server = !matches!(outcome, Outcome::Answer { status: ..=499, .. });
        if retried >= self.most || !(server || self.all_errors) {
            return Decision::GiveUp(outcome.reach());
        }
        Decision::Retry {
            millis: if self.exponential {
                retry::backoff_millis(retried + 1, random)
            } else {
                self.delay_millis
            },
        }
    }
}

impl Client {
    /// Sends a raw request.
    ///
    /// # Errors
    /// Anything but a success; a success that is not of the expected type. Where one of several attempts may have been
    /// executed, so may the whole.
    pub async fn raw(
        &self,
        transport: &dyn RawTransport,
        request: RawRequest,
    ) -> Result<RawAnswer, RawFailure> {
        let session = &self.inner.session;
        let generation = session.generation();
        let mut record = Record::of(&request, &session.connection().api_url);
        let observer = self.observer.as_deref();
        let mut answer = self
            .inner
            .send_raw(transport, &request, generation, observer, &mut record)
            .await;
        answer = self.unless_over(generation, answer);
        if let Ok(response) = &answer
            && request.response_type == ResponseType::Json
            && let Err(error) = response.json()
        {
            answer = Err(Failure {
                error,
                reach: Reach::Unknown,
            });
        }
        let record = request.debug.as_ref().map(|body| record.write(body));
        match answer {
            Ok(response) => Ok(RawAnswer { response, record }),
            Err(failure) => Err(RawFailure { failure, record }),
        }
    }
}

impl Inner {
    async fn send_raw(
        &self,
        transport: &dyn RawTransport,
        request: &RawRequest,
        generation: u64,
        observer: Option<&dyn Fn(Progress)>,
        record: &mut Record,
    ) -> Result<RawHttpResponse, Failure> {
        let api_url = &self.session.connection().api_url;
        let (mut sent, mut retried, mut refreshed) = (0, 0, false);
        // The furthest any attempt got.
        let mut furthest = Reach::NotSent;
        loop {
            let (place, _) = self.wait_for_turn(observer, false).await;
            let token = self.session.access_token().await;
            let token = token.map_err(|error| Failure {
                error,
                reach: furthest,
            })?;
            self.still(generation, furthest)?;
            let online = self.runtime.is_online() || address::is_loopback(api_url);
            if !online {
                return Err(Failure {
                    error: Error::new(Kind::Offline),
                    reach: furthest,
                });
            }
            let sent_at = self.runtime.now();
            let under_way = self.note_sending(place, sent_at);
            sent += 1;
            tell(observer, Progress::Sent { attempt: sent });
            let answer = transport.exchange(request.to_http(api_url, &token)).await;
            drop(under_way);
            let online = self.runtime.is_online();
            let seen = answer.as_ref().map(RawHttpResponse::to_answer);
            let seen = seen.map_err(Clone::clone);
            self.learn(&seen);
            let outcome = Outcome::of(&seen);
            let error = self.error_of(seen, online);
            let millis = self.runtime.now().millis_since(sent_at);
            record.attempt(&answer, &error, millis, &token);
            if let Outcome::Answer {
                status: 429,
                pause_millis,
            } = outcome
            {
                self.pause(pause_millis);
            }
            let decision =
                request
                    .retries
                    .decide(retried, refreshed, outcome, self.runtime.random());
            if let Decision::Accept = decision {
                return answer.map_err(|_| Failure {
                    error,
                    reach: Reach::Unknown,
                });
            }
            furthest = furthest.max(outcome.reach());
            let failure = |error| Failure {
                error,
                reach: furthest,
            };
            match decision {
                Decision::Refresh => {
                    refreshed = true;
                    let refreshed = self.session.refresh_after_401(&token).await;
                    refreshed.map_err(failure)?;
                }
                Decision::Retry { millis } => {
                    retried += 1;
                    self.runtime.sleep(millis).await;
                }
                _ => {
                    if let Outcome::Answer { status: 401, .. } = outcome {
                        self.session.reject(&token);
                    }
                    return Err(failure(error));
                }
            }
        }
    }
}

//! HTTP through `fetch`, as the client's [`Transport`].

use futures_util::future::{Either, LocalBoxFuture, select};
use gloo_net::http::{Method, RequestBuilder};
use web_sys::{
    AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

use super::runtime::Sleep;
use crate::client::http::{HttpRequest, HttpResponse, TransportError};
use crate::client::ports::Transport;

/// How long a read may take until its headers are there, and again until its body is.
const READ_MILLIS: u32 = 10_000;
/// A write is given longer: giving up on one leaves its outcome unknown.
const WRITE_MILLIS: u32 = 30_000;
/// No answer of the API comes near this many UTF-16 units; one that does is not Calendly's.
const MAX_BODY: usize = 5_000_000;

/// `fetch` with no cookies, no cache, no referrer and no redirects.
pub struct Fetch;

impl Transport for Fetch {
    fn send(
        &self,
        request: HttpRequest,
    ) -> LocalBoxFuture<'static, Result<HttpResponse, TransportError>> {
        Box::pin(send(request))
    }
}

/// Aborts the request when the future that waits for it is dropped.
struct AbortOnDrop {
    controller: AbortController,
    armed: bool,
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if self.armed {
            // gloo-net panics when a fetch rejects with something that is not an Error.
            self.controller
                .abort_with_reason(&js_sys::Error::new("aborted"));
        }
    }
}

async fn send(request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let read = request.method == "GET";
    let limit = if read { READ_MILLIS } else { WRITE_MILLIS };
    let controller =
        AbortController::new().map_err(|_| TransportError::NotSent("fetch is missing".into()))?;
    let signal = controller.signal();
    let mut builder = RequestBuilder::new(&request.url)
        .method(match request.method {
            "GET" => Method::GET,
            "POST" => Method::POST,
            "PATCH" => Method::PATCH,
            _ => Method::DELETE,
        })
        .mode(RequestMode::Cors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&signal));
    for (name, value) in &request.headers {
        // gloo-net unwraps when a header has bytes that no header may have (a token pasted with a typographic quote).
        if !value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            return Err(TransportError::NotSent(format!(
                "the {name} header has characters that cannot be sent"
            )));
        }
        builder = builder.header(name, value);
    }
    let ready = match request.body {
        Some(body) => builder.body(body),
        None => builder.build(),
    }
    .map_err(|error| TransportError::NotSent(error.to_string()))?;

    // Reads are aborted when nobody waits any more; a write or a token request never is once it was sent.
    let mut guard = AbortOnDrop {
        controller,
        armed: read,
    };
    let response = match select(Box::pin(ready.send()), Sleep::new(limit)).await {
        Either::Left((answer, _)) => {
            answer.map_err(|error| TransportError::Lost(error.to_string()))?
        }
        Either::Right(_) => return Err(TransportError::Timeout),
    };
    let headers = response.headers();
    let (content_type, retry_after, rate_limit_reset) = (
        headers.get("content-type"),
        headers.get("retry-after"),
        headers.get("x-ratelimit-reset"),
    );
    let body = match select(Box::pin(response.text()), Sleep::new(limit)).await {
        Either::Left((body, _)) => body.map_err(|error| TransportError::Lost(error.to_string()))?,
        Either::Right(_) => return Err(TransportError::Timeout),
    };
    guard.armed = false;
    if body.len() > MAX_BODY {
        return Err(TransportError::Lost("the answer is too long".into()));
    }
    Ok(HttpResponse {
        status: response.status(),
        content_type,
        retry_after,
        rate_limit_reset,
        body,
    })
}

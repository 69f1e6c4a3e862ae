//! HTTP through `fetch`, as the client's [`Transport`].

#[cfg(feature = "client")]
mod raw;

use std::rc::Rc;

use futures_util::future::{Either, LocalBoxFuture, select};
use js_sys::{JsString, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::runtime::Sleep;
use crate::client::budget::BUDGETS;
use crate::client::http::{Body, HttpRequest, HttpResponse, TransportError};
use crate::client::ports::Transport;
use crate::json::Value;

#[wasm_bindgen]
extern "C" {
    type Request;
    #[wasm_bindgen(catch, constructor)]
    fn new(url: &str, options: &Object) -> Result<Request, JsValue>;
    #[wasm_bindgen(js_name = fetch)]
    fn send_request(request: &Request) -> Promise;

    #[derive(Clone)]
    type Response;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Response) -> u16;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Response) -> Headers;
    #[wasm_bindgen(method)]
    fn text(this: &Response) -> Promise;

    type Headers;
    #[wasm_bindgen(method)]
    fn get(this: &Headers, name: &str) -> Option<String>;
}

/// How long a read may take until its headers are there, and again until its body is.
const READ_MILLIS: u32 = 10_000;
/// A write is given longer: giving up on one leaves its outcome unknown.
const WRITE_MILLIS: u32 = 30_000;
/// No answer of the API comes near this many UTF-16 units; one that does is not Calendly's.
const MAX_BODY: u32 = 5_000_000;

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
            self.controller.abort();
        }
    }
}

/// How a page asks: nothing of its own goes along, and no redirect is followed.
const FROM_PAGE: [(&str, &str); 5] = [
    ("mode", "cors"),
    ("credentials", "omit"),
    ("cache", "no-store"),
    ("redirect", "error"),
    ("referrerPolicy", "no-referrer"),
];

/// How a worker at the edge of a network asks: it has nothing of its own, and knows no `redirect: error`. The answer is then
/// the redirect itself, which is no success.
const FROM_EDGE: [(&str, &str); 1] = [("redirect", "manual")];

/// The request, ready to be sent; what is wrong with it is told here and not by `fetch`.
fn request(from: &HttpRequest, signal: &JsValue) -> Result<Request, JsValue> {
    let request = request_with(&FROM_PAGE, from, signal);
    if cfg!(feature = "client") {
        request.or_else(|_| request_with(&FROM_EDGE, from, signal))
    } else {
        request
    }
}

fn request_with(
    manner: &[(&str, &str)],
    from: &HttpRequest,
    signal: &JsValue,
) -> Result<Request, JsValue> {
    let put = |object: &Object, name: &str, value: &JsValue| {
        Reflect::set(object, &name.into(), value).map(drop)
    };
    let headers = Object::new();
    for (name, value) in &from.headers {
        // A token pasted with a typographic quote: other bytes would be sent as something else than was meant.
        if !value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            let cause = [name, " header has characters that cannot be sent"].concat();
            return Err(js_sys::Error::new(&cause).into());
        }
        put(&headers, name, &value.into())?;
    }
    let options = Object::new();
    put(&options, "method", &from.method.into())?;
    for (name, value) in manner {
        put(&options, name, &(*value).into())?;
    }
    put(&options, "signal", signal)?;
    put(&options, "headers", &headers)?;
    if let Some(body) = &from.body {
        put(&options, "body", &body.into())?;
    }
    Request::new(&from.url, &options)
}

/// Asks so that nobody may read the answer, and says whether there was one: what stands in the way of reading does not
/// stand in the way of that.
pub async fn anything_answers(url: &str) -> bool {
    let asked = HttpRequest {
        method: "GET",
        url: url.to_owned(),
        headers: Vec::new(),
        body: None,
    };
    let manner = [
        ("mode", "no-cors"),
        ("credentials", "omit"),
        ("cache", "no-store"),
        ("referrerPolicy", "no-referrer"),
    ];
    match request_with(&manner, &asked, &JsValue::UNDEFINED) {
        Ok(ready) => within(READ_MILLIS, send_request(&ready)).await.is_ok(),
        Err(_) => false,
    }
}

fn message_of(error: JsValue) -> String {
    let message = Reflect::get(&error, &"message".into()).ok();
    message
        .and_then(|message| message.as_string())
        .unwrap_or_default()
}

/// What `promise` yields within `limit` milliseconds.
async fn within(limit: u32, promise: Promise) -> Result<JsValue, TransportError> {
    match select(JsFuture::from(promise), Sleep::new(limit)).await {
        Either::Left((answer, _)) => {
            answer.map_err(|error| TransportError::Lost(message_of(error)))
        }
        Either::Right(_) => Err(TransportError::Timeout),
    }
}

async fn send(asked: HttpRequest) -> Result<HttpResponse, TransportError> {
    let read = asked.method == "GET";
    let limit = if read { READ_MILLIS } else { WRITE_MILLIS };
    let not_sent = |error| TransportError::NotSent(message_of(error));
    let controller = AbortController::new().map_err(not_sent)?;
    let ready = request(&asked, &controller.signal()).map_err(not_sent)?;
    drop(asked);

    // Reads are aborted when nobody waits any more; a write or a token request never is once it was sent.
    let mut guard = AbortOnDrop {
        controller,
        armed: read,
    };
    let response: Response = within(limit, send_request(&ready)).await?.unchecked_into();
    let body: JsString = within(limit, response.text()).await?.unchecked_into();
    guard.armed = false;
    if body.length() > MAX_BODY {
        return Err(TransportError::Lost("the answer is too long".into()));
    }
    let headers = response.headers();
    Ok(HttpResponse {
        status: response.status(),
        content_type: headers.get("content-type"),
        retry_after: headers.get("retry-after"),
        rate_limit_reset: headers.get("x-ratelimit-reset"),
        rate_limit: BUDGETS.then(|| headers.get("x-ratelimit-limit")).flatten(),
        request_id: headers.get("x-request-id"),
        body: Rc::new(EngineText(body)),
    })
}

/// A body that stays a text of the engine, for its own parser.
pub struct EngineText(pub JsString);

impl Body for EngineText {
    fn text(&self) -> String {
        String::from(&self.0)
    }

    fn json(&self) -> Option<Value> {
        if self.0.length() == 0 {
            return Some(Value::Null);
        }
        super::json::parse_text(&self.0)
    }
}

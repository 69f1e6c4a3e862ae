//! HTTP through `fetch`, as the client's [`Transport`].

mod once;
#[cfg(feature = "client")]
mod raw;

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::{Either, LocalBoxFuture, select};
use js_sys::{JsString, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use self::once::Once;
use super::holder::Holder;
use super::runtime::Sleep;
use super::window::is_browser;
use crate::client::http::{Body, HttpRequest, HttpResponse, TransportError};
use crate::client::ports::Transport;
use crate::json::Value;

#[wasm_bindgen]
extern "C" {
    type Request;
    #[wasm_bindgen(catch, constructor)]
    fn new(url: &str, options: &Object) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn duplex(this: &Request) -> JsValue;
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
/// A length with more digits is beyond that.
const MAX_DIGITS: usize = 7;

/// `fetch` with no cookies, no cache, no referrer and no redirects.
#[derive(Clone, Default)]
pub struct Fetch {
    through: Through,
    /// How many bodies were lost that were sent as streams, which no browser can send twice. Negative once one has arrived:
    /// what is lost from then on is not lost by that.
    lost: Rc<Cell<i8>>,
}

/// So many lost streams are not the network's doing: the server, or something on the way, does not take them.
const LOST_BY_WAY: i8 = 2;
const ARRIVED: i8 = i8::MIN;

/// The worker that asks in the page's place, where there is one.
type Through = Option<Rc<Holder>>;

impl Fetch {
    /// Through a worker.
    pub fn through(holder: Holder) -> Self {
        Self {
            through: Some(Rc::new(holder)),
            ..Self::default()
        }
    }
}

impl Transport for Fetch {
    fn send(
        &self,
        request: HttpRequest,
    ) -> LocalBoxFuture<'static, Result<HttpResponse, TransportError>> {
        Box::pin(send(request, self.clone()))
    }

    fn answers(&self, url: String) -> LocalBoxFuture<'static, bool> {
        // Outside of a browser every answer may be read.
        Box::pin(async move { is_browser() && anything_answers(&url).await })
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
const FROM_PAGE: [(&str, &str); 6] = [
    ("duplex", "half"),
    ("mode", "cors"),
    ("credentials", "omit"),
    ("cache", "no-store"),
    ("redirect", "error"),
    ("referrerPolicy", "no-referrer"),
];

/// How a worker at the edge of a network asks: it has nothing of its own, and knows no `redirect: error`. The answer is then
/// the redirect itself, which is no success.
const FROM_EDGE: [(&str, &str); 1] = [("redirect", "manual")];

/// What is asked, with headers and body as the engine takes them.
struct Asked<'a> {
    method: &'a str,
    url: &'a str,
    headers: JsValue,
    /// `undefined` where there is none.
    body: JsValue,
}

impl Asked<'_> {
    /// Begins to send it: a promise of its answer. What is wrong with it is told here and not by `fetch`. Reads are aborted
    /// when nobody waits any more; a write or a token request never is once it was sent.
    fn begin(
        &self,
        read: bool,
        through: &Through,
    ) -> Result<(AbortOnDrop, Promise), TransportError> {
        let controller = AbortController::new().map_err(not_sent)?;
        let signal = controller.signal();
        let mut request = self.request(&FROM_PAGE, &signal);
        if cfg!(feature = "client") {
            request = request.or_else(|_| self.request(&FROM_EDGE, &signal));
        }
        let request = request.map_err(not_sent)?;
        let answer = match through {
            Some(holder) => holder
                .send(&request, self.body.is_object())
                .map_err(not_sent)?,
            None => send_request(&request),
        };
        let guard = AbortOnDrop {
            controller,
            armed: read,
        };
        Ok((guard, answer))
    }

    fn request(&self, manner: &[(&str, &str)], signal: &JsValue) -> Result<Request, JsValue> {
        let options = Object::new();
        let put = |name: &str, value: &JsValue| Reflect::set(&options, &name.into(), value);
        put("method", &self.method.into())?;
        for (name, value) in manner {
            put(name, &(*value).into())?;
        }
        put("signal", signal)?;
        put("headers", &self.headers)?;
        put("body", &self.body)?;
        Request::new(self.url, &options)
    }
}

fn not_sent(error: JsValue) -> TransportError {
    TransportError::NotSent(message_of(error))
}

/// The headers, of which none has a character that would be sent as another one: a token pasted with a typographic quote.
fn headers(from: &HttpRequest) -> Result<JsValue, JsValue> {
    let headers = Object::new();
    for (name, value) in &from.headers {
        if !value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            let cause = [name, " header has characters that cannot be sent"].concat();
            return Err(js_sys::Error::new(&cause).into());
        }
        Reflect::set(&headers, &(*name).into(), &value.into())?;
    }
    Ok(headers.into())
}

/// Asks so that nobody may read the answer, and says whether there was one: what stands in the way of reading does not
/// stand in the way of that.
async fn anything_answers(url: &str) -> bool {
    let asked = Asked {
        method: "GET",
        url,
        headers: JsValue::UNDEFINED,
        body: JsValue::UNDEFINED,
    };
    let manner = [
        ("mode", "no-cors"),
        ("credentials", "omit"),
        ("cache", "no-store"),
        ("referrerPolicy", "no-referrer"),
    ];
    match asked.request(&manner, &JsValue::UNDEFINED) {
        Ok(ready) => within(READ_MILLIS, send_request(&ready)).await.is_ok(),
        Err(_) => false,
    }
}

pub(super) fn message_of(error: JsValue) -> String {
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

/// The whole answer is there: nothing is left to abort.
fn arrived(mut guard: AbortOnDrop, length: u32) -> Result<(), TransportError> {
    guard.armed = false;
    if length > MAX_BODY {
        return Err(too_long());
    }
    Ok(())
}

fn too_long() -> TransportError {
    TransportError::Lost("the answer is too long".into())
}

/// What says itself, in its `content-length`, that it is too long is not read at all: dropping the guard aborts it.
fn within_bounds(length: Option<&str>) -> Result<(), TransportError> {
    match length {
        Some(length) if length.len() > MAX_DIGITS => Err(too_long()),
        _ => Ok(()),
    }
}

/// A request's body for one sending only, where the browser and the address have that. Not for what is asked of others
/// than the API: it needs a preflight, which only requests with an `Authorization` header have anyway. Only browsers send
/// anything twice.
fn once(request: &HttpRequest, fetch: &Fetch) -> Option<Once> {
    let body = request.body.as_deref()?;
    let fits = fetch.lost.get() < LOST_BY_WAY
        && request.url.starts_with("https:")
        && request
            .headers
            .iter()
            .any(|(name, _)| *name == "Authorization")
        && is_browser();
    if !fits {
        return None;
    }
    let bare = Request::new(&request.url, &Object::new()).ok()?;
    (!bare.duplex().is_undefined()).then(|| Once::of(body))
}

async fn send(request: HttpRequest, fetch: Fetch) -> Result<HttpResponse, TransportError> {
    let read = request.method == "GET";
    let limit = if read { READ_MILLIS } else { WRITE_MILLIS };
    let mut asked = Asked {
        method: request.method,
        url: &request.url,
        headers: headers(&request).map_err(not_sent)?,
        body: JsValue::UNDEFINED,
    };
    let mut once = once(&request, &fetch);
    let lost = &fetch.lost;
    // What was known before this request went on as a text.
    let mut before = None;
    let (guard, response) = loop {
        if let Some(text) = request.body.as_deref() {
            asked.body = once
                .as_ref()
                .map_or(text.into(), |once| once.stream.clone());
        }
        let (guard, answer) = asked.begin(read, &fetch.through)?;
        let answer = within(limit, answer).await;
        let answer = answer.map(JsCast::unchecked_into::<Response>);
        let asked_of = once.take().map(|sent| sent.was_asked());
        let (known, is_last) = match (asked_of, &answer) {
            // What fails as a text, too, says nothing of streams.
            (None, Err(_)) => (before.unwrap_or(lost.get()), true),
            (None, Ok(_)) => (lost.get(), true),
            // It asks for the length beforehand.
            (_, Ok(answer)) if answer.status() == 411 => (LOST_BY_WAY, false),
            (_, Ok(_)) => (ARRIVED, true),
            (Some(true), Err(_)) => ((lost.get() + 1).min(LOST_BY_WAY), true),
            // Nobody has the request. Where something answers all the same it may be that streams are not taken, as by
            // HTTP/1.1: it goes as a text.
            (Some(false), Err(error)) => {
                let late = matches!(error, TransportError::Timeout);
                if late || !anything_answers(asked.url).await {
                    return Err(TransportError::NotSent(String::new()));
                }
                before = Some(lost.get());
                (LOST_BY_WAY, false)
            }
        };
        lost.set(known);
        if is_last {
            break (guard, answer?);
        }
    };
    drop(asked);
    drop(request);
    let headers = response.headers();
    within_bounds(headers.get("content-length").as_deref())?;
    let body: JsString = within(limit, response.text()).await?.unchecked_into();
    arrived(guard, body.length())?;
    Ok(HttpResponse {
        status: response.status(),
        content_type: headers.get("content-type"),
        retry_after: headers.get("retry-after"),
        rate_limit_reset: headers.get("x-ratelimit-reset"),
        rate_limit: headers.get("x-ratelimit-limit"),
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

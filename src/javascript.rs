//! The headless face: what `createClient` of the npm package calls. It knows no operation by itself: names, checks and
//! addresses come from [`crate::api::operations`].

mod answer;
mod failure;
mod feed;
mod pages;
mod sign_in;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::future::{Either, FutureExt, LocalBoxFuture, Shared, select};
use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use crate::api::operations;
use crate::api::prepare::{InvalidInput, prepare_input};
use crate::api::schema::Operation;
use crate::browser::consent::Consent;
use crate::browser::fetch::Fetch;
use crate::browser::runtime::{BrowserRuntime, promise};
use crate::browser::storage::{MemoryStore, SessionStore};
use crate::browser::window::{Listener, absolute, is_document, own_origin};
use crate::client::http::HttpResponse;
use crate::client::ports::{TokenStore, Transport};
use crate::client::request::Request;
use crate::client::retry::Reach;
use crate::client::{Client, Error, Kind, Session};
use crate::element::config::Options;
use crate::json::{Fields, Value};
use failure::Failed;

/// Must be called once before anything else; `died` is told when the program panics, which ends every client.
#[wasm_bindgen]
pub fn start(died: Function) {
    crate::json::read_with(crate::browser::json::parse);
    crate::browser::runtime::tell_panics(died);
}

/// One client: a connection, its session, and the queue of its requests.
#[wasm_bindgen]
pub struct Core(Rc<Inner>);

struct Inner {
    session: Session,
    client: Client,
    token: Option<Function>,
    /// The token that is being asked for, once for all who wait.
    asking: RefCell<Option<Asking>>,
    consent: RefCell<Option<Consent>>,
    /// Breaks the promise of the sign-in under way.
    pending: RefCell<Option<Function>>,
    /// Raised whenever a sign-in begins or is given up; what an older one brings is dropped.
    attempt: Cell<u32>,
}

type Asking = Shared<LocalBoxFuture<'static, Result<(), Failed>>>;

#[wasm_bindgen]
impl Core {
    /// `options` are an element's attributes, by their names; `token` gives a token instead of a sign-in. With `keep` the
    /// session lives in this tab's storage.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &Object, token: Option<Function>, keep: bool) -> Result<Core, JsValue> {
        let mut read = Options::default();
        for entry in Object::entries(options).iter() {
            let entry: Array = entry.unchecked_into();
            if let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string())
            {
                read.set(&name, &value);
            }
        }
        let page = is_document();
        // Outside of a document nobody can sign in, so the address of the callback page is only a formality.
        let redirect = absolute("callback.html").unwrap_or("http://localhost/".to_owned());
        let origin = if page { own_origin() } else { String::new() };
        let connection = read
            .connection(redirect, absolute, &origin, token.is_some())
            .map_err(|problem| {
                Failed::configuration(problem.attribute, &problem.message).into_js()
            })?;
        let transport: Rc<dyn Transport> = Rc::new(Fetch);
        let runtime = Rc::new(BrowserRuntime);
        let store: Rc<dyn TokenStore> = if keep && page {
            Rc::new(SessionStore)
        } else {
            Rc::new(MemoryStore)
        };
        let session = Session::new(connection, transport.clone(), runtime.clone(), store);
        Ok(Self(Rc::new(Inner {
            client: Client::new(session.clone(), transport, runtime),
            session,
            token,
            asking: RefCell::default(),
            consent: RefCell::default(),
            pending: RefCell::default(),
            attempt: Cell::default(),
        })))
    }

    /// A promise of what an operation answers.
    pub fn call(&self, operation: &str, input: &JsValue, signal: Option<AbortSignal>) -> Promise {
        let inner = self.0.clone();
        let request = inner.request(operation, input);
        promise(until_aborted(signal, async move {
            let (operation, request) = request?;
            let response = inner.answer(request).await?;
            answer::of(operation.answer, &response)
        }))
    }

    /// The pages of a list, to be read one after the other.
    pub fn pages(&self, operation: &str, input: &JsValue) -> Result<pages::Pages, JsValue> {
        let operation = named(operation).map_err(Failed::into_js)?;
        let input = fields(input).map_err(Failed::into_js)?;
        Ok(pages::Pages::new(self.0.clone(), operation, input))
    }

    /// Who is signed in and what is being waited for: `{ signedIn, owner, scopes, pausedUntil }`, the last in
    /// milliseconds since 1970, or `null`.
    pub fn status(&self) -> Object {
        let inner = &self.0;
        let state = inner.session.state();
        let scopes: Array = state.scopes().iter().map(JsValue::from).collect();
        let paused = inner.client.paused_until();
        let paused = paused.map_or(JsValue::NULL, |until| (until.as_millis() as f64).into());
        object(&[
            ("signedIn", state.is_signed_in().into()),
            ("owner", state.owner().map_or(JsValue::NULL, JsValue::from)),
            ("scopes", scopes.into()),
            ("pausedUntil", paused),
        ])
    }

    /// Signs in, in a popup or by leaving the page. Must run within the click.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, redirect: bool) -> Promise {
        sign_in::begin(&self.0, redirect)
    }

    /// Gives up a sign-in under way.
    #[wasm_bindgen(js_name = cancelSignIn)]
    pub fn cancel_sign_in(&self) {
        sign_in::cancel(&self.0);
    }

    /// Takes over the session this tab kept, or the answer to a redirect; a promise of whether there is one.
    pub fn restore(&self) -> Promise {
        sign_in::restore(&self.0)
    }

    /// Signs out; a promise of whether Calendly confirmed that the access is revoked.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self) -> Promise {
        sign_in::sign_out(&self.0)
    }
}

impl Inner {
    fn request(
        &self,
        operation: &str,
        input: &JsValue,
    ) -> Result<(&'static Operation, Request), Failed> {
        let operation = named(operation)?;
        Ok((operation, self.prepare(operation, fields(input)?)?))
    }

    fn prepare(&self, operation: &'static Operation, input: Fields) -> Result<Request, Failed> {
        let base = &self.session.connection().api_url;
        let prepared = prepare_input(operation, input, Some(base)).map_err(Error::from)?;
        Ok(Request::new(operation.method, prepared))
    }

    /// Sends a request. Where the page's own token was refused it is asked for another one, once: a 401 says that nothing
    /// was done.
    async fn answer(&self, request: Request) -> Result<HttpResponse, Failed> {
        let mut refused = false;
        loop {
            self.authorize(refused).await?;
            match self.client.answer(request.clone()).await {
                Err(failure)
                    if !refused
                        && self.token.is_some()
                        && failure.reach == Reach::Refused
                        && failure.error.needs_sign_in() =>
                {
                    refused = true;
                }
                answer => return answer.map_err(Failed::from),
            }
        }
    }

    /// Sees to it that there is a token, where the page gives them.
    async fn authorize(&self, refused: bool) -> Result<(), Failed> {
        let Some(token) = &self.token else {
            return Ok(());
        };
        if self.session.state().is_signed_in() {
            return Ok(());
        }
        let running = self.asking.borrow().clone();
        let asking = running.unwrap_or_else(|| {
            let reason = if refused { "refused" } else { "missing" };
            let asking = ask(token.clone(), reason, self.session.clone());
            let asking = asking.boxed_local().shared();
            self.asking.replace(Some(asking.clone()));
            asking
        });
        let answer = asking.await;
        self.asking.take();
        answer
    }
}

/// A token from the page's own function, which is told why it is wanted.
async fn ask(token: Function, reason: &str, session: Session) -> Result<(), Failed> {
    let reason = object(&[("reason", reason.into())]);
    let given = match token.call1(&JsValue::NULL, &reason) {
        Ok(given) => JsFuture::from(Promise::resolve(&given)).await,
        Err(error) => Err(error),
    };
    let given = given.map_err(Failed::of_token)?;
    let given = given.as_string().filter(|token| !token.trim().is_empty());
    let given = given.ok_or_else(|| Failed::from(Error::new(Kind::InvalidToken)))?;
    Ok(session.adopt_token(given.trim().to_owned())?)
}

fn named(operation: &str) -> Result<&'static Operation, Failed> {
    operations::named(operation).ok_or_else(|| Failed::unknown_operation(operation))
}

/// The parameters as JSON has them: no `undefined`, dates as texts.
fn fields(input: &JsValue) -> Result<Fields, Failed> {
    if input.is_undefined() || input.is_null() {
        return Ok(Fields::new());
    }
    let text = JSON::stringify(input).ok().filter(|text| text.is_string());
    let value = text.and_then(|text| crate::browser::json::parse_text(&text));
    match value {
        Some(Value::Object(fields)) => Ok(fields),
        _ => Err(Failed::from(Error::from(InvalidInput {
            parameter: "input".to_owned(),
            message: "must be an object that JSON can say".to_owned(),
        }))),
    }
}

/// What the work yields, or that it was aborted. A read is then given up; what was sent of a write goes on.
async fn until_aborted(
    signal: Option<AbortSignal>,
    work: impl Future<Output = Result<JsValue, Failed>>,
) -> Result<JsValue, JsValue> {
    let Some(signal) = signal else {
        return work.await.map_err(Failed::into_js);
    };
    let abort = || Err(Failed::aborted(signal.reason()).into_js());
    if signal.aborted() {
        return abort();
    }
    let mut tell = Function::default();
    let aborted = Promise::new(&mut |resolve, _| tell = resolve);
    let _listener = Listener::new(&signal, "abort", move |_| {
        let _ = tell.call0(&JsValue::NULL);
    });
    let work = std::pin::pin!(work);
    match select(work, JsFuture::from(aborted)).await {
        Either::Left((answer, _)) => answer.map_err(Failed::into_js),
        Either::Right(_) => abort(),
    }
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

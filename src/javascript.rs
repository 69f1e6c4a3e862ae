//! The headless face: what `createClient` of the npm package calls. It knows no operation by itself: names, checks and
//! addresses come from [`crate::api::operations`].

mod answer;
mod failure;
mod pages;
mod sign_in;
#[cfg(feature = "tools")]
mod tools;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::future::{Either, LocalBoxFuture, select};
use js_sys::{Array, Function, JSON, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use crate::api::Endpoint;
use crate::api::operations;
use crate::api::prepare::{InvalidInput, prepare_input};
use crate::api::schema::Operation;
use crate::api::users::GetCurrentUser;
use crate::browser::consent::Consent;
use crate::browser::fetch::Fetch;
use crate::browser::giver::Giver;
use crate::browser::neighbours::{Channel, REQUESTS, SESSIONS};
use crate::browser::object::object;
use crate::browser::runtime::{BrowserRuntime, promise};
use crate::browser::storage::{MemoryStore, SessionStore};
use crate::browser::window::{Listener, absolute, is_document, own_origin};
use crate::client::budget::RateLimit;
use crate::client::http::HttpResponse;
use crate::client::ports::{TokenStore, Transport};
use crate::client::request::Request;
use crate::client::retry::Reach;
use crate::client::{Client, Error, Observer, Progress, Session};
use crate::element::config::Options;
use crate::json::{Fields, Value};
use failure::Failed;

/// Must be called once before anything else; `died` is told when the program panics, which ends every client.
#[wasm_bindgen]
pub fn start(died: Function) {
    crate::json::read_with(crate::browser::json::parse);
    crate::json::fractions_with(crate::browser::json::fraction);
    crate::browser::runtime::tell_panics(died);
}

/// One client: a connection, its session, and the queue of its requests.
#[wasm_bindgen]
pub struct Core(Rc<Inner>);

struct Inner {
    session: Session,
    client: Client,
    giver: Option<Rc<Giver>>,
    consent: RefCell<Option<Consent>>,
    /// Breaks the promise of the sign-in under way.
    pending: RefCell<Option<Function>>,
    /// Raised whenever a sign-in begins or is given up; what an older one brings is dropped.
    attempt: Cell<u32>,
}

#[wasm_bindgen]
impl Core {
    /// `options` are an element's attributes, by their names; `token` gives a token instead of a sign-in. With `keep` the
    /// session lives in this tab's storage. At most `requests` in `seconds` are sent, where both are given. `owner` is whose
    /// the given tokens are, where that is known.
    #[wasm_bindgen(constructor)]
    pub fn new(
        options: &Object,
        token: Option<Function>,
        keep: bool,
        requests: Option<u32>,
        seconds: Option<u32>,
        owner: Option<String>,
    ) -> Result<Core, JsValue> {
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
        let transport: Rc<dyn Transport> = Rc::new(Fetch::default());
        let runtime = Rc::new(BrowserRuntime);
        let store: Rc<dyn TokenStore> = if keep && page {
            Rc::new(SessionStore)
        } else {
            Rc::new(MemoryStore)
        };
        let giver = token.map(|function| Rc::new(Giver::new(function, owner)));
        let session = match giver.clone() {
            Some(giver) => {
                Session::given(connection, transport.clone(), runtime.clone(), giver, store)
            }
            None => Session::new(connection, transport.clone(), runtime.clone(), store),
        };
        let client = Client::new(session.clone(), transport, runtime);
        client.share(Rc::new(Channel::open(REQUESTS)));
        // The second module's session is the first one's.
        if page && !cfg!(feature = "tools") {
            session.share(Rc::new(Channel::open(SESSIONS)));
        }
        if let (Some(requests), Some(seconds)) = (requests, seconds) {
            client.limit_rate(RateLimit { requests, seconds });
        }
        Ok(Self(Rc::new(Inner {
            client,
            session,
            giver,
            consent: RefCell::default(),
            pending: RefCell::default(),
            attempt: Cell::default(),
        })))
    }

    /// A promise of what an operation answers.
    pub fn call(
        &self,
        operation: &str,
        input: &JsValue,
        signal: Option<AbortSignal>,
        on_progress: Option<Function>,
    ) -> Promise {
        let inner = self.0.clone();
        let request = inner.request(operation, input);
        let (client, sent) = inner.client(on_progress);
        until_aborted(
            signal,
            sent,
            Box::pin(async move {
                let (operation, request) = request?;
                let response = inner.answer(&client, request).await?;
                // Calendly said yes, and what it said is lost.
                let answer = answer::of(operation.answer, &response).map_err(Failed::unknown)?;
                if operation.name == GetCurrentUser::OPERATION.name
                    && let Ok(uri) = js_sys::Reflect::get(&answer, &"uri".into())
                    && let Some(uri) = uri.as_string()
                {
                    inner.own(&uri)?;
                }
                Ok(answer)
            }),
        )
    }

    /// Notes whose the given tokens are, where the module of the tools has come to know it.
    #[wasm_bindgen(js_name = noteOwner)]
    pub fn note_owner(&self, owner: &str) {
        if self.0.giver.is_some() {
            let _ = self.0.own(owner);
        }
    }

    /// The pages of a list, to be read one after the other.
    pub fn pages(&self, operation: &str, input: &JsValue) -> Result<pages::Pages, JsValue> {
        let operation = named(operation).map_err(Failed::into_js)?;
        let input = fields(input).map_err(Failed::into_js)?;
        Ok(pages::Pages::new(self.0.clone(), operation, input))
    }

    /// Who is signed in and what is being waited for: `{ signedIn, owner, scopes, pausedUntil }`, the last in
    /// milliseconds since 1970, or `null`. Nothing is asked for it: of a given token the owner is known once something
    /// has asked who that is.
    pub fn status(&self) -> Object {
        let inner = &self.0;
        let state = inner.session.state();
        // What a given token may do, Calendly does not tell.
        let scopes = if inner.giver.is_some() {
            &[]
        } else {
            state.scopes()
        };
        let scopes: Array = scopes.iter().map(JsValue::from).collect();
        let paused = inner.client.paused_until();
        let paused = paused.map_or(JsValue::NULL, |until| (until.as_millis() as f64).into());
        object(&[
            ("signedIn", state.is_signed_in().into()),
            ("owner", state.owner().map_or(JsValue::NULL, JsValue::from)),
            ("scopes", scopes.into()),
            ("pausedUntil", paused),
        ])
    }

    /// What counts in this module's rate budget and until when it pauses, for [`Core::take_over`].
    pub fn spent(&self) -> Array {
        let spent = self.0.client.spent();
        spent.iter().map(JsValue::from).collect()
    }

    /// Begins where the other module of this program stands.
    #[cfg(feature = "tools")]
    #[wasm_bindgen(js_name = takeOver)]
    pub fn take_over(&self, spent: &Array) {
        let spent = spent.iter().filter_map(|note| note.as_string());
        self.0.client.take_over(spent);
    }

    /// Signs in, in a popup or by leaving the page. Must run within the click.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, redirect: bool) -> Promise {
        sign_in::begin(&self.0, redirect)
    }

    /// A promise of the session's access token, for the module of the tools; of another one where `refused` is no longer
    /// good.
    #[wasm_bindgen(js_name = accessToken)]
    pub fn access_token(&self, refused: Option<String>) -> Promise {
        let session = self.0.session.clone();
        promise(async move {
            let token = async {
                if let Some(refused) = refused {
                    session.refresh_after_401(&refused).await?;
                }
                session.access_token().await
            };
            let token: Result<String, Error> = token.await;
            token
                .map(JsValue::from)
                .map_err(|error| Failed::from(error).into_js())
        })
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

    /// The client, of which `on_progress` hears how far a call is, and whether it sent anything.
    fn client(&self, on_progress: Option<Function>) -> (Client, Sent) {
        let sent = Sent::default();
        (
            self.client.observed(observer(on_progress, sent.clone())),
            sent,
        )
    }

    async fn answer(&self, client: &Client, request: Request) -> Result<HttpResponse, Failed> {
        let answer = client.answer(request).await;
        answer.map_err(|failure| self.explained(Failed::from(failure)))
    }

    /// Notes whose session it is. Of given tokens that is never an error: one may be refused, and forgotten, meanwhile.
    fn own(&self, owner: &str) -> Result<(), Error> {
        let noted = self.session.confirm_owner(owner);
        if self.giver.is_some() { Ok(()) } else { noted }
    }

    /// A failure with what the page's own function threw, where it gave no token.
    fn explained(&self, failed: Failed) -> Failed {
        match &self.giver {
            Some(giver) if failed.is_without_token() => failed.because(giver.thrown()),
            _ => failed,
        }
    }
}

/// Tells `on_progress` of `{ state: 'waiting', until }` and `{ state: 'sent', attempt }`.
fn observer(on_progress: Option<Function>, sent: Sent) -> Observer {
    Rc::new(move |progress| {
        if let Progress::Sent { .. } = progress {
            sent.set(true);
        }
        let Some(on_progress) = &on_progress else {
            return;
        };
        let (state, name, value) = match progress {
            Progress::Waiting { until } => {
                let until = js_sys::Date::new(&(until.as_millis() as f64).into());
                ("waiting", "until", until.into())
            }
            Progress::Sent { attempt } => ("sent", "attempt", attempt.into()),
        };
        let told = object(&[("state", state.into()), (name, value)]);
        let _ = on_progress.call1(&JsValue::NULL, &told);
    })
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

/// What a call does, in a box of its own so that waiting for it is compiled once.
type Work = LocalBoxFuture<'static, Result<JsValue, Failed>>;

/// Whether a call has sent a request.
type Sent = Rc<Cell<bool>>;

/// A promise of what the work yields, or that it was aborted. A read is then given up; what was sent of a write goes on, and
/// what was not `sent` never will be.
fn until_aborted(signal: Option<AbortSignal>, sent: Sent, work: Work) -> Promise {
    promise(async move {
        match signal {
            Some(signal) => race(signal, sent, work).await,
            None => work.await.map_err(Failed::into_js),
        }
    })
}

async fn race(signal: AbortSignal, sent: Sent, work: Work) -> Result<JsValue, JsValue> {
    let abort = |reach| Err(Failed::aborted(signal.reason(), reach).into_js());
    if signal.aborted() {
        return abort(Reach::NotSent);
    }
    let mut settle = None;
    let aborted = Promise::new(&mut |resolve, _| settle = Some(resolve));
    let settle = move || drop(settle.as_ref().map(|settle| settle.call0(&JsValue::NULL)));
    let _listener = Listener::new(&signal, "abort", {
        let settle = settle.clone();
        move |_| settle()
    });
    let answer = match select(work, JsFuture::from(aborted)).await {
        Either::Left((answer, _)) => answer.map_err(Failed::into_js),
        Either::Right(_) if sent.get() => abort(Reach::Unknown),
        Either::Right(_) => abort(Reach::NotSent),
    };
    // A promise that is never settled would stay in memory with what waits for it.
    settle();
    answer
}

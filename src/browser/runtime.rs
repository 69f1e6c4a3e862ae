//! Time, randomness and tasks from the browser.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::future::LocalBoxFuture;
use js_sys::{Date, Function, Math, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};

use crate::client::ports::Runtime;
use crate::time::Timestamp;

/// The browser as a [`Runtime`].
pub struct BrowserRuntime;

impl Runtime for BrowserRuntime {
    fn now(&self) -> Timestamp {
        now()
    }

    fn sleep(&self, millis: u32) -> LocalBoxFuture<'static, ()> {
        Box::pin(Sleep::new(millis))
    }

    fn random(&self) -> f64 {
        Math::random()
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        spawn_boxed(task);
    }

    fn is_online(&self) -> bool {
        super::window::is_online()
    }
}

/// Runs a task to its end.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    spawn_boxed(Box::pin(task));
}

// Compiled once: everything about a task but its own code.
#[inline(never)]
fn spawn_boxed(task: LocalBoxFuture<'static, ()>) {
    spawn_local(task);
}

/// A promise of what a task yields.
pub fn promise(task: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    promise_boxed(Box::pin(task))
}

#[inline(never)]
fn promise_boxed(task: LocalBoxFuture<'static, Result<JsValue, JsValue>>) -> Promise {
    future_to_promise(task)
}

/// Tells `died` when the program panics, and where.
pub fn tell_panics(died: js_sys::Function) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic
            .location()
            .map(|place| format!(" ({}:{})", place.file(), place.line()))
            .unwrap_or_default();
        let cause = panic
            .payload()
            .downcast_ref::<&str>()
            .copied()
            .unwrap_or("internal error");
        let _ = died.call1(&JsValue::NULL, &format!("{cause}{place}").into());
    }));
}

/// The browser's clock.
pub fn now() -> Timestamp {
    Timestamp::from_millis(Date::now() as i64)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(handler: &Function, millis: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(token: &JsValue);
}

/// A timer that is taken back when it is dropped.
pub struct Sleep {
    token: JsValue,
    resolve: Option<Function>,
    done: JsFuture,
}

impl Sleep {
    /// Waits for `millis` milliseconds.
    pub fn new(millis: u32) -> Self {
        let mut token = JsValue::UNDEFINED;
        let mut settle = None;
        let promise = Promise::new(&mut |resolve, _| {
            token = set_timeout(&resolve, millis);
            settle = Some(resolve);
        });
        Self {
            token,
            resolve: settle,
            done: JsFuture::from(promise),
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.done).poll(context).map(|_| ())
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        clear_timeout(&self.token);
        // A `JsFuture` and its promise hold each other until the promise is settled, for ever if it never is.
        if let Some(resolve) = &self.resolve {
            let _ = resolve.call0(&JsValue::NULL);
        }
    }
}

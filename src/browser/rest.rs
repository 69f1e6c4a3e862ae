//! The rest of the program, where it is built in two parts: what is not needed until times are on the screen. The shell
//! fetches it; a function of it that is called before it is there waits for it, and the page with it.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static FETCH: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Notes what promises that the rest is there, and fetches it unless it is told only to wait; nothing where the program is
/// in one part.
pub fn given_by(fetch: Option<Function>) {
    FETCH.set(fetch);
}

/// Fetches the rest where that has not begun.
pub fn soon() {
    let _ = ask(false);
}

/// Fetches the rest and waits until it is there, or could not be fetched.
pub async fn here() {
    settled(ask(false)).await;
}

/// Waits until the rest is there, for what may well be done then.
pub async fn arrived() {
    settled(ask(true)).await;
}

fn ask(waits: bool) -> Option<Promise> {
    let fetch = FETCH.with_borrow(Clone::clone)?;
    fetch
        .call1(&JsValue::NULL, &waits.into())
        .ok()?
        .dyn_into()
        .ok()
}

async fn settled(promise: Option<Promise>) {
    if let Some(promise) = promise {
        let _ = JsFuture::from(promise).await;
    }
}

//! The worker that holds a session's tokens where the page wants one: requests go through it, with handles in the place of
//! tokens (RFC 10017, section 8.3). `src/element/worker.js` is the other side.

use std::cell::RefCell;

use js_sys::{Function, Object, Promise};
use wasm_bindgen::{JsCast, JsValue};

use super::object::object;
use crate::auth::Connection;

thread_local! {
    static OPENER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Notes what starts a worker: called with its address and the addresses that it may send tokens to, it returns a function
/// that takes a `Request`, and whether its body is a stream, and returns a promise of a `Response`; or ends the worker where
/// it is given none.
pub fn open_with(opener: Function) {
    OPENER.set(Some(opener));
}

/// A worker with one session's tokens. They end with it.
pub struct Holder(Function);

impl Holder {
    /// Starts the worker at `address`, an absolute address of the page's own origin.
    ///
    /// # Errors
    /// What the browser says where it may not be started.
    pub fn open(address: &str, connection: &Connection) -> Result<Self, String> {
        let addresses: Object = object(&[
            ("api", connection.api_url.as_str().into()),
            ("token", connection.token_url.as_str().into()),
            ("revoke", connection.revoke_url.as_str().into()),
        ]);
        let opener = OPENER.with_borrow(Clone::clone).unwrap_or_default();
        let made = opener.call2(&JsValue::NULL, &address.into(), &addresses);
        made.map(|made| Self(made.unchecked_into()))
            .map_err(super::fetch::message_of)
    }

    pub(super) fn send(&self, request: &JsValue, streamed: bool) -> Result<Promise, JsValue> {
        let answer = self.0.call2(&JsValue::NULL, request, &streamed.into())?;
        Ok(answer.unchecked_into())
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::NULL);
    }
}

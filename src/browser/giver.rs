//! The giver: a function of the page that gives tokens in the place of a sign-in.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::object::object;
use crate::client::ports::TokenGiver;
use crate::client::{Error, Kind};

/// The page's own function, which is told why a token is wanted.
pub struct Giver {
    function: Function,
    owner: Option<String>,
    thrown: Rc<RefCell<JsValue>>,
}

impl Giver {
    /// `owner` is whose the tokens are, where that is known.
    pub fn new(function: Function, owner: Option<String>) -> Self {
        Self {
            function,
            owner,
            thrown: Rc::default(),
        }
    }

    /// What the function threw last, if it ever did.
    pub fn thrown(&self) -> JsValue {
        self.thrown.borrow().clone()
    }
}

impl TokenGiver for Giver {
    fn owner(&self) -> Option<String> {
        self.owner.clone()
    }

    fn give(&self, refused: bool) -> LocalBoxFuture<'static, Result<String, Error>> {
        let reason = if refused { "refused" } else { "missing" };
        let why = object(&[("reason", reason.into())]);
        let given = self.function.call1(&JsValue::NULL, &why);
        let thrown = self.thrown.clone();
        Box::pin(async move {
            let given = match given {
                Ok(given) => JsFuture::from(Promise::resolve(&given)).await,
                Err(error) => Err(error),
            };
            let given = given.map_err(|error| {
                thrown.replace(error);
                Error::new(Kind::NoToken)
            })?;
            given.as_string().ok_or_else(|| Error::new(Kind::NoToken))
        })
    }
}

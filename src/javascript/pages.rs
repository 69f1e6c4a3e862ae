//! The pages of a list: each item once, from all pages, however the list changes meanwhile.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::failure::Failed;
use super::{Inner, answer, until_aborted};
use crate::api::page::Pagination;
use crate::api::schema::Operation;
use crate::client::{Client, Walk};
use crate::json::Fields;

/// A walk through a list of Calendly's.
#[wasm_bindgen]
pub struct Pages(Rc<State>);

struct State {
    inner: Rc<Inner>,
    operation: &'static Operation,
    input: Fields,
    walk: RefCell<Walk>,
}

impl Pages {
    pub(super) fn new(inner: Rc<Inner>, operation: &'static Operation, input: Fields) -> Self {
        Self(Rc::new(State {
            inner,
            operation,
            input,
            walk: RefCell::default(),
        }))
    }
}

#[wasm_bindgen]
impl Pages {
    /// A promise of the next page, without the items that were on earlier ones; `undefined` at the end.
    pub fn next(&self, signal: Option<AbortSignal>, on_progress: Option<Function>) -> Promise {
        let state = self.0.clone();
        let (client, sent) = state.inner.client(on_progress);
        until_aborted(
            signal,
            sent,
            Box::pin(async move { state.next(&client).await }),
        )
    }

    /// What is to be said of the walk at its end: 1, that it ended before the list did; 2, that the list changed meanwhile; or
    /// nothing, 0.
    pub fn notice(&self) -> u8 {
        let walk = self.0.walk.borrow();
        if walk.is_cut_short() {
            1
        } else {
            2 * u8::from(walk.has_changed())
        }
    }
}

impl State {
    async fn next(&self, client: &Client) -> Result<JsValue, Failed> {
        loop {
            let Some(token) = self.walk.borrow_mut().next_page() else {
                return Ok(JsValue::UNDEFINED);
            };
            let mut input = self.input.clone();
            if let Some(token) = token {
                input.retain(|(name, _)| name != "page_token");
                input.push(("page_token".to_owned(), token.into()));
            }
            let request = self.inner.prepare(self.operation, input)?;
            match self.inner.answer(client, request).await {
                Ok(response) => {
                    let page = answer::of(self.operation.answer, &response)?;
                    return Ok(self.turn(page));
                }
                Err(failed) if failed.error().is_some_and(|error| self.starts_again(error)) => {}
                Err(failed) => return Err(failed),
            }
        }
    }

    fn starts_again(&self, error: &crate::client::Error) -> bool {
        self.walk.borrow_mut().starts_again(error)
    }

    fn turn(&self, page: JsValue) -> JsValue {
        let mut walk = self.walk.borrow_mut();
        let items = Array::from(&field(&page, "collection"));
        let new = items.filter(&mut |item, _, _| {
            walk.is_new(&field(&item, "uri").as_string().unwrap_or_default())
        });
        let _ = Reflect::set(&page, &"collection".into(), &new);
        let pagination = field(&page, "pagination");
        let text = |name| field(&pagination, name).as_string();
        let pagination = Pagination {
            next_page: text("next_page"),
            next_page_token: text("next_page_token"),
            ..Pagination::default()
        };
        walk.turn(pagination.next_token());
        page
    }
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

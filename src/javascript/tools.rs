//! What a client does beside Calendly's own operations. It is a third of the module, so it is a flavour of its own, which
//! is loaded when one of these is first called.

mod behaviour;
mod feed;
mod raw;

use js_sys::{Array, Function, JSON, Promise};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::{Core, fields, until_aborted};
use crate::json::Value;

#[wasm_bindgen]
impl Core {
    /// A promise of what a raw request is answered. `files` are pairs of a field and its bytes.
    pub fn raw(
        &self,
        input: &JsValue,
        files: &Array,
        signal: Option<AbortSignal>,
        on_progress: Option<Function>,
    ) -> Promise {
        let inner = self.0.clone();
        let request = fields(input).and_then(|input| raw::read(&inner, &input, files));
        until_aborted(
            signal,
            Box::pin(async move {
                let client = inner.client(on_progress);
                raw::send(inner, client, request?).await
            }),
        )
    }

    /// A promise of choices: `{ choices: [{ label, value }], nextPageToken }`.
    pub fn choices(
        &self,
        source: String,
        filters: &JsValue,
        search: String,
        signal: Option<AbortSignal>,
        on_progress: Option<Function>,
    ) -> Promise {
        let inner = self.0.clone();
        let filters = fields(filters);
        until_aborted(
            signal,
            Box::pin(async move {
                let client = inner.client(on_progress);
                behaviour::choices(inner, client, &source, filters?, &search).await
            }),
        )
    }

    /// A promise of what became of each webhook of an instance: `[{ uri, callbackUrl, outcome, error }]`.
    #[wasm_bindgen(js_name = deleteInstancedWebhooks)]
    pub fn delete_instanced_webhooks(
        &self,
        input: &JsValue,
        signal: Option<AbortSignal>,
        on_progress: Option<Function>,
    ) -> Promise {
        let inner = self.0.clone();
        let input = fields(input);
        until_aborted(
            signal,
            Box::pin(async move {
                let client = inner.client(on_progress);
                behaviour::delete_instanced_webhooks(inner, client, input?).await
            }),
        )
    }

    /// A promise of whether an operation was executed that was sent at `since` (milliseconds since 1970) or later:
    /// `{ outcome, resource, repeat }`.
    pub fn reconcile(
        &self,
        operation: String,
        input: &JsValue,
        since: f64,
        organization: Option<String>,
        signal: Option<AbortSignal>,
        on_progress: Option<Function>,
    ) -> Promise {
        let inner = self.0.clone();
        let input = fields(input);
        until_aborted(
            signal,
            Box::pin(async move {
                let client = inner.client(on_progress);
                let organization = organization.as_deref();
                behaviour::reconcile(inner, client, &operation, input?, since, organization).await
            }),
        )
    }
}

/// A value as the engine has it.
fn as_js(value: &Value) -> JsValue {
    JSON::parse(&crate::json::write(value)).unwrap_or(JsValue::NULL)
}

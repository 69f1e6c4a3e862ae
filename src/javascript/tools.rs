//! What a client does beside Calendly's own operations. It is a third of the module, so it is a flavour of its own, which
//! is loaded when one of these is first called.

mod behaviour;
mod csv;
mod feed;
mod raw;

use std::rc::Rc;

use js_sys::{Array, Function, JSON, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::failure::Failed;
use super::{Core, Inner, fields, until_aborted};
use crate::client::Client;
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
        let request = fields(input).and_then(|input| raw::read(&self.0, &input, files));
        self.promise(request, signal, on_progress, raw::send)
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
        let work = move |inner, client, filters| async move {
            behaviour::choices(inner, client, &source, filters, &search).await
        };
        self.promise(fields(filters), signal, on_progress, work)
    }

    /// A promise of what became of each webhook of an instance: `[{ uri, callbackUrl, outcome, error }]`. `on_deletion` is
    /// called with each of them as soon as it is known.
    #[wasm_bindgen(js_name = deleteInstancedWebhooks)]
    pub fn delete_instanced_webhooks(
        &self,
        input: &JsValue,
        signal: Option<AbortSignal>,
        on_progress: Option<Function>,
        on_deletion: Option<Function>,
    ) -> Promise {
        let work = |inner, client, input| {
            behaviour::delete_instanced_webhooks(inner, client, input, on_deletion)
        };
        self.promise(fields(input), signal, on_progress, work)
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
        let work = move |inner, client, input| async move {
            let organization = organization.as_deref();
            behaviour::reconcile(inner, client, &operation, input, since, organization).await
        };
        self.promise(fields(input), signal, on_progress, work)
    }

    /// What a CSV file says: `[columns, [row, …values], …]`.
    #[wasm_bindgen(js_name = readCsv)]
    pub fn read_csv(
        &self,
        file: &Uint8Array,
        delimiter: Option<String>,
    ) -> Result<JsValue, JsValue> {
        csv::read(file, delimiter.as_deref())
    }

    /// A CSV file of these columns and rows, which are lists of their values.
    #[wasm_bindgen(js_name = writeCsv)]
    pub fn write_csv(
        &self,
        columns: &Array,
        rows: &Array,
        delimiter: Option<String>,
        bom: bool,
    ) -> Result<String, JsValue> {
        csv::write(columns, rows, delimiter.as_deref(), bom).map_err(Failed::into_js)
    }
}

impl Core {
    /// A promise of what the work makes of its input, which was read within the call.
    fn promise<T: 'static, W: Future<Output = Result<JsValue, Failed>>>(
        &self,
        input: Result<T, Failed>,
        signal: Option<AbortSignal>,
        on_progress: Option<Function>,
        work: impl FnOnce(Rc<Inner>, Client, T) -> W + 'static,
    ) -> Promise {
        let inner = self.0.clone();
        let (client, sent) = inner.client(on_progress);
        until_aborted(
            signal,
            sent,
            Box::pin(async move { work(inner, client, input?).await }),
        )
    }
}

/// A value as the engine has it.
fn as_js(value: &Value) -> JsValue {
    JSON::parse(&crate::json::write(value)).unwrap_or(JsValue::NULL)
}

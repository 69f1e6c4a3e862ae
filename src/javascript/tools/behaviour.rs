//! What is more than one request: choices, the webhooks of an instance, and reconciling; for a program.

use std::rc::Rc;

use js_sys::{Array, Function, JsString};
use wasm_bindgen::prelude::*;

use crate::client::data_sources::{Choice, DataSource};
use crate::client::instanced_webhooks::{Deletion, InstancedWebhooks};
use crate::client::reconcile::{Repeat, Verdict};
use crate::client::{Client, Error};
use crate::javascript::failure::Failed;
use crate::javascript::tools::as_js;
use crate::javascript::{Inner, named, object};
use crate::json::Fields;
use crate::time::Timestamp;

fn nullable(text: Option<&str>) -> JsValue {
    text.map_or(JsValue::NULL, JsValue::from)
}

fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// `{ choices: [{ label, value }], nextPageToken }`
pub async fn choices(
    inner: Rc<Inner>,
    client: Client,
    source: &str,
    filters: Fields,
    search: &str,
) -> Result<JsValue, Failed> {
    let unknown = || Error::invalid("source", "is not a data source");
    let source = DataSource::named(source).ok_or_else(unknown)?;
    let found = client.choices(source, filters, search, lower).await;
    let found = found.map_err(|error| inner.explained(error.into()))?;
    let choice = |Choice { label, value }: &Choice| -> JsValue {
        let fields = [("label", label.into()), ("value", value.into())];
        object(&fields).into()
    };
    let choices: Array = found.choices.iter().map(choice).collect();
    let next = nullable(found.next_page_token.as_deref());
    Ok(object(&[("choices", choices.into()), ("nextPageToken", next)]).into())
}

/// `[{ uri, callbackUrl, outcome, error }]`; `tell` is called with each of them as soon as it is known.
pub async fn delete_instanced_webhooks(
    inner: Rc<Inner>,
    client: Client,
    input: Fields,
    tell: Option<Function>,
) -> Result<JsValue, Failed> {
    let api_url = &inner.session.connection().api_url;
    let asked = InstancedWebhooks::read(&input, api_url).map_err(Error::from)?;
    let told = |deletion: &Deletion| -> JsValue {
        let error = deletion.outcome.error().cloned();
        let error = error.map_or(JsValue::NULL, |error| Failed::from(error).into_js());
        let fields = [
            ("uri", deletion.uri.as_str().into()),
            ("callbackUrl", deletion.callback_url.as_str().into()),
            ("outcome", deletion.outcome.as_str().into()),
            ("error", error),
        ];
        object(&fields).into()
    };
    let report = |deletion: &Deletion| {
        let _ = tell
            .as_ref()
            .map(|tell| tell.call1(&JsValue::NULL, &told(deletion)));
    };
    let deletions = client.delete_instanced_webhooks(&asked, &report).await;
    let deletions = deletions.map_err(|error| inner.explained(error.into()))?;
    Ok(deletions.iter().map(told).collect::<Array>().into())
}

/// `{ outcome, resource, repeat }`; `since` is in milliseconds since 1970.
pub async fn reconcile(
    inner: Rc<Inner>,
    client: Client,
    operation: &str,
    input: Fields,
    since: f64,
    organization: Option<&str>,
) -> Result<JsValue, Failed> {
    let operation = named(operation)?;
    let since = Timestamp::from_millis(since as i64);
    let found = client
        .reconcile(operation, &input, since, organization)
        .await;
    let found = found.map_err(|error| inner.explained(error.into()))?;
    let (outcome, resource) = match &found.verdict {
        Verdict::Happened(resource) => ("happened", as_js(resource)),
        Verdict::NotHappened => ("not_happened", JsValue::NULL),
        Verdict::Unknown => ("unknown", JsValue::NULL),
    };
    let repeat = match found.repeat {
        Repeat::Harmless => "harmless",
        Repeat::MayDouble => "may_double",
    };
    let fields = [
        ("outcome", outcome.into()),
        ("resource", resource),
        ("repeat", repeat.into()),
    ];
    Ok(object(&fields).into())
}

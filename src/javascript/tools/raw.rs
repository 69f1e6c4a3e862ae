//! Raw requests, for a program.

use std::rc::Rc;

use js_sys::{Array, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::browser::fetch::Fetch;
use crate::browser::json::engine_parse;
use crate::browser::runtime::BrowserRuntime;
use crate::client::ports::Runtime;
use crate::client::raw::{RawAnswer, RawFailure, RawRequest, ResponseType};
use crate::client::{Client, Error};
use crate::javascript::failure::Failed;
use crate::javascript::tools::as_js;
use crate::javascript::{Inner, object};
use crate::json::Fields;

/// Reads what is to be sent. `files` are pairs of a field and its bytes.
pub fn read(inner: &Inner, input: &Fields, files: &Array) -> Result<RawRequest, Failed> {
    let files = files.iter().filter_map(|file| {
        let file: Array = file.unchecked_into();
        Some((
            file.get(0).as_string()?,
            Uint8Array::new(&file.get(1)).to_vec(),
        ))
    });
    let api_url = &inner.session.connection().api_url;
    let request = RawRequest::read(input, files.collect(), api_url, || BrowserRuntime.random());
    Ok(request.map_err(Error::from)?)
}

/// What is answered: `{ status, headers, data, debug }`.
pub async fn send(
    inner: Rc<Inner>,
    client: Client,
    request: RawRequest,
) -> Result<JsValue, Failed> {
    let kind = request.response_type;
    let answer = client.raw(&Fetch::default(), request).await;
    let answer = answer.map_err(|RawFailure { failure, record }| {
        let record = record.as_ref().map_or(JsValue::UNDEFINED, as_js);
        inner.explained(Failed::from(failure)).with_record(record)
    })?;
    Ok(told(kind, &answer).into())
}

fn told(kind: ResponseType, RawAnswer { response, record }: &RawAnswer) -> Object {
    let headers = Object::new();
    for (name, value) in &response.headers {
        let _ = Reflect::set(&headers, &name.into(), &value.into());
    }
    let data = match kind {
        ResponseType::Binary => Uint8Array::from(response.body.as_slice()).into(),
        ResponseType::Text => response.text().into(),
        // It was read once already, so it is JSON; the engine keeps what a tree of ours does not.
        ResponseType::Json => {
            let text = JsString::from(response.text().trim_start_matches('\u{feff}'));
            engine_parse(&text).unwrap_or(JsValue::NULL)
        }
    };
    object(&[
        ("status", response.status.into()),
        ("headers", headers.into()),
        ("data", data),
        ("debug", record.as_ref().map_or(JsValue::NULL, as_js)),
    ])
}

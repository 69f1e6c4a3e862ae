//! Raw requests through `fetch`: bytes out and in, with all headers that scripts may read.

use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

use super::{
    AbortOnDrop, FROM_EDGE, FROM_PAGE, Fetch, MAX_BODY, Request, Response, message_of,
    send_request, within,
};
use crate::client::http::TransportError;
use crate::client::raw::{RawHttpRequest, RawHttpResponse, RawTransport};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Response, js_name = Response)]
    type Bytes;
    #[wasm_bindgen(method, js_name = arrayBuffer)]
    fn array_buffer(this: &Bytes) -> Promise;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Bytes) -> JsValue;
}

impl RawTransport for Fetch {
    fn exchange(
        &self,
        request: RawHttpRequest,
    ) -> LocalBoxFuture<'static, Result<RawHttpResponse, TransportError>> {
        Box::pin(exchange(request))
    }
}

fn request(from: &RawHttpRequest, signal: &JsValue) -> Result<Request, JsValue> {
    request_with(&FROM_PAGE, from, signal).or_else(|_| request_with(&FROM_EDGE, from, signal))
}

fn request_with(
    manner: &[(&str, &str)],
    from: &RawHttpRequest,
    signal: &JsValue,
) -> Result<Request, JsValue> {
    let pair = |(name, value): &(String, String)| Array::of2(&name.into(), &value.into());
    let headers: Array = from.headers.iter().map(pair).collect();
    let options = Object::new();
    let body = from.body.as_deref().map(Uint8Array::from);
    for (name, value) in [
        ("method", from.method.as_str().into()),
        ("signal", signal.clone()),
        ("headers", headers.into()),
        ("body", body.map_or(JsValue::UNDEFINED, JsValue::from)),
    ] {
        Reflect::set(&options, &name.into(), &value)?;
    }
    for (name, value) in manner {
        Reflect::set(&options, &(*name).into(), &(*value).into())?;
    }
    Request::new(&from.url, &options)
}

async fn exchange(asked: RawHttpRequest) -> Result<RawHttpResponse, TransportError> {
    let not_sent = |error| TransportError::NotSent(message_of(error));
    let controller = AbortController::new().map_err(not_sent)?;
    let ready = request(&asked, &controller.signal()).map_err(not_sent)?;
    let mut guard = AbortOnDrop {
        controller,
        armed: ["GET", "HEAD"].contains(&asked.method.as_str()),
    };
    let limit = asked.timeout_millis;
    let begun = js_sys::Date::now();
    let response: Bytes = within(limit, send_request(&ready)).await?.unchecked_into();
    let left = limit.saturating_sub((js_sys::Date::now() - begun) as u32);
    let body = Uint8Array::new(&within(left, response.array_buffer()).await?);
    guard.armed = false;
    if body.length() > MAX_BODY {
        return Err(TransportError::Lost("the answer is too long".into()));
    }
    let headers = Array::from(&response.headers());
    let headers = headers.iter().filter_map(|header| {
        let header = Array::from(&header);
        Some((header.get(0).as_string()?, header.get(1).as_string()?))
    });
    Ok(RawHttpResponse {
        status: response.status(),
        headers: headers.collect(),
        body: body.to_vec(),
    })
}

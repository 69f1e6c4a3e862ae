//! Raw requests through `fetch`: bytes out and in, with all headers that scripts may read.

use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

use super::{Asked, Fetch, Response, arrived, within, within_bounds};
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

async fn exchange(request: RawHttpRequest) -> Result<RawHttpResponse, TransportError> {
    let pair = |(name, value): &(String, String)| Array::of2(&name.into(), &value.into());
    let headers: Array = request.headers.iter().map(pair).collect();
    let body = request.body.as_deref().map(Uint8Array::from);
    let asked = Asked {
        method: &request.method,
        url: &request.url,
        headers: headers.into(),
        body: body.map_or(JsValue::UNDEFINED, JsValue::from),
    };
    let limit = request.timeout_millis;
    let begun = js_sys::Date::now();
    let read = ["GET", "HEAD"].contains(&request.method.as_str());
    let (guard, answer) = asked.begin(read, &None)?;
    drop(asked);
    drop(request);
    let response: Bytes = within(limit, answer).await?.unchecked_into();
    let headers = Array::from(&response.headers());
    let headers = headers.iter().filter_map(|header| {
        let header = Array::from(&header);
        Some((header.get(0).as_string()?, header.get(1).as_string()?))
    });
    let headers: Vec<(String, String)> = headers.collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    within_bounds(length.map(|(_, length)| length.as_str()))?;
    let left = limit.saturating_sub((js_sys::Date::now() - begun) as u32);
    let body = Uint8Array::new(&within(left, response.array_buffer()).await?);
    arrived(guard, body.length())?;
    Ok(RawHttpResponse {
        status: response.status(),
        headers,
        body: body.to_vec(),
    })
}

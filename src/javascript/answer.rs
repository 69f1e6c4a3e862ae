//! The answer: a body as the engine's own parser reads it, without its wrapping.

use std::any::Any;

use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::prelude::*;

use super::failure::Failed;
use crate::api::DecodeError;
use crate::api::schema::Answer;
use crate::browser::fetch::EngineText;
use crate::browser::json::engine_parse;
use crate::client::Error;
use crate::client::http::HttpResponse;

/// What a program gets: the resource, the page, the list, nothing, or the body itself.
pub fn of(answer: Answer, response: &HttpResponse) -> Result<JsValue, Failed> {
    match answer {
        Answer::Nothing => Ok(JsValue::UNDEFINED),
        Answer::Json if is_empty(response) => Ok(JsValue::UNDEFINED),
        Answer::Json | Answer::Bare(_) => body(response),
        Answer::Resource(_) => {
            let body = body(response)?;
            // An older answer to a booking has the event's address there, and the invitee beside it.
            part(&body, "resource", JsValue::is_object)
                .or_else(|failed| part(&body, "invitee", JsValue::is_object).map_err(|_| failed))
        }
        Answer::Collection(_) => part(&body(response)?, "collection", Array::is_array),
        Answer::Page(_) | Answer::PageWith(..) => {
            let page = body(response)?;
            part(&page, "collection", Array::is_array)?;
            Ok(page)
        }
    }
}

fn text(response: &HttpResponse) -> JsString {
    let body: &dyn Any = &*response.body;
    match body.downcast_ref::<EngineText>() {
        Some(text) => text.0.clone(),
        None => response.body.text().into(),
    }
}

fn is_empty(response: &HttpResponse) -> bool {
    text(response).trim().length() == 0
}

fn body(response: &HttpResponse) -> Result<JsValue, Failed> {
    let parsed = if response.is_foreign() {
        None
    } else {
        engine_parse(&text(response)).ok()
    };
    parsed.ok_or_else(|| unexpected(DecodeError::NotJson))
}

fn part(
    body: &JsValue,
    name: &'static str,
    is_right: fn(&JsValue) -> bool,
) -> Result<JsValue, Failed> {
    let part = Reflect::get(body, &name.into()).ok().filter(is_right);
    part.ok_or_else(|| unexpected(DecodeError::Field(name)))
}

fn unexpected(error: DecodeError) -> Failed {
    Failed::from(Error::undecodable(&error))
}

//! JSON through the engine's own parser.

use js_sys::{Array, JsString, Object};
use wasm_bindgen::prelude::*;

use crate::json::Value;

/// Deeper than any answer of Calendly, and far from the end of the stack.
const DEEPEST: u32 = 64;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub fn engine_parse(text: &JsString) -> Result<JsValue, JsValue>;
}

/// As [`crate::json::Parser`].
pub fn parse(text: &str) -> Option<Value> {
    parse_text(&text.into())
}

/// As [`parse`], of a text that the engine has already.
pub fn parse_text(text: &JsString) -> Option<Value> {
    of(&engine_parse(text).ok()?)
}

/// A number as JavaScript writes it, which is JSON where it is finite.
pub fn fraction(number: f64) -> String {
    let text = js_sys::Number::from(number).to_string_with_radix(10);
    text.map(String::from).unwrap_or_default()
}

/// The tree of a value of JavaScript; `None` for what is no JSON (or nested too deeply).
pub fn of(value: &JsValue) -> Option<Value> {
    tree(value, DEEPEST)
}

fn tree(value: &JsValue, depth: u32) -> Option<Value> {
    if let Some(text) = value.as_string() {
        return Some(Value::String(text));
    }
    if let Some(number) = value.as_f64() {
        return Some(Value::Number(number));
    }
    if let Some(flag) = value.as_bool() {
        return Some(Value::Bool(flag));
    }
    if value.is_null() {
        return Some(Value::Null);
    }
    let depth = depth.checked_sub(1)?;
    let Some(list) = value.dyn_ref::<Array>() else {
        let entries = Object::entries(value.unchecked_ref()).into_iter();
        let fields = entries.map(|entry| {
            let entry: Array = entry.unchecked_into();
            Some((entry.get(0).as_string()?, tree(&entry.get(1), depth)?))
        });
        return fields.collect::<Option<_>>().map(Value::Object);
    };
    let items = list.iter().map(|item| tree(&item, depth));
    items.collect::<Option<_>>().map(Value::Array)
}

//! The fields: reading a JSON object whose fields may be null, missing or of another type than documented.
//!
//! One odd field must not take a whole list away, so every field but the identifying one becomes something.
//! Models are read from a tree by these few functions and not by derived decoders: of those each model brings
//! its own, and forty of them weigh more than everything else that is sent to the browser.

use std::fmt;

use crate::json::{self, Value};
use crate::time::Timestamp;

/// Why an answer could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// Not JSON, or nested too deeply.
    NotJson,
    /// The named field, without which the answer means nothing, is missing or of another type.
    Field(&'static str),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson => formatter.write_str("the answer is not json"),
            Self::Field(name) => {
                formatter.write_str("the answer has no usable field ")?;
                formatter.write_str(name)
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// Reads a body.
pub fn parse(body: &str) -> Result<Value, DecodeError> {
    json::parse(body.trim_start_matches('\u{feff}')).ok_or(DecodeError::NotJson)
}

/// Reads the body of a successful answer. One without content (204) is `null`.
pub fn body(body: &str) -> Result<Value, DecodeError> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    parse(body)
}

/// What is inside `{"resource": …}`, the wrapping of single answers.
pub fn resource(answer: &Value) -> Result<&Value, DecodeError> {
    let resource = answer
        .get("resource")
        .filter(|resource| resource.is_object());
    resource.ok_or(DecodeError::Field("resource"))
}

/// The items of `{"collection": […]}`; none for null. An answer without it is no list, and to call it an empty
/// one would be a false word.
pub fn collection(answer: &Value) -> Result<&[Value], DecodeError> {
    match answer.get("collection") {
        Some(Value::Array(items)) => Ok(items),
        Some(Value::Null) => Ok(&[]),
        _ => Err(DecodeError::Field("collection")),
    }
}

/// Text, or `None` for what is neither text nor a whole number.
pub(super) fn optional_text(object: &Value, name: &str) -> Option<String> {
    object.get(name).and_then(as_text)
}

/// Text, empty where there is none.
pub(super) fn text(object: &Value, name: &str) -> String {
    optional_text(object, name).unwrap_or_default()
}

/// Text without which the answer means nothing.
pub(super) fn required_text(object: &Value, name: &'static str) -> Result<String, DecodeError> {
    let text = object
        .get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or(DecodeError::Field(name))
}

/// A flag, `false` where there is none.
pub(super) fn flag(object: &Value, name: &str) -> bool {
    object.get(name) == Some(&Value::Bool(true))
}

/// A number of things: fractions cut, negatives 0, too large ones `u32::MAX`.
pub(super) fn optional_count(object: &Value, name: &str) -> Option<u32> {
    object.get(name).and_then(as_count)
}

/// As [`optional_count`], 0 where there is none.
pub(super) fn count(object: &Value, name: &str) -> u32 {
    optional_count(object, name).unwrap_or_default()
}

/// An instant, `None` where it is missing or not an instant.
pub(super) fn instant(object: &Value, name: &str) -> Option<Timestamp> {
    let text = object.get(name)?.as_str()?;
    Timestamp::parse(text).ok()
}

/// An instant that was stored as milliseconds since the epoch.
pub fn millis(object: &Value, name: &str) -> Option<Timestamp> {
    let millis = object.get(name)?.as_i64()?;
    Some(Timestamp::from_millis(millis))
}

/// The items of a list, none where there is no list.
pub(super) fn items<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object
        .get(name)
        .and_then(Value::as_array)
        .unwrap_or_default()
}

pub(super) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        _ => value.as_i64().map(|number| number.to_string()),
    }
}

pub(super) fn as_count(value: &Value) -> Option<u32> {
    match value {
        // `as` saturates, so that nothing wraps.
        Value::Number(number) => Some(*number as u32),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn counts_saturate_and_never_wrap() {
        let odd = Value::from(
            json!({ "a": -3, "b": 1e300, "c": 4294967296u64, "d": 2.9, "e": "12", "f": null, "g": [] }),
        );
        let read = |name| optional_count(&odd, name);
        assert_eq!(
            ["a", "b", "c", "d", "e"].map(read),
            [0, u32::MAX, u32::MAX, 2, 12].map(Some)
        );
        assert_eq!(["f", "g", "h"].map(read), [None; 3]);
    }

    #[test]
    fn texts_may_be_numbers_and_are_not_made_of_anything_else() {
        let odd = Value::from(json!({ "a": 7, "b": true }));
        assert_eq!(
            (text(&odd, "a"), text(&odd, "b")),
            ("7".to_owned(), String::new())
        );
    }

    #[test]
    fn flags_have_the_default_that_does_no_harm() {
        let odd = Value::from(json!({ "yes": true, "no": false, "odd": "true" }));
        assert_eq!(
            ["yes", "no", "odd", "none"].map(|name| flag(&odd, name)),
            [true, false, false, false]
        );
    }
}

//! The JSON value: a tree that was read.

use std::cell::Cell;

/// Any JSON value. Numbers are doubles, as in the language JSON is named after: above 2⁵³ they are not exact.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    Array(Vec<Value>),
    /// In the order in which they were read, each name once.
    Object(Fields),
}

/// Names and values.
pub type Fields = Vec<(String, Value)>;

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

/// Largest whole number that no neighbour is mistaken for.
const LARGEST_EXACT: f64 = 9_007_199_254_740_991.0;

/// An object of these fields.
pub fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.map(|(name, value)| (name.to_owned(), value)).into())
}

impl Value {
    /// A field of an object; nothing for what is no object.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let Self::Object(fields) = self else {
            return None;
        };
        let field = fields.iter().find(|(known, _)| known == name);
        field.map(|(_, value)| value)
    }

    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The text in the field `name` of an object; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Self::as_str).unwrap_or_default()
    }

    /// A whole number, where it is exact.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(number) if number.fract() == 0.0 && number.abs() <= LARGEST_EXACT => {
                Some(*number as i64)
            }
            _ => None,
        }
    }

    pub fn as_array(&self) -> Option<&[Value]> {
        if let Self::Array(items) = self {
            Some(items)
        } else {
            None
        }
    }
}

/// Reads JSON text: `None` for what is none, or is nested too deeply.
pub type Parser = fn(&str) -> Option<Value>;

thread_local! {
    static PARSER: Cell<Parser> = const { Cell::new(own) };
    static FRACTION: Cell<fn(f64) -> String> = const { Cell::new(own_fraction) };
}

/// Reads with `parser` from now on: a browser has one already, and need not be sent another.
pub fn read_with(parser: Parser) {
    PARSER.set(parser);
}

/// Writes fractions with `write` from now on: a browser does that already, too.
pub fn fractions_with(write: fn(f64) -> String) {
    FRACTION.set(write);
}

/// A number that is not whole, as JSON.
pub(super) fn fraction(number: f64) -> String {
    FRACTION.get()(number)
}

#[cfg(not(target_arch = "wasm32"))]
fn own_fraction(number: f64) -> String {
    number.to_string()
}

#[cfg(target_arch = "wasm32")]
fn own_fraction(_: f64) -> String {
    "null".into()
}

/// Reads JSON text: `None` for what is none, or is nested too deeply.
pub fn parse(text: &str) -> Option<Value> {
    PARSER.get()(text)
}

#[cfg(not(target_arch = "wasm32"))]
fn own(text: &str) -> Option<Value> {
    serde_json::from_str::<serde_json::Value>(text)
        .ok()
        .map(Value::from)
}

#[cfg(target_arch = "wasm32")]
fn own(_: &str) -> Option<Value> {
    None
}

#[cfg(not(target_arch = "wasm32"))]
impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value as Read;
        match value {
            Read::Null => Self::Null,
            Read::Bool(flag) => Self::Bool(flag),
            // A number always is a double, unless a feature of serde_json that is not used here says otherwise.
            Read::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Read::String(text) => Self::String(text),
            Read::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Read::Object(fields) => {
                let fields = fields.into_iter();
                Self::Object(
                    fields
                        .map(|(name, value)| (name, Self::from(value)))
                        .collect(),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_only_where_they_are_exact() {
        let whole = |text: &str| parse(text).unwrap().as_i64();
        assert_eq!(whole("-3"), Some(-3));
        assert_eq!(whole("1795000000000"), Some(1_795_000_000_000));
        assert_eq!(whole("9007199254740993"), None);
        assert_eq!(
            (whole("1.5"), whole("1e300"), whole("\"7\"")),
            (None, None, None)
        );
    }

    #[test]
    fn a_name_that_comes_twice_has_its_last_value() {
        let read = parse(r#"{"a":1,"__proto__":{"b":2},"a":3}"#).unwrap();
        assert_eq!(read.get("a"), Some(&Value::Number(3.0)));
        assert!(read.get("b").is_none() && read.get("__proto__").unwrap().is_object());
    }

    #[test]
    fn what_is_no_json_or_bottomless_is_nothing() {
        assert!(parse("").is_none() && parse("{\"a\":}").is_none() && parse("[1] 2").is_none());
        assert!(parse(&"[".repeat(100_000)).is_none());
        let deep = ["[".repeat(1_000), "]".repeat(1_000)].concat();
        assert!(parse(&deep).is_none());
    }
}

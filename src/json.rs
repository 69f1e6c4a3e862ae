//! JSON: objects written field by field, for request bodies and storage, and the value that is read.
//!
//! What is written is flat and small; derived writers bring number and float formatting of their own for every type.

mod value;

pub use value::{Fields, Parser, Value, fractions_with, object, parse, read_with};

/// An object that is being written. Fields stand in the order in which they were added.
#[derive(Default)]
pub struct Object(String);

impl Object {
    pub fn new() -> Self {
        Self::default()
    }

    fn name(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        quote(&mut self.0, name);
        self.0.push(':');
    }

    pub fn text(mut self, name: &str, value: &str) -> Self {
        self.name(name);
        quote(&mut self.0, value);
        self
    }

    /// Text, or `null`.
    pub fn optional_text(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self.raw(name, "null"),
        }
    }

    pub fn number(self, name: &str, value: i64) -> Self {
        self.raw(name, &value.to_string())
    }

    /// A number, or `null`.
    pub fn optional_number(self, name: &str, value: Option<i64>) -> Self {
        match value {
            Some(value) => self.number(name, value),
            None => self.raw(name, "null"),
        }
    }

    pub fn flag(self, name: &str, value: bool) -> Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    pub fn object(self, name: &str, value: Object) -> Self {
        self.raw(name, &value.finish())
    }

    fn raw(mut self, name: &str, json: &str) -> Self {
        self.name(name);
        self.0.push_str(json);
        self
    }

    /// The finished text.
    pub fn finish(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }
}

/// The JSON text of a value. Fractions are kept as JavaScript would write them.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    write_into(&mut out, value);
    out
}

fn write_into(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => match value.as_i64() {
            Some(whole) => out.push_str(&whole.to_string()),
            None if number.is_finite() => out.push_str(&value::fraction(*number)),
            None => out.push_str("null"),
        },
        Value::String(text) => quote(out, text),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_into(out, item);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (index, (name, value)) in object.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                quote(out, name);
                out.push(':');
                write_into(out, value);
            }
            out.push('}');
        }
    }
}

/// Appends `text` as a JSON string (RFC 8259 section 7).
pub fn quote(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '\0'..='\u{1f}' => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    let digit = character as u32 >> shift & 15;
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn fields_keep_their_order_and_kind() {
        let inner = Object::new().flag("c", true);
        let text = Object::new()
            .text("b", "x\n")
            .optional_text("n", None)
            .number("a", -7)
            .optional_number("m", None)
            .object("o", inner)
            .object("e", Object::new())
            .finish();
        assert_eq!(
            text,
            "{\"b\":\"x\\u000a\",\"n\":null,\"a\":-7,\"m\":null,\"o\":{\"c\":true},\"e\":{}}"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(name in ".*", value in any::<String>()) {
            let text = Object::new().text(&name, &value).finish();
            let read: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(read.get(&name).and_then(Value::as_str), Some(value.as_str()));
        }
    }
}

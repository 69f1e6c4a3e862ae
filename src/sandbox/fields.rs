//! The fields of a JSON body: reads them one by one and gathers what is wrong, so that one answer names it all.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::errors;
use super::message::{Request, Response};
use super::reading;

/// A body that is being read.
pub struct Fields {
    map: Map<String, Value>,
    /// Name of the object within the body, with a dot, or nothing.
    prefix: String,
    wrong: Vec<(String, String)>,
}

impl Fields {
    /// The body of a request.
    pub fn read(request: &Request) -> Result<Self, Response> {
        reading::body(request).map(|map| Self::of(map, ""))
    }

    /// An object within a body; `name` is put before the names of its fields.
    pub fn of(map: Map<String, Value>, name: &str) -> Self {
        Self {
            map,
            prefix: if name.is_empty() {
                String::new()
            } else {
                format!("{name}.")
            },
            wrong: Vec::new(),
        }
    }

    /// The value as it came; `null` is a value.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.map.get(name)
    }

    /// Whether the field was given and is not `null`.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !value.is_null())
    }

    /// Writes down that a field is wrong.
    pub fn refuse(&mut self, name: &str, message: &str) {
        self.wrong
            .push((format!("{}{name}", self.prefix), message.to_owned()));
    }

    /// A field that `read` understands; one that is there but not understood is refused with `message`.
    pub fn parse<T>(
        &mut self,
        name: &str,
        message: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.map.get(name).filter(|value| !value.is_null())?;
        let read = read(value);
        if read.is_none() {
            self.refuse(name, message);
        }
        read
    }

    /// A text of one to `most` characters.
    pub fn text(&mut self, name: &str, most: usize) -> Option<String> {
        let message = format!("must be a text of at most {most} characters");
        self.parse(name, &message, |value| {
            value
                .as_str()
                .filter(|text| !text.is_empty() && text.chars().count() <= most)
                .map(str::to_owned)
        })
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let message = format!(
            "must be a whole number from {} to {}",
            range.start(),
            range.end()
        );
        self.parse(name, &message, |value| {
            value.as_i64().filter(|number| range.contains(number))
        })
    }

    pub fn flag(&mut self, name: &str) -> Option<bool> {
        self.parse(name, "must be true or false", Value::as_bool)
    }

    /// An object, to be read in turn and given back to [`Fields::join`].
    pub fn object(&mut self, name: &str) -> Option<Self> {
        let map = self.parse(name, "must be an object", |value| {
            value.as_object().cloned()
        })?;
        Some(Self::of(map, &format!("{}{name}", self.prefix)))
    }

    /// Takes over what was wrong in an object within this one.
    pub fn join(&mut self, inner: Self) {
        self.wrong.extend(inner.wrong);
    }

    /// Refuses a field that was neither read nor refused.
    pub fn require<T>(&mut self, name: &str, value: &Option<T>) {
        if value.is_none() && !self.has(name) {
            self.refuse(name, "is missing");
        }
    }

    /// What was read of the required fields, or the 400.
    pub fn complete<T>(&self, read: Option<T>) -> Result<T, Response> {
        self.finish()?;
        read.ok_or_else(|| errors::invalid(&[("body", "is incomplete")]))
    }

    /// A 400 that names everything that was wrong, if anything was.
    pub fn finish(&self) -> Result<(), Response> {
        if self.wrong.is_empty() {
            return Ok(());
        }
        let details: Vec<(&str, &str)> = self
            .wrong
            .iter()
            .map(|(name, message)| (name.as_str(), message.as_str()))
            .collect();
        Err(errors::invalid(&details))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let body =
            json!({"name": "", "duration": 721, "active": 1, "inner": {"kind": 5}, "none": null});
        let mut fields = Fields::read(&Request::new("POST", "/x").json(&body)).unwrap();
        assert_eq!(fields.text("name", 5), None);
        assert_eq!(fields.whole("duration", 1..=720), None);
        assert_eq!(fields.flag("active"), None);
        assert_eq!(fields.flag("none"), None);
        let mut inner = fields.object("inner").unwrap();
        let kind = inner.text("kind", 5);
        inner.require("kind", &kind);
        fields.join(inner);
        fields.require::<()>("owner", &None);
        let answer = fields.finish().unwrap_err().value();
        let names: Vec<_> = answer["details"]
            .as_array()
            .unwrap()
            .iter()
            .map(|detail| detail["parameter"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(names, ["name", "duration", "active", "inner.kind", "owner"]);
    }

    #[test]
    fn what_is_right_is_read() {
        let body = json!({"name": "Zoë", "duration": 720, "active": false});
        let mut fields = Fields::read(&Request::new("POST", "/x").json(&body)).unwrap();
        assert_eq!(fields.text("name", 3).as_deref(), Some("Zoë"));
        assert_eq!(fields.whole("duration", 1..=720), Some(720));
        assert_eq!(fields.flag("active"), Some(false));
        assert!(fields.finish().is_ok());
    }
}

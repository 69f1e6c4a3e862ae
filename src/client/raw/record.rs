//! The record: what was sent and answered, for developers, with everything left out that would let somebody in.

use super::body::File;
use super::{RawHttpResponse, RawRequest};
use crate::client::Error;
use crate::client::http::TransportError;
use crate::json::{Value, object};
use crate::percent;

const REDACTED: &str = "[redacted]";

/// Parts of the names of what is secret, and names that are secret as a whole; small, and without what parts words.
const SECRET_PARTS: [&str; 11] = [
    "auth",
    "token",
    "secret",
    "passw",
    "cookie",
    "signingkey",
    "apikey",
    "accesskey",
    "privatekey",
    "signature",
    "credential",
];
const SECRET_NAMES: [&str; 3] = ["code", "codeverifier", "key"];

/// Whether what stands under this name is left out.
fn is_secret(name: &str) -> bool {
    let mut name = name.to_ascii_lowercase();
    name.retain(|letter| letter != '-' && letter != '_');
    SECRET_NAMES.contains(&name.as_str()) || SECRET_PARTS.iter().any(|part| name.contains(part))
}

/// Whether it is `{ key, value }`: a name and what stands under it.
fn is_pair(fields: &[(String, Value)]) -> bool {
    let has = |name: &str| fields.iter().any(|(known, _)| known == name);
    fields.len() == 2 && has("key") && has("value")
}

/// The value, with its secrets left out however deep they stand.
pub fn redacted(value: &Value) -> Value {
    match value {
        Value::Object(fields) if is_pair(fields) => {
            let name = value.get("key").and_then(Value::as_str).unwrap_or_default();
            let content = value.get("value").unwrap_or(&Value::Null);
            let kept = if is_secret(name) {
                REDACTED.into()
            } else {
                redacted(content)
            };
            Value::Object(vec![
                ("key".to_owned(), name.into()),
                ("value".to_owned(), kept),
            ])
        }
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| {
                    let kept = if is_secret(name) {
                        REDACTED.into()
                    } else {
                        redacted(value)
                    };
                    (name.clone(), kept)
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(redacted).collect()),
        other => other.clone(),
    }
}

/// A raw text: nobody knows what in it is secret, unless it is JSON.
pub fn shown_text(text: &str, read: Option<Value>) -> Value {
    match read {
        Some(value) if !matches!(value, Value::String(_)) => redacted(&value),
        _ => [&text.chars().count().to_string(), " characters"]
            .concat()
            .into(),
    }
}

/// Fields as they are, files by name and size.
pub fn shown_parts(fields: &[(String, String)], files: &[File]) -> Value {
    let files = files.iter().map(|file| {
        let size = [&file.content.len().to_string(), " bytes"].concat();
        (
            file.field.clone(),
            [&file.name, ", ", &size].concat().into(),
        )
    });
    let mut shown = pairs(fields);
    shown.extend(files);
    Value::Object(shown)
}

fn pairs(pairs: &[(String, String)]) -> Vec<(String, Value)> {
    let kept = pairs.iter().map(|(name, value)| {
        let kept = if is_secret(name) { REDACTED } else { value };
        (name.clone(), kept.into())
    });
    kept.collect()
}

fn shown_url(url: &str) -> String {
    let Some((path, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let pairs = query.split('&').map(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        if is_secret(&percent::decode(name).unwrap_or_default()) {
            [name, "=", REDACTED].concat()
        } else {
            pair.to_owned()
        }
    });
    [path, "?", &pairs.collect::<Vec<_>>().join("&")].concat()
}

/// A request and its attempts.
pub struct Record {
    method: String,
    url: String,
    headers: Vec<(String, Value)>,
    attempts: Vec<Value>,
    /// The tokens that were sent, which stand nowhere else by right.
    tokens: Vec<String>,
}

impl Record {
    pub fn of(request: &RawRequest, api_url: &str) -> Self {
        let url = [api_url.trim_end_matches('/'), &request.target].concat();
        let mut headers = vec![("Authorization".to_owned(), REDACTED.into())];
        headers.extend(pairs(&request.headers));
        Self {
            method: request.method.clone(),
            url: shown_url(&url),
            headers,
            attempts: Vec::new(),
            tokens: Vec::new(),
        }
    }

    /// Notes an attempt that took so many milliseconds.
    pub fn attempt(
        &mut self,
        answer: &Result<RawHttpResponse, TransportError>,
        error: &Error,
        millis: i64,
        token: &str,
    ) {
        let (status, headers, code) = match answer {
            Ok(answer) => (
                u32::from(answer.status).into(),
                pairs(&answer.headers),
                Value::Null,
            ),
            Err(_) => (Value::Null, Vec::new(), error.code().into()),
        };
        let attempt = [
            ("status", status),
            ("error", code),
            ("milliseconds", Value::Number(millis as f64)),
            ("headers", Value::Object(headers)),
        ];
        self.attempts.push(object(attempt));
        if !self.tokens.iter().any(|known| known == token) {
            self.tokens.push(token.to_owned());
        }
    }

    /// `{method, url, headers, body, attempts: [{status, error, milliseconds, headers}]}`
    pub fn write(self, body: &Value) -> Value {
        let record = object([
            ("method", self.method.into()),
            ("url", self.url.into()),
            ("headers", Value::Object(self.headers)),
            ("body", body.clone()),
            ("attempts", Value::Array(self.attempts)),
        ]);
        without(&record, &self.tokens)
    }
}

/// The value without these texts, wherever somebody put them.
fn without(value: &Value, texts: &[String]) -> Value {
    let cut = |text: &str| {
        let cut = |text: String, secret: &String| text.replace(secret.as_str(), REDACTED);
        texts.iter().fold(text.to_owned(), cut)
    };
    match value {
        Value::String(text) => cut(text).into(),
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| without(item, texts)).collect())
        }
        Value::Object(fields) => {
            let fields = fields.iter();
            Value::Object(
                fields
                    .map(|(name, value)| (cut(name), without(value, texts)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn secrets_are_known_by_their_names_however_these_are_written() {
        for name in [
            "Authorization",
            "X-Auth",
            "access_token",
            "signingKey",
            "API-Key",
            "private_key",
            "passwd",
            "Cookie",
            "code",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["name", "keyword", "country_code", "encode", "email"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn the_value_of_a_pair_is_left_out_by_the_pairs_own_name() {
        let pairs = r#"[{"key":"password","value":"hunter2"},{"key":"name","value":"Ada"}]"#;
        assert_eq!(
            json::write(&redacted(&json::parse(pairs).unwrap())),
            r#"[{"key":"password","value":"[redacted]"},{"key":"name","value":"Ada"}]"#
        );
    }
}

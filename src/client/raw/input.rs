//! The input of a raw request: seventeen values, checked before anything is sent.

use super::body::{self, File};
use super::record;
use super::{RawRequest, ResponseType, Retries};
use crate::api::InvalidInput;
use crate::api::uri::LIVE_BASE;
use crate::json::{self, Fields, Value};
use crate::percent;

/// The names of all inputs.
pub const NAMES: [&str; 17] = [
    "method",
    "path",
    "query",
    "headers",
    "body",
    "json",
    "form",
    "multipart",
    "files",
    "fileNames",
    "responseType",
    "timeout",
    "maxRetries",
    "retryDelay",
    "exponentialBackoff",
    "retryAllErrors",
    "debug",
];

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// How long one attempt may take where nothing is said.
const TIMEOUT_MILLIS: u32 = 30_000;
/// The longest time that can be asked for, and the longest delay.
const LONGEST_MILLIS: u32 = 3_600_000;
const MOST_RETRIES: u32 = 100;

/// Headers that are the client's own, or that name another host.
const OWN_HEADERS: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "host"];

type Read<T> = Result<T, InvalidInput>;

fn invalid<T>(parameter: &str, message: &str) -> Read<T> {
    Err(InvalidInput {
        parameter: parameter.to_owned(),
        message: message.to_owned(),
    })
}

impl RawRequest {
    /// Reads the values. `files` are fields and contents; their names, where they are not those of the fields, are among
    /// the values. `api_url` is the only host that is asked; `random` is at least 0 and below 1.
    ///
    /// # Errors
    /// A value that is missing, unknown or of another type, an address of another host, a header that is the client's
    /// own, or more than one body.
    pub fn read(
        input: &Fields,
        files: Vec<(String, Vec<u8>)>,
        api_url: &str,
        random: impl FnMut() -> f64,
    ) -> Read<Self> {
        if let Some((name, _)) = input.iter().find(|(name, _)| !NAMES.contains(&&**name)) {
            return invalid(name, "is not an option of a raw request");
        }
        let input = Input(input);
        let method = input.required("method")?.trim().to_ascii_uppercase();
        if !METHODS.contains(&method.as_str()) {
            return invalid("method", &["must be one of ", &METHODS.join(", ")].concat());
        }
        let mut target = target(input.required("path")?, api_url)?;
        for (name, value) in input.pairs("query")? {
            if !target.contains('?') {
                target.push('?');
            }
            percent::append(&mut target, &name, &value);
        }
        let headers = headers(input.pairs("headers")?)?;
        let body = input.body(files, random)?;
        if body.is_some() && ["GET", "HEAD"].contains(&method.as_str()) {
            return invalid("method", "takes no body; leave the body out");
        }
        let response_type = match input.text("responseType")?.unwrap_or("json") {
            "json" => ResponseType::Json,
            "text" => ResponseType::Text,
            "binary" => ResponseType::Binary,
            _ => return invalid("responseType", "must be one of json, text, binary"),
        };
        let mut request = Self {
            method,
            target,
            headers,
            body: None,
            response_type,
            timeout_millis: input
                .number("timeout", 1, LONGEST_MILLIS)?
                .unwrap_or(TIMEOUT_MILLIS),
            retries: Retries {
                most: input
                    .number("maxRetries", 0, MOST_RETRIES)?
                    .unwrap_or_default(),
                delay_millis: input
                    .number("retryDelay", 0, LONGEST_MILLIS)?
                    .unwrap_or_default(),
                exponential: input.flag("exponentialBackoff")?,
                all_errors: input.flag("retryAllErrors")?,
            },
            debug: None,
        };
        let mut shown = Value::Null;
        if let Some(body) = body {
            request.add_content_type(&body)?;
            shown = body.shown;
            request.body = Some(body.bytes);
        }
        request.add_accept();
        request.debug = input.flag("debug")?.then_some(shown);
        Ok(request)
    }

    fn has_header(&self, name: &str) -> bool {
        let mut headers = self.headers.iter();
        headers.any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    fn add_content_type(&mut self, body: &Body) -> Read<()> {
        if !self.has_header("content-type") {
            let header = ("Content-Type".to_owned(), body.content_type.clone());
            self.headers.push(header);
        } else if body.content_type.starts_with("multipart/") {
            return invalid(
                "headers",
                "cannot set Content-Type here: it names the boundary",
            );
        }
        Ok(())
    }

    fn add_accept(&mut self) {
        if !self.has_header("accept") {
            let accept = match self.response_type {
                ResponseType::Json => "application/json",
                _ => "*/*",
            };
            self.headers.push(("Accept".to_owned(), accept.to_owned()));
        }
    }
}

/// Path and query of what may be a whole address.
fn target(given: &str, api_url: &str) -> Read<String> {
    let given = given.trim();
    let given = given.split('#').next().unwrap_or_default();
    let base = api_url.trim_end_matches('/');
    let scheme = given.split(['/', '?']).next().unwrap_or_default();
    let path = if scheme.contains(':') {
        let below = |host: &str| {
            let rest = given.strip_prefix(host)?;
            (rest.is_empty() || rest.starts_with(['/', '?'])).then(|| rest.to_owned())
        };
        match below(base).or_else(|| below(LIVE_BASE)) {
            Some(path) => path,
            None => {
                let message = [
                    "is an address of another host; only ",
                    base,
                    " gets the token",
                ];
                return invalid("path", &message.concat());
            }
        }
    } else {
        given.to_owned()
    };
    let path = if path.starts_with('/') {
        path
    } else {
        ["/", &path].concat()
    };
    let odd = |character: char| character <= ' ' || matches!(character, '\\' | '\u{7f}');
    if path.chars().any(odd) {
        return invalid("path", "has characters that no address has");
    }
    let before_query = path.split('?').next().unwrap_or_default();
    let dots = |segment: &str| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    };
    if before_query.starts_with("//") || before_query.split('/').any(dots) {
        return invalid("path", "leads out of the API's address");
    }
    Ok(path)
}

fn headers(given: Vec<(String, String)>) -> Read<Vec<(String, String)>> {
    for (name, value) in &given {
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if name.is_empty() || !name.bytes().all(token) {
            return invalid("headers", "has a name that no header can have");
        }
        if OWN_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            return invalid(
                "headers",
                &["cannot set ", name, ": it is the client's own"].concat(),
            );
        }
        if !value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            return invalid(
                "headers",
                &[name, " has characters that cannot be sent"].concat(),
            );
        }
    }
    Ok(given)
}

/// What is sent, and how a record shows it.
struct Body {
    content_type: String,
    bytes: Vec<u8>,
    shown: Value,
}

struct Input<'a>(&'a Fields);

impl Input<'_> {
    fn given(&self, name: &str) -> Option<&Value> {
        let field = self.0.iter().find(|(known, _)| known == name);
        field
            .map(|(_, value)| value)
            .filter(|value| **value != Value::Null)
    }

    fn text(&self, name: &str) -> Read<Option<&str>> {
        match self.given(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => invalid(name, "must be a text"),
        }
    }

    fn required(&self, name: &str) -> Read<&str> {
        let text = self.text(name)?.filter(|text| !text.trim().is_empty());
        text.map_or_else(|| invalid(name, "is required"), Ok)
    }

    fn flag(&self, name: &str) -> Read<bool> {
        match self.given(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => invalid(name, "must be true or false"),
        }
    }

    fn number(&self, name: &str, least: u32, most: u32) -> Read<Option<u32>> {
        let Some(value) = self.given(name) else {
            return Ok(None);
        };
        let number = match value {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_i64().and_then(|number| u32::try_from(number).ok()),
        };
        match number.filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => {
                let range = [&least.to_string(), " to ", &most.to_string()].concat();
                invalid(name, &["must be a whole number from ", &range].concat())
            }
        }
    }

    /// Names and values: an object, whose lists repeat their name, or a list of `{key, value}`.
    fn pairs(&self, name: &str) -> Read<Vec<(String, String)>> {
        let mut pairs = Vec::new();
        let mut put = |key: &str, value: &Value| {
            let text = match value {
                Value::Null => return Ok(()),
                Value::String(text) => text.clone(),
                Value::Number(_) | Value::Bool(_) => json::write(value),
                _ => return invalid(name, &[key, " must be a text"].concat()),
            };
            pairs.push((key.to_owned(), text));
            Ok(())
        };
        match self.given(name) {
            None => {}
            Some(Value::Object(fields)) => {
                for (key, value) in fields {
                    match value {
                        Value::Array(items) => items.iter().try_for_each(|item| put(key, item))?,
                        one => put(key, one)?,
                    }
                }
            }
            Some(Value::Array(items)) => {
                for item in items {
                    let key = item.get("key").and_then(Value::as_str);
                    match (key, item.get("value")) {
                        (Some(key), Some(value)) => put(key, value)?,
                        _ => return invalid(name, "must have items with key and value"),
                    }
                }
            }
            Some(_) => return invalid(name, "must be an object, or a list of key and value"),
        }
        Ok(pairs)
    }

    /// The one body that is given.
    fn body(
        &self,
        files: Vec<(String, Vec<u8>)>,
        random: impl FnMut() -> f64,
    ) -> Read<Option<Body>> {
        let parts = self.given("multipart").is_some() || !files.is_empty();
        let mut kinds = Vec::new();
        for kind in ["body", "json", "form"] {
            kinds.extend(self.given(kind).map(|_| kind));
        }
        kinds.extend(parts.then_some("multipart"));
        if let [_, second, ..] = kinds[..] {
            return invalid(second, "cannot be given beside another body");
        }
        let made = |content_type: &str, text: String, shown| Body {
            content_type: content_type.to_owned(),
            bytes: text.into_bytes(),
            shown,
        };
        Ok(match kinds.first() {
            Some(&"body") => {
                let text = self.text("body")?.unwrap_or_default();
                // What looks like JSON is meant as such; a header says otherwise.
                let read = json::parse(text);
                let content_type = if read.is_some() {
                    "application/json"
                } else {
                    "text/plain"
                };
                let shown = record::shown_text(text, read);
                Some(made(content_type, text.to_owned(), shown))
            }
            Some(&"json") => {
                let value = self.given("json").unwrap_or(&Value::Null);
                let shown = record::redacted(value);
                Some(made("application/json", json::write(value), shown))
            }
            Some(&"form") => {
                let fields = self.pairs("form")?;
                let shown = record::shown_parts(&fields, &[]);
                Some(made(
                    "application/x-www-form-urlencoded",
                    body::form(&fields),
                    shown,
                ))
            }
            Some(_) => {
                let fields = self.pairs("multipart")?;
                let files = self.named(files)?;
                let (bytes, boundary) = body::multipart(&fields, &files, random);
                Some(Body {
                    content_type: ["multipart/form-data; boundary=", &boundary].concat(),
                    bytes,
                    shown: record::shown_parts(&fields, &files),
                })
            }
            None => None,
        })
    }

    fn named(&self, files: Vec<(String, Vec<u8>)>) -> Read<Vec<File>> {
        let names = self.pairs("fileNames")?;
        let unknown = names
            .iter()
            .find(|(key, _)| files.iter().all(|(field, _)| field != key));
        if let Some((key, _)) = unknown {
            return invalid(
                "fileNames",
                &["names a file that is not given: ", key].concat(),
            );
        }
        let named = files.into_iter().map(|(field, content)| {
            let name = names.iter().find(|(key, _)| *key == field);
            File {
                name: name.map_or(&field, |(_, name)| name).clone(),
                field,
                content,
            }
        });
        Ok(named.collect())
    }
}

#[cfg(test)]
mod tests;

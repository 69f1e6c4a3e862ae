//! Faults: answers that are spoilt on purpose, by route.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::message::{Request, Response};

mod route;

use route::Route;

/// Where the connection is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Cut {
    BeforeHeaders,
    AfterHeaders,
    MidBody,
}

/// How the answer travels.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Delivery {
    /// Milliseconds before the first byte.
    pub delay_ms: u64,
    pub cut: Option<Cut>,
    /// Milliseconds that pass at the cut, with the connection open and silent.
    pub stall_ms: u64,
    /// RST rather than FIN.
    pub reset: bool,
    /// Bytes of the body a second; 0 is all at once.
    pub bytes_per_second: u64,
}

/// One fault. The fields are described in [`control`](super::control).
#[derive(Clone)]
pub struct Fault {
    route: Route,
    /// How often it still strikes; `None` is always.
    times: Option<u64>,
    /// Matching requests that it lets pass first.
    after: u64,
    status: Option<u16>,
    body: Option<Value>,
    raw: Option<Vec<u8>>,
    merge: Option<Value>,
    pad: usize,
    truncate: Option<usize>,
    content_type: Option<String>,
    headers: Map<String, Value>,
    no_cors: bool,
    execute: bool,
    delivery: Delivery,
    /// As it was given, for the ledger.
    pub given: Value,
}

/// 64 MB of spaces are enough to exhaust a client that reads without a limit.
const LARGEST_PAD: usize = 64 << 20;

const FIELDS: &[&str] = &[
    "route",
    "times",
    "after",
    "status",
    "body",
    "body_base64",
    "pad",
    "merge",
    "truncate",
    "content_type",
    "headers",
    "no_cors",
    "execute",
    "delay_ms",
    "stall_ms",
    "cut",
    "cut_with",
    "bytes_per_second",
];

impl Fault {
    /// Reads one fault. The error names what is wrong with it.
    pub fn from_json(value: &Value) -> Result<Self, String> {
        let object = value.as_object().ok_or("a fault must be a JSON object")?;
        if let Some(name) = object.keys().find(|name| !FIELDS.contains(&name.as_str())) {
            return Err(format!("a fault has no field {name}"));
        }
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let number = |name: &str| object.get(name).and_then(Value::as_u64);
        let route = text("route")
            .and_then(Route::parse)
            .ok_or("route must look like \"POST /scheduling_links\"")?;
        let cut = match object.get("cut") {
            None | Some(Value::Null) => None,
            Some(value) => Some(match value.as_str() {
                Some("before_headers") => Cut::BeforeHeaders,
                Some("after_headers") => Cut::AfterHeaders,
                Some("mid_body") => Cut::MidBody,
                _ => return Err("cut must be before_headers, after_headers or mid_body".to_owned()),
            }),
        };
        let reset = match text("cut_with") {
            None => cut == Some(Cut::BeforeHeaders),
            Some("rst") => true,
            Some("fin") => false,
            Some(_) => return Err("cut_with must be rst or fin".to_owned()),
        };
        let status = match object.get("status") {
            None | Some(Value::Null) => None,
            Some(value) => Some(
                value
                    .as_u64()
                    .and_then(|status| u16::try_from(status).ok())
                    .filter(|status| (200..=599).contains(status))
                    .ok_or("status must be a number from 200 to 599")?,
            ),
        };
        let body = object.get("body").cloned();
        let raw = match text("body_base64") {
            None => None,
            Some(text) => Some(
                STANDARD
                    .decode(text)
                    .map_err(|error| format!("body_base64: {error}"))?,
            ),
        };
        let replaces =
            status.is_some() || body.is_some() || raw.is_some() || cut == Some(Cut::BeforeHeaders);
        Ok(Self {
            route,
            times: match object.get("times") {
                None => Some(1),
                Some(Value::Null) => None,
                Some(value) => Some(value.as_u64().ok_or("times must be a number or null")?),
            },
            after: number("after").unwrap_or_default(),
            status,
            body,
            raw,
            merge: object.get("merge").cloned(),
            pad: number("pad")
                .and_then(|bytes| usize::try_from(bytes).ok())
                .unwrap_or_default()
                .min(LARGEST_PAD),
            truncate: number("truncate").and_then(|bytes| usize::try_from(bytes).ok()),
            content_type: text("content_type").map(str::to_owned),
            headers: object
                .get("headers")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
            no_cors: object
                .get("no_cors")
                .and_then(Value::as_bool)
                .unwrap_or_default(),
            execute: object
                .get("execute")
                .and_then(Value::as_bool)
                .unwrap_or(!replaces),
            delivery: Delivery {
                delay_ms: number("delay_ms").unwrap_or_default(),
                cut,
                stall_ms: number("stall_ms").unwrap_or_default(),
                reset,
                bytes_per_second: number("bytes_per_second").unwrap_or_default(),
            },
            given: value.clone(),
        })
    }

    /// Whether the request really runs.
    pub fn executes(&self) -> bool {
        self.execute
    }

    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// The answer as this fault leaves it.
    pub fn spoil(&self, mut response: Response) -> Response {
        if let Some(status) = self.status {
            response.status = status;
        }
        if let Some(body) = &self.body {
            response.body = match body {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                json => json.to_string(),
            };
        }
        if let Some(changes) = &self.merge {
            let mut body = response.value();
            merge(&mut body, changes);
            response.body = body.to_string();
        }
        if self.pad > 0 {
            response.body.push_str(&" ".repeat(self.pad));
        }
        if let Some(bytes) = self.truncate {
            let mut end = bytes.min(response.body.len());
            while !response.body.is_char_boundary(end) {
                end -= 1;
            }
            response.body.truncate(end);
        }
        response.raw.clone_from(&self.raw);
        if let Some(media) = &self.content_type {
            response.set("content-type", media);
        }
        for (name, value) in &self.headers {
            match value {
                Value::Null => response.remove(&name.to_ascii_lowercase()),
                Value::String(text) => response.set(&name.to_ascii_lowercase(), text),
                other => response.set(&name.to_ascii_lowercase(), &other.to_string()),
            }
        }
        if self.no_cors {
            response
                .headers
                .retain(|(name, _)| !name.starts_with("access-control-"));
        }
        response
    }
}

/// JSON merge patch (RFC 7396).
fn merge(target: &mut Value, changes: &Value) {
    let Value::Object(changes) = changes else {
        *target = changes.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(fields) = target {
        for (name, change) in changes {
            if change.is_null() {
                fields.remove(name);
            } else {
                merge(fields.entry(name.clone()).or_insert(Value::Null), change);
            }
        }
    }
}

/// The first fault that strikes this request; its count goes down. Used-up faults are removed.
pub fn strike(faults: &mut Vec<Fault>, request: &Request) -> Option<Fault> {
    let mut struck = None;
    for fault in faults
        .iter_mut()
        .filter(|fault| fault.route.matches(request))
    {
        if fault.after > 0 {
            fault.after -= 1;
        } else if fault.times != Some(0) {
            fault.times = fault.times.map(|times| times - 1);
            struck = Some(fault.clone());
            break;
        }
    }
    faults.retain(|fault| fault.times != Some(0));
    struck
}

#[cfg(test)]
mod tests;

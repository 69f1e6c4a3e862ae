//! What comes in and what goes out: one HTTP request and one response, as values.

use serde_json::Value;

use super::params::Params;

/// A request that has arrived completely.
#[derive(Clone, Default)]
pub struct Request {
    /// Upper-case method.
    pub method: String,
    /// Path as it was sent, still percent-encoded.
    pub path: String,
    /// Raw query text without the question mark; empty if there was none.
    pub query: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// Whether the peer is on this machine.
    pub loopback: bool,
    /// Number of the connection and of the request on it, both from 1; 0 where there is no connection.
    pub connection: (u64, u64),
}

impl Request {
    /// A request as tests write it: `Request::new("GET", "/users/me?x=1")` to `127.0.0.1:8787`.
    pub fn new(method: &str, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: vec![("host".to_owned(), "127.0.0.1:8787".to_owned())],
            body: String::new(),
            loopback: true,
            connection: (0, 0),
        }
    }

    /// The same request with one more header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers
            .push((name.to_ascii_lowercase(), value.to_owned()));
        self
    }

    /// The same request with a JSON body.
    pub fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string();
        self.with("content-type", "application/json")
    }

    /// The same request with a form body.
    pub fn form(mut self, body: &str) -> Self {
        self.body = body.to_owned();
        self.with("content-type", "application/x-www-form-urlencoded")
    }

    /// First value of a header, name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the body is declared to be of this media type.
    pub fn is_type(&self, media: &str) -> bool {
        self.header("content-type").is_some_and(|value| {
            value
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .eq_ignore_ascii_case(media)
        })
    }

    pub fn params(&self) -> Params {
        Params::parse(&self.query)
    }

    /// The address the request came to, without a trailing slash. Resource URIs and links are built on it.
    pub fn base(&self) -> String {
        format!("http://{}", self.header("host").unwrap_or("localhost"))
    }

    /// Path segments, percent-decoded, without empty ones.
    pub fn segments(&self) -> Vec<String> {
        self.path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| super::params::decode(segment, false))
            .collect()
    }
}

/// A response before any fault has spoilt it.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub struct Response {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// Bytes that are sent in place of the body: only a fault sets them, since they need not be UTF-8.
    pub raw: Option<Vec<u8>>,
}

impl Response {
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            body: body.to_string(),
            ..Self::default()
        }
        .with("content-type", "application/json; charset=utf-8")
    }

    pub fn html(status: u16, body: String) -> Self {
        Self {
            status,
            body,
            ..Self::default()
        }
        .with("content-type", "text/html; charset=utf-8")
        .with("cache-control", "no-store")
        .with("referrer-policy", "no-referrer")
        .with(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'self'",
        )
    }

    /// Sends a browser on with GET. 303 rather than 307, so that a posted form is not posted again (RFC 9700 4.12).
    pub fn see_other(location: &str) -> Self {
        Self::empty(303)
            .with("location", location)
            .with("cache-control", "no-store")
            .with("referrer-policy", "no-referrer")
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub fn remove(&mut self, name: &str) {
        self.headers.retain(|(key, _)| key != name);
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON, `null` if it is not.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

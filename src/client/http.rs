//! The HTTP message: what a transport is given and what it gives back.

use std::any::Any;
use std::rc::Rc;

use crate::api::fields;
use crate::json::Value;

/// One request, ready to be sent. Redirects are not followed, nothing is cached, no cookies go along.
#[derive(Clone)]
pub struct HttpRequest {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
}

/// One answer. Headers are `None` where the server does not expose them to scripts.
#[derive(Clone)]
pub struct HttpResponse {
    pub status: u16,
    pub content_type: Option<String>,
    pub retry_after: Option<String>,
    pub rate_limit_reset: Option<String>,
    /// How many requests the user has in a minute.
    pub rate_limit: Option<String>,
    /// What Calendly calls this exchange in its own logs.
    pub request_id: Option<String>,
    pub body: Rc<dyn Body>,
}

/// The body of an answer, left where the transport has it until somebody reads it.
pub trait Body: Any {
    fn text(&self) -> String;

    /// The body as JSON, `null` where it is empty (204); `None` where it is none, or nested too deeply.
    fn json(&self) -> Option<Value>;
}

impl Body for String {
    fn text(&self) -> String {
        self.clone()
    }

    fn json(&self) -> Option<Value> {
        fields::body(self).ok()
    }
}

/// Why there is no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TransportError {
    /// Nothing left this machine: offline beforehand, or bytes that cannot stand in a header.
    NotSent(String),
    /// Anything after the browser was asked to send: the request may have been executed.
    Lost(String),
    /// No answer in time; may have been executed too.
    Timeout,
}

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

impl HttpResponse {
    /// Whether it says that it is something else than JSON (RFC 8259, RFC 6839), as the page of a captive portal does. What
    /// has no content needs no type.
    pub fn is_foreign(&self) -> bool {
        let is_json = |kind: &String| {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind.to_ascii_lowercase().ends_with("json")
        };
        matches!(self.status, 200 | 201) && !self.content_type.as_ref().is_none_or(is_json)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_to_be_a_page_is_no_answer_and_what_says_nothing_may_be_one() {
        for (status, kind, foreign) in [
            (200, Some("application/json; charset=utf-8"), false),
            (201, Some("application/problem+JSON"), false),
            (200, None, false),
            (200, Some("text/html"), true),
            (200, Some("text/html; profile=json"), true),
            (204, Some("text/html"), false),
        ] {
            let answer = HttpResponse {
                status,
                content_type: kind.map(str::to_owned),
                retry_after: None,
                rate_limit_reset: None,
                rate_limit: None,
                request_id: None,
                body: Rc::new("{}".to_owned()),
            };
            assert_eq!(answer.is_foreign(), foreign, "{status} {kind:?}");
        }
    }
}

//! The endpoint: one operation of the API as data.

use super::fields::{self, DecodeError};
use super::page::Page;
use crate::json::Value;

/// The methods Calendly uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    Get,
    Post,
    Patch,
    Delete,
}

impl Method {
    /// As it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether sending it twice may do something twice. Calendly has no idempotency keys.
    pub fn is_write(self) -> bool {
        self != Self::Get
    }
}

/// One operation with its parameters.
pub trait Endpoint {
    const METHOD: Method;
    /// Scopes the token needs, in Calendly's names.
    const SCOPES: &'static [&'static str];
    type Response;

    /// Path below the API address, `/event_types`.
    fn path(&self) -> String;

    /// Query parameters, not yet encoded.
    fn query(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// JSON body of a write.
    fn body(&self) -> Option<String> {
        None
    }

    /// Reads a successful answer. Single resources are unwrapped from `{"resource": …}` here.
    fn read(answer: &Value) -> Result<Self::Response, DecodeError>;

    /// Reads the body of a successful answer.
    fn decode(body: &str) -> Result<Self::Response, DecodeError> {
        Self::read(&fields::parse(body)?)
    }
}

/// An operation that answers page by page (`calendly` "Pagination": `count`, `page_token`).
pub trait ListEndpoint: Endpoint<Response = Page<Self::Item>> {
    type Item;

    /// The same request for another page; `None` is the first.
    fn with_page(&self, token: Option<String>) -> Self;

    /// What makes an item itself, so that one seen on two pages is kept once.
    fn key(item: &Self::Item) -> &str;
}

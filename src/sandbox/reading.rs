//! What operations read from a request in the same way: JSON bodies, resource URIs, instants, directions.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::errors;
use super::instant;
use super::message::{Request, Response};
use super::params::Params;
use super::resource;

/// The JSON object of the body. An empty body is an empty object; anything else that is no object is refused.
pub fn body(request: &Request) -> Result<Map<String, Value>, Response> {
    if request.body.trim().is_empty() {
        return Ok(Map::new());
    }
    if !request.is_type("application/json") {
        return Err(errors::invalid(&[(
            "body",
            "must be sent as application/json",
        )]));
    }
    serde_json::from_str(&request.body)
        .map_err(|_| errors::invalid(&[("body", "must be a JSON object")]))
}

/// A text field of a body; the empty text if it is missing or no text.
pub fn text<'a>(body: &'a Map<String, Value>, name: &str) -> &'a str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The identifier in a parameter that names a resource by URI, if it was given.
pub fn reference<'a>(
    params: &'a Params,
    name: &str,
    base: &str,
    collection: &str,
) -> Result<Option<&'a str>, Response> {
    match params.get(name) {
        None => Ok(None),
        Some(text) => resource::uuid(text, base, collection)
            .map(Some)
            .ok_or_else(|| errors::invalid(&[(name, "must be a valid URI")])),
    }
}

/// The same, where it must be given.
pub fn required<'a>(
    params: &'a Params,
    name: &str,
    base: &str,
    collection: &str,
) -> Result<&'a str, Response> {
    reference(params, name, base, collection)?
        .ok_or_else(|| errors::invalid(&[(name, "is missing")]))
}

/// A parameter with a closed set of values.
pub fn one_of<'a>(
    params: &'a Params,
    name: &str,
    allowed: &[&str],
) -> Result<Option<&'a str>, Response> {
    match params.get(name) {
        Some(value) if !allowed.contains(&value) => {
            let message = format!("must be one of {}", allowed.join(", "));
            Err(errors::invalid(&[(name, &message)]))
        }
        value => Ok(value),
    }
}

/// An instant in RFC 3339.
pub fn time(params: &Params, name: &str) -> Result<Option<Timestamp>, Response> {
    match params.get(name) {
        None => Ok(None),
        Some(text) => instant::parse(text)
            .map(Some)
            .ok_or_else(|| errors::invalid(&[(name, "must be a date-time")])),
    }
}

/// Sorts by `created_at` as `sort` says, the oldest first if it says nothing. Ties keep an order of their own by
/// the identifier, so that pages never overlap.
pub fn sort_by_creation<T>(
    items: &mut [T],
    params: &Params,
    key: impl Fn(&T) -> (Timestamp, String),
) -> Result<(), Response> {
    let sort = one_of(params, "sort", &["created_at:asc", "created_at:desc"])?;
    items.sort_by_key(key);
    if sort == Some("created_at:desc") {
        items.reverse();
    }
    Ok(())
}

/// `name@host` with something on both sides and no space: no more is checked.
pub fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_an_object_sent_as_json_or_nothing() {
        let post = || Request::new("POST", "/x");
        assert!(body(&post()).unwrap().is_empty());
        assert_eq!(
            text(
                &body(&post().json(&serde_json::json!({"a": "b"}))).unwrap(),
                "a"
            ),
            "b"
        );
        for wrong in [
            post().form("a=b"),
            post().json(&serde_json::json!([1])),
            post().json(&serde_json::json!("text")),
        ] {
            assert_eq!(body(&wrong).unwrap_err().status, 400);
        }
    }

    #[test]
    fn an_address_needs_both_sides_of_the_at_sign() {
        assert!(is_email("a@b"));
        for wrong in ["", "a", "@b", "a@", "a@b@c", "a b@c"] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }
}

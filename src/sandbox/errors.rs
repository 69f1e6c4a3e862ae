//! Error answers: the API's envelope and the OAuth one.

use serde_json::{Value, json};

use super::message::Response;

/// One line of `details`: parameter and message.
pub type Detail<'a> = (&'a str, &'a str);

fn envelope(status: u16, title: &str, message: &str) -> Response {
    Response::json(status, &json!({"title": title, "message": message}))
}

/// 400 with one detail per parameter that is wrong.
pub fn invalid(details: &[Detail]) -> Response {
    let details: Vec<Value> = details
        .iter()
        .map(|(parameter, message)| json!({"parameter": parameter, "message": message}))
        .collect();
    Response::json(
        400,
        &json!({
            "title": "Invalid Argument", "message": "The supplied parameters are invalid.", "details": details,
        }),
    )
}

pub fn unauthenticated(message: &str) -> Response {
    envelope(401, "Unauthenticated", message).with("www-authenticate", "Bearer")
}

pub fn forbidden(message: &str) -> Response {
    envelope(403, "Permission Denied", message)
}

pub const NO_PERMISSION: &str = "You do not have permission to access this resource.";

pub fn insufficient_scope(required: &[&str]) -> Response {
    Response::json(
        403,
        &json!({
            "title": "Insufficient scope",
            "message": "This operation requires the scopes listed in the 'required_scopes' array.",
            "required_scopes": required,
        }),
    )
}

pub fn not_found() -> Response {
    envelope(
        404,
        "Resource Not Found",
        "The server could not find the requested resource.",
    )
}

pub fn already_exists(message: &str) -> Response {
    envelope(409, "Already Exists", message)
}

/// 424: the host's calendar does not answer.
pub fn broken_calendar() -> Response {
    envelope(
        424,
        "External Calendar Error",
        "There is a problem accessing your calendar.",
    )
}

/// 400 under the title of another status: what a booking of a taken time is answered with.
pub fn unexpected() -> Response {
    envelope(
        400,
        "Internal Server Error",
        "The server encountered an unexpected condition that prevented it from fulfilling the request.",
    )
}

/// An error of the token or revocation endpoint (RFC 6749 5.2).
pub fn oauth(status: u16, error: &str, description: &str) -> Response {
    Response::json(
        status,
        &json!({"error": error, "error_description": description}),
    )
    .with("cache-control", "no-store")
    .with("pragma", "no-cache")
}

//! Booking pages.

use jiff::Timestamp;

use super::html;
use super::message::{Request, Response};
use super::state::Sandbox;

pub fn respond(
    _state: &mut Sandbox,
    _request: &Request,
    _segments: &[&str],
    _now: Timestamp,
) -> Response {
    Response::html(
        404,
        html::message("Page not found", "There is nothing at this address."),
    )
}

//! The front page.

use super::html;
use super::message::Response;
use super::state::Sandbox;

pub fn index(_state: &Sandbox) -> Response {
    Response::html(200, html::message("Slotlink sandbox", "It runs."))
}

//! `GET /event_type_memberships`: the hosts of an event type.

use serde_json::json;

use super::event_type_availability_schedules::asked;
use super::gate::Caller;
use super::message::{Request, Response};
use super::paging::{self, Row};
use super::resource::uri;
use super::sequence::{hash, hyphenated};
use super::state::Sandbox;
use super::users;

/// `GET /event_type_memberships`, in the order in which the hosts stand at the event type.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("event_types:read")?;
    let kind = asked(state, request, caller)?;
    let base = request.base();
    let rows = kind
        .hosts
        .iter()
        .filter_map(|slug| state.host(slug))
        .map(|host| {
            let key = format!("{}|{}", kind.uuid, host.slug);
            let uuid = hyphenated(hash(&key), hash(host.slug));
            let value = json!({
                "uri": uri(&base, "event_type_memberships", &uuid),
                "event_type": uri(&base, "event_types", &kind.uuid),
                "member": users::render(state, host, &base),
            });
            Row { key, value }
        })
        .collect();
    paging::page(rows, request, "/event_type_memberships")
}

#[cfg(test)]
mod tests;

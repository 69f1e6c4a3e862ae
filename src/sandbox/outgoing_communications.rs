//! `GET /outgoing_communications`: messages that were sent to invitees. The sandbox sends none, so that the list is
//! always empty; Calendly's public documents do not describe an item.

use super::errors;
use super::gate::Caller;
use super::message::{Request, Response};
use super::organizations::{self, own_as_enterprise_admin};
use super::paging;
use super::reading;
use super::state::Sandbox;

/// `GET /outgoing_communications`: Enterprise only.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("outgoing_communications:read")?;
    let params = request.params();
    let own = own_as_enterprise_admin(state, caller)?;
    organizations::must_be_own(&params, &request.base(), own)?;
    let earliest = reading::time(&params, "min_created_at")?;
    let latest = reading::time(&params, "max_created_at")?;
    if let (Some(earliest), Some(latest)) = (earliest, latest)
        && latest < earliest
    {
        return Err(errors::invalid(&[(
            "max_created_at",
            "must not be before min_created_at",
        )]));
    }
    paging::page(Vec::new(), request, "/outgoing_communications")
}

#[cfg(test)]
mod tests;

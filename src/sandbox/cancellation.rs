//! Calling off: a whole event by its host, or one invitee's part in it.

use jiff::Timestamp;
use serde_json::json;

use super::announce::Change;
use super::errors;
use super::fields::Fields;
use super::gate::Caller;
use super::message::{Request, Response};
use super::scheduled_events::read::visible;
use super::scheduled_events::{Canceler, Cancellation};
use super::state::Sandbox;

/// `POST /scheduled_events/{uuid}/cancellation`: the whole event, whoever is in it.
pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("scheduled_events:write")?;
    let not_allowed = |refusal: Response| match refusal.status {
        403 => errors::forbidden("You are not allowed to cancel this event"),
        _ => refusal,
    };
    let event = visible(state, caller, uuid).map_err(not_allowed)?;
    if !event.is_active() {
        return Err(errors::forbidden("Event is already canceled"));
    }
    if event.start <= now {
        return Err(errors::forbidden("Event in the past"));
    }
    let mut fields = Fields::read(request)?;
    let reason = match fields.get("reason").and_then(serde_json::Value::as_str) {
        Some("") => None,
        _ => fields.text("reason", REASON),
    };
    fields.finish()?;
    let by = state.host(&caller.user).map(|host| host.name.to_owned());
    let cancellation = Cancellation {
        by: by.unwrap_or_default(),
        canceler: Canceler::Host,
        reason,
        at: now,
    };
    state.cancel_event(uuid, &cancellation);
    Ok(Response::json(
        201,
        &json!({"resource": cancellation.render()}),
    ))
}

/// The longest reason, in characters.
const REASON: usize = 10_000;

impl Sandbox {
    /// Cancels an event with everyone in it; each active invitee is announced.
    pub fn cancel_event(&mut self, uuid: &str, cancellation: &Cancellation) {
        let invitees: Vec<String> = self
            .invitees_of(uuid)
            .filter(|invitee| invitee.is_active())
            .map(|invitee| invitee.uuid.clone())
            .collect();
        for invitee in &invitees {
            self.withdraw(invitee, cancellation);
        }
        for invitee in invitees {
            self.announce(Change::InviteeCanceled { invitee }, cancellation.at);
        }
    }

    /// Cancels one invitee. The event goes with the last of them.
    pub fn cancel_invitee(&mut self, uuid: &str, cancellation: &Cancellation) {
        self.withdraw(uuid, cancellation);
        let invitee = uuid.to_owned();
        self.announce(Change::InviteeCanceled { invitee }, cancellation.at);
    }

    /// Cancels one invitee without a word about it.
    pub(super) fn withdraw(&mut self, uuid: &str, cancellation: &Cancellation) {
        let now = cancellation.at;
        let Some(invitee) = self.invitee_mut(uuid) else {
            return;
        };
        invitee.cancellation = Some(cancellation.clone());
        invitee.updated_at = now;
        let event = invitee.event.clone();
        let is_empty = !self.invitees_of(&event).any(|other| other.is_active());
        if let Some(event) = self.event_mut(&event) {
            event.updated_at = now;
            if is_empty {
                event.cancellation = Some(cancellation.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! Calling off: a whole event by its host, or one invitee's part in it.

use super::announce::Change;
use super::scheduled_events::Cancellation;
use super::state::Sandbox;

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

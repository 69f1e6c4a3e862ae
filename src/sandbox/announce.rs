//! Announcements: the one place through which every change goes that a webhook would tell of.

use jiff::Timestamp;
use serde_json::json;

use super::state::Sandbox;

/// Something that happened, by UUID of what it happened to.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Change {
    /// `invitee.created`
    InviteeCreated { invitee: String },
    /// `invitee.canceled`, also of one who moved to another time
    InviteeCanceled { invitee: String },
    /// `invitee_no_show.created`
    NoShowCreated { invitee: String, no_show: String },
    /// `invitee_no_show.deleted`; the mark is gone already
    NoShowDeleted { invitee: String, no_show: String },
}

impl Change {
    /// The webhook event, and the UUID of the invitee it is about.
    pub fn subject(&self) -> (&'static str, &str) {
        match self {
            Self::InviteeCreated { invitee } => ("invitee.created", invitee),
            Self::InviteeCanceled { invitee } => ("invitee.canceled", invitee),
            Self::NoShowCreated { invitee, .. } => ("invitee_no_show.created", invitee),
            Self::NoShowDeleted { invitee, .. } => ("invitee_no_show.deleted", invitee),
        }
    }
}

impl Sandbox {
    /// Makes a change known, after it was made.
    pub fn announce(&mut self, change: Change, now: Timestamp) {
        let (event, invitee) = change.subject();
        let fact = json!({"event": event, "invitee": invitee});
        self.note("announced", now, fact);
        self.changes.push((now, change));
    }
}

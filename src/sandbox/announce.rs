//! Announcements: the one place through which every change goes that a webhook would tell of.

use jiff::Timestamp;
use serde_json::json;

use super::records::Record;
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
    /// `routing_form_submission.created`
    FormSubmitted { submission: String },
    /// `contact.*` and `meeting_recap.*`: the record as it is now, or was
    Record { event: &'static str, record: Record },
}

impl Change {
    /// The webhook event.
    pub fn event(&self) -> &'static str {
        match self {
            Self::InviteeCreated { .. } => "invitee.created",
            Self::InviteeCanceled { .. } => "invitee.canceled",
            Self::NoShowCreated { .. } => "invitee_no_show.created",
            Self::NoShowDeleted { .. } => "invitee_no_show.deleted",
            Self::FormSubmitted { .. } => "routing_form_submission.created",
            Self::Record { event, .. } => event,
        }
    }

    /// What it is about: the noun, and the UUID of one.
    fn subject(&self) -> (&'static str, &str) {
        match self {
            Self::InviteeCreated { invitee }
            | Self::InviteeCanceled { invitee }
            | Self::NoShowCreated { invitee, .. }
            | Self::NoShowDeleted { invitee, .. } => ("invitee", invitee),
            Self::FormSubmitted { submission } => ("submission", submission),
            Self::Record { record, .. } => ("record", &record.uuid),
        }
    }
}

impl Sandbox {
    /// Makes a change known, after it was made: to the ledger, and to the webhooks that asked for it.
    pub fn announce(&mut self, change: Change, now: Timestamp) {
        let (noun, uuid) = change.subject();
        let fact = json!({"event": change.event(), noun: uuid});
        self.note("announced", now, fact);
        self.post(&change, now);
        self.changes.push((now, change));
    }
}

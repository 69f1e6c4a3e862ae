//! The options: which changes are looked for, whose, and how eagerly.

use crate::api::uri::GroupUri;
use crate::api::webhook_subscriptions::{WebhookEvent, WebhookScope};
use crate::api::{InvalidInput, OrganizationUri, UserUri};
use crate::time::Timestamp;

/// What a webhook subscription says of the same changes, and what only a feed needs.
#[derive(Clone)]
pub struct FeedOptions {
    pub events: Vec<WebhookEvent>,
    pub scope: WebhookScope,
    /// That of the user who is signed in, unless said otherwise.
    pub organization: Option<OrganizationUri>,
    /// In the scope `user`: who is signed in, unless said otherwise.
    pub user: Option<UserUri>,
    /// Needed in the scope `group`.
    pub group: Option<GroupUri>,
    /// From when on changes count, by Calendly's clock; from now on by this machine's, unless said otherwise.
    pub since: Option<Timestamp>,
    /// For how many days after its beginning a meeting is looked at.
    pub horizon_days: u32,
    /// Most requests that are begun in a minute. Calendly permits 50 on the free plan and 500 on others, to all
    /// programs of a user together.
    pub requests_per_minute: u32,
}

impl FeedOptions {
    /// Half of what the free plan permits, and a week.
    pub fn new(events: Vec<WebhookEvent>, scope: WebhookScope) -> Self {
        Self {
            events,
            scope,
            organization: None,
            user: None,
            group: None,
            since: None,
            horizon_days: 7,
            requests_per_minute: 25,
        }
    }

    pub(super) fn check(&self) -> Result<(), InvalidInput> {
        let refusal = |parameter: &str, message: &str| {
            Err(InvalidInput {
                parameter: parameter.to_owned(),
                message: message.to_owned(),
            })
        };
        if self.events.is_empty() {
            return refusal("events", "must name at least one event");
        }
        for (index, event) in self.events.iter().enumerate() {
            if let Some(message) = self.obstacle(event) {
                return refusal(&["events[", &index.to_string(), "]"].concat(), message);
            }
        }
        match self.scope {
            WebhookScope::Organization | WebhookScope::User => Ok(()),
            WebhookScope::Group if self.group.is_some() => Ok(()),
            WebhookScope::Group => refusal("group", "is needed in the scope group"),
            WebhookScope::Other(_) => refusal("scope", "must be organization, user or group"),
        }
    }

    /// Why an event cannot be found by asking.
    fn obstacle(&self, event: &WebhookEvent) -> Option<&'static str> {
        match event {
            WebhookEvent::InviteeCreated
            | WebhookEvent::InviteeCanceled
            | WebhookEvent::InviteeNoShowCreated => None,
            WebhookEvent::RoutingFormSubmissionCreated => (self.scope
                != WebhookScope::Organization)
                .then_some("goes with the scope organization only"),
            WebhookEvent::InviteeNoShowDeleted => {
                Some("cannot be polled: a mark that was taken away leaves no trace. Use a webhook")
            }
            WebhookEvent::MeetingRecapCreated
            | WebhookEvent::MeetingRecapUpdated
            | WebhookEvent::MeetingRecapDeleted
            | WebhookEvent::ContactCreated
            | WebhookEvent::ContactUpdated
            | WebhookEvent::ContactDeleted => Some(
                "cannot be polled: Calendly describes neither times nor states of contacts and meeting recaps. \
                 Use a webhook",
            ),
            WebhookEvent::Other(_) => Some("is no event that is known here"),
        }
    }

    pub(super) fn wants(&self, event: &WebhookEvent) -> bool {
        self.events.contains(event)
    }

    pub(super) fn wants_submissions(&self) -> bool {
        self.wants(&WebhookEvent::RoutingFormSubmissionCreated)
    }

    pub(super) fn wants_meetings(&self) -> bool {
        let submission = WebhookEvent::RoutingFormSubmissionCreated;
        self.events.iter().any(|event| *event != submission)
    }

    /// Identifier of whose changes they are.
    pub(super) fn owner<'a>(
        &'a self,
        user: &'a UserUri,
        organization: &'a OrganizationUri,
    ) -> Option<&'a str> {
        match self.scope {
            WebhookScope::User => Some(self.user.as_ref().unwrap_or(user).uuid()),
            WebhookScope::Group => self.group.as_ref().map(GroupUri::uuid),
            _ => Some(organization.uuid()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(events: &[&str], scope: WebhookScope) -> String {
        let events = events
            .iter()
            .map(|event| WebhookEvent::from((*event).to_owned()))
            .collect();
        let checked = FeedOptions::new(events, scope).check();
        checked.map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn what_can_be_polled_is_taken() {
        let meetings = [
            "invitee.created",
            "invitee.canceled",
            "invitee_no_show.created",
        ];
        assert_eq!(refusal(&meetings, WebhookScope::User), "");
        let submissions = ["routing_form_submission.created"];
        assert_eq!(refusal(&submissions, WebhookScope::Organization), "");
    }

    #[test]
    fn every_event_of_a_webhook_is_taken_or_refused_by_its_place_and_with_a_reason() {
        for event in WebhookEvent::CHOICE.values {
            let words = refusal(&["invitee.created", event], WebhookScope::Organization);
            let polled = [
                "invitee.created",
                "invitee.canceled",
                "invitee_no_show.created",
                "routing_form_submission.created",
            ];
            assert_eq!(words.is_empty(), polled.contains(event), "{event}");
            assert!(
                words.is_empty() || words.starts_with("events[1] cannot be polled: "),
                "{words}"
            );
        }
    }

    #[test]
    fn a_scope_that_does_not_fit_is_refused() {
        let created = ["invitee.created"];
        assert_eq!(
            refusal(&[], WebhookScope::User),
            "events must name at least one event"
        );
        assert_eq!(
            refusal(&created, WebhookScope::Group),
            "group is needed in the scope group"
        );
        assert_eq!(
            refusal(&created, WebhookScope::Other("team".to_owned())),
            "scope must be organization, user or group"
        );
        assert_eq!(
            refusal(&["routing_form_submission.created"], WebhookScope::User),
            "events[0] goes with the scope organization only"
        );
        assert_eq!(
            refusal(&["event_type.created"], WebhookScope::User),
            "events[0] is no event that is known here"
        );
    }
}

//! The sample of a webhook: what a call would look like (`GET /sample_webhook_data`).

use super::endpoint::endpoint;
use super::uri::{GroupUri, OrganizationUri, UserUri};
use super::webhook::Webhook;
use super::webhook_subscriptions::{WebhookEvent, WebhookScope};

endpoint! {
    /// An example of what a webhook of this event and scope is sent.
    GetSampleWebhookData: GET "/sample_webhook_data", ["webhooks:read"] => Webhook,
        rules [needs(scope = "user", user), needs(scope = "group", group), only(event = "routing_form_submission.created", scope = "organization")] {
        /// `routing_form_submission.created` goes with the scope `organization` only.
        query event: WebhookEvent,
        query organization: OrganizationUri,
        query scope: WebhookScope,
        /// Needed in the scope `user`.
        query user: Option<UserUri>,
        /// Needed in the scope `group`.
        query group: Option<GroupUri>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;
    use crate::api::webhook::InviteeWebhookEvent;

    const BASE: &str = "https://api.calendly.com";

    #[test]
    fn every_parameter_reaches_the_query() {
        let get = GetSampleWebhookData {
            event: WebhookEvent::InviteeNoShowCreated,
            organization: OrganizationUri::parse("O1", BASE).unwrap(),
            scope: WebhookScope::User,
            user: UserUri::parse("U1", BASE).ok(),
            group: GroupUri::parse("G1", BASE).ok(),
        };
        assert_eq!(
            prepare(&get).unwrap().target,
            "/sample_webhook_data?event=invitee_no_show.created\
             &organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1&scope=user\
             &user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1&group=https%3A%2F%2Fapi.calendly.com%2Fgroups%2FG1"
        );
    }

    #[test]
    fn the_sample_is_what_a_webhook_is_sent_without_a_wrapping() {
        let body = include_str!("../../tests/fixtures/webhook/invitee_created.json");
        let Webhook::Invitee(sample) = GetSampleWebhookData::decode(body).unwrap() else {
            panic!("an invitee")
        };
        assert_eq!(sample.event, InviteeWebhookEvent::Created);
        assert!(GetSampleWebhookData::decode("[]").is_err());
        assert!(GetSampleWebhookData::decode("").is_err());
    }
}

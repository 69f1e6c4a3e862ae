//! The webhook subscription: an address that Calendly calls when something happens (`/webhook_subscriptions`).

use super::endpoint::{Nothing, Resource, endpoint};
use super::input::{CreationSort, Sort};
use super::model::model;
use super::open_enum::open_enum;
use super::page::Page;
use super::schema::Limit;
use super::uri::{GroupUri, OrganizationUri, UserUri, WebhookSubscriptionUri};
use crate::time::Timestamp;

model! {
    /// A subscription. It cannot be changed: another one is made in its place.
    WebhookSubscription by uri {
        uri: WebhookSubscriptionUri,
        /// Where the calls go.
        callback_url: String,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
        /// Since when calls fail. After 24 hours Calendly disables the subscription.
        retry_started_at: Option<Timestamp>,
        state: WebhookState,
        events: Vec<WebhookEvent>,
        scope: WebhookScope,
        organization: Option<OrganizationUri>,
        /// In the scope `user`.
        user: Option<UserUri>,
        /// In the scope `group`.
        group: Option<GroupUri>,
        creator: Option<UserUri>,
    }
}

open_enum!(
    /// Whether the address is called. A disabled subscription stays so.
    WebhookState { Active = "active", Disabled = "disabled" }
);
open_enum!(
    /// Of whose changes a webhook tells.
    WebhookScope { Organization = "organization", User = "user", Group = "group" }
);
open_enum!(
    /// What a webhook tells of.
    WebhookEvent {
        InviteeCreated = "invitee.created",
        InviteeCanceled = "invitee.canceled",
        InviteeNoShowCreated = "invitee_no_show.created",
        InviteeNoShowDeleted = "invitee_no_show.deleted",
        RoutingFormSubmissionCreated = "routing_form_submission.created",
        MeetingRecapCreated = "meeting_recap.created",
        MeetingRecapUpdated = "meeting_recap.updated",
        MeetingRecapDeleted = "meeting_recap.deleted",
        ContactCreated = "contact.created",
        ContactUpdated = "contact.updated",
        ContactDeleted = "contact.deleted",
    }
);

endpoint! {
    /// The subscriptions of one scope.
    ListWebhookSubscriptions: GET "/webhook_subscriptions", ["webhooks:read"]
        => Page<WebhookSubscription>, paged 100,
        rules [needs(scope = "user", user), needs(scope = "group", group)] {
        query organization: OrganizationUri,
        query scope: WebhookScope,
        /// Needed in the scope `user`.
        query user: Option<UserUri>,
        /// Needed in the scope `group`.
        query group: Option<GroupUri>,
        query sort: Vec<Sort<CreationSort>>,
    }

    /// Subscribes an address. Beside its own scope it needs the reading scope of each event. Answered with 409 where
    /// the address is subscribed already.
    CreateWebhookSubscription: POST "/webhook_subscriptions", ["webhooks:write"] => Resource<WebhookSubscription>,
        rules [needs(scope = "user", user), needs(scope = "group", group), only(events = "routing_form_submission.created", scope = "organization")] {
        /// Where the calls are to go.
        body url: String where Limit::Https,
        /// `routing_form_submission.created` goes with the scope `organization` only.
        body events: Vec<WebhookEvent>,
        body organization: OrganizationUri,
        body scope: WebhookScope,
        /// Needed in the scope `user`.
        body user: Option<UserUri>,
        /// Needed in the scope `group`.
        body group: Option<GroupUri>,
        /// What calls are to be signed with. For subscriptions made with a personal access token; an OAuth
        /// application has a key of its own.
        body signing_key: Option<String>,
    }

    /// One subscription.
    GetWebhookSubscription: GET "/webhook_subscriptions/{webhook_uuid}", ["webhooks:read"]
        => Resource<WebhookSubscription> {
        path webhook_uuid: WebhookSubscriptionUri,
    }

    /// Ends a subscription.
    DeleteWebhookSubscription: DELETE "/webhook_subscriptions/{webhook_uuid}", ["webhooks:write"] => Nothing {
        path webhook_uuid: WebhookSubscriptionUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    const BASE: &str = "https://api.calendly.com";
    const LIST: &str = include_str!("../../tests/fixtures/webhook_subscriptions/list.json");
    const CREATED: &str = include_str!("../../tests/fixtures/webhook_subscriptions/create.json");

    fn create(url: &str, event: WebhookEvent) -> CreateWebhookSubscription {
        CreateWebhookSubscription {
            url: url.to_owned(),
            events: vec![WebhookEvent::InviteeCreated, event],
            organization: OrganizationUri::parse("O1", BASE).unwrap(),
            scope: WebhookScope::User,
            user: UserUri::parse("U1", BASE).ok(),
            group: None,
            signing_key: Some("a key".to_owned()),
        }
    }

    #[test]
    fn a_list_decodes_with_nulls_and_new_words() {
        let page = ListWebhookSubscriptions::decode(LIST).unwrap();
        let [failing, paused] = &page.collection[..] else {
            panic!("two subscriptions")
        };
        assert_eq!(failing.state, WebhookState::Active);
        assert!(failing.retry_started_at.is_some());
        assert_eq!(
            failing.events,
            [
                WebhookEvent::InviteeCreated,
                WebhookEvent::RoutingFormSubmissionCreated
            ]
        );
        assert_eq!(failing.scope, WebhookScope::Group);
        assert_eq!(paused.state, WebhookState::Other("paused".to_owned()));
        assert_eq!(
            paused.events,
            [WebhookEvent::Other("event_type.created".to_owned())]
        );
        assert_eq!(paused.scope, WebhookScope::Other("team".to_owned()));
        assert!(paused.user.is_none() && paused.creator.is_none());
    }

    #[test]
    fn every_filter_reaches_the_query() {
        let list = ListWebhookSubscriptions {
            organization: OrganizationUri::parse("O1", BASE).unwrap(),
            scope: WebhookScope::Group,
            user: UserUri::parse("U1", BASE).ok(),
            group: GroupUri::parse("G1", BASE).ok(),
            sort: vec![Sort {
                field: CreationSort::CreatedAt,
                descending: true,
            }],
            count: Some(100),
            page_token: Some("t".to_owned()),
        };
        assert_eq!(
            prepare(&list).unwrap().target,
            "/webhook_subscriptions?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1&scope=group\
             &user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1&group=https%3A%2F%2Fapi.calendly.com%2Fgroups%2FG1\
             &sort=created_at%3Adesc&count=100&page_token=t"
        );
    }

    #[test]
    fn a_subscription_is_made_with_what_is_given() {
        let sent = prepare(&create(
            "https://hook.nordlicht.example/in",
            WebhookEvent::ContactDeleted,
        ))
        .unwrap();
        assert_eq!(sent.target, "/webhook_subscriptions");
        assert_eq!(
            sent.body.unwrap(),
            r#"{"url":"https://hook.nordlicht.example/in","events":["invitee.created","contact.deleted"],"organization":"https://api.calendly.com/organizations/O1","scope":"user","user":"https://api.calendly.com/users/U1","signing_key":"a key"}"#
        );
        let subscription = CreateWebhookSubscription::decode(CREATED).unwrap();
        assert_eq!(subscription.uri.uuid(), "HOOKNEUAAAAAAAA3");
        assert_eq!(subscription.scope, WebhookScope::User);
    }

    #[test]
    fn an_address_in_the_clear_is_refused_unless_it_is_on_this_machine() {
        let prepared = |url| prepare(&create(url, WebhookEvent::InviteeCanceled));
        assert!(prepared("http://localhost:9000/in").is_ok());
        assert_eq!(
            prepared("http://hook.nordlicht.example/in")
                .unwrap_err()
                .to_string(),
            "url must be an address that begins with https://"
        );
    }

    #[test]
    fn an_event_that_calendly_does_not_offer_is_named_with_its_place() {
        let refusal = prepare(&create(
            "https://hook.nordlicht.example/in",
            WebhookEvent::Other("event_type.created".to_owned()),
        ));
        let refusal = refusal.unwrap_err();
        assert_eq!(refusal.parameter, "events[1]");
        assert!(
            refusal
                .message
                .starts_with("must be one of invitee.created, invitee.canceled")
        );
    }

    #[test]
    fn reading_and_ending_name_the_subscription_and_send_no_body() {
        let webhook_uuid = WebhookSubscriptionUri::parse("W1", BASE).unwrap();
        let get = GetWebhookSubscription {
            webhook_uuid: webhook_uuid.clone(),
        };
        let get = prepare(&get).unwrap();
        assert_eq!(
            (get.target.as_str(), get.body),
            ("/webhook_subscriptions/W1", None)
        );
        let end = prepare(&DeleteWebhookSubscription { webhook_uuid }).unwrap();
        assert_eq!(
            (end.target.as_str(), end.body),
            ("/webhook_subscriptions/W1", None)
        );
        assert_eq!(DeleteWebhookSubscription::decode(""), Ok(()));
    }
}

use super::*;
use crate::api::invitees::InviteeStatus;
use crate::api::scheduled_events::{EventLocation, EventStatus};
use crate::api::schema::Shape;
use crate::api::webhook_subscriptions::WebhookEvent;

const CANCELED: &str = include_str!("../../../tests/fixtures/webhook/invitee_canceled.json");
const CREATED: &str = include_str!("../../../tests/fixtures/webhook/invitee_created.json");
const SUBMITTED: &str =
    include_str!("../../../tests/fixtures/webhook/routing_form_submission_created.json");
const DELETED: &str = include_str!("../../../tests/fixtures/webhook/contact_deleted.json");
const UNKNOWN: &str = include_str!("../../../tests/fixtures/webhook/event_type_created.json");

fn of_invitee(body: &str) -> InviteeWebhook {
    match Webhook::decode(body) {
        Ok(Webhook::Invitee(webhook)) => *webhook,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_invitee_comes_with_the_meeting_as_a_whole() {
    let webhook = of_invitee(CANCELED);
    assert_eq!(webhook.event, InviteeWebhookEvent::Canceled);
    assert_eq!(
        webhook.created_at.unwrap().to_rfc3339(),
        "2026-11-21T08:00:01.100000Z"
    );
    assert_eq!(webhook.created_by.unwrap().uuid(), "HOSTLENAWEISSAA1");
    let invitee = webhook.payload.base;
    assert_eq!(invitee.status, InviteeStatus::Canceled);
    assert!(invitee.rescheduled);
    assert_eq!(invitee.new_invitee.unwrap().uuid(), "INVITEEPAULAAAA2");
    assert_eq!(invitee.cancellation.unwrap().canceled_by, "Paula Prinz");
    let event = webhook.payload.more.scheduled_event.unwrap();
    assert_eq!(event.status, EventStatus::Canceled);
    assert_eq!(event.name.as_deref(), Some("Kennenlernen"));
    assert_eq!(event.event_memberships.len(), 1);
}

#[test]
fn nulls_unknown_fields_and_new_places_do_not_lose_an_invitee() {
    let webhook = of_invitee(CREATED);
    assert_eq!(webhook.event, InviteeWebhookEvent::Created);
    assert!(webhook.created_by.is_none());
    assert_eq!(webhook.payload.base.name, "Paula Prinz");
    assert!(webhook.payload.base.no_show.is_none());
    let event = webhook.payload.more.scheduled_event.unwrap();
    assert!(matches!(event.location, Some(EventLocation::Other(_))));
    let no_show = CREATED.replace("invitee.created", "invitee_no_show.deleted");
    assert_eq!(
        of_invitee(&no_show).event,
        InviteeWebhookEvent::NoShowDeleted
    );
}

#[test]
fn a_submission_comes_as_it_is_read_elsewhere() {
    let Ok(Webhook::RoutingFormSubmission(webhook)) = Webhook::decode(SUBMITTED) else {
        panic!("a submission")
    };
    assert_eq!(webhook.event, RoutingFormSubmissionWebhookEvent::Created);
    assert_eq!(webhook.payload.uri.uuid(), "SUBMISSIONPAULA1");
}

#[test]
fn what_calendly_does_not_describe_is_plain_json() {
    let Ok(Webhook::Record(webhook)) = Webhook::decode(DELETED) else {
        panic!("a contact")
    };
    assert_eq!(webhook.event, RecordWebhookEvent::ContactDeleted);
    assert_eq!(
        webhook.payload.get("deleted_at").and_then(Value::as_str),
        Some("2026-11-21T10:00:00.000000Z")
    );
    let Ok(Webhook::Other(webhook)) = Webhook::decode(UNKNOWN) else {
        panic!("a new event")
    };
    assert_eq!(
        webhook.get("event").and_then(Value::as_str),
        Some("event_type.created")
    );
}

#[test]
fn what_is_no_webhook_is_an_error() {
    for (body, error) in [
        ("", DecodeError::NotJson),
        ("event=invitee.created", DecodeError::NotJson),
        ("[]", DecodeError::Field("event")),
        (r#"{"payload":{}}"#, DecodeError::Field("event")),
        (
            r#"{"event":"invitee.created","payload":{}}"#,
            DecodeError::Field("payload"),
        ),
        (
            r#"{"event":"routing_form_submission.created"}"#,
            DecodeError::Field("payload"),
        ),
    ] {
        assert_eq!(Webhook::decode(body), Err(error), "{body}");
    }
}

#[test]
fn every_event_that_can_be_subscribed_to_is_known_here() {
    let Shape::Union(union) = Webhook::SHAPE else {
        panic!("a union")
    };
    let known = union.variants.iter().flat_map(|variant| variant.words);
    let known: Vec<&str> = known.copied().collect();
    assert_eq!(known, WebhookEvent::CHOICE.values);
}

//! The fixtures of the models: whatever a model declares stands in one of them with a value, so that a field with a
//! wrong name cannot hide behind being empty.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "fixtures/shapes.rs"]
mod shapes;

use std::collections::BTreeSet;

use serde_json::Value;
use slotlink::api::Endpoint;
use slotlink::api::activity_log_entries::ListActivityLogEntries;
use slotlink::api::cancellation::CancelEvent;
use slotlink::api::event_type_availability_schedules::ListEventTypeAvailabilitySchedules;
use slotlink::api::event_type_memberships::ListEventTypeMemberships;
use slotlink::api::invitee_no_shows::CreateInviteeNoShow;
use slotlink::api::invitees::ListEventInvitees;
use slotlink::api::locations::ListUserLocations;
use slotlink::api::organization_invitations::ListOrganizationInvitations;
use slotlink::api::organization_memberships::ListOrganizationMemberships;
use slotlink::api::organizations::GetOrganization;
use slotlink::api::routing_form_submissions::ListRoutingFormSubmissions;
use slotlink::api::routing_forms::ListRoutingForms;
use slotlink::api::sample_webhook_data::GetSampleWebhookData;
use slotlink::api::scheduled_events::ListEvents;
use slotlink::api::schema::Answer;
use slotlink::api::shares::CreateShare;
use slotlink::api::user_busy_times::ListUserBusyTimes;
use slotlink::api::user_meeting_limits::GetUserMeetingLimits;
use slotlink::api::webhook_subscriptions::ListWebhookSubscriptions;

use shapes::{declared, shown};

/// What the fixtures do not show of what the answer declares.
fn hidden<E: Endpoint>(fixtures: &[&str]) -> Vec<String> {
    let (mut all, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for fixture in fixtures {
        let body: Value = serde_json::from_str(fixture).unwrap();
        match E::OPERATION.answer {
            Answer::Resource(shape) => {
                declared(shape, &mut all);
                shown(shape, &body["resource"], &mut seen);
            }
            Answer::Page(shape) | Answer::Collection(shape) => {
                declared(shape, &mut all);
                for item in body["collection"].as_array().unwrap() {
                    shown(shape, item, &mut seen);
                }
            }
            Answer::PageWith(shape, more) => {
                declared(more, &mut all);
                shown(more, &body, &mut seen);
                declared(shape, &mut all);
                for item in body["collection"].as_array().unwrap() {
                    shown(shape, item, &mut seen);
                }
            }
            Answer::Bare(shape) => {
                declared(shape, &mut all);
                shown(shape, &body, &mut seen);
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(!all.is_empty());
    all.difference(&seen).cloned().collect()
}

/// A single resource as a list of one.
fn in_a_list(fixture: &str) -> String {
    let body: Value = serde_json::from_str(fixture).unwrap();
    serde_json::json!({ "collection": [body["resource"]] }).to_string()
}

macro_rules! fixture {
    ($path:literal) => {
        include_str!(concat!("fixtures/", $path))
    };
}

#[test]
fn every_field_of_a_meeting_and_of_those_in_it_stands_in_a_fixture() {
    let none = Vec::<String>::new();
    let list = fixture!("scheduled_events/list.json");
    let get = fixture!("scheduled_events/get.json");
    assert_eq!(
        hidden::<CancelEvent>(&[fixture!("cancellation/create.json")]),
        none
    );
    let event = [list, &in_a_list(get)];
    assert_eq!(
        hidden::<ListEvents>(&event),
        ["Cancellation.reason"],
        "the cancellation by itself shows it"
    );
    let invitees = fixture!("invitees/list.json");
    assert_eq!(
        hidden::<ListEventInvitees>(&[invitees]),
        ["InviteeNoShow.invitee"],
        "inside of its invitee a mark does not name it"
    );
    let mark = fixture!("invitee_no_shows/create.json");
    assert_eq!(hidden::<CreateInviteeNoShow>(&[mark]), none);
}

#[test]
fn every_field_of_what_can_be_booked_stands_in_a_fixture() {
    let none = Vec::<String>::new();
    let share = fixture!("shares/create.json");
    assert_eq!(hidden::<CreateShare>(&[share]), none);
    let hosts = fixture!("event_type_memberships/list.json");
    assert_eq!(hidden::<ListEventTypeMemberships>(&[hosts]), none);
    let hours = fixture!("event_type_availability_schedules/list.json");
    assert_eq!(hidden::<ListEventTypeAvailabilitySchedules>(&[hours]), none);
    let busy = fixture!("user_busy_times/list.json");
    assert_eq!(hidden::<ListUserBusyTimes>(&[busy]), none);
    let limits = fixture!("user_meeting_limits/get.json");
    assert_eq!(hidden::<GetUserMeetingLimits>(&[limits]), none);
    let places = fixture!("locations/list.json");
    assert_eq!(hidden::<ListUserLocations>(&[places]), none);
}

#[test]
fn every_field_of_an_organization_and_of_those_in_it_stands_in_a_fixture() {
    let none = Vec::<String>::new();
    let organization = fixture!("organizations/get.json");
    assert_eq!(hidden::<GetOrganization>(&[organization]), none);
    let members = fixture!("organization_memberships/list.json");
    assert_eq!(hidden::<ListOrganizationMemberships>(&[members]), none);
    let invitations = fixture!("organization_invitations/list.json");
    assert_eq!(hidden::<ListOrganizationInvitations>(&[invitations]), none);
    let log = fixture!("activity_log_entries/list.json");
    assert_eq!(hidden::<ListActivityLogEntries>(&[log]), none);
}

#[test]
fn every_field_of_a_routing_form_and_of_its_submissions_stands_in_a_fixture() {
    let none = Vec::<String>::new();
    let forms = fixture!("routing_forms/list.json");
    assert_eq!(hidden::<ListRoutingForms>(&[forms]), none);
    let submissions = fixture!("routing_form_submissions/list.json");
    assert_eq!(hidden::<ListRoutingFormSubmissions>(&[submissions]), none);
}

#[test]
fn every_field_of_a_webhook_stands_in_a_fixture() {
    let subscriptions = fixture!("webhook_subscriptions/list.json");
    assert_eq!(
        hidden::<ListWebhookSubscriptions>(&[subscriptions]),
        Vec::<String>::new()
    );
    let calls = [
        fixture!("webhook/invitee_canceled.json"),
        fixture!("webhook/routing_form_submission_created.json"),
        fixture!("webhook/contact_deleted.json"),
    ];
    assert_eq!(
        hidden::<GetSampleWebhookData>(&calls),
        [
            "CustomMessage.body",
            "CustomMessage.headline",
            "EventConference.data",
            "EventConference.join_url",
            "EventConference.status",
            "EventConference.type",
            "SubmissionMessage.type",
            "SubmissionMessage.value",
        ],
        "a meeting has one place, a submission one result"
    );
}

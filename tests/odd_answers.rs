//! Odd answers: what becomes of an answer in which one field is not what Calendly documents.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use slotlink::api::Endpoint;
use slotlink::api::activity_log_entries::ListActivityLogEntries;
use slotlink::api::availability::ListEventTypeAvailableTimes;
use slotlink::api::cancellation::CancelEvent;
use slotlink::api::event_type_availability_schedules::ListEventTypeAvailabilitySchedules;
use slotlink::api::event_type_memberships::ListEventTypeMemberships;
use slotlink::api::event_types::{GetEventType, ListEventTypes};
use slotlink::api::invitee_no_shows::CreateInviteeNoShow;
use slotlink::api::invitees::{CreateEventInvitee, ListEventInvitees};
use slotlink::api::locations::ListUserLocations;
use slotlink::api::organization_invitations::ListOrganizationInvitations;
use slotlink::api::organization_memberships::ListOrganizationMemberships;
use slotlink::api::organizations::GetOrganization;
use slotlink::api::routing_form_submissions::ListRoutingFormSubmissions;
use slotlink::api::routing_forms::ListRoutingForms;
use slotlink::api::sample_webhook_data::GetSampleWebhookData;
use slotlink::api::scheduled_events::{GetEvent, ListEvents};
use slotlink::api::scheduling_links::CreateSchedulingLink;
use slotlink::api::shares::ListShares;
use slotlink::api::teams::ListTeams;
use slotlink::api::user_busy_times::ListUserBusyTimes;
use slotlink::api::users::GetCurrentUser;
use slotlink::api::webhook_subscriptions::ListWebhookSubscriptions;

/// Every field of every fixture nulled and given each other JSON type, one at a time.
#[test]
fn a_changed_field_gives_an_error_or_a_value_and_never_a_panic() {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!("x"),
        json!([]),
        json!({}),
        json!([{}]),
        json!([1]),
    ];

    fn paths(value: &Value, here: String, all: &mut Vec<String>) {
        match value {
            Value::Object(entries) => {
                for (name, inner) in entries {
                    paths(inner, format!("{here}/{name}"), all);
                }
            }
            Value::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    paths(inner, format!("{here}/{index}"), all);
                }
            }
            _ => {}
        }
        all.push(here);
    }

    type Decode = fn(&str) -> bool;
    fn decodes<E: Endpoint>(body: &str) -> bool {
        E::decode(body).is_ok()
    }
    let examples: [(&str, Decode); 26] = [
        (
            include_str!("fixtures/users/me.json"),
            decodes::<GetCurrentUser>,
        ),
        (
            include_str!("fixtures/event_types/get.json"),
            decodes::<GetEventType>,
        ),
        (
            include_str!("fixtures/event_types/list.json"),
            decodes::<ListEventTypes>,
        ),
        (
            include_str!("fixtures/event_type_available_times/list.json"),
            decodes::<ListEventTypeAvailableTimes>,
        ),
        (
            include_str!("fixtures/scheduling_links/create.json"),
            decodes::<CreateSchedulingLink>,
        ),
        (
            include_str!("fixtures/scheduled_events/list.json"),
            decodes::<ListEvents>,
        ),
        (
            include_str!("fixtures/scheduled_events/get.json"),
            decodes::<GetEvent>,
        ),
        (
            include_str!("fixtures/cancellation/create.json"),
            decodes::<CancelEvent>,
        ),
        (
            include_str!("fixtures/invitees/list.json"),
            decodes::<ListEventInvitees>,
        ),
        (
            include_str!("fixtures/invitees/create_older.json"),
            decodes::<CreateEventInvitee>,
        ),
        (
            include_str!("fixtures/invitee_no_shows/create.json"),
            decodes::<CreateInviteeNoShow>,
        ),
        (
            include_str!("fixtures/shares/list.json"),
            decodes::<ListShares>,
        ),
        (
            include_str!("fixtures/event_type_memberships/list.json"),
            decodes::<ListEventTypeMemberships>,
        ),
        (
            include_str!("fixtures/event_type_availability_schedules/list.json"),
            decodes::<ListEventTypeAvailabilitySchedules>,
        ),
        (
            include_str!("fixtures/user_busy_times/list.json"),
            decodes::<ListUserBusyTimes>,
        ),
        (
            include_str!("fixtures/locations/list.json"),
            decodes::<ListUserLocations>,
        ),
        (
            include_str!("fixtures/activity_log_entries/list.json"),
            decodes::<ListActivityLogEntries>,
        ),
        (
            include_str!("fixtures/organizations/get.json"),
            decodes::<GetOrganization>,
        ),
        (
            include_str!("fixtures/organization_memberships/list.json"),
            decodes::<ListOrganizationMemberships>,
        ),
        (
            include_str!("fixtures/organization_invitations/list.json"),
            decodes::<ListOrganizationInvitations>,
        ),
        (
            include_str!("fixtures/routing_forms/list.json"),
            decodes::<ListRoutingForms>,
        ),
        (
            include_str!("fixtures/routing_form_submissions/list.json"),
            decodes::<ListRoutingFormSubmissions>,
        ),
        (
            include_str!("fixtures/teams/list.json"),
            decodes::<ListTeams>,
        ),
        (
            include_str!("fixtures/webhook/invitee_canceled.json"),
            decodes::<GetSampleWebhookData>,
        ),
        (
            include_str!("fixtures/webhook/routing_form_submission_created.json"),
            decodes::<GetSampleWebhookData>,
        ),
        (
            include_str!("fixtures/webhook_subscriptions/list.json"),
            decodes::<ListWebhookSubscriptions>,
        ),
    ];
    let mut mutants = 0;
    let mut tolerated = 0;
    for (body, decodes) in examples {
        let original: Value = serde_json::from_str(body).unwrap();
        let mut all = Vec::new();
        paths(&original, String::new(), &mut all);
        for path in all {
            for replacement in &odd {
                let mut mutant = original.clone();
                *mutant.pointer_mut(&path).unwrap() = replacement.clone();
                mutants += 1;
                tolerated += usize::from(decodes(&mutant.to_string()));
            }
        }
    }
    assert!(mutants > 1000, "{mutants}");
    // Nearly all single oddities leave the rest readable; the others are typed errors.
    assert!(tolerated * 10 > mutants * 7, "{tolerated} of {mutants}");
}

#[test]
fn broken_json_is_an_error_that_names_the_place() {
    for body in [
        "",
        "null",
        "[]",
        "{",
        "{\"resource\":",
        "\u{feff}",
        "{\"resource\":{}}",
        "{\"collection\":[1e999]}",
    ] {
        assert!(GetCurrentUser::decode(body).is_err());
        assert!(ListEventTypes::decode(body).is_err());
    }
    let deep = "[".repeat(100_000);
    assert!(ListEventTypes::decode(&format!("{{\"collection\":{deep}")).is_err());
    let missing = GetCurrentUser::decode("{\"resource\":{\"name\":\"x\"}}")
        .err()
        .unwrap();
    assert!(missing.to_string().contains("uri"));
}

//! The operations about organizations and the people in them.

use super::operation::Operation;
use crate::sandbox::{
    activity_log, data_compliance, groups, organization_invitations, organization_memberships,
    organizations, outgoing_communications, routing_form_submissions, routing_forms, teams, users,
    webhook_payload, webhook_subscriptions,
};

pub const OPERATIONS: &[Operation] = &[
    Operation::new("GET", "/users/{uuid}", |state, call| {
        users::get(state, call.request, call.caller, call.id(0))
    }),
    Operation::new("GET", "/organizations/{uuid}", |state, call| {
        organizations::get(state, call.request, call.caller, call.id(0))
    }),
    Operation::new("GET", "/organizations/{uuid}/invitations", |state, call| {
        organization_invitations::list(state, call.request, call.caller, call.id(0))
    }),
    Operation::new(
        "POST",
        "/organizations/{uuid}/invitations",
        |state, call| {
            organization_invitations::create(state, call.request, call.caller, call.id(0), call.now)
        },
    ),
    Operation::new(
        "GET",
        "/organizations/{org_uuid}/invitations/{uuid}",
        |state, call| {
            organization_invitations::get(state, call.request, call.caller, call.id(0), call.id(1))
        },
    ),
    Operation::new(
        "DELETE",
        "/organizations/{org_uuid}/invitations/{uuid}",
        |state, call| {
            organization_invitations::revoke(state, call.caller, call.id(0), call.id(1), call.now)
        },
    ),
    Operation::new("GET", "/organization_memberships", |state, call| {
        organization_memberships::list(state, call.request, call.caller)
    }),
    Operation::new("GET", "/organization_memberships/{uuid}", |state, call| {
        organization_memberships::get(state, call.request, call.caller, call.id(0))
    }),
    Operation::new(
        "DELETE",
        "/organization_memberships/{uuid}",
        |state, call| organization_memberships::delete(state, call.caller, call.id(0), call.now),
    ),
    Operation::new("GET", "/groups", |state, call| {
        groups::list(state, call.request, call.caller)
    }),
    Operation::new("GET", "/groups/{uuid}", |state, call| {
        groups::get(state, call.request, call.caller, call.id(0))
    }),
    Operation::new("GET", "/group_relationships", |state, call| {
        groups::list_relationships(state, call.request, call.caller)
    }),
    Operation::new("GET", "/group_relationships/{uuid}", |state, call| {
        groups::get_relationship(state, call.request, call.caller, call.id(0))
    }),
    Operation::new("GET", "/teams", |state, call| {
        teams::list(state, call.request, call.caller)
    }),
    Operation::new("GET", "/teams/{uuid}", |state, call| {
        teams::get(state, call.request, call.caller, call.id(0))
    }),
    Operation::new("GET", "/routing_forms", |state, call| {
        routing_forms::list(state, call.request, call.caller)
    }),
    Operation::new("GET", "/routing_forms/{uuid}", |state, call| {
        routing_forms::get(state, call.request, call.caller, call.id(0))
    }),
    Operation::new("GET", "/routing_form_submissions", |state, call| {
        routing_form_submissions::list(state, call.request, call.caller)
    }),
    Operation::new("GET", "/routing_form_submissions/{uuid}", |state, call| {
        routing_form_submissions::get(state, call.request, call.caller, call.id(0))
    }),
    Operation::new("GET", "/activity_log_entries", |state, call| {
        activity_log::list(state, call.request, call.caller)
    }),
    Operation::new("GET", "/outgoing_communications", |state, call| {
        outgoing_communications::list(state, call.request, call.caller)
    }),
    Operation::new(
        "POST",
        "/data_compliance/deletion/invitees",
        |state, call| data_compliance::invitees(state, call.request, call.caller, call.now),
    ),
    Operation::new("POST", "/data_compliance/deletion/events", |state, call| {
        data_compliance::events(state, call.request, call.caller, call.now)
    }),
    Operation::new("GET", "/webhook_subscriptions", |state, call| {
        webhook_subscriptions::list(state, call.request, call.caller)
    }),
    Operation::new("POST", "/webhook_subscriptions", |state, call| {
        webhook_subscriptions::create(state, call.request, call.caller, call.now)
    }),
    Operation::new(
        "GET",
        "/webhook_subscriptions/{webhook_uuid}",
        |state, call| webhook_subscriptions::get(state, call.request, call.caller, call.id(0)),
    ),
    Operation::new(
        "DELETE",
        "/webhook_subscriptions/{webhook_uuid}",
        |state, call| webhook_subscriptions::delete(state, call.caller, call.id(0), call.now),
    ),
    Operation::new("GET", "/sample_webhook_data", |state, call| {
        webhook_payload::sample(state, call.request, call.caller, call.now)
    }),
];

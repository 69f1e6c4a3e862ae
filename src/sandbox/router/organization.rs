//! The operations about organizations.

use jiff::Timestamp;

use crate::sandbox::gate::Caller;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::state::Sandbox;
use crate::sandbox::{
    activity_log, data_compliance, groups, organization_invitations, organization_memberships,
    organizations, outgoing_communications, records, routing_form_submissions, routing_forms,
    teams, webhook_payload, webhook_subscriptions,
};

/// The first segments of their paths.
pub const PATHS: &[&str] = &[
    "activity_log_entries",
    "contact_lists",
    "contacts",
    "data_compliance",
    "group_relationships",
    "groups",
    "meeting_recaps",
    "organization_memberships",
    "organizations",
    "outgoing_communications",
    "routing_form_submissions",
    "routing_forms",
    "sample_webhook_data",
    "teams",
    "webhook_subscriptions",
];

/// Answers one of them; `None` if the request is none.
pub fn operation(
    state: &mut Sandbox,
    request: &Request,
    segments: &[&str],
    caller: &Caller,
    now: Timestamp,
) -> Option<Result<Response, Response>> {
    Some(match (request.method.as_str(), segments) {
        ("GET", ["organizations", uuid]) => organizations::get(state, request, caller, uuid),
        ("GET", ["organizations", uuid, "invitations"]) => {
            organization_invitations::list(state, request, caller, uuid)
        }
        ("POST", ["organizations", uuid, "invitations"]) => {
            organization_invitations::create(state, request, caller, uuid, now)
        }
        ("GET", ["organizations", organization, "invitations", uuid]) => {
            organization_invitations::get(state, request, caller, organization, uuid)
        }
        ("DELETE", ["organizations", organization, "invitations", uuid]) => {
            organization_invitations::revoke(state, caller, organization, uuid, now)
        }
        ("GET", ["organization_memberships"]) => {
            organization_memberships::list(state, request, caller)
        }
        ("GET", ["organization_memberships", uuid]) => {
            organization_memberships::get(state, request, caller, uuid)
        }
        ("DELETE", ["organization_memberships", uuid]) => {
            organization_memberships::delete(state, caller, uuid, now)
        }
        ("GET", ["groups"]) => groups::list(state, request, caller),
        ("GET", ["groups", uuid]) => groups::get(state, request, caller, uuid),
        ("GET", ["group_relationships"]) => groups::list_relationships(state, request, caller),
        ("GET", ["group_relationships", uuid]) => {
            groups::get_relationship(state, request, caller, uuid)
        }
        ("GET", ["teams"]) => teams::list(state, request, caller),
        ("GET", ["teams", uuid]) => teams::get(state, request, caller, uuid),
        ("GET", ["routing_forms"]) => routing_forms::list(state, request, caller),
        ("GET", ["routing_forms", uuid]) => routing_forms::get(state, request, caller, uuid),
        ("GET", ["routing_form_submissions"]) => {
            routing_form_submissions::list(state, request, caller)
        }
        ("GET", ["routing_form_submissions", uuid]) => {
            routing_form_submissions::get(state, request, caller, uuid)
        }
        ("GET", ["activity_log_entries"]) => activity_log::list(state, request, caller),
        ("GET", ["outgoing_communications"]) => {
            outgoing_communications::list(state, request, caller)
        }
        ("POST", ["data_compliance", "deletion", "invitees"]) => {
            data_compliance::invitees(state, request, caller, now)
        }
        ("POST", ["data_compliance", "deletion", "events"]) => {
            data_compliance::events(state, request, caller, now)
        }
        ("GET", ["webhook_subscriptions"]) => webhook_subscriptions::list(state, request, caller),
        ("POST", ["webhook_subscriptions"]) => {
            webhook_subscriptions::create(state, request, caller, now)
        }
        ("GET", ["webhook_subscriptions", uuid]) => {
            webhook_subscriptions::get(state, request, caller, uuid)
        }
        ("DELETE", ["webhook_subscriptions", uuid]) => {
            webhook_subscriptions::delete(state, caller, uuid, now)
        }
        ("GET", ["sample_webhook_data"]) => webhook_payload::sample(state, request, caller, now),
        _ => return records::operation(state, request, segments, caller, now),
    })
}

//! The rules: for each mutation, what to read and what that tells.

use super::{Asked, Rule, Verdict};
use crate::api::cancellation::CancelEvent;
use crate::api::contacts::{DeleteContact, GetContact};
use crate::api::endpoint::Endpoint;
use crate::api::event_types::{CreateEventType, ListEventTypes};
use crate::api::invitee_no_shows::{CreateInviteeNoShow, DeleteInviteeNoShow, GetInviteeNoShow};
use crate::api::invitees::{CreateEventInvitee, GetEventInvitee};
use crate::api::meeting_recaps::{DeleteMeetingRecap, GetMeetingRecap};
use crate::api::organization_invitations::{
    CreateOrganizationInvitation, GetOrganizationInvitation, ListOrganizationInvitations,
    RevokeOrganizationInvitation,
};
use crate::api::organization_memberships::{
    DeleteOrganizationMembership, GetOrganizationMembership,
};
use crate::api::scheduled_events::{GetEvent, ListEvents};
use crate::api::schema::Operation;
use crate::api::shares::{CreateShare, ListShares};
use crate::api::uri::same_resource;
use crate::api::webhook_subscriptions::{
    CreateWebhookSubscription, DeleteWebhookSubscription, GetWebhookSubscription,
    ListWebhookSubscriptions,
};
use crate::json::{Fields, Value};
use crate::time::Timestamp;

/// How far the clocks of this machine and Calendly's may be apart, in milliseconds.
const CLOCKS_MILLIS: i64 = 60_000;

/// The rule of an operation; nothing where no read can tell: single-use links are in no list, requests for deletion
/// cannot be asked about, of a change nobody knows what was there before, and a share that is not in its user's list may as
/// well be somebody else's.
pub fn of(operation: &Operation) -> Option<&'static Rule> {
    let rule = RULES.iter().find(|(of, _)| of.name == operation.name);
    rule.map(|(_, rule)| rule)
}

const RULES: &[(&Operation, Rule)] = &[
    (
        CancelEvent::OPERATION,
        rule(GetEvent::OPERATION, same, canceled),
    ),
    (
        CreateEventInvitee::OPERATION,
        Rule {
            needs_user: true,
            ..rule(ListEvents::OPERATION, meetings, booked)
        },
    ),
    (
        CreateInviteeNoShow::OPERATION,
        rule(GetEventInvitee::OPERATION, invitee, marked),
    ),
    (
        CreateShare::OPERATION,
        Rule {
            needs_user: true,
            ..rule(ListShares::OPERATION, shares, shared)
        },
    ),
    (
        CreateWebhookSubscription::OPERATION,
        rule(
            ListWebhookSubscriptions::OPERATION,
            subscriptions,
            subscribed,
        ),
    ),
    (
        CreateOrganizationInvitation::OPERATION,
        rule(ListOrganizationInvitations::OPERATION, invitations, invited),
    ),
    (
        CreateEventType::OPERATION,
        rule(ListEventTypes::OPERATION, event_types, made),
    ),
    (
        DeleteWebhookSubscription::OPERATION,
        rule(GetWebhookSubscription::OPERATION, same, gone),
    ),
    (
        DeleteInviteeNoShow::OPERATION,
        rule(GetInviteeNoShow::OPERATION, same, gone),
    ),
    (
        RevokeOrganizationInvitation::OPERATION,
        rule(GetOrganizationInvitation::OPERATION, same, gone),
    ),
    (
        DeleteOrganizationMembership::OPERATION,
        rule(GetOrganizationMembership::OPERATION, same, gone),
    ),
    (
        DeleteContact::OPERATION,
        rule(GetContact::OPERATION, same, gone),
    ),
    (
        DeleteMeetingRecap::OPERATION,
        rule(GetMeetingRecap::OPERATION, same, gone),
    ),
];

const fn rule(
    at: &'static Operation,
    look: fn(&Asked<'_>) -> Fields,
    judge: fn(&Asked<'_>, Option<&[Value]>) -> Verdict,
) -> Rule {
    Rule {
        needs_user: false,
        look,
        at,
        judge,
    }
}

impl<'a> Asked<'a> {
    fn given(&self, name: &str) -> Option<&'a Value> {
        let field = self.input.iter().find(|(known, _)| known == name);
        field
            .map(|(_, value)| value)
            .filter(|value| **value != Value::Null)
    }

    fn text(&self, name: &str) -> &'a str {
        self.given(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// The parameters with these names, as they were given.
    fn only(&self, names: &[&str]) -> Fields {
        let wanted = self
            .input
            .iter()
            .filter(|(name, _)| names.contains(&&**name));
        wanted.cloned().collect()
    }

    /// Whether this instant of an answer is one at which it can have been executed.
    fn is_since(&self, at: Option<&Value>) -> bool {
        let at = at
            .and_then(Value::as_str)
            .and_then(|at| Timestamp::parse(at).ok());
        at.is_some_and(|at| at.millis_since(self.since) >= -CLOCKS_MILLIS)
    }
}

fn put(fields: &mut Fields, name: &str, value: &str) {
    fields.push((name.to_owned(), value.into()));
}

/// The resource under the identifiers that the mutation had.
fn same(asked: &Asked<'_>) -> Fields {
    asked.only(&["uuid", "webhook_uuid", "org_uuid"])
}

fn gone(_: &Asked<'_>, found: Option<&[Value]>) -> Verdict {
    match found {
        None => Verdict::Happened(Value::Null),
        Some(_) => Verdict::NotHappened,
    }
}

fn canceled(_: &Asked<'_>, found: Option<&[Value]>) -> Verdict {
    match found {
        // Whoever canceled: the event tells, and there is nothing left to cancel.
        Some([event, ..]) if event.text("status") == "canceled" => Verdict::Happened(event.clone()),
        Some([_, ..]) => Verdict::NotHappened,
        _ => Verdict::Unknown,
    }
}

fn invitee(asked: &Asked<'_>) -> Fields {
    let mut look = Fields::new();
    put(&mut look, "invitee_uuid", asked.text("invitee"));
    look
}

fn marked(_: &Asked<'_>, found: Option<&[Value]>) -> Verdict {
    match found {
        Some([invitee, ..]) => match invitee.get("no_show") {
            Some(mark) if mark.is_object() => Verdict::Happened(mark.clone()),
            _ => Verdict::NotHappened,
        },
        _ => Verdict::Unknown,
    }
}

/// The meetings that begin at that time, for the organization where it may be read, else for the user.
fn meetings(asked: &Asked<'_>) -> Fields {
    let mut look = Fields::new();
    match (asked.organization, asked.user) {
        (Some(organization), _) => put(&mut look, "organization", organization),
        (None, user) => put(&mut look, "user", user.unwrap_or_default()),
    }
    let email = asked
        .given("invitee")
        .map_or("", |invitee| invitee.text("email"));
    put(&mut look, "invitee_email", email);
    put(&mut look, "status", "active");
    if let Ok(start) = Timestamp::parse(asked.text("start_time")) {
        let at = |millis| start.plus_millis(millis).to_rfc3339();
        put(&mut look, "min_start_time", &at(-CLOCKS_MILLIS));
        put(&mut look, "max_start_time", &at(CLOCKS_MILLIS));
    }
    look
}

fn booked(asked: &Asked<'_>, found: Option<&[Value]>) -> Verdict {
    let start = Timestamp::parse(asked.text("start_time"));
    let event_type = asked.text("event_type");
    let is_it = |event: &&Value| {
        Timestamp::parse(event.text("start_time")) == start
            && start.is_ok()
            && same_resource(event.text("event_type"), event_type)
    };
    match found.and_then(|events| events.iter().find(is_it)) {
        Some(event) => Verdict::Happened(event.clone()),
        // Another host's meeting stands in the organization's list only. To say that it did not happen would book twice.
        None if asked.organization.is_none() => Verdict::Unknown,
        None => Verdict::NotHappened,
    }
}

fn shares(asked: &Asked<'_>) -> Fields {
    let mut look = asked.only(&["event_type"]);
    put(&mut look, "user", asked.user.unwrap_or_default());
    let since = asked.since.plus_millis(-CLOCKS_MILLIS);
    put(&mut look, "min_created_at", &since.to_rfc3339());
    look
}

/// Exactly one share that looks as it was asked for. Of several nobody knows which, and of none whether it is late.
fn shared(asked: &Asked<'_>, found: Option<&[Value]>) -> Verdict {
    const TOLD: [&str; 7] = [
        "name",
        "duration",
        "period_type",
        "start_date",
        "end_date",
        "max_booking_time",
        "hide_location",
    ];
    // What an answer does not tell, or in another form: two that differ in it alone could not be told apart.
    const UNTOLD: [&str; 4] = [
        "duration_options",
        "location_configurations",
        "availability_rule",
        "contact",
    ];
    if UNTOLD.iter().any(|name| asked.given(name).is_some()) {
        return Verdict::Unknown;
    }
    let is_it = |share: &&Value| {
        let effective = share.get("share_override").unwrap_or(&Value::Null);
        let mut told = TOLD.iter();
        let same = |name: &&str| match asked.given(name) {
            Some(given) => effective.get(name) == Some(given),
            None => true,
        };
        told.all(same) && asked.is_since(share.get("created_at"))
    };
    let found: Vec<_> = found.unwrap_or_default().iter().filter(is_it).collect();
    match found[..] {
        [share] => Verdict::Happened(share.clone()),
        _ => Verdict::Unknown,
    }
}

fn subscriptions(asked: &Asked<'_>) -> Fields {
    asked.only(&["organization", "scope", "user", "group"])
}

/// An address can be subscribed once in a scope. The signing key is not told: where it was Calendly's own, the
/// subscription has to be made anew to be verified.
fn subscribed(asked: &Asked<'_>, found: Option<&[Value]>) -> Verdict {
    let url = asked.text("url");
    let mut found = found.unwrap_or_default().iter();
    match found.find(|one| !url.is_empty() && one.text("callback_url") == url) {
        Some(subscription) => Verdict::Happened(subscription.clone()),
        None => Verdict::NotHappened,
    }
}

fn invitations(asked: &Asked<'_>) -> Fields {
    asked.only(&["uuid", "email"])
}

fn invited(asked: &Asked<'_>, found: Option<&[Value]>) -> Verdict {
    let email = asked.text("email");
    let found = found.unwrap_or_default().iter();
    let mut verdict = Verdict::NotHappened;
    for invitation in found.filter(|one| one.text("email").eq_ignore_ascii_case(email)) {
        let sent = ["created_at", "last_sent_at"].map(|name| invitation.get(name));
        if sent.into_iter().any(|at| asked.is_since(at)) {
            return Verdict::Happened(invitation.clone());
        }
        if invitation.text("status") == "pending" {
            verdict = Verdict::Unknown;
        }
    }
    verdict
}

fn event_types(asked: &Asked<'_>) -> Fields {
    let mut look = Fields::new();
    put(&mut look, "user", asked.text("owner"));
    look
}

fn made(asked: &Asked<'_>, found: Option<&[Value]>) -> Verdict {
    let is_it = |one: &&Value| {
        one.text("name") == asked.text("name") && asked.is_since(one.get("created_at"))
    };
    let found: Vec<_> = found.unwrap_or_default().iter().filter(is_it).collect();
    match found[..] {
        [event_type] => Verdict::Happened(event_type.clone()),
        [] => Verdict::NotHappened,
        _ => Verdict::Unknown,
    }
}

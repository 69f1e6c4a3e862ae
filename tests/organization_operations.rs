//! The operations on an organization against the sandbox, which was written apart from them.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use slotlink::api::activity_log_entries::{
    ActivityLogEntry, ActivityLogSort, ListActivityLogEntries,
};
use slotlink::api::contacts::{
    CreateContact, DeleteContact, GetContact, ListContacts, UpdateContact,
};
use slotlink::api::data_compliance::{DeleteInviteeData, DeleteScheduledEventData};
use slotlink::api::group_relationships::{GetGroupRelationship, ListGroupRelationships};
use slotlink::api::groups::{GetGroup, ListGroups};
use slotlink::api::input::{CreationSort, Email, Sort, SortList};
use slotlink::api::organization_invitations::{
    CreateOrganizationInvitation, GetOrganizationInvitation, InvitationStatus,
    ListOrganizationInvitations, OrganizationInvitation, RevokeOrganizationInvitation,
};
use slotlink::api::organization_memberships::{
    DeleteOrganizationMembership, GetOrganizationMembership, ListOrganizationMemberships,
    OrganizationRole,
};
use slotlink::api::organizations::GetOrganization;
use slotlink::api::outgoing_communications::ListOutgoingCommunications;
use slotlink::api::prepare::prepare;
use slotlink::api::routing_form_submissions::{
    GetRoutingFormSubmission, ListRoutingFormSubmissions, SubmissionResult,
};
use slotlink::api::routing_forms::{
    GetRoutingForm, ListRoutingForms, RoutingForm, RoutingFormStatus,
};
use slotlink::api::sample_webhook_data::GetSampleWebhookData;
use slotlink::api::teams::{GetTeam, ListTeams};
use slotlink::api::uri::{ContactUri, GroupRelationshipUri, GroupUri, TeamUri};
use slotlink::api::users::GetCurrentUser;
use slotlink::api::webhook::replay::ReplayGuard;
use slotlink::api::webhook::signature::{HEADER, Refusal, Verifier};
use slotlink::api::webhook::{RecordWebhookEvent, Webhook};
use slotlink::api::webhook_subscriptions::{
    CreateWebhookSubscription, DeleteWebhookSubscription, GetWebhookSubscription,
    ListWebhookSubscriptions, WebhookEvent, WebhookScope, WebhookState, WebhookSubscription,
};
use slotlink::api::{Endpoint, ListEndpoint, OrganizationUri, Page, UserUri};
use slotlink::json::{self, Value};
use slotlink::sandbox::{Request, Sandbox, respond};
use slotlink::time::Timestamp;

/// Where the sandbox thinks it is.
const BASE: &str = "http://127.0.0.1:8787";

/// A sandbox at a set time, and the host whose token is used.
struct Trial {
    state: Sandbox,
    now: Timestamp,
    host: &'static str,
}

impl Trial {
    /// An enterprise organization, by its owner.
    fn of_enterprise() -> Self {
        Self {
            state: Sandbox::default(),
            now: Timestamp::parse("2026-12-01T08:00:00Z").unwrap(),
            host: "ingrid-solheim",
        }
    }

    /// A smaller one with a team and routing forms, by its owner.
    fn of_studio() -> Self {
        Self {
            host: "mira-albrecht",
            ..Self::of_enterprise()
        }
    }

    /// What an operation brings, or status and body of the refusal.
    fn call<E: Endpoint>(&mut self, operation: &E) -> Result<E::Response, String> {
        let prepared = prepare(operation).unwrap();
        let token = format!("Bearer sandbox-pat-{}", self.host);
        let mut request = Request::new(E::OPERATION.method.as_str(), &prepared.target)
            .with("authorization", &token);
        if let Some(body) = prepared.body {
            request.body = body;
            request = request.with("content-type", "application/json");
        }
        let answer = respond(&mut self.state, &request, self.now.as_millis()).response;
        if !(200..300).contains(&answer.status) {
            return Err(format!("{} {}", answer.status, answer.body));
        }
        Ok(E::decode(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body)))
    }

    /// Every item of a list, two to a page.
    fn all<E: ListEndpoint>(&mut self, list: &E) -> Vec<E::Item> {
        let (mut items, mut token) = (Vec::new(), None);
        loop {
            let page: Page<E::Item> = self.call(&list.with_page(token)).unwrap().into();
            items.extend(page.collection);
            token = page.pagination.next_token();
            if token.is_none() {
                return items;
            }
        }
    }

    fn organization(&mut self) -> OrganizationUri {
        let me = self.call(&GetCurrentUser {}).unwrap();
        me.current_organization.unwrap()
    }
}

/// The URI in plain JSON.
fn uri(value: &Value) -> &str {
    value.get("uri").and_then(Value::as_str).unwrap()
}

fn newest_first() -> Vec<Sort<CreationSort>> {
    vec![Sort {
        field: CreationSort::CreatedAt,
        descending: true,
    }]
}

fn log(organization: OrganizationUri) -> ListActivityLogEntries {
    ListActivityLogEntries {
        organization,
        search_term: None,
        actor: None,
        action: None,
        namespace: None,
        sort: None,
        min_occurred_at: None,
        max_occurred_at: None,
        count: Some(2),
        page_token: None,
    }
}

#[test]
fn a_member_is_found_and_removed() {
    let mut trial = Trial::of_enterprise();
    let uuid = trial.organization();
    let organization = trial.call(&GetOrganization { uuid: uuid.clone() }).unwrap();
    assert_eq!(organization.uri, uuid);
    assert_eq!(organization.plan.as_deref(), Some("enterprise"));
    let list = ListOrganizationMemberships {
        organization: Some(uuid.clone()),
        role: Some(OrganizationRole::User),
        count: Some(2),
        ..ListOrganizationMemberships::default()
    };
    let members = trial.all(&list);
    let user = members[0].user.clone().unwrap();
    let by_email = trial.all(&ListOrganizationMemberships {
        email: Some(Email(user.email)),
        user: Some(user.uri),
        ..list.clone()
    });
    assert_eq!(by_email, members[..1]);
    let uuid_of_member = members[0].uri.clone();
    let one = trial.call(&GetOrganizationMembership {
        uuid: uuid_of_member.clone(),
    });
    assert_eq!(one.unwrap(), members[0]);
    let removal = DeleteOrganizationMembership {
        uuid: uuid_of_member,
    };
    trial.call(&removal).unwrap();
    assert_eq!(trial.all(&list), members[1..]);
    assert!(trial.call(&removal).unwrap_err().starts_with("40"));
    let newest = trial.call(&log(uuid)).unwrap();
    assert_eq!(
        newest.page.collection[0].fully_qualified_name,
        "User.Remove"
    );
}

#[test]
fn an_invitation_is_made_found_and_taken_back() {
    let mut trial = Trial::of_studio();
    let uuid = trial.organization();
    let create = CreateOrganizationInvitation {
        uuid: uuid.clone(),
        email: Email("neu@studio.example".to_owned()),
    };
    let made = trial.call(&create).unwrap();
    assert_eq!(made.status, InvitationStatus::Pending);
    assert!(trial.call(&create).unwrap_err().starts_with("400"));
    let list = ListOrganizationInvitations {
        uuid: uuid.clone(),
        email: Some(Email("neu@studio.example".to_owned())),
        status: Some(InvitationStatus::Pending),
        sort: newest_first(),
        count: None,
        page_token: None,
    };
    assert_eq!(trial.all(&list), std::slice::from_ref(&made));
    let one = trial.call(&GetOrganizationInvitation {
        org_uuid: uuid.clone(),
        uuid: made.uri.clone(),
    });
    assert_eq!(one.unwrap(), made);
    let revoke = RevokeOrganizationInvitation {
        org_uuid: uuid,
        uuid: made.uri,
    };
    trial.call(&revoke).unwrap();
    assert_eq!(trial.all(&list), Vec::<OrganizationInvitation>::new());
}

#[test]
fn teams_groups_and_who_is_in_them_are_read_as_they_are() {
    let mut trial = Trial::of_studio();
    let user = trial.call(&GetCurrentUser {}).unwrap().uri;
    let teams = trial.all(&ListTeams {
        user: Some(user),
        ..ListTeams::default()
    });
    let uuid = TeamUri::parse(uri(&teams[0]), BASE).unwrap();
    let team = trial.call(&GetTeam { uuid }).unwrap();
    assert_eq!(team.get("resource"), Some(&teams[0]));

    let mut trial = Trial::of_enterprise();
    let organization = trial.organization();
    let groups = trial.all(&ListGroups {
        organization: organization.clone(),
        count: Some(1),
        page_token: None,
    });
    let uuid = GroupUri::parse(uri(&groups[0]), BASE).unwrap();
    let group = trial.call(&GetGroup { uuid: uuid.clone() }).unwrap();
    assert_eq!(group.get("resource"), Some(&groups[0]));
    let list = ListGroupRelationships {
        organization: Some(organization),
        group: Some(uuid),
        count: Some(1),
        ..ListGroupRelationships::default()
    };
    let relationships = trial.all(&list);
    let owner = relationships[0].get("owner").and_then(Value::as_str);
    let of_owner = trial.all(&ListGroupRelationships {
        owner: owner.map(str::to_owned),
        ..list
    });
    assert_eq!(of_owner, relationships[..1]);
    let uuid = GroupRelationshipUri::parse(uri(&relationships[0]), BASE).unwrap();
    let one = trial.call(&GetGroupRelationship { uuid }).unwrap();
    assert_eq!(one.get("resource"), Some(&relationships[0]));
}

#[test]
fn routing_forms_and_what_they_led_to_are_read() {
    let mut trial = Trial::of_studio();
    let organization = trial.organization();
    let forms = trial.all(&ListRoutingForms {
        organization,
        sort: newest_first(),
        count: Some(1),
        page_token: None,
    });
    assert!(forms.len() > 1);
    assert!(forms.is_sorted_by(|a, b| a.created_at >= b.created_at));
    let published = |form: &&RoutingForm| form.status == RoutingFormStatus::Published;
    let form = forms.iter().find(published).unwrap();
    assert!(
        form.questions
            .iter()
            .any(|question| question.answer_choices.is_some())
    );
    let uuid = form.uri.clone();
    assert_eq!(&trial.call(&GetRoutingForm { uuid }).unwrap(), form);
    let submissions = trial.all(&ListRoutingFormSubmissions {
        form: form.uri.clone(),
        sort: newest_first(),
        count: Some(1),
        page_token: None,
    });
    assert!(!submissions.is_empty());
    for submission in &submissions {
        let result = submission.result.as_ref().unwrap();
        assert!(!matches!(result, SubmissionResult::Other(_)), "{result:?}");
        assert_eq!(submission.routing_form.as_ref(), Some(&form.uri));
        let uuid = submission.uri.clone();
        let one = trial.call(&GetRoutingFormSubmission { uuid });
        assert_eq!(&one.unwrap(), submission);
    }
}

#[test]
fn the_activity_log_is_filtered_ordered_and_read_to_its_end() {
    let mut trial = Trial::of_enterprise();
    let organization = trial.organization();
    let whole = log(organization);
    let first = trial.call(&whole).unwrap();
    let entries = trial.all(&whole);
    assert_eq!(first.more.total_count as usize, entries.len());
    assert_eq!(first.more.last_event_time, entries[0].occurred_at);
    assert!(!first.more.exceeds_max_total_count);
    assert!(entries.len() > 4);
    let oldest = entries.last().unwrap().clone();
    let by = |field, descending| Sort { field, descending };
    let ordered = trial.all(&ListActivityLogEntries {
        sort: Some(SortList(vec![
            by(ActivityLogSort::Namespace, true),
            by(ActivityLogSort::OccurredAt, false),
        ])),
        count: Some(1000),
        ..whole.clone()
    });
    let key = |entry: &ActivityLogEntry| (entry.namespace.clone(), entry.occurred_at);
    let later = |a: &ActivityLogEntry, b: &ActivityLogEntry| key(a).0 > key(b).0;
    assert!(ordered.is_sorted_by(|a, b| later(a, b) || key(a) <= key(b)));
    assert_eq!(ordered.len(), entries.len());
    let actor = oldest.actor.as_ref().unwrap().uri.clone().unwrap();
    let filtered = trial.all(&ListActivityLogEntries {
        actor: Some(vec![UserUri::parse(&actor, BASE).unwrap()]),
        action: Some(vec![oldest.action.clone(), "Nothing".to_owned()]),
        namespace: Some(vec![oldest.namespace.clone()]),
        search_term: Some(oldest.action.clone()),
        min_occurred_at: oldest.occurred_at,
        // Entries have microseconds.
        max_occurred_at: oldest.occurred_at.map(|at| at.plus_millis(1)),
        ..whole
    });
    assert_eq!(filtered, [oldest]);
}

#[test]
fn data_are_deleted_and_messages_listed() {
    let mut trial = Trial::of_enterprise();
    let organization = trial.organization();
    let emails = vec![Email("nobody@harbour.example".to_owned())];
    trial.call(&DeleteInviteeData { emails }).unwrap();
    let mut of = |from, to| {
        trial.call(&DeleteScheduledEventData {
            start_time: Timestamp::parse(from).unwrap(),
            end_time: Timestamp::parse(to).unwrap(),
        })
    };
    of("2025-01-01T00:00:00Z", "2025-06-01T00:00:00Z").unwrap();
    let refusal = of("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z").unwrap_err();
    assert!(refusal.starts_with("400"), "{refusal}");
    let messages = trial.all(&ListOutgoingCommunications {
        organization,
        min_created_at: Timestamp::parse("2026-01-01T00:00:00Z").ok(),
        max_created_at: Timestamp::parse("2026-11-01T00:00:00Z").ok(),
        count: Some(2),
        page_token: None,
    });
    assert_eq!(messages, Vec::<Value>::new());
}

fn subscription(organization: OrganizationUri) -> CreateWebhookSubscription {
    CreateWebhookSubscription {
        url: "http://localhost:9/".to_owned(),
        events: vec![WebhookEvent::ContactCreated, WebhookEvent::InviteeCreated],
        organization,
        scope: WebhookScope::Organization,
        user: None,
        group: None,
        signing_key: Some("nordlicht-signing-key".to_owned()),
    }
}

#[test]
fn a_subscription_is_made_once_found_and_ended() {
    let mut trial = Trial::of_studio();
    let organization = trial.organization();
    let create = subscription(organization.clone());
    let made = trial.call(&create).unwrap();
    assert_eq!(made.state, WebhookState::Active);
    assert_eq!(made.events, create.events);
    assert!(trial.call(&create).unwrap_err().starts_with("409"));
    let list = ListWebhookSubscriptions {
        organization,
        scope: WebhookScope::Organization,
        user: None,
        group: None,
        sort: newest_first(),
        count: None,
        page_token: None,
    };
    assert_eq!(trial.all(&list), std::slice::from_ref(&made));
    let webhook_uuid = made.uri.clone();
    let get = GetWebhookSubscription {
        webhook_uuid: webhook_uuid.clone(),
    };
    assert_eq!(trial.call(&get).unwrap(), made);
    trial
        .call(&DeleteWebhookSubscription { webhook_uuid })
        .unwrap();
    assert_eq!(trial.all(&list), Vec::<WebhookSubscription>::new());
}

#[test]
fn there_is_a_sample_of_every_event_and_it_decodes_by_its_kind() {
    let mut trial = Trial::of_studio();
    let organization = trial.organization();
    for word in WebhookEvent::CHOICE.values {
        let sample = trial.call(&GetSampleWebhookData {
            event: WebhookEvent::from((*word).to_owned()),
            organization: organization.clone(),
            scope: WebhookScope::Organization,
            user: None,
            group: None,
        });
        let sample = sample.unwrap_or_else(|refusal| panic!("{word}: {refusal}"));
        let event = match &sample {
            Webhook::Invitee(sample) => {
                let meeting = sample.payload.more.scheduled_event.as_ref();
                assert_eq!(
                    meeting.map(|event| &event.uri),
                    sample.payload.base.event.as_ref()
                );
                sample.event.as_str()
            }
            Webhook::RoutingFormSubmission(sample) => sample.event.as_str(),
            Webhook::Record(sample) => sample.event.as_str(),
            Webhook::Other(other) => panic!("{other:?}"),
        };
        assert_eq!(event, *word);
    }
}

#[test]
fn a_contact_is_plain_json_from_its_making_to_its_end() {
    let mut trial = Trial::of_studio();
    let object = |text| json::parse(text).unwrap();
    let body = object(r#"{"first_name":"Paula"}"#);
    let made = trial.call(&CreateContact { body }).unwrap();
    let made = made.get("resource").unwrap();
    let uuid = ContactUri::parse(uri(made), BASE).unwrap();
    let body = object(r#"{"city":"Kiel"}"#);
    let uuid_again = uuid.clone();
    let changed = trial.call(&UpdateContact {
        uuid: uuid_again,
        body,
    });
    let changed = changed.unwrap();
    let changed = changed.get("resource").unwrap();
    assert_eq!(changed.get("city").and_then(Value::as_str), Some("Kiel"));
    let get = GetContact {
        uuid: uuid.clone(),
        query: None,
    };
    assert_eq!(trial.call(&get).unwrap().get("resource"), Some(changed));
    let query = Some(object(r#"{"count":100}"#));
    let list = trial.call(&ListContacts { query }).unwrap();
    let listed = list.get("collection").unwrap().as_array().unwrap();
    assert!(listed.contains(changed));
    let delete = DeleteContact { uuid, query: None };
    assert_eq!(trial.call(&delete).unwrap(), Value::Null);
    assert!(trial.call(&get).unwrap_err().starts_with("404"));
}

#[test]
fn a_call_that_the_sandbox_signs_is_verified_decoded_and_taken_once() {
    let mut trial = Trial::of_studio();
    let organization = trial.organization();
    trial.call(&subscription(organization)).unwrap();
    let body = json::parse(r#"{"first_name":"Zoë 😀"}"#).unwrap();
    trial.call(&CreateContact { body }).unwrap();
    let now = trial.state.now(trial.now.as_millis());
    let calls = trial.state.calls_due(now);
    let [call] = &calls[..] else {
        panic!("one call, not {}", calls.len())
    };
    let header = call.headers.iter().find(|(name, _)| name == HEADER);
    let header = header.map(|(_, value)| value.as_str());
    let now = Timestamp::from_millis(now.as_millisecond());
    let verifier = Verifier::new(b"nordlicht-signing-key").unwrap();
    let verified = verifier.verify(header, call.body.as_bytes(), now).unwrap();
    let mut guard = ReplayGuard::new(10);
    assert_eq!(guard.take(&verified, now), Ok(()));
    assert_eq!(guard.take(&verified, now), Err(Refusal::Replayed));
    let Ok(Webhook::Record(webhook)) = Webhook::decode(&call.body) else {
        panic!("a contact")
    };
    assert_eq!(webhook.event, RecordWebhookEvent::ContactCreated);
    let name = webhook.payload.get("first_name").and_then(Value::as_str);
    assert_eq!(name, Some("Zoë 😀"));
    let other = Verifier::new(b"another key").unwrap();
    let refusal = other.verify(header, call.body.as_bytes(), now);
    assert_eq!(refusal, Err(Refusal::Mismatch));
}

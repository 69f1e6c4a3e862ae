//! Reconciling: what a read tells about a write whose answer was lost.

use slotlink::api::{Method as Sent, operations};
use slotlink::client::reconcile::{Reconciled, Repeat, Verdict, repeat};
use slotlink::json::{self, Fields, Value};
use slotlink::time::Timestamp;

use super::*;

fn fields(input: &str) -> Fields {
    match json::parse(input) {
        Some(Value::Object(fields)) => fields,
        _ => panic!("{input} is no object"),
    }
}

/// What comes of reconciling an operation where every read is answered like this, and what the first read was.
fn look(
    operation: &str,
    input: &str,
    organization: Option<&str>,
    answer: Answer,
) -> (Reconciled, String, usize) {
    run(async {
        let bench = bench(Some(tokens()), move |_| answer.clone());
        let operation = operations::named(operation).unwrap();
        let since = Timestamp::from_millis(NOW);
        let found = bench
            .client
            .reconcile(operation, &fields(input), since, organization)
            .await;
        let seen = bench.server.seen.borrow();
        let url = seen
            .first()
            .map_or(String::new(), |request| request.url.clone());
        (
            found.unwrap_or_else(|error| panic!("{error}")),
            url,
            seen.len(),
        )
    })
}

fn at(millis: i64) -> String {
    Timestamp::from_millis(NOW + millis).to_rfc3339()
}

fn resource(json_text: &str) -> Answer {
    json(200, format!(r#"{{"resource":{json_text}}}"#))
}

fn collection(items: &[serde_json::Value]) -> Answer {
    json(
        200,
        serde_json::json!({ "collection": items, "pagination": {} }).to_string(),
    )
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Happened(_) => "happened",
        Verdict::NotHappened => "not happened",
        Verdict::Unknown => "unknown",
    }
}

#[test]
fn a_cancellation_shows_in_its_event() {
    let input = r#"{"uuid":"E1","reason":"ill"}"#;
    let (found, url, reads) = look(
        "CancelEvent",
        input,
        None,
        resource(r#"{"status":"canceled"}"#),
    );
    assert_eq!(
        (name(&found.verdict), found.repeat, reads),
        ("happened", Repeat::Harmless, 1)
    );
    assert!(url.ends_with("/scheduled_events/E1"));
    let (found, _, reads) = look(
        "CancelEvent",
        input,
        None,
        resource(r#"{"status":"active"}"#),
    );
    assert_eq!(
        (name(&found.verdict), reads),
        ("not happened", 3),
        "a read can be late"
    );
}

#[test]
fn a_deletion_shows_in_a_404() {
    for (operation, input) in [
        ("DeleteWebhookSubscription", r#"{"webhook_uuid":"W1"}"#),
        ("DeleteInviteeNoShow", r#"{"uuid":"N1"}"#),
        ("DeleteOrganizationMembership", r#"{"uuid":"M1"}"#),
        (
            "RevokeOrganizationInvitation",
            r#"{"org_uuid":"O1","uuid":"I1"}"#,
        ),
        ("DeleteContact", r#"{"uuid":"C1"}"#),
        ("DeleteMeetingRecap", r#"{"uuid":"R1"}"#),
    ] {
        let (found, ..) = look(operation, input, None, json(404, "{}"));
        assert_eq!(found.verdict, Verdict::Happened(Value::Null), "{operation}");
        let (found, ..) = look(operation, input, None, resource("{}"));
        assert_eq!(found.verdict, Verdict::NotHappened, "{operation}");
        assert_eq!(found.repeat, Repeat::Harmless);
    }
}

#[test]
fn a_no_show_shows_in_its_invitee() {
    let input = r#"{"invitee":"https://api.calendly.com/scheduled_events/E1/invitees/I1"}"#;
    let marked = r#"{"no_show":{"uri":"N1"}}"#;
    let (found, url, _) = look("CreateInviteeNoShow", input, None, resource(marked));
    assert_eq!(
        found.verdict,
        Verdict::Happened(json::parse(r#"{"uri":"N1"}"#).unwrap())
    );
    assert!(url.ends_with("/scheduled_events/E1/invitees/I1"));
    let (found, ..) = look(
        "CreateInviteeNoShow",
        input,
        None,
        resource(r#"{"no_show":null}"#),
    );
    assert_eq!(found.verdict, Verdict::NotHappened);
}

#[test]
fn a_subscription_is_adopted_by_its_address() {
    let input = r#"{"url":"https://a.test/in","events":["invitee.created"],"organization":"O1","scope":"user","user":"U1"}"#;
    let one = |url: &str| serde_json::json!({ "uri": "W1", "callback_url": url });
    let there = collection(&[one("https://b.test/"), one("https://a.test/in")]);
    let (found, url, _) = look("CreateWebhookSubscription", input, None, there);
    assert_eq!(name(&found.verdict), "happened");
    assert!(url.contains("scope=user") && url.contains("users%2FU1") && !url.contains("a.test"));
    let (found, ..) = look(
        "CreateWebhookSubscription",
        input,
        None,
        collection(&[one("https://b.test/")]),
    );
    assert_eq!(found.verdict, Verdict::NotHappened);
}

#[test]
fn an_invitation_counts_where_it_was_sent_since() {
    let input = r#"{"uuid":"O1","email":"ada@a.test"}"#;
    for (status, millis, verdict) in [
        ("pending", 1_000, "happened"),
        ("pending", -3_600_000, "unknown"),
        ("declined", -3_600_000, "not happened"),
    ] {
        let sent = serde_json::json!({ "email": "Ada@A.test", "status": status, "created_at": at(millis) });
        let (found, url, _) = look(
            "CreateOrganizationInvitation",
            input,
            None,
            collection(&[sent]),
        );
        assert_eq!(name(&found.verdict), verdict, "{status} {millis}");
        assert!(url.contains("/organizations/O1/invitations?email=ada%40a.test"));
    }
}

#[test]
fn a_share_is_adopted_where_exactly_one_looks_as_asked() {
    let input = r#"{"event_type":"T1","name":"For Ada","duration":20}"#;
    let share = |name: &str, millis| serde_json::json!({ "share_override": { "name": name, "duration": 20 }, "created_at": at(millis) });
    let (ours, older) = (share("For Ada", 500), share("For Ada", -3_600_000));
    let others = share("For Bob", 500);
    for (items, verdict) in [
        (
            vec![ours.clone(), older.clone(), others.clone()],
            "happened",
        ),
        (vec![ours.clone(), ours], "unknown"),
        (vec![older, others], "unknown"),
    ] {
        let (found, url, _) = look("CreateShare", input, None, collection(&items));
        assert_eq!(
            (name(&found.verdict), found.repeat),
            (verdict, Repeat::MayDouble)
        );
        assert!(
            url.contains("HOSTLENAWEISSAA1")
                && url.contains("event_types%2FT1")
                && url.contains("min_created_at=")
        );
    }
}

#[test]
fn a_share_with_hours_or_places_of_its_own_is_never_adopted_for_its_name_alone() {
    let ours =
        serde_json::json!({ "share_override": { "name": "For Ada" }, "created_at": at(500) });
    for own in [
        r#""availability_rule":{"rules":[],"timezone":"UTC"}"#,
        r#""location_configurations":[{"kind":"ask_invitee"}]"#,
        r#""duration_options":[20,40]"#,
        r#""contact":{"email":"ada@a.test"}"#,
    ] {
        let input = format!(r#"{{"event_type":"T1","name":"For Ada",{own}}}"#);
        let (found, _, _) = look(
            "CreateShare",
            &input,
            None,
            collection(std::slice::from_ref(&ours)),
        );
        assert_eq!(name(&found.verdict), "unknown", "{own}");
    }
}

#[test]
fn a_booking_is_said_not_to_exist_only_where_the_whole_organization_was_read() {
    let input = r#"{"event_type":"T1","start_time":"2026-12-08T08:00:00Z","invitee":{"email":"ada@a.test","timezone":"UTC"}}"#;
    let meeting = |start: &str| serde_json::json!({ "start_time": start, "event_type": "https://api.calendly.com/event_types/T1" });
    let (there, other) = (
        meeting("2026-12-08T08:00:00.000000Z"),
        meeting("2026-12-08T08:00:30Z"),
    );
    for (organization, item, verdict) in [
        (None, &there, "happened"),
        (None, &other, "unknown"),
        (Some("O1"), &there, "happened"),
        (Some("O1"), &other, "not happened"),
    ] {
        let (found, url, _) = look(
            "CreateEventInvitee",
            input,
            organization,
            collection(std::slice::from_ref(item)),
        );
        assert_eq!(
            (name(&found.verdict), found.repeat),
            (verdict, Repeat::MayDouble)
        );
        assert!(
            url.contains("invitee_email=ada%40a.test")
                && url.contains("min_start_time=2026-12-08T07%3A59")
        );
        assert_eq!(url.contains("organizations%2FO1"), organization.is_some());
    }
}

#[test]
fn an_event_type_is_found_by_its_name_among_the_new_ones() {
    let input = r#"{"owner":"U1","name":"Intro"}"#;
    let one = |millis| serde_json::json!({ "name": "Intro", "created_at": at(millis) });
    for (items, verdict) in [
        (vec![one(10), one(-3_600_000)], "happened"),
        (vec![one(-3_600_000)], "not happened"),
        (vec![one(10), one(20)], "unknown"),
    ] {
        let (found, ..) = look("CreateEventType", input, None, collection(&items));
        assert_eq!(name(&found.verdict), verdict);
    }
}

#[test]
fn where_no_read_can_tell_nothing_is_read() {
    for (operation, again) in [
        ("CreateSchedulingLink", Repeat::Harmless),
        ("DeleteInviteeData", Repeat::Harmless),
        ("DeleteScheduledEventData", Repeat::Harmless),
        ("DeleteShare", Repeat::Harmless),
        ("UpdateEventType", Repeat::Harmless),
        ("CreateContact", Repeat::MayDouble),
    ] {
        let (found, _, reads) = look(operation, "{}", None, json(500, ""));
        assert_eq!(
            (found.verdict, found.repeat, reads),
            (Verdict::Unknown, again, 0),
            "{operation}"
        );
    }
}

#[test]
fn everything_that_makes_something_new_is_known_to_double() {
    let doubling = operations::ALL
        .iter()
        .filter(|operation| repeat(operation) == Repeat::MayDouble);
    let names: Vec<_> = doubling.map(|operation| operation.name).collect();
    assert_eq!(
        names,
        [
            "CreateOrganizationInvitation",
            "CreateEventType",
            "CreateOneOffEventType",
            "CreateUserAvailabilitySchedule",
            "CreateShare",
            "CreateEventInvitee",
            "CreateContact",
            "CreateCustomFieldDefinition",
            "CreateContactList",
            "AddContactListMemberships",
            "CreateNote",
        ]
    );
}

#[test]
fn a_read_that_fails_is_no_verdict_and_reads_are_not_reconciled() {
    run(async {
        let bench = bench(Some(tokens()), |_| json(403, DENIED));
        let reconcile = async |name, input| {
            let operation = operations::named(name).unwrap();
            let since = Timestamp::from_millis(NOW);
            let found = bench
                .client
                .reconcile(operation, &fields(input), since, None)
                .await;
            found.unwrap_err().code()
        };
        assert_eq!(
            reconcile("CancelEvent", r#"{"uuid":"E1"}"#).await,
            "permission_denied"
        );
        assert_eq!(reconcile("CancelEvent", "{}").await, "invalid_argument");
        let read = operations::ALL
            .iter()
            .find(|operation| operation.method == Sent::Get);
        assert_eq!(
            reconcile(read.unwrap().name, "{}").await,
            "invalid_argument"
        );
    });
}

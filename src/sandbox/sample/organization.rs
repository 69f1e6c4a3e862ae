//! The sample's organizations: their plans, groups, invitations and routing forms, and one's activity log.

use jiff::Timestamp;
use serde_json::json;

use crate::sandbox::activity_log::Entry;
use crate::sandbox::groups::{Group, Owner, Relationship};
use crate::sandbox::instant;
use crate::sandbox::organization_invitations::{Invitation, Status};
use crate::sandbox::organizations::Organization;
use crate::sandbox::routing_form_submissions::Submission;
use crate::sandbox::routing_forms::{Destination, Question, Route, RoutingForm};
use crate::sandbox::sequence::identifier;

/// Two hosts and more, on the Teams plan.
pub const STUDIO: &str = "NORDLICHTSTUDIO1";
/// One host on the free plan.
pub const ALONE: &str = "0b7c9a1e-55d3-4e02-9c11-7f3a2d6e4b80";
/// The one on the Enterprise plan.
pub const HARBOUR: &str = "HARBOURWORKS0001";

fn at(text: &str) -> Timestamp {
    instant::parse(text).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub fn organizations() -> Vec<Organization> {
    vec![
        Organization {
            uuid: STUDIO,
            name: "Nordlicht Studio".to_owned(),
            plan: "teams",
            stage: "paid",
            owner: "mira-albrecht",
            seats: 7,
            scim: false,
            created_at: at("2024-02-11T09:14:27.678123Z"),
        },
        Organization {
            uuid: ALONE,
            name: "Dana Whitfield".to_owned(),
            plan: "basic",
            stage: "free",
            owner: "dana-whitfield",
            seats: 1,
            scim: false,
            created_at: at("2024-02-11T09:14:27.678123Z"),
        },
        Organization {
            uuid: HARBOUR,
            name: "Harbour Works".to_owned(),
            plan: "enterprise",
            stage: "paid",
            owner: "ingrid-solheim",
            seats: 250,
            scim: true,
            created_at: at("2023-06-01T07:00:00.412009Z"),
        },
    ]
}

pub fn groups() -> Vec<Group> {
    vec![
        Group {
            uuid: "GROUPDESIGN00001",
            name: "Design",
            organization: STUDIO,
            created_at: at("2025-01-20T10:00:00.000317Z"),
        },
        Group {
            uuid: "b0a4f2d8-3c77-4f9e-9d3a-51c6e8f07a12",
            name: "Support & Vertrieb",
            organization: STUDIO,
            created_at: at("2025-05-04T10:00:00.000317Z"),
        },
        Group {
            uuid: "GROUPCOMPLIANCE1",
            name: "Compliance",
            organization: HARBOUR,
            created_at: at("2024-01-08T10:00:00.000317Z"),
        },
    ]
}

pub fn relationships() -> Vec<Relationship> {
    let in_group = |uuid, group, owner, role| Relationship {
        uuid,
        group,
        owner,
        role,
    };
    let support = "b0a4f2d8-3c77-4f9e-9d3a-51c6e8f07a12";
    vec![
        in_group(
            "RELATION00000001",
            "GROUPDESIGN00001",
            Owner::Member("mira-albrecht"),
            "admin",
        ),
        in_group(
            "RELATION00000002",
            "GROUPDESIGN00001",
            Owner::Member("petra-novak"),
            "member",
        ),
        in_group(
            "RELATION00000003",
            support,
            Owner::Member("tomas-reyes"),
            "member",
        ),
        in_group(
            "RELATION00000004",
            support,
            Owner::Invitation("INVITEPENDING001"),
            "member",
        ),
        in_group(
            "RELATION00000005",
            "GROUPCOMPLIANCE1",
            Owner::Member("ingrid-solheim"),
            "admin",
        ),
    ]
}

pub fn invitations() -> Vec<Invitation> {
    let sent = |uuid: &str, email: &str, status, time| Invitation {
        uuid: uuid.to_owned(),
        organization: STUDIO,
        email: email.to_owned(),
        status,
        created_at: at(time),
    };
    vec![
        sent(
            "INVITEACCEPTED01",
            "petra@nordlicht.example",
            Status::Accepted("petra-novak"),
            "2025-01-13T08:00:00.250000Z",
        ),
        sent(
            "7d1f0c52-8f9b-4b0e-a6b3-0d5f3c1a9e44",
            "former@nordlicht.example",
            Status::Declined,
            "2025-09-02T11:20:00.250000Z",
        ),
        sent(
            "INVITEPENDING001",
            "lena@nordlicht.example",
            Status::Pending,
            "2026-08-30T15:45:00.250000Z",
        ),
    ]
}

const HELP: &str = "3f0e9a61-7a1c-4d0b-8f65-0b1d7c2e5a10";
const SIZE: &str = "3f0e9a61-7a1c-4d0b-8f65-0b1d7c2e5a11";
const NAME: &str = "3f0e9a61-7a1c-4d0b-8f65-0b1d7c2e5a12";
const EMAIL: &str = "3f0e9a61-7a1c-4d0b-8f65-0b1d7c2e5a13";
const PHONE: &str = "3f0e9a61-7a1c-4d0b-8f65-0b1d7c2e5a14";
const COMPANY: &str = "3f0e9a61-7a1c-4d0b-8f65-0b1d7c2e5a15";
const MORE: &str = "3f0e9a61-7a1c-4d0b-8f65-0b1d7c2e5a16";

const JUST_LOOKING: Destination = Destination::Message(
    "Thank you for looking in",
    "Our portfolio shows what we do. Come back when you have a project & a date.",
);

/// One with every type of question and every kind of result, and a draft.
pub fn routing_forms() -> Vec<RoutingForm> {
    let question = |uuid, name, kind, required| Question {
        uuid,
        name,
        kind,
        required,
        choices: &[],
    };
    let to = |answer, destination| Route {
        question: HELP,
        answer,
        destination,
    };
    vec![
        RoutingForm {
            uuid: "ROUTINGPROJECT01",
            name: "Start a project",
            organization: STUDIO,
            published: true,
            questions: vec![
                question(NAME, "Your name", "name", true),
                question(EMAIL, "Email", "email", true),
                question(PHONE, "Phone", "phone", false),
                question(COMPANY, "Company", "text", false),
                Question {
                    choices: &[
                        "A new brand",
                        "Help with our account",
                        "Press",
                        "Just looking",
                    ],
                    ..question(HELP, "What brings you here?", "radios", true)
                },
                Question {
                    choices: &["1", "2–10", "11–50", "51 or more"],
                    ..question(SIZE, "How many are you?", "select", false)
                },
                question(MORE, "Anything else?", "textarea", false),
            ],
            routes: vec![
                to(
                    "A new brand",
                    Destination::EventType("mira-albrecht", "brand-workshop"),
                ),
                to(
                    "Help with our account",
                    Destination::EventType("mira-albrecht", "account-review"),
                ),
                to(
                    "Press",
                    Destination::ExternalUrl("https://nordlicht.example/press?from=form"),
                ),
            ],
            otherwise: JUST_LOOKING,
            created_at: at("2025-03-18T12:00:00.090807Z"),
        },
        RoutingForm {
            uuid: "c5f2e7d0-61b8-4a3f-b7c4-2d9a8e1f6b03",
            name: "Apply to work with us",
            organization: STUDIO,
            published: false,
            questions: vec![question(
                "9a7d3c15-2e4f-4b60-8c1d-7f5e3a9b0d21",
                "Email",
                "email",
                true,
            )],
            routes: Vec::new(),
            otherwise: Destination::Message("Thank you", "We read every application."),
            created_at: at("2026-07-01T12:00:00.090807Z"),
        },
    ]
}

/// Enough for more than one page, with each kind of result.
pub fn submissions() -> Vec<Submission> {
    let visitors = [
        ("A new brand", "Elif Demir", "elif@example.com"),
        ("Press", "Zoë O’Neill", "zoe@example.net"),
        ("Just looking", "<b>Bob</b>", "bob@example.org"),
        ("Help with our account", "שרה כהן", "sara@example.com"),
    ];
    let routes: Vec<Route> = routing_forms()
        .into_iter()
        .flat_map(|form| form.routes)
        .collect();
    visitors
        .iter()
        .cycle()
        .take(26)
        .zip(0i64..)
        .map(|((help, name, email), number)| Submission {
            uuid: identifier("submission", &format!("sample {number}")),
            form: "ROUTINGPROJECT01",
            answers: vec![
                (NAME, (*name).to_owned()),
                (EMAIL, (*email).to_owned()),
                (HELP, (*help).to_owned()),
            ],
            tracking: vec![("utm_source".to_owned(), "newsletter".to_owned())],
            destination: routes
                .iter()
                .find(|route| route.answer == *help)
                .map_or(JUST_LOOKING, |route| route.destination.clone()),
            created_at: instant::plus_minutes(at("2026-05-04T08:15:00.731002Z"), number * 1_777),
        })
        .collect()
}

/// What was done in the Enterprise organization before the sandbox was started.
pub fn activity() -> Vec<Entry> {
    let entry = |number: i64, actor: &str, namespace, action, details| Entry {
        uuid: identifier("activity", &format!("sample {number}")),
        organization: HARBOUR,
        actor: actor.to_owned(),
        namespace,
        action,
        details,
        occurred_at: instant::plus_minutes(at("2026-06-01T06:30:00.118204Z"), number * 3_001),
    };
    let mut entries = vec![
        entry(
            0,
            "ingrid-solheim",
            "Group",
            "Create",
            json!({"name": "Compliance"}),
        ),
        entry(
            1,
            "ingrid-solheim",
            "User",
            "Add",
            json!({"email": "kofi@harbour.example"}),
        ),
        entry(
            2,
            "ingrid-solheim",
            "User",
            "Role Change",
            json!({"email": "kofi@harbour.example", "role": "user"}),
        ),
    ];
    entries.extend((3..40).map(|number| match number % 3 {
        0 => entry(number, "kofi-mensah", "User", "Login", json!({})),
        1 => entry(number, "ingrid-solheim", "User", "Login", json!({})),
        _ => entry(
            number,
            "kofi-mensah",
            "Event Type",
            "Update",
            json!({"fields": ["duration"]}),
        ),
    }));
    entries
}

//! Webhooks of an instance: what would go, what goes, and what stays.

use slotlink::client::instanced_webhooks::{Deletion, InstancedWebhooks};
use slotlink::json::{self, Value};

use super::*;

const ORGANIZATION: &str = "https://api.calendly.com/organizations/O1";

fn asked(more: &str) -> Result<InstancedWebhooks, String> {
    let input = format!(r#"{{"organization":"O1",{more}}}"#);
    let Some(Value::Object(fields)) = json::parse(&input) else {
        panic!("{input} is no object")
    };
    InstancedWebhooks::read(&fields, "https://api.calendly.com").map_err(|error| error.to_string())
}

fn subscriptions() -> String {
    let one = |id: &str, url: &str, scope: &str, user: Option<&str>| {
        serde_json::json!({
            "uri": format!("https://api.calendly.com/webhook_subscriptions/{id}"), "callback_url": url,
            "scope": scope, "organization": ORGANIZATION, "events": ["invitee.created"], "state": "active",
            "user": user.map(|id| format!("https://api.calendly.com/users/{id}")),
        })
    };
    let items = [
        one("A", "https://flows.example/1/a", "user", Some("U1")),
        one("B", "https://flows.example/10/a", "user", Some("U1")),
        one("C", "https://flows.example/1?b", "user", Some("U1")),
        one("D", "https://flows.example/1/d", "user", Some("U2")),
        one("E", "https://flows.example/1/e", "organization", None),
    ];
    serde_json::json!({ "collection": items, "pagination": {} }).to_string()
}

fn outcomes(deletions: &[Deletion]) -> Vec<(&str, &str)> {
    let outcome = |one: &'_ Deletion| one.outcome.as_str();
    let uuids = deletions
        .iter()
        .map(|one| one.uri.rsplit('/').next().unwrap());
    uuids.zip(deletions.iter().map(outcome)).collect()
}

/// Deletes of the user's instance what is at `/1`; every deletion is answered by `answer`.
async fn delete(more: &str, answer: impl Fn(&str) -> Answer + 'static) -> (Vec<Deletion>, Bench) {
    let bench = bench(Some(tokens()), move |request| match request.method {
        "GET" if request.url.contains("webhook_subscriptions?") => json(200, subscriptions()),
        method => answer(&[method, request.url.rsplit('/').next().unwrap()].join(" ")),
    });
    let scope = r#""scope":"user","user":"U1","callbackUrlPrefix":"https://flows.example/1""#;
    let asked = asked(&[scope, more].concat()).unwrap();
    let deletions = bench
        .client
        .delete_instanced_webhooks(&asked, &|_| {})
        .await;
    (deletions.unwrap_or_else(|error| panic!("{error}")), bench)
}

#[test]
fn a_dry_run_lists_what_would_go_and_sends_no_deletion() {
    run(async {
        let (deletions, bench) = delete(r#","dryRun":true"#, |_| json(204, "")).await;
        assert_eq!(outcomes(&deletions), [("A", "listed"), ("C", "listed")]);
        assert!(
            bench
                .server
                .seen
                .borrow()
                .iter()
                .all(|request| request.method == "GET")
        );
    });
}

#[test]
fn only_those_of_the_instance_scope_and_user_are_deleted_each_with_its_own_outcome() {
    run(async {
        let (deletions, bench) = delete("", |request| match request {
            "DELETE A" => json(403, DENIED),
            _ => json(204, ""),
        })
        .await;
        assert_eq!(outcomes(&deletions), [("A", "refused"), ("C", "deleted")]);
        assert_eq!(
            deletions[0].outcome.error().unwrap().code(),
            "permission_denied"
        );
        let seen = bench.server.seen.borrow();
        let deleted = seen.iter().filter(|request| request.method == "DELETE");
        assert_eq!(deleted.count(), 2);
    });
}

#[test]
fn a_deletion_without_an_answer_is_looked_after_and_not_repeated() {
    for (found, outcome) in [(404, "deleted"), (200, "refused"), (403, "unknown")] {
        run(async {
            let (deletions, bench) = delete("", move |request| match request {
                "DELETE A" => lost(),
                "GET A" if found == 200 => json(200, r#"{"resource":{}}"#),
                "GET A" => json(found, "{}"),
                _ => json(404, "{}"),
            })
            .await;
            assert_eq!(
                outcomes(&deletions),
                [("A", outcome), ("C", "deleted")],
                "{found}"
            );
            let seen = bench.server.seen.borrow();
            let sent = |one: &&HttpRequest| one.method == "DELETE" && one.url.ends_with("/A");
            assert_eq!(seen.iter().filter(sent).count(), 1);
        });
    }
}

#[test]
fn what_would_mean_too_much_is_refused() {
    let prefix = r#""callbackUrlPrefix":"https://flows.example/1""#;
    for (more, refusal) in [
        (format!(r#""scope":"user",{prefix}"#), "user is empty"),
        (
            format!(r#""scope":"group",{prefix}"#),
            "scope must be one of organization, user",
        ),
        (
            format!(r#""scope":"organization","user":"U1",{prefix}"#),
            "user goes with the scope user only",
        ),
        (
            format!(r#""scope":"organization","dryrun":true,{prefix}"#),
            "dryrun is not an option here",
        ),
        (
            format!(r#""scope":"organization","dryRun":"no",{prefix}"#),
            "dryRun must be true or false",
        ),
    ] {
        assert_eq!(asked(&more).unwrap_err(), refusal);
    }
    for prefix in [
        "",
        "https://",
        "https",
        "flows.example/1",
        "https://flows.example/#a",
        // What an empty name of an instance would leave.
        "https://flows.example",
        "https://flows.example/",
        "https://flows.example/in/",
        "https://flows.example/in?",
        "https://flows.example/in?i=",
        "https://flows.example/in?a=b&",
    ] {
        let refusal = asked(&format!(
            r#""scope":"organization","callbackUrlPrefix":"{prefix}""#
        ));
        assert!(
            refusal.unwrap_err().starts_with("callbackUrlPrefix must"),
            "{prefix}"
        );
    }
    assert!(asked(&format!(r#""scope":"organization",{prefix}"#)).is_ok());
}

//! Tests of routing forms and their submissions through the whole core.

use std::collections::BTreeSet;

use serde_json::json;

use crate::sandbox::Request;
use crate::sandbox::probe::{BASE, HARBOUR, Probe, STUDIO, by, each, last};

fn forms() -> String {
    format!(
        "/routing_forms?{}",
        by("organization", "organizations", STUDIO)
    )
}

fn submissions() -> String {
    let form = by("form", "routing_forms", "ROUTINGPROJECT01");
    format!("/routing_form_submissions?{form}")
}

#[test]
fn a_form_shows_every_type_of_question() {
    let mut probe = Probe::new();
    let all = probe.list("mira-albrecht", &forms());
    assert_eq!(each(&all, "/status"), ["published", "draft"]);
    let questions = all[0]["questions"].as_array().unwrap();
    let kinds: BTreeSet<&str> = each(questions, "/type").into_iter().collect();
    let known = [
        "email", "name", "phone", "radios", "select", "text", "textarea",
    ];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), known);
    for question in questions {
        let closed = ["radios", "select"].contains(&question["type"].as_str().unwrap());
        assert_eq!(question["answer_choices"].is_array(), closed, "{question}");
    }
    let path = format!("/routing_forms/{}", last(&all[1]["uri"]));
    assert_eq!(probe.get("jonas-brandt", &path).value()["resource"], all[1]);
    let newest = probe.list(
        "mira-albrecht",
        &format!("{}&sort=created_at:desc", forms()),
    );
    assert_eq!(each(&newest, "/status"), ["draft", "published"]);
}

#[test]
fn wrong_questions_about_forms_are_refused() {
    let mut probe = Probe::new();
    let foreign = by("organization", "organizations", HARBOUR);
    for (slug, target, status) in [
        ("mira-albrecht", "/routing_forms".to_owned(), 400),
        ("mira-albrecht", format!("{}&sort=name:asc", forms()), 400),
        ("mira-albrecht", format!("/routing_forms?{foreign}"), 403),
        ("tomas-reyes", forms(), 403),
        (
            "ingrid-solheim",
            "/routing_forms/ROUTINGPROJECT01".to_owned(),
            403,
        ),
        ("mira-albrecht", "/routing_forms/NONE".to_owned(), 404),
    ] {
        assert_eq!(probe.get(slug, &target).status, status, "{slug} {target}");
    }
    let missing = probe.missing_scope("mira-albrecht", Request::new("GET", &forms()));
    assert_eq!(missing, json!(["routing_forms:read"]));
}

#[test]
fn submissions_come_in_pages_with_every_kind_of_result() {
    let mut probe = Probe::new();
    let all = probe.list("mira-albrecht", &format!("{}&count=100", submissions()));
    assert!(all.len() > 20, "{}", all.len());
    let kinds: BTreeSet<&str> = each(&all, "/result/type").into_iter().collect();
    let known = ["custom_message", "event_type", "external_url"];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), known);
    for submission in &all {
        let value = &submission["result"]["value"];
        match submission["result"]["type"].as_str().unwrap() {
            "custom_message" => assert!(value["headline"].is_string() && value["body"].is_string()),
            "event_type" => {
                let path = value.as_str().unwrap().strip_prefix(BASE).unwrap();
                assert_eq!(probe.get("mira-albrecht", path).status, 200);
            }
            _ => assert!(value.as_str().unwrap().starts_with("https://")),
        }
        assert_eq!(submission["tracking"].as_object().unwrap().len(), 6);
    }
    let first = probe.get("mira-albrecht", &submissions()).value();
    assert_eq!(first["pagination"]["count"], 20);
    assert!(first["pagination"]["next_page_token"].is_string());
    let newest = probe.list(
        "mira-albrecht",
        &format!("{}&sort=created_at:desc", submissions()),
    );
    assert_eq!(newest[0], all[all.len() - 1]);
}

#[test]
fn one_submission_is_read_and_wrong_questions_are_refused() {
    let mut probe = Probe::new();
    let one = probe.list("mira-albrecht", &submissions())[0].clone();
    let path = format!("/routing_form_submissions/{}", last(&one["uri"]));
    assert_eq!(probe.get("mira-albrecht", &path).value()["resource"], one);
    let unknown = by("form", "routing_forms", "NONE");
    for (slug, target, status) in [
        ("mira-albrecht", "/routing_form_submissions".to_owned(), 400),
        (
            "mira-albrecht",
            format!("/routing_form_submissions?{unknown}"),
            400,
        ),
        (
            "mira-albrecht",
            format!("{}&sort=created_at:up", submissions()),
            400,
        ),
        (
            "mira-albrecht",
            "/routing_form_submissions/NONE".to_owned(),
            404,
        ),
        ("tomas-reyes", submissions(), 403),
        ("ingrid-solheim", path, 403),
    ] {
        assert_eq!(probe.get(slug, &target).status, status, "{slug} {target}");
    }
}

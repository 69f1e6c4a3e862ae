//! Tests of the public page of a routing form through the whole core.

use crate::sandbox::Request;
use crate::sandbox::message::Response;
use crate::sandbox::params::encode;
use crate::sandbox::probe::{Probe, by};

const PAGE: &str = "/forms/ROUTINGPROJECT01";

/// The name that a question's input has on the page.
fn input(page: &str, label: &str) -> String {
    let after = page.split_once(label).unwrap().1;
    let name = after.split_once("name=\"").unwrap().1;
    name.split_once('"').unwrap().0.to_owned()
}

fn submit(probe: &mut Probe, answers: &[(&str, &str)], extra: &str) -> Response {
    let page = probe.send(&Request::new("GET", PAGE)).body;
    let fields: Vec<String> = answers
        .iter()
        .map(|(label, value)| format!("{}={}", input(&page, label), encode(value)))
        .collect();
    let body = format!("{}{extra}", fields.join("&"));
    probe.send(&Request::new("POST", PAGE).form(&body))
}

fn newest(probe: &mut Probe) -> serde_json::Value {
    let form = by("form", "routing_forms", "ROUTINGPROJECT01");
    let target = format!("/routing_form_submissions?{form}&sort=created_at:desc&count=1");
    probe.list("mira-albrecht", &target)[0].clone()
}

#[test]
fn an_answer_leads_to_its_event_type_and_is_written_down() {
    let mut probe = Probe::new();
    let answers = [
        ("Your name", "Zoë & Co"),
        ("Email", "zoe@example.com"),
        ("What brings you here?", "A new brand"),
    ];
    let answer = submit(&mut probe, &answers, "&utm_source=poster");
    assert_eq!(answer.status, 303);
    let location = answer.header("location").unwrap().to_owned();
    assert_eq!(
        location,
        "/mira-albrecht/brand-workshop?name=Zo%C3%AB%20%26%20Co&email=zoe%40example.com&utm_source=poster"
    );
    assert_eq!(probe.send(&Request::new("GET", &location)).status, 200);
    let submission = newest(&mut probe);
    assert_eq!(submission["result"]["type"], "event_type");
    assert_eq!(submission["tracking"]["utm_source"], "poster");
    assert_eq!(submission["questions_and_answers"][0]["answer"], "Zoë & Co");
    assert_eq!(
        submission["questions_and_answers"][2]["question"],
        "What brings you here?"
    );
    assert_eq!(submission["created_at"], "2026-12-01T08:00:00.000000Z");
    assert_eq!(probe.facts("routing_form_submitted").len(), 1);
}

#[test]
fn other_answers_lead_to_a_link_or_a_message() {
    let mut probe = Probe::new();
    let person = [("Your name", "Ann"), ("Email", "ann@example.com")];
    let mut answers = person.to_vec();
    answers.push(("What brings you here?", "Press"));
    let press = submit(&mut probe, &answers, "");
    assert_eq!(press.status, 200);
    assert!(
        press
            .body
            .contains("href=\"https://nordlicht.example/press?from=form\"")
    );
    assert_eq!(newest(&mut probe)["result"]["type"], "external_url");
    answers.pop();
    answers.push(("What brings you here?", "Just looking"));
    probe.millis += 1000;
    let looking = submit(&mut probe, &answers, "");
    assert!(looking.body.contains("a project &amp; a date"));
    assert_eq!(newest(&mut probe)["result"]["type"], "custom_message");
}

#[test]
fn what_is_missing_or_wrong_is_asked_again_and_nothing_is_written_down() {
    let mut probe = Probe::new();
    let before = probe.state.submissions.len();
    let hostile = "\"><script>alert(1)</script>";
    for (name, email, help, phone) in [
        ("", "ann@example.com", "Press", ""),
        (hostile, "nonsense", "Press", ""),
        (hostile, "ann@example.com", "Something else", ""),
        (hostile, "ann@example.com", "Press", "none"),
    ] {
        let answers = [
            ("Your name", name),
            ("Email", email),
            ("What brings you here?", help),
            ("Phone", phone),
        ];
        let answer = submit(&mut probe, &answers, "");
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("role=\"alert\""));
        assert!(!answer.body.contains("<script"));
    }
    assert_eq!(probe.state.submissions.len(), before);
}

#[test]
fn a_draft_or_an_unknown_form_has_no_page() {
    let mut probe = Probe::new();
    let draft = "/forms/c5f2e7d0-61b8-4a3f-b7c4-2d9a8e1f6b03";
    for target in [draft, "/forms/NONE"] {
        assert_eq!(probe.send(&Request::new("GET", target)).status, 404);
        let post = Request::new("POST", target).form("a=b");
        assert_eq!(probe.send(&post).status, 404);
    }
}

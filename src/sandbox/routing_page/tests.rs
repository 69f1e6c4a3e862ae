//! Tests of the public page of a routing form through the whole core.

use crate::sandbox::Request;
use crate::sandbox::message::Response;
use crate::sandbox::params::encode;
use crate::sandbox::trial::{MIRA, Trial, by, last};

const PAGE: &str = "/forms/ROUTINGPROJECT01";

/// The name that a question's input has on the page.
fn input(page: &str, label: &str) -> String {
    let after = page.split_once(label).unwrap().1;
    let name = after.split_once("name=\"").unwrap().1;
    name.split_once('"').unwrap().0.to_owned()
}

fn submit(trial: &mut Trial, answers: &[(&str, &str)], extra: &str) -> Response {
    let page = trial.send(&Request::new("GET", PAGE)).body;
    let fields: Vec<String> = answers
        .iter()
        .map(|(label, value)| format!("{}={}", input(&page, label), encode(value)))
        .collect();
    let body = format!("{}{extra}", fields.join("&"));
    trial.send(&Request::new("POST", PAGE).form(&body))
}

fn newest(trial: &mut Trial) -> serde_json::Value {
    let form = by("form", "routing_forms", "ROUTINGPROJECT01");
    let target = format!("/routing_form_submissions?{form}&sort=created_at:desc&count=1");
    trial.list("mira-albrecht", &target)[0].clone()
}

#[test]
fn an_answer_leads_to_its_event_type_and_is_written_down() {
    let mut trial = Trial::new();
    let answers = [
        ("Your name", "Zoë & Co"),
        ("Email", "zoe@example.com"),
        ("What brings you here?", "A new brand"),
    ];
    let answer = submit(&mut trial, &answers, "&utm_source=poster");
    assert_eq!(answer.status, 303);
    let location = answer.header("location").unwrap().to_owned();
    let submission = newest(&mut trial);
    let expected = format!(
        "/mira-albrecht/brand-workshop?name=Zo%C3%AB%20%26%20Co&email=zoe%40example.com&utm_source=poster&routing_form_submission={}",
        last(&submission["uri"])
    );
    assert_eq!(location, expected);
    assert_eq!(trial.send(&Request::new("GET", &location)).status, 200);
    assert_eq!(submission["result"]["type"], "event_type");
    assert_eq!(submission["tracking"]["utm_source"], "poster");
    assert_eq!(submission["questions_and_answers"][0]["answer"], "Zoë & Co");
    assert_eq!(
        submission["questions_and_answers"][2]["question"],
        "What brings you here?"
    );
    assert_eq!(submission["created_at"], "2026-12-01T08:00:00.000000Z");
    assert_eq!(trial.facts("routing_form_submitted").len(), 1);
}

#[test]
fn who_books_after_the_form_is_its_submitter() {
    let mut trial = Trial::new();
    let answers = [
        ("Your name", "Zoë"),
        ("Email", "zoe@example.com"),
        ("What brings you here?", "A new brand"),
    ];
    let address = submit(&mut trial, &answers, "")
        .header("location")
        .unwrap()
        .to_owned();
    let before = newest(&mut trial);
    assert!(before["submitter"].is_null() && before["submitter_type"].is_null());
    trial.now += 60_000;
    let page = trial.send(&Request::new("GET", &address)).body;
    let start = trial.times("brand-workshop")[0]["start_time"].clone();
    let (path, query) = address.split_once('?').unwrap();
    let short = start.as_str().unwrap().replace(".000000Z", "Z");
    let time = format!("{path}/{short}?");
    assert!(
        page.contains(&time) && page.contains(&last(&before["uri"])),
        "{page}"
    );
    let form = "name=Zo%C3%AB&email=zoe%40example.com";
    let booked = Request::new("POST", &format!("{time}{query}")).form(form);
    assert_eq!(trial.send(&booked).status, 303);
    let after = newest(&mut trial);
    assert_eq!(after["submitter_type"], "Invitee");
    assert_eq!(after["created_at"], before["created_at"]);
    assert_eq!(after["updated_at"], "2026-12-01T08:01:00.000000Z");
    let path = Trial::path(&after["submitter"]);
    let invitee = trial.get(MIRA, &path).value()["resource"].clone();
    assert_eq!(invitee["routing_form_submission"], before["uri"]);
    assert_eq!(invitee["email"], "zoe@example.com");
}

#[test]
fn a_submission_that_led_elsewhere_is_not_connected() {
    let mut trial = Trial::new();
    let submission = last(&newest(&mut trial)["uri"]);
    let start = trial.times("30min")[0]["start_time"].clone();
    let at = format!(
        "/mira-albrecht/30min/{}?routing_form_submission={submission}",
        start.as_str().unwrap()
    );
    let booked = Request::new("POST", &at).form("name=Ada&email=ada%40example.org");
    assert_eq!(trial.send(&booked).status, 303);
    assert!(newest(&mut trial)["submitter"].is_null());
}

#[test]
fn other_answers_lead_to_a_link_or_a_message() {
    let mut trial = Trial::new();
    let person = [("Your name", "Ann"), ("Email", "ann@example.com")];
    let mut answers = person.to_vec();
    answers.push(("What brings you here?", "Press"));
    let press = submit(&mut trial, &answers, "");
    assert_eq!(press.status, 200);
    assert!(
        press
            .body
            .contains("href=\"https://nordlicht.example/press?from=form\"")
    );
    assert_eq!(newest(&mut trial)["result"]["type"], "external_url");
    answers.pop();
    answers.push(("What brings you here?", "Just looking"));
    trial.now += 1000;
    let looking = submit(&mut trial, &answers, "");
    assert!(looking.body.contains("a project &amp; a date"));
    assert_eq!(newest(&mut trial)["result"]["type"], "custom_message");
}

#[test]
fn what_is_missing_or_wrong_is_asked_again_and_nothing_is_written_down() {
    let mut trial = Trial::new();
    let before = trial.state.submissions.len();
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
        let answer = submit(&mut trial, &answers, "");
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("role=\"alert\""));
        assert!(!answer.body.contains("<script"));
    }
    assert_eq!(trial.state.submissions.len(), before);
}

#[test]
fn a_draft_or_an_unknown_form_has_no_page() {
    let mut trial = Trial::new();
    let draft = "/forms/c5f2e7d0-61b8-4a3f-b7c4-2d9a8e1f6b03";
    for target in [draft, "/forms/NONE"] {
        assert_eq!(trial.send(&Request::new("GET", target)).status, 404);
        let post = Request::new("POST", target).form("a=b");
        assert_eq!(trial.send(&post).status, 404);
    }
}

//! Tests that the sample's meetings are of every sort and in nobody's way.

use serde_json::{Value, json};

use super::sketches::{PLAIN, SPECIAL};
use crate::sandbox::trial::{MIRA, Trial, field};
use std::collections::BTreeSet;

fn texts(values: Vec<Value>) -> BTreeSet<String> {
    let texts = values.iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

#[test]
fn every_sort_of_meeting_and_place_is_there() {
    let mut trial = Trial::new();
    let own = trial.user(MIRA);
    let all = trial.list(MIRA, &format!("/scheduled_events?{own}&count=100"));
    assert_eq!(trial.state.events.len(), SPECIAL.len() + 2 * PLAIN.len());
    assert_eq!(
        texts(field(&all, "status")),
        texts(vec![json!("active"), json!("canceled")])
    );
    let now = "2026-12-01T08";
    let starts = texts(field(&all, "start_time"));
    assert!(starts.iter().any(|at| at.as_str() < now) && starts.iter().any(|at| at.as_str() > now));
    let places: Vec<Value> = all
        .iter()
        .map(|event| event["location"]["type"].clone())
        .collect();
    let kinds = [
        "ask_invitee",
        "custom",
        "google_conference",
        "gotomeeting",
        "inbound_call",
        "microsoft_teams_conference",
        "outbound_call",
        "physical",
        "webex_conference",
        "zoom_conference",
    ];
    assert_eq!(texts(places), kinds.map(str::to_owned).into());
    let statuses = all
        .iter()
        .map(|event| event["location"]["status"].clone())
        .collect();
    assert_eq!(
        texts(statuses),
        ["failed", "processing", "pushed"].map(str::to_owned).into()
    );
    assert!(all.iter().any(|event| event["calendar_event"].is_null()));
    let counters: Vec<&Value> = all.iter().map(|event| &event["invitees_counter"]).collect();
    assert!(counters.contains(&&json!({"total": 3, "active": 2, "limit": 3})));
}

#[test]
fn every_sort_of_invitee_is_there() {
    let mut trial = Trial::new();
    trial.list(MIRA, &format!("/locations?{}", trial.user(MIRA)));
    let state = &trial.state;
    let uuids: BTreeSet<_> = state.invitees.iter().map(|invitee| &invitee.uuid).collect();
    assert_eq!(uuids.len(), state.invitees.len());
    let shown: Vec<Value> = state
        .invitees
        .iter()
        .map(|invitee| crate::sandbox::invitees::render(state, invitee, ""))
        .collect();
    for name in [
        "payment",
        "no_show",
        "reconfirmation",
        "old_invitee",
        "new_invitee",
        "first_name",
        "text_reminder_number",
        "scheduling_method",
        "invitee_scheduled_by",
        "timezone",
    ] {
        let nulls = shown
            .iter()
            .filter(|invitee| invitee[name].is_null())
            .count();
        assert!((1..shown.len()).contains(&nulls), "{name}");
    }
    let moved: Vec<&Value> = shown
        .iter()
        .filter(|invitee| invitee["rescheduled"] == true)
        .collect();
    let new = shown
        .iter()
        .find(|invitee| invitee["uri"] == moved[0]["new_invitee"])
        .unwrap();
    assert_eq!(
        (&new["old_invitee"], &new["email"]),
        (&moved[0]["uri"], &moved[0]["email"])
    );
}

#[test]
fn no_meeting_of_the_sample_takes_an_available_time_away() {
    let mut with = Trial::new();
    let mut without = Trial::without_meetings();
    for slug in [
        "15min",
        "30min",
        "60min",
        "account-review",
        "portfolio-evening",
        "support",
        "night-owl",
        "charla",
    ] {
        assert_eq!(with.times(slug), without.times(slug), "{slug}");
    }
}

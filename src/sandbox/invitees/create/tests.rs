//! Tests of booking through the API, through the whole core.

use serde_json::{Value, json};

use crate::sandbox::trial::{BASE, DANA, MIRA, TOMAS, Trial, refused};

/// The first available time of an event type, with changes to the body (RFC 7396: `null` takes a field away).
fn post(trial: &mut Trial, slug: &str, changes: Value) -> crate::sandbox::Response {
    let mut body = trial.order(slug);
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(body.as_object_mut().unwrap().remove(name)),
            value => body[name] = value.clone(),
        }
    }
    trial.call(MIRA, "POST", "/invitees", &body)
}

#[test]
fn a_booking_becomes_an_event_and_takes_the_time_away() {
    let mut trial = Trial::new();
    let start = trial.times("30min")[0]["start_time"].clone();
    let changes = json!({
        "invitee": {"first_name": "Ada", "last_name": "L", "email": "ada@example.org", "timezone": "Asia/Tokyo",
            "text_reminder_number": "+442071234567"},
        "event_guests": ["guest@example.org"],
        "questions_and_answers": [{"question": "What would you like to talk about?", "answer": "Engines", "position": 0}],
        "tracking": {"utm_campaign": null, "utm_source": "crm", "utm_medium": null, "utm_content": "x", "utm_term": null,
            "salesforce_uuid": null},
    });
    let answer = post(&mut trial, "30min", changes);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let invitee = answer.value()["resource"].clone();
    assert_eq!(invitee["name"], "Ada L");
    assert_eq!(invitee["last_name"], "L");
    assert_eq!(invitee["scheduling_method"], "api");
    assert_eq!(invitee["invitee_scheduled_by"], trial.user_uri(MIRA));
    assert_eq!(invitee["tracking"]["utm_source"], "crm");
    assert!(invitee["tracking"]["salesforce_uuid"].is_null());
    assert_eq!(invitee["questions_and_answers"][0]["answer"], "Engines");
    assert_eq!(invitee["text_reminder_number"], "+442071234567");
    assert!(invitee.get("cancellation").is_none());
    let event = trial.get(MIRA, &Trial::path(&invitee["event"])).value()["resource"].clone();
    assert_eq!(event["start_time"], start);
    assert_eq!(event["event_type"], trial.kind_uri("30min"));
    assert_eq!(event["location"]["type"], "zoom_conference");
    assert_eq!(
        event["invitees_counter"],
        json!({"total": 1, "active": 1, "limit": 1})
    );
    assert_eq!(event["event_guests"][0]["email"], "guest@example.org");
    assert_eq!(event["event_memberships"][0]["user"], trial.user_uri(MIRA));
    for slug in ["30min", "60min"] {
        assert_ne!(trial.times(slug)[0]["start_time"], start, "{slug}");
    }
    assert_eq!(trial.announced(), ["invitee.created"]);
    let payload = trial.state.invitee_payload(
        invitee["uri"].as_str().unwrap().rsplit('/').next().unwrap(),
        BASE,
    );
    let mut expected = invitee;
    expected["scheduled_event"] = event;
    assert_eq!(payload, Some(expected));
}

#[test]
fn a_taken_time_is_a_400_under_the_title_of_a_500() {
    let mut trial = Trial::new();
    let body = trial.order("30min");
    assert_eq!(trial.call(MIRA, "POST", "/invitees", &body).status, 201);
    let again = trial.call(MIRA, "POST", "/invitees", &body);
    assert_eq!(again.status, 400);
    assert_eq!(again.value()["title"], "Internal Server Error");
    assert!(again.value().get("details").is_none());
    assert_eq!(trial.announced().len(), 1);
}

#[test]
fn the_start_is_written_exactly_as_the_available_times_write_it() {
    let mut trial = Trial::new();
    let start = trial.times("30min")[0]["start_time"]
        .as_str()
        .unwrap()
        .to_owned();
    for text in [
        start.replace(".000000Z", "Z"),
        start.replace(".000000Z", ".000Z"),
        start.replace('Z', "+00:00"),
        "soon".to_owned(),
    ] {
        let answer = post(&mut trial, "30min", json!({"start_time": text}));
        assert_eq!(refused(&answer), ["start_time"], "{text}");
    }
    let past = post(
        &mut trial,
        "30min",
        json!({"start_time": "2026-12-01T07:00:00.000000Z"}),
    );
    assert_eq!(refused(&past), ["start_time"]);
}

#[test]
fn everything_that_is_wrong_is_named() {
    let mut trial = Trial::new();
    let mut names = |slug: &str, changes: Value| refused(&post(&mut trial, slug, changes));
    let invitee =
        json!({"email": "ada", "timezone": "Mars/Olympus", "text_reminder_number": "0207"});
    assert_eq!(
        names(
            "30min",
            json!({"invitee": invitee, "start_time": null, "event_guests": ["x"]})
        ),
        [
            "start_time",
            "invitee.name",
            "invitee.email",
            "invitee.timezone",
            "invitee.text_reminder_number",
            "event_guests"
        ]
    );
    let tracking = json!({"utm_source": 5, "utm_medium": null, "utm_content": null, "utm_term": null, "utm_campaign": null});
    assert_eq!(
        names("30min", json!({"tracking": tracking})),
        ["tracking.utm_source", "tracking.salesforce_uuid"]
    );
    let eleven = vec!["guest@example.org"; 11];
    assert_eq!(
        names("30min", json!({"event_guests": eleven})),
        ["event_guests"]
    );
    let unknown = json!([{"question": "what would you like?", "answer": "x", "position": 0}]);
    assert_eq!(
        names("30min", json!({"questions_and_answers": unknown})),
        ["questions_and_answers"]
    );
    assert_eq!(
        names("customer-interview", json!({})),
        ["questions_and_answers"]
    );
    assert_eq!(
        names("30min", json!({"event_type": "30min"})),
        ["event_type"]
    );
}

#[test]
fn the_location_is_one_of_the_event_types_and_none_for_a_round_robin() {
    let mut trial = Trial::new();
    let mut status = |slug: &str, location: Value| {
        let answer = post(&mut trial, slug, json!({"location": location}));
        if answer.status != 201 {
            assert_eq!(refused(&answer)[0].split('.').next(), Some("location"));
        }
        answer.status
    };
    assert_eq!(status("30min", Value::Null), 400);
    assert_eq!(status("30min", json!({"kind": "physical"})), 400);
    assert_eq!(status("30min", json!({})), 400);
    assert_eq!(status("30min", json!({"kind": "zoom_conference"})), 201);
    assert_eq!(status("60min", json!({"kind": "outbound_call"})), 400);
    assert_eq!(
        status(
            "60min",
            json!({"kind": "outbound_call", "location": "+49401"})
        ),
        201
    );
    let hamburg = "Speicherstraße 14, 20457 Hamburg";
    assert_eq!(
        status(
            "accessibility-audit",
            json!({"kind": "physical", "location": "Bremen"})
        ),
        400
    );
    assert_eq!(
        status(
            "accessibility-audit",
            json!({"kind": "physical", "location": hamburg})
        ),
        201
    );
    assert_eq!(status("support", json!({"kind": "google_conference"})), 400);
    assert_eq!(status("support", Value::Null), 201);
}

#[test]
fn a_group_meeting_takes_several_invitees() {
    let mut trial = Trial::new();
    let body = trial.order("type-workshop");
    let mut events = Vec::new();
    for _ in 0..3 {
        let answer = trial.call(MIRA, "POST", "/invitees", &body);
        assert_eq!(answer.status, 201, "{}", answer.body);
        events.push(answer.value()["resource"]["event"].clone());
    }
    assert!(events.iter().all(|event| *event == events[0]));
    let path = Trial::path(&events[0]);
    let event = trial.get(MIRA, &path).value();
    let expected = json!({"total": 3, "active": 3, "limit": 12});
    assert_eq!(event["resource"]["invitees_counter"], expected);
    assert_eq!(trial.list(&format!("{path}/invitees")).len(), 3);
}

#[test]
fn who_may_book_what() {
    let mut trial = Trial::new();
    let body = trial.order("30min");
    assert_eq!(trial.call(DANA, "POST", "/invitees", &body).status, 403);
    assert_eq!(trial.call(TOMAS, "POST", "/invitees", &body).status, 201);
    assert_eq!(
        trial.status_with(&["scheduled_events:read"], "POST", "/invitees"),
        403
    );
    let gone = trial.kind_uri("gone");
    assert_eq!(
        post(&mut trial, "30min", json!({"event_type": gone})).status,
        404
    );
    let off = json!({"event_type": trial.kind_uri("summer-school")});
    assert!(refused(&post(&mut trial, "30min", off)).contains(&"event_type".to_owned()));
}

#[test]
fn the_plans_limit_how_often_one_may_book() {
    let mut trial = Trial::new();
    let mut burst = |who: &str, wait: i64| {
        trial.now += wait * 1000;
        let statuses = (0..60).map(|_| trial.call(who, "POST", "/invitees", &json!({})).status);
        statuses.take_while(|status| *status != 429).count()
    };
    assert_eq!(burst(MIRA, 0), 10);
    assert_eq!(burst(MIRA, 59), 0);
    for _ in 0..4 {
        assert_eq!(burst(MIRA, 61), 10);
    }
    assert_eq!(burst(MIRA, 61), 0, "fifty an hour");
    assert_eq!(burst(MIRA, 3600), 10);
    assert_eq!(burst(DANA, 0), 5);
    assert_eq!(burst(DANA, 86_000), 0);
    assert_eq!(burst(DANA, 401), 5);
}

//! Tests of the booking pages through the whole core.

use serde_json::{Value, json};

use crate::sandbox::instant;
use crate::sandbox::{Request, Response, Sandbox, respond};

/// Tuesday 1 December 2026, 08:00 UTC.
fn now() -> i64 {
    instant::parse("2026-12-01T08:00:00Z")
        .unwrap()
        .as_millisecond()
}

fn send(state: &mut Sandbox, request: Request) -> Response {
    respond(state, &request, now()).response
}

fn api(state: &mut Sandbox, request: Request) -> Value {
    send(
        state,
        request.with("authorization", "Bearer sandbox-pat-mira-albrecht"),
    )
    .value()
}

fn uri(state: &Sandbox, slug: &str) -> String {
    let kind = state
        .event_types
        .iter()
        .find(|kind| kind.slug == slug)
        .unwrap();
    format!("http://127.0.0.1:8787/event_types/{}", kind.uuid)
}

fn times(state: &mut Sandbox, slug: &str) -> Vec<Value> {
    let target = format!(
        "/event_type_available_times?event_type={}&start_time=2026-12-02T00:00:00Z&end_time=2026-12-31T00:00:00Z",
        uri(state, slug)
    );
    let answer = api(state, Request::new("GET", &target));
    answer["collection"].as_array().unwrap().clone()
}

fn path(url: &Value) -> String {
    url.as_str()
        .unwrap()
        .strip_prefix("http://127.0.0.1:8787")
        .unwrap()
        .to_owned()
}

fn link(state: &mut Sandbox, slug: &str) -> String {
    let body = json!({"max_event_count": 1, "owner": uri(state, slug), "owner_type": "EventType"});
    let answer = api(state, Request::new("POST", "/scheduling_links").json(&body));
    path(&answer["resource"]["booking_url"])
}

/// The first `href` or `action` that begins like that, unescaped.
fn target(page: &str, start: &str) -> String {
    let from = page.find(start).unwrap();
    page[from..]
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&")
}

const WHO: &str = "name=Ada+L&email=ada%40example.org";

#[test]
fn every_deep_link_leads_to_its_own_form() {
    let mut state = Sandbox::default();
    for time in times(&mut state, "30min") {
        let page = send(
            &mut state,
            Request::new("GET", &path(&time["scheduling_url"])),
        );
        assert_eq!(page.status, 200, "{time}");
        assert!(page.body.contains("Schedule event"));
    }
}

#[test]
fn booking_takes_the_time_away_for_every_event_type_of_the_host() {
    let mut state = Sandbox::default();
    let first = times(&mut state, "30min")[0].clone();
    let booked = send(
        &mut state,
        Request::new("POST", &path(&first["scheduling_url"])).form(WHO),
    );
    assert_eq!(booked.status, 303);
    let confirmation = send(
        &mut state,
        Request::new("GET", booked.header("location").unwrap()),
    );
    assert!(confirmation.body.contains("Ada L"));
    for slug in ["30min", "60min"] {
        let left = times(&mut state, slug);
        assert!(
            left.iter()
                .all(|time| time["start_time"] != first["start_time"]),
            "{slug}"
        );
    }
    let again = send(
        &mut state,
        Request::new("POST", &path(&first["scheduling_url"])).form(WHO),
    );
    assert_eq!(again.status, 409);
}

#[test]
fn a_single_use_link_can_be_booked_once_and_then_says_so() {
    let mut state = Sandbox::default();
    let link = link(&mut state, "30min");
    let query = "name=%3Cscript%3E&email=a%40b.example&utm_source=crm";
    let choice = send(&mut state, Request::new("GET", &format!("{link}?{query}")));
    assert!(choice.body.contains("This link can be used once."));
    let form_at = target(&choice.body, &format!("{link}/2026"));
    let form = send(&mut state, Request::new("GET", &form_at));
    assert!(form.body.contains("value=\"&lt;script&gt;\"") && !form.body.contains("<script"));
    assert!(form.body.contains("value=\"crm\""));
    let second = times(&mut state, "30min")[5].clone();
    let other_time = format!("{link}/{}", second["start_time"].as_str().unwrap());
    let sent = format!("{WHO}&utm_source=crm");
    assert_eq!(
        send(&mut state, Request::new("POST", &form_at).form(&sent)).status,
        303
    );
    for request in [
        Request::new("GET", &link),
        Request::new("GET", &form_at),
        Request::new("POST", &form_at).form(WHO),
        Request::new("POST", &other_time).form(WHO),
    ] {
        let page = send(&mut state, request);
        assert_eq!(page.status, 410);
        assert!(page.body.contains("already been used"));
    }
    let facts = state.ledger.to_json()["facts"].clone();
    assert_eq!(facts[1]["kind"], "booked");
    assert_eq!(facts[1]["link"], format!("http://127.0.0.1:8787{link}"));
    assert_eq!(facts[1]["tracking"]["utm_source"], "crm");
}

#[test]
fn an_incomplete_form_is_shown_again_and_books_nothing() {
    let mut state = Sandbox::default();
    let link = link(&mut state, "30min");
    let time = times(&mut state, "30min")[0].clone();
    let at = format!("{link}/{}", time["start_time"].as_str().unwrap());
    for body in ["", "name=Ada", "name=Ada&email=ada", "name=+&email=a%40b"] {
        let page = send(&mut state, Request::new("POST", &at).form(body));
        assert_eq!(page.status, 422, "{body}");
        assert!(page.body.contains("Enter a name"));
    }
    assert_eq!(
        send(&mut state, Request::new("POST", &at).form(WHO)).status,
        303
    );
}

#[test]
fn a_group_loses_one_seat_per_booking() {
    let mut state = Sandbox::default();
    let first = times(&mut state, "type-workshop")[0].clone();
    let seats = first["invitees_remaining"].as_u64().unwrap();
    assert!(seats > 1);
    let at = path(&first["scheduling_url"]);
    for left in (0..seats).rev() {
        assert_eq!(
            send(&mut state, Request::new("POST", &at).form(WHO)).status,
            303
        );
        let now_left = times(&mut state, "type-workshop")
            .iter()
            .find(|time| time["start_time"] == first["start_time"])
            .map_or(0, |time| time["invitees_remaining"].as_u64().unwrap());
        assert_eq!(now_left, left);
    }
    assert_eq!(
        send(&mut state, Request::new("POST", &at).form(WHO)).status,
        409
    );
}

#[test]
fn a_round_robin_time_can_be_booked_once_for_each_host_who_is_free() {
    let mut state = Sandbox::default();
    let all = times(&mut state, "support");
    assert!(!all.is_empty());
    let at = path(&all[0]["scheduling_url"]);
    let mut booked = 0;
    while send(&mut state, Request::new("POST", &at).form(WHO)).status == 303 {
        booked += 1;
    }
    assert!((1..=2).contains(&booked));
    assert!(
        state
            .events
            .iter()
            .filter(|event| event.name.as_deref() == Some("Support: whoever is free"))
            .all(|event| event.hosts.len() == 1)
    );
}

#[test]
fn the_month_page_names_months_zones_and_empty_months() {
    let mut state = Sandbox::default();
    let page = send(
        &mut state,
        Request::new("GET", "/mira-albrecht/next-month?month=2026-12"),
    );
    assert!(page.body.contains("No times in December 2026"));
    let page = send(&mut state, Request::new("GET", "/mira-albrecht/next-month"));
    assert!(page.body.contains("January 2027</h2>"));
    let page = send(&mut state, Request::new("GET", "/mira-albrecht/never"));
    assert!(page.body.contains("No times in December 2026"));
    let page = send(
        &mut state,
        Request::new("GET", "/mira-albrecht/30min?timezone=Asia%2FTokyo"),
    );
    assert!(page.body.contains("<option value=\"Asia/Tokyo\" selected>"));
}

#[test]
fn the_hour_that_comes_twice_is_told_apart() {
    let mut state = Sandbox::default();
    let autumn = instant::parse("2026-10-20T08:00:00Z")
        .unwrap()
        .as_millisecond();
    let request = Request::new("GET", "/mira-albrecht/night-shift?month=2026-10");
    let page = respond(&mut state, &request, autumn).response.body;
    let day = page
        .split("Sunday, 25 October 2026")
        .nth(1)
        .unwrap()
        .split("<h3>")
        .next()
        .unwrap();
    assert_eq!(day.matches("02:30 <small>UTC+02:00").count(), 1, "{day}");
    assert_eq!(day.matches("02:30 <small>UTC+01:00").count(), 1);
}

#[test]
fn unknown_switched_off_and_deleted_pages_are_not_found() {
    let mut state = Sandbox::default();
    for target in [
        "/nobody",
        "/mira-albrecht/nothing",
        "/mira-albrecht/summer-school",
        "/mira-albrecht/gone",
        "/d/abc/30min",
        "/confirmed/0",
        "/confirmed/x",
    ] {
        assert_eq!(
            send(&mut state, Request::new("GET", target)).status,
            404,
            "{target}"
        );
    }
    for target in ["/mira-albrecht", "/nordlicht-studio", "/"] {
        assert_eq!(
            send(&mut state, Request::new("GET", target)).status,
            200,
            "{target}"
        );
    }
}

#[test]
fn no_page_lets_a_name_become_markup() {
    let mut state = Sandbox::default();
    let page = send(&mut state, Request::new("GET", "/mira-albrecht"));
    assert!(page.body.contains("&lt;em&gt;&amp;amp;&lt;/em&gt;"));
    let page = send(
        &mut state,
        Request::new("GET", "/mira-albrecht/type-workshop"),
    );
    assert!(page.body.contains("&lt;b&gt;curiosity&lt;/b&gt;"));
}

/// The last invitee as the API shows them.
fn last_invitee(state: &mut Sandbox) -> Value {
    let invitee = state.invitees.last().unwrap();
    let path = path(&json!(invitee.uri("http://127.0.0.1:8787")));
    api(state, Request::new("GET", &path))["resource"].clone()
}

#[test]
fn the_questions_of_an_event_type_are_asked_and_the_answers_kept() {
    let mut state = Sandbox::default();
    let time = times(&mut state, "customer-interview")[0].clone();
    let at = path(&time["scheduling_url"]);
    let filled = format!("{at}&a1=Acme&a2=2&a3=1,3&guests=g%40example.org&salesforce_uuid=sf");
    let form = send(&mut state, Request::new("GET", &filled)).body;
    assert!(form.contains("value=\"Acme\"") && form.contains("<option selected>2 to 10</option>"));
    assert_eq!(form.matches(" checked").count(), 2);
    assert!(!form.contains("Fax number"));
    let wrong = send(&mut state, Request::new("POST", &at).form(WHO));
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("must be answered"));
    let sent = format!(
        "{WHO}&a1=Acme&a2=2+to+10&a3=Paper&a3=Another+tool&guests=g%40example.org&salesforce_uuid=sf"
    );
    assert_eq!(
        send(&mut state, Request::new("POST", &at).form(&sent)).status,
        303
    );
    let invitee = last_invitee(&mut state);
    let answers = json!([
        {"question": "Company", "answer": "Acme", "position": 0},
        {"question": "How many are you?", "answer": "2 to 10", "position": 1},
        {"question": "What do you use today?", "answer": "Paper\nAnother tool", "position": 2},
    ]);
    assert_eq!(invitee["questions_and_answers"], answers);
    assert_eq!(invitee["tracking"]["salesforce_uuid"], "sf");
    assert!(invitee["scheduling_method"].is_null());
    let event = api(&mut state, Request::new("GET", &path(&invitee["event"])));
    assert_eq!(
        event["resource"]["event_guests"][0]["email"],
        "g@example.org"
    );
}

#[test]
fn an_invitee_cancels_once_and_only_before_the_meeting() {
    let mut state = Sandbox::default();
    let before = times(&mut state, "30min");
    let at = path(&before[0]["scheduling_url"]);
    send(&mut state, Request::new("POST", &at).form(WHO));
    let cancel = path(&last_invitee(&mut state)["cancel_url"]);
    let form = send(&mut state, Request::new("GET", &cancel));
    assert!(form.body.contains("Cancel event") && form.status == 200);
    let late = now() + 40 * 86_400_000;
    for method in ["GET", "POST"] {
        let page = respond(&mut state, &Request::new(method, &cancel), late).response;
        assert_eq!(page.status, 410);
    }
    let done = send(&mut state, Request::new("POST", &cancel).form("reason=Ill"));
    assert_eq!(done.status, 200);
    let invitee = last_invitee(&mut state);
    assert_eq!(invitee["status"], "canceled");
    assert_eq!(invitee["cancellation"]["reason"], "Ill");
    assert_eq!(invitee["cancellation"]["canceled_by"], "Ada L");
    assert_eq!(times(&mut state, "30min"), before);
    assert_eq!(send(&mut state, Request::new("POST", &cancel)).status, 410);
    assert_eq!(
        send(&mut state, Request::new("GET", "/cancellations/x")).status,
        404
    );
}

#[test]
fn rescheduling_leaves_a_canceled_invitee_and_a_new_one_that_know_each_other() {
    let mut state = Sandbox::default();
    let before = times(&mut state, "60min");
    let at = path(&before[0]["scheduling_url"]);
    send(&mut state, Request::new("POST", &at).form(WHO));
    let old = last_invitee(&mut state);
    let moving = path(&old["reschedule_url"]);
    let choice = send(&mut state, Request::new("GET", &moving)).body;
    let starts = |time: &Value| {
        let text = time["start_time"].as_str().unwrap();
        format!("{moving}/{}", text.replace(".000000", ""))
    };
    // Its own time is free for it, and stays so until it has moved.
    assert!(choice.contains(&starts(&before[0])), "{choice}");
    let to = starts(&before[5]);
    let form = send(&mut state, Request::new("GET", &to));
    assert!(form.body.contains("Reschedule event"));
    let lunch = format!("{moving}/2026-12-10T11:15:00Z");
    assert_eq!(send(&mut state, Request::new("POST", &lunch)).status, 409);
    assert_eq!(last_invitee(&mut state)["status"], "active");
    let moved = send(&mut state, Request::new("POST", &to).form("reason=Train"));
    assert_eq!(moved.status, 303);
    let new = last_invitee(&mut state);
    assert_eq!(new["old_invitee"], old["uri"]);
    assert_eq!(new["email"], "ada@example.org");
    let old = api(&mut state, Request::new("GET", &path(&old["uri"])))["resource"].clone();
    assert_eq!(old["rescheduled"], true);
    assert_eq!(
        (&old["new_invitee"], &old["status"]),
        (&new["uri"], &json!("canceled"))
    );
    let events: Vec<&str> = state
        .changes
        .iter()
        .map(|(_, change)| change.event())
        .collect();
    assert_eq!(
        events,
        ["invitee.created", "invitee.canceled", "invitee.created"]
    );
    assert_eq!(send(&mut state, Request::new("GET", &moving)).status, 410);
    let after = times(&mut state, "60min");
    assert_eq!(after[0], before[0]);
    assert!(!after.contains(&before[5]));
}

#[test]
fn a_link_that_nobody_used_expires() {
    let mut state = Sandbox::default();
    let link = link(&mut state, "30min");
    let late = now() + 90 * 86_400_000;
    let page = respond(&mut state, &Request::new("GET", &link), late).response;
    assert_eq!(page.status, 410);
    assert!(page.body.contains("expired"));
}

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

//! Tests of the available times: limits of a request, rules of the event type, changes of the clocks.

use serde_json::{Value, json};

use crate::sandbox::free_times::{Free, free};
use crate::sandbox::instant::{self, short_text};
use crate::sandbox::params::encode;
use crate::sandbox::sample::EventType;
use crate::sandbox::{Request, Response, Sandbox, respond};

fn kind(state: &Sandbox, slug: &str) -> EventType {
    state
        .event_types
        .iter()
        .find(|kind| kind.slug == slug)
        .unwrap()
        .clone()
}

fn times(slug: &str, from: &str, to: &str, now: &str) -> Vec<Free> {
    let state = Sandbox::default();
    let parse = |text| instant::parse(text).unwrap();
    free(
        &state,
        &kind(&state, slug),
        parse(from),
        parse(to),
        parse(now),
    )
}

fn starts(slug: &str, from: &str, to: &str, now: &str) -> Vec<String> {
    times(slug, from, to, now)
        .iter()
        .map(|free| short_text(free.start))
        .collect()
}

fn ask_as(slug: &str, state: &mut Sandbox, kind: &str, start: &str, end: &str) -> Response {
    let target = format!(
        "/event_type_available_times?event_type={}&start_time={}&end_time={}",
        encode(kind),
        encode(start),
        encode(end)
    );
    let now = instant::parse("2026-12-01T00:00:00Z")
        .unwrap()
        .as_millisecond();
    let request =
        Request::new("GET", &target).with("authorization", &format!("Bearer sandbox-pat-{slug}"));
    respond(state, &request, now).response
}

fn ask(state: &mut Sandbox, slug: &str, start: &str, end: &str) -> Response {
    let uri = format!(
        "http://127.0.0.1:8787/event_types/{}",
        kind(state, slug).uuid
    );
    ask_as("mira-albrecht", state, &uri, start, end)
}

fn details(answer: &Response) -> Value {
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert_eq!(
        answer.value()["message"],
        "The supplied parameters are invalid."
    );
    answer.value()["details"].clone()
}

#[test]
fn a_request_may_span_thirty_one_days_and_no_second_more() {
    let mut state = Sandbox::default();
    let fits = ask(
        &mut state,
        "30min",
        "2026-12-01T00:01:00Z",
        "2027-01-01T00:01:00Z",
    );
    assert_eq!(fits.status, 200);
    assert!(fits.value()["collection"].as_array().unwrap().len() > 20);
    let long = ask(
        &mut state,
        "30min",
        "2026-12-01T00:01:00Z",
        "2027-01-01T00:01:01Z",
    );
    let expected =
        json!([{"parameter": "end_time", "message": "date range can be no greater than 31 days"}]);
    assert_eq!(details(&long), expected);
    state.options.max_range_days = 7;
    let week = ask(
        &mut state,
        "30min",
        "2026-12-01T00:01:00Z",
        "2026-12-08T00:01:00Z",
    );
    assert_eq!(week.status, 200);
    let long = ask(
        &mut state,
        "30min",
        "2026-12-01T00:01:00Z",
        "2026-12-09T00:01:00Z",
    );
    assert_eq!(
        details(&long)[0]["message"],
        "date range can be no greater than 7 days"
    );
}

#[test]
fn wrong_parameters_are_named() {
    let mut state = Sandbox::default();
    let past = ask(
        &mut state,
        "30min",
        "2026-12-01T00:00:00Z",
        "2026-12-02T00:00:00Z",
    );
    assert_eq!(details(&past)[0]["parameter"], "start_time");
    let reversed = ask(
        &mut state,
        "30min",
        "2026-12-03T00:00:00Z",
        "2026-12-02T00:00:00Z",
    );
    assert_eq!(details(&reversed)[0]["parameter"], "end_time");
    let zoneless = ask(&mut state, "30min", "2026-12-03T00:00:00", "soon");
    assert_eq!(details(&zoneless).as_array().unwrap().len(), 2);
    let bare = ask_as(
        "mira-albrecht",
        &mut state,
        "ABC",
        "2026-12-02T00:00:00Z",
        "2026-12-03T00:00:00Z",
    );
    assert_eq!(details(&bare)[0]["parameter"], "event_type");
    let unknown = "http://127.0.0.1:8787/event_types/ABC";
    let answer = ask_as(
        "mira-albrecht",
        &mut state,
        unknown,
        "2026-12-02T00:00:00Z",
        "2026-12-03T00:00:00Z",
    );
    assert_eq!(answer.status, 404);
    let mine = format!(
        "http://127.0.0.1:8787/event_types/{}",
        kind(&state, "30min").uuid
    );
    let answer = ask_as(
        "dana-whitfield",
        &mut state,
        &mine,
        "2026-12-02T00:00:00Z",
        "2026-12-03T00:00:00Z",
    );
    assert_eq!(answer.status, 403);
}

#[test]
fn an_item_has_status_seats_time_and_deep_link() {
    let mut state = Sandbox::default();
    let answer = ask(
        &mut state,
        "30min",
        "2026-12-01T00:01:00Z",
        "2026-12-20T00:00:00Z",
    )
    .value();
    let first = &answer["collection"][0];
    assert_eq!(first["status"], "available");
    assert_eq!(first["invitees_remaining"], 1);
    let start = first["start_time"].as_str().unwrap();
    assert!(start.ends_with(":00.000000Z"), "{start}");
    let url = first["scheduling_url"].as_str().unwrap();
    let short = start.replace(".000000", "");
    assert!(url.starts_with(&format!(
        "http://127.0.0.1:8787/mira-albrecht/30min/{short}?month=2026-12&date=2026-12-"
    )));
    assert!(answer.get("pagination").is_none());
}

#[test]
fn the_ends_of_a_range_are_both_included() {
    let now = "2026-12-01T00:00:00Z";
    let all = starts("30min", "2026-12-01T00:01:00Z", "2026-12-30T00:00:00Z", now);
    let one = all.get(3).unwrap();
    assert_eq!(&starts("30min", one, one, now), std::slice::from_ref(one));
}

#[test]
fn splitting_a_range_changes_nothing_but_repeats_the_boundary() {
    let now = "2026-12-01T00:00:00Z";
    for slug in [
        "30min",
        "support",
        "project-pitch",
        "type-workshop",
        "night-shift",
        "paid-session",
    ] {
        let all = starts(slug, "2026-12-01T00:01:00Z", "2026-12-31T00:00:00Z", now);
        let middle = all.get(all.len() / 2).unwrap().clone();
        let mut parts = starts(slug, "2026-12-01T00:01:00Z", &middle, now);
        parts.extend(starts(slug, &middle, "2026-12-31T00:00:00Z", now));
        assert_eq!(parts.len(), all.len() + 1, "{slug}");
        parts.dedup();
        assert_eq!(parts, all, "{slug}");
    }
}

#[test]
fn notice_and_horizon_are_kept() {
    let now = "2026-12-01T00:00:00Z";
    let soon = starts(
        "short-window",
        "2026-12-01T00:01:00Z",
        "2026-12-31T00:00:00Z",
        now,
    );
    assert!(soon.first().unwrap().as_str() >= "2026-12-02T00:00:00Z");
    assert!(soon.last().unwrap().as_str() <= "2026-12-11T00:00:00Z");
}

#[test]
fn one_event_type_opens_next_month_and_one_never() {
    for now in [
        "2026-12-01T00:00:00Z",
        "2027-01-31T20:00:00Z",
        "2028-02-29T12:00:00Z",
    ] {
        let now = instant::parse(now).unwrap();
        let zone = instant::zone("Europe/Berlin");
        let state = Sandbox::default();
        let later = instant::plus_seconds(now, 62 * 86_400);
        let times = free(&state, &kind(&state, "next-month"), now, later, now);
        let month = |at| zone.to_datetime(at).date().first_of_month();
        assert!(!times.is_empty());
        assert!(times.iter().all(|free| month(free.start) > month(now)));
        assert!(free(&state, &kind(&state, "never"), now, later, now).is_empty());
    }
}

#[test]
fn buffers_keep_the_time_around_a_meeting_free() {
    // With 15 minutes before and 30 after, a paid session of an hour is never next to lunch at 12:00 in Berlin.
    let all = starts(
        "paid-session",
        "2026-12-01T00:01:00Z",
        "2026-12-31T00:00:00Z",
        "2026-12-01T00:00:00Z",
    );
    assert!(!all.is_empty());
    assert!(
        all.iter()
            .all(|start| !start.contains("T10:00") && !start.contains("T12:00")),
        "{all:?}"
    );
}

#[test]
fn an_autumn_night_has_both_hours_and_a_spring_night_none_in_the_gap() {
    let autumn = |slug, day: &str, now: &str| -> Vec<String> {
        starts(
            slug,
            &format!("{day}T00:00:00Z"),
            &format!("{day}T14:00:00Z"),
            now,
        )
    };
    // Los Angeles, 1 November 2026: 01:00 comes twice, at 08:00 and 09:00 UTC; half past midnight is 07:30 UTC.
    let fall = autumn("night-owl", "2026-11-01", "2026-10-20T00:00:00Z");
    assert_eq!(fall.len(), 9, "{fall:?}");
    assert_eq!(
        (fall[0].as_str(), fall[8].as_str()),
        ("2026-11-01T07:30:00Z", "2026-11-01T11:30:00Z")
    );
    // Los Angeles, 14 March 2027: 02:00 does not come at all.
    let spring = autumn("night-owl", "2027-03-14", "2027-03-01T00:00:00Z");
    assert_eq!(spring.len(), 5, "{spring:?}");
    let zone = instant::zone("America/Los_Angeles");
    for start in &spring {
        assert_ne!(zone.to_datetime(instant::parse(start).unwrap()).hour(), 2);
    }
    // Berlin, 25 October 2026 and 28 March 2027, over the whole night.
    let night = |from: &str, to: &str, now: &str| starts("night-shift", from, to, now).len();
    assert_eq!(
        night(
            "2026-10-24T12:00:00Z",
            "2026-10-25T06:00:00Z",
            "2026-10-01T00:00:00Z"
        ),
        9
    );
    assert_eq!(
        night(
            "2026-10-25T12:00:00Z",
            "2026-10-26T06:00:00Z",
            "2026-10-01T00:00:00Z"
        ),
        7
    );
    assert_eq!(
        night(
            "2027-03-27T12:00:00Z",
            "2027-03-28T06:00:00Z",
            "2027-03-01T00:00:00Z"
        ),
        5
    );
}

#[test]
fn office_hours_move_with_the_clocks_of_the_hosts_zone() {
    let earliest = |slug, from: &str, to: &str, now: &str| {
        let all = starts(slug, from, to, now);
        all.iter()
            .map(|start| start[11..16].to_owned())
            .min()
            .unwrap()
    };
    let now = "2026-10-01T00:00:00Z";
    // Nine o'clock (Wednesdays eight) in Berlin is 07:00 (06:00) UTC in summer and one later in winter.
    assert!(
        earliest("15min", "2026-10-05T00:00:00Z", "2026-10-24T00:00:00Z", now).as_str() < "07:00"
    );
    assert!(
        earliest("15min", "2026-10-26T00:00:00Z", "2026-11-20T00:00:00Z", now).as_str() >= "07:00"
    );
}

#[test]
fn groups_have_seats_and_teams_need_all_or_one() {
    let (from, to, now) = (
        "2026-12-01T00:01:00Z",
        "2026-12-31T00:00:00Z",
        "2026-12-01T00:00:00Z",
    );
    let group = times("type-workshop", from, to, now);
    assert!(group.iter().all(|free| (2..=12).contains(&free.remaining)));
    assert!(
        group
            .iter()
            .any(|free| free.remaining != group[0].remaining)
    );
    let state = Sandbox::default();
    let parse = |text| instant::parse(text).unwrap();
    let mut alone = kind(&state, "project-pitch");
    alone.hosts.truncate(1);
    let alone = free(&state, &alone, parse(from), parse(to), parse(now));
    assert!(times("project-pitch", from, to, now).len() < alone.len());
    assert!(times("support", from, to, now).len() > starts("30min", from, to, now).len());
}

#[test]
fn every_month_of_years_to_come_has_times_and_full_days() {
    for (year, month) in [(2026, 12), (2027, 6), (2029, 2), (2033, 10)] {
        let now = format!("{year}-{month:02}-01T00:00:00Z");
        let all = starts(
            "30min",
            &format!("{year}-{month:02}-01T00:01:00Z"),
            &format!("{year}-{month:02}-28T00:00:00Z"),
            &now,
        );
        let mut days: Vec<&str> = all.iter().map(|start| &start[..10]).collect();
        days.dedup();
        assert!((8..=20).contains(&days.len()), "{year}-{month}: {days:?}");
    }
}

#[test]
fn every_time_lies_within_the_hours_on_the_wall() {
    let state = Sandbox::default();
    // A fortnight around each change of the clocks in Europe and the United States.
    for from in [
        "2026-10-18T00:00:00Z",
        "2026-10-25T00:00:00Z",
        "2027-03-07T00:00:00Z",
        "2027-03-21T00:00:00Z",
    ] {
        let from = instant::parse(from).unwrap();
        let to = instant::plus_seconds(from, 14 * 86_400);
        let now = instant::plus_seconds(from, -3 * 86_400);
        for kind in &state.event_types {
            let host = state.host(kind.owner).unwrap();
            let schedule = state.hours_of(kind, host.slug).unwrap();
            let zone = instant::zone(host.zone);
            if kind.pooling == Some("round_robin") {
                continue;
            }
            for free in free(&state, kind, from, to, now) {
                let wall = |at| zone.to_datetime(at);
                let minute = |at| {
                    let time = wall(at).time();
                    u16::try_from(time.hour()).unwrap() * 60 + u16::try_from(time.minute()).unwrap()
                };
                let end = instant::plus_minutes(free.start, kind.duration);
                let weekday =
                    usize::try_from(wall(free.start).weekday().to_monday_zero_offset()).unwrap();
                let inside = schedule.week[weekday]
                    .iter()
                    .any(|(open, close)| *open <= minute(free.start) && minute(end) <= *close);
                assert!(inside, "{} at {}", kind.slug, short_text(free.start));
                assert_eq!(wall(free.start).date(), wall(end).date());
            }
        }
    }
}

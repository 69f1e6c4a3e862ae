//! Tests of the list of scheduled events through the whole core.

use serde_json::Value;

use crate::sandbox::trial::{BASE, DANA, MIRA, TOMAS, Trial, field, refused};

const STUDIO: &str = "http://127.0.0.1:8787/organizations/NORDLICHTSTUDIO1";

fn list(trial: &mut Trial, query: &str) -> Vec<Value> {
    trial.list(&format!("/scheduled_events?{query}&count=100"))
}

fn message(trial: &mut Trial, who: &str, query: &str) -> String {
    let answer = trial.get(who, &format!("/scheduled_events?{query}"));
    assert_eq!(answer.status, 403, "{}", answer.body);
    answer.value()["message"].as_str().unwrap().to_owned()
}

#[test]
fn one_sees_ones_own_events_and_an_admin_those_of_the_organization() {
    let mut trial = Trial::new();
    let (mira, tomas) = (trial.user(MIRA), trial.user(TOMAS));
    let studio = Trial::query("organization", STUDIO);
    let own = list(&mut trial, &mira);
    let all = list(&mut trial, &studio);
    let his = list(&mut trial, &format!("{tomas}&{studio}"));
    assert!(!his.is_empty() && own.len() < all.len() && his.len() < all.len());
    assert!(his.iter().all(|event| all.contains(event)));
    let no = "You do not have permission to access this resource.";
    assert_eq!(message(&mut trial, TOMAS, &studio), no);
    assert_eq!(message(&mut trial, DANA, &studio), no);
    assert_eq!(
        message(&mut trial, MIRA, &tomas),
        "Please also specify organization when requesting events for a user within your organization."
    );
    assert_eq!(
        message(&mut trial, DANA, &mira),
        "This user is not in your organization"
    );
    assert_eq!(
        refused(&trial.get(MIRA, "/scheduled_events")),
        ["user", "organization"]
    );
    let target = format!("/scheduled_events?{mira}");
    assert_eq!(trial.status_with(&["users:read"], "GET", &target), 403);
}

#[test]
fn a_group_has_the_events_of_its_members() {
    let mut trial = Trial::new();
    let group = trial.state.groups[0].uuid;
    let query = Trial::query("group", &format!("{BASE}/groups/{group}"));
    let some = list(&mut trial, &query);
    let all = list(&mut trial, &Trial::query("organization", STUDIO));
    let hosted = |event: &Value| {
        let host = |member: &Value| {
            let hosts = trial.state.hosts.iter();
            let slug = hosts.filter(|host| member["user_email"] == host.email);
            slug.map(|host| host.slug)
                .any(|slug| trial.state.is_in_group(slug, group))
        };
        event["event_memberships"]
            .as_array()
            .unwrap()
            .iter()
            .any(host)
    };
    let expected: Vec<Value> = all.into_iter().filter(hosted).collect();
    assert!(!expected.is_empty());
    assert_eq!(some, expected);
    let no = "You do not have permission to access this resource.";
    assert_eq!(message(&mut trial, TOMAS, &query), no);
    assert_eq!(message(&mut trial, DANA, &query), no);
    let unknown = Trial::query("group", &format!("{BASE}/groups/NONE"));
    assert_eq!(
        trial
            .get(MIRA, &format!("/scheduled_events?{unknown}"))
            .status,
        404
    );
}

#[test]
fn filters_and_order_agree_with_the_whole_list() {
    let mut trial = Trial::new();
    let user = trial.user(MIRA);
    let all = list(&mut trial, &user);
    let text = |event: &Value| event["start_time"].as_str().unwrap().to_owned();
    assert!(all.is_sorted_by_key(text));
    let mut down = list(&mut trial, &format!("{user}&sort=start_time:desc"));
    down.reverse();
    assert_eq!(down, all);
    let half = |keep: &dyn Fn(&Value) -> bool| -> Vec<Value> {
        all.iter().filter(|event| keep(event)).cloned().collect()
    };
    for status in ["active", "canceled"] {
        let some = list(&mut trial, &format!("{user}&status={status}"));
        assert!(!some.is_empty());
        assert_eq!(some, half(&|event| event["status"] == status));
    }
    let middle = text(&all[all.len() / 2]);
    let from = list(&mut trial, &format!("{user}&min_start_time={middle}"));
    assert_eq!(from, half(&|event| text(event) >= middle));
    let to = list(&mut trial, &format!("{user}&max_start_time={middle}"));
    assert_eq!(to, half(&|event| text(event) <= middle));
    for wrong in [
        "status=open",
        "sort=created_at:asc",
        "min_start_time=now",
        "count=0",
        "user=me",
    ] {
        let query = format!("/scheduled_events?{wrong}&{user}");
        assert_eq!(trial.get(MIRA, &query).status, 400, "{wrong}");
    }
}

#[test]
fn an_event_is_found_by_the_address_of_an_invitee() {
    let mut trial = Trial::new();
    let invitee = trial.book("30min");
    let user = trial.user(MIRA);
    let found = list(
        &mut trial,
        &format!("{user}&invitee_email=ADA%40example.org"),
    );
    assert_eq!(field(&found, "uri"), [invitee["event"].clone()]);
}

#[test]
fn pages_reach_every_event() {
    let mut trial = Trial::new();
    let mut target = format!("/scheduled_events?{}", trial.user(MIRA));
    let mut seen = Vec::new();
    loop {
        let page = trial.get(MIRA, &target).value();
        seen.extend(field(page["collection"].as_array().unwrap(), "uri"));
        if page["pagination"]["next_page"].is_null() {
            break;
        }
        target = Trial::path(&page["pagination"]["next_page"]);
    }
    let user = trial.user(MIRA);
    assert!(seen.len() > 20);
    assert_eq!(seen, field(&list(&mut trial, &user), "uri"));
}

#[test]
fn one_event_is_read_by_those_who_may() {
    let mut trial = Trial::new();
    let invitee = trial.book("30min");
    let path = Trial::path(&invitee["event"]);
    assert_eq!(
        trial.get(MIRA, &path).value()["resource"]["uri"],
        invitee["event"]
    );
    assert_eq!(trial.get(TOMAS, &path).status, 403);
    assert_eq!(trial.get(DANA, &path).status, 403);
    assert_eq!(trial.get(MIRA, "/scheduled_events/NONE").status, 404);
    assert!(path.len() > BASE.len());
}

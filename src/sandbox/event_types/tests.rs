//! Tests of the event type list through the whole core.

use serde_json::{Value, json};

use crate::sandbox::params::encode;
use crate::sandbox::sample::Hours;
use crate::sandbox::{Request, Response, Sandbox, respond};

const MIRA: &str = "http://127.0.0.1:8787/users/MIRAALBRECHT2026";
const TOMAS: &str = "http://127.0.0.1:8787/users/TOMASREYES000001";
const DANA: &str = "http://127.0.0.1:8787/users/6f1c2b54-9d0e-4a53-8b7f-2c1d0e9f8a76";
const STUDIO: &str = "http://127.0.0.1:8787/organizations/NORDLICHTSTUDIO1";

fn get(state: &mut Sandbox, slug: &str, target: &str) -> Response {
    let request =
        Request::new("GET", target).with("authorization", &format!("Bearer sandbox-pat-{slug}"));
    respond(state, &request, 1_796_112_000_000).response
}

fn list(query: &str) -> Value {
    let answer = get(
        &mut Sandbox::default(),
        "mira-albrecht",
        &format!("/event_types?{query}"),
    );
    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    answer.value()["collection"].clone()
}

fn status(slug: &str, query: &str) -> u16 {
    get(
        &mut Sandbox::default(),
        slug,
        &format!("/event_types?{query}"),
    )
    .status
}

fn field(list: &Value, name: &str) -> Vec<Value> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|kind| kind[name].clone())
        .collect()
}

fn of(user: &str) -> String {
    format!("user={}&count=100", encode(user))
}

#[test]
fn all_of_a_users_event_types_are_reached_page_by_page() {
    let mut state = Sandbox::default();
    let mut seen = Vec::new();
    let mut target = format!("/event_types?user={}", encode(MIRA));
    let mut pages = 0;
    loop {
        let answer = get(&mut state, "mira-albrecht", &target).value();
        seen.extend(field(&answer["collection"], "uri"));
        pages += 1;
        match answer["pagination"]["next_page"].as_str() {
            Some(next) => {
                target = next
                    .strip_prefix("http://127.0.0.1:8787")
                    .unwrap()
                    .to_owned()
            }
            None => break,
        }
    }
    assert!(pages >= 4);
    let mut unique = seen.clone();
    unique.sort_by_key(|uri| uri.to_string());
    unique.dedup();
    assert_eq!(unique.len(), seen.len());
    assert_eq!(seen.len(), list(&of(MIRA)).as_array().unwrap().len());
}

#[test]
fn user_or_organization_is_required_and_must_be_ones_own() {
    assert_eq!(status("mira-albrecht", ""), 400);
    assert_eq!(status("mira-albrecht", "user=MIRAALBRECHT2026"), 400);
    assert_eq!(status("mira-albrecht", &of(DANA)), 403);
    assert_eq!(status("mira-albrecht", &of(TOMAS)), 200);
    assert_eq!(status("tomas-reyes", &of(MIRA)), 403);
    assert_eq!(status("tomas-reyes", &of(TOMAS)), 200);
    let organization = format!("organization={}", encode(STUDIO));
    assert_eq!(status("mira-albrecht", &organization), 200);
    assert_eq!(status("tomas-reyes", &organization), 403);
    assert_eq!(status("dana-whitfield", &organization), 403);
}

#[test]
fn filters_narrow_the_list() {
    let all = list(&of(MIRA)).as_array().unwrap().len();
    let active = list(&format!("{}&active=true", of(MIRA)));
    let inactive = list(&format!("{}&active=false", of(MIRA)));
    assert!(
        field(&active, "active")
            .iter()
            .all(|active| *active == true)
    );
    assert_eq!(
        active.as_array().unwrap().len() + inactive.as_array().unwrap().len(),
        all
    );
    assert_eq!(
        field(&list(&format!("{}&admin_managed=true", of(MIRA))), "slug"),
        ["managed"]
    );
    let schedule = encode(&format!(
        "http://127.0.0.1:8787/user_availability_schedules/{}",
        Hours::Closed.uuid("mira-albrecht")
    ));
    let closed = list(&format!(
        "{}&user_availability_schedule={schedule}",
        of(MIRA)
    ));
    assert_eq!(field(&closed, "slug"), ["never"]);
    let organization = format!("organization={}", encode(STUDIO));
    for wrong in [
        "active=yes",
        "admin_managed=1",
        "sort=size",
        "sort=name:up",
        "count=0",
    ] {
        assert_eq!(
            status("mira-albrecht", &format!("{organization}&{wrong}")),
            400,
            "{wrong}"
        );
    }
    let lonely = format!("{organization}&user_availability_schedule={schedule}");
    assert_eq!(status("mira-albrecht", &lonely), 400);
}

#[test]
fn sort_takes_several_fields_with_directions() {
    let names = |sort: &str| -> Vec<String> {
        field(&list(&format!("{}&sort={sort}", of(MIRA))), "name")
            .iter()
            .map(|name| name.as_str().unwrap_or_default().to_lowercase())
            .collect()
    };
    let up = names("name:asc");
    let mut sorted = up.clone();
    sorted.sort();
    assert_eq!(up, sorted);
    let mut down = names("name:desc");
    down.reverse();
    assert_eq!(up, down);
    let kinds = list(&format!("{}&sort=position:desc,name", of(MIRA)));
    let positions: Vec<u64> = field(&kinds, "position")
        .iter()
        .map(|position| position.as_u64().unwrap())
        .collect();
    assert!(positions.windows(2).all(|pair| pair[0] >= pair[1]));
}

#[test]
fn one_event_type_is_read_by_its_identifier_even_when_deleted() {
    let mut state = Sandbox::default();
    let gone = state
        .event_types
        .iter()
        .find(|kind| kind.deleted)
        .unwrap()
        .uuid
        .clone();
    let answer = get(&mut state, "mira-albrecht", &format!("/event_types/{gone}")).value();
    assert!(answer["resource"]["deleted_at"].is_string());
    assert_eq!(
        answer["resource"]["uri"],
        format!("http://127.0.0.1:8787/event_types/{gone}")
    );
    assert!(!field(&list(&of(MIRA)), "slug").contains(&json!("gone")));
    assert_eq!(
        get(
            &mut state,
            "dana-whitfield",
            &format!("/event_types/{gone}")
        )
        .status,
        403
    );
    let unknown = get(&mut state, "mira-albrecht", "/event_types/NOTHING");
    assert_eq!(
        unknown.value()["message"],
        "The server could not find the requested resource."
    );
}

#[test]
fn the_list_has_the_shapes_that_clients_stumble_over() {
    let all = list(&of(MIRA));
    let kinds = all.as_array().unwrap();
    assert!(kinds.iter().any(|kind| kind["profile"].is_null()));
    assert!(kinds.iter().any(|kind| kind["name"].is_null()));
    assert!(kinds.iter().any(|kind| kind["locations"].is_null()));
    assert!(kinds.iter().any(|kind| kind["duration_options"].is_array()));
    assert!(kinds.iter().any(|kind| kind["profile"]["type"] == "Team"));
    assert!(
        kinds
            .iter()
            .any(|kind| kind["name"].as_str().is_some_and(|name| name.contains('פ')))
    );
}

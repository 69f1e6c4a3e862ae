//! Tests of the activity log through the whole core.

use serde_json::{Value, json};

use crate::sandbox::Request;
use crate::sandbox::params::encode;
use crate::sandbox::probe::{HARBOUR, Probe, STUDIO, by, each};

fn log(query: &str) -> String {
    let organization = by("organization", "organizations", HARBOUR);
    format!("/activity_log_entries?{organization}&{query}")
}

fn found(query: &str) -> Vec<Value> {
    Probe::new().list("ingrid-solheim", &log(query))
}

#[test]
fn entries_come_newest_first_with_a_total() {
    let mut probe = Probe::new();
    let answer = probe.get("ingrid-solheim", &log("count=1000")).value();
    let entries = answer["collection"].as_array().unwrap();
    assert_eq!(answer["total_count"], entries.len());
    assert_eq!(answer["exceeds_max_total_count"], false);
    assert_eq!(answer["last_event_time"], entries[0]["occurred_at"]);
    assert!(each(entries, "/occurred_at").is_sorted_by(|a, b| a >= b));
    let first = &entries[entries.len() - 1];
    assert_eq!(first["fully_qualified_name"], "Group.Create");
    assert_eq!(first["actor"]["organization"]["role"], "Owner");
    assert_eq!(first["actor"]["group"]["name"], "Compliance");
}

#[test]
fn filters_take_one_value_or_several() {
    let total = found("count=1000").len();
    let groups = found("namespace=Group");
    assert_eq!(each(&groups, "/action"), ["Create"]);
    let two = found("action[]=Create&action[]=Add");
    assert_eq!(two.len(), 2);
    let kofi = by("actor", "users", "KOFIMENSAH000001");
    let ingrid = by("actor", "users", "INGRIDSOLHEIM001");
    let kofis = found(&format!("count=1000&{kofi}"));
    assert!(!kofis.is_empty() && kofis.len() < total);
    assert!(
        each(&kofis, "/actor/display_name")
            .iter()
            .all(|name| *name == "Kofi Mensah")
    );
    assert_eq!(found(&format!("count=1000&{kofi}&{ingrid}")).len(), total);
    let (early, late) = (
        found("count=1000&max_occurred_at=2026-06-10T00:00:00Z").len(),
        found("count=1000&min_occurred_at=2026-06-10T00:00:00Z").len(),
    );
    assert!(early > 0 && late > 0);
    assert_eq!(early + late, total);
    let term = encode("role -login");
    assert_eq!(
        each(
            &found(&format!(
                "search_term={term}&namespace=User&action=Role%20Change"
            )),
            "/action"
        ),
        ["Role Change"]
    );
    assert_eq!(found("search_term=nothinglikethis").len(), 0);
}

#[test]
fn sort_takes_several_fields() {
    let entries = found("count=1000&sort[]=actor.display_name:desc&sort[]=occurred_at:asc");
    let names = each(&entries, "/actor/display_name");
    assert!(names.is_sorted_by(|a, b| a >= b));
    let last: Vec<Value> = entries
        .iter()
        .filter(|entry| entry["actor"]["display_name"] == names[0])
        .cloned()
        .collect();
    assert!(each(&last, "/occurred_at").is_sorted());
}

#[test]
fn wrong_questions_are_refused() {
    let mut probe = Probe::new();
    for query in [
        "count=1001".to_owned(),
        "count=0".to_owned(),
        "sort=details:asc".to_owned(),
        "sort=action:up".to_owned(),
        "actor=ingrid".to_owned(),
        "min_occurred_at=yesterday".to_owned(),
        format!("search_term={}", "x".repeat(301)),
    ] {
        let answer = probe.get("ingrid-solheim", &log(&query));
        assert_eq!(answer.status, 400, "{query}");
    }
    let bare = probe.get("ingrid-solheim", "/activity_log_entries");
    assert_eq!(bare.status, 400);
    let request = Request::new("GET", &log(""));
    let missing = probe.missing_scope("ingrid-solheim", request);
    assert_eq!(missing, json!(["activity_log:read"]));
}

#[test]
fn only_the_managers_of_an_enterprise_organization_may_read_it() {
    let mut probe = Probe::new();
    let studio = by("organization", "organizations", STUDIO);
    let below = probe.get("mira-albrecht", &format!("/activity_log_entries?{studio}"));
    assert_eq!(below.status, 403);
    assert_eq!(
        below.value()["message"],
        "Please upgrade your Calendly account to Enterprise."
    );
    assert_eq!(probe.get("kofi-mensah", &log("")).status, 403);
    let foreign = probe.get("ingrid-solheim", &format!("/activity_log_entries?{studio}"));
    assert_eq!(foreign.status, 403);
}

#[test]
fn what_is_done_in_the_sandbox_is_written_down() {
    let mut probe = Probe::new();
    let memberships = format!(
        "/organization_memberships?{}&role=user",
        by("organization", "organizations", HARBOUR)
    );
    let kofi = probe.list("ingrid-solheim", &memberships)[0]["uri"].clone();
    let path = kofi
        .as_str()
        .unwrap()
        .strip_prefix("http://127.0.0.1:8787")
        .unwrap()
        .to_owned();
    assert_eq!(probe.delete("ingrid-solheim", &path).status, 204);
    let newest = probe.list("ingrid-solheim", &log("count=1"));
    assert_eq!(newest[0]["fully_qualified_name"], "User.Remove");
    assert_eq!(newest[0]["details"]["email"], "kofi@harbour.example");
}

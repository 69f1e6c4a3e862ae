//! Tests of groups through the whole core.

use serde_json::json;

use crate::sandbox::Request;
use crate::sandbox::params::encode;
use crate::sandbox::probe::{BASE, HARBOUR, Probe, STUDIO, by, each, last};

fn groups(organization: &str) -> String {
    let organization = by("organization", "organizations", organization);
    format!("/groups?{organization}")
}

#[test]
fn the_groups_of_the_own_organization_are_listed_and_read() {
    let mut probe = Probe::new();
    let all = probe.list("tomas-reyes", &groups(STUDIO));
    assert_eq!(each(&all, "/name"), ["Design", "Support & Vertrieb"]);
    let path = format!("/groups/{}", last(&all[1]["uri"]));
    assert_eq!(probe.get("tomas-reyes", &path).value()["resource"], all[1]);
    for (slug, target, status) in [
        ("tomas-reyes", "/groups", 400),
        ("tomas-reyes", &groups(HARBOUR), 403),
        ("tomas-reyes", "/groups/GROUPCOMPLIANCE1", 403),
        ("tomas-reyes", "/groups/NONE", 404),
    ] {
        assert_eq!(probe.get(slug, target).status, status, "{target}");
    }
    let request = Request::new("GET", &groups(STUDIO));
    assert_eq!(
        probe.missing_scope("tomas-reyes", request),
        json!(["groups:read"])
    );
}

#[test]
fn relationships_are_filtered_by_group_and_by_owner() {
    let mut probe = Probe::new();
    let all = probe.list("mira-albrecht", "/group_relationships");
    assert_eq!(all.len(), 4);
    let group = by("group", "groups", "GROUPDESIGN00001");
    let design = probe.list("mira-albrecht", &format!("/group_relationships?{group}"));
    assert_eq!(each(&design, "/role"), ["admin", "member"]);
    for known in &all {
        let owner = encode(known["owner"].as_str().unwrap());
        let target = format!("/group_relationships?owner={owner}");
        let found = probe.list("mira-albrecht", &target);
        assert_eq!(found, std::slice::from_ref(known));
    }
    assert!(all[3]["owner"].as_str().unwrap().contains("/invitations/"));
}

#[test]
fn one_relationship_is_read_and_wrong_questions_are_refused() {
    let mut probe = Probe::new();
    let one = probe.get("tomas-reyes", "/group_relationships/RELATION00000001");
    assert_eq!(
        one.value()["resource"]["group"],
        format!("{BASE}/groups/GROUPDESIGN00001")
    );
    let foreign = format!(
        "/group_relationships?{}",
        by("organization", "organizations", HARBOUR)
    );
    for (target, status) in [
        ("/group_relationships/RELATION00000005", 403),
        ("/group_relationships/NONE", 404),
        (foreign.as_str(), 403),
        ("/group_relationships?owner=me", 400),
        ("/group_relationships?group=GROUPDESIGN00001", 400),
    ] {
        assert_eq!(probe.get("tomas-reyes", target).status, status, "{target}");
    }
}

#[test]
fn whoever_leaves_the_organization_leaves_its_groups() {
    let mut probe = Probe::new();
    let target = format!(
        "/organization_memberships?{}",
        by("user", "users", "TOMASREYES000001")
    );
    let membership = last(&probe.list("tomas-reyes", &target)[0]["uri"]);
    let path = format!("/organization_memberships/{membership}");
    assert_eq!(probe.delete("mira-albrecht", &path).status, 204);
    let pending = "/organizations/NORDLICHTSTUDIO1/invitations/INVITEPENDING001";
    assert_eq!(probe.delete("mira-albrecht", pending).status, 204);
    let rest = probe.list("mira-albrecht", "/group_relationships");
    assert_eq!(rest.len(), 2);
}

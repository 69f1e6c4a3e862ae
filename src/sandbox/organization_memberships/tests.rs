//! Tests of organizations and their members through the whole core.

use serde_json::json;

use crate::sandbox::Request;
use crate::sandbox::probe::{Probe, STUDIO, by, complaint, each, last};

const MIRA: &str = "MIRAALBRECHT2026";
const TOMAS: &str = "TOMASREYES000001";
const DANA: &str = "6f1c2b54-9d0e-4a53-8b7f-2c1d0e9f8a76";

fn all() -> String {
    let organization = by("organization", "organizations", STUDIO);
    format!("/organization_memberships?{organization}")
}

fn membership(probe: &mut Probe, email: &str) -> String {
    let found = probe.list("mira-albrecht", &format!("{}&email={email}", all()));
    format!("/organization_memberships/{}", last(&found[0]["uri"]))
}

#[test]
fn ones_own_organization_is_shown_with_plan_and_stage() {
    let mut probe = Probe::new();
    let studio = probe
        .get("tomas-reyes", "/organizations/NORDLICHTSTUDIO1")
        .value();
    assert_eq!(studio["resource"]["plan"], "teams");
    assert_eq!(studio["resource"]["stage"], "paid");
    let harbour = probe.get("ingrid-solheim", "/organizations/HARBOURWORKS0001");
    assert_eq!(harbour.value()["resource"]["plan"], "enterprise");
    let foreign = probe.get("mira-albrecht", "/organizations/HARBOURWORKS0001");
    assert_eq!(foreign.status, 403);
    assert_eq!(
        probe.get("mira-albrecht", "/organizations/NONE").status,
        404
    );
    let request = Request::new("GET", "/organizations/NORDLICHTSTUDIO1");
    let missing = probe.missing_scope("mira-albrecht", request);
    assert_eq!(missing, json!(["organizations:read"]));
}

#[test]
fn an_admin_sees_every_member_with_role_and_user() {
    let mut probe = Probe::new();
    for slug in ["mira-albrecht", "jonas-brandt"] {
        let members = probe.list(slug, &all());
        assert_eq!(
            each(&members, "/user/slug"),
            [
                "mira-albrecht",
                "tomas-reyes",
                "jonas-brandt",
                "petra-novak"
            ]
        );
        assert_eq!(each(&members, "/role"), ["owner", "user", "admin", "user"]);
    }
}

#[test]
fn filters_narrow_the_members() {
    let mut probe = Probe::new();
    for (filter, expected) in [
        ("role=admin".to_owned(), vec!["jonas-brandt"]),
        ("role=user".to_owned(), vec!["tomas-reyes", "petra-novak"]),
        (
            "email=TOMAS@nordlicht.example".to_owned(),
            vec!["tomas-reyes"],
        ),
        ("email=nobody@nordlicht.example".to_owned(), vec![]),
        (by("user", "users", TOMAS), vec!["tomas-reyes"]),
    ] {
        let found = probe.list("mira-albrecht", &format!("{}&{filter}", all()));
        assert_eq!(each(&found, "/user/slug"), expected, "{filter}");
    }
}

#[test]
fn a_member_sees_only_the_own_membership() {
    let mut probe = Probe::new();
    let own = format!("/organization_memberships?{}", by("user", "users", TOMAS));
    assert_eq!(probe.list("tomas-reyes", &own).len(), 1);
    assert_eq!(probe.get("tomas-reyes", &all()).status, 403);
    let other = format!("/organization_memberships?{}", by("user", "users", MIRA));
    assert_eq!(probe.get("tomas-reyes", &other).status, 403);
    let stranger = format!("/organization_memberships?{}", by("user", "users", DANA));
    let answer = probe.get("mira-albrecht", &stranger);
    assert_eq!(
        answer.value()["message"],
        "This user is not in your organization"
    );
}

#[test]
fn wrong_questions_about_members_are_refused() {
    let mut probe = Probe::new();
    for query in [
        String::new(),
        "user=TOMASREYES000001".to_owned(),
        by("user", "users", "NOBODY"),
        format!("{}&role=boss", by("user", "users", MIRA)),
        format!("{}&count=101", by("user", "users", MIRA)),
    ] {
        let target = format!("/organization_memberships?{query}");
        assert_eq!(probe.get("mira-albrecht", &target).status, 400, "{query}");
    }
    assert_eq!(probe.get("dana-whitfield", &all()).status, 403);
}

#[test]
fn one_membership_is_read_by_its_identifier() {
    let mut probe = Probe::new();
    let path = membership(&mut probe, "petra@nordlicht.example");
    let found = probe.get("tomas-reyes", &path).value();
    assert_eq!(found["resource"]["user"]["slug"], "petra-novak");
    assert_eq!(probe.get("dana-whitfield", &path).status, 403);
    let unknown = "/organization_memberships/UNKNOWN";
    assert_eq!(probe.get("mira-albrecht", unknown).status, 404);
}

#[test]
fn a_removed_member_goes_on_alone_on_the_free_plan() {
    let mut probe = Probe::new();
    let path = membership(&mut probe, "tomas@nordlicht.example");
    assert_eq!(probe.delete("jonas-brandt", &path).status, 204);
    assert_eq!(probe.list("mira-albrecht", &all()).len(), 3);
    assert_eq!(probe.get("mira-albrecht", &path).status, 404);
    let me = probe.get("tomas-reyes", "/users/me").value();
    let organization = last(&me["resource"]["current_organization"]);
    assert_ne!(organization, STUDIO);
    let alone = probe.get("tomas-reyes", &format!("/organizations/{organization}"));
    assert_eq!(alone.value()["resource"]["plan"], "basic");
    let own = format!("/organization_memberships?{}", by("user", "users", TOMAS));
    let found = probe.list("tomas-reyes", &own);
    assert_eq!(each(&found, "/role"), ["owner"]);
    assert_eq!(probe.facts("member_removed").len(), 1);
}

#[test]
fn only_admins_remove_and_never_the_owner_or_themselves() {
    let mut probe = Probe::new();
    let owner = membership(&mut probe, "mira@nordlicht.example");
    let admin = membership(&mut probe, "jonas@nordlicht.example");
    let member = membership(&mut probe, "petra@nordlicht.example");
    for (slug, path, status) in [
        ("tomas-reyes", &member, 403),
        ("dana-whitfield", &member, 403),
        ("jonas-brandt", &owner, 403),
        ("jonas-brandt", &admin, 403),
        ("mira-albrecht", &owner, 403),
        ("mira-albrecht", &admin, 204),
        ("mira-albrecht", &admin, 404),
    ] {
        assert_eq!(probe.delete(slug, path).status, status, "{slug} {path}");
    }
    let missing = probe.missing_scope("mira-albrecht", Request::new("DELETE", &member));
    assert_eq!(missing, json!(["organizations:write"]));
}

#[test]
fn count_must_be_a_number_that_the_list_takes() {
    let mut probe = Probe::new();
    let answer = probe.get("mira-albrecht", &format!("{}&count=0", all()));
    assert_eq!(complaint(&answer).0, "count");
    assert_eq!(
        probe
            .list("mira-albrecht", &format!("{}&count=3", all()))
            .len(),
        3
    );
}

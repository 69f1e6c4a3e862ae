//! Tests of invitations through the whole core.

use serde_json::json;

use crate::sandbox::Request;
use crate::sandbox::probe::{Probe, complaint, each, last};

const ALL: &str = "/organizations/NORDLICHTSTUDIO1/invitations";

#[test]
fn invitations_are_listed_oldest_first_and_filtered() {
    let mut probe = Probe::new();
    let all = probe.list("mira-albrecht", ALL);
    assert_eq!(each(&all, "/status"), ["accepted", "declined", "pending"]);
    assert!(all[0]["user"].as_str().unwrap().contains("/users/"));
    assert!(all[1].get("user").is_none());
    let newest = probe.list("mira-albrecht", &format!("{ALL}?sort=created_at:desc"));
    assert_eq!(newest[0], all[2]);
    let pending = probe.list("jonas-brandt", &format!("{ALL}?status=pending"));
    assert_eq!(each(&pending, "/email"), ["lena@nordlicht.example"]);
    let one = probe.list(
        "mira-albrecht",
        &format!("{ALL}?email=former@nordlicht.example"),
    );
    assert_eq!(each(&one, "/status"), ["declined"]);
}

#[test]
fn only_admins_of_the_organization_see_invitations() {
    let mut probe = Probe::new();
    for (slug, path, status) in [
        ("tomas-reyes", ALL, 403),
        ("dana-whitfield", ALL, 403),
        ("mira-albrecht", "/organizations/NOBODY/invitations", 404),
        (
            "mira-albrecht",
            "/organizations/NORDLICHTSTUDIO1/invitations/X",
            404,
        ),
        (
            "mira-albrecht",
            "/organizations/NORDLICHTSTUDIO1/invitations?status=active",
            400,
        ),
        (
            "mira-albrecht",
            "/organizations/NORDLICHTSTUDIO1/invitations?sort=email:asc",
            400,
        ),
    ] {
        assert_eq!(probe.get(slug, path).status, status, "{slug} {path}");
    }
    let missing = probe.missing_scope("mira-albrecht", Request::new("GET", ALL));
    assert_eq!(missing, json!(["organizations:read"]));
}

#[test]
fn an_invitation_is_sent_read_and_revoked() {
    let mut probe = Probe::new();
    let body = json!({"email": "new@nordlicht.example"});
    let created = probe.post("jonas-brandt", ALL, &body);
    assert_eq!(created.status, 201);
    let resource = created.value()["resource"].clone();
    assert_eq!(resource["status"], "pending");
    assert_eq!(resource["last_sent_at"], "2026-12-01T08:00:00.000000Z");
    let path = format!("{ALL}/{}", last(&resource["uri"]));
    assert_eq!(
        probe.get("mira-albrecht", &path).value()["resource"],
        resource
    );
    assert_eq!(probe.delete("mira-albrecht", &path).status, 204);
    assert_eq!(probe.delete("mira-albrecht", &path).status, 404);
    assert_eq!(probe.facts("member_invited").len(), 1);
    assert_eq!(probe.facts("invitation_revoked").len(), 1);
}

#[test]
fn what_cannot_be_invited_is_told_apart() {
    let mut probe = Probe::new();
    for (email, message) in [
        ("nonsense", "Invalid Email"),
        ("", "Invalid Email"),
        ("Tomas@nordlicht.example", "Already Organization Member"),
        ("lena@nordlicht.example", "Already Invited"),
    ] {
        let answer = probe.post("mira-albrecht", ALL, &json!({"email": email}));
        assert_eq!(complaint(&answer), ("email".to_owned(), message.to_owned()));
    }
    let form = Request::new("POST", ALL).form("email=a@b.example");
    assert_eq!(probe.ask("mira-albrecht", form).status, 400);
    let again = json!({"email": "former@nordlicht.example"});
    assert_eq!(probe.post("mira-albrecht", ALL, &again).status, 201);
}

#[test]
fn there_is_no_invitation_without_a_seat_or_where_scim_rules() {
    let mut probe = Probe::new();
    // Four members, one open invitation, seven seats.
    for number in 0..2 {
        let body = json!({"email": format!("new{number}@nordlicht.example")});
        assert_eq!(probe.post("mira-albrecht", ALL, &body).status, 201);
    }
    let body = json!({"email": "late@nordlicht.example"});
    assert_eq!(probe.post("mira-albrecht", ALL, &body).status, 403);
    let scim = "/organizations/HARBOURWORKS0001/invitations";
    let answer = probe.post("ingrid-solheim", scim, &body);
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("SCIM"));
    assert_eq!(probe.post("tomas-reyes", ALL, &body).status, 403);
    let request = Request::new("POST", ALL).json(&body);
    let missing = probe.missing_scope("mira-albrecht", request);
    assert_eq!(missing, json!(["organizations:write"]));
}

#[test]
fn an_accepted_invitation_cannot_be_revoked() {
    let mut probe = Probe::new();
    let answer = probe.delete("mira-albrecht", &format!("{ALL}/INVITEACCEPTED01"));
    assert_eq!(complaint(&answer).1, "Already Accepted");
    let pending = format!("{ALL}/INVITEPENDING001");
    assert_eq!(probe.delete("tomas-reyes", &pending).status, 403);
    assert_eq!(probe.delete("mira-albrecht", &pending).status, 204);
}

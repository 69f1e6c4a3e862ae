//! Tests of teams through the whole core.

use crate::sandbox::probe::{Probe, by, each, last};

#[test]
fn a_team_is_what_an_event_types_profile_names() {
    let mut probe = Probe::new();
    let all = probe.list("tomas-reyes", "/teams");
    assert_eq!(each(&all, "/name"), ["Nordlicht Studio"]);
    let path = format!("/teams/{}", last(&all[0]["uri"]));
    assert_eq!(
        probe.get("mira-albrecht", &path).value()["resource"],
        all[0]
    );
    let event_types = probe.list(
        "mira-albrecht",
        &format!(
            "/event_types?count=100&{}",
            by("user", "users", "MIRAALBRECHT2026")
        ),
    );
    assert!(each(&event_types, "/profile/owner").contains(&all[0]["uri"].as_str().unwrap()));
}

#[test]
fn teams_of_others_are_not_shown() {
    let mut probe = Probe::new();
    assert!(probe.list("dana-whitfield", "/teams").is_empty());
    let petra = by("user", "users", "2c9e61f7-0b4d-4a58-93d6-8e7f1a2b3c4d");
    assert!(
        probe
            .list("mira-albrecht", &format!("/teams?{petra}"))
            .is_empty()
    );
    for (slug, target, status) in [
        ("dana-whitfield", "/teams/NORDLICHTTEAM001".to_owned(), 404),
        ("mira-albrecht", "/teams/NONE".to_owned(), 404),
        ("dana-whitfield", format!("/teams?{petra}"), 403),
        ("mira-albrecht", "/teams?user=me".to_owned(), 400),
        (
            "mira-albrecht",
            format!("/teams?{}", by("user", "users", "NONE")),
            400,
        ),
    ] {
        assert_eq!(probe.get(slug, &target).status, status, "{slug} {target}");
    }
}

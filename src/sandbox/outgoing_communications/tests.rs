//! Tests of outgoing communications through the whole core.

use serde_json::json;

use crate::sandbox::Request;
use crate::sandbox::probe::{HARBOUR, Probe, STUDIO, by};

fn list(query: &str) -> String {
    let organization = by("organization", "organizations", HARBOUR);
    format!("/outgoing_communications?{organization}&{query}")
}

#[test]
fn the_list_is_a_page_with_nothing_on_it() {
    let answer = Probe::new().get(
        "ingrid-solheim",
        &list("min_created_at=2026-01-01T00:00:00Z"),
    );
    assert_eq!(answer.value()["collection"], json!([]));
    assert_eq!(answer.value()["pagination"]["count"], 0);
}

#[test]
fn it_is_for_enterprise_only_and_checks_what_it_is_asked() {
    let mut probe = Probe::new();
    let studio = by("organization", "organizations", STUDIO);
    let below = probe.get(
        "mira-albrecht",
        &format!("/outgoing_communications?{studio}"),
    );
    assert_eq!(below.status, 403);
    assert!(
        below
            .body
            .contains("upgrade your Calendly account to Enterprise")
    );
    for (target, status) in [
        ("/outgoing_communications".to_owned(), 400),
        (format!("/outgoing_communications?{studio}"), 403),
        (list("max_created_at=never"), 400),
        (
            list("min_created_at=2026-02-01T00:00:00Z&max_created_at=2026-01-01T00:00:00Z"),
            400,
        ),
    ] {
        assert_eq!(
            probe.get("ingrid-solheim", &target).status,
            status,
            "{target}"
        );
    }
    let missing = probe.missing_scope("ingrid-solheim", Request::new("GET", &list("")));
    assert_eq!(missing, json!(["outgoing_communications:read"]));
}

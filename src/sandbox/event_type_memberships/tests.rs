//! Tests of the hosts of an event type through the whole core.

use crate::sandbox::trial::{DANA, MIRA, TOMAS, Trial, refused};

#[test]
fn the_hosts_of_a_team_event_type_are_listed_with_their_users() {
    let mut trial = Trial::new();
    let uri = trial.kind_uri("support");
    let target = format!(
        "/event_type_memberships?{}",
        Trial::query("event_type", &uri)
    );
    let list = trial.list(&target);
    assert_eq!(list.len(), 2);
    assert_eq!(list[0]["event_type"], uri);
    assert_eq!(list[1]["member"]["uri"], trial.user_uri(TOMAS));
    assert_ne!(list[0]["uri"], list[1]["uri"]);
    assert_eq!(trial.list(&format!("{target}&count=1")).len(), 1);
    assert_eq!(trial.get(DANA, &target).status, 403);
    assert_eq!(trial.status_with(&["users:read"], "GET", &target), 403);
    assert_eq!(
        refused(&trial.get(MIRA, "/event_type_memberships")),
        ["event_type"]
    );
    let unknown = Trial::query("event_type", "http://127.0.0.1:8787/event_types/NONE");
    let target = format!("/event_type_memberships?{unknown}");
    assert_eq!(trial.get(MIRA, &target).status, 404);
}

//! Tests of the meeting places of a host through the whole core.

use crate::sandbox::trial::{DANA, MIRA, TOMAS, Trial, field, refused};

#[test]
fn conferencing_accounts_say_whether_they_are_connected() {
    let mut trial = Trial::new();
    let target = format!("/locations?{}", trial.user(MIRA));
    let list = trial.list(&target);
    assert_eq!(list.len(), 10);
    let google = list
        .iter()
        .find(|item| item["kind"] == "google_conference")
        .unwrap();
    assert_eq!(google["connected"], true);
    let connected = field(&list, "connected");
    assert!(connected.iter().any(|flag| *flag == false));
    assert_eq!(connected.iter().filter(|flag| flag.is_null()).count(), 5);
}

#[test]
fn they_are_shown_to_the_host_and_to_admins() {
    let mut trial = Trial::new();
    let target = format!("/locations?{}", trial.user(MIRA));
    let colleague = format!("/locations?{}", trial.user(TOMAS));
    assert_eq!(trial.get(MIRA, &colleague).status, 200);
    assert_eq!(trial.get(TOMAS, &target).status, 403);
    assert_eq!(trial.get(DANA, &target).status, 403);
    assert_eq!(refused(&trial.get(MIRA, "/locations")), ["user"]);
    assert_eq!(trial.status_with(&["users:read"], "GET", &target), 403);
}

//! The scopes an application can ask for, and what they mean in words.

/// Every scope with the sentence the consent page shows. Source: Calendly's scope catalogue of March 2026 and the
/// release notes up to November 2026. The legacy `default` is not among them: new applications cannot use it.
pub const CATALOGUE: &[(&str, &str)] = &[
    ("users:read", "See your name, email address and time zone"),
    ("event_types:read", "See your event types"),
    ("event_types:write", "Create and change your event types"),
    ("availability:read", "See when you are available"),
    ("availability:write", "Change when you are available"),
    ("locations:read", "See which meeting places you have set up"),
    (
        "scheduling_links:write",
        "Create single-use links to your event types",
    ),
    ("shares:read", "See the customised links you have shared"),
    ("shares:write", "Create, change and delete customised links"),
    (
        "scheduled_events:read",
        "See your meetings and who is invited",
    ),
    (
        "scheduled_events:write",
        "Cancel meetings and book on behalf of invitees",
    ),
    (
        "organizations:read",
        "See your organization and its members",
    ),
    (
        "organizations:write",
        "Invite and remove members of your organization",
    ),
    ("groups:read", "See the groups in your organization"),
    (
        "routing_forms:read",
        "See your routing forms and what people answered",
    ),
    ("webhooks:read", "See your webhook subscriptions"),
    ("webhooks:write", "Create and delete webhook subscriptions"),
    (
        "activity_log:read",
        "See the activity log of your organization",
    ),
    (
        "outgoing_communications:read",
        "See messages sent to invitees",
    ),
    (
        "data_compliance:write",
        "Delete the data of invitees and meetings",
    ),
    ("contacts:read", "See your contacts"),
    ("contacts:write", "Create, change and delete your contacts"),
    ("meeting_recaps:read", "See recaps of your meetings"),
    (
        "meeting_recaps:write",
        "Change and delete recaps of your meetings",
    ),
];

/// Every scope by name.
pub fn all() -> Vec<String> {
    CATALOGUE
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect()
}

/// What a scope allows, in words.
pub fn words(scope: &str) -> Option<&'static str> {
    CATALOGUE
        .iter()
        .find(|(name, _)| *name == scope)
        .map(|(_, words)| *words)
}

/// The scopes of a space separated text, each once, in the order of the text.
pub fn split(text: &str) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in text.split_ascii_whitespace() {
        if !scopes.iter().any(|known| known == scope) {
            scopes.push(scope.to_owned());
        }
    }
    scopes
}

/// Whether the granted scopes allow `wanted`; `x:write` includes `x:read`.
pub fn allow(granted: &[String], wanted: &str) -> bool {
    granted.iter().any(|scope| {
        scope == wanted
            || match (scope.strip_suffix(":write"), wanted.strip_suffix(":read")) {
                (Some(writable), Some(readable)) => writable == readable,
                _ => false,
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_four_scopes_and_default_is_not_one() {
        assert_eq!(CATALOGUE.len(), 24);
        assert!(words("default").is_none());
    }

    #[test]
    fn write_includes_read_of_the_same_thing_only() {
        let granted = split("shares:write users:read users:read");
        assert_eq!(granted.len(), 2);
        assert!(allow(&granted, "shares:read"));
        assert!(!allow(&granted, "users:write"));
        assert!(!allow(&granted, "event_types:read"));
    }
}

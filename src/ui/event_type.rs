//! An event type in words.

use super::text;
use crate::api::event_types::{EventType, Kind, PoolingType, ProfileClass};

/// Its name; one without a name is called after its address.
pub fn name_of(event_type: &EventType) -> &str {
    let named = event_type
        .name
        .as_deref()
        .filter(|name| !name.trim().is_empty());
    named
        .or(event_type.slug.as_deref())
        .unwrap_or(text::UNNAMED)
}

/// "30 min · one-on-one · Zoom"
pub fn facts(event_type: &EventType) -> String {
    let mut facts = text::minutes(event_type.duration);
    let kind = match (&event_type.pooling_type, &event_type.kind) {
        (Some(PoolingType::RoundRobin), _) => text::ROUND_ROBIN,
        (Some(PoolingType::Collective), _) => text::COLLECTIVE,
        (Some(_), _) => text::TEAM,
        (None, Kind::Group) => text::GROUP,
        (None, _) => text::ONE_ON_ONE,
    };
    let place = match event_type.locations.as_slice() {
        [] => None,
        [only] => text::place(&only.kind),
        _ => Some(text::SEVERAL_PLACES),
    };
    let secret = event_type.secret.then_some(text::SECRET);
    for part in [Some(kind), place, secret].into_iter().flatten() {
        facts.push_str(" · ");
        facts.push_str(part);
    }
    facts
}

/// The team to which it belongs, if it is not the person's own.
pub fn owner_of(event_type: &EventType) -> Option<&str> {
    let profile = event_type.profile.as_ref()?;
    (profile.class == ProfileClass::Team).then_some(profile.name.as_str())
}

/// Whether `word` (in lower case) is in its name, its address or its owner's name.
pub fn has_word(event_type: &EventType, word: &str) -> bool {
    let within = |text: &str| text.to_ascii_lowercase().contains(word);
    within(name_of(event_type))
        || event_type.slug.as_deref().is_some_and(within)
        || owner_of(event_type).is_some_and(within)
}

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

/// Whose page it stands on, be it a person's or a team's.
pub fn profile_of(event_type: &EventType) -> Option<&str> {
    let profile = event_type.profile.as_ref()?;
    Some(profile.name.as_str()).filter(|name| !name.is_empty())
}

/// Everything it is found by: its name, its address and its owner's name. In a list of the organization that may be a
/// person.
pub fn words(event_type: &EventType, organization: bool) -> String {
    let owner = if organization {
        profile_of(event_type)
    } else {
        owner_of(event_type)
    };
    let slug = event_type.slug.as_deref().unwrap_or_default();
    [name_of(event_type), slug, owner.unwrap_or_default()].join("\n")
}

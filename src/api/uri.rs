//! The URI: how Calendly names users, organizations and event types.

use std::fmt;

use crate::json::Value;
use serde::{Deserialize, Serialize};

use super::fields::{self, DecodeError};
use super::schema::Shape;

/// The address under which Calendly itself names resources; a proxy in front of the API does not change the names.
pub const LIVE_BASE: &str = "https://api.calendly.com";

/// Why a text is not the URI of the resource asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UriError {
    Empty,
    /// A full URI of another host than the API's.
    ForeignHost,
    /// A URI of the API, of another kind of resource.
    OtherResource,
    /// An identifier with characters that Calendly does not use.
    Identifier,
}

impl fmt::Display for UriError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl UriError {
    /// What is wrong, to be read after the name of the parameter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "is empty",
            Self::ForeignHost => "is a uri of another host",
            Self::OtherResource => "is the uri of another kind of resource",
            Self::Identifier => "has characters that no identifier has",
        }
    }
}

impl std::error::Error for UriError {}

/// Collections whose resources stand below another one, so that an identifier alone gives no URI.
const NESTED: [&str; 2] = ["invitees", "invitations"];

/// Full URI of `text`, which is a full URI of `collection` below `base` (or Calendly's own) or a bare identifier.
pub(super) fn resolve(text: &str, base: &str, collection: &str) -> Result<String, UriError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(UriError::Empty);
    }
    let base = base.trim_end_matches('/');
    if !text.contains('/') {
        identifier(text)?;
        if NESTED.contains(&collection) {
            return Ok(text.to_owned());
        }
        return Ok([base, "/", collection, "/", text].concat());
    }
    let below = |host: &str| {
        text.strip_prefix(host)
            .and_then(|rest| rest.strip_prefix('/'))
    };
    let path = below(base)
        .or_else(|| below(LIVE_BASE))
        .or_else(|| local_path(base).and(local_path(text)))
        .ok_or(UriError::ForeignHost)?;
    let (parent, _) = path
        .trim_end_matches('/')
        .rsplit_once('/')
        .ok_or(UriError::OtherResource)?;
    // Sample URIs also carry a prefix such as `api/v2/`; what counts is the segment before the identifier.
    let above = parent.rsplit('/').next().unwrap_or_default();
    // Calendly itself writes some collections in the singular (`/user_availability_schedule/…`).
    if above != collection && collection.strip_suffix('s') != Some(above) {
        return Err(UriError::OtherResource);
    }
    // All of it: a name that was read otherwise by whoever it is sent to would be another name.
    path.split('/').try_for_each(identifier)?;
    Ok(text.trim_end_matches('/').to_owned())
}

/// Path of an address on this machine, which has several names for itself.
fn local_path(url: &str) -> Option<&str> {
    let names = ["http://localhost", "http://127.0.0.1", "http://[::1]"];
    let rest = names.iter().find_map(|name| url.strip_prefix(name))?;
    let (port, path) = rest.split_once('/').unwrap_or((rest, ""));
    let digits = port
        .strip_prefix(':')
        .unwrap_or(if port.is_empty() { "0" } else { "x" });
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(path)
}

/// Whether two URIs name the same resource: the identifier decides, whatever address stands before it.
pub fn same_resource(one: &str, other: &str) -> bool {
    let id = |uri: &str| {
        uri.trim_end_matches('/')
            .rsplit('/')
            .next()
            .map(str::to_owned)
    };
    id(one) == id(other) && !one.is_empty()
}

/// Whether an address is encrypted, or of this machine.
pub(super) fn is_https_or_local(url: &str) -> bool {
    let host = url.strip_prefix("https://").unwrap_or_default();
    !host.is_empty() && !host.starts_with('/') || local_path(url).is_some()
}

fn identifier(id: &str) -> Result<(), UriError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if id.bytes().all(plain) {
        Ok(())
    } else {
        Err(UriError::Identifier)
    }
}

macro_rules! typed_uri {
    ($(#[$doc:meta])* $name:ident, $collection:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Reads a full URI or a bare identifier; `base` is the configured API address.
            pub fn parse(text: &str, base: &str) -> Result<Self, UriError> {
                resolve(text, base, $collection).map(Self)
            }

            /// The URI that Calendly sent in a field, as it is.
            pub(super) fn from_field(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
                fields::required_text(object, name).map(Self)
            }

            /// The last segment, as it stands in paths.
            pub fn uuid(&self) -> &str {
                self.0.rsplit('/').next().unwrap_or_default()
            }

            /// The full URI, as it stands in queries and bodies.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl super::model::FieldType for $name {
            const SHAPE: Shape = Shape::Uri($collection);

            fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
                Self::from_field(object, name)
            }

            fn read_item(item: &Value) -> Option<Self> {
                let text = item.as_str().filter(|text| !text.is_empty())?;
                Some(Self(text.to_owned()))
            }
        }

        impl super::input::InputType for $name {
            const SHAPE: Shape = Shape::Uri($collection);

            fn value(&self) -> Option<Value> {
                Some(self.as_str().into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

typed_uri!(
    /// Names an event type.
    EventTypeUri,
    "event_types"
);
typed_uri!(
    /// Names a user.
    UserUri,
    "users"
);
typed_uri!(
    /// Names an organization.
    OrganizationUri,
    "organizations"
);
typed_uri!(
    /// Names a scheduled event.
    ScheduledEventUri,
    "scheduled_events"
);
typed_uri!(
    /// Names an invitee of an event. A bare identifier stays bare: only together with its event it is a URI.
    InviteeUri,
    "invitees"
);
typed_uri!(
    /// Names the mark that an invitee did not come.
    InviteeNoShowUri,
    "invitee_no_shows"
);
typed_uri!(
    /// Names a share.
    ShareUri,
    "shares"
);
typed_uri!(
    /// Names an availability schedule.
    AvailabilityScheduleUri,
    "user_availability_schedules"
);
typed_uri!(
    /// Names a membership of an organization.
    OrganizationMembershipUri,
    "organization_memberships"
);
typed_uri!(
    /// Names an invitation to an organization. A bare identifier stays bare.
    OrganizationInvitationUri,
    "invitations"
);
typed_uri!(
    /// Names a group.
    GroupUri,
    "groups"
);
typed_uri!(
    /// Names a membership of a group.
    GroupRelationshipUri,
    "group_relationships"
);
typed_uri!(
    /// Names a team.
    TeamUri,
    "teams"
);
typed_uri!(
    /// Names a routing form.
    RoutingFormUri,
    "routing_forms"
);
typed_uri!(
    /// Names a submission of a routing form.
    RoutingFormSubmissionUri,
    "routing_form_submissions"
);
typed_uri!(
    /// Names a webhook subscription.
    WebhookSubscriptionUri,
    "webhook_subscriptions"
);
typed_uri!(
    /// Names a contact.
    ContactUri,
    "contacts"
);
typed_uri!(
    /// Names a list of contacts.
    ContactListUri,
    "contact_lists"
);
typed_uri!(
    /// Names a note about a contact.
    NoteUri,
    "notes"
);
typed_uri!(
    /// Names the definition of a contact's custom field.
    CustomFieldDefinitionUri,
    "custom_field_definitions"
);
typed_uri!(
    /// Names a meeting recap.
    MeetingRecapUri,
    "meeting_recaps"
);

#[cfg(test)]
mod tests {
    use super::*;

    const LOCAL: &str = "http://localhost:8787";

    #[test]
    fn a_bare_identifier_gets_the_configured_base() {
        let uri = EventTypeUri::parse(" GBGBDCAADAEDCRZ2 ", "http://localhost:8787/").unwrap();
        assert_eq!(
            uri.as_str(),
            "http://localhost:8787/event_types/GBGBDCAADAEDCRZ2"
        );
        assert_eq!(uri.uuid(), "GBGBDCAADAEDCRZ2");
    }

    #[test]
    fn a_full_uri_keeps_its_own_name_even_behind_a_proxy() {
        let uri = UserUri::parse("https://api.calendly.com/users/6c2f-11", LOCAL).unwrap();
        assert_eq!(uri.as_str(), "https://api.calendly.com/users/6c2f-11");
        assert!(UserUri::parse("http://localhost:8787/api/v2/users/A1/", LOCAL).is_ok());
    }

    #[test]
    fn this_machine_may_be_called_by_any_of_its_names() {
        let named = |text: &str| EventTypeUri::parse(text, LOCAL).is_ok();
        assert!(
            named("http://127.0.0.1:9000/event_types/A") && named("http://[::1]/event_types/A")
        );
        assert!(!named("http://localhost.evil.test/event_types/A"));
        assert!(!named("http://localhost:1@evil.test/event_types/A"));
        let live = |text: &str| EventTypeUri::parse(text, LIVE_BASE);
        assert!(live("http://localhost:8787/event_types/A").is_err());
    }

    #[test]
    fn resources_are_the_same_by_their_identifier() {
        assert!(same_resource(
            "https://api.calendly.com/users/A",
            "http://localhost/users/A/"
        ));
        assert!(!same_resource(
            "https://api.calendly.com/users/A",
            "https://api.calendly.com/users/a"
        ));
        assert!(!same_resource("", ""));
    }

    #[test]
    fn foreign_hosts_other_resources_and_odd_identifiers_are_refused() {
        for (text, error) in [
            ("", UriError::Empty),
            ("https://evil.test/users/A", UriError::ForeignHost),
            (
                "https://api.calendly.com.evil.test/users/A",
                UriError::ForeignHost,
            ),
            ("//users/A", UriError::ForeignHost),
            (
                "https://api.calendly.com/event_types/A",
                UriError::OtherResource,
            ),
            ("https://api.calendly.com/users/", UriError::OtherResource),
            ("https://api.calendly.com/users/A?x=1", UriError::Identifier),
            // Only the last segment had been looked at.
            (
                "https://api.calendly.com/api\u{7f}\0/users/A",
                UriError::Identifier,
            ),
            (
                "https://api.calendly.com/x?y=/users/A",
                UriError::Identifier,
            ),
            ("https://api.calendly.com/../users/A", UriError::Identifier),
            ("a b", UriError::Identifier),
            ("..", UriError::Identifier),
        ] {
            assert_eq!(UserUri::parse(text, LOCAL), Err(error), "{text}");
        }
    }
}

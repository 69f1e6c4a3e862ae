//! The location: where a user can hold meetings (`GET /locations`).

use super::endpoint::{Collection, endpoint};
use super::model::model;
use super::open_enum::open_enum;
use super::uri::UserUri;

model! {
    /// A kind of place a user can meet at.
    UserLocation {
        kind: LocationKind,
        /// Whether the user has connected the service. `None` for a place that needs none.
        connected: Option<bool>,
    }
}

open_enum!(
    /// Kinds of places an event type can offer. A scheduled event calls one of them otherwise: `gotomeeting`.
    LocationKind {
        AskInvitee = "ask_invitee",
        Custom = "custom",
        GoogleConference = "google_conference",
        GoToMeetingConference = "gotomeeting_conference",
        InboundCall = "inbound_call",
        MicrosoftTeamsConference = "microsoft_teams_conference",
        OutboundCall = "outbound_call",
        Physical = "physical",
        WebexConference = "webex_conference",
        ZoomConference = "zoom_conference",
    }
);

endpoint! {
    /// Where a user can hold meetings. The list is not paged.
    ListUserLocations: GET "/locations", ["locations:read"] => Collection<UserLocation> {
        query user: UserUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    #[test]
    fn places_decode_with_the_service_they_need() {
        let body = include_str!("../../tests/fixtures/locations/list.json");
        let locations = ListUserLocations::decode(body).unwrap();
        let seen: Vec<_> = locations
            .iter()
            .map(|location| (location.kind.as_str(), location.connected))
            .collect();
        assert_eq!(
            seen,
            [
                ("physical", None),
                ("zoom_conference", Some(true)),
                ("gotomeeting_conference", Some(false)),
                ("hologram", None),
            ]
        );
        assert_eq!(locations[2].kind, LocationKind::GoToMeetingConference);
        assert_eq!(
            locations[3].kind,
            LocationKind::Other("hologram".to_owned())
        );
    }

    #[test]
    fn the_user_is_named_in_the_query() {
        let user = UserUri::parse("U1", "https://api.calendly.com").unwrap();
        assert_eq!(
            prepare(&ListUserLocations { user }).unwrap().target,
            "/locations?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1"
        );
    }
}

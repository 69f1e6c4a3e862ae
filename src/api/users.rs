//! The user: who the token belongs to (`GET /users/me`, `GET /users/{uuid}`).

use super::endpoint::{Resource, endpoint};
use super::model::model;
use super::open_enum::open_enum;
use super::uri::{OrganizationUri, UserUri};
use crate::time::Timestamp;

model! {
    /// A Calendly user.
    User by uri {
        uri: UserUri,
        name: String,
        slug: String,
        email: String,
        scheduling_url: Option<String>,
        /// As Calendly sent it; may be no IANA name ("America/New York").
        timezone: String,
        time_notation: TimeNotation,
        avatar_url: Option<String>,
        locale: Option<String>,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
        current_organization: Option<OrganizationUri>,
        resource_type: Option<String>,
    }
}

open_enum!(
    /// How the user reads times of day. `Other("")` where Calendly did not say.
    TimeNotation {
        Hours12 = "12h",
        Hours24 = "24h",
    }
);

endpoint! {
    /// The owner of the token.
    GetCurrentUser: GET "/users/me", ["users:read"] => Resource<User> {}

    /// Another user of the same organization.
    GetUser: GET "/users/{uuid}", ["users:read"] => Resource<User> {
        path uuid: UserUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    #[test]
    fn the_current_user_decodes_with_every_field() {
        let user =
            GetCurrentUser::decode(include_str!("../../tests/fixtures/users/me.json")).unwrap();
        assert_eq!(user.uri.uuid(), "HOSTLENAWEISSAA1");
        assert_eq!(user.timezone, "Europe/Berlin");
        assert_eq!(user.time_notation, TimeNotation::Hours24);
        assert_eq!(
            user.current_organization.unwrap().uuid(),
            "ORGNORDLICHTAAA1"
        );
        assert!(user.created_at.is_some() && user.updated_at.is_some());
    }

    #[test]
    fn a_user_with_nothing_but_a_uri_still_decodes() {
        let user =
            GetCurrentUser::decode(r#"{"resource":{"uri":"https://api.calendly.com/users/A"}}"#)
                .unwrap();
        assert_eq!(user.name, "");
        assert_eq!(user.time_notation, TimeNotation::Other(String::new()));
    }

    #[test]
    fn the_paths_are_calendlys() {
        assert_eq!(prepare(&GetCurrentUser {}).unwrap().target, "/users/me");
        let uuid = UserUri::parse("A-1", "https://api.calendly.com").unwrap();
        assert_eq!(prepare(&GetUser { uuid }).unwrap().target, "/users/A-1");
    }
}

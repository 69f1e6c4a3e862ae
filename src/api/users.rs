//! The user: who the token belongs to (`GET /users/me`, `GET /users/{uuid}`).

use serde::Deserialize;

use super::endpoint::{DecodeError, Endpoint, Method};
use super::lenient;
use super::open_enum::open_enum;
use super::resource;
use super::uri::{OrganizationUri, UserUri};
use crate::time::Timestamp;

/// A Calendly user.
#[derive(Clone, Deserialize)]
pub struct User {
    pub uri: UserUri,
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub slug: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub email: String,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub scheduling_url: Option<String>,
    /// As Calendly sent it; may be no IANA name ("America/New York").
    #[serde(default, deserialize_with = "lenient::text")]
    pub timezone: String,
    #[serde(default)]
    pub time_notation: TimeNotation,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub avatar_url: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub locale: Option<String>,
    #[serde(default, deserialize_with = "lenient::instant")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::instant")]
    pub updated_at: Option<Timestamp>,
    #[serde(default)]
    pub current_organization: Option<OrganizationUri>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub resource_type: Option<String>,
}

open_enum!(
    /// How the user reads times of day. `Other("")` where Calendly did not say.
    TimeNotation {
        Hours12 = "12h",
        Hours24 = "24h",
    }
);

/// The owner of the token.
pub struct GetCurrentUser;

impl Endpoint for GetCurrentUser {
    const METHOD: Method = Method::Get;
    const SCOPES: &'static [&'static str] = &["users:read"];
    type Response = User;

    fn path(&self) -> String {
        "/users/me".to_owned()
    }

    fn decode(body: &str) -> Result<User, DecodeError> {
        resource::decode(body)
    }
}

/// Another user of the same organization.
pub struct GetUser {
    pub user: UserUri,
}

impl Endpoint for GetUser {
    const METHOD: Method = Method::Get;
    const SCOPES: &'static [&'static str] = &["users:read"];
    type Response = User;

    fn path(&self) -> String {
        ["/users/", &crate::percent::encode(self.user.uuid())].concat()
    }

    fn decode(body: &str) -> Result<User, DecodeError> {
        resource::decode(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(GetCurrentUser.path(), "/users/me");
        let user = UserUri::parse("A-1", "https://api.calendly.com").unwrap();
        assert_eq!(GetUser { user }.path(), "/users/A-1");
    }
}

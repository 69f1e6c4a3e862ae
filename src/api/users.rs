//! The user: who the token belongs to (`GET /users/me`, `GET /users/{uuid}`).

use super::endpoint::{Endpoint, Method};
use super::fields::{self, DecodeError};
use super::open_enum::open_enum;
use super::uri::{OrganizationUri, UserUri};
use crate::json::Value;
use crate::time::Timestamp;

/// A Calendly user.
#[derive(Clone)]
pub struct User {
    pub uri: UserUri,
    pub name: String,
    pub slug: String,
    pub email: String,
    pub scheduling_url: Option<String>,
    /// As Calendly sent it; may be no IANA name ("America/New York").
    pub timezone: String,
    pub time_notation: TimeNotation,
    pub avatar_url: Option<String>,
    pub locale: Option<String>,
    pub created_at: Option<Timestamp>,
    pub updated_at: Option<Timestamp>,
    pub current_organization: Option<OrganizationUri>,
    pub resource_type: Option<String>,
}

impl User {
    fn read(user: &Value) -> Result<Self, DecodeError> {
        Ok(Self {
            uri: UserUri::from_field(user, "uri")?,
            name: fields::text(user, "name"),
            slug: fields::text(user, "slug"),
            email: fields::text(user, "email"),
            scheduling_url: fields::optional_text(user, "scheduling_url"),
            timezone: fields::text(user, "timezone"),
            time_notation: fields::text(user, "time_notation").into(),
            avatar_url: fields::optional_text(user, "avatar_url"),
            locale: fields::optional_text(user, "locale"),
            created_at: fields::instant(user, "created_at"),
            updated_at: fields::instant(user, "updated_at"),
            current_organization: OrganizationUri::from_field(user, "current_organization").ok(),
            resource_type: fields::optional_text(user, "resource_type"),
        })
    }
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

    fn read(answer: &Value) -> Result<User, DecodeError> {
        User::read(fields::resource(answer)?)
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

    fn read(answer: &Value) -> Result<User, DecodeError> {
        User::read(fields::resource(answer)?)
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

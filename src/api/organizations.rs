//! The organization: whose members, plan and settings everything belongs to (`GET /organizations/{uuid}`).

use super::endpoint::{Resource, endpoint};
use super::model::model;
use super::uri::OrganizationUri;
use crate::time::Timestamp;

model! {
    /// An organization. Calendly lists no words for `plan`, `stage` and `kind`, so they are texts.
    Organization by uri {
        uri: OrganizationUri,
        name: String,
        /// What is subscribed to, such as `teams`.
        plan: Option<String>,
        /// Whether the plan is tried or paid for, such as `paid`.
        stage: Option<String>,
        /// Which sort of organization it is, such as `single`.
        kind: Option<String>,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
    }
}

endpoint! {
    /// One organization; of others than one's own Calendly answers 403.
    GetOrganization: GET "/organizations/{uuid}", ["organizations:read"] => Resource<Organization> {
        path uuid: OrganizationUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    const ONE: &str = include_str!("../../tests/fixtures/organizations/get.json");
    const BARE: &str = include_str!("../../tests/fixtures/organizations/bare.json");

    #[test]
    fn an_organization_decodes_with_every_field() {
        let organization = GetOrganization::decode(ONE).unwrap();
        assert_eq!(organization.uri.uuid(), "ORGNORDLICHTAAA1");
        assert_eq!(organization.name, "Nordlicht Beratung");
        assert_eq!(organization.plan.as_deref(), Some("teams"));
        assert_eq!(organization.stage.as_deref(), Some("paid"));
        assert_eq!(organization.kind.as_deref(), Some("team"));
        assert!(organization.created_at < organization.updated_at);
    }

    #[test]
    fn an_organization_of_which_little_is_said_decodes_too() {
        let organization = GetOrganization::decode(BARE).unwrap();
        assert_eq!(organization.name, "");
        assert_eq!(organization.plan, None);
        assert_eq!(organization.created_at, None);
    }

    #[test]
    fn the_path_holds_the_identifier_of_the_uri() {
        let uuid = OrganizationUri::parse(
            "https://api.calendly.com/organizations/O1",
            "https://x.test",
        );
        let get = prepare(&GetOrganization {
            uuid: uuid.unwrap(),
        });
        let get = get.unwrap();
        assert_eq!(get.target, "/organizations/O1");
        assert_eq!(get.body, None);
    }
}

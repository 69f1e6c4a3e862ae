//! The organization membership: who is in an organization, and in which role (`/organization_memberships`).

use super::endpoint::{Nothing, Resource, endpoint};
use super::input::Email;
use super::model::model;
use super::open_enum::open_enum;
use super::page::Page;
use super::uri::{OrganizationMembershipUri, OrganizationUri, UserUri};
use super::users::User;
use crate::time::Timestamp;

model! {
    /// That a user belongs to an organization.
    OrganizationMembership by uri {
        uri: OrganizationMembershipUri,
        role: OrganizationRole,
        /// The user as a whole, not only the URI.
        user: Option<User>,
        organization: Option<OrganizationUri>,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
    }
}

open_enum!(
    /// What a member may do in the organization.
    OrganizationRole { User = "user", Admin = "admin", Owner = "owner" }
);

endpoint! {
    /// Memberships of a user or of an organization; one of the two must be set. Everybody's are shown to owner and
    /// admins only.
    #[derive(Default)]
    ListOrganizationMemberships: GET "/organization_memberships", ["organizations:read"]
        => Page<OrganizationMembership>, paged 100,
        rules [any_of(user, organization)] {
        query user: Option<UserUri>,
        query organization: Option<OrganizationUri>,
        /// The member with this address.
        query email: Option<Email>,
        query role: Option<OrganizationRole>,
    }

    /// One membership.
    GetOrganizationMembership: GET "/organization_memberships/{uuid}", ["organizations:read"]
        => Resource<OrganizationMembership> {
        path uuid: OrganizationMembershipUri,
    }

    /// Removes a user from the organization. Open to owner and admins, for everybody but the owner and themselves.
    DeleteOrganizationMembership: DELETE "/organization_memberships/{uuid}", ["organizations:write"] => Nothing {
        path uuid: OrganizationMembershipUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::prepare::prepare;
    use crate::api::{Endpoint, ListEndpoint};

    const BASE: &str = "https://api.calendly.com";
    const LIST: &str = include_str!("../../tests/fixtures/organization_memberships/list.json");
    const ONE: &str = include_str!("../../tests/fixtures/organization_memberships/get.json");

    #[test]
    fn a_list_decodes_with_nulls_new_roles_and_unknown_fields() {
        let page = ListOrganizationMemberships::decode(LIST).unwrap();
        assert_eq!(page.pagination.next_token().as_deref(), Some("tok_members"));
        let [owner, billing] = &page.collection[..] else {
            panic!("two memberships")
        };
        assert_eq!(owner.role, OrganizationRole::Owner);
        assert_eq!(
            owner.user.as_ref().unwrap().email,
            "lena.weiss@nordlicht.example"
        );
        assert_eq!(billing.role, OrganizationRole::Other("billing".to_owned()));
        assert!(billing.user.is_none() && billing.organization.is_none());
    }

    #[test]
    fn one_membership_decodes() {
        let membership = GetOrganizationMembership::decode(ONE).unwrap();
        assert_eq!(membership.uri.uuid(), "MEMBERTOMAAAAAA2");
        assert_eq!(membership.role, OrganizationRole::Admin);
        assert_eq!(membership.user.unwrap().name, "Tom Harder");
    }

    #[test]
    fn every_filter_reaches_the_query() {
        let list = ListOrganizationMemberships {
            user: UserUri::parse("U1", BASE).ok(),
            organization: OrganizationUri::parse("O1", BASE).ok(),
            email: Some(Email("tom+1@nordlicht.example".to_owned())),
            role: Some(OrganizationRole::Admin),
            count: Some(100),
            page_token: None,
        };
        let list = list.with_page(Some("t".to_owned()));
        assert_eq!(
            prepare(&list).unwrap().target,
            "/organization_memberships?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1\
             &organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1\
             &email=tom%2B1%40nordlicht.example&role=admin&count=100&page_token=t"
        );
    }

    #[test]
    fn a_role_that_calendly_does_not_document_is_no_filter() {
        let list = ListOrganizationMemberships {
            role: Some(OrganizationRole::Other("guest".to_owned())),
            ..ListOrganizationMemberships::default()
        };
        assert_eq!(
            prepare(&list).unwrap_err().to_string(),
            "role must be one of user, admin, owner"
        );
    }

    #[test]
    fn reading_and_removing_name_the_membership_and_send_no_body() {
        let uuid = OrganizationMembershipUri::parse("M1", BASE).unwrap();
        let get = prepare(&GetOrganizationMembership { uuid: uuid.clone() }).unwrap();
        assert_eq!(
            (get.target.as_str(), get.body),
            ("/organization_memberships/M1", None)
        );
        let removal = prepare(&DeleteOrganizationMembership { uuid }).unwrap();
        assert_eq!(
            (removal.target.as_str(), removal.body),
            ("/organization_memberships/M1", None)
        );
    }

    #[test]
    fn an_answer_without_content_is_a_removal_done() {
        assert_eq!(DeleteOrganizationMembership::decode(""), Ok(()));
        assert!(DeleteOrganizationMembership::decode("<html>").is_err());
        assert!(GetOrganizationMembership::decode("").is_err());
    }
}

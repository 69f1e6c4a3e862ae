//! The organization invitation: who has been asked to join (`/organizations/{uuid}/invitations`).

use super::endpoint::{Nothing, Resource, endpoint};
use super::input::{CreationSort, Email, Sort};
use super::model::model;
use super::open_enum::open_enum;
use super::page::Page;
use super::uri::{OrganizationInvitationUri, OrganizationUri, UserUri};
use crate::time::Timestamp;

model! {
    /// An invitation by e-mail.
    OrganizationInvitation by uri {
        uri: OrganizationInvitationUri,
        organization: Option<OrganizationUri>,
        email: String,
        status: InvitationStatus,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
        /// When the e-mail was sent, the last time.
        last_sent_at: Option<Timestamp>,
        /// Who accepted it.
        user: Option<UserUri>,
    }
}

open_enum!(
    /// What became of an invitation.
    InvitationStatus { Pending = "pending", Accepted = "accepted", Declined = "declined" }
);

endpoint! {
    /// The invitations of an organization.
    ListOrganizationInvitations: GET "/organizations/{uuid}/invitations", ["organizations:read"]
        => Page<OrganizationInvitation>, paged 100 {
        /// The organization.
        path uuid: OrganizationUri,
        query email: Option<Email>,
        query status: Option<InvitationStatus>,
        query sort: Vec<Sort<CreationSort>>,
    }

    /// One invitation.
    GetOrganizationInvitation: GET "/organizations/{org_uuid}/invitations/{uuid}", ["organizations:read"]
        => Resource<OrganizationInvitation> {
        path org_uuid: OrganizationUri,
        path uuid: OrganizationInvitationUri,
    }

    /// Invites somebody. Refused where the address belongs to a member, has an open invitation, or no seat is left.
    CreateOrganizationInvitation: POST "/organizations/{uuid}/invitations", ["organizations:write"]
        => Resource<OrganizationInvitation> {
        /// The organization.
        path uuid: OrganizationUri,
        body email: Email,
    }

    /// Takes an invitation back, as long as it has not been accepted.
    RevokeOrganizationInvitation: DELETE "/organizations/{org_uuid}/invitations/{uuid}", ["organizations:write"]
        => Nothing {
        path org_uuid: OrganizationUri,
        path uuid: OrganizationInvitationUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::{prepare, prepare_input};

    const BASE: &str = "https://api.calendly.com";
    const LIST: &str = include_str!("../../tests/fixtures/organization_invitations/list.json");
    const CREATED: &str = include_str!("../../tests/fixtures/organization_invitations/create.json");

    fn organization() -> OrganizationUri {
        OrganizationUri::parse("O1", BASE).unwrap()
    }

    #[test]
    fn a_list_decodes_with_nulls_and_new_states() {
        let page = ListOrganizationInvitations::decode(LIST).unwrap();
        let [accepted, lapsed] = &page.collection[..] else {
            panic!("two invitations")
        };
        assert_eq!(accepted.uri.uuid(), "INVITEANNAAAAAA1");
        assert_eq!(accepted.status, InvitationStatus::Accepted);
        assert_eq!(accepted.user.as_ref().unwrap().uuid(), "HOSTANNAKOCHAAA3");
        assert!(accepted.last_sent_at.is_some());
        assert_eq!(lapsed.status, InvitationStatus::Other("lapsed".to_owned()));
        assert!(lapsed.user.is_none() && lapsed.last_sent_at.is_none());
    }

    #[test]
    fn every_filter_reaches_the_query() {
        let list = ListOrganizationInvitations {
            uuid: organization(),
            email: Some(Email("anna@nordlicht.example".to_owned())),
            status: Some(InvitationStatus::Pending),
            sort: vec![Sort {
                field: CreationSort::CreatedAt,
                descending: false,
            }],
            count: Some(20),
            page_token: Some("t".to_owned()),
        };
        assert_eq!(
            prepare(&list).unwrap().target,
            "/organizations/O1/invitations?email=anna%40nordlicht.example&status=pending\
             &sort=created_at%3Aasc&count=20&page_token=t"
        );
    }

    #[test]
    fn one_invitation_is_named_below_its_organization() {
        let uuid = OrganizationInvitationUri::parse("I1", BASE).unwrap();
        let get = prepare(&GetOrganizationInvitation {
            org_uuid: organization(),
            uuid: uuid.clone(),
        });
        let get = get.unwrap();
        assert_eq!(
            (get.target.as_str(), get.body),
            ("/organizations/O1/invitations/I1", None)
        );
        let revocation = prepare(&RevokeOrganizationInvitation {
            org_uuid: organization(),
            uuid,
        });
        let revocation = revocation.unwrap();
        assert_eq!(
            (revocation.target.as_str(), revocation.body),
            ("/organizations/O1/invitations/I1", None)
        );
        assert_eq!(RevokeOrganizationInvitation::decode(""), Ok(()));
    }

    #[test]
    fn the_uri_of_an_invitation_names_its_organization_too() {
        let uuid = "https://api.calendly.com/organizations/O1/invitations/I1";
        let input = vec![("uuid".to_owned(), uuid.into())];
        let get = prepare_input(GetOrganizationInvitation::OPERATION, input, Some(BASE));
        assert_eq!(get.unwrap().target, "/organizations/O1/invitations/I1");
    }

    #[test]
    fn an_invitation_is_made_for_an_address() {
        let invite = |email: &str| {
            prepare(&CreateOrganizationInvitation {
                uuid: organization(),
                email: Email(email.to_owned()),
            })
        };
        let sent = invite("neu@nordlicht.example").unwrap();
        assert_eq!(sent.target, "/organizations/O1/invitations");
        assert_eq!(sent.body.unwrap(), r#"{"email":"neu@nordlicht.example"}"#);
        assert_eq!(
            invite("neu").unwrap_err().to_string(),
            "email must be an e-mail address"
        );
        let invitation = CreateOrganizationInvitation::decode(CREATED).unwrap();
        assert_eq!(invitation.status, InvitationStatus::Pending);
        assert_eq!(invitation.email, "neu@nordlicht.example");
    }
}

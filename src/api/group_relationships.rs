//! The group relationship: who is in a group (`/group_relationships`). Calendly lists the paths and does not describe
//! a relationship.

use super::endpoint::{Json, endpoint};
use super::page::Page;
use super::schema::Limit;
use super::uri::{GroupRelationshipUri, GroupUri, OrganizationUri};
use crate::json::Value;

endpoint! {
    /// Who is in which group.
    #[derive(Default)]
    ListGroupRelationships: GET "/group_relationships", ["groups:read"] => Page<Value>, paged 100 {
        query organization: Option<OrganizationUri>,
        /// Whole URI of a membership of the organization, or of an invitation to it.
        query owner: Option<String> where Limit::WholeUri,
        query group: Option<GroupUri>,
    }

    /// One relationship.
    GetGroupRelationship: GET "/group_relationships/{uuid}", ["groups:read"] => Json {
        path uuid: GroupRelationshipUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::page::Keyed;
    use crate::api::prepare::prepare;

    const BASE: &str = "https://api.calendly.com";
    const LIST: &str = include_str!("../../tests/fixtures/group_relationships/list.json");

    #[test]
    fn relationships_are_plain_json_and_told_apart_by_their_uri() {
        let page = ListGroupRelationships::decode(LIST).unwrap();
        let keys = page.collection.iter().map(Keyed::key);
        assert_eq!(
            keys.collect::<Vec<_>>(),
            [
                "https://api.calendly.com/group_relationships/RELATIONLENAAAA1",
                ""
            ]
        );
        assert_eq!(page.pagination.count, 2);
    }

    #[test]
    fn every_filter_reaches_the_query() {
        let list = ListGroupRelationships {
            organization: OrganizationUri::parse("O1", BASE).ok(),
            owner: Some("https://api.calendly.com/organization_memberships/M1".to_owned()),
            group: GroupUri::parse("G1", BASE).ok(),
            count: Some(3),
            page_token: None,
        };
        assert_eq!(
            prepare(&list).unwrap().target,
            "/group_relationships?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1\
             &owner=https%3A%2F%2Fapi.calendly.com%2Forganization_memberships%2FM1\
             &group=https%3A%2F%2Fapi.calendly.com%2Fgroups%2FG1&count=3"
        );
    }

    #[test]
    fn an_owner_is_not_named_by_its_identifier_alone() {
        let list = ListGroupRelationships {
            owner: Some("M1".to_owned()),
            ..ListGroupRelationships::default()
        };
        let refusal = prepare(&list).unwrap_err();
        assert_eq!(refusal.parameter, "owner");
        assert!(refusal.message.starts_with("must be a whole uri"));
    }

    #[test]
    fn one_relationship_is_asked_for_by_its_identifier() {
        let uuid = GroupRelationshipUri::parse("R1", BASE).unwrap();
        let get = prepare(&GetGroupRelationship { uuid }).unwrap();
        assert_eq!(get.target, "/group_relationships/R1");
    }
}

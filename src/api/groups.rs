//! The group: members of an organization who are managed together (`/groups`). Calendly lists the paths and does not
//! describe a group.

use super::endpoint::{Json, endpoint};
use super::page::Page;
use super::uri::{GroupUri, OrganizationUri};
use crate::json::Value;

endpoint! {
    /// The groups of an organization.
    ListGroups: GET "/groups", ["groups:read"] => Page<Value>, paged 100 {
        query organization: OrganizationUri,
    }

    /// One group.
    GetGroup: GET "/groups/{uuid}", ["groups:read"] => Json {
        path uuid: GroupUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    const BASE: &str = "https://api.calendly.com";
    const LIST: &str = include_str!("../../tests/fixtures/groups/list.json");

    #[test]
    fn groups_are_plain_json_on_pages() {
        let page = ListGroups::decode(LIST).unwrap();
        let names = page
            .collection
            .iter()
            .map(|group| group.get("name").and_then(Value::as_str));
        assert_eq!(
            names.collect::<Vec<_>>(),
            [Some("Beratung"), Some("Revision")]
        );
        assert_eq!(page.pagination.next_token(), None);
    }

    #[test]
    fn the_targets_are_calendlys() {
        let list = ListGroups {
            organization: OrganizationUri::parse("O1", BASE).unwrap(),
            count: Some(100),
            page_token: Some("t".to_owned()),
        };
        assert_eq!(
            prepare(&list).unwrap().target,
            "/groups?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1&count=100&page_token=t"
        );
        let uuid = GroupUri::parse("G1", BASE).unwrap();
        assert_eq!(prepare(&GetGroup { uuid }).unwrap().target, "/groups/G1");
        assert_eq!(
            GetGroup::decode("{}").unwrap(),
            Value::Object(Default::default())
        );
    }
}

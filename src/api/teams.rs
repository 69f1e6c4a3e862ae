//! The team: hosts who share event types (`/teams`). Calendly lists the paths and does not describe a team.

use super::endpoint::{Json, endpoint};
use super::page::Page;
use super::uri::{TeamUri, UserUri};
use crate::json::Value;

endpoint! {
    /// The teams of a user.
    // Which scope is needed Calendly does not say.
    #[derive(Default)]
    ListTeams: GET "/teams", [] => Page<Value>, paged 100 {
        query user: Option<UserUri>,
    }

    /// One team.
    GetTeam: GET "/teams/{uuid}", [] => Json {
        path uuid: TeamUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::prepare::prepare;
    use crate::api::{Endpoint, ListEndpoint};

    const BASE: &str = "https://api.calendly.com";
    const LIST: &str = include_str!("../../tests/fixtures/teams/list.json");

    #[test]
    fn teams_are_plain_json_on_pages() {
        let page = ListTeams::decode(LIST).unwrap();
        assert_eq!(page.pagination.next_token().as_deref(), Some("tok_teams"));
        let [sales, odd] = &page.collection[..] else {
            panic!("two teams")
        };
        assert_eq!(
            sales.get("name").and_then(Value::as_str),
            Some("Nordlicht Vertrieb")
        );
        assert_eq!(odd.as_str(), Some("a team without fields"));
    }

    #[test]
    fn the_targets_are_calendlys() {
        let list = ListTeams {
            user: UserUri::parse("U1", BASE).ok(),
            count: Some(5),
            page_token: None,
        };
        assert_eq!(
            prepare(&list.with_page(Some("t".to_owned())))
                .unwrap()
                .target,
            "/teams?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1&count=5&page_token=t"
        );
        let uuid = TeamUri::parse("T1", BASE).unwrap();
        assert_eq!(prepare(&GetTeam { uuid }).unwrap().target, "/teams/T1");
    }

    #[test]
    fn one_team_is_the_body_as_it_came() {
        let body = r#"{"resource":{"name":"Nordlicht Vertrieb"}}"#;
        let team = GetTeam::decode(body).unwrap();
        assert_eq!(crate::json::write(&team), body);
    }
}

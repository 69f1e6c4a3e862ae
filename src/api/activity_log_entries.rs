//! The activity log entry: who did what in an organization (`/activity_log_entries`).

use super::endpoint::endpoint;
use super::input::{SortList, sort_field};
use super::model::{RequiredText, model};
use super::page::PageWith;
use super::schema::Limit;
use super::uri::{OrganizationUri, UserUri};
use crate::json::Value;
use crate::time::Timestamp;

model! {
    /// Something that was done.
    ActivityLogEntry by uri {
        uri: RequiredText,
        occurred_at: Option<Timestamp>,
        actor: Option<ActivityLogActor>,
        /// What else there is to know; its fields depend on the action.
        details: Value,
        /// Namespace and action, with a dot between them.
        fully_qualified_name: String,
        /// What it was done to, such as `User`.
        namespace: String,
        /// What was done, such as `Add`.
        action: String,
        /// URI of the organization it was done in.
        organization: String,
    }

    /// Who did it: a user, or something that is none.
    ActivityLogActor {
        /// URI of the user.
        uri: Option<String>,
        class: String as "type",
        organization: Option<ActorOrganization>,
        group: Option<ActorGroup>,
        display_name: Option<String>,
        /// What else the actor is known by, such as an e-mail address.
        alternative_identifier: Option<String>,
    }

    /// The organization of an actor.
    ActorOrganization {
        uri: String,
        /// Written with a capital: `Owner`.
        role: String,
    }

    /// The group of an actor.
    ActorGroup {
        uri: String,
        name: String,
        /// Written with a capital: `Admin`.
        role: String,
    }

    /// What is said about all entries that were found, on each of their pages.
    ActivityLogTotals {
        /// When the newest entry occurred.
        last_event_time: Option<Timestamp>,
        /// How many entries were found.
        total_count: u32,
        /// Whether there are more than `total_count`: Calendly stopped counting.
        exceeds_max_total_count: bool,
    }
}

sort_field!(
    /// What the activity log is ordered by.
    ActivityLogSort {
        Action = "action",
        ActorDisplayName = "actor.display_name",
        ActorUri = "actor.uri",
        Namespace = "namespace",
        OccurredAt = "occurred_at",
    }
);

endpoint! {
    /// The activity log of an organization, the newest entries first. Needs the Enterprise plan.
    ListActivityLogEntries: GET "/activity_log_entries", ["activity_log:read"]
        => PageWith<ActivityLogEntry, ActivityLogTotals>, paged 1000,
        rules [ordered(min_occurred_at, max_occurred_at)] {
        query organization: OrganizationUri,
        /// `a | b` finds either, `a + b` both, `-a` what has none, `"a b"` the words as they stand, `a*` beginnings;
        /// parentheses group.
        query search_term: Option<String> where Limit::Most(300),
        /// Entries of these users.
        query actor: Option<Vec<UserUri>>,
        query action: Option<Vec<String>>,
        query namespace: Option<Vec<String>>,
        query sort: Option<SortList<ActivityLogSort>>,
        query min_occurred_at: Option<Timestamp>,
        query max_occurred_at: Option<Timestamp>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::input::Sort;
    use crate::api::prepare::{prepare, prepare_input};
    use crate::api::{Endpoint, ListEndpoint, Page};
    use crate::json;

    const BASE: &str = "https://api.calendly.com";
    const LIST: &str = include_str!("../../tests/fixtures/activity_log_entries/list.json");

    fn of_organization() -> ListActivityLogEntries {
        ListActivityLogEntries {
            organization: OrganizationUri::parse("O1", BASE).unwrap(),
            search_term: None,
            actor: None,
            action: None,
            namespace: None,
            sort: None,
            min_occurred_at: None,
            max_occurred_at: None,
            count: None,
            page_token: None,
        }
    }

    #[test]
    fn a_page_decodes_with_its_totals() {
        let answer = ListActivityLogEntries::decode(LIST).unwrap();
        assert_eq!(answer.more.total_count, 10_000);
        assert!(answer.more.exceeds_max_total_count);
        let [added, bare] = &answer.page.collection[..] else {
            panic!("two entries")
        };
        assert_eq!(answer.more.last_event_time, added.occurred_at);
        assert_eq!(added.fully_qualified_name, "User.Add");
        let actor = added.actor.as_ref().unwrap();
        assert_eq!(actor.class, "User");
        assert_eq!(actor.organization.as_ref().unwrap().role, "Owner");
        assert_eq!(actor.group.as_ref().unwrap().name, "Beratung");
        assert_eq!(
            added.details.get("email").and_then(Value::as_str),
            Some("anna.koch@nordlicht.example")
        );
        let actor = bare.actor.as_ref().unwrap();
        assert_eq!(actor.class, "Scim");
        assert!(actor.uri.is_none() && actor.organization.is_none() && actor.group.is_none());
    }

    #[test]
    fn the_page_is_one_like_any_other() {
        let page: Page<ActivityLogEntry> = ListActivityLogEntries::decode(LIST).unwrap().into();
        let next = of_organization().with_page(page.pagination.next_token());
        assert_eq!(
            prepare(&next).unwrap().target,
            "/activity_log_entries?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1\
             &page_token=tok_log"
        );
        assert!(ListActivityLogEntries::OPERATION.is_paged());
    }

    #[test]
    fn every_filter_reaches_the_query_and_lists_repeat_their_name() {
        let at = |text| Timestamp::parse(text).ok();
        let by = |field, descending| Sort { field, descending };
        let list = ListActivityLogEntries {
            search_term: Some("\"anna koch\" -login".to_owned()),
            actor: Some(vec![
                UserUri::parse("U1", BASE).unwrap(),
                UserUri::parse("U2", BASE).unwrap(),
            ]),
            action: Some(vec!["Add".to_owned(), "Role Change".to_owned()]),
            namespace: Some(vec!["User".to_owned()]),
            sort: Some(SortList(vec![
                by(ActivityLogSort::ActorDisplayName, false),
                by(ActivityLogSort::OccurredAt, true),
            ])),
            min_occurred_at: at("2026-11-01T00:00:00Z"),
            max_occurred_at: at("2026-11-20T00:00:00Z"),
            count: Some(1000),
            page_token: Some("t".to_owned()),
            ..of_organization()
        };
        assert_eq!(
            prepare(&list).unwrap().target,
            "/activity_log_entries?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FO1\
             &search_term=%22anna%20koch%22%20-login\
             &actor%5B%5D=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1\
             &actor%5B%5D=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU2\
             &action%5B%5D=Add&action%5B%5D=Role%20Change&namespace%5B%5D=User\
             &sort%5B%5D=actor.display_name%3Aasc&sort%5B%5D=occurred_at%3Adesc\
             &min_occurred_at=2026-11-01T00%3A00%3A00.000000Z&max_occurred_at=2026-11-20T00%3A00%3A00.000000Z\
             &count=1000&page_token=t"
        );
    }

    #[test]
    fn what_is_beyond_the_limits_is_refused_before_it_is_sent() {
        let refusal = |list: ListActivityLogEntries| prepare(&list).unwrap_err().to_string();
        assert_eq!(
            refusal(ListActivityLogEntries {
                search_term: Some("x".repeat(301)),
                ..of_organization()
            }),
            "search_term must have at most 300 characters"
        );
        assert_eq!(
            refusal(ListActivityLogEntries {
                count: Some(1001),
                ..of_organization()
            }),
            "count must be a whole number from 1 to 1000"
        );
        let Some(Value::Object(input)) =
            json::parse(r#"{"organization":"O1","sort":["occurred_at:desc","details:asc"]}"#)
        else {
            panic!("an object")
        };
        let refusal = prepare_input(ListActivityLogEntries::OPERATION, input, Some(BASE));
        assert_eq!(refusal.unwrap_err().parameter, "sort[1]");
    }
}

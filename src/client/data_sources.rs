//! Data sources: what somebody may choose from, as labels and values.

use super::{Client, Error};
use crate::api::endpoint::Endpoint;
use crate::api::event_types::ListEventTypes;
use crate::api::fields;
use crate::api::organization_memberships::ListOrganizationMemberships;
use crate::api::page::Pagination;
use crate::api::routing_forms::ListRoutingForms;
use crate::api::scheduled_events::ListEvents;
use crate::api::schema::Operation;
use crate::json::{Fields, Value};
use crate::time::Timestamp;

/// Most pages that are read for one page of choices, where a search matches little.
const MOST_PAGES: usize = 10;
/// As many choices as Calendly's own pages have items.
const COUNT: usize = 20;

/// Something to choose from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DataSource {
    Events,
    EventTypes,
    OrganizationMemberships,
    RoutingForms,
}

/// One choice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    pub label: String,
    /// URI of the resource.
    pub value: String,
}

/// Some choices, and the token for those that come after them.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Choices {
    pub choices: Vec<Choice>,
    pub next_page_token: Option<String>,
}

impl DataSource {
    /// From its name in JavaScript.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "events" => Self::Events,
            "eventTypes" => Self::EventTypes,
            "organizationMemberships" => Self::OrganizationMemberships,
            "routingForms" => Self::RoutingForms,
            _ => return None,
        })
    }

    fn operation(self) -> &'static Operation {
        match self {
            Self::Events => ListEvents::OPERATION,
            Self::EventTypes => ListEventTypes::OPERATION,
            Self::OrganizationMemberships => ListOrganizationMemberships::OPERATION,
            Self::RoutingForms => ListRoutingForms::OPERATION,
        }
    }

    /// The order in which choices are looked through most easily, where none is asked for.
    fn sort(self) -> Option<&'static str> {
        match self {
            Self::Events => Some("start_time:desc"),
            Self::EventTypes => Some("name:asc"),
            Self::OrganizationMemberships => None,
            Self::RoutingForms => Some("created_at:desc"),
        }
    }

    fn choice(self, item: &Value) -> Choice {
        let label = match self {
            Self::Events => event(item),
            Self::EventTypes => event_type(item),
            Self::OrganizationMemberships => membership(item),
            Self::RoutingForms => routing_form(item),
        };
        let value = item.text("uri").to_owned();
        let parts: Vec<_> = label.iter().map(String::as_str).collect();
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        Choice {
            label: parts.collect::<Vec<_>>().join(", "),
            value,
        }
    }
}

/// `Intro call, 2026-12-08 08:00 UTC`
fn event(event: &Value) -> [String; 3] {
    let start = Timestamp::parse(event.text("start_time"));
    let start = start.map(Timestamp::to_rfc3339).unwrap_or_default();
    let start = match (start.get(..10), start.get(11..16)) {
        (Some(date), Some(time)) => [date, " ", time, " UTC"].concat(),
        _ => String::new(),
    };
    let status = event.text("status").to_owned();
    let status = if status == "active" {
        String::new()
    } else {
        status
    };
    [event.text("name").to_owned(), start, status]
}

/// `Intro call, 30 min`
fn event_type(event_type: &Value) -> [String; 3] {
    let minutes = event_type.get("duration").and_then(Value::as_i64);
    let minutes = minutes.map(|minutes| [&minutes.to_string(), " min"].concat());
    let inactive = event_type.get("active") == Some(&Value::Bool(false));
    let state = if inactive { "inactive" } else { "" };
    [
        event_type.text("name").to_owned(),
        minutes.unwrap_or_default(),
        state.to_owned(),
    ]
}

/// `Mira Albrecht (mira@nordlicht.example), owner`
fn membership(membership: &Value) -> [String; 3] {
    let user = membership.get("user").unwrap_or(&Value::Null);
    let who = [user.text("name"), " (", user.text("email"), ")"].concat();
    [who, membership.text("role").to_owned(), String::new()]
}

/// `Where to?, draft`
fn routing_form(form: &Value) -> [String; 3] {
    [
        form.text("name").to_owned(),
        form.text("status").to_owned(),
        String::new(),
    ]
}

/// Makes letters small. A browser can do it by itself, and the table of all letters weighs 4 kB in brotli.
pub type Lower = fn(&str) -> String;

/// Whether every word of the search stands somewhere in the label, in small or capital letters.
fn matches(label: &str, search: &str, lower: Lower) -> bool {
    let label = lower(label);
    let search = lower(search);
    search.split_whitespace().all(|word| label.contains(word))
}

impl Client {
    /// Choices of `source` that match `search`. `filters` are the parameters of its list, in Calendly's names; `count`
    /// and `page_token` among them. Calendly cannot search, so page after page is looked through until `count` choices
    /// match, and at most ten: there may be a next page where there are few choices or none. As pages are read whole,
    /// there may also be more choices than `count`.
    ///
    /// # Errors
    /// A filter that the list does not have, and everything that can happen to a call.
    pub async fn choices(
        &self,
        source: DataSource,
        mut filters: Fields,
        search: &str,
        lower: Lower,
    ) -> Result<Choices, Error> {
        let given = |name: &str, filters: &Fields| {
            let field = filters.iter().find(|(known, _)| known == name);
            field
                .map(|(_, value)| value.clone())
                .filter(|value| *value != Value::Null)
        };
        if let (None, Some(sort)) = (given("sort", &filters), source.sort()) {
            filters.retain(|(name, _)| name != "sort");
            filters.push(("sort".to_owned(), sort.into()));
        }
        let count = given("count", &filters).and_then(|count| count.as_i64());
        let count = count
            .and_then(|count| usize::try_from(count).ok())
            .unwrap_or(COUNT);
        let mut found = Choices::default();
        for _ in 0..MOST_PAGES {
            let answer = self.ask(source.operation(), filters.clone()).await?;
            let items = fields::collection(&answer).map_err(|error| Error::undecodable(&error))?;
            let choices = items.iter().map(|item| source.choice(item));
            let named = choices.filter(|choice| !choice.value.is_empty());
            let matching = named.filter(|choice| matches(&choice.label, search, lower));
            found.choices.extend(matching);
            let next = Pagination::of(&answer).next_token();
            let same = next.is_some() && next == found.next_page_token;
            found.next_page_token = next.filter(|_| !same);
            let Some(next) = &found.next_page_token else {
                break;
            };
            if found.choices.len() >= count {
                break;
            }
            filters.retain(|(name, _)| name != "page_token");
            filters.push(("page_token".to_owned(), next.as_str().into()));
        }
        Ok(found)
    }
}

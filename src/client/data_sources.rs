//! Data sources: what somebody may choose from, as labels and values.

use super::{Client, Error};
use crate::api::Page;
use crate::api::endpoint::{AnswerType, Endpoint};
use crate::api::event_types::{EventType, ListEventTypes};
use crate::api::organization_memberships::{ListOrganizationMemberships, OrganizationMembership};
use crate::api::routing_forms::{ListRoutingForms, RoutingForm};
use crate::api::scheduled_events::{Event, EventStatus, ListEvents};
use crate::api::schema::Operation;
use crate::json::{Fields, Value};

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

    fn read(self, answer: &Value) -> Result<(Vec<Choice>, Option<String>), Error> {
        let read = match self {
            Self::Events => page(answer, event),
            Self::EventTypes => page(answer, event_type),
            Self::OrganizationMemberships => page(answer, membership),
            Self::RoutingForms => page(answer, routing_form),
        };
        read.map_err(|error| Error::undecodable(&error))
    }
}

fn page<T>(
    answer: &Value,
    choice: fn(T) -> Choice,
) -> Result<(Vec<Choice>, Option<String>), crate::api::DecodeError>
where
    Page<T>: AnswerType<Response = Page<T>>,
{
    let page = <Page<T> as AnswerType>::read(answer)?;
    let next = page.pagination.next_token();
    Ok((page.collection.into_iter().map(choice).collect(), next))
}

/// `Intro call, 2026-12-08 08:00 UTC`
fn event(event: Event) -> Choice {
    let start = event.start_time.to_rfc3339();
    let (date, time) = start.split_once('T').unwrap_or((&start, ""));
    let mut label = event.name.unwrap_or_default();
    for part in [", ", date, " ", time.get(..5).unwrap_or_default(), " UTC"] {
        label.push_str(part);
    }
    if event.status == EventStatus::Canceled {
        label.push_str(", canceled");
    }
    let value = event.uri.as_str().to_owned();
    Choice { label, value }
}

/// `Intro call, 30 min`
fn event_type(event_type: EventType) -> Choice {
    let mut label = event_type.name.unwrap_or_default();
    label.push_str(&[", ", &event_type.duration.to_string(), " min"].concat());
    if !event_type.active {
        label.push_str(", inactive");
    }
    let value = event_type.uri.as_str().to_owned();
    Choice { label, value }
}

/// `Mira Albrecht (mira@nordlicht.example), owner`
fn membership(membership: OrganizationMembership) -> Choice {
    let user = membership.user;
    let (name, email) = user.map_or_else(Default::default, |user| (user.name, user.email));
    let role = membership.role;
    let label = [&name, " (", &email, "), ", role.as_str()].concat();
    let value = membership.uri.as_str().to_owned();
    Choice { label, value }
}

/// `Where to?, draft`
fn routing_form(form: RoutingForm) -> Choice {
    let label = [&form.name, ", ", form.status.as_str()].concat();
    let value = form.uri.as_str().to_owned();
    Choice { label, value }
}

/// Whether every word of the search stands somewhere in the label, in small or capital letters.
fn matches(label: &str, search: &str) -> bool {
    let label = label.to_lowercase();
    let search = search.to_lowercase();
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
            let (choices, next) = source.read(&answer)?;
            let matching = choices
                .into_iter()
                .filter(|choice| matches(&choice.label, search));
            found.choices.extend(matching);
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

//! `GET /activity_log_entries`: who did what in an Enterprise organization.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::errors;
use super::gate::Caller;
use super::instant;
use super::message::{Request, Response};
use super::organization_memberships::role_of;
use super::organizations::{self, own_as_enterprise_admin};
use super::paging::{self, Row};
use super::params::Params;
use super::reading;
use super::resource::{self, uri};
use super::search_term::Term;
use super::state::Sandbox;

/// Something that was done.
#[derive(Clone)]
pub struct Entry {
    pub uuid: String,
    pub organization: &'static str,
    /// Slug of the host who did it.
    pub actor: String,
    pub namespace: &'static str,
    pub action: &'static str,
    pub details: Value,
    pub occurred_at: Timestamp,
}

/// Writes down what a host did in the organization the host is in: `what` is namespace and action.
pub fn record(
    state: &mut Sandbox,
    actor: &str,
    what: (&'static str, &'static str),
    details: Value,
    now: Timestamp,
) {
    let Some(organization) = state.host(actor).map(|host| host.organization) else {
        return;
    };
    let uuid = state.sequence.uuid("activity");
    state.activity.push(Entry {
        uuid,
        organization,
        actor: actor.to_owned(),
        namespace: what.0,
        action: what.1,
        details,
        occurred_at: now,
    });
}

/// `GET /activity_log_entries`: the newest first unless `sort` says otherwise. Counting goes on to the end, so
/// `exceeds_max_total_count` is never true here.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("activity_log:read")?;
    let (base, params) = (request.base(), request.params());
    let own = own_as_enterprise_admin(state, caller)?;
    organizations::must_be_own(&params, &base, own)?;
    let actors = many(&params, "actor")
        .into_iter()
        .map(|text| {
            resource::uuid(text, &base, "users")
                .ok_or_else(|| errors::invalid(&[("actor", "must be the URI of a user")]))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let (actions, namespaces) = (many(&params, "action"), many(&params, "namespace"));
    let earliest = reading::time(&params, "min_occurred_at")?;
    let latest = reading::time(&params, "max_occurred_at")?;
    let term = match params.get("search_term") {
        Some(text) if text.chars().count() > 300 => {
            return Err(errors::invalid(&[(
                "search_term",
                "must have at most 300 characters",
            )]));
        }
        text => Term::parse(text.unwrap_or_default()),
    };
    let sort = many(&params, "sort")
        .into_iter()
        .flat_map(|text| text.split(','))
        .map(|text| {
            Order::parse(text)
                .ok_or_else(|| errors::invalid(&[("sort", "must be a field with :asc or :desc")]))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut found: Vec<(&Entry, Value)> = state
        .activity
        .iter()
        .filter(|entry| entry.organization == own.organization)
        .filter(|entry| earliest.is_none_or(|earliest| entry.occurred_at >= earliest))
        .filter(|entry| latest.is_none_or(|latest| entry.occurred_at <= latest))
        .filter(|entry| actions.is_empty() || actions.contains(&entry.action))
        .filter(|entry| namespaces.is_empty() || namespaces.contains(&entry.namespace))
        .filter(|entry| {
            let actor = state.host(&entry.actor).map(|host| host.uuid);
            actors.is_empty() || actor.is_some_and(|actor| actors.contains(&actor))
        })
        .map(|entry| (entry, render(state, entry, &base)))
        .filter(|(_, value)| term.matches(&value.to_string()))
        .collect();
    found.sort_by(|a, b| {
        let given = sort
            .iter()
            .map(|order| order.compare(&a.1, &b.1))
            .find(|order| *order != Ordering::Equal);
        let newest_first = b.0.occurred_at.cmp(&a.0.occurred_at);
        given
            .unwrap_or(newest_first)
            .then_with(|| a.0.uuid.cmp(&b.0.uuid))
    });
    let total = found.len();
    let last = found.iter().map(|(entry, _)| entry.occurred_at).max();
    let rows = found
        .into_iter()
        .map(|(entry, value)| Row {
            key: entry.uuid.clone(),
            value,
        })
        .collect();
    let mut answer = paging::page_of(rows, request, "/activity_log_entries", 1000)?.value();
    if let Some(fields) = answer.as_object_mut() {
        fields.insert("total_count".to_owned(), json!(total));
        fields.insert("exceeds_max_total_count".to_owned(), json!(false));
        if let Some(last) = last {
            fields.insert("last_event_time".to_owned(), json!(instant::text(last)));
        }
    }
    Ok(Response::json(200, &answer))
}

/// All values of an array parameter, written `name=a&name=b` or `name[]=a&name[]=b`.
fn many<'a>(params: &'a Params, name: &str) -> Vec<&'a str> {
    let mut values = params.all(name);
    values.extend(params.all(&format!("{name}[]")));
    values
}

/// A field to sort by, as a JSON pointer, and whether downwards.
struct Order(&'static str, bool);

impl Order {
    fn parse(text: &str) -> Option<Self> {
        let (field, direction) = text.trim().split_once(':').unwrap_or((text.trim(), "asc"));
        let pointer = match field {
            "action" => "/action",
            "actor.display_name" => "/actor/display_name",
            "actor.uri" => "/actor/uri",
            "namespace" => "/namespace",
            "occurred_at" => "/occurred_at",
            _ => return None,
        };
        match direction {
            "asc" => Some(Self(pointer, false)),
            "desc" => Some(Self(pointer, true)),
            _ => None,
        }
    }

    fn compare(&self, a: &Value, b: &Value) -> Ordering {
        let text = |value: &Value| {
            let found = value.pointer(self.0).and_then(Value::as_str);
            found.unwrap_or_default().to_owned()
        };
        let order = text(a).cmp(&text(b));
        if self.1 { order.reverse() } else { order }
    }
}

fn render(state: &Sandbox, entry: &Entry, base: &str) -> Value {
    let mut actor = json!({"type": "User"});
    if let (Some(host), Some(fields)) = (state.host(&entry.actor), actor.as_object_mut()) {
        let organization = json!({
            "uri": uri(base, "organizations", host.organization), "role": titled(role_of(state, host)),
        });
        fields.insert("uri".to_owned(), json!(uri(base, "users", host.uuid)));
        fields.insert("organization".to_owned(), organization);
        fields.insert("display_name".to_owned(), json!(host.name));
        fields.insert("alternative_identifier".to_owned(), json!(host.email));
        let group = state
            .relationships
            .iter()
            .find(|known| known.is_of(host.slug));
        if let Some(group) = group {
            let name = state.group(group.group).map(|group| group.name);
            let group = json!({
                "uri": uri(base, "groups", group.group), "name": name, "role": titled(group.role),
            });
            fields.insert("group".to_owned(), group);
        }
    }
    json!({
        "uri": uri(base, "activity_log_entries", &entry.uuid),
        "occurred_at": instant::text(entry.occurred_at),
        "actor": actor,
        "details": entry.details,
        "fully_qualified_name": format!("{}.{}", entry.namespace, entry.action),
        "namespace": entry.namespace,
        "action": entry.action,
        "organization": uri(base, "organizations", entry.organization),
    })
}

/// `owner` as `Owner`: here roles have a capital letter.
fn titled(role: &str) -> String {
    let mut letters = role.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_ascii_uppercase(), letters.as_str())
    })
}

#[cfg(test)]
mod tests;

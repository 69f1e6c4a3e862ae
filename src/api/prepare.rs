//! The preparation: checks the parameters of an operation and builds the request out of them.
//!
//! One function for every operation, whether its parameters come from a Rust type or from a JavaScript object.

use std::fmt;

use serde_json::{Map, Value};

use super::endpoint::Endpoint;
use super::schema::{Absent, CHECKS, Limit, Operation, Parameter, Place, Shape};
use super::uri;
use crate::time::{Date, Timestamp};
use crate::{json, percent};

/// What is to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prepared {
    /// Path and query, encoded.
    pub target: String,
    /// JSON of a write.
    pub body: Option<String>,
}

/// A parameter that would be refused, found before anything was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvalidInput {
    /// Name of the parameter, with a dot or index for what stands inside of it: `invitee.email`, `rules[2].wday`.
    pub parameter: String,
    /// What is wrong and what is right, without the name: "must be a whole number from 1 to 100".
    pub message: String,
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.parameter)?;
        formatter.write_str(" ")?;
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for InvalidInput {}

fn invalid(parameter: &str, message: &str) -> InvalidInput {
    InvalidInput {
        parameter: parameter.to_owned(),
        message: message.to_owned(),
    }
}

/// The request of an endpoint. Its identifiers are full URIs already.
pub fn prepare<E: Endpoint>(endpoint: &E) -> Result<Prepared, InvalidInput> {
    prepare_input(E::OPERATION, endpoint.input(), None)
}

/// The request of an operation with the parameters in `input`. Where `base`, the API's address, is given, bare
/// identifiers are completed with it, and URIs of other hosts refused.
///
/// # Errors
/// A parameter that is missing, unknown, of another type, or beyond a documented limit.
pub fn prepare_input(
    operation: &Operation,
    mut input: Map<String, Value>,
    base: Option<&str>,
) -> Result<Prepared, InvalidInput> {
    if CHECKS {
        let known = |name: &String| {
            let mut parameters = operation.parameters.iter();
            parameters.any(|known| known.name == name)
        };
        if let Some(name) = input.keys().find(|name| !known(name)) {
            return Err(invalid(name, "is not a parameter of this operation"));
        }
        complete_parents(operation, &mut input);
    }
    let mut path = operation.path.to_owned();
    let mut query = String::new();
    let mut body = Map::new();
    let mut whole_body = None;
    for parameter in operation.parameters {
        let mut value = input.get(parameter.name).cloned();
        if CHECKS {
            value = check(parameter, value, "", base)?;
        }
        let Some(value) = value else {
            continue;
        };
        match parameter.place {
            // Identifiers are declared in the order in which they stand in the path.
            Place::Path => {
                let id = value.as_str().unwrap_or_default();
                let id = id.rsplit('/').next().unwrap_or_default();
                if let Some((before, rest)) = path.split_once('{') {
                    let after = rest.split_once('}').map_or("", |(_, after)| after);
                    path = [before, &percent::encode(id), after].concat();
                }
            }
            Place::Query => append(&mut query, parameter.name, &value),
            Place::Body => {
                body.insert(parameter.name.to_owned(), value);
            }
            Place::WholeQuery => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    append(&mut query, name, value);
                }
            }
            Place::WholeBody => whole_body = Some(value),
        }
    }
    if !query.is_empty() {
        path.push('?');
        path.push_str(&query);
    }
    let takes_body = operation
        .parameters
        .iter()
        .any(|parameter| parameter.place == Place::Body);
    let body = whole_body.or_else(|| takes_body.then(|| body.into()));
    Ok(Prepared {
        target: path,
        body: body.as_ref().map(json::write),
    })
}

/// Where an identifier further up the path is not given, it is read out of the full URI of one further down:
/// the URI of an invitee names its event.
fn complete_parents(operation: &Operation, input: &mut Map<String, Value>) {
    let of_path = |parameter: &&Parameter| parameter.place == Place::Path;
    for parent in operation.parameters.iter().filter(of_path) {
        let Shape::Uri(collection) = parent.shape else {
            continue;
        };
        if input.get(parent.name).is_some_and(|value| !value.is_null()) {
            continue;
        }
        let children = operation.parameters.iter().filter(of_path);
        let found = children
            .filter_map(|child| input.get(child.name)?.as_str())
            .find_map(|child| {
                let (_, rest) = child.split_once(&["/", collection, "/"].concat())?;
                rest.split_once('/').map(|(id, _)| id.to_owned())
            });
        if let Some(id) = found {
            input.insert(parent.name.to_owned(), id.into());
        }
    }
}

/// A list repeats its name.
fn append(query: &mut String, name: &str, value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| append(query, name, item)),
        Value::String(text) => percent::append(query, name, text),
        other => percent::append(query, name, &json::write(other)),
    }
}

/// The value as it is sent, `None` where nothing is.
fn check(
    parameter: &Parameter,
    value: Option<Value>,
    above: &str,
    base: Option<&str>,
) -> Result<Option<Value>, InvalidInput> {
    let name = if above.is_empty() {
        parameter.name.to_owned()
    } else {
        [above, ".", parameter.name].concat()
    };
    let nullable = matches!(parameter.shape, Shape::Nullable(_));
    match (value, parameter.absent) {
        (Some(Value::Null), _) if nullable => Ok(Some(Value::Null)),
        (None | Some(Value::Null), Absent::Null) => Ok(Some(Value::Null)),
        (None | Some(Value::Null), Absent::Omit) => Ok(None),
        (None | Some(Value::Null), Absent::Number(number)) => Ok(Some(number.into())),
        (None | Some(Value::Null), Absent::Text(text)) => Ok(Some(text.into())),
        (None | Some(Value::Null), Absent::Refuse) => Err(invalid(&name, "is required")),
        (Some(value), _) => {
            let value = checked(parameter.shape, parameter.limit, value, &name, base)?;
            Ok(Some(value))
        }
    }
}

fn checked(
    shape: Shape,
    limit: Limit,
    value: Value,
    name: &str,
    base: Option<&str>,
) -> Result<Value, InvalidInput> {
    let refuse = |message: &str| Err(invalid(name, message));
    match (shape, value) {
        (Shape::Nullable(_), Value::Null) => Ok(Value::Null),
        (Shape::Nullable(inner), value) => checked(*inner, limit, value, name, base),
        (Shape::Json, value) => Ok(value),
        (Shape::List(inner), Value::Array(items)) => {
            if let Limit::Most(most) = limit
                && items.len() > most
            {
                return Err(invalid(
                    name,
                    &["takes at most ", &most.to_string(), " items"].concat(),
                ));
            }
            let items = items.into_iter().enumerate();
            let items = items.map(|(index, item)| {
                let name = [name, "[", &index.to_string(), "]"].concat();
                checked(*inner, limit, item, &name, base)
            });
            items.collect::<Result<Vec<_>, _>>().map(Value::from)
        }
        (Shape::List(_), _) => refuse("must be a list"),
        (Shape::Input(input), Value::Object(mut object)) => {
            let mut sent = Map::new();
            for parameter in input.parameters {
                let value = check(parameter, object.remove(parameter.name), name, base)?;
                super::input::put(&mut sent, parameter.name, value);
            }
            match object.keys().next() {
                Some(unknown) => Err(invalid(&[name, ".", unknown].concat(), "is not known here")),
                None => Ok(sent.into()),
            }
        }
        (Shape::Input(_) | Shape::Model(_), _) => refuse("must be an object"),
        (Shape::Flag, Value::Bool(false)) if limit == Limit::True => refuse("can only be true"),
        (Shape::Flag, value @ Value::Bool(_)) => Ok(value),
        (Shape::Flag, _) => refuse("must be true or false"),
        (Shape::Integer | Shape::Number, value) => number(limit, value, name),
        (_, Value::String(text)) => self::text(shape, limit, text, name, base).map(Value::from),
        _ => refuse("must be a text"),
    }
}

fn number(limit: Limit, value: Value, name: &str) -> Result<Value, InvalidInput> {
    let whole = value.as_i64();
    match (limit, whole) {
        (Limit::Range(from, to), Some(number)) if (from..=to).contains(&number) => Ok(value),
        (Limit::Range(from, to), _) => Err(invalid(
            name,
            &[
                "must be a whole number from ",
                &from.to_string(),
                " to ",
                &to.to_string(),
            ]
            .concat(),
        )),
        (Limit::Numbers(numbers), Some(number)) if numbers.contains(&number) => Ok(value),
        (Limit::Numbers(numbers), _) => {
            let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
            Err(invalid(
                name,
                &["must be one of ", &numbers.join(", ")].concat(),
            ))
        }
        (_, Some(_)) => Ok(value),
        (_, None) => Err(invalid(name, "must be a whole number")),
    }
}

fn text(
    shape: Shape,
    limit: Limit,
    text: String,
    name: &str,
    base: Option<&str>,
) -> Result<String, InvalidInput> {
    let refuse = |message: &str| Err(invalid(name, message));
    match limit {
        Limit::Most(most) if text.chars().count() > most => {
            return Err(invalid(
                name,
                &["must have at most ", &most.to_string(), " characters"].concat(),
            ));
        }
        Limit::Colour => {
            let digits = text.strip_prefix('#').unwrap_or_default();
            if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return refuse("must be a colour such as #1a73e8");
            }
        }
        Limit::Https if !uri::is_https_or_local(&text) => {
            return refuse("must be an address that begins with https://");
        }
        _ => {}
    }
    match shape {
        Shape::Choice(choice) if !choice.values.contains(&text.as_str()) => Err(invalid(
            name,
            &["must be one of ", &choice.values.join(", ")].concat(),
        )),
        Shape::Sort(names) => sort(names, &text, name),
        Shape::Instant if Timestamp::parse(&text).is_err() => {
            refuse("must be an instant such as 2026-12-01T09:00:00Z")
        }
        Shape::Date if Date::parse_iso(&text).is_none() => {
            refuse("must be a date such as 2026-12-01")
        }
        Shape::Email if !looks_like_email(&text) => refuse("must be an e-mail address"),
        Shape::Uri(collection) => match base {
            Some(base) => {
                uri::resolve(&text, base, collection).map_err(|error| invalid(name, error.as_str()))
            }
            None if text.is_empty() => refuse("is empty"),
            None => Ok(text),
        },
        _ => Ok(text),
    }
}

fn sort(names: &[&str], text: &str, name: &str) -> Result<String, InvalidInput> {
    let known = |criterion: &str| {
        let (field, direction) = criterion.split_once(':').unwrap_or((criterion, "asc"));
        names.contains(&field.trim()) && matches!(direction.trim(), "asc" | "desc")
    };
    if text.split(',').all(known) {
        Ok(text.to_owned())
    } else {
        Err(invalid(
            name,
            &[
                "must be one of ",
                &names.join(", "),
                ", each with :asc or :desc",
            ]
            .concat(),
        ))
    }
}

/// Something before one `@`, a host after it, nothing that breaks a line.
fn looks_like_email(text: &str) -> bool {
    let plain = !text
        .chars()
        .any(|one| one.is_whitespace() || one.is_control());
    plain
        && text
            .rsplit_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

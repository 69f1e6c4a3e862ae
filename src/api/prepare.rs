//! The preparation: checks the parameters of an operation and builds the request out of them.
//!
//! One function for every operation, whether its parameters come from a Rust type or from a JavaScript object.

use std::fmt;

use crate::json::{Fields, Value};

use super::endpoint::Endpoint;
use super::rules::{Rule, minutes_of_day};
use super::schema::{Absent, CHECKS, Limit, Operation, Parameter, Place, Shape, Union};
use super::uri;
use super::user_availability_schedules::RuleWeekday;
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
    /// Name of the parameter, with a dot or index for what stands inside of it: `invitee.email`, `rules[2].wday`. Of
    /// several that do not fit together all names, with `, ` between them.
    pub parameter: String,
    /// What is wrong and what is right, without the name: "must be a whole number from 1 to 100", "do not fit: give user or
    /// organization".
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
/// A parameter that is missing, unknown, of another type, beyond a documented limit, or against a rule over several.
pub fn prepare_input(
    operation: &Operation,
    mut input: Fields,
    base: Option<&str>,
) -> Result<Prepared, InvalidInput> {
    if CHECKS {
        let unknown = |(name, _): &&(String, Value)| {
            let mut parameters = operation.parameters.iter();
            !parameters.any(|known| known.name == name)
        };
        if let Some((name, _)) = input.iter().find(unknown) {
            return Err(invalid(name, "is not a parameter of this operation"));
        }
        complete_parents(operation, &mut input);
    }
    let mut path = operation.path.to_owned();
    let mut query = String::new();
    let mut body = Fields::new();
    let mut whole_body = None;
    let mut given = Fields::new();
    for parameter in operation.parameters {
        let mut value = find(&input, parameter.name).cloned();
        if CHECKS {
            value = check(parameter, value, "", base)?;
        }
        let Some(value) = value else {
            continue;
        };
        if CHECKS && !operation.rules.is_empty() {
            given.push((parameter.name.to_owned(), value.clone()));
        }
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
                body.push((parameter.name.to_owned(), value));
            }
            Place::WholeQuery | Place::WholeBody if !value.is_object() => {
                return Err(invalid(parameter.name, "must be an object"));
            }
            Place::WholeQuery => {
                if let Value::Object(parameters) = &value {
                    let given = |(_, value): &&(String, Value)| *value != Value::Null;
                    for (name, value) in parameters.iter().filter(given) {
                        append(&mut query, name, value);
                    }
                }
            }
            Place::WholeBody => whole_body = Some(value),
        }
    }
    if CHECKS {
        obey(operation.rules, &given, "")?;
    }
    if !query.is_empty() {
        path.push('?');
        path.push_str(&query);
    }
    let takes_body = operation
        .parameters
        .iter()
        .any(|parameter| parameter.place == Place::Body);
    let body = whole_body.or_else(|| takes_body.then_some(Value::Object(body)));
    Ok(Prepared {
        target: path,
        body: body.as_ref().map(json::write),
    })
}

/// Where an identifier further up the path is not given, it is read out of the full URI of one further down:
/// the URI of an invitee names its event.
fn complete_parents(operation: &Operation, input: &mut Fields) {
    let of_path = |parameter: &&Parameter| parameter.place == Place::Path;
    for parent in operation.parameters.iter().filter(of_path) {
        let Shape::Uri(collection) = parent.shape else {
            continue;
        };
        if find(input, parent.name).is_some_and(|value| *value != Value::Null) {
            continue;
        }
        let children = operation.parameters.iter().filter(of_path);
        let found = children
            .filter_map(|child| find(input, child.name)?.as_str())
            .find_map(|child| {
                let (_, rest) = child.split_once(&["/", collection, "/"].concat())?;
                rest.split_once('/').map(|(id, _)| id.to_owned())
            });
        if let Some(id) = found {
            input.push((parent.name.to_owned(), id.into()));
        }
    }
}

fn find<'a>(input: &'a Fields, name: &str) -> Option<&'a Value> {
    let field = input.iter().find(|(known, _)| known == name);
    field.map(|(_, value)| value)
}

/// A list repeats its name with brackets, as Calendly reads lists.
fn append(query: &mut String, name: &str, value: &Value) {
    match value {
        Value::Array(items) => {
            let name = [name, "[]"].concat();
            items.iter().for_each(|item| append(query, &name, item));
        }
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
        (None | Some(Value::Null), Absent::Number(number)) => {
            Ok(Some(Value::Number(number as f64)))
        }
        (None | Some(Value::Null), Absent::Text(text)) => Ok(Some(text.into())),
        (None | Some(Value::Null), Absent::Refuse) => Err(invalid(&name, "is required")),
        (Some(value), absent) => {
            // What is required says something.
            let says = match (parameter.shape, &value) {
                (Shape::Text, Value::String(text)) => !text.trim().is_empty(),
                (Shape::List(Shape::Email | Shape::Choice(_)), Value::Array(items)) => {
                    !items.is_empty()
                }
                _ => true,
            };
            if absent == Absent::Refuse && !says && parameter.limit != Limit::MayBeEmpty {
                return Err(invalid(&name, "must not be empty"));
            }
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
            let each = match limit {
                Limit::Items(most, _) if items.len() > most => {
                    return Err(invalid(
                        name,
                        &["takes at most ", &most.to_string(), " items"].concat(),
                    ));
                }
                Limit::Items(_, each) => *each,
                limit => limit,
            };
            let items = items.into_iter().enumerate();
            let items = items.map(|(index, item)| {
                let name = [name, "[", &index.to_string(), "]"].concat();
                checked(*inner, each, item, &name, base)
            });
            let items = items.collect::<Result<Vec<_>, _>>()?;
            if limit == Limit::EachWeekday {
                each_weekday(&items, name)?;
            }
            Ok(Value::Array(items))
        }
        (Shape::List(_), _) => refuse("must be a list"),
        (Shape::Input(input), Value::Object(object)) => {
            let unknown = |(name, _): &&(String, Value)| {
                let mut parameters = input.parameters.iter();
                !parameters.any(|known| known.name == name)
            };
            if let Some((unknown, _)) = object.iter().find(unknown) {
                return Err(invalid(&[name, ".", unknown].concat(), "is not known here"));
            }
            let mut sent = Fields::new();
            for parameter in input.parameters {
                let value = find(&object, parameter.name).cloned();
                let value = check(parameter, value, name, base)?;
                super::input::put(&mut sent, parameter.name, value);
            }
            obey(input.rules, &sent, name)?;
            Ok(Value::Object(sent))
        }
        (Shape::Union(union), Value::Object(object)) => tagged(union, object, name, base),
        (Shape::Input(_) | Shape::Model(_) | Shape::Union(_), _) => refuse("must be an object"),
        (Shape::Flag, Value::Bool(false)) if limit == Limit::True => refuse("can only be true"),
        (Shape::Flag, value @ Value::Bool(_)) => Ok(value),
        (Shape::Flag, _) => refuse("must be true or false"),
        (Shape::Integer | Shape::Number, value) => number(limit, value, name),
        (_, Value::String(text)) => self::text(shape, limit, text, name, base).map(Value::from),
        _ => refuse("must be a text"),
    }
}

/// Whether each weekday has one rule, and no more.
fn each_weekday(rules: &[Value], name: &str) -> Result<(), InvalidInput> {
    for day in RuleWeekday::CHOICE.values {
        let of_day = |rule: &&Value| rule.get("wday").and_then(Value::as_str) == Some(day);
        if rules.iter().filter(of_day).count() != 1 {
            return Err(invalid(name, &["must have one rule for ", day].concat()));
        }
    }
    Ok(())
}

/// Checks what is over several values.
fn obey(rules: &[Rule], given: &Fields, above: &str) -> Result<(), InvalidInput> {
    let Some(broken) = rules.iter().find(|rule| !rule.holds(given)) else {
        return Ok(());
    };
    let dot = if above.is_empty() { "" } else { "." };
    let names = broken.names().into_iter();
    let names: Vec<_> = names.map(|name| [above, dot, name].concat()).collect();
    let advice = broken.advice("");
    Err(invalid(
        &names.join(", "),
        &["do not fit: ", &advice].concat(),
    ))
}

/// An object that a word in it tells apart; the word is sent first.
fn tagged(
    union: &Union,
    object: Fields,
    name: &str,
    base: Option<&str>,
) -> Result<Value, InvalidInput> {
    let tag = [name, ".", union.tag].concat();
    let (tags, rest): (Fields, Fields) = object
        .into_iter()
        .partition(|(field, _)| field == union.tag);
    let Some(word) = find(&tags, union.tag) else {
        return Err(invalid(&tag, "is required"));
    };
    let word = word.as_str().unwrap_or_default();
    let mut variants = union.variants.iter();
    let Some(variant) = variants.find(|variant| variant.words.contains(&word)) else {
        let words = union.variants.iter().flat_map(|variant| variant.words);
        let words: Vec<&str> = words.copied().collect();
        return Err(invalid(
            &tag,
            &["must be one of ", &words.join(", ")].concat(),
        ));
    };
    let rest = checked(variant.shape, Limit::None, Value::Object(rest), name, base)?;
    Ok(super::union::tag(union.tag, word, rest))
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
        (_, Some(number)) if number >= 0 => Ok(value),
        (_, _) => Err(invalid(name, "must be a whole number, and not below 0")),
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
            let known = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            if digits.len() != 6 || !digits.bytes().all(known) {
                return refuse("must be a colour such as #1a73e8, in small letters");
            }
        }
        Limit::WholeUri if !text.contains('/') => {
            return refuse("must be a whole uri: the identifier alone does not name it");
        }
        Limit::Telephone => {
            let digits = text.strip_prefix('+').unwrap_or_default();
            let numeric = digits.bytes().all(|byte| byte.is_ascii_digit());
            if !numeric || !(2..=15).contains(&digits.len()) || digits.starts_with('0') {
                return refuse("must be a telephone number such as +41441234567");
            }
        }
        Limit::Utc if !text.ends_with('Z') => {
            return refuse("must be in UTC, ending in Z");
        }
        Limit::TimeOfDay if minutes_of_day(&text).is_none() => {
            return refuse("must be a time of day such as 09:30");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::availability::ListEventTypeAvailableTimes;
    use crate::api::event_types::{GetEventType, ListEventTypes};
    use crate::api::scheduling_links::CreateSchedulingLink;
    use crate::api::user_availability_schedules::CreateUserAvailabilitySchedule;

    const BASE: &str = "http://localhost:8787";

    /// What comes of an operation with parameters as a JavaScript program gives them.
    fn dynamic<E: Endpoint>(input: &str) -> Result<Prepared, String> {
        let Some(Value::Object(input)) = json::parse(input) else {
            panic!("{input} is no object")
        };
        prepare_input(E::OPERATION, input, Some(BASE)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_bare_identifier_is_completed_where_a_uri_stands_and_cut_where_an_identifier_does() {
        let times = dynamic::<ListEventTypeAvailableTimes>(
            r#"{"event_type":"E1","start_time":"2026-12-01T09:00:00+01:00","end_time":"2026-12-02T00:00:00Z"}"#,
        );
        assert_eq!(
            times.unwrap().target,
            "/event_type_available_times?event_type=http%3A%2F%2Flocalhost%3A8787%2Fevent_types%2FE1\
             &start_time=2026-12-01T09%3A00%3A00%2B01%3A00&end_time=2026-12-02T00%3A00%3A00Z"
        );
        for uuid in ["E1", "https://api.calendly.com/event_types/E1"] {
            let get = dynamic::<GetEventType>(&format!(r#"{{"uuid":"{uuid}"}}"#));
            assert_eq!(get.unwrap().target, "/event_types/E1");
        }
    }

    #[test]
    fn what_is_not_given_but_always_the_same_is_sent_all_the_same() {
        let link = dynamic::<CreateSchedulingLink>(r#"{"owner":"E1"}"#).unwrap();
        assert_eq!(
            link.body.unwrap(),
            r#"{"max_event_count":1,"owner":"http://localhost:8787/event_types/E1","owner_type":"EventType"}"#
        );
    }

    #[test]
    fn a_refusal_names_the_parameter_and_what_would_be_right() {
        let list = |input| dynamic::<ListEventTypes>(input).unwrap_err();
        assert_eq!(
            list(r#"{"usr":"U1"}"#),
            "usr is not a parameter of this operation"
        );
        assert_eq!(list(r#"{"active":"yes"}"#), "active must be true or false");
        assert_eq!(
            list(r#"{"count":2.5}"#),
            "count must be a whole number from 1 to 100"
        );
        assert_eq!(list(r#"{"user":7}"#), "user must be a text");
        assert_eq!(
            list(r#"{"user":"https://evil.test/users/U1"}"#),
            "user is a uri of another host"
        );
        assert_eq!(
            list(r#"{"sort":"color:asc"}"#),
            "sort must be one of name, position, created_at, updated_at, each with :asc or :desc"
        );
        assert_eq!(
            dynamic::<GetEventType>("{}").unwrap_err(),
            "uuid is required"
        );
        assert_eq!(
            dynamic::<CreateSchedulingLink>(r#"{"owner":"E1","max_event_count":2}"#).unwrap_err(),
            "max_event_count must be one of 1"
        );
        assert_eq!(
            dynamic::<CreateUserAvailabilitySchedule>(
                r#"{"rules":[{"type":"wday","wday":"monday","intervals":[{"from":"09:00"}]}]}"#
            )
            .unwrap_err(),
            "rules[0].intervals[0].to is required"
        );
    }

    #[test]
    fn null_is_the_same_as_not_given() {
        let list = dynamic::<ListEventTypes>(r#"{"user":"U1","active":null,"page_token":null}"#);
        let user = "user=http%3A%2F%2Flocalhost%3A8787%2Fusers%2FU1";
        assert_eq!(list.unwrap().target, ["/event_types?", user].concat());
    }
}

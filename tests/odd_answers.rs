//! Odd answers: what becomes of an answer in which one field is not what Calendly documents.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../fuzz/src/fixtures.rs"]
#[allow(dead_code)]
mod fixtures;
#[path = "fixtures/shapes.rs"]
mod shapes;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use slotlink::api::event_types::ListEventTypes;
use slotlink::api::operations::{ALL, READERS, Reader};
use slotlink::api::schema::Answer;
use slotlink::api::users::GetCurrentUser;
use slotlink::api::{DecodeError, Endpoint};

/// What stands in the place of a field.
fn odd() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!("x"),
        json!([]),
        json!({}),
        json!([{}]),
        json!([1]),
        json!("long ".repeat(20_000)),
        json!(vec![1; 10_000]),
        json!(vec![json!({}); 1000]),
    ]
}

/// The way to each value, as a JSON pointer (RFC 6901), the whole first.
fn paths(value: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (name, value) in inner {
        paths(value, &format!("{here}/{name}"), all);
    }
}

/// Every name of a field in it.
fn names(value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                all.insert(name.clone());
                names(inner, all);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, all)),
        _ => {}
    }
}

/// How much of what the answer declares this body has, by `Model.field`.
fn shows(answer: Answer, body: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut all, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let items = body["collection"].as_array().into_iter().flatten();
    match answer {
        Answer::Resource(shape) => {
            shapes::declared(shape, &mut all);
            shapes::shown(shape, &body["resource"], &mut seen);
        }
        Answer::Page(shape) | Answer::Collection(shape) => {
            shapes::declared(shape, &mut all);
            items.for_each(|item| shapes::shown(shape, item, &mut seen));
        }
        Answer::PageWith(shape, more) => {
            shapes::declared(shape, &mut all);
            shapes::declared(more, &mut all);
            shapes::shown(more, body, &mut seen);
            items.for_each(|item| shapes::shown(shape, item, &mut seen));
        }
        Answer::Bare(shape) => {
            shapes::declared(shape, &mut all);
            shapes::shown(shape, body, &mut seen);
        }
        Answer::Nothing | Answer::Json => {}
    }
    (all, seen)
}

/// Reads the fixture with each of its fields taken away and changed; how often something came of it, and how many there were.
fn changed(operation: &str, read: Reader, original: &Value) -> (usize, usize) {
    let mut all = Vec::new();
    paths(original, "", &mut all);
    let (mut mutants, mut tolerated) = (0, 0);
    let mut attempt = |path: &str, mutant: &Value| {
        let written = mutant.to_string();
        let answer = slotlink::json::parse(&written).unwrap();
        mutants += 1;
        match read(&answer) {
            Ok(()) => tolerated += 1,
            // The one that was changed, one around it, or one that it held.
            Err(DecodeError::Field(name)) => {
                let mut known = BTreeSet::new();
                names(original.pointer(path).unwrap(), &mut known);
                known.extend(path.split('/').map(str::to_owned));
                assert!(
                    known.contains(name),
                    "{operation}: {path} was changed, and {name} is blamed"
                );
            }
            Err(DecodeError::NotJson) => panic!("{operation} calls JSON none: {written}"),
        }
    };
    for path in &all {
        for replacement in odd() {
            let mut mutant = original.clone();
            *mutant.pointer_mut(path).unwrap() = replacement;
            attempt(path, &mutant);
        }
        if let Some((around, name)) = path.rsplit_once('/') {
            let mut mutant = original.clone();
            if let Some(Value::Object(fields)) = mutant.pointer_mut(around) {
                fields.remove(name);
                attempt(path, &mutant);
            }
        }
    }
    (tolerated, mutants)
}

/// Every field of every answer taken away, nulled, given each other JSON type, and made huge, one at a time: of each operation
/// in the fixtures that together show all that its answer declares.
#[test]
fn a_changed_field_gives_an_error_or_a_value_and_never_a_panic() {
    let bodies: Vec<Value> = fixtures::answers()
        .iter()
        .filter_map(|bytes| serde_json::from_slice(bytes).ok())
        .collect();
    let (mut mutants, mut tolerated) = (0, 0);
    // Operations that answer with the same model read the same.
    let mut done: BTreeMap<String, &str> = BTreeMap::new();
    let (mut declared_anywhere, mut used) = (BTreeSet::new(), BTreeSet::new());
    for (operation, read) in ALL.iter().zip(READERS) {
        let (declared, _) = shows(operation.answer, &Value::Null);
        if declared.is_empty()
            || done
                .insert(format!("{:?}", operation.answer), operation.name)
                .is_some()
        {
            continue;
        }
        let readable = |body: &&Value| {
            let answer = slotlink::json::parse(&body.to_string());
            answer.is_some_and(|answer| read(&answer).is_ok())
        };
        let mut left = declared.clone();
        let mut fitting: Vec<(BTreeSet<String>, &Value)> = bodies
            .iter()
            .filter(readable)
            .map(|body| (shows(operation.answer, body).1, body))
            .collect();
        while let Some(best) =
            (0..fitting.len()).max_by_key(|index| fitting[*index].0.intersection(&left).count())
        {
            let (seen, body) = fitting.swap_remove(best);
            if seen.is_disjoint(&left) {
                break;
            }
            left.retain(|field| !seen.contains(field));
            names(body, &mut used);
            let (good, all) = changed(operation.name, *read, body);
            tolerated += good;
            mutants += all;
        }
        declared_anywhere.extend(declared);
    }
    let name = |field: &&String| field.rsplit('.').next().unwrap_or_default().to_owned();
    let hidden: Vec<_> = declared_anywhere
        .iter()
        .filter(|field| !used.contains(&name(field)))
        .collect();
    assert!(hidden.is_empty(), "no fixture shows {hidden:?}");
    assert!(mutants > 20_000, "{mutants}");
    // Nearly all single oddities leave the rest readable; the others are typed errors.
    assert!(tolerated * 10 > mutants * 7, "{tolerated} of {mutants}");
}

#[test]
fn broken_json_is_an_error_that_names_the_place() {
    for body in [
        "",
        "null",
        "[]",
        "{",
        "{\"resource\":",
        "\u{feff}",
        "{\"resource\":{}}",
        "{\"collection\":[1e999]}",
    ] {
        assert!(GetCurrentUser::decode(body).is_err());
        assert!(ListEventTypes::decode(body).is_err());
    }
    let deep = "[".repeat(100_000);
    assert!(ListEventTypes::decode(&format!("{{\"collection\":{deep}")).is_err());
    let missing = GetCurrentUser::decode("{\"resource\":{\"name\":\"x\"}}")
        .err()
        .unwrap();
    assert!(missing.to_string().contains("uri"));
}

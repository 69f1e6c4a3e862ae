//! The connectors: what two other ways to Calendly can do, and that Slotlink can do it too. The tables are checked
//! against the declarations of `src/api`, and `docs/connectors.md` is written out of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../generated/common.rs"]
mod common;
mod examples;
mod meetings;
mod page;
mod people;
mod places;
mod table;

use std::collections::BTreeSet;
use std::path::Path;

use slotlink::api::schema::Absent;
use slotlink::client::data_sources::DataSource;
use slotlink::client::instanced_webhooks::InstancedWebhooks;
use slotlink::client::raw::RawRequest;
use slotlink::json::Value;
use table::{Connector, Entry, Kind, connectors};

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn each(act: impl Fn(&Connector, &Entry)) {
    for connector in connectors() {
        for entry in &connector.entries {
            act(&connector, entry);
        }
    }
}

#[test]
fn the_page_about_the_connectors_is_current() {
    common::current("docs/connectors.md", &page::page(&connectors()));
}

#[test]
fn every_entry_stands_once_and_what_is_said_of_inputs_is_said_of_its_own() {
    for connector in connectors() {
        let mut keys = BTreeSet::new();
        for entry in &connector.entries {
            let key = &entry.key;
            assert!(keys.insert((entry.kind, key)), "{key} stands twice");
            for name in entry.defaults.keys().chain(entry.notes.keys()) {
                assert!(entry.inputs.contains_key(name), "{key} has no input {name}");
            }
            for (input, target) in &entry.inputs {
                let told = target.is_some() || entry.notes.contains_key(input);
                assert!(told, "{key}: why is {input} nothing?");
            }
        }
    }
}

#[test]
fn every_input_becomes_a_parameter_that_there_is() {
    each(|_, entry| {
        let operations = entry.operations();
        let mut targets = entry.inputs.values().flatten().chain(entry.filled.keys());
        if operations.is_empty() {
            return;
        }
        let missing = targets.find(|target| {
            let mut parameters = operations.iter().flat_map(|known| known.parameters);
            !parameters.any(|parameter| parameter.name == target.as_str())
        });
        assert_eq!(missing, None, "{}", entry.key);
    });
}

#[test]
fn every_parameter_that_has_to_be_there_comes_from_somewhere() {
    each(|_, entry| {
        let mut unfed = entry.unfed();
        let lacking = unfed.find(|parameter| {
            parameter.absent == Absent::Refuse && !entry.filled.contains_key(parameter.name)
        });
        assert!(lacking.is_none(), "{}: {lacking:?}", entry.key);
    });
}

#[test]
fn every_option_of_a_connection_is_one_of_the_clients() {
    let client = text("npm/client/client.js");
    let (_, options) = client.split_once("const CONNECTION = [").unwrap();
    let (options, _) = options.split_once("/**").unwrap();
    each(|_, entry| {
        if entry.kind != Kind::Connection {
            return;
        }
        for option in entry.inputs.values().flatten() {
            let known = options.contains(&format!("'{option}'"));
            assert!(known, "createClient has no option {option}");
        }
    });
}

#[test]
fn every_name_in_javascript_is_there() {
    let files = ["client/client.js", "client/index.js", "webhooks.js"];
    let program: String = files.map(|file| text(&format!("npm/{file}"))).concat();
    each(|_, entry| {
        for name in &entry.javascript {
            let mut operations = entry.operations().into_iter();
            let there = match name.split_once('.') {
                Some((_, source)) => DataSource::named(source).is_some(),
                None => {
                    let mut forms = [
                        "\n  NAME(",
                        "\n  async NAME(",
                        "function NAME(",
                        "const NAME =",
                    ]
                    .iter();
                    operations.any(|operation| common::method(operation.name) == *name)
                        || forms.any(|form| program.contains(&form.replace("NAME", name)))
                }
            };
            assert!(there, "{}: no {name}", entry.key);
        }
    });
}

#[test]
fn every_input_of_what_is_no_operation_is_an_option_of_it() {
    let api = slotlink::api::uri::LIVE_BASE;
    each(|_, entry| {
        let Some(name) = entry.javascript.first() else {
            return;
        };
        for target in entry.inputs.values().flatten() {
            let input = vec![(target.clone(), Value::Null)];
            // What is missing is refused too; what is not known is said to be no option.
            let refusal = match name.as_str() {
                "rawRequest" => RawRequest::read(&input, Vec::new(), api, || 0.5).err(),
                "deleteInstancedWebhooks" => InstancedWebhooks::read(&input, api).err(),
                _ => return,
            };
            let refusal = refusal.unwrap().message;
            assert!(
                !refusal.starts_with("is not an option"),
                "{name}: no {target}"
            );
        }
    });
}

#[test]
fn every_output_is_a_field_of_a_model() {
    each(|connector, entry| {
        for output in connector.outputs(entry) {
            let answer = entry.answer().unwrap();
            let place = places::find(answer, &output, &entry.events);
            assert!(place.is_some(), "{}: no {output}", entry.key);
        }
    });
}

#[test]
fn every_example_belongs_to_an_entry_and_shows_its_outputs() {
    let mut used = BTreeSet::new();
    for connector in connectors() {
        for entry in &connector.entries {
            let mut shown = BTreeSet::new();
            for example in &entry.examples {
                used.insert(example.clone());
                let leaves = examples::leaves(&examples::answer(example));
                shown.extend(leaves.into_iter().map(|leaf| leaf.path));
            }
            let outputs = connector.outputs(entry);
            let hidden = outputs.iter().find(|output| !shown.contains(*output));
            assert_eq!(hidden, None, "{}", entry.key);
        }
    }
    let files = std::fs::read_dir(examples::folder()).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(files.collect::<BTreeSet<_>>(), used);
}

/// Where another value in one field makes no difference, the field is not read.
#[test]
fn every_field_of_every_example_reaches_what_is_decoded() {
    each(|connector, entry| {
        let outputs = connector.outputs(entry);
        for example in &entry.examples {
            let operation = entry.answering().unwrap();
            let read = examples::reader(operation);
            let read = read.unwrap_or_else(|| panic!("no reader for {operation}"));
            let answer = examples::answer(example);
            let decoded = read(&answer.to_string());
            let decoded = decoded.unwrap_or_else(|error| panic!("{example}: {error}"));
            for leaf in examples::leaves(&answer) {
                if !outputs.contains(&leaf.path) {
                    continue;
                }
                let place = places::find(entry.answer().unwrap(), &leaf.path, &entry.events);
                let mut changed = answer.clone();
                let value = changed.pointer_mut(&leaf.pointer).unwrap();
                *value = examples::other(leaf.shape(place.unwrap().shape), value);
                let other = read(&changed.to_string());
                let other =
                    other.unwrap_or_else(|error| panic!("{example}{}: {error}", leaf.pointer));
                assert_ne!(other, decoded, "{example}{} is not read", leaf.pointer);
            }
        }
    });
}

#[test]
fn every_test_that_is_named_is_there() {
    each(|_, entry| {
        for test in &entry.tests {
            let (file, name) = test.split_once(' ').unwrap();
            let start = if file.ends_with(".rs") {
                format!("fn {name}(")
            } else {
                format!("test('{name}'")
            };
            let found = text(file).contains(&start);
            assert!(found, "{}: {test}", entry.key);
        }
        let needed = !entry.operations().is_empty() || entry.kind == Kind::Connection;
        assert!(
            !needed || !entry.tests.is_empty(),
            "{} has no test",
            entry.key
        );
    });
}

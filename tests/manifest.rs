//! The manifest and the types of the npm package: they name what the elements have, all of it and nothing else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use serde_json::Value;
use slotlink::element::config::NAMES;

const SHELL: &str = include_str!("../src/element/shell.js");
const EVENTS: &str = include_str!("../src/element/events.rs");
const VERBS: &str = include_str!("../src/element/exports.rs");
const TYPES: &str = include_str!("../npm/index.d.ts");
const ENTRY: &str = include_str!("../npm/index.js");
const README: &str = include_str!("../README.md");

/// Options that are read only to refuse them.
const REFUSED: &str = "client-secret";

type Names = BTreeSet<String>;

/// What stands between `start` and `end`, wherever it does.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .filter_map(move |rest| Some(rest.split_once(end)?.0))
}

fn names<'a>(found: impl Iterator<Item = &'a str>) -> Names {
    found.map(str::to_owned).collect()
}

fn declaration() -> Value {
    let manifest: Value =
        serde_json::from_str(include_str!("../npm/custom-elements.json")).unwrap();
    manifest["modules"][0]["declarations"][0].clone()
}

fn listed(list: &Value, kind: Option<&str>) -> Names {
    let list = list.as_array().unwrap().iter();
    let wanted = list.filter(|entry| kind.is_none_or(|kind| entry["kind"] == kind));
    names(wanted.map(|entry| entry["name"].as_str().unwrap()))
}

/// The options, and the attributes that the shell's style sheet alone reads.
fn attributes() -> Names {
    let styled = between(SHELL, ":host([", "]").filter_map(|inner| Some(inner.split_once('=')?.0));
    names(
        NAMES
            .into_iter()
            .filter(|name| *name != REFUSED)
            .chain(styled),
    )
}

/// `eventType` for `event-type`.
fn property(attribute: &str) -> String {
    let mut parts = attribute.split('-');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |name, part| {
        name + &part[..1].to_uppercase() + &part[1..]
    })
}

#[test]
fn every_attribute_is_in_the_manifest_in_the_types_and_in_the_readme() {
    let attributes = attributes();
    assert!(attributes.contains("theme") && attributes.contains("client-id"));
    assert_eq!(listed(&declaration()["attributes"], None), attributes);
    for name in &attributes {
        assert!(TYPES.contains(&format!("`{name}`")), "{name}");
        assert!(README.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn every_attribute_but_sign_in_has_a_property_of_its_name() {
    let mut properties: Names = attributes().iter().map(|name| property(name)).collect();
    // That name is the method's.
    assert!(properties.remove("signIn"));
    properties.insert("token".to_owned());
    let declaration = declaration();
    assert_eq!(listed(&declaration["members"], Some("field")), properties);
    for name in &properties {
        let typed = [format!("  {name}: "), format!("  set {name}(")];
        assert!(typed.iter().any(|text| TYPES.contains(text)), "{name}");
    }
    for attribute in declaration["attributes"].as_array().unwrap() {
        let name = attribute["name"].as_str().unwrap();
        let field = (name != "sign-in").then(|| property(name));
        assert_eq!(attribute["fieldName"].as_str(), field.as_deref(), "{name}");
    }
}

#[test]
fn the_element_that_the_package_defines_is_the_one_in_the_manifest_and_in_the_types() {
    // The dashboard is defined only by builds that say they have it.
    assert!(SHELL.contains("dashboard = false"));
    assert!(!ENTRY.contains("dashboard"));
    let widget = Names::from(["slotlink-widget".to_owned()]);
    let manifest: Value =
        serde_json::from_str(include_str!("../npm/custom-elements.json")).unwrap();
    let module = &manifest["modules"][0];
    let declared = module["declarations"].as_array().unwrap().iter();
    let tags = declared.map(|declaration| declaration["tagName"].as_str().unwrap());
    assert_eq!(names(tags), widget);
    assert_eq!(listed(&module["exports"], None), widget);
    assert_eq!(names(between(TYPES, "\n    '", "': Slotlink")), widget);
}

#[test]
fn every_event_is_in_the_manifest_and_in_the_types() {
    let dispatched = names(between(EVENTS, "dispatch(app, \"", "\""));
    assert!(dispatched.contains("slot-select") && dispatched.contains("ready"));
    assert_eq!(listed(&declaration()["events"], None), dispatched);
    assert_eq!(
        names(between(TYPES, "\n  '", "': CustomEvent<")),
        dispatched
    );
}

#[test]
fn every_method_is_a_verb_in_the_manifest_and_in_the_types() {
    let list = between(SHELL, "METHODS = [", "]").next().unwrap();
    let methods = names(list.split('\'').skip(1).step_by(2));
    assert!(methods.contains("signIn"));
    let declaration = declaration();
    assert_eq!(listed(&declaration["members"], Some("method")), methods);
    for name in &methods {
        assert!(VERBS.contains(&format!("\"{name}\" => ")), "{name}");
        assert!(TYPES.contains(&format!("  {name}(")), "{name}");
    }
}

/// All sources below a folder, one after the other.
fn sources(folder: &std::path::Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| match path.is_dir() {
            true => sources(&path),
            false => std::fs::read_to_string(path).unwrap(),
        })
        .collect()
}

#[test]
fn every_custom_property_and_part_is_in_the_manifest_and_in_the_readme() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let declaration = declaration();
    let style = sources(&root.join("style"));
    let properties =
        between(&style, "var(--slotlink-", ",").map(|name| "--slotlink-".to_owned() + name);
    let properties: Names = properties.collect();
    assert!(properties.contains("--slotlink-accent"));
    assert_eq!(listed(&declaration["cssProperties"], None), properties);
    let views = sources(&root.join("src/ui")) + include_str!("../src/ui.rs");
    let parts = names(between(&views, "\"part\", \"", "\""));
    assert!(parts.contains("tray"));
    assert_eq!(listed(&declaration["cssParts"], None), parts);
    for name in properties.iter().chain(&parts) {
        assert!(README.contains(&format!("`{name}`")), "{name}");
    }
}

//! The types of `slotlink/webhooks` in TypeScript: the fields that the models have, no more and no fewer.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use slotlink::api::model::FieldType;
use slotlink::api::schema::{Model, Shape};
use slotlink::api::webhook::Webhook;

const TYPES: &str = include_str!("../npm/webhooks.d.ts");

type Fields = BTreeMap<&'static str, BTreeSet<&'static str>>;

fn collect(shape: Shape, found: &mut Fields) {
    match shape {
        Shape::Model(model) => add(model, found),
        Shape::All(models) => models.iter().for_each(|model| add(model, found)),
        Shape::List(item) | Shape::Nullable(item) => collect(*item, found),
        Shape::Union(union) => union
            .variants
            .iter()
            .for_each(|variant| collect(variant.shape, found)),
        _ => {}
    }
}

fn add(model: &Model, found: &mut Fields) {
    let fields = model.fields.iter().map(|field| field.name).collect();
    if found.insert(model.name, fields).is_none() {
        model
            .fields
            .iter()
            .for_each(|field| collect(field.shape, found));
    }
}

/// The names of an interface's fields.
fn written(interface: &str) -> BTreeSet<&'static str> {
    let head = format!("\nexport interface {interface} {{\n");
    let (_, body) = TYPES
        .split_once(&head)
        .unwrap_or_else(|| panic!("no interface {interface}"));
    let body = body.split("\n}").next().unwrap();
    body.lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(':'))
        .map(|(name, _)| name.trim_end_matches('?'))
        .filter(|name| {
            name.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
        .collect()
}

#[test]
fn every_interface_of_a_webhook_has_the_fields_of_its_model() {
    let mut found = Fields::new();
    collect(Webhook::SHAPE, &mut found);
    assert!(found.len() > 15, "{found:?}");
    for (model, fields) in found {
        assert_eq!(written(model), fields, "{model}");
    }
}

//! The fixtures: what one leaves out of its model, so that a field cannot be declared without an example.

use super::fields;
use super::model::Described;
use super::schema::{Model, Shape};
use crate::json::Value;

/// Names of the fields of a model, and of the models in it, that never have a value in a body's items.
pub fn left_out<T: Described>(body: &str) -> Vec<String> {
    let body = fields::parse(body).unwrap();
    let items = match (body.get("collection"), body.get("resource")) {
        (Some(collection), _) => collection.as_array().unwrap().iter().collect(),
        (None, Some(resource)) => vec![resource],
        (None, None) => vec![&body],
    };
    let mut names = Vec::new();
    look(&T::MODEL, &items, "", &mut names);
    names
}

fn look(model: &Model, objects: &[&Value], above: &str, names: &mut Vec<String>) {
    for field in model.fields {
        let name = format!("{above}{}", field.name);
        let values = objects.iter().filter_map(|object| object.get(field.name));
        let values: Vec<&Value> = values.filter(|value| **value != Value::Null).collect();
        if values.is_empty() {
            names.push(name);
        } else {
            look_into(&field.shape, values, &name, names);
        }
    }
}

fn look_into(shape: &Shape, values: Vec<&Value>, name: &str, names: &mut Vec<String>) {
    match shape {
        Shape::Nullable(inner) => look_into(inner, values, name, names),
        Shape::List(inner) => {
            let items = values.into_iter().filter_map(Value::as_array).flatten();
            look_into(inner, items.collect(), name, names);
        }
        Shape::Model(model) => look(model, &values, &format!("{name}."), names),
        Shape::All(models) => {
            for model in *models {
                look(model, &values, &format!("{name}."), names);
            }
        }
        Shape::Union(union) => {
            for variant in union.variants {
                let known = |value: &&Value| {
                    let word = value.get(union.tag).and_then(Value::as_str);
                    word.is_some_and(|word| variant.words.contains(&word))
                };
                let objects = values.iter().copied().filter(known).collect();
                look_into(&variant.shape, objects, name, names);
            }
        }
        _ => {}
    }
}

mod tests {
    use super::*;
    use crate::api::user_availability_schedules::AvailabilitySchedule;

    #[test]
    fn what_is_null_or_missing_everywhere_is_named_with_its_place() {
        let body = r#"{"collection":[
            {"uri":"u","name":null,"rules":[{"type":"wday","wday":"monday","intervals":[{"from":"8"}]}]},
            {"default":false,"user":"v","rules":[{"date":null,"intervals":[]}]}
        ]}"#;
        assert_eq!(
            left_out::<AvailabilitySchedule>(body),
            ["name", "timezone", "rules.date", "rules.intervals.to"]
        );
    }
}

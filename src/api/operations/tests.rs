use super::*;
use crate::api::Method;
use crate::api::schema::{Answer, Field, Place, Shape};
use crate::json::{Fields, Value};

/// What an answer of this shape may look like; unions have their first object.
fn example(shape: &Shape) -> Value {
    match shape {
        Shape::Text => "text".into(),
        Shape::Integer => Value::Number(7.0),
        Shape::Number => Value::Number(1.5),
        Shape::Flag => Value::Bool(true),
        Shape::Instant => "2026-12-01T09:00:00.000000Z".into(),
        Shape::Date => "2026-12-01".into(),
        Shape::Email => "ada@example.com".into(),
        Shape::Uri(collection) => {
            format!("https://api.calendly.com/{collection}/EXAMPLE1")[..].into()
        }
        Shape::Choice(choice) => choice.values[0].into(),
        Shape::Sort(fields) => format!("{}:asc", fields[0])[..].into(),
        Shape::Model(model) => Value::Object(fields(model.fields)),
        Shape::All(models) => Value::Object(
            models
                .iter()
                .flat_map(|model| fields(model.fields))
                .collect(),
        ),
        Shape::Union(union) => {
            let Value::Object(mut object) = example(&union.variants[0].shape) else {
                panic!("a variant is an object")
            };
            object.retain(|(name, _)| name != union.tag);
            object.push((union.tag.to_owned(), union.variants[0].words[0].into()));
            Value::Object(object)
        }
        Shape::List(inner) => Value::Array(vec![example(inner)]),
        Shape::Nullable(inner) => example(inner),
        Shape::Input(_) => panic!("an answer holds no input"),
        Shape::Json => Value::Object(vec![("any".to_owned(), "thing".into())]),
    }
}

fn fields(declared: &[Field]) -> Fields {
    let pair = |field: &Field| (field.name.to_owned(), example(&field.shape));
    declared.iter().map(pair).collect()
}

/// A whole answer.
fn answer(operation: &Operation) -> Value {
    let object = |fields: Vec<(&str, Value)>| {
        let own = |(name, value): (&str, Value)| (name.to_owned(), value);
        Value::Object(fields.into_iter().map(own).collect())
    };
    match &operation.answer {
        Answer::Resource(shape) => object(vec![("resource", example(shape))]),
        Answer::Collection(shape) | Answer::Page(shape) => {
            object(vec![("collection", Value::Array(vec![example(shape)]))])
        }
        Answer::PageWith(shape, beside) => {
            let Value::Object(mut fields) = example(beside) else {
                panic!("what stands beside a page is an object")
            };
            let items = Value::Array(vec![example(shape)]);
            fields.push(("collection".to_owned(), items));
            Value::Object(fields)
        }
        Answer::Bare(shape) => example(shape),
        Answer::Nothing => Value::Null,
        Answer::Json => object(vec![("any", "thing".into())]),
    }
}

/// What can stand in the place of any value.
fn odd() -> Vec<Value> {
    let mut deep = Value::Null;
    for _ in 0..40 {
        deep = Value::Array(vec![deep]);
    }
    vec![
        Value::Null,
        Value::Bool(false),
        Value::Number(-1.0),
        Value::Number(1e300),
        Value::Number(0.5),
        "".into(),
        "a word nobody knows".into(),
        "x".repeat(100_000)[..].into(),
        "\u{202e}\u{0}\u{ffff}".into(),
        Value::Array(Vec::new()),
        Value::Array(vec![Value::Null, Value::Number(3.0), "x".into()]),
        Value::Object(Fields::new()),
        deep,
    ]
}

/// Calls `act` with the whole value, once for each place in it and each odd value there, and once with the place gone.
fn mutated(whole: &mut Value, at: &mut Vec<usize>, act: &mut dyn FnMut(&Value)) {
    let (count, is_object) = match find(whole, at) {
        Value::Object(fields) => (fields.len(), true),
        Value::Array(items) => (items.len(), false),
        _ => (0, false),
    };
    for index in 0..count {
        at.push(index);
        let kept = find(whole, at).clone();
        for value in odd() {
            *find(whole, at) = value;
            act(whole);
        }
        *find(whole, at) = kept;
        mutated(whole, at, act);
        at.pop();
        if is_object {
            let Value::Object(fields) = find(whole, at) else {
                unreachable!("it was an object before")
            };
            let field = fields.remove(index);
            act(whole);
            if let Value::Object(fields) = find(whole, at) {
                fields.insert(index, field);
            }
        }
    }
}

fn find<'a>(whole: &'a mut Value, at: &[usize]) -> &'a mut Value {
    let mut value = whole;
    for index in at {
        value = match value {
            Value::Object(fields) => &mut fields[*index].1,
            Value::Array(items) => &mut items[*index],
            _ => unreachable!("a path leads through objects and lists"),
        };
    }
    value
}

#[test]
fn every_operation_has_a_name_and_a_request_of_its_own() {
    let mut names: Vec<_> = ALL.iter().map(|operation| operation.name).collect();
    let mut requests: Vec<_> = ALL
        .iter()
        .map(|operation| (operation.method.as_str(), operation.path))
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    requests.sort_unstable();
    requests.dedup();
    assert_eq!((names.len(), requests.len()), (count, count));
    assert_eq!(named("ListEvents").unwrap().path, "/scheduled_events");
    assert!(named("listEvents").is_none());
}

#[test]
fn identifiers_of_a_path_are_declared_in_its_order_and_reads_have_no_body() {
    for operation in ALL {
        let placed = |place| {
            operation
                .parameters
                .iter()
                .filter(move |parameter| parameter.place == place)
        };
        let gaps = operation.path.matches('{').count();
        assert_eq!(placed(Place::Path).count(), gaps, "{}", operation.name);
        let last = placed(Place::Path).next_back();
        let last = last.map(|parameter| format!("{{{}}}", parameter.name));
        let named = last.is_none_or(|last| operation.path.contains(&last));
        assert!(
            named,
            "{}: the last gap is the last identifier",
            operation.name
        );
        if operation.method == Method::Get {
            let bodies = placed(Place::Body).count() + placed(Place::WholeBody).count();
            assert_eq!(bodies, 0, "{}", operation.name);
        }
        assert!(!operation.doc.is_empty(), "{}", operation.name);
    }
}

#[test]
fn every_answer_as_it_is_declared_can_be_read() {
    for (operation, read) in ALL.iter().zip(READERS) {
        let answer = answer(operation);
        assert_eq!(read(&answer), Ok(()), "{}: {answer:?}", operation.name);
    }
}

#[test]
fn no_odd_value_in_any_place_of_any_answer_does_more_harm_than_an_error_that_names_a_field() {
    let mut read_all_the_same = 0;
    let mut refused = 0;
    for (operation, read) in ALL.iter().zip(READERS) {
        mutated(
            &mut answer(operation),
            &mut Vec::new(),
            &mut |odd| match read(odd) {
                Ok(()) => read_all_the_same += 1,
                Err(error) => {
                    assert!(
                        error.to_string().contains("field "),
                        "{}: {error}",
                        operation.name
                    );
                    refused += 1;
                }
            },
        );
    }
    assert!(
        read_all_the_same > refused && refused > 0,
        "{read_all_the_same} {refused}"
    );
}

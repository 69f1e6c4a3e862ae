//! Answers: any bytes as the answer of every operation, as an error, as a webhook and as tokens.

use std::collections::BTreeSet;

use slotlink::api::operations::{ALL, READERS};
use slotlink::api::schema::{Answer, Model, Shape};
use slotlink::api::webhook::{Webhook, key};
use slotlink::api::{DecodeError, Problem, fields};
use slotlink::auth::tokens::{Tokens, parse_response};
use slotlink::json::{self, Value};
use slotlink::time::Timestamp;

use super::fixtures;

pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    problem(&text);
    tokens(&text);
    let webhook = Webhook::decode(&text);
    let Ok(answer) = fields::body(&text) else {
        let not_webhook = matches!(webhook, Err(DecodeError::NotJson));
        assert!(not_webhook, "a webhook of what is no JSON");
        return;
    };
    let written = json::write(&answer);
    let again = json::parse(&written);
    let alike = again.is_some_and(|again| alike(&again, &answer));
    assert!(alike, "{answer:?} is written as {written}");

    let disturbed = disturbed(&answer);
    for (operation, read) in ALL.iter().zip(READERS) {
        let (name, outcome) = (operation.name, read(&answer));
        match outcome {
            Err(DecodeError::Field(field)) => assert!(!field.is_empty(), "{name}"),
            Err(DecodeError::NotJson) => panic!("{name} calls JSON none"),
            Ok(()) => {}
        }
        if outcome.is_ok() {
            let whole = match operation.answer {
                // An older form of one answer has its invitee beside what is no object.
                Answer::Resource(shape) => {
                    let resource = answer.get("resource");
                    let object = resource.is_some_and(Value::is_object);
                    is_whole(shape, resource) || !object && operation.name == "CreateEventInvitee"
                }
                Answer::Bare(shape) => is_whole(shape, Some(&answer)),
                _ => true,
            };
            assert!(whole, "{name} lacks what identifies it");
        }
        if matches!(operation.answer, Answer::Nothing | Answer::Json) {
            assert_eq!(outcome, Ok(()), "{name} has nothing to refuse");
        }
        // Calendly may add fields and write them in another order at any time.
        assert_eq!(
            read(&disturbed),
            outcome,
            "{name} reads more than its fields"
        );
    }
    if !text.is_empty() {
        // What nobody knows is kept as it came, so that only the outcome can be compared.
        let outcome = |webhook: &Result<Webhook, DecodeError>| webhook.as_ref().err().copied();
        let same = Webhook::decode(&json::write(&disturbed));
        let expected = outcome(&webhook);
        assert_eq!(
            outcome(&same),
            expected,
            "a webhook is more than its fields"
        );
    }
    // The key is made of what is known, also where the rest of the envelope is not.
    assert_eq!(key::key(&answer), key::key(&disturbed));
    if webhook.is_ok() {
        assert!(!answer.text("event").is_empty(), "a webhook of nothing");
        assert!(key::key(&answer).starts_with(answer.text("event").trim_end()));
    }
}

/// The same value to anybody who knows the declared fields: another order, and a field that nobody declared.
fn disturbed(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(disturbed).collect()),
        Value::Object(fields) => {
            let fields = fields.iter().rev();
            let mut fields: Vec<_> = fields
                .map(|(name, value)| (name.clone(), disturbed(value)))
                .collect();
            let new = "a_field_of_tomorrow";
            if value.get(new).is_none() {
                fields.insert(0, (new.to_owned(), Value::Array(vec![Value::Null])));
            }
            Value::Object(fields)
        }
        other => other.clone(),
    }
}

/// Whether everything stands there without which the thing would be no thing: names of resources, and instants.
fn is_whole(shape: Shape, value: Option<&Value>) -> bool {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    let has = |model: &Model| {
        let mut fields = model.fields.iter();
        fields.all(|field| is_whole(field.shape, value.and_then(|value| value.get(field.name))))
    };
    match shape {
        Shape::Uri(_) => !text.is_empty(),
        Shape::Instant => Timestamp::parse(text).is_ok(),
        Shape::Model(model) => has(model),
        Shape::All(models) => models.iter().all(|model| has(model)),
        _ => true,
    }
}

/// The same value. The last digit of a fraction is left out of it: the parser of native builds reads some a little off,
/// which browsers' own does not.
pub fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || (one - other).abs() <= other.abs() * 1e-14
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|((name, one), (known, other))| name == known && alike(one, other))
        }
        (one, other) => one == other,
    }
}

fn problem(text: &str) {
    let problem = Problem::parse(text);
    for sentence in problem.sentences() {
        assert!(sentence.chars().count() <= 600, "{sentence}");
    }
}

fn tokens(text: &str) {
    let now = Timestamp::from_millis(1_795_000_000_000);
    for status in [200, 400, 401, 429, 500] {
        let Ok(tokens) = parse_response(status, Some("application/json"), text, None, now) else {
            continue;
        };
        assert_eq!(status, 200, "tokens in a refusal");
        let year = 366 * 24 * 3600 * 1000;
        let life = tokens.expires_at.map(|at| at.millis_since(now));
        assert!(
            life.is_none_or(|life| (1..=year).contains(&life)),
            "{life:?}"
        );
        let kept = Tokens::from_storage_json(&tokens.to_storage_json());
        assert!(kept == Some(tokens), "tokens change where they are kept");
    }
    if let Some(tokens) = Tokens::from_storage_json(text) {
        let kept = Tokens::from_storage_json(&tokens.to_storage_json());
        assert!(kept == Some(tokens), "kept tokens change");
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = fixtures::answers();
    let others = [
        r#"{"access_token":"a","token_type":"Bearer","refresh_token":"r","expires_in":7200,"scope":"users:read","owner":"https://api.calendly.com/users/U1","organization":"https://api.calendly.com/organizations/O1"}"#,
        r#"{"access_token":"a","issued_at":1795000000000,"expires_at":1795007200000,"scope":"a b","personal":true}"#,
        r#"{"error":"invalid_grant","error_description":"no"}"#,
        "\u{feff}{}",
        "",
    ];
    seeds.extend(others.map(|seed| seed.as_bytes().to_vec()));
    seeds
}

/// Names and words of all answers.
pub fn words() -> Vec<String> {
    let mut words = BTreeSet::new();
    for operation in ALL {
        match operation.answer {
            Answer::Resource(shape)
            | Answer::Page(shape)
            | Answer::Bare(shape)
            | Answer::Collection(shape) => collect(shape, &mut words),
            Answer::PageWith(shape, more) => {
                collect(shape, &mut words);
                collect(more, &mut words);
            }
            Answer::Nothing | Answer::Json => {}
        }
    }
    let mut words: Vec<_> = words
        .into_iter()
        .map(|word| format!("\"{word}\""))
        .collect();
    let more = [
        "null",
        "true",
        "1e300",
        "-1",
        "[]",
        "{}",
        "\"2026-12-01T09:00:00.000000Z\"",
    ];
    words.extend(more.map(str::to_owned));
    words
}

fn collect(shape: Shape, words: &mut BTreeSet<&'static str>) {
    match shape {
        Shape::Nullable(inner) | Shape::List(inner) => collect(*inner, words),
        Shape::Choice(choice) => words.extend(choice.values),
        Shape::All(models) => models
            .iter()
            .for_each(|model| collect(Shape::Model(model), words)),
        Shape::Union(union) => {
            for variant in union.variants {
                words.extend(variant.words);
                collect(variant.shape, words);
            }
        }
        Shape::Model(model) => {
            for field in model.fields {
                words.insert(field.name);
                collect(field.shape, words);
            }
        }
        _ => {}
    }
}

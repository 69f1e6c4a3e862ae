//! `docs/operations.md`: every operation with its parameters.

use slotlink::api::operations::ALL;
use slotlink::api::schema::{Absent, Operation, Place, Shape};

use super::{method, sentences};

#[path = "../sandbox/absent.rs"]
mod absent;
use absent::ABSENT;

const HEAD: &str = "\
# Operations

Written by `cargo xtask generate` out of the declarations of `src/api`. Each operation is a method of the JavaScript
client and a type of the Rust library (`slotlink::api`). Where a parameter is an identifier, a full address and its last
part alone are both right. Parameters marked * are required. What is checked across several parameters stands below them;
what breaks it is refused as `invalid_argument` with the names of all of them, and nothing is sent. What depends on the present
time is left to Calendly (that a time must not be over, that a span must be over): its clock decides, and a computer whose own
is wrong would refuse what is right. So are names of time zones, of which there are newer ones than a program knows.

";

pub fn page() -> String {
    let mut out = String::from(HEAD);
    out.push_str("| operation | request | scope |\n|---|---|---|\n");
    for operation in ALL {
        out.push_str(&format!(
            "| [{0}](#{1}) | `{2} {3}` | {4} |\n",
            method(operation.name),
            operation.name.to_lowercase(),
            operation.method.as_str(),
            operation.path,
            code(operation.scopes)
        ));
    }
    for operation in ALL {
        describe(&mut out, operation);
    }
    out
}

fn describe(out: &mut String, operation: &Operation) {
    out.push_str(&format!(
        "\n## {}\n\n{}\n",
        method(operation.name),
        sentences(operation.doc)
    ));
    if !operation.is_described() {
        let here = if ABSENT.contains(&operation.name) {
            "does not have it (404)"
        } else {
            "keeps what it is sent, unchecked"
        };
        out.push_str(&format!(
            "\nCalendly does not describe it in public: parameters and answer are plain JSON. The sandbox {here}.\n"
        ));
    }
    if operation.parameters.is_empty() {
        return;
    }
    out.push_str("\n| parameter | in | type | |\n|---|---|---|---|\n");
    for parameter in operation.parameters {
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query | Place::WholeQuery => "query",
            Place::Body | Place::WholeBody => "body",
        };
        let mark = if parameter.absent == Absent::Refuse {
            "*"
        } else {
            ""
        };
        out.push_str(&format!(
            "| `{}`{mark} | {place} | {} | {} |\n",
            parameter.name,
            kind(&parameter.shape),
            sentences(parameter.doc).replace('|', "\\|")
        ));
    }
    let mut rules: Vec<String> = operation
        .rules
        .iter()
        .map(|rule| rule.advice("`"))
        .collect();
    for parameter in operation.parameters {
        collect(&parameter.shape, parameter.name, &mut rules);
    }
    if !rules.is_empty() {
        out.push_str("\nChecked before sending:\n\n");
    }
    for rule in rules {
        out.push_str(&format!("- {rule}\n"));
    }
}

/// The rules of the objects inside of a parameter.
fn collect(shape: &Shape, name: &str, rules: &mut Vec<String>) {
    match shape {
        Shape::Nullable(inner) => collect(inner, name, rules),
        Shape::List(inner) => collect(inner, &format!("{name}[]"), rules),
        Shape::Input(input) => {
            let inside = input.rules.iter();
            rules.extend(inside.map(|rule| format!("in `{name}`: {}", rule.advice("`"))));
            for parameter in input.parameters {
                collect(
                    &parameter.shape,
                    &format!("{name}.{}", parameter.name),
                    rules,
                );
            }
        }
        Shape::Union(union) => {
            for variant in union.variants {
                collect(&variant.shape, name, rules);
            }
        }
        _ => {}
    }
}

fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Integer => "whole number".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::Flag => "true or false".to_owned(),
        Shape::Instant => "instant".to_owned(),
        Shape::Date => "date".to_owned(),
        Shape::Email => "e-mail address".to_owned(),
        Shape::Uri(collection) => format!("address in `{collection}`"),
        Shape::Choice(choice) => code(choice.values),
        Shape::Sort(fields) => format!("order by {}", code(fields)),
        Shape::Model(model) => model.name.to_owned(),
        Shape::Input(input) => input.name.to_owned(),
        Shape::Union(union) => union.name.to_owned(),
        Shape::List(inner) => format!("list: {}", kind(inner)),
        Shape::Nullable(inner) => format!("{}, or null", kind(inner)),
        Shape::All(models) => models
            .iter()
            .map(|model| model.name)
            .collect::<Vec<_>>()
            .join(" and "),
        Shape::Json => "JSON".to_owned(),
    }
}

fn code(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

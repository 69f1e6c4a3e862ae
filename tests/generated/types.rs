//! `npm/client/operations.d.ts`: the types of every operation, model and parameter.

use std::collections::BTreeMap;

use slotlink::api::operations::ALL;
use slotlink::api::schema::{
    Absent, Answer, Choice, Field, Limit, Operation, Parameter, Shape, Union,
};

use super::{method, sentences};

const HEAD: &str = "\
// Written by `cargo xtask generate` out of the declarations of src/api.

import type { CallOptions, List, Page } from './index.js';

/** RFC 3339 in UTC, with microseconds: `2026-12-01T09:00:00.000000Z`. */
export type Instant = string;

/** `YYYY-MM-DD`. */
export type DateText = string;

/** Full address of a resource at the API, which is also its identity. */
export type Uri = string;

/** A full address, or its last part alone. */
export type UriOrId = string;

/** What Calendly does not describe. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** A word of Calendly's that is newer than this version. */
export type NewWord = string & {};

";

/// Named types by their name; two of one name must be the same.
#[derive(Default)]
struct Types(BTreeMap<String, String>);

impl Types {
    fn add(&mut self, name: &str, text: String) {
        if let Some(other) = self.0.insert(name.to_owned(), text.clone()) {
            assert_eq!(other, text, "two types have the name {name}");
        }
    }

    /// The type of a value in an answer.
    fn of_answer(&mut self, shape: &Shape) -> String {
        match shape {
            Shape::Text | Shape::Email => "string".to_owned(),
            Shape::Integer => "number".to_owned(),
            Shape::Number => "number | string".to_owned(),
            Shape::Flag => "boolean".to_owned(),
            Shape::Instant => "Instant".to_owned(),
            Shape::Date => "DateText".to_owned(),
            Shape::Uri(_) => "Uri".to_owned(),
            Shape::Sort(_) | Shape::Input(_) => panic!("no answer holds {shape:?}"),
            Shape::Json => "Json".to_owned(),
            Shape::Nullable(inner) => self.of_answer(inner) + " | null",
            Shape::List(inner) => list(self.of_answer(inner)),
            Shape::Choice(choice) => self.choice(choice) + " | NewWord",
            Shape::Model(model) => {
                let fields: String = model.fields.iter().map(|field| self.field(field)).collect();
                let text = format!(
                    "{}export interface {} {{\n{fields}}}\n",
                    comment(&sentences(model.doc), ""),
                    model.name
                );
                self.add(model.name, text);
                model.name.to_owned()
            }
            Shape::All(models) => {
                let names: Vec<_> = models
                    .iter()
                    .map(|model| self.of_answer(&Shape::Model(model)))
                    .collect();
                names.join(" & ")
            }
            Shape::Union(union) => {
                let variants = union.variants.iter().map(|variant| {
                    format!(
                        "({} & {{ {}: {} }})",
                        self.of_answer(&variant.shape),
                        union.tag,
                        words(variant.words)
                    )
                });
                let variants: Vec<_> = variants.collect();
                let newer = format!("{{ {}: NewWord; [name: string]: Json }}", union.tag);
                self.union(union, &[variants, vec![newer]].concat())
            }
        }
    }

    fn field(&mut self, field: &Field) -> String {
        let missing = matches!(field.shape, Shape::Nullable(_));
        format!(
            "{}  {}{}: {};\n",
            comment(&sentences(field.doc), "  "),
            field.name,
            if missing { "?" } else { "" },
            self.of_answer(&field.shape)
        )
    }

    /// The type of a value in a request.
    fn of_request(&mut self, shape: &Shape) -> String {
        match shape {
            Shape::Text | Shape::Email | Shape::Sort(_) => "string".to_owned(),
            Shape::Integer | Shape::Number => "number".to_owned(),
            Shape::Flag => "boolean".to_owned(),
            Shape::Instant => "Instant | Date".to_owned(),
            Shape::Date => "DateText".to_owned(),
            Shape::Uri(_) => "UriOrId".to_owned(),
            Shape::Json => "Json".to_owned(),
            Shape::Nullable(inner) => self.of_request(inner) + " | null",
            Shape::List(inner) => list(self.of_request(inner)),
            Shape::Choice(choice) => self.choice(choice),
            Shape::Input(input) => {
                let text = self.object(input.name, input.doc, input.parameters.iter());
                self.add(input.name, text);
                input.name.to_owned()
            }
            Shape::Union(union) => {
                let variants = union.variants.iter().map(|variant| {
                    let own = self.of_request(&variant.shape);
                    format!("({own} & {{ {}: {} }})", union.tag, words(variant.words))
                });
                let variants: Vec<_> = variants.collect();
                self.union(union, &variants)
            }
            Shape::Model(_) | Shape::All(_) => panic!("no request holds {shape:?}"),
        }
    }

    fn object<'a>(
        &mut self,
        name: &str,
        doc: &[&str],
        parameters: impl Iterator<Item = &'a Parameter>,
    ) -> String {
        let mut text = format!(
            "{}export interface {name} {{\n",
            comment(&sentences(doc), "")
        );
        for parameter in parameters {
            let doc = sentences(parameter.doc);
            // What the words say already is not said again.
            let limit = limit(&parameter.limit);
            let limit = if doc.ends_with(limit.trim_end()) {
                String::new()
            } else {
                limit
            };
            let words = [
                doc,
                limit,
                absent(&parameter.absent),
                sort(&parameter.shape),
            ];
            let words: Vec<_> = words
                .into_iter()
                .filter(|words| !words.is_empty())
                .collect();
            let optional = parameter.absent != Absent::Refuse;
            text.push_str(&format!(
                "{}  {}{}: {};\n",
                comment(&words.join(" "), "  "),
                parameter.name,
                if optional { "?" } else { "" },
                self.of_request(&parameter.shape)
            ));
        }
        text + "}\n"
    }

    fn choice(&mut self, choice: &Choice) -> String {
        let text = format!(
            "{}export type {} = {};\n",
            comment(&sentences(choice.doc), ""),
            choice.name,
            words(choice.values)
        );
        self.add(choice.name, text);
        choice.name.to_owned()
    }

    fn union(&mut self, union: &Union, variants: &[String]) -> String {
        let text = format!(
            "{}export type {} =\n  | {};\n",
            comment(&sentences(union.doc), ""),
            union.name,
            variants.join("\n  | ")
        );
        self.add(union.name, text);
        union.name.to_owned()
    }

    fn method(&mut self, operation: &Operation) -> String {
        let optional = operation
            .parameters
            .iter()
            .all(|parameter| parameter.absent != Absent::Refuse);
        let input = if operation.parameters.is_empty() {
            "Record<string, never>".to_owned()
        } else {
            let name = format!("{}Input", operation.name);
            let doc = format!("Parameters of `{}`.", method(operation.name));
            let text = self.object(&name, &[&doc], operation.parameters.iter());
            self.add(&name, text);
            name
        };
        let answer = match &operation.answer {
            Answer::Resource(shape) | Answer::Bare(shape) => promise(&self.of_answer(shape)),
            Answer::Collection(shape) => promise(&list(self.of_answer(shape))),
            Answer::Page(shape) => format!("List<{}>", self.of_answer(shape)),
            Answer::PageWith(shape, beside) => {
                let (item, beside) = (self.of_answer(shape), self.of_answer(beside));
                format!("List<{item}, Page<{item}> & {beside}>")
            }
            Answer::Nothing => promise("void"),
            Answer::Json => promise("Json"),
        };
        let mut words = sentences(operation.doc);
        let request = format!("`{} {}`", operation.method.as_str(), operation.path);
        let scopes: Vec<_> = operation
            .scopes
            .iter()
            .map(|scope| format!("`{scope}`"))
            .collect();
        words.push_str(&format!("\n\n{request}"));
        if !scopes.is_empty() {
            words.push_str(&format!(", scope {}", scopes.join(" and ")));
        }
        if !operation.is_described() {
            words.push_str("\n\nCalendly does not describe it in public: parameters and answer are plain JSON.");
        }
        let mark = if optional { "?" } else { "" };
        format!(
            "{}  {}(input{mark}: {input}, options?: CallOptions): {answer};\n",
            comment(&words, "  "),
            method(operation.name)
        )
    }
}

fn promise(of: &str) -> String {
    format!("Promise<{of}>")
}

fn list(of: String) -> String {
    if of.contains([' ', '&', '|']) {
        format!("({of})[]")
    } else {
        of + "[]"
    }
}

fn words(values: &[&str]) -> String {
    let quoted: Vec<_> = values.iter().map(|value| format!("'{value}'")).collect();
    quoted.join(" | ")
}

fn limit(limit: &Limit) -> String {
    match limit {
        Limit::None => String::new(),
        Limit::Range(from, to) => format!("From {from} to {to}."),
        Limit::Most(most) => format!("At most {most} characters."),
        Limit::Items(most, each) => format!("At most {most}. {}", self::limit(each))
            .trim()
            .to_owned(),
        Limit::Numbers(numbers) => {
            let numbers: Vec<_> = numbers.iter().map(i64::to_string).collect();
            format!("One of {}.", numbers.join(", "))
        }
        Limit::True => "Only `true`.".to_owned(),
        Limit::Colour => "`#` and six hexadecimal digits.".to_owned(),
        Limit::WholeUri => "The full address.".to_owned(),
        Limit::Https => "Begins with `https://`.".to_owned(),
        Limit::Telephone => "`+` and 2 to 15 digits.".to_owned(),
        Limit::TimeOfDay => "`00:00` to `24:00`.".to_owned(),
        Limit::MayBeEmpty => "May be empty.".to_owned(),
        Limit::Utc => "Ends in `Z`.".to_owned(),
        Limit::EachWeekday => "One for each of the seven weekdays.".to_owned(),
    }
}

fn absent(absent: &Absent) -> String {
    match absent {
        Absent::Refuse | Absent::Omit => String::new(),
        Absent::Null => "Sent as `null` where it is left out.".to_owned(),
        Absent::Number(number) => format!("`{number}` where it is left out."),
        Absent::Text(text) => format!("`{text}` where it is left out."),
    }
}

fn sort(shape: &Shape) -> String {
    match shape {
        Shape::Sort(fields) => {
            let fields: Vec<_> = fields.iter().map(|field| format!("`{field}`")).collect();
            format!(
                "Comma-separated; each is one of {} with `:asc` or `:desc`.",
                fields.join(", ")
            )
        }
        _ => String::new(),
    }
}

/// A doc comment; nothing where there is nothing to say.
fn comment(words: &str, indent: &str) -> String {
    let words = words.replace("*/", "* /");
    match words.lines().count() {
        0 => String::new(),
        1 => format!("{indent}/** {words} */\n"),
        _ => {
            let lines = words
                .lines()
                .map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n");
            format!("{indent}/**\n{}{indent} */\n", lines.collect::<String>())
        }
    }
}

pub fn declarations() -> String {
    let mut types = Types::default();
    let methods: Vec<_> = ALL
        .iter()
        .map(|operation| types.method(operation))
        .collect();
    let mut out = String::from(HEAD);
    for text in types.0.values() {
        out.push_str(text);
        out.push('\n');
    }
    out.push_str("/** Every operation of Calendly's API, by Calendly's own name for it. */\n");
    out.push_str("export interface Operations {\n");
    out.push_str(&methods.join("\n"));
    out + "}\n"
}

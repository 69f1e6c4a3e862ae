//! `docs/connectors.md`: both connectors, entry by entry.

use super::common::method;
use super::places;
use super::table::{Connector, Entry, Kind};

const HEAD: &str = "\
# Connectors

Written by `cargo xtask generate` out of `tests/connectors`. What two platforms' connectors can do with Calendly, under
their own keys, and what it is here: a method of the JavaScript client, the operation of the API behind it with its parameters,
and the model with its fields. Every name is checked against the declarations of `src/api`, and every example of an
answer is read with each of its fields. Models and operations are described in [operations.md](operations.md) and
`npm/client/operations.d.ts`.

";

pub fn page(connectors: &[Connector]) -> String {
    let mut out = String::from(HEAD);
    counts(&mut out, connectors);
    for connector in connectors {
        describe(&mut out, connector);
    }
    out
}

fn counts(out: &mut String, connectors: &[Connector]) {
    out.push_str(
        "| | connections | triggers | data sources | actions | inputs | outputs | examples |\n",
    );
    out.push_str("|---|---|---|---|---|---|---|---|\n");
    for connector in connectors {
        let of_kind = Kind::ALL.map(|kind| connector.of_kind(kind).count().to_string());
        let common = |entry: &Entry| match entry.kind {
            Kind::Connection => 0,
            _ => connector.common.len(),
        };
        let entries = connector.entries.iter();
        let inputs: usize = entries
            .clone()
            .map(|entry| entry.inputs.len() + common(entry))
            .sum();
        let outputs: usize = entries
            .clone()
            .map(|entry| connector.outputs(entry).len())
            .sum();
        let examples: usize = entries.map(|entry| entry.examples.len()).sum();
        out.push_str(&format!(
            "| {} | {} | {inputs} | {outputs} | {examples} |\n",
            connector.title,
            of_kind.join(" | ")
        ));
    }
}

fn describe(out: &mut String, connector: &Connector) {
    out.push_str(&format!(
        "\n## {}\n\n{}\n\n",
        connector.title, connector.about
    ));
    out.push_str("Where it is outdated, or Slotlink goes another way:\n\n");
    for outdated in &connector.outdated {
        out.push_str(&format!("- {outdated}\n"));
    }
    out.push_str("\n| | key | here | request |\n|---|---|---|---|\n");
    for kind in Kind::ALL {
        for entry in connector.of_kind(kind) {
            out.push_str(&format!(
                "| {} | {} | {} | {} |\n",
                kind.as_str(),
                entry.key,
                here(entry),
                requests(entry)
            ));
        }
    }
    for kind in Kind::ALL {
        for entry in connector.of_kind(kind) {
            describe_entry(out, connector, entry);
        }
    }
}

/// What does it in JavaScript.
fn here(entry: &Entry) -> String {
    if !entry.javascript.is_empty() {
        return code(&entry.javascript);
    }
    let methods = entry.operations().into_iter();
    let methods: Vec<_> = methods.map(|operation| method(operation.name)).collect();
    code(&methods)
}

fn requests(entry: &Entry) -> String {
    let requests = entry.operations().into_iter();
    let requests: Vec<_> = requests
        .map(|operation| format!("{} {}", operation.method.as_str(), operation.path))
        .collect();
    code(&requests)
}

fn describe_entry(out: &mut String, connector: &Connector, entry: &Entry) {
    out.push_str(&format!(
        "\n### {} ({})\n\n",
        entry.key,
        entry.kind.as_str()
    ));
    out.push_str(&here(entry));
    for operation in entry.operations() {
        let link = operation.name.to_lowercase();
        out.push_str(&format!(" · [{}](operations.md#{link})", operation.name));
    }
    out.push('\n');
    if let Some(said) = &entry.note {
        out.push_str(&format!("\n{said}\n"));
    }
    if let Some(said) = &entry.outdated {
        out.push_str(&format!("\nOutdated: {said}\n"));
    }
    inputs(out, entry);
    outputs(out, connector, entry);
    out.push_str("\nTests:\n\n");
    for test in &entry.tests {
        let (file, name) = test.split_once(' ').unwrap();
        out.push_str(&format!("- `{file}`: {}\n", name.replace('_', " ")));
    }
}

fn inputs(out: &mut String, entry: &Entry) {
    if !entry.inputs.is_empty() || !entry.filled.is_empty() {
        out.push_str("\n| input | its default | becomes | |\n|---|---|---|---|\n");
    }
    for (key, target) in &entry.inputs {
        let quoted = |text: Option<&String>| text.map_or(String::new(), |text| format!("`{text}`"));
        out.push_str(&format!(
            "| `{key}` | {} | {} | {} |\n",
            quoted(entry.defaults.get(key)),
            quoted(target.as_ref()),
            entry.notes.get(key).map_or("", |note| note)
        ));
    }
    for (parameter, source) in &entry.filled {
        out.push_str(&format!("| | | `{parameter}` | {source} |\n"));
    }
    let unfed = entry.unfed().map(|parameter| parameter.name);
    let beside: Vec<_> = match entry.options.is_empty() {
        true => unfed
            .filter(|name| !entry.filled.contains_key(*name))
            .collect(),
        false => entry.options.iter().map(String::as_str).collect(),
    };
    if !beside.is_empty() {
        out.push_str(&format!("\nParameters beside these: {}.\n", code(&beside)));
    }
}

/// The fields of one object.
struct Group {
    path: String,
    model: &'static slotlink::api::schema::Model,
    fields: Vec<String>,
}

fn outputs(out: &mut String, connector: &Connector, entry: &Entry) {
    let outputs = connector.outputs(entry);
    let mut groups: Vec<Group> = Vec::new();
    for output in &outputs {
        let answer = entry.answer().unwrap();
        let place = places::find(answer, output, &entry.events).unwrap();
        let (path, field) = output.rsplit_once('.').unwrap_or(("", output));
        let same = |group: &&mut Group| group.path == path && group.model.name == place.model.name;
        match groups.iter_mut().find(same) {
            Some(group) => group.fields.push(field.to_owned()),
            None => groups.push(Group {
                path: path.to_owned(),
                model: place.model,
                fields: vec![field.to_owned()],
            }),
        }
    }
    if !groups.is_empty() {
        out.push_str("\n| output | model | fields | fields beside these |\n|---|---|---|---|\n");
    }
    groups.sort_by(|one, other| one.path.cmp(&other.path));
    for group in &groups {
        let reached = |name: &str| {
            let below = match &*group.path {
                "" => format!("{name}."),
                path => format!("{path}.{name}."),
            };
            group.fields.iter().any(|field| field == name)
                || outputs.iter().any(|output| output.starts_with(&below))
        };
        let fields = group.model.fields.iter().map(|field| field.name);
        let beside: Vec<_> = fields.filter(|name| !reached(name)).collect();
        let path = match &*group.path {
            "" => String::new(),
            path => format!("`{path}`"),
        };
        out.push_str(&format!(
            "| {path} | `{}` | {} | {} |\n",
            group.model.name,
            code(&group.fields),
            code(&beside)
        ));
    }
}

fn code(words: &[impl AsRef<str>]) -> String {
    let quoted: Vec<_> = words
        .iter()
        .map(|word| format!("`{}`", word.as_ref()))
        .collect();
    quoted.join(", ")
}

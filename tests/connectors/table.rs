//! The table: every entry of a connector, under its own key, and what it is here.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use slotlink::api::operations;
use slotlink::api::schema::{Answer, Operation, Parameter};

use super::examples;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connector {
    pub title: String,
    pub about: String,
    /// Inputs that every entry has, a connection excepted.
    #[serde(default)]
    pub common: Vec<String>,
    /// What of the connector as a whole is no longer so.
    pub outdated: Vec<String>,
    /// Outputs that several entries have, by the name of what they belong to.
    #[serde(default)]
    definitions: BTreeMap<String, Vec<String>>,
    pub entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub kind: Kind,
    pub key: String,
    operation: Option<String>,
    /// Operations that it needs beside the first.
    #[serde(default)]
    also: Vec<String>,
    /// The operation that describes what comes out of it, where it is another one.
    answer: Option<String>,
    /// What in JavaScript does it, where it is not the operation's own method.
    #[serde(default)]
    pub javascript: Vec<String>,
    /// By its key: the parameter that it becomes, or nothing.
    #[serde(default)]
    pub inputs: BTreeMap<String, Option<String>>,
    #[serde(default)]
    pub defaults: BTreeMap<String, String>,
    #[serde(default)]
    pub notes: BTreeMap<String, String>,
    /// Parameters that no input becomes, and where they come from.
    #[serde(default)]
    pub filled: BTreeMap<String, String>,
    /// What it takes beside its inputs, where that is not what the operation takes.
    #[serde(default)]
    pub options: Vec<String>,
    /// Events of webhooks that it tells of.
    #[serde(default)]
    pub events: Vec<String>,
    /// Paths, or `path: Definition`. Where there are none, the examples have them all.
    #[serde(default)]
    outputs: Vec<String>,
    /// Names in `tests/fixtures/connectors`.
    #[serde(default)]
    pub examples: Vec<String>,
    pub note: Option<String>,
    pub outdated: Option<String>,
    /// File and name.
    pub tests: Vec<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Connection,
    Trigger,
    #[serde(rename = "data source")]
    DataSource,
    Action,
}

impl Kind {
    pub const ALL: [Self; 4] = [
        Self::Connection,
        Self::Trigger,
        Self::DataSource,
        Self::Action,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Trigger => "trigger",
            Self::DataSource => "data source",
            Self::Action => "action",
        }
    }
}

impl Connector {
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.kind == kind)
    }

    /// All paths that come out of an entry, without indexes.
    pub fn outputs(&self, entry: &Entry) -> Vec<String> {
        if !entry.outputs.is_empty() {
            let outputs = entry.outputs.iter();
            return outputs.flat_map(|output| self.expand(output)).collect();
        }
        let mut outputs = Vec::new();
        for example in &entry.examples {
            for leaf in examples::leaves(&examples::answer(example)) {
                if !outputs.contains(&leaf.path) {
                    outputs.push(leaf.path);
                }
            }
        }
        outputs
    }

    fn expand(&self, output: &str) -> Vec<String> {
        let Some((path, definition)) = output.split_once(": ") else {
            return vec![output.to_owned()];
        };
        let outputs = self.definitions[definition].iter();
        let outputs = outputs.flat_map(|output| self.expand(output));
        outputs.map(|output| format!("{path}.{output}")).collect()
    }
}

impl Entry {
    /// The operations that it needs; none where it is no matter of the API's.
    pub fn operations(&self) -> Vec<&'static Operation> {
        let names = self.operation.iter().chain(&self.also);
        names.map(|name| named(name)).collect()
    }

    /// What comes out of it.
    pub fn answer(&self) -> Option<&'static Answer> {
        Some(&named(self.answering()?).answer)
    }

    /// Name of the operation that describes what comes out of it.
    pub fn answering(&self) -> Option<&str> {
        self.answer.as_deref().or(self.operation.as_deref())
    }

    /// Parameters that no input becomes and that have to be there all the same.
    pub fn unfed(&self) -> impl Iterator<Item = &'static Parameter> {
        let parameters = self.operations().into_iter();
        let parameters = parameters.flat_map(|operation| operation.parameters);
        parameters.filter(|parameter| {
            let mut fed = self.inputs.values().flatten();
            !fed.any(|target| target == parameter.name)
        })
    }
}

fn named(name: &str) -> &'static Operation {
    operations::named(name).unwrap_or_else(|| panic!("there is no operation {name}"))
}

/// Both connectors.
pub fn connectors() -> [Connector; 2] {
    ["component.json", "connector.json"].map(|name| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/connectors");
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
    })
}

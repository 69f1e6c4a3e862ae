//! The memory: what was taken, and how far was looked. Written as JSON, for whatever store there is.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Owner};
use crate::json::{self, Value};
use crate::time::Timestamp;

const VERSION: i64 = 1;

#[derive(Clone, Default, PartialEq, Debug)]
pub(super) struct Memory {
    /// What happened earlier is not handed out.
    pub since: Timestamp,
    /// When the last poll began that left nothing for the next.
    pub settled: Timestamp,
    /// By identifier.
    pub meetings: BTreeMap<String, Meeting>,
    /// By identifier.
    pub forms: BTreeMap<String, Form>,
}

/// What is known of a meeting.
#[derive(Clone, Default, PartialEq, Debug)]
pub(super) struct Meeting {
    /// Changes when something happened to its invitees.
    pub mark: String,
    pub start: Timestamp,
    pub due: Due,
    /// When it is to be read once more.
    pub again: Option<Timestamp>,
    pub read_at: Option<Timestamp>,
    /// Keys of its changes.
    pub taken: BTreeSet<String>,
}

/// Whether a meeting's invitees are to be read.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) enum Due {
    #[default]
    No,
    /// When there is time: it was changed before the feed began.
    AtLeisure,
    Now,
}

/// What is known of a routing form.
#[derive(Clone, Default, PartialEq, Debug)]
pub(super) struct Form {
    /// When the newest submission was made.
    pub until: Timestamp,
    /// Keys of the newest submissions, and when they were made.
    pub taken: BTreeMap<String, Timestamp>,
}

impl Memory {
    pub(super) fn since(since: Timestamp) -> Self {
        Self {
            since,
            settled: since,
            ..Self::default()
        }
    }

    pub(super) fn take(&mut self, change: &Change) {
        let key = change.key.clone();
        match &change.owner {
            Owner::Meeting(uuid) => {
                let unread = || Meeting {
                    start: change.at,
                    due: Due::Now,
                    ..Meeting::default()
                };
                let meeting = self.meetings.entry(uuid.clone());
                meeting.or_insert_with(unread).taken.insert(key);
            }
            Owner::Form(uuid) => {
                let since = self.since;
                let unread = || Form {
                    until: since,
                    ..Form::default()
                };
                let form = self.forms.entry(uuid.clone());
                form.or_insert_with(unread).taken.insert(key, change.at);
            }
        }
    }

    pub(super) fn has_taken(&self, change: &Change) -> bool {
        match &change.owner {
            Owner::Meeting(uuid) => {
                let meeting = self.meetings.get(uuid);
                meeting.is_some_and(|meeting| meeting.taken.contains(&change.key))
            }
            Owner::Form(uuid) => {
                let form = self.forms.get(uuid);
                form.is_some_and(|form| form.taken.contains_key(&change.key))
            }
        }
    }

    pub(super) fn write(&self) -> String {
        let meetings = self.meetings.iter();
        let meetings = meetings.map(|(uuid, meeting)| (uuid.clone(), meeting.value()));
        let forms = self.forms.iter();
        let forms = forms.map(|(uuid, form)| (uuid.clone(), form.value()));
        json::write(&object([
            ("version", Value::Number(VERSION as f64)),
            ("since", instant(self.since)),
            ("settled", instant(self.settled)),
            ("meetings", Value::Object(meetings.collect())),
            ("forms", Value::Object(forms.collect())),
        ]))
    }

    /// Nothing for what is no memory of this version.
    pub(super) fn read(text: &str) -> Option<Self> {
        let value = json::parse(text)?;
        if value.get("version")?.as_i64()? != VERSION {
            return None;
        }
        let meetings = fields(value.get("meetings")?)?.iter();
        let meetings = meetings.map(|(uuid, meeting)| Some((uuid.clone(), Meeting::of(meeting)?)));
        let forms = fields(value.get("forms")?)?.iter();
        let forms = forms.map(|(uuid, form)| Some((uuid.clone(), Form::of(form)?)));
        Some(Self {
            since: read_instant(&value, "since")?,
            settled: read_instant(&value, "settled")?,
            meetings: meetings.collect::<Option<_>>()?,
            forms: forms.collect::<Option<_>>()?,
        })
    }
}

impl Meeting {
    fn value(&self) -> Value {
        let due = match self.due {
            Due::No => "no",
            Due::AtLeisure => "at_leisure",
            Due::Now => "now",
        };
        let taken = self.taken.iter().map(|key| key.as_str().into());
        object([
            ("mark", self.mark.as_str().into()),
            ("start", instant(self.start)),
            ("due", due.into()),
            ("again", self.again.map_or(Value::Null, instant)),
            ("read_at", self.read_at.map_or(Value::Null, instant)),
            ("taken", Value::Array(taken.collect())),
        ])
    }

    fn of(value: &Value) -> Option<Self> {
        let taken = value.get("taken")?.as_array()?.iter();
        let taken = taken.map(|key| key.as_str().map(str::to_owned));
        Some(Self {
            mark: value.get("mark")?.as_str()?.to_owned(),
            start: read_instant(value, "start")?,
            due: match value.get("due")?.as_str()? {
                "no" => Due::No,
                "at_leisure" => Due::AtLeisure,
                _ => Due::Now,
            },
            again: read_instant(value, "again"),
            read_at: read_instant(value, "read_at"),
            taken: taken.collect::<Option<_>>()?,
        })
    }
}

impl Form {
    fn value(&self) -> Value {
        let taken = self.taken.iter();
        let taken = taken.map(|(key, at)| (key.clone(), instant(*at)));
        object([
            ("until", instant(self.until)),
            ("taken", Value::Object(taken.collect())),
        ])
    }

    fn of(value: &Value) -> Option<Self> {
        let taken = fields(value.get("taken")?)?.iter();
        let taken =
            taken.map(|(key, at)| Some((key.clone(), Timestamp::from_millis(at.as_i64()?))));
        Some(Self {
            until: read_instant(value, "until")?,
            taken: taken.collect::<Option<_>>()?,
        })
    }
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let fields = fields.into_iter();
    Value::Object(
        fields
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

fn fields(value: &Value) -> Option<&json::Fields> {
    match value {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

fn instant(at: Timestamp) -> Value {
    Value::Number(at.as_millis() as f64)
}

fn read_instant(value: &Value, name: &str) -> Option<Timestamp> {
    let millis = value.get(name)?.as_i64()?;
    Some(Timestamp::from_millis(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_that_was_written_is_read_as_it_was() {
        let at = Timestamp::from_millis;
        let meeting = Meeting {
            mark: "active 2 1 2026-11-21T08:00:00.000000Z".to_owned(),
            start: at(5),
            due: Due::AtLeisure,
            again: Some(at(7)),
            read_at: None,
            taken: BTreeSet::from(["invitee.created \"I1\"".to_owned()]),
        };
        let form = Form {
            until: at(9),
            taken: BTreeMap::from([("routing_form_submission.created S1".to_owned(), at(8))]),
        };
        let memory = Memory {
            since: at(1_795_000_000_123),
            settled: at(-4),
            meetings: BTreeMap::from([("E1".to_owned(), meeting)]),
            forms: BTreeMap::from([("F1".to_owned(), form)]),
        };
        assert_eq!(Memory::read(&memory.write()), Some(memory));
    }

    #[test]
    fn what_is_no_memory_of_this_version_is_nothing() {
        let text = Memory::since(Timestamp::from_millis(1)).write();
        assert!(Memory::read(&text).is_some());
        for other in [
            "",
            "[]",
            "{}",
            &text.replace(r#""version":1"#, r#""version":2"#),
            &text.replace(r#""meetings":{}"#, r#""meetings":{"E1":{}}"#),
            &text[..text.len() - 1],
        ] {
            assert_eq!(Memory::read(other), None, "{other}");
        }
    }
}

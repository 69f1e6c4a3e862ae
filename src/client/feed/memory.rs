//! The memory: what was taken, and how far was looked. Written as JSON, for whatever store there is.

use super::change::{Change, Owner};
use super::shelf::Shelf;
use crate::json::{self, Value, object};
use crate::time::Timestamp;

const VERSION: i64 = 1;

#[derive(Clone, Default, PartialEq, Debug)]
pub(super) struct Memory {
    /// What happened earlier is not handed out.
    pub since: Timestamp,
    /// When the last poll began that left nothing for the next.
    pub settled: Timestamp,
    /// By identifier.
    pub meetings: Shelf<Meeting>,
    /// By identifier.
    pub forms: Shelf<Form>,
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
    /// Keys of its changes, and when they happened.
    pub taken: Shelf<Timestamp>,
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
    pub taken: Shelf<Timestamp>,
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
        let (since, key, at) = (self.since, &change.key, change.at);
        match &change.owner {
            Owner::Meeting(uuid) => {
                let unread = || Meeting {
                    start: at,
                    due: Due::Now,
                    ..Meeting::default()
                };
                let take = |meeting: &mut Meeting| meeting.taken.put(key, at);
                self.meetings.change(uuid, unread, take);
            }
            Owner::Form(uuid) => {
                let unread = || Form {
                    until: since,
                    ..Form::default()
                };
                let take = |form: &mut Form| form.taken.put(key, at);
                self.forms.change(uuid, unread, take);
            }
        }
    }

    pub(super) fn has_taken(&self, change: &Change) -> bool {
        let taken = match &change.owner {
            Owner::Meeting(uuid) => self.meetings.get(uuid).map(|meeting| &meeting.taken),
            Owner::Form(uuid) => self.forms.get(uuid).map(|form| &form.taken),
        };
        taken.is_some_and(|taken| taken.get(&change.key).is_some())
    }

    pub(super) fn write(&self) -> String {
        json::write(&object([
            ("version", Value::Number(VERSION as f64)),
            ("since", instant(self.since)),
            ("settled", instant(self.settled)),
            ("meetings", self.meetings.value(Meeting::value)),
            ("forms", self.forms.value(Form::value)),
        ]))
    }

    /// Nothing for what is no memory of this version.
    pub(super) fn read(text: &str) -> Option<Self> {
        let value = json::parse(text)?;
        if value.get("version")?.as_i64()? != VERSION {
            return None;
        }
        Some(Self {
            since: read_instant(&value, "since")?,
            settled: read_instant(&value, "settled")?,
            meetings: Shelf::of(value.get("meetings")?, Meeting::of)?,
            forms: Shelf::of(value.get("forms")?, Form::of)?,
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
        object([
            ("mark", self.mark.as_str().into()),
            ("start", instant(self.start)),
            ("due", due.into()),
            ("again", self.again.map_or(Value::Null, instant)),
            ("read_at", self.read_at.map_or(Value::Null, instant)),
            ("taken", self.taken.value(|at| instant(*at))),
        ])
    }

    fn of(value: &Value) -> Option<Self> {
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
            taken: Shelf::of(value.get("taken")?, as_instant)?,
        })
    }
}

impl Form {
    fn value(&self) -> Value {
        object([
            ("until", instant(self.until)),
            ("taken", self.taken.value(|at| instant(*at))),
        ])
    }

    fn of(value: &Value) -> Option<Self> {
        Some(Self {
            until: read_instant(value, "until")?,
            taken: Shelf::of(value.get("taken")?, as_instant)?,
        })
    }
}

fn instant(at: Timestamp) -> Value {
    Value::Number(at.as_millis() as f64)
}

fn as_instant(value: &Value) -> Option<Timestamp> {
    value.as_i64().map(Timestamp::from_millis)
}

fn read_instant(value: &Value, name: &str) -> Option<Timestamp> {
    value.get(name).and_then(as_instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_that_was_written_is_read_as_it_was() {
        let at = Timestamp::from_millis;
        let mut memory = Memory::since(at(1_795_000_000_123));
        memory.settled = at(-4);
        let mut meeting = Meeting {
            mark: "active 2 1 2026-11-21T08:00:00.000000Z".to_owned(),
            start: at(5),
            due: Due::AtLeisure,
            again: Some(at(7)),
            ..Meeting::default()
        };
        meeting.taken.put("invitee.created \"I1\"", at(6));
        memory.meetings.put("E1", meeting);
        let mut form = Form {
            until: at(9),
            ..Form::default()
        };
        form.taken.put("routing_form_submission.created S1", at(8));
        memory.forms.put("F1", form);
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

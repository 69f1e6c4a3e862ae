//! The record of a single-use link: what was asked for, and what is known to have become of it.

use crate::api::fields;
use crate::json::{Object, Value};
use crate::time::{DAY_MILLIS, Timestamp};

/// Days after which Calendly lets an unused single-use link expire. The API names no date, so this
/// is what third parties report; the wording on screen has to leave room for doubt.
const LIFETIME_DAYS: u32 = 90;
/// Age from which the user is warned.
const WARNING_DAYS: u32 = 80;

/// Letters and digits that are not taken for each other.
const TAG_LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const TAG_LENGTH: u32 = 6;

/// One intent to create a single-use link, as the journal keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRecord {
    /// Chosen here, when the user asked; the API gives its single-use links no id.
    pub id: String,
    /// URI of the user whose link it is. Another user never sees it.
    pub account: String,
    /// Address of the API it was sent to, so that sandbox and live never mix.
    pub server: String,
    /// URI of the event type.
    pub event_type: String,
    /// The name the event type had at the time.
    pub event_type_name: String,
    /// For whom or what, in the user's words.
    pub note: String,
    /// Goes with the link as `utm_content`, so that its booking is known; empty where nobody wished for one.
    pub tag: String,
    pub created_at: Timestamp,
    pub state: LinkState,
}

/// What is known about the creation of a link.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkState {
    /// The API answered with the link.
    Created { booking_url: String },
    /// The request may have been executed and the answer is lost. Never sent again by itself.
    Unknown { since: Timestamp },
    /// Written down before the request leaves; its sender holds a lock while it runs.
    Sending { since: Timestamp },
    /// The API answered that it did not create one.
    Refused { reason: String },
    /// The request never left.
    NotSent,
}

impl LinkState {
    fn to_object(&self) -> Object {
        let kind = |kind| Object::new().text("kind", kind);
        match self {
            Self::Created { booking_url } => kind("created").text("booking_url", booking_url),
            Self::Unknown { since } => kind("unknown").number("since", since.as_millis()),
            Self::Sending { since } => kind("sending").number("since", since.as_millis()),
            Self::Refused { reason } => kind("refused").text("reason", reason),
            Self::NotSent => kind("not_sent"),
        }
    }

    fn read(state: &Value) -> Option<Self> {
        let since = || fields::millis(state, "since");
        Some(match state.get("kind")?.as_str()? {
            "created" => Self::Created {
                booking_url: text(state, "booking_url")?,
            },
            "unknown" => Self::Unknown { since: since()? },
            "sending" => Self::Sending { since: since()? },
            "refused" => Self::Refused {
                reason: text(state, "reason")?,
            },
            "not_sent" => Self::NotSent,
            _ => return None,
        })
    }
}

fn text(object: &Value, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

impl LinkRecord {
    /// For the journal.
    pub fn to_json(&self) -> String {
        let record = Object::new()
            .text("id", &self.id)
            .text("account", &self.account)
            .text("server", &self.server)
            .text("event_type", &self.event_type)
            .text("event_type_name", &self.event_type_name)
            .text("note", &self.note)
            .number("created_at", self.created_at.as_millis())
            .object("state", self.state.to_object());
        if self.tag.is_empty() {
            record.finish()
        } else {
            record.text("tag", &self.tag).finish()
        }
    }

    /// Reads what [`LinkRecord::to_json`] wrote; `None` where anything is missing or of a newer version.
    pub fn from_json(json: &str) -> Option<Self> {
        let record = fields::parse(json).ok()?;
        Some(Self {
            id: text(&record, "id")?,
            account: text(&record, "account")?,
            server: text(&record, "server")?,
            event_type: text(&record, "event_type")?,
            event_type_name: text(&record, "event_type_name")?,
            note: text(&record, "note")?,
            tag: record.text("tag").to_owned(),
            created_at: fields::millis(&record, "created_at")?,
            state: LinkState::read(record.get("state")?)?,
        })
    }

    /// Whole days of 24 hours since it was asked for; 0 for a record from the future (a clock that
    /// was set back).
    pub fn age_days(&self, now: Timestamp) -> u32 {
        let days = now.millis_since(self.created_at) / DAY_MILLIS;
        u32::try_from(days.max(0)).unwrap_or(u32::MAX)
    }

    /// Whether a created link will soon expire if it is not used: from day 80 of 90.
    pub fn expiring(&self, now: Timestamp) -> bool {
        self.is_created() && (WARNING_DAYS..LIFETIME_DAYS).contains(&self.age_days(now))
    }

    /// Whether a created link has probably expired unused: from day 90.
    pub fn expired(&self, now: Timestamp) -> bool {
        self.is_created() && self.age_days(now) >= LIFETIME_DAYS
    }

    /// A tag for this link: the same one whenever it is asked for.
    pub fn own_tag(&self) -> String {
        // FNV-1a in 32 bits. The id has enough that is random in it.
        let step = |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        let hash = self.id.bytes().fold(0x811c_9dc5, step);
        let letter = |index: u32| TAG_LETTERS.get((hash >> (5 * index) & 31) as usize);
        let letters = (0..TAG_LENGTH).filter_map(letter);
        letters.map(|letter| char::from(*letter)).collect()
    }

    /// The address of the link, once it is known.
    pub fn booking_url(&self) -> Option<&str> {
        if let LinkState::Created { booking_url } = &self.state {
            Some(booking_url)
        } else {
            None
        }
    }

    fn is_created(&self) -> bool {
        matches!(self.state, LinkState::Created { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(state: LinkState) -> LinkRecord {
        LinkRecord {
            id: "a".into(),
            account: "https://api.calendly.com/users/U".into(),
            server: "https://api.calendly.com".into(),
            event_type: "https://api.calendly.com/event_types/E".into(),
            event_type_name: "Intro".into(),
            note: String::new(),
            tag: String::new(),
            created_at: Timestamp::from_millis(1_000),
            state,
        }
    }

    #[test]
    fn warns_from_day_80_and_gives_up_on_day_90() {
        let link = record(LinkState::Created {
            booking_url: "https://calendly.com/d/x".into(),
        });
        let day = |days| link.created_at.plus_days(days);
        for (now, age, expiring, expired) in [
            (day(0).plus_millis(-1), 0, false, false),
            (day(80).plus_millis(-1), 79, false, false),
            (day(80), 80, true, false),
            (day(90).plus_millis(-1), 89, true, false),
            (day(90), 90, false, true),
        ] {
            assert_eq!(link.age_days(now), age);
            assert_eq!(link.expiring(now), expiring);
            assert_eq!(link.expired(now), expired);
        }
        assert_eq!(link.age_days(day(-5)), 0);
    }

    #[test]
    fn a_link_that_was_never_made_cannot_expire() {
        let link = record(LinkState::NotSent);
        let late = link.created_at.plus_days(100);
        assert!(!link.expiring(late) && !link.expired(late));
    }

    #[test]
    fn every_state_survives_storage() {
        for state in [
            LinkState::Created {
                booking_url: "https://calendly.com/d/x".into(),
            },
            LinkState::Unknown {
                since: Timestamp::from_millis(5),
            },
            LinkState::Sending {
                since: Timestamp::from_millis(5),
            },
            LinkState::Refused {
                reason: "no".into(),
            },
            LinkState::NotSent,
        ] {
            let record = record(state);
            assert_eq!(LinkRecord::from_json(&record.to_json()).unwrap(), record);
        }
    }

    #[test]
    fn the_stored_shape_is_that_of_every_version_so_far() {
        let record = record(LinkState::Unknown {
            since: Timestamp::from_millis(5),
        });
        let stored = r#"{"id":"a","account":"https://api.calendly.com/users/U","server":"https://api.calendly.com","event_type":"https://api.calendly.com/event_types/E","event_type_name":"Intro","note":"","created_at":1000,"state":{"kind":"unknown","since":5}}"#;
        assert_eq!(record.to_json(), stored);
        assert!(LinkRecord::from_json(&stored.replace("unknown", "later")).is_none());
    }

    #[test]
    fn a_link_has_one_tag_of_its_own() {
        let of = |id: u32| LinkRecord {
            id: format!("l0{id:x}"),
            ..record(LinkState::NotSent)
        };
        let tags: std::collections::BTreeSet<String> =
            (0..1000).map(|id| of(id).own_tag()).collect();
        assert_eq!(tags.len(), 1000);
        for tag in tags {
            assert!(tag.len() == 6 && tag.bytes().all(|letter| TAG_LETTERS.contains(&letter)));
        }
        assert_eq!(of(7).own_tag(), of(7).own_tag());
    }

    #[test]
    fn a_tag_survives_storage() {
        let record = LinkRecord {
            tag: "k7d2m9".into(),
            ..record(LinkState::NotSent)
        };
        assert_eq!(LinkRecord::from_json(&record.to_json()).unwrap(), record);
    }
}

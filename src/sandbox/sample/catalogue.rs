//! What an event type of the sample is, and the list of all of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::Hours;
use super::mira;
use crate::sandbox::schedule::Schedule;
use crate::sandbox::sequence::{hash, hyphenated};

/// One-on-one, or a meeting with seats.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Solo,
    Group { seats: u32 },
}

/// From when on an event type can be booked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    Now,
    /// From the first day of the month after the present one, in the host's zone.
    NextMonth,
}

/// Whose page an event type is on.
#[derive(Clone, PartialEq, Eq)]
pub enum Profile {
    User,
    Team(&'static str),
    /// The API answers `null`.
    None,
}

/// An event type with everything that decides its times.
#[derive(Clone)]
pub struct EventType {
    pub uuid: String,
    pub slug: String,
    pub name: Option<String>,
    /// Slug of the host who owns it.
    pub owner: &'static str,
    /// First segment of its address: the host's or the team's slug.
    pub page: &'static str,
    /// Slugs of those whose calendars count.
    pub hosts: Vec<&'static str>,
    pub pooling: Option<&'static str>,
    pub profile: Profile,
    pub description: Option<String>,
    pub note: Option<String>,
    /// Minutes.
    pub duration: i64,
    pub duration_options: Vec<i64>,
    pub color: String,
    pub kind: Kind,
    pub locations: Value,
    pub active: bool,
    pub secret: bool,
    pub deleted: bool,
    pub admin_managed: bool,
    pub paid: bool,
    pub adhoc: bool,
    pub locale: &'static str,
    pub hours: Hours,
    pub opens: Opens,
    /// Minutes between start times.
    pub increment: i64,
    /// Minutes kept free before and after.
    pub buffers: (i64, i64),
    /// Minutes of notice.
    pub notice: i64,
    /// How far ahead it can be booked.
    pub period: Period,
    /// Times that were offered one by one; where there are any, no other hours count.
    pub spots: Vec<(Timestamp, Timestamp)>,
    /// Hours of this event type alone, by slug of the host.
    pub own_hours: BTreeMap<String, Schedule>,
    /// What invitees are asked, as the API shows it.
    pub questions: Value,
    pub position: u64,
    /// When it was made and last changed here; the sample's own have made-up times.
    pub touched: Option<(Timestamp, Timestamp)>,
}

/// Until when an event type can be booked, from today.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// So many calendar days.
    Moving(i64),
    /// So many days on which the owner has hours.
    AvailableMoving(i64),
    /// From the first date to the last, both included.
    Fixed(Date, Date),
    Unlimited,
}

/// The colours that Calendly offers.
pub const COLORS: &[&str] = &[
    "#8247f5", "#0069ff", "#17e885", "#ff4f00", "#f8e436", "#e55cff", "#0ae8f0", "#ccf000",
];

/// Meeting places in turn.
pub fn location(number: usize) -> Value {
    match number % 7 {
        0 => json!([{"kind": "google_conference"}]),
        1 => json!([{"kind": "zoom_conference"}]),
        2 => json!([{"kind": "outbound_call"}]),
        3 => {
            json!([{"kind": "physical", "location": "Speicherstraße 14, 20457 Hamburg", "additional_info": "Ring at Albrecht, third floor"}])
        }
        4 => {
            json!([{"kind": "microsoft_teams_conference"}, {"kind": "inbound_call", "phone_number": "+49 40 5550123", "additional_info": "Press 2"}])
        }
        5 => json!([{"kind": "ask_invitee"}]),
        _ => Value::Null,
    }
}

/// What most event types ask.
fn questions() -> Value {
    json!([{
        "name": "What would you like to talk about?", "type": "text", "position": 0, "enabled": true,
        "required": false, "answer_choices": [], "include_other": false,
    }])
}

impl EventType {
    /// A plain active one-on-one type.
    pub fn new(owner: &'static str, number: usize, slug: &str, name: &str, duration: i64) -> Self {
        Self {
            uuid: uuid(owner, slug),
            slug: slug.to_owned(),
            name: Some(name.to_owned()),
            owner,
            page: owner,
            hosts: vec![owner],
            pooling: None,
            profile: Profile::User,
            description: None,
            note: None,
            duration,
            duration_options: Vec::new(),
            color: COLORS
                .get(number % COLORS.len())
                .map_or("#0069ff", |color| color)
                .to_owned(),
            kind: Kind::Solo,
            locations: location(number),
            active: true,
            secret: false,
            deleted: false,
            admin_managed: false,
            paid: false,
            adhoc: false,
            locale: "en",
            hours: Hours::Working,
            opens: Opens::Now,
            increment: 30,
            buffers: (0, 0),
            notice: 240,
            period: Period::Moving(365),
            spots: Vec::new(),
            own_hours: BTreeMap::new(),
            questions: questions(),
            position: u64::try_from(number).unwrap_or_default(),
            touched: None,
        }
    }
}

/// Sixteen capital letters and digits, or for one type in four a hyphenated UUID: both forms exist.
fn uuid(owner: &str, slug: &str) -> String {
    let high = hash(&format!("{owner}/{slug}"));
    let low = hash(&format!("{slug}/{owner}"));
    if high.is_multiple_of(4) {
        hyphenated(high, low)
    } else {
        format!("{high:016X}")
    }
}

/// Every event type of everyone.
pub fn event_types() -> Vec<EventType> {
    let mut all = mira::event_types();
    all.extend(danas());
    all.extend(tomas());
    all.push(ingrids());
    all
}

fn danas() -> Vec<EventType> {
    let dana = |number, slug, name, duration| {
        EventType::new("dana-whitfield", number, slug, name, duration)
    };
    vec![
        dana(0, "30min", "30 Minute Meeting", 30),
        EventType {
            description: Some("A first look at your portfolio.\nBring three pieces.".to_owned()),
            buffers: (15, 15),
            ..dana(1, "portfolio-review", "Portfolio review", 45)
        },
        EventType {
            hours: Hours::Weekends,
            ..dana(2, "weekend-coffee", "Weekend coffee ☕", 60)
        },
        EventType {
            hours: Hours::Nights,
            notice: 0,
            buffers: (0, 0),
            ..dana(3, "night-owl", "Night owl call", 30)
        },
        EventType {
            active: false,
            ..dana(4, "old-intro", "Intro call (old)", 15)
        },
    ]
}

fn tomas() -> Vec<EventType> {
    vec![
        EventType::new("tomas-reyes", 0, "charla", "Charla de 20 minutos", 20),
        EventType {
            hours: Hours::Evenings,
            ..EventType::new("tomas-reyes", 1, "consulta", "Consulta por la tarde", 40)
        },
    ]
}

/// The only one of the Enterprise organization.
fn ingrids() -> EventType {
    EventType::new("ingrid-solheim", 0, "berth-visit", "Berth visit", 45)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_first_host_has_more_than_three_pages_of_event_types() {
        let own = event_types()
            .iter()
            .filter(|kind| kind.owner == "mira-albrecht" && !kind.deleted)
            .count();
        assert!(own > 60, "{own}");
    }

    #[test]
    fn no_two_event_types_share_an_identifier_or_an_address() {
        let all = event_types();
        let uuids: BTreeSet<_> = all.iter().map(|kind| &kind.uuid).collect();
        let pages: BTreeSet<_> = all.iter().map(|kind| (kind.page, &kind.slug)).collect();
        assert_eq!(uuids.len(), all.len());
        assert_eq!(pages.len(), all.len());
    }

    #[test]
    fn every_kind_of_event_type_is_there() {
        let all = event_types();
        let has = |test: fn(&EventType) -> bool| all.iter().any(test);
        assert!(has(|kind| !kind.active) && has(|kind| kind.secret) && has(|kind| kind.deleted));
        assert!(has(|kind| matches!(kind.kind, Kind::Group { .. })));
        assert!(has(|kind| kind.pooling == Some("round_robin")));
        assert!(has(|kind| kind.pooling == Some("collective")));
        assert!(has(|kind| kind.profile == Profile::None) && has(|kind| kind.name.is_none()));
        assert!(
            has(|kind| kind.opens == Opens::NextMonth) && has(|kind| kind.hours == Hours::Closed)
        );
        assert!(has(|kind| kind.uuid.contains('-')) && has(|kind| kind.uuid.len() == 16));
    }
}

//! The sample data: hosts, their opening hours, and (in `sample/`) their event types.
//!
//! Nothing in it is bound to a date; the meetings in `sample/meetings.rs` are laid around the first day of use. Availability follows from rules, so that every clock finds busy weeks, free
//! days and empty months.

mod catalogue;
mod meetings;
mod mira;
mod more;
pub mod organization;

pub use catalogue::{EventType, Kind, Opens, Period, Profile, event_types};
pub use meetings::lay as lay_meetings;
pub use more::{event_types as more_event_types, is_more};

use std::collections::BTreeMap;

use super::schedule::Schedule;
use super::sequence::hash;
use super::user_availability_schedules::UserSchedule;

/// A person with an account.
#[derive(Clone)]
pub struct Host {
    pub slug: &'static str,
    pub uuid: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    /// The zone that counts.
    pub zone: &'static str,
    /// The zone as the API names it: dirty for one of them.
    pub shown_timezone: &'static str,
    pub time_notation: &'static str,
    pub locale: &'static str,
    pub organization: &'static str,
    /// The organization that the account is alone in when it leaves that one.
    pub home: &'static str,
    /// Whether the plan is a paid one: 500 requests a minute instead of 50.
    pub paid: bool,
    /// Whether the organization's resources may be listed.
    pub admin: bool,
    /// Whether the authorize page offers the account.
    pub listed: bool,
}

/// Everyone. The first two can be signed in as; the third is a colleague of the first whose time zone has a space
/// in it, as in Calendly's own examples. After two more colleagues come those of the Enterprise organization.
pub fn hosts() -> Vec<Host> {
    vec![
        Host {
            slug: "mira-albrecht",
            uuid: "MIRAALBRECHT2026",
            name: "Mira Albrecht",
            email: "mira@nordlicht.example",
            zone: "Europe/Berlin",
            shown_timezone: "Europe/Berlin",
            time_notation: "24h",
            locale: "en",
            organization: organization::STUDIO,
            home: organization::STUDIO,
            paid: true,
            admin: true,
            listed: true,
        },
        Host {
            slug: "dana-whitfield",
            uuid: "6f1c2b54-9d0e-4a53-8b7f-2c1d0e9f8a76",
            name: "Dana Whitfield",
            email: "dana@whitfield.example",
            zone: "America/Los_Angeles",
            shown_timezone: "America/Los_Angeles",
            time_notation: "12h",
            locale: "en",
            organization: organization::ALONE,
            home: organization::ALONE,
            paid: false,
            admin: true,
            listed: true,
        },
        Host {
            slug: "tomas-reyes",
            uuid: "TOMASREYES000001",
            name: "Tomás Reyes",
            email: "tomas@nordlicht.example",
            zone: "America/New_York",
            shown_timezone: "America/New York",
            time_notation: "12h",
            locale: "es",
            organization: organization::STUDIO,
            home: "HOMEOFTOMAS00001",
            paid: true,
            admin: false,
            listed: false,
        },
        Host {
            slug: "jonas-brandt",
            uuid: "JONASBRANDT00001",
            name: "Jonas Brandt",
            email: "jonas@nordlicht.example",
            zone: "Europe/Berlin",
            shown_timezone: "Europe/Berlin",
            time_notation: "24h",
            locale: "de",
            organization: organization::STUDIO,
            home: "HOMEOFJONAS00001",
            paid: true,
            admin: true,
            listed: false,
        },
        Host {
            slug: "petra-novak",
            uuid: "2c9e61f7-0b4d-4a58-93d6-8e7f1a2b3c4d",
            name: "Petra Nováková",
            email: "petra@nordlicht.example",
            zone: "Europe/Prague",
            shown_timezone: "Europe/Prague",
            time_notation: "24h",
            locale: "en",
            organization: organization::STUDIO,
            home: "HOMEOFPETRA00001",
            paid: true,
            admin: false,
            listed: false,
        },
        Host {
            slug: "ingrid-solheim",
            uuid: "INGRIDSOLHEIM001",
            name: "Ingrid Solheim",
            email: "ingrid@harbour.example",
            zone: "Europe/Oslo",
            shown_timezone: "Europe/Oslo",
            time_notation: "24h",
            locale: "en",
            organization: organization::HARBOUR,
            home: organization::HARBOUR,
            paid: true,
            admin: true,
            listed: false,
        },
        Host {
            slug: "kofi-mensah",
            uuid: "KOFIMENSAH000001",
            name: "Kofi Mensah",
            email: "kofi@harbour.example",
            zone: "Africa/Accra",
            shown_timezone: "Africa/Accra",
            time_notation: "12h",
            locale: "en",
            organization: organization::HARBOUR,
            home: "HOMEOFKOFI000001",
            paid: true,
            admin: false,
            listed: false,
        },
    ]
}

type Week = [&'static [(u16, u16)]; 7];

const OFFICE: &[(u16, u16)] = &[(9 * 60, 17 * 60)];
const LONG: &[(u16, u16)] = &[(8 * 60, 12 * 60 + 30), (13 * 60 + 30, 19 * 60)];
const MORNING: &[(u16, u16)] = &[(8 * 60, 11 * 60 + 30)];
const EVENING: &[(u16, u16)] = &[(18 * 60, 21 * 60)];
const NIGHT: &[(u16, u16)] = &[(30, 4 * 60)];
const NONE: &[(u16, u16)] = &[];

const WORKING: Week = [OFFICE, OFFICE, LONG, OFFICE, MORNING, NONE, NONE];
const EVENINGS: Week = [EVENING, NONE, EVENING, EVENING, NONE, NONE, EVENING];
const WEEKENDS: Week = [NONE, NONE, NONE, NONE, NONE, OFFICE, MORNING];
const NIGHTS: Week = [NIGHT; 7];
const CLOSED: Week = [NONE; 7];

/// The opening hours an event type can have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hours {
    Working,
    Evenings,
    Weekends,
    /// Half past midnight to four: where the clocks change.
    Nights,
    Closed,
    /// Whatever the host's default schedule says.
    Default,
}

impl Hours {
    const ALL: [(Self, &'static str, Week); 5] = [
        (Self::Working, "Working hours", WORKING),
        (Self::Evenings, "Evenings", EVENINGS),
        (Self::Weekends, "Weekends", WEEKENDS),
        (Self::Nights, "Nights", NIGHTS),
        (Self::Closed, "Closed", CLOSED),
    ];

    /// The identifier of the host's availability schedule with these hours.
    pub fn uuid(self, host: &str) -> String {
        format!("{:016X}", hash(&format!("{host}|schedule {}", self as u8)))
    }
}

/// The availability schedules of a host: one for each sort of hours, and the first is the default.
pub fn schedules(host: &Host) -> Vec<UserSchedule> {
    Hours::ALL
        .into_iter()
        .map(|(hours, name, week)| UserSchedule {
            uuid: hours.uuid(host.slug),
            host: host.slug,
            name: name.to_owned(),
            is_default: hours == Hours::Working,
            schedule: Schedule {
                zone: host.zone.to_owned(),
                week: week.map(<[_]>::to_vec),
                dates: BTreeMap::new(),
            },
        })
        .collect()
}

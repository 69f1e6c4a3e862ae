//! Which meetings the sample has, in a line each.

use serde_json::{Value, json};

/// Who is invited: name, address, zone.
pub const PEOPLE: &[(&str, &str, &str)] = &[
    ("Amara Okafor", "amara@okafor.example", "Africa/Lagos"),
    ("Béla Szántó", "bela@szanto.example", "Europe/Budapest"),
    ("Chiara Donati", "chiara@donati.example", "Europe/Rome"),
    ("דנה לוי", "dana.levi@example.org", "Asia/Jerusalem"),
    ("Eero Lahtinen", "eero@lahtinen.example", "Europe/Helsinki"),
    ("فاطمة الزهراء", "fatima@example.net", "Africa/Casablanca"),
    ("Grace Mwangi", "grace@mwangi.example", "Africa/Nairobi"),
    ("林 小雨", "xiaoyu.lin@example.com", "Asia/Taipei"),
    ("Iñaki Etxeberria", "inaki@etxe.example", "Europe/Madrid"),
    (
        "Jo <jo> O'Neil & Sons",
        "jo+sales@oneil.example",
        "America/New York",
    ),
];

/// What is special about a meeting, or about the first who is invited to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    CanceledByHost,
    CanceledByInvitee,
    /// Moved: the next meeting of the list is where to.
    Moved,
    /// Of several invitees the first has canceled.
    OneLess,
    NoShow,
    Paid,
    PaymentFailed,
    Reconfirmed,
    ReconfirmationAsked,
    Tracked,
    Answered,
    Reminded,
    TwoNames,
    Guests,
    Notes,
    ByApi,
    ByTomas,
    NotInCalendar,
    /// The online meeting is still being made, or could not be.
    Processing,
    Failed,
}

/// Slug of the event type, days from the day of use, how many are invited, and the rest. A place in `where_` takes
/// the place of what the event type offers.
#[derive(Clone, Copy)]
pub struct Sketch {
    pub slug: &'static str,
    pub day: i64,
    pub people: usize,
    pub where_: Option<fn() -> Value>,
    pub marks: &'static [Mark],
}

pub const fn sketch(slug: &'static str, day: i64, people: usize, marks: &'static [Mark]) -> Sketch {
    Sketch {
        slug,
        day,
        people,
        where_: None,
        marks,
    }
}

const fn at(where_: fn() -> Value, sketch: Sketch) -> Sketch {
    Sketch {
        where_: Some(where_),
        ..sketch
    }
}

fn webex() -> Value {
    json!({"kind": "webex_conference"})
}

fn gotomeeting() -> Value {
    json!({"kind": "gotomeeting_conference"})
}

fn custom() -> Value {
    json!({"kind": "custom", "location": "The bench by the third lamp post"})
}

fn call_in() -> Value {
    json!({"kind": "inbound_call", "phone_number": "+49 40 5550123", "additional_info": "Press 2"})
}

pub const SPECIAL: &[Sketch] = &[
    sketch("type-workshop", -40, 5, &[Mark::OneLess, Mark::Notes]),
    sketch(
        "customer-interview",
        -21,
        1,
        &[Mark::Answered, Mark::Tracked, Mark::Notes],
    ),
    sketch("paid-session", -16, 1, &[Mark::Paid]),
    sketch(
        "paid-session",
        -15,
        1,
        &[Mark::PaymentFailed, Mark::CanceledByHost],
    ),
    sketch("30min", -12, 1, &[Mark::NoShow, Mark::Reminded]),
    sketch("support", -10, 1, &[Mark::ByTomas]),
    at(gotomeeting, sketch("legal-sync", -9, 1, &[Mark::TwoNames])),
    sketch("project-pitch", -8, 1, &[Mark::Guests]),
    at(webex, sketch("partner-call", -6, 1, &[Mark::ByApi])),
    sketch("sales-call", -5, 1, &[Mark::CanceledByInvitee]),
    sketch("portfolio-evening", -3, 3, &[Mark::NoShow]),
    at(custom, sketch("retro", -2, 1, &[Mark::NotInCalendar])),
    sketch("30min", 2, 1, &[Mark::Moved, Mark::Tracked]),
    sketch("30min", 4, 1, &[Mark::Tracked]),
    sketch("hiring-screen", 3, 1, &[Mark::CanceledByHost]),
    sketch("60min", 5, 1, &[Mark::Reconfirmed, Mark::Reminded]),
    sketch("code-walk", 6, 1, &[Mark::ReconfirmationAsked]),
    sketch("portfolio-evening", 7, 3, &[Mark::OneLess]),
    sketch("project-pitch", 8, 1, &[Mark::Guests, Mark::Answered]),
    at(webex, sketch("migration-plan", 9, 1, &[Mark::Processing])),
    sketch("kick-off", 10, 1, &[Mark::Failed]),
    at(
        call_in,
        sketch("feedback-loop", 11, 1, &[Mark::ByApi, Mark::TwoNames]),
    ),
    sketch("charla", -4, 1, &[]),
    sketch("charla", 12, 1, &[Mark::Tracked]),
    sketch("night-owl", -7, 1, &[Mark::NoShow]),
    sketch("weekend-coffee", 5, 1, &[]),
    sketch("night-owl", 6, 1, &[Mark::CanceledByInvitee]),
];

/// Plain ones, in turn further into the past and the future, so that the list has more than one page.
pub const PLAIN: &[&str] = &[
    "15min",
    "api-office-hour",
    "bug-triage",
    "design-crit",
    "onboarding-2",
    "press-enquiry",
    "illustration-brief",
    "mentoring",
    "book-club",
    "newsletter",
    "vendor-check",
    "career-talk",
];

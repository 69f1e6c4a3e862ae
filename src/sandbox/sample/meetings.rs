//! The sample's meetings: past, coming and canceled ones around a given day, with everything that can hang on one.
//!
//! The coming ones lie within the hour from noon that all hosts keep free of meetings, so that they take no
//! available time away.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::{EventType, Kind};
use crate::sandbox::free_times::end_of;
use crate::sandbox::instant::{self, plus_minutes};
use crate::sandbox::invitees::{Answer, Invitee, NoShow, Person};
use crate::sandbox::meeting_place::{kind_of, offered, settle};
use crate::sandbox::scheduled_events::{Canceler, Cancellation, Guest, ScheduledEvent};
use crate::sandbox::sequence::{hash, hyphenated};
use crate::sandbox::state::Sandbox;

/// Who is invited: name, address, zone.
const PEOPLE: &[(&str, &str, &str)] = &[
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
enum Mark {
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
struct Sketch {
    slug: &'static str,
    day: i64,
    people: usize,
    where_: Option<fn() -> Value>,
    marks: &'static [Mark],
}

const fn sketch(slug: &'static str, day: i64, people: usize, marks: &'static [Mark]) -> Sketch {
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

const SPECIAL: &[Sketch] = &[
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
const PLAIN: &[&str] = &[
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

/// Lays the meetings around the present day.
pub fn lay(state: &mut Sandbox, now: Timestamp) {
    let plain = PLAIN
        .iter()
        .zip(14_i64..)
        .flat_map(|(slug, day)| [sketch(slug, -day, 1, &[]), sketch(slug, day, 1, &[])]);
    let sketches: Vec<Sketch> = SPECIAL.iter().map(clone).chain(plain).collect();
    let mut moved: Option<String> = None;
    for (number, sketch) in sketches.iter().enumerate() {
        let Some(kind) = state
            .event_types
            .iter()
            .find(|kind| kind.slug == sketch.slug)
        else {
            continue;
        };
        let kind = kind.clone();
        let Some(event) = event(state, &kind, sketch, number, now) else {
            continue;
        };
        let mut invitees: Vec<Invitee> = (0..sketch.people)
            .map(|place| invitee(&event, &kind, sketch, number, place))
            .collect();
        if let (Some(old), Some(first)) = (moved.take(), invitees.first_mut()) {
            first.old_invitee = Some(old.clone());
            let new = first.uuid.clone();
            if let Some(old) = state.invitee_mut(&old) {
                first.who = old.who.clone();
                old.new_invitee = Some(new);
            }
        }
        if sketch.marks.contains(&Mark::Moved) {
            moved = invitees.first().map(|first| first.uuid.clone());
        }
        state.events.push(event);
        state.invitees.append(&mut invitees);
    }
}

fn clone(sketch: &Sketch) -> Sketch {
    Sketch { ..*sketch }
}

fn uuid(what: &str, number: usize) -> String {
    let high = hash(&format!("sample {what} {number}"));
    if number.is_multiple_of(3) {
        format!("{high:016X}")
    } else {
        hyphenated(high, hash(what))
    }
}

fn event(
    state: &Sandbox,
    kind: &EventType,
    sketch: &Sketch,
    number: usize,
    now: Timestamp,
) -> Option<ScheduledEvent> {
    let has = |mark| sketch.marks.contains(&mark);
    let host = state.host(kind.owner)?;
    let zone = instant::zone(host.zone);
    let day = zone
        .to_datetime(now)
        .date()
        .checked_add(sketch.day.days())
        .ok()?;
    let start = noon(day, &zone)?;
    let created_at = plus_minutes(start.min(now), -60 * 26 - 7 * i64::try_from(number).ok()?);
    let cancellation = canceler(sketch).map(|canceler| Cancellation {
        by: match canceler {
            Canceler::Host => host.name.to_owned(),
            Canceler::Invitee => person(number, 0).0.to_owned(),
        },
        canceler,
        reason: (!has(Mark::Moved)).then(|| "Something came up".to_owned()),
        at: plus_minutes(created_at, 90),
    });
    let code = format!("{:012x}", hash(&format!("sample meeting {number}")));
    let said = match sketch.where_.map(|place| place()) {
        Some(place) => settle(&place, None, &code),
        None => offered(kind)
            .first()
            .map(|place| settle(place, said(kind_of(place)), &code))
            .unwrap_or_default(),
    };
    Some(ScheduledEvent {
        uuid: uuid("event", number),
        event_type: kind.uuid.clone(),
        name: kind.name.clone(),
        start,
        end: end_of(kind, start),
        buffers: if sketch.day < 0 { kind.buffers } else { (0, 0) },
        hosts: if has(Mark::ByTomas) {
            vec!["tomas-reyes".to_owned()]
        } else {
            kind.hosts.iter().map(|slug| (*slug).to_owned()).collect()
        },
        location: unfinished(said, sketch),
        guests: if has(Mark::Guests) {
            ["guest.one@example.org", "guest.two@example.org"]
                .map(|email| Guest {
                    email: email.to_owned(),
                    created_at,
                })
                .to_vec()
        } else {
            Vec::new()
        },
        limit: match kind.kind {
            Kind::Solo => 1,
            Kind::Group { seats } => seats,
        },
        notes: has(Mark::Notes).then(|| "Send the <slides>.\nAsk about May.".to_owned()),
        calendar: (!has(Mark::NotInCalendar)).then(|| {
            let service = ["google", "outlook", "exchange", "icloud", "outlook_desktop"];
            let service = service.get(number % 5).copied().unwrap_or("google");
            (service, code)
        }),
        created_at,
        updated_at: cancellation.as_ref().map_or(created_at, |done| done.at),
        cancellation,
    })
}

fn canceler(sketch: &Sketch) -> Option<Canceler> {
    sketch.marks.iter().find_map(|mark| match mark {
        Mark::CanceledByHost => Some(Canceler::Host),
        Mark::CanceledByInvitee | Mark::Moved => Some(Canceler::Invitee),
        _ => None,
    })
}

/// What invitees say where they are asked for a place.
fn said(kind: &str) -> Option<&'static str> {
    match kind {
        "outbound_call" => Some("+44 20 7946 0123"),
        "ask_invitee" => Some("Café Spreeblick, by the window"),
        _ => None,
    }
}

fn unfinished(mut location: Value, sketch: &Sketch) -> Value {
    let status = sketch.marks.iter().find_map(|mark| match mark {
        Mark::Processing => Some("processing"),
        Mark::Failed => Some("failed"),
        _ => None,
    });
    if let (Some(status), Some(fields)) = (status, location.as_object_mut())
        && fields.contains_key("join_url")
    {
        fields.insert("status".to_owned(), json!(status));
        fields.insert("join_url".to_owned(), Value::Null);
    }
    location
}

fn noon(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let wall = day.at(12, 0, 0, 0);
    zone.to_ambiguous_timestamp(wall).compatible().ok()
}

fn person(number: usize, place: usize) -> (&'static str, &'static str, &'static str) {
    let index = (number + place) % PEOPLE.len();
    PEOPLE.get(index).copied().unwrap_or_default()
}

fn invitee(
    event: &ScheduledEvent,
    kind: &EventType,
    sketch: &Sketch,
    number: usize,
    place: usize,
) -> Invitee {
    let has = |mark| place == 0 && sketch.marks.contains(&mark);
    let (name, email, zone) = person(number, place);
    let created_at = plus_minutes(event.created_at, i64::try_from(place).unwrap_or_default());
    let later = plus_minutes(created_at, 90);
    let names = name.split_once(' ').filter(|_| has(Mark::TwoNames));
    let left = has(Mark::OneLess).then(|| Cancellation {
        by: name.to_owned(),
        canceler: Canceler::Invitee,
        reason: None,
        at: later,
    });
    Invitee {
        uuid: uuid(&format!("invitee {place}"), number),
        event: event.uuid.clone(),
        who: Person {
            name: name.to_owned(),
            names: names.map(|(first, last)| (first.to_owned(), last.to_owned())),
            email: email.to_owned(),
            timezone: (number != 3).then(|| zone.to_owned()),
            text_reminder_number: has(Mark::Reminded).then(|| "+442079460123".to_owned()),
        },
        answers: if has(Mark::Answered) {
            answers(kind)
        } else {
            Vec::new()
        },
        tracking: if has(Mark::Tracked) {
            [
                ("utm_source", "newsletter"),
                ("utm_campaign", "spring & summer"),
                ("utm_content", "link-7"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
        } else {
            Vec::new()
        },
        created_at,
        updated_at: event.updated_at.max(created_at),
        cancellation: left.or_else(|| event.cancellation.clone()),
        old_invitee: None,
        new_invitee: None,
        payment: payment(sketch, number),
        no_show: has(Mark::NoShow).then(|| NoShow {
            uuid: uuid("no-show", number),
            created_at: plus_minutes(event.end, 15),
        }),
        reconfirmation: if has(Mark::Reconfirmed) {
            Some((later, Some(plus_minutes(later, 45))))
        } else {
            has(Mark::ReconfirmationAsked).then_some((later, None))
        },
        scheduling_method: has(Mark::ByApi).then_some("api"),
        scheduled_by: has(Mark::ByApi).then(|| kind.owner.to_owned()),
    }
}

/// An answer to each question, of the length its kind suggests.
fn answers(kind: &EventType) -> Vec<Answer> {
    crate::sandbox::questions::of(kind)
        .into_iter()
        .map(|question| Answer {
            answer: match (question.kind, question.choices.as_slice()) {
                ("multi_select", choices) => choices.join("\n"),
                (_, [first, ..]) => (*first).to_owned(),
                ("phone_number", _) => "+4940123456".to_owned(),
                _ => "What we spoke of in \"March\" & since.".to_owned(),
            },
            question: question.name.to_owned(),
            position: question.position,
        })
        .collect()
}

fn payment(sketch: &Sketch, number: usize) -> Value {
    let successful = sketch.marks.contains(&Mark::Paid);
    if !successful && !sketch.marks.contains(&Mark::PaymentFailed) {
        return Value::Null;
    }
    json!({
        "external_id": format!("ch_{:012x}", hash(&format!("payment {number}"))),
        "provider": if successful { "stripe" } else { "paypal" },
        "amount": 149.5,
        "currency": "EUR",
        "terms": "Paid back in full up to a day before.",
        "successful": successful,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::trial::{MIRA, Trial, field};
    use std::collections::BTreeSet;

    fn texts(values: Vec<Value>) -> BTreeSet<String> {
        let texts = values.iter().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }

    #[test]
    fn every_sort_of_meeting_and_place_is_there() {
        let mut trial = Trial::new();
        let own = trial.user(MIRA);
        let all = trial.list(&format!("/scheduled_events?{own}&count=100"));
        assert_eq!(trial.state.events.len(), SPECIAL.len() + 2 * PLAIN.len());
        assert_eq!(
            texts(field(&all, "status")),
            texts(vec![json!("active"), json!("canceled")])
        );
        let now = "2026-12-01T08";
        let starts = texts(field(&all, "start_time"));
        assert!(
            starts.iter().any(|at| at.as_str() < now) && starts.iter().any(|at| at.as_str() > now)
        );
        let places: Vec<Value> = all
            .iter()
            .map(|event| event["location"]["type"].clone())
            .collect();
        let kinds = [
            "ask_invitee",
            "custom",
            "google_conference",
            "gotomeeting",
            "inbound_call",
            "microsoft_teams_conference",
            "outbound_call",
            "physical",
            "webex_conference",
            "zoom_conference",
        ];
        assert_eq!(texts(places), kinds.map(str::to_owned).into());
        let statuses = all
            .iter()
            .map(|event| event["location"]["status"].clone())
            .collect();
        assert_eq!(
            texts(statuses),
            ["failed", "processing", "pushed"].map(str::to_owned).into()
        );
        assert!(all.iter().any(|event| event["calendar_event"].is_null()));
        let counters: Vec<&Value> = all.iter().map(|event| &event["invitees_counter"]).collect();
        assert!(counters.contains(&&json!({"total": 3, "active": 2, "limit": 3})));
    }

    #[test]
    fn every_sort_of_invitee_is_there() {
        let mut trial = Trial::new();
        trial.list(&format!("/locations?{}", trial.user(MIRA)));
        let state = &trial.state;
        let uuids: BTreeSet<_> = state.invitees.iter().map(|invitee| &invitee.uuid).collect();
        assert_eq!(uuids.len(), state.invitees.len());
        let shown: Vec<Value> = state
            .invitees
            .iter()
            .map(|invitee| crate::sandbox::invitees::render(state, invitee, ""))
            .collect();
        for name in [
            "payment",
            "no_show",
            "reconfirmation",
            "old_invitee",
            "new_invitee",
            "first_name",
            "text_reminder_number",
            "scheduling_method",
            "invitee_scheduled_by",
            "timezone",
        ] {
            let nulls = shown
                .iter()
                .filter(|invitee| invitee[name].is_null())
                .count();
            assert!((1..shown.len()).contains(&nulls), "{name}");
        }
        let moved: Vec<&Value> = shown
            .iter()
            .filter(|invitee| invitee["rescheduled"] == true)
            .collect();
        let new = shown
            .iter()
            .find(|invitee| invitee["uri"] == moved[0]["new_invitee"])
            .unwrap();
        assert_eq!(
            (&new["old_invitee"], &new["email"]),
            (&moved[0]["uri"], &moved[0]["email"])
        );
    }

    #[test]
    fn no_meeting_of_the_sample_takes_an_available_time_away() {
        let mut with = Trial::new();
        let mut without = Trial::without_meetings();
        for slug in [
            "15min",
            "30min",
            "60min",
            "account-review",
            "portfolio-evening",
            "support",
            "night-owl",
            "charla",
        ] {
            assert_eq!(with.times(slug), without.times(slug), "{slug}");
        }
    }
}

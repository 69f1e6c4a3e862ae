//! Free times: the hosts' hours, less what stands in their calendars, within notice and horizon.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::busy;
use super::instant::{self, plus_minutes, plus_seconds};
use super::sample::{EventType, Host, Kind, Opens, Period};
use super::schedule::dates;
use super::sequence::hash;
use super::state::Sandbox;
use super::user_meeting_limits::Quota;

const DAY: i64 = 24 * 60 * 60;

/// A time that can be booked.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Free {
    pub start: Timestamp,
    pub remaining: u32,
}

/// The free times of an event type from `from` to `to`, both included, in order. An inactive type has none.
pub fn free(
    state: &Sandbox,
    kind: &EventType,
    from: Timestamp,
    to: Timestamp,
    now: Timestamp,
) -> Vec<Free> {
    if !kind.active || kind.deleted {
        return Vec::new();
    }
    let (first, last) = bookable(state, kind, now);
    let from = from.max(plus_minutes(now, kind.notice)).max(first);
    let to = to.min(last);
    if from > to {
        return Vec::new();
    }
    let calendars: Vec<Calendar> = kind
        .hosts
        .iter()
        .filter_map(|slug| state.host(slug))
        .map(|host| Calendar::new(state, kind, host, from, to))
        .collect();
    let any = kind.pooling == Some("round_robin");
    // In a round robin everyone's hours count, otherwise the owner's.
    let counted = if any { calendars.len() } else { 1 };
    let mut starts: Vec<Timestamp> = calendars
        .iter()
        .take(counted)
        .flat_map(|calendar| calendar.starts.clone())
        .collect();
    starts.sort();
    starts.dedup();
    starts
        .into_iter()
        .filter_map(|start| {
            let free = if any {
                calendars.iter().any(|calendar| {
                    calendar.starts.contains(&start) && calendar.is_free(kind, start)
                })
            } else {
                calendars
                    .iter()
                    .all(|calendar| calendar.is_free(kind, start))
            };
            let remaining = remaining(state, kind, start);
            (free && remaining > 0).then_some(Free { start, remaining })
        })
        .collect()
}

/// The end of a meeting of that type.
pub fn end_of(kind: &EventType, start: Timestamp) -> Timestamp {
    plus_minutes(start, kind.duration)
}

/// What one host's calendar says about an event type.
struct Calendar {
    /// Start times within the host's hours.
    starts: Vec<Timestamp>,
    /// What stands in it, from and to.
    busy: Vec<(Timestamp, Timestamp)>,
    /// Whether the host wants no further meeting at a time.
    quota: Quota,
    /// Booked seats of this very group type: they do not stand in the way of others at the same start.
    seats: Vec<(Timestamp, Timestamp)>,
}

impl Calendar {
    fn new(state: &Sandbox, kind: &EventType, host: &Host, from: Timestamp, to: Timestamp) -> Self {
        let zone = instant::zone(host.zone);
        let end = plus_minutes(end_of(kind, to), kind.buffers.1);
        let mut busy: Vec<_> = dates(plus_minutes(from, -kind.buffers.0), end, &zone)
            .into_iter()
            .flat_map(|date| busy::spans(host.slug, date, &zone))
            .collect();
        busy.extend(reserved(state, host.slug, &kind.uuid));
        let mut seats = Vec::new();
        for event in state
            .events
            .iter()
            .filter(|event| event.is_active() && event.has_host(host.slug))
        {
            if matches!(kind.kind, Kind::Group { .. }) && event.event_type == kind.uuid {
                seats.push((event.start, event.end));
            } else {
                busy.push(event.buffered());
            }
        }
        Self {
            starts: candidates(state, kind, host, from, to),
            busy,
            seats,
            quota: Quota::new(state, host),
        }
    }

    /// Whether nothing stands in the way then, buffers included.
    fn is_free(&self, kind: &EventType, start: Timestamp) -> bool {
        let from = plus_minutes(start, -kind.buffers.0);
        let to = plus_minutes(end_of(kind, start), kind.buffers.1);
        let meets = |span: &&(Timestamp, Timestamp)| span.0 < to && span.1 > from;
        !self.busy.iter().any(|span| meets(&span))
            && !self.seats.iter().filter(meets).any(|span| span.0 != start)
            && (self.seats.iter().any(|span| span.0 == start) || self.quota.allows(start))
    }
}

/// From when to when it can be booked at all.
fn bookable(state: &Sandbox, kind: &EventType, now: Timestamp) -> (Timestamp, Timestamp) {
    let zone = instant::zone(state.host(kind.owner).map_or("UTC", |host| host.zone));
    let today = zone.to_datetime(now).date();
    let first = match (kind.opens, kind.period) {
        (Opens::NextMonth, _) => today
            .first_of_month()
            .checked_add(1.month())
            .map_or(Timestamp::MAX, |month| midnight(month, &zone)),
        (Opens::Now, Period::Fixed(first, _)) => midnight(first, &zone),
        (Opens::Now, _) => Timestamp::MIN,
    };
    let last = match kind.period {
        Period::Moving(days) => plus_seconds(now, days.saturating_mul(DAY)),
        Period::AvailableMoving(days) => last_available(state, kind, today, days, &zone),
        Period::Fixed(_, last) => after(last, &zone),
        Period::Unlimited => Timestamp::MAX,
    };
    (first, last)
}

/// The end of the last of so many days with hours. Looks a year ahead at most.
fn last_available(
    state: &Sandbox,
    kind: &EventType,
    today: Date,
    days: i64,
    zone: &TimeZone,
) -> Timestamp {
    let Some(hours) = state.hours_of(kind, kind.owner) else {
        return Timestamp::MIN;
    };
    let days = usize::try_from(days).unwrap_or_default();
    today
        .series(1.day())
        .take(366)
        .filter(|date| !hours.open(*date, zone).is_empty())
        .take(days)
        .last()
        .map_or(Timestamp::MIN, |last| after(last, zone))
}

fn midnight(date: Date, zone: &TimeZone) -> Timestamp {
    date.to_zoned(zone.clone())
        .map_or(Timestamp::MAX, |start| start.timestamp())
}

/// The last second of a date.
fn after(date: Date, zone: &TimeZone) -> Timestamp {
    date.tomorrow().map_or(Timestamp::MAX, |next| {
        plus_seconds(midnight(next, zone), -1)
    })
}

/// Times that one-off event types hold for their invitees in a host's calendar.
pub fn reserved<'a>(
    state: &'a Sandbox,
    slug: &'a str,
    except: &'a str,
) -> impl Iterator<Item = (Timestamp, Timestamp)> + 'a {
    state
        .event_types
        .iter()
        .filter(move |kind| kind.active && !kind.deleted && kind.uuid != except)
        .filter(move |kind| kind.hosts.contains(&slug))
        .flat_map(|kind| kind.spots.iter().copied())
}

/// Start times within a host's hours. Steps are elapsed minutes, so the hour that comes twice has its times twice
/// and the one that is skipped has none.
fn candidates(
    state: &Sandbox,
    kind: &EventType,
    host: &Host,
    from: Timestamp,
    to: Timestamp,
) -> Vec<Timestamp> {
    let mut starts = Vec::new();
    for (open, close) in open(state, kind, host, from, to) {
        let mut start = open;
        while end_of(kind, start) <= close {
            if from <= start && start <= to {
                starts.push(start);
            }
            start = plus_minutes(start, kind.increment.max(5));
        }
    }
    starts
}

/// When the host can be met for that event type.
fn open(
    state: &Sandbox,
    kind: &EventType,
    host: &Host,
    from: Timestamp,
    to: Timestamp,
) -> Vec<(Timestamp, Timestamp)> {
    if !kind.spots.is_empty() {
        return kind.spots.clone();
    }
    let Some(schedule) = state.hours_of(kind, host.slug) else {
        return Vec::new();
    };
    let zone = instant::zone(&schedule.zone);
    dates(from, to, &zone)
        .into_iter()
        .flat_map(|date| schedule.open(date, &zone))
        .collect()
}

/// Seats left: one for a one-on-one meeting, for a group what others (made up) and invitees here have left.
fn remaining(state: &Sandbox, kind: &EventType, start: Timestamp) -> u32 {
    let Kind::Group { seats } = kind.kind else {
        return 1;
    };
    let draw = hash(&format!("{}|{}", kind.uuid, start.as_second()));
    let others = u32::try_from(draw % u64::from(seats)).unwrap_or_default() / 2;
    let here = state
        .events
        .iter()
        .filter(|event| event.is_active() && event.event_type == kind.uuid && event.start == start)
        .flat_map(|event| state.invitees_of(&event.uuid))
        .filter(|invitee| invitee.is_active())
        .count();
    seats
        .saturating_sub(others)
        .saturating_sub(u32::try_from(here).unwrap_or(u32::MAX))
}

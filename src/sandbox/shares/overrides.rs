//! What a share changes in an event type: reading, applying and showing it.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::sandbox::availability_rules;
use crate::sandbox::event_types::write::{DURATION, duration_options};
use crate::sandbox::fields::Fields;
use crate::sandbox::meeting_place;
use crate::sandbox::sample::{EventType, Opens, Period};
use crate::sandbox::user_availability_schedules::zone;

/// The fields of a share that its event type has too.
pub const NAMES: &[&str] = &[
    "name",
    "duration",
    "duration_options",
    "period_type",
    "start_date",
    "end_date",
    "max_booking_time",
    "hide_location",
    "location_configurations",
    "availability_rule",
];

/// The most days that a link can be booked ahead.
const MOST_DAYS: i64 = 1000;

/// Checks the given fields one by one.
pub fn check(fields: &mut Fields) {
    fields.text("name", 55);
    fields.whole("duration", DURATION);
    duration_options(fields);
    let message = "must be available_moving, moving, fixed or unlimited";
    let _: Option<()> = fields.parse("period_type", message, |value| {
        let known = ["available_moving", "moving", "fixed", "unlimited"];
        known.contains(&value.as_str()?).then_some(())
    });
    for name in ["start_date", "end_date"] {
        fields.parse(name, "must be a date as YYYY-MM-DD", |value| {
            value.as_str()?.parse::<Date>().ok()
        });
    }
    fields.whole("max_booking_time", 1..=MOST_DAYS);
    fields.flag("hide_location");
    meeting_place::configurations(fields, "location_configurations");
    if let Some(mut rule) = fields.object("availability_rule") {
        let zone = zone(&mut rule, "timezone");
        rule.require("timezone", &zone);
        let rules = rule.get("rules").cloned().unwrap_or_default();
        if let Err(message) = availability_rules::read(&rules, "UTC") {
            rule.refuse("rules", &message);
        }
        fields.join(rule);
    }
}

/// Checks that they fit together.
pub fn check_together(fields: &mut Fields, overrides: &Map<String, Value>) {
    let text = |name: &str| overrides.get(name).and_then(Value::as_str);
    match text("period_type") {
        Some("fixed") => {
            for name in ["start_date", "end_date"] {
                if text(name).is_none() {
                    fields.refuse(name, "is required when period_type is fixed");
                }
            }
        }
        Some("moving" | "available_moving") if !overrides.contains_key("max_booking_time") => {
            fields.refuse(
                "max_booking_time",
                "is required when period_type is moving or available_moving",
            );
        }
        _ => {}
    }
    // Dates in this form are in order as texts.
    if let (Some(first), Some(last)) = (text("start_date"), text("end_date"))
        && last < first
    {
        fields.refuse("end_date", "must not be before start_date");
    }
}

/// The event type as it is with the overrides.
pub fn apply(overrides: &Map<String, Value>, kind: &EventType) -> EventType {
    let mut kind = kind.clone();
    let text = |name: &str| overrides.get(name).and_then(Value::as_str);
    let number = |name: &str| overrides.get(name).and_then(Value::as_i64);
    if let Some(name) = text("name") {
        kind.name = Some(name.to_owned());
    }
    if let Some(minutes) = number("duration") {
        kind.duration = minutes;
    }
    if let Some(options) = overrides.get("duration_options").and_then(Value::as_array) {
        kind.duration_options = options.iter().filter_map(Value::as_i64).collect();
    }
    let date = |name: &str| text(name).and_then(|text| text.parse::<Date>().ok());
    let period = match (text("period_type"), number("max_booking_time")) {
        (Some("fixed"), _) => date("start_date")
            .zip(date("end_date"))
            .map(|(first, last)| Period::Fixed(first, last)),
        (Some("available_moving"), Some(days)) => Some(Period::AvailableMoving(days)),
        (Some("moving"), Some(days)) => Some(Period::Moving(days)),
        (Some("unlimited"), _) => Some(Period::Unlimited),
        (None, Some(days)) => match kind.period {
            Period::AvailableMoving(_) => Some(Period::AvailableMoving(days)),
            Period::Moving(_) => Some(Period::Moving(days)),
            _ => None,
        },
        _ => None,
    };
    if let Some(period) = period {
        kind.period = period;
        kind.opens = Opens::Now;
    }
    if let Some(places) = overrides.get("location_configurations") {
        kind.locations = meeting_place::in_order(places).unwrap_or_default();
    }
    if let Some(rule) = overrides.get("availability_rule") {
        let zone = rule.get("timezone").and_then(Value::as_str);
        let rules = rule.get("rules").unwrap_or(&Value::Null);
        if let Ok(hours) = availability_rules::read(rules, zone.unwrap_or("UTC")) {
            kind.own_hours.insert(kind.owner.to_owned(), hours);
        }
    }
    kind
}

/// The values that count, but the hours; `kind` is the event type with the overrides applied. `min_booking_time` is
/// the notice in minutes: Calendly does not tell the unit.
pub fn render(overrides: &Map<String, Value>, kind: &EventType) -> Value {
    let (period, dates, days) = match kind.period {
        Period::Moving(days) => ("moving", None, Some(days)),
        Period::AvailableMoving(days) => ("available_moving", None, Some(days)),
        Period::Fixed(first, last) => ("fixed", Some((first, last)), None),
        Period::Unlimited => ("unlimited", None, None),
    };
    json!({
        "name": kind.name,
        "duration": kind.duration,
        "duration_options": (!kind.duration_options.is_empty()).then_some(&kind.duration_options),
        "period_type": period,
        "start_date": dates.map(|(first, _)| first.to_string()),
        "end_date": dates.map(|(_, last)| last.to_string()),
        "max_booking_time": days,
        "min_booking_time": kind.notice,
        "hide_location": overrides.get("hide_location").and_then(Value::as_bool).unwrap_or(false),
        "location_configurations": kind.locations,
    })
}

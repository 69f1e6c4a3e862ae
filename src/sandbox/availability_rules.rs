//! Availability rules: the API's form of a schedule's hours.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::schedule::{Interval, Schedule};

/// Weekdays as the API names them, Monday first like [`Schedule::week`].
const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The rules of a schedule: each weekday, then each date.
pub fn render(schedule: &Schedule) -> Value {
    let week = DAYS.iter().zip(&schedule.week).map(
        |(day, intervals)| json!({"type": "wday", "wday": day, "intervals": shown(intervals)}),
    );
    let dates = schedule.dates.iter().map(|(date, intervals)| {
        json!({"type": "date", "date": date.to_string(), "intervals": shown(intervals)})
    });
    week.chain(dates).collect()
}

fn shown(intervals: &[Interval]) -> Value {
    let clock = |minute: &u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    intervals
        .iter()
        .map(|(from, to)| json!({"from": clock(from), "to": clock(to)}))
        .collect()
}

/// A rule that was read.
enum Rule {
    Weekday(usize, Vec<Interval>),
    Date(Date, Vec<Interval>),
}

/// Reads a list of rules into a schedule of that zone; days without a rule have no hours. The error says what is
/// wrong with the list.
pub fn read(rules: &Value, zone: &str) -> Result<Schedule, String> {
    let list = rules.as_array().ok_or("must be a list of rules")?;
    let mut schedule = Schedule {
        zone: zone.to_owned(),
        week: Default::default(),
        dates: Default::default(),
    };
    for rule in list {
        match read_one(rule)? {
            Rule::Weekday(day, intervals) => {
                if let Some(hours) = schedule.week.get_mut(day) {
                    hours.extend(intervals);
                }
            }
            Rule::Date(date, intervals) => {
                schedule.dates.entry(date).or_default().extend(intervals);
            }
        }
    }
    Ok(schedule)
}

/// The same, with exactly one rule for each weekday.
pub fn read_full_week(rules: &Value, zone: &str) -> Result<Schedule, String> {
    let schedule = read(rules, zone)?;
    let named = |day: &str| {
        let list = rules.as_array().into_iter().flatten();
        list.filter(|rule| rule.get("wday").and_then(Value::as_str) == Some(day))
            .count()
    };
    if DAYS.iter().all(|day| named(day) == 1) {
        Ok(schedule)
    } else {
        Err("must have exactly one wday rule for each day of the week".to_owned())
    }
}

fn read_one(rule: &Value) -> Result<Rule, String> {
    let text = |name: &str| rule.get(name).and_then(Value::as_str).unwrap_or_default();
    let intervals = rule
        .get("intervals")
        .and_then(Value::as_array)
        .ok_or("every rule needs intervals")?
        .iter()
        .map(interval)
        .collect::<Result<Vec<_>, _>>()?;
    match text("type") {
        "wday" => DAYS
            .iter()
            .position(|day| *day == text("wday"))
            .map(|day| Rule::Weekday(day, intervals))
            .ok_or_else(|| "wday must be one of sunday to saturday".to_owned()),
        "date" => text("date")
            .parse()
            .map(|date| Rule::Date(date, intervals))
            .map_err(|_| "date must be given as YYYY-MM-DD".to_owned()),
        _ => Err("the type of a rule must be wday or date".to_owned()),
    }
}

fn interval(value: &Value) -> Result<Interval, String> {
    let minute = |name: &str| {
        let (hours, minutes) = value.get(name)?.as_str()?.split_once(':')?;
        let digits = |text: &str| {
            let two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            two.then(|| text.parse::<u16>().ok()).flatten()
        };
        let (hours, minutes) = (digits(hours)?, digits(minutes)?);
        let minute = hours * 60 + minutes;
        (minutes < 60 && minute <= 24 * 60).then_some(minute)
    };
    match (minute("from"), minute("to")) {
        (Some(from), Some(to)) if from < to => Ok((from, to)),
        (Some(_), Some(_)) => Err("an interval must end after it begins".to_owned()),
        _ => Err("the times of an interval must be given as HH:MM".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_survive_the_round_trip() {
        let rules = json!([
            {"type": "wday", "wday": "tuesday", "intervals": [{"from": "09:00", "to": "12:30"}, {"from": "14:00", "to": "24:00"}]},
            {"type": "date", "date": "2026-12-24", "intervals": []},
        ]);
        let schedule = read(&rules, "Europe/Berlin").unwrap();
        assert_eq!(schedule.week[1], [(540, 750), (840, 1440)]);
        let shown = render(&schedule);
        assert_eq!(shown.as_array().unwrap().len(), 8);
        assert_eq!(shown[1], rules[0]);
        assert_eq!(shown[7], rules[1]);
    }

    #[test]
    fn a_wrong_rule_says_what_is_wrong() {
        let error = |rule: Value| read(&json!([rule]), "UTC").err().unwrap();
        let day = |intervals| json!({"type": "wday", "wday": "monday", "intervals": intervals});
        assert!(read(&json!({}), "UTC").is_err());
        assert!(error(json!({"type": "wday", "wday": "monday"})).contains("intervals"));
        assert!(
            error(json!({"type": "wday", "wday": "mon", "intervals": []})).contains("saturday")
        );
        assert!(error(json!({"type": "date", "date": "24.12.", "intervals": []})).contains("YYYY"));
        assert!(error(json!({"type": "day", "intervals": []})).contains("type"));
        assert!(error(day(json!([{"from": "12:00", "to": "09:00"}]))).contains("end after"));
        for time in ["9:00", "25:00", "12:60", "noon", "+9:00"] {
            assert!(
                error(day(json!([{"from": time, "to": "24:00"}]))).contains("HH:MM"),
                "{time}"
            );
        }
    }

    #[test]
    fn a_full_week_has_every_day_once() {
        let mut rules: Vec<Value> = DAYS
            .iter()
            .map(|day| json!({"type": "wday", "wday": day, "intervals": []}))
            .collect();
        assert!(read_full_week(&json!(rules), "UTC").is_ok());
        rules.push(rules[0].clone());
        assert!(read_full_week(&json!(rules), "UTC").is_err());
        rules.truncate(6);
        assert!(read_full_week(&json!(rules), "UTC").is_err());
    }
}

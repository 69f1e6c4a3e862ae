//! The availability schedule: a user's weekly hours (`/user_availability_schedules`).

use super::endpoint::{Collection, Resource, endpoint};
use super::input::{InputType, input};
use super::model::model;
use super::open_enum::open_enum;
use super::schema::{Absent, Limit, Shape};
use super::uri::{AvailabilityScheduleUri, UserUri};
use crate::time::Date;

model! {
    /// Weekly hours with exceptions, in one time zone.
    AvailabilitySchedule by uri {
        uri: AvailabilityScheduleUri,
        /// Whether new event types take it.
        default: bool,
        name: String,
        user: Option<UserUri>,
        /// As Calendly sent it; may be no IANA name.
        timezone: String,
        rules: Vec<AvailabilityRule>,
    }

    /// The hours of one weekday or one date. No intervals: not available.
    AvailabilityRule {
        class: RuleClass as "type",
        /// `sunday` to `saturday`.
        wday: Option<String>,
        /// `YYYY-MM-DD`.
        date: Option<String>,
        intervals: Vec<Interval>,
    }

    /// From and to as `HH:MM` on the clock of the schedule's zone.
    Interval {
        from: String,
        to: String,
    }
}

open_enum!(
    /// Whether a rule is for a weekday or for one date.
    RuleClass { Weekday = "wday", Date = "date" }
);

open_enum!(
    /// A day of the week.
    RuleWeekday {
        Sunday = "sunday",
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
    }
);

input! {
    /// The hours of one weekday or one date, as they are set.
    AvailabilityRuleInput rules [needs(type = "wday", wday), needs(type = "date", date)] {
        class: RuleClass as "type",
        /// For a weekday's rule.
        wday: Option<RuleWeekday>,
        /// For a date's rule; not before today in the schedule's zone.
        date: Option<Date>,
        /// None: not available.
        intervals: Vec<IntervalInput>,
    }

    /// From and to as `HH:MM` on the clock of the schedule's zone.
    IntervalInput rules [before(from, to)] {
        from: String where Limit::TimeOfDay,
        to: String where Limit::TimeOfDay,
    }
}

/// Makes a schedule the default one. Calendly takes `true` only: the default goes away by making another the default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MakeDefault;

impl InputType for MakeDefault {
    const SHAPE: Shape = Shape::Flag;
    const ABSENT: Absent = Absent::Omit;

    fn value(&self) -> Option<crate::json::Value> {
        Some(true.into())
    }
}

endpoint! {
    /// The schedules of a user. The list is not paged.
    ListUserAvailabilitySchedules: GET "/user_availability_schedules", ["availability:read"]
        => Collection<AvailabilitySchedule> {
        query user: UserUri,
    }

    /// One schedule.
    GetUserAvailabilitySchedule: GET "/user_availability_schedules/{uuid}", ["availability:read"]
        => Resource<AvailabilitySchedule> {
        path uuid: AvailabilityScheduleUri,
    }

    /// Makes a schedule for the owner of the token. It is not applied to any event type.
    CreateUserAvailabilitySchedule: POST "/user_availability_schedules", ["availability:write"]
        => Resource<AvailabilitySchedule> {
        body name: Option<String>,
        /// An IANA name.
        body timezone: Option<String>,
        /// One rule for each of the seven weekdays, and any number of dates.
        body rules: Vec<AvailabilityRuleInput> where Limit::EachWeekday,
    }

    /// Changes a schedule.
    UpdateUserAvailabilitySchedule: PATCH "/user_availability_schedules/{uuid}", ["availability:write"]
        => Resource<AvailabilitySchedule> {
        path uuid: AvailabilityScheduleUri,
        body name: Option<String>,
        /// An IANA name.
        body timezone: Option<String>,
        /// Replaces all rules.
        body rules: Option<Vec<AvailabilityRuleInput>>,
        body default: Option<MakeDefault> where Limit::True,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    const BASE: &str = "https://api.calendly.com";

    #[test]
    fn the_schedules_of_a_user_decode() {
        let body = include_str!("../../tests/fixtures/user_availability_schedules/list.json");
        let schedules = ListUserAvailabilitySchedules::decode(body).unwrap();
        let [office, evening] = &schedules[..] else {
            panic!("two schedules")
        };
        assert!(office.default && !evening.default);
        assert_eq!(office.rules[0].wday.as_deref(), Some("monday"));
        assert_eq!(office.rules[0].intervals[1].from, "13:30");
        assert_eq!(evening.rules[0].class, RuleClass::Date);
        assert_eq!(evening.rules[0].date.as_deref(), Some("2026-12-24"));
        assert!(evening.rules[0].intervals.is_empty());
        assert_eq!(evening.timezone, "America/New York");
    }

    #[test]
    fn the_singular_uri_of_an_answer_names_the_schedule_too() {
        let text = "https://api.calendly.com/user_availability_schedule/S1";
        let uuid = AvailabilityScheduleUri::parse(text, BASE).unwrap();
        let get = prepare(&GetUserAvailabilitySchedule { uuid }).unwrap();
        assert_eq!(get.target, "/user_availability_schedules/S1");
    }

    #[test]
    fn a_change_sends_what_is_given_and_nothing_else() {
        let change = UpdateUserAvailabilitySchedule {
            uuid: AvailabilityScheduleUri::parse("S1", BASE).unwrap(),
            name: None,
            timezone: None,
            rules: Some(vec![AvailabilityRuleInput {
                class: RuleClass::Weekday,
                wday: Some(RuleWeekday::Friday),
                date: None,
                intervals: vec![IntervalInput {
                    from: "07:00".to_owned(),
                    to: "11:00".to_owned(),
                }],
            }]),
            default: Some(MakeDefault),
        };
        assert_eq!(
            prepare(&change).unwrap().body.unwrap(),
            r#"{"rules":[{"type":"wday","wday":"friday","intervals":[{"from":"07:00","to":"11:00"}]}],"default":true}"#
        );
    }

    #[test]
    fn a_schedule_has_a_rule_for_each_weekday_and_times_of_a_clock() {
        let rule = |wday: &str| {
            let intervals = vec![IntervalInput {
                from: "09:00".to_owned(),
                to: "24:00".to_owned(),
            }];
            AvailabilityRuleInput {
                class: RuleClass::Weekday,
                wday: Some(wday.to_owned().into()),
                date: None,
                intervals,
            }
        };
        let mut create = CreateUserAvailabilitySchedule {
            name: None,
            timezone: None,
            rules: RuleWeekday::CHOICE
                .values
                .iter()
                .map(|day| rule(day))
                .collect(),
        };
        assert!(prepare(&create).is_ok());
        let holiday = AvailabilityRuleInput {
            class: RuleClass::Date,
            wday: None,
            date: Date::parse_iso("2026-12-24"),
            intervals: Vec::new(),
        };
        create.rules.push(holiday);
        assert!(prepare(&create).is_ok());
        let refusal =
            |create: &CreateUserAvailabilitySchedule| prepare(create).unwrap_err().to_string();
        for (from, to, words) in [
            (
                "9:00",
                "10:00",
                "rules[0].intervals[0].from must be a time of day such as 09:30",
            ),
            (
                "09:00",
                "24:01",
                "rules[0].intervals[0].to must be a time of day such as 09:30",
            ),
            (
                "09:60",
                "10:00",
                "rules[0].intervals[0].from must be a time of day such as 09:30",
            ),
            (
                "10:00",
                "10:00",
                "rules[0].intervals[0].from, rules[0].intervals[0].to do not fit: let from be earlier than to",
            ),
        ] {
            let mut create = create.clone();
            create.rules[0].intervals[0] = IntervalInput {
                from: from.to_owned(),
                to: to.to_owned(),
            };
            assert_eq!(refusal(&create), words);
        }
        let mut twice = create.clone();
        twice.rules.push(rule("monday"));
        assert_eq!(refusal(&twice), "rules must have one rule for monday");
        create.rules.remove(3);
        assert_eq!(refusal(&create), "rules must have one rule for wednesday");
    }

    #[test]
    fn an_odd_weekday_is_named_with_its_place() {
        let create = CreateUserAvailabilitySchedule {
            name: None,
            timezone: None,
            rules: vec![AvailabilityRuleInput {
                class: RuleClass::Weekday,
                wday: Some(RuleWeekday::Other("caturday".to_owned())),
                date: None,
                intervals: Vec::new(),
            }],
        };
        let refusal = prepare(&create).unwrap_err();
        assert_eq!(refusal.parameter, "rules[0].wday");
        assert!(refusal.message.starts_with("must be one of sunday"));
    }
}

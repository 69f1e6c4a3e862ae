//! The event type's availability schedule: the hours that count for it (`/event_type_availability_schedules`).

use crate::json::Value;

use super::endpoint::{AnswerType, Collection, Resource, endpoint};
use super::fields::DecodeError;
use super::input::input;
use super::model::{Described, model};
use super::open_enum::open_enum;
use super::schema::{Answer, Shape, answer_shape};
use super::uri::{EventTypeUri, UserUri};
use super::user_availability_schedules::{AvailabilityRule, AvailabilityRuleInput};

model! {
    /// The hours of one host, or of all of them, for one event type.
    EventTypeAvailabilitySchedule {
        availability_rule: Option<EventTypeHours>,
        availability_setting: AvailabilitySetting,
    }

    /// Weekly hours with exceptions, in one time zone.
    EventTypeHours {
        /// As Calendly sent it; may be no IANA name.
        timezone: String,
        rules: Vec<AvailabilityRule>,
        /// Whose hours they are; `None` where all hosts have the same.
        user: Option<UserUri>,
    }
}

open_enum!(
    /// Whose hours count for an event type.
    AvailabilitySetting { Host = "host" }
);

input! {
    /// The hours of one host, as they are set.
    EventTypeHoursInput {
        /// An IANA name.
        timezone: String,
        /// Replaces all rules.
        rules: Option<Vec<AvailabilityRuleInput>>,
        /// Needed where an admin sets the hours of another host.
        user: Option<UserUri>,
    }
}

/// The answer to a change: Calendly describes one schedule, as a resource; the collection of all of them is taken too.
pub struct ChangedSchedules;

impl AnswerType for ChangedSchedules {
    const ANSWER: Answer = Answer::Collection(answer_shape(Shape::Model(
        &EventTypeAvailabilitySchedule::MODEL,
    )));
    type Response = Vec<EventTypeAvailabilitySchedule>;

    fn read(answer: &Value) -> Result<Self::Response, DecodeError> {
        match answer.get("collection") {
            Some(_) => Collection::read(answer),
            None => Resource::read(answer).map(|schedule| vec![schedule]),
        }
    }
}

endpoint! {
    /// The hours that count for an event type. The list is not paged.
    ListEventTypeAvailabilitySchedules: GET "/event_type_availability_schedules", ["availability:read"]
        => Collection<EventTypeAvailabilitySchedule> {
        query event_type: EventTypeUri,
    }

    /// Replaces the hours of one host for an event type.
    UpdateEventTypeAvailabilitySchedule: PATCH "/event_type_availability_schedules", ["availability:write"]
        => ChangedSchedules {
        query event_type: EventTypeUri,
        body availability_rule: EventTypeHoursInput,
        body availability_setting: Option<AvailabilitySetting>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;
    use crate::api::user_availability_schedules::{IntervalInput, RuleClass, RuleWeekday};

    const BASE: &str = "https://api.calendly.com";

    fn event_type() -> EventTypeUri {
        EventTypeUri::parse("T1", BASE).unwrap()
    }

    #[test]
    fn the_hours_of_each_host_decode() {
        let body = include_str!("../../tests/fixtures/event_type_availability_schedules/list.json");
        let schedules = ListEventTypeAvailabilitySchedules::decode(body).unwrap();
        let [lena, all, none] = &schedules[..] else {
            panic!("three schedules")
        };
        let hours = lena.availability_rule.as_ref().unwrap();
        assert_eq!(hours.timezone, "Europe/Berlin");
        assert_eq!(hours.user.as_ref().unwrap().uuid(), "HOSTLENAWEISSAA1");
        assert_eq!(hours.rules[0].intervals[0].to, "12:15");
        assert_eq!(hours.rules[1].date.as_deref(), Some("2026-12-31"));
        assert_eq!(lena.availability_setting, AvailabilitySetting::Host);
        assert_eq!(all.availability_rule.as_ref().unwrap().user, None);
        assert_eq!(
            none.availability_setting,
            AvailabilitySetting::Other("moon".to_owned())
        );
        assert_eq!(none.availability_rule, None);
    }

    #[test]
    fn a_change_is_answered_with_one_schedule_or_all_of_them() {
        let all = include_str!("../../tests/fixtures/event_type_availability_schedules/list.json");
        let one =
            include_str!("../../tests/fixtures/event_type_availability_schedules/update.json");
        let read = UpdateEventTypeAvailabilitySchedule::decode;
        let (all, one) = (read(all).unwrap(), read(one).unwrap());
        assert_eq!((all.len(), one.len()), (3, 1));
        assert_eq!(one[0], all[0]);
        assert!(read("{}").is_err());
    }

    #[test]
    fn the_event_type_is_in_the_query_and_the_hours_are_the_body() {
        let list = ListEventTypeAvailabilitySchedules {
            event_type: event_type(),
        };
        let target = "/event_type_availability_schedules?event_type=https%3A%2F%2Fapi.calendly.com%2Fevent_types%2FT1";
        assert_eq!(prepare(&list).unwrap().target, target);
        let change = UpdateEventTypeAvailabilitySchedule {
            event_type: event_type(),
            availability_rule: EventTypeHoursInput {
                timezone: "Europe/Berlin".to_owned(),
                rules: Some(vec![AvailabilityRuleInput {
                    class: RuleClass::Weekday,
                    wday: Some(RuleWeekday::Monday),
                    date: None,
                    intervals: vec![IntervalInput {
                        from: "08:00".to_owned(),
                        to: "12:15".to_owned(),
                    }],
                }]),
                user: UserUri::parse("U2", BASE).ok(),
            },
            availability_setting: Some(AvailabilitySetting::Host),
        };
        let request = prepare(&change).unwrap();
        assert_eq!(request.target, target);
        assert_eq!(
            request.body.unwrap(),
            r#"{"availability_rule":{"timezone":"Europe/Berlin","rules":[{"type":"wday","wday":"monday","#.to_owned()
                + r#""intervals":[{"from":"08:00","to":"12:15"}]}],"user":"https://api.calendly.com/users/U2"},"#
                + r#""availability_setting":"host"}"#
        );
    }
}

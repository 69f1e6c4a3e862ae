//! The one-off event type: one meeting apart from the host's page (`POST /one_off_event_types`).

use super::endpoint::{Resource, endpoint};
use super::event_types::{DURATION, EventType, LocationConfigurationInput};
use super::input::input;
use super::schema::Limit;
use super::union::input_union;
use super::uri::UserUri;
use crate::time::{Date, Timestamp};

input_union!(
    /// When a one-off meeting can be booked.
    DateSetting by "type" {
        Range(DateRange) = "date_range",
        Future(DaysInFuture) = "days_in_future",
        Spots(Spots) = "spots",
    }
);

input! {
    /// From one date to another, both included.
    DateRange rules [ordered(start_date, end_date), at_most_days(start_date, end_date, 364)] {
        start_date: Date,
        /// Less than 365 days after the start.
        end_date: Date,
    }

    /// From today on.
    DaysInFuture {
        days: u32 where Limit::Range(0, 365),
        /// Only from Monday to Friday.
        only_weekdays: Option<bool>,
    }

    /// At chosen times.
    Spots {
        spots: Vec<Spot>,
    }

    /// One chosen time.
    Spot rules [before(start_time, end_time)] {
        start_time: Timestamp,
        end_time: Timestamp,
    }
}

endpoint! {
    /// Makes an event type for one meeting, and answers with it: its link is the `scheduling_url`.
    CreateOneOffEventType: POST "/one_off_event_types", ["event_types:write"] => Resource<EventType> {
        /// At most 55 characters.
        body name: String where Limit::Most(55),
        body host: UserUri,
        /// Hosts who come too.
        body co_hosts: Option<Vec<UserUri>>,
        /// Minutes, at most 720.
        body duration: u32 where DURATION,
        /// An IANA name. Left out: the host's zone.
        body timezone: Option<String>,
        body date_setting: DateSetting,
        body location: Option<LocationConfigurationInput>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::event_types::Class;
    use crate::api::locations::LocationKind;
    use crate::api::prepare::{prepare, prepare_input};
    use crate::json::{self, Value};

    const BASE: &str = "https://api.calendly.com";

    fn meeting(date_setting: DateSetting) -> CreateOneOffEventType {
        CreateOneOffEventType {
            name: "Abnahme".to_owned(),
            host: UserUri::parse("U1", BASE).unwrap(),
            co_hosts: None,
            duration: 90,
            timezone: None,
            date_setting,
            location: None,
        }
    }

    /// The setting in the body of the request.
    fn sent(date_setting: DateSetting) -> String {
        let body = prepare(&meeting(date_setting)).unwrap().body.unwrap();
        let (_, setting) = body.split_once(r#""date_setting":"#).unwrap();
        setting.strip_suffix('}').unwrap().to_owned()
    }

    /// What is said of a setting as a JavaScript program gives it.
    fn refusal(setting: &str) -> String {
        let input = format!(r#"{{"name":"A","host":"U1","duration":30,"date_setting":{setting}}}"#);
        let Some(Value::Object(input)) = json::parse(&input) else {
            panic!("{input} is no object")
        };
        prepare_input(CreateOneOffEventType::OPERATION, input, Some(BASE))
            .unwrap_err()
            .to_string()
    }

    fn date(text: &str) -> Date {
        Date::parse_iso(text).unwrap()
    }

    #[test]
    fn each_date_setting_has_its_word_and_its_own_fields() {
        assert_eq!(
            sent(DateSetting::Range(DateRange {
                start_date: date("2026-12-01"),
                end_date: date("2026-12-18"),
            })),
            r#"{"type":"date_range","start_date":"2026-12-01","end_date":"2026-12-18"}"#
        );
        assert_eq!(
            sent(DateSetting::Future(DaysInFuture {
                days: 30,
                only_weekdays: Some(true),
            })),
            r#"{"type":"days_in_future","days":30,"only_weekdays":true}"#
        );
        assert_eq!(
            sent(DateSetting::Spots(Spots {
                spots: vec![Spot {
                    start_time: Timestamp::parse("2026-12-08T09:00:00Z").unwrap(),
                    end_time: Timestamp::parse("2026-12-08T10:30:00Z").unwrap(),
                }],
            })),
            r#"{"type":"spots","spots":[{"start_time":"2026-12-08T09:00:00.000000Z","end_time":"2026-12-08T10:30:00.000000Z"}]}"#
        );
    }

    #[test]
    fn everything_that_is_given_is_sent() {
        let whole = CreateOneOffEventType {
            co_hosts: Some(vec![UserUri::parse("U2", BASE).unwrap()]),
            timezone: Some("Europe/Rome".to_owned()),
            location: Some(LocationConfigurationInput {
                kind: LocationKind::Physical,
                location: Some("Speicherstadt 4".to_owned()),
                additional_info: Some("2. Stock".to_owned()),
                phone_number: None,
            }),
            ..meeting(DateSetting::Future(DaysInFuture {
                days: 0,
                only_weekdays: None,
            }))
        };
        let request = prepare(&whole).unwrap();
        assert_eq!(request.target, "/one_off_event_types");
        assert_eq!(
            request.body.unwrap(),
            r#"{"name":"Abnahme","host":"https://api.calendly.com/users/U1","#.to_owned()
                + r#""co_hosts":["https://api.calendly.com/users/U2"],"duration":90,"timezone":"Europe/Rome","#
                + r#""date_setting":{"type":"days_in_future","days":0},"#
                + r#""location":{"kind":"physical","location":"Speicherstadt 4","additional_info":"2. Stock"}}"#
        );
    }

    #[test]
    fn a_setting_is_checked_by_its_own_rules() {
        assert_eq!(refusal(r#"{"days":3}"#), "date_setting.type is required");
        assert_eq!(
            refusal(r#"{"type":"someday"}"#),
            "date_setting.type must be one of date_range, days_in_future, spots"
        );
        assert_eq!(
            refusal(r#"{"type":"days_in_future","days":366}"#),
            "date_setting.days must be a whole number from 0 to 365"
        );
        assert_eq!(
            refusal(r#"{"type":"date_range","start_date":"2026-12-01"}"#),
            "date_setting.end_date is required"
        );
        assert_eq!(
            refusal(r#"{"type":"spots","days":3}"#),
            "date_setting.days is not known here"
        );
        assert_eq!(refusal("7"), "date_setting must be an object");
    }

    #[test]
    fn a_name_has_at_most_55_characters_and_a_meeting_half_a_day() {
        let spots = || DateSetting::Spots(Spots { spots: Vec::new() });
        let mut long = meeting(spots());
        long.name = "ß".repeat(56);
        let refusal = prepare(&long).unwrap_err();
        assert_eq!(refusal.to_string(), "name must have at most 55 characters");
        let mut endless = meeting(spots());
        endless.duration = 721;
        assert_eq!(prepare(&endless).unwrap_err().parameter, "duration");
    }

    #[test]
    fn the_answer_is_an_event_type() {
        let body = include_str!("../../tests/fixtures/one_off_event_types/create.json");
        let event_type = CreateOneOffEventType::decode(body).unwrap();
        assert_eq!(event_type.class, Class::Adhoc);
        assert_eq!(
            event_type.scheduling_url.as_deref(),
            Some("https://calendly.com/d/abnahme-7x2/abnahme")
        );
        assert!(event_type.profile.is_none() && event_type.position.is_none());
    }
}

//! The busy time: when a user is not free (`GET /user_busy_times`).

use super::endpoint::{Collection, endpoint};
use super::model::model;
use super::open_enum::open_enum;
use super::uri::{ScheduledEventUri, UserUri};
use crate::time::Timestamp;

model! {
    /// A span in which a user is not free.
    BusyTime {
        class: BusyTimeClass as "type",
        start_time: Timestamp,
        end_time: Timestamp,
        /// With the buffer before the event; missing for entries of other calendars.
        buffered_start_time: Option<Timestamp>,
        /// With the buffer after the event; missing for entries of other calendars.
        buffered_end_time: Option<Timestamp>,
        /// Missing for entries of other calendars, of which nothing else is told.
        event: Option<BusyTimeEvent>,
    }

    /// The event a user is busy with.
    BusyTimeEvent {
        uri: ScheduledEventUri,
    }
}

open_enum!(
    /// What keeps a user busy: an event of Calendly's, a time that is held, or an entry of a connected calendar.
    BusyTimeClass {
        Calendly = "calendly",
        Reserved = "reserved",
        External = "external",
    }
);

endpoint! {
    /// When a user is not free, in order. At most 7 days at once, and not paged. Calendly answers 424 where a
    /// connected calendar cannot be read.
    ListUserBusyTimes: GET "/user_busy_times", ["availability:read"] => Collection<BusyTime>,
        rules [before(start_time, end_time), at_most_days(start_time, end_time, 7)] {
        query user: UserUri,
        /// Not in the past.
        query start_time: Timestamp,
        /// At most 7 days after the start.
        query end_time: Timestamp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    #[test]
    fn events_entries_of_other_calendars_and_new_kinds_decode() {
        let body = include_str!("../../tests/fixtures/user_busy_times/list.json");
        let times = ListUserBusyTimes::decode(body).unwrap();
        let [meeting, held, dentist, odd] = &times[..] else {
            panic!("four times")
        };
        assert_eq!(meeting.class, BusyTimeClass::Calendly);
        assert!(meeting.buffered_start_time.unwrap() < meeting.start_time);
        assert!(meeting.buffered_end_time.unwrap() > meeting.end_time);
        let event = meeting.event.as_ref().unwrap();
        assert_eq!(event.uri.uuid(), "EVKENNENLERNEN01");
        assert_eq!(held.class, BusyTimeClass::Reserved);
        assert_eq!(dentist.class, BusyTimeClass::External);
        assert_eq!((dentist.buffered_start_time, &dentist.event), (None, &None));
        assert_eq!(odd.class, BusyTimeClass::Other("siesta".to_owned()));
    }

    #[test]
    fn the_window_is_in_the_query() {
        let busy = ListUserBusyTimes {
            user: UserUri::parse("U1", "https://api.calendly.com").unwrap(),
            start_time: Timestamp::parse("2026-12-07T00:00:00+01:00").unwrap(),
            end_time: Timestamp::parse("2026-12-14T00:00:00+01:00").unwrap(),
        };
        assert_eq!(
            prepare(&busy).unwrap().target,
            "/user_busy_times?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1\
             &start_time=2026-12-06T23%3A00%3A00.000000Z&end_time=2026-12-13T23%3A00%3A00.000000Z"
        );
    }
}

//! The available time: when an event type can be booked (`GET /event_type_available_times`).

use crate::json::Value;

use super::endpoint::{AnswerType, endpoint};
use super::fields::{self, DecodeError};
use super::model::{Described, model};
use super::open_enum::open_enum;
use super::schema::{Answer, Shape, answer_shape};
use super::uri::EventTypeUri;
use crate::time::Timestamp;

model! {
    /// A start time that can be booked.
    AvailableTime {
        status: Status,
        /// Places left; more than 1 for group types.
        invitees_remaining: u32 = 1,
        start_time: Timestamp,
        /// Deep link to the booking step of this time on the public page.
        scheduling_url: Option<String>,
    }
}

open_enum!(
    /// Whether the time can be booked.
    Status { Available = "available" }
);

/// The times of one window. The list is not paged.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct AvailableTimes {
    pub collection: Vec<AvailableTime>,
    /// Items whose start is no instant, left out of `collection`. To be mentioned, not to be hidden.
    pub not_understood: usize,
}

impl AnswerType for AvailableTimes {
    const ANSWER: Answer = Answer::Collection(answer_shape(Shape::Model(&AvailableTime::MODEL)));
    type Response = Self;

    fn read(answer: &Value) -> Result<Self, DecodeError> {
        let items = fields::collection(answer)?;
        let read = |item| AvailableTime::read(item).ok();
        let collection: Vec<_> = items.iter().filter_map(read).collect();
        Ok(Self {
            not_understood: items.len() - collection.len(),
            collection,
        })
    }
}

endpoint! {
    /// The available times of an event type in a window of at most 31 days that begins in the future.
    // Calendly's endpoint page names the first scope, its scope catalogue the second.
    ListEventTypeAvailableTimes: GET "/event_type_available_times", ["availability:read", "event_types:read"]
        => AvailableTimes,
        rules [before(start_time, end_time), at_most_days(start_time, end_time, 31)] {
        query event_type: EventTypeUri,
        query start_time: Timestamp,
        /// At most 31 days after the start.
        query end_time: Timestamp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    #[test]
    fn the_times_of_a_window_decode() {
        let body = include_str!("../../tests/fixtures/event_type_available_times/list.json");
        let times = ListEventTypeAvailableTimes::decode(body).unwrap();
        assert_eq!(times.collection.len(), 3);
        assert_eq!(times.not_understood, 0);
        assert_eq!(times.collection[0].status, Status::Available);
        assert_eq!(times.collection[1].invitees_remaining, 4);
        assert!(times.collection[2].scheduling_url.is_some());
    }

    #[test]
    fn times_that_are_no_instants_are_counted_and_the_others_kept() {
        let body = include_str!("../../tests/fixtures/event_type_available_times/odd.json");
        let times = ListEventTypeAvailableTimes::decode(body).unwrap();
        assert_eq!(times.not_understood, 5);
        assert_eq!(times.collection.len(), 2);
    }

    #[test]
    fn the_window_is_sent_in_microseconds() {
        let request = ListEventTypeAvailableTimes {
            event_type: EventTypeUri::parse("E1", "https://api.calendly.com").unwrap(),
            start_time: Timestamp::parse("2026-12-08T08:00:00Z").unwrap(),
            end_time: Timestamp::parse("2026-12-09T08:00:00Z").unwrap(),
        };
        let target = prepare(&request).unwrap().target;
        assert!(
            target.contains("start_time=2026-12-08T08%3A00%3A00.000000Z"),
            "{target}"
        );
    }
}

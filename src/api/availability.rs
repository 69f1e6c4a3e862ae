//! The available time: when an event type can be booked (`GET /event_type_available_times`).

use super::endpoint::{Endpoint, Method};
use super::fields::{self, DecodeError};
use super::open_enum::open_enum;
use super::uri::EventTypeUri;
use crate::json::Value;
use crate::time::Timestamp;

/// A start time that can be booked.
#[derive(Clone)]
pub struct AvailableTime {
    pub status: Status,
    /// Places left; more than 1 for group types.
    pub invitees_remaining: u32,
    pub start_time: Timestamp,
    /// Deep link to the booking step of this time on the public page.
    pub scheduling_url: Option<String>,
}

open_enum!(
    /// Whether the time can be booked.
    Status { Available = "available" }
);

/// The times of one window. The list is not paged.
#[derive(Clone, Default)]
pub struct AvailableTimes {
    pub collection: Vec<AvailableTime>,
    /// Items whose start is no instant, left out of `collection`. To be mentioned, not to be hidden.
    pub not_understood: usize,
}

impl AvailableTime {
    fn read(time: &Value) -> Option<Self> {
        Some(Self {
            status: fields::text(time, "status").into(),
            invitees_remaining: fields::optional_count(time, "invitees_remaining").unwrap_or(1),
            start_time: fields::instant(time, "start_time")?,
            scheduling_url: fields::optional_text(time, "scheduling_url"),
        })
    }
}

/// The available times of an event type in a window of at most 31 days that begins in the future.
pub struct ListEventTypeAvailableTimes {
    pub event_type: EventTypeUri,
    pub start_time: Timestamp,
    pub end_time: Timestamp,
}

impl Endpoint for ListEventTypeAvailableTimes {
    const METHOD: Method = Method::Get;
    // Calendly's endpoint page names the first, its scope catalogue the second.
    const SCOPES: &'static [&'static str] = &["availability:read", "event_types:read"];
    type Response = AvailableTimes;

    fn path(&self) -> String {
        "/event_type_available_times".to_owned()
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        vec![
            ("event_type", self.event_type.as_str().to_owned()),
            ("start_time", self.start_time.to_rfc3339()),
            ("end_time", self.end_time.to_rfc3339()),
        ]
    }

    fn read(answer: &Value) -> Result<AvailableTimes, DecodeError> {
        let items = fields::collection(answer)?;
        let collection: Vec<_> = items.iter().filter_map(AvailableTime::read).collect();
        Ok(AvailableTimes {
            not_understood: items.len() - collection.len(),
            collection,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            end_time: Timestamp::parse("2026-12-08T08:00:00Z").unwrap(),
        };
        assert_eq!(
            request.query()[1],
            ("start_time", "2026-12-08T08:00:00.000000Z".to_owned())
        );
    }
}

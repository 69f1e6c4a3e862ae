//! The slots: available times, as Calendly sent them, in the words of our own domain.

use crate::api::availability::{AvailableTime, AvailableTimes, Status};
use crate::booking::slots::Slot;

/// The bookable ones of `times`. A status this version does not know is not offered as free.
pub fn slots(times: AvailableTimes) -> Vec<Slot> {
    times
        .collection
        .into_iter()
        .filter(is_bookable)
        .map(slot)
        .collect()
}

fn is_bookable(time: &AvailableTime) -> bool {
    // A missing status says nothing against a time in a list of available ones.
    match &time.status {
        Status::Available => true,
        Status::Other(text) => text.is_empty(),
    }
}

fn slot(time: AvailableTime) -> Slot {
    Slot {
        start: time.start_time,
        invitees_remaining: time.invitees_remaining,
        scheduling_url: time.scheduling_url,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::availability::ListEventTypeAvailableTimes;

    #[test]
    fn only_what_is_available_becomes_a_slot() {
        let body = r#"{"collection":[
            {"status":"available","invitees_remaining":3,"start_time":"2026-12-08T08:00:00Z","scheduling_url":"u"},
            {"status":"held","start_time":"2026-12-08T09:00:00Z"},
            {"start_time":"2026-12-08T10:00:00Z"}]}"#;
        let slots = slots(ListEventTypeAvailableTimes::decode(body).unwrap());
        let places: Vec<_> = slots.iter().map(|slot| slot.invitees_remaining).collect();
        assert_eq!(places, [3, 1]);
        assert_eq!(slots[0].scheduling_url.as_deref(), Some("u"));
    }
}

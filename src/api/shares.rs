//! The share: an event type customised once and sent to somebody as a single-use link (`/shares`).

use crate::json::Value;

use super::endpoint::{Nothing, Resource, endpoint};
use super::event_types::{DURATION, DURATION_OPTIONS};
use super::input::{Change, CreationSort, Sort, input};
use super::locations::LocationKind;
use super::model::model;
use super::open_enum::open_enum;
use super::page::{Keyed, Page};
use super::scheduling_links::SchedulingLink;
use super::schema::Limit;
use super::uri::{EventTypeUri, ShareUri, UserUri};
use super::user_availability_schedules::{AvailabilityRule, AvailabilityRuleInput};
use crate::time::{Date, Timestamp};

model! {
    /// A customised single-use link. Calendly answered only `scheduling_links` and `share_override` before 6 November
    /// 2026.
    Share {
        /// The link itself, one.
        scheduling_links: Vec<SchedulingLink>,
        share_override: Option<ShareOverride>,
        uri: Option<ShareUri>,
        /// For whom it is. Calendly does not describe what stands here.
        contact: Value,
        created_at: Option<Timestamp>,
        status: Option<ShareStatus>,
    }

    /// What counts for the link, whether it was customised or is the event type's own.
    ShareOverride {
        name: Option<String>,
        /// Minutes.
        duration: Option<u32>,
        /// Minutes the invitee may choose from.
        duration_options: Option<Vec<u32>>,
        period_type: Option<PeriodType>,
        /// `YYYY-MM-DD`, of a `fixed` period.
        start_date: Option<String>,
        /// `YYYY-MM-DD`, of a `fixed` period.
        end_date: Option<String>,
        /// Days ahead that can be booked, of a `moving` or `available_moving` period.
        max_booking_time: Option<u32>,
        /// How long before a meeting it can still be booked. Calendly does not tell the unit.
        min_booking_time: Option<u32>,
        /// Whether the place is told only after booking.
        hide_location: bool,
        location_configurations: Vec<ShareLocation>,
        availability_rule: Option<ShareHours>,
    }

    /// Where the meeting takes place.
    ShareLocation {
        kind: LocationKind,
        location: Option<String>,
        additional_info: Option<String>,
        phone_number: Option<String>,
        position: Option<u32>,
    }

    /// Weekly hours with exceptions, in one time zone.
    ShareHours {
        rules: Vec<AvailabilityRule>,
        /// As Calendly sent it; may be no IANA name.
        timezone: String,
    }
}

/// By its URI, and by its link where it has none.
impl Keyed for Share {
    fn key(&self) -> &str {
        let link = self.scheduling_links.first();
        let link = link.map_or("", |link| link.booking_url.as_str());
        self.uri.as_ref().map_or(link, ShareUri::as_str)
    }
}

open_enum!(
    /// Whether the link can still be booked.
    ShareStatus {
        Active = "active",
        Booked = "booked",
        Expired = "expired",
    }
);
open_enum!(
    /// How far ahead can be booked: so many days in which the host has hours (`available_moving`), so many days of
    /// the calendar (`moving`), from one date to another (`fixed`), or without end.
    PeriodType {
        AvailableMoving = "available_moving",
        Moving = "moving",
        Fixed = "fixed",
        Unlimited = "unlimited",
    }
);

input! {
    /// Where the meeting takes place, as it is set.
    ShareLocationInput {
        kind: LocationKind,
        /// At most 255 characters.
        location: Option<String> where Limit::Most(255),
        /// At most 255 characters.
        additional_info: Option<String> where Limit::Most(255),
        phone_number: Option<String>,
        position: Option<u32>,
    }

    /// The hours of the link, as they are set.
    ShareHoursInput {
        rules: Vec<AvailabilityRuleInput>,
        /// An IANA name.
        timezone: String,
    }
}

endpoint! {
    /// Makes a customised single-use link to an event type of one host with one invitee. What is left out is as at
    /// the event type. Not idempotent: every execution makes another one.
    CreateShare: POST "/shares", ["shares:write"] => Resource<Share>,
        rules [needs(period_type = "fixed", start_date), needs(period_type = "fixed", end_date), ordered(start_date, end_date), needs(period_type = "moving", max_booking_time), needs(period_type = "available_moving", max_booking_time)] {
        body event_type: EventTypeUri,
        /// At most 55 characters.
        body name: Option<String> where Limit::Most(55),
        /// Minutes, at most 720.
        body duration: Option<u32> where DURATION,
        /// Minutes the invitee may choose from; at most 4.
        body duration_options: Option<Vec<u32>> where DURATION_OPTIONS,
        body period_type: Option<PeriodType>,
        /// Needed for a `fixed` period.
        body start_date: Option<Date>,
        /// Needed for a `fixed` period.
        body end_date: Option<Date>,
        /// Days; needed for a `moving` or `available_moving` period.
        body max_booking_time: Option<u32>,
        /// Whether the place is told only after booking; counts only for a single place of the kind `custom`.
        body hide_location: Option<bool>,
        body location_configurations: Option<Vec<ShareLocationInput>>,
        body availability_rule: Option<ShareHoursInput>,
        /// For whom it is. Calendly does not describe what stands here.
        body contact: Option<Value>,
    }

    /// The shares of the owner of the token: those of the tab of single-use links, one-off meetings included.
    ListShares: GET "/shares", ["shares:read"] => Page<Share>, paged 100,
        rules [ordered(min_created_at, max_created_at)] {
        /// The owner of the token.
        query user: UserUri,
        query event_type: Option<EventTypeUri>,
        query min_created_at: Option<Timestamp>,
        query max_created_at: Option<Timestamp>,
        query sort: Vec<Sort<CreationSort>>,
    }

    /// Changes a share that was not booked yet. `null` brings back what the event type has, and what is left out
    /// stays.
    UpdateShare: PATCH "/shares/{uuid}", ["shares:write"] => Resource<Share>,
        rules [ordered(start_date, end_date)] {
        path uuid: ShareUri,
        /// At most 55 characters.
        body name: Change<String> where Limit::Most(55),
        /// Minutes, at most 720.
        body duration: Change<u32> where DURATION,
        /// Minutes the invitee may choose from; at most 4.
        body duration_options: Change<Vec<u32>> where DURATION_OPTIONS,
        body period_type: Change<PeriodType>,
        /// Needed for a `fixed` period.
        body start_date: Change<Date>,
        /// Needed for a `fixed` period.
        body end_date: Change<Date>,
        /// Days; needed for a `moving` or `available_moving` period.
        body max_booking_time: Change<u32>,
        /// Whether the place is told only after booking; counts only for a single place of the kind `custom`.
        body hide_location: Change<bool>,
        body location_configurations: Change<Vec<ShareLocationInput>>,
        body availability_rule: Change<ShareHoursInput>,
        /// For whom it is. Calendly does not describe what stands here.
        body contact: Change<Value>,
    }

    /// Takes back a share that was not booked yet.
    DeleteShare: DELETE "/shares/{uuid}", ["shares:write"] => Nothing {
        path uuid: ShareUri,
    }
}

impl CreateShare {
    /// As the event type is.
    pub fn of(event_type: EventTypeUri) -> Self {
        Self {
            event_type,
            name: None,
            duration: None,
            duration_options: None,
            period_type: None,
            start_date: None,
            end_date: None,
            max_booking_time: None,
            hide_location: None,
            location_configurations: None,
            availability_rule: None,
            contact: None,
        }
    }
}

impl UpdateShare {
    /// A change of nothing yet.
    pub fn of(uuid: ShareUri) -> Self {
        Self {
            uuid,
            name: Change::Keep,
            duration: Change::Keep,
            duration_options: Change::Keep,
            period_type: Change::Keep,
            start_date: Change::Keep,
            end_date: Change::Keep,
            max_booking_time: Change::Keep,
            hide_location: Change::Keep,
            location_configurations: Change::Keep,
            availability_rule: Change::Keep,
            contact: Change::Keep,
        }
    }
}

#[cfg(test)]
mod tests;

//! Links that can be booked once: those of `POST /scheduling_links` and those of shares.

use jiff::Timestamp;

use super::instant::plus_seconds;

/// A single-use link.
#[derive(Clone)]
pub struct Link {
    /// What stands in its address: `/d/<code>/<slug>`.
    pub code: String,
    /// UUID of the event type.
    pub event_type: String,
    /// UUID of the invitee who used it up.
    pub booked: Option<String>,
    pub created_at: Timestamp,
}

/// What can still be done with a link.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Status {
    Active,
    Booked,
    Expired,
}

impl Status {
    /// As the API names it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Booked => "booked",
            Self::Expired => "expired",
        }
    }
}

/// Days after which a link that nobody used no longer works. Calendly's API documentation does not say; its users
/// report 90.
const LIFE_DAYS: i64 = 90;

impl Link {
    pub fn status(&self, now: Timestamp) -> Status {
        if self.booked.is_some() {
            Status::Booked
        } else if now >= plus_seconds(self.created_at, LIFE_DAYS * 24 * 60 * 60) {
            Status::Expired
        } else {
            Status::Active
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::instant;

    #[test]
    fn an_unused_link_works_for_ninety_days_and_a_used_one_stays_booked() {
        let at = |text| instant::parse(text).unwrap();
        let mut link = Link {
            code: "abc".into(),
            event_type: "E".into(),
            booked: None,
            created_at: at("2026-01-01T12:00:00Z"),
        };
        assert_eq!(link.status(at("2026-04-01T11:59:59Z")), Status::Active);
        assert_eq!(link.status(at("2026-04-01T12:00:00Z")), Status::Expired);
        link.booked = Some("I".into());
        assert_eq!(link.status(at("2027-01-01T12:00:00Z")), Status::Booked);
    }
}

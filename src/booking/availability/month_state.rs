//! How a month stands: loading, known, or with gaps.

use super::{Availability, ErrorKey};
use crate::booking::windows::{Window, without};
use crate::time::{Date, Month, Timestamp, ZoneOffsets};

/// How a month stands.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct MonthState {
    /// Something of it is on its way.
    pub loading: bool,
    /// What of it could not be fetched, in order. Each can be retried alone.
    pub failed: Vec<Window>,
    /// What the first of those failed with.
    pub error: Option<ErrorKey>,
    /// When the oldest part of what is known of it arrived; `None` while nothing is known.
    pub fetched_at: Option<Timestamp>,
    /// From when the oldest part is that is only recalled; `None` where nothing is.
    pub as_of: Option<Timestamp>,
}

impl MonthState {
    /// Everything that can be known has arrived: a month without slots may be called empty.
    pub fn settled(&self) -> bool {
        !self.loading && self.failed.is_empty() && self.fetched_at.is_some()
    }
}

impl Availability {
    /// How a month stands, as the zone cuts it.
    pub fn state(&self, month: Month, zone: &ZoneOffsets) -> MonthState {
        self.state_in(Window::of_month(month, zone))
    }

    /// How any window stands.
    pub fn state_in(&self, whole: Window) -> MonthState {
        let inside = |window: &Window| window.overlaps(whole);
        let failed = self.failed.iter().filter(|(window, _)| inside(window));
        MonthState {
            loading: (self.pending.iter()).any(|pending| pending.owned.iter().any(inside)),
            error: failed.clone().map(|(_, error)| error.clone()).next(),
            failed: failed.map(|(window, _)| *window).collect(),
            fetched_at: (self.known.iter())
                .filter(|(window, _)| inside(window))
                .map(|(_, fetched_at)| *fetched_at)
                .min(),
            as_of: (self.recalled.iter())
                .filter(|(window, _)| inside(window))
                .map(|(_, at)| *at)
                .min(),
        }
    }

    /// The dates of a month of which nothing can be said, because their window failed and nothing
    /// was known of it before. In order.
    pub fn gaps(&self, month: Month, zone: &ZoneOffsets) -> Vec<Date> {
        self.gaps_in(Window::of_month(month, zone), zone)
    }

    /// The same of any window.
    pub fn gaps_in(&self, whole: Window, zone: &ZoneOffsets) -> Vec<Date> {
        let mut gaps: Vec<Window> = (self.failed.iter())
            .map(|(window, _)| window.common(whole))
            .filter(|window| !window.is_empty())
            .collect();
        for (window, _) in self.told() {
            gaps = without(&gaps, window);
        }
        let mut dates = Vec::new();
        for gap in gaps {
            let last = zone.local(gap.end.plus_millis(-1)).date;
            let mut date = zone.local(gap.start).date;
            while date <= last {
                if dates.last() != Some(&date) {
                    dates.push(date);
                }
                date = date.plus_days(1);
            }
        }
        dates
    }
}

//! The available times: a month, the chosen day, and what to do with the chosen times.

mod calendar;
mod day;
mod status;
mod tray;

use std::collections::BTreeMap;

use super::combine;
use super::dom::{El, div, follow};
use crate::booking::{DaySlot, by_day, upcoming};
use crate::state::{App, Signal};
use crate::time::Date;

/// The times that are still to come, by the days of the shown zone.
pub type Days = Signal<BTreeMap<Date, Vec<DaySlot>>>;

/// The page of times.
pub fn page(app: App) -> El {
    let days: Days = Signal::new(BTreeMap::new());
    follow(Box::new(move || {
        let at = app.minute.get();
        let zone = app.offsets.get();
        let next = app
            .times
            .with(|times| by_day(upcoming(times.slots(), at), &zone));
        if days.with_untracked(|before| *before != next) {
            days.set(next);
        }
    }));
    let month = div("month")
        .attr("part", "calendar")
        .child(calendar::head(app))
        .child(calendar::grid(app, days))
        .child(status::line(app, days))
        .child(status::gaps(app));
    div("times-page")
        .child(combine::bar(app))
        .child(div("times").child(month).child(day::day(app, days)))
        .child(tray::tray(app))
}

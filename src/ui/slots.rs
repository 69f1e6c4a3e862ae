//! The available times: a month with its chosen day, a week or a list, and what to do with the chosen times.

mod bar;
mod calendar;
mod day;
mod head;
mod list;
mod picking;
mod status;
mod times;
mod tray;
mod week;

use std::collections::BTreeMap;

use super::combine;
use super::dom::{El, div, follow};
use crate::booking::{DaySlot, Layout, by_day, upcoming};
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
    let shown = div("layout").maybe(move || {
        Some(match app.layout.get() {
            Layout::Month => div("times")
                .child(
                    div("month")
                        .attr("part", "calendar")
                        .child(head::head(app))
                        .child(calendar::grid(app, days))
                        .child(status::line(app, days))
                        .child(status::gaps(app)),
                )
                .child(day::day(app, days)),
            Layout::Week => whole(app, days, week::week(app, days)),
            Layout::List => whole(app, days, list::list(app, days)),
        })
    });
    div("times-page")
        .child(combine::bar(app))
        .child(bar::bar(app))
        .child(picking::pickable(app, days, shown))
        .child(tray::tray(app))
}

/// A layout that has the whole width.
fn whole(app: App, days: Days, content: El) -> El {
    div("whole")
        .attr("part", "times")
        .child(head::head(app))
        .child(content)
        .child(status::line(app, days))
        .child(status::gaps(app))
}

//! The available times: a month, the chosen day, and what to do with the chosen times.

mod calendar;
mod day;
mod status;
mod tray;

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::booking::{DaySlot, by_day, upcoming};
use crate::state::App;
use crate::time::Date;

/// The times that are still to come, by the days of the shown zone.
pub type Days = Memo<BTreeMap<Date, Vec<DaySlot>>>;

/// The page of times.
pub fn page(app: App) -> impl IntoView {
    let days: Days = Memo::new(move |_| {
        let at = app.minute.get();
        let zone = app.offsets.get();
        app.times
            .with(|times| by_day(upcoming(times.slots(), at), &zone))
    });
    v! {
        <div class="times">
            <div class="month" part="calendar">
                {calendar::calendar(app, days)}
                {status::status(app, days)}
            </div>
            {day::day(app, days)}
        </div>
        {tray::tray(app)}
    }
}

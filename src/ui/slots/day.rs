//! The times of the chosen day.

use super::Days;
use super::times::{group, loading, of_day, select_day};
use crate::browser::intl::Shape;
use crate::state::App;
use crate::ui::dom::{El, div, paragraph};
use crate::ui::kit::{heading, in_locale};
use crate::ui::text;

/// The chosen day.
pub fn day(app: App, days: Days) -> El {
    let slots = of_day(days, move || app.day.get());
    let title = move || match app.day.get() {
        Some(day) => app.style.get().say_date(Shape::Day, day),
        None => "\u{a0}".to_owned(),
    };
    let head = div("day-head")
        .child(
            in_locale(app, heading(app, 1, "day-title"))
                .live_text(title)
                .live("aria-hidden", move || {
                    // It keeps its place, and has nothing to say.
                    app.day.get().is_none().then(|| "true".to_owned())
                }),
        )
        .maybe(move || {
            slots
                .with(|slots| !slots.is_empty())
                .then(|| select_day(app, slots))
        });
    let list = group(app, move || app.day.get(), slots, false).maybe(move || {
        if slots.with(|slots| !slots.is_empty()) {
            return None;
        }
        if app.span_state().loading {
            return Some(loading(5));
        }
        let words = if app.day.get().is_some() {
            text::NO_TIMES_DAY
        } else {
            text::NO_DAY
        };
        Some(paragraph("faint none", words))
    });
    div("day").attr("part", "times").child(head).child(list)
}

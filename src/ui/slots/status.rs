//! What stands below the calendar: how fresh it is, where the next time is, what did not come.

use super::Days;
use crate::booking::Window;
use crate::browser::intl::Shape;
use crate::state::App;
use crate::time::Month;
use crate::ui::dom::{El, button, div, paragraph, span};
use crate::ui::{check, text};

fn month_name(app: App, month: Month) -> String {
    app.style.get().say_date(Shape::Month, month.first())
}

/// Freshness, and the way to the next time.
pub fn line(app: App, days: Days) -> El {
    let empty = move || {
        let span = app.span();
        app.span_state().settled() && !days.with(|days| days.keys().any(|day| span.contains(*day)))
    };
    div("status")
        .region(move || {
            let state = app.span_state();
            if empty() {
                return vec![span("strong", &text::no_times_in(&app.span_name()))];
            }
            if state.loading && state.fetched_at.is_none() {
                return vec![span("faint", &[text::LOADING_TIMES, "…"].concat())];
            }
            let at = state
                .fetched_at
                .map(|at| text::updated_at(&app.style.get().say(Shape::Time, &app.zone.get(), at)));
            vec![
                span("faint", &at.unwrap_or_default()),
                button("quiet", text::REFRESH, move || app.revalidate()).id("refresh"),
            ]
        })
        .region(move || {
            if app.searching.get() {
                return vec![span("faint", text::SEARCHING).attr("role", "status")];
            }
            if !empty() {
                return Vec::new();
            }
            if let Some(slot) = app.next_known() {
                let when = app
                    .style
                    .get()
                    .say(Shape::Short, &app.zone.get(), slot.start);
                return vec![button("quiet", &text::next_is(&when), move || {
                    app.jump(slot.start)
                })];
            }
            let until = app
                .searched_to
                .get()
                .map(|month| text::nothing_until(&month_name(app, month)));
            vec![
                span("faint", &until.unwrap_or_default()),
                button("quiet", text::FIND_NEXT, move || app.go_to_next_available()),
            ]
        })
}

/// What of the shown days did not come, each part with its own Retry.
pub fn gaps(app: App) -> El {
    div("gaps").region(move || {
        let state = app.span_state();
        let why = state.error.map(|error| error.0).unwrap_or_default();
        state
            .failed
            .into_iter()
            .map(|window| gap(app, window, &why))
            .collect()
    })
}

fn gap(app: App, window: Window, why: &str) -> El {
    let (zone, style) = (app.offsets.get(), app.style.get());
    let from = style.say_date(Shape::ShortDay, zone.local(window.start).date);
    let to = style.say_date(Shape::ShortDay, zone.local(window.end.plus_millis(-1)).date);
    div("notice warning")
        .attr("role", "alert")
        .child(paragraph("", &text::gap(&from, &to, why)))
        .child(button("quiet", text::RETRY, move || {
            app.retry_window(window)
        }))
        .child(check(app))
}

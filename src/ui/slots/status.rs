//! What stands below the calendar: how fresh it is, where the next time is, what did not come.

use super::Days;
use crate::booking::Failure;
use crate::browser::intl::Shape;
use crate::state::App;
use crate::time::Month;
use crate::ui::dom::{El, button, div, paragraph, span};
use crate::ui::event_type::name_of;
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
            if let Some(seen) = state.as_of {
                let minutes = app.minute.get().millis_since(seen) / 60_000;
                let words = text::as_of(&text::ago(minutes), state.loading);
                let refresh = button("quiet", text::REFRESH, move || app.revalidate());
                return vec![span("strong", &words), refresh.id("refresh")];
            }
            if state.loading && state.fetched_at.is_none() {
                return vec![span("faint", &[text::LOADING_TIMES, "…"].concat())];
            }
            let at = state
                .fetched_at
                .map(|at| text::updated_at(&app.style.get().say(Shape::Time, &app.zone.get(), at)));
            let shown = app.shown();
            let changed = match app.times.with(|times| times.changed(shown)) {
                (0, 0) => None,
                (came, went) => Some(span("chip live", &text::changed(came, went))),
            };
            let head = [span("faint", &at.unwrap_or_default())];
            let refresh = button("quiet", text::REFRESH, move || app.revalidate());
            head.into_iter()
                .chain(changed)
                .chain([refresh.id("refresh")])
                .collect()
        })
        .region(move || {
            if app.searching.get() {
                return vec![span("faint", text::SEARCHING).attr("role", "status")];
            }
            if !empty() {
                return Vec::new();
            }
            if let Some(at) = app.next_known() {
                let when = app.style.get().say(Shape::Short, &app.zone.get(), at);
                return vec![button("quiet", &text::next_is(&when), move || app.jump(at))];
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
        let shown = app.shown();
        let failures = app.times.with(|times| times.failures(shown));
        failures
            .into_iter()
            .map(|failure| gap(app, failure))
            .collect()
    })
}

fn gap(app: App, failure: Failure) -> El {
    let (zone, style, window) = (app.offsets.get(), app.style.get(), failure.window);
    let from = style.say_date(Shape::ShortDay, zone.local(window.start).date);
    let to = style.say_date(Shape::ShortDay, zone.local(window.end.plus_millis(-1)).date);
    let of = if app.is_combined() {
        app.event_type_of(&failure.event_type)
    } else {
        None
    };
    let of = of.as_ref().map(name_of).unwrap_or_default();
    div("notice warning")
        .attr("role", "alert")
        .child(paragraph("", &text::gap(of, &from, &to, &failure.error.0)))
        .child(button("quiet", text::RETRY, move || {
            app.retry_times(&failure)
        }))
        .child(check(app))
}

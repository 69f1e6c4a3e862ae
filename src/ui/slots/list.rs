//! All times in one list, by day. A day far from what can be seen has its heading and its room, and its times only once
//! it comes near.

use std::rc::Rc;

use super::Days;
use super::times::{group, loading, of_day, select_day};
use crate::browser::intl::Shape;
use crate::browser::nearness::Nearness;
use crate::state::{App, Signal};
use crate::time::Date;
use crate::ui::dom::{El, button, div, follow, paragraph, span};
use crate::ui::kit::{heading, in_locale};
use crate::ui::text;

/// The list.
pub fn list(app: App, days: Days) -> El {
    let nearness = Nearness::new().map(Rc::new);
    let dates = move || {
        let span = app.span();
        days.with(|days| {
            let shown = days.range(span.first..=span.last);
            shown.map(|(date, _)| date.epoch_days()).collect::<Vec<_>>()
        })
    };
    let has_none = move || dates().is_empty();
    let list = div("list")
        .attr("role", "group")
        .attr("aria-labelledby", "month")
        .live_flag("aria-busy", move || app.span_state().loading)
        .keyed(dates, move |key| {
            section(app, days, Date::from_epoch_days(key), nearness.as_deref())
        })
        .maybe(move || {
            if app.span_state().loading {
                return Some(loading(8));
            }
            has_none().then(|| paragraph("faint none", &text::no_times_in(&app.span_name())))
        })
        .child(
            button("plain list-more", text::SHOW_LATER, move || {
                app.show_later()
            })
            .id("show-later"),
        );
    // Another month begins at its beginning.
    let scroller = list.node().clone();
    follow(Box::new(move || {
        app.month.track();
        scroller.set_scroll_top(0);
    }));
    list
}

fn section(app: App, days: Days, day: Date, nearness: Option<&Nearness>) -> El {
    let slots = of_day(days, move || Some(day));
    let is_near = Signal::new(nearness.is_none());
    // The chosen day may have to take the focus.
    follow(Box::new(move || {
        if app.day.get() == Some(day) && !is_near.get_untracked() {
            is_near.set(true);
        }
    }));
    let count = move || slots.with(Vec::len);
    let title = move || app.style.get().say_date(Shape::Day, day);
    let head = div("list-head")
        .child(in_locale(app, heading(app, 1, &["list-", &day.to_iso()].concat())).live_text(title))
        .child(span("faint", "").live_text(move || text::times(count())))
        .child(select_day(app, slots));
    let times = div("")
        .live("class", move || {
            Some(
                if is_near.get() {
                    "list-times"
                } else {
                    "list-times far"
                }
                .to_owned(),
            )
        })
        .measure("--count", count)
        .maybe(move || {
            is_near
                .get()
                .then(|| group(app, move || Some(day), slots, true))
        });
    let section = div("list-day").child(head).child(times);
    if let Some(nearness) = nearness {
        nearness.watch(section.node(), Box::new(move || is_near.set(true)));
    }
    section
}

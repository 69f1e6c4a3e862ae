//! A week: a column of times for each of its days, one below the other where there is no room for seven.

use super::Days;
use super::times::{group, of_day, select_day};
use crate::browser::intl::Shape;
use crate::state::App;
use crate::ui::dom::{El, div, el, paragraph, span};
use crate::ui::kit::{bones, heading, in_locale};
use crate::ui::text;

/// The seven days.
pub fn week(app: App, days: Days) -> El {
    div("week-days")
        .attr("role", "group")
        .attr("aria-labelledby", "month")
        .live_flag("aria-busy", move || app.span_state().loading)
        .children((0..7).map(|ahead| column(app, days, ahead)))
}

fn column(app: App, days: Days, ahead: i32) -> El {
    let day = move || app.span().first.plus_days(ahead);
    let say = move |shape| move || app.style.get().say_date(shape, day());
    let slots = of_day(days, move || Some(day()));
    let is_empty = move || slots.with(Vec::is_empty);
    let is_today = move || {
        app.minute.track();
        app.zone.track();
        day() == app.today()
    };
    let is_gap = move || {
        let (shown, zone) = (app.shown(), app.offsets.get());
        let gaps = app.times.with(|times| times.gaps_in(shown, &zone));
        is_empty() && gaps.contains(&day())
    };
    let title = heading(app, 1, &["week-day-", &ahead.to_string()].concat());
    let title = in_locale(app, title)
        .live("aria-label", move || Some(say(Shape::FullDay)()))
        .live("aria-current", move || {
            is_today().then(|| "date".to_owned())
        })
        .child(span("week-name", "").live_text(say(Shape::Weekday)))
        .child(span("week-number", "").live_text(say(Shape::Number)))
        .child(span("week-date", "").live_text(say(Shape::Day)));
    let head = div("week-head")
        .child(title)
        .maybe(move || (!is_empty()).then(|| select_day(app, slots)));
    let list = group(app, move || Some(day()), slots, true).maybe(move || {
        if !is_empty() {
            return None;
        }
        if is_gap() {
            return Some(paragraph("faint none", text::NOT_LOADED));
        }
        if app.span_state().loading {
            return Some(div("none").child(bones(4)));
        }
        let dash = el("span").attr("aria-hidden", "true").text("–");
        let words = span("hidden", text::NO_TIMES_DAY);
        Some(paragraph("faint none", "").child(dash).child(words))
    });
    div("")
        .live("class", move || {
            let mut class = String::from("week-day");
            for (applies, name) in [
                (is_today(), " today"),
                (is_empty(), " empty"),
                (is_gap(), " gap"),
            ] {
                if applies {
                    class.push_str(name);
                }
            }
            Some(class)
        })
        .child(head)
        .child(list)
}

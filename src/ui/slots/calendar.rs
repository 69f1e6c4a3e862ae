//! The month as a grid (WAI-ARIA date grid): one cell has the focus, the arrows move it.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::Days;
use crate::booking::{Grid, Key, step};
use crate::browser::intl::Shape;
use crate::state::App;
use crate::time::{Date, Month, Weekday};
use crate::ui::kit::{BACK, FORWARD, by_id, icon, nearest};
use crate::ui::text;

/// Month, weekdays and days.
pub fn calendar(app: App, days: Days) -> impl IntoView {
    let turn = move |months: i32| {
        app.show_month(app.month.get_untracked().plus(months));
        let month = app
            .style
            .get_untracked()
            .say_date(Shape::Month, app.month.get_untracked().first());
        app.announce(month);
    };
    let first_month = move || {
        app.minute.track();
        app.zone.track();
        app.month.get() <= app.today().month()
    };
    v! {
        <div class="month-head">
            <div class="heading" id="month" role="heading" attr:aria-level=move || level(app, 0)>
                {move || app.style.get().say_date(Shape::Month, app.month.get().first())}
            </div>
            <button
                class="icon turn"
                type="button"
                aria-label=text::PREVIOUS_MONTH
                aria-disabled=move || if first_month() { "true" } else { "false" }
                on:click=move |_| {
                    if !first_month() {
                        turn(-1);
                    }
                }
            >
                {icon(BACK)}
            </button>
            <button class="icon turn" type="button" aria-label=text::NEXT_MONTH on:click=move |_| turn(1)>
                {icon(FORWARD)}
            </button>
        </div>
        <div
            class="grid"
            role="grid"
            aria-labelledby="month"
            aria-busy=move || if app.month_state().loading { "true" } else { "false" }
            on:click=move |event| {
                if let Some(day) = nearest(&event, "data-date").as_deref().and_then(Date::parse_iso) {
                    app.choose_day(day);
                    focus_day(app, day);
                }
            }
            on:keydown=move |event| keys(app, &event)
        >
            {move || weekdays(app, app.week_start())}
            {move || weeks(app, days)}
        </div>
    }
}

/// The level of a heading `deeper` than the element's own.
pub fn level(app: App, deeper: u8) -> String {
    (app.options.with(|options| options.heading_level()) + deeper)
        .min(6)
        .to_string()
}

fn weekdays(app: App, first: Weekday) -> impl IntoView {
    let style = app.style.get();
    let any = Date::new(2027, 1, 3 + first.number());
    let names = (0..7).filter_map(|ahead| any.map(|day| day.plus_days(ahead))).map(|day| {
        v! {
            <span class="weekday" role="columnheader" aria-label=style.say_date(Shape::LongWeekday, day)>
                {style.say_date(Shape::Weekday, day)}
            </span>
        }
    });
    v! { <div class="week" role="row">{names.collect_view()}</div> }
}

fn weeks(app: App, days: Days) -> impl IntoView {
    let month = app.month.get();
    let (focus, chosen, zone) = (app.focus.get(), app.day.get(), app.offsets.get());
    app.minute.track();
    let today = app.today();
    let gaps = app.times.with(|times| times.gaps(month, &zone));
    let picked: Vec<Date> = app
        .selection
        .with(|selection| selection.iter().map(|at| zone.local(at).date).collect());
    let style = app.style.get();
    let focus = if month.contains(focus) {
        focus
    } else {
        month.first()
    };
    let most = days.with(|days| days.values().map(Vec::len).max().unwrap_or(1).max(1));
    days.with(|days| {
        Grid::new(month, app.week_start())
            .weeks
            .iter()
            .map(|week| {
                let cells = week.iter().map(|day| {
                    let count = days.get(day).map_or(0, Vec::len);
                    let gap = gaps.contains(day);
                    cell(
                        &style,
                        *day,
                        &Look {
                            month,
                            count,
                            bar: (count * 4).div_ceil(most),
                            gap,
                            past: *day < today,
                            today: *day == today,
                            chosen: Some(*day) == chosen,
                            picked: picked.contains(day),
                            focus: *day == focus,
                        },
                    )
                });
                v! { <div class="week" role="row">{cells.collect::<Vec<_>>()}</div> }
            })
            .collect::<Vec<_>>()
    })
}

/// How a day looks.
struct Look {
    month: Month,
    count: usize,
    bar: usize,
    gap: bool,
    past: bool,
    today: bool,
    chosen: bool,
    picked: bool,
    focus: bool,
}

fn cell(style: &crate::browser::intl::Style, day: Date, look: &Look) -> impl IntoView + use<> {
    let inside = look.month.contains(day);
    let mut class = String::from("cell");
    for (applies, name) in [
        (!inside, " outside"),
        (inside && look.count > 0, " open"),
        (look.today, " today"),
        (look.past, " past"),
        (look.gap && inside, " gap"),
        (look.chosen, " chosen"),
        (look.picked, " picked"),
    ] {
        if applies {
            class.push_str(name);
        }
    }
    let name = inside.then(|| {
        let day = style.say_date(Shape::FullDay, day);
        if look.gap {
            format!("{day}: {}", text::NOT_LOADED)
        } else {
            text::day_summary(&day, look.count)
        }
    });
    v! {
        <div
            class=class
            role="gridcell"
            id=inside.then(|| format!("day-{}", day.to_iso()))
            data-date=inside.then(|| day.to_iso())
            tabindex=inside.then(|| if look.focus { "0" } else { "-1" })
            aria-label=name
            aria-selected=inside.then(|| if look.chosen { "true" } else { "false" })
            aria-current=(inside && look.today).then_some("date")
        >
            <span class="number">{if inside { style.say_date(Shape::Number, day) } else { String::new() }}</span>
            <span class=format!("bar bar-{}", if inside { look.bar } else { 0 })></span>
        </div>
    }
}

fn keys(app: App, event: &KeyboardEvent) {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let name = event.key();
    if matches!(name.as_str(), "Enter" | " ") {
        event.prevent_default();
        app.choose_day(app.focus.get_untracked());
        return;
    }
    let Some(key) = Key::from_name(&name) else {
        return;
    };
    event.prevent_default();
    let rtl = app.style.get_untracked().is_right_to_left();
    let first = untrack(|| app.week_start());
    // Days that are over hold no times: the focus stops at today.
    let to = step(
        app.focus.get_untracked(),
        key,
        event.shift_key(),
        rtl,
        first,
    )
    .max(app.today());
    if !app.month.get_untracked().contains(to) {
        app.focus.set(to);
        app.show_month(to.month());
    }
    app.focus.set(to);
    focus_day(app, to);
}

fn focus_day(app: App, day: Date) {
    request_animation_frame(move || {
        if let Some(cell) = by_id(app, &format!("day-{}", day.to_iso())) {
            let _ = cell.focus();
        }
    });
}

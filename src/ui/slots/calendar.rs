//! The month as a grid (WAI-ARIA date grid): one cell has the focus, the arrows move it.

use leptos::prelude::untrack;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::Days;
use crate::booking::{Grid, Key, Window, step};
use crate::browser::intl::{Shape, Style};
use crate::state::App;
use crate::time::{Date, Month, Weekday};
use crate::ui::dom::{El, div, el, follow, set, span};
use crate::ui::kit::{focus_soon, in_locale, nearest};
use crate::ui::text;

/// Weekdays and days.
pub fn grid(app: App, days: Days) -> El {
    div("grid")
        .attr("role", "grid")
        .attr("aria-labelledby", "month")
        .live_flag("aria-busy", move || app.span_state().loading)
        .on("click", move |event| {
            if let Some(day) = nearest(&event, "data-date")
                .as_deref()
                .and_then(Date::parse_iso)
            {
                app.choose_day(day);
                focus_soon(app, &cell_id(day));
            }
        })
        .on("keydown", move |event| keys(app, event.unchecked_ref()))
        .maybe(move || {
            let names = weekdays(&app.style.get(), app.week_start());
            Some(in_locale(app, names))
        })
        .children(weeks(app, days))
}

fn weekdays(style: &Style, first: Weekday) -> El {
    // 4 January 2027 is a Monday.
    let any = Date::new(2027, 1, 3 + first.number());
    let names = (0..7)
        .filter_map(|ahead| any.map(|day| day.plus_days(ahead)))
        .map(|day| {
            span("weekday", &style.say_date(Shape::Weekday, day))
                .attr("role", "columnheader")
                .attr("aria-label", &style.say_date(Shape::LongWeekday, day))
        });
    div("week").attr("role", "row").children(names)
}

/// Six weeks of cells that stay in the page and only change: the one with the focus never loses it.
fn weeks(app: App, days: Days) -> Vec<El> {
    let mut cells: Vec<Cell> = Vec::new();
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for _ in 0..6 {
        let mut row = div("week").attr("role", "row");
        for _ in 0..7 {
            let (number, bar) = (el("span").class("number"), el("span"));
            let cell = Cell {
                number: number.node().clone(),
                bar: bar.node().clone(),
                cell: None,
            };
            let element = div("cell")
                .attr("role", "gridcell")
                .child(number)
                .child(bar);
            cells.push(Cell {
                cell: Some(element.node().clone()),
                ..cell
            });
            row = row.child(element);
        }
        lines.push(row.node().clone());
        rows.push(row);
    }
    follow(Box::new(move || {
        let (month, focus, chosen, zone) = (
            app.month.get(),
            app.focus.get(),
            app.day.get(),
            app.offsets.get(),
        );
        app.minute.track();
        let today = app.today();
        let gaps = app
            .times
            .with(|times| times.gaps_in(Window::of_month(month, &zone), &zone));
        let picked: Vec<Date> = app
            .selection
            .with(|selection| selection.iter().map(|at| zone.local(at).date).collect());
        let style = app.style.get();
        let focus = if month.contains(focus) {
            focus
        } else {
            month.first()
        };
        let grid = Grid::new(month, app.week_start());
        for (line, week) in lines.iter().zip(&grid.weeks) {
            // A week of other months keeps its place and says nothing.
            let ours = week.iter().any(|day| month.contains(*day));
            set(
                line,
                "role",
                Some(if ours { "row" } else { "presentation" }),
            );
            set(line, "aria-hidden", (!ours).then_some("true"));
        }
        days.with(|days| {
            let most = days.values().map(Vec::len).max().unwrap_or(1).max(1);
            for (cell, day) in cells.iter().zip(grid.weeks.iter().flatten()) {
                let count = days.get(day).map_or(0, Vec::len);
                cell.show(
                    &style,
                    *day,
                    &Look {
                        month,
                        count,
                        bar: (count * 4).div_ceil(most),
                        gap: gaps.contains(day),
                        past: *day < today,
                        today: *day == today,
                        chosen: Some(*day) == chosen,
                        picked: picked.contains(day),
                        focus: *day == focus,
                    },
                );
            }
        });
    }));
    rows
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

struct Cell {
    cell: Option<Element>,
    number: Element,
    bar: Element,
}

impl Cell {
    fn show(&self, style: &Style, day: Date, look: &Look) {
        let Some(cell) = &self.cell else { return };
        if !look.month.contains(day) {
            set(cell, "class", Some("cell outside"));
            for name in [
                "id",
                "data-date",
                "tabindex",
                "aria-label",
                "aria-selected",
                "aria-current",
            ] {
                set(cell, name, None);
            }
            self.number.set_text_content(None);
            set(&self.bar, "class", Some("bar"));
            return;
        }
        let mut class = String::from("cell");
        for (applies, name) in [
            (look.count > 0, " open"),
            (look.today, " today"),
            (look.past, " past"),
            (look.gap, " gap"),
            (look.chosen, " chosen"),
            (look.picked, " picked"),
        ] {
            if applies {
                class.push_str(name);
            }
        }
        let name = style.say_date(Shape::FullDay, day);
        let name = if look.gap && look.count == 0 {
            [&name, ": ", text::NOT_LOADED].concat()
        } else {
            text::day_summary(&name, look.count)
        };
        set(cell, "class", Some(&class));
        set(cell, "id", Some(&cell_id(day)));
        set(cell, "data-date", Some(&day.to_iso()));
        set(cell, "tabindex", Some(if look.focus { "0" } else { "-1" }));
        set(cell, "aria-label", Some(&name));
        set(
            cell,
            "aria-selected",
            Some(if look.chosen { "true" } else { "false" }),
        );
        set(cell, "aria-current", look.today.then_some("date"));
        self.number
            .set_text_content(Some(&style.say_date(Shape::Number, day)));
        set(
            &self.bar,
            "class",
            Some(
                ["bar", "bar bar-1", "bar bar-2", "bar bar-3", "bar bar-4"]
                    .get(look.bar)
                    .unwrap_or(&"bar"),
            ),
        );
    }
}

fn cell_id(day: Date) -> String {
    ["day-", &day.to_iso()].concat()
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
    let first = untrack(move || app.week_start());
    // Days that are over hold no times: the focus stops at today.
    let to = step(
        app.focus.get_untracked(),
        key,
        event.shift_key(),
        rtl,
        first,
    )
    .max(app.today());
    app.steered.set(true);
    app.focus.set(to);
    if !app.month.get_untracked().contains(to) {
        app.show_month(to.month());
        app.focus.set(to);
    }
    focus_soon(app, &cell_id(to));
}

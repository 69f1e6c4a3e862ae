//! The times of the chosen day, each of which can be chosen.

use leptos::prelude::untrack;

use super::Days;
use crate::booking::{DaySlot, zone_city};
use crate::browser::intl::{Shape, Style};
use crate::state::{App, Signal};
use crate::time::{Timestamp, offset_label};
use crate::ui::combine;
use crate::ui::dom::{El, button, div, el, follow, paragraph, span};
use crate::ui::header::offset_now;
use crate::ui::kit::{bones, heading, nearest};
use crate::ui::text;

/// The chosen day.
pub fn day(app: App, days: Days) -> El {
    // Made anew only when the times of the day really change: a revalidation must not take the focus away.
    let slots = Signal::new(Vec::<DaySlot>::new());
    follow(Box::new(move || {
        let day = app.day.get();
        let next = days.with(|days| {
            day.and_then(|day| days.get(&day).cloned())
                .unwrap_or_default()
        });
        if slots.with_untracked(|before| *before != next) {
            slots.set(next);
        }
    }));
    let starts =
        move || slots.with(|slots| slots.iter().map(|slot| slot.slot.start).collect::<Vec<_>>());
    let all = move || {
        app.selection
            .with(|selection| selection.contains_all(&starts()))
    };
    let select = move || {
        button("quiet", "", move || app.toggle_day(&untrack(starts))).live_text(move || {
            if all() {
                text::CLEAR_DAY
            } else {
                text::SELECT_DAY
            }
            .to_owned()
        })
    };
    let title = move || match app.day.get() {
        Some(day) => app.style.get().say_date(Shape::Day, day),
        None => "\u{a0}".to_owned(),
    };
    let head = div("day-head")
        .child(heading(app, 1, "day-title").live_text(title))
        .maybe(move || slots.with(|slots| !slots.is_empty()).then(select));
    let list = div("slots")
        .attr("role", "group")
        .live("aria-label", move || {
            let zone = app.zone.get();
            let day = app.style.get().say_date(Shape::FullDay, app.day.get()?);
            Some([&day, ", ", &zone_city(&zone), ", ", &offset_now(app, &zone)].concat())
        })
        .on("change", move |event| {
            if let Some(at) = nearest(&event, "data-at").and_then(|millis| millis.parse().ok()) {
                app.toggle_time(Timestamp::from_millis(at));
            }
        })
        .region(move || {
            let (style, zone, invitee) = (app.style.get(), app.zone.get(), app.invitee_zone.get());
            slots.with(|slots| {
                slots
                    .iter()
                    .map(|slot| time(app, &style, &zone, &invitee, slot))
                    .collect()
            })
        })
        .maybe(move || {
            if slots.with(|slots| !slots.is_empty()) {
                return None;
            }
            if app.month_state().loading {
                let words = span("hidden", text::LOADING_TIMES);
                return Some(
                    div("none")
                        .attr("role", "status")
                        .child(words)
                        .child(bones(5)),
                );
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

fn time(app: App, style: &Style, zone: &str, invitee: &str, slot: &DaySlot) -> El {
    let start = slot.slot.start;
    let mut label = style.say(Shape::Time, zone, start);
    if slot.repeated {
        // The hour happens twice on this day: only the offset tells which one it is.
        label = [&label, " ", &offset_label(slot.local.offset_seconds)].concat();
    }
    let mut there = String::new();
    if invitee != zone {
        let day = style.say(Shape::Weekday, invitee, start);
        if day != style.say(Shape::Weekday, zone, start) {
            there = day + " ";
        }
        there = [
            &there,
            &style.say(Shape::Time, invitee, start),
            " ",
            &zone_city(invitee),
        ]
        .concat();
    }
    let chosen = move || app.selection.with(|selection| selection.contains(start));
    let spots = slot.slot.invitees_remaining;
    el("label")
        .live("class", move || {
            Some(if chosen() { "slot chosen" } else { "slot" }.to_owned())
        })
        .attr("data-at", &start.as_millis().to_string())
        .child(span("slot-time", &label))
        .child(span("faint slot-there", &there))
        .child(combine::marks(app, start))
        .children((spots > 1).then(|| span("faint slot-spots", &text::spots(spots))))
        .child(
            el("input")
                .attr("type", "checkbox")
                .property("checked", chosen),
        )
}

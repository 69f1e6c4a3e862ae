//! The times of the chosen day, each of which can be chosen.

use leptos::prelude::*;

use super::Days;
use super::calendar::level;
use crate::booking::{DaySlot, zone_city};
use crate::browser::intl::{Shape, Style};
use crate::state::App;
use crate::time::{Timestamp, offset_label};
use crate::ui::kit::nearest;
use crate::ui::text;

/// The chosen day.
pub fn day(app: App, days: Days) -> impl IntoView {
    let slots = move || {
        let day = app.day.get();
        days.with(|days| {
            day.and_then(|day| days.get(&day).cloned())
                .unwrap_or_default()
        })
    };
    let starts = move || {
        slots()
            .iter()
            .map(|slot| slot.slot.start)
            .collect::<Vec<_>>()
    };
    let all = move || {
        let starts = starts();
        app.selection
            .with(|selection| !starts.is_empty() && starts.iter().all(|at| selection.contains(*at)))
    };
    let loading = move || app.month_state().loading;
    v! {
        <div class="day" part="times">
            <div class="day-head">
                <div class="heading" id="day-title" role="heading" attr:aria-level=move || level(app, 1)>
                    {move || app.day.get().map_or_else(
                        || "\u{a0}".to_owned(),
                        |day| app.style.get().say_date(Shape::Day, day),
                    )}
                </div>
                {move || (!starts().is_empty()).then(|| v! {
                    <button class="quiet" type="button" on:click=move |_| app.toggle_day(&starts())>
                        {move || if all() { text::CLEAR_DAY } else { text::SELECT_DAY }}
                    </button>
                })}
            </div>
            <div
                class="slots"
                role="group"
                aria-labelledby="day-title"
                on:change=move |event| {
                    let at = nearest(&event, "data-at").and_then(|millis| millis.parse().ok());
                    if let Some(at) = at {
                        app.toggle_time(Timestamp::from_millis(at));
                    }
                }
            >
                {move || {
                    let slots = slots();
                    let (style, zone, invitee) = (app.style.get(), app.zone.get(), app.invitee_zone.get());
                    app.selection.with(|selection| {
                        slots
                            .iter()
                            .map(|slot| time(&style, &zone, &invitee, slot, selection.contains(slot.slot.start)))
                            .collect::<Vec<_>>()
                    })
                }}
                {move || {
                    if !slots().is_empty() {
                        return None;
                    }
                    Some(if loading() {
                        v! { <div class="bones" role="status" aria-label=text::LOADING_TIMES>
                            <i></i><i></i><i></i><i></i><i></i>
                        </div> }
                        .into_any()
                    } else {
                        let words = if app.day.get().is_some() { text::NO_TIMES_DAY } else { text::NO_DAY };
                        v! { <p class="faint none">{words}</p> }.into_any()
                    })
                }}
            </div>
        </div>
    }
}

fn time(
    style: &Style,
    zone: &str,
    invitee: &str,
    slot: &DaySlot,
    chosen: bool,
) -> impl IntoView + use<> {
    let start = slot.slot.start;
    let mut label = style.say(Shape::Time, zone, start);
    if slot.repeated {
        // The hour happens twice on this day: only the offset tells which one it is.
        label = format!("{label} {}", offset_label(slot.local.offset_seconds));
    }
    let there = (invitee != zone).then(|| {
        let time = style.say(Shape::Time, invitee, start);
        let day = style.say(Shape::Weekday, invitee, start);
        let city = zone_city(invitee);
        if day == style.say(Shape::Weekday, zone, start) {
            format!("{time} {city}")
        } else {
            format!("{day} {time} {city}")
        }
    });
    let spots =
        (slot.slot.invitees_remaining > 1).then(|| text::spots(slot.slot.invitees_remaining));
    v! {
        <label class="slot" class:chosen=chosen data-at=start.as_millis().to_string()>
            <span class="slot-time">{label}</span>
            <span class="faint slot-there">{there}</span>
            <span class="faint slot-spots">{spots}</span>
            <input type="checkbox" prop:checked=chosen />
        </label>
    }
}

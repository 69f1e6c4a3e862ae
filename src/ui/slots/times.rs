//! Times to choose from: those of one day, each with a box to tick.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::untrack;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::Days;
use crate::booking::{Beside, DaySlot, zone_city};
use crate::browser::intl::{Shape, Style};
use crate::state::{App, Signal};
use crate::time::{Date, Timestamp, offset_label};
use crate::ui::combine;
use crate::ui::dom::{El, button, div, el, follow, set, span};
use crate::ui::header::offset_between;
use crate::ui::kit::{MOON, bones, icon};
use crate::ui::text;

/// The times of a day, which change only when they really do: a revalidation must not take the focus away.
pub fn of_day(days: Days, day: impl Fn() -> Option<Date> + 'static) -> Signal<Vec<DaySlot>> {
    let slots = Signal::new(Vec::new());
    follow_day(days, Box::new(day), slots);
    slots
}

fn follow_day(days: Days, day: Box<dyn Fn() -> Option<Date>>, slots: Signal<Vec<DaySlot>>) {
    follow(Box::new(move || {
        let day = day();
        let next = days.with(|days| {
            let next = day.and_then(|day| days.get(&day));
            let next = next.map(Vec::as_slice).unwrap_or_default();
            slots
                .with_untracked(|before| before != next)
                .then(|| next.to_vec())
        });
        if let Some(next) = next {
            slots.set(next);
        }
    }));
}

/// The button that chooses all times of a day, or takes them back.
pub fn select_day(app: App, slots: Signal<Vec<DaySlot>>) -> El {
    let starts =
        move || slots.with(|slots| slots.iter().map(|slot| slot.slot.start).collect::<Vec<_>>());
    let all = move || {
        app.selection
            .with(|selection| selection.contains_all(&starts()))
    };
    // Of several such buttons the day tells which one this is.
    let day = move || {
        let day = slots.with(|slots| slots.first().map(|slot| slot.local.date));
        day.map(|day| app.style.get().say_date(Shape::Day, day))
            .unwrap_or_default()
    };
    button("quiet", "", move || app.toggle_day(&untrack(starts)))
        .live_text(move || {
            if all() {
                text::CLEAR_DAY
            } else {
                text::SELECT_DAY
            }
            .to_owned()
        })
        .child(span("hidden", " ").live_text(day))
}

/// One time in the page.
struct Drawn {
    at: Timestamp,
    night: bool,
    label: Element,
    input: Element,
}

impl Drawn {
    fn mark(&self, chosen: bool) {
        let class = match (chosen, self.night) {
            (false, false) => "slot",
            (false, true) => "slot night",
            (true, false) => "slot chosen",
            (true, true) => "slot night chosen",
        };
        set(&self.label, "class", Some(class));
        // The box itself may have been ticked by hand since.
        if let Some(input) = self.input.dyn_ref::<HtmlInputElement>()
            && input.checked() != chosen
        {
            input.set_checked(chosen);
        }
    }
}

/// The times themselves. Where they are `roving`, Tab goes to one of them only, and arrows to the others.
pub fn group(
    app: App,
    day: impl Fn() -> Option<Date> + 'static,
    slots: Signal<Vec<DaySlot>>,
    roving: bool,
) -> El {
    group_of(app, Box::new(day), slots, roving)
}

fn group_of(
    app: App,
    day: Box<dyn Fn() -> Option<Date>>,
    slots: Signal<Vec<DaySlot>>,
    roving: bool,
) -> El {
    let drawn: Rc<RefCell<Vec<Drawn>>> = Rc::default();
    let (marked, roved) = (drawn.clone(), drawn.clone());
    let place = div("slots")
        .attr("role", "group")
        .attr("aria-describedby", "times-keys")
        .live("aria-label", move || {
            let zone = app.zone.get();
            let day = app.style.get().say_date(Shape::FullDay, day()?);
            // Of these times, not of now: clocks may change before them.
            let ends =
                slots.with(|slots| Some((slots.first()?.slot.start, slots.last()?.slot.start)));
            let (first, last) = ends.unwrap_or_else(|| (app.minute.get(), app.minute.get()));
            let offset = offset_between(&zone, first, last);
            Some([&day, ", ", &zone_city(&zone), ", ", &offset].concat())
        })
        .region(move || {
            let (style, zone, beside) = (app.style.get(), app.zone.get(), app.beside.get());
            let lang = style.resolved_locale();
            let mut list = Vec::new();
            let mut made = Vec::new();
            slots.with(|slots| {
                for (index, slot) in slots.iter().enumerate() {
                    let (label, time) = time(app, &style, &lang, &zone, beside.as_ref(), slot);
                    time.mark(
                        app.selection
                            .with_untracked(|picked| picked.contains(time.at)),
                    );
                    if roving && index > 0 {
                        set(&time.input, "tabindex", Some("-1"));
                    }
                    list.push(label);
                    made.push(time);
                }
            });
            drawn.replace(made);
            list
        });
    follow(Box::new(move || {
        app.selection.with(|picked| {
            for time in marked.borrow().iter() {
                time.mark(picked.contains(time.at));
            }
        });
    }));
    if !roving {
        return place;
    }
    place.on("focusin", move |event| {
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        for time in roved.borrow().iter() {
            let is_here = target.as_ref() == Some(&time.input);
            set(&time.input, "tabindex", (!is_here).then_some("-1"));
        }
    })
}

/// What stands in the place of times that are on their way.
pub fn loading(count: usize) -> El {
    div("none")
        .attr("role", "status")
        .child(span("hidden", text::LOADING_TIMES))
        .child(bones(count))
}

/// The id of the box of a time.
pub fn time_id(at: Timestamp) -> String {
    ["at-", &at.as_millis().to_string()].concat()
}

fn time(
    app: App,
    style: &Style,
    lang: &str,
    zone: &str,
    beside: Option<&Beside>,
    slot: &DaySlot,
) -> (El, Drawn) {
    let at = slot.slot.start;
    let mut label = style.say(Shape::Time, zone, at);
    if slot.repeated {
        // The hour happens twice on this day: only the offset tells which one it is.
        label = [&label, " ", &offset_label(slot.local.offset_seconds)].concat();
    }
    let night = beside.is_some_and(|beside| beside.there(at, slot.local).night);
    let spots = slot.slot.invitees_remaining;
    let input = el("input").attr("type", "checkbox").id(&time_id(at));
    let ticked = input.node().clone();
    let label = el("label")
        .attr("data-at", &at.as_millis().to_string())
        .child(span("slot-time", &label).attr("lang", lang))
        .children(beside.map(|beside| there(style, lang, beside, slot)))
        .child(combine::marks(app, at))
        .children((spots > 1).then(|| span("faint slot-spots", &text::spots(spots))))
        .child(input);
    let drawn = Drawn {
        at,
        night,
        label: label.node().clone(),
        input: ticked,
    };
    (label, drawn)
}

/// What clock and calendar show in the second zone.
fn there(style: &Style, lang: &str, beside: &Beside, slot: &DaySlot) -> El {
    let at = slot.slot.start;
    let there = beside.there(at, slot.local);
    let city = zone_city(&beside.zone);
    let words = span("faint slot-there", "")
        .child(span("", &style.say(Shape::Time, &beside.zone, at)).attr("lang", lang))
        .text(" ")
        .child(span("slot-city", &city));
    let words = if there.days == 0 {
        words
    } else {
        words
            .text(" ")
            .child(span("slot-days", &text::days_apart(there.days)).attr("aria-hidden", "true"))
            .child(span(
                "hidden",
                &[", ", &text::days_apart_aloud(there.days)].concat(),
            ))
    };
    if there.night {
        words
            .child(icon(MOON))
            .child(span("hidden", &[", ", &text::night_in(&city)].concat()))
    } else {
        words
    }
}

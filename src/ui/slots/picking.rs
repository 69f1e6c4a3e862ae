//! Picking by hand: a click or Space for one time, with Shift from the last one on, arrows to move, and the pointer drawn
//! over several.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, PointerEvent};

use super::Days;
use super::times::time_id;
use crate::booking::{Key, Layout, Neighbour, neighbour};
use crate::browser::window::{Listener, window};
use crate::state::App;
use crate::time::Timestamp;
use crate::ui::dom::{El, paragraph};
use crate::ui::kit::{focus_soon, nearest};
use crate::ui::text;

/// The shown times of each day that has some, in order.
fn shown_days(app: App, days: Days) -> Vec<Vec<Timestamp>> {
    let span = match (app.layout.get_untracked(), app.day.get_untracked()) {
        (Layout::Month, Some(day)) => day..=day,
        (Layout::Month, None) => return Vec::new(),
        _ => {
            let span = app.span_now();
            span.first..=span.last
        }
    };
    days.with_untracked(|days| {
        let days = days.range(span);
        days.map(|(_, slots)| slots.iter().map(|slot| slot.slot.start).collect())
            .collect()
    })
}

fn shown(app: App, days: Days) -> Vec<Timestamp> {
    shown_days(app, days).concat()
}

/// The time that an event is about.
fn time_of(event: &Event) -> Option<Timestamp> {
    let millis = nearest(event, "data-at")?.parse().ok()?;
    Some(Timestamp::from_millis(millis))
}

/// What a pointer has done since it was pressed on a time.
#[derive(Clone, Copy)]
struct Press {
    from: Timestamp,
    to: Timestamp,
}

/// Makes the times in `place` pickable.
pub fn pickable(app: App, days: Days, place: El) -> El {
    // The change of a box does not tell of Shift: what was pressed last does.
    let shift = Rc::new(Cell::new(false));
    let (by_key, by_key_up, by_pointer) = (shift.clone(), shift.clone(), shift.clone());
    let press = Rc::new(Cell::new(None::<Press>));
    let (moved, lifted, lost) = (press.clone(), press.clone(), press.clone());
    // After a drag the browser still clicks what the pointer was pressed and lifted on.
    let dragged = Rc::new(Cell::new(false));
    let (began, clicked) = (dragged.clone(), dragged.clone());
    let escape: Rc<RefCell<Option<Listener>>> = Rc::default();
    let (waits, ends, gone) = (escape.clone(), escape.clone(), escape);

    place
        // It is read with the times that it describes, not once more after them.
        .child(
            paragraph("hidden", text::TIMES_KEYS)
                .id("times-keys")
                .attr("aria-hidden", "true"),
        )
        .on("change", move |event| {
            let Some(at) = time_of(&event) else { return };
            if shift.get() {
                app.pick_to(&shown(app, days), at);
            } else {
                app.toggle_time(at);
            }
        })
        .on("keydown", move |event| {
            let key: &KeyboardEvent = event.unchecked_ref();
            by_key.set(key.shift_key());
            keys(app, days, key);
        })
        .on("keyup", move |event| {
            by_key_up.set(event.unchecked_ref::<KeyboardEvent>().shift_key());
        })
        .on("pointerdown", move |event| {
            let pointer: &PointerEvent = event.unchecked_ref();
            by_pointer.set(pointer.shift_key());
            began.set(false);
            // A finger scrolls.
            let draws = pointer.pointer_type() != "touch" && pointer.button() == 0;
            let from = time_of(&event).filter(|_| draws && !pointer.shift_key());
            press.set(from.map(|from| Press { from, to: from }));
        })
        .on("pointermove", move |event| {
            let (Some(press), Some(to)) = (moved.get(), time_under(app, &event)) else {
                return;
            };
            if to == press.to {
                return;
            }
            moved.set(Some(Press { to, ..press }));
            if !dragged.replace(true) {
                app.begin_drag(press.from);
                capture(&event);
                let (press, done) = (moved.clone(), waits.clone());
                let listener = Listener::new(&window(), "keydown", move |event| {
                    if event.unchecked_ref::<KeyboardEvent>().key() == "Escape"
                        && press.take().is_some()
                    {
                        app.cancel_drag();
                    }
                });
                done.replace(Some(listener));
            }
            app.drag_to(&shown(app, days), to);
        })
        .on("pointerup", move |_| {
            ends.replace(None);
            if let Some(press) = lifted.take() {
                app.end_drag(&shown(app, days), press.to);
            }
        })
        .on("pointercancel", move |_| {
            gone.replace(None);
            lost.set(None);
            app.cancel_drag();
        })
        .on("click", move |event| {
            if clicked.take() {
                event.prevent_default();
            }
        })
}

/// What is under the pointer, which may be captured.
fn time_under(app: App, event: &Event) -> Option<Timestamp> {
    let pointer: &PointerEvent = event.unchecked_ref();
    let root = app.host.try_get_value()?.shadow_root()?;
    let under = root.element_from_point(pointer.client_x() as f32, pointer.client_y() as f32)?;
    let slot = under.closest("[data-at]").ok()??;
    Some(Timestamp::from_millis(
        slot.get_attribute("data-at")?.parse().ok()?,
    ))
}

/// From now on the pointer is ours wherever it goes.
fn capture(event: &Event) {
    let place: Option<Element> = event
        .current_target()
        .and_then(|place| place.dyn_into().ok());
    if let Some(place) = place {
        let _ = place.set_pointer_capture(event.unchecked_ref::<PointerEvent>().pointer_id());
    }
}

fn keys(app: App, days: Days, event: &KeyboardEvent) {
    let on_box = event
        .target()
        .is_some_and(|target| target.has_type::<HtmlInputElement>());
    if !on_box || event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let Some(at) = time_of(event) else { return };
    let rtl = app.style.get_untracked().is_right_to_left();
    let Some(to) = Key::from_name(&event.key()).and_then(|key| Neighbour::by_key(key, rtl)) else {
        return;
    };
    event.prevent_default();
    let listed = shown_days(app, days);
    let Some(to) = neighbour(&listed, at, to) else {
        return;
    };
    if event.shift_key() {
        app.pick_on(&listed.concat(), at, to);
    }
    if app.layout.get_untracked() != Layout::Month {
        let zone = app.offsets.get_untracked();
        app.day.set(Some(zone.local(to).date));
    }
    focus_soon(app, &time_id(to));
}

//! Picking by hand: a click or Space for one time, with Shift from the last one on, arrows to move, and the pointer drawn
//! over several.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, PointerEvent};

use super::Days;
use super::times::time_id;
use crate::booking::{Key, Layout, Neighbour, neighbour};
use crate::browser::window::{Listener, next_frame, window};
use crate::state::App;
use crate::time::Timestamp;
use crate::ui::dom::{El, paragraph};
use crate::ui::kit::{focus_soon, shadow};
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
    time_at(event.target()?.dyn_ref()?)
}

/// What a pointer has done since it was pressed on a time.
#[derive(Clone, Copy)]
struct Press {
    from: Timestamp,
    to: Timestamp,
}

/// What was done last.
#[derive(Default)]
struct Hand {
    /// The change of a box does not tell of Shift: what was pressed last does.
    shift: Cell<bool>,
    press: Cell<Option<Press>>,
    /// After a drag the browser still clicks what the pointer was pressed and lifted on.
    dragged: Cell<bool>,
    /// What scrolls the times that the pointer was pressed on.
    list: RefCell<Option<Element>>,
    /// Where the pointer is in the window, in CSS pixels.
    at: Cell<(i32, i32)>,
    /// Whether the times are moving under the pointer.
    moves: Cell<bool>,
    escape: RefCell<Option<Listener>>,
}

/// How near to an edge of the shown times a pointer has them scroll, and how far in each frame, in CSS pixels.
const EDGE: i32 = 28;
const STEP: i32 = 6;
/// How many steps the first time in sight is looked for: as far as a heading is high, and a little more.
const LOOKS: i32 = 18;

/// The pointer is drawn to the time under it. At an edge of the shown times, or beyond it, that is the first one in sight, and
/// they move on as long as the pointer stays there.
fn reach(hand: &Rc<Hand>, app: App, days: Days) {
    let (Some(press), (x, y)) = (hand.press.get(), hand.at.get()) else {
        return;
    };
    let Some(list) = hand.list.borrow().clone() else {
        return;
    };
    let sides = list.get_bounding_client_rect();
    let (top, bottom) = (sides.top() as i32, sides.bottom() as i32);
    let step = match y {
        _ if y > bottom - EDGE => STEP,
        _ if y < top + EDGE => -STEP,
        _ => 0,
    };
    // At the upper edge a day's heading lies over its times.
    let nearest = y.min(bottom - 1).max(top);
    let looks = if step == 0 { 1 } else { LOOKS };
    let to = (0..looks)
        .map(|look| nearest - step * look)
        .find_map(|y| time_at(&under(app, x, y)?));
    if let Some(to) = to.filter(|to| *to != press.to) {
        hand.press.set(Some(Press { to, ..press }));
        if !hand.dragged.replace(true) {
            app.begin_drag(press.from);
        }
        app.drag_to(&shown(app, days), to);
    }
    // Times that are gone end a drag.
    if hand.dragged.get() && app.drag.with_untracked(Option::is_none) {
        hand.press.set(None);
        return;
    }
    if step == 0 || !hand.dragged.get() || hand.moves.get() {
        return;
    }
    let before = list.scroll_top();
    list.set_scroll_top(before + step);
    if list.scroll_top() != before {
        hand.moves.set(true);
        let hand = hand.clone();
        next_frame(Box::new(move || {
            hand.moves.set(false);
            reach(&hand, app, days);
        }));
    }
}

/// What scrolls the times that `time` is one of.
fn list_of(time: &Element) -> Option<Element> {
    let around = |selector| time.closest(selector).ok().flatten();
    // The times of a day scroll by themselves in a month only.
    around(".list,.week-days").or_else(|| around(".slots"))
}

/// Makes the times in `place` pickable.
pub fn pickable(app: App, days: Days, place: El) -> El {
    let hand = Rc::new(Hand::default());
    let on = |act: fn(&Rc<Hand>, App, Days, Event)| {
        let hand = hand.clone();
        move |event| act(&hand, app, days, event)
    };
    place
        // It is read with the times that it describes, not once more after them.
        .child(
            paragraph("hidden", text::TIMES_KEYS)
                .id("times-keys")
                .attr("aria-hidden", "true"),
        )
        .on("change", on(change))
        .on(
            "keydown",
            on(|hand, app, days, event| {
                let key: &KeyboardEvent = event.unchecked_ref();
                hand.shift.set(key.shift_key());
                keys(app, days, key);
            }),
        )
        .on(
            "keyup",
            on(|hand, _, _, event| {
                hand.shift
                    .set(event.unchecked_ref::<KeyboardEvent>().shift_key());
            }),
        )
        .on("pointerdown", on(press))
        .on("pointermove", on(draw))
        .on(
            "pointerup",
            on(|hand, app, days, _| {
                hand.escape.replace(None);
                if let Some(press) = hand.press.take() {
                    app.end_drag(&shown(app, days), press.to);
                }
            }),
        )
        .on(
            "pointercancel",
            on(|hand, app, _, _| {
                hand.escape.replace(None);
                hand.press.set(None);
                app.cancel_drag();
            }),
        )
        .on("click", on(click))
}

fn change(hand: &Rc<Hand>, app: App, days: Days, event: Event) {
    let Some(at) = time_of(&event) else { return };
    if hand.shift.get() {
        app.pick_to(&shown(app, days), at);
    } else {
        app.toggle_time(at);
    }
}

fn click(hand: &Rc<Hand>, app: App, days: Days, event: Event) {
    if hand.dragged.take() {
        event.prevent_default();
        return;
    }
    // Firefox leaves a box as it is when its label is clicked with Shift.
    if event.unchecked_ref::<PointerEvent>().shift_key()
        && !is_on_box(&event)
        && let Some(at) = time_of(&event)
    {
        event.prevent_default();
        app.pick_to(&shown(app, days), at);
        focus_soon(app, &time_id(at));
    }
}

fn press(hand: &Rc<Hand>, _: App, _: Days, event: Event) {
    let pointer: &PointerEvent = event.unchecked_ref();
    hand.shift.set(pointer.shift_key());
    hand.dragged.set(false);
    // A finger scrolls.
    let draws = pointer.pointer_type() != "touch" && pointer.button() == 0;
    let from = time_of(&event).filter(|_| draws && !pointer.shift_key());
    hand.press.set(from.map(|from| Press { from, to: from }));
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    hand.list
        .replace(target.and_then(|target| list_of(&target)));
}

fn draw(hand: &Rc<Hand>, app: App, days: Days, event: Event) {
    let pointer: &PointerEvent = event.unchecked_ref();
    hand.at.set((pointer.client_x(), pointer.client_y()));
    let before = hand.dragged.get();
    reach(hand, app, days);
    if before || !hand.dragged.get() {
        return;
    }
    capture(&event);
    let held = hand.clone();
    let listener = Listener::new(&window(), "keydown", move |event| {
        if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" && held.press.take().is_some() {
            app.cancel_drag();
        }
    });
    hand.escape.replace(Some(listener));
}

/// What is under the pointer, which may be captured.
fn under(app: App, x: i32, y: i32) -> Option<Element> {
    let root = shadow(app)?;
    root.element_from_point(x as f32, y as f32)
}

/// The time that an element is, or is in.
fn time_at(under: &Element) -> Option<Timestamp> {
    let slot = under.closest("[data-at]").ok()??;
    let millis = slot.get_attribute("data-at")?.parse().ok()?;
    Some(Timestamp::from_millis(millis))
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

fn is_on_box(event: &Event) -> bool {
    event
        .target()
        .is_some_and(|target| target.has_type::<HtmlInputElement>())
}

fn keys(app: App, days: Days, event: &KeyboardEvent) {
    if !is_on_box(event) || event.alt_key() || event.ctrl_key() || event.meta_key() {
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

//! Small parts that every view uses.

pub mod combobox;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, ShadowRoot};

use super::dom::{El, button, div, el, set, svg};
use crate::browser::window::next_frame;
use crate::state::App;
use crate::state::app::Panel;

pub const CROSS: &str = "M4 4l8 8M12 4l-8 8";
pub const GLOBE: &str = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM1.5 8h13M8 1.5c-4.6 4-4.6 9 0 13M8 1.5c4.6 4 4.6 9 0 13";
pub const BACK: &str = "M10 3L5 8l5 5";
pub const FORWARD: &str = "M6 3l5 5l-5 5";
pub const MOON: &str = "M13 9.8A5.6 5.6 0 0 1 6.2 3a5.6 5.6 0 1 0 6.8 6.8z";
pub const PLUS: &str = "M8 3v10M3 8h10";
pub const CHECK: &str = "M3 8.5l3.5 3.5L13 4.5";
pub const LINK: &str = "M6.5 9.5l3-3M7.5 4.5l1.5-1.5a2.8 2.8 0 0 1 4 4l-1.5 1.5M8.5 11.5L7 13a2.8 2.8 0 0 1-4-4l1.5-1.5";

/// A line drawing of 16 by 16 in the colour of the text.
pub fn icon(path: &str) -> El {
    svg("svg")
        .attr("class", "drawing")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .child(
            svg("path")
                .attr("d", path)
                .attr("fill", "none")
                .attr("stroke", "currentColor")
                .attr("stroke-width", "1.6")
                .attr("stroke-linecap", "round")
                .attr("stroke-linejoin", "round"),
        )
}

/// A button that is only a drawing.
pub fn icon_button(class: &str, path: &str, name: &str, act: impl Fn() + 'static) -> El {
    button(class, "", act)
        .attr("aria-label", name)
        .child(icon(path))
}

/// A heading of the element's own level plus `deeper`, which can be given the focus.
pub fn heading(app: App, deeper: u8, id: &str) -> El {
    div("heading")
        .attr("role", "heading")
        .id(id)
        .attr("tabindex", "-1")
        .live("aria-level", move || {
            let own = app.options.with(|options| options.heading_level());
            Some((own + deeper).min(6).to_string())
        })
}

/// Says that an element's words are the locale's: dates and hours.
pub fn in_locale(app: App, element: El) -> El {
    element.live("lang", move || Some(app.style.get().resolved_locale()))
}

/// Grey boxes in the place of what is still on its way.
pub fn bones(count: usize) -> El {
    div("bones")
        .attr("aria-hidden", "true")
        .children((0..count).map(|_| el("i")))
}

/// A text field with its label above it.
pub fn labelled(label: &str, field: El) -> El {
    el("label")
        .class("labelled")
        .child(super::dom::span("faint", label))
        .child(field)
}

/// A field to choose one of a few things from: each its value and its name.
pub fn select(
    choices: &[(String, String)],
    chosen: Box<dyn Fn() -> String>,
    choose: Box<dyn Fn(String)>,
) -> El {
    let options = choices
        .iter()
        .map(|(value, name)| el("option").attr("value", value).text(name));
    el("select")
        .class("field")
        .on("change", move |event| choose(value_of(&event)))
        .children(options)
        .property("value", chosen)
}

/// One of a few things, all of them in sight: each its value and its name. `name` is unique within the element.
pub fn switch(
    name: &str,
    label: &str,
    choices: &[(String, String)],
    chosen: Rc<dyn Fn() -> String>,
    choose: Box<dyn Fn(String)>,
) -> El {
    let segments = choices.iter().map(|(value, words)| {
        let (own, chosen) = (value.clone(), chosen.clone());
        let input = el("input")
            .attr("type", "radio")
            .attr("name", name)
            .attr("value", value)
            .id(&[name, "-", value].concat())
            .property("checked", move || chosen() == own);
        el("label")
            .class("segment")
            .child(input)
            .child(super::dom::span("", words))
    });
    div("switch")
        .attr("role", "radiogroup")
        .attr("aria-label", label)
        .on("change", move |event| choose(value_of(&event)))
        .children(segments)
}

/// A field to write in: an `input` of this type, or a `textarea`.
pub fn typed(
    tag: &str,
    kind: &str,
    value: Box<dyn Fn() -> String>,
    change: Box<dyn Fn(String)>,
) -> El {
    let field = el(tag).class("field").attr("autocomplete", "off");
    if !kind.is_empty() {
        set(field.node(), "type", Some(kind));
    }
    field
        .property("value", value)
        .on("input", move |event| change(value_of(&event)))
}

/// A box to tick and its label.
pub fn check(
    label: &str,
    ticked: impl Fn() -> bool + 'static,
    change: impl Fn(bool) + 'static,
) -> El {
    labelled_box(label, Box::new(ticked), Box::new(change))
}

fn labelled_box(label: &str, ticked: Box<dyn Fn() -> bool>, change: Box<dyn Fn(bool)>) -> El {
    let input = el("input")
        .attr("type", "checkbox")
        .property("checked", ticked)
        .on("change", move |event| change(has(&event, "checked")));
    el("label")
        .class("check")
        .child(input)
        .child(super::dom::span("", label))
}

/// A part that a person can open.
pub fn disclosure(class: &str, summary: &str) -> El {
    el("details")
        .class(class)
        // The words in a direction of their own: the triangle stands where the page begins to read.
        .child(el("summary").child(super::dom::span("", summary)))
}

/// What was typed into, or chosen in, the field that `event` comes from.
pub fn value_of(event: &Event) -> String {
    let value = event
        .target()
        .and_then(|field| js_sys::Reflect::get(&field, &"value".into()).ok());
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// Whether the disclosure that `event` comes from is open.
pub fn is_open(event: &Event) -> bool {
    has(event, "open")
}

fn has(event: &Event, property: &str) -> bool {
    let value = event
        .target()
        .and_then(|field| js_sys::Reflect::get(&field, &property.into()).ok());
    value.is_some_and(|value| value.is_truthy())
}

/// Escape closes the open panel.
pub fn close_on_escape(app: App, event: &KeyboardEvent) {
    if event.key() == "Escape" && app.panel.get_untracked() != Panel::None {
        event.stop_propagation();
        close_panel(app);
    }
}

/// Closes the open panel when something beside it is pressed, or gets the focus that the panel had: it would be hidden behind
/// it. Who is quicker with Tab than the focus with going in has left nothing.
pub fn close_from_beside(app: App, event: &Event) {
    if app.panel.get_untracked() == Panel::None {
        return;
    }
    let around = |selector| {
        let target: Element = event.target()?.dyn_into().ok()?;
        target.closest(selector).ok()?
    };
    if let Some(panel) = around(".panel") {
        let _ = panel.set_attribute("data-entered", "");
        return;
    }
    // The button that opened it closes it by itself.
    if around("[aria-haspopup][aria-expanded=true]").is_some() {
        return;
    }
    let entered = |root: ShadowRoot| root.query_selector(".panel[data-entered]").ok()?;
    if event.type_() != "focusin" || shadow(app).and_then(entered).is_some() {
        app.panel.set(Panel::None);
    }
}

/// Opens `panel`, or closes it when it is open.
pub fn toggle_panel(app: App, panel: Panel) {
    if app.panel.get_untracked() == panel {
        close_panel(app);
    } else {
        app.list_zones();
        app.combining.set(false);
        app.panel.set(panel);
    }
}

/// A button that opens a panel.
pub fn opener(app: App, id: &str, class: &str, panel: Panel) -> El {
    button(class, "", move || toggle_panel(app, panel))
        .id(id)
        .attr("aria-haspopup", "dialog")
        .live_flag("aria-expanded", move || app.panel.get() == panel)
}

/// Closes the open panel and gives the focus back to the button that opened it.
pub fn close_panel(app: App) {
    let opener = match app.panel.get_untracked() {
        Panel::None => return,
        Panel::EventTypes if app.combining.get_untracked() && by_id(app, "add-type").is_some() => {
            "add-type"
        }
        Panel::EventTypes => "open-types",
        Panel::Zone => "open-zone",
        Panel::SecondZone => "open-second-zone",
        Panel::InviteeZone => "open-invitee-zone",
        Panel::Account => "open-account",
    };
    app.panel.set(Panel::None);
    focus_soon(app, opener);
}

/// The element with this id in this element's own shadow root.
pub fn by_id(app: App, id: &str) -> Option<HtmlElement> {
    shadow(app)?.get_element_by_id(id)?.dyn_into().ok()
}

/// This element's own shadow root.
pub fn shadow(app: App) -> Option<ShadowRoot> {
    app.host.try_get_value()?.shadow_root()
}

/// Focuses the element with this id once the views are up to date.
pub fn focus_soon(app: App, id: &str) {
    let id = id.to_owned();
    next_frame(Box::new(move || {
        if let Some(element) = by_id(app, &id) {
            let _ = element.focus();
        }
    }));
}

/// The value of this attribute on the nearest element around the target of `event` that has it.
pub fn nearest(event: &Event, attribute: &str) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target
        .closest(&["[", attribute, "]"].concat())
        .ok()??
        .get_attribute(attribute)
}

/// The mark of an event type. Only six hexadecimal digits are a colour; anything else is grey.
pub fn swatch(colour: Option<&str>) -> El {
    let given = colour.unwrap_or_default();
    let digits = given.strip_prefix('#').unwrap_or_default();
    let is_colour = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    el("span")
        .class("swatch")
        .background(if is_colour { given } else { "#8a8f99" })
}

/// Text from elsewhere, kept from turning the direction of what stands around it.
pub fn foreign(text: &str) -> El {
    el("bdi").text(text)
}

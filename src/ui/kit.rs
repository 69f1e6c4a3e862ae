//! Small parts that every view uses.

pub mod combobox;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, ShadowRoot};

use crate::state::App;
use crate::state::app::Panel;

pub const CROSS: &str = "M4 4l8 8M12 4l-8 8";
pub const GLOBE: &str = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM1.5 8h13M8 1.5c-4.6 4-4.6 9 0 13M8 1.5c4.6 4 4.6 9 0 13";
pub const BACK: &str = "M10 3L5 8l5 5";
pub const FORWARD: &str = "M6 3l5 5l-5 5";
pub const CHECK: &str = "M3 8.5l3.5 3.5L13 4.5";
pub const LINK: &str = "M6.5 9.5l3-3M7.5 4.5l1.5-1.5a2.8 2.8 0 0 1 4 4l-1.5 1.5M8.5 11.5L7 13a2.8 2.8 0 0 1-4-4l1.5-1.5";

/// A line drawing of 16 by 16 in the colour of the text.
pub fn icon(path: &'static str) -> impl IntoView {
    v! {
        <svg class="drawing" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=path fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"></path>
        </svg>
    }
}

/// A heading of the element's own level plus `deeper`.
pub fn heading(
    app: App,
    deeper: u8,
    id: &'static str,
    words: impl Fn() -> String + Send + Sync + 'static,
) -> impl IntoView {
    let level = move || {
        (app.options.with(|options| options.heading_level()) + deeper)
            .min(6)
            .to_string()
    };
    v! { <div class="heading" role="heading" attr:aria-level=level id=id tabindex="-1">{words}</div> }
}

/// Escape closes the open panel.
pub fn close_on_escape(app: App, event: &KeyboardEvent) {
    if event.key() == "Escape" && app.panel.get_untracked() != Panel::None {
        event.stop_propagation();
        close_panel(app);
    }
}

/// Closes the open panel and gives the focus back to the button that opened it.
pub fn close_panel(app: App) {
    let opener = match app.panel.get_untracked() {
        Panel::None => return,
        Panel::EventTypes => "open-types",
        Panel::Zone => "open-zone",
        Panel::InviteeZone => "open-invitee-zone",
        Panel::Account => "open-account",
    };
    app.panel.set(Panel::None);
    focus_soon(app, opener);
}

/// The element with this id in this element's own shadow root.
pub fn by_id(app: App, id: &str) -> Option<HtmlElement> {
    let root: ShadowRoot = app.host.try_get_value()?.shadow_root()?;
    root.get_element_by_id(id)?.dyn_into().ok()
}

/// Focuses the element with this id once the views are up to date.
pub fn focus_soon(app: App, id: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = by_id(app, id) {
            let _ = element.focus();
        }
    });
}

/// The nearest element around the target of `event` that has this attribute, and the attribute's value.
pub fn nearest(event: &web_sys::Event, attribute: &str) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target
        .closest(&format!("[{attribute}]"))
        .ok()??
        .get_attribute(attribute)
}

/// Only a colour of six hexadecimal digits is one; anything else is grey.
pub fn colour(given: Option<&str>) -> String {
    let given = given.unwrap_or_default();
    let digits = given.strip_prefix('#').unwrap_or_default();
    let is_colour = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_colour {
        given.to_owned()
    } else {
        "#8a8f99".to_owned()
    }
}

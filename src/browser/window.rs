//! The window: popups, navigation, and what happens to the page as a whole.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{Document, EventTarget, Window};

/// The page's window. There is always one: the elements run in documents only.
#[allow(clippy::expect_used)] // A custom element cannot exist without a window.
pub fn window() -> Window {
    web_sys::window().expect("a document has a window")
}

/// The page's document.
#[allow(clippy::expect_used)] // As above.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = navigator)]
    static NAVIGATOR: Option<JsValue>;
}

/// What the browser believes of the network; true where it does not say, or is none.
pub fn is_online() -> bool {
    NAVIGATOR.with(|navigator| {
        let online = js_sys::Reflect::get(navigator.as_ref()?, &"onLine".into()).ok()?;
        online.as_bool()
    }) != Some(false)
}

/// Whether this runs in a page, and not in a worker or outside of a browser.
pub fn is_document() -> bool {
    web_sys::window().is_some_and(|window| window.document().is_some())
}

/// Whether this runs in a page or a worker of a browser. Deno knows a `location` too, without a value.
pub fn is_browser() -> bool {
    let place = || Reflect::get(&js_sys::global(), &"location".into());
    !cfg!(feature = "client") || place().is_ok_and(|place| !place.is_undefined())
}

/// The page's path, query and fragment: where a redirect sign-in returns to.
pub fn place() -> String {
    let location = window().location();
    let part = |value: Result<String, JsValue>| value.unwrap_or_default();
    format!(
        "{}{}{}",
        part(location.pathname()),
        part(location.search()),
        part(location.hash())
    )
}

/// The page's own origin; the text `null` for a page that has none, whatever its address says.
pub fn own_origin() -> String {
    window().origin()
}

/// `address` made absolute against the page's address, where there is a page.
pub fn absolute(address: &str) -> Option<String> {
    let base = web_sys::window().and_then(|window| window.document()?.base_uri().ok()?);
    let url = match base {
        Some(base) => web_sys::Url::new_with_base(address, &base),
        None => web_sys::Url::new(address),
    };
    Some(url.ok()?.href())
}

/// The origin of an absolute address.
pub fn origin_of(address: &str) -> Option<String> {
    Some(web_sys::Url::new(address).ok()?.origin())
}

/// Whether the page itself comes from this computer.
pub fn is_loopback_page() -> bool {
    let host = window().location().hostname().unwrap_or_default();
    ["localhost", "127.0.0.1", "[::1]"].contains(&host.as_str())
}

/// Leaves the page for `url`.
pub fn go_to(url: &str) {
    let _ = window().location().assign(url);
}

/// Stays on the page, which was about to be left: all that it loads is stopped.
pub fn stay() {
    let _ = window().stop();
}

/// A popup, opened empty within the click and sent to its address once that is known.
#[derive(Clone)]
pub struct Popup(Window);

impl Popup {
    /// Opens it; nothing where the browser blocks popups.
    pub fn open() -> Option<Self> {
        let features = "popup=yes,width=520,height=720";
        window()
            .open_with_url_and_target_and_features("about:blank", "_blank", features)
            .ok()?
            .map(Self)
    }

    /// Sends it to `url`.
    pub fn navigate(&self, url: &str) -> bool {
        self.0.location().replace(url).is_ok()
    }

    /// Whether `other` is its window. It stays the same one wherever it goes (HTML, section 7.2.3, `WindowProxy`).
    pub fn is(&self, other: &JsValue) -> bool {
        AsRef::<JsValue>::as_ref(&self.0) == other
    }

    /// Closes it; of no effect where the browser has cut the tie to it.
    pub fn close(&self) {
        let _ = self.0.close();
    }
}

/// A listener that is taken off again when it is dropped.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    callback: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    /// Calls `handler` for every `event` at `target`.
    pub fn new(
        target: &EventTarget,
        event: &'static str,
        handler: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let callback = Closure::new(handler);
        let _ = target.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
        Self {
            target: target.clone(),
            event,
            callback,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(
            self.event,
            self.callback.as_ref().unchecked_ref(),
        );
    }
}

/// Runs `act` once the page has nothing else to do; never where the browser does not tell.
pub fn when_idle(act: impl FnOnce() + 'static) {
    let _ = window().request_idle_callback(Closure::once_into_js(act).unchecked_ref());
}

/// Runs `act` before the next frame is drawn, when the views are up to date.
pub fn next_frame(act: Box<dyn FnOnce()>) {
    let _ = window().request_animation_frame(Closure::once_into_js(act).unchecked_ref());
}

/// The language of the page around `element`; empty where none is named.
pub fn language_around(element: &web_sys::HtmlElement) -> String {
    let named = element.closest("[lang]").ok().flatten();
    named
        .and_then(|named| named.get_attribute("lang"))
        .unwrap_or_default()
}

/// Whether the tab is in front.
pub fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = warn)]
    pub fn warn(text: &str);
}

//! The share sheet of the system.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::object::object;
use super::window::window;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = navigator, js_name = share)]
    fn open_sheet(data: &Object) -> Result<Promise, JsValue>;
}

/// Whether the browser has one.
pub fn can_share() -> bool {
    Reflect::has(&window().navigator(), &"share".into()).unwrap_or(false)
}

/// Opens the sheet for an address, within the click. Yields whether the browser did so; that a person closes it again is
/// their choice.
pub fn share(title: &str, url: &str) -> impl Future<Output = bool> + use<> {
    let opened = open_sheet(&object(&[("title", title.into()), ("url", url.into())]));
    async move {
        let ended = match opened {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        let Err(error) = ended else { return true };
        let name = Reflect::get(&error, &"name".into()).ok();
        name.and_then(|name| name.as_string()).as_deref() == Some("AbortError")
    }
}

//! Handing out a file that was made here.

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

use super::runtime::{Sleep, spawn};
use super::window::document;

/// How long the file stays readable, in milliseconds: browsers fetch it some time after the click.
const KEPT: u32 = 60_000;

/// Has the browser save `text` under `name`.
pub fn download(name: &str, mime: &str, text: &str) {
    let bag = BlobPropertyBag::new();
    bag.set_type(mime);
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &bag) else {
        return;
    };
    let (Ok(address), Ok(link)) = (
        Url::create_object_url_with_blob(&blob),
        document().create_element("a"),
    ) else {
        return;
    };
    let _ = link.set_attribute("href", &address);
    let _ = link.set_attribute("download", name);
    // Never a part of the page: nobody there hears of the click.
    link.unchecked_into::<HtmlElement>().click();
    spawn(async move {
        Sleep::new(KEPT).await;
        let _ = Url::revoke_object_url(&address);
    });
}

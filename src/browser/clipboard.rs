//! Writing to the clipboard within the click's gesture, even when the text is known only later.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag};

use super::runtime::promise;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = ClipboardItem)]
    type Item;
    #[wasm_bindgen(catch, constructor, js_class = "ClipboardItem")]
    fn new(flavours: &Object) -> Result<Item, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = write)]
    fn write(items: &Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<Promise, JsValue>;
}

/// Text and, if there is one, its HTML flavour.
#[derive(Clone)]
pub struct Copied {
    pub text: String,
    pub html: Option<String>,
}

/// Begins to write now, in the gesture, what `content` yields later. `rich` says whether an HTML flavour will be there:
/// the flavours must be named before the content is known. Fails where the browser refuses or there was no content.
pub fn copy_later<F>(rich: bool, content: F) -> impl Future<Output = Result<(), ()>>
where
    F: Future<Output = Option<Copied>> + 'static,
{
    let source = promise(async move {
        let copied = content
            .await
            .ok_or_else(|| js_sys::Error::new("nothing to copy"))?;
        Ok(Array::of2(
            &copied.text.into(),
            &copied.html.map_or(JsValue::NULL, JsValue::from),
        )
        .into())
    });
    let flavours = Object::new();
    let mut named = vec![("text/plain", 0)];
    if rich {
        named.push(("text/html", 1));
    }
    for (mime, index) in named {
        let _ = Reflect::set(&flavours, &mime.into(), &flavour(&source, index, mime));
    }
    let written = Item::new(&flavours).and_then(|item| write(&Array::of1(&item)));
    async move {
        if let Ok(promise) = written
            && JsFuture::from(promise).await.is_ok()
        {
            return Ok(());
        }
        // Browsers without ClipboardItem, or without promises in it, still take plain text once it is known.
        let pair: Array = JsFuture::from(source).await.map_err(drop)?.into();
        let text = pair.get(0).as_string().ok_or(())?;
        JsFuture::from(write_text(&text).map_err(drop)?)
            .await
            .map(drop)
            .map_err(drop)
    }
}

fn flavour(source: &Promise, index: u32, mime: &'static str) -> Promise {
    let source = JsFuture::from(source.clone());
    promise(async move {
        let pair: Array = source.await?.into();
        let bag = BlobPropertyBag::new();
        bag.set_type(mime);
        Ok(Blob::new_with_str_sequence_and_options(&Array::of1(&pair.get(index)), &bag)?.into())
    })
}

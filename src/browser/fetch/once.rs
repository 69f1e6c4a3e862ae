//! A body that the browser asks for when it sends it. It has no other copy, so it cannot send the request a second time on
//! its own, as it does with others when a connection breaks; and where it never asked, no server has the whole request.
//! Chromium has this, over HTTP/2 and later (Fetch Standard, `duplex`); by HTTP/1.1 it refuses before it asks.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Object, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::browser::object::object;

#[wasm_bindgen]
extern "C" {
    type ReadableStream;
    #[wasm_bindgen(constructor)]
    fn new(source: &Object) -> ReadableStream;

    type Controller;
    #[wasm_bindgen(method)]
    fn enqueue(this: &Controller, part: &Uint8Array);
    #[wasm_bindgen(method)]
    fn close(this: &Controller);
}

/// A text that can be sent once. Dropping it takes it back: who asks for it later gets nothing.
pub struct Once {
    pub stream: JsValue,
    asked: Rc<Cell<bool>>,
    _pull: Closure<dyn FnMut(Controller)>,
}

impl Once {
    pub fn of(text: &str) -> Self {
        let asked = Rc::new(Cell::new(false));
        let (mark, part) = (asked.clone(), Uint8Array::from(text.as_bytes()));
        let pull = Closure::new(move |controller: Controller| {
            mark.set(true);
            controller.enqueue(&part);
            controller.close();
        });
        // Nothing is asked for ahead in a stream of bytes.
        let source = [("type", "bytes".into()), ("pull", pull.as_ref().clone())];
        Self {
            stream: ReadableStream::new(&object(&source)).into(),
            asked,
            _pull: pull,
        }
    }

    /// Whether a server may have it.
    pub fn was_asked(&self) -> bool {
        self.asked.get()
    }
}

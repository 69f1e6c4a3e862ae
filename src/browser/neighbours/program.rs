//! Outside of a browser: all modules of one program, by an event target that they have in common.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, Event, EventTarget};

use crate::browser::window::Listener;

/// What the modules of this program tell each other by.
pub struct Program {
    hub: EventTarget,
    /// Whether it is told of something by this one.
    telling: Rc<Cell<bool>>,
}

impl Program {
    /// The one of this name.
    pub fn open(name: &str) -> Result<Self, JsValue> {
        let (global, name) = (js_sys::global(), name.into());
        let known = Reflect::get(&global, &name)?.dyn_into();
        let hub = known.or_else(|_| {
            let made = EventTarget::new()?;
            Reflect::set(&global, &name, &made)?;
            Ok::<_, JsValue>(made)
        })?;
        let telling = Rc::default();
        Ok(Self { hub, telling })
    }

    pub fn tell(&self, note: &str) {
        if let Ok(event) = Event::new("message") {
            let _ = Reflect::set(&event, &"data".into(), &note.into());
            self.telling.set(true);
            let _ = self.hub.dispatch_event(&event);
            self.telling.set(false);
        }
    }

    /// Calls `hear` for what the others tell.
    pub fn listen(&self, hear: impl Fn(Event) + 'static) -> Listener {
        let telling = self.telling.clone();
        Listener::new(&self.hub, "message", move |event| {
            if !telling.get() {
                hear(event);
            }
        })
    }
}

/// Lets the program end although the channel is open, as Node and Bun can. Whether it could: Deno would wait for ever.
pub fn unref(channel: &BroadcastChannel) -> bool {
    let unref = Reflect::get(channel, &"unref".into()).unwrap_or_default();
    let unref = unref.dyn_ref::<js_sys::Function>();
    unref.is_some_and(|unref| unref.call0(channel).is_ok())
}

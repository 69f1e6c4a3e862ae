//! The other pages of this origin, by BroadcastChannel; outside of a browser the other modules of this program.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, Event, EventTarget};

use super::window::{Listener, is_browser};
use crate::client::ports::Neighbours;

/// Where the requests of a user are told of, and what becomes of sessions.
pub const REQUESTS: &str = "slotlink:requests";
pub const SESSIONS: &str = "slotlink:sessions";

/// A channel that is open as long as this is kept. Where there are no channels nobody is told and nothing is heard.
pub struct Channel {
    way: Way,
    listener: OnceCell<Listener>,
}

enum Way {
    Nobody,
    Channel(BroadcastChannel),
    /// What all of this program have in common, and whether it is told of something by this one.
    Program(EventTarget, Rc<Cell<bool>>),
}

impl Channel {
    pub fn open(name: &str) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        let way = if is_browser() {
            channel.map_or(Way::Nobody, Way::Channel)
        } else {
            outside(name, channel)
        };
        Self {
            way,
            listener: OnceCell::new(),
        }
    }
}

/// A channel that the program does not wait for, as Node and Bun have it; Deno would wait for ever, and workerd has none.
fn outside(name: &str, channel: Option<BroadcastChannel>) -> Way {
    if let Some(channel) = channel {
        let unref = Reflect::get(&channel, &"unref".into()).unwrap_or_default();
        if let Some(unref) = unref.dyn_ref::<js_sys::Function>() {
            let _ = unref.call0(&channel);
            return Way::Channel(channel);
        }
        channel.close();
    }
    let (global, name) = (js_sys::global(), name.into());
    let known = Reflect::get(&global, &name).unwrap_or_default().dyn_into();
    let hub = known.or_else(|_| {
        let made = EventTarget::new()?;
        Reflect::set(&global, &name, &made)?;
        Ok::<_, JsValue>(made)
    });
    hub.map_or(Way::Nobody, |hub| Way::Program(hub, Rc::default()))
}

impl Neighbours for Channel {
    fn tell(&self, note: &str) {
        match &self.way {
            Way::Nobody => {}
            Way::Channel(channel) => {
                let _ = channel.post_message(&note.into());
            }
            Way::Program(hub, telling) => {
                if let Ok(event) = Event::new("message") {
                    let _ = Reflect::set(&event, &"data".into(), &note.into());
                    telling.set(true);
                    let _ = hub.dispatch_event(&event);
                    telling.set(false);
                }
            }
        }
    }

    fn listen(&self, heard: Box<dyn Fn(&str)>) {
        let (target, telling) = match &self.way {
            Way::Nobody => return,
            Way::Channel(channel) => (channel.as_ref(), None),
            Way::Program(hub, telling) => (hub, Some(telling.clone())),
        };
        let listener = Listener::new(target, "message", move |event| {
            let own = telling.as_ref().is_some_and(|telling| telling.get());
            let data = Reflect::get(&event, &"data".into()).ok();
            if let Some(note) = data.and_then(|data| data.as_string())
                && !own
            {
                heard(&note);
            }
        });
        let _ = self.listener.set(listener);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Way::Channel(channel) = &self.way {
            channel.close();
        }
    }
}

//! The other pages of this origin, by BroadcastChannel.

use std::cell::OnceCell;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::BroadcastChannel;

use super::window::Listener;
use crate::client::ports::Neighbours;

/// Where the requests of a user are told of, and what becomes of sessions.
pub const REQUESTS: &str = "slotlink:requests";
pub const SESSIONS: &str = "slotlink:sessions";

/// A channel that is open as long as this is kept. Where there are no channels nobody is told and nothing is heard.
pub struct Channel {
    channel: Option<BroadcastChannel>,
    listener: OnceCell<Listener>,
}

impl Channel {
    pub fn open(name: &str) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        channel.as_ref().inspect(|channel| unref(channel));
        Self {
            channel,
            listener: OnceCell::new(),
        }
    }
}

impl Neighbours for Channel {
    fn tell(&self, note: &str) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&note.into());
        }
    }

    fn listen(&self, heard: Box<dyn Fn(&str)>) {
        if let Some(channel) = &self.channel {
            let listener = Listener::new(channel, "message", move |event| {
                let data = Reflect::get(&event, &"data".into()).ok();
                if let Some(note) = data.and_then(|data| data.as_string()) {
                    heard(&note);
                }
            });
            let _ = self.listener.set(listener);
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

/// Node would wait for messages for ever.
fn unref(channel: &BroadcastChannel) {
    let unref = Reflect::get(channel, &"unref".into()).unwrap_or_default();
    if let Some(unref) = unref.dyn_ref::<js_sys::Function>() {
        let _ = unref.call0(channel);
    }
}

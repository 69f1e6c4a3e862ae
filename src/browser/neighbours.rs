//! The other pages of this origin, by BroadcastChannel.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::BroadcastChannel;

use super::window::Listener;
use crate::client::ports::Neighbours;

const CHANNEL: &str = "slotlink:requests";

/// A channel that is open as long as this is kept. Where there are no channels nobody is told and nothing is heard.
pub struct Channel {
    channel: Option<BroadcastChannel>,
    listener: std::cell::OnceCell<Listener>,
}

impl Channel {
    pub fn open() -> Self {
        let channel = BroadcastChannel::new(CHANNEL).ok();
        // Node would wait for messages for ever.
        let unref = channel.as_ref().map(|channel| {
            let unref = Reflect::get(channel, &"unref".into()).ok()?;
            unref.dyn_ref::<Function>()?.call0(channel).ok()
        });
        drop(unref);
        Self {
            channel,
            listener: std::cell::OnceCell::new(),
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

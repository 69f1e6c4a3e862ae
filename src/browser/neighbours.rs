//! The other pages of this origin, by BroadcastChannel; outside of a browser the other modules of this program.

#[cfg(feature = "client")]
mod program;

use std::cell::OnceCell;

use js_sys::Reflect;
use web_sys::{BroadcastChannel, Event};

use super::window::Listener;
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
    #[cfg(feature = "client")]
    Program(program::Program),
}

impl Way {
    fn open(name: &str) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        #[cfg(feature = "client")]
        if !super::window::is_browser() && !channel.as_ref().is_some_and(program::unref) {
            if let Some(channel) = channel {
                channel.close();
            }
            return program::Program::open(name).map_or(Self::Nobody, Self::Program);
        }
        channel.map_or(Self::Nobody, Self::Channel)
    }
}

impl Channel {
    pub fn open(name: &str) -> Self {
        Self {
            way: Way::open(name),
            listener: OnceCell::new(),
        }
    }
}

impl Neighbours for Channel {
    fn tell(&self, note: &str) {
        match &self.way {
            Way::Nobody => {}
            Way::Channel(channel) => {
                let _ = channel.post_message(&note.into());
            }
            #[cfg(feature = "client")]
            Way::Program(program) => program.tell(note),
        }
    }

    fn listen(&self, heard: Box<dyn Fn(&str)>) {
        let hear = move |event: Event| {
            let data = Reflect::get(&event, &"data".into()).ok();
            if let Some(note) = data.and_then(|data| data.as_string()) {
                heard(&note);
            }
        };
        let listener = match &self.way {
            Way::Nobody => return,
            Way::Channel(channel) => Listener::new(channel, "message", hear),
            #[cfg(feature = "client")]
            Way::Program(program) => program.listen(hear),
        };
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

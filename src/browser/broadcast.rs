//! The two ways by which the callback page reaches the page that waits: postMessage and BroadcastChannel.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent, Window};

use super::object::object;
use super::window::{Listener, Popup, window};

const CHANNEL: &str = "slotlink:callback";

/// What the callback page says: the state it found and its whole query.
pub struct Returned {
    pub state: String,
    pub query: String,
    answer: Answer,
}

enum Answer {
    Window(Window, String),
    Channel,
}

impl Returned {
    /// Tells the callback page that its message was taken, so that it closes.
    pub fn acknowledge(&self) {
        let message = object(&[
            ("type", "slotlink:received".into()),
            ("state", self.state.as_str().into()),
        ]);
        match &self.answer {
            Answer::Window(target, origin) => {
                let _ = target.post_message(&message, origin);
            }
            Answer::Channel => {
                if let Ok(channel) = BroadcastChannel::new(CHANNEL) {
                    let _ = channel.post_message(&message);
                    // Closing at once could drop the message in some browsers: the task after this one is early enough.
                    super::runtime::spawn(async move {
                        super::runtime::Sleep::new(1000).await;
                        channel.close();
                    });
                }
            }
        }
    }
}

/// Listens for callback pages until it is dropped.
pub struct Inbox {
    _window: Listener,
    _channel: Option<Listener>,
    channel: Option<BroadcastChannel>,
}

impl Inbox {
    /// Hears messages whose origin is exactly `origin` (that of the redirect URI) and whose shape is right; by postMessage
    /// those of `popup` alone. Where the browser has cut its tie to that, none comes this way, but by the channel.
    pub fn open(origin: String, popup: Popup, heard: impl Fn(Returned) + Clone + 'static) -> Self {
        let by_channel = heard.clone();
        let expected = origin.clone();
        let window_listener = Listener::new(&window(), "message", move |event| {
            let Ok(event) = event.dyn_into::<MessageEvent>() else {
                return;
            };
            if event.origin() != expected {
                return;
            }
            let Some((state, query)) = read(&event.data()) else {
                return;
            };
            let Some(source) = event.source() else { return };
            if !popup.is(&source) {
                return;
            }
            // Unchecked: a window of another realm is no `instanceof Window` of this one (HTML, section 7.2).
            let source = source.unchecked_into();
            heard(Returned {
                state,
                query,
                answer: Answer::Window(source, expected.clone()),
            });
        });
        let channel = BroadcastChannel::new(CHANNEL).ok();
        let channel_listener = channel.as_ref().map(|channel| {
            Listener::new(channel, "message", move |event| {
                let Ok(event) = event.dyn_into::<MessageEvent>() else {
                    return;
                };
                if event.origin() != origin {
                    return;
                }
                let Some((state, query)) = read(&event.data()) else {
                    return;
                };
                by_channel(Returned {
                    state,
                    query,
                    answer: Answer::Channel,
                });
            })
        });
        Self {
            _window: window_listener,
            _channel: channel_listener,
            channel,
        }
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

fn read(data: &JsValue) -> Option<(String, String)> {
    let text = |name: &str| Reflect::get(data, &name.into()).ok()?.as_string();
    if !data.is_object() || text("type")? != CHANNEL {
        return None;
    }
    Some((text("state")?, text("query")?))
}

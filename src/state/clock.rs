//! The passing of time and of attention: minutes, the tab coming back, the network coming back.

use leptos::prelude::untrack;

use super::App;
use super::app::Phase;
use crate::browser::runtime::{Sleep, now, spawn};
use crate::browser::window::{Listener, document, is_visible, window};
use crate::ui::text;

/// Times older than this are asked for again when the tab comes back.
const STALE_MILLIS: i64 = 30_000;

/// How far the element's clock may lag behind.
const MINUTE_MILLIS: i64 = 30_000;

impl App {
    /// Keeps the element in step with the clock until it is removed.
    pub fn keep_time(self) {
        spawn(async move {
            loop {
                Sleep::new(5_000).await;
                if self.minute.is_disposed() {
                    return;
                }
                let at = now();
                if at.millis_since(self.minute.get_untracked()).abs() >= MINUTE_MILLIS {
                    self.minute.set(at);
                }
                let paused = self.stack().and_then(|stack| stack.client.paused_until());
                if paused != self.paused_until.get_untracked() {
                    self.paused_until.set(paused);
                }
            }
        });
        let back = move |_| {
            if !self.minute.is_disposed() && is_visible() {
                self.come_back();
            }
        };
        self.listeners.set_value(vec![
            Listener::new(&document(), "visibilitychange", back),
            Listener::new(&window(), "online", move |_| {
                if !self.minute.is_disposed() {
                    self.offline_since.set(None);
                    self.back_online();
                }
            }),
            Listener::new(&window(), "offline", move |_| {
                if !self.minute.is_disposed() {
                    self.offline_since.set(Some(now()));
                    self.announce(text::OFFLINE);
                }
            }),
            Listener::new(&window(), "pageshow", move |event| {
                // Back from a sign-in that was left for another page: the button must work again. A page that has only
                // just loaded is perhaps on its way to one.
                let back = js_sys::Reflect::get(&event, &"persisted".into());
                if back.is_ok_and(|back| back.is_truthy())
                    && !self.phase.is_disposed()
                    && self.is_leaving()
                {
                    self.give_sign_in_up();
                }
            }),
        ]);
    }

    fn come_back(self) {
        self.minute.set(now());
        self.follow_own_zone();
        if self.phase.get_untracked() != Phase::SignedIn {
            return;
        }
        let state = untrack(move || self.span_state());
        let old = state
            .fetched_at
            .is_none_or(|at| now().millis_since(at) > STALE_MILLIS);
        if old && !state.loading {
            self.revalidate();
        }
    }

    /// What could not be had without a network is asked for.
    fn back_online(self) {
        if self.phase.get_untracked() != Phase::SignedIn {
            return;
        }
        self.announce(text::ONLINE);
        if untrack(move || self.account_error()).is_some_and(|error| error.is_transient()) {
            self.retry_account();
        }
        self.minute.set(now());
        if !untrack(move || self.span_state()).loading {
            self.revalidate();
        }
    }
}

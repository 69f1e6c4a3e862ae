//! Single-use links: making one, and the list of those that were made.

use std::rc::Rc;

use leptos::prelude::untrack;

use super::App;
use super::app::{Phase, Stack, Tone, View};
use crate::booking::links::LinkRecord;
use crate::booking::{LinkState, recover};
use crate::browser::journal::IndexedDb;
use crate::browser::locks::WebLocks;
use crate::browser::rest;
use crate::browser::runtime::{now, spawn};
use crate::client::links::{intent_id, lock_name};
use crate::client::ports::{Journal, Locks};
use crate::client::{CreateOutcome, Intent, create_link};
use crate::element::events;
use crate::order;
use crate::ui::event_type::name_of;
use crate::ui::text;

impl App {
    /// Reads the recent links of this account, once the rest of the program is there.
    pub fn load_links(self) {
        let (Some(stack), Some(account)) = (self.stack(), self.account.get_untracked()) else {
            return;
        };
        let era = self.now_era();
        spawn(async move {
            rest::arrived().await;
            if self.is_current(era) {
                self.recover_links(stack, account);
            }
        });
    }

    /// Takes over what the journal has. A creation that nobody carries on with any more is Unknown; one that another tab
    /// carries on with is read again when that has ended.
    fn recover_links(self, stack: Rc<Stack>, account: String) {
        let era = self.now_era();
        spawn(async move {
            let server = &stack.connection.api_url;
            let Ok(mut recovered) = IndexedDb.list(&account, server).await else {
                return;
            };
            let mut elsewhere = Vec::new();
            for record in &mut recovered {
                if !matches!(record.state, LinkState::Sending { .. }) {
                    continue;
                }
                // Its sender holds the lock while it runs. Read again under the lock: it may have ended just now.
                let lock = lock_name(&record.id);
                let Some(_guard) = WebLocks.hold(lock.clone()).await else {
                    elsewhere.push(lock);
                    continue;
                };
                let Ok(again) = IndexedDb.list(&account, server).await else {
                    continue;
                };
                let Some(fresh) = again.into_iter().find(|found| found.id == record.id) else {
                    continue;
                };
                let judged = recover(vec![fresh.clone()], |_| false, now()).pop();
                let Some(judged) = judged else { continue };
                if judged.state != fresh.state {
                    let _ = IndexedDb.put(judged.clone()).await;
                }
                *record = judged;
            }
            if !self.is_current(era) {
                return;
            }
            self.take_links(recovered);
            for lock in elsewhere {
                spawn(async move {
                    WebLocks::released(&lock).await;
                    if self.is_current(era) {
                        self.load_links();
                    }
                });
            }
        });
    }

    fn take_links(self, recovered: Vec<LinkRecord>) {
        self.links.update(|links| {
            for record in recovered {
                let ended = matches!(record.state, LinkState::Refused { .. } | LinkState::NotSent);
                match links.iter_mut().find(|known| known.id == record.id) {
                    Some(known) if matches!(known.state, LinkState::Sending { .. }) => {
                        *known = record;
                    }
                    Some(_) => {}
                    None if ended => {}
                    None => links.push(record),
                }
            }
            order::sort(links, |one, other| one.created_at > other.created_at);
        });
    }

    /// Makes a single-use link for the chosen event type and shows it. One intent at a time: a second click while one
    /// runs is the same one.
    pub fn create_link(self) {
        let Some(chosen) = untrack(move || self.link_type()) else {
            return;
        };
        let (uri, name) = (chosen.uri.as_str().to_owned(), name_of(&chosen).to_owned());
        self.create_link_for(uri, name, self.own_note());
    }

    /// As [`App::create_link`], for the event type of this URI and name, with this note.
    pub fn create_link_for(self, uri: String, name: String, note: String) {
        spawn(async move {
            let made = self.make_link_for(uri, name, note, true).await;
            if made.is_some() && !self.view.is_disposed() {
                self.view.set(View::Links);
            }
        });
    }

    /// Makes a link; its address, or nothing when there is none to show (the screen and the `error` event then say why).
    /// `joins`: whether one that is just being made, for the same event type and with the same note, will do.
    pub async fn make_link(self, joins: bool) -> Option<String> {
        if self.phase.try_get_untracked()? != Phase::SignedIn {
            return self.refuse_link("signed_out", text::SIGN_IN_FIRST);
        }
        let Some(chosen) = untrack(move || self.link_type()) else {
            return self.refuse_link("no_event_type", text::NO_EVENT_TYPE);
        };
        let (uri, name) = (chosen.uri.as_str().to_owned(), name_of(&chosen).to_owned());
        self.make_link_for(uri, name, self.own_note(), joins).await
    }

    fn own_note(self) -> String {
        self.note.get_untracked().trim().to_owned()
    }

    /// Says, also to the page, why there will be no link.
    fn refuse_link(self, code: &str, words: &str) -> Option<String> {
        self.say_aloud(Tone::Warning, words);
        events::error(&self, code, words);
        None
    }

    async fn make_link_for(
        self,
        uri: String,
        name: String,
        note: String,
        joins: bool,
    ) -> Option<String> {
        let running = self.making.try_get_untracked()?;
        let stack = self.stack()?;
        let Some(account) = self.account.get_untracked() else {
            return self.refuse_link("unknown_account", text::ACCOUNT_UNKNOWN);
        };
        let fresh = Intent {
            id: intent_id(&*stack.runtime),
            event_type: uri,
            event_type_name: name,
            note,
            account,
            server: stack.connection.api_url.clone(),
        };
        let is_first = running.is_none();
        let intent = match running {
            Some(running) => {
                let same = joins
                    && running.event_type == fresh.event_type
                    && running.note == fresh.note
                    && running.account == fresh.account;
                if !same {
                    return self.refuse_link("busy", text::LINK_BUSY);
                }
                running
            }
            None => {
                self.making.set(Some(fresh.clone()));
                self.notice.set(None);
                self.announce(text::CREATING);
                fresh
            }
        };
        let era = self.now_era();
        // Never part of what is aborted: once it was sent its outcome must be written down.
        let outcome = create_link(
            &stack.client,
            Rc::new(IndexedDb),
            Rc::new(WebLocks),
            stack.runtime.clone(),
            intent,
        )
        .await;
        if self.making.is_disposed() {
            return None;
        }
        let id = &outcome.record.id;
        let own = |making: &Option<Intent>| making.as_ref().is_some_and(|own| own.id == *id);
        if self.making.with_untracked(own) {
            self.making.set(None);
        }
        // After a session that has ended it is still the work of whoever was here.
        let here = if self.phase.get_untracked() == Phase::SignedIn {
            self.account.get_untracked()
        } else {
            self.last_account.get_value()
        };
        if !self.is_current(era) && here.as_ref() != Some(&outcome.record.account) {
            // Another account is on the screen: the link is in the journal of the one that made it.
            return None;
        }
        if !is_first {
            // Whoever began it shows it.
            return outcome.record.booking_url().map(str::to_owned);
        }
        self.show_outcome(outcome)
    }

    fn show_outcome(self, outcome: CreateOutcome) -> Option<String> {
        let (record, error) = (outcome.record, outcome.error.as_ref());
        let id = record.id.clone();
        let url = record.booking_url().map(str::to_owned);
        let state = record.state.clone();
        let name = record.event_type_name.clone();
        self.links.update(|links| {
            links.retain(|known| known.id != record.id);
            if !matches!(state, LinkState::Refused { .. } | LinkState::NotSent) {
                links.insert(0, record.clone());
            }
        });
        match state {
            LinkState::Created { .. } => {
                self.made.set(Some(id));
                // What was typed meanwhile is for the next one.
                if self.own_note() == record.note {
                    self.note.set(String::new());
                }
                let mut said = text::link_created(&name);
                if outcome.warning.is_some() {
                    self.say(Tone::Warning, text::JOURNAL_REFUSED);
                    said = [&said, " ", text::JOURNAL_REFUSED].concat();
                }
                self.announce(said);
                events::link_created(&self, &record);
            }
            LinkState::Unknown { .. } => {
                self.say_aloud(Tone::Warning, text::LINK_UNKNOWN);
                events::error(&self, "link_unknown", text::LINK_UNKNOWN);
            }
            _ => {
                let offline = error.is_none_or(crate::client::Error::is_offline);
                let words = match error.filter(|_| !offline) {
                    Some(error) => text::link_refused(error),
                    None => text::LINK_NOT_SENT.to_owned(),
                };
                match error {
                    // That the session has ended is on the screen, with what to do.
                    _ if self.phase.get_untracked() == Phase::SignedOut => {}
                    Some(error) => self.say_error(&words, error),
                    None => self.say_aloud(Tone::Warning, &words),
                }
                events::error(
                    &self,
                    error.map_or("not_sent", crate::client::Error::code),
                    &words,
                );
            }
        }
        url
    }

    /// Takes a link out of the list; one that there is goes on to work.
    pub fn forget_link(self, id: String) {
        spawn(async move {
            // First from the disk: what has left the screen must not come back with the next reload.
            let removed = IndexedDb.delete(&id).await;
            if self.links.is_disposed() {
                return;
            }
            if removed.is_err() {
                self.say_aloud(Tone::Warning, text::NOT_FORGOTTEN);
                return;
            }
            let words = match untrack(|| self.link(&id)) {
                Some(record) if record.expired(now()) => text::EXPIRED_FORGOTTEN,
                Some(record) if record.booking_url().is_none() => text::UNKNOWN_FORGOTTEN,
                _ => text::LINK_FORGOTTEN,
            };
            self.links
                .update(|links| links.retain(|record| record.id != id));
            // With it goes for whom it was.
            if self.extras.with_untracked(|extras| extras.of == id) {
                self.fill_in_for("");
            }
            self.invitees
                .update_value(|others| others.retain(|known| known.of != id));
            if self.made.get_untracked().as_deref() == Some(&id) {
                self.made.set(None);
            }
            self.announce(words);
        });
    }

    /// Copies an address within the click.
    pub fn copy_address(self, url: String) {
        let written = crate::browser::clipboard::copy_later(false, async move {
            Some(crate::browser::clipboard::Copied {
                text: url,
                html: None,
            })
        });
        spawn(async move {
            let copied = written.await;
            if self.notice.is_disposed() {
                return;
            }
            let (tone, words) = if copied.is_ok() {
                (Tone::Calm, text::LINK_COPIED)
            } else {
                (Tone::Warning, text::COPY_REFUSED)
            };
            self.say_aloud(tone, words);
        });
    }
}

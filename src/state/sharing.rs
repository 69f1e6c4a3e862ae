//! Handing out a link: what is added to its address, its tag, and the ways it can go.

use super::App;
use super::app::Tone;
use crate::api::event_types::{CustomQuestion, EventType};
use crate::booking::{ANSWERS, Extras, LinkRecord, asked, decorate_tagged};
use crate::browser::journal::IndexedDb;
use crate::browser::runtime::spawn;
use crate::client::ports::Journal;
use crate::ui::text;

impl App {
    /// What is known of a link.
    pub fn link(self, id: &str) -> Option<LinkRecord> {
        self.links
            .with(|links| links.iter().find(|record| record.id == id).cloned())
    }

    /// The address of a link that was made, with what is to be filled in for its invitee.
    pub fn address_of(self, id: &str) -> String {
        let record = self.link(id);
        let decorated = record.as_ref().and_then(|record| {
            let url = record.booking_url()?;
            let decorate = |extras: &Extras| decorate_tagged(url, extras, &record.tag);
            Some(self.extras.with(decorate))
        });
        decorated.unwrap_or_default()
    }

    /// Has links begin with the month that the calendar shows, or with the first that has times.
    pub fn open_at_month(self, wanted: bool) {
        let month = if wanted {
            self.month.get_untracked().to_iso()
        } else {
            String::new()
        };
        self.extras.update(|extras| extras.month = month);
    }

    /// Gives a link a tag of its own, by which its booking is known, or takes it off.
    pub fn tag_link(self, id: &str, wanted: bool) {
        let Some(mut record) = self.link(id) else {
            return;
        };
        record.tag = if wanted {
            record.own_tag()
        } else {
            String::new()
        };
        self.links.update(|links| {
            if let Some(known) = links.iter_mut().find(|known| known.id == record.id) {
                known.clone_from(&record);
            }
        });
        spawn(async move {
            if IndexedDb.put(record).await.is_err() && !self.notice.is_disposed() {
                self.say_aloud(Tone::Warning, text::TAG_REFUSED);
            }
        });
    }

    /// The tag of a link; empty where it has none.
    pub fn tag_of(self, id: &str) -> String {
        self.link(id).map(|record| record.tag).unwrap_or_default()
    }

    /// Hands `read` each question of an event type that a link can answer.
    pub fn each_question(self, event_type: &str, read: &mut dyn FnMut(&CustomQuestion)) {
        let mut each = |found: &EventType| {
            let is_it = found.uri.as_str() == event_type;
            if is_it {
                asked(&found.custom_questions)
                    .into_iter()
                    .for_each(&mut *read);
            }
            is_it
        };
        let listed = self.types.with(|types| {
            let list = types.ready().map(Vec::as_slice);
            list.unwrap_or_default().iter().any(&mut each)
        });
        if !listed {
            self.fixed_type
                .with(|fixed| fixed.ready().is_some_and(each));
        }
    }

    /// Begins to fill a link in: name, email and answers are its own invitee's, and come back with it. The calendar may
    /// show another month by now.
    pub fn fill_in_for(self, link: &str) {
        let mut extras = self.extras.get_untracked();
        if extras.of != link {
            let mut others = self.invitees.get_value();
            let place = others.iter().position(|known| known.of == link);
            let own = place.map(|place| others.swap_remove(place));
            let own = own.unwrap_or_default();
            if !extras.of.is_empty() {
                others.push(extras.clone());
            }
            self.invitees.set_value(others);
            extras = Extras {
                name: own.name,
                email: own.email,
                answers: own.answers,
                of: link.to_owned(),
                ..extras
            };
        }
        if !extras.month.is_empty() {
            extras.month = self.month.get_untracked().to_iso();
        }
        self.extras.set(extras);
    }

    /// The answer to question `index`, counted from 0.
    pub fn answer(self, index: usize) -> String {
        self.extras
            .with(|extras| extras.answers.get(index).cloned().unwrap_or_default())
    }

    /// Whether any question is answered.
    pub fn has_answers(self) -> bool {
        let filled = |answer: &String| !answer.is_empty();
        self.extras.with(|extras| extras.answers.iter().any(filled))
    }

    /// Answers question `index`.
    pub fn set_answer(self, index: usize, answer: String) {
        self.extras.update(|extras| {
            extras.answers.resize(ANSWERS, String::new());
            if let Some(place) = extras.answers.get_mut(index) {
                *place = answer;
            }
        });
    }

    /// Opens the system's share sheet for an address, within the click.
    pub fn share_address(self, title: &str, url: &str) {
        let shared = crate::browser::share::share(title, url);
        spawn(async move {
            if !shared.await && !self.notice.is_disposed() {
                self.say_aloud(Tone::Warning, text::SHARE_REFUSED);
            }
        });
    }
}

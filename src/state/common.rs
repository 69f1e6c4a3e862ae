//! Event types that are combined: which, how, and what a link is then made for.

use super::App;
use super::app::Load;
use crate::api::event_types::EventType;
use crate::booking::{Common, Mode};
use crate::time::Timestamp;
use crate::ui::event_type::name_of;
use crate::ui::text;

impl App {
    /// Whether several event types are combined.
    pub fn is_combined(self) -> bool {
        self.times.with(|times| times.count() > 1)
    }

    /// What is known of the event type of this URI.
    pub fn event_type_of(self, uri: &str) -> Option<EventType> {
        let fixed = |fixed: &Load<EventType>| {
            fixed
                .ready()
                .filter(|found| found.uri.as_str() == uri)
                .cloned()
        };
        let shown = |shown: &Vec<EventType>| {
            shown
                .iter()
                .find(|found| found.uri.as_str() == uri)
                .cloned()
        };
        self.listed_event_type(uri)
            .or_else(|| self.fixed_type.with_untracked(fixed))
            .or_else(|| self.combined.with_untracked(shown))
    }

    /// The event types that are combined, the chosen one first.
    pub fn combined_types(self) -> Vec<EventType> {
        self.times.track();
        self.types.track();
        let uris = self.combined_uris();
        uris.iter()
            .filter_map(|uri| self.event_type_of(uri))
            .collect()
    }

    fn combined_uris(self) -> Vec<String> {
        self.times
            .with_untracked(|times| times.types().map(str::to_owned).collect())
    }

    /// Combines an event type with the chosen one, or takes it out again; the chosen one stays.
    pub fn toggle_combined(self, uri: &str) {
        let chosen = self.chosen_uri.get_untracked();
        if chosen.as_deref() == Some(uri) {
            return;
        }
        let mut uris = self.combined_uris();
        let before = uris.len();
        uris.retain(|known| known != uri);
        let joins = uris.len() == before;
        if joins {
            uris.push(uri.to_owned());
        }
        self.combine(&uris);
        if let Some(found) = self.event_type_of(uri) {
            self.announce(if joins {
                text::joined(name_of(&found), uris.len())
            } else {
                text::left(name_of(&found), uris.len())
            });
        }
    }

    /// Only the chosen event type again.
    pub fn combine_only(self) {
        if self.is_combined() {
            let chosen: Vec<String> = self.chosen_uri.get_untracked().into_iter().collect();
            self.combine(&chosen);
        }
    }

    fn combine(self, uris: &[String]) {
        let known = uris.iter().filter_map(|uri| self.event_type_of(uri));
        self.combined.set_value(known.collect());
        self.times.update(|times| times.set_types(uris));
        self.keep_combined();
        self.recall_times();
        let link_for = self.link_for.get_untracked();
        if link_for.is_some_and(|uri| !uris.contains(&uri)) {
            self.link_for.set(None);
        }
        self.spoken.set_value(None);
        self.show_month(self.month.get_untracked());
        self.drop_gone_times();
    }

    /// Remembers what is combined, for this account.
    pub(super) fn keep_combined(self) {
        self.keep(
            "combined",
            Some(&self.times.with_untracked(Common::to_text)),
        );
    }

    /// Combines with the chosen event type what this account had combined with it, as far as it is still offered.
    pub(super) fn recall_combined(self) {
        let kept = self.recall("combined").unwrap_or_default();
        let (mode, uris) = Common::read(&kept, &|uri| self.is_offered(uri));
        let chosen = self.chosen_uri.get_untracked();
        if uris.len() > 1 && uris.first() == chosen.as_ref() && !self.is_combined() {
            self.times.update(|times| times.set_mode(mode));
            self.combine(&uris);
        }
    }

    /// Shows times at which all, or any, of the event types are free.
    pub fn choose_mode(self, mode: Mode) {
        self.times.update(|times| times.set_mode(mode));
        self.keep_combined();
        self.spoken.set_value(None);
        self.drop_gone_times();
        self.show_month(self.month.get_untracked());
    }

    /// The event type that links are made for: the one that was picked, else the one that is free at the first chosen
    /// time, else the chosen one.
    pub fn link_type(self) -> Option<EventType> {
        let chosen = self.chosen.get();
        if !self.is_combined() {
            return chosen;
        }
        let first = self.selection.with(|selection| selection.iter().next());
        let uri = self.link_for.get().or_else(|| {
            let free = |times: &Common| {
                let uri = times.types_at(first?).next()?;
                Some(uri.to_owned())
            };
            self.times.with(free)
        });
        uri.and_then(|uri| self.event_type_of(&uri)).or(chosen)
    }

    /// Who offers a time: the event type that links are made for, else the first that is free then.
    pub fn offered_by<'a>(times: &'a Common, uri: Option<&str>, at: Timestamp) -> Option<&'a str> {
        let mut free = times.types_at(at);
        let first = free.next()?;
        let preferred = |one: &str| Some(one) == uri;
        if preferred(first) {
            return Some(first);
        }
        Some(free.find(|one| preferred(one)).unwrap_or(first))
    }

    /// The address of a time: of the event type that offers it.
    pub fn address_at(times: &Common, uri: Option<&str>, at: Timestamp) -> Option<String> {
        let own = times.of(Self::offered_by(times, uri, at)?)?;
        own.slot_at(at)?.scheduling_url.clone()
    }

    /// Which of several event types are free at an instant, where any of them makes it a time.
    pub fn names_at(self, times: &Common, at: Timestamp) -> Option<String> {
        if times.count() < 2 || times.mode() == Mode::All {
            return None;
        }
        if times.types_at(at).count() == times.count() {
            return Some(text::ALL_OF_THEM.to_owned());
        }
        let mut names = String::new();
        for uri in times.types_at(at) {
            let Some(found) = self.event_type_of(uri) else {
                continue;
            };
            if !names.is_empty() {
                names.push_str(", ");
            }
            names.push_str(name_of(&found));
        }
        Some(names)
    }
}

//! Chosen times, the message made of them, and copying it.

use leptos::prelude::untrack;

use super::App;
use super::app::{Load, Notice, Tone};
use super::times::date_in;
use crate::api::users::User;
use crate::booking::{
    Common, Form, Hold, Line, Message, Offer, Parts, Selection, calendar_file, compose, hands_out,
    zone_city,
};
use crate::browser::clipboard::{Copied, copy_later};
use crate::browser::download::download;
use crate::browser::intl::{Shape, Style, offset_seconds};
use crate::browser::runtime::{Sleep, now, spawn};
use crate::element::events;
use crate::time::{Month, Timestamp, offset_label};
use crate::ui::event_type::name_of;
use crate::ui::text;

impl App {
    /// Chooses a time, or takes it back.
    pub fn toggle_time(self, at: Timestamp) {
        let picked = self.selection.try_update(|selection| selection.toggle(at));
        self.picked_last
            .set(Some(at).filter(|_| picked == Some(true)));
        self.selection_changed();
    }

    /// Chooses all times of a day, or takes them all back.
    pub fn toggle_day(self, times: &[Timestamp]) {
        self.selection.update(|selection| {
            selection.toggle_day(times);
        });
        self.selection_changed();
    }

    /// Takes all times back.
    pub fn clear_selection(self) {
        self.selection.update(|selection| selection.clear());
        self.selection_changed();
    }

    /// Chooses exactly `times`.
    pub fn select_times(self, times: &[Timestamp]) {
        self.selection.update(|selection| {
            selection.clear();
            for at in times {
                if !selection.contains(*at) {
                    selection.toggle(*at);
                }
            }
        });
        self.drop_gone();
        self.selection_changed();
    }

    /// Drops all times because they no longer mean anything, as with another event type.
    pub fn drop_times(self) {
        if !self.selection.with_untracked(Selection::is_empty) {
            self.selection.update(Selection::clear);
            events::slot_select(&self);
        }
    }

    fn selection_changed(self) {
        self.announce(text::selected(
            self.selection.with_untracked(|selection| selection.len()),
        ));
        events::slot_select(&self);
    }

    /// The chosen times as lines, in the invitee's zone.
    fn lines(self, style: &Style, zone: &str) -> Vec<Line> {
        let city = zone_city(zone);
        let link_type = untrack(move || self.link_type());
        let link_type = link_type.as_ref().map(|found| found.uri.as_str());
        self.selection.with_untracked(|selection| {
            self.times.with_untracked(|times| {
                let line = |start| {
                    let offset = offset_label(offset_seconds(zone, start).unwrap_or(0));
                    let mut zone_label = [&city, ", ", &offset].concat();
                    if let Some(names) = self.names_at(times, start) {
                        zone_label = [&zone_label, " · ", &names].concat();
                    }
                    Line {
                        start,
                        day_label: style.say(Shape::FullDay, zone, start),
                        time_label: style.say(Shape::Time, zone, start),
                        zone_label,
                        url: Self::address_at(times, link_type, start),
                    }
                };
                selection.iter().map(line).collect()
            })
        })
    }

    /// The message as it would be copied now.
    ///
    /// `note`: what `{note}` stands for. `single_use`: the link made for it.
    pub fn message(self, form: Form, note: String, single_use: Option<String>) -> Message {
        let style = self.style.get_untracked();
        let zone = self.invitee_zone.get_untracked();
        let chosen = untrack(move || self.link_type());
        let minutes = chosen.as_ref().map_or(0, |chosen| chosen.duration);
        let user = |user: &Load<User>| user.ready().map(|user| user.name.clone());
        let parts = Parts {
            name: self.user.with_untracked(user).unwrap_or_default(),
            event: chosen
                .as_ref()
                .map(|chosen| name_of(chosen).to_owned())
                .unwrap_or_default(),
            duration: text::minutes(minutes),
            zone: zone_city(&zone),
            note,
            link: single_use,
            lines: self.lines(&style, &zone),
        };
        if form == Form::Calendar {
            let offered = |at| {
                let uri = chosen.as_ref().map(|chosen| chosen.uri.as_str());
                let by = self
                    .times
                    .with_untracked(|times| Self::offered_by(times, uri, at).map(str::to_owned));
                let own = by.and_then(|by| untrack(move || self.event_type_of(&by)));
                let own = own.as_ref().or(chosen.as_ref());
                Offer {
                    id: own.map(|own| own.uri.uuid().to_owned()).unwrap_or_default(),
                    name: own.map(|own| name_of(own).to_owned()).unwrap_or_default(),
                    minutes: own.map_or(0, |own| own.duration),
                }
            };
            let hold = Hold {
                offered: &offered,
                now: now(),
                book: text::BOOK_THIS,
                other: text::SINGLE_USE_LABEL,
            };
            return Message {
                text: calendar_file(&parts, &hold),
                html: None,
            };
        }
        let own = self.template.get_untracked();
        let template = own
            .as_deref()
            // Whoever takes everything out has not asked for an empty message.
            .filter(|own| !own.trim().is_empty())
            .unwrap_or_else(|| text::default_message(parts.lines.len()));
        let mut template = template.to_owned();
        // Times that were chosen, and a link that was made, are handed out even where the words have no place for them.
        for word in ["times", "link"] {
            let there = word == "times" || parts.link.is_some();
            if there && !hands_out(&template, word, &parts) {
                template = [&template, "\n\n{", word, "}"].concat();
            }
        }
        compose(form, &template, &parts)
    }

    /// The message for a clipboard or a file: the times are looked up once more and, if wished, a single-use link is
    /// made. Nothing where there is nothing left to offer; why is then on the screen.
    async fn fresh_message(self, form: Form) -> Option<Message> {
        let era = self.now_era();
        self.freshen_selection().await;
        if !self.is_current(era) || self.selection.with_untracked(Selection::is_empty) {
            return None;
        }
        // Before the link is made: then the note is the link's, and the field may be empty.
        let note = self.note.get_untracked();
        let offline = self.offline_since.get_untracked().is_some();
        let link = if self.include_link.get_untracked() && !offline {
            // Never one that is made for something else just now: it can be booked once.
            Some(self.make_link(false).await?)
        } else {
            None
        };
        self.is_current(era).then(|| self.message(form, note, link))
    }

    /// Copies the chosen times in the chosen form. The clipboard is asked within the click; what is written to it comes
    /// later. Nothing while something is being copied already: each would make a link of its own.
    pub fn copy_times(self) -> impl Future<Output = Option<String>> {
        let form = self.copy_as.get_untracked();
        let wanted = self.selection.with_untracked(|selection| selection.len());
        let result = std::rc::Rc::new(std::cell::RefCell::new(None));
        let written = result.clone();
        let task = (!self.copying.get_untracked()).then(|| {
            self.copying.set(true);
            copy_later(form.has_rich_text(), async move {
                let message = self.fresh_message(form).await?;
                written.replace(Some(message.text.clone()));
                Some(Copied {
                    text: message.text,
                    html: message.html,
                })
            })
        });
        async move {
            let copied = task?.await;
            if self.copying.is_disposed() {
                return None;
            }
            self.copying.set(false);
            let text = result.borrow_mut().take();
            match (copied, &text) {
                (Ok(()), _) => self.tell_copied(wanted, text::copied),
                (Err(()), Some(_)) => {
                    self.say_aloud(Tone::Warning, text::COPY_REFUSED);
                }
                // Nothing to copy: why is already on the screen.
                (Err(()), None) => {}
            }
            text
        }
    }

    /// Of when the chosen times are, where they may have gone since without anybody noticing.
    pub fn caution(self) -> Option<String> {
        let offline = self.offline_since.get().is_some();
        let state = self.span_state();
        let known = self.selection.with(|selection| {
            self.times.with(|times| {
                selection.iter().all(|at| {
                    times
                        .types()
                        .any(|uri| times.of(uri).is_some_and(|own| own.knows(at)))
                })
            })
        });
        if known && !offline {
            return None;
        }
        let seen = state.as_of.or(state.fetched_at)?;
        let zone = self.zone.get();
        let words = text::may_be_gone(&self.style.get().say(Shape::Short, &zone, seen));
        Some(if offline && self.include_link.get() {
            [&words, " ", text::NO_LINK_OFFLINE].concat()
        } else {
            words
        })
    }

    /// Says how many times were handed out, and how many of those that were wanted are gone.
    fn tell_copied(self, wanted: usize, words: fn(usize) -> String) {
        let count = self.selection.with_untracked(|selection| selection.len());
        let mut said = words(count);
        let plain = said.len();
        let gone = wanted.saturating_sub(count);
        if gone > 0 {
            said = [&text::times_gone(gone), " ", &said].concat();
        }
        // What was said of the link that is in it goes on to count.
        let unkept = |notice: &Option<Notice>| {
            let text = notice.as_ref().map(|notice| notice.text.as_str());
            text == Some(text::JOURNAL_REFUSED)
        };
        if self.include_link.get_untracked() && self.notice.with_untracked(unkept) {
            said = [&said, " ", text::JOURNAL_REFUSED].concat();
        }
        if let Some(caution) = untrack(move || self.caution()) {
            said = [&said, " ", &caution].concat();
        }
        let tone = if said.len() > plain {
            Tone::Warning
        } else {
            Tone::Calm
        };
        self.say_aloud(tone, &said);
    }

    /// Hands the chosen times out as a calendar file.
    pub fn download_times(self) {
        if self.copying.get_untracked() {
            return;
        }
        self.copying.set(true);
        let wanted = self.selection.with_untracked(|selection| selection.len());
        spawn(async move {
            let message = self.fresh_message(Form::Calendar).await;
            if self.copying.is_disposed() {
                return;
            }
            self.copying.set(false);
            if let Some(message) = message {
                download("slotlink.ics", "text/calendar", &message.text);
                self.tell_copied(wanted, text::downloaded);
            }
        });
    }

    /// Asks once more for the months of the chosen times, so that nobody is offered a time that has just gone.
    /// Where that fails, or takes too long, the known times stand.
    async fn freshen_selection(self) {
        self.drop_gone_times();
        let zone = self.zone.get_untracked();
        let mut months: Vec<Month> = self.selection.with_untracked(|selection| {
            selection
                .iter()
                .map(|at| date_in(&zone, at).month())
                .collect()
        });
        months.dedup();
        let era = self.now_era();
        for month in months {
            self.revalidate_month(month);
        }
        for _ in 0..100 {
            Sleep::new(50).await;
            if !self.is_current(era) || !self.times.with_untracked(Common::is_waiting) {
                return;
            }
        }
    }
}

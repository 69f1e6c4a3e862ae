//! Chosen times, the message made of them, and copying it.

use super::App;
use super::app::Tone;
use super::times::date_in;
use crate::booking::{Availability, Line, Message, Selection, compose, zone_city};
use crate::browser::clipboard::{Copied, copy_later};
use crate::browser::intl::{Shape, Style, offset_seconds};
use crate::element::events;
use crate::time::{Month, Timestamp, offset_label};
use crate::ui::event_type::name_of;
use crate::ui::text;

impl App {
    /// Chooses a time, or takes it back.
    pub fn toggle_time(self, at: Timestamp) {
        self.selection.update(|selection| {
            selection.toggle(at);
        });
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
        self.selection.with_untracked(|selection| {
            self.times.with_untracked(|times| {
                selection
                    .iter()
                    .map(|start| {
                        let offset = offset_label(offset_seconds(zone, start).unwrap_or(0));
                        Line {
                            start,
                            day_label: style.say(Shape::FullDay, zone, start),
                            time_label: style.say(Shape::Time, zone, start),
                            zone_label: format!("{city}, {offset}"),
                            url: times
                                .slot_at(start)
                                .and_then(|slot| slot.scheduling_url.clone()),
                        }
                    })
                    .collect()
            })
        })
    }

    /// The message as it would be copied now.
    pub fn message(self, single_use: Option<&str>) -> Message {
        let style = self.style.get_untracked();
        let zone = self.invitee_zone.get_untracked();
        let lines = self.lines(&style, &zone);
        let name = self
            .chosen
            .with_untracked(|chosen| chosen.as_ref().map(|chosen| name_of(chosen).to_owned()));
        let intro = text::message_intro(name.as_deref().unwrap_or_default(), lines.len());
        compose(
            &intro,
            &lines,
            single_use.map(|url| (text::SINGLE_USE_LABEL, url)),
        )
    }

    /// Copies the chosen times. The clipboard is asked within the click; what is written to it may come later, after
    /// the times were looked up once more and, if wished, a single-use link was made.
    pub fn copy_times(self, rich: bool) -> impl Future<Output = Option<String>> {
        self.copying.set(true);
        let era = self.now_era();
        let wanted = self.selection.with_untracked(|selection| selection.len());
        let result = std::rc::Rc::new(std::cell::RefCell::new(None));
        let written = result.clone();
        let task = copy_later(rich, async move {
            self.freshen_selection().await;
            if !self.is_current(era) || self.selection.with_untracked(Selection::is_empty) {
                return None;
            }
            let link = if self.include_link.get_untracked() {
                Some(self.make_link().await?)
            } else {
                None
            };
            if !self.is_current(era) {
                return None;
            }
            let message = self.message(link.as_deref());
            written.replace(Some(message.text.clone()));
            Some(Copied {
                text: message.text,
                html: rich.then_some(message.html),
            })
        });
        async move {
            let copied = task.await;
            if self.copying.is_disposed() {
                return None;
            }
            self.copying.set(false);
            let count = self.selection.with_untracked(|selection| selection.len());
            let text = result.borrow_mut().take();
            let gone = wanted.saturating_sub(count);
            match (copied, &text) {
                (Ok(()), _) if gone > 0 => {
                    let words = [text::times_gone(gone), text::copied(count)].join(" ");
                    self.say(Tone::Warning, words.as_str());
                    self.announce(words);
                }
                (Ok(()), _) => {
                    self.say(Tone::Calm, text::copied(count));
                    self.announce(text::copied(count));
                }
                (Err(()), Some(_)) => self.say(Tone::Warning, text::COPY_REFUSED),
                // Nothing to copy: why is already on the screen.
                (Err(()), None) => {}
            }
            text
        }
    }

    /// Asks once more for the months of the chosen times, so that nobody is offered a time that has just gone.
    /// Where that fails, or takes too long, the known times stand.
    async fn freshen_selection(self) {
        self.drop_gone_times();
        let Some(stack) = self.stack() else { return };
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
            stack.runtime.sleep(50).await;
            if !self.is_current(era) || !self.times.with_untracked(Availability::is_waiting) {
                return;
            }
        }
    }
}

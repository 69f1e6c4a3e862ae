//! Ranges of times: picked from the last one on, or by drag.

use super::App;
use crate::booking::{Drag, between};
use crate::element::events;
use crate::time::Timestamp;
use crate::ui::text;

impl App {
    /// Picks the shown times from the one that was picked last to this one. What else is picked stays.
    pub fn pick_to(self, shown: &[Timestamp], to: Timestamp) {
        self.pick_between(shown, self.picked_last.get_untracked(), to);
    }

    /// As [`App::pick_to`]; where no shown time was picked last, from `from` on.
    pub fn pick_on(self, shown: &[Timestamp], from: Timestamp, to: Timestamp) {
        let last = self.picked_last.get_untracked();
        let last = last.filter(|last| shown.contains(last));
        self.pick_between(shown, last.or(Some(from)), to);
    }

    fn pick_between(self, shown: &[Timestamp], from: Option<Timestamp>, to: Timestamp) {
        let range = between(shown, from, to);
        self.selection
            .update(|selection| selection.put_all(range, true));
        self.picked_last.set(Some(to));
        self.tell_range(true, range.len());
    }

    /// A pointer begins to be drawn over times, at `from`.
    pub fn begin_drag(self, from: Timestamp) {
        let before = self.selection.get_untracked();
        self.drag.set(Some(Drag { from, before }));
    }

    /// The pointer has come to `to`.
    pub fn drag_to(self, shown: &[Timestamp], to: Timestamp) {
        let Some(drag) = self.drag.get_untracked() else {
            return;
        };
        let reached = drag.reach(shown, to);
        if self.selection.with_untracked(|now| *now != reached) {
            self.selection.set(reached);
        }
    }

    /// The pointer is lifted at `to`: what it has passed stays picked, or dropped.
    pub fn end_drag(self, shown: &[Timestamp], to: Timestamp) {
        self.drag_to(shown, to);
        let Some(drag) = self.drag.try_update_value(Option::take).flatten() else {
            return;
        };
        let picks = drag.picks();
        self.picked_last.set(Some(to).filter(|_| picks));
        self.tell_range(picks, between(shown, Some(drag.from), to).len());
    }

    /// Everything is picked as it was before the drag.
    pub fn cancel_drag(self) {
        if let Some(drag) = self.drag.try_update_value(Option::take).flatten() {
            self.selection.set(drag.before);
            self.announce(text::DRAG_CANCELLED);
        }
    }

    fn tell_range(self, picked: bool, count: usize) {
        let all = self.selection.with_untracked(|selection| selection.len());
        self.announce(text::range_picked(picked, count, all));
        events::slot_select(&self);
    }
}

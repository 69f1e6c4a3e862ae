//! Last-known times: kept while the element is there, and over a reload exactly where the session is; shown at once.

use super::App;
use crate::booking::{LastKnown, keep};
use crate::browser::runtime::now;
use crate::browser::storage::{tab_clear, tab_get, tab_keys, tab_remove, tab_set};

/// In front of what is kept in the tab.
const KEPT: &str = "slotlink:times\n";

impl App {
    /// Keeps what is known of the shown event types.
    pub fn keep_times(self) {
        let uris: Vec<String> = self
            .times
            .with_untracked(|times| times.types().map(str::to_owned).collect());
        let prefix = self.kept_prefix();
        for uri in uris {
            let about = self.event_type_of(&uri);
            let fresh = self
                .times
                .with_untracked(|times| LastKnown::of(&uri, about.as_ref(), times.of(&uri)?));
            if let (Some(prefix), Some(fresh)) = (&prefix, &fresh) {
                // A tab without room keeps less, that is all.
                tab_set(&[prefix, uri.as_str()].concat(), &fresh.to_text());
            }
            self.last_known
                .update_value(|list| keep(list, fresh, now()));
        }
        if let Some(prefix) = prefix {
            self.last_known.with_untracked(|list| {
                for key in tab_keys(&prefix) {
                    let uri = key.get(prefix.len()..).unwrap_or_default();
                    if !list.iter().any(|known| known.event_type == uri) {
                        tab_remove(&key);
                    }
                }
            });
        }
    }

    /// Shows what was last known of the shown event types, until they are asked.
    pub fn recall_times(self) {
        self.last_known.update_value(|list| keep(list, None, now()));
        self.last_known.with_untracked(|list| {
            self.times.update(|times| {
                for known in list {
                    times.recall(&known.event_type, &known.slots, &known.spans);
                }
            });
        });
    }

    /// Takes over what this tab has kept for this account; what it has of others goes.
    pub fn recall_kept_times(self, account: &str) {
        let Some(own) = self.prefix_of(account) else {
            return;
        };
        let mut found = Vec::new();
        for key in tab_keys(KEPT) {
            if key.starts_with(&own) {
                found.extend(tab_get(&key).as_deref().and_then(LastKnown::from_text));
            } else {
                tab_remove(&key);
            }
        }
        crate::order::sort(&mut found, |one: &LastKnown, other| one.at() > other.at());
        self.last_known.update_value(|list| {
            found.retain(|known| !list.iter().any(|own| own.event_type == known.event_type));
            list.append(&mut found);
            keep(list, None, now());
        });
        // The event type of the last visit is known before Calendly has told of it, and without a network.
        let about = self.last_known.with_untracked(|list| {
            let uri = self.recall(super::account::CHOICE)?;
            list.iter().find(|known| known.event_type == uri)?.about()
        });
        if let Some(about) = about
            && self
                .fixed_type
                .with_untracked(|fixed| fixed.ready().is_none())
            && self
                .options
                .with_untracked(|options| options.given("event-type").is_none())
        {
            self.fixed_type.set(super::app::Load::Ready(about));
        }
    }

    /// Forgets what this tab has kept of times, whose ever.
    pub fn forget_kept_times(self) {
        self.last_known.set_value(Vec::new());
        if self.kept_prefix().is_some() {
            tab_clear(KEPT);
        }
    }

    fn kept_prefix(self) -> Option<String> {
        self.prefix_of(&self.account.get_untracked()?)
    }

    /// Where the times of an account are kept, if they are: they belong to account, client and addresses.
    fn prefix_of(self, account: &str) -> Option<String> {
        let stack = self.stack()?;
        let binding = stack.connection.binding();
        stack
            .keeps
            .then(|| [KEPT, account, "\n", &binding, "\n"].concat())
    }
}

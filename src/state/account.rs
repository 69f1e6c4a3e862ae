//! The account: its profile, its event types, and which of them is looked at.

use super::App;
use super::app::{Load, Panel, Phase, View};
use crate::api::EventTypeUri;
use crate::api::event_types::GetEventType;
use crate::client::Error;
use crate::element::config::Problem;
use crate::element::events;
use crate::ui::event_type::name_of;
use crate::ui::text;

impl App {
    /// Asks for everything at once: the profile, the event types and, where the choice is known, its times.
    pub fn load_account(self) {
        let Some(stack) = self.stack() else { return };
        let fixed = self
            .options
            .with_untracked(|options| options.given("event-type").map(str::to_owned));
        if let Some(owner) = stack.session.state().owner().map(str::to_owned) {
            self.know_account(owner);
        }
        self.user.set(Load::Loading);
        let era = self.now_era();
        self.read(async move {
            let user = stack.client.current_user().await;
            if !self.is_current(era) {
                return;
            }
            match user {
                Ok(user) => {
                    self.know_account(user.uri.as_str().to_owned());
                    self.user.set(Load::Ready(user));
                    self.know_organization();
                }
                Err(error) => {
                    self.report(&error);
                    self.user.set(Load::Failed(error));
                }
            }
        });
        if let Some(event_type) = fixed {
            self.fix_event_type(&event_type);
        }
    }

    /// The account's URI has become known; everything that needs it starts.
    fn know_account(self, uri: String) {
        if self.account.get_untracked().as_ref() == Some(&uri) {
            return;
        }
        let before = self
            .last_account
            .try_update_value(|last| last.replace(uri.clone()));
        if before.flatten().is_some_and(|before| before != uri) {
            // Somebody else: nothing of the one before is theirs.
            self.forget_work();
            if self
                .options
                .with_untracked(|options| options.given("event-type").is_none())
            {
                self.leave_event_type();
            }
            self.view.set(View::Times);
        }
        let kept = self.selection_of.get_value();
        self.account.set(Some(uri.clone()));
        events::signed_in(&self, &uri);
        self.load_links();
        self.recall_template();
        self.recall_filter();
        self.recall_kept_times(&uri);
        if self
            .options
            .with_untracked(|options| options.given("event-type").is_some())
        {
            return;
        }
        self.load_event_types();
        let remembered = self.recall(CHOICE);
        if let Some(choice) = Some(kept).filter(|kept| !kept.is_empty()).or(remembered) {
            self.look_at(choice);
        }
    }

    /// The event type that the page's developer has fixed, by URI or UUID.
    fn fix_event_type(self, given: &str) {
        let Some(stack) = self.stack() else { return };
        let event_type = match EventTypeUri::parse(given, &stack.connection.api_url) {
            Ok(event_type) => event_type,
            Err(error) => {
                // In the place of the times it is said what is wrong.
                self.leave_event_type();
                self.fixed_type.set(Load::Idle);
                events::error(&self, "configuration", &text::bad_event_type(given, &error));
                return;
            }
        };
        self.fixed_type.set(Load::Loading);
        self.look_at(event_type.as_str().to_owned());
        let asked = event_type.as_str().to_owned();
        let get = GetEventType { uuid: event_type };
        let era = self.now_era();
        self.read(async move {
            let found = stack.client.call(&get).await;
            // A late answer must not take the place of a newer choice.
            if !self.is_current(era) || self.chosen_uri.get_untracked().as_ref() != Some(&asked) {
                return;
            }
            match found {
                Ok(found) => {
                    // The page would be made anew, under the hands of whoever types in it.
                    if found.uri.as_str() != asked {
                        self.chosen_uri.set(Some(found.uri.as_str().to_owned()));
                    }
                    self.fixed_type.set(Load::Ready(found));
                    events::ready(&self);
                }
                Err(error) => {
                    self.report(&error);
                    self.fixed_type.set(Load::Failed(error));
                }
            }
        });
    }

    /// Why the event type that the page's developer has fixed cannot be shown.
    pub fn event_type_problem(self) -> Option<Problem> {
        let stack = self.stack()?;
        self.options.with(|options| {
            let given = options.given("event-type")?;
            let error = EventTypeUri::parse(given, &stack.connection.api_url).err()?;
            Some(Problem {
                attribute: "event-type",
                message: text::bad_event_type(given, &error),
            })
        })
    }

    /// The URI of an event type that the page names by URI or UUID, if it can be chosen; else why not.
    pub fn offered_event_type(self, given: &str) -> Result<String, String> {
        let stack = self.stack();
        let stack = stack.ok_or("an attribute is missing or wrong, as the error event says")?;
        let uri = match EventTypeUri::parse(given, &stack.connection.api_url) {
            Ok(event_type) => event_type.as_str().to_owned(),
            Err(error) => return Err(text::bad_event_type(given, &error)),
        };
        // Only a whole list tells that one is not in it.
        let whole = self
            .types_left
            .with_untracked(|left| left.ready().is_some());
        if whole && self.listed_event_type(&uri).is_none() {
            return Err(text::foreign_event_type(given));
        }
        Ok(uri)
    }

    /// The person picks an event type.
    pub fn choose_event_type(self, uri: String) {
        self.panel.set(Panel::None);
        self.view.set(View::Times);
        if self.chosen_uri.get_untracked().as_ref() == Some(&uri) {
            self.combine_only();
            return;
        }
        self.keep(CHOICE, Some(&uri));
        self.look_at(uri);
        self.keep_combined();
        if let Some(chosen) = self.chosen.get_untracked() {
            self.announce(text::event_type_chosen(name_of(&chosen)));
            events::event_type_change(&self, &chosen);
        }
    }

    /// Shows the times of `uri`, from the month of today.
    fn look_at(self, uri: String) {
        self.abort_times();
        if self.selection_of.get_value() != uri {
            self.drop_times();
            self.selection_of.set_value(uri.clone());
        }
        self.chosen_uri.set(Some(uri.clone()));
        self.times.update(|times| times.set_types(&[uri]));
        self.recall_times();
        self.show_month(self.today().month());
    }

    /// The `event-type` attribute has changed.
    pub fn change_fixed_type(self) {
        if self.phase.get_untracked() != Phase::SignedIn {
            return;
        }
        match self
            .options
            .with_untracked(|options| options.given("event-type").map(str::to_owned))
        {
            Some(given) => self.fix_event_type(&given),
            None => {
                self.fixed_type.set(Load::Idle);
                self.leave_event_type();
                if matches!(self.types.get_untracked(), Load::Idle) {
                    self.load_event_types();
                }
            }
        }
    }

    pub(super) fn leave_event_type(self) {
        self.abort_times();
        self.chosen_uri.set(None);
    }

    /// Tells the host page of `error`.
    pub fn report(self, error: &Error) {
        events::error(&self, error.code(), &text::problem(error));
    }

    /// Loads again what did not come.
    pub fn retry_account(self) {
        if self.phase.get_untracked() == Phase::SignedIn {
            let known = self.account.get_untracked();
            let lacks = matches!(self.types.get_untracked(), Load::Failed(_))
                || matches!(self.types_left.get_untracked(), Load::Failed(_));
            if known.is_some() && lacks && self.user.with_untracked(|user| user.ready().is_some()) {
                self.load_event_types();
            } else {
                self.account.set(None);
                self.load_account();
            }
        }
    }
}

/// Under what the chosen event type is remembered.
pub(super) const CHOICE: &str = "choice";

//! The list of event types: whose, which of them are offered, and how it arrives.

use super::App;
use super::app::{Load, Tone};
use crate::api::event_types::{EventType, ListEventTypes};
use crate::api::uri::AvailabilityScheduleUri;
use crate::api::user_availability_schedules::ListUserAvailabilitySchedules;
use crate::api::{EventTypeUri, OrganizationUri, UserUri};
use crate::booking::TypeFilter;
use crate::browser::intl::lower;
use crate::client::{Error, Kind};
use crate::element::events;
use crate::ui::event_type::words;
use crate::ui::text;

impl App {
    /// All event types of the account or its organization, page after page: the first can be searched while the others
    /// are on their way. What is there stays until they arrive.
    pub fn load_event_types(self) {
        let Some(stack) = self.stack() else { return };
        let filter = self.type_filter.get_untracked();
        let owner = if filter.organization {
            self.organization()
        } else {
            let account = self.account.get_untracked();
            account.and_then(|owner| {
                UserUri::parse(&owner, &stack.connection.api_url)
                    .ok()
                    .map(ListEventTypes::of_user)
            })
        };
        if self.types.with_untracked(|types| types.ready().is_none()) {
            self.types.set(Load::Loading);
        }
        self.types_left.set(Load::Loading);
        // Without an organization so far: the profile that tells it is on its way, and comes back here.
        let Some(mut list) = owner else { return };
        list.sort = filter.order.sort();
        let run = self.type_run.get_value() + 1;
        self.type_run.set_value(run);
        let era = self.now_era();
        self.read(async move {
            let is_current = move || self.is_current(era) && self.type_run.get_value() == run;
            let first = self.types.with_untracked(|types| types.ready().is_none());
            let mut is_new = true;
            let mut take = |page| {
                if !is_current() {
                    return false;
                }
                self.page_arrived(page, is_new);
                if first && is_new {
                    events::ready(&self);
                }
                is_new = false;
                true
            };
            let read = stack.client.pages(list, &mut take).await;
            if !is_current() {
                return;
            }
            match read {
                Ok(walk) => {
                    self.types_left.set(Load::Ready(()));
                    self.event_types_arrived(first);
                    if walk.is_cut_short() {
                        self.say_aloud(Tone::Warning, text::LIST_CUT_SHORT);
                    } else if walk.has_changed() {
                        self.say_aloud(Tone::Calm, text::LIST_CHANGED);
                    }
                }
                Err(error) => self.event_types_failed(&error),
            }
        });
        self.ask_scheduled();
    }

    /// The list of what the organization has, where it is known.
    fn organization(self) -> Option<ListEventTypes> {
        let organization: Option<OrganizationUri> = self.user.with_untracked(|user| {
            user.ready()
                .and_then(|user| user.current_organization.clone())
        });
        organization.map(|organization| ListEventTypes {
            organization: Some(organization),
            count: Some(100),
            ..ListEventTypes::default()
        })
    }

    /// The profile has told which organization it is.
    pub fn know_organization(self) {
        let waits = self
            .types_left
            .with_untracked(|left| matches!(left, Load::Loading));
        if waits
            && self
                .type_filter
                .with_untracked(|filter| filter.organization)
        {
            if self.organization().is_none() {
                self.refuse_organization();
            } else {
                self.load_event_types();
            }
        }
    }

    fn page_arrived(self, mut page: Vec<EventType>, is_first: bool) {
        if let Some(stack) = self.stack() {
            // One of another host could never be asked for its times.
            let api_url = &stack.connection.api_url;
            page.retain(|found| EventTypeUri::parse(found.uri.as_str(), api_url).is_ok());
        }
        let organization = self
            .type_filter
            .with_untracked(|filter| filter.organization);
        let fresh = page.iter().map(|found| lower(&words(found, organization)));
        self.type_words.update_value(|all| {
            if is_first {
                all.clear();
            }
            all.extend(fresh);
        });
        // The list of others may lack the one whose times are on the screen.
        if let Some(chosen) = self.chosen.get_untracked() {
            self.fixed_type.set(Load::Ready(chosen));
        }
        self.types.update(|types| match types {
            Load::Ready(list) if !is_first => list.extend(page),
            _ => *types = Load::Ready(page),
        });
    }

    /// The whole list is there; `is_first`: of this sign-in.
    fn event_types_arrived(self, is_first: bool) {
        if !is_first {
            return;
        }
        let chosen = self.chosen_uri.get_untracked();
        let gone = chosen.is_some_and(|uri| !self.is_offered(&uri));
        if gone {
            // A remembered choice that was deleted or switched off since.
            self.leave_event_type();
        }
        if self.chosen_uri.get_untracked().is_some() {
            self.recall_combined();
            return;
        }
        let (offered, _) = self.type_count.get_untracked();
        let only = self.types.with_untracked(|types| {
            let list = types.ready().map(Vec::as_slice).unwrap_or_default();
            list.iter()
                .map(|found| found.uri.as_str().to_owned())
                .find(|uri| self.is_offered(uri))
        });
        match only {
            Some(uri) if offered == 1 => self.choose_event_type(uri),
            _ => self.announce(text::event_types_loaded(offered)),
        }
    }

    pub(super) fn is_offered(self, uri: &str) -> bool {
        let found = self.listed_event_type(uri);
        found.is_some_and(|found| {
            self.type_filter
                .with_untracked(|filter| filter.passes(&found, None))
        })
    }

    /// The event type of this URI, if it is in the list.
    pub fn listed_event_type(self, uri: &str) -> Option<EventType> {
        self.types.with_untracked(|types| {
            let mut list = types.ready()?.iter();
            list.find(|found| found.uri.as_str() == uri).cloned()
        })
    }

    fn event_types_failed(self, error: &Error) {
        let asked = self
            .type_filter
            .with_untracked(|filter| filter.organization);
        if asked && error.kind() == Kind::PermissionDenied {
            // A member sees no more than what is theirs: nothing to complain of.
            self.refuse_organization();
            return;
        }
        self.report(error);
        let known: Vec<EventType> = self
            .last_known
            .with_untracked(|list| list.iter().filter_map(|known| known.about()).collect());
        let lacks = self.types.with_untracked(|types| types.ready().is_none());
        if lacks && error.is_transient() && !known.is_empty() {
            // Those whose times were seen can be looked at without a network.
            self.page_arrived(known, true);
        }
        if self.types.with_untracked(|types| types.ready().is_none()) {
            self.types.set(Load::Failed(error.clone()));
        }
        self.types_left.set(Load::Failed(error.clone()));
    }

    fn refuse_organization(self) {
        self.sees_organization.set(Some(false));
        self.filter_types(TypeFilter {
            organization: false,
            ..self.type_filter.get_untracked()
        });
    }

    /// Finds out, once, whether the organization's event types may be seen: owner and admins may.
    pub fn ask_organization(self) {
        let Some(stack) = self.stack() else { return };
        if self.sees_organization.get_untracked().is_some() {
            return;
        }
        let Some(list) = self.organization() else {
            return;
        };
        let probe = ListEventTypes {
            count: Some(1),
            ..list
        };
        let era = self.now_era();
        self.read(async move {
            let answer = stack.client.call(&probe).await;
            if !self.is_current(era) {
                return;
            }
            match answer {
                Ok(_) => self.sees_organization.set(Some(true)),
                Err(error) if error.kind() == Kind::PermissionDenied => {
                    self.sees_organization.set(Some(false));
                }
                // Not known: it is asked again when the filter is opened again.
                Err(_) => {}
            }
        });
    }

    /// Takes over the filter that this account has set in this browser.
    pub fn recall_filter(self) {
        let kept = self.recall("types").unwrap_or_default();
        self.type_filter.set(TypeFilter::from_text(&kept));
        self.sees_organization.set(None);
        self.schedules.set(Load::Idle);
        self.scheduled.set(Load::Idle);
    }

    /// Offers the event types of this filter from now on.
    pub fn filter_types(self, filter: TypeFilter) {
        let before = self.type_filter.get_untracked();
        if filter == before {
            return;
        }
        self.keep("types", Some(&filter.to_text()));
        let (lists_others, schedule) = (
            filter.lists_others(&before),
            filter.asked_schedule() != before.asked_schedule(),
        );
        self.type_filter.set(filter);
        if schedule {
            self.scheduled.set(Load::Idle);
        }
        if lists_others {
            self.load_event_types();
        } else if schedule {
            self.ask_scheduled();
        }
        let (offered, hidden) = self.type_count.get_untracked();
        self.announce(text::offered(offered, hidden));
    }

    /// Asks for the availability schedules, to choose one from.
    pub fn ask_schedules(self) {
        let (Some(stack), Some(user)) = (self.stack(), self.own_uri()) else {
            return;
        };
        self.schedules.set(Load::Loading);
        let era = self.now_era();
        self.read(async move {
            let answer = stack
                .client
                .call(&ListUserAvailabilitySchedules { user })
                .await;
            if !self.is_current(era) {
                return;
            }
            match answer {
                Ok(list) => self.schedules.set(Load::Ready(list)),
                Err(error) => {
                    self.say_error(&text::problem(&error), &error);
                    self.report(&error);
                    self.schedules.set(Load::Failed(error));
                }
            }
        });
    }

    /// Asks which event types go by the schedule that is filtered by.
    fn ask_scheduled(self) {
        let asked = self
            .type_filter
            .with_untracked(|filter| filter.asked_schedule().map(str::to_owned));
        let (Some(schedule), Some(stack), Some(user)) = (asked, self.stack(), self.own_uri())
        else {
            return;
        };
        let Ok(uri) = AvailabilityScheduleUri::parse(&schedule, &stack.connection.api_url) else {
            self.drop_schedule();
            return;
        };
        self.scheduled.set(Load::Loading);
        let list = ListEventTypes {
            user_availability_schedule: Some(uri),
            ..ListEventTypes::of_user(user)
        };
        let era = self.now_era();
        self.read(async move {
            let answer = stack.client.all(list).await;
            let still = || {
                self.type_filter
                    .with_untracked(|filter| filter.asked_schedule() == Some(schedule.as_str()))
            };
            if !self.is_current(era) || !still() {
                return;
            }
            match answer {
                Ok((list, _)) => {
                    let mut uris: Vec<String> = Vec::new();
                    for found in list {
                        let uri = found.uri.as_str();
                        if let Err(place) = uris.binary_search_by(|known| known.as_str().cmp(uri)) {
                            uris.insert(place, uri.to_owned());
                        }
                    }
                    self.scheduled.set(Load::Ready(uris));
                    let (offered, hidden) = self.type_count.get_untracked();
                    self.announce(text::offered(offered, hidden));
                }
                Err(error) => {
                    // To hide nothing is better than to hide what should be seen.
                    self.drop_schedule();
                    self.say_error(&text::problem(&error), &error);
                    self.report(&error);
                }
            }
        });
    }

    fn drop_schedule(self) {
        self.filter_types(TypeFilter {
            schedule: None,
            ..self.type_filter.get_untracked()
        });
    }

    fn own_uri(self) -> Option<UserUri> {
        let api_url = self.stack()?.connection.api_url.clone();
        UserUri::parse(&self.account.get_untracked()?, &api_url).ok()
    }
}

//! The meetings: which of them are read for what happened to their invitees, and when.

use super::change::{self, Change, Owner};
use super::memory::{Due, Meeting};
use super::{Account, Feed, Source, instant, uuid};
use crate::api::input::Sort;
use crate::api::invitees::{InviteeSort, ListEventInvitees};
use crate::api::model::FieldType;
use crate::api::scheduled_events::{EventSort, ListEvents};
use crate::api::uri::{ScheduledEventUri, same_resource};
use crate::api::webhook_subscriptions::{WebhookEvent, WebhookScope};
use crate::client::ports::Runtime;
use crate::json::Value;
use crate::time::Timestamp;

/// A changed meeting is read again after so long: lists lag behind what happened.
const SECOND_LOOK_MILLIS: i64 = 120_000;

impl Feed {
    pub(super) async fn look_at_meetings<S: Source>(
        &mut self,
        source: &S,
        runtime: &dyn Runtime,
        account: &Account,
    ) -> Result<(), S::Error> {
        let now = runtime.now();
        let from = self.ahead.settled.min(now);
        let from = from.plus_days(-i64::from(self.options.horizon_days));
        let list = self.events(account, from);
        let meetings = self.list(source, runtime, list, |_| false).await?;
        self.ahead
            .meetings
            .retain(|_, meeting| meeting.start >= from);
        let meetings: Vec<(String, Value)> = meetings
            .into_iter()
            .filter_map(|meeting| Some((uuid(&meeting)?.to_owned(), meeting)))
            .collect();
        for (uuid, meeting) in &meetings {
            self.compare(uuid, meeting, now);
        }
        for (uuid, meeting) in &meetings {
            if self.due(uuid) == Due::Now {
                self.look_into(source, runtime, account, uuid, meeting)
                    .await?;
            }
        }
        let mut leisure = self.leisure(&meetings, now);
        leisure.truncate(self.pace.left(runtime.now()).max(1));
        for index in leisure {
            if let Some((uuid, meeting)) = meetings.get(index) {
                self.look_into(source, runtime, account, uuid, meeting)
                    .await?;
            }
        }
        let is_read = |(uuid, _): &(String, Value)| self.due(uuid) == Due::No;
        if meetings.iter().all(is_read) {
            self.ahead.settled = now;
        }
        Ok(())
    }

    fn events(&self, account: &Account, from: Timestamp) -> ListEvents {
        let list = ListEvents {
            sort: vec![Sort {
                field: EventSort::StartTime,
                descending: false,
            }],
            min_start_time: Some(from),
            ..ListEvents::default()
        };
        let organization = Some(account.organization.clone());
        match self.options.scope {
            WebhookScope::User => {
                let user = self.options.user.as_ref().unwrap_or(&account.user);
                // One's own meetings need no organization, and Calendly asks for more rights where it is given.
                let own = same_resource(user.as_str(), account.user.as_str());
                ListEvents {
                    user: Some(user.clone()),
                    organization: organization.filter(|_| !own),
                    ..list
                }
            }
            WebhookScope::Group => ListEvents {
                group: self.options.group.clone(),
                ..list
            },
            _ => ListEvents {
                organization,
                ..list
            },
        }
    }

    fn due(&self, uuid: &str) -> Due {
        let meeting = self.ahead.meetings.get(uuid);
        meeting.map_or(Due::No, |meeting| meeting.due)
    }

    /// Notes what is new about a meeting.
    fn compare(&mut self, uuid: &str, meeting: &Value, now: Timestamp) {
        let mark = change::mark_of(meeting);
        let start = instant(meeting, "start_time").unwrap_or(now);
        let older = change::is_older(meeting, self.ahead.since);
        let again = Some(now.plus_millis(SECOND_LOOK_MILLIS));
        let known = self.ahead.meetings.get_mut(uuid);
        match known {
            Some(known) if known.mark == mark => known.start = start,
            Some(known) => {
                known.mark = mark;
                known.start = start;
                known.due = Due::Now;
                known.again = again;
            }
            None => {
                let due = if older { Due::AtLeisure } else { Due::Now };
                let seen = Meeting {
                    mark,
                    start,
                    due,
                    again: again.filter(|_| !older),
                    ..Meeting::default()
                };
                self.ahead.meetings.insert(uuid.to_owned(), seen);
            }
        }
    }

    /// Places in `meetings` of those that are read when there is time, the longest unread first.
    fn leisure(&self, meetings: &[(String, Value)], now: Timestamp) -> Vec<usize> {
        let marks = self.options.wants(&WebhookEvent::InviteeNoShowCreated);
        let waits = |(index, (uuid, _)): (usize, &(String, Value))| {
            let known = self.ahead.meetings.get(uuid)?;
            let again = known.again.is_some_and(|again| again <= now);
            let missed = marks && known.start <= now;
            let waits = known.due == Due::AtLeisure || again || missed;
            // What was just read for its change is not read a second time in the same poll.
            let fresh = known.read_at.is_some_and(|read| read >= now);
            (waits && !fresh).then_some((known.read_at, index))
        };
        let mut waiting: Vec<_> = meetings.iter().enumerate().filter_map(waits).collect();
        waiting.sort_unstable();
        waiting.into_iter().map(|(_, index)| index).collect()
    }

    /// Reads the invitees of a meeting.
    async fn look_into<S: Source>(
        &mut self,
        source: &S,
        runtime: &dyn Runtime,
        account: &Account,
        uuid: &str,
        meeting: &Value,
    ) -> Result<(), S::Error> {
        let now = runtime.now();
        let uri = meeting.get("uri").and_then(ScheduledEventUri::read_item);
        let Some(uri) = uri else {
            return Ok(());
        };
        let list = ListEventInvitees {
            uuid: uri,
            status: None,
            sort: vec![Sort {
                field: InviteeSort::CreatedAt,
                descending: false,
            }],
            email: None,
            count: Some(100),
            page_token: None,
        };
        let invitees = match self.list(source, runtime, list, |_| false).await {
            Ok(invitees) => invitees,
            // Its data were deleted meanwhile.
            Err(error) if S::cause(&error).and_then(|cause| cause.status()) == Some(404) => {
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        for invitee in &invitees {
            for (event, told) in change::told_by(invitee) {
                if self.options.wants(&event) {
                    let payload = change::with_meeting(invitee, meeting);
                    let owner = Owner::Meeting(uuid.to_owned());
                    let by = account.user.as_str();
                    self.find(Change::new(&event, told, by, payload, owner, now));
                }
            }
        }
        if let Some(known) = self.ahead.meetings.get_mut(uuid) {
            known.due = Due::No;
            known.again = known.again.filter(|again| *again > now);
            known.read_at = Some(now);
        }
        Ok(())
    }
}

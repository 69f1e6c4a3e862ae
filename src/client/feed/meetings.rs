//! The meetings: which of them are read for what happened to their invitees, and when.

use super::change::{self, Change, Owner};
use super::memory::{Due, Meeting};
use super::{Account, Feed, Source, field, instant, uuid};
use crate::api::Endpoint;
use crate::api::invitees::ListEventInvitees;
use crate::api::scheduled_events::ListEvents;
use crate::api::uri::same_resource;
use crate::api::webhook_subscriptions::{WebhookEvent, WebhookScope};
use crate::client::ports::Runtime;
use crate::json::{Fields, Value};
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
        let list = ListEvents::OPERATION;
        let input = self.whose(account, from);
        let meetings = self.list(source, runtime, list, input, None).await?;
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
        let mut most = self.budget.get_mut().left(runtime.now()).max(1);
        while most > 0
            && let Some((uuid, meeting)) = self.longest_unread(&meetings, now)
        {
            self.look_into(source, runtime, account, uuid, meeting)
                .await?;
            most -= 1;
        }
        let is_read = |(uuid, _): &(String, Value)| self.due(uuid) == Due::No;
        if meetings.iter().all(is_read) {
            self.ahead.settled = now;
        }
        Ok(())
    }

    /// The list's parameters.
    fn whose(&self, account: &Account, from: Timestamp) -> Fields {
        let mut input = vec![
            field("sort", "start_time:asc"),
            field("min_start_time", &from.to_rfc3339()),
        ];
        let organization = field("organization", account.organization.as_str());
        match (&self.options.scope, &self.options.group) {
            (WebhookScope::User, _) => {
                let user = self.options.user.as_ref().unwrap_or(&account.user);
                input.push(field("user", user.as_str()));
                // One's own meetings need no organization, and Calendly asks for more rights where it is given.
                if !same_resource(user.as_str(), account.user.as_str()) {
                    input.push(organization);
                }
            }
            (WebhookScope::Group, Some(group)) => input.push(field("group", group.as_str())),
            _ => input.push(organization),
        }
        input
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
                self.ahead.meetings.put(uuid, seen);
            }
        }
    }

    /// Of the meetings that are read when there is time, the one that has waited longest; none that was read since `now`.
    fn longest_unread<'a>(
        &self,
        meetings: &'a [(String, Value)],
        now: Timestamp,
    ) -> Option<&'a (String, Value)> {
        let marks = self.options.wants(&WebhookEvent::InviteeNoShowCreated);
        let waiting = meetings.iter().filter_map(|meeting| {
            let known = self.ahead.meetings.get(&meeting.0)?;
            let again = known.again.is_some_and(|again| again <= now);
            let missed = marks && known.start <= now;
            let waits = known.due == Due::AtLeisure || again || missed;
            let fresh = known.read_at.is_some_and(|read| read >= now);
            (waits && !fresh).then_some((known.read_at, meeting))
        });
        let longest = waiting.min_by_key(|(read_at, _)| *read_at);
        longest.map(|(_, meeting)| meeting)
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
        let list = ListEventInvitees::OPERATION;
        let input = vec![field("uuid", uuid), field("sort", "created_at:asc")];
        // Its data may be deleted since it was listed.
        let invitees = self
            .list_if_there(source, runtime, list, input, None)
            .await?;
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

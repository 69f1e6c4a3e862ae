//! Booking: an available time becomes a scheduled event with an invitee, or one more seat of it is taken.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::announce::Change;
use super::free_times::{end_of, free};
use super::instant;
use super::invitees::{Answer, Invitee, Person};
use super::resource;
use super::sample::{EventType, Kind};
use super::scheduled_events::{Cancellation, Guest, ScheduledEvent};
use super::state::Sandbox;

/// What somebody wants to book.
pub struct Order {
    /// The event type, with what a share changes in it.
    pub kind: EventType,
    pub start: Timestamp,
    pub who: Person,
    /// As the API shows it, or `null`.
    pub location: Value,
    pub answers: Vec<Answer>,
    pub tracking: Vec<(String, String)>,
    pub guests: Vec<String>,
    /// Code of the single-use link.
    pub link: Option<String>,
    pub method: Option<&'static str>,
    /// Slug of the user who books in place of the invitee.
    pub scheduled_by: Option<String>,
}

impl Sandbox {
    /// Whether a time can be booked now.
    pub fn is_free(&self, kind: &EventType, start: Timestamp, now: Timestamp) -> bool {
        start > now && !free(self, kind, start, start, now).is_empty()
    }

    /// Books, and gives the UUID of the new invitee; nothing happens and there is none if the time is not free.
    pub fn book(&mut self, order: Order, base: &str, now: Timestamp) -> Option<String> {
        let invitee = self.enter(order, base, now)?;
        let change = Change::InviteeCreated {
            invitee: invitee.clone(),
        };
        self.announce(change, now);
        Some(invitee)
    }

    /// Books in place of another time. That time is free again, for this booking too.
    pub fn reschedule(
        &mut self,
        old: &str,
        order: Order,
        cancellation: Cancellation,
        base: &str,
        now: Timestamp,
    ) -> Option<String> {
        let before = (self.events.clone(), self.invitees.clone());
        self.withdraw(old, &cancellation);
        let Some(new) = self.enter(order, base, now) else {
            (self.events, self.invitees) = before;
            return None;
        };
        if let Some(invitee) = self.invitee_mut(old) {
            invitee.new_invitee = Some(new.clone());
        }
        if let Some(invitee) = self.invitee_mut(&new) {
            invitee.old_invitee = Some(old.to_owned());
        }
        let invitee = old.to_owned();
        self.announce(Change::InviteeCanceled { invitee }, now);
        let invitee = new.clone();
        self.announce(Change::InviteeCreated { invitee }, now);
        Some(new)
    }

    /// Books without a word about it.
    fn enter(&mut self, order: Order, base: &str, now: Timestamp) -> Option<String> {
        if !self.is_free(&order.kind, order.start, now) {
            return None;
        }
        let uuid = self.sequence.uuid("invitee");
        let fact = fact(&order, &uuid, base);
        let event = match self.open_group(&order) {
            Some(event) => event,
            None => self.open_event(&order, now),
        };
        if let Some(event) = self.event_mut(&event) {
            event.updated_at = now;
            event
                .guests
                .extend(order.guests.into_iter().map(|email| Guest {
                    email,
                    created_at: now,
                }));
        }
        self.invitees.push(Invitee {
            uuid: uuid.clone(),
            event,
            who: order.who,
            answers: order.answers,
            tracking: order.tracking,
            created_at: now,
            updated_at: now,
            cancellation: None,
            old_invitee: None,
            new_invitee: None,
            payment: Value::Null,
            no_show: None,
            reconfirmation: None,
            scheduling_method: order.method,
            scheduled_by: order.scheduled_by,
        });
        for link in self
            .links
            .iter_mut()
            .filter(|link| Some(&link.code) == order.link.as_ref())
        {
            link.booked = Some(uuid.clone());
        }
        self.note("booked", now, fact);
        Some(uuid)
    }

    /// The group meeting that already stands there.
    fn open_group(&self, order: &Order) -> Option<String> {
        let is_group = matches!(order.kind.kind, Kind::Group { .. });
        self.events
            .iter()
            .find(|event| {
                is_group
                    && event.is_active()
                    && event.event_type == order.kind.uuid
                    && event.start == order.start
            })
            .map(|event| event.uuid.clone())
    }

    fn open_event(&mut self, order: &Order, now: Timestamp) -> String {
        let uuid = self.sequence.uuid("event");
        let kind = &order.kind;
        let external_id = self.sequence.code("calendar", 26);
        self.events.push(ScheduledEvent {
            uuid: uuid.clone(),
            event_type: kind.uuid.clone(),
            name: kind.name.clone(),
            start: order.start,
            end: end_of(kind, order.start),
            buffers: kind.buffers,
            hosts: attending(self, kind, order.start, now),
            location: order.location.clone(),
            guests: Vec::new(),
            limit: match kind.kind {
                Kind::Solo => 1,
                Kind::Group { seats } => seats,
            },
            notes: None,
            calendar: Some(("google", external_id)),
            created_at: now,
            updated_at: now,
            cancellation: None,
        });
        uuid
    }
}

/// Whose time it takes: everyone's, or for a round robin the first who is free.
fn attending(state: &Sandbox, kind: &EventType, start: Timestamp, now: Timestamp) -> Vec<String> {
    if kind.pooling == Some("round_robin") {
        let mut one = kind.clone();
        one.pooling = None;
        for host in &kind.hosts {
            one.hosts = vec![host];
            if !free(state, &one, start, start, now).is_empty() {
                return vec![(*host).to_owned()];
            }
        }
    }
    kind.hosts.iter().map(|host| (*host).to_owned()).collect()
}

/// What the ledger keeps of a booking.
fn fact(order: &Order, invitee: &str, base: &str) -> Value {
    let link = order
        .link
        .as_ref()
        .map(|code| format!("{base}/d/{code}/{}", order.kind.slug));
    let tracking: Map<String, Value> = order
        .tracking
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    json!({
        "event_type": resource::uri(base, "event_types", &order.kind.uuid), "start_time": instant::text(order.start),
        "name": order.who.name, "email": order.who.email, "link": link, "tracking": tracking, "invitee": invitee,
    })
}

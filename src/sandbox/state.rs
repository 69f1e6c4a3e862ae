//! Everything the sandbox remembers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::activity_log::Entry;
use super::clients::Client;
use super::faults::Fault;
use super::grants::Grants;
use super::groups::{Group, Relationship};
use super::instant;
use super::invitees::Invitee;
use super::ledger::Ledger;
use super::links::Link;
use super::options::Options;
use super::organization_invitations::Invitation;
use super::organizations::Organization;
use super::outbox::Outbox;
use super::records::Record;
use super::routing_form_submissions::Submission;
use super::routing_forms::RoutingForm;
use super::sample::{self, EventType, Host};
use super::scheduled_events::ScheduledEvent;
use super::sequence::Sequence;
use super::shares::Share;
use super::user_availability_schedules::UserSchedule;
use super::user_meeting_limits::MeetingLimits;
use super::webhook_subscriptions::Subscription;

/// The state that [`respond`](super::respond) works on.
#[derive(Clone)]
pub struct Sandbox {
    pub options: Options,
    pub clients: Vec<Client>,
    pub hosts: Vec<Host>,
    pub organizations: Vec<Organization>,
    pub groups: Vec<Group>,
    pub relationships: Vec<Relationship>,
    pub invitations: Vec<Invitation>,
    pub routing_forms: Vec<RoutingForm>,
    pub submissions: Vec<Submission>,
    pub activity: Vec<Entry>,
    pub records: Vec<Record>,
    pub subscriptions: Vec<Subscription>,
    pub outbox: Outbox,
    pub schedules: Vec<UserSchedule>,
    /// Meeting limits, by slug of the host.
    pub limits: BTreeMap<String, MeetingLimits>,
    pub event_types: Vec<EventType>,
    pub grants: Grants,
    pub links: Vec<Link>,
    pub shares: Vec<Share>,
    pub events: Vec<ScheduledEvent>,
    pub invitees: Vec<Invitee>,
    /// When bookings were tried through the API, by user.
    pub attempts: BTreeMap<String, Vec<Timestamp>>,
    pub ledger: Ledger,
    pub faults: Vec<Fault>,
    pub sequence: Sequence,
    /// Slug of the user that unknown bearer tokens count as, and the scopes they have.
    pub foreign: Option<(String, Vec<String>)>,
    /// Milliseconds that the sandbox's clock is ahead of the machine's.
    pub offset_ms: i64,
    /// Requests counted in the running minute, by user: start and number.
    pub budget: BTreeMap<String, (Timestamp, u32)>,
    /// Whether the sample's meetings have been laid around the present day.
    is_settled: bool,
    initial: (Options, Vec<Client>),
}

impl Sandbox {
    pub fn new(options: Options, clients: Vec<Client>) -> Self {
        let hosts = sample::hosts();
        let mut sandbox = Self {
            initial: (options.clone(), clients.clone()),
            options,
            clients,
            organizations: sample::organization::organizations(),
            groups: sample::organization::groups(),
            relationships: sample::organization::relationships(),
            invitations: sample::organization::invitations(),
            routing_forms: sample::organization::routing_forms(),
            submissions: sample::organization::submissions(),
            activity: sample::organization::activity(),
            records: Vec::new(),
            subscriptions: Vec::new(),
            outbox: Outbox::default(),
            schedules: hosts.iter().flat_map(sample::schedules).collect(),
            limits: BTreeMap::new(),
            hosts,
            event_types: Vec::new(),
            grants: Grants::default(),
            links: Vec::new(),
            shares: Vec::new(),
            events: Vec::new(),
            invitees: Vec::new(),
            attempts: BTreeMap::new(),
            ledger: Ledger::default(),
            faults: Vec::new(),
            sequence: Sequence::new("slotlink-sandbox"),
            foreign: None,
            offset_ms: 0,
            budget: BTreeMap::new(),
            is_settled: false,
        };
        sandbox.event_types = sample::event_types();
        sandbox.add_event_types();
        sandbox
    }

    /// As many event types beside the sample's as the options say.
    pub fn add_event_types(&mut self) {
        self.event_types.retain(|kind| !sample::is_more(kind));
        let more = sample::more_event_types(self.options.more_event_types);
        self.event_types.extend(more);
    }

    /// Back to how it was started.
    pub fn reset(&mut self) {
        let (options, clients) = self.initial.clone();
        let mut outbox = std::mem::take(&mut self.outbox);
        outbox.clear();
        *self = Self {
            outbox,
            ..Self::new(options, clients)
        };
    }

    /// Lays the sample's meetings around the present day, once: at the first request, so that a clock that is set
    /// before it counts.
    pub fn settle(&mut self, now: Timestamp) {
        if !self.is_settled {
            self.is_settled = true;
            sample::lay_meetings(self, now);
        }
    }

    /// The sandbox's time at a time of the machine, both as milliseconds of the Unix epoch in and an instant out.
    pub fn now(&self, machine_ms: i64) -> Timestamp {
        instant::from_millis(machine_ms.saturating_add(self.offset_ms))
    }

    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id == id)
    }

    pub fn host(&self, slug: &str) -> Option<&Host> {
        self.hosts.iter().find(|host| host.slug == slug)
    }

    pub fn host_by_uuid(&self, uuid: &str) -> Option<&Host> {
        self.hosts.iter().find(|host| host.uuid == uuid)
    }

    pub fn event_type(&self, uuid: &str) -> Option<&EventType> {
        self.event_types.iter().find(|kind| kind.uuid == uuid)
    }

    /// The event type behind `/<host or team>/<slug>`.
    pub fn event_type_by_path(&self, page: &str, slug: &str) -> Option<&EventType> {
        self.event_types
            .iter()
            .find(|kind| kind.page == page && kind.slug == slug && !kind.deleted)
    }

    pub fn event(&self, uuid: &str) -> Option<&ScheduledEvent> {
        self.events.iter().find(|event| event.uuid == uuid)
    }

    pub fn event_mut(&mut self, uuid: &str) -> Option<&mut ScheduledEvent> {
        self.events.iter_mut().find(|event| event.uuid == uuid)
    }

    pub fn invitee(&self, uuid: &str) -> Option<&Invitee> {
        self.invitees.iter().find(|invitee| invitee.uuid == uuid)
    }

    pub fn invitee_mut(&mut self, uuid: &str) -> Option<&mut Invitee> {
        self.invitees
            .iter_mut()
            .find(|invitee| invitee.uuid == uuid)
    }

    /// The invitees of an event in the order in which they booked.
    pub fn invitees_of(&self, event: &str) -> impl Iterator<Item = &Invitee> {
        self.invitees
            .iter()
            .filter(move |invitee| invitee.event == event)
    }

    /// Writes down something that happened because of the request that is being answered.
    pub fn note(&mut self, kind: &str, now: Timestamp, fields: Value) {
        self.ledger.fact(kind, now, fields);
    }
}

impl Default for Sandbox {
    /// With the client id `slotlink-dev` and its two redirect URIs.
    fn default() -> Self {
        let uris = DEFAULT_REDIRECT_URIS
            .iter()
            .map(|uri| (*uri).to_owned())
            .collect();
        Self::new(
            Options::default(),
            vec![Client::new(DEFAULT_CLIENT_ID, uris)],
        )
    }
}

/// The client that is always registered.
pub const DEFAULT_CLIENT_ID: &str = "slotlink-dev";

/// Where it may be sent back to.
pub const DEFAULT_REDIRECT_URIS: &[&str] = &[
    "http://localhost:8080/callback.html",
    "http://127.0.0.1:8080/callback.html",
];

//! Contacts, contact lists, custom fields and meeting recaps: JSON objects that are kept as they were posted.
//!
//! Their shape is not described by Calendly's public documents, only their paths and scopes. A record is what was
//! sent, with `uri`, `created_at` and `updated_at`; nothing in it is checked, and the members of lists, notes and
//! transcripts, of which not even the paths' meaning is known, are not offered.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::announce::Change;
use super::errors;
use super::gate::Caller;
use super::instant;
use super::message::{Request, Response};
use super::organizations::own;
use super::paging::{self, Row};
use super::reading;
use super::resource::uri;
use super::state::Sandbox;

/// One object.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Record {
    pub uuid: String,
    /// Path of the list it is in.
    pub collection: &'static str,
    pub organization: &'static str,
    pub fields: Map<String, Value>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A list of records, and what can be done with them.
pub struct Collection {
    /// Without the leading slash.
    pub path: &'static str,
    /// Scope for reading; none of these can be written without `…:write`.
    read: &'static str,
    write: &'static str,
    /// Of `POST`, `PATCH` and `DELETE` those that Calendly lists for it.
    methods: &'static [&'static str],
    /// The webhook events when one is created, updated and deleted.
    events: Option<[&'static str; 3]>,
}

/// All of them.
pub const COLLECTIONS: &[Collection] = &[
    Collection {
        path: "contacts",
        read: "contacts:read",
        write: "contacts:write",
        methods: &["POST", "PATCH", "DELETE"],
        events: Some(["contact.created", "contact.updated", "contact.deleted"]),
    },
    Collection {
        path: "contacts/custom_field_definitions",
        read: "contacts:read",
        write: "contacts:write",
        methods: &["POST"],
        events: None,
    },
    Collection {
        path: "contact_lists",
        read: "contacts:read",
        write: "contacts:write",
        methods: &["POST", "PATCH"],
        events: None,
    },
    MEETING_RECAPS,
];

/// Recaps, which only Calendly itself creates.
pub const MEETING_RECAPS: Collection = Collection {
    path: "meeting_recaps",
    read: "meeting_recaps:read",
    write: "meeting_recaps:write",
    methods: &["PATCH", "DELETE"],
    events: Some([
        "meeting_recap.created",
        "meeting_recap.updated",
        "meeting_recap.deleted",
    ]),
};

/// Answers a request to one of the collections; `None` if it is to none, or by a method that it does not have.
pub fn operation(
    state: &mut Sandbox,
    request: &Request,
    segments: &[&str],
    caller: &Caller,
    now: Timestamp,
) -> Option<Result<Response, Response>> {
    let method = request.method.as_str();
    let path = segments.join("/");
    let lists = |collection: &&Collection| collection.path == path;
    if let Some(collection) = COLLECTIONS.iter().find(lists) {
        return match method {
            "GET" => Some(list(state, request, caller, collection)),
            "POST" if collection.methods.contains(&method) => {
                Some(create(state, request, caller, collection, now))
            }
            _ => None,
        };
    }
    let (parent, uuid) = path.rsplit_once('/')?;
    let collection = COLLECTIONS
        .iter()
        .find(|collection| collection.path == parent)?;
    match method {
        "GET" => Some(get(state, request, caller, collection, uuid)),
        _ if method == "POST" || !collection.methods.contains(&method) => None,
        _ => Some(change(state, request, caller, collection, uuid, now)),
    }
}

fn list(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    collection: &Collection,
) -> Result<Response, Response> {
    caller.needs(collection.read)?;
    let own = own(state, caller)?;
    let rows = state
        .records
        .iter()
        .filter(|record| record.is_in(collection, own.organization))
        .map(|record| Row {
            key: record.uuid.clone(),
            value: record.render(&request.base()),
        })
        .collect();
    paging::page(rows, request, &format!("/{}", collection.path))
}

fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    collection: &Collection,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs(collection.read)?;
    let record = find(state, caller, collection, uuid)?;
    let resource = record.render(&request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    collection: &Collection,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs(collection.write)?;
    let organization = own(state, caller)?.organization;
    let fields = reading::body(request)?;
    let record = state.add_record(collection, organization, fields, now);
    let resource = record.render(&request.base());
    Ok(Response::json(201, &json!({"resource": resource})))
}

/// `PATCH` takes over the fields that it names; `DELETE` takes the record away.
fn change(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    collection: &Collection,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs(collection.write)?;
    let mut record = find(state, caller, collection, uuid)?.clone();
    if request.method == "DELETE" {
        state.records.retain(|known| known.uuid != uuid);
        state.tell(collection, 2, record, now);
        return Ok(Response::empty(204));
    }
    record.fields.extend(reading::body(request)?);
    record.updated_at = now;
    for known in state.records.iter_mut().filter(|known| known.uuid == uuid) {
        known.clone_from(&record);
    }
    let resource = record.render(&request.base());
    state.tell(collection, 1, record, now);
    Ok(Response::json(200, &json!({"resource": resource})))
}

fn find<'a>(
    state: &'a Sandbox,
    caller: &Caller,
    collection: &Collection,
    uuid: &str,
) -> Result<&'a Record, Response> {
    let own = own(state, caller)?;
    state
        .records
        .iter()
        .find(|record| record.uuid == uuid && record.is_in(collection, own.organization))
        .ok_or_else(errors::not_found)
}

impl Record {
    fn is_in(&self, collection: &Collection, organization: &str) -> bool {
        self.collection == collection.path && self.organization == organization
    }

    /// What was posted, below what the sandbox knows itself.
    pub fn render(&self, base: &str) -> Value {
        let mut fields = self.fields.clone();
        fields.insert(
            "uri".to_owned(),
            json!(uri(base, self.collection, &self.uuid)),
        );
        fields.insert(
            "created_at".to_owned(),
            json!(instant::text(self.created_at)),
        );
        fields.insert(
            "updated_at".to_owned(),
            json!(instant::text(self.updated_at)),
        );
        Value::Object(fields)
    }
}

impl Sandbox {
    /// Keeps a new record and announces it.
    pub fn add_record(
        &mut self,
        collection: &Collection,
        organization: &'static str,
        fields: Map<String, Value>,
        now: Timestamp,
    ) -> Record {
        let record = Record {
            uuid: self.sequence.uuid("record"),
            collection: collection.path,
            organization,
            fields,
            created_at: now,
            updated_at: now,
        };
        self.records.push(record.clone());
        self.tell(collection, 0, record.clone(), now);
        record
    }

    fn tell(&mut self, collection: &Collection, which: usize, record: Record, now: Timestamp) {
        let event = collection
            .events
            .and_then(|events| events.get(which).copied());
        if let Some(event) = event {
            self.announce(Change::Record { event, record }, now);
        }
    }
}

#[cfg(test)]
mod tests;

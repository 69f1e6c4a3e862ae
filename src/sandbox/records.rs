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
use super::sample::Host;
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

/// A list of records.
pub struct Collection {
    /// Without the leading slash.
    pub path: &'static str,
    /// Scope for reading; none of these can be written without `…:write`.
    read: &'static str,
    write: &'static str,
    /// Whether a plan that is paid for is needed.
    paid: bool,
    /// The webhook events when one is created, updated and deleted.
    events: Option<[&'static str; 3]>,
}

pub const CONTACTS: Collection = Collection {
    path: "contacts",
    read: "contacts:read",
    write: "contacts:write",
    paid: false,
    events: Some(["contact.created", "contact.updated", "contact.deleted"]),
};

pub const CUSTOM_FIELDS: Collection = Collection {
    path: "contacts/custom_field_definitions",
    events: None,
    ..CONTACTS
};

pub const CONTACT_LISTS: Collection = Collection {
    path: "contact_lists",
    events: None,
    ..CONTACTS
};

/// Recaps, which only Calendly itself creates.
pub const MEETING_RECAPS: Collection = Collection {
    path: "meeting_recaps",
    read: "meeting_recaps:read",
    write: "meeting_recaps:write",
    paid: true,
    events: Some([
        "meeting_recap.created",
        "meeting_recap.updated",
        "meeting_recap.deleted",
    ]),
};

impl Collection {
    /// The caller's account, if scope and plan allow it.
    fn open<'a>(
        &self,
        state: &'a Sandbox,
        caller: &Caller,
        scope: &str,
    ) -> Result<&'a Host, Response> {
        caller.needs(scope)?;
        let own = own(state, caller)?;
        if self.paid && !own.paid {
            return Err(errors::forbidden(
                "Please upgrade to a paid Calendly account.",
            ));
        }
        Ok(own)
    }
}

pub fn list(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    collection: &Collection,
) -> Result<Response, Response> {
    let own = collection.open(state, caller, collection.read)?;
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

pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    collection: &Collection,
    uuid: &str,
) -> Result<Response, Response> {
    let own = collection.open(state, caller, collection.read)?;
    let record = find(state, own, collection, uuid)?;
    let resource = record.render(&request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    collection: &Collection,
    now: Timestamp,
) -> Result<Response, Response> {
    let own = collection.open(state, caller, collection.write)?;
    let organization = own.organization;
    let fields = reading::body(request)?;
    let record = state.add_record(collection, organization, fields, now);
    let resource = record.render(&request.base());
    Ok(Response::json(201, &json!({"resource": resource})))
}

/// Takes over the fields that the body names.
pub fn update(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    collection: &Collection,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    let own = collection.open(state, caller, collection.write)?;
    let mut record = find(state, own, collection, uuid)?.clone();
    record.fields.extend(reading::body(request)?);
    record.updated_at = now;
    for known in state.records.iter_mut().filter(|known| known.uuid == uuid) {
        known.clone_from(&record);
    }
    let resource = record.render(&request.base());
    state.tell(collection, 1, record, now);
    Ok(Response::json(200, &json!({"resource": resource})))
}

pub fn delete(
    state: &mut Sandbox,
    caller: &Caller,
    collection: &Collection,
    uuid: &str,
    now: Timestamp,
) -> Result<Response, Response> {
    let own = collection.open(state, caller, collection.write)?;
    let record = find(state, own, collection, uuid)?.clone();
    state.records.retain(|known| known.uuid != uuid);
    state.tell(collection, 2, record, now);
    Ok(Response::empty(204))
}

fn find<'a>(
    state: &'a Sandbox,
    own: &Host,
    collection: &Collection,
    uuid: &str,
) -> Result<&'a Record, Response> {
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

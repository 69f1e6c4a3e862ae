//! The operations about contacts, contact lists, custom fields and meeting recaps.

use super::operation::Operation;
use crate::sandbox::records::{
    CONTACT_LISTS, CONTACTS, CUSTOM_FIELDS, MEETING_RECAPS, create, delete, get, list, update,
};

/// The custom fields come first: their path is also that of a contact.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "GET",
        "/contacts/custom_field_definitions",
        |state, call| list(state, call.request, call.caller, &CUSTOM_FIELDS),
    ),
    Operation::new(
        "POST",
        "/contacts/custom_field_definitions",
        |state, call| create(state, call.request, call.caller, &CUSTOM_FIELDS, call.now),
    ),
    Operation::new(
        "GET",
        "/contacts/custom_field_definitions/{uuid}",
        |state, call| get(state, call.request, call.caller, &CUSTOM_FIELDS, call.id(0)),
    ),
    Operation::new("GET", "/contacts", |state, call| {
        list(state, call.request, call.caller, &CONTACTS)
    }),
    Operation::new("POST", "/contacts", |state, call| {
        create(state, call.request, call.caller, &CONTACTS, call.now)
    }),
    Operation::new("GET", "/contacts/{uuid}", |state, call| {
        get(state, call.request, call.caller, &CONTACTS, call.id(0))
    }),
    Operation::new("PATCH", "/contacts/{uuid}", |state, call| {
        update(
            state,
            call.request,
            call.caller,
            &CONTACTS,
            call.id(0),
            call.now,
        )
    }),
    Operation::new("DELETE", "/contacts/{uuid}", |state, call| {
        delete(state, call.caller, &CONTACTS, call.id(0), call.now)
    }),
    Operation::new("GET", "/contact_lists", |state, call| {
        list(state, call.request, call.caller, &CONTACT_LISTS)
    }),
    Operation::new("POST", "/contact_lists", |state, call| {
        create(state, call.request, call.caller, &CONTACT_LISTS, call.now)
    }),
    Operation::new("GET", "/contact_lists/{uuid}", |state, call| {
        get(state, call.request, call.caller, &CONTACT_LISTS, call.id(0))
    }),
    Operation::new("PATCH", "/contact_lists/{uuid}", |state, call| {
        update(
            state,
            call.request,
            call.caller,
            &CONTACT_LISTS,
            call.id(0),
            call.now,
        )
    }),
    Operation::new("GET", "/meeting_recaps", |state, call| {
        list(state, call.request, call.caller, &MEETING_RECAPS)
    }),
    Operation::new("GET", "/meeting_recaps/{uuid}", |state, call| {
        get(
            state,
            call.request,
            call.caller,
            &MEETING_RECAPS,
            call.id(0),
        )
    }),
    Operation::new("PATCH", "/meeting_recaps/{uuid}", |state, call| {
        update(
            state,
            call.request,
            call.caller,
            &MEETING_RECAPS,
            call.id(0),
            call.now,
        )
    }),
    Operation::new("DELETE", "/meeting_recaps/{uuid}", |state, call| {
        delete(state, call.caller, &MEETING_RECAPS, call.id(0), call.now)
    }),
];

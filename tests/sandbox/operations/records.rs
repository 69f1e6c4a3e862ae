//! Rows of the operations about contacts, contact lists, custom fields and meeting recaps.

use serde_json::{Value, json};

use super::{DANA, GONE, MIRA, Operation, Row, World};

const UPGRADE: &str = "Please upgrade to a paid Calendly account.";

/// A list with two records in it.
fn list(world: &World, path: &str) -> Row {
    for name in ["one", "two"] {
        world.make(path, json!({"name": name}));
    }
    Row::get(
        MIRA,
        path,
        &["/collection/0/uri", "/collection/1/created_at"],
    )
}

fn create(path: &str) -> Row {
    let body = json!({"name": "one"});
    Row::new(MIRA, path, body, 201, &["/resource/uri", "/resource/name"]).with(
        json!([]),
        400,
        "must be a JSON object",
    )
}

/// The path of a record.
fn record(world: &World, path: &str) -> String {
    world.path(&world.make(path, json!({"name": "one"}))["uri"])
}

fn get(world: &World, path: &str) -> Row {
    Row::get(
        MIRA,
        record(world, path),
        &["/resource/uri", "/resource/name"],
    )
    .by(DANA, 404, GONE)
}

fn update(path: String) -> Row {
    let body = json!({"name": "two"});
    Row::new(MIRA, path, body, 200, &["/resource/uri", "/resource/name"]).with(
        json!("text"),
        400,
        "must be a JSON object",
    )
}

fn delete(path: String) -> Row {
    Row::new(MIRA, path, Value::Null, 204, &[])
}

/// The path of a recap, which only the control API makes.
fn recap(world: &World) -> String {
    let wish = json!({"user": MIRA, "fields": {"name": "Kick-off"}});
    let made = world.0.control("POST", "meeting-recaps", &wish);
    made["uri"].as_str().unwrap().to_owned()
}

const FIELDS: &str = "/contacts/custom_field_definitions";
const READ: &[&str] = &["contacts:read"];
const WRITE: &[&str] = &["contacts:write"];

pub const TABLE: &[Operation] = &[
    Operation {
        route: "GET /contacts/custom_field_definitions",
        scopes: READ,
        row: |world| list(world, FIELDS),
    },
    Operation {
        route: "POST /contacts/custom_field_definitions",
        scopes: WRITE,
        row: |_| create(FIELDS),
    },
    Operation {
        route: "GET /contacts/custom_field_definitions/{uuid}",
        scopes: READ,
        row: |world| get(world, FIELDS),
    },
    Operation {
        route: "GET /contacts",
        scopes: READ,
        row: |world| list(world, "/contacts"),
    },
    Operation {
        route: "POST /contacts",
        scopes: WRITE,
        row: |_| create("/contacts"),
    },
    Operation {
        route: "GET /contacts/{uuid}",
        scopes: READ,
        row: |world| get(world, "/contacts"),
    },
    Operation {
        route: "PATCH /contacts/{uuid}",
        scopes: WRITE,
        row: |world| update(record(world, "/contacts")),
    },
    Operation {
        route: "DELETE /contacts/{uuid}",
        scopes: WRITE,
        row: |world| delete(record(world, "/contacts")).by(DANA, 404, GONE),
    },
    Operation {
        route: "GET /contact_lists",
        scopes: READ,
        row: |world| list(world, "/contact_lists"),
    },
    Operation {
        route: "POST /contact_lists",
        scopes: WRITE,
        row: |_| create("/contact_lists"),
    },
    Operation {
        route: "GET /contact_lists/{uuid}",
        scopes: READ,
        row: |world| get(world, "/contact_lists"),
    },
    Operation {
        route: "PATCH /contact_lists/{uuid}",
        scopes: WRITE,
        row: |world| update(record(world, "/contact_lists")),
    },
    Operation {
        route: "GET /meeting_recaps",
        scopes: &["meeting_recaps:read"],
        row: |world| {
            recap(world);
            recap(world);
            Row::get(MIRA, "/meeting_recaps", &["/collection/1/uri"]).by(DANA, 403, UPGRADE)
        },
    },
    Operation {
        route: "GET /meeting_recaps/{uuid}",
        scopes: &["meeting_recaps:read"],
        row: |world| {
            Row::get(MIRA, recap(world), &["/resource/uri", "/resource/name"])
                .by(DANA, 403, UPGRADE)
        },
    },
    Operation {
        route: "PATCH /meeting_recaps/{uuid}",
        scopes: &["meeting_recaps:write"],
        row: |world| update(recap(world)).by(DANA, 403, UPGRADE),
    },
    Operation {
        route: "DELETE /meeting_recaps/{uuid}",
        scopes: &["meeting_recaps:write"],
        row: |world| delete(recap(world)).by(DANA, 403, UPGRADE),
    },
];

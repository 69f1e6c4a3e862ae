//! Rows of the operations about the activity log, outgoing communications and data deletion, which need the Enterprise plan.

use serde_json::{Value, json};

use super::{DANA, ENTERPRISE, INGRID, KOFI, MIRA, NO_PERMISSION, Operation, Row, World};

/// A list with `organization`, which is required and must be one's own.
fn listed(world: &World, who: &'static str, list: &str, has: &'static [&'static str]) -> Row {
    let of = |who| format!("{list}?organization={}", world.organization(who));
    Row::get(who, of(who), has)
        .but(list, 400, "organization")
        .but(format!("{list}?organization=x"), 400, "organization")
        .but(of(DANA), 403, NO_PERMISSION)
}

pub const TABLE: &[Operation] = &[
    Operation {
        route: "GET /activity_log_entries",
        scopes: &["activity_log:read"],
        row: |world| {
            let list = "/activity_log_entries";
            let own = format!("{list}?organization={}", world.organization(INGRID));
            let poor = format!("{list}?organization={}", world.organization(MIRA));
            let has = &[
                "/collection/0/fully_qualified_name",
                "/total_count",
                "/last_event_time",
            ];
            listed(world, INGRID, list, has)
                .but(
                    format!("{own}&search_term={}", "x".repeat(301)),
                    400,
                    "search_term",
                )
                .but(format!("{own}&actor=kofi"), 400, "actor")
                .but(format!("{own}&sort=color:asc"), 400, "sort")
                .but(
                    format!("{own}&min_occurred_at=soon"),
                    400,
                    "min_occurred_at",
                )
                .by(KOFI, 403, NO_PERMISSION)
                .refused(MIRA, poor, Value::Null, 403, ENTERPRISE)
        },
    },
    Operation {
        route: "GET /outgoing_communications",
        scopes: &["outgoing_communications:read"],
        row: |world| {
            let list = "/outgoing_communications";
            let own = format!("{list}?organization={}", world.organization(INGRID));
            let poor = format!("{list}?organization={}", world.organization(MIRA));
            listed(world, INGRID, list, &["/collection", "/pagination"])
                .but(format!("{own}&min_created_at=soon"), 400, "min_created_at")
                .by(KOFI, 403, NO_PERMISSION)
                .refused(MIRA, poor, Value::Null, 403, ENTERPRISE)
        },
    },
    Operation {
        route: "POST /data_compliance/deletion/invitees",
        scopes: &["data_compliance:write"],
        row: |_| {
            let body = json!({"emails": ["ada@example.org"]});
            Row::new(
                INGRID,
                "/data_compliance/deletion/invitees",
                body,
                202,
                &[""],
            )
            .with(json!({}), 400, "emails")
            .with(json!({"emails": ["ada"]}), 400, "emails")
            .by(KOFI, 403, NO_PERMISSION)
            .by(MIRA, 403, ENTERPRISE)
        },
    },
    Operation {
        route: "POST /data_compliance/deletion/events",
        scopes: &["data_compliance:write"],
        row: |_| {
            let body =
                json!({"start_time": "2026-01-01T00:00:00Z", "end_time": "2026-11-01T00:00:00Z"});
            Row::new(INGRID, "/data_compliance/deletion/events", body, 202, &[""])
                .changed(json!({"start_time": null}), 400, "start_time")
                .changed(json!({"end_time": "2026-12-02T00:00:00Z"}), 400, "end_time")
                .changed(
                    json!({"start_time": "2024-10-31T00:00:00Z"}),
                    400,
                    "24 months",
                )
                .by(KOFI, 403, NO_PERMISSION)
                .by(MIRA, 403, ENTERPRISE)
        },
    },
];

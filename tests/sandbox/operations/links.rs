//! Rows of the operations about single-use links and shares.

use serde_json::{Value, json};

use super::{DANA, GONE, MIRA, NO_PERMISSION, Operation, Row, STRANGER, TOMAS};

pub const TABLE: &[Operation] = &[
    Operation {
        route: "POST /scheduling_links",
        scopes: &["scheduling_links:write"],
        row: |world| {
            let body = json!({"max_event_count": 1, "owner": world.kind("30min"), "owner_type": "EventType"});
            let nothing = world.uri("event_types", "NOTHING");
            let has = &[
                "/resource/booking_url",
                "/resource/owner",
                "/resource/owner_type",
            ];
            Row::new(MIRA, "/scheduling_links", body, 201, has)
                .changed(json!({"max_event_count": 2}), 400, "max_event_count")
                .changed(json!({"owner_type": "User"}), 400, "owner_type")
                .changed(json!({"owner": "30min"}), 400, "owner")
                .changed(
                    json!({"owner": world.kind("draft")}),
                    400,
                    "must be an active event type",
                )
                .changed(json!({"owner": nothing}), 404, GONE)
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "POST /shares",
        scopes: &["shares:write"],
        row: |world| {
            let body = json!({
                "event_type": world.kind("30min"), "name": "For Ada", "duration": 20, "period_type": "fixed",
                "start_date": "2026-12-02", "end_date": "2026-12-20", "hide_location": true,
            });
            let nothing = world.uri("event_types", "NOTHING");
            let has = &[
                "/resource/scheduling_links/0/booking_url",
                "/resource/share_override/name",
            ];
            Row::new(MIRA, "/shares", body, 201, has)
                .changed(json!({"event_type": null}), 400, "event_type")
                .changed(json!({"name": "x".repeat(56)}), 400, "name")
                .changed(json!({"duration": 0}), 400, "duration")
                .changed(json!({"period_type": "never"}), 400, "period_type")
                .changed(json!({"start_date": null}), 400, "start_date")
                .changed(json!({"end_date": "2026-12-01"}), 400, "end_date")
                .changed(
                    json!({"event_type": world.kind("support")}),
                    400,
                    "one-on-one",
                )
                .changed(json!({"event_type": nothing}), 404, GONE)
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /shares",
        scopes: &["shares:read"],
        row: |world| {
            world.share();
            world.share();
            let own = format!("/shares?user={}", world.user(MIRA));
            Row::get(
                MIRA,
                own.clone(),
                &["/collection/1/uri", "/collection/0/status"],
            )
            .but("/shares", 400, "user")
            .but(format!("{own}&sort=name:asc"), 400, "sort")
            .but(format!("{own}&min_created_at=soon"), 400, "min_created_at")
            .but(
                format!("/shares?user={}", world.user(TOMAS)),
                403,
                NO_PERMISSION,
            )
            .but(format!("/shares?user={}", world.user(DANA)), 403, STRANGER)
        },
    },
    Operation {
        route: "PATCH /shares/{uuid}",
        scopes: &["shares:write"],
        row: |world| {
            let (_, path) = world.share();
            let body = json!({"name": "For Grace", "duration": null});
            Row::new(MIRA, path, body, 200, &["/resource/share_override/name"])
                .with(json!({"duration": 721}), 400, "duration")
                .with(
                    json!({"event_type": world.kind("60min")}),
                    400,
                    "event_type",
                )
                .but(world.booked_share(), 400, "must be an active share")
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "DELETE /shares/{uuid}",
        scopes: &["shares:write"],
        row: |world| {
            let (_, path) = world.share();
            Row::new(MIRA, path, Value::Null, 204, &[])
                .but(world.booked_share(), 400, "must not be booked")
                .by(DANA, 403, NO_PERMISSION)
        },
    },
];

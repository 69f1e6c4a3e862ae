//! Rows of the operations about event types and who hosts them.

use serde_json::{Value, json};

use super::{DANA, GONE, MIRA, NO_PERMISSION, Operation, Row, STRANGER, TOMAS};

pub const TABLE: &[Operation] = &[
    Operation {
        route: "GET /event_types",
        scopes: &["event_types:read"],
        row: |world| {
            let (mira, dana) = (world.user(MIRA), world.user(DANA));
            let organization = world.organization(MIRA);
            let own = format!("/event_types?user={mira}");
            let has = &["/collection/0/uri", "/collection/0/duration", "/pagination"];
            Row::get(MIRA, own.clone(), has)
                .but("/event_types", 400, "user or organization must be given")
                .but("/event_types?user=mira", 400, "must be the URI of a user")
                .but(format!("{own}&active=maybe"), 400, "must be true or false")
                .but(format!("{own}&sort=color:asc"), 400, "sort")
                .but(
                    format!("{own}&user_availability_schedule=x"),
                    400,
                    "must be a valid URI",
                )
                .but(format!("/event_types?user={dana}"), 403, STRANGER)
                .by(TOMAS, 403, NO_PERMISSION)
                .refused(
                    TOMAS,
                    format!("/event_types?organization={organization}"),
                    Value::Null,
                    403,
                    NO_PERMISSION,
                )
        },
    },
    Operation {
        route: "GET /event_types/{uuid}",
        scopes: &["event_types:read"],
        row: |world| {
            let path = world.path(&json!(world.kind("30min")));
            Row::get(MIRA, path, &["/resource/uri", "/resource/locations/0/kind"]).by(
                DANA,
                403,
                NO_PERMISSION,
            )
        },
    },
    Operation {
        route: "POST /event_types",
        scopes: &["event_types:write"],
        row: |world| {
            let body = json!({
                "owner": world.user(MIRA), "name": "Tea", "duration": 25, "duration_options": [25, 50], "color": "#00ff7f",
                "locale": "de", "description": "With milk", "locations": [{"kind": "physical", "location": "Dock 1"}],
                "start_time_increment": 15, "before_buffer": 5, "after_buffer": 10, "active": true,
            });
            Row::new(
                MIRA,
                "/event_types",
                body,
                201,
                &["/resource/uri", "/resource/slug"],
            )
            .changed(json!({"owner": null}), 400, "owner")
            .changed(json!({"name": null}), 400, "name")
            .changed(json!({"duration": 721}), 400, "duration")
            .changed(
                json!({"duration_options": [1, 2, 3, 4, 5]}),
                400,
                "duration_options",
            )
            .changed(json!({"color": "#00FF7F"}), 400, "color")
            .changed(json!({"locale": "sv"}), 400, "locale")
            .changed(
                json!({"start_time_increment": 4}),
                400,
                "start_time_increment",
            )
            .changed(json!({"before_buffer": 7}), 400, "before_buffer")
            .changed(json!({"locations": [{"kind": "pigeon"}]}), 400, "locations")
            .changed(json!({"owner": world.user(DANA)}), 403, NO_PERMISSION)
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "PATCH /event_types/{uuid}",
        scopes: &["event_types:write"],
        row: |world| {
            let path = world.path(&json!(world.kind("30min")));
            let team = world.path(&json!(world.kind("support")));
            Row::new(MIRA, path, json!({"duration": 45}), 200, &["/resource/uri"])
                .with(json!({"duration": 0}), 400, "duration")
                .but(team, 400, "must be a one-on-one event type")
                .by(TOMAS, 403, NO_PERMISSION)
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "POST /one_off_event_types",
        scopes: &["event_types:write"],
        row: |world| {
            let body = json!({
                "name": "Lunch", "host": world.user(MIRA), "co_hosts": [world.user(TOMAS)], "duration": 45,
                "timezone": "Europe/Berlin", "location": {"kind": "custom", "location": "The pier"},
                "date_setting": {"type": "date_range", "start_date": "2026-12-02", "end_date": "2026-12-20"},
            });
            let range = |end: &str| json!({"date_setting": {"type": "date_range", "start_date": "2026-12-02", "end_date": end}});
            Row::new(MIRA, "/one_off_event_types", body, 201, &["/resource/uri"])
                .changed(json!({"name": "x".repeat(56)}), 400, "name")
                .changed(json!({"host": null}), 400, "host")
                .changed(json!({"duration": 721}), 400, "duration")
                .changed(json!({"timezone": "Mars/Olympus"}), 400, "timezone")
                .changed(json!({"date_setting": null}), 400, "date_setting")
                .changed(range("2026-12-01"), 400, "date_setting.end_date")
                .changed(range("2027-12-01"), 400, "date_setting.end_date")
                .changed(
                    json!({"date_setting": {"type": "days_in_future", "days": 366}}),
                    400,
                    "date_setting.days",
                )
                .changed(
                    json!({"date_setting": {"type": "spots"}}),
                    400,
                    "date_setting.spots",
                )
                .changed(json!({"location": {"kind": "pigeon"}}), 400, "location")
                .changed(json!({"co_hosts": [world.user(DANA)]}), 403, STRANGER)
                .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /event_type_memberships",
        scopes: &["event_types:read"],
        row: |world| {
            let at = |kind: &str| format!("/event_type_memberships?event_type={kind}");
            let nothing = world.uri("event_types", "NOTHING");
            let has = &["/collection/1/member/uri", "/pagination"];
            Row::get(MIRA, at(&world.kind("project-pitch")), has)
                .but("/event_type_memberships", 400, "event_type")
                .but(at(&nothing), 404, GONE)
                .by(DANA, 403, NO_PERMISSION)
        },
    },
];

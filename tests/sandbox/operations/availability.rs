//! Rows of the operations about available times, schedules, busy times, limits and locations.

use serde_json::{Value, json};

use super::{DANA, GONE, MIRA, NO_PERMISSION, Operation, Row, STRANGER, TOMAS, World};

/// Parameters of a span of time.
fn span(from: &str, to: &str) -> String {
    format!("start_time={from}T00:00:00Z&end_time={to}T00:00:00Z")
}

/// The first host's availability schedule in use.
fn schedule(world: &World) -> Value {
    let target = format!("/user_availability_schedules?user={}", world.user(MIRA));
    world.get(MIRA, target)["collection"][0].clone()
}

/// A rule for each day of the week.
fn week() -> Value {
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let day =
        |day| json!({"type": "wday", "wday": day, "intervals": [{"from": "09:00", "to": "12:00"}]});
    days.map(day).into_iter().collect()
}

pub const TABLE: &[Operation] = &[
    Operation {
        route: "GET /event_type_available_times",
        scopes: &["availability:read"],
        row: |world| {
            let kind = world.kind("30min");
            let at = |kind: &str, span: String| {
                format!("/event_type_available_times?event_type={kind}&{span}")
            };
            let nothing = world.uri("event_types", "NOTHING");
            let month = span("2026-12-02", "2027-01-02");
            let has = &[
                "/collection/0/scheduling_url",
                "/collection/0/invitees_remaining",
            ];
            Row::get(MIRA, at(&kind, month.clone()), has)
                .but("/event_type_available_times", 400, "event_type")
                .but(at("x", month.clone()), 400, "event_type")
                .but(
                    at(&kind, span("2026-12-01", "2026-12-05")),
                    400,
                    "must be in the future",
                )
                .but(at(&kind, span("2026-12-05", "2026-12-04")), 400, "end_time")
                .but(
                    at(&kind, span("2026-12-02", "2027-01-03")),
                    400,
                    "date range can be no greater than 31 days",
                )
                .but(at(&nothing, month), 404, GONE)
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /event_type_availability_schedules",
        scopes: &["availability:read"],
        row: |world| {
            let at = |kind: &str| format!("/event_type_availability_schedules?event_type={kind}");
            let nothing = world.uri("event_types", "NOTHING");
            let has = &["/collection/0/availability_rule/rules/0/intervals"];
            Row::get(MIRA, at(&world.kind("30min")), has)
                .but("/event_type_availability_schedules", 400, "event_type")
                .but(at(&nothing), 404, GONE)
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "PATCH /event_type_availability_schedules",
        scopes: &["availability:write"],
        row: |world| {
            let at = |kind: &str| format!("/event_type_availability_schedules?event_type={kind}");
            let nothing = world.uri("event_types", "NOTHING");
            let rule =
                json!({"timezone": "Europe/Berlin", "rules": week(), "user": world.user(MIRA)});
            let body = json!({"availability_rule": rule, "availability_setting": "host"});
            let wrong = |name: &str, value: Value| {
                let mut rule = rule.clone();
                rule[name] = value;
                json!({"availability_rule": rule})
            };
            let has = &["/collection/0/availability_rule/timezone"];
            Row::new(MIRA, at(&world.kind("30min")), body, 200, has)
                .with(json!({}), 400, "availability_rule")
                .changed(
                    json!({"availability_setting": "team"}),
                    400,
                    "availability_setting",
                )
                .with(
                    wrong("timezone", json!("Mars/Olympus")),
                    400,
                    "availability_rule.timezone",
                )
                .with(
                    wrong("rules", json!("none")),
                    400,
                    "availability_rule.rules",
                )
                .with(wrong("user", json!(world.user(DANA))), 403, NO_PERMISSION)
                .but("/event_type_availability_schedules", 400, "event_type")
                .but(at(&nothing), 404, GONE)
                .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /user_availability_schedules",
        scopes: &["availability:read"],
        row: |world| {
            let of = |who| format!("/user_availability_schedules?user={}", world.user(who));
            Row::get(
                MIRA,
                of(MIRA),
                &["/collection/0/rules/0/wday", "/collection/0/default"],
            )
            .but("/user_availability_schedules", 400, "user")
            .but(of(DANA), 403, STRANGER)
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "POST /user_availability_schedules",
        scopes: &["availability:write"],
        row: |_| {
            let body = json!({"name": "Mornings", "timezone": "Europe/Berlin", "rules": week()});
            let mut six = week();
            six.as_array_mut().unwrap().pop();
            let mut over = week();
            let date = json!({"type": "date", "date": "2026-11-30", "intervals": []});
            over.as_array_mut().unwrap().push(date);
            Row::new(
                MIRA,
                "/user_availability_schedules",
                body,
                201,
                &["/resource/uri"],
            )
            .changed(json!({"name": null}), 400, "name")
            .changed(json!({"timezone": "Mars/Olympus"}), 400, "timezone")
            .changed(json!({"rules": six}), 400, "rules")
            .changed(
                json!({"rules": over}),
                400,
                "must not have a date that is over",
            )
        },
    },
    Operation {
        route: "GET /user_availability_schedules/{uuid}",
        scopes: &["availability:read"],
        row: |world| {
            Row::get(
                MIRA,
                world.path(&schedule(world)["uri"]),
                &["/resource/timezone"],
            )
            .by(DANA, 403, NO_PERMISSION)
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "PATCH /user_availability_schedules/{uuid}",
        scopes: &["availability:write"],
        row: |world| {
            let path = world.path(&schedule(world)["uri"]);
            Row::new(
                MIRA,
                path,
                json!({"name": "Hours", "default": true}),
                200,
                &["/resource/name"],
            )
            .changed(json!({"default": false}), 400, "default")
            .changed(json!({"timezone": "Mars/Olympus"}), 400, "timezone")
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /user_busy_times",
        scopes: &["availability:read"],
        row: |world| {
            let broken = json!({"broken_calendars": [TOMAS]});
            world.0.control("PUT", "options", &broken);
            let at =
                |who, span: String| format!("/user_busy_times?user={}&{span}", world.user(who));
            let week = || span("2026-12-07", "2026-12-14");
            let has = &["/collection/0/type", "/collection/0/start_time"];
            Row::get(MIRA, at(MIRA, week()), has)
                .but(format!("/user_busy_times?{}", week()), 400, "user")
                .but(
                    format!("/user_busy_times?user={}", world.user(MIRA)),
                    400,
                    "start_time",
                )
                .but(
                    at(MIRA, span("2026-12-01", "2026-12-05")),
                    400,
                    "must not be in the past",
                )
                .but(at(MIRA, span("2026-12-05", "2026-12-05")), 400, "end_time")
                .but(at(MIRA, span("2026-12-07", "2026-12-15")), 400, "7 days")
                .but(at(DANA, week()), 403, STRANGER)
                .by(TOMAS, 403, NO_PERMISSION)
                .but(
                    at(TOMAS, week()),
                    424,
                    "There is a problem accessing your calendar.",
                )
        },
    },
    Operation {
        route: "GET /user_meeting_limits",
        scopes: &["availability:read"],
        row: |world| {
            let of = |who| format!("/user_meeting_limits?user={}", world.user(who));
            let limits = Value::from_iter([("daily_limit", json!(4))]);
            let patch = super::Ask {
                who: MIRA,
                target: "/user_meeting_limits".to_owned(),
                body: limits,
            };
            assert_eq!(world.ask("PATCH", &patch).status, 200);
            Row::get(MIRA, of(MIRA), &["/resource/daily_limit"])
                .but("/user_meeting_limits", 400, "user")
                .but(of(TOMAS), 403, NO_PERMISSION)
                .but(of(DANA), 403, STRANGER)
        },
    },
    Operation {
        route: "PATCH /user_meeting_limits",
        scopes: &["availability:write"],
        row: |world| {
            let of = |who| format!("/user_meeting_limits?user={}", world.user(who));
            let body = json!({"daily_limit": 4, "weekly_limit": null, "monthly_limit": 9999});
            Row::new(MIRA, of(MIRA), body, 200, &["/resource/daily_limit"])
                .with(json!({}), 400, "at least one")
                .changed(json!({"daily_limit": 0}), 400, "daily_limit")
                .changed(json!({"monthly_limit": 10_000}), 400, "monthly_limit")
                .but(of(TOMAS), 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /locations",
        scopes: &["locations:read"],
        row: |world| {
            let of = |who| format!("/locations?user={}", world.user(who));
            Row::get(
                MIRA,
                of(MIRA),
                &["/collection/0/kind", "/collection/5/connected"],
            )
            .but("/locations", 400, "user")
            .but(of(DANA), 403, STRANGER)
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
];

//! Rows of the operations about events, invitees and no-shows.

use serde_json::{Value, json};

use super::{
    CANCELED, COMING, DANA, GONE, MIRA, NO_PERMISSION, Operation, PAST, Row, STRANGER, TOMAS, World,
};

/// Path of a past invitee's mark.
fn no_show(world: &World) -> String {
    let invitee = world.invitee_of(&world.event(PAST));
    world.path(&world.make("/invitee_no_shows", json!({"invitee": invitee["uri"]}))["uri"])
}

pub const TABLE: &[Operation] = &[
    Operation {
        route: "GET /scheduled_events",
        scopes: &["scheduled_events:read"],
        row: |world| {
            let own = format!("/scheduled_events?user={}", world.user(MIRA));
            let of = |who| format!("/scheduled_events?user={}", world.user(who));
            let organization = world.organization(MIRA);
            Row::get(MIRA, own.clone(), &["/collection/0/uri", "/pagination"])
                .but(
                    "/scheduled_events",
                    400,
                    "user, organization or group must be given",
                )
                .but("/scheduled_events?user=mira", 400, "must be a valid URI")
                .but(format!("{own}&status=open"), 400, "status")
                .but(format!("{own}&sort=created_at:asc"), 400, "sort")
                .but(format!("{own}&min_start_time=soon"), 400, "min_start_time")
                .but(of(DANA), 403, STRANGER)
                .but(of(TOMAS), 403, "Please also specify organization")
                .refused(
                    TOMAS,
                    format!("/scheduled_events?organization={organization}"),
                    Value::Null,
                    403,
                    NO_PERMISSION,
                )
        },
    },
    Operation {
        route: "GET /scheduled_events/{uuid}",
        scopes: &["scheduled_events:read"],
        row: |world| {
            let path = world.path(&world.event(COMING)["uri"]);
            Row::get(
                MIRA,
                path,
                &["/resource/location/type", "/resource/invitees_counter"],
            )
            .by(DANA, 403, NO_PERMISSION)
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "POST /scheduled_events/{uuid}/cancellation",
        scopes: &["scheduled_events:write"],
        row: |world| {
            let at = |query: &str| {
                let event = world.event(query);
                format!("{}/cancellation", world.path(&event["uri"]))
            };
            let body = json!({"reason": "Flu"});
            let has = &[
                "/resource/canceled_by",
                "/resource/canceler_type",
                "/resource/reason",
            ];
            Row::new(MIRA, at(COMING), body, 201, has)
                .with(json!({"reason": "x".repeat(10_001)}), 400, "reason")
                .but(at(PAST), 403, "Event in the past")
                .but(at(CANCELED), 403, "Event is already canceled")
                .by(DANA, 403, "You are not allowed to cancel this event")
        },
    },
    Operation {
        route: "GET /scheduled_events/{uuid}/invitees",
        scopes: &["scheduled_events:read"],
        row: |world| {
            let event = world.event(PAST);
            let at = format!("{}/invitees", world.path(&event["uri"]));
            let has = &["/collection/0/uri", "/collection/0/tracking", "/pagination"];
            Row::get(MIRA, at.clone(), has)
                .but(format!("{at}?status=open"), 400, "status")
                .but(format!("{at}?sort=name:asc"), 400, "sort")
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /scheduled_events/{event_uuid}/invitees/{invitee_uuid}",
        scopes: &["scheduled_events:read"],
        row: |world| {
            let invitee = world.invitee_of(&world.event(COMING));
            let has = &["/resource/cancel_url", "/resource/reschedule_url"];
            Row::get(MIRA, world.path(&invitee["uri"]), has).by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "POST /invitees",
        scopes: &["scheduled_events:write"],
        row: |world| {
            let mut taken = world.booking("60min");
            taken["location"] = json!({"kind": "outbound_call", "location": "+442071234567"});
            world.make("/invitees", taken.clone());
            let body = world.booking("30min");
            let with = |name: &str, value: Value| {
                let mut invitee = body["invitee"].clone();
                invitee[name] = value;
                json!({"invitee": invitee})
            };
            let shorter = body["start_time"]
                .as_str()
                .unwrap()
                .replace(".000000Z", "Z");
            let tracking = json!({"tracking": {"utm_source": "crm"}});
            let mut good = body.clone();
            good["tracking"] = json!({
                "utm_campaign": null, "utm_source": "crm", "utm_medium": null, "utm_content": null, "utm_term": null,
                "salesforce_uuid": null,
            });
            good["event_guests"] = json!(["guest@example.org"]);
            let has = &[
                "/resource/uri",
                "/resource/event",
                "/resource/invitee_scheduled_by",
            ];
            // Ten tries a minute are all that the plan allows.
            Row::new(MIRA, "/invitees", good, 201, has)
                .with(taken, 400, "Internal Server Error")
                .changed(json!({"start_time": shorter}), 400, "start_time")
                .changed(tracking, 400, "tracking.salesforce_uuid")
                .changed(json!({"location": null}), 400, "location")
                .changed(
                    with("timezone", json!("Mars/Olympus")),
                    400,
                    "invitee.timezone",
                )
                .changed(
                    json!({"event_type": world.uri("event_types", "NOTHING")}),
                    404,
                    GONE,
                )
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "POST /invitee_no_shows",
        scopes: &["scheduled_events:write"],
        row: |world| {
            let of = |query| json!({"invitee": world.invitee_of(&world.event(query))["uri"]});
            let nothing = format!("{}/invitees/NOTHING", world.uri("scheduled_events", "X"));
            let marked = world.invitee_of(&world.event(&format!("{PAST}&sort=start_time:desc")));
            let marked = json!({"invitee": marked["uri"]});
            world.make("/invitee_no_shows", marked.clone());
            let has = &["/resource/uri", "/resource/invitee", "/resource/created_at"];
            Row::new(MIRA, "/invitee_no_shows", of(PAST), 201, has)
                .with(json!({}), 400, "invitee")
                .with(of(COMING), 400, "the event has not started yet")
                .with(marked, 400, "already marked as a no-show")
                .with(json!({"invitee": nothing}), 404, GONE)
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /invitee_no_shows/{uuid}",
        scopes: &["scheduled_events:read"],
        row: |world| {
            Row::get(MIRA, no_show(world), &["/resource/invitee"]).by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "DELETE /invitee_no_shows/{uuid}",
        scopes: &["scheduled_events:write"],
        row: |world| {
            Row::new(MIRA, no_show(world), Value::Null, 204, &[]).by(DANA, 403, NO_PERMISSION)
        },
    },
];

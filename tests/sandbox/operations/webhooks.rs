//! Rows of the operations about webhooks.

use serde_json::{Value, json};

use super::{DANA, MIRA, NO_PERMISSION, Operation, Row, TOMAS, World};

/// A wish for a webhook of the first host's organization.
fn wish(world: &World, url: &str) -> Value {
    json!({
        "url": url, "events": ["invitee.created", "routing_form_submission.created"], "scope": "organization",
        "organization": world.organization(MIRA), "signing_key": "a key",
    })
}

const HOOK: &str = "https://hooks.example/a";

pub const TABLE: &[Operation] = &[
    Operation {
        route: "GET /webhook_subscriptions",
        scopes: &["webhooks:read"],
        row: |world| {
            for url in [HOOK, "https://hooks.example/b"] {
                world.make("/webhook_subscriptions", wish(world, url));
            }
            let list = "/webhook_subscriptions";
            let of = |who| format!("{list}?organization={}", world.organization(who));
            let own = format!("{}&scope=organization", of(MIRA));
            Row::get(
                MIRA,
                own.clone(),
                &["/collection/1/callback_url", "/collection/0/state"],
            )
            .but(of(MIRA), 400, "scope")
            .but(format!("{list}?scope=organization"), 400, "organization")
            .but(format!("{}&scope=user", of(MIRA)), 400, "user")
            .but(format!("{}&scope=group", of(MIRA)), 400, "group")
            .but(format!("{own}&sort=url:asc"), 400, "sort")
            .but(
                format!("{}&scope=organization", of(DANA)),
                403,
                NO_PERMISSION,
            )
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "POST /webhook_subscriptions",
        scopes: &["webhooks:write"],
        row: |world| {
            world.make("/webhook_subscriptions", wish(world, HOOK));
            let body = wish(world, "https://hooks.example/b");
            Row::new(
                MIRA,
                "/webhook_subscriptions",
                body,
                201,
                &["/resource/uri", "/resource/creator"],
            )
            .with(wish(world, HOOK), 409, "Hook with this url already exists")
            .changed(json!({"url": "http://hooks.example/b"}), 400, "url")
            .changed(json!({"events": ["invitee.born"]}), 400, "events")
            .changed(json!({"scope": "user"}), 400, "user")
            .changed(json!({"signing_key": 7}), 400, "signing_key")
            .changed(
                json!({"scope": "user", "user": world.user(MIRA)}),
                400,
                "needs the scope organization",
            )
            .changed(
                json!({"organization": world.organization(DANA)}),
                403,
                NO_PERMISSION,
            )
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /webhook_subscriptions/{webhook_uuid}",
        scopes: &["webhooks:read"],
        row: |world| {
            let made = world.make("/webhook_subscriptions", wish(world, HOOK));
            Row::get(
                MIRA,
                world.path(&made["uri"]),
                &["/resource/events/1", "/resource/scope"],
            )
            .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "DELETE /webhook_subscriptions/{webhook_uuid}",
        scopes: &["webhooks:write"],
        row: |world| {
            let made = world.make("/webhook_subscriptions", wish(world, HOOK));
            Row::new(MIRA, world.path(&made["uri"]), Value::Null, 204, &[]).by(
                DANA,
                403,
                NO_PERMISSION,
            )
        },
    },
    Operation {
        route: "GET /sample_webhook_data",
        scopes: &["webhooks:read"],
        row: |world| {
            let of = |who| {
                let organization = world.organization(who);
                format!("/sample_webhook_data?organization={organization}&scope=organization")
            };
            let own = format!("{}&event=invitee.created", of(MIRA));
            Row::get(
                MIRA,
                own,
                &["/event", "/payload/scheduled_event/uri", "/created_by"],
            )
            .but(of(MIRA), 400, "event")
            .but(
                "/sample_webhook_data?event=invitee.created",
                400,
                "organization",
            )
            .but(
                format!(
                    "/sample_webhook_data?event=routing_form_submission.created&organization={}&scope=user&user={}",
                    world.organization(MIRA),
                    world.user(MIRA)
                ),
                400,
                "needs the scope organization",
            )
            .but(
                format!("{}&event=invitee.created", of(DANA)),
                403,
                NO_PERMISSION,
            )
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
];

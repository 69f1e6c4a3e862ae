//! Rows of the operations about users, organizations, memberships, invitations, groups and teams.

use serde_json::{Value, json};

use super::{DANA, GONE, INGRID, MIRA, NO_PERMISSION, Operation, Row, STRANGER, TOMAS, World};

/// The path of the first host's organization.
fn home(world: &World) -> String {
    world.path(&json!(world.organization(MIRA)))
}

/// The path of an invitation to it in this state.
fn invitation(world: &World, status: &str) -> String {
    let list = format!("{}/invitations?status={status}", home(world));
    world.path(&world.get(MIRA, list)["collection"][0]["uri"])
}

/// The path of somebody's membership.
fn membership(world: &World, who: &'static str) -> String {
    let list = format!("/organization_memberships?user={}", world.user(who));
    world.path(&world.get(who, list)["collection"][0]["uri"])
}

/// The first of a list that needs the first host's organization.
fn first(world: &World, list: &str) -> Value {
    let target = format!("{list}?organization={}", world.organization(MIRA));
    world.get(MIRA, target)["collection"][0].clone()
}

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
        route: "GET /users/{uuid}",
        scopes: &["users:read"],
        row: |world| {
            let dana = world.path(&json!(world.user(DANA)));
            let has = &["/resource/current_organization", "/resource/timezone"];
            Row::get(MIRA, world.path(&json!(world.user(TOMAS))), has).but(dana, 403, STRANGER)
        },
    },
    Operation {
        route: "GET /organizations/{uuid}",
        scopes: &["organizations:read"],
        row: |world| {
            Row::get(MIRA, home(world), &["/resource/uri", "/resource/plan"]).by(
                DANA,
                403,
                NO_PERMISSION,
            )
        },
    },
    Operation {
        route: "GET /organizations/{uuid}/invitations",
        scopes: &["organizations:read"],
        row: |world| {
            let list = format!("{}/invitations", home(world));
            Row::get(MIRA, list.clone(), &["/collection/0/email", "/pagination"])
                .but(format!("{list}?status=active"), 400, "status")
                .but(format!("{list}?sort=email:asc"), 400, "sort")
                .by(TOMAS, 403, NO_PERMISSION)
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "POST /organizations/{uuid}/invitations",
        scopes: &["organizations:write"],
        row: |world| {
            let list = format!("{}/invitations", home(world));
            let alone = format!(
                "{}/invitations",
                world.path(&json!(world.organization(DANA)))
            );
            let scim = format!(
                "{}/invitations",
                world.path(&json!(world.organization(INGRID)))
            );
            let body = json!({"email": "grace@example.org"});
            Row::new(
                MIRA,
                list,
                body.clone(),
                201,
                &["/resource/uri", "/resource/last_sent_at"],
            )
            .with(json!({}), 400, "Invalid Email")
            .with(
                json!({"email": "tomas@nordlicht.example"}),
                400,
                "Already Organization Member",
            )
            .with(
                json!({"email": "lena@nordlicht.example"}),
                400,
                "Already Invited",
            )
            .refused(DANA, alone, body.clone(), 403, "no seats left")
            .refused(INGRID, scim, body, 403, "SCIM")
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /organizations/{org_uuid}/invitations/{uuid}",
        scopes: &["organizations:read"],
        row: |world| {
            Row::get(
                MIRA,
                invitation(world, "accepted"),
                &["/resource/user", "/resource/status"],
            )
            .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "DELETE /organizations/{org_uuid}/invitations/{uuid}",
        scopes: &["organizations:write"],
        row: |world| {
            Row::new(MIRA, invitation(world, "pending"), Value::Null, 204, &[])
                .but(invitation(world, "accepted"), 400, "Already Accepted")
                .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /organization_memberships",
        scopes: &["organizations:read"],
        row: |world| {
            let list = "/organization_memberships";
            let all = format!("{list}?organization={}", world.organization(MIRA));
            Row::get(
                MIRA,
                all.clone(),
                &["/collection/1/user/email", "/collection/0/role"],
            )
            .but(list, 400, "user or organization must be given")
            .but(format!("{all}&role=boss"), 400, "role")
            .but(format!("{list}?user={}", world.user(DANA)), 403, STRANGER)
            .by(TOMAS, 403, NO_PERMISSION)
            .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /organization_memberships/{uuid}",
        scopes: &["organizations:read"],
        row: |world| {
            Row::get(
                MIRA,
                membership(world, TOMAS),
                &["/resource/user/uri", "/resource/role"],
            )
            .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "DELETE /organization_memberships/{uuid}",
        scopes: &["organizations:write"],
        row: |world| {
            let own = membership(world, MIRA);
            Row::new(MIRA, membership(world, TOMAS), Value::Null, 204, &[])
                .but(own, 403, "The owner of an organization cannot be removed")
                .but(membership(world, DANA), 403, NO_PERMISSION)
                .by(TOMAS, 403, NO_PERMISSION)
                .refused(
                    "jonas-brandt",
                    membership(world, "jonas-brandt"),
                    Value::Null,
                    403,
                    "You cannot remove yourself",
                )
        },
    },
    Operation {
        route: "GET /groups",
        scopes: &["groups:read"],
        row: |world| {
            listed(
                world,
                MIRA,
                "/groups",
                &["/collection/0/uri", "/pagination"],
            )
        },
    },
    Operation {
        route: "GET /groups/{uuid}",
        scopes: &["groups:read"],
        row: |world| {
            let path = world.path(&first(world, "/groups")["uri"]);
            Row::get(MIRA, path, &["/resource/name"]).by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /group_relationships",
        scopes: &["groups:read"],
        row: |world| {
            let list = "/group_relationships";
            let other = format!("{list}?organization={}", world.organization(DANA));
            Row::get(MIRA, list, &["/collection/0/owner", "/collection/0/group"])
                .but(format!("{list}?owner=x"), 400, "owner")
                .but(format!("{list}?group=x"), 400, "group")
                .but(other, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /group_relationships/{uuid}",
        scopes: &["groups:read"],
        row: |world| {
            let path = world.path(&first(world, "/group_relationships")["uri"]);
            Row::get(MIRA, path, &["/resource/owner"]).by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /teams",
        scopes: &[],
        row: |world| {
            let of = |who| format!("/teams?user={}", world.user(who));
            Row::get(MIRA, of(MIRA), &["/collection/0/uri", "/pagination"])
                .but("/teams?user=x", 400, "user")
                .but(of(DANA), 403, STRANGER)
        },
    },
    Operation {
        route: "GET /teams/{uuid}",
        scopes: &[],
        row: |_| Row::get(MIRA, "/teams/NORDLICHTTEAM001", &["/resource/name"]).by(DANA, 404, GONE),
    },
];

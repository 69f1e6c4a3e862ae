//! Rows of the operations about routing forms and their submissions.

use serde_json::Value;

use super::{DANA, MIRA, NO_PERMISSION, Operation, Row, TOMAS, World};

/// The first of a list that needs the first host's organization.
fn first(world: &World, list: &str) -> Value {
    let target = format!("{list}?organization={}", world.organization(MIRA));
    world.get(MIRA, target)["collection"][0].clone()
}

/// Path of the first of the first form's submissions.
fn submissions(world: &World) -> String {
    let form = first(world, "/routing_forms");
    let form = form["uri"].as_str().unwrap();
    format!("/routing_form_submissions?form={form}")
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
        route: "GET /routing_forms",
        scopes: &["routing_forms:read"],
        row: |world| {
            let sorted = format!(
                "/routing_forms?organization={}&sort=name:asc",
                world.organization(MIRA)
            );
            let has = &["/collection/0/questions/0/uuid", "/pagination"];
            listed(world, MIRA, "/routing_forms", has)
                .but(sorted, 400, "sort")
                .by(TOMAS, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /routing_forms/{uuid}",
        scopes: &["routing_forms:read"],
        row: |world| {
            let path = world.path(&first(world, "/routing_forms")["uri"]);
            Row::get(MIRA, path, &["/resource/questions/0/type"])
                .by(TOMAS, 403, NO_PERMISSION)
                .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /routing_form_submissions",
        scopes: &["routing_forms:read"],
        row: |world| {
            let list = submissions(world);
            Row::get(
                MIRA,
                list.clone(),
                &["/collection/0/result/type", "/pagination"],
            )
            .but("/routing_form_submissions", 400, "form")
            .but("/routing_form_submissions?form=x", 400, "form")
            .but(format!("{list}&sort=name:asc"), 400, "sort")
            .by(TOMAS, 403, NO_PERMISSION)
            .by(DANA, 403, NO_PERMISSION)
        },
    },
    Operation {
        route: "GET /routing_form_submissions/{uuid}",
        scopes: &["routing_forms:read"],
        row: |world| {
            let found = world.get(MIRA, submissions(world));
            let path = world.path(&found["collection"][0]["uri"]);
            Row::get(MIRA, path, &["/resource/questions_and_answers/0/answer"]).by(
                TOMAS,
                403,
                NO_PERMISSION,
            )
        },
    },
];

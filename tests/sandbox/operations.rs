//! Every operation of the API over HTTP: what it answers, and each error that is documented for it.
//!
//! [`TABLES`] have a row for each operation of the router; one without a row fails. What all operations
//! have in common is asked of each row by itself: no or a wrong token, no scope, an identifier that nothing has, a
//! server that fails, a preflight, and where there are pages, paging.

#[path = "absent.rs"]
mod absent;
mod availability;
mod enterprise;
mod event_types;
mod links;
mod meetings;
mod people;
mod records;
mod routing_forms;
mod webhooks;
mod world;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use slotlink::sandbox::router;

use super::server::{Answer, start};
use absent::ABSENT;
use world::{CANCELED, COMING, PAST, World};

const MIRA: &str = "mira-albrecht";
const DANA: &str = "dana-whitfield";
const TOMAS: &str = "tomas-reyes";
const INGRID: &str = "ingrid-solheim";
const KOFI: &str = "kofi-mensah";

const NO_PERMISSION: &str = "You do not have permission to access this resource.";
const STRANGER: &str = "This user is not in your organization";
const GONE: &str = "The server could not find the requested resource.";
const ENTERPRISE: &str = "Please upgrade your Calendly account to Enterprise.";

const TABLES: &[&[Operation]] = &[
    availability::TABLE,
    enterprise::TABLE,
    event_types::TABLE,
    links::TABLE,
    meetings::TABLE,
    people::TABLE,
    records::TABLE,
    routing_forms::TABLE,
    webhooks::TABLE,
];

/// An operation, the scopes it names when none was granted, and what is asked of it.
struct Operation {
    route: &'static str,
    scopes: &'static [&'static str],
    row: fn(&World) -> Row,
}

/// A request by a host; `null` is no body.
struct Ask {
    who: &'static str,
    target: String,
    body: Value,
}

/// What an operation answers: once well, and before that with errors.
struct Row {
    good: Ask,
    status: u16,
    /// Pointers to what the good answer has; none of it `null`.
    has: &'static [&'static str],
    /// Requests with the status of the refusal, and a part of its text.
    bad: Vec<(Ask, u16, String)>,
}

impl Row {
    fn get(who: &'static str, target: impl Into<String>, has: &'static [&'static str]) -> Self {
        Self::new(who, target, Value::Null, 200, has)
    }

    fn new(
        who: &'static str,
        target: impl Into<String>,
        body: Value,
        status: u16,
        has: &'static [&'static str],
    ) -> Self {
        let target = target.into();
        Self {
            good: Ask { who, target, body },
            status,
            has,
            bad: Vec::new(),
        }
    }

    /// Another address, which is refused.
    fn but(self, target: impl Into<String>, status: u16, text: &str) -> Self {
        let (who, body) = (self.good.who, self.good.body.clone());
        self.refused(who, target, body, status, text)
    }

    /// The same address by another host, which is refused.
    fn by(self, who: &'static str, status: u16, text: &str) -> Self {
        let (target, body) = (self.good.target.clone(), self.good.body.clone());
        self.refused(who, target, body, status, text)
    }

    /// Another body, which is refused.
    fn with(self, body: Value, status: u16, text: &str) -> Self {
        let (who, target) = (self.good.who, self.good.target.clone());
        self.refused(who, target, body, status, text)
    }

    /// The same body with this in it, which is refused. `null` takes a field away.
    fn changed(self, changes: Value, status: u16, text: &str) -> Self {
        let mut body = self.good.body.clone();
        for (name, value) in changes.as_object().unwrap() {
            match value {
                Value::Null => drop(body.as_object_mut().unwrap().remove(name)),
                value => body[name] = value.clone(),
            }
        }
        self.with(body, status, text)
    }

    fn refused(
        mut self,
        who: &'static str,
        target: impl Into<String>,
        body: Value,
        status: u16,
        text: &str,
    ) -> Self {
        let target = target.into();
        self.bad
            .push((Ask { who, target, body }, status, text.to_owned()));
        self
    }
}

#[test]
fn every_operation_of_the_router_has_a_row() {
    let known: BTreeSet<String> = router::operations()
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    let rows = TABLES.iter().copied().flatten();
    let rows: Vec<String> = rows.map(|row| row.route.to_owned()).collect();
    assert_eq!(rows.iter().cloned().collect::<BTreeSet<_>>(), known);
    assert_eq!(rows.len(), router::operations().count());
}

/// What is not in the router is what `docs/operations.md` says is not.
#[test]
fn the_operations_that_are_absent_are_known() {
    let is_place = |segment: &str| segment.starts_with('{');
    // An identifier of the router's may be a word of its own, as `me` is.
    let fits = |ours: &str, its: &str| {
        let (ours, its): (Vec<_>, Vec<_>) = (ours.split('/').collect(), its.split('/').collect());
        let mut both = ours.iter().zip(&its);
        ours.len() == its.len() && both.all(|(one, other)| one == other || is_place(other))
    };
    let absent = slotlink::api::operations::ALL.iter().filter(|operation| {
        !router::operations().any(|known| {
            known.method == operation.method.as_str() && fits(operation.path, known.path)
        })
    });
    let absent: BTreeSet<&str> = absent.map(|operation| operation.name).collect();
    assert_eq!(absent, BTreeSet::from(ABSENT));
}

#[test]
fn operations_about_availability_answer_as_documented() {
    all(availability::TABLE);
}

#[test]
fn operations_about_enterprise_answer_as_documented() {
    all(enterprise::TABLE);
}

#[test]
fn operations_about_event_types_answer_as_documented() {
    all(event_types::TABLE);
}

#[test]
fn operations_about_links_answer_as_documented() {
    all(links::TABLE);
}

#[test]
fn operations_about_meetings_answer_as_documented() {
    all(meetings::TABLE);
}

#[test]
fn operations_about_people_answer_as_documented() {
    all(people::TABLE);
}

#[test]
fn operations_about_records_answer_as_documented() {
    all(records::TABLE);
}

#[test]
fn operations_about_routing_forms_answer_as_documented() {
    all(routing_forms::TABLE);
}

#[test]
fn operations_about_webhooks_answer_as_documented() {
    all(webhooks::TABLE);
}

fn all(table: &[Operation]) {
    let sandbox = start(&[]);
    for operation in table {
        let world = World::new(&sandbox);
        let row = (operation.row)(&world);
        let (method, path) = operation.route.split_once(' ').unwrap();
        preflight(&world, operation, method, &row);
        tokens_and_scopes(&world, operation, method, &row);
        unknown_identifiers(&world, operation, method, path, &row);
        failing_server(&world, operation, method, &row);
        for (ask, status, text) in &row.bad {
            assert!(
                fits(path, &ask.target),
                "{}: {}",
                operation.route,
                ask.target
            );
            let answer = world.ask(method, ask);
            refused(operation, ask, &answer, *status, text);
        }
        let answer = world.ask(method, &row.good);
        let said = format!("{} {}: {}", operation.route, row.good.target, answer.body);
        assert!(fits(path, &row.good.target), "{said}");
        assert_eq!(answer.status, row.status, "{said}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert!(answer.header("x-ratelimit-remaining").is_some(), "{said}");
        if row.status == 204 {
            assert_eq!(answer.body, "");
            continue;
        }
        let value = answer.json();
        for pointer in row.has {
            let found = value.pointer(pointer);
            assert!(
                found.is_some_and(|found| !found.is_null()),
                "{pointer} {said}"
            );
        }
        if value.get("pagination").is_some() {
            paging(&world, operation, &row, &value);
        }
    }
}

/// Whether a target is one of a path with `{…}` for identifiers.
fn fits(path: &str, target: &str) -> bool {
    let given: Vec<&str> = target.split('?').next().unwrap().split('/').collect();
    let own: Vec<&str> = path.split('/').collect();
    let same = |(own, given): (&&str, &&str)| own.starts_with('{') || own == given;
    own.len() == given.len() && own.iter().zip(&given).all(same)
}

/// An error in Calendly's envelope, readable by a script of another origin.
fn refused(operation: &Operation, ask: &Ask, answer: &Answer, status: u16, text: &str) {
    let said = format!(
        "{} {} by {} {}: {} {}",
        operation.route, ask.target, ask.who, ask.body, answer.status, answer.body
    );
    assert_eq!(answer.status, status, "{said}");
    assert!(answer.body.contains(text), "{text} in {said}");
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let value = answer.json();
    let title = value["title"].as_str().unwrap();
    assert!(value["message"].is_string(), "{said}");
    let expected: &[&str] = match status {
        400 => &["Invalid Argument", "Internal Server Error"],
        401 => &["Unauthenticated"],
        403 => &["Permission Denied", "Insufficient scope"],
        404 => &["Resource Not Found"],
        409 => &["Already Exists"],
        424 => &["External Calendar Error"],
        _ => &[],
    };
    assert!(expected.contains(&title), "{said}");
}

fn preflight(world: &World, operation: &Operation, method: &str, row: &Row) {
    let answer = world.0.send("OPTIONS", &row.good.target, "", "");
    let methods = answer.header("access-control-allow-methods");
    let methods: Vec<&str> = methods.unwrap().split(", ").collect();
    assert_eq!(answer.status, 204, "{}", operation.route);
    assert!(methods.contains(&method), "{}", operation.route);
}

fn tokens_and_scopes(world: &World, operation: &Operation, method: &str, row: &Row) {
    let nobody = world.0.send(method, &row.good.target, "", "");
    refused(operation, &row.good, &nobody, 401, "token is invalid");
    let wrong = world.ask_with(method, &row.good, "nonsense");
    refused(operation, &row.good, &wrong, 401, "token is invalid");
    if operation.scopes.is_empty() {
        return;
    }
    let wish = json!({"user": row.good.who, "scopes": []});
    let minted = world.0.control("POST", "tokens", &wish);
    let token = minted["access_token"].as_str().unwrap();
    let answer = world.ask_with(method, &row.good, token);
    refused(operation, &row.good, &answer, 403, "Insufficient scope");
    assert_eq!(
        answer.json()["required_scopes"],
        json!(operation.scopes),
        "{}",
        operation.route
    );
}

fn unknown_identifiers(world: &World, operation: &Operation, method: &str, path: &str, row: &Row) {
    let target = row.good.target.split('?').next().unwrap();
    let given: Vec<&str> = target.split('/').collect();
    for (place, part) in path.split('/').enumerate() {
        if !part.starts_with('{') {
            continue;
        }
        let mut other = given.clone();
        other[place] = "NOTHING";
        let ask = Ask {
            who: row.good.who,
            target: other.join("/"),
            body: row.good.body.clone(),
        };
        let answer = world.ask(method, &ask);
        refused(operation, &ask, &answer, 404, GONE);
    }
}

fn failing_server(world: &World, operation: &Operation, method: &str, row: &Row) {
    let path = row.good.target.split('?').next().unwrap();
    for status in [500, 503] {
        let body = json!({"title": "Internal Server Error", "message": "It did not work."});
        let route = format!("{method} {path}");
        let fault = json!({"route": route, "status": status, "body": body});
        world.0.control("POST", "faults", &fault);
        let answer = world.ask(method, &row.good);
        assert_eq!(answer.status, status, "{}", operation.route);
        assert_eq!(answer.json()["title"], "Internal Server Error");
    }
}

/// One item a page: the second is another one, and the way back leads to the first.
fn paging(world: &World, operation: &Operation, row: &Row, whole: &Value) {
    let joint = if row.good.target.contains('?') {
        '&'
    } else {
        '?'
    };
    let page = |query: &str| {
        let ask = Ask {
            who: row.good.who,
            target: format!("{}{joint}{query}", row.good.target),
            body: Value::Null,
        };
        let answer = world.ask("GET", &ask);
        (ask, answer)
    };
    let most = match operation.route {
        "GET /activity_log_entries" => 1000,
        _ => 100,
    };
    for (query, name) in [
        ("count=0".to_owned(), "count"),
        (format!("count={}", most + 1), "count"),
        ("count=x".to_owned(), "count"),
        ("page_token=nonsense".to_owned(), "page_token"),
    ] {
        let (ask, answer) = page(&query);
        refused(operation, &ask, &answer, 400, name);
    }
    assert_eq!(page(&format!("count={most}")).1.status, 200);
    let first = page("count=1").1.json();
    let items = whole["collection"].as_array().unwrap();
    assert_eq!(first["pagination"]["count"], items.len().min(1));
    let Some(next) = first["pagination"]["next_page_token"].as_str() else {
        assert!(items.len() < 2, "{}", operation.route);
        return;
    };
    let second = page(&format!("count=1&page_token={next}")).1.json();
    assert_eq!(second["collection"][0], items[1], "{}", operation.route);
    let back = second["pagination"]["previous_page_token"]
        .as_str()
        .unwrap();
    let again = page(&format!("count=1&page_token={back}")).1.json();
    assert_eq!(again["collection"], first["collection"]);
}

#[test]
fn more_requests_than_the_plan_allows_are_a_429() {
    let sandbox = start(&[]);
    let world = World::new(&sandbox);
    let me = Ask {
        who: DANA,
        target: "/users/me".to_owned(),
        body: Value::Null,
    };
    for left in (0..50).rev() {
        let answer = world.ask("GET", &me);
        assert_eq!(answer.header("x-ratelimit-limit"), Some("50"));
        let remaining = answer.header("x-ratelimit-remaining");
        assert_eq!(remaining, Some(left.to_string().as_str()));
    }
    let refused = world.ask("GET", &me);
    assert_eq!((refused.status, refused.body.as_str()), (429, "{}"));
    assert!(refused.header("x-ratelimit-reset").is_some());
    assert!(refused.header("retry-after").is_none());
    sandbox.control("PUT", "clock", &json!({"advance_ms": 60_000}));
    assert_eq!(world.ask("GET", &me).status, 200);
}

#[test]
fn more_bookings_than_the_plan_allows_are_a_429() {
    let sandbox = start(&[]);
    let world = World::new(&sandbox);
    let booking = Ask {
        who: MIRA,
        target: "/invitees".to_owned(),
        body: json!({}),
    };
    let statuses: Vec<u16> = (0..11)
        .map(|_| world.ask("POST", &booking).status)
        .collect();
    assert_eq!(statuses[..10], [400; 10]);
    assert_eq!(statuses[10], 429);
    let me = Ask {
        who: MIRA,
        target: "/users/me".to_owned(),
        body: Value::Null,
    };
    assert_eq!(world.ask("GET", &me).status, 200);
}

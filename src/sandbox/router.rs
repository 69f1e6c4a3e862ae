//! From a request to a reply: faults, routes, CORS.

mod operation;
mod organization;
mod records;
mod scheduling;

use jiff::Timestamp;
use serde_json::json;

use super::faults::{self, Delivery, Fault};
use super::gate;
use super::ledger::Outcome;
use super::message::{Request, Response};
use super::state::Sandbox;
use super::{authorize, booking_page, control, errors, profile_page, revoke, routing_page, token};

pub use operation::Operation;

/// An answer and how it travels.
pub struct Reply {
    pub response: Response,
    pub delivery: Delivery,
}

/// Answers one request. `machine_ms` is the machine's time in milliseconds of the Unix epoch; the sandbox's own
/// clock may be set apart from it.
pub fn respond(state: &mut Sandbox, request: &Request, machine_ms: i64) -> Reply {
    let request = as_get(request);
    let request = &request;
    if let Some(path) = request.path.strip_prefix("/__sandbox/") {
        return Reply {
            response: control::respond(state, request, path, machine_ms),
            delivery: Delivery::default(),
        };
    }
    let now = state.now(machine_ms);
    state.settle(now);
    let number = state.ledger.begin(request, now);
    let fault = faults::strike(&mut state.faults, request);
    let mut outcome = Outcome {
        executed: fault.as_ref().is_none_or(Fault::executes),
        fault: fault.as_ref().map(|fault| fault.given.clone()),
        ..Outcome::default()
    };
    let mut response = if outcome.executed {
        route(state, request, now, &mut outcome)
    } else {
        canned(request)
    };
    if is_api(request) {
        allow_origin(state, &mut response);
    }
    if !state.options.keep_alive {
        response.set("connection", "close");
    }
    let mut delivery = Delivery::default();
    if let Some(fault) = &fault {
        response = fault.spoil(response);
        delivery = fault.delivery();
    }
    delivery.delay_ms = delivery.delay_ms.saturating_add(state.options.latency_ms);
    outcome.status = response.status;
    state.ledger.finish(number, &outcome);
    Reply { response, delivery }
}

/// HEAD is answered like GET; the carrier leaves the body away.
fn as_get(request: &Request) -> Request {
    let mut request = request.clone();
    if request.method == "HEAD" {
        request.method = "GET".to_owned();
    }
    request
}

/// What a fault that does not run the request starts from.
fn canned(request: &Request) -> Response {
    if is_api(request) {
        Response::json(200, &json!({}))
    } else {
        Response::html(200, String::new())
    }
}

/// All operations of the API. The first that fits a request answers it.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        scheduling::OPERATIONS,
        organization::OPERATIONS,
        records::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// Addresses that scripts of other origins call.
fn is_api(request: &Request) -> bool {
    let first = request.path.split('/').nth(1).unwrap_or_default();
    matches!(request.path.as_str(), "/oauth/token" | "/oauth/revoke")
        || operations().any(|operation| operation.begins_with(first))
        // Calendly's too, though nothing answers there.
        || first == "notes"
}

/// No header is exposed unless the option says so: scripts then cannot read the rate limit, as seems to be so at
/// Calendly.
fn allow_origin(state: &Sandbox, response: &mut Response) {
    if response.status == 429 && !state.options.cors_on_429 {
        return;
    }
    response.set("access-control-allow-origin", "*");
    if state.options.expose_headers {
        let names = "x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, retry-after";
        response.set("access-control-expose-headers", names);
    }
}

fn route(
    state: &mut Sandbox,
    request: &Request,
    now: Timestamp,
    outcome: &mut Outcome,
) -> Response {
    if request.method == "OPTIONS" && is_api(request) {
        return preflight();
    }
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["oauth", "authorize"]) => authorize::show(state, request, now),
        ("POST", ["oauth", "authorize"]) => authorize::decide(state, request, now),
        ("POST", ["oauth", "token"]) => token::issue(state, request, now),
        ("POST", ["oauth", "revoke"]) => revoke::revoke(state, request, now),
        ("GET", ["favicon.ico"]) => Response::empty(204),
        ("GET", []) => profile_page::index(state),
        (_, ["oauth", ..]) => errors::not_found(),
        ("GET" | "POST", ["forms", uuid]) => routing_page::respond(state, request, uuid, now),
        _ if is_api(request) => api(state, request, &segments, now, outcome),
        ("GET" | "POST", _) => booking_page::respond(state, request, &segments, now),
        _ => errors::not_found(),
    }
}

fn preflight() -> Response {
    Response::empty(204)
        .with(
            "access-control-allow-methods",
            "GET, POST, PATCH, DELETE, OPTIONS",
        )
        .with(
            "access-control-allow-headers",
            "authorization, content-type",
        )
}

fn api(
    state: &mut Sandbox,
    request: &Request,
    segments: &[&str],
    now: Timestamp,
    outcome: &mut Outcome,
) -> Response {
    let caller = match gate::authenticate(state, request, now) {
        Ok(caller) => caller,
        Err(response) => return response,
    };
    outcome.user = Some(caller.user.clone());
    let budget = gate::spend(state, &caller.user, now);
    let mut response = if budget.exceeded {
        Response::json(429, &json!({}))
    } else {
        operations()
            .find_map(|operation| operation.answer(state, request, segments, &caller, now))
            .unwrap_or_else(|| Err(errors::not_found()))
            .unwrap_or_else(|refusal| refusal)
    };
    budget.mark(&mut response);
    response
}

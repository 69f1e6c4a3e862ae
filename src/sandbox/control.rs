//! The control API under `/__sandbox/`: how tests look into the sandbox and steer it.
//!
//! It answers only on loopback, to a loopback `Host`, and never to a page of another origin: it sends no CORS
//! headers and refuses requests with a foreign `Origin`. Its own requests are not in the ledger. Everything is JSON;
//! a body that is not understood is answered with 400 and `{"error": "…"}`, and then nothing has changed.
//!
//! | request | what it does |
//! |---|---|
//! | `GET /__sandbox/ledger` | `{requests, facts}`, see below |
//! | `DELETE /__sandbox/ledger` | forgets both |
//! | `GET /__sandbox/clock` | `{now, offset_ms}` |
//! | `PUT /__sandbox/clock` | `{"now": "2026-12-01T09:00:00Z"}` or `{"offset_ms": 3600000}` or `{"advance_ms": 7200000}`; the clock runs on from there. Answers like `GET` |
//! | `POST /__sandbox/faults` | a fault or a list of them, added after those that are there |
//! | `GET /__sandbox/faults`, `DELETE /__sandbox/faults` | those still waiting; takes all away |
//! | `GET /__sandbox/options`, `PUT /__sandbox/options` | [`Options`](super::Options) by field name; `PUT` changes the named ones |
//! | `POST /__sandbox/clients` | `{"client_id", "redirect_uris": [], "name"?, "scopes"?, "signing_key"?}`; replaces one with the same id |
//! | `POST /__sandbox/accept-foreign-tokens` | `{"user": "mira-albrecht", "scopes"?: []}`: bearer tokens that the sandbox did not issue count as that user's. `{"user": null}` ends it |
//! | `POST /__sandbox/tokens` | `{"user", "scopes"?: [], "ttl"?: 7200}` → `{"access_token"}` without a sign-in; not counted among the eight a minute |
//! | `GET /__sandbox/webhooks` | the calls that wait: `[{subscription, event, failures, due_at, sent, body}]` |
//! | `POST /__sandbox/meeting-recaps` | `{"user", "fields"?: {}}` → a recap, announced as `meeting_recap.created`: Calendly makes them itself, so that no request of the API does |
//! | `POST /__sandbox/reset` | back to how the sandbox was started: clock, options, clients, links, meetings, schedules, tokens, faults, ledger |
//!
//! A host whose connected calendar fails, so that `GET /user_busy_times` is a 424: `PUT /__sandbox/options` with
//! `{"broken_calendars": ["tomas-reyes"]}`, and with an empty list to mend it.
//!
//! The sample's past, coming and canceled meetings are laid around the day of the first request that is none of
//! these: set the clock before. The coming ones are at noon, where nobody has available times.
//!
//! Users are named by slug: `mira-albrecht` (Europe/Berlin, paid), `dana-whitfield` (America/Los_Angeles, free),
//! `tomas-reyes` (zone shown as `America/New York`; not offered on the authorize page). The personal access token
//! `sandbox-pat-<slug>` always works and has every scope.
//!
//! In Mira's organization are also `jonas-brandt` (admin) and `petra-novak`; Tomás and Petra are members without
//! rights. `ingrid-solheim` owns the only Enterprise organization, `kofi-mensah` is a member of it. The routing form
//! is at `/forms/ROUTINGPROJECT01`.
//!
//! # Webhooks
//!
//! A change is sent to every active subscription that asked for it, over plain HTTP to this machine only
//! (`localhost`, names below it, loopback addresses): the sandbox calls nothing else. A subscription with another
//! address can be made; what it would have been sent is in the ledger as `webhook_withheld`. Calls are signed with
//! the subscription's `signing_key`, else with that of the application whose token made it
//! (`sandbox-signing-key-<client_id>` if none was registered), else not at all. Every answer but a 2xx is repeated
//! after 30 seconds, 60, 120 and so on, until a day after the first failure; then the subscription is `disabled`.
//! All this is by the sandbox's clock: `PUT /__sandbox/clock` with `advance_ms` makes the next call due.
//!
//! # Ledger
//!
//! A request: `number` (from 1, never reused), `at` (the sandbox's time), `method`, `path`, `query`, `headers` (only
//! those that matter), `body`, `connection` and `on_connection` (number of the TCP connection, and of the request on
//! it: a browser's own replay comes on another connection), `status` (the one that was to be sent, even if a cut kept it back),
//! `executed` (false if a fault answered in its place), `user` (slug, for API requests), `fault` (as it was given).
//! Tokens, codes and verifiers are replaced by `redacted-` and a digest that is equal for equal values.
//!
//! A fact: `kind`, `at`, `request` (the number of the request that caused it), and by kind
//! - `code_issued`: `user`, `client_id`, `scope`
//! - `token_issued`, `token_refreshed`: `user`, `client_id`, `scope`, `grant`
//! - `tokens_revoked`: `user`, `client_id`, `cause`
//! - `link_created`: `booking_url`, `owner` (event type URI), `user`, and for a share `share` (UUID)
//! - `announced`: `event` (a webhook's), and `invitee`, `submission` or `record` (identifier)
//! - `webhook_delivered`: `subscription` (URI), `url`, `event`, `try` (from 1), `status`
//! - `webhook_failed`: the same, with `error` in place of `status` if there was no answer, and `next_try_at`
//! - `webhook_disabled`: the same without `next_try_at`
//! - `webhook_withheld`: `subscription`, `url`, `event`, `reason`, `body`
//! - `member_invited`, `invitation_revoked`, `member_removed`: `email`, `organization` (identifier), `user`
//! - `routing_form_submitted`: `submission`, `routing_form` (URIs)
//! - `data_deleted`: `user`, `invitees`, `events` (how many)
//! - `booked`: `event_type` (URI), `start_time`, `name`, `email`, `link` (address of the single-use link or `null`), `tracking`, `invitee` (UUID)
//!
//! # Faults
//!
//! `{"route": "POST /scheduling_links", …}`. The route is method (or `*`), path (a trailing `*` matches any rest) and
//! optionally `?` with text that the decoded query must contain: `GET /event_type_available_times?start_time=2026-12-01`.
//! A preflight is `OPTIONS /…`. The first fault that matches and is not used up strikes.
//!
//! | field | meaning |
//! |---|---|
//! | `times` | how often it strikes; 1 if left out, `null` for always |
//! | `after` | how many matching requests pass first; 0 |
//! | `status` | status of the answer |
//! | `body` | body of the answer: JSON, or a string that is sent as it is |
//! | `body_base64` | bytes of the body, which need not be UTF-8 |
//! | `merge` | JSON merge patch (RFC 7396) on the body: `{"expires_in": "7200", "scope": null}` |
//! | `pad` | that many spaces after the body: a large answer that is still JSON |
//! | `truncate` | keeps only that many bytes of the body, with a fitting `Content-Length` |
//! | `content_type`, `headers` | replaces headers; `null` takes one away |
//! | `no_cors` | takes every `Access-Control-*` header away |
//! | `execute` | whether the request really runs and only its answer is spoilt. Default: false with `status`, `body`, `body_base64` or `"cut": "before_headers"`, true otherwise. *A lost answer to a link creation is `{"route": "POST /scheduling_links", "execute": true, "cut": "before_headers"}`* |
//! | `delay_ms` | waits before the answer (the request has run by then) |
//! | `cut` | really ends the TCP connection: `before_headers`, `after_headers` (status line and headers arrive), `mid_body` (and half of the body) |
//! | `cut_with` | `rst` or `fin`; RST for `before_headers`, FIN otherwise |
//! | `stall_ms` | time that passes at the cut, or without `cut` before the headers, with the connection open and silent |
//! | `bytes_per_second` | sends the body that slowly |
//!
//! Browsers silently send a request again, POST too, when a *reused* connection breaks before the answer: the page
//! then sees an ordinary answer and the ledger two requests, the second on another connection. Where creations are
//! counted, set the option `keep_alive` to false, or cut with `mid_body`.

use serde_json::{Map, Value, json};

use super::clients::Client;
use super::faults::Fault;
use super::grants::Access;
use super::instant::{self, plus_seconds};
use super::message::{Request, Response};
use super::records::MEETING_RECAPS;
use super::resource::is_loopback;
use super::scopes;
use super::state::Sandbox;

/// Answers `/__sandbox/<path>`.
pub fn respond(state: &mut Sandbox, request: &Request, path: &str, machine_ms: i64) -> Response {
    if !is_local(request) {
        return Response::json(
            403,
            &json!({"error": "the control API is for this machine only"}),
        );
    }
    let body: Value = match request.body.trim() {
        "" => Value::Null,
        text => match serde_json::from_str(text) {
            Ok(body) => body,
            Err(error) => return refuse(&format!("the body is no JSON: {error}")),
        },
    };
    match act(state, &request.method, path, &body, machine_ms) {
        Some(Ok(value)) => Response::json(200, &value).with("cache-control", "no-store"),
        Some(Err(error)) => refuse(&error),
        None => Response::json(
            404,
            &json!({"error": format!("there is no {} /__sandbox/{path}", request.method)}),
        ),
    }
}

fn refuse(error: &str) -> Response {
    Response::json(400, &json!({"error": error}))
}

/// From this machine, by a name of this machine (a rebound DNS name is none), and not by another origin's page.
fn is_local(request: &Request) -> bool {
    let host = request.header("host").unwrap_or_default();
    let own_page = request
        .header("origin")
        .is_none_or(|origin| origin == request.base());
    request.loopback && is_loopback(host) && own_page
}

type Outcome = Option<Result<Value, String>>;

fn act(state: &mut Sandbox, method: &str, path: &str, body: &Value, machine_ms: i64) -> Outcome {
    Some(match (method, path) {
        ("GET", "ledger") => Ok(state.ledger.to_json()),
        ("DELETE", "ledger") => {
            state.ledger.clear();
            Ok(json!({}))
        }
        ("GET", "clock") => Ok(clock(state, machine_ms)),
        ("PUT", "clock") => set_clock(state, body, machine_ms).map(|()| clock(state, machine_ms)),
        ("GET", "faults") => Ok(given(state)),
        ("POST", "faults") => add_faults(state, body).map(|()| given(state)),
        ("DELETE", "faults") => {
            state.faults.clear();
            Ok(json!([]))
        }
        ("GET", "options") => Ok(state.options.to_json()),
        ("PUT", "options") => state.options.merge(body).map(|()| {
            state.add_event_types();
            state.options.to_json()
        }),
        ("POST", "clients") => Client::from_json(body).map(|client| {
            state.clients.retain(|known| known.id != client.id);
            let answer = json!({"client_id": client.id, "redirect_uris": client.redirect_uris});
            state.clients.push(client);
            answer
        }),
        ("POST", "accept-foreign-tokens") => accept_foreign(state, body),
        ("POST", "tokens") => mint(state, body, machine_ms),
        ("GET", "webhooks") => Ok(state.outbox.to_json()),
        ("POST", "meeting-recaps") => recap(state, body, machine_ms),
        ("POST", "reset") => {
            state.reset();
            Ok(json!({}))
        }
        _ => return None,
    })
}

fn clock(state: &Sandbox, machine_ms: i64) -> Value {
    json!({"now": instant::text(state.now(machine_ms)), "offset_ms": state.offset_ms})
}

fn set_clock(state: &mut Sandbox, body: &Value, machine_ms: i64) -> Result<(), String> {
    let number = |name: &str| body.get(name).and_then(Value::as_i64);
    let offset = if let Some(now) = body.get("now").and_then(Value::as_str) {
        let now = instant::parse(now).ok_or("now must be an instant in RFC 3339")?;
        now.as_millisecond().saturating_sub(machine_ms)
    } else if let Some(offset) = number("offset_ms") {
        offset
    } else if let Some(step) = number("advance_ms") {
        state.offset_ms.saturating_add(step)
    } else {
        return Err("now, offset_ms or advance_ms is required".to_owned());
    };
    state.offset_ms = offset;
    Ok(())
}

fn given(state: &Sandbox) -> Value {
    state
        .faults
        .iter()
        .map(|fault| fault.given.clone())
        .collect()
}

fn add_faults(state: &mut Sandbox, body: &Value) -> Result<(), String> {
    let faults = match body {
        Value::Array(list) => list
            .iter()
            .map(Fault::from_json)
            .collect::<Result<Vec<_>, _>>()?,
        one => vec![Fault::from_json(one)?],
    };
    state.faults.extend(faults);
    Ok(())
}

/// The scopes of the body, or all.
fn scopes_of(body: &Value) -> Vec<String> {
    match body.get("scopes").and_then(Value::as_array) {
        None => scopes::all(),
        Some(list) => list
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    }
}

fn user_of(state: &Sandbox, body: &Value) -> Result<String, String> {
    let user = body.get("user").and_then(Value::as_str).unwrap_or_default();
    match state.host(user) {
        Some(host) => Ok(host.slug.to_owned()),
        None => {
            let known: Vec<&str> = state.hosts.iter().map(|host| host.slug).collect();
            Err(format!("user must be one of {}", known.join(", ")))
        }
    }
}

fn accept_foreign(state: &mut Sandbox, body: &Value) -> Result<Value, String> {
    state.foreign = match body.get("user") {
        Some(Value::Null) => None,
        _ => Some((user_of(state, body)?, scopes_of(body))),
    };
    Ok(json!({"user": state.foreign.as_ref().map(|(user, _)| user)}))
}

fn mint(state: &mut Sandbox, body: &Value, machine_ms: i64) -> Result<Value, String> {
    let user = user_of(state, body)?;
    let ttl = body.get("ttl").and_then(Value::as_i64).unwrap_or(7200);
    let value = state.sequence.token("access");
    let grant = state.grants.open();
    let expires_at = plus_seconds(state.now(machine_ms), ttl);
    state.grants.access.push(Access {
        value: value.clone(),
        grant,
        user,
        scopes: scopes_of(body),
        expires_at,
        revoked: false,
    });
    Ok(json!({"access_token": value}))
}

/// A new meeting recap; `uri` in the answer is without host.
fn recap(state: &mut Sandbox, body: &Value, machine_ms: i64) -> Result<Value, String> {
    let user = user_of(state, body)?;
    let organization = state.host(&user).map(|host| host.organization);
    let fields = match body.get("fields") {
        None => Map::new(),
        Some(Value::Object(fields)) => fields.clone(),
        Some(_) => return Err("fields must be an object".to_owned()),
    };
    let now = state.now(machine_ms);
    let record = state.add_record(
        &MEETING_RECAPS,
        organization.unwrap_or_default(),
        fields,
        now,
    );
    Ok(record.render(""))
}

#[cfg(test)]
mod tests;

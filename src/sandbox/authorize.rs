//! `/oauth/authorize`: the page where a person picks an account and allows or denies, and its answer.

use jiff::Timestamp;

use super::clients::Client;
use super::grants::Code;
use super::html::{self, escape, hidden};
use super::instant::plus_seconds;
use super::message::{Request, Response};
use super::params::{Params, encode};
use super::scopes;
use super::state::Sandbox;

const PARAMETERS: &[&str] = &[
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
];

/// A request that may be shown to a person.
struct Asked {
    client: Client,
    redirect_uri: String,
    state: Option<String>,
    challenge: String,
    scopes: Vec<String>,
}

/// `GET /oauth/authorize`: the page, or a redirect with an error.
pub fn show(state: &mut Sandbox, request: &Request, now: Timestamp) -> Response {
    let params = request.params();
    let response = match check(state, &params, &request.base()) {
        Err(response) => response,
        Ok(asked) => match state.options.auto_allow.clone() {
            Some(user) if state.host(&user).is_some() => {
                let granted = asked.scopes.clone();
                allow(state, &asked, &user, granted, &request.base(), now)
            }
            _ => Response::html(200, form(state, &asked, &params)),
        },
    };
    with_coop(state, response)
}

/// `POST /oauth/authorize`: what the person decided.
pub fn decide(state: &mut Sandbox, request: &Request, now: Timestamp) -> Response {
    let params = Params::parse(&request.body);
    let base = request.base();
    let asked = match check(state, &params, &base) {
        Ok(asked) => asked,
        Err(response) => return with_coop(state, response),
    };
    let user = params.text("user").to_owned();
    let response = if params.text("decision") != "allow" {
        let text = "The resource owner or authorization server denied the request.";
        refuse(state, &asked, "access_denied", text, &base)
    } else if state.host(&user).is_none() {
        Response::html(
            400,
            html::message("No account chosen", "Go back and pick an account."),
        )
    } else {
        let kept = params.all("granted");
        let granted: Vec<String> = asked
            .scopes
            .iter()
            .filter(|scope| kept.contains(&scope.as_str()))
            .cloned()
            .collect();
        if granted.is_empty() {
            let text = "The resource owner declined every scope.";
            refuse(state, &asked, "access_denied", text, &base)
        } else {
            allow(state, &asked, &user, granted, &base, now)
        }
    };
    with_coop(state, response)
}

fn with_coop(state: &Sandbox, response: Response) -> Response {
    match &state.options.coop {
        Some(value) => response.with("cross-origin-opener-policy", value),
        None => response,
    }
}

/// Reads the request. Without a known client and one of its redirect URIs nothing is sent anywhere: the error is
/// a page (RFC 6749 4.1.2.1). Every other error goes back to the client.
fn check(state: &Sandbox, params: &Params, base: &str) -> Result<Asked, Response> {
    let page = |title: &str, text: String| Response::html(400, html::message(title, &text));
    if let Some(name) = params.repeated(&["client_id", "redirect_uri"]) {
        return Err(page(
            "Invalid request",
            format!("The parameter {name} was sent more than once."),
        ));
    }
    let id = params.text("client_id");
    let Some(client) = state.client(id) else {
        return Err(page(
            "Unknown application",
            format!(
                "No application with the client id “{id}” is registered. Start the sandbox with --client-id {id} to register it."
            ),
        ));
    };
    let redirect_uri = params.text("redirect_uri");
    if !client.has_redirect_uri(redirect_uri) {
        return Err(page(
            "Redirect address not registered",
            format!(
                "“{redirect_uri}” is none of the redirect URIs of “{id}”. They are compared exactly: {}. Start the sandbox with --redirect-uri to add one.",
                client.redirect_uris.join(", ")
            ),
        ));
    }
    let asked = Asked {
        client: client.clone(),
        redirect_uri: redirect_uri.to_owned(),
        state: params.get("state").map(str::to_owned),
        challenge: params.text("code_challenge").to_owned(),
        scopes: scopes::split(params.text("scope")),
    };
    let refuse = |error, text: &str| Err(refuse(state, &asked, error, text, base));
    if let Some(name) = params.repeated(PARAMETERS) {
        return refuse(
            "invalid_request",
            &format!("The parameter {name} was sent more than once."),
        );
    }
    match params.get("response_type") {
        Some("code") => {}
        None => {
            return refuse(
                "invalid_request",
                "Missing required parameter: response_type.",
            );
        }
        Some(_) => {
            return refuse(
                "unsupported_response_type",
                "The authorization server does not support this response type.",
            );
        }
    }
    if asked.challenge.is_empty() {
        return refuse("invalid_request", "Code challenge is required.");
    }
    if params.text("code_challenge_method") != "S256" {
        return refuse("invalid_request", "The code_challenge_method must be S256.");
    }
    let well_formed = asked.challenge.len() == 43
        && asked
            .challenge
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !well_formed {
        return refuse(
            "invalid_request",
            "The code_challenge must be 43 characters of base64url.",
        );
    }
    let known =
        |scope: &String| scopes::words(scope).is_some() && asked.client.scopes.contains(scope);
    if asked.scopes.is_empty() || !asked.scopes.iter().all(known) {
        return refuse(
            "invalid_scope",
            "The requested scope is invalid, unknown, or malformed.",
        );
    }
    Ok(asked)
}

fn refuse(state: &Sandbox, asked: &Asked, error: &str, description: &str, base: &str) -> Response {
    back(
        state,
        asked,
        &[("error", error), ("error_description", description)],
        base,
    )
}

fn allow(
    state: &mut Sandbox,
    asked: &Asked,
    user: &str,
    granted: Vec<String>,
    base: &str,
    now: Timestamp,
) -> Response {
    let value = state.sequence.token("code");
    state.grants.codes.push(Code {
        value: value.clone(),
        client: asked.client.id.clone(),
        user: user.to_owned(),
        redirect_uri: asked.redirect_uri.clone(),
        challenge: asked.challenge.clone(),
        scopes: granted.clone(),
        expires_at: plus_seconds(now, state.options.code_ttl),
        grant: None,
    });
    let fact =
        serde_json::json!({"user": user, "client_id": asked.client.id, "scope": granted.join(" ")});
    state.note("code_issued", now, fact);
    back(state, asked, &[("code", &value)], base)
}

/// The callback: the parameters, `state` as it came, and `iss` if that option is on.
fn back(state: &Sandbox, asked: &Asked, fields: &[(&str, &str)], base: &str) -> Response {
    let mut parts: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    if let Some(value) = &asked.state {
        parts.push(format!("state={}", encode(value)));
    }
    if state.options.iss {
        parts.push(format!("iss={}", encode(base)));
    }
    let joint = if asked.redirect_uri.contains('?') {
        '&'
    } else {
        '?'
    };
    Response::see_other(&format!("{}{joint}{}", asked.redirect_uri, parts.join("&")))
}

fn form(state: &Sandbox, asked: &Asked, params: &Params) -> String {
    let accounts: String = state
        .hosts
        .iter()
        .filter(|host| host.listed)
        .enumerate()
        .map(|(number, host)| {
            format!(
                "<label class=\"choice\"><input type=\"radio\" name=\"user\" value=\"{slug}\" required{checked}>\
                 <span><b>{name}</b><small>{email} · {zone}</small></span></label>\n",
                slug = host.slug,
                checked = if number == 0 { " checked" } else { "" },
                name = escape(host.name),
                email = escape(host.email),
                zone = escape(&host.zone.replace('_', " ")),
            )
        })
        .collect();
    let wanted: String = asked
        .scopes
        .iter()
        .map(|scope| {
            format!(
                "<label class=\"choice\"><input type=\"checkbox\" name=\"granted\" value=\"{scope}\" checked>\
                 <span><b>{words}</b><code>{scope}</code></span></label>\n",
                scope = escape(scope),
                words = escape(scopes::words(scope).unwrap_or_default()),
            )
        })
        .collect();
    let kept: String = PARAMETERS
        .iter()
        .filter_map(|name| params.get(name).map(|value| hidden(name, value)))
        .collect();
    let name = escape(&asked.client.name);
    let target = escape(&asked.redirect_uri);
    html::page(
        "Allow access",
        &format!(
            "<h1>{name} would like to use your Calendly account</h1>\n\
             <p class=\"soft\">You will be sent back to {target}.</p>\n\
             <form method=\"post\" action=\"/oauth/authorize\">\n{kept}\n\
             <fieldset><legend>Continue as</legend>\n{accounts}</fieldset>\n\
             <fieldset><legend>{name} asks to</legend>\n{wanted}\
             <p class=\"soft\">Take the tick away from what you do not want to allow.</p></fieldset>\n\
             <div class=\"actions\"><button name=\"decision\" value=\"allow\">Allow</button>\
             <button class=\"quiet\" name=\"decision\" value=\"deny\">Deny</button></div>\n</form>"
        ),
    )
}

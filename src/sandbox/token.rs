//! `/oauth/token`: codes and refresh tokens in, tokens out.

use jiff::Timestamp;
use serde_json::json;

use super::errors::oauth;
use super::grants::{Access, Refresh};
use super::instant::plus_seconds;
use super::message::{Request, Response};
use super::oauth_client::{client, fields};
use super::params::Params;
use super::resource::uri;
use super::scopes;
use super::sequence::sha256_base64url;
use super::state::Sandbox;

const REFUSED: &str = "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.";

/// `POST /oauth/token`, as a form or as JSON.
pub fn issue(state: &mut Sandbox, request: &Request, now: Timestamp) -> Response {
    let outcome = fields(request).and_then(|params| {
        let client = client(state, request, &params)?;
        match params.get("grant_type") {
            Some("authorization_code") => exchange(state, &params, &client, now),
            Some("refresh_token") => refresh(state, &params, &client, now),
            None => Err(missing("grant_type")),
            Some(_) => Err(oauth(
                400,
                "unsupported_grant_type",
                "The authorization grant type is not supported by the authorization server.",
            )),
        }
    });
    match outcome {
        Ok(grant) => answer(state, grant, &request.base(), now),
        Err(response) => response,
    }
}

fn missing(name: &str) -> Response {
    oauth(
        400,
        "invalid_request",
        &format!("Missing required parameter: {name}."),
    )
}

fn invalid_grant() -> Response {
    oauth(400, "invalid_grant", REFUSED)
}

/// What is to be issued.
struct Issue {
    grant: u64,
    client: String,
    user: String,
    scopes: Vec<String>,
    kind: &'static str,
    /// Scopes of the whole grant: a refresh may ask for fewer.
    granted: Vec<String>,
}

fn count(state: &mut Sandbox, user: &str, now: Timestamp) -> Result<(), Response> {
    state.grants.count_token(user, now).map_err(|_| {
        oauth(
            429,
            "too_many_requests",
            "At most eight tokens are issued to a user within a minute.",
        )
    })
}

fn exchange(
    state: &mut Sandbox,
    params: &Params,
    client: &str,
    now: Timestamp,
) -> Result<Issue, Response> {
    for name in ["code", "redirect_uri", "code_verifier"] {
        if params.text(name).is_empty() {
            return Err(missing(name));
        }
    }
    let value = params.text("code");
    let Some(code) = state
        .grants
        .codes
        .iter()
        .find(|code| code.value == value)
        .cloned()
    else {
        return Err(invalid_grant());
    };
    if let Some(grant) = code.grant {
        // Whoever uses a code again may have stolen it: everything issued from it ends (RFC 6749 4.1.2).
        state.grants.kill(grant);
        let fact = json!({"user": code.user, "client_id": code.client, "cause": "code used again"});
        state.note("tokens_revoked", now, fact);
        return Err(invalid_grant());
    }
    let verifier = params.text("code_verifier");
    let well_formed = (43..=128).contains(&verifier.len())
        && verifier
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    let fits = well_formed
        && sha256_base64url(verifier) == code.challenge
        && code.client == client
        && code.redirect_uri == params.text("redirect_uri")
        && code.expires_at > now;
    if !fits {
        return Err(invalid_grant());
    }
    count(state, &code.user, now)?;
    let grant = state.grants.open();
    for known in state
        .grants
        .codes
        .iter_mut()
        .filter(|known| known.value == value)
    {
        known.grant = Some(grant);
    }
    Ok(Issue {
        grant,
        client: code.client,
        user: code.user,
        scopes: code.scopes.clone(),
        kind: "token_issued",
        granted: code.scopes,
    })
}

fn refresh(
    state: &mut Sandbox,
    params: &Params,
    client: &str,
    now: Timestamp,
) -> Result<Issue, Response> {
    let value = params.text("refresh_token");
    if value.is_empty() {
        return Err(missing("refresh_token"));
    }
    let Some(token) = state
        .grants
        .refresh
        .iter()
        .find(|token| token.value == value)
        .cloned()
    else {
        return Err(invalid_grant());
    };
    if token.client != client {
        return Err(invalid_grant());
    }
    if token.used && !token.revoked {
        state.grants.kill(token.grant);
        let fact = json!({"user": token.user, "client_id": token.client, "cause": "refresh token used again"});
        state.note("tokens_revoked", now, fact);
    }
    if token.used || token.revoked {
        return Err(invalid_grant());
    }
    let scopes = match params.get("scope") {
        None => token.scopes.clone(),
        Some(text) => scopes::split(text),
    };
    if !scopes.iter().all(|scope| token.scopes.contains(scope)) {
        return Err(oauth(
            400,
            "invalid_scope",
            "The requested scope is invalid, unknown, or malformed.",
        ));
    }
    count(state, &token.user, now)?;
    for known in state
        .grants
        .refresh
        .iter_mut()
        .filter(|known| known.value == value)
    {
        known.used = true;
    }
    Ok(Issue {
        grant: token.grant,
        client: token.client,
        user: token.user,
        scopes,
        kind: "token_refreshed",
        granted: token.scopes,
    })
}

fn answer(state: &mut Sandbox, issue: Issue, base: &str, now: Timestamp) -> Response {
    let access = state.sequence.token("access");
    let refresh = state.sequence.token("refresh");
    let ttl = state.options.access_token_ttl;
    state.grants.access.push(Access {
        value: access.clone(),
        grant: issue.grant,
        user: issue.user.clone(),
        scopes: issue.scopes.clone(),
        expires_at: plus_seconds(now, ttl),
        revoked: false,
    });
    state.grants.refresh.push(Refresh {
        value: refresh.clone(),
        grant: issue.grant,
        client: issue.client.clone(),
        user: issue.user.clone(),
        scopes: issue.granted,
        used: false,
        revoked: false,
    });
    let scope = issue.scopes.join(" ");
    let fact = json!({"user": issue.user, "client_id": issue.client, "scope": scope, "grant": issue.grant});
    state.note(issue.kind, now, fact);
    let host = state.host(&issue.user);
    let owner = host.map(|host| uri(base, "users", host.uuid));
    let organization = host.map(|host| uri(base, "organizations", host.organization));
    Response::json(
        200,
        &json!({
            "token_type": "Bearer", "access_token": access, "refresh_token": refresh, "scope": scope,
            "created_at": now.as_second(), "expires_in": ttl, "owner": owner, "organization": organization,
        }),
    )
    .with("cache-control", "no-store")
    .with("pragma", "no-cache")
}

#[cfg(test)]
mod tests;

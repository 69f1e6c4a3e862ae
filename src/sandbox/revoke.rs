//! `/oauth/revoke` (RFC 7009) without a secret, as far as a public client gets.

use jiff::Timestamp;
use serde_json::json;

use super::errors::oauth;
use super::message::{Request, Response};
use super::oauth_client;
use super::state::Sandbox;

/// Ends the grant of a refresh token, or one access token. An unknown token is a success (RFC 7009 2.2).
pub fn revoke(state: &mut Sandbox, request: &Request, now: Timestamp) -> Response {
    let client = oauth_client::fields(request)
        .and_then(|params| Ok((oauth_client::client(state, request, &params)?, params)));
    let (client, params) = match client {
        Ok(found) => found,
        Err(response) => return response,
    };
    if state.options.revoke_requires_secret {
        return oauth(
            403,
            "unauthorized_client",
            "You are not authorized to revoke this token",
        );
    }
    let value = params.text("token");
    if value.is_empty() {
        return oauth(400, "invalid_request", "Missing required parameter: token.");
    }
    let refresh = state
        .grants
        .refresh
        .iter()
        .find(|token| token.value == value);
    if let Some(refresh) = refresh.cloned() {
        if refresh.client != client {
            return oauth(
                403,
                "unauthorized_client",
                "You are not authorized to revoke this token",
            );
        }
        state.grants.kill(refresh.grant);
        let fact =
            json!({"user": refresh.user, "client_id": client, "cause": "refresh token revoked"});
        state.note("tokens_revoked", now, fact);
    } else if let Some(access) = state
        .grants
        .access
        .iter_mut()
        .find(|token| token.value == value)
    {
        access.revoked = true;
        let user = access.user.clone();
        let fact = json!({"user": user, "client_id": client, "cause": "access token revoked"});
        state.note("tokens_revoked", now, fact);
    }
    Response::json(200, &json!({})).with("cache-control", "no-store")
}

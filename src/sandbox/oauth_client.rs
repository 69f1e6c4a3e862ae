//! Who sends a token or revocation request, and with which parameters.

use base64::Engine;
use serde_json::Value;

use super::errors::oauth;
use super::message::{Request, Response};
use super::params::{Params, decode};
use super::state::Sandbox;

/// The parameters of a form or a JSON body; a repeated one is refused (RFC 6749 3.2).
pub fn fields(request: &Request) -> Result<Params, Response> {
    if request.is_type("application/json") {
        let body: Value = serde_json::from_str(&request.body).unwrap_or(Value::Null);
        let Some(object) = body.as_object() else {
            return Err(oauth(400, "invalid_request", "The body is no JSON object."));
        };
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        return Ok(Params(
            object
                .iter()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
        ));
    }
    if !request.is_type("application/x-www-form-urlencoded") {
        return Err(oauth(
            400,
            "invalid_request",
            "The body must be a form or JSON.",
        ));
    }
    let params = Params::parse(&request.body);
    let names: Vec<&str> = params.0.iter().map(|(name, _)| name.as_str()).collect();
    match params.repeated(&names) {
        Some(name) => Err(oauth(
            400,
            "invalid_request",
            &format!("The parameter {name} was sent more than once."),
        )),
        None => Ok(params),
    }
}

/// The public client that asks. It has no secret: one that is sent anyway is wrong.
pub fn client(state: &Sandbox, request: &Request, params: &Params) -> Result<String, Response> {
    let failed = || {
        oauth(
            401,
            "invalid_client",
            "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.",
        )
    };
    let basic = request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Basic "))
        .map(|value| {
            let bytes = base64::engine::general_purpose::STANDARD
                .decode(value.trim())
                .unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        });
    let (id, secret) = match &basic {
        Some(pair) => {
            let (id, secret) = pair.split_once(':').unwrap_or((pair, ""));
            (decode(id, true), !secret.is_empty())
        }
        None => (
            params.text("client_id").to_owned(),
            params.get("client_secret").is_some(),
        ),
    };
    if secret || state.client(&id).is_none() {
        return Err(failed());
    }
    Ok(id)
}

//! The tokens: what a session holds, and how an answer of the token endpoint becomes them (RFC 6749 section 5).

use super::secret::Secret;
use super::token_error::TokenError;
use crate::api::fields;
use crate::json::{Object, Value};
use crate::time::Timestamp;

/// Longest life believed, in seconds (a year). Larger numbers are mistakes or attacks on the arithmetic.
const LONGEST_LIFE: i64 = 366 * 24 * 3600;

/// The tokens of a session. Written out only by [`Tokens::to_storage_json`].
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    pub access_token: Secret,
    pub refresh_token: Option<Secret>,
    /// Granted scopes; `None` where the server did not say, which means: those asked for.
    pub scope: Option<Vec<String>>,
    /// When the request that brought them was sent.
    pub issued_at: Timestamp,
    /// `None` where no usable life was given: then a 401 decides.
    pub expires_at: Option<Timestamp>,
    /// URI of the user the tokens belong to.
    pub owner: Option<String>,
    pub organization: Option<String>,
    /// A personal access token: never refreshed, never revoked by signing out.
    pub personal: bool,
}

impl Tokens {
    /// Tokens of a pasted personal access token.
    pub fn personal(token: Secret, now: Timestamp) -> Self {
        Self {
            access_token: token,
            refresh_token: None,
            scope: None,
            issued_at: now,
            expires_at: None,
            owner: None,
            organization: None,
            personal: true,
        }
    }

    /// The same without what renews it: a refresh token is single-use, and so belongs to one tab.
    pub fn lent(&self) -> Self {
        Self {
            refresh_token: None,
            ..self.clone()
        }
    }

    /// JSON for the session's own storage. Holds the tokens in the clear.
    pub fn to_storage_json(&self) -> String {
        let refresh_token = self.refresh_token.as_ref().map(Secret::expose);
        let scope = self.scope.as_ref().map(|scopes| scopes.join(" "));
        let object = Object::new()
            .text("access_token", self.access_token.expose())
            .optional_text("refresh_token", refresh_token)
            .optional_text("scope", scope.as_deref())
            .number("issued_at", self.issued_at.as_millis())
            .optional_number("expires_at", self.expires_at.map(Timestamp::as_millis))
            .optional_text("owner", self.owner.as_deref())
            .optional_text("organization", self.organization.as_deref())
            .flag("personal", self.personal);
        object.finish()
    }

    /// Reads what [`Tokens::to_storage_json`] wrote; `None` where anything essential is missing.
    pub fn from_storage_json(json: &str) -> Option<Self> {
        let value = fields::parse(json).ok()?;
        Some(Self {
            access_token: secret(value.get("access_token"))?,
            refresh_token: secret(value.get("refresh_token")),
            scope: scopes(value.get("scope")),
            issued_at: fields::millis(&value, "issued_at")?,
            expires_at: fields::millis(&value, "expires_at"),
            owner: text(value.get("owner")),
            organization: text(value.get("organization")),
            personal: value.get("personal") == Some(&Value::Bool(true)),
        })
    }
}

/// Reads an answer of the token endpoint.
///
/// `previous` are the tokens that were refreshed: what the answer leaves out stays as it was (RFC 6749 section 6).
/// `now` is when the request was sent, so that a slow answer does not lengthen the life.
pub fn parse_response(
    status: u16,
    content_type: Option<&str>,
    body: &str,
    previous: Option<&Tokens>,
    now: Timestamp,
) -> Result<Tokens, TokenError> {
    if status == 429 || status >= 500 {
        return Err(TokenError::Unavailable { status });
    }
    let object = fields::parse(body).ok().filter(Value::is_object);
    let object = object.ok_or(TokenError::Unreadable { status })?;
    if !(200..300).contains(&status) {
        // A refusal counts under any content type: its code is a fixed word, and not hearing `invalid_grant`
        // would keep a dead session alive.
        let code = text(object.get("error")).ok_or(TokenError::Unreadable { status })?;
        return Err(TokenError::Refused {
            status,
            code,
            description: text(object.get("error_description")),
        });
    }
    if !is_json(content_type) {
        return Err(TokenError::Unreadable { status });
    }
    let bearer = object.get("token_type").and_then(Value::as_str);
    let access_token =
        secret(object.get("access_token")).ok_or(TokenError::Unreadable { status })?;
    if !bearer.is_some_and(|kind| kind.eq_ignore_ascii_case("bearer")) {
        return Err(TokenError::TokenType);
    }
    let before = |field: fn(&Tokens) -> Option<String>| previous.and_then(field);
    Ok(Tokens {
        access_token,
        refresh_token: secret(object.get("refresh_token"))
            .or_else(|| previous.and_then(|tokens| tokens.refresh_token.clone())),
        scope: scopes(object.get("scope"))
            .or_else(|| previous.and_then(|tokens| tokens.scope.clone())),
        issued_at: now,
        expires_at: life(object.get("expires_in")).map(|seconds| now.plus_millis(seconds * 1000)),
        owner: text(object.get("owner")).or_else(|| before(|tokens| tokens.owner.clone())),
        organization: text(object.get("organization"))
            .or_else(|| before(|tokens| tokens.organization.clone())),
        personal: false,
    })
}

fn is_json(content_type: Option<&str>) -> bool {
    let Some(content_type) = content_type else {
        return true;
    };
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let subtype = media_type.rsplit('/').next().unwrap_or_default();
    let suffix = subtype.rsplit('+').next().unwrap_or_default();
    suffix.eq_ignore_ascii_case("json")
}

/// Seconds of life. `None` for nothing, for what is no number, and for zero or less: a token that would be
/// stale on arrival would have to be refreshed before every request.
fn life(value: Option<&Value>) -> Option<i64> {
    let seconds = match value? {
        // `as` saturates: 1e20 becomes the largest number, and that the longest life.
        Value::Number(seconds) => *seconds as i64,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (seconds > 0).then(|| seconds.min(LONGEST_LIFE))
}

fn scopes(value: Option<&Value>) -> Option<Vec<String>> {
    let names: Vec<String> = match value? {
        Value::String(text) => text.split_ascii_whitespace().map(str::to_owned).collect(),
        Value::Array(items) => items.iter().filter_map(|item| text(Some(item))).collect(),
        _ => return None,
    };
    (!names.is_empty()).then_some(names)
}

fn secret(value: Option<&Value>) -> Option<Secret> {
    value?.as_str().and_then(Secret::new)
}

fn text(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?;
    (!text.is_empty()).then(|| text.chars().take(1000).collect())
}

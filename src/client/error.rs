//! The error: one clonable type for everything that can go wrong between this page and Calendly.

use std::fmt;
use std::sync::Arc;

use super::http::{HttpResponse, TransportError};
use crate::api::error::{Detail, Problem};
use crate::api::schema::CHECKS;
use crate::api::{DecodeError, InvalidInput, uri::UriError};
use crate::auth::TokenError;

/// What went wrong. Cheap to clone. The sentence for people is made from its [`Error::code`].
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Arc<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    kind: Kind,
    status: Option<u16>,
    request_id: Option<String>,
    problem: Problem,
}

/// The kinds of errors; each has a stable code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The browser says that there is no network.
    Offline,
    /// The browser refused to send.
    NotSent,
    /// No readable answer: network, CORS, content blocker. It does not say which.
    Network,
    Timeout,
    /// There is no session, or it ended meanwhile.
    SignedOut,
    /// The authorization server gave no tokens.
    TokenRefused,
    /// The authorization server is overloaded or unreadable.
    TokenUnavailable,
    /// Too many token requests in the last minute; the own limit of this origin's pages, below Calendly's.
    TokenBudget,
    /// A pasted token that cannot stand in a header.
    InvalidToken,
    /// Whoever gives the tokens gave none.
    NoToken,
    InvalidArgument,
    Unauthenticated,
    PermissionDenied,
    /// The account's plan lacks this; Calendly says which one has it.
    PlanRequired,
    InsufficientScope,
    NotFound,
    Conflict,
    /// Calendly cannot reach the host's calendar.
    ExternalCalendar,
    RateLimited,
    Server,
    /// Any other status.
    Status,
    /// A success that is not what Calendly documents.
    UnexpectedAnswer,
    /// The session belongs to another account than the request was meant for.
    OtherAccount,
    /// The account is not known yet.
    UnknownAccount,
    /// Not the URI of the resource asked for.
    InvalidUri,
}

impl Error {
    pub fn new(kind: Kind) -> Self {
        Self::with(kind, None, Problem::default())
    }

    fn with(kind: Kind, status: Option<u16>, problem: Problem) -> Self {
        Self(Arc::new(Inner {
            kind,
            status,
            request_id: None,
            problem,
        }))
    }

    /// From an answer that is no success.
    pub fn from_answer(answer: &HttpResponse) -> Self {
        let status = answer.status;
        let problem = Problem::parse(&answer.body.text());
        let kind = match status {
            400 | 422 => Kind::InvalidArgument,
            401 => Kind::Unauthenticated,
            403 if !problem.required_scopes.is_empty() => Kind::InsufficientScope,
            403 if problem.asks_for_an_upgrade() => Kind::PlanRequired,
            403 => Kind::PermissionDenied,
            404 => Kind::NotFound,
            409 => Kind::Conflict,
            424 => Kind::ExternalCalendar,
            429 => Kind::RateLimited,
            500.. => Kind::Server,
            _ => Kind::Status,
        };
        Self(Arc::new(Inner {
            kind,
            status: Some(status),
            request_id: answer.request_id.clone(),
            problem,
        }))
    }

    /// From a request without an answer.
    pub fn from_transport(error: &TransportError, online: bool) -> Self {
        let (kind, words) = match error {
            _ if !online => (Kind::Offline, ""),
            TransportError::NotSent(words) => (Kind::NotSent, words.as_str()),
            TransportError::Lost(words) => (Kind::Network, words.as_str()),
            TransportError::Timeout => (Kind::Timeout, ""),
        };
        Self::saying(kind, words)
    }

    /// From the token endpoint.
    pub fn from_token(error: &TokenError) -> Self {
        let (kind, words) = match error {
            TokenError::Refused {
                code, description, ..
            } => (Kind::TokenRefused, description.as_deref().unwrap_or(code)),
            TokenError::TokenType => (Kind::TokenRefused, ""),
            TokenError::Unavailable { .. } | TokenError::Unreadable { .. } => {
                (Kind::TokenUnavailable, "")
            }
        };
        let problem = Problem {
            title: error.oauth_code().unwrap_or_default().to_owned(),
            message: words.to_owned(),
            ..Problem::default()
        };
        Self::with(kind, error.status(), problem)
    }

    /// From a body that is not what the endpoint answers. The words name the field.
    pub fn undecodable(error: &DecodeError) -> Self {
        Self::saying(Kind::UnexpectedAnswer, &error.to_string())
    }

    /// A parameter that would be refused, found before anything was sent.
    pub fn invalid(parameter: &str, message: &str) -> Self {
        Self::from(InvalidInput {
            parameter: parameter.to_owned(),
            message: message.to_owned(),
        })
    }

    /// A list whose pages come again, or of more pages than are read.
    pub fn endless() -> Self {
        Self::saying(Kind::UnexpectedAnswer, "the list does not end")
    }

    /// Whoever gives the tokens gave none, for this reason.
    pub fn no_token(why: &str) -> Self {
        Self::saying(Kind::NoToken, why)
    }

    fn saying(kind: Kind, words: &str) -> Self {
        Self::with(
            kind,
            None,
            Problem {
                message: words.to_owned(),
                ..Problem::default()
            },
        )
    }

    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Stable name, for JavaScript and for the texts.
    pub fn code(&self) -> &'static str {
        match self.0.kind {
            Kind::Offline => "offline",
            Kind::NotSent => "not_sent",
            Kind::Network => "network",
            Kind::Timeout => "timeout",
            Kind::SignedOut => "signed_out",
            Kind::TokenRefused => "token_refused",
            Kind::TokenUnavailable => "token_unavailable",
            Kind::TokenBudget => "token_budget",
            Kind::InvalidToken => "invalid_token",
            Kind::NoToken => "token",
            Kind::InvalidArgument if self.is_range_too_long() => "range_too_long",
            Kind::InvalidArgument => "invalid_argument",
            Kind::Unauthenticated => "unauthenticated",
            Kind::PermissionDenied => "permission_denied",
            Kind::PlanRequired => "plan_required",
            Kind::InsufficientScope => "insufficient_scope",
            Kind::NotFound => "not_found",
            Kind::Conflict => "conflict",
            Kind::ExternalCalendar => "external_calendar",
            Kind::RateLimited => "rate_limited",
            Kind::Server => "server_error",
            Kind::Status => "unexpected_status",
            Kind::UnexpectedAnswer => "unexpected_answer",
            Kind::OtherAccount => "other_account",
            Kind::UnknownAccount => "unknown_account",
            Kind::InvalidUri => "invalid_uri",
        }
    }

    /// HTTP status, where there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// What Calendly calls the exchange in its own logs, where it said so and lets scripts read it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Calendly's own words or the browser's; foreign text, may be empty.
    pub fn message(&self) -> &str {
        &self.0.problem.message
    }

    /// Calendly's complaints about single parameters; foreign text.
    pub fn details(&self) -> &[Detail] {
        &self.0.problem.details
    }

    /// Scopes the token lacks, where that is the reason.
    pub fn required_scopes(&self) -> &[String] {
        &self.0.problem.required_scopes
    }

    /// The authorization server's code (`invalid_grant`), where it refused.
    pub fn oauth_code(&self) -> Option<&str> {
        matches!(self.0.kind, Kind::TokenRefused).then_some(self.0.problem.title.as_str())
    }

    /// Whether the same thing may succeed in a while.
    pub fn is_transient(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Offline
                | Kind::Network
                | Kind::Timeout
                | Kind::Server
                | Kind::RateLimited
                | Kind::TokenUnavailable
                | Kind::TokenBudget
                | Kind::ExternalCalendar
        )
    }

    /// Whether only signing in again helps.
    pub fn needs_sign_in(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::SignedOut
                | Kind::Unauthenticated
                | Kind::TokenRefused
                | Kind::InvalidToken
                | Kind::NoToken
        )
    }

    pub fn is_offline(&self) -> bool {
        self.0.kind == Kind::Offline
    }

    /// Whether the token lacks a scope; [`Error::required_scopes`] names it.
    pub fn insufficient_scope(&self) -> bool {
        self.0.kind == Kind::InsufficientScope
    }

    pub fn rate_limited(&self) -> bool {
        self.0.kind == Kind::RateLimited
    }

    /// Whether the server refuses a window of available times for its length (31 days today, 7 before 2026-07-09).
    pub fn is_range_too_long(&self) -> bool {
        let about_length = |sentence: &str| {
            let sentence = sentence.to_ascii_lowercase();
            sentence.contains("range") && sentence.contains("day")
        };
        self.0.status == Some(400) && self.0.problem.sentences().any(about_length)
    }
}

impl From<InvalidInput> for Error {
    fn from(error: InvalidInput) -> Self {
        let detail = |parameter: &str| Detail {
            parameter: Some(parameter.to_owned()),
            message: error.message.clone(),
            code: None,
        };
        // Of several that do not fit together each has its own.
        let problem = if CHECKS && error.parameter.contains(", ") {
            Problem {
                message: error.to_string(),
                details: error.parameter.split(", ").map(detail).collect(),
                ..Problem::default()
            }
        } else {
            Problem {
                details: vec![detail(&error.parameter)],
                ..Problem::default()
            }
        };
        Self::with(Kind::InvalidArgument, None, problem)
    }
}

impl From<UriError> for Error {
    fn from(error: UriError) -> Self {
        Self::saying(Kind::InvalidUri, &error.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())?;
        match self.0.status {
            Some(status) => write!(formatter, ", status {status}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    fn answered(status: u16, body: &str) -> Error {
        Error::from_answer(&HttpResponse {
            status,
            content_type: None,
            retry_after: None,
            rate_limit_reset: None,
            rate_limit: None,
            request_id: Some("req-1".to_owned()),
            body: Rc::new(body.to_owned()),
        })
    }

    #[test]
    fn the_status_decides_and_not_the_title() {
        let body = r#"{"title":"Internal Server Error","message":"no"}"#;
        assert_eq!(answered(400, body).code(), "invalid_argument");
        assert!(!answered(400, body).is_transient());
        assert!(answered(500, "").is_transient());
    }

    #[test]
    fn a_window_that_is_too_long_is_recognised() {
        let now = include_str!("../../tests/fixtures/errors/invalid_argument.json");
        assert!(answered(400, now).is_range_too_long());
        let before = r#"{"title":"Invalid Argument","message":"date range can be no greater than 1 week (7 days)"}"#;
        assert!(answered(400, before).is_range_too_long());
        let other = r#"{"title":"Invalid Argument","message":"start_time must be in the future"}"#;
        assert!(!answered(400, other).is_range_too_long());
        assert!(!answered(500, now).is_range_too_long());
    }

    #[test]
    fn a_missing_scope_is_named() {
        let body = include_str!("../../tests/fixtures/errors/insufficient_scope.json");
        let error = answered(403, body);
        assert!(error.insufficient_scope());
        assert_eq!(error.required_scopes(), ["scheduling_links:write"]);
        assert!(!answered(403, "<html>").insufficient_scope());
    }

    #[test]
    fn a_plan_that_lacks_this_is_told_from_a_role_that_does() {
        for words in [
            "Please upgrade your Calendly account to Standard",
            "Please upgrade your Calendly account to Enterprise.",
            "Please upgrade to a paid Calendly account.",
            "The Scheduling API is only available on paid Calendly plans.",
        ] {
            let body = format!(r#"{{"title":"Permission Denied","message":"{words}"}}"#);
            let error = answered(403, &body);
            assert_eq!((error.code(), error.message()), ("plan_required", words));
            assert_eq!(answered(400, &body).code(), "invalid_argument");
        }
        for words in [
            "You do not have permission to access this resource.",
            "This user is not in your organization",
            "",
        ] {
            let body = format!(r#"{{"title":"Permission Denied","message":"{words}"}}"#);
            assert_eq!(answered(403, &body).code(), "permission_denied");
        }
    }

    #[test]
    fn being_offline_explains_every_transport_error() {
        let lost = TransportError::Lost("TypeError".into());
        assert!(Error::from_transport(&lost, false).is_offline());
        assert_eq!(Error::from_transport(&lost, true).code(), "network");
    }

    #[test]
    fn printing_an_error_repeats_no_foreign_text() {
        let error = answered(403, r#"{"title":"x","message":"<script>"}"#);
        assert_eq!(
            format!("{error} {error:?}"),
            "permission_denied, status 403 permission_denied, status 403"
        );
    }
}

//! The sign-in error: why an attempt to sign in came to nothing.

use std::fmt;

use super::callback::CallbackErrorKind;

/// Why an attempt ended without a session. None of them is a reason to repeat it without the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SignInError {
    /// The callback belongs to no attempt of this page, or to one already used.
    StateMismatch,
    /// Older than ten minutes, the life of Calendly's codes.
    Expired,
    /// The client id, the addresses or the redirect URI changed meanwhile.
    OtherConnection,
    /// The callback names another authorization server (RFC 9207).
    IssuerMismatch,
    /// The stored attempt is damaged.
    DamagedAttempt,
    /// A callback that is no answer.
    Callback(CallbackErrorKind),
    /// The authorization server refused. `description` is foreign text, to be shown as text.
    Refused {
        code: Refusal,
        description: Option<String>,
    },
}

/// Error codes of an authorization response (RFC 6749 section 4.1.2.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    InvalidRequest,
    UnauthorizedClient,
    AccessDenied,
    UnsupportedResponseType,
    InvalidScope,
    ServerError,
    TemporarilyUnavailable,
    Other(String),
}

impl Refusal {
    pub(super) fn from_code(code: String) -> Self {
        match code.as_str() {
            "invalid_request" => Self::InvalidRequest,
            "unauthorized_client" => Self::UnauthorizedClient,
            "access_denied" => Self::AccessDenied,
            "unsupported_response_type" => Self::UnsupportedResponseType,
            "invalid_scope" => Self::InvalidScope,
            "server_error" => Self::ServerError,
            "temporarily_unavailable" => Self::TemporarilyUnavailable,
            _ => Self::Other(code),
        }
    }

    /// The server's own code.
    pub fn as_str(&self) -> &str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::AccessDenied => "access_denied",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::Other(code) => code,
        }
    }
}

impl SignInError {
    /// Stable name for JavaScript.
    pub fn code(&self) -> &'static str {
        match self {
            Self::StateMismatch => "state_mismatch",
            Self::Expired => "attempt_expired",
            Self::OtherConnection => "connection_changed",
            Self::IssuerMismatch => "issuer_mismatch",
            Self::DamagedAttempt => "attempt_damaged",
            Self::Callback(_) => "callback_invalid",
            Self::Refused {
                code: Refusal::AccessDenied,
                ..
            } => "access_denied",
            Self::Refused {
                code: Refusal::InvalidScope,
                ..
            } => "invalid_scope",
            Self::Refused { .. } => "authorization_refused",
        }
    }

    /// Whether the person decided it: to be told calmly, not as a failure.
    pub fn is_choice(&self) -> bool {
        matches!(
            self,
            Self::Refused {
                code: Refusal::AccessDenied,
                ..
            }
        )
    }

    /// Whether trying again later may help without a change of configuration.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Expired
                | Self::Refused {
                    code: Refusal::ServerError | Refusal::TemporarilyUnavailable,
                    ..
                }
        )
    }
}

impl fmt::Display for SignInError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StateMismatch => {
                formatter.write_str("the callback belongs to no running sign-in")
            }
            Self::Expired => formatter.write_str("the sign-in took longer than ten minutes"),
            Self::OtherConnection => {
                formatter.write_str("the connection changed during the sign-in")
            }
            Self::IssuerMismatch => {
                formatter.write_str("the callback names another authorization server")
            }
            Self::DamagedAttempt => formatter.write_str("the stored sign-in is damaged"),
            Self::Callback(kind) => kind.fmt(formatter),
            Self::Refused { code, .. } => write!(
                formatter,
                "the authorization server refused: {}",
                code.as_str()
            ),
        }
    }
}

impl std::error::Error for SignInError {}

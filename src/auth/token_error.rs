//! The token error: why the token endpoint gave no tokens (RFC 6749 section 5.2).

use std::fmt;

/// Why there are no tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TokenError {
    /// The authorization server said no, in its own code. `description` is foreign text.
    Refused {
        status: u16,
        code: String,
        description: Option<String>,
    },
    /// Overloaded or broken: 429 or 5xx, whatever the body says.
    Unavailable { status: u16 },
    /// An answer that is not an authorization server's: HTML, nothing, another content type.
    Unreadable { status: u16 },
    /// Tokens of a kind this client does not understand (RFC 6749 section 7.1).
    TokenType,
}

impl TokenError {
    /// Whether the session is over: the grant or the client is gone, and asking again cannot change it.
    pub fn ends_session(&self) -> bool {
        let gone = ["invalid_grant", "invalid_client", "unauthorized_client"];
        matches!(self, Self::Refused { code, .. } if gone.contains(&code.as_str()))
    }

    /// Whether the same request may succeed later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }

    /// Status of the answer; `None` where the answer was a success with unusable tokens.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. }
            | Self::Unavailable { status }
            | Self::Unreadable { status } => Some(*status),
            Self::TokenType => None,
        }
    }

    /// The server's code, where it gave one.
    pub fn oauth_code(&self) -> Option<&str> {
        match self {
            Self::Refused { code, .. } => Some(code),
            _ => None,
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { code, .. } => write!(formatter, "the token endpoint refused: {code}"),
            Self::Unavailable { status } => write!(
                formatter,
                "the token endpoint is unavailable, status {status}"
            ),
            Self::Unreadable { status } => write!(
                formatter,
                "the token endpoint's answer is unreadable, status {status}"
            ),
            Self::TokenType => formatter.write_str("the token type is not bearer"),
        }
    }
}

impl std::error::Error for TokenError {}

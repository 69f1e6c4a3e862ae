//! The secret: a token that cannot be printed by accident.

use std::fmt;

/// A token. `Debug` hides it, there is no `Display`; reading it takes [`Secret::expose`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a token that can stand in a header: visible ASCII without spaces. Others, such as one pasted with
    /// a typographic quote, would make the browser's `fetch` throw.
    pub fn new(token: &str) -> Option<Self> {
        let token = token.trim();
        let visible = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        visible.then(|| Self(token.to_owned()))
    }

    /// The token itself, for a header, a form or the session's storage.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_token() {
        assert_eq!(
            format!("{:?}", Secret::new("canary-token")),
            "Some(Secret(…))"
        );
    }

    #[test]
    fn tokens_that_cannot_stand_in_a_header_are_refused() {
        for token in ["", " ", "a b", "a\nb", "“token”", "tok\u{0}en", "töken"] {
            assert!(Secret::new(token).is_none(), "{token:?}");
        }
        assert_eq!(Secret::new(" pasted\n").unwrap().expose(), "pasted");
    }
}

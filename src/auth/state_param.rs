//! The state: the one-time value that binds a callback to the attempt that caused it (RFC 6749 section 10.12).

use super::pkce::base64url;

/// How the sign-in page was opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// In a window of its own: the callback page hands its query over and closes.
    Popup,
    /// In place of the page: the callback page goes back to it.
    Redirect,
}

/// `p.` or `r.` and 43 characters from 32 random bytes. The prefix is all the callback page knows about the attempt.
#[derive(Clone, PartialEq, Eq)]
pub struct State(String);

impl State {
    pub fn new(mode: Mode, random: [u8; 32]) -> Self {
        let prefix = match mode {
            Mode::Popup => "p.",
            Mode::Redirect => "r.",
        };
        Self([prefix, &base64url(&random)].concat())
    }

    /// A state that was kept over a redirect.
    pub(super) fn restored(text: String) -> Self {
        Self(text)
    }

    /// As it stands in the authorize address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Exact comparison, byte by byte, in a time that does not tell where the first difference is.
    pub fn matches(&self, other: &str) -> bool {
        let (ours, theirs) = (self.0.as_bytes(), other.as_bytes());
        let difference = ours.iter().zip(theirs).fold(0, |sum, (a, b)| sum | (a ^ b));
        ours.len() == theirs.len() && difference == 0 && !ours.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_tells_the_mode_and_the_rest_is_random() {
        let popup = State::new(Mode::Popup, [7; 32]);
        assert_eq!(popup.as_str().len(), 45);
        assert!(popup.as_str().starts_with("p."));
        let redirect = State::new(Mode::Redirect, [7; 32]);
        assert!(redirect.as_str().starts_with("r."));
    }

    #[test]
    fn only_the_exact_text_matches() {
        let state = State::new(Mode::Popup, [1; 32]);
        assert!(state.matches(state.as_str()));
        assert!(!state.matches(&state.as_str().to_ascii_uppercase()));
        assert!(!state.matches(&[state.as_str(), " "].concat()));
        assert!(!state.matches(""));
    }
}

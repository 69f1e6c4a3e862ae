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

    /// Which mode a state that came back was made for; `None` where it is none of ours.
    pub fn mode_of(text: &str) -> Option<Mode> {
        let (mode, random) = match text.split_at_checked(2)? {
            ("p.", random) => (Mode::Popup, random),
            ("r.", random) => (Mode::Redirect, random),
            _ => return None,
        };
        let ours = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (random.len() == 43 && random.bytes().all(ours)).then_some(mode)
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
        let state = State::new(Mode::Popup, [7; 32]);
        assert_eq!(state.as_str().len(), 45);
        assert_eq!(State::mode_of(state.as_str()), Some(Mode::Popup));
        assert_eq!(
            State::mode_of(State::new(Mode::Redirect, [7; 32]).as_str()),
            Some(Mode::Redirect)
        );
    }

    #[test]
    fn what_is_not_ours_has_no_mode() {
        for text in [
            "",
            "p",
            "p.",
            "p.short",
            "x.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "€",
            "constructor",
        ] {
            assert_eq!(State::mode_of(text), None, "{text}");
        }
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

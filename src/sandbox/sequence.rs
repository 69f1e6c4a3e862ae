//! A seeded counter: the sandbox's only source of codes and tokens, so that every run is the same.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Base64url without padding of the SHA-256 of a text: the S256 transformation of RFC 7636.
pub fn sha256_base64url(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

/// A well mixed number for a text; the same for ever.
pub fn hash(text: &str) -> u64 {
    Sha256::digest(text.as_bytes())
        .iter()
        .take(8)
        .fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// Sixteen capital letters and digits for a key, like most of Calendly's identifiers; the same for ever.
pub fn identifier(purpose: &str, key: &str) -> String {
    format!("{:016X}", hash(&format!("{purpose}|{key}")))
}

/// 128 bits in the form of a UUID.
pub fn hyphenated(high: u64, low: u64) -> String {
    let text = format!("{high:016x}{low:016x}");
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}

/// Hands out values that look random and never repeat within one state.
#[derive(Clone)]
pub struct Sequence {
    seed: String,
    next: u64,
}

impl Sequence {
    pub fn new(seed: &str) -> Self {
        Self {
            seed: seed.to_owned(),
            next: 0,
        }
    }

    /// 43 characters of `[A-Za-z0-9_-]`.
    pub fn token(&mut self, purpose: &str) -> String {
        self.next += 1;
        sha256_base64url(&format!("{}|{purpose}|{}", self.seed, self.next))
    }

    /// A hyphenated UUID in lower case.
    pub fn uuid(&mut self, purpose: &str) -> String {
        let token = self.token(purpose);
        hyphenated(hash(&token), hash(&format!("{token}|")))
    }

    /// `length` characters of `[a-z0-9]`, as in the address of a single-use link.
    pub fn code(&mut self, purpose: &str, length: usize) -> String {
        self.token(purpose)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .take(length)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        assert_eq!(
            sha256_base64url("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn two_sequences_of_one_seed_agree_and_never_repeat() {
        let (mut a, mut b) = (Sequence::new("x"), Sequence::new("x"));
        let first = a.token("code");
        assert_eq!(first, b.token("code"));
        assert_ne!(first, a.token("code"));
        assert_ne!(Sequence::new("y").token("code"), first);
    }
}

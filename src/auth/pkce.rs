//! The verifier: proof that the code is redeemed by whoever asked for it (PKCE, RFC 7636).

/// A code verifier. Used up by the one exchange it is for; there is no copy.
#[derive(PartialEq, Eq)]
pub struct Verifier(String);

impl Verifier {
    /// 43 characters from 32 random bytes of the browser's generator (RFC 7636 section 4.1).
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(base64url(&bytes))
    }

    /// What the SHA-256 of [`challenge`] is to be computed over, as ASCII bytes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A verifier that was kept over a redirect.
    pub(super) fn restored(text: String) -> Self {
        Self(text)
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }

    pub(super) fn is_well_formed(&self) -> bool {
        let unreserved =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        (43..=128).contains(&self.0.len()) && self.0.bytes().all(unreserved)
    }
}

/// The S256 challenge, from the SHA-256 of the verifier (RFC 7636 section 4.2). `plain` is not offered.
pub fn challenge(sha256: [u8; 32]) -> String {
    base64url(&sha256)
}

/// Base64url without padding (RFC 4648 section 5).
pub fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut group = [0u8; 3];
        for (to, from) in group.iter_mut().zip(chunk) {
            *to = *from;
        }
        let [first, second, third] = group.map(u32::from);
        let bits = first << 16 | second << 8 | third;
        for position in 0..=chunk.len() as u32 {
            text.push(digit(bits >> (18 - 6 * position) & 63));
        }
    }
    text
}

fn digit(value: u32) -> char {
    let value = value as u8;
    char::from(match value {
        0..=25 => b'A' + value,
        26..=51 => b'a' + (value - 26),
        52..=61 => b'0' + (value - 52),
        62 => b'-',
        _ => b'_',
    })
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_vector_of_rfc_7636_appendix_b_holds() {
        let octets = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212,
            37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let verifier = Verifier::from_random(octets);
        assert_eq!(
            verifier.as_str(),
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        );
        let digest: [u8; 32] = Sha256::digest(verifier.as_str()).into();
        assert_eq!(
            challenge(digest),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    proptest! {
        #[test]
        fn base64url_equals_another_implementation(bytes in prop::collection::vec(any::<u8>(), 0..70)) {
            prop_assert_eq!(base64url(&bytes), URL_SAFE_NO_PAD.encode(&bytes));
        }

        #[test]
        fn every_verifier_is_43_unreserved_characters(bytes in any::<[u8; 32]>()) {
            let verifier = Verifier::from_random(bytes);
            prop_assert_eq!(verifier.as_str().len(), 43);
            prop_assert!(verifier.is_well_formed());
        }
    }
}

//! The signature: whether a call to a webhook is Calendly's, and of now.
//!
//! The header `Calendly-Webhook-Signature` is `t=<seconds>,v1=<code>`: when the call was signed, and the HMAC-SHA256
//! of `<seconds>.<body>` with the subscription's key, in hexadecimal. A server gives header and body to a [`Verifier`]
//! as they arrived (a body that was parsed and written again is another one), the result to a
//! [`ReplayGuard`](super::replay::ReplayGuard), and only then the body to [`Webhook::decode`](super::Webhook::decode).

use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::time::Timestamp;

/// The header's name, in small letters.
pub const HEADER: &str = "calendly-webhook-signature";

/// Seconds that a call may be older or newer than the server's clock, unless said otherwise. Calendly's own examples
/// have three minutes.
pub const TOLERANCE: u32 = 180;

/// Why a call is not taken for Calendly's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// There is no signature.
    Missing,
    /// The header has another form.
    Malformed,
    /// All signatures are of schemes other than `v1`.
    UnknownScheme,
    /// No signature fits: another key, another body or another time.
    Mismatch,
    /// Rightly signed, too long ago: an old call, or a clock that is fast. Of a guard: from before what it remembers.
    TooOld,
    /// Rightly signed, in the future: a clock that is slow.
    TooNew,
    /// Taken already.
    Replayed,
    /// More calls within the tolerance than can be remembered. To be answered with 503: Calendly calls again.
    TooMany,
}

impl Refusal {
    /// A word for logs and programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::UnknownScheme => "unknown_scheme",
            Self::Mismatch => "mismatch",
            Self::TooOld => "too_old",
            Self::TooNew => "too_new",
            Self::Replayed => "replayed",
            Self::TooMany => "too_many",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "the call is not signed",
            Self::Malformed => "the signature header has another form than t=…,v1=…",
            Self::UnknownScheme => "the signature is of another scheme than v1",
            Self::Mismatch => "the signature does not fit key, time and body",
            Self::TooOld => "the call was signed too long ago",
            Self::TooNew => "the call was signed in the future",
            Self::Replayed => "the call was taken already",
            Self::TooMany => "more calls arrive than can be remembered",
        })
    }
}

impl std::error::Error for Refusal {}

/// A call that is Calendly's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// Second of the Unix epoch; with the code it identifies the call.
    pub(super) signed_at: i64,
    /// The code that fits, whatever else stands in the header.
    pub(super) code: [u8; 32],
    /// How many seconds after that the verifier takes the call.
    pub(super) oldest: u32,
}

impl Verified {
    /// When the call was signed.
    pub fn signed_at(&self) -> Timestamp {
        Timestamp::from_millis(self.signed_at.saturating_mul(1000))
    }
}

/// Checks the calls of one subscription.
#[derive(Clone)]
pub struct Verifier {
    code: Hmac<Sha256>,
    oldest: u32,
    newest: u32,
}

/// Without the key.
impl fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Verifier")
            .field("oldest", &self.oldest)
            .field("newest", &self.newest)
            .finish_non_exhaustive()
    }
}

impl Verifier {
    /// With the subscription's signing key, or the OAuth application's. `None` for an empty one, with which anybody
    /// could sign.
    pub fn new(key: &[u8]) -> Option<Self> {
        let code = Hmac::new_from_slice(key).ok().filter(|_| !key.is_empty())?;
        Some(Self {
            code,
            oldest: TOLERANCE,
            newest: TOLERANCE,
        })
    }

    /// Takes calls that were signed up to so many seconds ago, and up to so many seconds in the future.
    pub fn tolerating(self, oldest: u32, newest: u32) -> Self {
        Self {
            oldest,
            newest,
            ..self
        }
    }

    /// Checks the value of the header (`None`: the call has none) against the bytes of the body.
    ///
    /// # Errors
    /// Every [`Refusal`] but those of the replay guard. Age is looked at last, so that it is only said of calls that
    /// are Calendly's.
    pub fn verify(
        &self,
        header: Option<&str>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Verified, Refusal> {
        let header = Header::parse(header.unwrap_or_default())?;
        let signed = self.code.clone();
        let signed = signed.chain_update(header.time).chain_update(".");
        let signed = signed.chain_update(body);
        // Each comparison takes the same time wherever the two differ.
        let fits = |code: &&[u8; 32]| signed.clone().verify_slice(&code[..]).is_ok();
        let code = header.codes.iter().find(fits).ok_or(Refusal::Mismatch)?;
        let now = now.as_millis().div_euclid(1000);
        if now > header.seconds.saturating_add(self.oldest.into()) {
            return Err(Refusal::TooOld);
        }
        if header.seconds > now.saturating_add(self.newest.into()) {
            return Err(Refusal::TooNew);
        }
        Ok(Verified {
            signed_at: header.seconds,
            code: *code,
            oldest: self.oldest,
        })
    }
}

/// The parts of the header.
struct Header<'a> {
    /// As it was signed, letter by letter.
    time: &'a str,
    seconds: i64,
    /// Those of `v1` that can be one.
    codes: Vec<[u8; 32]>,
}

impl<'a> Header<'a> {
    fn parse(header: &'a str) -> Result<Self, Refusal> {
        // A carrier may put spaces around the parts of a list (RFC 9110 section 5.6.1).
        let blank = [' ', '\t'];
        if header.trim_matches(blank).is_empty() {
            return Err(Refusal::Missing);
        }
        let (mut time, mut codes) = (None, None::<Vec<_>>);
        for part in header.split(',') {
            let part = part.trim_matches(blank).split_once('=');
            match part.ok_or(Refusal::Malformed)? {
                ("t", _) if time.is_some() => return Err(Refusal::Malformed),
                ("t", text) => time = Some(text),
                // What can be no code fits nothing; another one beside it may.
                ("v1", text) => codes.get_or_insert_default().extend(code(text)),
                _ => {}
            }
        }
        let time = time.ok_or(Refusal::Malformed)?;
        Ok(Self {
            time,
            seconds: seconds(time).ok_or(Refusal::Malformed)?,
            codes: codes.ok_or(Refusal::UnknownScheme)?,
        })
    }
}

/// A whole number as Calendly writes it: digits, without a sign and without zeros before it.
fn seconds(text: &str) -> Option<i64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = digits && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok())?
}

/// 64 hexadecimal digits, the letters small as Calendly writes them.
fn code(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs
        .iter()
        .map(|[high, low]| Some(digit(high)? << 4 | digit(low)?));
    let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
    rest.is_empty().then(|| bytes.try_into().ok())?
}

#[cfg(test)]
mod tests;

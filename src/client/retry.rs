//! The retry decision: whether a request is sent again, as one total pure function.
//!
//! Calendly has no idempotency keys, so a write is never repeated once its bytes may have left, except after a
//! readable 401 or 429, which say that it was not executed.

use super::http::{HttpResponse, TransportError};
use crate::api::Method;

/// Most times a read is sent for transient reasons.
pub const MOST_ATTEMPTS: u32 = 4;

/// How long a read may take in all, pauses after a 429 not counted, in milliseconds.
pub const DEADLINE_MILLIS: i64 = 30_000;

/// Most times anything is sent: the attempts, one replay after a 401, one after a 429.
pub const MOST_SENDS: u32 = MOST_ATTEMPTS + 2;

/// How long to wait after a 429 that does not say, or that may not be read, in milliseconds: Calendly counts by the minute.
pub const BLIND_PAUSE_MILLIS: u32 = 60_000;

/// What has been done for one request so far.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Attempts {
    /// Times it was sent, the one being decided about included.
    pub sent: u32,
    /// Whether a 401 has already led to a refresh.
    pub refreshed: bool,
    /// Whether a 429 has already been waited for.
    pub throttled: bool,
    /// Time spent on attempts and the waits between them.
    pub elapsed_millis: i64,
}

/// What came of one attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// `pause_millis` is what a 429 asks for, without jitter.
    Answer {
        status: u16,
        pause_millis: u32,
    },
    NotSent,
    Lost,
    Timeout,
}

/// How far a request got that did not succeed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reach {
    /// Nothing left this machine.
    NotSent,
    /// It was answered, and not executed.
    Refused,
    /// It may have been executed.
    Unknown,
}

impl Reach {
    /// Stable name for JavaScript.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

/// What to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// A success: hand it out.
    Accept,
    /// Get a new token, then send again.
    Refresh,
    /// Stop everything for so long, then send again.
    Pause {
        millis: u32,
    },
    /// Wait, then send again.
    Retry {
        millis: u32,
    },
    GiveUp(Reach),
}

impl Outcome {
    pub fn of(answer: &Result<HttpResponse, TransportError>) -> Self {
        match answer {
            Ok(response) => Self::Answer {
                status: response.status,
                pause_millis: pause_millis(
                    response.retry_after.as_deref(),
                    response.rate_limit_reset.as_deref(),
                ),
            },
            Err(TransportError::NotSent(_)) => Self::NotSent,
            Err(TransportError::Lost(_)) => Self::Lost,
            Err(TransportError::Timeout) => Self::Timeout,
        }
    }
}

impl Outcome {
    /// How far a request got that has this outcome and no success.
    pub fn reach(self) -> Reach {
        match self {
            Self::NotSent => Reach::NotSent,
            // 408: the server did not get the whole request, or the browser has already repeated it on its own.
            Self::Answer {
                status: 400..=407 | 409..=499,
                ..
            } => Reach::Refused,
            _ => Reach::Unknown,
        }
    }
}

/// Decides what follows an attempt. `random` is at least 0 and below 1.
pub fn decide(method: Method, attempts: Attempts, outcome: Outcome, random: f64) -> Decision {
    match outcome {
        Outcome::Answer {
            status: 200..=299, ..
        } => Decision::Accept,
        Outcome::Answer { status: 401, .. } if !attempts.refreshed => Decision::Refresh,
        // The second time a person decides; an answer to every 429 would be the storm it asks to end.
        Outcome::Answer {
            status: 429,
            pause_millis,
        } if !attempts.throttled => {
            let jitter = (random.clamp(0.0, 1.0) * 5000.0) as u32;
            Decision::Pause {
                millis: pause_millis.saturating_add(jitter),
            }
        }
        Outcome::NotSent => Decision::GiveUp(Reach::NotSent),
        Outcome::Answer { .. } if outcome.reach() == Reach::Refused => {
            Decision::GiveUp(Reach::Refused)
        }
        Outcome::Answer { status, .. } => {
            again(method, attempts, status == 408 || status >= 500, random)
        }
        Outcome::Lost | Outcome::Timeout => again(method, attempts, true, random),
    }
}

/// Whether it is worth finding out why no answer came: at once for a write, of which no second one must get lost; for a read
/// when it did not come again either.
pub(super) fn is_doubtful(method: Method, attempts: Attempts, outcome: Outcome) -> bool {
    outcome == Outcome::Lost && (method.is_write() || attempts.sent == 2)
}

fn again(method: Method, attempts: Attempts, transient: bool, random: f64) -> Decision {
    let millis = backoff_millis(attempts.sent, random);
    let in_time = attempts.elapsed_millis.saturating_add(i64::from(millis)) < DEADLINE_MILLIS;
    if method.is_write() || !transient || attempts.sent >= MOST_ATTEMPTS || !in_time {
        return Decision::GiveUp(Reach::Unknown);
    }
    Decision::Retry { millis }
}

/// Full jitter: anything from 0 to 300 ms · 2ⁿ, at most 20 s.
pub(super) fn backoff_millis(sent: u32, random: f64) -> u32 {
    let ceiling = 300u32.saturating_mul(1 << sent.min(7)).min(20_000);
    (random.clamp(0.0, 1.0) * f64::from(ceiling)) as u32
}

/// How long a 429 asks to wait: the larger of what is readable, 1 to 300 s, and 60 s where nothing is
/// (browsers hide both headers unless the server exposes them; Calendly's window is a minute).
pub fn pause_millis(retry_after: Option<&str>, rate_limit_reset: Option<&str>) -> u32 {
    let seconds = [retry_after, rate_limit_reset]
        .into_iter()
        .flatten()
        .filter_map(seconds)
        .max();
    seconds.map_or(BLIND_PAUSE_MILLIS, |seconds| seconds.clamp(1, 300) * 1000)
}

/// Whole seconds. An HTTP date counts as unreadable: it would hang on two clocks.
fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(if negative {
        0
    } else {
        digits.parse().unwrap_or(u32::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Attempts = Attempts {
        sent: 1,
        refreshed: false,
        throttled: false,
        elapsed_millis: 0,
    };

    fn answer(status: u16) -> Outcome {
        Outcome::Answer {
            status,
            pause_millis: 60_000,
        }
    }

    #[test]
    fn a_read_is_repeated_for_transient_reasons_only() {
        for outcome in [
            Outcome::Lost,
            Outcome::Timeout,
            answer(500),
            answer(503),
            answer(599),
            answer(408),
        ] {
            assert_eq!(
                decide(Method::Get, FIRST, outcome, 0.5),
                Decision::Retry { millis: 300 },
                "{outcome:?}"
            );
        }
        for status in [400, 403, 404, 409, 410, 422, 424, 451] {
            assert_eq!(
                decide(Method::Get, FIRST, answer(status), 0.5),
                Decision::GiveUp(Reach::Refused)
            );
        }
        assert_eq!(
            decide(Method::Get, FIRST, answer(304), 0.5),
            Decision::GiveUp(Reach::Unknown)
        );
    }

    #[test]
    fn a_write_whose_bytes_may_have_left_has_an_unknown_outcome() {
        for method in [Method::Post, Method::Patch, Method::Delete] {
            for outcome in [
                Outcome::Lost,
                Outcome::Timeout,
                answer(500),
                answer(408),
                answer(302),
                answer(100),
            ] {
                assert_eq!(
                    decide(method, FIRST, outcome, 0.5),
                    Decision::GiveUp(Reach::Unknown),
                    "{outcome:?}"
                );
            }
            assert_eq!(
                decide(method, FIRST, Outcome::NotSent, 0.5),
                Decision::GiveUp(Reach::NotSent)
            );
            assert_eq!(
                decide(method, FIRST, answer(403), 0.5),
                Decision::GiveUp(Reach::Refused)
            );
        }
    }

    #[test]
    fn a_401_leads_to_one_refresh() {
        let after = Attempts {
            refreshed: true,
            sent: 2,
            ..FIRST
        };
        assert_eq!(
            decide(Method::Post, FIRST, answer(401), 0.0),
            Decision::Refresh
        );
        assert_eq!(
            decide(Method::Post, after, answer(401), 0.0),
            Decision::GiveUp(Reach::Refused)
        );
    }

    #[test]
    fn a_429_is_waited_for_once_with_jitter() {
        let after = Attempts {
            throttled: true,
            sent: 2,
            ..FIRST
        };
        assert_eq!(
            decide(Method::Post, FIRST, answer(429), 0.5),
            Decision::Pause { millis: 62_500 }
        );
        assert_eq!(
            decide(Method::Post, after, answer(429), 0.5),
            Decision::GiveUp(Reach::Refused)
        );
    }

    #[test]
    fn the_fourth_attempt_and_the_deadline_are_the_last() {
        let fourth = Attempts { sent: 4, ..FIRST };
        let late = Attempts {
            elapsed_millis: 29_900,
            ..FIRST
        };
        assert_eq!(
            decide(Method::Get, fourth, Outcome::Lost, 0.0),
            Decision::GiveUp(Reach::Unknown)
        );
        assert_eq!(
            decide(Method::Get, late, Outcome::Lost, 0.5),
            Decision::GiveUp(Reach::Unknown)
        );
    }

    #[test]
    fn the_pause_is_what_is_readable_within_one_second_and_five_minutes() {
        for (retry_after, reset, seconds) in [
            (None, None, 60),
            (None, Some("7"), 7),
            (Some("12"), Some("7"), 12),
            (Some("0"), None, 1),
            (None, Some("-1"), 1),
            (None, Some("1000000000000"), 300),
            (None, Some("99999999999999999999999999"), 300),
            (Some("soon"), None, 60),
            (Some("Wed, 21 Oct 2026 07:28:00 GMT"), None, 60),
            (Some("1e12"), Some(""), 60),
            (Some("soon"), Some(" 5 "), 5),
        ] {
            assert_eq!(
                pause_millis(retry_after, reset),
                seconds * 1000,
                "{retry_after:?} {reset:?}"
            );
        }
    }

    #[test]
    fn odd_randomness_cannot_break_the_arithmetic() {
        for random in [f64::NAN, f64::INFINITY, -1.0, 2.0] {
            let _ = decide(
                Method::Get,
                Attempts {
                    sent: u32::MAX,
                    ..FIRST
                },
                Outcome::Lost,
                random,
            );
            let _ = decide(Method::Get, FIRST, answer(429), random);
        }
    }
}

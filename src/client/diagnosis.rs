//! The diagnosis: what stands between a page and Calendly, told apart by what can be seen from the page.

use super::error::{Error, Kind};

/// A clock that is off by less is of no consequence, in milliseconds.
const SKEW_MILLIS: i64 = 5 * 60 * 1000;

/// What was seen.
pub struct Seen<'a> {
    /// Why the account could not be asked for; `None` where it answered.
    pub error: Option<&'a Error>,
    /// Whether anything at all answers there to a request whose answer nobody may read. `None`: not tried.
    pub answers: Option<bool>,
    /// How far this clock is ahead of the authorization server's, as the last tokens told.
    pub skew_millis: Option<i64>,
    /// What was asked for and not granted.
    pub lacking: Vec<String>,
}

/// What it comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    Fine,
    /// It answers, and nobody is signed in.
    SignedOut,
    Offline,
    /// Something answers, and the page may not read it.
    Cors,
    /// Nothing answers.
    Network,
    /// This clock is wrong, by so many minutes: ahead where positive.
    Clock(i64),
    /// These permissions were not given.
    Scope(Vec<String>),
    /// The account may not do this.
    Plan,
    /// Anything else, which the error says by itself.
    Other,
}

impl Finding {
    /// Stable name for JavaScript.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::SignedOut => "signed_out",
            Self::Offline => "offline",
            Self::Cors => "cors",
            Self::Network => "network",
            Self::Clock(_) => "clock",
            Self::Scope(_) => "scope",
            Self::Plan => "plan",
            Self::Other => "error",
        }
    }
}

/// Decides. A wrong clock comes before what it may be the cause of.
pub fn find(seen: Seen<'_>) -> Finding {
    let kind = seen.error.map(Error::kind);
    match kind {
        Some(Kind::Offline) => return Finding::Offline,
        Some(Kind::Network | Kind::Timeout) => {
            return if seen.answers == Some(true) && kind != Some(Kind::Timeout) {
                Finding::Cors
            } else {
                Finding::Network
            };
        }
        _ => {}
    }
    if let Some(skew) = seen.skew_millis.filter(|skew| skew.abs() >= SKEW_MILLIS) {
        return Finding::Clock(skew / 60_000);
    }
    match (kind, seen.error) {
        (Some(Kind::InsufficientScope), Some(error)) => {
            Finding::Scope(error.required_scopes().to_vec())
        }
        (Some(Kind::PermissionDenied | Kind::PlanRequired), _) => Finding::Plan,
        (Some(Kind::SignedOut | Kind::Unauthenticated), _) => Finding::SignedOut,
        (Some(_), _) => Finding::Other,
        (None, _) if !seen.lacking.is_empty() => Finding::Scope(seen.lacking),
        (None, _) => Finding::Fine,
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::super::http::{HttpResponse, TransportError};
    use super::*;

    fn seen(error: Option<&Error>) -> Seen<'_> {
        Seen {
            error,
            answers: None,
            skew_millis: None,
            lacking: Vec::new(),
        }
    }

    fn refused(status: u16, body: &str) -> Error {
        Error::from_answer(&HttpResponse {
            status,
            content_type: None,
            retry_after: None,
            rate_limit_reset: None,
            rate_limit: None,
            request_id: None,
            body: Rc::new(body.to_owned()),
        })
    }

    #[test]
    fn an_answer_that_may_not_be_read_is_told_from_none_at_all() {
        let lost = Error::from_transport(&TransportError::Lost(String::new()), true);
        for (answers, expected) in [
            (Some(true), Finding::Cors),
            (Some(false), Finding::Network),
            (None, Finding::Network),
        ] {
            let saw = Seen {
                answers,
                // The clock has nothing to do with it.
                skew_millis: Some(3_600_000),
                ..seen(Some(&lost))
            };
            assert_eq!(find(saw), expected);
        }
        let offline = Error::from_transport(&TransportError::Lost(String::new()), false);
        assert_eq!(find(seen(Some(&offline))), Finding::Offline);
    }

    #[test]
    fn each_refusal_has_its_finding() {
        let scope = include_str!("../../tests/fixtures/errors/insufficient_scope.json");
        for (status, body, expected) in [
            (401, "{}", Finding::SignedOut),
            (
                403,
                scope,
                Finding::Scope(vec!["scheduling_links:write".into()]),
            ),
            (403, r#"{"message":"Please upgrade"}"#, Finding::Plan),
            (403, r#"{"message":"Not yours"}"#, Finding::Plan),
            (429, "{}", Finding::Other),
            (500, "", Finding::Other),
        ] {
            assert_eq!(find(seen(Some(&refused(status, body)))), expected);
        }
    }

    #[test]
    fn a_clock_counts_from_five_minutes_in_both_directions() {
        for (skew, expected) in [
            (299_999, Finding::Fine),
            (-299_999, Finding::Fine),
            (300_000, Finding::Clock(5)),
            (-7_200_000, Finding::Clock(-120)),
        ] {
            let saw = Seen {
                skew_millis: Some(skew),
                ..seen(None)
            };
            assert_eq!(find(saw), expected);
        }
        let refused = refused(401, "{}");
        let saw = Seen {
            skew_millis: Some(7_200_000),
            ..seen(Some(&refused))
        };
        assert_eq!(find(saw), Finding::Clock(120));
    }

    #[test]
    fn what_was_not_granted_is_named_though_all_is_well() {
        let saw = Seen {
            lacking: vec!["availability:read".into()],
            ..seen(None)
        };
        assert_eq!(find(saw), Finding::Scope(vec!["availability:read".into()]));
    }
}

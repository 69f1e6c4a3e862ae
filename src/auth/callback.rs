//! The callback: what the authorization server sent back in the query (RFC 6749 section 4.1.2).
//!
//! Only the query is read. A token in a fragment (implicit flow) is neither looked for nor accepted.

use std::fmt;

use crate::percent;

/// Longest query looked at; a real one has a few hundred bytes.
const LONGEST_QUERY: usize = 16 * 1024;

/// A well-formed answer. Nothing is proved about it until the state has been compared.
#[derive(Clone, PartialEq, Eq)]
pub struct Callback {
    pub state: String,
    pub iss: Option<String>,
    pub outcome: Outcome,
}

/// What was decided at the authorization server.
#[derive(Clone, PartialEq, Eq)]
pub enum Outcome {
    Code(String),
    /// `description` is foreign text.
    Error {
        code: String,
        description: Option<String>,
    },
}

/// Why a query is no answer, and the state it named, if it named exactly one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallbackError {
    pub kind: CallbackErrorKind,
    pub state: Option<String>,
}

/// What is wrong with a query.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallbackErrorKind {
    /// Neither a code nor an error: the page was opened by hand. Nothing to do.
    Nothing,
    /// A broken escape, bytes that are not UTF-8, or far too long.
    Malformed,
    /// A parameter stands there twice (RFC 6749 section 3.1).
    Repeated,
    /// A code and an error together.
    Contradictory,
    /// No state.
    MissingState,
}

impl fmt::Display for CallbackErrorKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Nothing => "the callback has no code and no error",
            Self::Malformed => "the callback is malformed",
            Self::Repeated => "a parameter of the callback is repeated",
            Self::Contradictory => "the callback carries a code and an error",
            Self::MissingState => "the callback carries no state",
        })
    }
}

/// The parameters an answer may have. Others are ignored (RFC 6749 section 4.1.2).
#[derive(Default)]
struct Parameters {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
    description: Option<String>,
    uri: Option<String>,
}

/// Reads `location.search`, with or without its question mark.
pub fn parse(query: &str) -> Result<Callback, CallbackError> {
    let query = query.split('#').next().unwrap_or_default();
    let query = query.strip_prefix('?').unwrap_or(query);
    let mut found = Parameters::default();
    let mut problem = (query.len() > LONGEST_QUERY).then_some(CallbackErrorKind::Malformed);
    let mut states = 0;
    if problem.is_none() {
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(name) = percent::decode(name) else {
                problem = Some(CallbackErrorKind::Malformed);
                continue;
            };
            let slot = match name.as_str() {
                "code" => &mut found.code,
                "state" => {
                    states += 1;
                    &mut found.state
                }
                "iss" => &mut found.iss,
                "error" => &mut found.error,
                "error_description" => &mut found.description,
                "error_uri" => &mut found.uri,
                _ => continue,
            };
            match percent::decode(value) {
                None => problem = Some(CallbackErrorKind::Malformed),
                Some(_) if slot.is_some() => problem = Some(CallbackErrorKind::Repeated),
                Some(value) => *slot = Some(value),
            }
        }
    }
    // A parameter without a value counts as left out (RFC 6749 section 3.1).
    let given = |value: Option<String>| value.filter(|value| !value.is_empty());
    let state = given(found.state).filter(|_| states == 1);
    let iss = given(found.iss);
    let kind = match (problem, given(found.code), given(found.error), &state) {
        (Some(kind), ..) => kind,
        (_, None, None, _) => CallbackErrorKind::Nothing,
        (_, Some(_), Some(_), _) => CallbackErrorKind::Contradictory,
        (_, _, _, None) => CallbackErrorKind::MissingState,
        (_, Some(code), None, Some(state)) => {
            return Ok(Callback {
                state: state.clone(),
                iss,
                outcome: Outcome::Code(code),
            });
        }
        (_, None, Some(code), Some(state)) => {
            let description = given(found.description);
            let outcome = Outcome::Error { code, description };
            return Ok(Callback {
                state: state.clone(),
                iss,
                outcome,
            });
        }
    };
    Err(CallbackError { kind, state })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn problem(query: &str) -> CallbackErrorKind {
        parse(query).err().unwrap().kind
    }

    #[test]
    fn a_code_with_its_state_is_read() {
        let callback = parse("?code=a%2Bb&state=p.x&iss=https%3A%2F%2Fas.test&unknown=1")
            .ok()
            .unwrap();
        assert!(callback.outcome == Outcome::Code("a+b".into()));
        assert_eq!(
            (callback.state.as_str(), callback.iss.as_deref()),
            ("p.x", Some("https://as.test"))
        );
    }

    #[test]
    fn an_error_keeps_its_description_as_text() {
        let callback = parse("error=access_denied&error_description=No+%3Cb%3E&state=s")
            .ok()
            .unwrap();
        let expected = Outcome::Error {
            code: "access_denied".into(),
            description: Some("No <b>".into()),
        };
        assert!(callback.outcome == expected);
    }

    #[test]
    fn repeated_parameters_are_refused_even_with_equal_values() {
        for query in [
            "code=a&code=a&state=s",
            "code=a&state=s&state=s",
            "error=a&error=b&state=s",
            "code=a&state=s&iss=x&iss=x",
            "code=a&state=s&%63ode=b",
            "code=a&code=&state=s",
        ] {
            assert_eq!(problem(query), CallbackErrorKind::Repeated, "{query}");
        }
    }

    #[test]
    fn a_query_with_nothing_in_it_is_nothing() {
        for query in [
            "",
            "?",
            "state=s",
            "code=&state=s",
            "x=1",
            "?#code=a&state=s",
        ] {
            assert_eq!(problem(query), CallbackErrorKind::Nothing, "{query}");
        }
    }

    #[test]
    fn a_token_in_the_fragment_is_not_read() {
        assert_eq!(
            problem("#access_token=secret&state=s"),
            CallbackErrorKind::Nothing
        );
        assert_eq!(
            problem("?access_token=secret&token_type=bearer&state=s"),
            CallbackErrorKind::Nothing
        );
    }

    #[test]
    fn broken_escapes_and_contradictions_are_refused() {
        assert_eq!(problem("code=%zz&state=s"), CallbackErrorKind::Malformed);
        assert_eq!(problem("code=%ff&state=s"), CallbackErrorKind::Malformed);
        assert_eq!(
            problem(&"a".repeat(LONGEST_QUERY + 1)),
            CallbackErrorKind::Malformed
        );
        assert_eq!(
            problem("code=a&error=b&state=s"),
            CallbackErrorKind::Contradictory
        );
        assert_eq!(problem("code=a"), CallbackErrorKind::MissingState);
        assert_eq!(problem("code=a&state="), CallbackErrorKind::MissingState);
    }

    #[test]
    fn a_refused_query_still_tells_whose_attempt_it_was() {
        assert_eq!(
            parse("code=a&code=b&state=p.x")
                .err()
                .unwrap()
                .state
                .as_deref(),
            Some("p.x")
        );
        assert_eq!(
            parse("code=a&state=p.x&state=p.y").err().unwrap().state,
            None
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(query in "\\PC*") {
            let _ = parse(&query);
        }

        #[test]
        fn any_code_and_state_come_through(code in "\\PC{1,40}", state in "\\PC{1,40}") {
            let mut query = String::from("?");
            percent::append(&mut query, "code", &code);
            percent::append(&mut query, "state", &state);
            let callback = parse(&query).ok().unwrap();
            prop_assert!(callback.outcome == Outcome::Code(code));
            prop_assert_eq!(callback.state, state);
        }
    }
}

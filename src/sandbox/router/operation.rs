//! An operation of the API: its method, its path, and what answers it.

use jiff::Timestamp;

use crate::sandbox::gate::Caller;
use crate::sandbox::message::{Request, Response};
use crate::sandbox::state::Sandbox;

/// A row of the API's table.
pub struct Operation {
    pub method: &'static str,
    /// With `{…}` in the place of each identifier.
    pub path: &'static str,
    answer: Answer,
}

type Answer = fn(&mut Sandbox, &Call) -> Result<Response, Response>;

/// A request to an operation, by somebody who is known.
pub struct Call<'a> {
    pub request: &'a Request,
    pub caller: &'a Caller,
    pub now: Timestamp,
    ids: Vec<&'a str>,
}

impl Call<'_> {
    /// An identifier in the path, counted from 0.
    pub fn id(&self, place: usize) -> &str {
        self.ids.get(place).copied().unwrap_or_default()
    }
}

impl Operation {
    pub const fn new(method: &'static str, path: &'static str, answer: Answer) -> Self {
        Self {
            method,
            path,
            answer,
        }
    }

    /// Whether its path begins with that segment.
    pub fn begins_with(&self, first: &str) -> bool {
        self.path.split('/').nth(1) == Some(first)
    }

    /// Answers, if the request is to this operation.
    pub fn answer(
        &self,
        state: &mut Sandbox,
        request: &Request,
        segments: &[&str],
        caller: &Caller,
        now: Timestamp,
    ) -> Option<Result<Response, Response>> {
        if self.method != request.method {
            return None;
        }
        let ids = self.ids(segments)?;
        let call = Call {
            request,
            caller,
            now,
            ids,
        };
        Some((self.answer)(state, &call))
    }

    /// The identifiers in a path, if it is this one's.
    fn ids<'a>(&self, segments: &[&'a str]) -> Option<Vec<&'a str>> {
        let own: Vec<&str> = self.path.split('/').skip(1).collect();
        let mut ids = Vec::new();
        for (own, given) in own.iter().zip(segments) {
            if own.starts_with('{') {
                ids.push(*given);
            } else if own != given {
                return None;
            }
        }
        (own.len() == segments.len()).then_some(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_matches_segment_by_segment_and_gives_its_identifiers() {
        let operation = Operation::new("GET", "/a/{uuid}/b/{b_uuid}", |_, _| {
            Ok(Response::empty(204))
        });
        assert_eq!(operation.ids(&["a", "1", "b", "2"]), Some(vec!["1", "2"]));
        for other in [
            &["a", "1", "b"] as &[&str],
            &["a", "1", "b", "2", "3"],
            &["a", "1", "c", "2"],
            &[],
        ] {
            assert_eq!(operation.ids(other), None, "{other:?}");
        }
        assert!(operation.begins_with("a") && !operation.begins_with(""));
    }
}

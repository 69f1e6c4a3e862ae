//! Which requests a fault is for.

use crate::sandbox::message::Request;
use crate::sandbox::params::decode;

/// `POST /scheduling_links`, `* /users/*`, `GET /event_type_available_times?start_time=2026-12-01`.
#[derive(Clone)]
pub struct Route {
    method: String,
    path: String,
    query: Option<String>,
}

impl Route {
    pub fn parse(text: &str) -> Option<Self> {
        let (method, target) = text.trim().split_once(' ')?;
        let (path, query) = match target.trim().split_once('?') {
            Some((path, query)) => (path, Some(decode(query, true))),
            None => (target.trim(), None),
        };
        path.starts_with(['/', '*']).then(|| Self {
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            query,
        })
    }

    pub fn matches(&self, request: &Request) -> bool {
        (self.method == "*" || self.method == request.method)
            && match self.path.strip_suffix('*') {
                Some(start) => request.path.starts_with(start),
                None => request.path == self.path,
            }
            && self
                .query
                .as_ref()
                .is_none_or(|query| decode(&request.query, true).contains(query.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_matches_method_path_and_query_text() {
        let route = |text| Route::parse(text).unwrap();
        let request = Request::new(
            "GET",
            "/event_type_available_times?start_time=2026-12-01T00%3A00%3A00Z",
        );
        assert!(route("GET /event_type_available_times").matches(&request));
        assert!(route("* /event_type*").matches(&request));
        assert!(
            route("GET /event_type_available_times?start_time=2026-12-01T00:00").matches(&request)
        );
        assert!(!route("GET /event_type_available_times?start_time=2027").matches(&request));
        assert!(!route("GET /event_types").matches(&request));
        assert!(!route("POST /event_type_available_times").matches(&request));
        assert!(Route::parse("/users/me").is_none());
    }
}

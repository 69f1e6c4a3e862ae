//! The request: an endpoint with its types worn off, so that sending is compiled once.

use super::http::HttpRequest;
use crate::api::prepare::{InvalidInput, Prepared, prepare};
use crate::api::{Endpoint, Method};

/// What is to be sent, without address and token.
#[derive(Clone)]
pub struct Request {
    pub method: Method,
    /// Path and query, encoded.
    pub target: String,
    pub body: Option<String>,
}

impl Request {
    /// The request of an endpoint; nothing is sent of one whose parameters Calendly would refuse.
    pub fn of<E: Endpoint>(endpoint: &E) -> Result<Self, InvalidInput> {
        Ok(Self::new(E::OPERATION.method, prepare(endpoint)?))
    }

    pub fn new(method: Method, Prepared { target, body }: Prepared) -> Self {
        Self {
            method,
            target,
            body,
        }
    }

    /// The token goes into the header and nowhere else (RFC 6750 section 2.1).
    pub fn to_http(&self, api_url: &str, token: &str) -> HttpRequest {
        let mut headers = vec![
            ("Authorization", ["Bearer ", token].concat()),
            ("Accept", "application/json".to_owned()),
        ];
        if self.body.is_some() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        HttpRequest {
            method: self.method.as_str(),
            url: [api_url.trim_end_matches('/'), &self.target].concat(),
            headers,
            body: self.body.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::EventTypeUri;
    use crate::api::availability::ListEventTypeAvailableTimes;
    use crate::api::scheduling_links::CreateSchedulingLink;
    use crate::time::Timestamp;

    #[test]
    fn the_whole_address_of_a_request_is_as_calendly_documents_it() {
        let event_type = EventTypeUri::parse("E1", "https://api.calendly.com").unwrap();
        let start_time = Timestamp::parse("2026-12-01T00:00:00Z").unwrap();
        let end_time = start_time.plus_days(31);
        let request = Request::of(&ListEventTypeAvailableTimes {
            event_type,
            start_time,
            end_time,
        })
        .unwrap();
        let http = request.to_http("https://api.calendly.com/", "t0ken");
        assert_eq!(
            http.url,
            "https://api.calendly.com/event_type_available_times\
             ?event_type=https%3A%2F%2Fapi.calendly.com%2Fevent_types%2FE1\
             &start_time=2026-12-01T00%3A00%3A00.000000Z&end_time=2027-01-01T00%3A00%3A00.000000Z"
        );
        assert_eq!(http.method, "GET");
        assert_eq!(
            http.headers[0],
            ("Authorization", "Bearer t0ken".to_owned())
        );
        assert!(http.body.is_none() && http.headers.len() == 2);
    }

    #[test]
    fn a_write_names_the_type_of_its_body() {
        let event_type = EventTypeUri::parse("E1", "https://api.calendly.com").unwrap();
        let http = Request::of(&CreateSchedulingLink::of(event_type))
            .unwrap()
            .to_http("http://localhost:8787", "t");
        assert_eq!(
            (http.method, http.url.as_str()),
            ("POST", "http://localhost:8787/scheduling_links")
        );
        assert_eq!(
            http.headers[2],
            ("Content-Type", "application/json".to_owned())
        );
    }
}

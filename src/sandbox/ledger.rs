//! The ledger: every request that arrived and everything that was done, for tests to compare with.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::instant;
use super::message::Request;
use super::params::Params;
use super::sequence::sha256_base64url;

/// Requests and facts in the order in which they came.
#[derive(Clone, Default)]
pub struct Ledger {
    requests: Vec<Value>,
    facts: Vec<Value>,
    number: u64,
}

/// More than this is not kept; the oldest goes first.
const KEPT: usize = 20_000;

/// Headers that are written down as they are.
const HEADERS: &[&str] = &[
    "host",
    "origin",
    "referer",
    "content-type",
    "accept",
    "accept-language",
    "cookie",
    "idempotency-key",
    "user-agent",
    "sec-fetch-site",
    "sec-fetch-mode",
    "sec-fetch-dest",
    "access-control-request-method",
    "access-control-request-headers",
];

/// Fields whose value is replaced by a short digest, so that two can be compared but none is told.
const SECRETS: &[&str] = &[
    "code",
    "code_verifier",
    "refresh_token",
    "access_token",
    "token",
    "client_secret",
    "signing_key",
];

/// What became of a request.
#[derive(Clone, Default)]
pub struct Outcome {
    pub status: u16,
    /// Whether it ran, rather than being answered by a fault.
    pub executed: bool,
    pub user: Option<String>,
    pub fault: Option<Value>,
}

impl Ledger {
    /// Writes down a request and gives its number.
    pub fn begin(&mut self, request: &Request, now: Timestamp) -> u64 {
        self.number += 1;
        let mut headers = Map::new();
        for (name, value) in &request.headers {
            if HEADERS.contains(&name.as_str()) {
                headers.insert(name.clone(), json!(value));
            } else if name == "authorization" {
                headers.insert(name.clone(), json!(redact_header(value)));
            }
        }
        self.requests.push(json!({
            "number": self.number, "at": instant::text(now), "method": request.method, "path": request.path,
            "query": redact_form(&request.query), "headers": headers, "body": redact_body(request),
            "connection": request.connection.0, "on_connection": request.connection.1,
            "status": null,
        }));
        trim(&mut self.requests);
        self.number
    }

    /// Completes a request.
    pub fn finish(&mut self, number: u64, outcome: &Outcome) {
        let entry = self
            .requests
            .iter_mut()
            .rev()
            .find(|entry| entry.get("number") == Some(&json!(number)));
        if let Some(entry) = entry.and_then(Value::as_object_mut) {
            entry.insert("status".to_owned(), json!(outcome.status));
            entry.insert("executed".to_owned(), json!(outcome.executed));
            entry.insert("user".to_owned(), json!(outcome.user));
            entry.insert("fault".to_owned(), json!(outcome.fault));
        }
    }

    /// Writes down something that was done because of the last request.
    pub fn fact(&mut self, kind: &str, now: Timestamp, fields: Value) {
        let mut fact = Map::new();
        fact.insert("kind".to_owned(), json!(kind));
        fact.insert("at".to_owned(), json!(instant::text(now)));
        fact.insert("request".to_owned(), json!(self.number));
        if let Value::Object(fields) = fields {
            fact.extend(fields);
        }
        self.facts.push(Value::Object(fact));
        trim(&mut self.facts);
    }

    /// Forgets everything but the numbering.
    pub fn clear(&mut self) {
        self.requests.clear();
        self.facts.clear();
    }

    pub fn to_json(&self) -> Value {
        json!({"requests": self.requests, "facts": self.facts})
    }
}

fn trim(entries: &mut Vec<Value>) {
    if entries.len() > KEPT {
        entries.drain(..KEPT / 10);
    }
}

/// `redacted-` and eight characters that are the same for the same secret.
fn redact(secret: &str) -> String {
    let digest: String = sha256_base64url(secret).chars().take(8).collect();
    format!("redacted-{digest}")
}

fn redact_header(value: &str) -> String {
    match value.split_once(' ') {
        Some((scheme, secret)) => format!("{scheme} {}", redact(secret)),
        None => redact(value),
    }
}

fn redact_form(text: &str) -> String {
    text.split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, value)) if SECRETS.contains(&name) => {
                let plain = Params::parse(pair);
                format!("{name}={}", redact(plain.get(name).unwrap_or(value)))
            }
            _ => pair.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("&")
}

fn redact_body(request: &Request) -> String {
    if request.is_type("application/x-www-form-urlencoded") {
        return redact_form(&request.body);
    }
    match serde_json::from_str::<Value>(&request.body) {
        Ok(Value::Object(mut fields)) if SECRETS.iter().any(|name| fields.contains_key(*name)) => {
            for name in SECRETS {
                if let Some(value) = fields.get_mut(*name) {
                    *value = json!(redact(value.as_str().unwrap_or_default()));
                }
            }
            Value::Object(fields).to_string()
        }
        _ => request.body.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_never_kept_but_can_be_compared() {
        let mut ledger = Ledger::default();
        let form = Request::new("POST", "/oauth/token?code=querysecret")
            .with("authorization", "Bearer headersecret")
            .form("grant_type=refresh_token&refresh_token=form%20secret");
        let json = Request::new("POST", "/oauth/token").json(
            &json!({"refresh_token": "form secret", "signing_key": "keysecret", "scope": "a"}),
        );
        for request in [&form, &json] {
            let number = ledger.begin(request, Timestamp::UNIX_EPOCH);
            ledger.finish(
                number,
                &Outcome {
                    status: 200,
                    ..Outcome::default()
                },
            );
        }
        let text = ledger.to_json().to_string();
        assert!(
            !text.contains("secret\"")
                && !text.contains("headersecret")
                && !text.contains("form%20secret"),
            "{text}"
        );
        let digest = redact("form secret");
        assert_eq!(text.matches(&digest).count(), 2, "{text}");
        assert!(text.contains("grant_type=refresh_token") && text.contains("Bearer redacted-"));
    }

    #[test]
    fn facts_name_the_request_that_caused_them() {
        let mut ledger = Ledger::default();
        let number = ledger.begin(
            &Request::new("POST", "/scheduling_links"),
            Timestamp::UNIX_EPOCH,
        );
        ledger.fact("link_created", Timestamp::UNIX_EPOCH, json!({"owner": "x"}));
        let all = ledger.to_json();
        assert_eq!(all["facts"][0]["request"], number);
        assert_eq!(all["facts"][0]["owner"], "x");
        ledger.clear();
        assert_eq!(ledger.to_json()["requests"], json!([]));
    }
}

//! What can be set about the sandbox, at start or while it runs.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Deviations from the usual behaviour. The defaults are what Calendly is known or believed to do.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct Options {
    /// `Cross-Origin-Opener-Policy` of the authorize page; none by default.
    pub coop: Option<String>,
    /// Whether the callback carries `iss` (RFC 9207). Off: nothing says that Calendly sends it.
    pub iss: bool,
    /// Life of an access token in seconds; 7200.
    pub access_token_ttl: i64,
    /// Life of an authorization code in seconds; 600.
    pub code_ttl: i64,
    /// Milliseconds that every answer waits.
    pub latency_ms: u64,
    /// Whether scripts may read `X-RateLimit-*` and `Retry-After`.
    pub expose_headers: bool,
    /// Longest range of an availability request in days: 31, or 7 as it was before July 2026.
    pub max_range_days: i64,
    /// Whether revocation without a client secret is answered with 403.
    pub revoke_requires_secret: bool,
    /// Whether a 429 carries CORS headers; without them a browser sees only a network error.
    pub cors_on_429: bool,
    /// Whether connections are used again. Off, every request arrives on a fresh one: browsers silently send a
    /// POST twice when a *reused* connection breaks, so a test that counts creations after a cut turns it off.
    pub keep_alive: bool,
    /// Whether webhooks and bookings through the API need a plan that is paid for, as it was before 3 November 2026.
    pub paid_only: bool,
    /// Slug of a host who allows everything without a click: for measurements, not for sign-in tests.
    pub auto_allow: Option<String>,
    /// Slugs of the hosts whose calendar does not answer: their busy times are a 424.
    pub broken_calendars: Vec<String>,
    /// How many event types the first host has beside those of the sample: for measurements. One of them, “Any time”,
    /// can be booked every ten minutes around the clock.
    pub more_event_types: u64,
    /// Fields that replace those of a user, by slug: `{"mira-albrecht": {"timezone": "America/New York"}}`.
    pub users: BTreeMap<String, Map<String, Value>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            coop: None,
            iss: false,
            access_token_ttl: 7200,
            code_ttl: 600,
            latency_ms: 0,
            expose_headers: false,
            max_range_days: 31,
            revoke_requires_secret: false,
            cors_on_429: true,
            keep_alive: true,
            paid_only: false,
            auto_allow: None,
            broken_calendars: Vec::new(),
            more_event_types: 0,
            users: BTreeMap::new(),
        }
    }
}

impl Options {
    /// Takes over the named options and leaves the others. The error names what was not understood; then nothing
    /// has changed.
    pub fn merge(&mut self, changes: &Value) -> Result<(), String> {
        let Some(changes) = changes.as_object() else {
            return Err("options must be a JSON object".to_owned());
        };
        let mut next = self.clone();
        for (name, value) in changes {
            let ok = match name.as_str() {
                "coop" => set_text(&mut next.coop, value),
                "iss" => set_bool(&mut next.iss, value),
                "access_token_ttl" => set_number(&mut next.access_token_ttl, value),
                "code_ttl" => set_number(&mut next.code_ttl, value),
                "latency_ms" => value.as_u64().map(|number| next.latency_ms = number),
                "expose_headers" => set_bool(&mut next.expose_headers, value),
                "max_range_days" => set_number(&mut next.max_range_days, value),
                "revoke_requires_secret" => set_bool(&mut next.revoke_requires_secret, value),
                "cors_on_429" => set_bool(&mut next.cors_on_429, value),
                "keep_alive" => set_bool(&mut next.keep_alive, value),
                "paid_only" => set_bool(&mut next.paid_only, value),
                "auto_allow" => set_text(&mut next.auto_allow, value),
                "broken_calendars" => set_texts(&mut next.broken_calendars, value),
                "more_event_types" => value.as_u64().map(|number| next.more_event_types = number),
                "users" => value.as_object().map(|users| {
                    for (slug, fields) in users {
                        let fields = fields.as_object().cloned().unwrap_or_default();
                        next.users.insert(slug.clone(), fields);
                    }
                }),
                _ => return Err(format!("there is no option {name}")),
            };
            if ok.is_none() {
                return Err(format!("option {name} cannot be {value}"));
            }
        }
        *self = next;
        Ok(())
    }

    pub fn to_json(&self) -> Value {
        json!({
            "coop": self.coop, "iss": self.iss, "access_token_ttl": self.access_token_ttl, "code_ttl": self.code_ttl,
            "latency_ms": self.latency_ms, "expose_headers": self.expose_headers, "max_range_days": self.max_range_days,
            "revoke_requires_secret": self.revoke_requires_secret, "cors_on_429": self.cors_on_429,
            "keep_alive": self.keep_alive, "paid_only": self.paid_only, "auto_allow": self.auto_allow,
            "broken_calendars": self.broken_calendars,
            "more_event_types": self.more_event_types, "users": self.users,
        })
    }
}

fn set_bool(field: &mut bool, value: &Value) -> Option<()> {
    value.as_bool().map(|value| *field = value)
}

fn set_number(field: &mut i64, value: &Value) -> Option<()> {
    value.as_i64().map(|value| *field = value)
}

fn set_texts(field: &mut Vec<String>, value: &Value) -> Option<()> {
    let texts: Option<Vec<&str>> = value.as_array()?.iter().map(Value::as_str).collect();
    *field = texts?.into_iter().map(str::to_owned).collect();
    Some(())
}

/// `null` takes the option away.
fn set_text(field: &mut Option<String>, value: &Value) -> Option<()> {
    match value {
        Value::Null => *field = None,
        Value::String(text) => *field = Some(text.clone()),
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_options_change_and_the_others_stay() {
        let mut options = Options::default();
        options
            .merge(&json!({"coop": "same-origin", "access_token_ttl": 5}))
            .unwrap();
        assert_eq!(options.coop.as_deref(), Some("same-origin"));
        assert_eq!(options.access_token_ttl, 5);
        assert_eq!(options.max_range_days, 31);
        options.merge(&json!({"coop": null})).unwrap();
        assert!(options.coop.is_none());
    }

    #[test]
    fn an_unknown_or_wrong_option_changes_nothing() {
        let mut options = Options::default();
        let error = options.merge(&json!({"access_token_ttl": 5, "cop": 1}));
        assert_eq!(error, Err("there is no option cop".to_owned()));
        assert_eq!(options.access_token_ttl, 7200);
        assert!(options.merge(&json!({"iss": "yes"})).is_err());
    }

    #[test]
    fn every_option_can_be_read_back_and_set_again() {
        let mut options = Options::default();
        let all = options.to_json();
        options.merge(&all).unwrap();
        assert_eq!(options.to_json(), all);
    }
}

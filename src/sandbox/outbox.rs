//! The outbox: calls to webhooks that are due, and what became of them.
//!
//! The core computes the calls and keeps count; the carrier only sends them. All times are the sandbox's.

use hmac::{Hmac, Mac};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::Sha256;

use super::announce::Change;
use super::callback_url::CallbackUrl;
use super::instant::{self, plus_seconds};
use super::resource::uri;
use super::state::Sandbox;
use super::webhook_payload::envelope;
use super::webhook_subscriptions::Subscription;

/// Calls that have not been answered well yet.
#[derive(Clone, Default)]
pub struct Outbox {
    waiting: Vec<Letter>,
    /// Of the last call: numbers are never given twice, so that a late answer finds nothing.
    number: u64,
}

#[derive(Clone)]
struct Letter {
    number: u64,
    /// Identifier of the subscription.
    subscription: String,
    event: &'static str,
    body: String,
    /// How often it was sent in vain.
    failures: u32,
    due_at: Timestamp,
    /// Whether it is under way.
    sent: bool,
}

/// A call to make now: `POST` with these headers and this body.
#[derive(Clone)]
pub struct Call {
    pub number: u64,
    pub url: CallbackUrl,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// Seconds until the first repetition; each further pause is twice as long. Calendly tells neither, only that
/// they grow exponentially.
const FIRST_PAUSE: i64 = 30;

/// Seconds after the first failure at which a subscription is given up.
const PATIENCE: i64 = 24 * 3600;

impl Outbox {
    /// Drops what is waiting for a subscription.
    pub fn forget(&mut self, subscription: &str) {
        self.waiting
            .retain(|letter| letter.subscription != subscription);
    }

    /// Empties it, and goes on counting.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    /// What is waiting, as the control API shows it.
    pub fn to_json(&self) -> Value {
        self.waiting
            .iter()
            .map(|letter| {
                json!({
                    "subscription": letter.subscription, "event": letter.event, "failures": letter.failures,
                    "due_at": instant::text(letter.due_at), "sent": letter.sent, "body": letter.body,
                })
            })
            .collect()
    }
}

impl Sandbox {
    /// Writes a letter to every subscription that asked for a change of this kind.
    pub(super) fn post(&mut self, change: &Change, now: Timestamp) {
        let Some((organization, hosts)) = self.audience(change) else {
            return;
        };
        let event = change.event();
        let meant: Vec<Subscription> = self
            .subscriptions
            .iter()
            .filter(|known| !known.disabled && known.organization == organization)
            .filter(|known| known.events.contains(&event) && known.scope.holds(self, &hosts))
            .cloned()
            .collect();
        for known in meant {
            let Some(body) = envelope(self, change, &known.creator, &known.base, now) else {
                continue;
            };
            if !known.url.is_called() {
                let mut fact = fact(&known, event);
                let reason = "the sandbox calls nothing but http on this machine";
                fact.insert("reason".to_owned(), json!(reason));
                fact.insert("body".to_owned(), body);
                self.note("webhook_withheld", now, Value::Object(fact));
                continue;
            }
            self.outbox.number += 1;
            self.outbox.waiting.push(Letter {
                number: self.outbox.number,
                subscription: known.uuid,
                event,
                body: body.to_string(),
                failures: 0,
                due_at: now,
                sent: false,
            });
        }
    }

    /// The calls that are due, signed for now. They count as sent until [`Sandbox::answered`] is told otherwise.
    pub fn calls_due(&mut self, now: Timestamp) -> Vec<Call> {
        let mut calls = Vec::new();
        for letter in &mut self.outbox.waiting {
            let known = self
                .subscriptions
                .iter()
                .find(|known| known.uuid == letter.subscription);
            let Some(known) = known.filter(|_| !letter.sent && letter.due_at <= now) else {
                continue;
            };
            letter.sent = true;
            let mut headers = vec![(
                "content-type".to_owned(),
                "application/json; charset=utf-8".to_owned(),
            )];
            let key = known.signing_key.as_ref();
            if let Some(value) = key.and_then(|key| signature(key, now, &letter.body)) {
                headers.push(("calendly-webhook-signature".to_owned(), value));
            }
            calls.push(Call {
                number: letter.number,
                url: known.url.clone(),
                headers,
                body: letter.body.clone(),
            });
        }
        calls
    }

    /// What became of a call: the status of the answer, or why there was none. Everything but a 2xx is repeated
    /// until a day after the subscription's first failure; then the subscription is disabled.
    pub fn answered(&mut self, number: u64, outcome: &Result<u16, String>, now: Timestamp) {
        let position = self
            .outbox
            .waiting
            .iter()
            .position(|letter| letter.number == number);
        let Some(position) = position else {
            return;
        };
        let mut letter = self.outbox.waiting.remove(position);
        let known = self
            .subscriptions
            .iter_mut()
            .find(|known| known.uuid == letter.subscription);
        let Some(known) = known else {
            return;
        };
        letter.failures += 1;
        let mut fact = fact(known, letter.event);
        fact.insert("try".to_owned(), json!(letter.failures));
        match outcome {
            Ok(status) => fact.insert("status".to_owned(), json!(status)),
            Err(error) => fact.insert("error".to_owned(), json!(error)),
        };
        if matches!(outcome, Ok(200..=299)) {
            known.retry_started_at = None;
            self.note("webhook_delivered", now, Value::Object(fact));
            return;
        }
        let started = *known.retry_started_at.get_or_insert(now);
        known.updated_at = now;
        let end = plus_seconds(started, PATIENCE);
        if now >= end {
            known.disabled = true;
            let uuid = known.uuid.clone();
            self.outbox.forget(&uuid);
            self.note("webhook_failed", now, Value::Object(fact.clone()));
            self.note("webhook_disabled", now, Value::Object(fact));
            return;
        }
        let doublings = letter.failures.saturating_sub(1).min(30);
        let pause = FIRST_PAUSE << doublings;
        letter.due_at = plus_seconds(now, pause).min(end);
        letter.sent = false;
        let next = instant::text(letter.due_at);
        fact.insert("next_try_at".to_owned(), json!(next));
        self.outbox.waiting.insert(position, letter);
        self.note("webhook_failed", now, Value::Object(fact));
    }
}

/// What every fact about a call has.
fn fact(known: &Subscription, event: &str) -> Map<String, Value> {
    let subscription = uri(&known.base, "webhook_subscriptions", &known.uuid);
    Map::from_iter([
        ("subscription".to_owned(), json!(subscription)),
        ("url".to_owned(), json!(known.address)),
        ("event".to_owned(), json!(event)),
    ])
}

/// `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hexadecimal>`. Every key has a length that is allowed.
pub fn signature(key: &str, now: Timestamp, body: &str) -> Option<String> {
    let at = now.as_second();
    let mut code = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
    code.update(format!("{at}.{body}").as_bytes());
    let hexadecimal: String = code
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Some(format!("t={at},v1={hexadecimal}"))
}

#[cfg(test)]
mod tests;

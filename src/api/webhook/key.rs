//! The key: what tells a change from every other, on whichever way it is told.

use crate::json::Value;

/// The key of an envelope: the same for a call that is repeated, and for the live feed. `npm/webhooks.js` makes the
/// same ones.
pub fn key(webhook: &Value) -> String {
    let text = |object: &Value, name| {
        let text = object.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let payload = webhook.get("payload").unwrap_or(&Value::Null);
    let event = text(webhook, "event");
    let mark = payload.get("no_show").map(|mark| text(mark, "uri"));
    let uri = match (event.as_str(), mark) {
        ("invitee_no_show.created", Some(mark)) if !mark.is_empty() => mark,
        _ => text(payload, "uri"),
    };
    let uuid = uri.rsplit('/').next().unwrap_or_default();
    let once = matches!(
        event.as_str(),
        "invitee.created"
            | "invitee.canceled"
            | "invitee_no_show.created"
            | "routing_form_submission.created"
    );
    // The others can happen to the same thing again.
    let at = if once {
        String::new()
    } else {
        text(webhook, "created_at")
    };
    let key = [&event, " ", uuid, " ", &at].concat();
    key.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    const CASES: &str = include_str!("../../../tests/fixtures/webhooks/keys.json");

    #[test]
    fn every_listed_envelope_has_its_key() {
        let file = json::parse(CASES).unwrap();
        let cases = file.get("cases").unwrap().as_array().unwrap();
        assert!(cases.len() > 6);
        for case in cases {
            let expected = case.get("key").and_then(Value::as_str).unwrap();
            assert_eq!(key(case.get("webhook").unwrap()), expected);
        }
    }
}

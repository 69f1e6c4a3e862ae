//! Where a meeting takes place: from what an event type offers and an invitee says to the location of an event.

use serde_json::{Value, json};

use super::sample::EventType;

/// What an event type offers, as its list of location configurations.
pub fn offered(kind: &EventType) -> &[Value] {
    kind.locations
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// The kind of a location configuration.
pub fn kind_of(configuration: &Value) -> &str {
    configuration
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Whether the invitee has to say where: a telephone number or a place.
pub fn asks(kind: &str) -> bool {
    matches!(kind, "ask_invitee" | "outbound_call")
}

/// The location of an event. `said` is the invitee's own; `code` stands in the address of an online meeting.
pub fn settle(configuration: &Value, said: Option<&str>, code: &str) -> Value {
    let kind = kind_of(configuration);
    let text = |name: &str| configuration.get(name).and_then(Value::as_str);
    if let Some(service) = kind.strip_suffix("_conference") {
        // GoToMeeting alone loses the end of its name between event type and event.
        let tag = if service == "gotomeeting" {
            service
        } else {
            kind
        };
        return json!({
            "type": tag, "status": "pushed", "data": null,
            "join_url": format!("https://{}.example/{code}", service.replace('_', "-")),
        });
    }
    let place = if asks(kind) {
        said
    } else {
        text("location").or_else(|| text("phone_number"))
    };
    let mut location = json!({"type": kind, "location": place});
    if let (Some(location), Some(info)) = (location.as_object_mut(), text("additional_info")) {
        location.insert("additional_info".to_owned(), json!(info));
    }
    location
}

/// Finds what the API's `location` chooses among what the event type offers. A round robin wants none; any other
/// type with places wants one of them. The error says what is wrong.
pub fn choose<'a>(
    kind: &'a EventType,
    chosen: Option<(&str, Option<&str>)>,
) -> Result<Option<&'a Value>, &'static str> {
    let offered = offered(kind);
    let Some((name, said)) = chosen else {
        return match (kind.pooling, offered) {
            (Some("round_robin"), _) => Ok(offered.first()),
            (_, []) => Ok(None),
            _ => Err("is required for this event type"),
        };
    };
    if kind.pooling == Some("round_robin") {
        return Err("must be left out for a round robin event type");
    }
    let found = offered
        .iter()
        .filter(|configuration| kind_of(configuration) == name)
        .find(|configuration| {
            let fixed = configuration.get("location").and_then(Value::as_str);
            said.is_none() || fixed.is_none() || fixed == said
        })
        .ok_or("must be one of the event type's locations")?;
    if asks(name) && said.is_none_or(str::is_empty) {
        return Err("must say where, for a place that the invitee chooses");
    }
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_online_meeting_has_an_address_and_gotomeeting_its_own_tag() {
        let zoom = settle(&json!({"kind": "zoom_conference"}), None, "abc");
        assert_eq!(zoom["type"], "zoom_conference");
        assert_eq!(zoom["join_url"], "https://zoom.example/abc");
        let other = settle(&json!({"kind": "gotomeeting_conference"}), None, "abc");
        assert_eq!(other["type"], "gotomeeting");
    }

    #[test]
    fn a_place_is_the_hosts_or_what_the_invitee_said() {
        let physical = json!({"kind": "physical", "location": "Dock 1", "additional_info": "Ring"});
        let expected = json!({"type": "physical", "location": "Dock 1", "additional_info": "Ring"});
        assert_eq!(settle(&physical, Some("ignored"), ""), expected);
        let call = json!({"kind": "outbound_call"});
        assert_eq!(settle(&call, Some("+4940123"), "")["location"], "+4940123");
        let inbound = json!({"kind": "inbound_call", "phone_number": "+49 40 1"});
        assert_eq!(settle(&inbound, None, "")["location"], "+49 40 1");
    }
}

//! The events that an element dispatches: bubbling and composed, with plain objects as details.

use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

use crate::api::event_types::EventType;
use crate::booking::LinkRecord;
use crate::state::App;
use crate::ui::event_type::name_of;

fn dispatch(app: &App, name: &str, detail: &impl Serialize) {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&detail.serialize(&serializer).unwrap_or(JsValue::NULL));
    if let (Some(host), Ok(event)) = (
        app.host.try_get_value(),
        CustomEvent::new_with_event_init_dict(name, &init),
    ) {
        // A listener of the page may call straight back into the element: never while one of its signals is borrowed.
        crate::browser::runtime::spawn(async move {
            let _ = host.dispatch_event(&event);
        });
    }
}

#[derive(Serialize)]
struct Nothing {}

/// `ready`: signed in, and there is something to choose from.
pub fn ready(app: &App) {
    dispatch(app, "ready", &Nothing {});
}

/// `signed-in`: `{ account }`, the URI of the user.
pub fn signed_in(app: &App, account: &str) {
    #[derive(Serialize)]
    struct Detail<'a> {
        account: &'a str,
    }
    dispatch(app, "signed-in", &Detail { account });
}

/// `signed-out`: `{ reason }`, one of `person`, `expired`, `host`.
pub fn signed_out(app: &App, reason: &str) {
    #[derive(Serialize)]
    struct Detail<'a> {
        reason: &'a str,
    }
    dispatch(app, "signed-out", &Detail { reason });
}

/// `event-type-change`: `{ uri, name, duration }` (minutes).
pub fn event_type_change(app: &App, chosen: &EventType) {
    #[derive(Serialize)]
    struct Detail<'a> {
        uri: &'a str,
        name: &'a str,
        duration: u32,
    }
    dispatch(
        app,
        "event-type-change",
        &Detail {
            uri: chosen.uri.as_str(),
            name: name_of(chosen),
            duration: chosen.duration,
        },
    );
}

/// `slot-select`: `{ times }`, the chosen instants as RFC 3339 in UTC, in order.
pub fn slot_select(app: &App) {
    #[derive(Serialize)]
    struct Detail {
        times: Vec<String>,
    }
    let times = app
        .selection
        .with_untracked(|selection| selection.iter().map(|at| at.to_rfc3339()).collect());
    dispatch(app, "slot-select", &Detail { times });
}

/// `link-created`: `{ booking_url, event_type, event_type_name, note, created_at }`.
pub fn link_created(app: &App, record: &LinkRecord) {
    #[derive(Serialize)]
    struct Detail<'a> {
        booking_url: &'a str,
        event_type: &'a str,
        event_type_name: &'a str,
        note: &'a str,
        created_at: String,
    }
    dispatch(
        app,
        "link-created",
        &Detail {
            booking_url: record.booking_url().unwrap_or_default(),
            event_type: &record.event_type,
            event_type_name: &record.event_type_name,
            note: &record.note,
            created_at: record.created_at.to_rfc3339(),
        },
    );
}

/// `error`: `{ code, message }`; the code is stable, the message is for people.
pub fn error(app: &App, code: &str, message: &str) {
    #[derive(Serialize)]
    struct Detail<'a> {
        code: &'a str,
        message: &'a str,
    }
    dispatch(app, "error", &Detail { code, message });
}

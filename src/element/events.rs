//! The events that an element dispatches: bubbling and composed, with plain objects as details.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

use crate::api::event_types::EventType;
use crate::booking::LinkRecord;
use crate::browser::object::object;
use crate::state::App;
use crate::ui::event_type::name_of;

fn dispatch(app: &App, name: &str, fields: &[(&str, JsValue)]) {
    let detail = object(fields);
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&detail);
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

/// `ready`: signed in, and there is something to choose from.
pub fn ready(app: &App) {
    dispatch(app, "ready", &[]);
}

/// `signed-in`: `{ account }`, the URI of the user.
pub fn signed_in(app: &App, account: &str) {
    dispatch(app, "signed-in", &[("account", account.into())]);
}

/// `signed-out`: `{ reason }`, one of `person`, `expired`, `host`.
pub fn signed_out(app: &App, reason: &str) {
    dispatch(app, "signed-out", &[("reason", reason.into())]);
}

/// `event-type-change`: `{ uri, name, duration }` (minutes).
pub fn event_type_change(app: &App, chosen: &EventType) {
    let detail = [
        ("uri", chosen.uri.as_str().into()),
        ("name", name_of(chosen).into()),
        ("duration", chosen.duration.into()),
    ];
    dispatch(app, "event-type-change", &detail);
}

/// `slot-select`: `{ times }`, the chosen instants as RFC 3339 in UTC, in order.
pub fn slot_select(app: &App) {
    let times: Array = app.selection.with_untracked(|selection| {
        let times = selection.iter();
        times.map(|at| JsValue::from(at.to_rfc3339())).collect()
    });
    dispatch(app, "slot-select", &[("times", times.into())]);
}

/// `link-created`: `{ booking_url, event_type, event_type_name, note, created_at }`.
pub fn link_created(app: &App, record: &LinkRecord) {
    let created_at = record.created_at.to_rfc3339();
    let detail = [
        (
            "booking_url",
            record.booking_url().unwrap_or_default().into(),
        ),
        ("event_type", record.event_type.as_str().into()),
        ("event_type_name", record.event_type_name.as_str().into()),
        ("note", record.note.as_str().into()),
        ("created_at", created_at.into()),
    ];
    dispatch(app, "link-created", &detail);
}

/// `error`: `{ code, message }`; the code is stable, the message is for people.
pub fn error(app: &App, code: &str, message: &str) {
    let detail = [("code", code.into()), ("message", message.into())];
    dispatch(app, "error", &detail);
}

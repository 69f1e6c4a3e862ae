//! The events that an element dispatches: bubbling and composed, with plain objects as details.

use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

use crate::api::event_types::EventType;
use crate::booking::LinkRecord;
use crate::state::App;
use crate::ui::event_type::name_of;

/// A value in a detail.
enum Part<'a> {
    Text(&'a str),
    Number(u32),
    Texts(&'a [String]),
}

/// The fields of a detail. One type for all events, so that one serializer is compiled.
struct Detail<'a>(&'a [(&'static str, Part<'a>)]);

impl Serialize for Detail<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, part)| (name, part)))
    }
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u32(*number),
            Self::Texts(texts) => serializer.collect_seq(texts.iter()),
        }
    }
}

fn dispatch(app: &App, name: &str, detail: &[(&'static str, Part)]) {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(
        &Detail(detail)
            .serialize(&serializer)
            .unwrap_or(JsValue::NULL),
    );
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
    dispatch(app, "signed-in", &[("account", Part::Text(account))]);
}

/// `signed-out`: `{ reason }`, one of `person`, `expired`, `host`.
pub fn signed_out(app: &App, reason: &str) {
    dispatch(app, "signed-out", &[("reason", Part::Text(reason))]);
}

/// `event-type-change`: `{ uri, name, duration }` (minutes).
pub fn event_type_change(app: &App, chosen: &EventType) {
    let detail = [
        ("uri", Part::Text(chosen.uri.as_str())),
        ("name", Part::Text(name_of(chosen))),
        ("duration", Part::Number(chosen.duration)),
    ];
    dispatch(app, "event-type-change", &detail);
}

/// `slot-select`: `{ times }`, the chosen instants as RFC 3339 in UTC, in order.
pub fn slot_select(app: &App) {
    let times: Vec<String> = app
        .selection
        .with_untracked(|selection| selection.iter().map(|at| at.to_rfc3339()).collect());
    dispatch(app, "slot-select", &[("times", Part::Texts(&times))]);
}

/// `link-created`: `{ booking_url, event_type, event_type_name, note, created_at }`.
pub fn link_created(app: &App, record: &LinkRecord) {
    let created_at = record.created_at.to_rfc3339();
    let detail = [
        (
            "booking_url",
            Part::Text(record.booking_url().unwrap_or_default()),
        ),
        ("event_type", Part::Text(&record.event_type)),
        ("event_type_name", Part::Text(&record.event_type_name)),
        ("note", Part::Text(&record.note)),
        ("created_at", Part::Text(&created_at)),
    ];
    dispatch(app, "link-created", &detail);
}

/// `error`: `{ code, message }`; the code is stable, the message is for people.
pub fn error(app: &App, code: &str, message: &str) {
    let detail = [("code", Part::Text(code)), ("message", Part::Text(message))];
    dispatch(app, "error", &detail);
}

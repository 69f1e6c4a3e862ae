//! The examples: answers as the connectors document them, with the same fields and values of our own. What the
//! component wraps in `data` is unwrapped, and a bare list is put back into its answer.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use slotlink::api::schema::Shape;
use slotlink::api::{DecodeError, Endpoint};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/connectors")
}

/// Calendly's answer in an example.
pub fn answer(name: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(name));
    let text = text.unwrap_or_else(|error| panic!("{name}: {error}"));
    let whole: Value = serde_json::from_str(&text).unwrap();
    match whole.get("data") {
        Some(items @ Value::Array(_)) => json!({ "collection": items }),
        Some(answer) => answer.clone(),
        None => whole,
    }
}

pub fn decode<E: Endpoint>(name: &str) -> Result<E::Response, DecodeError> {
    E::decode(&answer(name).to_string())
}

/// Reads a body and shows what came of it.
pub type Reader = fn(&str) -> Result<String, DecodeError>;

macro_rules! readers {
    ($($resource:ident { $($name:ident),+ })+) => {
        /// How the answer of an operation is read.
        pub fn reader(operation: &str) -> Option<Reader> {
            match operation {
                $($(stringify!($name) => Some(|body| {
                    slotlink::api::$resource::$name::decode(body).map(|answer| format!("{answer:?}"))
                }),)+)+
                _ => None,
            }
        }
    };
}

readers! {
    activity_log_entries { ListActivityLogEntries }
    availability { ListEventTypeAvailableTimes }
    cancellation { CancelEvent }
    data_compliance { DeleteInviteeData, DeleteScheduledEventData }
    event_types { GetEventType, ListEventTypes }
    invitee_no_shows { CreateInviteeNoShow }
    invitees { GetEventInvitee, ListEventInvitees }
    organization_invitations { CreateOrganizationInvitation, GetOrganizationInvitation, ListOrganizationInvitations }
    organization_memberships { GetOrganizationMembership, ListOrganizationMemberships }
    routing_form_submissions { GetRoutingFormSubmission, ListRoutingFormSubmissions }
    routing_forms { GetRoutingForm, ListRoutingForms }
    sample_webhook_data { GetSampleWebhookData }
    scheduled_events { GetEvent, ListEvents }
    scheduling_links { CreateSchedulingLink }
    shares { CreateShare }
    user_availability_schedules { GetUserAvailabilitySchedule, ListUserAvailabilitySchedules }
    user_busy_times { ListUserBusyTimes }
    users { GetCurrentUser, GetUser }
    webhook_subscriptions { CreateWebhookSubscription, GetWebhookSubscription, ListWebhookSubscriptions }
}

/// A value without values in it.
pub struct Leaf {
    /// Without indexes: `collection.uri`.
    pub path: String,
    /// With indexes: `/collection/0/uri`.
    pub pointer: String,
}

pub fn leaves(answer: &Value) -> Vec<Leaf> {
    let mut all = Vec::new();
    collect(answer, String::new(), String::new(), &mut all);
    all
}

fn collect(value: &Value, path: String, pointer: String, all: &mut Vec<Leaf>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, inner) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{name}");
                collect(inner, path, format!("{pointer}/{name}"), all);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, inner) in items.iter().enumerate() {
                collect(inner, path.clone(), format!("{pointer}/{index}"), all);
            }
        }
        _ if path.is_empty() => {}
        _ => all.push(Leaf { path, pointer }),
    }
}

impl Leaf {
    /// Its own shape in that of its field: a leaf may be an item of a list.
    pub fn shape(&self, field: Shape) -> Shape {
        let last = self.pointer.rsplit('/').next().unwrap_or_default();
        match field {
            Shape::Nullable(inner) if is_index(last) => self.shape(*inner),
            Shape::List(inner) if is_index(last) => *inner,
            _ => field,
        }
    }
}

fn is_index(segment: &str) -> bool {
    segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// Another value that can stand in the place of this one.
pub fn other(shape: Shape, value: &Value) -> Value {
    match shape {
        Shape::Text | Shape::Choice(_) | Shape::Json => json!("another"),
        Shape::Email => json!("another@birke.example"),
        Shape::Integer => json!(value.as_u64().unwrap_or(40) + 1),
        Shape::Number => json!(value.as_f64().unwrap_or(40.0) + 1.5),
        Shape::Flag => json!(!value.as_bool().unwrap_or(false)),
        Shape::Instant => json!("2031-07-08T09:10:11.121314Z"),
        Shape::Date => json!("2031-07-08"),
        Shape::Uri(collection) => json!(format!("https://api.calendly.com/{collection}/ANOTHER4")),
        Shape::Nullable(inner) => other(*inner, value),
        Shape::List(inner) => json!([other(*inner, &Value::Null)]),
        Shape::Model(model) => {
            let fields = model.fields.iter();
            let fields =
                fields.map(|field| (field.name.to_owned(), other(field.shape, &Value::Null)));
            Value::Object(fields.collect())
        }
        Shape::All(models) => {
            let mut whole = serde_json::Map::new();
            for model in models {
                if let Value::Object(fields) = other(Shape::Model(model), value) {
                    whole.extend(fields);
                }
            }
            Value::Object(whole)
        }
        Shape::Union(union) => {
            let variant = &union.variants[0];
            let mut object = other(variant.shape, value);
            object[union.tag] = json!(variant.words[0]);
            object
        }
        Shape::Sort(_) | Shape::Input(_) => panic!("no answer holds {shape:?}"),
    }
}

//! `/routing_form_submissions`: what people answered, and where it led them.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::errors;
use super::gate::Caller;
use super::instant;
use super::invitees::TRACKING;
use super::message::{Request, Response};
use super::organizations::{self, own_as_admin};
use super::paging::{self, Row};
use super::reading;
use super::resource::uri;
use super::routing_forms::{Destination, RoutingForm};
use super::state::Sandbox;

/// A form that somebody filled in.
#[derive(Clone)]
pub struct Submission {
    pub uuid: String,
    /// Identifier of the form.
    pub form: &'static str,
    /// The answers by identifier of the question; questions left out are not among them.
    pub answers: Vec<(&'static str, String)>,
    /// The `utm_*` that the address of the form carried.
    pub tracking: Vec<(String, String)>,
    pub destination: Destination,
    pub created_at: Timestamp,
}

/// `GET /routing_form_submissions`.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("routing_forms:read")?;
    let (base, params) = (request.base(), request.params());
    let form = reading::required(&params, "form", &base, "routing_forms")?;
    let form = state
        .routing_form(form)
        .ok_or_else(|| errors::invalid(&[("form", "must be the URI of a routing form")]))?;
    organizations::same(form.organization, own_as_admin(state, caller)?)?;
    let mut found: Vec<&Submission> = state
        .submissions
        .iter()
        .filter(|submission| submission.form == form.uuid)
        .collect();
    reading::sort_by_creation(&mut found, &params, |submission| {
        (submission.created_at, submission.uuid.clone())
    })?;
    let rows = found
        .into_iter()
        .map(|submission| Row {
            key: submission.uuid.clone(),
            value: render(state, submission, &base),
        })
        .collect();
    paging::page(rows, request, "/routing_form_submissions")
}

/// `GET /routing_form_submissions/{uuid}`.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("routing_forms:read")?;
    let submission = state.submission(uuid).ok_or_else(errors::not_found)?;
    let form = state.routing_form(submission.form);
    let organization = form.map(|form| form.organization).unwrap_or_default();
    organizations::same(organization, own_as_admin(state, caller)?)?;
    let resource = render(state, submission, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

/// A submission as the API and the webhooks show it.
pub fn render(state: &Sandbox, submission: &Submission, base: &str) -> Value {
    let form = state.routing_form(submission.form);
    let answers: Vec<Value> = submission
        .answers
        .iter()
        .map(|(uuid, answer)| {
            json!({
                "question_uuid": uuid,
                "question": form.and_then(|form| question_name(form, uuid)),
                "answer": answer,
            })
        })
        .collect();
    let tracking: Map<String, Value> = TRACKING
        .iter()
        .map(|name| {
            let value = submission.tracking.iter().find(|(known, _)| known == name);
            ((*name).to_owned(), json!(value.map(|(_, value)| value)))
        })
        .collect();
    let result = match submission.destination {
        Destination::EventType(page, slug) => {
            let kind = state.event_type_by_path(page, slug);
            let value = kind.map(|kind| uri(base, "event_types", &kind.uuid));
            json!({"type": "event_type", "value": value})
        }
        Destination::ExternalUrl(url) => json!({"type": "external_url", "value": url}),
        Destination::Message(headline, body) => {
            json!({"type": "custom_message", "value": {"headline": headline, "body": body}})
        }
    };
    let at = instant::text(submission.created_at);
    json!({
        "uri": uri(base, "routing_form_submissions", &submission.uuid),
        "routing_form": uri(base, "routing_forms", submission.form),
        "questions_and_answers": answers,
        "tracking": tracking,
        "result": result,
        "submitter": null,
        "submitter_type": null,
        "created_at": at,
        "updated_at": at,
    })
}

fn question_name(form: &RoutingForm, uuid: &str) -> Option<&'static str> {
    form.questions
        .iter()
        .find(|question| question.uuid == uuid)
        .map(|question| question.name)
}

impl Sandbox {
    pub fn submission(&self, uuid: &str) -> Option<&Submission> {
        self.submissions.iter().find(|known| known.uuid == uuid)
    }
}

//! `/routing_forms`: questions that decide where somebody is sent.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::errors;
use super::gate::Caller;
use super::instant;
use super::message::{Request, Response};
use super::organizations::{self, own_as_admin};
use super::paging::{self, Row};
use super::reading;
use super::resource::uri;
use super::state::Sandbox;

/// A routing form.
#[derive(Clone)]
pub struct RoutingForm {
    pub uuid: &'static str,
    pub name: &'static str,
    pub organization: &'static str,
    /// Whether people can fill it in; a draft cannot be.
    pub published: bool,
    pub questions: Vec<Question>,
    /// The first that fits decides.
    pub routes: Vec<Route>,
    /// What happens where none fits.
    pub otherwise: Destination,
    pub created_at: Timestamp,
}

/// A question of a form.
#[derive(Clone)]
pub struct Question {
    pub uuid: &'static str,
    pub name: &'static str,
    /// `name`, `text`, `email`, `phone`, `textarea`, `select` or `radios`.
    pub kind: &'static str,
    pub required: bool,
    /// Of `select` and `radios`; empty for the others.
    pub choices: &'static [&'static str],
}

/// Where an answer leads.
#[derive(Clone)]
pub struct Route {
    /// Identifier of the question.
    pub question: &'static str,
    pub answer: &'static str,
    pub destination: Destination,
}

/// What a submission results in.
#[derive(Clone)]
pub enum Destination {
    /// The booking page of the event type with this owner and slug.
    EventType(&'static str, &'static str),
    ExternalUrl(&'static str),
    /// Headline and body.
    Message(&'static str, &'static str),
}

/// `GET /routing_forms`: for the owner and admins.
pub fn list(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("routing_forms:read")?;
    let (base, params) = (request.base(), request.params());
    let own = own_as_admin(state, caller)?;
    organizations::must_be_own(&params, &base, own)?;
    let mut forms: Vec<&RoutingForm> = state
        .routing_forms
        .iter()
        .filter(|form| form.organization == own.organization)
        .collect();
    reading::sort_by_creation(&mut forms, &params, |form| {
        (form.created_at, form.uuid.to_owned())
    })?;
    let rows = forms
        .into_iter()
        .map(|form| Row {
            key: form.uuid.to_owned(),
            value: render(form, &base),
        })
        .collect();
    paging::page(rows, request, "/routing_forms")
}

/// `GET /routing_forms/{uuid}`.
pub fn get(
    state: &Sandbox,
    request: &Request,
    caller: &Caller,
    uuid: &str,
) -> Result<Response, Response> {
    caller.needs("routing_forms:read")?;
    let form = state.routing_form(uuid).ok_or_else(errors::not_found)?;
    organizations::same(form.organization, own_as_admin(state, caller)?)?;
    let resource = render(form, &request.base());
    Ok(Response::json(200, &json!({"resource": resource})))
}

fn render(form: &RoutingForm, base: &str) -> Value {
    let questions: Vec<Value> = form
        .questions
        .iter()
        .map(|question| {
            json!({
                "uuid": question.uuid,
                "name": question.name,
                "type": question.kind,
                "required": question.required,
                "answer_choices": (!question.choices.is_empty()).then_some(question.choices),
            })
        })
        .collect();
    let at = instant::text(form.created_at);
    json!({
        "uri": uri(base, "routing_forms", form.uuid),
        "organization": uri(base, "organizations", form.organization),
        "name": form.name,
        "status": if form.published { "published" } else { "draft" },
        "questions": questions,
        "created_at": at,
        "updated_at": at,
    })
}

impl Sandbox {
    pub fn routing_form(&self, uuid: &str) -> Option<&RoutingForm> {
        self.routing_forms.iter().find(|form| form.uuid == uuid)
    }
}

#[cfg(test)]
mod tests;

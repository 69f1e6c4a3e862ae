//! The public page of a routing form, `/forms/<identifier>`: asks, writes down a submission, and sends people on.

use jiff::Timestamp;
use serde_json::json;

use super::announce::Change;
use super::html::{self, escape, hidden};
use super::invitees::TRACKING;
use super::message::{Request, Response};
use super::params::{Params, encode};
use super::reading;
use super::resource::uri;
use super::routing_form_submissions::Submission;
use super::routing_forms::{Destination, Question, RoutingForm};
use super::state::Sandbox;

/// Answers `GET` with the form and `POST` with where it leads.
pub fn respond(state: &mut Sandbox, request: &Request, uuid: &str, now: Timestamp) -> Response {
    let form = state.routing_form(uuid).filter(|form| form.published);
    let Some(form) = form.cloned() else {
        let text = "There is no form here, or it has not been published.";
        return Response::html(404, html::message("Form not found", text));
    };
    if request.method == "GET" {
        return show(&form, &request.params(), &[]);
    }
    let filled = Params::parse(&request.body);
    let wrong: Vec<&str> = form
        .questions
        .iter()
        .filter(|question| !fits(question, filled.text(question.uuid).trim()))
        .map(|question| question.name)
        .collect();
    if !wrong.is_empty() {
        return show(&form, &filled, &wrong);
    }
    submit(state, request, &form, &filled, now)
}

/// The longest answer that is taken, in characters.
const LONGEST: usize = 2000;

fn fits(question: &Question, answer: &str) -> bool {
    if answer.is_empty() {
        return !question.required;
    }
    let known = match question.kind {
        "email" => reading::is_email(answer),
        "phone" => answer.chars().any(|letter| letter.is_ascii_digit()),
        "select" | "radios" => question.choices.contains(&answer),
        _ => true,
    };
    known && answer.chars().count() <= LONGEST
}

fn submit(
    state: &mut Sandbox,
    request: &Request,
    form: &RoutingForm,
    filled: &Params,
    now: Timestamp,
) -> Response {
    let answers: Vec<(&'static str, String)> = form
        .questions
        .iter()
        .map(|question| (question.uuid, filled.text(question.uuid).trim().to_owned()))
        .filter(|(_, answer)| !answer.is_empty())
        .collect();
    let destination = form
        .routes
        .iter()
        .find(|route| {
            answers
                .iter()
                .any(|(uuid, answer)| *uuid == route.question && answer == route.answer)
        })
        .map_or(&form.otherwise, |route| &route.destination)
        .clone();
    let tracking = TRACKING
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), filled.get(name)?.to_owned())))
        .collect();
    let submission = Submission {
        uuid: state.sequence.uuid("submission"),
        form: form.uuid,
        answers,
        tracking,
        destination: destination.clone(),
        created_at: now,
    };
    let base = request.base();
    let fact = json!({
        "submission": uri(&base, "routing_form_submissions", &submission.uuid),
        "routing_form": uri(&base, "routing_forms", form.uuid),
    });
    let next = address(form, &submission, filled);
    let uuid = submission.uuid.clone();
    state.submissions.push(submission);
    state.note("routing_form_submitted", now, fact);
    state.announce(Change::FormSubmitted { submission: uuid }, now);
    match destination {
        Destination::EventType(page, slug) => Response::see_other(&format!("/{page}/{slug}{next}")),
        // A link rather than a redirect: the sandbox sends nobody to the internet unasked.
        Destination::ExternalUrl(url) => {
            let main = format!(
                "<h1>Thank you</h1>\n<p>Your answers lead to another site:</p>\n<p><a rel=\"noreferrer\" href=\"{0}\">{0}</a></p>",
                escape(url)
            );
            Response::html(200, html::page("Thank you", &main))
        }
        Destination::Message(headline, body) => Response::html(200, html::message(headline, body)),
    }
}

/// What the booking page is told: name, email and tracking.
fn address(form: &RoutingForm, submission: &Submission, filled: &Params) -> String {
    let mut pairs: Vec<String> = form
        .questions
        .iter()
        .filter(|question| ["name", "email"].contains(&question.kind))
        .filter_map(|question| {
            let (_, answer) = submission
                .answers
                .iter()
                .find(|(uuid, _)| *uuid == question.uuid)?;
            Some(format!("{}={}", question.kind, encode(answer)))
        })
        .collect();
    let tracked = TRACKING.iter().filter_map(|name| {
        filled
            .get(name)
            .map(|value| format!("{name}={}", encode(value)))
    });
    pairs.extend(tracked);
    if pairs.is_empty() {
        return String::new();
    }
    format!("?{}", pairs.join("&"))
}

fn show(form: &RoutingForm, filled: &Params, wrong: &[&str]) -> Response {
    let error = if wrong.is_empty() {
        String::new()
    } else {
        format!(
            "<p class=\"error\" role=\"alert\">Please answer again: {}</p>\n",
            escape(&wrong.join(", "))
        )
    };
    let tracking: String = TRACKING
        .iter()
        .filter_map(|name| filled.get(name).map(|value| hidden(name, value)))
        .collect();
    let questions: String = form
        .questions
        .iter()
        .map(|question| field(question, filled.text(question.uuid)))
        .collect();
    let main = format!(
        "<h1>{name}</h1>\n{error}<form method=\"post\" action=\"/forms/{uuid}\">{tracking}\n{questions}\
         <div class=\"actions\"><button>Submit</button></div></form>",
        name = escape(form.name),
        uuid = escape(form.uuid),
    );
    let status = if wrong.is_empty() { 200 } else { 422 };
    Response::html(status, html::page(form.name, &main))
}

/// One question as an input of its kind, with what was answered before.
fn field(question: &Question, answer: &str) -> String {
    let name = escape(question.name);
    let required = if question.required { " required" } else { "" };
    let common = format!("name=\"{}\"{required}", escape(question.uuid));
    let value = escape(answer);
    match question.kind {
        "radios" => {
            let choices: String = question
                .choices
                .iter()
                .map(|choice| {
                    let checked = if *choice == answer { " checked" } else { "" };
                    format!(
                        "<label class=\"choice\"><input type=\"radio\" {common} value=\"{0}\"{checked}><span>{0}</span></label>\n",
                        escape(choice)
                    )
                })
                .collect();
            format!("<fieldset><legend>{name}</legend>\n{choices}</fieldset>\n")
        }
        "select" => {
            let choices: String = question
                .choices
                .iter()
                .map(|choice| {
                    let chosen = if *choice == answer { " selected" } else { "" };
                    format!("<option value=\"{0}\"{chosen}>{0}</option>", escape(choice))
                })
                .collect();
            format!(
                "<label class=\"field\">{name}<select {common}><option value=\"\"></option>{choices}</select></label>\n"
            )
        }
        "textarea" => format!(
            "<label class=\"field\">{name}<textarea {common} rows=\"4\" maxlength=\"{LONGEST}\">{value}</textarea></label>\n"
        ),
        kind => {
            let (input, complete) = match kind {
                "email" => ("email", " autocomplete=\"email\""),
                "phone" => ("tel", " autocomplete=\"tel\""),
                "name" => ("text", " autocomplete=\"name\""),
                _ => ("text", ""),
            };
            format!(
                "<label class=\"field\">{name}<input type=\"{input}\" {common}{complete} maxlength=\"{LONGEST}\" value=\"{value}\"></label>\n"
            )
        }
    }
}

#[cfg(test)]
mod tests;

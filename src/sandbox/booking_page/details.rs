//! The details that an invitee gives: the fields of the form, and what was sent with it.

use crate::sandbox::html::{escape, hidden};
use crate::sandbox::invitees::{Answer, Person, TRACKING};
use crate::sandbox::meeting_place;
use crate::sandbox::params::Params;
use crate::sandbox::questions::{self, Question};
use crate::sandbox::reading::is_email;
use crate::sandbox::sample::EventType;

/// What was sent.
pub struct Details {
    pub who: Person,
    /// The place or number that the invitee chose.
    pub location: Option<String>,
    pub answers: Vec<Answer>,
    pub tracking: Vec<(String, String)>,
    pub guests: Vec<String>,
}

/// Reads a form; the error is a sentence for the invitee.
pub fn read(kind: &EventType, sent: &Params) -> Result<Details, String> {
    let name = name(sent);
    let email = sent.text("email").trim().to_owned();
    if name.is_empty() || !is_email(&email) {
        return Err("Enter a name and an email address.".to_owned());
    }
    let guests = guests(sent);
    if guests.len() > 10 || !guests.iter().all(|guest| is_email(guest)) {
        return Err("Enter at most ten guests by email address, with commas between.".to_owned());
    }
    let answers: Vec<Answer> = questions::of(kind)
        .iter()
        .enumerate()
        .map(|(number, question)| Answer {
            question: question.name.to_owned(),
            answer: answer(sent, number, question),
            position: question.position,
        })
        .filter(|answer| !answer.answer.is_empty())
        .collect();
    questions::check(kind, &answers).map_err(|message| format!("The question {message}."))?;
    let given = |name: &&str| {
        let value = sent.get(name).filter(|value| !value.is_empty())?;
        Some(((**name).to_owned(), value.to_owned()))
    };
    Ok(Details {
        who: Person {
            name,
            email,
            ..Person::default()
        },
        location: given(&"location").map(|(_, place)| place),
        answers,
        tracking: TRACKING.iter().filter_map(given).collect(),
        guests,
    })
}

/// `name`, or `first_name` and `last_name` together.
fn name(sent: &Params) -> String {
    let both = format!("{} {}", sent.text("first_name"), sent.text("last_name"));
    sent.get("name").unwrap_or(&both).trim().to_owned()
}

fn guests(sent: &Params) -> Vec<String> {
    sent.text("guests")
        .split(',')
        .map(str::trim)
        .filter(|guest| !guest.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The answer in `a1`, `a2` and so on. A choice is given by its text or its number from 1; several of them become
/// lines.
fn answer(sent: &Params, number: usize, question: &Question) -> String {
    let given = sent.all(&format!("a{}", number + 1));
    if question.choices.is_empty() {
        return given
            .first()
            .map(|text| text.trim())
            .unwrap_or_default()
            .to_owned();
    }
    let by_number = |text: &str| -> Option<&str> {
        let place = text.trim().parse::<usize>().ok()?.checked_sub(1)?;
        question.choices.get(place).copied()
    };
    let mut chosen: Vec<&str> = Vec::new();
    for text in given.into_iter().filter(|text| !text.is_empty()) {
        let numbers: Option<Vec<&str>> = text.split(',').map(by_number).collect();
        match numbers {
            Some(list) if !question.choices.contains(&text) => chosen.extend(list),
            _ => chosen.push(text),
        }
    }
    chosen.join("\n")
}

/// The fields, filled in from a query or from what was sent before.
pub fn fields(kind: &EventType, filled: &Params) -> String {
    let mut out: String = TRACKING
        .iter()
        .filter_map(|name| filled.get(name).map(|value| hidden(name, value)))
        .collect();
    out.push_str(&format!(
        "\n<label class=\"field\">Name<input name=\"name\" autocomplete=\"name\" required maxlength=\"200\" value=\"{name}\"></label>\n\
         <label class=\"field\">Email<input name=\"email\" type=\"email\" autocomplete=\"email\" required maxlength=\"200\" value=\"{email}\"></label>\n",
        name = escape(&name(filled)),
        email = escape(filled.text("email")),
    ));
    let place = meeting_place::offered(kind)
        .first()
        .map(meeting_place::kind_of);
    if place.is_some_and(meeting_place::asks) {
        let label = match place {
            Some("outbound_call") => "Telephone number",
            _ => "Meeting place",
        };
        out.push_str(&input(label, "location", "", filled.text("location")));
    }
    for (number, question) in questions::of(kind).iter().enumerate() {
        let name = format!("a{}", number + 1);
        out.push_str(&field(question, &name, &answer(filled, number, question)));
    }
    out.push_str(&input(
        "Guests, by email address with commas between",
        "guests",
        "",
        filled.text("guests"),
    ));
    out
}

/// The one field of a rescheduling.
pub fn reason() -> String {
    input("Reason", "reason", "", "")
}

fn input(label: &str, name: &str, attributes: &str, value: &str) -> String {
    format!(
        "<label class=\"field\">{}<input name=\"{}\" maxlength=\"10000\"{attributes} value=\"{}\"></label>\n",
        escape(label),
        escape(name),
        escape(value),
    )
}

fn field(question: &Question, name: &str, value: &str) -> String {
    let required = if question.required { " required" } else { "" };
    let is_chosen = |choice: &str| value.lines().any(|line| line == choice);
    if question.kind == "multi_select" {
        let boxes: String = question
            .choices
            .iter()
            .map(|choice| {
                let checked = if is_chosen(choice) { " checked" } else { "" };
                format!(
                    "<label class=\"choice\"><input type=\"checkbox\" name=\"{name}\" value=\"{0}\"{checked}><span>{0}</span></label>\n",
                    escape(choice),
                )
            })
            .collect();
        return format!(
            "<fieldset><legend>{}</legend>{boxes}</fieldset>\n",
            escape(question.name)
        );
    }
    if question.choices.is_empty() || question.other {
        // One that takes other answers too is a field with suggestions.
        let list: String = question
            .choices
            .iter()
            .map(|choice| format!("<option value=\"{}\">", escape(choice)))
            .collect();
        let attributes = format!("{required} list=\"{name}-choices\"");
        return input(question.name, name, &attributes, value)
            + &format!("<datalist id=\"{name}-choices\">{list}</datalist>\n");
    }
    let options: String = question
        .choices
        .iter()
        .map(|choice| {
            let selected = if is_chosen(choice) { " selected" } else { "" };
            format!("<option{selected}>{}</option>", escape(choice))
        })
        .collect();
    format!(
        "<label class=\"field\">{}<select name=\"{name}\"{required}><option value=\"\"></option>{options}</select></label>\n",
        escape(question.name)
    )
}

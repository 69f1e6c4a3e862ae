//! The questions of an event type: whether answers fit them.

use serde_json::Value;

use super::invitees::Answer;
use super::sample::EventType;

/// A question that invitees are asked.
pub struct Question<'a> {
    pub name: &'a str,
    /// `string`, `text`, `phone_number`, `single_select` or `multi_select`.
    pub kind: &'a str,
    pub position: u64,
    pub required: bool,
    pub choices: Vec<&'a str>,
    /// Whether an answer may be none of the choices.
    pub other: bool,
}

/// Those that are switched on, in their order.
pub fn of(kind: &EventType) -> Vec<Question<'_>> {
    let list = kind.questions.as_array().map(Vec::as_slice);
    let mut all: Vec<Question> = list.unwrap_or_default().iter().filter_map(read).collect();
    all.sort_by_key(|question| question.position);
    all
}

fn read(value: &Value) -> Option<Question<'_>> {
    let flag = |name: &str| value.get(name).and_then(Value::as_bool).unwrap_or(false);
    let choices = value.get("answer_choices").and_then(Value::as_array);
    flag("enabled").then_some(())?;
    Some(Question {
        name: value.get("name")?.as_str()?,
        kind: value.get("type")?.as_str()?,
        position: value.get("position")?.as_u64()?,
        required: flag("required"),
        choices: choices
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect(),
        other: flag("include_other"),
    })
}

impl Question<'_> {
    /// Whether an answer is among the choices, if there are any. Several are separated by new lines.
    fn takes(&self, answer: &str) -> bool {
        match self.kind {
            "single_select" => self.other || self.choices.contains(&answer),
            "multi_select" => self.other || answer.lines().all(|line| self.choices.contains(&line)),
            _ => true,
        }
    }
}

/// Whether answers fit: every question known, every choice one of those offered, every required question answered.
pub fn check(kind: &EventType, answers: &[Answer]) -> Result<(), String> {
    let questions = of(kind);
    for answer in answers {
        let known = questions
            .iter()
            .find(|question| question.name == answer.question);
        match known {
            None => return Err(format!("there is no question {:?}", answer.question)),
            Some(question) if !answer.answer.is_empty() && !question.takes(&answer.answer) => {
                return Err(format!(
                    "{:?} is no choice of {:?}",
                    answer.answer, question.name
                ));
            }
            Some(_) => {}
        }
    }
    let missing = questions.iter().find(|question| {
        question.required
            && !answers
                .iter()
                .any(|answer| answer.question == question.name && !answer.answer.trim().is_empty())
    });
    match missing {
        Some(question) => Err(format!("{:?} must be answered", question.name)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::sample::event_types;

    fn check_with(given: &[(&str, &str)]) -> Result<(), String> {
        let all = event_types();
        let mut kinds = all.iter();
        let kind = kinds
            .find(|kind| kind.slug == "customer-interview")
            .unwrap();
        let answers: Vec<Answer> = given
            .iter()
            .map(|(question, answer)| Answer {
                question: (*question).to_owned(),
                answer: (*answer).to_owned(),
                position: 0,
            })
            .collect();
        check(kind, &answers)
    }

    #[test]
    fn a_required_question_must_be_answered() {
        assert!(check_with(&[("Company", "Acme")]).is_ok());
        for given in [&[][..], &[("Company", " ")][..]] {
            assert!(check_with(given).unwrap_err().contains("must be answered"));
        }
    }

    #[test]
    fn questions_and_choices_must_be_known() {
        let with = |question, answer| check_with(&[("Company", "Acme"), (question, answer)]);
        assert!(with("company", "x").unwrap_err().contains("no question"));
        assert!(with("How many are you?", "2 to 10").is_ok());
        assert!(
            with("How many are you?", "12")
                .unwrap_err()
                .contains("no choice")
        );
        assert!(with("What do you use today?", "Paper\nA spreadsheet").is_ok());
        assert!(with("What do you use today?", "Paper\nWax").is_err());
        assert!(with("How did you hear of us?", "From a friend").is_ok());
    }
}

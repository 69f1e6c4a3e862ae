//! The problem: Calendly's error body, `{title, message, details}`.

use super::fields;
use crate::json::Value;

/// Longest text taken over from an error body, in characters; the rest is of no use to a reader.
const LONGEST_TEXT: usize = 600;

/// What Calendly said about a refusal. Empty where the body was not its JSON (an edge server's HTML is dropped).
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Not to be trusted for decisions: some 400 carry the title "Internal Server Error".
    pub title: String,
    pub message: String,
    pub details: Vec<Detail>,
    /// Scopes the token lacks, in a 403 with the title "Insufficient scope".
    pub required_scopes: Vec<String>,
}

/// One complaint about one parameter.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Detail {
    pub parameter: Option<String>,
    pub message: String,
    pub code: Option<String>,
}

impl Problem {
    /// Reads an error body. Never fails.
    pub fn parse(body: &str) -> Self {
        let Ok(object) = fields::parse(body) else {
            return Self::default();
        };
        let details = object.get("details").and_then(Value::as_array);
        let scopes = object.get("required_scopes").and_then(Value::as_array);
        Self {
            title: text(object.get("title")).unwrap_or_default(),
            message: text(object.get("message")).unwrap_or_default(),
            details: details.into_iter().flatten().map(detail).collect(),
            required_scopes: scopes
                .into_iter()
                .flatten()
                .filter_map(|scope| text(Some(scope)))
                .collect(),
        }
    }

    /// Whether it is the plan that lacks what was asked for: "Please upgrade to a paid Calendly account." and its like.
    pub fn asks_for_an_upgrade(&self) -> bool {
        self.sentences()
            .any(|sentence| sentence.contains("upgrade") || sentence.contains("on paid"))
    }

    /// Every sentence of the body.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        let details = self.details.iter().map(|detail| detail.message.as_str());
        [self.title.as_str(), self.message.as_str()]
            .into_iter()
            .chain(details)
    }
}

fn detail(value: &Value) -> Detail {
    Detail {
        parameter: text(value.get("parameter")),
        message: text(value.get("message"))
            .or_else(|| text(Some(value)))
            .unwrap_or_default(),
        code: text(value.get("code")),
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?;
    Some(text.chars().take(LONGEST_TEXT).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_argument_keeps_its_details() {
        let problem = Problem::parse(include_str!(
            "../../tests/fixtures/errors/invalid_argument.json"
        ));
        assert_eq!(problem.title, "Invalid Argument");
        assert_eq!(problem.details[0].parameter.as_deref(), Some("end_time"));
        assert!(problem.details[0].message.contains("31 days"));
    }

    #[test]
    fn an_insufficient_scope_names_the_scopes() {
        let problem = Problem::parse(include_str!(
            "../../tests/fixtures/errors/insufficient_scope.json"
        ));
        assert_eq!(problem.required_scopes, ["scheduling_links:write"]);
    }

    #[test]
    fn html_nothing_and_odd_json_give_an_empty_problem_or_what_is_readable() {
        for body in [
            "",
            "<html>",
            "[]",
            "null",
            "{}",
            "\u{feff}{",
            r#"{"title":1,"details":{"a":1}}"#,
        ] {
            assert_eq!(Problem::parse(body), Problem::default(), "{body}");
        }
        assert_eq!(
            Problem::parse(r#"{"details":["no"]}"#).details[0].message,
            "no"
        );
    }
}

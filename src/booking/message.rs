//! The message with picked times, in each form in which it can be copied.

mod calendar;
mod markup;
mod template;

use super::links::allowed_link;
use crate::order;
use crate::time::Timestamp;

pub use calendar::{Hold, Offer, calendar};
pub use markup::Markup;
pub use template::{PLACEHOLDERS, hands_out, unknown_placeholders};

/// A time to offer. The labels are ready to show: whoever has the locale makes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub start: Timestamp,
    /// "Tuesday 8 December"; lines with the same label stand under one heading.
    pub day_label: String,
    /// "9:00 AM – 9:30 AM".
    pub time_label: String,
    /// "New York, UTC−5".
    pub zone_label: String,
    /// The deep link to this time.
    pub url: Option<String>,
}

/// In what form times are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text, and rich text beside it for programs that take that.
    Rich,
    Plain,
    Markdown,
    /// Slack's own markup for what programs send; its composer takes the rich text that stands beside it.
    Slack,
    /// A file of tentative events.
    Calendar,
}

impl Form {
    pub const ALL: [Self; 5] = [
        Self::Rich,
        Self::Plain,
        Self::Markdown,
        Self::Slack,
        Self::Calendar,
    ];

    /// Its name where it is remembered.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rich => "rich",
            Self::Plain => "plain",
            Self::Markdown => "markdown",
            Self::Slack => "slack",
            Self::Calendar => "calendar",
        }
    }

    /// The form of this name; the first one where there is none.
    pub fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|form| form.name() == name);
        found.unwrap_or(Self::Rich)
    }

    /// Whether rich text goes with it.
    pub fn has_rich_text(self) -> bool {
        matches!(self, Self::Rich | Self::Slack)
    }

    fn markup(self) -> Markup {
        match self {
            Self::Markdown => Markup::Markdown,
            Self::Slack => Markup::Slack,
            _ => Markup::Plain,
        }
    }
}

/// What the placeholders of a message stand for.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Of the host.
    pub name: String,
    /// Name of the event type.
    pub event: String,
    pub duration: String,
    pub zone: String,
    /// For whom it is.
    pub note: String,
    /// A single-use link.
    pub link: Option<String>,
    pub lines: Vec<Line>,
}

/// The same message in the flavours that a clipboard carries.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Message {
    pub text: String,
    pub html: Option<String>,
}

/// Writes the message that `template` describes.
///
/// Every line names its zone and offset, because lines are quoted, forwarded and torn apart.
/// The rich text is made of `p`, `b`, `br` and `a` alone: mail programs take the styles and the
/// lists out of what is pasted, and this still reads well. A link that may not be offered (see
/// [`allowed_link`]) is left out, its time stays.
pub fn compose(form: Form, template: &str, parts: &Parts) -> Message {
    let text = template::expand(template, parts, form.markup());
    let html = form
        .has_rich_text()
        .then(|| template::expand(template, parts, Markup::Html));
    Message { text, html }
}

/// The lines in the order of their times.
fn sorted(lines: &[Line]) -> Vec<&Line> {
    let mut sorted: Vec<&Line> = lines.iter().collect();
    order::sort(&mut sorted, |one, other| one.start < other.start);
    sorted
}

/// A stand-in on the same machine hands out plain `http` links, which lead nowhere else.
fn is_link(url: &&str) -> bool {
    allowed_link(url, true)
}

fn push_all(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

#[cfg(test)]
mod tests;

//! The message with picked times, as plain text and as rich text.

use super::links::allowed_link;
use crate::order;
use crate::time::Timestamp;

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

/// The same message in the two flavours that a clipboard carries.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Message {
    pub text: String,
    pub html: String,
}

/// Writes the message: the introduction, the times by day, and a single-use link (its label and
/// its address) where there is one.
///
/// Every line names its zone and offset, because lines are quoted, forwarded and torn apart.
/// The rich text is made of `p`, `b`, `br` and `a` alone: mail programs take the styles and the
/// lists out of what is pasted, and this still reads well. A link that may not be offered (see
/// [`allowed_link`]) is left out, its time stays.
pub fn compose(intro: &str, lines: &[Line], single_use: Option<(&str, &str)>) -> Message {
    let mut message = Message::default();
    let mut sorted: Vec<&Line> = lines.iter().collect();
    order::sort(&mut sorted, |one, other| one.start < other.start);

    let intro = intro.trim();
    if !intro.is_empty() {
        message.text.push_str(intro);
        message.text.push('\n');
        message.html.push_str("<p>");
        push_lines(&mut message.html, intro);
        message.html.push_str("</p>");
    }
    for day in sorted.chunk_by(|one, two| one.day_label == two.day_label) {
        message.push_day(day);
    }
    if let Some((label, url)) = single_use.filter(|(_, url)| is_link(url)) {
        if !message.text.is_empty() {
            message.text.push('\n');
        }
        push_all(&mut message.text, &[label, ": ", url, "\n"]);
        message.html.push_str("<p>");
        push_anchor(&mut message.html, url, label);
        message.html.push_str("</p>");
    }
    message.text.truncate(message.text.trim_end().len());
    message
}

impl Message {
    fn push_day(&mut self, day: &[&Line]) {
        let Some(first) = day.first() else {
            return;
        };
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        push_all(&mut self.text, &[&first.day_label, "\n"]);
        self.html.push_str("<p><b>");
        push_escaped(&mut self.html, &first.day_label);
        self.html.push_str("</b>");
        for line in day {
            let link = line.url.as_deref().filter(|url| is_link(url));
            push_all(
                &mut self.text,
                &["- ", &line.time_label, " (", &line.zone_label, ")"],
            );
            self.html.push_str("<br>");
            if let Some(url) = link {
                push_all(&mut self.text, &[": ", url]);
                push_anchor(&mut self.html, url, &line.time_label);
            } else {
                push_escaped(&mut self.html, &line.time_label);
            }
            self.text.push('\n');
            self.html.push_str(" (");
            push_escaped(&mut self.html, &line.zone_label);
            self.html.push(')');
        }
        self.html.push_str("</p>");
    }
}

/// A stand-in on the same machine hands out plain `http` links, which lead nowhere else.
fn is_link(url: &str) -> bool {
    allowed_link(url, true)
}

fn push_all(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

fn push_anchor(out: &mut String, url: &str, label: &str) {
    out.push_str("<a href=\"");
    push_escaped(out, url);
    out.push_str("\">");
    push_escaped(out, label);
    out.push_str("</a>");
}

/// Text with its line breaks kept.
fn push_lines(out: &mut String, text: &str) {
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push_str("<br>");
        }
        push_escaped(out, line);
    }
}

/// Safe as text and inside a quoted attribute.
fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(millis: i64, day: &str, time: &str, url: Option<&str>) -> Line {
        Line {
            start: Timestamp::from_millis(millis),
            day_label: day.into(),
            time_label: time.into(),
            zone_label: "New York, UTC\u{2212}5".into(),
            url: url.map(str::to_owned),
        }
    }

    #[test]
    fn times_stand_under_their_day_in_order_each_with_zone_and_link() {
        let message = compose(
            "Would one of these suit you?\nI am glad to help.",
            &[
                line(3, "Wednesday 9 December", "9:00", None),
                line(
                    2,
                    "Tuesday 8 December",
                    "10:00",
                    Some("https://calendly.com/b?x=1&y=2"),
                ),
                line(
                    1,
                    "Tuesday 8 December",
                    "9:00",
                    Some("https://calendly.com/a"),
                ),
            ],
            Some(("Or pick another time", "https://calendly.com/d/x")),
        );
        assert_eq!(
            message.text,
            "Would one of these suit you?\nI am glad to help.\n\
             \nTuesday 8 December\n\
             - 9:00 (New York, UTC\u{2212}5): https://calendly.com/a\n\
             - 10:00 (New York, UTC\u{2212}5): https://calendly.com/b?x=1&y=2\n\
             \nWednesday 9 December\n\
             - 9:00 (New York, UTC\u{2212}5)\n\
             \nOr pick another time: https://calendly.com/d/x"
        );
        assert_eq!(
            message.html,
            "<p>Would one of these suit you?<br>I am glad to help.</p>\
             <p><b>Tuesday 8 December</b>\
             <br><a href=\"https://calendly.com/a\">9:00</a> (New York, UTC\u{2212}5)\
             <br><a href=\"https://calendly.com/b?x=1&amp;y=2\">10:00</a> (New York, UTC\u{2212}5)</p>\
             <p><b>Wednesday 9 December</b><br>9:00 (New York, UTC\u{2212}5)</p>\
             <p><a href=\"https://calendly.com/d/x\">Or pick another time</a></p>"
        );
    }

    #[test]
    fn nothing_that_came_from_outside_becomes_markup() {
        let hostile = "<img src=x onerror='a'>\"&";
        let mut bad = line(1, hostile, hostile, Some("javascript:alert(1)"));
        bad.zone_label = hostile.into();
        let quoted = line(2, "Day", "9:00", Some("https://calendly.com/\"onclick=\"x"));
        let message = compose(hostile, &[bad, quoted], Some((hostile, "data:text/html,x")));
        assert!(!message.html.contains("<img"));
        assert!(!message.html.contains("javascript:") && !message.text.contains("javascript:"));
        assert!(!message.html.contains("data:") && !message.text.contains("data:"));
        assert!(
            message
                .html
                .contains("href=\"https://calendly.com/&quot;onclick=&quot;x\"")
        );
    }

    #[test]
    fn a_message_of_nothing_is_empty() {
        assert_eq!(compose(" \n", &[], None), Message::default());
    }

    #[test]
    fn a_link_alone_needs_no_blank_line_before_it() {
        let message = compose("", &[], Some(("Book", "https://calendly.com/d/x")));
        assert_eq!(message.text, "Book: https://calendly.com/d/x");
    }
}

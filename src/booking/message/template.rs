//! The template of a message: words with placeholders, written by the person.

use super::markup::Markup;
use super::{Line, Parts, is_link, push_all, sorted};

/// Every placeholder there is, without its braces.
pub const PLACEHOLDERS: [&str; 7] = ["name", "event", "duration", "zone", "times", "link", "note"];

/// A part of a line.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

/// The parts of a line. Only a word of letters in braces is a placeholder; every other brace is a brace.
struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.0.is_empty() {
            return None;
        }
        let mut from = 0;
        while let Some(at) = self.0.get(from..)?.find('{') {
            let open = from + at;
            let rest = self.0.get(open + 1..)?;
            let word = rest.split(|c: char| !is_of_word(c)).next()?;
            let after = rest.get(word.len()..)?;
            if !word.is_empty() && after.starts_with('}') {
                if open > 0 {
                    let (text, rest) = self.0.split_at_checked(open)?;
                    self.0 = rest;
                    return Some(Piece::Text(text));
                }
                self.0 = after.get(1..)?;
                return Some(Piece::Placeholder(word));
            }
            from = open + 1;
        }
        Some(Piece::Text(std::mem::take(&mut self.0)))
    }
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The placeholders of `template` that stand for nothing, each once, in their order.
pub fn unknown_placeholders(template: &str) -> Vec<&str> {
    let mut unknown = Vec::new();
    for piece in Pieces(template) {
        if let Piece::Placeholder(word) = piece
            && !PLACEHOLDERS.contains(&word)
            && !unknown.contains(&word)
        {
            unknown.push(word);
        }
    }
    unknown
}

/// Whether what `word` stands for is in the message: a line that has it goes where another placeholder of that line has
/// nothing to say.
pub fn hands_out(template: &str, word: &str, parts: &Parts) -> bool {
    template.lines().any(|line| {
        Pieces(line).any(|piece| piece == Piece::Placeholder(word))
            && Pieces(line).all(|piece| match piece {
                Piece::Text(_) => true,
                Piece::Placeholder(word) => say(&mut String::new(), word, parts, Markup::Plain),
            })
    })
}

/// Puts what they stand for in the place of the placeholders. A line is left out where one of its placeholders has
/// nothing to say; an unknown one stays as it is.
pub(super) fn expand(template: &str, parts: &Parts, markup: Markup) -> String {
    let mut body = String::new();
    for line in template.lines() {
        let before = body.len();
        for piece in Pieces(line) {
            let said = match piece {
                Piece::Text(text) => {
                    markup.words(&mut body, text);
                    true
                }
                Piece::Placeholder(word) => say(&mut body, word, parts, markup),
            };
            if !said {
                body.truncate(before);
                break;
            }
        }
        if body.len() > before || line.trim().is_empty() {
            body.push('\n');
        }
    }
    markup.join(&body)
}

/// Writes what `word` stands for; false where that is nothing.
fn say(out: &mut String, word: &str, parts: &Parts, markup: Markup) -> bool {
    let text = match word {
        "name" => &parts.name,
        "event" => &parts.event,
        "duration" => &parts.duration,
        "zone" => &parts.zone,
        "note" => &parts.note,
        "times" => {
            times(out, &parts.lines, markup);
            return !parts.lines.is_empty();
        }
        "link" => {
            let link = parts.link.as_deref().filter(is_link);
            if let Some(url) = link {
                markup.bare_link(out, url);
            }
            return link.is_some();
        }
        _ => {
            for part in ["{", word, "}"] {
                markup.text(out, part);
            }
            return true;
        }
    };
    markup.text(out, text.trim());
    !text.trim().is_empty()
}

/// The times by day, every day a paragraph of its own.
fn times(out: &mut String, lines: &[Line], markup: Markup) {
    let sorted = sorted(lines);
    for (index, day) in sorted
        .chunk_by(|one, two| one.day_label == two.day_label)
        .enumerate()
    {
        let Some(first) = day.first() else {
            continue;
        };
        if index > 0 {
            out.push_str("\n\n");
        }
        markup.bold(out, &first.day_label);
        for line in day {
            push_all(out, &["\n", markup.bullet()]);
            let url = line.url.as_deref().filter(is_link);
            match url {
                Some(url) => markup.link(out, url, &line.time_label),
                None => markup.text(out, &line.time_label),
            }
            out.push_str(" (");
            markup.text(out, &line.zone_label);
            out.push(')');
            if let (Markup::Plain, Some(url)) = (markup, url) {
                push_all(out, &[": ", url]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_in_braces_is_a_placeholder() {
        let pieces = |line| Pieces(line).collect::<Vec<_>>();
        assert_eq!(
            pieces("Hi {name}, {{times}}"),
            [
                Piece::Text("Hi "),
                Piece::Placeholder("name"),
                Piece::Text(", {"),
                Piece::Placeholder("times"),
                Piece::Text("}"),
            ]
        );
        for plain in [
            "{}",
            "{a b}",
            "{name",
            "name}",
            "{ name }",
            "{n\u{e4}me}",
            "{",
        ] {
            assert_eq!(pieces(plain), [Piece::Text(plain)], "{plain}");
        }
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn unknown_placeholders_are_named_once_and_stay_as_they_are() {
        let template = "{Name} {times} {foo_1}\n{foo_1}{link}";
        assert_eq!(unknown_placeholders(template), ["Name", "foo_1"]);
        let parts = Parts::default();
        assert_eq!(expand("a {foo} b", &parts, Markup::Plain), "a {foo} b");
        assert_eq!(expand("{foo_1}", &parts, Markup::Markdown), "{foo\\_1}");
    }

    #[test]
    fn a_line_whose_placeholder_has_nothing_to_say_is_left_out() {
        let parts = Parts {
            event: "Intro".into(),
            note: "  ".into(),
            ..Parts::default()
        };
        let template = "Hello {note},\n\n{event}\n\nSee {link}\n\nBye, {name}";
        assert_eq!(expand(template, &parts, Markup::Plain), "Intro");
        let parts = Parts {
            note: " Ada ".into(),
            name: "Mira".into(),
            link: Some("https://calendly.com/d/x".into()),
            ..parts
        };
        assert_eq!(
            expand(template, &parts, Markup::Plain),
            "Hello Ada,\n\nIntro\n\nSee https://calendly.com/d/x\n\nBye, Mira"
        );
    }

    #[test]
    fn what_a_value_says_is_no_placeholder() {
        let parts = Parts {
            event: "{name}".into(),
            name: "Mira".into(),
            ..Parts::default()
        };
        assert_eq!(expand("{event}", &parts, Markup::Plain), "{name}");
    }

    #[test]
    fn addresses_in_the_persons_own_words_stay_links() {
        let parts = Parts {
            note: "https://a.example/x_y_".into(),
            ..Parts::default()
        };
        let map = "https://maps.example/a_b_(c)?q=1&x=[2]*~";
        let template = [
            "See (*http://a.example/_x_ and ",
            map,
            "> now_\n",
            map,
            "{note}",
        ]
        .concat();
        let expanded = |markup| expand(&template, &parts, markup);
        assert_eq!(
            expanded(Markup::Markdown),
            [
                "See (\\*http://a.example/_x_ and ",
                map,
                "\\> now\\_  \n",
                map,
                "https://a.example/x\\_y\\_"
            ]
            .concat()
        );
        let slack = expanded(Markup::Slack);
        assert!(
            slack.starts_with(
                &["See (*\u{200b}http://a.example/_x_ and ", map, "&gt; now"].concat()
            )
        );
        // In rich text and in plain text nothing has to be left out of anything.
        assert!(expanded(Markup::Html).contains("a_b_(c)?q=1&amp;x=[2]*~"));
        assert_eq!(
            expanded(Markup::Plain),
            template.replace("{note}", &parts.note)
        );
    }
}

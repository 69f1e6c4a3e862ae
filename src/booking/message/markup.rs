//! The markup of a message, and how text from outside is kept from becoming markup.

/// How a message is marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    Plain,
    Html,
    /// CommonMark, and what GitHub adds to it.
    Markdown,
    /// Slack's mrkdwn.
    Slack,
}

impl Markup {
    /// Writes text that is nobody's markup, as a part of one line.
    pub fn text(self, out: &mut String, text: &str) {
        let chars = text.chars().filter_map(tame);
        if self == Self::Markdown {
            push_markdown(out, chars);
            return;
        }
        for c in chars {
            let before = out.chars().next_back();
            match (self, c) {
                (Self::Html | Self::Slack, '&') => out.push_str("&amp;"),
                (Self::Html | Self::Slack, '<') => out.push_str("&lt;"),
                (Self::Html | Self::Slack, '>') => out.push_str("&gt;"),
                (Self::Html, '"') => out.push_str("&quot;"),
                (Self::Html, '\'') => out.push_str("&#39;"),
                // Slack has no escape for these. Where one could open something, a space without width keeps it from
                // doing so.
                (Self::Slack, '*' | '_' | '~' | '`') if !before.is_some_and(is_word) => {
                    out.push(c);
                    out.push('\u{200b}');
                }
                _ => out.push(c),
            }
        }
    }

    /// Writes words of the person's own: as [`Markup::text`], but an address is left as it is where programs look for
    /// addresses by themselves.
    pub fn words(self, out: &mut String, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find("http") {
            let (before, word) = rest.split_at(at);
            let ends = |c: char| matches!(c, ' ' | '<' | '>') || tame(c) != Some(c);
            let (word, after) = word.split_at(word.find(ends).unwrap_or(word.len()));
            self.text(out, before);
            let is_address = word.starts_with("https://") || word.starts_with("http://");
            if is_address && matches!(self, Self::Markdown | Self::Slack) {
                out.push_str(word);
            } else {
                self.text(out, word);
            }
            rest = after;
        }
        self.text(out, rest);
    }

    pub fn bold(self, out: &mut String, text: &str) {
        let (open, close) = match self {
            Self::Plain => ("", ""),
            Self::Html => ("<b>", "</b>"),
            Self::Markdown => ("**", "**"),
            Self::Slack => ("*", "*"),
        };
        out.push_str(open);
        self.text(out, text.trim());
        out.push_str(close);
    }

    /// A link with words of its own; in plain text the words alone.
    pub fn link(self, out: &mut String, url: &str, label: &str) {
        let (open, between, close) = match self {
            Self::Plain => return self.text(out, label),
            Self::Html => ("<a href=\"", "\">", "</a>"),
            Self::Slack => ("<", "|", ">"),
            Self::Markdown => {
                out.push('[');
                self.text(out, label);
                out.push_str("](");
                self.address(out, url);
                return out.push(')');
            }
        };
        out.push_str(open);
        self.address(out, url);
        out.push_str(between);
        self.text(out, label);
        out.push_str(close);
    }

    /// A link that shows its address.
    pub fn bare_link(self, out: &mut String, url: &str) {
        match self {
            Self::Html => self.link(out, url, url),
            Self::Plain => self.address(out, url),
            Self::Markdown | Self::Slack => {
                out.push('<');
                self.address(out, url);
                out.push('>');
            }
        }
    }

    /// An address that was found to be a link, so that it has no space and no backslash.
    fn address(self, out: &mut String, url: &str) {
        match self {
            Self::Plain => return out.push_str(url),
            Self::Html => return self.text(out, url),
            Self::Markdown | Self::Slack => {}
        }
        for c in url.chars() {
            match c {
                '&' if self == Self::Slack => out.push_str("&amp;"),
                // What would end the address or begin something else; a semicolon could end a name such as `&copy;`.
                '(' => out.push_str("%28"),
                ')' => out.push_str("%29"),
                '<' => out.push_str("%3C"),
                '>' => out.push_str("%3E"),
                '|' => out.push_str("%7C"),
                '`' => out.push_str("%60"),
                ';' => out.push_str("%3B"),
                _ => out.push(c),
            }
        }
    }

    /// How a line with a time begins.
    pub fn bullet(self) -> &'static str {
        match self {
            Self::Plain | Self::Markdown => ITEM,
            Self::Html => "",
            Self::Slack => "\u{2022} ",
        }
    }

    /// Puts the lines of a message together. Empty ones part paragraphs; there is at most one between two others.
    pub fn join(self, body: &str) -> String {
        let mut out = String::with_capacity(body.len() + 32);
        let mut before = "";
        let mut gap = false;
        for line in body.lines().map(str::trim_end) {
            if line.is_empty() {
                gap = true;
                continue;
            }
            let items = (before.starts_with(ITEM), line.starts_with(ITEM));
            out.push_str(match (self, out.is_empty(), gap) {
                (Self::Html, true, _) => "<p>",
                (_, true, _) => "",
                (Self::Html, _, true) => "</p><p>",
                (Self::Html, ..) => "<br>",
                (_, _, true) => "\n\n",
                // Markdown joins lines, and takes what follows a list for a part of it.
                (Self::Markdown, ..) if items == (false, false) => "  \n",
                (Self::Markdown, ..) if items != (true, true) => "\n\n",
                _ => "\n",
            });
            out.push_str(line);
            before = line;
            gap = false;
        }
        if self == Self::Html && !out.is_empty() {
            out.push_str("</p>");
        }
        out
    }
}

const ITEM: &str = "- ";

/// A character as a part of one line: line ends and other controls are spaces. Marks that turn the direction of all that
/// follows are left out.
pub(super) fn tame(c: char) -> Option<char> {
    match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        '\u{2028}' | '\u{2029}' => Some(' '),
        _ if c.is_control() => Some(' '),
        _ => Some(c),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// CommonMark takes a backslash before any punctuation for "as it stands".
fn push_markdown(out: &mut String, chars: impl Iterator<Item = char>) {
    let line = out.rsplit('\n').next().unwrap_or_default();
    let mut first = line.is_empty();
    let mut number = line.bytes().all(|byte| byte.is_ascii_digit());
    for c in chars {
        // Four spaces at the beginning would be code.
        if first && c.is_whitespace() {
            continue;
        }
        let means_something = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => true,
            '#' | '+' | '-' | '=' => first,
            '.' | ')' => number && !first,
            _ => false,
        };
        if means_something {
            out.push('\\');
        }
        out.push(c);
        number &= c.is_ascii_digit();
        first = false;
    }
}

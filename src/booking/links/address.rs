//! The address of a link: whether it may be offered, and what is added to it.

/// What is added to a link before it is handed out. An empty text is left out.
///
/// Names as in "Pre-fill invitee information" and "UTM tracking parameters" of Calendly's help.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Extras {
    pub name: String,
    pub email: String,
    /// To the questions of the event type, in their order.
    pub answers: Vec<String>,
    /// Id of the link for whose invitee name, email and answers are.
    pub of: String,
    /// The month to begin with, such as `2026-12`.
    pub month: String,
    pub utm_source: String,
    pub utm_medium: String,
    pub utm_campaign: String,
    pub utm_content: String,
    pub utm_term: String,
}

/// What the answers are called.
const ANSWERS: [&str; 10] = ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10"];

impl Extras {
    /// Names and values, without those that are empty. A tag goes before a content that was typed.
    fn pairs<'a>(&'a self, tag: &'a str) -> Vec<(&'static str, &'a str)> {
        let content = if tag.is_empty() {
            &self.utm_content
        } else {
            tag
        };
        let mut pairs = vec![
            ("name", self.name.as_str()),
            ("email", &self.email),
            ("month", &self.month),
            ("utm_source", &self.utm_source),
            ("utm_medium", &self.utm_medium),
            ("utm_campaign", &self.utm_campaign),
            ("utm_content", content),
            ("utm_term", &self.utm_term),
        ];
        for (name, answer) in ANSWERS.into_iter().zip(&self.answers) {
            pairs.push((name, answer));
        }
        pairs.retain_mut(|(_, value)| {
            *value = value.trim();
            !value.is_empty()
        });
        pairs
    }
}

/// Whether an address that came from outside may become a link.
///
/// Only `https` with a host may, and for a stand-in on the same machine `http` to a loopback host.
/// Browsers drop tabs and line ends inside a scheme and spaces before it (WHATWG URL, basic
/// parser, steps 1 to 3), and read a backslash as a slash, so an address with any of these is refused
/// instead of understood, as is one with a user name, which can dress up its host.
pub fn allowed_link(url: &str, allow_loopback_http: bool) -> bool {
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && c != '\\' && !is_invisible(c);
    if !url.chars().all(plain) {
        return false;
    }
    let (secure, rest) = if let Some(rest) = strip_scheme(url, "https://") {
        (true, rest)
    } else if let Some(rest) = strip_scheme(url, "http://") {
        (false, rest)
    } else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some(host) = host(authority) else {
        return false;
    };
    secure || (allow_loopback_http && is_loopback(host))
}

/// Adds the extras to an address, in the order of their fields.
///
/// Path, existing parameters and fragment stay as they are; a parameter of the same name that is
/// there already is replaced. Everything is percent-encoded as UTF-8, a space as `%20`: Calendly's
/// pages show a `+` as it is.
pub fn decorate(url: &str, extras: &Extras) -> String {
    decorate_tagged(url, extras, "")
}

/// As [`decorate`], with a tag of the link's own as its `utm_content`.
pub fn decorate_tagged(url: &str, extras: &Extras, tag: &str) -> String {
    let added = extras.pairs(tag);
    let (address, fragment) = match url.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (url, None),
    };
    let (path, query) = address.split_once('?').unwrap_or((address, ""));

    let mut out = String::with_capacity(url.len() + 64);
    out.push_str(path);
    let mut separator = if address.len() > path.len() && added.is_empty() {
        // Nothing to add: even an empty query stays.
        out.push_str(address.get(path.len()..).unwrap_or_default());
        '&'
    } else {
        let mut separator = '?';
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let name = pair.split('=').next().unwrap_or_default();
            if added.iter().any(|(taken, _)| *taken == name) {
                continue;
            }
            out.push(separator);
            out.push_str(pair);
            separator = '&';
        }
        separator
    };
    for (name, value) in added {
        out.push(separator);
        out.push_str(name);
        out.push('=');
        push_encoded(&mut out, value);
        separator = '&';
    }
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

/// RFC 3986 section 2.3: letters, digits and `-._~` stay, every other byte is encoded.
fn push_encoded(out: &mut String, text: &str) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let hex = |digit: u8| HEX.get(usize::from(digit)).copied().unwrap_or('0');
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(hex(byte >> 4));
            out.push(hex(byte & 15));
        }
    }
}

fn strip_scheme<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = url.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// The host of an authority without a user name, where it is well formed.
fn host(authority: &str) -> Option<&str> {
    if authority.contains('@') {
        return None;
    }
    let (host, port) = if authority.starts_with('[') {
        let end = authority.find(']')? + 1;
        let (host, rest) = authority.split_at_checked(end)?;
        if rest.is_empty() {
            (host, "")
        } else {
            (host, rest.strip_prefix(':')?)
        }
    } else {
        authority.split_once(':').unwrap_or((authority, ""))
    };
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '[' | ']' | ':');
    let valid = !host.is_empty()
        && host.chars().all(allowed)
        && port.len() <= 5
        && port.bytes().all(|byte| byte.is_ascii_digit());
    valid.then_some(host)
}

/// The machine itself: RFC 6761 section 6.3, RFC 1122 section 3.2.1.3 (g), RFC 4291 section 2.5.3.
fn is_loopback(host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") || host == "[::1]" {
        return true;
    }
    let mut parts = host.split('.');
    parts.next() == Some("127")
        && parts.clone().count() == 3
        && parts.all(|part| part.parse::<u8>().is_ok())
}

/// Marks that turn the direction of writing or take no room, and can make one host look like another.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_links_are_allowed() {
        for url in [
            "https://calendly.com/acme/call/2020-01-02T20:00:00Z?month=2020-01&date=2020-01-02",
            "HTTPS://calendly.com",
            "https://calendly.com:8443/d/x#top",
            "https://b\u{fc}cher.example/zeit",
            "https://[::1]:8443/",
        ] {
            assert!(allowed_link(url, false), "{url}");
        }
    }

    #[test]
    fn anything_that_could_run_or_mislead_is_refused() {
        for url in [
            "",
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            " https://calendly.com",
            "https://calendly.com\n",
            "ht\ntps://calendly.com",
            "https:calendly.com",
            "https:/calendly.com",
            "https:\\\\calendly.com",
            "//calendly.com",
            "/d/x",
            "data:text/html,hi",
            "vbscript:x",
            "blob:https://calendly.com/1",
            "https://",
            "https:///path",
            "https://?x",
            "https://:443/",
            "https://calendly.com@evil.example/",
            "https://calendly.com\\@evil.example/",
            "https://calendly.com:port/",
            "https://[::1",
            "https://[::1]x/",
            "https://a b/",
            "https://\u{202e}moc.evil/",
            "https://calendly.com/a\u{a0}b",
            "h\u{ff54}tps://calendly.com",
            "http://calendly.com",
        ] {
            assert!(!allowed_link(url, false), "{url:?}");
            assert!(!allowed_link(url, true), "{url:?}");
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_and_only_on_request() {
        for url in [
            "http://localhost:8787/d/x",
            "http://127.0.0.1:8787/",
            "http://127.1.2.3/",
            "http://[::1]:8787/",
        ] {
            assert!(allowed_link(url, true), "{url}");
            assert!(!allowed_link(url, false), "{url}");
        }
        for url in [
            "http://127.0.0.1.evil.example/",
            "http://127.evil.example.x/",
            "http://localhost.evil.example/",
            "http://127.1/",
            "http://[::2]/",
        ] {
            assert!(!allowed_link(url, true), "{url}");
        }
    }

    #[test]
    fn nothing_to_add_leaves_the_address_as_it_is() {
        for url in [
            "https://calendly.com/d/x",
            "https://calendly.com/d/x?",
            "https://calendly.com/d/x?month=2026-12&a1=%20#f",
            "https://calendly.com/d/x#a?b",
        ] {
            assert_eq!(decorate(url, &Extras::default()), url);
        }
    }

    #[test]
    fn extras_go_between_the_query_and_the_fragment() {
        let extras = Extras {
            name: " Zo\u{eb} & S\u{f8}n ".into(),
            email: "zoe+test@example.com".into(),
            utm_source: "crm/50%".into(),
            ..Extras::default()
        };
        let added =
            "name=Zo%C3%AB%20%26%20S%C3%B8n&email=zoe%2Btest%40example.com&utm_source=crm%2F50%25";
        for (url, start, end) in [
            ("https://calendly.com/d/x", "https://calendly.com/d/x?", ""),
            ("https://calendly.com/d/x?", "https://calendly.com/d/x?", ""),
            (
                "https://calendly.com/d/x?month=2026-12#f?g",
                "https://calendly.com/d/x?month=2026-12&",
                "#f?g",
            ),
            (
                "https://calendly.com/d/x?email=old&month=2026-12&",
                "https://calendly.com/d/x?month=2026-12&",
                "",
            ),
        ] {
            assert_eq!(decorate(url, &extras), [start, added, end].concat());
        }
    }

    #[test]
    fn answers_are_counted_from_one_and_gaps_stay_gaps() {
        let mut answers = vec![String::new(); 12];
        for (index, answer) in [(0, "two\nlines"), (2, "1,3"), (9, "last"), (11, "too many")] {
            answers[index] = answer.into();
        }
        let extras = Extras {
            answers,
            month: "2026-12".into(),
            utm_content: "typed".into(),
            ..Extras::default()
        };
        assert_eq!(
            decorate_tagged(
                "https://calendly.com/d/x?month=2026-11&a1=old",
                &extras,
                "k7d2m9"
            ),
            "https://calendly.com/d/x?month=2026-12&utm_content=k7d2m9&a1=two%0Alines&a3=1%2C3&a10=last"
        );
    }

    #[test]
    fn decorating_twice_is_decorating_once() {
        let extras = Extras {
            name: "A B".into(),
            utm_term: "\u{1f600}".into(),
            ..Extras::default()
        };
        let once = decorate("https://calendly.com/d/x?utm_term=a", &extras);
        assert_eq!(
            once,
            "https://calendly.com/d/x?name=A%20B&utm_term=%F0%9F%98%80"
        );
        assert_eq!(decorate(&once, &extras), once);
    }
}

//! The options of an element: relaxed strings outside, strict values inside.

use crate::auth::address::Address;
use crate::auth::{ConfigError, Connection};
use crate::booking::{Layout, allowed_link};

/// Every attribute, in the order of `OPTIONS` in `shell.js`.
pub const NAMES: [&str; 20] = [
    "server",
    "client-id",
    "redirect-uri",
    "scopes",
    "authorize-url",
    "token-url",
    "revoke-url",
    "api-url",
    "event-type",
    "timezone",
    "invitee-timezone",
    "hour-cycle",
    "first-day",
    "locale",
    "view",
    "sign-in",
    "token-worker",
    "personal-token",
    "heading-level",
    "client-secret",
];

/// The attributes as they were written; absent and empty are the same.
#[derive(Clone, Default, PartialEq)]
pub struct Options {
    values: [String; NAMES.len()],
}

/// Why an element cannot begin: what to say and which attribute to mend.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct Problem {
    /// The attribute to mend.
    pub attribute: &'static str,
    /// What is wrong with it, and what to do, in a sentence for the developer.
    pub message: String,
}

impl Problem {
    /// The worker at `address` cannot be started, for the browser's own reason.
    pub fn worker(address: &str, cause: &str) -> Self {
        let words = [
            "The worker ",
            address,
            " cannot be started: ",
            cause,
            ". Serve worker.js from this page's own origin and \
            allow it in the page's Content-Security-Policy: worker-src 'self', and trusted-types slotlink-worker where \
            scripts need trusted types.",
        ];
        Self::new("token-worker", words.concat())
    }

    fn new(attribute: &'static str, message: impl Into<String>) -> Self {
        Self {
            attribute,
            message: message.into(),
        }
    }
}

impl Options {
    /// Sets one attribute; a name that is not an option is ignored.
    pub fn set(&mut self, name: &str, value: &str) {
        let slot = NAMES
            .iter()
            .position(|known| *known == name)
            .and_then(|index| self.values.get_mut(index));
        if let Some(slot) = slot {
            value.trim().clone_into(slot);
        }
    }

    /// An attribute as written; empty when absent.
    pub fn get(&self, name: &str) -> &str {
        let index = NAMES.iter().position(|known| *known == name);
        index
            .and_then(|index| self.values.get(index))
            .map_or("", String::as_str)
    }

    /// An attribute, or nothing when it is absent or empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// Where to sign in and whom to ask. `redirect` is the absolute address of the callback page beside the page,
    /// used when none is set; `absolute` resolves a relative address, and `origin` is the page's own. With `token_given`
    /// no client id is needed: a personal access token replaces the sign-in.
    ///
    /// # Errors
    /// A [`Problem`] that names the attribute to mend.
    pub fn connection(
        &self,
        redirect: String,
        absolute: impl Fn(&str) -> Option<String>,
        origin: &str,
        token_given: bool,
    ) -> Result<Connection, Problem> {
        if !self.get("client-secret").is_empty() {
            return Err(Problem::new(
                "client-secret",
                "A client secret must never be in a web page: everyone who opens the page can read it. Remove the \
                 attribute and register the app as native, which signs in with PKCE and needs no secret.",
            ));
        }
        let redirect = match self.given("redirect-uri") {
            Some(given) => absolute(given).ok_or_else(|| {
                Problem::new("redirect-uri", format!("“{given}” is not an address."))
            })?,
            None => redirect,
        };
        let client_id = self
            .given("client-id")
            .unwrap_or(if token_given { "token" } else { "" });
        let mut connection = match self.get("server") {
            "" | "live" => Connection::live(client_id, &redirect),
            "sandbox" => Connection::sandbox("http://127.0.0.1:8787", client_id, &redirect),
            other => {
                return Err(Problem::new(
                    "server",
                    format!("“{other}” is not a server. Use “live” or “sandbox”."),
                ));
            }
        };
        for (name, slot) in [
            ("authorize-url", &mut connection.authorize_url),
            ("token-url", &mut connection.token_url),
            ("revoke-url", &mut connection.revoke_url),
            ("api-url", &mut connection.api_url),
        ] {
            if let Some(given) = self.given(name) {
                if !allowed_link(given, true) {
                    return Err(Problem::new(
                        name,
                        format!(
                            "“{given}” must be an https address (http is allowed for this computer only)."
                        ),
                    ));
                }
                given.trim_end_matches('/').clone_into(slot);
            }
        }
        if let Some(scopes) = self.given("scopes") {
            connection.scopes = scopes
                .split([' ', ','])
                .filter(|scope| !scope.is_empty())
                .map(str::to_owned)
                .collect();
        }
        connection.replace_legacy_scopes();
        match connection.validate() {
            Ok(()) => match foreign_origin(&connection.redirect_uri, origin) {
                Some(other) if !token_given => Err(Problem::new(
                    "redirect-uri",
                    format!(
                        "The callback page is on {other} and this page on {origin}: a sign-in would never come back, because \
                         the two may not speak with each other. Serve callback.html from {origin}, register that address \
                         with your Calendly app and put it here."
                    ),
                )),
                _ => Ok(connection),
            },
            Err(ConfigError::ClientId) => Err(Problem::new(
                "client-id",
                "Set client-id to the Client ID of your Calendly app (kind “native”), from developer.calendly.com.",
            )),
            Err(ConfigError::Address(name)) => Err(Problem::new(
                name,
                "This must be an https address (http is allowed for this computer only).",
            )),
            Err(ConfigError::RedirectFragment) => Err(Problem::new(
                "redirect-uri",
                "The address of the callback page must not have a # in it.",
            )),
            Err(ConfigError::Scope(scope)) => Err(Problem::new(
                "scopes",
                format!("“{scope}” is not a scope. Separate scopes by spaces."),
            )),
        }
    }

    /// Whether the scopes name Calendly's legacy `default`, which is replaced by the minimum.
    pub fn asks_legacy_scope(&self) -> bool {
        self.get("scopes")
            .split([' ', ','])
            .any(|scope| scope == "default")
    }

    /// Whether the sign-in leaves the page instead of opening a popup; `by_default` is the face's own way.
    pub fn redirects(&self, by_default: bool) -> bool {
        match self.get("sign-in") {
            "redirect" => true,
            "popup" => false,
            _ => by_default,
        }
    }

    /// Whether a person may paste a token in the place of signing in; `by_default` is the face's own way.
    pub fn offers_token(&self, by_default: bool) -> bool {
        match self.get("personal-token") {
            "offer" => true,
            "hide" => false,
            _ => by_default,
        }
    }

    /// 24 hours, 12 hours, or the locale's rule.
    pub fn hours24(&self) -> Option<bool> {
        match self.get("hour-cycle") {
            "24" | "h23" => Some(true),
            "12" | "h12" => Some(false),
            _ => None,
        }
    }

    /// The first day of the week, 1 (Monday) to 7 (Sunday).
    pub fn first_day(&self) -> Option<crate::time::Weekday> {
        crate::time::Weekday::from_number(self.get("first-day").parse().ok()?)
    }

    /// How times are laid out at first; nothing for what was remembered.
    pub fn view(&self) -> Option<Layout> {
        Layout::named(self.get("view"))
    }

    /// The level of the element's own heading, 1 to 6; 2 when not set.
    pub fn heading_level(&self) -> u8 {
        self.get("heading-level")
            .parse()
            .ok()
            .filter(|level| (1..=6).contains(level))
            .unwrap_or(2)
    }
}

/// The origin of the callback page where it is not the page's own. A page whose origin is not safe to sign in on
/// cannot have a callback page there either; that is said when somebody tries.
fn foreign_origin<'a>(redirect: &'a str, origin: &str) -> Option<&'a str> {
    Address::parse(origin).filter(Address::is_allowed)?;
    let callback = Address::parse(redirect)?.origin;
    (callback != origin).then_some(callback)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(pairs: &[(&str, &str)]) -> Options {
        let mut options = Options::default();
        for (name, value) in pairs {
            options.set(name, value);
        }
        options
    }

    fn connect(pairs: &[(&str, &str)]) -> Result<Connection, Problem> {
        connect_on("https://host.example", pairs, false)
    }

    fn connect_on(
        origin: &str,
        pairs: &[(&str, &str)],
        token_given: bool,
    ) -> Result<Connection, Problem> {
        options(pairs).connection(
            "https://host.example/callback.html".into(),
            |address| {
                Some(if address.contains(':') {
                    address.into()
                } else {
                    format!("https://host.example/{address}")
                })
            },
            origin,
            token_given,
        )
    }

    #[test]
    fn the_shell_and_the_translator_name_the_same_attributes() {
        let shell = include_str!("shell.js");
        let list = shell
            .split_once("OPTIONS = [")
            .unwrap()
            .1
            .split_once(']')
            .unwrap()
            .0;
        let names: Vec<&str> = list.split('\'').skip(1).step_by(2).collect();
        assert_eq!(names, NAMES);
    }

    #[test]
    fn a_client_id_is_all_that_is_needed_for_calendly() {
        let connection = connect(&[("client-id", "abc")]).unwrap();
        assert_eq!(connection.api_url, "https://api.calendly.com");
        assert_eq!(
            connection.redirect_uri,
            "https://host.example/callback.html"
        );
        assert_eq!(connection.scopes, crate::auth::DEFAULT_SCOPES);
    }

    #[test]
    fn every_mistake_names_the_attribute_to_mend() {
        for (pairs, attribute) in [
            (&[][..], "client-id"),
            (
                &[("client-id", "abc"), ("client-secret", "s")],
                "client-secret",
            ),
            (&[("client-id", "abc"), ("server", "mock")], "server"),
            (
                &[
                    ("client-id", "abc"),
                    ("api-url", "http://elsewhere.example"),
                ],
                "api-url",
            ),
            (
                &[("client-id", "abc"), ("token-url", "javascript:alert(1)")],
                "token-url",
            ),
            (
                &[("client-id", "abc"), ("redirect-uri", "callback.html#here")],
                "redirect-uri",
            ),
            (
                &[("client-id", "abc"), ("scopes", "users:read \"x\"")],
                "scopes",
            ),
        ] {
            assert_eq!(
                connect(pairs).err().map(|problem| problem.attribute),
                Some(attribute),
                "{pairs:?}"
            );
        }
    }

    #[test]
    fn a_callback_page_on_another_origin_is_refused_with_both_origins_and_what_to_do() {
        for redirect in [
            "https://elsewhere.example/callback.html",
            "https://host.example:8443/callback.html",
            "http://localhost:8080/callback.html",
        ] {
            let problem = connect(&[("client-id", "abc"), ("redirect-uri", redirect)])
                .err()
                .unwrap();
            assert_eq!(problem.attribute, "redirect-uri");
            let other = redirect.strip_suffix("/callback.html").unwrap();
            for part in [other, "https://host.example:", "Serve callback.html from"] {
                assert!(problem.message.contains(part), "{}", problem.message);
            }
        }
        let localhost = &[
            ("client-id", "abc"),
            ("redirect-uri", "http://localhost:8080/callback.html"),
        ];
        assert!(connect_on("http://localhost:8080", localhost, false).is_ok());
        assert!(connect_on("http://127.0.0.1:8080", localhost, false).is_err());
    }

    #[test]
    fn the_origin_of_the_callback_page_matters_only_to_a_sign_in_that_could_happen() {
        let elsewhere = &[
            ("client-id", "abc"),
            ("redirect-uri", "https://elsewhere.example/callback.html"),
        ];
        assert!(connect_on("https://host.example", elsewhere, true).is_ok());
        assert!(connect_on("http://insecure.example", elsewhere, false).is_ok());
        assert!(connect_on("null", elsewhere, false).is_ok());
    }

    #[test]
    fn the_sandbox_lives_on_this_computer() {
        let connection = connect(&[("client-id", "abc"), ("server", "sandbox")]).unwrap();
        assert_eq!(connection.token_url, "http://127.0.0.1:8787/oauth/token");
        let moved = connect(&[
            ("client-id", "abc"),
            ("server", "sandbox"),
            ("api-url", "http://127.0.0.1:9000/"),
        ]);
        assert_eq!(moved.unwrap().api_url, "http://127.0.0.1:9000");
    }

    #[test]
    fn the_legacy_scope_becomes_the_minimum() {
        let connection = connect(&[("client-id", "abc"), ("scopes", "default")]).unwrap();
        assert_eq!(connection.scopes, crate::auth::DEFAULT_SCOPES);
        assert!(options(&[("scopes", "default")]).asks_legacy_scope());
    }

    #[test]
    fn values_that_make_no_sense_are_as_if_they_were_absent() {
        let odd = options(&[
            ("hour-cycle", "13"),
            ("first-day", "8"),
            ("heading-level", "0"),
            ("sign-in", "x"),
            ("view", "year"),
            ("personal-token", "yes"),
        ]);
        assert!(odd.offers_token(true) && !odd.offers_token(false));
        assert!(odd.view().is_none());
        assert!(odd.hours24().is_none() && odd.first_day().is_none() && odd.redirects(true));
        assert_eq!(odd.heading_level(), 2);
    }
}
